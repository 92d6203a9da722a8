//! A backlog of presses at Telegram when the bot starts: how long until all are graded and all have their toast, beside
//! a client that grades nothing; and what the program itself takes to start and to stay.
//!
//! `cargo bench --bench wire`: prints figures beside their aims, asserts only that the board is right.
#![allow(dead_code, reason = "the server and the program are shared with tests")]

#[path = "../tests/support/discord_server.rs"]
mod discord_server;
#[path = "../tests/support/program.rs"]
mod program;
#[path = "../tests/support/small_bank.rs"]
mod small_bank;
#[path = "../tests/support/telegram_server/mod.rs"]
mod telegram_server;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures::StreamExt;
use program::Program;
use quizbot::{
    bank::Bank,
    chat::{ChatAdapter, telegram::Telegram as Adapter},
    clock::{Clock, dice},
    engine::{Settings, commands::COMMANDS, event::Briefing},
    house::House,
    quiz::{Language, schedule},
    speech::command,
    store::Store,
};
use serde_json::{Value, json};
use small_bank::{Kind, OPTIONS};
use telegram_server::{Message, Server, TOKEN, user};
use tokio::{sync::oneshot, task::JoinHandle};

/// Open rounds, each in a group of its own.
const ROUNDS: i64 = 3;
/// People who press once in each of them.
const PEOPLE: i64 = 1_000;
/// Requests that are under way at once, as the courier has it.
const IN_FLIGHT: usize = 32;
/// Starts that are measured: the median counts.
const STARTS: usize = 5;
/// How often a figure that is waited for is looked at.
const LOOK: Duration = Duration::from_millis(1);

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        if cfg!(debug_assertions) {
            println!("a debug build: the figures mean nothing, run `cargo bench --bench wire`");
        }
        let presses = ROUNDS * PEOPLE;
        println!("{presses} presses of {PEOPLE} people wait at Telegram when the bot begins to poll:");
        let bot = backlog().await;
        let bare = baseline().await;
        println!("  bot: all graded, on the board and acknowledged after {:.3} s (aim 0.5)", bot.graded.as_secs_f64());
        println!("  bot: every press has its toast after {:.3} s (aim 1.5)", bot.toasts.as_secs_f64());
        println!("  a client that answers each press and grades nothing: {:.3} s", bare.as_secs_f64());
        println!("  ratio bot / bare client, to the last toast: {:.2}", bot.toasts.as_secs_f64() / bare.as_secs_f64());
        program_alone().await;
    });
}

/// How long a backlog took, from the first poll's request on.
struct Took {
    graded: Duration,
    toasts: Duration,
}

/// The house in this process: engine, courier and the real adapter over real HTTP.
struct Bot {
    end: oneshot::Sender<()>,
    ended: JoinHandle<anyhow::Result<()>>,
}

impl Bot {
    fn start(server: &Server, store: &Store, bank: &Arc<Bank>) -> Self {
        let clock = Clock::System;
        let briefing = Briefing {
            commands: COMMANDS,
            topics: Vec::new(),
            zones: schedule::matching_zones,
            called: command::called,
        };
        let adapter = Adapter::new(TOKEN.into(), Some(server.url().to_owned()), briefing, clock.clone());
        let adapters: Vec<Arc<dyn ChatAdapter>> = vec![Arc::new(adapter.expect("an adapter"))];
        let settings =
            Settings { language: Language::En, zone: chrono_tz::Tz::UTC, quiz_seconds: 3_600, catch_up_hours: 6 };
        let house = House { bank: bank.clone(), settings, adapters, clock, dice: dice() };
        let (end, enough) = oneshot::channel();
        let store = store.clone();
        let enough = async {
            // Dropped or told: either way it is enough.
            let _ = enough.await;
            Ok(())
        };
        let ended = tokio::spawn(async move { house.live(&store, enough).await });
        Self { end, ended }
    }

    async fn end(self) {
        self.end.send(()).expect("it listens");
        self.ended.await.expect("no panic").expect("a clean end");
    }
}

async fn backlog() -> Took {
    let folder = tempfile::tempdir().expect("a folder");
    small_bank::write_only(&folder.path().join("bank"), &[Kind::Single]);
    let bank = Arc::new(Bank::from_dir(&folder.path().join("bank")).expect("a bank").0);
    let url = format!("sqlite://{}", folder.path().join("quiz.db").display());
    let store = Store::open(&url).await.expect("a database");
    let server = Server::start().await;
    let bot = Bot::start(&server, &store, &bank);
    for chat in chats() {
        server.say(chat, &user(1, "p1"), "/quiz", None);
    }
    for chat in chats() {
        server.wait_for_text(chat, "Number ").await;
    }
    settle(&store).await;
    bot.end().await;

    let presses = press_all(&server);
    let polls = server.look(|state| state.calls_of("getUpdates").count());
    let bot = Bot::start(&server, &store, &bank);
    server.wait_for("a poll", |state| (state.calls_of("getUpdates").count() > polls).then_some(())).await;
    let begun = Instant::now();
    let acknowledged = async {
        while !server.look(|state| state.updates.is_empty()) {
            tokio::time::sleep(LOOK).await;
        }
        assert_eq!(board(&store).await, expected(&server), "the board is right once all is acknowledged");
        begun.elapsed()
    };
    let toasted = async {
        while server.look(|state| state.answers.len()) < presses {
            tokio::time::sleep(LOOK).await;
        }
        begun.elapsed()
    };
    let (graded, toasts) = tokio::join!(acknowledged, toasted);
    bot.end().await;
    Took { graded, toasts }
}

fn chats() -> impl Iterator<Item = i64> {
    (0..ROUNDS).map(|n| -1_000_000_000_001 - n)
}

/// Waits until the rounds are open and nothing is on its way.
async fn settle(store: &Store) {
    let query = "select (select count(*) from rounds where state = 'open') = $1
         and not exists (select 1 from outbox where state in ('waiting', 'sending'))";
    while !sqlx::query_scalar::<_, bool>(query).bind(ROUNDS).fetch_one(store.readers()).await.expect("a look") {
        tokio::time::sleep(LOOK).await;
    }
}

/// Everybody presses once under every question, each somewhere; how many presses there are.
fn press_all(server: &Server) -> usize {
    let questions: Vec<Message> = chats().map(|chat| question(server, chat)).collect();
    for person in 1..=PEOPLE {
        for question in &questions {
            let pressed = OPTIONS[picked(person)];
            server.press(question.chat, question.id, &user(person, &format!("p{person}")), pressed);
        }
    }
    (ROUNDS * PEOPLE) as usize
}

fn question(server: &Server, chat: i64) -> Message {
    let mut messages = server.messages(chat).into_iter();
    messages.find(|message| small_bank::number_in(&message.text).is_some()).expect("a question")
}

fn picked(person: i64) -> usize {
    person as usize % OPTIONS.len()
}

/// Points of each group, and the people on its board.
async fn board(store: &Store) -> Vec<(i64, i64)> {
    let query = "select sum(t.points), count(*) from standings t join spaces s on s.group_id = t.group_id
         where t.period = 'all' and s.private = 0 group by s.id order by cast(s.address as integer) desc";
    sqlx::query_as(query).fetch_all(store.readers()).await.expect("a board")
}

fn expected(server: &Server) -> Vec<(i64, i64)> {
    let points = |chat: i64| {
        let number = small_bank::number_in(&question(server, chat).text).expect("a number");
        let right = small_bank::right(number)[0];
        (1..=PEOPLE).filter(|person| picked(*person) == right).count() as i64 * small_bank::points(number)
    };
    chats().map(|chat| (points(chat), PEOPLE)).collect()
}

/// The same presses, polled and answered with the same HTTP client and as many requests at once, and nothing else.
async fn baseline() -> Duration {
    let server = Server::start().await;
    for chat in chats() {
        server.open_chat(chat);
        for person in 1..=PEOPLE {
            server.press_data(chat, 1, &user(person, "p"), "v1:1:p0");
        }
    }
    let client = reqwest::Client::new();
    let begun = Instant::now();
    let mut offset = Value::Null;
    loop {
        let updates =
            call(&client, &server, "getUpdates", json!({ "offset": offset, "limit": 100, "timeout": 0 })).await;
        let updates = updates["result"].as_array().cloned().unwrap_or_default();
        let Some(last) = updates.iter().filter_map(|update| update["update_id"].as_i64()).max() else { break };
        offset = (last + 1).into();
        let answers = updates.iter().map(|update| {
            let answer = json!({ "callback_query_id": update["callback_query"]["id"], "text": "Right. +10" });
            call(&client, &server, "answerCallbackQuery", answer)
        });
        futures::stream::iter(answers).buffer_unordered(IN_FLIGHT).for_each(|_| std::future::ready(())).await;
    }
    assert_eq!(server.look(|state| state.answers.len()) as i64, ROUNDS * PEOPLE, "every press is answered");
    begun.elapsed()
}

async fn call(client: &reqwest::Client, server: &Server, method: &str, params: Value) -> Value {
    let request = client.post(format!("{}/bot{TOKEN}/{method}", server.url()));
    let request = request.header("content-type", "application/json").body(params.to_string());
    let answer = request.send().await.expect("an answer").bytes().await.expect("a body");
    serde_json::from_slice(&answer).expect("JSON")
}

/// The real program: from its start to its first poll, and what it holds in memory when nothing happens.
async fn program_alone() {
    let (telegram, discord) = (Server::start().await, discord_server::Server::start().await);
    let mut program =
        Program::new(60).on_telegram(telegram.url(), TOKEN).on_discord(&discord.url(), discord_server::TOKEN);
    let mut took = Vec::new();
    for _ in 0..STARTS {
        let polls = telegram.look(|state| state.calls_of("getUpdates").count());
        let begun = Instant::now();
        program.start();
        telegram.wait_for("a poll", |state| (state.calls_of("getUpdates").count() > polls).then_some(())).await;
        took.push(begun.elapsed());
        discord.until("connected", discord_server::Server::is_connected).await;
        // The first minute's work is done: commands are registered, replies are fetched.
        tokio::time::sleep(Duration::from_secs(1)).await;
        if took.len() < STARTS {
            program.ask_to_end().await;
        }
    }
    took.sort_unstable();
    println!("start to the first poll, median of {STARTS}: {:.3} s (aim 0.3)", took[STARTS / 2].as_secs_f64());
    match resident_mib(program.id()) {
        Some(mib) => println!("resident memory, idle on both platforms: {mib:.1} MiB (aim 30)"),
        None => println!("resident memory: /proc is not here"),
    }
    program.ask_to_end().await;
}

fn resident_mib(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
}
