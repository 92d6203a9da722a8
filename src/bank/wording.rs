//! Explanations that contradict the key: the key was changed, or the wrong option was taken for the right one.

use super::{
    node::Fields,
    problem::{Findings, quoted},
};
use crate::quiz::{
    judge::normalize::{bare_of, fold, tidy},
    question::{Choice, Kind, Question, Text},
};

/// What stands before an answer that an explanation names, as it is compared.
const LEADS: &[&str] = &[
    "the answer is ",
    "answer: ",
    "correct answer is ",
    "right answer is ",
    "correct option is ",
    "right option is ",
    "正确答案是",
    "正确答案为",
    "正确选项是",
    "答案是",
    "答案为",
    "答案:",
    "应该选",
    "应选",
];

/// What stands behind an option that is called right.
const TAILS: &[&str] = &[" is right", " is correct", " is the right answer", " is the answer", "是对的", "是正确的"];

/// First words that call a statement true, and those that call it false.
const TRUE: &[&str] = &["true", "correct", "right", "yes", "对", "正确", "没错", "是的"];
const FALSE: &[&str] = &["false", "wrong", "incorrect", "no", "错", "错误", "不对", "不正确"];

/// Warns of an explanation that calls something else right than the key does.
pub(super) fn check(findings: &mut Findings, fields: &Fields<'_, '_>, question: &Question) {
    let (Some(explanation), Some(node)) = (&question.explanation, fields.get("explanation")) else { return };
    let said = match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => wrong_option(explanation, options),
        Kind::Truth { answer } => other_truth(explanation, *answer),
        Kind::Number { answer, tolerance, .. } => other_number(explanation, *answer, *tolerance),
        Kind::Text { reject, .. } => named(explanation).find(|said| reject.iter().any(|no| begins(said, no))),
        Kind::Order { .. } | Kind::Open { .. } => None,
    };
    if let Some(said) = said {
        let text = format!("`explanation` calls {} right, the key does not", quoted(said.trim()));
        findings.warning(&node.span(), text);
    }
}

/// The clauses of a text in each language, folded.
fn clauses(text: &Text) -> impl Iterator<Item = String> {
    let texts = [&text.en, &text.zh].into_iter().flatten();
    let folded = texts.map(|text| fold(&tidy(text)).replace(". ", "\n"));
    let split = folded.flat_map(|text| {
        let clauses =
            text.split(['\n', '。', ';', '!', '?', ',']).map(|clause| clause.trim().trim_end_matches('.').to_owned());
        clauses.collect::<Vec<_>>()
    });
    split.filter(|clause| !clause.is_empty())
}

/// What the text names as the answer.
fn named(text: &Text) -> impl Iterator<Item = String> {
    clauses(text).filter_map(|clause| {
        let (at, lead) = LEADS.iter().filter_map(|lead| Some((clause.find(lead)?, lead))).min()?;
        Some(clause[at + lead.len()..].to_owned())
    })
}

/// Whether what is said begins with this answer, as whole words.
fn begins(said: &str, answer: &str) -> bool {
    let (said, answer) = (bare_of(said), bare_of(answer));
    let rest = if answer.is_empty() { None } else { said.strip_prefix(&answer) };
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) || !answer.is_ascii())
}

fn wrong_option(explanation: &Text, options: &[Choice]) -> Option<String> {
    let texts = |right: bool| {
        let options = options.iter().filter(move |option| option.right == right);
        options.flat_map(|option| [&option.text.en, &option.text.zh]).flatten()
    };
    let is_wrong =
        |said: &str| texts(false).any(|text| begins(said, text)) && !texts(true).any(|text| begins(said, text));
    let called = clauses(explanation).filter_map(|clause| {
        let tail = TAILS.iter().find(|tail| clause.ends_with(**tail))?;
        let said = clause.strip_suffix(tail)?;
        texts(false).any(|text| bare_of(text) == bare_of(said)).then(|| said.to_owned())
    });
    named(explanation).find(|said| is_wrong(said)).or_else(|| called.into_iter().next())
}

fn other_truth(explanation: &Text, answer: bool) -> Option<String> {
    let others = if answer { FALSE } else { TRUE };
    let firsts = [&explanation.en, &explanation.zh].into_iter().flatten();
    let firsts =
        firsts.filter_map(|text| fold(&tidy(text)).split(['.', '。', ',', ':', ';', '!']).next().map(str::to_owned));
    firsts.into_iter().find(|first| others.contains(&first.trim()))
}

fn other_number(explanation: &Text, answer: f64, tolerance: f64) -> Option<String> {
    named(explanation).find(|said| {
        let digits: String = said.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        digits.trim_end_matches('.').parse::<f64>().is_ok_and(|number| (number - answer).abs() > tolerance + 1e-9)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(en: &str, zh: &str) -> Text {
        Text { en: Some(en.to_owned()), zh: Some(zh.to_owned()) }
    }

    #[test]
    fn what_the_key_does_not_call_right_is_found() {
        let options = [("Two-phase commit", true), ("Gap lock", false), ("Gap", false)];
        let options = options.map(|(text, right)| Choice { text: Text::same(text), right, why: None });
        let table = [
            ("The answer is gap lock, since it waits.", true),
            ("It waits; the right answer is two-phase commit.", false),
            ("A gap lock waits. It is wrong.", false),
            ("Gap lock is correct.", true),
            ("The answer is gapless.", false),
            ("正确答案是 Gap lock。", true),
            ("gap lock 是对的。", true),
            ("不是 Gap lock。", false),
        ];
        for (text, expected) in table {
            assert_eq!(wrong_option(&Text::same(text), &options).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn statements_and_numbers_are_held_against_the_key() {
        assert!(other_truth(&both("True: it does.", "它会。"), false).is_some());
        assert!(other_truth(&both("False: it does not.", "错误。"), false).is_none());
        assert!(other_truth(&both("It does.", "正确，它会。"), false).is_some());
        assert!(other_truth(&both("No two rows are the same.", "对于每一行。"), true).is_none());
        assert!(other_number(&both("So the answer is 80.", "所以。"), 79.0, 0.0).is_some());
        assert!(other_number(&both("So the answer is 79.", "答案是 79。"), 79.0, 0.0).is_none());
        assert!(other_number(&both("It is 80 or so.", "80 左右。"), 79.0, 0.0).is_none());
    }
}
