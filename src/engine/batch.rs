//! A batch of turns: one transaction, shared reads, gathered writes, a handful of statements.

use std::{any::Any, collections::HashSet, panic::AssertUnwindSafe};

use anyhow::{Result, anyhow};
use futures::FutureExt;

use super::{
    Engine, answer, chat, commands, daily, dispute,
    event::{Event, Press, What},
    receipt,
    round::{self, Ending},
    turn::Turn,
    view::View,
};
use crate::{
    quiz::RoundId,
    speech::say::Say,
    store::{
        self, Writing,
        events::{self, Sequences},
        writes::Writes,
    },
};

/// What the turns of a batch share.
struct Batch<'e> {
    engine: &'e mut Engine,
    tx: Writing,
    sequences: Sequences,
    now_ms: i64,
    wrote_outbox: bool,
}

/// A turn that did not end well: the database failed, which fails the batch, or something else, which fails only it.
enum Failure {
    Database(anyhow::Error),
    Turn(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        if store::is_failure(&error) { Self::Database(error) } else { Self::Turn(error) }
    }
}

impl Engine {
    /// Handles events in order, in one transaction. One that was handled before is dropped. When this returns well,
    /// all of them are committed.
    ///
    /// # Errors
    /// When the database fails: then none of them is.
    pub async fn handle(&mut self, events: &[Event]) -> Result<()> {
        let Err(error) = self.attempt(events).await else { return Ok(()) };
        if events.len() == 1 {
            return self.set_aside(&events[0], error).await;
        }
        tracing::warn!("a batch failed, trying its events one by one: {error:#}");
        for event in events {
            if let Err(error) = self.attempt(std::slice::from_ref(event)).await {
                self.set_aside(event, error).await?;
            }
        }
        Ok(())
    }

    /// An event whose own rows the database refuses would be refused for ever: it is written down and dropped. Any
    /// other error passes.
    async fn set_aside(&mut self, event: &Event, error: anyhow::Error) -> Result<()> {
        if !store::is_refusal(&error) {
            return Err(error);
        }
        tracing::error!(key = event.key, "an event could not be handled: {error:#}");
        let now_ms = self.clock.now_ms();
        let mut tx = self.store.write().await?;
        if events::remember(&mut tx, &[&event.key], now_ms).await?.contains(&event.key) {
            events::record_failure(&mut tx, &event.key, &format!("{:?}", event.what), &format!("{error:#}"), now_ms)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn attempt(&mut self, events: &[Event]) -> Result<()> {
        let now_ms = self.clock.now_ms();
        let mut tx = self.store.write().await?;
        let mut keys = HashSet::new();
        let unique: Vec<&Event> = events.iter().filter(|event| keys.insert(event.key.as_str())).collect();
        let listed: Vec<&str> = unique.iter().map(|event| event.key.as_str()).collect();
        let new = events::remember(&mut tx, &listed, now_ms).await?;
        let unseen: Vec<&Event> = unique.into_iter().filter(|event| new.contains(&event.key)).collect();
        if unseen.is_empty() {
            return Ok(());
        }
        let sequences = events::sequences(&mut tx).await?;
        let mut batch = Batch { engine: self, tx, sequences, now_ms, wrote_outbox: false };
        for run in runs(&unseen) {
            batch.run(run).await?;
        }
        let Batch { tx, wrote_outbox, .. } = batch;
        tx.commit().await?;
        if wrote_outbox {
            self.news.notify_one();
        }
        Ok(())
    }
}

/// Presses and replies read nothing but the view, so they can share one; whatever reads the tables itself has a run of
/// its own, after the rows before it are written.
fn runs<'e, 'r>(events: &'r [&'e Event]) -> impl Iterator<Item = &'r [&'e Event]> {
    events.chunk_by(|a, b| shares(a) && shares(b))
}

fn shares(event: &Event) -> bool {
    match event.what {
        What::Press { press: Press::Dispute(_), .. } => false,
        What::Press { .. } | What::Reply { .. } => true,
        _ => false,
    }
}

impl Batch<'_> {
    async fn run(&mut self, events: &[&Event]) -> Result<()> {
        let settings = self.engine.fixed.settings;
        let mut view = View::load(&mut self.tx, events, &mut self.sequences, &settings, self.now_ms).await?;
        let mut gathered = Writes::default();
        let mut finished: Vec<(RoundId, &Event)> = Vec::new();
        for event in events {
            match self.turn(&view, event, Step::Event).await {
                Ok((writes, rounds)) => {
                    finished.extend(rounds.into_iter().map(|round| (round, *event)));
                    view.absorb(&writes);
                    gathered.append(writes);
                }
                Err(Failure::Database(error)) => return Err(error),
                Err(Failure::Turn(error)) => gathered.append(self.apologise(&view, event, &error).await?),
            }
        }
        let answered: Vec<RoundId> =
            gathered.answers.iter().filter(|new| new.verdict != "close").map(|new| new.round).collect();
        self.flush(gathered).await?;
        self.follow_up(&view, events, answered, finished).await
    }

    /// What follows once the answers are written: counts are brought up to date, finished rounds close.
    async fn follow_up(
        &mut self,
        view: &View,
        events: &[&Event],
        mut answered: Vec<RoundId>,
        finished: Vec<(RoundId, &Event)>,
    ) -> Result<()> {
        answered.sort_unstable();
        answered.dedup();
        let Some(first) = events.first() else { return Ok(()) };
        let mut tallies = Writes::default();
        for round in answered {
            tallies.append(self.step(view, first, Step::Tally(round)).await?);
        }
        self.flush(tallies).await?;
        for (round, event) in finished {
            let closed = self.step(view, event, Step::Close(round)).await?;
            self.flush(closed).await?;
        }
        Ok(())
    }

    async fn step(&mut self, view: &View, event: &Event, step: Step) -> Result<Writes> {
        match self.turn(view, event, step).await {
            Ok((writes, _)) => Ok(writes),
            Err(Failure::Database(error)) => Err(error),
            Err(Failure::Turn(error)) => self.record(event, &error).await.map(|()| Writes::default()),
        }
    }

    async fn turn(&mut self, view: &View, event: &Event, step: Step) -> Result<(Writes, Vec<RoundId>), Failure> {
        let mut turn = Turn {
            tx: &mut self.tx,
            view,
            fixed: &self.engine.fixed,
            dice: &mut self.engine.dice,
            sequences: &mut self.sequences,
            now_ms: self.now_ms,
            event,
            writes: Writes::default(),
            finished: Vec::new(),
        };
        // A panic is a mistake in the code around one event: the same event would come again after a restart.
        let taken = AssertUnwindSafe(step.take(&mut turn)).catch_unwind().await;
        taken.unwrap_or_else(|panic| Err(anyhow!("it panicked: {}", reason(panic.as_ref()))))?;
        Ok((turn.writes, turn.finished))
    }

    /// A turn has failed: what it gathered is dropped, its event is kept to be looked at, and its sender is told.
    async fn apologise(&mut self, view: &View, event: &Event, error: &anyhow::Error) -> Result<Writes> {
        self.record(event, error).await?;
        let spoken =
            event.from.is_some() && (event.handle.is_some() || event.place.as_ref().is_some_and(|p| p.private));
        if !spoken {
            return Ok(Writes::default());
        }
        match self.turn(view, event, Step::Apology).await {
            Ok((writes, _)) => Ok(writes),
            Err(Failure::Database(error) | Failure::Turn(error)) => Err(error),
        }
    }

    async fn record(&mut self, event: &Event, error: &anyhow::Error) -> Result<()> {
        tracing::error!(key = event.key, "a turn failed: {error:#}");
        let (what, why) = (format!("{:?}", event.what), format!("{error:#}"));
        Ok(events::record_failure(&mut self.tx, &event.key, &what, &why, self.now_ms).await?)
    }

    async fn flush(&mut self, writes: Writes) -> Result<()> {
        self.wrote_outbox |= !writes.parcels.is_empty() || !writes.reach.is_empty() || !writes.posts.is_empty();
        Ok(writes.flush(&mut self.tx, self.now_ms).await?)
    }
}

/// What a turn is about.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Its event.
    Event,
    /// The count of answers of a round.
    Tally(RoundId),
    /// A round that its event has finished.
    Close(RoundId),
    /// Saying that something went wrong.
    Apology,
}

impl Step {
    async fn take(self, turn: &mut Turn<'_>) -> Result<()> {
        match self {
            Self::Event => take(turn).await,
            Self::Tally(id) => round::show_tally(turn, id).await,
            Self::Close(id) => round::close(turn, id, Ending::Finished).await,
            Self::Apology => {
                turn.tell(&Say::Failed);
                Ok(())
            }
        }
    }
}

/// What a panic said.
fn reason(panic: &(dyn Any + Send)) -> &str {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

async fn take(turn: &mut Turn<'_>) -> Result<()> {
    let event = turn.event;
    match &event.what {
        What::Press { round, press: Press::Dispute(step) } => dispute::handle(turn, *round, *step).await,
        What::Press { .. } | What::Reply { .. } => answer::handle(turn),
        What::Command { .. } => commands::run(turn).await,
        What::Posted { outbox, post, chat, messages } => receipt::posted(turn, *outbox, *post, chat, messages).await,
        What::NotPosted { outbox, post, why } => receipt::not_posted(turn, *outbox, *post, why).await,
        What::Close { round } => round::close(turn, *round, Ending::Due).await,
        What::Slot { group } => daily::due(turn, *group).await,
        What::Moved { to } => chat::moved(turn, to).await,
        What::Gone => chat::gone(turn).await,
        What::Joined => chat::joined(turn),
    }
}
