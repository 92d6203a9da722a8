//! The one queue into the engine: puts what was heard in order, and tells how far Discord is caught up.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;

use super::{Desk, address::Answering, catch_up, translate};
use crate::{
    chat::discord::address::NAME,
    engine::{
        Inbox,
        event::{Event, Platform},
        inbox::Stopped,
    },
};

/// Signals that may wait here before the ears have to: bounds memory.
pub(super) const LINE: usize = 4_096;

/// serenity runs every handler in a task of its own, so that two events may overtake each other by a moment: what
/// comes within it is put in the order of the ids.
const GATHER: Duration = Duration::from_millis(8);

/// Events handed over at once.
const BATCH: usize = 256;

/// How often it is told that everything is committed.
const TOLD_EVERY: Duration = Duration::from_millis(500);

/// What happened this short a time ago may still be on its way from Discord.
const ON_ITS_WAY_MS: i64 = 250;

/// Live replies that wait for missed ones: more are put at once, bounding memory.
const HELD: usize = 1_000;

/// What the ears and the catch-up say to the queue.
#[derive(Debug)]
pub(super) enum Signal {
    /// Something happened that waits for nothing.
    Other(Event),
    /// Something was said.
    Message(Event),
    /// A session began, the so-manieth: replies may have been missed.
    Ready(u64),
    /// Replies that had been missed.
    Missed(Vec<Event>),
    /// All that were missed before this ready have been said.
    CaughtUp(u64),
}

/// The queue's state.
struct Queue {
    desk: Arc<Desk>,
    inbox: Inbox,
    line: mpsc::Sender<Signal>,
    platform: Platform,
    /// The ready up to which replies were fetched.
    fetched: u64,
    /// Ends the catch-up that runs.
    fetching: Option<CancellationToken>,
    held: Vec<Event>,
}

/// Runs until `stop`, or until the engine is gone.
pub(super) async fn run(
    desk: Arc<Desk>,
    inbox: Inbox,
    line: mpsc::Sender<Signal>,
    mut heard: mpsc::Receiver<Signal>,
    stop: CancellationToken,
) {
    let mut wanted = inbox.wanted();
    let mut queue =
        Queue { desk, inbox, line, platform: Platform::new(NAME), fetched: 0, fetching: None, held: Vec::new() };
    let mut due = Instant::now();
    loop {
        let first = tokio::select! {
            () = stop.cancelled() => break,
            signal = heard.recv() => signal,
            () = sleep_until(due) => None,
            _ = wanted.changed() => {
                // A round waits: it is told as soon as that can be.
                let wait_ms = *wanted.borrow_and_update() + ON_ITS_WAY_MS - queue.desk.clock.now_ms();
                due = due.min(Instant::now() + Duration::from_millis(wait_ms.max(0) as u64));
                continue;
            }
        };
        let as_of_ms = queue.desk.clock.now_ms();
        if let Some(first) = first {
            sleep(GATHER).await;
            if queue.handle(gather(first, &mut heard)).await.is_err() {
                break;
            }
        }
        queue.tell(as_of_ms, heard.is_empty());
        due = Instant::now() + TOLD_EVERY;
    }
    queue.forget_fetching();
}

/// What waits, the first included.
fn gather(first: Signal, heard: &mut mpsc::Receiver<Signal>) -> Vec<Signal> {
    let mut signals = vec![first];
    while signals.len() < BATCH
        && let Ok(signal) = heard.try_recv()
    {
        signals.push(signal);
    }
    signals
}

impl Queue {
    async fn handle(&mut self, signals: Vec<Signal>) -> Result<(), Stopped> {
        let mut events = Vec::new();
        for signal in signals {
            match signal {
                Signal::Other(event) => events.push(event),
                Signal::Message(event) if self.fetching.is_some() && self.held.len() < HELD => self.held.push(event),
                Signal::Message(event) => events.push(event),
                Signal::Missed(missed) => events.extend(missed),
                Signal::Ready(number) => self.fetch(number),
                Signal::CaughtUp(number) => {
                    if number > self.fetched {
                        self.fetched = number;
                    }
                    if number >= self.desk.link.readies() {
                        self.forget_fetching();
                        events.append(&mut self.held);
                    }
                }
            }
        }
        events.sort_by_key(translate::order);
        self.put(events).await
    }

    async fn put(&mut self, events: Vec<Event>) -> Result<(), Stopped> {
        let handles = events.iter().filter_map(|event| Answering::read(&event.handle.as_ref()?.id));
        let answerings: Vec<Answering> = handles.collect();
        self.inbox.put(events).await?;
        for answering in answerings {
            self.desk.answers.committed(answering);
        }
        Ok(())
    }

    fn fetch(&mut self, number: u64) {
        self.forget_fetching();
        let stop = CancellationToken::new();
        self.fetching = Some(stop.clone());
        let (desk, inbox, line) = (self.desk.clone(), self.inbox.clone(), self.line.clone());
        tokio::spawn(async move {
            stop.run_until_cancelled(catch_up::run(&desk, &inbox, &line, number)).await;
        });
    }

    fn forget_fetching(&mut self) {
        if let Some(fetching) = self.fetching.take() {
            fetching.cancel();
        }
    }

    fn tell(&self, as_of_ms: i64, nothing_waits: bool) {
        let link = &self.desk.link;
        if nothing_waits && link.is_up().0 && self.fetching.is_none() && self.fetched >= link.readies() {
            self.inbox.caught_up(&self.platform, as_of_ms - ON_ITS_WAY_MS);
        }
    }
}
