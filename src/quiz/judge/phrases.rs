//! The words that the judge knows, from phrases.txt: wrapping, denials.

use std::sync::LazyLock;

/// The phrases of phrases.txt.
pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let section = |name: &str| section(include_str!("phrases.txt"), name);
    Phrases {
        leads: section("leads"),
        articles: section("articles"),
        choosing: section("choosing"),
        tails: section("tails"),
        nouns: section("nouns"),
        denials: section("denials"),
        harmless: section("harmless"),
    }
});

/// The phrases, section by section; the file says what each is.
pub(super) struct Phrases {
    pub(super) leads: Vec<&'static str>,
    pub(super) articles: Vec<&'static str>,
    pub(super) choosing: Vec<&'static str>,
    pub(super) tails: Vec<&'static str>,
    pub(super) nouns: Vec<&'static str>,
    pub(super) denials: Vec<&'static str>,
    pub(super) harmless: Vec<&'static str>,
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
        let all = &*PHRASES;
        let sections = [&all.leads, &all.articles, &all.choosing, &all.tails, &all.nouns, &all.denials, &all.harmless];
        for phrases in sections {
            assert!(!phrases.is_empty());
            for phrase in phrases {
                let folded = fold(&tidy(phrase));
                assert_eq!(*phrase, simplified(&folded).unwrap_or(folded), "folded and simplified");
                assert!(!phrase.contains(['[', '#', ',']), "{phrase}");
            }
        }
    }
}
