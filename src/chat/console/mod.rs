//! The terminal chat: the whole bot in one terminal, where everybody who speaks is typed by one person.

mod ends;
mod line;
mod markup;
mod talk;

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context;
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
use ends::Screen;
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
    colour: bool,
    // Whether each line waits for the answer to the one before.
    paced: bool,
    talk: Mutex<Talk>,
    pending: Pending,
    // Nobody reads the output any more.
    closed: CancellationToken,
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
            colour: ends.colour,
            paced: ends.paced,
            talk: Mutex::new(Talk::new(run)),
            pending,
            closed: CancellationToken::new(),
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
        let text = markup::render(speaker, number, card, self.colour);
        lock(&self.screen)(text).map_err(|error| {
            self.closed.cancel();
            Refusal::Unknown(error.to_string())
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
                () = self.closed.cancelled() => return Ok(()),
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
        Ok(())
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
