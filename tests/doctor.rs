//! `quizbot doctor`, the real program against a Telegram and a Discord of our own: what it finds, in both languages, and
//! that it says no token.

#![allow(unreachable_pub, dead_code, reason = "the servers and the program are shared by several tests")]

#[path = "support/discord_server.rs"]
mod discord_server;
#[path = "doctor/on_discord.rs"]
mod on_discord;
#[path = "doctor/on_telegram.rs"]
mod on_telegram;
#[path = "support/program.rs"]
mod program;
#[path = "support/small_bank.rs"]
mod small_bank;
#[path = "support/telegram_server/mod.rs"]
mod telegram_server;

use std::time::{Duration, Instant};

use program::Program;
use quizbot::store::Store;

/// What no output may hold: the secret parts of both tokens.
const SECRETS: [&str; 2] = ["TEST-token_of-the-fake-server", "s3cret-Part"];
/// An address where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:1";

/// What the doctor printed.
struct Told {
    well: bool,
    text: String,
}

/// Runs the doctor of this program beside whatever runs.
async fn doctor(program: &Program) -> Told {
    let mut command = program.command();
    command.arg("doctor");
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("it runs");
    let (text, errors) = (String::from_utf8(output.stdout).expect("UTF-8"), String::from_utf8_lossy(&output.stderr));
    assert_eq!(errors, "", "{text}");
    assert!(!SECRETS.iter().any(|secret| text.contains(secret)), "{text}");
    Told { well: output.status.success(), text }
}

impl Told {
    /// The rows of an English table: how it is, where, what, what to do.
    fn rows(&self) -> Vec<[String; 4]> {
        let mut lines = self.text.lines();
        let header = lines.next().expect("a header");
        let starts = ["State", "Where", "What ", "What to do"].map(|name| header.find(name).expect(name));
        let mut rows: Vec<[String; 4]> = Vec::new();
        for line in lines {
            let cell = |column: usize| {
                let end = starts.get(column + 1).copied().unwrap_or(line.len()).min(line.len());
                line.get(starts[column].min(end)..end).expect("a table of ASCII").trim().to_owned()
            };
            let cells: [String; 4] = std::array::from_fn(cell);
            if cells[0].is_empty() {
                let row = rows.last_mut().expect("a row begins with its state");
                for (whole, more) in row.iter_mut().zip(cells) {
                    *whole = format!("{whole} {more}").trim().to_owned();
                }
            } else {
                rows.push(cells);
            }
        }
        rows
    }

    /// Expects this row, and no other of the same subject that says the same.
    fn says(&self, state: &str, subject: &str, what: &str) {
        let found = self.rows().into_iter().filter(|row| row[1].starts_with(subject) && row[2].starts_with(what));
        let states: Vec<String> = found.map(|row| row[0].clone()).collect();
        assert_eq!(states, [state], "{subject}: {what}\n{}", self.text);
    }

    /// How many rows have this state.
    fn count(&self, state: &str) -> usize {
        self.rows().iter().filter(|row| row[0] == state).count()
    }
}

/// A database that knows these chats: platform, space, chat, whether it is private, title.
async fn know(program: &Program, chats: &[(&str, &str, &str, bool, &str)]) {
    Store::open(&program.database_url()).await.expect("a database").close().await;
    let mut database = program.database().await;
    for (number, (platform, space, chat, private, title)) in (1_i64..).zip(chats) {
        for statement in [
            "insert into groups (id, language, time_zone, created_at_ms) values ($1, 'en', 'UTC', 0)",
            "insert into spaces (id, platform, address, group_id, title, private, created_at_ms)
             values ($1, $2, $3, $1, $6, $5, 0) on conflict do nothing",
            "insert into chats (space_id, platform, address)
             values ((select id from spaces where platform = $2 and address = $3), $2, $4)",
        ] {
            let query = sqlx::query(statement).bind(number).bind(platform).bind(space).bind(chat);
            query.bind(private).bind(title).execute(&mut database).await.expect("a row");
        }
    }
}

#[tokio::test]
async fn without_a_token_it_says_so_and_nothing_is_in_trouble() {
    let told = doctor(&Program::new(60)).await;
    assert!(told.well, "{}", told.text);
    told.says("warning", "quizbot", "No platform has a token");
    told.says("warning", "quizbot", "There is no database yet");
    told.says("ok", "Telegram", "Off");
    told.says("ok", "Discord", "Off");
}

#[tokio::test]
async fn a_configuration_that_is_refused_is_trouble() {
    let told = doctor(&Program::new(60).with("QUIZBOT_TELEGRAM_TOKEN", "s3cret-Part")).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "quizbot", "The configuration has a problem");
}

#[tokio::test]
async fn a_database_that_cannot_be_read_is_trouble() {
    let program = Program::new(60);
    let path = program.database_url().replace("sqlite://", "");
    std::fs::write(path, "this is no database, but a text that is long enough to be taken for one").expect("a file");
    let told = doctor(&program).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "quizbot", "The known chats can't be read:");
}

#[tokio::test]
async fn platforms_that_are_away_are_given_up_soon() {
    let program = Program::new(60).on_telegram(NOWHERE, telegram_server::TOKEN);
    let program = program.on_discord(NOWHERE, discord_server::TOKEN);
    let since = Instant::now();
    let told = doctor(&program).await;
    assert!(!told.well && since.elapsed() < Duration::from_secs(5), "{}", told.text);
    told.says("trouble", "Telegram", "It can't be reached:");
    told.says("trouble", "Discord", "It can't be reached:");
}

#[tokio::test]
async fn chinese_is_spoken_where_it_is_configured() {
    let server = telegram_server::Server::start().await;
    let program = Program::new(60).on_telegram(server.url(), telegram_server::TOKEN);
    let told = doctor(&program.with("QUIZBOT_DEFAULTS_LANGUAGE", "zh")).await;
    assert!(told.well, "{}", told.text);
    let table = told.text.lines().map(str::trim_end).collect::<Vec<_>>();
    assert!(table[0].starts_with("状态  对象      结果"), "{}", told.text);
    for row in ["警告  quizbot   还没有数据库", "正常  Telegram  令牌有效：@quiz_test_bot。", "正常  Discord   未启用"]
    {
        assert!(table.iter().any(|line| line.starts_with(row)), "{row}\n{}", told.text);
    }
    assert!(!told.text.contains("doctor-"), "{}", told.text);
}
