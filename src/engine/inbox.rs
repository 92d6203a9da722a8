//! The way into the engine: events are handed over in order and acknowledged after their commit.

use std::{collections::HashMap, sync::Arc};

use tokio::sync::{mpsc, oneshot, watch};

use super::event::{ChatRef, Event, Platform};

/// How many puts may wait for the engine before an adapter has to: bounds memory under a flood.
const WAITING_PUTS: usize = 1024;

/// What waits for the engine.
#[derive(Debug)]
pub enum Item {
    /// Events, and whom to tell when they are committed.
    Put(Vec<Event>, oneshot::Sender<()>),
    /// Which chats of a platform hold open questions, and since when replies may have been missed there.
    OpenChats(Platform, oneshot::Sender<Vec<OpenChat>>),
}

/// A chat with a question that may be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenChat {
    /// Where.
    pub chat: ChatRef,
    /// The newest message that was handled there, by the platform's id: later ones may have been missed. Empty where
    /// none was.
    pub last_seen: String,
    /// When the oldest such question was asked, milliseconds UTC by our clock: nothing said before is an answer to one.
    pub asked_at_ms: i64,
}

/// The engine is gone: the program is ending.
#[derive(Debug, thiserror::Error)]
#[error("the engine has stopped")]
pub struct Stopped;

/// A handle on the engine's queue. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Inbox {
    queue: mpsc::Sender<Item>,
    caught_up: Arc<watch::Sender<HashMap<Platform, i64>>>,
    wanted: Arc<watch::Sender<i64>>,
}

impl Inbox {
    /// A new queue: the handle for adapters, and the end that the engine reads.
    pub fn new() -> (Self, mpsc::Receiver<Item>) {
        let (queue, items) = mpsc::channel(WAITING_PUTS);
        (Self { queue, caught_up: Arc::default(), wanted: Arc::default() }, items)
    }

    /// Hands events over and waits until they are committed: only then may they be acknowledged to the platform.
    ///
    /// # Errors
    /// When the engine has stopped: nothing may be acknowledged.
    pub async fn put(&self, events: Vec<Event>) -> Result<(), Stopped> {
        if events.is_empty() {
            return Ok(());
        }
        let (done, committed) = oneshot::channel();
        self.queue.send(Item::Put(events, done)).await.map_err(|_| Stopped)?;
        committed.await.map_err(|_| Stopped)
    }

    /// The chats where replies may have been missed while the platform was away.
    ///
    /// # Errors
    /// When the engine has stopped.
    pub async fn open_chats(&self, platform: &Platform) -> Result<Vec<OpenChat>, Stopped> {
        let (answer, chats) = oneshot::channel();
        self.queue.send(Item::OpenChats(platform.clone(), answer)).await.map_err(|_| Stopped)?;
        chats.await.map_err(|_| Stopped)
    }

    /// Tells that everything which the platform held up to this time is committed: rounds may close up to it.
    pub fn caught_up(&self, platform: &Platform, until_ms: i64) {
        self.caught_up.send_modify(|platforms| {
            let until = platforms.entry(platform.clone()).or_insert(until_ms);
            *until = until_ms.max(*until);
        });
    }

    /// How far each platform is caught up, milliseconds UTC.
    pub fn caught_up_until(&self) -> HashMap<Platform, i64> {
        self.caught_up.borrow().clone()
    }

    /// Tells the adapters that a round's time has come and that it closes as soon as they are caught up to this time.
    pub fn want(&self, until_ms: i64) {
        self.wanted.send_if_modified(|wanted| std::mem::replace(wanted, until_ms.max(*wanted)) < until_ms);
    }

    /// The newest time that rounds wait for: an adapter whose request hangs until something happens asks anew.
    pub fn wanted(&self) -> watch::Receiver<i64> {
        self.wanted.subscribe()
    }
}
