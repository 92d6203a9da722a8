//! One `[[question]]` of a file.

use super::{
    Topic, kinds,
    limits::{DIFFICULTIES, EXPLANATION_CHARS, HINT_CHARS, ID_CHARS, PROMPT_CHARS, USUAL_DIFFICULTY},
    node::{self, Fields},
    problem::{listed, nearest, quoted},
    program, proof, sheet, style,
    text::{self, Reading},
    wording,
};
use crate::quiz::{
    judge::normalize::bare_of,
    question::{Kind, Question, Text},
};

/// The keys of a question of any kind.
pub(super) const COMMON: [&str; 11] =
    ["id", "kind", "difficulty", "prompt", "explanation", "sources", "tags", "hint", "shuffle", "output", "python"];

/// Reads a question. None where something is wrong with it: the file is refused then.
pub(super) fn read(reading: &mut Reading, fields: &Fields<'_, '_>, topic: &Topic) -> Option<Question> {
    let errors = reading.findings.errors();
    let id = id(reading, fields);
    let name = kind_name(reading, fields);
    known_keys(reading, fields, name);
    let difficulty = difficulty(reading, fields);
    let prompt = prompt(reading, fields);
    let kind = name.and_then(|name| kinds::read(reading, fields, name));
    let optional = |reading: &mut Reading, key: &str, limit_chars| {
        fields.get(key).map(|node| reading.text(node, &format!("`{key}`"), limit_chars))
    };
    let explanation = optional(reading, "explanation", EXPLANATION_CHARS);
    let hint = optional(reading, "hint", HINT_CHARS);
    let findings = &mut reading.findings;
    let sources = fields.get("sources").map(|node| text::sources(findings, node)).unwrap_or_default();
    let tags = fields.get("tags").map(|node| text::tags(findings, node)).unwrap_or_default();
    let shuffle = fields.get("shuffle").is_none_or(|node| node::boolean(findings, node, "`shuffle`").unwrap_or(true));
    program::check(&mut reading.findings, fields, &prompt);
    reading.compare_texts(&prompt);
    style::fences(reading, fields, &prompt, explanation.as_ref());
    if reading.findings.errors() > errors {
        return None;
    }
    let id = format!("{}/{id}", topic.slug);
    let (topic, topic_name, kind) = (topic.slug.clone(), topic.name.clone(), kind?);
    let question =
        Question { id, topic, topic_name, difficulty, prompt, kind, shuffle, explanation, sources, tags, hint };
    sheet::check(&mut reading.findings, fields, &question);
    style::check(&mut reading.findings, fields, &question);
    wording::check(&mut reading.findings, fields, &question);
    if reading.proves {
        proof::check(&mut reading.findings, fields, &question);
    }
    Some(question)
}

/// The id in the file; empty where it can't be read.
fn id(reading: &mut Reading, fields: &Fields<'_, '_>) -> String {
    let findings = &mut reading.findings;
    let Some(node) = fields.need(findings, "id") else { return String::new() };
    let Some(id) = text::words(findings, node, "`id`", ID_CHARS) else { return String::new() };
    if !id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        node::wrong::<()>(findings, node, "`id`", "only a-z, 0-9 and -");
    }
    id
}

fn kind_name(reading: &mut Reading, fields: &Fields<'_, '_>) -> Option<&'static str> {
    let node = fields.need(&mut reading.findings, "kind")?;
    let kinds: Vec<&str> = kinds::KEYS.iter().map(|(kind, _)| *kind).collect();
    let given = node.get_ref().as_str();
    if let Some((kind, _)) = kinds::KEYS.iter().find(|(kind, _)| given == Some(*kind)) {
        return Some(kind);
    }
    let meant = given.and_then(|given| nearest(given, &kinds)).map(|kind| format!("; did you mean `{kind}`?"));
    let expected = format!("{}{}", listed(&kinds), meant.unwrap_or_default());
    node::wrong(&mut reading.findings, node, "`kind`", &expected)
}

/// Reports keys that this kind does not have; of an unknown kind, those that no kind has.
fn known_keys(reading: &mut Reading, fields: &Fields<'_, '_>, kind: Option<&str>) {
    let of_kind = kinds::KEYS.iter().filter(|(name, _)| kind.is_none_or(|kind| kind == *name));
    let mut known: Vec<&str> = COMMON.into_iter().chain(of_kind.flat_map(|(_, keys)| keys.iter().copied())).collect();
    known.dedup(); // kinds with the same keys lie beside each other
    fields.only(&mut reading.findings, &known, |key| {
        let having = kinds::KEYS.iter().filter(|(_, keys)| keys.contains(&key)).map(|(name, _)| *name);
        let having: Vec<&str> = having.collect();
        let kind = kind.filter(|_| !having.is_empty())?;
        Some(format!("questions of kind `{kind}` have none, those of kind {} have", listed(&having)))
    });
}

fn difficulty(reading: &mut Reading, fields: &Fields<'_, '_>) -> u8 {
    let Some(node) = fields.get("difficulty") else {
        let text = format!("`difficulty` is missing; taken as {USUAL_DIFFICULTY}");
        reading.findings.warning(&fields.at, text);
        return USUAL_DIFFICULTY;
    };
    let number = node::whole(&mut reading.findings, node, "`difficulty`", &DIFFICULTIES);
    u8::try_from(number).unwrap_or(USUAL_DIFFICULTY)
}

fn prompt(reading: &mut Reading, fields: &Fields<'_, '_>) -> Text {
    let Some(node) = fields.need(&mut reading.findings, "prompt") else { return Text::default() };
    reading.text(node, "`prompt`", PROMPT_CHARS)
}

/// The right answers of a question as its author wrote them: what two questions are compared by. None where the kind
/// has none that tells questions apart.
pub(super) fn key(question: &Question) -> Option<String> {
    let either = |text: &Text| text.en.clone().or_else(|| text.zh.clone()).unwrap_or_default();
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => {
            let right = options.iter().filter(|option| option.right).map(|option| either(&option.text));
            Some(right.collect::<Vec<_>>().join("\n"))
        }
        Kind::Number { answer, .. } => Some(answer.to_string()),
        Kind::Text { accept, .. } => accept.first().cloned(),
        Kind::Order { items } => Some(items.iter().map(either).collect::<Vec<_>>().join("\n")),
        Kind::Truth { .. } | Kind::Open { .. } => None,
    }
    .map(|key| bare_of(&key))
}

/// Says that an id was used before.
pub(super) fn double_id(reading: &mut Reading, fields: &Fields<'_, '_>, id: &str, line: usize) {
    let at = fields.get("id").map_or_else(|| fields.at.clone(), |node| node.span());
    reading.findings.error(&at, format!("the id {} is used in line {line} already", quoted(id)));
}
