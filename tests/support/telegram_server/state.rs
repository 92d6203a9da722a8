//! What the server knows.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{BOT_ID, Fault, USERNAME, User};

/// A request as it came; the method in lower case.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    pub params: Value,
}

/// A message of a chat, whoever sent it.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub chat: i64,
    /// The forum's topic.
    pub thread: Option<i64>,
    /// None for the bot.
    pub user: Option<User>,
    /// As shown.
    pub text: String,
    /// As sent.
    pub html: String,
    pub reply_to: Option<i64>,
    /// `reply_markup`, or null.
    pub keyboard: Value,
    /// Seconds UTC.
    pub date: i64,
    pub edits: u32,
    pub reaction: Option<String>,
}

/// An answer to a press.
#[derive(Clone, Debug)]
pub struct Answer {
    pub callback: String,
    pub text: String,
    pub alert: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Chat {
    pub(crate) messages: BTreeMap<i64, Message>,
    pub(crate) moved_to: Option<i64>,
    pub(crate) refusal: Option<(u16, String)>,
    pub(crate) sent: VecDeque<Instant>,
    pub(crate) topics: Vec<i64>,
    last_message: i64,
}

/// Everything. Messages are numbered by chat, from 1; updates over all, from 1001.
#[derive(Default)]
pub struct State {
    pub calls: Vec<Call>,
    pub answers: Vec<Answer>,
    pub updates: VecDeque<(i64, Value)>,
    pub webhook: String,
    pub menus: HashMap<String, Value>,
    /// Whether privacy mode is off.
    pub reads_all: bool,
    /// What getChat says of a chat beyond the usual.
    pub abouts: HashMap<i64, Value>,
    /// What getChatMember says of the bot itself in a chat.
    pub standings: HashMap<i64, Value>,
    pub(crate) chats: HashMap<i64, Chat>,
    /// Whether each callback may still be answered.
    pub(crate) callbacks: HashMap<String, bool>,
    pub(crate) roles: HashMap<(i64, i64), String>,
    pub(crate) faults: Vec<(String, Fault, usize)>,
    pub(crate) pollers: u64,
    /// The offset and time of the last getUpdates.
    pub(crate) polled: Option<(i64, Instant)>,
    pub(crate) stingy: bool,
    pub(crate) pace: Option<(usize, usize)>,
    pub(crate) sent: VecDeque<Instant>,
    /// How long a request is on its way, and an answer.
    pub(crate) way: Duration,
    last_update: i64,
}

impl Chat {
    pub(crate) fn number(&mut self) -> i64 {
        self.last_message += 1;
        self.last_message
    }
}

impl State {
    /// A chat; made when first named.
    pub(crate) fn chat(&mut self, chat: i64) -> &mut Chat {
        self.chats.entry(chat).or_default()
    }

    /// The messages of a chat, oldest first.
    pub fn messages(&self, chat: i64) -> impl DoubleEndedIterator<Item = &Message> {
        self.chats.get(&chat).into_iter().flat_map(|chat| chat.messages.values())
    }

    /// The bot's messages in a chat, oldest first.
    pub fn said(&self, chat: i64) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages(chat).filter(|message| message.user.is_none())
    }

    /// The requests of a method, oldest first.
    pub fn calls_of(&self, method: &str) -> impl DoubleEndedIterator<Item = &Value> {
        let method = method.to_lowercase();
        self.calls.iter().filter(move |call| call.method == method).map(|call| &call.params)
    }

    /// Puts an update into the queue; returns its number.
    pub(crate) fn queue(&mut self, mut update: Value) -> i64 {
        self.last_update = self.last_update.max(1000) + 1;
        if update.is_object() {
            update["update_id"] = json!(self.last_update);
        }
        self.updates.push_back((self.last_update, update));
        self.last_update
    }

    /// The message as updates show it, with the one that it replies to.
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let mut json = self.shallow_json(message);
        let replied = message.reply_to.and_then(|id| self.chats.get(&message.chat)?.messages.get(&id));
        if let Some(replied) = replied {
            json["reply_to_message"] = self.shallow_json(replied);
        }
        json
    }

    fn shallow_json(&self, message: &Message) -> Value {
        let from = match &message.user {
            Some(user) => user.json(),
            None => json!({"id": BOT_ID, "is_bot": true, "first_name": "Quiz", "username": USERNAME}),
        };
        let mut json = json!({
            "message_id": message.id, "date": message.date, "from": from,
            "chat": chat_json(message.chat, message.user.as_ref()), "text": message.text,
        });
        if let Some(thread) = message.thread {
            json["message_thread_id"] = json!(thread);
            json["is_topic_message"] = json!(true);
        }
        if !message.keyboard.is_null() {
            json["reply_markup"] = message.keyboard.clone();
        }
        json
    }
}

/// A chat: positive numbers are people, -100.. supergroups, other negative ones groups.
pub(crate) fn chat_json(chat: i64, user: Option<&User>) -> Value {
    match chat {
        1.. => json!({"id": chat, "type": "private", "first_name": user.map_or("", |user| user.first_name.as_str())}),
        ..=-1_000_000_000_000 => json!({"id": chat, "type": "supergroup", "title": "Test group"}),
        _ => json!({"id": chat, "type": "group", "title": "Test group"}),
    }
}
