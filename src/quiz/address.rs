//! Addresses: where a chat is on its platform. Made and read only by that platform's adapter.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// A platform's name, e.g. `telegram`. Only `main` and the adapters know which exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Platform(Arc<str>);

impl Platform {
    /// A platform by its name: lower-case letters only.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name as it stands in the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What has members: a Discord guild, a Telegram chat with all its topics, a private chat, a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpaceRef {
    /// Where it is.
    pub platform: Platform,
    /// The platform's own id.
    pub id: String,
}

/// A channel, thread or topic inside a space: where a message can be put.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChatRef {
    /// Where it is.
    pub platform: Platform,
    /// The platform's own id of the chat or channel.
    pub chat: String,
    /// The topic inside it; empty where there is none, never null.
    pub thread: String,
}

/// A chat and the space that it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// What has the members.
    pub space: SpaceRef,
    /// Where in it.
    pub chat: ChatRef,
    /// Whether it is one person's chat with the bot.
    pub private: bool,
    /// The space's title, for people who run the bot; may be empty.
    pub title: String,
}

/// The chats of a platform that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// Where they are.
    pub platform: Platform,
    /// Those where the bot should be able to write, the newest first, as far as they were read; one row for all topics of
    /// a chat.
    pub chats: Vec<Place>,
    /// How many of those there are in all.
    pub awake: usize,
    /// How many sleep: the bot was removed, or may not write.
    pub asleep: usize,
}

/// `telegram:-100123/45`, `discord:7781`.
impl fmt::Display for ChatRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.chat)?;
        if self.thread.is_empty() { Ok(()) } else { write!(f, "/{}", self.thread) }
    }
}

impl fmt::Display for SpaceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.id)
    }
}
