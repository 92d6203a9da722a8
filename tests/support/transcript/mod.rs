//! Plays transcripts: each line that is not the bot's happens in a world of its own, and what the bot says is written down.

mod bank;
mod cast;
mod deeds;
mod ledger;
mod people;
mod script;
mod shown;
mod stage;
mod time;
mod world;

pub(crate) use script::difference;
pub(crate) use world::Weather;

use quizbot::engine::event::Event;
use script::Cue;
use world::{PLATFORMS, World};

/// In a comment of transcripts about what a crash forgets, as it may: how long a platform is left in peace.
const CALM: &str = "(Not played with crashes.)";

/// A transcript under way.
pub(crate) struct Play {
    world: World,
    /// What came last, for `again`.
    last: Option<Event>,
    /// What waits between `together` and `end`.
    together: Option<Vec<Event>>,
    /// How much later than it was made the next event comes.
    late_ms: i64,
}

/// Plays a transcript and gives it back with what the bot said. `name` is for messages only.
pub(crate) async fn play(name: &str, file: &str, weather: Weather) -> String {
    if weather == Weather::Crashes && file.contains(CALM) {
        return file.to_owned();
    }
    let platforms = PLATFORMS.into_iter().filter(|name| file.contains(name)).collect();
    let mut play = Play { world: World::new(weather, platforms), last: None, together: None, late_ms: 0 };
    let mut written: Vec<String> = Vec::new();
    for cue in script::cues(file) {
        written.push(cue.raw.clone());
        if !cue.text.is_empty() {
            written.extend(play.cue(name, &cue).await);
        }
    }
    ledger::check(name, &mut play.world).await;
    written.join("\n") + "\n"
}

impl Play {
    /// One line happens; what the bot says then.
    async fn cue(&mut self, name: &str, cue: &Cue) -> Vec<String> {
        let began_ms = self.world.clock.now_ms();
        let place = format!("{name}:{}", cue.number);
        let moves = deeds::happen(self, &cue.text, &place).await;
        let said = std::mem::take(&mut self.world.stage().said);
        assert!(cue.text != "again" || said.is_empty(), "{place}: after `again` nothing may follow: {said:?}");
        shown::shown(&said, &self.world.cast, self.world.zone, moves.then_some(began_ms))
    }

    /// An event reaches the program, or waits for others.
    async fn hand_over(&mut self, event: Event) {
        self.last = Some(event.clone());
        match self.together.as_mut() {
            Some(waiting) => waiting.push(event),
            None => {
                self.world.handle(&[event]).await;
                self.world.settle().await;
            }
        }
    }

    /// The platform's time of what happens now.
    fn at_ms(&mut self) -> i64 {
        self.world.clock.now_ms() - std::mem::take(&mut self.late_ms)
    }
}
