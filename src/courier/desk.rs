//! One platform's outbox: claims what its pace allows, sends it, and says what became of it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context;
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    choice::More,
    clerk::Counter,
    fate::{self, Fate},
    flight::{self, Flights, Landed},
    pace::Pace,
    parcel,
};
use crate::{
    chat::{ChatAdapter, Limits, Receipt, Refusal},
    clock::Clock,
    engine::{
        Inbox,
        event::{Event, Platform},
    },
    store::{
        Store,
        outbox::{self, Claimed, Head, Outcome},
    },
};

/// How long to wait after the database has failed.
pub(super) const RETRY: Duration = Duration::from_secs(1);

/// The longest time without a look: a notice may be lost, and the clock may jump.
const LOOK_AT_LEAST_MS: i64 = 1_000;

/// The shortest time between two looks that nothing but time asks for.
const LOOK_AT_MOST_MS: i64 = 10;

/// How long what is in flight may take to land at the end. With the books, less than the house waits for the courier: or
/// the engine would be gone before it was told.
const LANDING: Duration = Duration::from_millis(2_000);

/// How much longer the books may take then.
const CLOSING: Duration = Duration::from_millis(500);

/// One platform's part of the courier.
pub(super) struct Desk {
    store: Store,
    adapter: Arc<dyn ChatAdapter>,
    inbox: Inbox,
    clock: Clock,
    platform: Platform,
    limits: Limits,
    pace: Mutex<Pace>,
    wake: Notify,
}

impl Desk {
    pub(super) fn new(store: Store, adapter: Arc<dyn ChatAdapter>, inbox: Inbox, clock: Clock) -> Self {
        let (platform, limits) = (adapter.platform(), adapter.limits());
        let (pace, wake) = (Mutex::new(Pace::new(&limits)), Notify::new());
        Self { store, adapter, inbox, clock, platform, limits, pace, wake }
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    pub(super) fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Has it look at the outbox soon.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Sends until `stop`, then lands what flies and closes the books.
    pub(super) async fn work(&self, stop: &CancellationToken) {
        let (counter, clerk) = Counter::open();
        let sending = async {
            let mut flights = Flights::new(self.adapter.clone(), self.limits.in_flight);
            self.send(&mut flights, &counter, stop).await;
            self.land_all(flights, &counter).await;
            drop(counter);
        };
        let deadline = async {
            stop.cancelled().await;
            sleep(LANDING + CLOSING).await;
        };
        tokio::select! {
            _ = async { tokio::join!(sending, clerk.work(self)) } => {}
            () = deadline => tracing::warn!(platform = %self.platform, "ended before all that was sent was recorded"),
        }
    }

    async fn send(&self, flights: &mut Flights, counter: &Counter, stop: &CancellationToken) {
        let (mut look, mut more) = (true, More::default());
        let mut pause = Box::pin(sleep(RETRY));
        loop {
            let places = (more.whispers && flights.whisper_room() > 0) || (more.messages && flights.room() > 0);
            if look || places {
                let wait;
                (more, wait) = self.look(flights, counter).await;
                (look, pause) = (false, Box::pin(sleep(wait)));
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                landed = flights.land() => self.hand_in(landed, flights, counter).await,
                () = self.wake.notified() => look = true,
                () = &mut pause => look = true,
            }
        }
    }

    /// Claims and launches what may go. Gives how long to wait before the next look that nothing else asks for.
    async fn look(&self, flights: &mut Flights, counter: &Counter) -> (More, Duration) {
        let now_ms = self.clock.now_ms();
        let looked = async {
            let more = self.claim(flights, counter, now_ms).await?;
            let next_at_ms = self.next_at_ms(now_ms).await?.unwrap_or(i64::MAX);
            let wait_ms = next_at_ms.saturating_sub(now_ms).clamp(LOOK_AT_MOST_MS, LOOK_AT_LEAST_MS);
            anyhow::Ok((more, Duration::from_millis(wait_ms.unsigned_abs())))
        };
        looked.await.unwrap_or_else(|error| {
            tracing::error!(platform = %self.platform, "can't read the outbox, trying again: {error:#}");
            (More::default(), RETRY)
        })
    }

    async fn claim(&self, flights: &mut Flights, counter: &Counter, now_ms: i64) -> anyhow::Result<More> {
        let (heads, more) = self.choose(flights.whisper_room(), flights.room(), now_ms).await?;
        let ids: Vec<_> = heads.iter().map(|head| head.id).collect();
        for claimed in outbox::claim(&self.store, &ids, now_ms).await.context("can't claim")? {
            match parcel::parcel(&claimed, self.limits.whisper_ms, now_ms) {
                Ok(parcel) => flights.launch(claimed, parcel),
                Err(idle) => counter.hand_in(self.passed_over(&claimed, idle, now_ms)).await,
            }
        }
        Ok(more)
    }

    /// Delivers this one and records its fate; a post's is for the engine to record, by the event given back.
    pub(super) async fn deliver(&self, head: Head, now_ms: i64) -> anyhow::Result<Vec<Event>> {
        self.pace().take(&head, now_ms);
        let Some(claimed) = outbox::claim(&self.store, &[head.id], now_ms).await.context("can't claim")?.pop() else {
            return Ok(Vec::new());
        };
        let fate = match parcel::parcel(&claimed, self.limits.whisper_ms, now_ms) {
            Ok(parcel) => {
                let answer = flight::deliver(self.adapter.as_ref(), &parcel, flight::PATIENCE).await;
                self.answered(&claimed, answer)
            }
            Err(idle) => self.passed_over(&claimed, idle, now_ms),
        };
        if !fate.is_for_the_engine() {
            outbox::settle(&self.store, &[fate.settlement]).await.context("can't record what was sent")?;
        }
        Ok(fate.event.into_iter().collect())
    }

    /// Hands in this delivery, and all others that have ended already.
    async fn hand_in(&self, landed: Landed, flights: &mut Flights, counter: &Counter) {
        let mut next = Some(landed);
        while let Some(Landed { claimed, answer }) = next {
            counter.hand_in(self.answered(&claimed, answer)).await;
            next = flights.landed();
        }
    }

    async fn land_all(&self, mut flights: Flights, counter: &Counter) {
        if let Err(error) = outbox::release(&self.store, &flights.recall()).await {
            tracing::error!(platform = %self.platform, "can't give back what was not sent: {error}");
        }
        let landing = async {
            while !flights.is_empty() {
                let landed = flights.land().await;
                self.hand_in(landed, &mut flights, counter).await;
            }
        };
        if timeout(LANDING, landing).await.is_err() {
            tracing::warn!(platform = %self.platform, "ended while something was in flight: it is sent again at the next start");
        }
    }

    /// What follows from an adapter's answer.
    fn answered(&self, claimed: &Claimed, answer: Result<Receipt, Refusal>) -> Fate {
        let now_ms = self.clock.now_ms();
        if let Err(Refusal::Later { wait_ms, whole_platform }) = answer {
            let wait_ms = i64::try_from(wait_ms).unwrap_or(i64::MAX);
            if whole_platform {
                self.pace().hold(wait_ms, now_ms);
            } else if !claimed.costs_nothing() {
                self.pace().hold_chat(&claimed.chat.chat, claimed.chat_id, wait_ms, now_ms);
            }
        }
        let fate = fate::of_answer(claimed, answer, now_ms);
        self.log(claimed, &fate);
        fate
    }

    /// What follows where no adapter is needed.
    fn passed_over(&self, claimed: &Claimed, idle: parcel::Idle, now_ms: i64) -> Fate {
        let fate = fate::of_idle(claimed, idle, now_ms);
        self.log(claimed, &fate);
        fate
    }

    /// Never the card: what people say to each other is not for logs.
    fn log(&self, claimed: &Claimed, fate: &Fate) {
        let (id, kind, why) = (claimed.id, claimed.kind, &fate.settlement.error);
        let (platform, tries) = (&self.platform, claimed.tries);
        match fate.settlement.outcome {
            Outcome::Failed => tracing::warn!(%platform, %id, ?kind, tries, %why, "not delivered"),
            // ever more seldom
            Outcome::Waiting { .. } if tries.is_power_of_two() => {
                tracing::info!(%platform, %id, ?kind, tries, %why, "not delivered yet");
            }
            Outcome::Waiting { .. } | Outcome::Sent => tracing::debug!(%platform, %id, ?kind, tries, %why, "handled"),
        }
    }

    pub(super) fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
