//! Options to choose from, and items to be put in order.

use toml::de::DeValue;

use super::{
    limits::{OPTION_CHARS, OPTIONS, WHY_CHARS},
    node::{self, Fields, Node},
    problem::Findings,
    text::Reading,
};
use crate::quiz::{
    judge::normalize::{bare_of, tidy},
    question::{Choice, Text},
};

/// The keys of an option.
const KEYS: [&str; 4] = ["en", "zh", "right", "why"];

/// The options of a choice question; some of them are right, or exactly one.
pub(super) fn options(reading: &mut Reading, fields: &Fields<'_, '_>, several: bool) -> Vec<Choice> {
    let Some((list, nodes)) = counted(&mut reading.findings, fields, "options") else { return Vec::new() };
    let errors = reading.findings.errors();
    let options: Vec<_> = nodes.iter().enumerate().map(|(at, node)| option(reading, node, at + 1)).collect();
    if reading.findings.errors() == errors && !options.is_empty() {
        right_count(&mut reading.findings, list, &options, several);
    }
    differ(&mut reading.findings, nodes, &options.iter().map(|option| &option.text).collect::<Vec<_>>(), "option");
    options
}

/// The items of an order question.
pub(super) fn items(reading: &mut Reading, fields: &Fields<'_, '_>) -> Vec<Text> {
    let Some((_, nodes)) = counted(&mut reading.findings, fields, "items") else { return Vec::new() };
    let read = |(at, node)| reading.text(node, &format!("item {}", at + 1), OPTION_CHARS);
    let items: Vec<_> = nodes.iter().enumerate().map(read).collect();
    differ(&mut reading.findings, nodes, &items.iter().collect::<Vec<_>>(), "item");
    items
}

/// A list that must be there, with as many members as can be shown.
fn counted<'t, 'd>(
    findings: &mut Findings,
    fields: &Fields<'t, 'd>,
    key: &str,
) -> Option<(&'t Node<'d>, &'t [Node<'d>])> {
    let node = fields.need(findings, key)?;
    let nodes = node::list(findings, node, &format!("`{key}`"))?;
    if !OPTIONS.contains(&nodes.len()) {
        let (least, most) = (OPTIONS.start(), OPTIONS.end());
        let count = nodes.len();
        findings.error(&node.span(), format!("the length of `{key}` is {count}; expected {least} to {most}"));
    }
    Some((node, nodes))
}

fn option(reading: &mut Reading, node: &Node<'_>, number: usize) -> Choice {
    let what = format!("option {number}");
    let DeValue::Table(table) = node.get_ref() else {
        return Choice { text: reading.text(node, &what, OPTION_CHARS), right: false, why: None };
    };
    let fields = Fields::of(table, node.span());
    fields.only(&mut reading.findings, &KEYS, |_| None);
    let text = reading.text_of(&fields, &what, OPTION_CHARS);
    let right = fields.get("right");
    let right = right.and_then(|node| node::boolean(&mut reading.findings, node, "`right`")).unwrap_or(false);
    let why = fields.get("why").map(|node| {
        if right {
            let text = "`why` of a right option is never said; expected it in `explanation`";
            reading.findings.warning(&node.span(), text);
        }
        reading.text(node, "`why`", WHY_CHARS)
    });
    Choice { text, right, why }
}

fn right_count(findings: &mut Findings, list: &Node<'_>, options: &[Choice], several: bool) {
    let right = options.iter().filter(|option| option.right).count();
    let text = match (several, right) {
        (false, 1) => return,
        (false, 0) => "no option is right; expected one with `right = true`".to_owned(),
        (false, _) => format!("{right} options are right; expected one (kind `multiple` has several)"),
        (true, 0) => "no option is right; expected at least one with `right = true`".to_owned(),
        (true, _) if right == options.len() => "every option is right; expected at least one wrong one".to_owned(),
        (true, _) => return,
    };
    findings.error(&list.span(), text);
}

/// Reports texts that say the same. Code that differs in case or signs only can be told apart when it is pressed, and
/// when it is typed to the letter; nothing else can.
fn differ(findings: &mut Findings, nodes: &[Node<'_>], texts: &[&Text], what: &str) {
    let forms = |form: fn(&str) -> String| {
        let of_text = |text: &&Text| [text.en.as_deref().map(form), text.zh.as_deref().map(form)];
        texts.iter().map(of_text).collect::<Vec<_>>()
    };
    let (exact, loose) = (forms(squeezed), forms(bare_of));
    for (at, node) in nodes.iter().enumerate() {
        if let Some(earlier) = earlier_same(&exact, at) {
            let text = format!("{what} {} says the same as {what} {}; expected another text", at + 1, earlier + 1);
            findings.error(&node.span(), text);
        } else if let Some(earlier) = earlier_same(&loose, at) {
            let text = format!("{what} {} differs from {what} {} in case or signs only", at + 1, earlier + 1);
            match is_code(texts[at]) && is_code(texts[earlier]) {
                true => findings.warning(&node.span(), format!("{text}: typed, they are nearly the same answer")),
                false => findings.error(&node.span(), format!("{text}; expected another text, or code in backticks")),
            }
        }
    }
}

/// Whether a text is written as code, where case and signs mean something.
fn is_code(text: &Text) -> bool {
    [&text.en, &text.zh].into_iter().flatten().all(|text| text.contains('`'))
}

/// A text without width and spacing; case and signs stay.
fn squeezed(text: &str) -> String {
    tidy(text).replace(' ', "")
}

/// The first text that is the same as this one in some language.
fn earlier_same(forms: &[[Option<String>; 2]], at: usize) -> Option<usize> {
    let is_same = |earlier: &[Option<String>; 2]| earlier.iter().zip(&forms[at]).any(|(a, b)| a.is_some() && a == b);
    forms[..at].iter().position(is_same)
}
