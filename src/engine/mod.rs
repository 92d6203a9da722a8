//! What happens when: events in, rows out. One event is one turn; a batch of turns is one transaction.

mod answer;
mod batch;
mod chat;
pub mod commands;
mod daily;
mod dispute;
pub mod event;
pub mod inbox;
mod receipt;
mod round;
mod series;
mod tick;
mod turn;
mod view;

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use chrono_tz::Tz;
use rand::rngs::StdRng;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::{
    bank::Bank,
    clock::Clock,
    quiz::{Language, question::Question},
    store::Store,
};

use event::{ChatRef, Event, Platform};
pub use inbox::Inbox;
use inbox::{Item, OpenChat};
pub use tick::Ticker;
use turn::Fixed;

/// The most events that share a commit: what waits longer than one is written together, and no commit takes long.
const MOST_EVENTS: usize = 256;

/// How long the engine waits before it tries a batch again that the database refused.
const RETRY: Duration = Duration::from_secs(1);

/// An explanation takes so many times as long as an answer that is pressed or typed in a word.
const OPEN_TIMES: i64 = 3;

/// Nobody explains anything on a phone in less, seconds.
const OPEN_LEAST_SECONDS: i64 = 180;

/// What the configuration decides for every group.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// A new group's language.
    pub language: Language,
    /// A new group's zone.
    pub zone: Tz,
    /// How long a question of `/quiz` stays open in a group, seconds; one that wants an explanation stays longer.
    pub quiz_seconds: i64,
    /// How late a daily may still be posted after downtime, hours.
    pub catch_up_hours: i64,
}

impl Settings {
    /// How long this question of `/quiz` stays open in a group, seconds.
    fn seconds(&self, question: &Question) -> i64 {
        let seconds = self.quiz_seconds;
        if question.is_open() { (seconds * OPEN_TIMES).max(OPEN_LEAST_SECONDS) } else { seconds }
    }
}

/// The question engine. Keeps nothing in memory between batches.
pub struct Engine {
    store: Store,
    fixed: Fixed,
    clock: Clock,
    dice: StdRng,
    news: Arc<Notify>,
}

impl Engine {
    /// An engine over this database. `news` is told when the outbox has grown.
    pub fn new(
        store: Store,
        bank: Arc<Bank>,
        clock: Clock,
        dice: StdRng,
        settings: Settings,
        news: Arc<Notify>,
    ) -> Self {
        Self { store, fixed: Fixed { bank, settings }, clock, dice, news }
    }

    /// Handles what the inbox holds, and looks every second whether something is due, until `stop`; what was handed
    /// over before is still committed.
    ///
    /// # Errors
    /// When the database fails for good.
    pub async fn run(
        mut self,
        mut items: mpsc::Receiver<Item>,
        inbox: Inbox,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let ticker = Ticker::new(self.store.clone(), self.clock.clone());
        let mut ticking = tokio::spawn(ticker.run(inbox, stop.clone()));
        let mut waiting = Vec::new();
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                // Without it no round would close, and nobody would notice.
                ended = &mut ticking => return ended.context("the ticker died"),
                received = items.recv_many(&mut waiting, MOST_EVENTS) => if received == 0 { break },
            }
            self.take(&mut waiting, &stop).await?;
        }
        ticking.await.context("the ticker died")
    }

    async fn take(&mut self, waiting: &mut Vec<Item>, stop: &CancellationToken) -> anyhow::Result<()> {
        let (mut events, mut done) = (Vec::new(), Vec::new());
        for item in waiting.drain(..) {
            match item {
                Item::OpenChats(platform, answer) => {
                    // Whoever asked sees what was handed over before.
                    self.commit(&mut events, &mut done, stop).await?;
                    let chats = self.open_chats(&platform, stop).await?;
                    // The asker may be gone: then nobody needs to know.
                    drop(answer.send(chats));
                }
                Item::Put(mut more, committed) => {
                    events.append(&mut more);
                    done.push(committed);
                    if events.len() >= MOST_EVENTS {
                        self.commit(&mut events, &mut done, stop).await?;
                    }
                }
            }
        }
        self.commit(&mut events, &mut done, stop).await
    }

    /// Commits in batches, and only then acknowledges. While the database fails, nothing is acknowledged.
    async fn commit(
        &mut self,
        events: &mut Vec<Event>,
        done: &mut Vec<oneshot::Sender<()>>,
        stop: &CancellationToken,
    ) -> anyhow::Result<()> {
        for batch in events.chunks(MOST_EVENTS) {
            while let Err(error) = self.handle(batch).await {
                rest(error, "write", stop).await?;
            }
        }
        events.clear();
        for committed in done.drain(..) {
            // An adapter that has stopped meanwhile will be sent the update again.
            let _ = committed.send(());
        }
        Ok(())
    }

    async fn open_chats(&self, platform: &Platform, stop: &CancellationToken) -> anyhow::Result<Vec<OpenChat>> {
        let chat = |(chat, thread, last_seen, asked_at_ms): (String, String, String, i64)| OpenChat {
            chat: ChatRef { platform: platform.clone(), chat, thread },
            last_seen,
            asked_at_ms,
        };
        loop {
            match self.store.open_chats(platform).await {
                Ok(rows) => return Ok(rows.into_iter().map(chat).collect()),
                Err(error) => rest(error.into(), "read", stop).await?,
            }
        }
    }
}

/// Waits before the database is asked again; gives the error back when it is time to stop.
async fn rest(error: anyhow::Error, what: &str, stop: &CancellationToken) -> anyhow::Result<()> {
    tracing::error!("the database refuses to {what}, trying again: {error:#}");
    tokio::select! {
        () = stop.cancelled() => Err(error),
        () = tokio::time::sleep(RETRY) => Ok(()),
    }
}
