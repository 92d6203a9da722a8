//! A database with chats in it, an adapter that answers by a script, and an engine that only keeps the outbox's books.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use quizbot::{
    chat::{ChatAdapter, Errand, Limits, Parcel, Receipt, Refusal},
    clock::Clock,
    courier::{Courier, Step},
    engine::{
        Inbox,
        event::{Event, Platform, PostId, What},
        inbox::Item,
    },
    speech::card::Card,
    store::Store,
};
use tempfile::TempDir;
use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinHandle,
    time::{interval, timeout},
};
use tokio_util::sync::CancellationToken;

/// When every test begins, milliseconds UTC.
pub(crate) const NOW: i64 = 1_772_323_200_000;

/// Limits that get in nobody's way; eight in flight, and handles are stale after ten seconds.
pub(crate) fn limits() -> Limits {
    Limits { per_second: 1_000, per_group_minute: 1_000, in_flight: 8, whisper_ms: 10_000, burst: 1_000 }
}

pub(crate) fn later(wait_ms: u64, whole_platform: bool) -> Refusal {
    Refusal::Later { wait_ms, whole_platform }
}

/// A row to be written.
#[derive(Clone)]
pub(crate) struct Row {
    platform: &'static str,
    kind: &'static str,
    post: Option<i64>,
    chat: i64,
    card: String,
    handle: String,
    message: String,
    tally: bool,
    not_before_ms: i64,
    expires_at_ms: Option<i64>,
    created_at_ms: i64,
}

/// A row that was written.
#[derive(Clone, Copy)]
pub(crate) struct Added {
    pub(crate) row: i64,
    pub(crate) post: PostId,
    chat: i64,
}

impl Row {
    fn new(kind: &'static str, post: Option<i64>, chat: i64, text: &str) -> Self {
        Self {
            platform: "test",
            kind,
            post,
            chat,
            card: serde_json::to_string(&Card::line(text)).unwrap(),
            handle: String::new(),
            message: String::new(),
            tally: false,
            not_before_ms: 0,
            expires_at_ms: None,
            created_at_ms: NOW,
        }
    }

    /// A new post; chats from 100 are private.
    pub(crate) fn post(chat: i64, text: &str) -> Self {
        Self::new("post", None, chat, text)
    }

    pub(crate) fn edit(of: Added, text: &str) -> Self {
        Self::new("edit", Some(of.post.0), of.chat, text)
    }

    pub(crate) fn tally(of: Added, text: &str) -> Self {
        Self { tally: true, ..Self::edit(of, text) }
    }

    pub(crate) fn whisper(handle: &str, text: &str) -> Self {
        Self { handle: handle.into(), ..Self::new("whisper", None, 1, text) }
    }

    pub(crate) fn react(chat: i64, message: &str) -> Self {
        Self { message: message.into(), ..Self::new("react", None, chat, "") }
    }

    pub(crate) fn delete(of: Added) -> Self {
        Self::new("delete", Some(of.post.0), of.chat, "")
    }

    pub(crate) fn platform(self, platform: &'static str) -> Self {
        Self { platform, ..self }
    }

    pub(crate) fn card(self, card: &str) -> Self {
        Self { card: card.into(), ..self }
    }

    pub(crate) fn message(self, message: &str) -> Self {
        Self { message: message.into(), ..self }
    }

    pub(crate) fn not_before(self, not_before_ms: i64) -> Self {
        Self { not_before_ms, ..self }
    }

    pub(crate) fn expires(self, at_ms: i64) -> Self {
        Self { expires_at_ms: Some(at_ms), ..self }
    }

    pub(crate) fn written(self, created_at_ms: i64) -> Self {
        Self { created_at_ms, ..self }
    }

    async fn insert(self, store: &Store) -> Added {
        let mut writing = store.write().await.unwrap();
        let mut post = self.post;
        if self.kind == "post" {
            let id = sqlx::query_scalar(
                "insert into posts (chat_id, kind, created_at_ms) values ($1, 'reply', 0) returning id",
            );
            post = Some(id.bind(self.chat).fetch_one(&mut *writing).await.unwrap());
        }
        let next: i64 =
            sqlx::query_scalar("select coalesce(max(id), 0) + 1 from outbox").fetch_one(&mut *writing).await.unwrap();
        let lane = if self.kind == "whisper" { format!("whisper:{next}") } else { format!("chat:{}", self.chat) };
        let row = sqlx::query_scalar(
            "insert into outbox (platform, lane, kind, post_id, chat_id, card, handle, message, tally, not_before_ms,
                 expires_at_ms, created_at_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (post_id) where kind = 'edit' and state = 'waiting'
             do update set card = excluded.card, tally = excluded.tally, not_before_ms = excluded.not_before_ms
             returning id",
        );
        let row = row.bind(self.platform).bind(lane).bind(self.kind).bind(post).bind(self.chat);
        let row = row.bind(self.card).bind(self.handle).bind(self.message).bind(self.tally);
        let row = row.bind(self.not_before_ms).bind(self.expires_at_ms).bind(self.created_at_ms);
        let row = row.fetch_one(&mut *writing).await.unwrap();
        writing.commit().await.unwrap();
        Added { row, post: PostId(post.unwrap_or_default()), chat: self.chat }
    }
}

/// An adapter that says yes, unless its script says otherwise.
pub(crate) struct Scripted {
    platform: Platform,
    limits: Limits,
    store: Store,
    parcels: Mutex<Vec<Parcel>>,
    said: Mutex<Vec<String>>,
    answers: Mutex<HashMap<i64, VecDeque<Result<Receipt, Refusal>>>>,
    during: Mutex<HashMap<i64, Row>>,
    panics: Mutex<HashSet<i64>>,
    gate: watch::Sender<fn(&Parcel) -> bool>,
    flying: AtomicUsize,
    most_flying: AtomicUsize,
}

impl Scripted {
    fn new(platform: &str, limits: Limits, store: Store) -> Arc<Self> {
        let open: fn(&Parcel) -> bool = |_| true;
        Arc::new(Self {
            platform: Platform::new(platform),
            limits,
            store,
            parcels: Mutex::default(),
            said: Mutex::default(),
            answers: Mutex::default(),
            during: Mutex::default(),
            panics: Mutex::default(),
            gate: watch::Sender::new(open),
            flying: AtomicUsize::new(0),
            most_flying: AtomicUsize::new(0),
        })
    }

    /// The next answers to this row; then yes.
    pub(crate) fn refuse(&self, row: i64, refusals: impl IntoIterator<Item = Refusal>) {
        self.answers.lock().unwrap().entry(row).or_default().extend(refusals.into_iter().map(Err));
    }

    pub(crate) fn answer(&self, row: i64, answer: Result<Receipt, Refusal>) {
        self.answers.lock().unwrap().entry(row).or_default().push_back(answer);
    }

    /// Another row is written while this one is under way.
    pub(crate) fn during(&self, row: i64, other: Row) {
        self.during.lock().unwrap().insert(row, other);
    }

    /// Panics once at this row.
    pub(crate) fn panics(&self, row: i64) {
        self.panics.lock().unwrap().insert(row);
    }

    /// Every delivery hangs.
    pub(crate) fn shut(&self) {
        self.let_through(|_| false);
    }

    /// Only these don't hang.
    pub(crate) fn let_through(&self, which: fn(&Parcel) -> bool) {
        self.gate.send_replace(which);
    }

    pub(crate) fn parcels(&self) -> Vec<Parcel> {
        self.parcels.lock().unwrap().clone()
    }

    /// How many deliveries have ended well or were refused.
    pub(crate) fn landed(&self) -> usize {
        self.said.lock().unwrap().len()
    }

    pub(crate) fn flying(&self) -> usize {
        self.flying.load(Ordering::SeqCst)
    }

    pub(crate) fn most_flying(&self) -> usize {
        self.most_flying.load(Ordering::SeqCst)
    }

    fn next_answer(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        let script = self.answers.lock().unwrap().get_mut(&parcel.id.0).and_then(VecDeque::pop_front);
        script.unwrap_or_else(|| Ok(Receipt { messages: vec![format!("m{}", parcel.id)], at_ms: NOW }))
    }
}

#[async_trait]
impl ChatAdapter for Scripted {
    fn platform(&self) -> Platform {
        self.platform.clone()
    }

    async fn listen(&self, _inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        stop.cancelled().await;
        Ok(())
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        let mut gate = self.gate.subscribe();
        self.parcels.lock().unwrap().push(parcel.clone());
        let flying = self.flying.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_flying.fetch_max(flying, Ordering::SeqCst);
        gate.wait_for(|open| open(parcel)).await.expect("the gate stands while its adapter does");
        self.flying.fetch_sub(1, Ordering::SeqCst);
        let panics = self.panics.lock().unwrap().remove(&parcel.id.0);
        assert!(!panics, "as the script says");
        let other = self.during.lock().unwrap().remove(&parcel.id.0);
        if let Some(other) = other {
            other.insert(&self.store).await;
        }
        let answer = self.next_answer(parcel);
        self.said.lock().unwrap().push(describe(parcel, answer.is_ok()));
        answer
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

fn describe(parcel: &Parcel, arrived: bool) -> String {
    let (kind, text) = match &parcel.errand {
        Errand::Post { card, .. } => ("post", card.plain()),
        Errand::Edit { card, .. } => ("edit", card.plain()),
        Errand::Whisper { card, .. } => ("whisper", card.plain()),
        Errand::React { message, .. } => ("react", message.clone()),
        Errand::Delete { .. } => ("delete", String::new()),
    };
    format!("{} {text}", if arrived { kind } else { "refused" }).trim_end().to_owned()
}

/// Everything around the courier.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) adapter: Arc<Scripted>,
    pub(crate) courier: Arc<Courier>,
    clock: Clock,
    news: Arc<Notify>,
    engine: Arc<FakeEngine>,
    items: Mutex<Option<mpsc::Receiver<Item>>>,
    url: String,
    _folder: TempDir,
}

/// What the engine does to the outbox, and a log of what it was told.
#[derive(Default)]
struct FakeEngine {
    told: Mutex<Vec<String>>,
    fails: AtomicBool,
}

/// A courier that runs.
pub(crate) struct Running {
    stop: CancellationToken,
    courier: JoinHandle<()>,
    engine: JoinHandle<()>,
}

impl Running {
    /// Tells it to stop at once; the future ends when it has.
    pub(crate) fn stop(self) -> impl Future<Output = ()> {
        self.stop.cancel();
        async move {
            self.courier.await.expect("the courier ends well");
            self.engine.abort();
        }
    }
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with(limits()).await
    }

    /// Chats 1 to 20 are groups of their own, with the addresses -1 to -20; chat 100 is private.
    pub(crate) async fn with(limits: Limits) -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("quiz.db").display());
        let store = Store::open(&url).await.unwrap();
        let clock = Clock::manual(NOW);
        let (news, adapter) = (Arc::new(Notify::new()), Scripted::new("test", limits, store.clone()));
        let (courier, items) = courier(&store, &adapter, &clock, &news);
        let (engine, items) = (Arc::default(), Mutex::new(Some(items)));
        let house = Self { store, adapter, courier, clock, news, engine, items, url, _folder: folder };
        house.sql("insert into groups (id, language, time_zone, created_at_ms) values (1, 'en', 'UTC', 0)").await;
        for chat in (1..=20).chain([100]) {
            house.topic(chat, &format!("-{chat}"), "").await;
        }
        house
    }

    /// Puts a chat at this address, as a topic of it.
    pub(crate) async fn topic(&self, id: i64, address: &str, thread: &str) {
        let mut writing = self.store.write().await.unwrap();
        sqlx::query(
            "insert into spaces (platform, address, group_id, private, created_at_ms) values ('test', $1, 1, $2, 0)
             on conflict do nothing",
        )
        .bind(address)
        .bind(id >= 100)
        .execute(&mut *writing)
        .await
        .unwrap();
        sqlx::query(
            "insert into chats (id, space_id, platform, address, thread)
             select $1, id, 'test', $2, $3 from spaces where address = $2
             on conflict (id) do update set space_id = excluded.space_id, address = excluded.address, thread = excluded.thread",
        )
        .bind(id)
        .bind(address)
        .bind(thread)
        .execute(&mut *writing)
        .await
        .unwrap();
        writing.commit().await.unwrap();
    }

    pub(crate) async fn add(&self, row: Row) -> Added {
        row.insert(&self.store).await
    }

    pub(crate) async fn add_whispers(&self, count: i64) {
        let mut writing = self.store.write().await.unwrap();
        sqlx::query(
            "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < $1)
             insert into outbox (platform, lane, kind, chat_id, card, handle, created_at_ms)
             select 'test', 'whisper:' || n, 'whisper', 1, '{\"blocks\":[]}', 'h', $2 from numbers",
        )
        .bind(count)
        .bind(NOW)
        .execute(&mut *writing)
        .await
        .unwrap();
        writing.commit().await.unwrap();
    }

    /// One step by hand: what was said, `passed over` where nothing had to be said, or `idle`.
    pub(crate) async fn step(&self) -> String {
        let before = self.adapter.said.lock().unwrap().len();
        let (step, events) = self.courier.deliver_one().await.unwrap();
        self.handle(events).await;
        let said = self.adapter.said.lock().unwrap().get(before).cloned();
        match step {
            Step::Delivered => said.unwrap_or_else(|| "passed over".into()),
            Step::Idle(_) => "idle".into(),
        }
    }

    /// Steps until nothing is due.
    pub(crate) async fn steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        loop {
            match self.step().await.as_str() {
                "idle" => return steps,
                step => steps.push(step.to_owned()),
            }
        }
    }

    pub(crate) async fn idle_until(&self) -> Option<i64> {
        match self.courier.deliver_one().await.unwrap().0 {
            Step::Idle(until_ms) => until_ms,
            Step::Delivered => panic!("something was due"),
        }
    }

    pub(crate) fn wait(&self, wait_ms: i64) {
        self.clock.set(self.clock.now_ms() + wait_ms);
    }

    pub(crate) async fn handle(&self, events: Vec<Event>) {
        self.engine.handle(&self.store, events).await;
    }

    /// What the engine was told.
    pub(crate) fn events(&self) -> Vec<String> {
        self.engine.told.lock().unwrap().clone()
    }

    /// Every turn fails from now on: acknowledged, and nothing written.
    pub(crate) fn engine_fails(&self) {
        self.engine.fails.store(true, Ordering::SeqCst);
    }

    /// What the courier puts is the test's own business.
    pub(crate) fn dismiss_engine(&self) -> mpsc::Receiver<Item> {
        self.items.lock().unwrap().take().expect("an engine that was not dismissed yet")
    }

    /// The courier is gone, and a new one begins over the same file.
    pub(crate) async fn crash(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.url).await.unwrap();
        let (courier, items) = courier(&self.store, &self.adapter, &self.clock, &self.news);
        self.courier = courier;
        *self.items.lock().unwrap() = Some(items);
    }

    pub(crate) fn run(&self) -> Running {
        let stop = CancellationToken::new();
        let (courier, token) = (self.courier.clone(), stop.clone());
        let courier = tokio::spawn(async move { courier.run(token).await });
        let (engine, store, items) = (self.engine.clone(), self.store.clone(), self.items.lock().unwrap().take());
        let engine = tokio::spawn(async move {
            let Some(mut items) = items else { return };
            while let Some(item) = items.recv().await {
                if let Item::Put(events, done) = item {
                    engine.handle(&store, events).await;
                    let _ = done.send(());
                }
            }
        });
        Running { stop, courier, engine }
    }

    pub(crate) fn news(&self) {
        self.news.notify_one();
    }

    /// Looks every few milliseconds.
    pub(crate) async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        let waiting = async {
            let mut looks = interval(Duration::from_millis(5));
            while !condition().await {
                looks.tick().await;
            }
        };
        timeout(Duration::from_secs(30), waiting).await.unwrap_or_else(|_| panic!("never: {what}"));
    }

    pub(crate) async fn count(&self, state: &str) -> i64 {
        let count = sqlx::query_scalar("select count(*) from outbox where state = $1").bind(state);
        count.fetch_one(self.store.readers()).await.unwrap()
    }

    pub(crate) async fn number(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(self.store.readers()).await.unwrap()
    }

    /// A row's state, and its last error.
    pub(crate) async fn row(&self, id: i64) -> (String, String) {
        let row = sqlx::query_as("select state, last_error from outbox where id = $1").bind(id);
        row.fetch_one(self.store.readers()).await.unwrap()
    }

    pub(crate) async fn sql(&self, statement: &'static str) {
        let mut writing = self.store.write().await.unwrap();
        sqlx::query(statement).execute(&mut *writing).await.unwrap();
        writing.commit().await.unwrap();
    }
}

/// The courier serves a second platform too, `other`, that says yes to all.
fn courier(
    store: &Store,
    adapter: &Arc<Scripted>,
    clock: &Clock,
    news: &Arc<Notify>,
) -> (Arc<Courier>, mpsc::Receiver<Item>) {
    let (inbox, items) = Inbox::new();
    let other = Scripted::new("other", limits(), store.clone());
    let courier = Courier::new(store.clone(), vec![adapter.clone(), other], inbox, clock.clone(), news.clone());
    (Arc::new(courier), items)
}

impl FakeEngine {
    async fn handle(&self, store: &Store, events: Vec<Event>) {
        for event in events {
            self.told.lock().unwrap().push(tell(&event));
            if !self.fails.load(Ordering::SeqCst) {
                apply(store, event).await;
            }
        }
    }
}

fn tell(event: &Event) -> String {
    match &event.what {
        What::Posted { chat, .. } => format!("posted {chat}"),
        What::NotPosted { why, .. } => format!("posted? no: {why:?}"),
        What::Moved { to } => {
            format!(
                "{} {} -> {to}",
                event.key,
                event.place.as_ref().map(|place| place.space.to_string()).unwrap_or_default()
            )
        }
        other => panic!("a courier never says {other:?}"),
    }
}

async fn apply(store: &Store, event: Event) {
    let mut writing = store.write().await.unwrap();
    let (outbox, post, state) = match &event.what {
        What::Posted { outbox, post, .. } => (*outbox, *post, "sent"),
        What::NotPosted { outbox, post, .. } => (*outbox, *post, "failed"),
        What::Moved { to } => {
            let from = event.place.unwrap().space.id;
            let moved = sqlx::query("update chats set address = $1 where address = $2").bind(&to.id).bind(from);
            moved.execute(&mut *writing).await.unwrap();
            return writing.commit().await.unwrap();
        }
        other => panic!("a courier never says {other:?}"),
    };
    let row =
        sqlx::query("update outbox set state = $1 where id = $2 and state = 'sending'").bind(state).bind(outbox.0);
    assert_eq!(row.execute(&mut *writing).await.unwrap().rows_affected(), 1, "told once, while it is under way");
    let post_state = if state == "sent" { "sent" } else { "lost" };
    let known = sqlx::query("update posts set state = $1 where id = $2").bind(post_state).bind(post.0);
    known.execute(&mut *writing).await.unwrap();
    if let What::Posted { chat, messages, .. } = &event.what {
        for (part, message) in messages.iter().enumerate() {
            let row = sqlx::query(
                "insert into messages (platform, address, message, thread, post_id, part) values ($1, $2, $3, $4, $5, $6)",
            );
            let row = row.bind(chat.platform.as_str()).bind(&chat.chat).bind(message).bind(&chat.thread);
            row.bind(post.0).bind(part as i64).execute(&mut *writing).await.unwrap();
        }
    }
    writing.commit().await.unwrap();
}
