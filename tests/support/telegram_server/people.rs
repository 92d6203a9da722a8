//! What people do in the chats, and what a test sees of it.

use serde_json::{Value, json};

use super::{Message, Server, state::chat_json};

/// Somebody on Telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: i64,
    pub first_name: String,
    pub language_code: Option<String>,
}

/// Somebody with this number and name.
pub fn user(id: i64, first_name: &str) -> User {
    User { id, first_name: first_name.to_owned(), language_code: None }
}

impl User {
    pub(crate) fn json(&self) -> Value {
        let mut json = json!({"id": self.id, "is_bot": false, "first_name": self.first_name});
        if let Some(code) = &self.language_code {
            json["language_code"] = json!(code);
        }
        json
    }
}

impl Server {
    /// Somebody says something, as an answer to a message or not; returns the message's number. In private chats the
    /// chat's number is the person's. The bot gets what a bot with privacy mode on gets.
    pub fn say(&self, chat: i64, user: &User, text: &str, reply_to: Option<i64>) -> i64 {
        self.say_in(chat, None, user, text, reply_to)
    }

    /// The same in a forum's topic.
    pub fn say_in(&self, chat: i64, thread: Option<i64>, user: &User, text: &str, reply_to: Option<i64>) -> i64 {
        let date = self.inner.clock.now_ms().div_euclid(1000);
        self.change(|state| {
            let id = state.chat(chat).number();
            let message = Message {
                id,
                chat,
                thread,
                user: Some(user.clone()),
                text: text.to_owned(),
                html: String::new(),
                reply_to,
                keyboard: Value::Null,
                date,
                edits: 0,
                reaction: None,
            };
            let update = json!({ "message": state.message_json(&message) });
            state.chat(chat).messages.insert(id, message);
            let to_us = reply_to.is_some_and(|to| state.said(chat).any(|message| message.id == to));
            if chat > 0 || text.starts_with('/') || to_us {
                state.queue(update);
            }
            id
        })
    }

    /// Somebody presses a button, named by its whole label, by the letter that its label begins with, or by its data.
    /// Returns the callback's id.
    pub fn press(&self, chat: i64, message: i64, user: &User, what: &str) -> String {
        let data = self.look(|state| {
            let message = state.messages(chat).find(|m| m.id == message).expect("there is such a message");
            button(&message.keyboard, what).unwrap_or_else(|| panic!("no button {what:?} under {message:#?}"))
        });
        self.press_data(chat, message, user, &data)
    }

    /// Somebody with a client of their own sends any data.
    pub fn press_data(&self, chat: i64, message: i64, user: &User, data: &str) -> String {
        self.change(|state| {
            let id = format!("{}", 9_000_000_000_000 + state.callbacks.len());
            state.callbacks.insert(id.clone(), true);
            let pressed = state.messages(chat).find(|m| m.id == message);
            let shown = match pressed {
                Some(pressed) => state.message_json(pressed),
                None => json!({"message_id": message, "date": 0, "chat": chat_json(chat, Some(user))}),
            };
            let callback = json!({"id": id, "from": user.json(), "message": shown, "chat_instance": "1", "data": data});
            state.queue(json!({ "callback_query": callback }));
            id
        })
    }

    /// Any update, whatever it holds; returns its number.
    pub fn push(&self, update: Value) -> i64 {
        self.change(|state| state.queue(update))
    }

    /// The bot's own standing in a chat changes, by somebody's hand.
    pub fn bot_becomes(&self, chat: i64, by: &User, old: &str, new: &str) {
        let date = self.inner.clock.now_ms().div_euclid(1000);
        let bot = json!({"id": super::BOT_ID, "is_bot": true, "first_name": "Quiz"});
        self.push(json!({"my_chat_member": {
            "chat": chat_json(chat, Some(by)), "from": by.json(), "date": date,
            "old_chat_member": {"status": old, "user": bot}, "new_chat_member": {"status": new, "user": bot},
        }}));
    }

    /// The bot is thrown out of a chat, or blocked by a person.
    pub fn kick(&self, chat: i64, by: &User) {
        let why = if chat > 0 { "bot was blocked by the user" } else { "bot was kicked from the supergroup chat" };
        self.refuse(chat, 403, &format!("Forbidden: {why}"));
        self.bot_becomes(chat, by, "member", "kicked");
    }

    /// A group becomes a supergroup: its messages stay behind.
    pub fn migrate(&self, from: i64, to: i64) {
        let date = self.inner.clock.now_ms().div_euclid(1000);
        self.change(|state| {
            state.chat(from).moved_to = Some(to);
            let (old, new) = (state.chat(from).number(), state.chat(to).number());
            let service = |id: i64, chat: i64, key: &str, other: i64| {
                let mut message = json!({"message_id": id, "date": date, "chat": chat_json(chat, None)});
                message[key] = json!(other);
                json!({ "message": message })
            };
            state.queue(service(old, from, "migrate_to_chat_id", to));
            state.queue(service(new, to, "migrate_from_chat_id", from));
        });
    }

    /// What getChatMember says of somebody: `creator`, `administrator`, `member`, ..
    pub fn set_role(&self, chat: i64, user: &User, status: &str) {
        self.change(|state| state.roles.insert((chat, user.id), status.to_owned()));
    }

    /// A group that the bot is in.
    pub fn open_chat(&self, chat: i64) {
        self.change(|state| {
            state.chat(chat);
        });
    }

    /// A topic of a forum.
    pub fn open_topic(&self, chat: i64, thread: i64) {
        self.change(|state| state.chat(chat).topics.push(thread));
    }

    /// The bot's messages in a chat, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.look(|state| state.said(chat).cloned().collect())
    }

    /// Waits until the bot has said something in a chat that holds this text.
    pub async fn wait_for_text(&self, chat: i64, text: &str) -> Message {
        let what = format!("{text:?} in {chat}");
        self.wait_for(&what, |state| state.said(chat).rev().find(|m| m.text.contains(text)).cloned()).await
    }

    /// Waits for the answer to a press: its text.
    pub async fn wait_for_answer(&self, callback: &str) -> String {
        let what = format!("an answer to {callback}");
        let answer = |state: &super::State| {
            let answer = state.answers.iter().find(|answer| answer.callback == callback);
            answer.map(|answer| answer.text.clone())
        };
        self.wait_for(&what, answer).await
    }
}

fn button(keyboard: &Value, what: &str) -> Option<String> {
    let rows = keyboard["inline_keyboard"].as_array()?;
    let buttons = rows.iter().filter_map(Value::as_array).flatten();
    let named = |text: &str, data: &str| {
        text == what
            || data == what
            || text.split_once(" · ").is_some_and(|(letter, rest)| letter == what || rest == what)
    };
    let mut read = buttons.filter_map(|button| Some((button["text"].as_str()?, button["callback_data"].as_str()?)));
    read.find(|(text, data)| named(text, data)).map(|(_, data)| data.to_owned())
}
