//! Known answers: what other questions are answered with is no typo of this one's answer.

use std::collections::{HashMap, HashSet};

use strsim::osa_distance;

use super::normalize::{bare_of, fold, tidy};

/// The longest answer that a reply could be a typo of, in characters: longer ones are not looked up.
const LONGEST_CHARACTERS: usize = 60;

/// The shortest word that counts as a word of the bank, in letters: typos are repaired in no shorter one.
const SHORTEST_LETTERS: usize = 4;

/// All answers of a bank, looked up by a reply that may be one slip away from them.
#[derive(Clone, Debug, Default)]
pub struct Known {
    answers: Vec<String>,
    /// The places of the answers by themselves and by what is left of them without one character.
    shortened: HashMap<String, Vec<u32>>,
    words: HashSet<String>,
}

impl Known {
    /// The known answers: accepted ones of every question, and what options say.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut known = Self::default();
        let mut seen = HashSet::new();
        for text in texts {
            known.words.extend(words_of(&fold(&tidy(text))).map(str::to_owned));
            let bare = bare_of(text);
            let fits = !bare.is_empty() && bare.chars().count() <= LONGEST_CHARACTERS;
            if fits && seen.insert(bare.clone()) {
                let at = u32::try_from(known.answers.len()).unwrap_or(u32::MAX);
                for short in shortened(&bare) {
                    known.shortened.entry(short).or_default().push(at);
                }
                known.answers.push(bare);
            }
        }
        known
    }

    /// The same, and the words of these texts, which are no slips either: prompts and explanations.
    #[must_use]
    pub fn with_words<'t>(mut self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        for text in texts {
            self.words.extend(words_of(&fold(&tidy(text))).map(str::to_owned));
        }
        self
    }

    /// Whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The known answers that this bare text is, or is one slip away from.
    pub(super) fn near<'s>(&'s self, bare: &'s str) -> impl Iterator<Item = &'s str> {
        let short = bare.chars().count() <= LONGEST_CHARACTERS;
        let places = shortened(bare).filter(move |_| short).filter_map(|short| self.shortened.get(&short)).flatten();
        places
            .filter_map(|at| self.answers.get(*at as usize))
            .map(String::as_str)
            .filter(|answer| osa_distance(answer, bare) <= 1)
    }

    /// Whether a known answer has this folded word.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// The Latin words of a folded text that are long enough to be taken for typos of one another.
pub(super) fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_ascii_lowercase()).filter(|word| word.len() >= SHORTEST_LETTERS)
}

/// The text itself, and without each of its characters.
fn shortened(bare: &str) -> impl Iterator<Item = String> {
    let without = bare.char_indices().map(|(at, c)| format!("{}{}", &bare[..at], &bare[at + c.len_utf8()..]));
    std::iter::once(bare.to_owned()).chain(without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_slip_away_is_found() {
        let known = Known::of(["Encode", "circuit breaker", "死锁"]);
        let near = |text: &str| known.near(text).map(str::to_owned).collect::<HashSet<_>>().len();
        assert_eq!(near("encode"), 1);
        assert_eq!(near("encoed"), 1);
        assert_eq!(near("encodes"), 1);
        assert_eq!(near("ncode"), 1);
        assert_eq!(near("decoded"), 0);
        assert_eq!(near("死所"), 1);
        assert!(known.has_word("breaker") && !known.has_word("maker"));
    }
}
