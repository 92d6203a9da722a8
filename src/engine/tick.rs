//! Looks every second whether something is due. Nothing sleeps until a wall-clock time: a suspended machine or a clock
//! that jumps is only a late tick.

use std::{collections::HashMap, time::Duration};

use anyhow::Result;
use tokio_util::sync::CancellationToken;

use super::{
    Inbox,
    event::{Event, Platform, What},
};
use crate::{
    clock::Clock,
    store::{Store, events, outbox},
};

/// How often the ticker looks.
const EVERY: Duration = Duration::from_secs(1);

/// How long a round waits for a platform that is not caught up: replies that waited there still count.
const PATIENCE_MS: i64 = 2 * 60 * 1000;

/// How long keys and rows that are done with are kept: twice as long as Telegram keeps an update.
const KEPT_MS: i64 = 48 * 60 * 60 * 1000;

/// How often what is older is pruned.
const PRUNE_EVERY_MS: i64 = 60 * 60 * 1000;

/// The most events that one put hands over: others get their turn between.
const MOST_AT_ONCE: usize = 32;

const MINUTE_MS: i64 = 60_000;

/// Finds what is due. What it remembers is only what it looked at last: every tick may be spurious.
pub struct Ticker {
    store: Store,
    clock: Clock,
    started_ms: i64,
    plans_looked_at_minute: Option<i64>,
    pruned_ms: i64,
}

impl Ticker {
    /// A ticker that starts now.
    pub fn new(store: Store, clock: Clock) -> Self {
        let started_ms = clock.now_ms();
        Self { store, clock, started_ms, plans_looked_at_minute: None, pruned_ms: started_ms }
    }

    /// Ticks until `stop`.
    pub(super) async fn run(mut self, inbox: Inbox, stop: CancellationToken) {
        let mut every = tokio::time::interval(EVERY);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = every.tick() => {}
            }
            let due = match self.due(&inbox).await {
                Ok(due) => due,
                Err(error) => {
                    tracing::error!("can't look what is due: {error:#}");
                    continue;
                }
            };
            for events in due.chunks(MOST_AT_ONCE) {
                tokio::select! {
                    () = stop.cancelled() => return,
                    put = inbox.put(events.to_vec()) => if put.is_err() { return },
                }
            }
        }
    }

    /// What is due now: rounds whose time has come, slots of the dailies.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due(&mut self, inbox: &Inbox) -> Result<Vec<Event>> {
        let now_ms = self.clock.now_ms();
        let caught_up = inbox.caught_up_until();
        let mut due = Vec::new();
        for round in self.store.due_rounds(now_ms).await? {
            if self.may_close(&caught_up, &round.platforms, round.closes_at_ms, now_ms) {
                due.push(event(format!("close:{}", round.round), now_ms, What::Close { round: round.round }));
            } else {
                inbox.want(round.closes_at_ms);
            }
        }
        self.slots(now_ms, &caught_up, inbox, &mut due).await?;
        self.prune(now_ms).await?;
        Ok(due)
    }

    fn may_close(&self, caught_up: &HashMap<Platform, i64>, platforms: &[Platform], at_ms: i64, now_ms: i64) -> bool {
        let patience_ends_ms = at_ms.max(self.started_ms) + PATIENCE_MS;
        now_ms >= patience_ends_ms
            || platforms.iter().all(|platform| caught_up.get(platform).is_some_and(|until_ms| *until_ms >= at_ms))
    }

    /// Slots lie on whole minutes, so the plans are looked at once a minute. A slot whose last daily is still open waits
    /// until that may close.
    async fn slots(
        &mut self,
        now_ms: i64,
        caught_up: &HashMap<Platform, i64>,
        inbox: &Inbox,
        due: &mut Vec<Event>,
    ) -> Result<()> {
        let minute = now_ms.div_euclid(MINUTE_MS);
        if self.plans_looked_at_minute == Some(minute) {
            return Ok(());
        }
        let (plans, open) = (self.store.plans().await?, self.store.platforms_of_open_dailies().await?);
        let mut held = false;
        for planned in plans {
            let Some(slot) = planned.plan.newest_due(now_ms).filter(|slot| slot.name != planned.newest_slot) else {
                continue;
            };
            let platforms = open.get(&planned.group).map(Vec::as_slice).unwrap_or_default();
            if self.may_close(caught_up, platforms, slot.at_ms, now_ms) {
                let key = format!("slot:{}:{}", planned.group, slot.name);
                due.push(event(key, now_ms, What::Slot { group: planned.group }));
            } else {
                inbox.want(slot.at_ms);
                held = true;
            }
        }
        self.plans_looked_at_minute = (!held).then_some(minute);
        Ok(())
    }

    async fn prune(&mut self, now_ms: i64) -> Result<()> {
        if (self.pruned_ms..self.pruned_ms + PRUNE_EVERY_MS).contains(&now_ms) {
            return Ok(());
        }
        self.pruned_ms = now_ms;
        let mut tx = self.store.write().await?;
        events::forget(&mut tx, now_ms - KEPT_MS).await?;
        tx.commit().await?;
        outbox::prune(&self.store, now_ms - KEPT_MS).await?;
        Ok(())
    }
}

fn event(key: String, now_ms: i64, what: What) -> Event {
    Event { key, at_ms: Some(now_ms), place: None, from: None, handle: None, message: None, what }
}
