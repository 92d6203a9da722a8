//! The proof of a key: the judge must take each of its answers for what the key says.

use std::ops::Range;

use toml::de::DeValue;

use super::{
    node::{Fields, Node},
    problem::{Findings, quoted},
};
use crate::quiz::{
    Language, Prompt, Verdict,
    judge::Known,
    question::{Choice, Close, Kind, Question, Reply, Text},
};

/// Reports each answer, and each option's text, that would be graded otherwise when a player types it.
pub(super) fn check(findings: &mut Findings, fields: &Fields<'_, '_>, question: &Question) {
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => choices(findings, fields, question, options),
        Kind::Number { answer, unit, .. } => number(findings, fields, question, *answer, unit.as_ref()),
        Kind::Text { accept, reject, close, .. } => words(findings, fields, question, [accept, reject], close),
        Kind::Truth { .. } | Kind::Order { .. } | Kind::Open { .. } => {}
    }
}

/// Each option's text must pick that option, however the options are shuffled.
fn choices(findings: &mut Findings, fields: &Fields<'_, '_>, question: &Question, options: &[Choice]) {
    for (at, (option, node)) in options.iter().zip(list(fields, "options")).enumerate() {
        for text in [&option.text.en, &option.text.zh].into_iter().flatten() {
            let read = |order: &Vec<usize>| question.read(text, order);
            if let Some(other) = orders(question).iter().map(read).find(|read| *read != Some(Reply::Picks(vec![at]))) {
                let number = at + 1;
                let text = format!("option {number}, {}, typed out {}", quoted(text), as_read(other));
                findings.error(&node.span(), format!("{text}; expected a text that picks this option"));
                break;
            }
        }
    }
}

/// Orders in which the options may be shown: two are enough for a text that is a letter to meet another option's.
fn orders(question: &Question) -> Vec<Vec<usize>> {
    let count = question.option_count();
    let turns = if question.shuffle { 2 } else { 1 };
    (0..turns).map(|turn| (0..count).map(|at| (at + turn) % count).collect()).collect()
}

fn as_read(reply: Option<Reply>) -> String {
    match reply {
        Some(Reply::Picks(picks)) => {
            let numbers: Vec<_> = picks.iter().map(|pick| (pick + 1).to_string()).collect();
            format!("may pick option {}", numbers.join(" and "))
        }
        _ => "picks no option".to_owned(),
    }
}

/// The answer in digits, alone and with its unit, must be right.
fn number(findings: &mut Findings, fields: &Fields<'_, '_>, question: &Question, answer: f64, unit: Option<&Text>) {
    let is_right = |reply: &str| judged(question, reply) == Verdict::Right;
    let digits = [answer.to_string(), format!("{answer:e}")].into_iter().find(|digits| is_right(digits));
    let Some(digits) = digits else {
        let answer = quoted(&answer.to_string());
        let text = format!("{answer} is not read as this number when it is typed; expected one that can be typed");
        return findings.error(&place(fields, "answer"), text);
    };
    for unit in unit.into_iter().flat_map(|unit| [&unit.en, &unit.zh]).flatten() {
        let typed = [format!("{digits} {unit}"), format!("{digits}{unit}")];
        if let Some(refused) = typed.iter().find(|typed| !is_right(typed)) {
            let text =
                format!("{} is not taken for the answer; expected a unit that can stand behind it", quoted(refused));
            return findings.error(&place(fields, "unit"), text);
        }
    }
}

/// What is accepted must be right, what is rejected wrong, and half answers must be met with their own prompt.
fn words(
    findings: &mut Findings,
    fields: &Fields<'_, '_>,
    question: &Question,
    [accept, reject]: [&[String]; 2],
    close: &[Close],
) {
    let mut each = |answers: &[String], nodes: &[Node<'_>], key: &str, expected: &Verdict| {
        for (answer, node) in answers.iter().zip(nodes) {
            let found = judged(question, answer);
            if found != *expected {
                let (answer, found, expected) = (quoted(answer), named(&found), named(expected));
                let text = format!("{answer} in `{key}` is judged {found} when it is typed; expected {expected}");
                findings.error(&node.span(), text);
            }
        }
    };
    each(accept, list(fields, "accept"), "accept", &Verdict::Right);
    each(reject, list(fields, "reject"), "reject", &Verdict::Wrong);
    for (close, node) in close.iter().zip(list(fields, "close")) {
        let DeValue::Table(table) = node.get_ref() else { continue };
        let matches = Fields::of(table, node.span());
        each(&close.matches, list(&matches, "match"), "match", &Verdict::Close(Prompt::Own(close.say.clone())));
    }
}

/// What a player would get who types this.
fn judged(question: &Question, reply: &str) -> Verdict {
    let reply = question.read(reply, &[]);
    reply.map_or_else(|| Verdict::Unreadable(question.expected()), |reply| question.judge(&reply, &Known::default()))
}

fn named(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Right => "right".to_owned(),
        Verdict::Partial(_) => "partly right".to_owned(),
        Verdict::Close(Prompt::Homophone) => "close (it sounds like a right answer)".to_owned(),
        Verdict::Close(Prompt::Own(say)) => format!("close ({})", quoted(say.get(Language::En))),
        Verdict::Wrong => "wrong".to_owned(),
        Verdict::Unreadable(_) => "no answer".to_owned(),
    }
}

fn list<'t, 'd>(fields: &Fields<'t, 'd>, key: &str) -> &'t [Node<'d>] {
    fields.get(key).and_then(|node| node.get_ref().as_array()).map_or(&[], |array| array)
}

fn place(fields: &Fields<'_, '_>, key: &str) -> Range<usize> {
    fields.get(key).map_or_else(|| fields.at.clone(), |node| node.span())
}
