//! The few fields of an update that we read.
//!
//! teloxide's own `Update` was tried: one entity type that it does not know turns a whole message into nothing, and a
//! player's answer is silently lost. What is not read here can't fail.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Update {
    pub(super) update_id: i64,
    pub(super) message: Option<Message>,
    pub(super) callback_query: Option<Callback>,
    pub(super) my_chat_member: Option<Membership>,
}

/// A message, also one that is not accessible any more (then with a date of 0 and little else).
#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i64,
    /// Seconds UTC.
    pub(super) date: i64,
    pub(super) chat: Chat,
    pub(super) from: Option<User>,
    pub(super) sender_chat: Option<Chat>,
    pub(super) text: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) message_thread_id: Option<i64>,
    #[serde(default)]
    pub(super) is_topic_message: bool,
    pub(super) reply_to_message: Option<Box<Message>>,
    pub(super) reply_markup: Option<Keyboard>,
    pub(super) migrate_to_chat_id: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) title: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct User {
    pub(super) id: i64,
    #[serde(default)]
    pub(super) is_bot: bool,
    #[serde(default)]
    pub(super) first_name: String,
    pub(super) last_name: Option<String>,
    pub(super) language_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Keyboard {
    #[serde(default)]
    pub(super) inline_keyboard: Vec<Vec<Button>>,
}

#[derive(Deserialize)]
pub(super) struct Button {
    pub(super) callback_data: Option<String>,
    pub(super) url: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Callback {
    pub(super) id: String,
    pub(super) from: User,
    pub(super) message: Option<Message>,
    pub(super) data: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Membership {
    pub(super) chat: Chat,
    pub(super) from: User,
    pub(super) date: i64,
    pub(super) old_chat_member: Member,
    pub(super) new_chat_member: Member,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) status: String,
    /// Told of restricted members only.
    pub(super) is_member: Option<bool>,
}

impl Chat {
    pub(super) fn is_private(&self) -> bool {
        self.kind == "private"
    }

    pub(super) fn is_channel(&self) -> bool {
        self.kind == "channel"
    }
}

impl Member {
    /// Whether this member is in the chat.
    pub(super) fn is_in(&self) -> bool {
        match self.status.as_str() {
            "left" | "kicked" => false,
            "restricted" => self.is_member.unwrap_or(true),
            _ => true,
        }
    }
}

/// An update's number, also of one that can't be read otherwise.
pub(super) fn number(update: &Value) -> Option<i64> {
    update.get("update_id").and_then(Value::as_i64)
}

/// What a person may send instead of words. The rest are service messages, which nobody said.
const CONTENT: [&str; 23] = [
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "gift",
    "giveaway",
    "invoice",
    "live_photo",
    "location",
    "paid_media",
    "photo",
    "poll",
    "rich_message",
    "sticker",
    "story",
    "unique_gift",
    "venue",
    "video",
    "video_note",
    "voice",
];

/// Whether the message of this update holds something that a person sent.
pub(super) fn has_content(update: &Value) -> bool {
    let message = update.get("message").and_then(Value::as_object);
    message.is_some_and(|message| CONTENT.iter().any(|kind| message.contains_key(*kind)))
}
