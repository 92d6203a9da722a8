//! Short runs of characters: what two texts share however their words are bent.

use std::collections::HashMap;

use crate::quiz::judge::normalize::is_hanzi;

/// Runs of characters, hashed, and how often each occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Grams(HashMap<u64, f64>);

impl Grams {
    /// The runs of a text that mean something: three and four letters, one to three Chinese characters.
    pub(super) fn meaning(plain: &str) -> Self {
        Self::of(plain, &[3, 4], &[1, 2, 3])
    }

    /// The shortest runs, small words included: how much is said, and in what tone.
    pub(super) fn texture(plain: &str) -> Self {
        Self::of(plain, &[2], &[1])
    }

    fn of(plain: &str, letters: &[usize], hanzi: &[usize]) -> Self {
        let spoken = |c: char| if c.is_alphanumeric() && !is_hanzi(c) { c } else { ' ' };
        let mut latin = vec![' '];
        for c in plain.chars().map(spoken).chain([' ']) {
            if c != ' ' || latin.last() != Some(&' ') {
                latin.push(c);
            }
        }
        let chinese: Vec<char> = plain.chars().filter(|c| is_hanzi(*c)).collect();
        let mut grams = HashMap::new();
        for (chars, lengths) in [(&latin, letters), (&chinese, hanzi)] {
            for run in lengths.iter().flat_map(|length| chars.windows(*length)) {
                if run.iter().any(|c| *c != ' ') {
                    *grams.entry(hash(run)).or_insert(0.0) += 1.0;
                }
            }
        }
        Self(grams)
    }

    /// Takes in another text's runs.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The share of these runs that the other text has, those left out that `known` has.
    pub(super) fn found_in(&self, other: &Self, known: &Self) -> f64 {
        let wanted = self.0.iter().filter(|(gram, _)| !known.0.contains_key(*gram));
        let (mut found, mut all) = (0.0, 0.0);
        for (gram, count) in wanted {
            all += count;
            found += other.0.get(gram).map_or(0.0, |there| there.min(*count));
        }
        if all > 0.0 { found / all } else { 0.0 }
    }
}

/// FNV-1a over the characters and their number.
fn hash(run: &[char]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ run.len() as u64;
    run.iter().fold(start, |hash, c| (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3))
}
