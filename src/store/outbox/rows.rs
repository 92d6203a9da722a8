//! The outbox's rows, as they are read and settled.

use serde::Deserialize;
use sqlx::{FromRow, Row, sqlite::SqliteRow, types::Json};

use crate::quiz::{ChatId, ChatRef, OutboxId, Platform, PostId};

/// How a platform's rows are told apart by urgency, the smallest first: the numbers of the index `outbox_urgency`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Whispers that answer a handle.
    Whisper = 0,
    /// Posts, and whispers that are messages of their own.
    Post = 1,
    /// Edits and deletes.
    Edit = 2,
    /// Reactions.
    React = 3,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub enum Kind {
    /// A new message.
    Post,
    /// A change of a post.
    Edit,
    /// A word to one person.
    Whisper,
    /// A reaction to a person's message.
    React,
    /// A post taken away.
    Delete,
}

/// How far a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub enum PostState {
    /// Not known to have arrived.
    Asked,
    /// Arrived.
    Sent,
    /// Never will.
    Lost,
}

/// A row that may be claimed: due, and the first of its lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The row.
    pub id: OutboxId,
    /// The chat that it is for.
    pub chat: ChatId,
    /// The chat's address: topics of one chat share it, and the platform's patience with it.
    pub address: String,
    /// Whether it is one person's chat with the bot.
    pub private: bool,
    /// What it does.
    pub kind: Kind,
    /// Whether it only brings a count up to date.
    pub tally: bool,
    /// Whether it answers a handle: the platform waits for it.
    pub answers_handle: bool,
}

impl Head {
    /// Whether the platform takes it beside all that it counts.
    pub fn costs_nothing(&self) -> bool {
        self.kind == Kind::Whisper && self.answers_handle
    }
}

/// A row that was claimed: all that is needed to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The row.
    pub id: OutboxId,
    /// What it does.
    pub kind: Kind,
    /// The post that it is or changes.
    pub post: Option<PostId>,
    /// How far that post is.
    pub post_state: Option<PostState>,
    /// The chat that it is for.
    pub chat_id: ChatId,
    /// Where that chat is by now.
    pub chat: ChatRef,
    /// Whether it is one person's chat with the bot.
    pub private: bool,
    /// A card as JSON; empty where nothing is said.
    pub card: String,
    /// How one person can be answered; empty where that can't be.
    pub handle: String,
    /// The message that is answered or reacted to; empty where there is none.
    pub message: String,
    /// How often it was claimed, this time included.
    pub tries: u32,
    /// When it was first claimed, milliseconds UTC.
    pub first_tried_at_ms: i64,
    /// When it was written, milliseconds UTC.
    pub created_at_ms: i64,
    /// When it is too late, milliseconds UTC.
    pub expires_at_ms: Option<i64>,
    /// For edits and deletes: the post's messages, part by part.
    pub messages: Vec<SentMessage>,
}

impl Claimed {
    /// Whether the platform takes it beside all that it counts.
    pub fn costs_nothing(&self) -> bool {
        self.kind == Kind::Whisper && !self.handle.is_empty()
    }
}

/// A message of a post, addressed as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SentMessage {
    /// The platform's name.
    pub platform: Platform,
    /// The chat's address.
    pub address: String,
    /// The topic inside it; may be empty.
    pub thread: String,
    /// The platform's id.
    pub message: String,
    /// Which part of the post, from 0.
    pub part: u32,
}

/// What became of a claimed row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The row.
    pub id: OutboxId,
    /// Its new state.
    pub outcome: Outcome,
    /// Why, where it did not arrive.
    pub error: String,
}

/// A claimed row's new state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Waits again.
    Waiting {
        /// Not to be tried before, milliseconds UTC.
        not_before_ms: i64,
    },
    /// Arrived, or there was nothing to do.
    Sent,
    /// Never will arrive.
    Failed,
}

/// When a platform's outbox is to be looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whether some row's time has come: it waits for its lane or for the platform's pace.
    pub now: bool,
    /// When the next row's time comes, milliseconds UTC.
    pub next_ms: Option<i64>,
}

impl FromRow<'_, SqliteRow> for Head {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: OutboxId(row.try_get("id")?),
            chat: ChatId(row.try_get("chat_id")?),
            address: row.try_get("address")?,
            private: row.try_get("private")?,
            kind: row.try_get("kind")?,
            tally: row.try_get("tally")?,
            answers_handle: row.try_get("answers_handle")?,
        })
    }
}

impl FromRow<'_, SqliteRow> for Claimed {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let platform: String = row.try_get("platform")?;
        let Json(mut messages): Json<Vec<SentMessage>> = row.try_get("messages")?;
        messages.sort_by(|a, b| (a.part, &a.message).cmp(&(b.part, &b.message)));
        Ok(Self {
            id: OutboxId(row.try_get("id")?),
            kind: row.try_get("kind")?,
            post: row.try_get::<Option<i64>, _>("post_id")?.map(PostId),
            post_state: row.try_get("post_state")?,
            chat_id: ChatId(row.try_get("chat_id")?),
            chat: ChatRef {
                platform: Platform::new(&platform),
                chat: row.try_get("address")?,
                thread: row.try_get("thread")?,
            },
            private: row.try_get("private")?,
            card: row.try_get("card")?,
            handle: row.try_get("handle")?,
            message: row.try_get("message")?,
            tries: row.try_get("tries")?,
            first_tried_at_ms: row.try_get("first_tried_at_ms")?,
            created_at_ms: row.try_get("created_at_ms")?,
            expires_at_ms: row.try_get("expires_at_ms")?,
            messages,
        })
    }
}
