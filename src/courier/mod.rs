//! The only sender: walks the outbox at each platform's pace.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{chat::ChatAdapter, clock::Clock, engine::Inbox, store::Store};

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
    _store: Store,
}

impl Courier {
    /// A courier for these platforms. `news` is told when the outbox has grown.
    pub fn new(
        store: Store,
        _adapters: Vec<Arc<dyn ChatAdapter>>,
        _inbox: Inbox,
        _clock: Clock,
        _news: Arc<Notify>,
    ) -> Self {
        Self { _store: store }
    }

    /// Sends until `stop`; then finishes what is in flight.
    pub async fn run(&self, _stop: CancellationToken) {}

    /// One parcel at a time, for tests.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deliver_next(&self) -> anyhow::Result<Step> {
        Ok(Step::Idle(None))
    }
}
