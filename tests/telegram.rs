//! The Telegram adapter alone, against a Bot API server of our own: what it reads, what it delivers, what it hides.

#[path = "telegram/delivering.rs"]
mod delivering;
#[path = "telegram/events.rs"]
mod events;
#[path = "telegram/reading.rs"]
mod reading;
#[path = "telegram/refusing.rs"]
mod refusing;
#[path = "telegram/secrets.rs"]
mod secrets;
#[path = "telegram/starting.rs"]
mod starting;
#[path = "support/telegram_server/mod.rs"]
mod telegram_server;

use std::{sync::Arc, time::Duration};

use quizbot::{
    chat::{ChatAdapter, telegram::Telegram},
    clock::Clock,
    engine::{
        Inbox,
        event::{Briefing, ChatRef, CommandSpec, Event, Platform, What},
        inbox::Item,
    },
    quiz::Language,
};
use telegram_server::{Server, TOKEN};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// A supergroup.
const GROUP: i64 = -1_000_000_000_001;
/// How long a test waits for the adapter before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

const fn command(name: &'static str, needs_role: bool, about: fn(Language) -> String) -> CommandSpec {
    CommandSpec { name, needs_role, admins_only: needs_role, options: &[], about }
}

const COMMANDS: &[CommandSpec] = &[
    command("quiz", false, |language| match language {
        Language::En => "One question now".to_owned(),
        Language::Zh => "马上来一题".to_owned(),
    }),
    command("language", true, |_| "en or zh".to_owned()),
];

fn briefing() -> Briefing {
    Briefing { commands: COMMANDS, topics: Vec::new(), zones: |_, _| Vec::new(), called: |key, _| key.to_owned() }
}

fn adapter(url: &str, clock: Clock) -> Arc<Telegram> {
    Arc::new(Telegram::new(TOKEN.into(), Some(url.to_owned()), briefing(), clock).expect("an adapter"))
}

fn platform() -> Platform {
    Platform::new("telegram")
}

fn chat(chat: i64) -> ChatRef {
    ChatRef { platform: platform(), chat: chat.to_string(), thread: String::new() }
}

/// A listening adapter, and the engine's end of its inbox.
struct Listening {
    inbox: Inbox,
    items: mpsc::Receiver<Item>,
    stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

/// Events that wait for their commit.
struct Put {
    events: Vec<Event>,
    committed: oneshot::Sender<()>,
}

impl Listening {
    fn to(server: &Server) -> Self {
        Self::with(adapter(server.url(), Clock::System))
    }

    fn with(adapter: Arc<Telegram>) -> Self {
        let ((inbox, items), stop) = (Inbox::new(), CancellationToken::new());
        let (handle, token) = (inbox.clone(), stop.clone());
        let task = tokio::spawn(async move { adapter.listen(handle, token).await });
        Self { inbox, items, stop, task }
    }

    /// The next events, not yet committed.
    async fn put(&mut self) -> Put {
        let item = tokio::time::timeout(PATIENCE, self.items.recv()).await;
        match item.expect("an update in time").expect("an open inbox") {
            Item::Put(events, committed) => Put { events, committed },
            Item::OpenChats(..) => panic!("Telegram keeps what was missed: nobody needs to ask"),
        }
    }

    /// The next `count` events, each committed at once.
    async fn hear(&mut self, count: usize) -> Vec<Event> {
        let mut heard = Vec::new();
        while heard.len() < count {
            let put = self.put().await;
            heard.extend(put.events);
            put.committed.send(()).expect("the adapter waits");
        }
        heard
    }

    /// The next event alone.
    async fn hear_one(&mut self) -> Event {
        let mut heard = self.hear(1).await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        heard.remove(0)
    }

    /// Ends it in good order.
    async fn end(self) -> anyhow::Result<()> {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("ends promptly").expect("no panic")
    }
}

/// What the replies and commands among these events say.
fn words(events: &[Event]) -> Vec<&str> {
    let said = events.iter().filter_map(|event| match &event.what {
        What::Reply { text, .. } => Some(text.as_str()),
        What::Command { name, .. } => Some(name.as_str()),
        _ => None,
    });
    said.collect()
}
