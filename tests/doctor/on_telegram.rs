//! What it finds on Telegram.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    doctor, know,
    program::Program,
    telegram_server::{Fault, Server, TOKEN, user},
};

/// Groups of the test, all open.
const GROUPS: [i64; 3] = [-1_000_000_000_001, -1_000_000_000_002, -3];

async fn program(server: &Server) -> Program {
    let program = Program::new(60).on_telegram(server.url(), TOKEN);
    let [first, second, third] = GROUPS.map(|group| group.to_string());
    let groups = [(&first, "First"), (&second, "Second"), (&third, "Third")];
    let group = |(id, title): (&'static str, &'static str)| ("telegram", id, id, false, title);
    let chats = groups.map(|(id, title)| group((id.clone().leak(), title)));
    know(&program, &chats).await;
    GROUPS.iter().for_each(|group| server.open_chat(*group));
    program
}

#[tokio::test]
async fn all_is_well_beside_the_running_bot() {
    let server = Server::start().await;
    let mut program = program(&server).await;
    program.start();
    server.wait_for("the menus", |state| (state.menus.len() == 6).then_some(())).await;
    server.change(|state| {
        let admin = json!({"status": "administrator", "can_pin_messages": true, "can_delete_messages": true});
        state.standings.insert(GROUPS[1], admin);
        state.abouts.insert(GROUPS[2], json!({"is_forum": true}));
    });
    let told = doctor(&program).await;
    assert!(told.well && told.count("ok") == told.rows().len(), "{}", told.text);
    told.says("ok", "Telegram", "The token is accepted: @quiz_test_bot.");
    told.says("ok", "Telegram", "Privacy mode is on: in groups, buttons,");
    told.says("ok", "Telegram", "No webhook is set");
    told.says("ok", "Telegram", "The commands are registered.");
    told.says("ok", "Telegram First", "Can post. Can pin: no. Can delete others' messages: no.");
    told.says("ok", "Telegram Second", "Can post. Can pin: yes. Can delete others' messages: yes.");
    assert!(told.rows().iter().any(|row| row[1].contains("Third") && row[3].contains("a topic is closed")));
    assert!(told.rows().iter().any(|row| row[2].contains("Replies to others' messages do not")), "{}", told.text);
}

#[tokio::test]
async fn a_refused_token_is_trouble_and_ends_the_examination() {
    let server = Server::start().await;
    let program = program(&server).await.with("QUIZBOT_TELEGRAM_TOKEN", "7:wrong_TEST-token_of-the-fake-server");
    let told = doctor(&program).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "Telegram", "The token is refused");
    assert_eq!(told.rows().iter().filter(|row| row[1].starts_with("Telegram")).count(), 1, "{}", told.text);
}

#[tokio::test]
async fn what_is_wrong_with_the_account_is_told() {
    let server = Server::start().await;
    let webhook = format!("https://hook.example.org/{TOKEN}");
    server.change(|state| {
        state.webhook = webhook.clone();
        state.reads_all = true;
    });
    let told = doctor(&program(&server).await).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "Telegram", "A webhook is set (hook.example.org)");
    told.says("ok", "Telegram", "Privacy mode is off");
    told.says("warning", "Telegram", "The registered commands are not those");
    assert_eq!(server.look(|state| state.webhook.clone()), webhook, "it only looks");
}

#[tokio::test]
async fn each_chat_has_its_own_trouble() {
    let server = Server::start().await;
    let program = program(&server).await;
    know_more(&program).await;
    server.kick(GROUPS[0], &user(1, "Ada"));
    server.change(|state| {
        let muted = json!({"status": "restricted", "is_member": true, "can_send_messages": false});
        state.standings.insert(GROUPS[1], muted);
    });
    server.migrate(GROUPS[2], -1_000_000_000_003);
    server.open_chat(42);
    let told = doctor(&program).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "Telegram First", "The bot is not there");
    told.says("trouble", "Telegram Second", "The bot is there, but may not write.");
    told.says("warning", "Telegram Third", "The group has become a supergroup");
    told.says("trouble", "Telegram Lost", "The chat is gone");
    told.says("ok", "Telegram 42", "A private chat");
    told.says("warning", "Telegram", "A known chat sleeps");
}

async fn know_more(program: &Program) {
    let mut database = program.database().await;
    for statement in [
        "insert into spaces (id, platform, address, group_id, title, private, awake, created_at_ms) values
         (11, 'telegram', '-11', 1, 'Lost', 0, 1, 0), (12, 'telegram', '42', 1, '', 1, 1, 0),
         (13, 'telegram', '-13', 1, 'Left', 0, 0, 0)",
        "insert into chats (space_id, platform, address, thread, asleep) values (11, 'telegram', '-11', '', 0),
         (12, 'telegram', '42', '', 0), (13, 'telegram', '-13', '', 0), (11, 'telegram', '-11', '7', 1)",
    ] {
        sqlx::query(statement).execute(&mut database).await.expect("rows");
    }
}

#[tokio::test]
async fn an_api_that_falls_silent_is_given_up() {
    let server = Server::start().await;
    let program = program(&server).await;
    sqlx::query(
        "with recursive n(i) as (select 100 union all select i + 1 from n where i < 150)
         insert into chats (space_id, platform, address) select 1, 'telegram', '-' || i from n",
    )
    .execute(&mut program.database().await)
    .await
    .expect("rows");
    server.fail("getMe", Fault::TooMany(1), 1);
    server.fail("getChat", Fault::Html(502), 100);
    let told = doctor(&program).await;
    assert!(!told.well, "{}", told.text);
    assert_eq!(told.count("trouble"), 3, "{}", told.text);
    told.says("warning", "Telegram", "51 known chats were not looked at.");
}

#[tokio::test]
async fn a_silent_api_costs_a_few_seconds() {
    let server = Server::start().await;
    server.fail("getMe", Fault::Slow(Duration::from_secs(30)), 1);
    let since = Instant::now();
    let told = doctor(&program(&server).await).await;
    assert!(!told.well && since.elapsed() < Duration::from_secs(10), "{}", told.text);
    told.says("trouble", "Telegram", "No answer within 5 seconds.");
}

#[tokio::test]
async fn of_ten_thousand_chats_the_newest_hundred_are_looked_at() {
    let server = Server::start().await;
    let program = Program::new(60).on_telegram(server.url(), TOKEN);
    know(&program, &[]).await;
    let mut database = program.database().await;
    for statement in [
        "insert into groups (id, language, time_zone, created_at_ms) values (1, 'en', 'UTC', 0)",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
         insert into spaces (id, platform, address, group_id, private, created_at_ms)
         select i, 'telegram', i, 1, 1, 0 from n",
        "insert into chats (id, space_id, platform, address) select id, id, platform, address from spaces",
    ] {
        sqlx::query(statement).execute(&mut database).await.expect("rows");
    }
    server.change(|state| (9_901..=10_000).for_each(|chat| _ = state.chat(chat)));
    let told = doctor(&program).await;
    assert!(told.well, "{}", told.text);
    told.says("warning", "Telegram", "9900 known chats were not looked at.");
    let private = told.rows().iter().filter(|row| row[2].starts_with("A private chat")).count();
    assert_eq!((private, server.look(|state| state.calls_of("getChat").count())), (100, 100));
}
