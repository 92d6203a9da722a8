//! What happens when: events in, rows out.

pub mod commands;
pub mod event;
pub mod inbox;

use std::sync::Arc;

use chrono_tz::Tz;
use rand::rngs::StdRng;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::{bank::Bank, clock::Clock, quiz::Language, store::Store};

pub use inbox::Inbox;
use inbox::Item;

/// What the configuration decides for every group.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// A new group's language.
    pub language: Language,
    /// A new group's zone.
    pub zone: Tz,
    /// How long a question of `/quiz` stays open in a group, seconds.
    pub quiz_seconds: i64,
    /// How late a daily may still be posted after downtime, hours.
    pub catch_up_hours: i64,
}

/// The question engine.
pub struct Engine {
    _store: Store,
}

impl Engine {
    /// An engine over this database. `news` is told when the outbox has grown.
    pub fn new(
        store: Store,
        _bank: Arc<Bank>,
        _clock: Clock,
        _dice: StdRng,
        _settings: Settings,
        _news: Arc<Notify>,
    ) -> Self {
        Self { _store: store }
    }

    /// Handles what the inbox holds, and looks every second whether something is due, until `stop`.
    ///
    /// # Errors
    /// When the database fails for good.
    pub async fn run(self, _items: mpsc::Receiver<Item>, _inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }
}
