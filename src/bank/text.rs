//! Texts of a question: in one or both languages, within their limits, without characters that spoil a message.

use std::ops::Range;

use toml::de::DeValue;

use super::{
    limits::{ANSWER_CHARS, SOURCE_CHARS, SOURCES, TAG_CHARS},
    node::{self, Fields, Node},
    problem::{Findings, is_invisible, turns},
};
use crate::quiz::{Language, question::Text};

/// The keys of a text in several languages.
pub(super) const LANGUAGES: [&str; 2] = ["en", "zh"];

/// A text of a question and where it stands: kept until all of them can be compared.
pub(super) struct Seen {
    what: String,
    at: Range<usize>,
    /// A plain string: the same in every language.
    plain: bool,
    text: Text,
}

/// What is known while one question is read.
#[derive(Default)]
pub(super) struct Reading {
    /// What is wrong so far, in the whole file.
    pub(super) findings: Findings,
    /// The texts of this question.
    pub(super) texts: Vec<Seen>,
    /// Whether each key is put to the judge, which takes most of the time of reading.
    pub(super) proves: bool,
}

impl Reading {
    /// A text in one or both languages. What can't be read is reported and comes back empty.
    pub(super) fn text(&mut self, node: &Node<'_>, what: &str, limit_chars: usize) -> Text {
        match node.get_ref() {
            DeValue::String(_) => {
                let Some(words) = words(&mut self.findings, node, what, limit_chars) else { return Text::default() };
                self.see(node.span(), what, true, Text::same(&words))
            }
            DeValue::Table(table) => {
                let fields = Fields::of(table, node.span());
                fields.only(&mut self.findings, &LANGUAGES, |_| None);
                self.text_of(&fields, what, limit_chars)
            }
            _ => {
                let expected = "a text, or a table `{ en = \"..\", zh = \"..\" }`";
                node::wrong::<()>(&mut self.findings, node, what, expected);
                Text::default()
            }
        }
    }

    /// A text whose table may hold other keys too.
    pub(super) fn text_of(&mut self, fields: &Fields<'_, '_>, what: &str, limit_chars: usize) -> Text {
        let errors = self.findings.errors();
        let mut read =
            |key: &str| words(&mut self.findings, fields.get(key)?, &format!("{what} in `{key}`"), limit_chars);
        let text = Text { en: read("en"), zh: read("zh") };
        if self.findings.errors() > errors {
            return Text::default();
        }
        if text == Text::default() {
            self.findings.error(&fields.at, format!("{what} has no text; expected `en`, `zh` or both"));
            return text;
        }
        self.see(fields.at.clone(), what, false, text)
    }

    fn see(&mut self, at: Range<usize>, what: &str, plain: bool, text: Text) -> Text {
        self.texts.push(Seen { what: what.to_owned(), at, plain, text: text.clone() });
        text
    }

    /// Ends a question: every text must speak the prompt's languages, and no others.
    pub(super) fn compare_texts(&mut self, prompt: &Text) {
        for seen in std::mem::take(&mut self.texts) {
            if prompt != &Text::default() {
                self.compare_languages(prompt, &seen);
            }
            if let Some((en, zh)) = super::numbers::differing(&seen.text) {
                let text = format!("{} says {en} in `en` and {zh} in `zh`", seen.what);
                self.findings.warning(&seen.at, text);
            }
            if let Some((en, zh)) = super::code::differing(&seen.text) {
                let text = format!("{} has the code {en} in `en` and {zh} in `zh`", seen.what);
                self.findings.warning(&seen.at, text);
            }
        }
    }

    fn compare_languages(&mut self, prompt: &Text, seen: &Seen) {
        for language in Language::ALL {
            let (what, code) = (&seen.what, language.code());
            let text = match (prompt.speaks(language), seen.text.speaks(language)) {
                (true, false) => format!("{what} has no `{code}`, but the prompt has; expected the same languages"),
                (false, true) if !seen.plain => {
                    format!("{what} has `{code}`, but the prompt has not; expected the same languages")
                }
                _ => continue,
            };
            self.findings.error(&seen.at, text);
        }
    }
}

/// A string that is not empty, holds no harmful character and is not too long. Comes back trimmed, with plain line ends.
pub(super) fn words(findings: &mut Findings, node: &Node<'_>, what: &str, limit_chars: usize) -> Option<String> {
    let DeValue::String(raw) = node.get_ref() else { return node::wrong(findings, node, what, "a text") };
    let text = raw.replace("\r\n", "\n").trim().to_owned();
    if text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        findings.error(&node.span(), format!("{what} is empty; expected a text"));
        return None;
    }
    // As Telegram counts: a character outside the basic plane counts twice.
    let chars = text.encode_utf16().count();
    if chars > limit_chars {
        findings.error(&node.span(), format!("{what} has {chars} characters; expected at most {limit_chars}"));
        return None;
    }
    is_clean(findings, node, what, &text).then_some(text)
}

/// Reports characters that can't be sent or that spoil what stands beside them.
fn is_clean(findings: &mut Findings, node: &Node<'_>, what: &str, text: &str) -> bool {
    let name = |c: char| format!("U+{:04X}", u32::from(c));
    if let Some(c) = text.chars().find(|&c| (c.is_control() && c != '\n' && c != '\t') || turns(c)) {
        findings.error(&node.span(), format!("{what} holds the control character {}", name(c)));
        return false;
    }
    if let Some(c) = text.chars().find(|&c| is_invisible(c)) {
        findings.warning(&node.span(), format!("{what} holds the invisible character {}", name(c)));
    }
    true
}

/// A list of strings, each with its place. Empty where it can't be read.
pub(super) fn strings<'t, 'd>(
    findings: &mut Findings,
    node: &'t Node<'d>,
    what: &str,
    limit_chars: usize,
) -> Vec<(String, &'t Node<'d>)> {
    let member = format!("an item of {what}");
    let nodes = node::list(findings, node, what).unwrap_or_default();
    nodes.iter().filter_map(|node| Some((words(findings, node, &member, limit_chars)?, node))).collect()
}

/// A list of strings which must hold at least one.
pub(super) fn some_strings<'t, 'd>(
    findings: &mut Findings,
    fields: &Fields<'t, 'd>,
    key: &str,
    limit_chars: usize,
) -> Vec<(String, &'t Node<'d>)> {
    let Some(node) = fields.need(findings, key) else { return Vec::new() };
    let what = format!("`{key}`");
    if node.get_ref().as_array().is_some_and(|array| array.is_empty()) {
        findings.error(&node.span(), format!("{what} is empty; expected at least one text"));
    }
    strings(findings, node, &what, limit_chars)
}

/// Short answers, which may be missing.
pub(super) fn answers<'t, 'd>(
    findings: &mut Findings,
    fields: &Fields<'t, 'd>,
    key: &str,
) -> Vec<(String, &'t Node<'d>)> {
    let node = fields.get(key);
    node.map(|node| strings(findings, node, &format!("`{key}`"), ANSWER_CHARS)).unwrap_or_default()
}

/// The authorities of a question: addresses or titles.
pub(super) fn sources(findings: &mut Findings, node: &Node<'_>) -> Vec<String> {
    let sources = strings(findings, node, "`sources`", SOURCE_CHARS);
    if sources.len() > SOURCES {
        findings.error(&node.span(), format!("`sources` has {} items; expected at most {SOURCES}", sources.len()));
    }
    for (source, node) in &sources {
        if !is_source(source) {
            let expected = "an address that begins with https:// or http://, or a plain title";
            node::wrong::<()>(findings, node, "an item of `sources`", expected);
        }
    }
    sources.into_iter().map(|(source, _)| source).collect()
}

fn is_source(source: &str) -> bool {
    /// Beginnings of what is meant as an address, and would be no link or a harmful one.
    const NO_TITLES: [&str; 5] = ["www.", "javascript:", "data:", "file:", "mailto:"];
    let lower = source.to_lowercase();
    match lower.strip_prefix("https://").or(lower.strip_prefix("http://")) {
        Some(rest) => rest.starts_with(char::is_alphanumeric) && !source.contains(char::is_whitespace),
        None => !source.contains('\n') && !lower.contains("://") && !NO_TITLES.iter().any(|no| lower.starts_with(no)),
    }
}

/// Free words.
pub(super) fn tags(findings: &mut Findings, node: &Node<'_>) -> Vec<String> {
    strings(findings, node, "`tags`", TAG_CHARS).into_iter().map(|(tag, _)| tag).collect()
}
