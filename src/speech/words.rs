//! Looks sentences up in the Fluent files and puts what comes from outside into them, never through Fluent.

use std::collections::HashMap;

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid, static_loader};

use super::{
    card::{Line, Span},
    cut, markdown,
};
use crate::quiz::Language;

static_loader! {
    static SENTENCES = {
        locales: "src/speech/locales",
        fallback_language: "en",
        // Fluent would put invisible isolates around every argument
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// How much of a text from outside a sentence repeats, in characters.
pub(super) const OUTSIDE: usize = 60;

/// Stands for the first text from outside while Fluent and Markdown are at work; private use, the next ones follow.
const FIRST_SLOT: u32 = 0xE000;

/// A sentence of the Fluent files with its arguments. Its code spans and bold are Markdown's.
pub(super) struct Phrase<'a> {
    id: &'a str,
    numbers: Vec<(&'static str, i64)>,
    texts: Vec<(&'static str, String)>,
}

/// A sentence by its id. The parity test reads these calls: the id, and the chain of arguments that follows, are
/// literals.
pub(super) fn phrase(id: &str) -> Phrase<'_> {
    Phrase { id, numbers: Vec::new(), texts: Vec::new() }
}

impl Phrase<'_> {
    /// An argument that plural rules may look at.
    pub(super) fn number(mut self, name: &'static str, value: impl Into<i64>) -> Self {
        self.numbers.push((name, value.into()));
        self
    }

    /// An argument from outside: made harmless, cut, and put in after Fluent and Markdown are done.
    pub(super) fn text(mut self, name: &'static str, text: &str) -> Self {
        self.texts.push((name, cut::outside(text, OUTSIDE)));
        self
    }

    /// The sentence as spans: outside texts are spans of their own, or stand inside code.
    pub(super) fn line(self, language: Language) -> Line {
        let mut line = Line::new();
        for span in markdown::line(&self.template(language)) {
            match span {
                Span::Text(text) => self.split(&text, &mut line),
                Span::Bold(text) => line.push(Span::Bold(self.fill(&text))),
                Span::Code(text) => line.push(Span::Code(self.fill(&text))),
                link @ Span::Link { .. } => line.push(link),
            }
        }
        line
    }

    /// The sentence without any style: for labels and menus, where nothing is Markdown.
    pub(super) fn plain(self, language: Language) -> String {
        self.fill(&self.template(language))
    }

    /// What Fluent makes of it, with a slot for every text.
    fn template(&self, language: Language) -> String {
        let numbers = self.numbers.iter().map(|&(name, value)| (name, FluentValue::from(value)));
        let slots = self.texts.iter().zip(slots()).map(|(&(name, _), slot)| (name, slot.to_string().into()));
        let arguments: HashMap<&str, FluentValue<'_>> = numbers.chain(slots).collect();
        // the parity test holds that every id is there in every language and gets its arguments
        SENTENCES
            .lookup_single_language(&tag(language), self.id, Some(&arguments))
            .unwrap_or_else(|_| self.id.to_owned())
    }

    fn text_at(&self, slot: char) -> Option<&str> {
        let at = u32::from(slot).checked_sub(FIRST_SLOT)? as usize;
        self.texts.get(at).map(|(_, text)| text.as_str())
    }

    fn fill(&self, template: &str) -> String {
        template.chars().fold(String::new(), |mut filled, letter| {
            match self.text_at(letter) {
                Some(text) => filled.push_str(text),
                None => filled.push(letter),
            }
            filled
        })
    }

    fn split(&self, template: &str, line: &mut Line) {
        let mut push = |text: &str| {
            if !text.is_empty() {
                line.push(Span::Text(text.to_owned()));
            }
        };
        let mut from = 0;
        for (at, letter) in template.char_indices() {
            if let Some(text) = self.text_at(letter) {
                push(&template[from..at]);
                push(text);
                from = at + letter.len_utf8();
            }
        }
        push(&template[from..]);
    }
}

/// A sentence without style or arguments.
pub(super) fn label(id: &str, language: Language) -> String {
    phrase(id).plain(language)
}

/// Sentences after each other: English ones are set apart by a space, Chinese ones end in a full-width mark.
pub(super) fn sentences(language: Language, parts: impl IntoIterator<Item = Line>) -> Line {
    let mut whole = Line::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !whole.is_empty() && language == Language::En {
            whole.push(Span::Text(" ".to_owned()));
        }
        whole.extend(part);
    }
    whole
}

fn slots() -> impl Iterator<Item = char> {
    (FIRST_SLOT..).map_while(char::from_u32)
}

fn tag(language: Language) -> LanguageIdentifier {
    const EN: LanguageIdentifier = langid!("en");
    const ZH: LanguageIdentifier = langid!("zh");
    match language {
        Language::En => EN,
        Language::Zh => ZH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::card::plain_line;

    #[test]
    fn what_comes_from_outside_is_no_markup() {
        let hostile = "{ $asked } **x** `y` \u{e000} <b>";
        let line = phrase("not-a-period").text("asked", hostile).line(Language::En);
        assert_eq!(line[1], Span::Text("{ $asked } **x** `y` \u{e000} <b>".to_owned()));
        assert!(plain_line(&line).contains(hostile));
    }

    #[test]
    fn english_sentences_are_set_apart_and_chinese_ones_are_not() {
        let parts = || [vec![Span::Text("A.".to_owned())], Line::new(), vec![Span::Text("B.".to_owned())]];
        assert_eq!(plain_line(&sentences(Language::En, parts())), "A. B.");
        assert_eq!(plain_line(&sentences(Language::Zh, parts())), "A.B.");
    }
}
