//! A few words.

use crate::quiz::{
    Prompt, Verdict,
    judge::{AnswerKey, Compared, Why, compare},
};

/// None where nothing was said.
pub(super) fn judge(words: &str, key: &AnswerKey<'_>) -> Option<Verdict> {
    match compare(words, key) {
        Compared::Right(_) => Some(Verdict::Right),
        Compared::Close(at) => Some(Verdict::Close(Prompt::Own(key.close[at].say.clone()))),
        Compared::Homophone => Some(Verdict::Close(Prompt::Homophone)),
        Compared::Wrong(Why::Empty) => None,
        Compared::Wrong(_) => Some(Verdict::Wrong),
    }
}
