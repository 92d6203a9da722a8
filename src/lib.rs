//! # quizbot: the map
//!
//! A self-hosted quiz bot for study groups: one program, one SQLite file, two platforms, one engine.
//!
//! ## Bird's eye view
//!
//! SQLite is inside the engine; only time, chance and the network are outside. One event is one turn; a turn commits
//! whole or not at all; whatever the bot wants to say is a row in that commit; one courier sends.
//!
//! ```text
//! a platform's update -> chat/<platform> makes it an Event -> Inbox::put waits
//!   -> Engine::handle, a batch of turns: keys remembered, rows read together, rules applied, rows gathered, one commit
//!   -> put returns: only now is the update acknowledged to the platform
//! an outbox row -> Courier -> ChatAdapter::deliver -> its receipt comes back as an Event
//! ```
//!
//! So no handler waits for a platform, a crash can only fall between turns, and an update that comes twice is a key that
//! is there already.
//!
//! ## Where to find what
//!
//! - [`quiz`]: the rules, pure. [`quiz::question`] has the kinds of question and [`quiz::judge`] compares texts;
//!   [`quiz::score`] has points and streaks, [`quiz::schedule`] local days and slots, [`quiz::round`] who may still
//!   answer, [`quiz::select`] which question comes next.
//! - [`bank`]: the question files: read, checked with file, line and column, found by topic.
//! - [`speech`]: every sentence, in Chinese and English; [`speech::card`] is rich text without any platform's markup.
//! - [`engine`]: what happens when. [`engine::event`] is everything that can happen, as plain data; [`engine::Inbox`]
//!   is the way in; [`engine::commands`] has one file a command; [`engine::Ticker`] finds what is due.
//! - [`store`]: the only SQL. [`store::writes`] is what turns gather; [`store::outbox`] is what the courier works off;
//!   [`store::ledger`] is what follows when an answer is judged once more: by people, or by a mended key.
//! - [`courier`]: the only sender: lanes, pace, back-off.
//! - [`chat`]: the only sockets. [`chat::ChatAdapter`] is two verbs and a fact sheet; a folder for each platform.
//! - [`house`]: puts engine, courier and platforms together and ends them in order.
//! - [`tools`]: what the program does beside running the bot, one file a tool.
//! - [`config`]: one struct a table; [`clock`]: the only file that asks for the time or rolls dice.
//!
//! ## What always holds
//!
//! - `quiz` and `speech` know no database, no clock, no platform; `engine` knows no platform; nothing but `store` knows
//!   SQL, nothing but `chat` a socket, nothing but `speech` a sentence. `tests/house` reads every file for it.
//! - Nothing is acknowledged before its commit. Every event may come twice, late or never; every tick may be spurious.
//! - No handler sends; nothing is in a transaction while the network is used.
//! - The database keeps the promises: an answer counts once by the primary key of `scores`, a daily is asked once by the
//!   primary key of `slots`, an event is handled once by the primary key of `seen`.
//! - The engine keeps nothing in memory between batches, and nothing sleeps until a wall-clock time.
//! - Answers and judgements are only added to; scores, standings and streaks can be rebuilt from them, and a test does.
//!   Which of a player's answers counts is [`quiz::score::counting`]; points are reached when they were decided.
//!
//! ## Where it differs from the design
//!
//! - Discord's `/top` is a post that answers the interaction (a handle on [`chat::Errand::Post`]), since a whisper is
//!   seen by one person only.
//! - The last daily closes in the same turn that asks the next one, so that its reveal stands above the new question.
//! - While a round waits for a platform to be caught up, [`engine::Inbox::want`] wakes an adapter whose request hangs: a
//!   question closes within a second, not after the poll.

pub mod bank;
pub mod chat;
pub mod clock;
pub mod config;
pub mod courier;
pub mod engine;
pub mod house;
pub mod quiz;
pub mod speech;
pub mod store;
pub mod tools;
