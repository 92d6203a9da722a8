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

/// Phrases by one of their bytes, since most texts share it with few of them.
pub(super) struct Listed {
    by_byte: Vec<Vec<&'static str>>,
    of: fn(&str) -> u8,
}

impl Listed {
    pub(super) fn by(of: fn(&str) -> u8, phrases: impl IntoIterator<Item = &'static str>) -> Self {
        let mut by_byte = vec![Vec::new(); 256];
        for phrase in phrases {
            by_byte[usize::from(of(phrase))].push(phrase);
        }
        Self { by_byte, of }
    }

    /// The phrases that have their byte in common with this text.
    pub(super) fn like(&self, text: &str) -> &[&'static str] {
        &self.by_byte[usize::from((self.of)(text))]
    }

    pub(super) fn has(&self, text: &str) -> bool {
        self.like(text).contains(&text)
    }
}

/// The first byte; 0 of nothing.
pub(super) fn first(text: &str) -> u8 {
    text.bytes().next().unwrap_or_default()
}

fn last(text: &str) -> u8 {
    text.bytes().next_back().unwrap_or_default()
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
        let names = ["leads", "articles", "choosing", "tails", "nouns", "denials", "harmless"];
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
