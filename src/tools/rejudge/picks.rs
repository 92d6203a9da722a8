//! Picks of the options that a question had, found again among those that it has now.

use crate::quiz::question::{Kind, Question, Text};

/// The same options' places now, by their text in either language; None where one is gone, or nothing is picked any
/// more.
pub(super) fn carried(picks: &[usize], then: &Question, now: &Question) -> Option<Vec<usize>> {
    if let (Kind::Truth { .. }, Kind::Truth { .. }) = (&then.kind, &now.kind) {
        return Some(picks.to_vec());
    }
    let (then, now) = (options(then)?, options(now)?);
    let carry = |pick: &usize| {
        let text = then.get(*pick)?;
        now.iter().position(|other| same(text, other))
    };
    picks.iter().map(carry).collect()
}

fn options(question: &Question) -> Option<Vec<&Text>> {
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => {
            Some(options.iter().map(|option| &option.text).collect())
        }
        Kind::Order { items } => Some(items.iter().collect()),
        _ => None,
    }
}

/// Whether it is the same option: its text is the same in a language.
fn same(one: &Text, other: &Text) -> bool {
    let in_both = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    in_both(&one.en, &other.en) || in_both(&one.zh, &other.zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question::Choice;

    fn question(kind: Kind) -> Question {
        let text = Text::same("?");
        Question {
            id: "a/b/c".into(),
            topic: "a/b".into(),
            topic_name: text.clone(),
            difficulty: 1,
            prompt: text,
            kind,
            shuffle: true,
            explanation: None,
            sources: Vec::new(),
            tags: Vec::new(),
            hint: None,
        }
    }

    fn choices(texts: &[(&str, &str)]) -> Question {
        let text = |(en, zh): &(&str, &str)| Text { en: Some((*en).into()), zh: Some((*zh).into()) };
        let options = texts.iter().map(|both| Choice { text: text(both), right: false, why: None });
        question(Kind::Single { options: options.collect() })
    }

    #[test]
    fn options_are_found_by_their_text() {
        let then = choices(&[("GET", "取"), ("POST", "发"), ("PUT", "放")]);
        let now = choices(&[("PUT", "放"), ("GET it", "取"), ("PATCH", "补")]);
        assert_eq!(carried(&[0], &then, &now), Some(vec![1]), "by its Chinese text");
        assert_eq!(carried(&[2, 0], &then, &now), Some(vec![0, 1]));
        assert_eq!(carried(&[1], &then, &now), None, "POST is gone");
        assert_eq!(carried(&[9], &then, &now), None);
        let truth = question(Kind::Truth { answer: true });
        assert_eq!(carried(&[1], &truth, &question(Kind::Truth { answer: false })), Some(vec![1]));
        assert_eq!(carried(&[1], &truth, &now), None, "of another kind");
    }
}
