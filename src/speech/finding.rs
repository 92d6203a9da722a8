//! What an examination of the bot finds: plain data, which [`super::doctor`] puts into words.

use crate::quiz::address::{Place, Platform};

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: Subject,
    /// What was seen.
    pub seen: Seen,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The program itself.
    Program,
    /// The bot's account on a platform.
    Platform(Platform),
    /// The bot in a chat.
    Chat(Place),
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// All is well.
    Well,
    /// It works, but not in full, or could not be looked at.
    Warning,
    /// Something does not work.
    Trouble,
}

/// A right that the bot uses in a Discord channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Sees the channel.
    View,
    /// Posts.
    Send,
    /// Posts in threads.
    SendInThreads,
    /// Posts cards.
    Embed,
    /// Posts pictures.
    Attach,
    /// Reads what was said before.
    History,
    /// Marks replies.
    React,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// No platform has a token.
    NoToken,
    /// The configuration has so many problems that refuse it.
    BadConfiguration(usize),
    /// There is no database yet.
    NoDatabase,
    /// The database can't be read, and why.
    BadDatabase(String),
    /// The platform has no token.
    Off,
    /// The token or the address can't be one, and why.
    BadAccount(String),
    /// The platform does not know the token.
    TokenRefused,
    /// The platform can't be reached, or fails, and how.
    Away(String),
    /// The platform did not answer within so many seconds.
    Silent(u64),
    /// The platform did not want to say, and why.
    Unsaid(String),
    /// The token is this bot's.
    Bot(String),
    /// In groups the bot gets what is meant for it.
    PrivacyOn,
    /// In groups the bot gets everything.
    PrivacyOff,
    /// The bot can't be added to groups.
    NoGroups,
    /// No webhook is set; so many updates wait.
    NoWebhook(u64),
    /// A webhook at this host takes the updates.
    Webhook(String),
    /// The commands are registered.
    CommandsSet,
    /// They are not, or others are.
    CommandsDiffer,
    /// How many sessions may be begun today.
    Sessions {
        /// How many are left.
        left: u64,
        /// Of how many.
        total: u64,
    },
    /// The bot can write in this group.
    MayWrite {
        /// Whether it can pin.
        pin: bool,
        /// Whether it can delete what others wrote.
        delete: bool,
        /// Whether the group has topics.
        topics: bool,
    },
    /// The bot has every right here.
    MayAll,
    /// The bot lacks these rights here.
    Lacks {
        /// Which.
        rights: Vec<Right>,
        /// Whether it can write all the same.
        writes: bool,
    },
    /// A private chat.
    Private,
    /// The bot is there, but may not write.
    Muted,
    /// The thread is locked.
    Locked,
    /// The bot is not in the chat.
    NotThere,
    /// The chat does not exist any more.
    Vanished,
    /// The chat has a new address.
    Moved,
    /// So many chats were not looked at.
    LeftOut(usize),
    /// So many chats sleep.
    Asleep(usize),
}

impl Finding {
    /// Of the program itself.
    pub fn of_program(seen: Seen) -> Self {
        Self { subject: Subject::Program, seen }
    }

    /// Of the bot's account on a platform.
    pub fn of_platform(platform: &Platform, seen: Seen) -> Self {
        Self { subject: Subject::Platform(platform.clone()), seen }
    }

    /// Of the bot in a chat.
    pub fn of_chat(place: &Place, seen: Seen) -> Self {
        Self { subject: Subject::Chat(place.clone()), seen }
    }
}

impl Seen {
    /// How bad it is.
    pub fn grade(&self) -> Grade {
        match self {
            Self::Off
            | Self::Bot(_)
            | Self::PrivacyOn
            | Self::PrivacyOff
            | Self::NoWebhook(_)
            | Self::CommandsSet
            | Self::MayWrite { .. }
            | Self::MayAll
            | Self::Private => Grade::Well,
            Self::NoToken
            | Self::NoDatabase
            | Self::Unsaid(_)
            | Self::NoGroups
            | Self::CommandsDiffer
            | Self::Moved
            | Self::LeftOut(_)
            | Self::Asleep(_) => Grade::Warning,
            Self::BadConfiguration(_)
            | Self::BadDatabase(_)
            | Self::BadAccount(_)
            | Self::TokenRefused
            | Self::Away(_)
            | Self::Silent(_)
            | Self::Webhook(_)
            | Self::Muted
            | Self::Locked
            | Self::NotThere
            | Self::Vanished => Grade::Trouble,
            Self::Lacks { writes, .. } => {
                if *writes {
                    Grade::Warning
                } else {
                    Grade::Trouble
                }
            }
            Self::Sessions { left, total } => sessions(*left, *total),
        }
    }

    /// Whether the platform gives no answer at all.
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Away(_) | Self::Silent(_) | Self::TokenRefused)
    }
}

/// Less than a tenth is little: something begins sessions over and over.
fn sessions(left: u64, total: u64) -> Grade {
    match left {
        0 => Grade::Trouble,
        left if left.saturating_mul(10) < total => Grade::Warning,
        _ => Grade::Well,
    }
}
