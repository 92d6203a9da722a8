//! The adapter on a bench: a loop in the engine's place that commits what it is given, when it is told to.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use quizbot::{
    chat::{ChatAdapter, Errand, MessageRef, Parcel, Receipt, Refusal, discord::Discord},
    clock::Clock,
    engine::{
        Inbox,
        event::{
            AnswerId, Briefing, ChatRef, CommandSpec, Event, OptionSpec, OutboxId, Platform, PostId, TopicName, Values,
            What,
        },
        inbox::{Item, OpenChat},
    },
    quiz::{Language, RoundId},
    speech::card::{Answering, Block, Card, Controls, Span},
};
use secrecy::SecretString;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::discord_server::{Server, TOKEN};

const ABOUT: fn(Language) -> String = |language| match language {
    Language::En => "what it does".to_owned(),
    Language::Zh => "它做什么".to_owned(),
};

const fn option(name: &'static str, values: Values) -> OptionSpec {
    OptionSpec { name, values, required: false, about: ABOUT }
}

const fn command(name: &'static str, admins_only: bool, options: &'static [OptionSpec]) -> CommandSpec {
    CommandSpec { name, needs_role: admins_only, admins_only, options, about: ABOUT }
}

const COMMANDS: &[CommandSpec] = &[
    command("quiz", false, &[option("topic", Values::Topic), option("count", Values::Whole(1, 20))]),
    command("daily", false, &[option("time", Values::Words), option("zone", Values::Zone)]),
    command("top", false, &[option("period", Values::OneOf(&["today", "week", "month", "all"]))]),
    command("language", true, &[option("to", Values::OneOf(&["en", "zh"]))]),
    command("start", false, &[]),
];

/// The adapter, the server that it speaks to, and what it handed over.
pub struct Bench {
    pub server: Server,
    pub discord: Arc<Discord>,
    pub inbox: Inbox,
    pub clock: Clock,
    heard: Arc<Mutex<Vec<Event>>>,
    open_chats: Arc<Mutex<Vec<OpenChat>>>,
    commits: watch::Sender<bool>,
    stop: CancellationToken,
    listening: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Bench {
    /// Connected, and all caught up.
    pub async fn connected() -> Self {
        let bench = Self::begun(Server::start().await, TOKEN);
        bench.up().await;
        bench
    }

    /// Just begun.
    pub fn begun(server: Server, token: &str) -> Self {
        let clock = Clock::System;
        let topic = |slug: &str, en: &str, zh: &str| TopicName { slug: slug.into(), en: en.into(), zh: zh.into() };
        let briefing = Briefing {
            commands: COMMANDS,
            topics: vec![topic("database/locking", "Locking", "数据库锁"), topic("network/tcp", "TCP", "TCP 协议")],
            zones: |typed, most| {
                let all = ["Europe/Berlin", "Europe/Brussels", "Asia/Shanghai"].into_iter();
                all.filter(|zone| zone.to_lowercase().contains(&typed.to_lowercase()))
                    .take(most)
                    .map(str::to_owned)
                    .collect()
            },
            called: |key, _| key.rsplit('-').next().unwrap_or(key).to_owned(),
        };
        let discord = Discord::new(SecretString::from(token), Some(server.url()), briefing, clock.clone());
        let discord = Arc::new(discord.expect("a Discord"));
        let (inbox, items) = Inbox::new();
        let (heard, open_chats) = (Arc::default(), Arc::default());
        let commits = watch::Sender::new(true);
        tokio::spawn(engine(items, Arc::clone(&heard), Arc::clone(&open_chats), commits.subscribe()));
        let stop = CancellationToken::new();
        let listening = {
            let (discord, inbox, stop) = (discord.clone(), inbox.clone(), stop.clone());
            Some(tokio::spawn(async move { discord.listen(inbox, stop).await }))
        };
        Self { server, discord, inbox, clock, heard, open_chats, commits, stop, listening }
    }

    /// Waits until the bot says that it is caught up.
    pub async fn up(&self) {
        let platform = Platform::new("discord");
        self.server.until("caught up", |_| self.inbox.caught_up_until().contains_key(&platform)).await;
    }

    /// Nothing is committed until this is called again with true.
    pub fn commit(&self, commits: bool) {
        self.commits.send_replace(commits);
    }

    /// Chats with open questions that are answered by typing.
    pub fn open_chat(&self, channel: u64, last_seen: u64) {
        let open = OpenChat { chat: chat(channel), last_seen: last_seen.to_string(), asked_at_ms: 0 };
        self.open_chats.lock().expect("no panic").push(open);
    }

    /// What was handed over and committed.
    pub fn heard(&self) -> Vec<Event> {
        self.heard.lock().expect("no panic").clone()
    }

    /// The event of this key, waited for.
    pub async fn event(&self, key: &str) -> Event {
        self.server.until(key, |_| self.heard().iter().any(|event| event.key == key)).await;
        let found: Vec<Event> = self.heard().into_iter().filter(|event| event.key == key).collect();
        assert_eq!(found.len(), 1, "{key} came more than once");
        found.into_iter().next().expect("an event")
    }

    /// The event of an interaction.
    pub async fn interaction(&self, id: u64) -> Event {
        self.event(&format!("dc:int:{id}")).await
    }

    /// What a message said, as the event has it.
    pub async fn said(&self, id: u64) -> What {
        self.event(&format!("dc:msg:{id}")).await.what
    }

    /// Delivers an errand for the first time.
    pub async fn deliver(&self, errand: Errand) -> Result<Receipt, Refusal> {
        self.deliver_again(errand, 0, self.clock.now_ms()).await
    }

    /// Delivers an errand that was tried before.
    pub async fn deliver_again(&self, errand: Errand, tries: u32, first_tried_at_ms: i64) -> Result<Receipt, Refusal> {
        self.discord.deliver(&Parcel { id: OutboxId(1), tries, first_tried_at_ms, errand }).await
    }

    /// Posts a card into a channel. The first message's id.
    pub async fn post(&self, channel: u64, name: i64, card: Card) -> u64 {
        let receipt = self.deliver(post(channel, name, card)).await.expect("posted");
        receipt.messages[0].parse().expect("an id")
    }

    /// Ends it, and says how the listening ended.
    pub async fn end(mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.ended().await
    }

    /// How the listening ended by itself.
    pub async fn ended(&mut self) -> anyhow::Result<()> {
        let listening = self.listening.take().expect("it ends once");
        tokio::time::timeout(Duration::from_secs(15), listening).await.expect("it ends").expect("no panic")
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn engine(
    mut items: tokio::sync::mpsc::Receiver<Item>,
    heard: Arc<Mutex<Vec<Event>>>,
    open_chats: Arc<Mutex<Vec<OpenChat>>>,
    mut commits: watch::Receiver<bool>,
) {
    while let Some(item) = items.recv().await {
        match item {
            Item::Put(events, done) => {
                if commits.wait_for(|commits| *commits).await.is_err() {
                    return;
                }
                // Like the engine, it takes no event twice.
                let mut heard = heard.lock().expect("no panic");
                let known = |key: &str, heard: &[Event]| heard.iter().any(|event| event.key == key);
                for event in events {
                    if !known(&event.key, &heard) {
                        heard.push(event);
                    }
                }
                _ = done.send(());
            }
            Item::OpenChats(_, answer) => _ = answer.send(open_chats.lock().expect("no panic").clone()),
        }
    }
}

pub fn chat(channel: u64) -> ChatRef {
    ChatRef { platform: Platform::new("discord"), chat: channel.to_string(), thread: String::new() }
}

pub fn post(channel: u64, name: i64, card: Card) -> Errand {
    Errand::Post { post: PostId(name), chat: chat(channel), card, reply_to: None, handle: None }
}

pub fn answer_for_all(channel: u64, name: i64, card: Card, handle: &str) -> Errand {
    Errand::Post { post: PostId(name), chat: chat(channel), card, reply_to: None, handle: Some(handle.to_owned()) }
}

pub fn whisper(channel: u64, handle: &str, text: &str) -> Errand {
    Errand::Whisper { handle: handle.to_owned(), chat: chat(channel), card: Card::line(text) }
}

pub fn message(channel: u64, id: u64, part: u32) -> MessageRef {
    MessageRef { chat: chat(channel), message: id.to_string(), part }
}

pub fn edit(messages: Vec<MessageRef>, card: Card) -> Errand {
    Errand::Edit { post: PostId(1), messages, card }
}

fn asked(round: i64, text: &str, answering: Answering) -> Card {
    let controls =
        Controls { round: RoundId(round), answering, hint: Some("Hint".into()), privately: None, skip: None };
    Card { blocks: vec![Block::Lines(vec![vec![Span::Text(text.into())]])], controls: Some(controls) }
}

/// A question with one right answer among so many.
pub fn single(round: i64, options: usize) -> Card {
    let options = (0..options).map(|n| format!("a rather long option number {n}")).collect();
    asked(round, "Which one?", Answering::One { options })
}

/// A question with several right answers.
pub fn multiple(round: i64) -> Card {
    let options = (0..4).map(|n| format!("option {n}")).collect();
    asked(round, "Which ones?", Answering::Some { options, done: "Done".into(), placeholder: "Pick".into() })
}

/// Items to be put in order.
pub fn order(round: i64, items: usize) -> Card {
    asked(round, "In which order?", order_controls(items))
}

fn order_controls(items: usize) -> Answering {
    let options = (0..items).map(|n| format!("a rather long item number {n}")).collect();
    Answering::Order { options, undo: "Undo".into(), done: "Done".into() }
}

/// What a player sees of their own draft: a line, with the same buttons.
pub fn draft(channel: u64, round: i64, handle: &str, text: &str) -> Errand {
    let controls =
        Controls { round: RoundId(round), answering: order_controls(3), hint: None, privately: None, skip: None };
    let card = Card { controls: Some(controls), ..Card::line(text) };
    Errand::Whisper { handle: handle.to_owned(), chat: chat(channel), card }
}

/// A question that is answered by typing.
pub fn typed(round: i64) -> Card {
    let typed =
        Answering::Typed { answer: "Answer".into(), title: "Your answer".into(), field: "In a few words".into() };
    asked(round, "What is it?", typed)
}

/// A question that is over.
pub fn closed(round: i64, options: usize) -> Card {
    let options = (0..options).map(|n| (format!("a rather long option number {n}"), n == 1)).collect();
    asked(round, "Which one? It was b.", Answering::Closed { options })
}

/// A result that can be disputed.
pub fn disputable(round: i64) -> Card {
    under(round, "It was b.", Answering::Disputable { dispute: "I was right".into() })
}

/// A dispute about this answer.
pub fn deciding(round: i64, answer: i64) -> Card {
    let (accept, refuse) = ("Accept".into(), "Refuse".into());
    under(round, "ada says: I was right", Answering::Deciding { answer: AnswerId(answer), accept, refuse })
}

fn under(round: i64, text: &str, answering: Answering) -> Card {
    let mut card = asked(round, text, answering);
    card.controls.as_mut().expect("it has some").hint = None;
    card
}

/// A press's or command's handle.
pub fn handle(event: &Event) -> String {
    let handle = event.handle.clone().expect("a handle");
    assert!(handle.awaited);
    handle.id
}
