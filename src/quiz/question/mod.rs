//! A question and its kinds. One file per kind judges the replies to it.

pub mod alias;
mod choice;
mod number;
mod open;
mod order;
mod said;
mod shuffle;
mod spoken;
mod text;
mod truth;

use serde::{Deserialize, Serialize};

pub use spoken::Text;

use super::{
    Expected, Language, Verdict,
    judge::{AnswerKey, Known, normalize, open::Marks},
};

/// A question of the bank, and the snapshot that a round keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// `topic/id`, e.g. `database/locking/version-mismatch`: unique in the bank.
    pub id: String,
    /// The topic's slug, e.g. `database/locking`.
    pub topic: String,
    /// The topic's name.
    pub topic_name: Text,
    /// 1 (recall) to 5 (expert).
    pub difficulty: u8,
    /// What is asked, in the bank's Markdown subset.
    pub prompt: Text,
    /// What kind of answer is wanted, and the key.
    pub kind: Kind,
    /// Whether the options are shuffled when asked.
    pub shuffle: bool,
    /// Shown with the result.
    pub explanation: Option<Text>,
    /// Authorities: addresses or titles.
    pub sources: Vec<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// A nudge that gives nothing away.
    pub hint: Option<Text>,
}

/// The kinds of question, each with its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Kind {
    /// One option is right.
    Single {
        /// 2 to 10 options.
        options: Vec<Choice>,
    },
    /// One or more options are right.
    Multiple {
        /// 2 to 10 options.
        options: Vec<Choice>,
    },
    /// True or false. Picks are 0 for true and 1 for false.
    Truth {
        /// The key.
        answer: bool,
    },
    /// A number.
    Number {
        /// The key.
        answer: f64,
        /// How far off is still right, in the answer's unit.
        tolerance: f64,
        /// The unit, where there is one.
        unit: Option<Text>,
    },
    /// A few words.
    Text {
        /// Right answers, in any language.
        accept: Vec<String>,
        /// Wrong answers that look close.
        reject: Vec<String>,
        /// Half answers, each with a prompt.
        close: Vec<Close>,
        /// Whether typos may be repaired.
        typos: bool,
    },
    /// Items to be put in order. Picks are their places in the order said.
    Order {
        /// The items in the right order.
        items: Vec<Text>,
    },
    /// An explanation, graded by key points.
    Open {
        /// The model answer.
        model: Text,
        /// What a good answer says.
        points: Vec<Point>,
        /// What a wrong answer says.
        traps: Vec<Trap>,
    },
}

impl Kind {
    /// The word for it in the question files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::Truth { .. } => "truth",
            Self::Number { .. } => "number",
            Self::Text { .. } => "text",
            Self::Order { .. } => "order",
            Self::Open { .. } => "open",
        }
    }
}

/// An option of a choice question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub text: Text,
    /// Whether it is right.
    pub right: bool,
    /// Said to whoever picks it.
    pub why: Option<Text>,
}

/// Half answers that are met with a prompt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Close {
    /// The half answers.
    #[serde(rename = "match")]
    pub matches: Vec<String>,
    /// The prompt.
    pub say: Text,
}

/// A key point of an open answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The point in a few words.
    pub say: Text,
    /// Phrasings of it.
    pub any: Vec<String>,
    /// Its share of the credit against the other points.
    pub weight: f64,
}

/// A misconception in an open answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trap {
    /// Phrasings of it.
    pub any: Vec<String>,
    /// What is said about it.
    pub say: Text,
}

/// A reply as the judge reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Options by their place in the question (not as shown); of an order, in the order said.
    Picks(Vec<usize>),
    /// Words.
    Words(String),
}

impl Question {
    /// How many options or items there are to press; 0 where the answer is typed.
    pub fn option_count(&self) -> usize {
        match &self.kind {
            Kind::Single { options } | Kind::Multiple { options } => options.len(),
            Kind::Truth { .. } => 2,
            Kind::Order { items } => items.len(),
            Kind::Number { .. } | Kind::Text { .. } | Kind::Open { .. } => 0,
        }
    }

    /// Whether the answer is typed in a few words, with up to three tries. An explanation has one: its verdict tells
    /// what is missing.
    pub fn is_typed(&self) -> bool {
        matches!(self.kind, Kind::Number { .. } | Kind::Text { .. })
    }

    /// Whether items are put in order.
    pub fn is_order(&self) -> bool {
        matches!(self.kind, Kind::Order { .. })
    }

    /// Whether an explanation is wanted.
    pub fn is_open(&self) -> bool {
        matches!(self.kind, Kind::Open { .. })
    }

    /// Whether the question can be asked in this language.
    pub fn speaks(&self, language: Language) -> bool {
        self.prompt.speaks(language)
    }

    /// The picks that are right; empty for kinds without options, and for an order, where every item is.
    pub fn right_picks(&self) -> Vec<usize> {
        match &self.kind {
            Kind::Single { options } | Kind::Multiple { options } => {
                options.iter().enumerate().filter(|(_, o)| o.right).map(|(i, _)| i).collect()
            }
            Kind::Truth { answer } => vec![usize::from(!answer)],
            _ => Vec::new(),
        }
    }

    /// Reads a typed reply. For questions with options or items: letters as shown (`order[shown] = place`),
    /// their own texts, or true and false in either language. `None` where it can't be read as an answer of this kind.
    pub fn read(&self, text: &str, order: &[usize]) -> Option<Reply> {
        match &self.kind {
            Kind::Single { options } => choice::read_one(text, options, order).map(|pick| Reply::Picks(vec![pick])),
            Kind::Multiple { options } => choice::read_several(text, options, order).map(Reply::Picks),
            Kind::Truth { .. } => truth::read(text, order).map(|pick| Reply::Picks(vec![pick])),
            Kind::Order { items } => order::read(text, items, order).map(Reply::Picks),
            Kind::Number { .. } | Kind::Text { .. } | Kind::Open { .. } => {
                let says_something = !normalize::tidy(text).is_empty();
                says_something.then(|| Reply::Words(text.trim().to_owned()))
            }
        }
    }

    /// What the reply is worth. One of the wrong sort (words for a question with options) is unreadable.
    /// `known` are the other answers of its bank, which no typo is taken for.
    pub fn judge(&self, reply: &Reply, known: &Known) -> Verdict {
        let verdict = match (&self.kind, reply) {
            (Kind::Single { options }, Reply::Picks(picks)) => choice::judge_one(picks, options),
            (Kind::Multiple { options }, Reply::Picks(picks)) => choice::judge_several(picks, options),
            (Kind::Truth { answer }, Reply::Picks(picks)) => truth::judge(picks, *answer),
            (Kind::Number { answer, tolerance, unit }, Reply::Words(words)) => {
                number::judge(words, number::Key { answer: *answer, tolerance: *tolerance, unit: unit.as_ref() })
            }
            (Kind::Text { accept, reject, close, typos }, Reply::Words(words)) => {
                // a prompt that serves both languages is said once
                let mut asked: Vec<&str> =
                    [&self.prompt.en, &self.prompt.zh].into_iter().flatten().map(String::as_str).collect();
                asked.dedup();
                let asked = asked.join("\n");
                let bank = Some(known);
                text::judge(
                    words,
                    &AnswerKey { question: &asked, accept, reject, close, known: &[], bank, typos: *typos },
                )
            }
            (Kind::Order { items }, Reply::Picks(picks)) => order::judge(picks, items),
            (Kind::Open { .. }, Reply::Words(words)) => self.marks(words).and_then(|marks| open::verdict(&marks)),
            _ => None,
        };
        verdict.unwrap_or_else(|| Verdict::Unreadable(self.expected()))
    }

    /// What an explanation is worth, point by point; None for other kinds.
    pub fn marks(&self, words: &str) -> Option<Marks> {
        match &self.kind {
            Kind::Open { model, points, traps } => Some(open::marks(words, &self.prompt, model, points, traps)),
            _ => None,
        }
    }

    /// What a reply to this question should be.
    pub fn expected(&self) -> Expected {
        match &self.kind {
            Kind::Single { options } => Expected::Letter(count(options)),
            Kind::Multiple { options } => Expected::Letters(count(options)),
            Kind::Truth { .. } => Expected::Truth,
            Kind::Number { .. } => Expected::Number,
            Kind::Order { items } => Expected::Order(count(items)),
            Kind::Text { .. } => Expected::Words,
            Kind::Open { .. } => Expected::Sentences,
        }
    }
}

fn count<T>(options: &[T]) -> u8 {
    u8::try_from(options.len()).unwrap_or(u8::MAX)
}
