//! The whole house in this process: the real engine, courier and adapters over a database of their own, against both
//! servers, on a clock that the test sets.

use std::{path::Path, sync::Arc};

use quizbot::{
    bank::Bank,
    chat::{ChatAdapter, discord::Discord as DiscordAdapter, telegram::Telegram as TelegramAdapter},
    clock::{Clock, loaded_dice},
    engine::{Settings, commands::COMMANDS, event::Briefing},
    house::House,
    quiz::{Language, schedule},
    speech::command,
    store::Store,
};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    discord_server::{self, Server as Discord},
    small_bank::{self, Kind},
    telegram_server::{self, Message, Server as Telegram},
};

/// How long a question of `/quiz` stays open, seconds.
pub const QUIZ_SECONDS: i64 = 60;

/// The house and the servers that it speaks to.
pub struct Bench {
    pub telegram: Telegram,
    pub discord: Discord,
    pub clock: Clock,
    pub store: Store,
    folder: TempDir,
    running: Option<(oneshot::Sender<()>, JoinHandle<anyhow::Result<()>>)>,
}

impl Bench {
    /// Running, with questions of one kind.
    pub async fn new(kind: Kind) -> Self {
        Self::over(|bank| small_bank::write_only(bank, &[kind])).await
    }

    /// Running, with the questions that `write` puts into the bank's folder.
    pub async fn over(write: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("bank"));
        let url = format!("sqlite://{}", folder.path().join("quiz.db").display());
        let clock = Clock::manual(Clock::System.now_ms());
        let telegram = Telegram::start_with(clock.clone()).await;
        let store = Store::open(&url).await.expect("a database");
        let mut bench = Self { telegram, discord: Discord::start().await, clock, store, folder, running: None };
        bench.start().await;
        bench
    }

    /// Starts the house, and waits until Discord is connected.
    pub async fn start(&mut self) {
        let bank = Bank::from_dir(&self.folder.path().join("bank")).expect("a bank").0;
        let briefing = Briefing {
            commands: COMMANDS,
            topics: Vec::new(),
            zones: schedule::matching_zones,
            called: command::called,
        };
        let (clock, token) = (self.clock.clone(), telegram_server::TOKEN.into());
        let telegram =
            TelegramAdapter::new(token, Some(self.telegram.url().to_owned()), briefing.clone(), clock.clone());
        let token = discord_server::TOKEN.into();
        let discord = DiscordAdapter::new(token, Some(self.discord.url()), briefing, clock.clone());
        let adapters: Vec<Arc<dyn ChatAdapter>> =
            vec![Arc::new(telegram.expect("Telegram")), Arc::new(discord.expect("Discord"))];
        let settings = Settings {
            language: Language::En,
            zone: chrono_tz::Tz::UTC,
            quiz_seconds: QUIZ_SECONDS,
            catch_up_hours: 6,
        };
        let house = House { bank: Arc::new(bank), settings, adapters, clock, dice: loaded_dice(1) };
        let (end, ended) = oneshot::channel();
        let store = self.store.clone();
        let enough = async {
            // Dropped or told: either way it is enough.
            let _ = ended.await;
            Ok(())
        };
        self.running = Some((end, tokio::spawn(async move { house.live(&store, enough).await })));
        self.discord.until("connected", Discord::is_connected).await;
    }

    /// Ends the house, in good order.
    pub async fn end(&mut self) {
        let (end, ended) = self.running.take().expect("it runs");
        end.send(()).expect("it listens");
        ended.await.expect("no panic").expect("a clean end");
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: i64) {
        self.clock.set(self.clock.now_ms() + seconds * 1000);
    }

    /// Changes the database by hand.
    pub async fn write(&self, statement: &str) {
        let mut tx = self.store.write().await.expect("a transaction");
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await.expect(statement);
        tx.commit().await.expect("a commit");
    }

    /// A number from the database.
    pub async fn number(&self, query: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(self.store.readers()).await.expect(query)
    }

    /// Waits until a number in the database is this.
    pub async fn until(&self, query: &str, number: i64) {
        let since = std::time::Instant::now();
        loop {
            let found = self.number(query).await;
            if found == number {
                return;
            }
            assert!(since.elapsed().as_secs() < 10, "{query}: still {found}, not {number}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// The newest question of a chat on Telegram that can still be answered, once it is there.
    pub async fn question_on_telegram(&self, chat: i64) -> (Message, usize) {
        let open = |state: &telegram_server::State| {
            let mut said = state.said(chat).rev();
            said.find_map(|m| Some((m.clone(), small_bank::number_in(&m.text).filter(|_| !m.keyboard.is_null())?)))
        };
        self.telegram.wait_for("a question", open).await
    }

    /// The same on Discord.
    pub async fn question_on_discord(&self, channel: u64) -> (u64, usize) {
        let open = |discord: &Discord| {
            discord.messages(channel).iter().rev().find_map(|message| {
                let number = small_bank::number_in(message["content"].as_str()?)?;
                let pressable = components(message).any(|part| part["disabled"] != true);
                Some((message["id"].as_str()?.parse::<u64>().ok()?, number)).filter(|_| pressable)
            })
        };
        self.discord.until("a question", |discord| open(discord).is_some()).await;
        open(&self.discord).expect("it was there")
    }
}

/// Everything that can be pressed under a message of Discord's.
pub fn components(message: &Value) -> impl Iterator<Item = &Value> {
    let rows = message["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter_map(|row| row["components"].as_array()).flatten()
}

/// The rows of a board without their markup.
pub fn rows(board: &str) -> Vec<String> {
    board.replace(['*', '\\'], "").lines().filter(|line| line.contains(". ")).map(str::to_owned).collect()
}
