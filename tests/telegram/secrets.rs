//! The token is nobody's business.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use quizbot::{chat::ChatAdapter, clock::Clock};

use crate::{
    GROUP, Listening, adapter, delivering,
    telegram_server::{Fault, Server, TOKEN, user},
};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_an_error_nor_a_log_line_holds_the_token_or_what_people_wrote() {
    let log = Log::default();
    let writer = log.clone();
    // For the whole process, at every level and with the libraries' own lines: the other tests only add to it.
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    subscriber.with_writer(move || writer.clone()).init();

    let server = Server::start().await;
    server.open_chat(GROUP);
    server.push(serde_json::json!({"message": {"message_id": "a secret answer"}}));
    for fault in [Fault::DropBefore, Fault::Html(502)] {
        server.fail("getUpdates", fault, 1);
    }
    server.fail("getMe", Fault::DropBefore, 1);
    server.say(42, &user(42, "Ada"), "another secret answer", None);
    let mut listening = Listening::to(&server);
    listening.hear(1).await;
    listening.end().await.expect("a clean end");

    let mut errors = Vec::new();
    let adapter = adapter(server.url(), Clock::System);
    for fault in [Fault::DropBefore, Fault::DropAfter, Fault::Html(500), Fault::Raw("x".into())] {
        server.fail("sendMessage", fault, 1);
        errors.push(adapter.deliver(&delivering::post(GROUP, delivering::line("x"))).await.expect_err("refused"));
    }
    let nowhere = crate::adapter("http://127.0.0.1:1", Clock::System);
    errors.push(nowhere.deliver(&delivering::post(GROUP, delivering::line("x"))).await.expect_err("refused"));
    let nothing = Listening::with(nowhere);
    let waited = tokio::time::timeout(std::time::Duration::from_millis(1500), nothing.task).await;
    assert!(waited.is_err(), "a server that is down is waited for");

    let told = format!("{errors:?}");
    let logged = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    let secret = TOKEN.split_once(':').expect("two parts").1;
    assert!(!told.contains(secret), "{told}");
    for expected in ["can't get updates from Telegram", "can't reach Telegram", "can't be read", "reqwest::connect"] {
        assert!(logged.contains(expected), "{expected}");
    }
    for line in logged.lines() {
        assert!(!line.contains(secret), "{line}");
        assert!(!line.contains("secret answer"), "{line}");
    }
}
