//! The house: the engine, the courier and the platforms, started together and ended one after the other.

use std::{future::Future, sync::Arc, time::Duration};

use anyhow::{anyhow, bail};
use rand::rngs::StdRng;
use tokio::{
    sync::Notify,
    task::{JoinError, JoinHandle, JoinSet},
    time,
};
use tokio_util::sync::CancellationToken;

use crate::{
    bank::Bank,
    chat::ChatAdapter,
    clock::Clock,
    courier::Courier,
    engine::{Engine, Inbox, Settings, event::Platform},
    store::Store,
};

/// How long each part may take to end; then it is left behind, and the database keeps its promises.
const FAREWELL: Duration = Duration::from_secs(3);

/// What a house is built of.
pub struct House {
    /// Every question.
    pub bank: Arc<Bank>,
    /// What the configuration decides.
    pub settings: Settings,
    /// The platforms.
    pub adapters: Vec<Arc<dyn ChatAdapter>>,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub dice: StdRng,
}

impl House {
    /// Runs everything over this database, until `enough` is done, or no platform listens any more.
    ///
    /// # Errors
    /// When every platform has failed, or the engine or the courier has, or `enough` is an error.
    pub async fn live(self, store: &Store, enough: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
        let (inbox, items) = Inbox::new();
        let news = Arc::new(Notify::new());
        let stops = Stops::default();
        let engine = Engine::new(store.clone(), self.bank, self.clock.clone(), self.dice, self.settings, news.clone());
        let courier = Courier::new(store.clone(), self.adapters.clone(), inbox.clone(), self.clock, news);
        let courier_stop = stops.courier.clone();
        let rooms = Rooms {
            engine: tokio::spawn(engine.run(items, inbox.clone(), stops.engine.clone())),
            courier: tokio::spawn(async move { courier.run(courier_stop).await }),
            listeners: listen(self.adapters, &inbox, &stops.listeners),
            stops,
        };
        rooms.live(enough).await
    }
}

/// How a platform's listening ended.
type Listened = (Platform, anyhow::Result<()>);

/// What runs, and how it is stopped.
struct Rooms {
    engine: JoinHandle<anyhow::Result<()>>,
    courier: JoinHandle<()>,
    listeners: JoinSet<Listened>,
    stops: Stops,
}

/// One for each part, since they end one after the other: what a listener holds still goes through the engine, and so
/// does what the courier learns.
#[derive(Default)]
struct Stops {
    listeners: CancellationToken,
    courier: CancellationToken,
    engine: CancellationToken,
}

impl Rooms {
    async fn live(mut self, enough: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
        let outcome = tokio::select! {
            outcome = ended(&mut self.listeners) => outcome,
            outcome = enough => outcome,
            // Without the engine nothing else can end in order.
            outcome = &mut self.engine => return failed("engine", outcome),
            outcome = &mut self.courier => failed("courier", outcome.map(Ok)),
        };
        self.stops.listeners.cancel();
        within(ended(&mut self.listeners), "platforms").await;
        self.stops.courier.cancel();
        if !self.courier.is_finished() {
            within(self.courier, "courier").await;
        }
        self.stops.engine.cancel();
        match within(self.engine, "engine").await {
            Some(Ok(Err(error))) => outcome.and(Err(error)),
            _ => outcome,
        }
    }
}

fn listen(adapters: Vec<Arc<dyn ChatAdapter>>, inbox: &Inbox, stop: &CancellationToken) -> JoinSet<Listened> {
    let mut listeners = JoinSet::new();
    for adapter in adapters {
        let (inbox, stop) = (inbox.clone(), stop.clone());
        listeners.spawn(async move { (adapter.platform(), adapter.listen(inbox, stop).await) });
    }
    listeners
}

/// Waits until no platform listens any more; an error when every one of them failed.
async fn ended(listeners: &mut JoinSet<Listened>) -> anyhow::Result<()> {
    let mut well = listeners.is_empty();
    while let Some(joined) = listeners.join_next().await {
        match joined {
            Ok((_, Ok(()))) => well = true,
            Ok((platform, Err(error))) => tracing::error!("{platform} is off: {error:#}"),
            Err(error) => tracing::error!("a platform is off: {error}"),
        }
    }
    if well { Ok(()) } else { bail!("no platform is left; see the log above") }
}

/// A part that should run on has ended.
fn failed(part: &str, outcome: Result<anyhow::Result<()>, JoinError>) -> anyhow::Result<()> {
    match outcome {
        Ok(Ok(())) => bail!("the {part} has ended"),
        Ok(Err(error)) => Err(error.context(format!("the {part} has failed"))),
        Err(error) => Err(anyhow!(error).context(format!("the {part} has failed"))),
    }
}

async fn within<T>(work: impl Future<Output = T>, what: &str) -> Option<T> {
    let ended = time::timeout(FAREWELL, work).await.ok();
    if ended.is_none() {
        tracing::warn!("the {what} did not end within {} s", FAREWELL.as_secs());
    }
    ended
}
