//! A question as it is shown: prompt and options together must fit one message of either platform.

use super::{
    limits::{LETTER_CHARS, SHEET_CHARS},
    node::Fields,
    problem::Findings,
};
use crate::quiz::{
    Language,
    question::{Kind, Question, Text},
};

/// Reports a sheet that would be cut.
pub(super) fn check(findings: &mut Findings, fields: &Fields<'_, '_>, question: &Question) {
    let texts: Vec<&Text> = match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => options.iter().map(|option| &option.text).collect(),
        Kind::Order { items } => items.iter().collect(),
        Kind::Truth { .. } | Kind::Number { .. } | Kind::Text { .. } | Kind::Open { .. } => return,
    };
    // as Telegram counts, which is never less than Discord does
    let chars = |text: &Text, language| text.get(language).encode_utf16().count();
    let sheet = |language: &Language| {
        let options: usize = texts.iter().map(|text| chars(text, *language) + LETTER_CHARS).sum();
        chars(&question.prompt, *language) + options
    };
    let longest = Language::ALL.into_iter().filter(|language| question.speaks(*language)).max_by_key(sheet);
    if let Some((language, chars)) =
        longest.map(|language| (language, sheet(&language))).filter(|(_, c)| *c > SHEET_CHARS)
    {
        let what = format!("prompt and options have {chars} characters in `{}`", language.code());
        findings.error(&fields.at, format!("{what}; expected at most {SHEET_CHARS}, so that one message holds them"));
    }
}
