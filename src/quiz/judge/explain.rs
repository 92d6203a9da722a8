//! Why a reply was accepted or refused, in one English sentence for authors and for the bulk tool.

use super::{AnswerKey, Compared, How, Why, examined, key::Finding};

/// The longest part of a reply that is quoted, in characters.
const QUOTED_CHARACTERS: usize = 60;

/// How many accepted answers are listed.
const LISTED: usize = 3;

/// Compares a reply with the key, and says what was compared with what, and why it was accepted or refused.
pub fn explained(reply: &str, key: &AnswerKey<'_>) -> (Compared, String) {
    let found = examined(reply, key);
    let sentence = sentence(&found, key);
    (found.compared, sentence)
}

fn sentence(found: &Finding, key: &AnswerKey<'_>) -> String {
    let (said, answer) = (quoted(&found.said), quoted(&found.answer));
    match found.compared {
        Compared::Right(How::Same) => format!("accepted: {said} says the same as {answer}"),
        Compared::Right(How::Number) => format!("accepted: {said} is the same number as {answer}"),
        Compared::Right(How::All) => format!("accepted: everything that {said} names is right, {answer} first"),
        Compared::Right(How::Term) => format!("accepted: {said} is another way to write {answer}"),
        Compared::Right(How::Claim) => format!("accepted: in view of the question, {said} claims {answer}"),
        Compared::Right(How::Plural) => format!("accepted: {said} is {answer} in the other number"),
        Compared::Right(How::Typo) => format!("accepted: {said} is {answer} but for one typo"),
        Compared::Close(_) => format!("close: {said} is the half answer {answer}"),
        Compared::Homophone => format!("close: {said} sounds like {answer}, in other characters"),
        Compared::Wrong(Why::Empty) => "refused: it says nothing".to_owned(),
        Compared::Wrong(Why::TooLong) => "refused: it is longer than any short answer".to_owned(),
        Compared::Wrong(Why::Rejected) => format!("refused: {said} is {answer}, which is listed as wrong"),
        Compared::Wrong(Why::Hedged) => format!("refused: it names {answer} and {said}, and only {answer} is right"),
        Compared::Wrong(Why::Denied) if found.answer.is_empty() => format!("refused: {said} denies the answer"),
        Compared::Wrong(Why::Denied) => format!("refused: {said} denies {answer}"),
        Compared::Wrong(Why::Unknown) => unknown(&said, key),
    }
}

fn unknown(said: &str, key: &AnswerKey<'_>) -> String {
    let listed: Vec<String> = key.accept.iter().take(LISTED).map(|text| quoted(text)).collect();
    let more = if key.accept.len() > LISTED { " or any other accepted answer" } else { "" };
    format!("refused: {said} is not {}{more}", listed.join(" or "))
}

/// A text in quotes, cut where it is long.
fn quoted(text: &str) -> String {
    let mut short: String = text.trim().chars().take(QUOTED_CHARACTERS).collect();
    if text.trim().chars().nth(QUOTED_CHARACTERS).is_some() {
        short.push('…');
    }
    format!("\"{short}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_what_was_compared() {
        let accept = ["deadlock".to_owned(), "死锁".to_owned()];
        let reject = ["livelock".to_owned()];
        let key = AnswerKey { accept: &accept, reject: &reject, typos: true, ..AnswerKey::default() };
        let table = [
            ("it's a deadlok", "accepted: \"deadlok\" is \"deadlock\" but for one typo"),
            ("not deadlock", "refused: \"not deadlock\" denies \"deadlock\""),
            (
                "deadlock or starvation",
                "refused: it names \"deadlock\" and \"starvation\", and only \"deadlock\" is right",
            ),
            ("livelock", "refused: \"livelock\" is \"livelock\", which is listed as wrong"),
            ("死所", "close: \"死所\" sounds like \"死锁\", in other characters"),
            ("mutex", "refused: \"mutex\" is not \"deadlock\" or \"死锁\""),
            ("死鎖", "accepted: \"死鎖\" says the same as \"死锁\""),
        ];
        for (reply, expected) in table {
            assert_eq!(explained(reply, &key).1, expected, "{reply:?}");
        }
    }
}
