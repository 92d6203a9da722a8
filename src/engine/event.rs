//! Everything that can happen, as plain data: what adapters make of a platform's updates.

pub use crate::quiz::address::{ChatRef, Place, Platform, SpaceRef};
pub use crate::quiz::{AnswerId, GroupId, Language, OutboxId, PostId, RoundId};

/// One thing that happened. Handled at most once, by its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `tg:<bot>:<update>`, `dc:int:<id>`, `dc:msg:<id>`, `term:<run>:<line>`, `slot:<group>:<slot>`, `close:<round>`,
    /// `post:<id>:<try>`.
    pub key: String,
    /// The platform's time, milliseconds UTC. None where the platform tells none and the update may have waited
    /// while we were away: in time if its round has not closed.
    pub at_ms: Option<i64>,
    /// Where; None for what no chat saw.
    pub place: Option<Place>,
    /// Who; None where nobody did it.
    pub from: Option<Sender>,
    /// How the platform lets this person alone be answered at once. None for plain messages.
    pub handle: Option<Handle>,
    /// The platform's id of the person's message, or of the one with the button that was pressed.
    pub message: Option<String>,
    /// What.
    pub what: What,
}

/// How a platform lets one person be answered alone and at once: a callback, an interaction, a line of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Opaque: made and read by the adapter.
    pub id: String,
    /// Whether the platform shows the person that it waits, so that something must be said even where nothing needs to.
    pub awaited: bool,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The platform's id of the person.
    pub account: String,
    /// The name shown, as the platform gave it (control characters stripped, cut to 64 characters).
    pub name: String,
    /// The person's language where the platform tells it: a BCP 47 tag.
    pub locale: Option<String>,
    /// What they may do here.
    pub role: Role,
    /// A chat or channel speaking for itself, or an anonymous admin: may command, never answer.
    pub impersonal: bool,
}

/// What a sender may do in this space. Looked up only for commands that need it; `Member` otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May change the group's settings.
    Admin,
    /// May not.
    Member,
    /// Could not be checked.
    Unknown,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A command: its name without the slash (lower case) and the rest of the line (on Discord the options' values in the
    /// order of the command's definition, joined by spaces).
    Command {
        /// The name.
        name: String,
        /// What follows it, trimmed.
        args: String,
    },
    /// Something under a question was pressed. Options by their place as shown.
    Press {
        /// The round of the pressed button.
        round: RoundId,
        /// What was pressed.
        press: Press,
    },
    /// Something was said that may be an answer: in a group only replies to messages of the bot, in a private chat any
    /// message, and submitted forms.
    Reply {
        /// What was said, at most 4,000 characters, control characters but line feeds stripped.
        text: String,
        /// The message that it replies to, by the platform's id.
        to: Option<String>,
        /// The round named by a button of that message, or by the form.
        round: Option<RoundId>,
    },
    /// The courier has put a post into its chat.
    Posted {
        /// The outbox row.
        outbox: OutboxId,
        /// The post.
        post: PostId,
        /// The address that it was sent to.
        chat: ChatRef,
        /// The platform's message ids, part by part.
        messages: Vec<String>,
    },
    /// The courier could not, for good.
    NotPosted {
        /// The outbox row.
        outbox: OutboxId,
        /// The post.
        post: PostId,
        /// What the platform said.
        why: Lost,
    },
    /// A round's time has come.
    Close {
        /// Which.
        round: RoundId,
    },
    /// A group's daily question is due.
    Slot {
        /// Which group.
        group: GroupId,
    },
    /// The space has a new address (a Telegram group became a supergroup). The event's place is the old one.
    Moved {
        /// The new space.
        to: SpaceRef,
    },
    /// The bot was removed from the event's space, or blocked in a private chat.
    Gone,
    /// The bot was added to the event's space (again).
    Joined,
}

/// What was pressed under a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// This option, and no other. Final.
    Pick(usize),
    /// These options, all at once; of an order, in this order. Final.
    Picks(Vec<usize>),
    /// In (as the last one) or out of the picks, not yet final.
    Toggle(usize),
    /// The last pick is taken back.
    Undo,
    /// The picks are final.
    Done,
    /// The hint.
    Hint,
    /// The question is given up: it closes with its reveal (in a private chat, where the button is shown).
    Skip,
    /// A judgement is disputed, or a dispute decided.
    Dispute(DisputeStep),
}

/// What was pressed of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeStep {
    /// "I was right", under a result.
    Raise,
    /// The dispute about this answer is accepted.
    Accept(AnswerId),
    /// The dispute about this answer is refused.
    Refuse(AnswerId),
}

impl Press {
    /// Whether the adapter must look up the sender's role before it hands the press over.
    pub fn needs_role(&self) -> bool {
        matches!(self, Self::Dispute(DisputeStep::Accept(_) | DisputeStep::Refuse(_)))
    }
}

/// Why a post never reached its chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The bot may not write there.
    Forbidden,
    /// The bot is not there any more.
    Gone,
    /// The platform refuses this one message.
    Never(String),
}

/// One command: plain data that help, Discord's registration and Telegram's setMyCommands are all made from.
#[derive(Clone, Copy, Debug)]
pub struct CommandSpec {
    /// 1 to 32 of `a` to `z`.
    pub name: &'static str,
    /// Whether the adapter must look up the sender's role before it hands the command over.
    pub needs_role: bool,
    /// Whether members without the right to manage the space do not even see it, where the platform can hide it.
    pub admins_only: bool,
    /// What follows the name.
    pub options: &'static [OptionSpec],
    /// What it does, for menus: at most 100 characters.
    pub about: fn(Language) -> String,
}

/// An option of a command.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// 1 to 32 of `a` to `z`.
    pub name: &'static str,
    /// What may be given.
    pub values: Values,
    /// Whether it must be given.
    pub required: bool,
    /// What it is: at most 100 characters.
    pub about: fn(Language) -> String,
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Any text.
    Words,
    /// A topic: offered while typing.
    Topic,
    /// A time zone: offered while typing.
    Zone,
    /// A whole number in this range, ends included.
    Whole(i64, i64),
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// A topic as offered while typing a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicName {
    /// What is sent: `database/locking`.
    pub slug: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// What an adapter needs to know of the bot's own affairs, made once by main.
#[derive(Clone, Debug)]
pub struct Briefing {
    /// Every command, in the order of the help.
    pub commands: &'static [CommandSpec],
    /// Every topic of the bank.
    pub topics: Vec<TopicName>,
    /// Time zones that match what was typed so far, best first, at most this many.
    pub zones: fn(&str, usize) -> Vec<String>,
    /// What a command (`quiz`), an option (`quiz-topic`) or one of its words (`top-period-today`) is called in this
    /// language, for menus that can show that.
    pub called: fn(&str, Language) -> String,
}
