//! Keeps the books: records what became of rows and tells the engine, many at a time, while the next ones fly.

use tokio::{sync::mpsc, time::sleep};

use super::{
    desk::{Desk, RETRY},
    fate::Fate,
};
use crate::store::outbox::{self, Settlement};

/// Fates that may wait to be recorded. When the database or the engine stands still, no more is claimed.
const WAITING: usize = 1_024;

/// The most that is recorded in one commit, or told to the engine at once.
const AT_ONCE: usize = 256;

/// Where fates are handed in.
pub(super) struct Counter {
    told: mpsc::Sender<Fate>,
    settled: mpsc::Sender<Settlement>,
}

/// The other end of the counter.
pub(super) struct Clerk {
    told: mpsc::Receiver<Fate>,
    settled: mpsc::Receiver<Settlement>,
    after_told: mpsc::Sender<Settlement>,
}

impl Counter {
    /// A counter and the clerk behind it, who is done when the counter is dropped.
    pub(super) fn open() -> (Self, Clerk) {
        let (tell, told) = mpsc::channel(WAITING);
        let (settle, settled) = mpsc::channel(WAITING);
        (Self { told: tell, settled: settle.clone() }, Clerk { told, settled, after_told: settle })
    }

    /// Hands in a fate. Waits while too many do.
    pub(super) async fn hand_in(&self, fate: Fate) {
        // the clerk outlives the counter
        let _ = if fate.event.is_some() {
            self.told.send(fate).await.is_ok()
        } else {
            self.settled.send(fate.settlement).await.is_ok()
        };
    }
}

impl Clerk {
    /// Records and tells until the counter is dropped and all is done.
    pub(super) async fn work(self, desk: &Desk) {
        tokio::join!(settle(desk, self.settled), tell(desk, self.told, self.after_told));
    }
}

/// What gathers during one commit shares the next.
async fn settle(desk: &Desk, mut settled: mpsc::Receiver<Settlement>) {
    let mut batch = Vec::new();
    while settled.recv_many(&mut batch, AT_ONCE).await > 0 {
        while let Err(error) = outbox::settle(desk.store(), &batch).await {
            tracing::error!(platform = %desk.platform(), "can't record what was sent, trying again: {error}");
            sleep(RETRY).await;
        }
        batch.clear();
        desk.wake();
    }
}

/// Only after the engine has committed it is a row's own settlement due.
async fn tell(desk: &Desk, mut told: mpsc::Receiver<Fate>, after_told: mpsc::Sender<Settlement>) {
    let mut batch = Vec::new();
    while told.recv_many(&mut batch, AT_ONCE).await > 0 {
        let events = batch.iter_mut().filter_map(|fate: &mut Fate| fate.event.take()).collect();
        if desk.inbox().put(events).await.is_err() {
            // the rows stay under way: at the next start their fate is unknown, and they are sent again
            tracing::warn!(platform = %desk.platform(), rows = batch.len(), "the engine has stopped before it knew of these");
            batch.clear();
            continue;
        }
        for fate in batch.drain(..) {
            let _ = after_told.send(fate.settlement).await;
        }
    }
}
