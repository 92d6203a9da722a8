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

#[cfg(test)]
mod tests {
    use async_trait::async_trait;

    use super::*;
    use crate::{
        chat::{Limits, Parcel, Receipt, Refusal},
        clock::loaded_dice,
        quiz::Language,
    };

    /// How a platform behaves.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Way {
        Fails,
        Ends,
        Stays,
        Panics,
        Clings,
    }

    struct Fake(Way);

    #[async_trait]
    impl ChatAdapter for Fake {
        fn platform(&self) -> Platform {
            Platform::new("fake")
        }

        async fn listen(&self, _inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
            match self.0 {
                Way::Fails => bail!("the token is refused"),
                Way::Ends => {}
                Way::Stays => stop.cancelled().await,
                Way::Panics => panic!("a mistake of ours"),
                Way::Clings => std::future::pending().await,
            }
            Ok(())
        }

        async fn deliver(&self, _parcel: &Parcel) -> Result<Receipt, Refusal> {
            Ok(Receipt::default())
        }

        fn limits(&self) -> Limits {
            Limits { per_second: 1, per_group_minute: 1, in_flight: 1, whisper_ms: 1, burst: 1 }
        }
    }

    async fn live(ways: &[Way], enough: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("house.db").display());
        let store = Store::open(&url).await.expect("a database");
        let house = House {
            bank: Arc::new(Bank::default()),
            settings: Settings { language: Language::En, zone: chrono_tz::UTC, quiz_seconds: 60, catch_up_hours: 6 },
            adapters: ways.iter().map(|&way| Arc::new(Fake(way)) as Arc<dyn ChatAdapter>).collect(),
            clock: Clock::System,
            dice: loaded_dice(1),
        };
        let outcome = house.live(&store, enough).await;
        store.close().await;
        outcome
    }

    #[tokio::test]
    async fn a_house_ends_well_when_it_is_told_to_or_nobody_speaks_any_more() {
        live(&[Way::Stays, Way::Fails], async { Ok(()) }).await.expect("it was told to");
        live(&[Way::Ends], std::future::pending()).await.expect("the input ended");
        live(&[Way::Fails, Way::Ends], std::future::pending()).await.expect("one of them ended well");
    }

    #[tokio::test]
    async fn a_house_without_any_platform_left_is_an_error() {
        for ways in [&[Way::Fails][..], &[Way::Panics], &[Way::Fails, Way::Panics]] {
            let error = live(ways, std::future::pending()).await.expect_err("none is left");
            assert!(error.to_string().starts_with("no platform is left"), "{error}");
        }
        let error = live(&[Way::Stays], async { bail!("no signals here") }).await.expect_err("told so");
        assert_eq!(error.to_string(), "no signals here");
    }

    #[tokio::test]
    async fn nobody_can_hold_the_house_open() {
        live(&[Way::Clings], async { Ok(()) }).await.expect("it was told to");
    }
}
