//! A channel on Discord that plays while the bot is killed. Whoever gets no answer presses again, as people do.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use quizbot::clock::Clock;
use rand::{RngExt, rngs::StdRng};
use serde_json::Value;

use crate::{
    Game, books,
    discord_server::{GUILD, Person, Server},
    ledger::{Ledger, Reply, Said},
    program::Program,
    small_bank::{self, OPTIONS},
};

/// Nobody answers this close to a round's end, milliseconds: the oracle wants no photo finishes.
const MARGIN_MS: i64 = 300;
/// Whoever hears nothing for so long presses again.
const PATIENCE: Duration = Duration::from_millis(600);
/// When Discord's ids begin, milliseconds UTC.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// One channel and its people.
pub struct Channel {
    server: Server,
    channel: u64,
    people: Vec<Person>,
    dice: StdRng,
    clock: Clock,
    game: Game,
    ledger: Ledger,
    /// Question messages, each with its round.
    questions: BTreeMap<u64, i64>,
    plans: Vec<Plan>,
    /// Answers that are pressed, the first of each person and round: until one of the presses is answered.
    pressing: Vec<Pressing>,
    /// Typed replies.
    replies: Vec<u64>,
    /// For each round the latest time at which somebody may answer, milliseconds UTC.
    ends_ms: BTreeMap<i64, i64>,
}

/// What somebody is about to do.
#[derive(Clone)]
struct Plan {
    at: Instant,
    person: usize,
    message: u64,
    number: usize,
    reply: Reply,
}

/// A press, and its repetitions.
struct Pressing {
    plan: Plan,
    interactions: Vec<(u64, Instant)>,
}

impl Channel {
    /// A channel of the guild whose people have not said anything yet.
    pub fn new(server: Server, channel: u64, game: Game, dice: StdRng) -> Self {
        server.open_channel(channel, GUILD);
        let people = (1..=game.people).map(|n| Person::new(id_of(n), &format!("p{n}"))).collect();
        Self {
            server,
            channel,
            people,
            dice,
            clock: Clock::System,
            game,
            ledger: Ledger::default(),
            questions: BTreeMap::new(),
            plans: Vec::new(),
            pressing: Vec::new(),
            replies: Vec::new(),
            ends_ms: BTreeMap::new(),
        }
    }

    /// Plays until every round has been revealed.
    pub async fn play(mut self) -> Self {
        let since = Instant::now();
        let mut asked: Vec<(u64, Instant)> = Vec::new();
        while !self.is_over() {
            assert!(since.elapsed() < self.game.patience, "the game of {} goes on and on", self.channel);
            let unheard = asked.iter().all(|(interaction, _)| self.server.answers(*interaction).is_empty());
            let waited = asked.last().is_none_or(|(_, at)| at.elapsed() > PATIENCE);
            if self.questions.is_empty() && unheard && waited && self.server.is_connected() {
                let count = [("count", Value::from(self.game.rounds))];
                asked.push((self.server.command(&self.people[0], self.channel, "quiz", &count), Instant::now()));
            }
            for message in self.server.messages(self.channel) {
                self.meet(&message);
            }
            self.act();
            self.press_again();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self
    }

    fn is_over(&self) -> bool {
        let played = self.ledger.rounds.len() == self.game.rounds && self.plans.is_empty();
        played && self.server.messages(self.channel).iter().all(|message| !is_open(message))
    }

    /// Plans what people will do about a question that nobody has met yet.
    fn meet(&mut self, message: &Value) {
        let text = message["content"].as_str().unwrap_or_default();
        let Some((round, number)) = round_of(message).zip(small_bank::number_in(text)) else { return };
        if !is_open(message) || self.questions.insert(id(message), round).is_some() {
            return;
        }
        assert!(self.ledger.rounds.insert(round, number).is_none(), "a question that is there twice: {message}");
        let posted_ms = (id(message) >> 22) as i64 + EPOCH_MS;
        self.ends_ms.insert(round, posted_ms + self.game.quiz_seconds as i64 * 1000 - MARGIN_MS);
        let (people, most_tries) = self.game.crowd(number);
        for person in 0..people {
            for turn in 0..self.dice.random_range(1..=most_tries) {
                let wait_ms = self.dice.random_range(0..self.game.quiz_seconds * 1000 - 800);
                let right = self.dice.random_bool(0.6);
                let reply = Reply::to(number, right, turn + person);
                let at = Instant::now() + Duration::from_millis(wait_ms);
                self.plans.push(Plan { at, person, message: id(message), number, reply });
            }
        }
    }

    /// Does what is due. Before its first answer is known to have arrived, nobody gives a second one.
    fn act(&mut self) {
        let (due, later): (Vec<Plan>, Vec<Plan>) =
            std::mem::take(&mut self.plans).into_iter().partition(|plan| plan.at <= Instant::now());
        self.plans = later;
        for plan in due {
            let round = self.questions[&plan.message];
            if self.clock.now_ms() >= self.ends_ms[&round] || self.is_pressing(round, plan.person) {
                continue;
            }
            let account = self.people[plan.person].id.to_string();
            let (space, reply) = (GUILD.to_string(), plan.reply.clone());
            let sure = matches!(reply, Reply::Words(_));
            let first = self.ledger.note(Said { space, round, number: plan.number, account, reply, sure }, 1);
            let interaction = self.give(&plan);
            if let (Some(interaction), true) = (interaction, first) {
                self.pressing.push(Pressing { plan, interactions: vec![(interaction, Instant::now())] });
            }
        }
    }

    fn is_pressing(&self, round: i64, person: usize) -> bool {
        let same = |p: &&Pressing| p.plan.person == person && self.questions[&p.plan.message] == round;
        self.pressing.iter().filter(same).any(|pressing| !self.is_heard(pressing))
    }

    fn is_heard(&self, pressing: &Pressing) -> bool {
        pressing.interactions.iter().any(|(interaction, _)| !self.server.answers(*interaction).is_empty())
    }

    fn press_again(&mut self) {
        for at in 0..self.pressing.len() {
            let pressing = &self.pressing[at];
            let round = self.questions[&pressing.plan.message];
            let waited = pressing.interactions.last().is_none_or(|(_, at)| at.elapsed() > PATIENCE);
            if waited && !self.is_heard(pressing) && self.clock.now_ms() < self.ends_ms[&round] {
                let again = self.give(&pressing.plan.clone()).expect("a press");
                self.pressing[at].interactions.push((again, Instant::now()));
            }
        }
    }

    /// Presses, picks or types. A press's interaction.
    fn give(&mut self, plan: &Plan) -> Option<u64> {
        let person = &self.people[plan.person];
        let shown = self.server.messages(self.channel);
        let message = shown.iter().find(|message| id(message) == plan.message).expect("it is there");
        match &plan.reply {
            Reply::Words(words) => {
                self.replies.push(self.server.reply(person, plan.message, words));
                None
            }
            Reply::Picks(picks) if components(message).any(|part| part["type"] == 3) => {
                let options = components(message).find_map(|part| part["options"].as_array()).expect("a list");
                let value = |place: &usize| {
                    let mut named = options.iter().filter(|option| names(&option["label"], *place));
                    named.next().and_then(|option| option["value"].as_str()).expect("it is listed")
                };
                Some(self.server.select(person, plan.message, &picks.iter().map(value).collect::<Vec<_>>()))
            }
            Reply::Picks(picks) => {
                let mut named = components(message).filter(|part| names(&part["label"], picks[0]));
                let custom_id = named.next().and_then(|part| part["custom_id"].as_str()).expect("it is shown");
                Some(self.server.press(person, plan.message, custom_id))
            }
        }
    }

    /// What its people did: what was heard is sure.
    pub fn ledger(&self) -> Ledger {
        let mut ledger = self.ledger.clone();
        for pressing in self.pressing.iter().filter(|pressing| self.is_heard(pressing)) {
            let account = self.people[pressing.plan.person].id.to_string();
            let said = ledger.said.get_mut(&(self.questions[&pressing.plan.message], account));
            said.expect("it was noted")[0].sure = true;
        }
        ledger
    }

    /// Holds what the people saw against what the bot wrote down. There are no twins.
    pub async fn check(&self, program: &Program, kills: &[Instant]) {
        for (interaction, at) in self.pressing.iter().flat_map(|pressing| &pressing.interactions) {
            let heard = !self.server.answers(*interaction).is_empty();
            let overtaken = kills.iter().any(|kill| {
                let after = kill.checked_duration_since(*at).is_some_and(|after| after < Duration::from_secs(3));
                // A press while the new process is not connected yet is never told to anybody.
                let before = at.checked_duration_since(*kill).is_some_and(|before| before < Duration::from_secs(3));
                after || before
            });
            assert!(heard || overtaken, "interaction {interaction} in {} never got its answer", self.channel);
        }
        let marked: BTreeSet<u64> = self.server.reactions().into_iter().map(|(_, message, _)| message).collect();
        let unmarked: Vec<_> = self.replies.iter().filter(|reply| !marked.contains(reply)).collect();
        assert!(unmarked.is_empty(), "typed answers that were never marked as received: {unmarked:?}");
        let known = books::messages(program, "discord", &self.channel.to_string()).await;
        let ours = |message: &&Value| message["author"]["bot"] == true;
        let said: BTreeSet<String> =
            self.server.messages(self.channel).iter().filter(ours).map(|message| id(message).to_string()).collect();
        assert_eq!(said, known.keys().cloned().collect(), "messages that the bot does not know, or that are not there");
        let posts: BTreeSet<i64> = known.values().map(|(post, ..)| *post).collect();
        assert_eq!(posts.len(), known.len(), "a message that is there twice: {known:?}");
        for (round, number) in &self.ledger.rounds {
            let result = known.values().any(|(_, kind, of)| kind == "result" && of == round);
            assert!(result, "question {number} has no result");
        }
        assert_eq!(self.server.wrong(), [""; 0], "requests that Discord would refuse");
    }

    /// Somebody who never answered asks for the board.
    pub async fn check_top(&self, ledger: &Ledger) {
        let watcher = Person::new(999, "watcher");
        let asked = self.server.command(&watcher, self.channel, "top", &[("period", "all".into())]);
        self.server.until("the board", |server| !server.answers(asked).is_empty()).await;
        let answer = self.server.answers(asked).remove(0);
        let top = answer["content"].as_str().expect("a text");
        assert!(top.contains("watcher 0"), "{top}");
        let name = |account: &str| format!("p{}", account.parse::<u64>().expect("a number") - id_of(0));
        books::check_top(top, &ledger.board(&GUILD.to_string()), name);
    }
}

fn id_of(person: usize) -> u64 {
    500_000_000_000_000_000 + person as u64
}

fn id(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

fn components(message: &Value) -> impl Iterator<Item = &Value> {
    let rows = message["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter_map(|row| row["components"].as_array()).flatten()
}

/// Whether something can still be pressed that answers; "I was right" stands under a result.
fn is_open(message: &Value) -> bool {
    let disputes = |part: &Value| part["custom_id"].as_str().is_some_and(|id| id.starts_with("1:r:"));
    components(message).any(|part| part["disabled"] != true && !disputes(part))
}

/// Whether a label names this option of the bank.
fn names(label: &Value, place: usize) -> bool {
    label.as_str().is_some_and(|label| label.ends_with(OPTIONS[place]))
}

fn round_of(message: &Value) -> Option<i64> {
    components(message).find_map(|part| part["custom_id"].as_str()?.split(':').nth(2)?.parse().ok())
}
