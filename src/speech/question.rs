//! A question's message: open, closed, and its result.

use super::{card::Card, say::Worth};
use crate::quiz::{Language, Mode, RoundId, question::Question};

/// A question as it is put to a chat.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What is asked.
    pub question: &'a Question,
    /// Its round.
    pub round: RoundId,
    /// `order[shown]` = place in the question.
    pub order: &'a [usize],
    /// Daily or quiz.
    pub mode: Mode,
    /// Which question of how many, in a series of more than one.
    pub series: Option<(u32, u32)>,
    /// Whether the chat is one person's: there is a skip button then and no "answer privately".
    pub private: bool,
    /// How many have answered.
    pub answered: u32,
    /// How long it stays open, where that is short enough to be said.
    pub seconds: Option<i64>,
}

/// How a round ended.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The question.
    pub asked: Asked<'a>,
    /// How many of those who answered were wholly right.
    pub right: u32,
    /// How many were partly right.
    pub partial: u32,
    /// How many picked each option, by its place in the question; empty for typed kinds.
    pub picks: Vec<u32>,
    /// Who got points, first come first: name and points. At most `NAMED`.
    pub first: Vec<(String, i64)>,
    /// In a private chat, what its one player's final answer was worth; None where it was skipped.
    pub own: Option<Worth>,
}

/// How many of those who got points the result names.
pub const NAMED: usize = 3;

/// The open question.
pub fn open(_language: Language, _asked: &Asked<'_>) -> Card {
    Card::default()
}

/// The question once it is over: with the right answer.
pub fn closed(_language: Language, _asked: &Asked<'_>) -> Card {
    Card::default()
}

/// The result, a message of its own without controls.
pub fn result(_language: Language, _outcome: &Outcome<'_>) -> Card {
    Card::default()
}
