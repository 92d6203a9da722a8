//! An engine over a real database file, a bank of a few questions, and a courier that always arrives.

use std::{path::Path, sync::Arc};

use quizbot::{
    bank::Bank,
    clock::{Clock, loaded_dice},
    engine::{
        Engine, Inbox, Settings, Ticker,
        event::{
            ChatRef, Event, Handle, Language, Lost, Place, Platform, Press, Role, RoundId, Sender, SpaceRef, What,
        },
    },
    quiz::{OutboxId, PostId},
    store::Store,
};
use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use tokio::sync::Notify;

/// A Sunday, 00:00 UTC.
pub(crate) const START_MS: i64 = 1_772_323_200_000;
pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;

const TOPIC: &str = r#"
name = { en = "Bench", zh = "测试" }

[[question]]
id = "clause"
kind = "text"
difficulty = 2
prompt = { en = "Which clause locks the rows that it reads?", zh = "哪个子句会锁住读到的行？" }
accept = ["for update"]
close = [{ match = ["lock"], say = { en = "Which one?", zh = "哪一个？" } }]

[[question]]
id = "pick"
kind = "single"
difficulty = 1
prompt = { en = "Which of them is it in the end?", zh = "到底是哪一个？" }
options = [{ en = "this", zh = "甲", right = true }, { en = "that", zh = "乙" }, { en = "those", zh = "丙" }]
"#;

pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    ticker: Ticker,
    inbox: Inbox,
    events: u64,
    messages: u64,
    _folder: TempDir,
}

/// A chat of a group, or a person's own.
pub(crate) fn place(chat: &str) -> Place {
    let platform = Platform::new("telegram");
    let (address, thread) = chat.split_once('/').unwrap_or((chat, ""));
    Place {
        space: SpaceRef { platform: platform.clone(), id: address.to_owned() },
        chat: ChatRef { platform, chat: address.to_owned(), thread: thread.to_owned() },
        private: !address.starts_with('-'),
        title: String::new(),
    }
}

fn sender(account: &str) -> Sender {
    Sender {
        account: account.to_owned(),
        name: format!("person {account}"),
        locale: None,
        role: Role::Member,
        impersonal: false,
    }
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("quiz.db").display());
        let store = Store::open(&url).await.expect("a database");
        let settings =
            Settings { language: Language::En, zone: chrono_tz::Tz::UTC, quiz_seconds: 60, catch_up_hours: 6 };
        let clock = Clock::manual(START_MS);
        let bank = bank(folder.path());
        let dice = loaded_dice(1);
        let engine = Engine::new(store.clone(), bank, clock.clone(), dice, settings, Arc::new(Notify::new()));
        let ticker = Ticker::new(store.clone(), clock.clone());
        let (inbox, _items) = Inbox::new();
        Self { engine, store, clock, ticker, inbox, events: 0, messages: 0, _folder: folder }
    }

    /// An event of this person in this chat, now.
    pub(crate) fn event(&mut self, chat: &str, account: &str, what: What) -> Event {
        self.events += 1;
        Event {
            key: format!("tg:1:{}", self.events),
            at_ms: Some(self.clock.now_ms()),
            place: Some(place(chat)),
            from: Some(sender(account)),
            handle: None,
            message: Some((10_000 + self.events).to_string()),
            what,
        }
    }

    pub(crate) async fn handle(&mut self, event: Event) {
        self.engine.handle(&[event]).await.expect("handled");
    }

    /// A command of an admin.
    pub(crate) async fn command(&mut self, chat: &str, account: &str, line: &str) {
        let event = self.admin(chat, account, line);
        self.handle(event).await;
    }

    pub(crate) fn admin(&mut self, chat: &str, account: &str, line: &str) -> Event {
        let (name, args) = line.split_once(' ').unwrap_or((line, ""));
        let mut event = self.event(chat, account, What::Command { name: name.to_owned(), args: args.to_owned() });
        event.from.as_mut().expect("a sender").role = Role::Admin;
        event
    }

    pub(crate) fn pressing(&mut self, chat: &str, account: &str, round: RoundId, press: Press) -> Event {
        let mut event = self.event(chat, account, What::Press { round, press });
        event.handle = Some(Handle { id: event.key.clone(), awaited: true });
        event.message = None;
        event
    }

    pub(crate) async fn press(&mut self, chat: &str, account: &str, round: RoundId, press: Press) {
        let event = self.pressing(chat, account, round, press);
        self.handle(event).await;
    }

    pub(crate) async fn reply(&mut self, chat: &str, account: &str, round: RoundId, text: &str) {
        let what = What::Reply { text: text.to_owned(), to: None, round: Some(round) };
        let event = self.event(chat, account, what);
        self.handle(event).await;
    }

    /// What a tick finds due is handled.
    pub(crate) async fn tick(&mut self, after_ms: i64) {
        self.clock.set(self.clock.now_ms() + after_ms);
        self.inbox.caught_up(&Platform::new("telegram"), self.clock.now_ms());
        let due = self.ticker.due(&self.inbox).await.expect("a look");
        self.engine.handle(&due).await.expect("handled");
    }

    /// Every post that waits arrives now; all else that waits is dropped.
    pub(crate) async fn deliver(&mut self) {
        let posts: Vec<(i64, i64, String, String)> = sqlx::query_as(
            "select o.id, o.post_id, c.address, c.thread from outbox o join chats c on c.id = o.chat_id
             where o.kind = 'post' and o.state = 'waiting' order by o.id",
        )
        .fetch_all(self.store.readers())
        .await
        .expect("posts");
        for (outbox, post, address, thread) in posts {
            self.messages += 1;
            let chat = ChatRef { platform: Platform::new("telegram"), chat: address, thread };
            let messages = vec![self.messages.to_string()];
            let what = What::Posted { outbox: OutboxId(outbox), post: PostId(post), chat, messages };
            self.handle(told(outbox, Some(self.clock.now_ms()), what)).await;
        }
        self.write("delete from outbox where state = 'waiting'").await;
    }

    /// Every post that waits is refused.
    pub(crate) async fn refuse(&mut self, why: Lost) {
        let posts: Vec<(i64, i64)> =
            sqlx::query_as("select id, post_id from outbox where kind = 'post' and state = 'waiting' order by id")
                .fetch_all(self.store.readers())
                .await
                .expect("posts");
        for (outbox, post) in posts {
            let what = What::NotPosted { outbox: OutboxId(outbox), post: PostId(post), why: why.clone() };
            self.handle(told(outbox, None, what)).await;
        }
    }

    /// Asks by `/quiz` until this question comes, and gives its round.
    pub(crate) async fn ask(&mut self, chat: &str, account: &str, question: &str) -> RoundId {
        for _ in 0..2 {
            self.command(chat, account, "quiz").await;
            self.deliver().await;
            let open: Vec<(i64, String)> = sqlx::query_as(
                "select r.id, r.question from rounds r join posts p on p.round_id = r.id join chats c on c.id = p.chat_id
                 where r.state = 'open' and r.mode = 'quiz' and c.address = $1",
            )
            .bind(place(chat).chat.chat)
            .fetch_all(self.store.readers())
            .await
            .expect("a round");
            let (round, asked) = open.first().expect("asked").clone();
            if asked.ends_with(question) {
                return RoundId(round);
            }
            self.command(chat, account, "skip").await;
            self.deliver().await;
            self.clock.set(self.clock.now_ms() + 1);
        }
        panic!("{question} was not asked");
    }

    pub(crate) async fn number(&self, query: &str) -> i64 {
        let query = AssertSqlSafe(query.to_owned());
        sqlx::query_scalar(query).fetch_one(self.store.readers()).await.expect("a number")
    }

    pub(crate) async fn texts(&self, query: &str) -> Vec<String> {
        let query = AssertSqlSafe(query.to_owned());
        sqlx::query_scalar(query).fetch_all(self.store.readers()).await.expect("texts")
    }

    pub(crate) async fn write(&self, statement: &str) {
        let mut tx = self.store.write().await.expect("a transaction");
        sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut *tx).await.expect("written");
        tx.commit().await.expect("a commit");
    }
}

/// What the courier tells of a row at its first try.
pub(crate) fn told(outbox: i64, at_ms: Option<i64>, what: What) -> Event {
    let key = format!("post:{outbox}:1");
    Event { key, at_ms, place: None, from: None, handle: None, message: None, what }
}

fn bank(folder: &Path) -> Arc<Bank> {
    let folder = folder.join("questions");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("bench.toml"), TOPIC).expect("a file");
    let (bank, problems) = Bank::from_dir(&folder).expect("a bank");
    assert_eq!(bank.entries().len(), 2, "{problems:?}");
    Arc::new(bank)
}
