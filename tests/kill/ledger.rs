//! What people did, in the order in which the servers saw it, and the points that follow.

use std::collections::BTreeMap;

use crate::small_bank::{self, Kind, OPTIONS, RIGHT_WORD, WRONG_WORD};

/// What somebody gives as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Options, by their places in the bank.
    Picks(Vec<usize>),
    /// A word.
    Words(&'static str),
}

impl Reply {
    /// A reply to this question: right or wrong. Wrong ones differ by `turn`.
    pub fn to(number: usize, right: bool, turn: usize) -> Self {
        let solution = small_bank::right(number);
        match (small_bank::kind(number), right) {
            (Kind::Text, true) => Self::Words(RIGHT_WORD),
            (Kind::Text, false) => Self::Words(WRONG_WORD),
            (_, true) => Self::Picks(solution),
            (_, false) => {
                let wrong: Vec<usize> = (0..OPTIONS.len()).filter(|place| !solution.contains(place)).collect();
                Self::Picks(vec![wrong[turn % wrong.len()]])
            }
        }
    }

    fn points(&self, number: usize) -> i64 {
        let right = match self {
            Self::Picks(picks) => *picks == small_bank::right(number),
            Self::Words(word) => *word == RIGHT_WORD,
        };
        if right { small_bank::points(number) } else { 0 }
    }

    /// As the database has it: the picks as JSON, or the words.
    pub fn written(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::Picks(picks) => (Some(serde_json::to_string(picks).expect("numbers")), None),
            Self::Words(words) => (None, Some((*words).to_owned())),
        }
    }
}

/// One answer that must stand in the database, and be the only one of its person in its round.
#[derive(Clone, Debug)]
pub struct Said {
    /// The address of the space whose board it is on.
    pub space: String,
    /// The round.
    pub round: i64,
    /// The question's number.
    pub number: usize,
    /// The person, by the platform's id.
    pub account: String,
    /// What.
    pub reply: Reply,
    /// Whether it surely reached the bot: not where a press got no answer because the bot was away, and its person had
    /// no time left to press again. Such a one may stand there, or not.
    pub sure: bool,
}

impl Said {
    /// What it is worth.
    pub fn points(&self) -> i64 {
        self.reply.points(self.number)
    }
}

/// Every first answer. What a person said later in the same round counts for nothing, and is not even here.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By round and account.
    pub firsts: BTreeMap<(i64, String), Said>,
    /// Every round that was seen.
    pub rounds: BTreeMap<i64, usize>,
}

impl Ledger {
    /// Writes down what was said, unless the person had said something there before. Whether it is the first.
    pub fn note(&mut self, said: Said) -> bool {
        let key = (said.round, said.account.clone());
        let first = !self.firsts.contains_key(&key);
        if first {
            self.firsts.insert(key, said);
        }
        first
    }

    /// Takes over another one's.
    pub fn extend(&mut self, other: &Self) {
        self.firsts.extend(other.firsts.clone());
        self.rounds.extend(&other.rounds);
    }

    /// The board of a space: account and points.
    pub fn board(&self, space: &str) -> BTreeMap<String, i64> {
        let mut board = BTreeMap::new();
        for said in self.firsts.values().filter(|said| said.space == space) {
            *board.entry(said.account.clone()).or_default() += said.points();
        }
        board
    }

    /// Every space.
    pub fn spaces(&self) -> Vec<String> {
        let mut spaces: Vec<String> = self.firsts.values().map(|said| said.space.clone()).collect();
        spaces.sort();
        spaces.dedup();
        spaces
    }
}
