//! The words that the judge knows, from phrases.txt: wrapping, denials.

use std::sync::LazyLock;

/// The phrases of phrases.txt.
pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let section = |name: &str| section(include_str!("phrases.txt"), name);
    Phrases {
        leads: Listed::by(first, section("leads")),
        articles: Listed::by(first, section("articles")),
        choosing: Listed::by(first, section("choosing")),
        tails: Listed::by(last, section("tails")),
        nouns_before: Listed::by(first, section("nouns")),
        nouns_behind: Listed::by(last, section("nouns")),
        sorts: Listed::by(last, section("sorts")),
        denials: Listed::by(first, section("denials")),
        harmless: section("harmless"),
    }
});

/// The phrases, section by section; the file says what each is.
pub(super) struct Phrases {
    pub(super) leads: Listed,
    pub(super) articles: Listed,
    pub(super) choosing: Listed,
    pub(super) tails: Listed,
    pub(super) nouns_before: Listed,
    pub(super) nouns_behind: Listed,
    pub(super) sorts: Listed,
    pub(super) denials: Listed,
    pub(super) harmless: Vec<&'static str>,
}

/// How many bytes a phrase is looked up by: three letters, or one Chinese character.
const BYTES: usize = 3;

/// Into how many lists the phrases are parted.
const LISTS: usize = 1024;

/// Phrases by the bytes at one of their ends, since most texts share those with few of them.
pub(super) struct Listed {
    by_bytes: Vec<Vec<&'static str>>,
    /// Those that are too short for that, by one byte.
    short: Vec<Vec<&'static str>>,
    of: fn(&str, usize) -> Option<&[u8]>,
}

impl Listed {
    /// Phrases by how they begin, or by how they end.
    pub(super) fn by(of: fn(&str, usize) -> Option<&[u8]>, phrases: impl IntoIterator<Item = &'static str>) -> Self {
        let (mut by_bytes, mut short) = (vec![Vec::new(); LISTS], vec![Vec::new(); 256]);
        for phrase in phrases {
            match (of(phrase, BYTES), of(phrase, 1)) {
                (Some(bytes), _) => by_bytes[place(bytes)].push(phrase),
                (None, Some(byte)) => short[usize::from(byte[0])].push(phrase),
                (None, None) => {}
            }
        }
        Self { by_bytes, short, of }
    }

    /// The phrases that may begin, or end, this text; longer ones first.
    pub(super) fn like(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let long = (self.of)(text, BYTES).map(|bytes| &self.by_bytes[place(bytes)]);
        let short = (self.of)(text, 1).map(|byte| &self.short[usize::from(byte[0])]);
        long.into_iter().chain(short).flatten().copied()
    }

    pub(super) fn has(&self, text: &str) -> bool {
        self.like(text).any(|phrase| phrase == text)
    }
}

fn place(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |place, byte| place * 31 + usize::from(*byte)) % LISTS
}

/// So many bytes at the start.
pub(super) fn first(text: &str, count: usize) -> Option<&[u8]> {
    text.as_bytes().get(..count)
}

/// So many bytes at the end.
fn last(text: &str, count: usize) -> Option<&[u8]> {
    text.len().checked_sub(count).map(|from| &text.as_bytes()[from..])
}

/// The phrases between this section's name and the next one's.
fn section(text: &'static str, name: &str) -> Vec<&'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let from = lines.skip_while(|line| line.trim_matches(['[', ']']) != name).skip(1);
    let lines = from.take_while(|line| !line.starts_with('['));
    lines.flat_map(|line| line.split(", ")).filter(|phrase| !phrase.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::judge::normalize::{fold, simplified, tidy};

    #[test]
    fn every_section_has_phrases_in_the_form_that_is_compared() {
        let names = ["leads", "articles", "choosing", "tails", "nouns", "sorts", "denials", "harmless"];
        for phrases in names.map(|name| section(include_str!("phrases.txt"), name)) {
            assert!(!phrases.is_empty());
            for phrase in phrases {
                let folded = fold(&tidy(phrase));
                assert_eq!(phrase, simplified(&folded).unwrap_or(folded), "folded and simplified");
                assert!(!phrase.contains(['[', '#', ',']), "{phrase}");
            }
        }
    }
}
