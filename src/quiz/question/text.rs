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
    match compare(words, &AnswerKey { accept, reject, close, typos, ..AnswerKey::default() }) {
        Compared::Right(_) => Some(Verdict::Right),
        Compared::Close(at) => Some(Verdict::Close(close[at].say.clone())),
        Compared::Homophone => Some(Verdict::Wrong),
        Compared::Wrong(Why::Empty) => None,
        Compared::Wrong(_) => Some(Verdict::Wrong),
    }
}
