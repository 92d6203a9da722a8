//! One question file: a topic and its questions.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::{
    Topic,
    limits::NAME_CHARS,
    node::{self, Fields, Node},
    problem::{Findings, Lines, Problem, Spot, quoted},
    question,
    text::Reading,
};
use crate::quiz::question::{Question, Text};

/// A question file as text.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// As messages name it.
    pub(super) file: String,
    /// Its topic.
    pub(super) slug: String,
    /// What it holds.
    pub(super) text: String,
}

/// What a file that is not refused gives.
pub(super) struct Content {
    pub(super) topic: Topic,
    /// Where the topic's name stands.
    pub(super) named: Spot,
    /// The questions, each with the place of its prompt.
    pub(super) questions: Vec<(Question, Spot)>,
}

/// Reads a file: what it gives, None where it is refused, and everything that is wrong with it. `proves` puts each key
/// to the judge.
pub(super) fn read(source: &Source, proves: bool) -> (Option<Content>, Vec<Problem>) {
    let lines = Lines::of(&source.text);
    let mut reading = Reading { proves, ..Reading::default() };
    let content = match DeTable::parse(&source.text) {
        Ok(root) => Some(whole(&mut reading, &Fields::of(root.get_ref(), 0..0), &source.slug, &lines)),
        Err(error) => {
            let at = error.span().unwrap_or_default();
            let found = source.text.get(at.clone()).filter(|found| !found.is_empty()).map(quoted);
            let found = found.map(|found| format!("; found {found}")).unwrap_or_default();
            reading.findings.error(&at, format!("this is not TOML: {}{found}", error.message().replace('\n', ", ")));
            None
        }
    };
    let content = content.filter(|_| reading.findings.errors() == 0);
    (content, reading.findings.problems(&source.file, &lines))
}

fn whole(reading: &mut Reading, fields: &Fields<'_, '_>, slug: &str, lines: &Lines<'_>) -> Content {
    fields.only(&mut reading.findings, &["name", "question"], |_| None);
    let named = fields.get("name").map_or(0, |node| node.span().start);
    let name = fields.need(&mut reading.findings, "name").map(|node| reading.text(node, "`name`", NAME_CHARS));
    // The name is no text of a question: it may lack the language of one, but not silently.
    reading.texts.clear();
    let topic = Topic { slug: slug.to_owned(), name: name.unwrap_or_default() };
    let nodes = question_nodes(&mut reading.findings, fields);
    let mut lines_by_id = HashMap::new();
    let mut questions = Vec::new();
    for node in nodes {
        let Some(fields) = node::table(&mut reading.findings, node, "an item of `question`") else { continue };
        unique(reading, &fields, &mut lines_by_id, lines);
        if let Some(question) = question::read(reading, &fields, &topic) {
            let prompt = fields.get("prompt").map_or(fields.at.start, |node| node.span().start);
            questions.push((question, lines.spot(prompt)));
        }
    }
    name_speaks(&mut reading.findings, fields, &topic.name, &questions);
    Content { topic, named: lines.spot(named), questions }
}

fn question_nodes<'t, 'd>(findings: &mut Findings, fields: &Fields<'t, 'd>) -> &'t [Node<'d>] {
    match fields.get("question").map(|node| (node, node.get_ref())) {
        None => findings.warning(&fields.at, "the file has no `[[question]]`: its topic is not offered"),
        Some((_, DeValue::Array(nodes))) => return nodes,
        Some((node, _)) => {
            node::wrong::<()>(findings, node, "`question`", "`[[question]]` before each question");
        }
    }
    &[]
}

/// Reports an id that an earlier question of the file has.
fn unique<'t>(
    reading: &mut Reading,
    fields: &Fields<'t, '_>,
    lines_by_id: &mut HashMap<&'t str, usize>,
    lines: &Lines<'_>,
) {
    let Some(node) = fields.get("id") else { return };
    let Some(id) = node.get_ref().as_str() else { return };
    match lines_by_id.get(id) {
        Some(line) => question::double_id(reading, fields, id, *line),
        None => {
            lines_by_id.insert(id, lines.spot(node.span().start).line);
        }
    }
}

/// Warns where groups of a language are offered a topic that has no name in it.
fn name_speaks(findings: &mut Findings, fields: &Fields<'_, '_>, name: &Text, questions: &[(Question, Spot)]) {
    let Some(node) = fields.get("name").filter(|_| *name != Text::default()) else { return };
    for language in crate::quiz::Language::ALL {
        let asked = questions.iter().any(|(question, _)| question.speaks(language));
        if asked && !name.speaks(language) {
            let code = language.code();
            findings.warning(&node.span(), format!("`name` has no `{code}`, but questions of the file have"));
        }
    }
}
