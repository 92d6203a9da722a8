//! Deliveries under way: so many at once, whispers apart from messages.

use std::{collections::VecDeque, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures::FutureExt;
use tokio::{task::JoinSet, time::timeout};

use crate::{
    chat::{ChatAdapter, Parcel, Receipt, Refusal},
    quiz::OutboxId,
    store::outbox::Claimed,
};

/// How long an adapter may take for one parcel. Longer than any timeout of its own; only against one that hangs.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Whispers that are claimed at once, most of them ahead of their flight: one commit for many.
const WHISPERS_AHEAD: usize = 256;

/// A delivery that has ended.
pub(super) struct Landed {
    pub(super) claimed: Claimed,
    pub(super) answer: Result<Receipt, Refusal>,
}

/// What is in flight on one platform, and the whispers that are next.
pub(super) struct Flights {
    adapter: Arc<dyn ChatAdapter>,
    most: usize,
    flying: JoinSet<Landed>,
    /// Of `flying`. Whispers have as many places of their own: slow posts don't hold them up.
    whispers: usize,
    waiting: VecDeque<(Claimed, Parcel)>,
}

impl Flights {
    /// No flights yet; this many messages at once, and as many whispers.
    pub(super) fn new(adapter: Arc<dyn ChatAdapter>, most: usize) -> Self {
        Self { adapter, most: most.max(1), flying: JoinSet::new(), whispers: 0, waiting: VecDeque::new() }
    }

    /// How many messages may be launched.
    pub(super) fn room(&self) -> usize {
        self.most.saturating_sub(self.flying.len() - self.whispers)
    }

    /// How many whispers may be claimed: none while many wait already, so that claims stay few and large.
    pub(super) fn whisper_room(&self) -> usize {
        let ahead = WHISPERS_AHEAD - self.waiting.len().min(WHISPERS_AHEAD);
        if ahead < WHISPERS_AHEAD / 2 { 0 } else { ahead }
    }

    /// Sends a message at once, a whisper as soon as there is a place.
    pub(super) fn launch(&mut self, claimed: Claimed, parcel: Parcel) {
        if claimed.costs_nothing() {
            self.waiting.push_back((claimed, parcel));
            self.launch_waiting();
        } else {
            self.fly(claimed, parcel);
        }
    }

    /// The next delivery that ends; waits for ever while none is in flight.
    pub(super) async fn land(&mut self) -> Landed {
        loop {
            match self.flying.join_next().await {
                Some(Ok(landed)) => return self.note(landed),
                // only a task that was aborted ends so: panics are caught inside
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// A delivery that has ended already.
    pub(super) fn landed(&mut self) -> Option<Landed> {
        let landed = self.flying.try_join_next()?.ok()?;
        Some(self.note(landed))
    }

    /// Whether nothing is in flight.
    pub(super) fn is_empty(&self) -> bool {
        self.flying.is_empty()
    }

    /// Takes back what was not launched.
    pub(super) fn recall(&mut self) -> Vec<OutboxId> {
        self.waiting.drain(..).map(|(claimed, _)| claimed.id).collect()
    }

    fn note(&mut self, landed: Landed) -> Landed {
        if landed.claimed.costs_nothing() {
            self.whispers -= 1;
            self.launch_waiting();
        }
        landed
    }

    fn launch_waiting(&mut self) {
        while self.whispers < self.most
            && let Some((claimed, parcel)) = self.waiting.pop_front()
        {
            self.whispers += 1;
            self.fly(claimed, parcel);
        }
    }

    fn fly(&mut self, claimed: Claimed, parcel: Parcel) {
        let adapter = self.adapter.clone();
        self.flying.spawn(async move {
            let answer = deliver(adapter.as_ref(), &parcel, PATIENCE).await;
            Landed { claimed, answer }
        });
    }
}

/// Delivers one parcel. An adapter that hangs or panics has told nothing of its fate.
pub(super) async fn deliver(
    adapter: &dyn ChatAdapter,
    parcel: &Parcel,
    patience: Duration,
) -> Result<Receipt, Refusal> {
    let delivery = AssertUnwindSafe(async { adapter.deliver(parcel).await }).catch_unwind();
    match timeout(patience, delivery).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(Refusal::Unknown("the adapter panicked".to_owned())),
        Err(_) => Err(Refusal::Unknown(format!("no answer within {} s", patience.as_secs()))),
    }
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::{
        chat::{Errand, Limits},
        courier::parcel::{parcel, tests::row},
        engine::{Inbox, event::Platform},
        store::outbox::Kind,
    };

    /// Hangs at posts, takes all else.
    struct HangsAtPosts;

    #[async_trait]
    impl ChatAdapter for HangsAtPosts {
        fn platform(&self) -> Platform {
            Platform::new("test")
        }

        async fn listen(&self, _inbox: Inbox, _stop: CancellationToken) -> anyhow::Result<()> {
            Ok(())
        }

        async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
            match parcel.errand {
                Errand::Post { .. } => std::future::pending().await,
                _ => Ok(Receipt::default()),
            }
        }

        fn limits(&self) -> Limits {
            Limits { per_second: 1, per_group_minute: 1, in_flight: 1, whisper_ms: 1, burst: 1 }
        }
    }

    fn whisper() -> Claimed {
        Claimed { handle: "h".into(), ..row(Kind::Whisper) }
    }

    fn parcel_of(claimed: &Claimed) -> Parcel {
        parcel(claimed, 10_000, 0).expect("a parcel")
    }

    #[tokio::test]
    async fn an_adapter_that_hangs_has_told_nothing() {
        let answer = deliver(&HangsAtPosts, &parcel_of(&row(Kind::Post)), Duration::ZERO).await;
        assert_eq!(answer, Err(Refusal::Unknown("no answer within 0 s".into())));
    }

    #[tokio::test]
    async fn whispers_have_places_of_their_own() {
        let mut flights = Flights::new(Arc::new(HangsAtPosts), 2);
        for claimed in [row(Kind::Post), row(Kind::Post), whisper(), whisper(), whisper()] {
            let parcel = parcel_of(&claimed);
            flights.launch(claimed, parcel);
        }
        assert_eq!((flights.room(), flights.whispers, flights.waiting.len()), (0, 2, 1));
        for _ in 0..3 {
            assert_eq!(flights.land().await.claimed.kind, Kind::Whisper);
        }
        assert_eq!((flights.room(), flights.whispers, flights.is_empty()), (0, 0, false));
        assert!(flights.landed().is_none());
    }

    #[tokio::test]
    async fn what_has_no_place_yet_can_be_taken_back() {
        let mut flights = Flights::new(Arc::new(HangsAtPosts), 1);
        for _ in 0..200 {
            flights.launch(whisper(), parcel_of(&whisper()));
        }
        assert_eq!(flights.whisper_room(), 0, "enough wait already");
        assert_eq!(flights.recall().len(), 199);
        assert_eq!(flights.whisper_room(), WHISPERS_AHEAD);
    }
}
