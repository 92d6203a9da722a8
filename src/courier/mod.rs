//! The only sender: walks the outbox at each platform's pace.
//!
//! The engine writes rows in its own commits. Here a row is claimed (committed as `sending`), handed to its platform's
//! adapter, and settled (committed as `sent`, `failed` or `waiting`); no transaction is open while the network is used.
//! What became of a post goes to the engine as an event, whose turn settles the row.

mod choice;
mod clerk;
mod desk;
mod fate;
mod flight;
mod pace;
mod parcel;

use std::sync::Arc;

use anyhow::Context;
use futures::future::join_all;
use tokio::sync::{Notify, OnceCell};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::ChatAdapter,
    clock::Clock,
    engine::{Inbox, event::Event},
    store::{Store, outbox},
};
use desk::{Desk, RETRY};

/// What one step of the courier did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A parcel was handed to its platform, and its fate is recorded.
    Delivered,
    /// Nothing is due before this time (milliseconds UTC; None: before something new is written).
    Idle(Option<i64>),
}

/// Sends what the outbox holds.
pub struct Courier {
    store: Store,
    inbox: Inbox,
    clock: Clock,
    news: Arc<Notify>,
    desks: Vec<Desk>,
    recovered: OnceCell<()>,
}

impl Courier {
    /// A courier for these platforms. `news` is told (by `notify_one`) when the outbox has grown.
    pub fn new(
        store: Store,
        adapters: Vec<Arc<dyn ChatAdapter>>,
        inbox: Inbox,
        clock: Clock,
        news: Arc<Notify>,
    ) -> Self {
        let desks = adapters
            .into_iter()
            .map(|adapter| Desk::new(store.clone(), adapter, inbox.clone(), clock.clone()))
            .collect();
        Self { store, inbox, clock, news, desks, recovered: OnceCell::new() }
    }

    /// Sends until `stop`; then finishes what is in flight, for 2 seconds at most. The engine must outlive it: it is
    /// told what became of the last posts.
    pub async fn run(&self, stop: CancellationToken) {
        while let Err(error) = self.recover().await {
            tracing::error!("{error:#}");
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(RETRY) => {}
            }
        }
        let desks = join_all(self.desks.iter().map(|desk| desk.work(&stop)));
        tokio::select! {
            _ = desks => {}
            () = self.spread_news() => {}
        }
    }

    /// One parcel at a time, for tests: [`Self::deliver_one`], and the engine told.
    ///
    /// # Errors
    /// When the database fails, or the engine has stopped.
    pub async fn deliver_next(&self) -> anyhow::Result<Step> {
        let (step, events) = self.deliver_one().await?;
        self.inbox.put(events).await?;
        Ok(step)
    }

    /// One parcel, the oldest that is due, for whoever hands the events to the engine by hand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliver_one(&self) -> anyhow::Result<(Step, Vec<Event>)> {
        self.recover().await?;
        let now_ms = self.clock.now_ms();
        let (mut first, mut next_at_ms) = (None, None);
        for desk in &self.desks {
            match desk.first(now_ms).await? {
                Some(head) if first.as_ref().is_none_or(|(_, other): &(&Desk, outbox::Head)| head.id < other.id) => {
                    first = Some((desk, head));
                }
                Some(_) => {}
                None => next_at_ms = next_at_ms.into_iter().chain(desk.next_at_ms(now_ms).await?).min(),
            }
        }
        match first {
            Some((desk, head)) => Ok((Step::Delivered, desk.deliver(head, now_ms).await?)),
            None => Ok((Step::Idle(next_at_ms), Vec::new())),
        }
    }

    /// Once, before the first claim.
    async fn recover(&self) -> anyhow::Result<()> {
        let recover = async || {
            let rows = outbox::recover(&self.store).await.context("can't look what was under way at the last end")?;
            if rows > 0 {
                tracing::info!(rows, "was under way when the program ended: sent again");
            }
            anyhow::Ok(())
        };
        self.recovered.get_or_try_init(recover).await.copied()
    }

    /// Passes the one notice on to every desk.
    async fn spread_news(&self) {
        loop {
            self.news.notified().await;
            self.desks.iter().for_each(Desk::wake);
        }
    }
}
