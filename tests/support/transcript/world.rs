//! The world of a transcript: the real store, engine, ticker and courier over a file, between platforms that are played.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono_tz::Tz;
use quizbot::{
    bank::Bank,
    chat::ChatAdapter,
    clock::{Clock, loaded_dice},
    courier::{Courier, Step},
    engine::{
        Engine, Inbox, Settings, Ticker,
        event::{Event, Platform},
        inbox::Item,
    },
    quiz::Language,
    store::Store,
};
use tempfile::TempDir;
use tokio::sync::{Notify, mpsc::Receiver};

use super::{
    cast::Cast,
    stage::{Actor, Deed, Said, Stage},
};

/// The platforms there are.
pub(crate) const PLATFORMS: [&str; 3] = ["telegram", "discord", "terminal"];

/// More deliveries than this without a pause are a loop without end.
const MOST_DELIVERIES: usize = 10_000;

/// What happens to the program beside what the transcript tells. Nothing of it may change what the bot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Nothing.
    Fair,
    /// Every event comes twice.
    Twice,
    /// The program dies after every commit of the engine.
    Crashes,
}

/// The program, as long as it lives.
struct Program {
    store: Store,
    inbox: Inbox,
    _items: Receiver<Item>,
    engine: Engine,
    ticker: Ticker,
    courier: Courier,
}

/// The world.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) clock: Clock,
    pub(crate) zone: Tz,
    pub(crate) cast: Cast,
    pub(crate) stage: Arc<Mutex<Stage>>,
    /// Platforms that are not caught up.
    pub(crate) away: HashSet<String>,
    /// Those that the transcript speaks of.
    platforms: Vec<&'static str>,
    pub(crate) bank: Arc<Bank>,
    /// What the next dice are loaded with: every batch has its own, so that a crash changes nothing.
    pub(crate) seed: u64,
    weather: Weather,
    died: Arc<Notify>,
    program: Option<Program>,
}

impl World {
    pub(crate) fn new(weather: Weather, platforms: Vec<&'static str>) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            clock: Clock::manual(0),
            zone: Tz::UTC,
            cast: Cast::default(),
            stage: Arc::default(),
            away: HashSet::new(),
            platforms,
            bank: Arc::new(super::bank::whole()),
            seed: 0,
            weather,
            died: Arc::default(),
            program: None,
        }
    }

    pub(crate) fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("quizbot.db")
    }

    /// A program that starts now.
    async fn start(&self) -> Program {
        let store = Store::open(&format!("sqlite://{}", self.file().display())).await.expect("a database");
        let (inbox, items) = Inbox::new();
        let actor = |name: &&str| {
            let actor = Actor::new(name, self.clock.clone(), self.stage.clone(), self.died.clone());
            Arc::new(actor) as Arc<dyn ChatAdapter>
        };
        let adapters = self.platforms.iter().map(actor).collect();
        let courier = Courier::new(store.clone(), adapters, inbox.clone(), self.clock.clone(), Arc::default());
        let ticker = Ticker::new(store.clone(), self.clock.clone());
        Program { engine: self.engine(&store), store, inbox, _items: items, ticker, courier }
    }

    /// The command line's `rejudge`, beside the running program; what it prints.
    pub(crate) async fn rejudge(&mut self, arguments: &str) {
        let url = format!("sqlite://{}", self.file().display());
        let (id, apply) = arguments.strip_suffix(" --apply").map_or((arguments, false), |id| (id, true));
        let (bank, mut out) = (self.bank.clone(), Vec::new());
        let at_ms = self.clock.now_ms();
        self.store().await;
        quizbot::tools::rejudge(&mut out, &url, &bank, id, apply, at_ms).await.expect("it is judged");
        let chat = self.cast.main().clone();
        let prints = |line: &str| Said { at_ms, chat: chat.clone(), handle: None, what: Deed::Prints(line.to_owned()) };
        let printed = String::from_utf8(out).expect("text");
        let printed: Vec<Said> = printed.lines().map(prints).collect();
        self.stage().said.extend(printed);
    }

    fn engine(&self, store: &Store) -> Engine {
        let settings = Settings { language: Language::En, zone: self.zone, quiz_seconds: 60, catch_up_hours: 6 };
        let dice = loaded_dice(self.seed);
        Engine::new(store.clone(), self.bank.clone(), self.clock.clone(), dice, settings, Arc::default())
    }

    async fn program(&mut self) -> &mut Program {
        if self.program.is_none() {
            self.program = Some(self.start().await);
        }
        self.program.as_mut().expect("it was started")
    }

    /// The program's database, for whoever looks into it.
    pub(crate) async fn store(&mut self) -> Store {
        self.program().await.store.clone()
    }

    /// The program dies where it stands; the next look at it starts another one over the same file.
    pub(crate) async fn crash(&mut self) {
        let Some(program) = self.program.take() else { return };
        let Program { store, engine, ticker, courier, .. } = program;
        drop((engine, ticker, courier));
        store.close().await;
    }

    /// Events that wait together.
    pub(crate) async fn handle(&mut self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        self.seed += 1;
        let store = self.store().await;
        let engine = self.engine(&store);
        self.program().await.engine = engine;
        self.program().await.engine.handle(events).await.expect("the database works");
        match self.weather {
            Weather::Fair => {}
            Weather::Twice => self.program().await.engine.handle(events).await.expect("the database works"),
            Weather::Crashes => self.crash().await,
        }
    }

    /// Everything that is due happens, and everything that can be sent is sent.
    pub(crate) async fn settle(&mut self) {
        loop {
            let now_ms = self.clock.now_ms();
            let here: Vec<Platform> = self
                .platforms
                .iter()
                .filter(|name| !self.away.contains(**name))
                .map(|name| Platform::new(name))
                .collect();
            let program = self.program().await;
            for platform in &here {
                program.inbox.caught_up(platform, now_ms);
            }
            let due = program.ticker.due(&program.inbox).await.expect("the database works");
            self.handle(&due).await;
            self.deliver().await;
            if due.is_empty() {
                return;
            }
        }
    }

    async fn deliver(&mut self) {
        for _ in 0..MOST_DELIVERIES {
            let died = self.died.clone();
            let program = self.program().await;
            let step = tokio::select! {
                step = program.courier.deliver_one() => Some(step.expect("the database works")),
                () = died.notified() => None,
            };
            match step {
                None => self.crash().await,
                Some((Step::Delivered, events)) => self.handle(&events).await,
                Some((Step::Idle(_), _)) => return,
            }
        }
        panic!("the courier delivers without end");
    }
}
