//! The only sockets: one folder per platform, each behind two verbs and a fact sheet.

pub mod console;
pub mod discord;
mod examine;
pub mod telegram;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use crate::{
    engine::{
        Inbox,
        event::{ChatRef, OutboxId, Platform, PostId},
    },
    speech::card::Card,
};

/// A platform.
#[async_trait]
pub trait ChatAdapter: Send + Sync {
    /// The platform's name.
    fn platform(&self) -> Platform;

    /// Hands over updates in order, all that one answer of the platform held at once; they are acknowledged to the
    /// platform only after `put` has returned, that is after their commit. Returns when `stop` is cancelled, or when
    /// the platform's input has ended.
    ///
    /// # Errors
    /// When the platform can't be used at all (its token is refused): it is off, the others go on.
    async fn listen(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()>;

    /// Delivers one parcel and says truthfully what is known of its fate. Never called before the adapter is ready to
    /// send, waits for it where it must.
    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal>;

    /// Facts about the platform.
    fn limits(&self) -> Limits;
}

/// What the courier hands to an adapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// The outbox row.
    pub id: OutboxId,
    /// How often it was tried before: above 0 it may have arrived already.
    pub tries: u32,
    /// When it was first handed to an adapter, milliseconds UTC.
    pub first_tried_at_ms: i64,
    /// What to do.
    pub errand: Errand,
}

/// What to do with a parcel.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// Put a new message into a chat.
    Post {
        /// Its name with us.
        post: PostId,
        /// Where.
        chat: ChatRef,
        /// What.
        card: Card,
        /// The message that it answers, by the platform's id; sent all the same if that one is gone.
        reply_to: Option<String>,
        /// The interaction that it answers for all to see, as the event gave it; an ordinary message once that is stale.
        handle: Option<String>,
    },
    /// Change a message.
    Edit {
        /// The post.
        post: PostId,
        /// Every message that it is, part by part; twins share a part.
        messages: Vec<MessageRef>,
        /// What it says now.
        card: Card,
    },
    /// Tell one person alone.
    Whisper {
        /// How, as the event gave it.
        handle: String,
        /// Where the person was.
        chat: ChatRef,
        /// What.
        card: Card,
    },
    /// Mark a person's message as received, the same whether right or wrong.
    React {
        /// Where.
        chat: ChatRef,
        /// The person's message, by the platform's id.
        message: String,
    },
    /// Take a message away.
    Delete {
        /// Every message that it is.
        messages: Vec<MessageRef>,
    },
}

/// A message of ours on its platform.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageRef {
    /// The address as sent: never rewritten, not even when the chat moves.
    pub chat: ChatRef,
    /// The platform's id.
    pub message: String,
    /// Which part of a text that was split, from 0.
    pub part: u32,
}

/// A parcel has arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// For a post: the messages' ids, part by part.
    pub messages: Vec<String>,
    /// For a post: the platform's time, milliseconds UTC.
    pub at_ms: i64,
}

/// A parcel has not arrived, or nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not now: try again after this many milliseconds.
    Later {
        /// How long to wait.
        wait_ms: u64,
        /// Whether nothing of the platform may be sent before, or only nothing to this chat.
        whole_platform: bool,
    },
    /// Sent or not, nobody knows: the connection broke, or the platform failed.
    Unknown(String),
    /// The chat has a new address: send it there.
    Moved(ChatRef),
    /// The bot may not write here.
    Forbidden(String),
    /// The bot was removed; in a direct message it concerns that person only.
    Gone(String),
    /// This one will never be taken: too long, too late, gone.
    Never(String),
}

/// Facts about a platform that the courier goes by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Messages and edits a second, all chats together.
    pub per_second: u32,
    /// Messages and edits a minute in one group; private chats are held to one a second with a burst.
    pub per_group_minute: u32,
    /// Deliveries in flight at once.
    pub in_flight: usize,
    /// How long a handle can be answered, milliseconds: a whisper that waited longer is dropped.
    pub whisper_ms: i64,
    /// Messages that one chat takes at once before it is held to its pace.
    pub burst: u32,
}
