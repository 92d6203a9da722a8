//! Why a reply was accepted or refused, in one English sentence for authors and for the bulk tool.

use super::{AnswerKey, Compared, How, Why, compare};

/// The longest part of a reply that is quoted, in characters.
const QUOTED_CHARACTERS: usize = 60;

/// Compares a reply with the key, and says what was found.
pub fn explained(reply: &str, key: &AnswerKey<'_>) -> (Compared, String) {
    let found = compare(reply, key);
    let said = quoted(reply);
    let answers = key.accept.iter().take(3).map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    let sentence = match found {
        Compared::Right(How::Same) => format!("accepted: {said} says one of {answers}"),
        Compared::Right(How::Number) => format!("accepted: {said} is the same number as one of {answers}"),
        Compared::Right(How::All) => format!("accepted: everything that {said} names is right"),
        Compared::Right(How::Plural) => format!("accepted: {said} is one of {answers} in another number"),
        Compared::Right(How::Typo) => format!("accepted: {said} is one of {answers} but for one typo"),
        Compared::Close(at) => format!("close: {said} is a half answer (group {})", at + 1),
        Compared::Wrong(Why::Empty) => "refused: it says nothing".to_owned(),
        Compared::Wrong(Why::TooLong) => format!("refused: {said} is longer than any short answer"),
        Compared::Wrong(Why::Rejected) => format!("refused: {said} is listed as wrong"),
        Compared::Wrong(Why::Hedged) => format!("refused: {said} names several things, and not all are right"),
        Compared::Wrong(Why::Denied) => format!("refused: {said} denies"),
        Compared::Wrong(Why::Unknown) => format!("refused: {said} is none of {answers}"),
    };
    (found, sentence)
}

fn quoted(text: &str) -> String {
    let mut short: String = text.trim().chars().take(QUOTED_CHARACTERS).collect();
    if text.trim().chars().nth(QUOTED_CHARACTERS).is_some() {
        short.push('…');
    }
    format!("{short:?}")
}
