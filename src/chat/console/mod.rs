//! The terminal chat: the whole bot in one terminal, where everybody who speaks is typed by one person.

mod ends;
mod line;
mod markup;
mod talk;
mod wrap;

use std::{
    io,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use anyhow::{Context, bail};
use async_trait::async_trait;
use futures::future::BoxFuture;
use tokio::{sync::mpsc, time};
use tokio_util::sync::CancellationToken;

use super::{ChatAdapter, Errand, Limits, Parcel, Receipt, Refusal};
use crate::{
    clock::Clock,
    engine::{
        Inbox,
        event::{ChatRef, Event, Handle, Place, Platform, Role, Sender, SpaceRef},
    },
    speech::card::Card,
};
pub use ends::Ends;
use ends::{Columns, Manners, Screen};
use markup::Page;
use talk::Talk;

/// The platform's name.
pub const PLATFORM: &str = "terminal";

/// The only space and the only chat.
const HOME: &str = "main";

/// How often a pipe looks whether everything was answered, before its next line is read.
const LOOK: Duration = Duration::from_millis(10);

/// How long a pipe waits for an answer to a line at most: a parcel that can't be sent must not hold it for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// Tells whether something that is due is still on its way to this terminal.
pub type Pending = Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// The terminal as a chat.
pub struct Console {
    clock: Clock,
    platform: Platform,
    // Tells the lines of one start from those of another.
    run: i64,
    lines: Mutex<Option<mpsc::Receiver<String>>>,
    screen: Mutex<Screen>,
    columns: Columns,
    colour: bool,
    // Whether each line waits for the answer to the one before.
    paced: bool,
    talk: Mutex<Talk>,
    pending: Pending,
    // The output takes nothing more.
    closed: CancellationToken,
    // Why, where it is not that its reader has left.
    broken: OnceLock<io::Error>,
    _manners: Option<Manners>,
}

impl Console {
    /// A chat between these two ends. `pending` is asked before each next line of a pipe.
    pub fn new(clock: Clock, ends: Ends, pending: Pending) -> Self {
        let run = clock.now_ms();
        Self {
            clock,
            platform: Platform::new(PLATFORM),
            run,
            lines: Mutex::new(Some(ends.lines)),
            screen: Mutex::new(ends.screen),
            columns: ends.columns,
            colour: ends.colour,
            paced: ends.paced,
            talk: Mutex::new(Talk::new(run)),
            pending,
            closed: CancellationToken::new(),
            broken: OnceLock::new(),
            _manners: ends.manners,
        }
    }

    fn event(&self, number: u64, text: &str) -> Option<Event> {
        let said = line::read(text)?;
        let what = lock(&self.talk).what(said.saying);
        let key = format!("term:{}:{number}", self.run);
        Some(Event {
            at_ms: Some(self.clock.now_ms()),
            place: Some(self.place()),
            handle: Some(Handle { id: said.name.clone(), awaited: false }),
            from: Some(Sender {
                account: said.name.clone(),
                name: said.name,
                locale: None,
                // One's own terminal.
                role: Role::Admin,
                impersonal: false,
            }),
            message: Some(format!("{}-in-{number}", self.run)),
            key,
            what,
        })
    }

    fn place(&self) -> Place {
        let platform = self.platform.clone();
        Place {
            space: SpaceRef { platform: platform.clone(), id: HOME.to_owned() },
            chat: ChatRef { platform, chat: HOME.to_owned(), thread: String::new() },
            private: false,
            title: PLATFORM.to_owned(),
        }
    }

    /// Waits until everything that is due was said, the output is closed, or `stop`.
    async fn settle(&self, stop: &CancellationToken) {
        let quiet = async {
            while (self.pending)().await {
                time::sleep(LOOK).await;
            }
        };
        tokio::select! {
            _ = time::timeout(PATIENCE, quiet) => {}
            () = self.closed.cancelled() => {}
            () = stop.cancelled() => {}
        }
    }

    fn print(&self, speaker: &str, number: Option<u64>, card: &Card) -> Result<(), Refusal> {
        let page = Page { columns: self.columns.now(), colour: self.colour };
        let text = markup::render(speaker, number, card, page);
        lock(&self.screen)(text).map_err(|error| {
            let refusal = Refusal::Unknown(error.to_string());
            if error.kind() != io::ErrorKind::BrokenPipe {
                // The first of them says it.
                let _ = self.broken.set(error);
            }
            self.closed.cancel();
            refusal
        })
    }

    fn post(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        if let Errand::Post { post, card, .. } = &parcel.errand {
            let (number, message) = lock(&self.talk).posted(*post, card);
            self.print("bot", number, card)?;
            return Ok(Receipt { messages: vec![message], at_ms: self.clock.now_ms() });
        }
        Ok(Receipt::default())
    }
}

#[async_trait]
impl ChatAdapter for Console {
    fn platform(&self) -> Platform {
        self.platform.clone()
    }

    async fn listen(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        let mut lines = lock(&self.lines).take().context("the terminal is listened to already")?;
        // Nothing waits anywhere while we are away.
        inbox.caught_up(&self.platform, i64::MAX);
        let mut number = 0;
        loop {
            let line = tokio::select! {
                line = lines.recv() => line,
                () = self.closed.cancelled() => break,
                () = stop.cancelled() => return Ok(()),
            };
            let Some(line) = line else { break };
            number += 1;
            let Some(event) = self.event(number, &line) else { continue };
            if inbox.put(vec![event]).await.is_err() {
                return Ok(());
            }
            if self.paced {
                self.settle(&stop).await;
            }
        }
        self.settle(&stop).await;
        match self.broken.get() {
            Some(error) => bail!("can't write to the output: {error}"),
            None => Ok(()),
        }
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        match &parcel.errand {
            Errand::Post { .. } => return self.post(parcel),
            // A question's edits change its count or close it, and the result follows: nothing to be shown twice.
            Errand::Edit { post, card, .. } => {
                if !lock(&self.talk).edited(*post, card) {
                    self.print("bot", None, card)?;
                }
            }
            Errand::Whisper { handle, card, .. } => self.print(&format!("bot*{handle}"), None, card)?,
            Errand::React { .. } => self.print("bot", None, &Card::line("✓"))?,
            // What was printed stays.
            Errand::Delete { .. } => {}
        }
        Ok(Receipt::default())
    }

    fn limits(&self) -> Limits {
        // A terminal takes everything at once; one at a time keeps the order of what is said.
        Limits { per_second: 10_000, per_group_minute: 600_000, in_flight: 1, whisper_ms: 3_600_000, burst: 10_000 }
    }
}

/// A poisoned lock is still good: what it holds is only ever replaced whole.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;
    use crate::{
        engine::{
            event::{OutboxId, PostId, Press, RoundId, What},
            inbox::Item,
        },
        speech::card::{Answering, Controls},
    };

    /// A console between channels: what is typed goes in, what is printed comes out, nothing is pending.
    fn console(pending: Pending) -> (Console, mpsc::Sender<String>, Arc<Mutex<String>>) {
        let (typed, lines) = mpsc::channel(8);
        let printed = Arc::new(Mutex::new(String::new()));
        let page = printed.clone();
        let screen: Screen = Box::new(move |text| {
            lock(&page).push_str(&text);
            Ok(())
        });
        let ends = Ends { lines, screen, columns: Columns::default(), colour: false, paced: true, manners: None };
        (Console::new(Clock::manual(1_000), ends, pending), typed, printed)
    }

    fn nothing() -> Pending {
        Box::new(|| Box::pin(async { false }))
    }

    fn question(round: i64, answering: Answering) -> Card {
        let controls = Controls { round: RoundId(round), answering, hint: None, privately: None, skip: None };
        Card { controls: Some(controls), ..Card::line(format!("question {round}")) }
    }

    fn one(round: i64) -> Card {
        question(round, Answering::One { options: vec!["x".into(), "y".into()] })
    }

    fn some(round: i64) -> Card {
        let options = vec!["x".into(), "y".into(), "z".into()];
        question(round, Answering::Some { options, done: "done".into(), placeholder: String::new() })
    }

    fn order(round: i64) -> Card {
        let options = vec!["x".into(), "y".into(), "z".into()];
        question(round, Answering::Order { options, undo: "undo".into(), done: "done".into() })
    }

    fn closed(round: i64) -> Card {
        question(round, Answering::Closed { options: Vec::new() })
    }

    async fn hand(console: &Console, errand: Errand) -> Receipt {
        let parcel = Parcel { id: OutboxId(1), tries: 0, first_tried_at_ms: 0, errand };
        console.deliver(&parcel).await.expect("a terminal takes everything")
    }

    async fn post(console: &Console, post: i64, card: Card) -> Receipt {
        let chat = console.place().chat;
        hand(console, Errand::Post { post: PostId(post), chat, card, reply_to: None, handle: None }).await
    }

    async fn edit(console: &Console, post: i64, card: Card) {
        hand(console, Errand::Edit { post: PostId(post), messages: Vec::new(), card }).await;
    }

    fn heard(console: &Console, line: &str) -> What {
        console.event(1, line).expect("it says something").what
    }

    fn press(round: i64, press: Press) -> What {
        What::Press { round: RoundId(round), press }
    }

    #[tokio::test]
    async fn a_plain_line_answers_the_newest_open_question() {
        let (console, _typed, printed) = console(nothing());
        assert_eq!(heard(&console, "b"), What::Reply { text: "b".into(), to: None, round: None });
        let unaddressed = |text: &str| What::Reply { text: text.into(), to: None, round: None };
        assert_eq!(
            heard(&console, "ada presses b"),
            unaddressed("b"),
            "it may be about what was asked before the start"
        );
        assert_eq!(heard(&console, "ada presses a c"), unaddressed("a c"));
        assert_eq!(heard(&console, "ada presses done"), unaddressed("done"));
        let command = |name: &str| What::Command { name: name.into(), args: String::new() };
        assert_eq!(heard(&console, "ada presses hint"), command("hint"));
        assert_eq!(heard(&console, "ada presses skip"), command("skip"));
        let first = post(&console, 1, one(11)).await;
        let second = post(&console, 2, some(12)).await;
        let reply = |to: &Receipt, round| What::Reply {
            text: "a".into(),
            to: to.messages.first().cloned(),
            round: Some(RoundId(round)),
        };
        assert_eq!(heard(&console, "ada> a"), reply(&second, 12));
        assert_eq!(heard(&console, "ada presses c a"), press(12, Press::Picks(vec![2, 0])));
        assert_eq!(heard(&console, "ada presses c"), press(12, Press::Picks(vec![2])));
        assert_eq!(heard(&console, "ada presses done"), press(12, Press::Done));
        assert_eq!(heard(&console, "ada presses hint"), press(12, Press::Hint));
        assert_eq!(heard(&console, "ada presses skip"), command("skip"), "no question of a group has this button");
        // Its count changes: it stays open, and nothing is printed.
        edit(&console, 2, some(12)).await;
        assert_eq!(heard(&console, "ada> a"), reply(&second, 12));
        edit(&console, 2, closed(12)).await;
        assert_eq!(heard(&console, "ada> a"), reply(&first, 11));
        assert_eq!(heard(&console, "ada presses b"), press(11, Press::Pick(1)));
        let two = What::Reply { text: "a b".into(), to: first.messages.first().cloned(), round: Some(RoundId(11)) };
        assert_eq!(heard(&console, "ada presses a b"), two);
        edit(&console, 1, closed(11)).await;
        assert_eq!(heard(&console, "ada presses b"), press(12, Press::Pick(1)), "too late, and told so");
        assert_eq!(*lock(&printed), "bot> [1] question 11\nbot> [2] question 12\n");
    }

    #[tokio::test]
    async fn an_order_is_pressed_item_by_item_or_all_at_once() {
        let (console, _typed, _) = console(nothing());
        assert_eq!(heard(&console, "ada presses undo"), What::Reply { text: "undo".into(), to: None, round: None });
        let asked = post(&console, 1, order(13)).await;
        assert_eq!(heard(&console, "ada presses b"), press(13, Press::Toggle(1)));
        assert_eq!(heard(&console, "ada presses undo"), press(13, Press::Undo));
        assert_eq!(heard(&console, "ada presses done"), press(13, Press::Done));
        assert_eq!(heard(&console, "ada presses b a c"), press(13, Press::Picks(vec![1, 0, 2])));
        let typed = What::Reply { text: "b a c".into(), to: asked.messages.first().cloned(), round: Some(RoundId(13)) };
        assert_eq!(heard(&console, "ada> b a c"), typed);
    }

    #[tokio::test]
    async fn everything_else_is_printed_once() {
        let (console, _typed, printed) = console(nothing());
        let receipt = post(&console, 1, Card::line("hello")).await;
        assert_eq!(receipt, Receipt { messages: vec!["1000-1".into()], at_ms: 1_000 });
        edit(&console, 1, Card::line("hello again")).await;
        let chat = console.place().chat;
        hand(&console, Errand::Whisper { handle: "ada".into(), chat: chat.clone(), card: Card::line("psst") }).await;
        hand(&console, Errand::React { chat, message: "x".into() }).await;
        hand(&console, Errand::Delete { messages: Vec::new() }).await;
        assert_eq!(*lock(&printed), "bot> hello\nbot> hello again\nbot*ada> psst\nbot> ✓\n");
    }

    #[tokio::test]
    async fn lines_become_events_one_answered_after_the_other() {
        let looks = Arc::new(AtomicUsize::new(0));
        let counted = looks.clone();
        // Two of three looks find that something is on its way.
        let pending: Pending =
            Box::new(move || Box::pin(std::future::ready(counted.fetch_add(1, Ordering::SeqCst) % 3 != 2)));
        let (console, typed, _) = console(pending);
        for line in ["ada> /Top week", "", "hello"] {
            typed.send(line.into()).await.expect("somebody reads");
        }
        drop(typed);
        let (inbox, mut items) = Inbox::new();
        let engine = async {
            let mut events = Vec::new();
            while let Some(Item::Put(put, done)) = items.recv().await {
                events.extend(put.into_iter().map(|event| (event, looks.load(Ordering::SeqCst))));
                done.send(()).expect("the console waits");
            }
            events
        };
        // The console holds the only inbox: when it ends, so does the engine.
        let stop = CancellationToken::new();
        let (listened, events) = tokio::join!(console.listen(inbox, stop), engine);
        listened.expect("the input ended");
        let [(first, _), (second, looked)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((first.key.as_str(), second.key.as_str()), ("term:1000:1", "term:1000:3"));
        assert_eq!(first.what, What::Command { name: "top".into(), args: "week".into() });
        assert_eq!(first.handle, Some(Handle { id: "ada".into(), awaited: false }));
        assert_eq!(second.from.as_ref().map(|from| (from.account.as_str(), from.role)), Some(("you", Role::Admin)));
        assert_eq!(*looked, 3, "the second line waited for the answer to the first");
    }

    #[tokio::test]
    async fn an_output_that_takes_nothing_ends_the_chat() {
        listened_after(io::ErrorKind::BrokenPipe).await.expect("a quiet end");
        let error = listened_after(io::ErrorKind::StorageFull).await.expect_err("its reader has not left");
        assert!(error.to_string().starts_with("can't write to the output: "), "{error}");
    }

    /// How the chat ends when something was said to an output that takes nothing.
    async fn listened_after(failure: io::ErrorKind) -> anyhow::Result<()> {
        let (_typed, lines) = mpsc::channel(1);
        let screen: Screen = Box::new(move |_| Err(failure.into()));
        let ends = Ends { lines, screen, columns: Columns::default(), colour: false, paced: true, manners: None };
        let console = Console::new(Clock::manual(0), ends, nothing());
        let errand = Errand::Whisper { handle: "ada".into(), chat: console.place().chat, card: Card::line("psst") };
        let parcel = Parcel { id: OutboxId(1), tries: 0, first_tried_at_ms: 0, errand };
        assert!(matches!(console.deliver(&parcel).await, Err(Refusal::Unknown(_))));
        let (inbox, _items) = Inbox::new();
        console.listen(inbox, CancellationToken::new()).await
    }

    #[tokio::test]
    async fn it_stops_when_it_is_told_to() {
        let (console, _typed, _) = console(nothing());
        let (inbox, _items) = Inbox::new();
        let stop = CancellationToken::new();
        stop.cancel();
        console.listen(inbox.clone(), stop.clone()).await.expect("a quiet end");
        assert_eq!(inbox.caught_up_until().get(&Platform::new(PLATFORM)), Some(&i64::MAX));
        assert!(console.listen(inbox, stop).await.is_err(), "there is one input");
    }
}
