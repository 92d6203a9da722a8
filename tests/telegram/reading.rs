//! What comes in.

use std::time::Duration;

use quizbot::clock::Clock;
use serde_json::json;

use crate::{
    Listening, adapter, platform,
    telegram_server::{BOT_ID, Fault, Server, user},
    words,
};

#[tokio::test]
async fn updates_come_in_order_and_are_confirmed_only_after_their_commit() {
    let server = Server::start().await;
    let ada = user(42, "Ada");
    for text in ["one", "two", "three"] {
        server.say(42, &ada, text, None);
    }
    let mut first = Listening::to(&server);
    let put = first.put().await;
    assert_eq!(words(&put.events), ["one", "two", "three"]);
    first.end().await.expect("a clean end"); // before the commit: like a crash
    drop(put);
    assert_eq!(server.look(|state| state.updates.len()), 3, "nothing was confirmed");

    let mut second = Listening::to(&server);
    let put = second.put().await;
    assert_eq!(words(&put.events), ["one", "two", "three"]);
    assert_eq!(put.events[0].key, format!("tg:{BOT_ID}:1001"));
    assert_eq!(server.look(|state| state.updates.len()), 3, "not yet committed");
    put.committed.send(()).expect("the adapter waits");
    server.wait_for("the confirmation", |state| state.updates.is_empty().then_some(())).await;
    second.end().await.expect("a clean end");
}

#[tokio::test]
async fn an_engine_that_stopped_ends_the_listening_without_a_confirmation() {
    let server = Server::start().await;
    server.say(42, &user(42, "Ada"), "one", None);
    let mut listening = Listening::to(&server);
    drop(listening.put().await);
    let ended = tokio::time::timeout(crate::PATIENCE, listening.task).await;
    ended.expect("ends by itself").expect("no panic").expect("no error");
    assert_eq!(server.look(|state| state.updates.len()), 1);
}

#[tokio::test]
async fn more_than_one_answer_holds_loses_nothing() {
    let server = Server::start().await;
    let ada = user(42, "Ada");
    let said: Vec<String> = (0..250).map(|number| number.to_string()).collect();
    for text in &said {
        server.say(42, &ada, text, None);
    }
    let mut listening = Listening::to(&server);
    assert_eq!(words(&listening.hear(250).await), said);
    let puts = server.look(|state| state.calls_of("getUpdates").count());
    assert!((3..=5).contains(&puts), "{puts} requests");
}

#[tokio::test]
async fn unknown_and_broken_updates_harm_no_neighbour() {
    let server = Server::start().await;
    let ada = user(42, "Ada");
    server.say(42, &ada, "before", None);
    server.push(json!({"message": {"message_id": "not a number", "secret": "what Ada wrote"}}));
    server.push(json!({"managed_bot": {"new": "kind"}}));
    let entity = json!([{"type": "date_time", "offset": 0, "length": 3, "unix_time": 1, "date_time_format": "r"}]);
    server.push(json!({"message": {"message_id": 50, "date": 1, "chat": {"id": 42, "type": "private"},
        "from": {"id": 42, "is_bot": false, "first_name": "Ada"}, "text": "now", "entities": entity}}));
    server.push(json!("not even an object"));
    server.say(42, &ada, "after", None);
    let mut listening = Listening::to(&server);
    assert_eq!(words(&listening.hear(3).await), ["before", "now", "after"]);
    server.wait_for("the confirmation", |state| state.updates.is_empty().then_some(())).await;
}

#[tokio::test]
async fn a_server_that_fails_is_asked_again() {
    let faults = [
        Fault::Html(502),
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::TooMany(1),
        Fault::Refuse(409, "Conflict: terminated by other getUpdates request".into()),
        Fault::Raw("{\"ok\":true,\"result\":[{}]}".into()),
        Fault::Refuse(401, "Unauthorized".into()),
    ];
    let runs = faults.into_iter().map(|fault| async move {
        let server = Server::start().await;
        server.say(42, &user(42, "Ada"), "hello", None);
        server.fail("getUpdates", fault.clone(), 1);
        let mut listening = Listening::to(&server);
        assert_eq!(words(&[listening.hear_one().await]), ["hello"], "{fault:?}");
        listening.end().await.expect("a clean end");
    });
    futures::future::join_all(runs).await;
}

#[tokio::test]
async fn a_webhook_set_meanwhile_is_removed() {
    let server = Server::start().await;
    let mut listening = Listening::to(&server);
    server.wait_for("a poll", |state| state.calls_of("getUpdates").next().map(|_| ())).await;
    server.change(|state| state.webhook = "https://example.org/hook".to_owned());
    server.say(42, &user(42, "Ada"), "hello", None);
    assert_eq!(words(&[listening.hear_one().await]), ["hello"]);
}

#[tokio::test]
async fn a_round_that_wants_to_close_does_not_wait_for_the_long_poll() {
    let server = Server::start().await;
    let clock = Clock::manual(1_000_000);
    let listening = Listening::with(adapter(server.url(), clock.clone()));
    let hangs = |seconds: u64| {
        move |state: &crate::telegram_server::State| {
            state.calls_of("getUpdates").next_back().filter(|params| params["timeout"] == seconds).map(|_| ())
        }
    };
    server.wait_for("a hanging poll", hangs(10)).await;
    assert_eq!(listening.inbox.caught_up_until().get(&platform()), Some(&1_000_000));
    clock.set(1_060_000);
    listening.inbox.want(1_060_000);
    let polls = move |state: &crate::telegram_server::State| {
        let timeouts: Vec<_> = state.calls_of("getUpdates").map(|params| params["timeout"].clone()).collect();
        (timeouts == [json!(0), json!(10), json!(0), json!(10)]).then_some(())
    };
    server.wait_for("one short poll, and then a long one again", polls).await;
    assert_eq!(listening.inbox.caught_up_until().get(&platform()), Some(&1_060_000));
    listening.inbox.want(9_000_000); // ahead of our clock: asked for once, never in a loop
    let polls = |state: &crate::telegram_server::State| {
        let timeouts: Vec<_> = state.calls_of("getUpdates").skip(4).map(|params| params["timeout"].clone()).collect();
        (timeouts == [json!(0), json!(10)]).then_some(())
    };
    server.wait_for("one more short poll, and then a long one", polls).await;
    listening.end().await.expect("ends while a poll hangs");
}

#[tokio::test]
async fn a_stingy_server_is_not_taken_for_an_empty_one() {
    let server = Server::start().await;
    server.be_stingy();
    server.fail("getUpdates", Fault::Slow(Duration::from_millis(200)), 2);
    let clock = Clock::manual(1_000_000);
    let mut listening = Listening::with(adapter(server.url(), clock.clone()));
    let polls = |count: usize| {
        move |state: &crate::telegram_server::State| (state.calls_of("getUpdates").count() == count).then_some(())
    };
    server.wait_for("the first poll", polls(1)).await;
    clock.set(1_060_000);
    server.wait_for("the second, which repeats the offset too soon", polls(2)).await;
    for text in ["one", "two", "three"] {
        server.say(42, &user(42, "Ada"), text, None);
    }
    let caught_up = |listening: &Listening| listening.inbox.caught_up_until().get(&platform()).copied();
    for expected in [vec!["one"], vec!["two", "three"]] {
        let put = listening.put().await;
        assert_eq!(words(&put.events), expected);
        assert_eq!(caught_up(&listening), Some(1_000_000), "more waited than was told");
        put.committed.send(()).expect("the adapter waits");
    }
    server.wait_for("a poll that hangs", polls(4)).await;
    assert_eq!(caught_up(&listening), Some(1_060_000));
}
