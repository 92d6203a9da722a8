//! The rows that turns gather of what is said, and where.

use serde::Serialize;

use crate::quiz::{ChatId, OutboxId, PostId, RoundId, SpaceId};

/// A new post.
#[derive(Clone, Debug, Serialize)]
pub struct NewPost {
    /// Its id.
    pub id: PostId,
    /// Where.
    pub chat: ChatId,
    /// `question`, `result`, `reply`.
    pub kind: &'static str,
    /// The round that it belongs to.
    pub round: Option<RoundId>,
    /// When.
    pub at_ms: i64,
}

/// What became of a post.
#[derive(Clone, Debug, Serialize)]
pub struct PostChange {
    /// Which.
    pub id: PostId,
    /// `sent` or `lost`.
    pub state: &'static str,
    /// The row that carried it.
    pub outbox: OutboxId,
    /// `sent` or `failed`.
    pub outbox_state: &'static str,
    /// Why it failed.
    pub error: String,
}

/// A message of the platform that is a post.
#[derive(Clone, Debug, Serialize)]
pub struct NewMessage {
    /// The platform.
    pub platform: String,
    /// The chat's address as sent.
    pub address: String,
    /// The platform's id.
    pub message: String,
    /// The thread as sent.
    pub thread: String,
    /// The post.
    pub post: PostId,
    /// Which part of it.
    pub part: i64,
}

/// Something to be sent.
#[derive(Clone, Debug, Serialize)]
pub struct Parcel {
    /// The platform.
    pub platform: String,
    /// The lane; `chat:<id>` for all but whispers.
    pub lane: String,
    /// `post`, `edit`, `whisper`, `react`, `delete`.
    pub kind: &'static str,
    /// The post.
    pub post: Option<PostId>,
    /// Where.
    pub chat: ChatId,
    /// JSON; empty for a reaction.
    pub card: String,
    /// How one person is answered; empty otherwise.
    pub handle: String,
    /// The message that is answered or reacted to; empty otherwise.
    pub message: String,
    /// Whether it only brings a count up to date.
    pub tally: bool,
    /// Not before, milliseconds UTC.
    pub not_before_ms: i64,
    /// Not after.
    pub expires_at_ms: Option<i64>,
}

/// A chat or space that can't be reached, or can be again.
#[derive(Clone, Debug, Serialize)]
pub struct Reach {
    /// The chat, where only that is meant.
    pub chat: Option<ChatId>,
    /// The space, where all of it is meant.
    pub space: Option<SpaceId>,
    /// Whether it can be reached.
    pub awake: bool,
}

/// The newest message seen in a chat.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Where.
    pub chat: ChatId,
    /// The platform's id.
    pub message: String,
}
