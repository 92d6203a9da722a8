//! The rules of the quiz and its nouns. Pure: no async, no SQL, no clock, no platform.

pub mod address;
pub mod judge;
pub mod name;
pub mod question;
pub mod round;
pub mod schedule;
pub mod score;
pub mod select;
pub mod words;
pub mod zone;

use serde::{Deserialize, Serialize};

pub use address::{ChatRef, Place, Platform, SpaceRef, Visited};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

ids! {
    /// A study group: one language, one time zone, one plan, one leaderboard.
    GroupId,
    /// What has members on one platform.
    SpaceId,
    /// A channel, thread or topic of a space.
    ChatId,
    /// A person.
    PlayerId,
    /// That person on one platform.
    AccountId,
    /// One question put to one group. A random 63-bit number: deep links can't be guessed.
    RoundId,
    /// The rounds that one `/quiz N` asks.
    SeriesId,
    /// A message of ours, named before it exists. A random 63-bit number.
    PostId,
    /// One reply of one account to one round.
    AnswerId,
    /// A row of the outbox.
    OutboxId,
}

/// The languages of the interface and of the bank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese (simplified).
    Zh,
}

impl Language {
    /// Every language that there is.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The code as typed in `/language` and kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// Reads a code; `zh-CN`, `zh_TW` and `en-GB` are read by their first part.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            _ => None,
        }
    }
}

/// How a round came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Asked by the plan.
    Daily,
    /// Asked by `/quiz`.
    Quiz,
}

/// What a reply is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "verdict", content = "detail")]
pub enum Verdict {
    /// All of it.
    Right,
    /// A part: the share, above 0 and below 1.
    Partial(f64),
    /// On the way. Costs no try.
    Close(Prompt),
    /// None of it.
    Wrong,
    /// Not an answer at all: what would be one. Costs no try.
    Unreadable(Expected),
}

/// What is said to whoever is on the way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prompt {
    /// It sounds like a right answer, in other characters.
    Homophone,
    /// The question's own prompt to be more specific.
    #[serde(untagged)]
    Own(question::Text),
}

/// What an unreadable reply should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// A number.
    Number,
    /// One letter, `a` up to this many options.
    Letter(u8),
    /// Several letters, `a` up to this many options.
    Letters(u8),
    /// All letters, `a` up to this many items, in order.
    Order(u8),
    /// True or false.
    Truth,
    /// A few words.
    Words,
    /// An explanation.
    Sentences,
}
