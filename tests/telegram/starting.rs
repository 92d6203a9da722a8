//! How it starts.

use quizbot::{chat::ChatAdapter, clock::Clock};
use serde_json::json;

use crate::{
    GROUP, Listening, adapter, delivering,
    telegram_server::{Fault, Server, user},
    words,
};

#[tokio::test]
async fn menus_are_set_in_both_languages_and_only_when_they_differ() {
    let server = Server::start().await;
    let first = Listening::to(&server);
    server.wait_for("six menus", |state| (state.menus.len() == 6).then_some(())).await;
    first.end().await.expect("a clean end");
    let (english, chinese, admins) = server.look(|state| {
        let menu = |key: &str| state.menus[key].clone();
        (menu("default/"), menu("default/zh"), menu("all_chat_administrators/"))
    });
    assert_eq!(english, json!([{"command": "quiz", "description": "One question now"}]));
    assert_eq!(chinese[0]["description"], "马上来一题");
    assert_eq!(admins[1]["command"], "language", "only admins are offered what only they may");

    server.change(|state| state.menus.insert("default/zh".to_owned(), json!([])));
    let second = Listening::to(&server);
    server.wait_for("the menu put right", |state| (state.menus["default/zh"] != json!([])).then_some(())).await;
    let read = |state: &crate::telegram_server::State| (state.calls_of("getMyCommands").count() == 12).then_some(());
    server.wait_for("every menu looked at", read).await;
    second.end().await.expect("a clean end");
    assert_eq!(server.look(|state| state.calls_of("setMyCommands").count()), 7);
}

#[tokio::test]
async fn a_server_that_is_not_up_yet_is_waited_for() {
    let server = Server::start().await;
    server.fail("getMe", Fault::Html(502), 1);
    server.change(|state| state.webhook = "https://example.org/hook".to_owned());
    server.say(42, &user(42, "Ada"), "hello", None);
    let mut listening = Listening::to(&server);
    assert_eq!(words(&[listening.hear_one().await]), ["hello"]);
    assert_eq!(server.look(|state| state.webhook.clone()), "", "a webhook would keep the updates");
    listening.end().await.expect("a clean end");
}

#[tokio::test]
async fn a_menu_that_is_refused_stops_nothing() {
    let server = Server::start().await;
    server.fail("setMyCommands", Fault::Refuse(400, "Bad Request: BOT_COMMAND_INVALID".into()), 1);
    server.say(42, &user(42, "Ada"), "hello", None);
    let mut listening = Listening::to(&server);
    assert_eq!(words(&[listening.hear_one().await]), ["hello"]);
}

#[tokio::test]
async fn delivering_needs_no_listening() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let adapter = adapter(server.url(), Clock::System);
    adapter.deliver(&delivering::post(GROUP, delivering::typed(77))).await.expect("taken");
    let said = server.messages(GROUP);
    let url = said[0].keyboard["inline_keyboard"][0][0]["url"].clone();
    assert_eq!(url, "https://t.me/quiz_test_bot?start=77");
}

#[tokio::test]
async fn the_server_takes_no_other_token() {
    let server = Server::start().await;
    let wrong = quizbot::chat::telegram::Telegram::new(
        "7:wrong".into(),
        Some(server.url().to_owned()),
        crate::briefing(),
        Clock::System,
    );
    let listening = Listening::with(std::sync::Arc::new(wrong.expect("an adapter")));
    let ended = tokio::time::timeout(crate::PATIENCE, listening.task).await.expect("ends by itself");
    let error = format!("{:#}", ended.expect("no panic").expect_err("the token is refused"));
    assert!(error.contains("refused the token") && !error.contains("wrong"), "{error}");
}
