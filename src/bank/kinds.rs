//! What each kind of question holds beside its prompt: its key.

use super::{
    choices,
    limits::{ANSWER_CHARS, MODEL_CHARS, PHRASE_CHARS, POINT_CHARS, UNIT_CHARS, WHY_CHARS},
    node::{self, Fields, Node},
    problem::Findings,
    text::{self, Reading},
};
use crate::quiz::{
    judge::normalize::Form,
    question::{Close, Kind, Point, Trap},
};

/// Every kind with the keys that it has beside the common ones.
pub(super) const KEYS: [(&str, &[&str]); 7] = [
    ("single", &["options"]),
    ("multiple", &["options"]),
    ("truth", &["answer"]),
    ("number", &["answer", "tolerance", "unit"]),
    ("text", &["accept", "reject", "close", "typos"]),
    ("order", &["items"]),
    ("open", &["model", "points", "traps"]),
];

/// Reads what this kind holds. What can't be read is reported; the result is of no use then.
pub(super) fn read(reading: &mut Reading, fields: &Fields<'_, '_>, kind: &str) -> Option<Kind> {
    Some(match kind {
        "single" => Kind::Single { options: choices::options(reading, fields, false) },
        "multiple" => Kind::Multiple { options: choices::options(reading, fields, true) },
        "truth" => {
            let node = fields.need(&mut reading.findings, "answer")?;
            Kind::Truth { answer: node::boolean(&mut reading.findings, node, "`answer`")? }
        }
        "number" => number(reading, fields)?,
        "text" => words(reading, fields),
        "order" => Kind::Order { items: choices::items(reading, fields) },
        "open" => open(reading, fields),
        _ => return None,
    })
}

fn number(reading: &mut Reading, fields: &Fields<'_, '_>) -> Option<Kind> {
    let unit = fields.get("unit").map(|node| reading.text(node, "`unit`", UNIT_CHARS));
    let findings = &mut reading.findings;
    let tolerance = fields.get("tolerance").and_then(|node| {
        let tolerance = node::number(findings, node, "`tolerance`")?;
        if tolerance < 0.0 { node::wrong(findings, node, "`tolerance`", "0 or more") } else { Some(tolerance) }
    });
    let node = fields.need(findings, "answer")?;
    let answer = node::number(findings, node, "`answer`")?;
    Some(Kind::Number { answer, tolerance: tolerance.unwrap_or(0.0), unit })
}

fn words(reading: &mut Reading, fields: &Fields<'_, '_>) -> Kind {
    let accept = text::some_strings(&mut reading.findings, fields, "accept", ANSWER_CHARS);
    let reject = text::answers(&mut reading.findings, fields, "reject");
    let mut taken: Vec<(String, &str)> = accept.iter().map(|(answer, _)| (said(answer), "accept")).collect();
    not_taken(&mut reading.findings, &taken, &reject);
    taken.extend(reject.iter().map(|(answer, _)| (said(answer), "reject")));
    let close = match fields.get("close") {
        Some(node) => members(reading, node, "close", |reading, fields| close(reading, fields, &taken)),
        None => Vec::new(),
    };
    let findings = &mut reading.findings;
    let typos = fields.get("typos").is_none_or(|node| node::boolean(findings, node, "`typos`").unwrap_or(true));
    let plain = |answers: Vec<(String, _)>| answers.into_iter().map(|(answer, _)| answer).collect();
    Kind::Text { accept: plain(accept), reject: plain(reject), close, typos }
}

fn close(reading: &mut Reading, fields: &Fields<'_, '_>, taken: &[(String, &str)]) -> Close {
    fields.only(&mut reading.findings, &["match", "say"], |_| None);
    let matches = text::some_strings(&mut reading.findings, fields, "match", ANSWER_CHARS);
    not_taken(&mut reading.findings, taken, &matches);
    let say = say(reading, fields, WHY_CHARS);
    Close { matches: matches.into_iter().map(|(answer, _)| answer).collect(), say }
}

/// An answer as the judge compares it.
fn said(answer: &str) -> String {
    Form::of(answer).in_simple().to_owned()
}

/// Reports answers that stand in another list already: the judge could not tell what they are worth.
fn not_taken(findings: &mut Findings, taken: &[(String, &str)], answers: &[(String, &Node<'_>)]) {
    for (answer, node) in answers {
        let form = said(answer);
        if let Some((_, list)) = taken.iter().find(|(other, _)| *other == form) {
            let text = format!("{} is in `{list}` too; expected it in one of them", super::problem::quoted(answer));
            findings.error(&node.span(), text);
        }
    }
}

fn open(reading: &mut Reading, fields: &Fields<'_, '_>) -> Kind {
    let model = fields.need(&mut reading.findings, "model").map(|node| reading.text(node, "`model`", MODEL_CHARS));
    let points = match fields.need(&mut reading.findings, "points") {
        Some(node) => {
            if node.get_ref().as_array().is_some_and(|array| array.is_empty()) {
                reading.findings.error(&node.span(), "`points` is empty; expected at least one");
            }
            members(reading, node, "points", point)
        }
        None => Vec::new(),
    };
    let phrases: Vec<String> = points.iter().flat_map(|point| &point.any).map(|phrase| said(phrase)).collect();
    let traps = match fields.get("traps") {
        Some(node) => members(reading, node, "traps", |reading, fields| trap(reading, fields, &phrases)),
        None => Vec::new(),
    };
    Kind::Open { model: model.unwrap_or_default(), points, traps }
}

fn point(reading: &mut Reading, fields: &Fields<'_, '_>) -> Point {
    fields.only(&mut reading.findings, &["say", "any", "weight"], |_| None);
    let say = say(reading, fields, POINT_CHARS);
    let findings = &mut reading.findings;
    let any = text::some_strings(findings, fields, "any", PHRASE_CHARS);
    let weight = fields.get("weight").and_then(|node| {
        let weight = node::number(findings, node, "`weight`")?;
        if weight <= 0.0 { node::wrong(findings, node, "`weight`", "more than 0") } else { Some(weight) }
    });
    Point { say, any: any.into_iter().map(|(phrase, _)| phrase).collect(), weight: weight.unwrap_or(1.0) }
}

fn trap(reading: &mut Reading, fields: &Fields<'_, '_>, phrases: &[String]) -> Trap {
    fields.only(&mut reading.findings, &["any", "say"], |_| None);
    let any = text::some_strings(&mut reading.findings, fields, "any", PHRASE_CHARS);
    for (phrase, node) in &any {
        if phrases.contains(&said(phrase)) {
            let text = format!("{} is in `points` too; expected it in one of them", super::problem::quoted(phrase));
            reading.findings.error(&node.span(), text);
        }
    }
    let say = say(reading, fields, WHY_CHARS);
    Trap { any: any.into_iter().map(|(phrase, _)| phrase).collect(), say }
}

fn say(reading: &mut Reading, fields: &Fields<'_, '_>, limit_chars: usize) -> crate::quiz::question::Text {
    let node = fields.need(&mut reading.findings, "say");
    node.map(|node| reading.text(node, "`say`", limit_chars)).unwrap_or_default()
}

/// The tables of a list, each read by itself.
fn members<T>(
    reading: &mut Reading,
    node: &Node<'_>,
    key: &str,
    mut read: impl FnMut(&mut Reading, &Fields<'_, '_>) -> T,
) -> Vec<T> {
    let nodes = node::list(&mut reading.findings, node, &format!("`{key}`")).unwrap_or_default();
    let member = format!("an item of `{key}`");
    let mut members = Vec::new();
    for node in nodes {
        if let Some(fields) = node::table(&mut reading.findings, node, &member) {
            members.push(read(reading, &fields));
        }
    }
    members
}
