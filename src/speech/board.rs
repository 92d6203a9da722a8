//! Boards, a player's own page, topics, help.

use super::card::Card;
use crate::quiz::{Language, schedule::Period};

/// A row of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Equal points share a rank; None for someone who has no points yet.
    pub rank: Option<i64>,
    /// As shown.
    pub name: String,
    /// In the board's period.
    pub points: i64,
    /// Whether it is the asker's.
    pub own: bool,
}

/// A leaderboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Of which time.
    pub period: Period,
    /// The top, best first.
    pub top: Vec<Row>,
    /// The asker's row, where it is not in the top.
    pub own: Option<Row>,
}

/// A player's own page.
#[derive(Clone, Debug, PartialEq)]
pub struct Me {
    /// As shown.
    pub name: String,
    /// Points in every period of `Period::ALL`.
    pub points: [i64; 4],
    /// The rank of all time; None before the first answer.
    pub rank: Option<i64>,
    /// Questions answered and answered right.
    pub answered: u32,
    /// Of those, right.
    pub right: u32,
    /// Topic's name, answered, right; the most answered first.
    pub topics: Vec<(String, u32, u32)>,
    /// Daily questions in a row.
    pub streak: i64,
    /// The longest ever.
    pub best_streak: i64,
}

/// A topic and its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicCount {
    /// `database/locking`.
    pub slug: String,
    /// In the group's language.
    pub name: String,
    /// Questions in the group's language.
    pub questions: usize,
}

/// A command as the help shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// `/quiz [topic] [count]`.
    pub usage: String,
    /// What it does.
    pub about: String,
    /// Whether only admins may.
    pub admins: bool,
}

/// The leaderboard: one row per player: rank, name, points as the first number after the name.
pub fn board(_language: Language, _board: &Board) -> Card {
    Card::default()
}

/// A player's own page.
pub fn me(_language: Language, _me: &Me) -> Card {
    Card::default()
}

/// The topics with the number of questions.
pub fn topics(_language: Language, _topics: &[TopicCount]) -> Card {
    Card::default()
}

/// What the bot does and its commands.
pub fn help(_language: Language, _commands: &[CommandLine]) -> Card {
    Card::default()
}
