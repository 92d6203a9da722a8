//! The only file that asks what time it is, and the only one that rolls dice.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Utc};
use rand::{SeedableRng, rngs::StdRng};

/// Tells the time: the system's, or one that is set by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Milliseconds UTC, set by hand.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that is set by hand.
    pub fn manual(now_ms: i64) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(now_ms)))
    }

    /// Milliseconds UTC.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may ask")]
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::System => Utc::now().timestamp_millis(),
            Self::Manual(now) => now.load(Ordering::SeqCst),
        }
    }

    /// The time as chrono has it.
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now_ms()).unwrap_or_default()
    }

    /// Sets a manual clock; the system's is left alone.
    pub fn set(&self, now_ms: i64) {
        if let Self::Manual(now) = self {
            now.store(now_ms, Ordering::SeqCst);
        }
    }
}

/// Dice from the system's entropy.
#[expect(clippy::disallowed_methods, reason = "this is the one place that may roll")]
pub fn dice() -> StdRng {
    StdRng::from_rng(&mut rand::rng())
}

/// Dice that fall the same way every time.
pub fn loaded_dice(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}
