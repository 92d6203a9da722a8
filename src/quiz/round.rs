//! The life of a round: asked, open, closed, or void; and who may still answer.

use serde::{Deserialize, Serialize};

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its posts are on their way.
    Asked,
    /// A chat has it.
    Open,
    /// Revealed.
    Closed,
    /// No chat took it.
    Void,
}

impl State {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Void => "void",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Asked, Self::Open, Self::Closed, Self::Void].into_iter().find(|state| state.as_str() == word)
    }
}

/// Whether what was said at this time is in time. A platform that tells no time is in time until the round closes; a
/// round whose posting nobody confirmed yet takes answers too, since somebody has seen it.
pub fn in_time(state: State, closes_at_ms: Option<i64>, at_ms: Option<i64>) -> bool {
    match state {
        State::Closed | State::Void => false,
        State::Asked => true,
        State::Open => match (closes_at_ms, at_ms) {
            (Some(closes), Some(at)) => at <= closes,
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_millisecond_counts() {
        let table = [
            (State::Asked, None, Some(5), true),
            (State::Open, Some(10), Some(10), true),
            (State::Open, Some(10), Some(11), false),
            (State::Open, Some(10), None, true),
            (State::Open, None, Some(99), true),
            (State::Closed, Some(10), Some(5), false),
            (State::Void, None, None, false),
        ];
        for (state, closes, at, expected) in table {
            assert_eq!(in_time(state, closes, at), expected, "{state:?} {closes:?} {at:?}");
        }
    }
}
