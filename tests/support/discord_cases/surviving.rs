//! Lost connections, lost sessions, refused tokens, and what was said meanwhile.

use std::{
    io,
    sync::{Arc, Mutex},
};

use quizbot::engine::event::{Platform, What};
use serde_json::json;

use crate::{
    discord_bench::{Bench, handle, typed, whisper},
    discord_server::{CHANNEL, OTHER_CHANNEL, PRIVATE, Person, Server, TOKEN},
};

fn ada() -> Person {
    Person::new(11, "ada")
}

fn said(bench: &Bench) -> Vec<String> {
    let words = |what: What| match what {
        What::Reply { text, .. } => Some(text),
        _ => None,
    };
    bench.heard().into_iter().filter_map(|event| words(event.what)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_while_the_bot_was_away_is_fetched_once_and_in_order() {
    let server = Server::start().await;
    let bench = Bench::begun(server.clone(), TOKEN);
    bench.up().await;
    let question = bench.post(CHANNEL, 1, typed(5)).await;
    let private = bench.post(PRIVATE, 2, typed(6)).await;
    bench.server.reply(&ada(), question, "before");
    bench.server.until("before", |_| said(&bench).len() == 1).await;
    bench.end().await.expect("a clean end");

    server.until("the farewell", |server| !server.is_connected()).await;
    server.lose_sessions();
    server.reply(&ada(), question, "missed 0");
    for n in 0..250 {
        server.say(&ada(), CHANNEL, &format!("chatter {n}"));
    }
    server.reply(&ada(), question, "missed 1");
    server.say(&ada(), PRIVATE, "missed in private");

    let bench = Bench::begun(server.clone(), TOKEN);
    bench.open_chat(CHANNEL, question);
    bench.open_chat(PRIVATE, private);
    bench.open_chat(999, 5);
    bench.server.fail("GET", "/messages?after", Server::too_many(0.05, false));
    bench.server.fail("GET", "/messages?after", Server::refusal(500, 0));
    bench.up().await;
    assert_eq!(said(&bench).len(), 4, "{:?}", said(&bench));
    assert_eq!(said(&bench)[..3], ["before", "missed 0", "missed 1"]);
    let rounds: Vec<_> =
        bench.heard().iter().filter(|event| event.key.starts_with("dc:msg:")).map(|event| event.what.clone()).collect();
    assert!(matches!(&rounds[1], What::Reply { round: Some(round), .. } if round.0 == 5));
    let live = bench.server.reply(&ada(), question, "live");
    bench.said(live).await;
    bench.end().await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_lost_while_running_is_caught_up_too() {
    let bench = Bench::connected().await;
    let question = bench.post(OTHER_CHANNEL, 1, typed(5)).await;
    bench.open_chat(OTHER_CHANNEL, question);
    bench.server.refuse_resumes();
    bench.server.close_connections(Some(4000));
    bench.server.reply(&ada(), question, "missed");
    bench.server.until("fetched", |_| said(&bench) == ["missed"]).await;
    assert_eq!(bench.server.sessions_begun().0, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_connection_is_resumed_and_nothing_is_lost() {
    let bench = Bench::connected().await;
    for (code, resumes) in [(None, 1), (Some(4000), 2), (Some(1001), 3)] {
        match code {
            None => bench.server.break_connections(),
            Some(code) => bench.server.close_connections(Some(code)),
        }
        let meanwhile = bench.server.command(&ada(), CHANNEL, "top", &[]);
        let event = bench.interaction(meanwhile).await;
        assert_eq!(event.what, What::Command { name: "top".into(), args: String::new() });
        bench.server.until("resumed", |server| server.sessions_begun() == (1, resumes)).await;
        let answer = whisper(CHANNEL, &handle(&event), "here");
        bench.deliver(answer).await.expect("whispered");
    }
    bench.end().await.expect("a clean end");
}

/// On one thread: serenity's circle must not stop it.
#[tokio::test]
async fn a_close_without_a_code_is_noticed_at_once() {
    let bench = Bench::connected().await;
    let start = tokio::time::Instant::now();
    bench.server.close_connections(None);
    bench.server.until("a new session", |server| server.sessions_begun().0 == 2 && server.is_connected()).await;
    assert!(start.elapsed().as_secs() < 8, "{:?}", start.elapsed());
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    bench.interaction(asked).await;
    bench.end().await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_silent_is_given_up() {
    let server = Server::start().await;
    server.set_heartbeat(400);
    let bench = Bench::begun(server, TOKEN);
    bench.up().await;
    bench.server.acknowledge_heartbeats(false);
    bench.server.until("a new session", |server| server.sessions_begun().0 >= 2).await;
    bench.server.acknowledge_heartbeats(true);
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    bench.interaction(asked).await;
    bench.end().await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_told_to_be_caught_up_while_the_connection_is_down() {
    let bench = Bench::connected().await;
    let until = || bench.inbox.caught_up_until()[&Platform::new("discord")];
    bench.server.refuse_connections(true);
    bench.server.break_connections();
    bench.server.until("noticed", |server| !server.is_connected()).await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let stuck = until();
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert_eq!(until(), stuck);
    bench.server.refuse_connections(false);
    bench.server.until("back", |_| until() > stuck).await;
    // A round that wants to close does not wait for the next tick.
    let wanted = bench.clock.now_ms() - 300;
    bench.inbox.want(wanted);
    bench.server.until("told", |_| until() >= wanted).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_token_is_a_clear_error_that_does_not_show_it() {
    let server = Server::start().await;
    server.change_token("another");
    let mut bench = Bench::begun(server, TOKEN);
    let error = format!("{:#?}", bench.ended().await.expect_err("it is refused"));
    assert!(error.contains("token") && error.contains("401"), "{error}");
    assert!(!error.contains(TOKEN), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_sessions_are_clear_errors() {
    for (code, word) in [(4004, "token"), (4013, "4013"), (4014, "4014")] {
        let server = Server::start().await;
        server.close_identify_with(Some(code));
        let mut bench = Bench::begun(server, TOKEN);
        let error = format!("{:#}", bench.ended().await.expect_err("it is refused"));
        assert!(error.contains(word) && !error.contains(TOKEN), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_can_not_be_found_is_asked_for_again_and_nobody_else_is() {
    let server = Server::start().await;
    for _ in 0..2 {
        server.fail("GET", "/gateway", Server::refusal(503, 0));
    }
    let bench = Bench::begun(server, TOKEN);
    bench.up().await;
    // serenity asks by itself once more; its answer does not matter.
    assert!(bench.server.requests_to("GET", "/gateway").len() >= 4);
    bench.end().await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_registered_only_when_they_changed() {
    let server = Server::start().await;
    for (run, registrations) in [(1, 1), (2, 1)] {
        let bench = Bench::begun(server.clone(), TOKEN);
        bench.up().await;
        bench.end().await.expect("a clean end");
        assert_eq!(server.requests_to("PUT", "/commands").len(), registrations, "after run {run}");
    }
    let names: Vec<_> = server.commands().iter().map(|command| command["name"].clone()).collect();
    assert_eq!(names, ["quiz", "daily", "top", "language"]);
    server.change_command("top", "description", json!("something else"));
    let bench = Bench::begun(server.clone(), TOKEN);
    bench.up().await;
    assert_eq!(server.requests_to("PUT", "/commands").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_not_be_read_harms_nothing() {
    let bench = Bench::connected().await;
    bench.server.dispatch_raw("INTERACTION_CREATE", &json!({ "id": "5", "type": 3, "odd": true }));
    bench.server.dispatch_raw("MESSAGE_CREATE", &json!({ "id": "6" }));
    bench.server.dispatch_raw("SOMETHING_NEW", &json!({ "id": "7" }));
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    bench.interaction(asked).await;
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// On one thread, so that this test's log is its own.
#[tokio::test]
async fn no_log_line_holds_the_token_or_what_was_said() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let bench = Bench::connected().await;
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    let event = bench.interaction(asked).await;
    bench.server.fail("POST", "/callback", Server::refusal(500, 0));
    bench.deliver(whisper(CHANNEL, &handle(&event), "very private words")).await.expect_err("refused");
    bench.server.dispatch_raw("MESSAGE_CREATE", &json!({ "id": "6", "content": "very private words" }));
    bench.server.break_connections();
    bench.server.until("resumed", |server| server.sessions_begun().1 == 1).await;
    bench.end().await.expect("a clean end");
    let log = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    assert!(log.contains("could not be read"), "the log was taken");
    for secret in [TOKEN, TOKEN.split('.').nth(2).expect("a part")] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} in the log");
    }
    // serenity writes whole events when it is asked to debug.
    let line = log.lines().find(|line| line.contains("very private words") && !line.contains("serenity::"));
    assert_eq!(line, None);
}
