//! How text is compared: exactly but for what carries no meaning, out of its wrapping, in view of the question, with one
//! typo repaired.

mod alike;
mod claims;
pub mod explain;
mod key;
mod known;
pub mod negation;
pub mod normalize;
pub mod numbers;
pub mod open;
mod phrases;
mod several;
mod shapes;
pub mod similarity;
mod sound;
mod terms;
pub mod wrapping;

pub use explain::explained;
pub use known::Known;

use key::{Finding, Key};

/// The longest reply that is compared as a short answer, in characters: nobody wraps three words in more, and what a
/// comparison costs grows with it.
pub const LONGEST_CHARACTERS: usize = 300;

/// What a short answer is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnswerKey<'a> {
    /// What was asked; empty where unknown. A reply may repeat its words, and leave out what it has said.
    pub question: &'a str,
    /// Right answers.
    pub accept: &'a [String],
    /// Wrong answers that look close.
    pub reject: &'a [String],
    /// Half answers, group by group.
    pub close: &'a [super::question::Close],
    /// Right answers of other questions: a reply that is nearer to one of them is no typo.
    pub known: &'a [String],
    /// The same of a whole bank, prepared.
    pub bank: Option<&'a Known>,
    /// Whether typos and plurals may be repaired.
    pub typos: bool,
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// A right answer, and how it was recognised.
    Right(How),
    /// A half answer: its place in `close`.
    Close(usize),
    /// It sounds like a right answer, in other characters.
    Homophone,
    /// No right answer, and why not.
    Wrong(Why),
}

/// How a right answer was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It says the same, perhaps inside some wrapping.
    Same,
    /// It is the same number.
    Number,
    /// It names several things, and all of them are right.
    All,
    /// The same term in another shape: a regional word, initials, another order.
    Term,
    /// It claims it, in view of what was asked.
    Claim,
    /// Singular and plural.
    Plural,
    /// But for one typo.
    Typo,
}

/// Why a reply is no right answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It says nothing.
    Empty,
    /// It is longer than any short answer.
    TooLong,
    /// It is one of the known wrong answers.
    Rejected,
    /// It names several things, and not all of them are right.
    Hedged,
    /// It denies the right answer.
    Denied,
    /// It is none of the answers.
    Unknown,
}

/// Compares a reply with the key.
pub fn compare(reply: &str, key: &AnswerKey<'_>) -> Compared {
    examined(reply, key).compared
}

fn examined(reply: &str, key: &AnswerKey<'_>) -> Finding {
    Key::of(key).examine(reply)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question::{Close, Text};

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_was_found_says_how() {
        let (accept, reject) = (strings(&["deadlock", "死锁"]), strings(&["livelock"]));
        let close = [Close { matches: strings(&["waiting", "等待"]), say: Text::same("How is it called?") }];
        let known = strings(&["deadlocks detection"]);
        let key = AnswerKey {
            accept: &accept,
            reject: &reject,
            close: &close,
            known: &known,
            typos: true,
            ..AnswerKey::default()
        };
        let long = format!("deadlock {}", "x".repeat(4_000));
        let table = [
            ("Deadlock", Compared::Right(How::Same)),
            ("I think it's a `deadlock`!", Compared::Right(How::Same)),
            ("死鎖", Compared::Right(How::Same)),
            ("deadlocks", Compared::Right(How::Plural)),
            ("deadlok", Compared::Right(How::Typo)),
            ("死锁（deadlock）", Compared::Right(How::All)),
            ("deadlock, not livelock", Compared::Right(How::All)),
            ("livelock", Compared::Wrong(Why::Rejected)),
            ("liveloc", Compared::Wrong(Why::Unknown)),
            ("deadlock or livelock", Compared::Wrong(Why::Hedged)),
            ("可能是死锁也可能是活锁", Compared::Wrong(Why::Hedged)),
            ("not deadlock", Compared::Wrong(Why::Denied)),
            ("不是死锁，是活锁", Compared::Wrong(Why::Denied)),
            ("waiting", Compared::Close(0)),
            ("waitting", Compared::Close(0)),
            ("死所", Compared::Homophone),
            ("应该是死所吧", Compared::Homophone),
            ("", Compared::Wrong(Why::Empty)),
            ("\u{200b}\u{2066}", Compared::Wrong(Why::Empty)),
            (&long, Compared::Wrong(Why::TooLong)),
        ];
        for (reply, expected) in table {
            assert_eq!(compare(reply, &key), expected, "{reply:?}");
        }
    }

    #[test]
    fn another_answer_of_the_bank_is_no_typo() {
        let accept = strings(&["stateless"]);
        let known = strings(&["statelets"]);
        let key = AnswerKey { accept: &accept, typos: true, ..AnswerKey::default() };
        assert_eq!(compare("statelets", &key), Compared::Right(How::Typo));
        let key = AnswerKey { known: &known, ..key };
        assert_eq!(compare("statelets", &key), Compared::Wrong(Why::Unknown));
    }

    #[test]
    fn case_counts_where_the_key_says_so() {
        let (accept, reject) = (strings(&["-p"]), strings(&["-P"]));
        let key = AnswerKey { accept: &accept, reject: &reject, ..AnswerKey::default() };
        assert_eq!(compare("-p", &key), Compared::Right(How::Same));
        assert_eq!(compare("it's -p", &key), Compared::Right(How::Same));
        assert_eq!(compare("-P", &key), Compared::Wrong(Why::Rejected));
        let key = AnswerKey { reject: &[], ..key };
        assert_eq!(compare("-P", &key), Compared::Right(How::Same));
    }
}
