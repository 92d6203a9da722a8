//! How the connection stands: which shards are up, and whether what they missed has been fetched.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::time::Instant;

/// Shared by those who hear from Discord and those who watch over it.
pub(super) struct Link(Mutex<State>);

struct State {
    shards: u32,
    up: HashSet<u32>,
    readies: u64,
    since: Instant,
}

impl Link {
    /// Nothing is up.
    pub(super) fn new() -> Self {
        Self(Mutex::new(State { shards: 1, up: HashSet::new(), readies: 0, since: Instant::now() }))
    }

    /// A new session of so many shards begins.
    pub(super) fn begin(&self, shards: u32) {
        let mut state = self.state();
        state.shards = shards;
        state.up.clear();
        state.since = Instant::now();
    }

    /// A shard has a new session: what happened before it may be lost. Its number among all readies.
    pub(super) fn ready(&self, shard: u32) -> u64 {
        self.up(shard);
        let mut state = self.state();
        state.readies += 1;
        state.readies
    }

    /// A shard is up.
    pub(super) fn up(&self, shard: u32) {
        let mut state = self.state();
        state.up.insert(shard);
        state.since = Instant::now();
    }

    /// A shard is not.
    pub(super) fn down(&self, shard: u32) {
        let mut state = self.state();
        if state.up.remove(&shard) {
            state.since = Instant::now();
        }
    }

    /// Nothing is up any more.
    pub(super) fn all_down(&self) {
        let mut state = self.state();
        state.up.clear();
        state.since = Instant::now();
    }

    /// Whether every shard is up, and since when it is so or not.
    pub(super) fn is_up(&self) -> (bool, Instant) {
        let state = self.state();
        (state.up.len() >= state.shards as usize, state.since)
    }

    /// How many readies there were.
    pub(super) fn readies(&self) -> u64 {
        self.state().readies
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_is_every_shard() {
        let link = Link::new();
        link.begin(2);
        assert!(!link.is_up().0);
        assert_eq!(link.ready(0), 1);
        assert!(!link.is_up().0);
        assert_eq!(link.ready(1), 2);
        assert!(link.is_up().0);
        link.down(0);
        assert!(!link.is_up().0);
        link.up(0);
        assert_eq!((link.is_up().0, link.readies()), (true, 2));
    }
}
