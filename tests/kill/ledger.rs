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

    fn is_right(&self, number: usize) -> bool {
        match self {
            Self::Picks(picks) => *picks == small_bank::right(number),
            Self::Words(word) => *word == RIGHT_WORD,
        }
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

/// What a right answer is worth at the first, second and third try, in tenths.
const TENTHS: [i64; 3] = [10, 6, 3];

impl Said {
    /// What it is worth as the so-manieth try, from 0.
    pub fn points(&self, tries: usize) -> i64 {
        let whole = small_bank::points(self.number);
        match &self.reply {
            Reply::Picks(picks) if small_bank::kind(self.number) == Kind::Multiple => {
                let solution = small_bank::right(self.number);
                let right = picks.iter().filter(|pick| solution.contains(pick)).count();
                let wrong = picks.len() - right;
                whole * right.saturating_sub(wrong) as i64 / solution.len() as i64
            }
            reply if reply.is_right(self.number) => whole * TENTHS[tries] / 10,
            _ => 0,
        }
    }
}

/// Every answer that counts, by round and account, try by try. What a person says after the last is not even here.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The answers.
    pub said: BTreeMap<(i64, String), Vec<Said>>,
    /// Every round that was seen.
    pub rounds: BTreeMap<i64, usize>,
    /// Options that are marked and not final, by round and account.
    drafts: BTreeMap<(i64, String), Vec<usize>>,
}

impl Ledger {
    /// Marks an option, or takes the mark away.
    pub fn toggle(&mut self, round: i64, account: &str, place: usize) {
        let draft = self.drafts.entry((round, account.to_owned())).or_default();
        match draft.iter().position(|marked| *marked == place) {
            Some(at) => drop(draft.remove(at)),
            None => draft.push(place),
        }
    }

    /// What is marked, in the order in which it was.
    pub fn marked(&self, round: i64, account: &str) -> Vec<usize> {
        self.drafts.get(&(round, account.to_owned())).cloned().unwrap_or_default()
    }

    /// Writes down what was said, unless the person's tries are at an end. Whether it counts.
    pub fn note(&mut self, said: Said, most_tries: usize) -> bool {
        let tries = self.said.entry((said.round, said.account.clone())).or_default();
        let counts = tries.len() < most_tries && !tries.iter().any(|said| said.reply.is_right(said.number));
        if counts {
            tries.push(said);
        }
        counts
    }

    /// Takes over another one's.
    pub fn extend(&mut self, other: &Self) {
        self.said.extend(other.said.clone());
        self.rounds.extend(&other.rounds);
    }

    /// The board of a space: account and points.
    pub fn board(&self, space: &str) -> BTreeMap<String, i64> {
        let mut board = BTreeMap::new();
        for tries in self.said.values() {
            for (at, said) in tries.iter().enumerate().filter(|(_, said)| said.space == space) {
                *board.entry(said.account.clone()).or_default() += said.points(at);
            }
        }
        board
    }

    /// Every space.
    pub fn spaces(&self) -> Vec<String> {
        let mut spaces: Vec<String> = self.said.values().flatten().map(|said| said.space.clone()).collect();
        spaces.sort();
        spaces.dedup();
        spaces
    }
}
