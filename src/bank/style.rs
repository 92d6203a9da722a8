//! What a careful author would change in a question: warnings.

use super::{node::Fields, problem::Findings, text::Reading};
use crate::quiz::{
    Language,
    question::{Choice, Kind, Question, Text},
};

/// Warns of what is missing or gives the answer away.
pub(super) fn check(findings: &mut Findings, fields: &Fields<'_, '_>, question: &Question) {
    if question.explanation.is_none() {
        findings.warning(&fields.at, "`explanation` is missing: nobody learns why the answer is right");
    }
    if question.sources.is_empty() {
        findings.warning(&fields.at, "`sources` is missing: nobody can check the answer");
    }
    let Kind::Single { options } = &question.kind else { return };
    let long = Language::ALL.into_iter().find(|&language| is_longest(options, language));
    if let (Some(language), Some(node)) = (long, fields.get("options")) {
        let text = format!("the right option is clearly the longest in `{}`: it can be guessed", language.code());
        findings.warning(&node.span(), text);
    }
}

/// Whether the right option is at least half as long again as every other, by more than a word or two.
fn is_longest(options: &[Choice], language: Language) -> bool {
    let least_chars = match language {
        Language::En => 15,
        Language::Zh => 8,
    };
    let chars = |option: &Choice| match language {
        Language::En => option.text.en.as_ref().map_or(0, |text| text.chars().count()),
        Language::Zh => option.text.zh.as_ref().map_or(0, |text| text.chars().count()),
    };
    let right = options.iter().filter(|option| option.right).map(chars).max().unwrap_or(0);
    let wrong = options.iter().filter(|option| !option.right).map(chars).max().unwrap_or(0);
    right * 2 >= wrong * 3 && right >= wrong + least_chars
}

/// Reports code blocks that never end: all that follows them would be code.
pub(super) fn fences(reading: &mut Reading, fields: &Fields<'_, '_>, prompt: &Text, explanation: Option<&Text>) {
    // A line with a second run of backticks is code in a line, not a fence.
    let is_fence = |line: &&str| line.trim_start().strip_prefix("```").is_some_and(|rest| !rest.contains('`'));
    let is_open = |text: &String| text.lines().filter(is_fence).count() % 2 == 1;
    for (key, text) in [("prompt", Some(prompt)), ("explanation", explanation)] {
        let (Some(text), Some(node)) = (text, fields.get(key)) else { continue };
        if [&text.en, &text.zh].into_iter().flatten().any(is_open) {
            reading.findings.error(&node.span(), format!("`{key}` opens a code block that never ends; expected ```"));
        }
    }
}
