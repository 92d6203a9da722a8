//! Interactions that wait for their answer: what was said to each so far, and the sign of life that is due in time.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::json;
use tokio::time::Instant;

use super::{address::Answering, rest::Rest};

/// An answer that takes longer than this is announced.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Discord gives up on an interaction that heard nothing for so long.
const DEADLINE: Duration = Duration::from_secs(3);
/// A token is good for so long.
const LIFE: Duration = Duration::from_secs(15 * 60);
/// Interactions that are remembered at once: bounds memory under a flood. Forgotten ones can still be answered.
const MOST: usize = 20_000;

/// Only the person sees it.
pub(super) const EPHEMERAL: u64 = 1 << 6;

/// What an interaction has heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing, as far as this process knows.
    Fresh,
    /// That its answer takes a moment; only its person sees it.
    Deferred,
    /// An answer.
    Answered,
}

/// One interaction. The lock is held while something is said to it: two answers never cross.
pub(super) type Open = tokio::sync::Mutex<Stage>;

/// All of them.
pub(super) struct Answers {
    rest: Arc<Rest>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    open: HashMap<u64, (Instant, Arc<Open>)>,
    ages: VecDeque<(Instant, u64)>,
}

impl Answers {
    /// None yet.
    pub(super) fn new(rest: Arc<Rest>) -> Self {
        Self { rest, known: Mutex::default() }
    }

    /// An interaction that has just come in, or that an answer is for.
    pub(super) fn open(&self, interaction: u64) -> Arc<Open> {
        self.entry(interaction).1
    }

    /// Once its event is committed: unless an answer comes first, its person is told that it takes a moment. Never
    /// before, since telling is the acknowledgement: what was not committed must look failed.
    pub(super) fn committed(&self, answering: Answering) {
        let (since, open) = self.entry(answering.interaction);
        let rest = self.rest.clone();
        tokio::spawn(async move {
            tokio::time::sleep_until(since + PATIENCE).await;
            let mut stage = open.lock().await;
            if *stage != Stage::Fresh || since.elapsed() >= DEADLINE {
                return;
            }
            match rest.post(&answering.callback(), &pending(&answering)).await {
                Ok(_) => *stage = Stage::Deferred,
                Err(fault) => tracing::debug!(interaction = answering.interaction, %fault, "could not defer"),
            }
        });
    }

    fn entry(&self, interaction: u64) -> (Instant, Arc<Open>) {
        let now = Instant::now();
        let mut known = self.known();
        known.forget(now);
        if let Some((since, open)) = known.open.get(&interaction) {
            return (*since, open.clone());
        }
        let open = Arc::new(Open::new(Stage::Fresh));
        known.open.insert(interaction, (now, open.clone()));
        known.ages.push_back((now, interaction));
        (now, open)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn forget(&mut self, now: Instant) {
        while let Some((since, interaction)) = self.ages.front().copied() {
            if now.duration_since(since) < LIFE && self.ages.len() < MOST {
                break;
            }
            self.ages.pop_front();
            self.open.remove(&interaction);
        }
    }
}

/// That an answer is on its way. A message that only its person sees may be the one that the answer changes.
fn pending(answering: &Answering) -> serde_json::Value {
    if answering.whispered { json!({ "type": 6 }) } else { defer() }
}

/// "It takes a moment", as a new message that only the person sees: the message with the question stays as it is.
pub(super) fn defer() -> serde_json::Value {
    json!({ "type": 5, "data": { "flags": EPHEMERAL } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_by_age_and_by_number() {
        let mut known = Known::default();
        let start = Instant::now();
        for n in 0..MOST as u64 + 10 {
            known.forget(start);
            known.open.insert(n, (start, Arc::new(Open::new(Stage::Fresh))));
            known.ages.push_back((start, n));
        }
        assert_eq!((known.open.len(), known.ages.len()), (MOST, MOST));
        known.forget(start + LIFE);
        assert_eq!((known.open.len(), known.ages.len()), (0, 0));
    }
}
