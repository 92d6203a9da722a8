//! A few words.

use super::Close;
use crate::quiz::{
    Verdict,
    judge::{AnswerKey, Compared, Why, compare},
};

/// None where nothing was said.
pub(super) fn judge(
    words: &str,
    accept: &[String],
    reject: &[String],
    close: &[Close],
    typos: bool,
) -> Option<Verdict> {
    match compare(words, &AnswerKey { question: "", accept, reject, close, known: &[], typos }) {
        Compared::Right(_) => Some(Verdict::Right),
        Compared::Close(at) => Some(Verdict::Close(close[at].say.clone())),
        Compared::Wrong(Why::Empty) => None,
        Compared::Wrong(_) => Some(Verdict::Wrong),
    }
}
