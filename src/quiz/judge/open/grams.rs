//! Short runs of characters: what two texts share however their words are bent.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use crate::quiz::judge::normalize::is_hanzi;

/// Runs of characters, hashed, and how often each occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Grams(HashMap<u64, f64, Quick>);

/// A quick hash for maps that live for one reply: nobody gains by collisions in texts of bounded length.
pub(super) type Quick = BuildHasherDefault<Fnv>;

/// FNV-1a.
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x0100_0000_01b3);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

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
        let mut grams = HashMap::with_capacity_and_hasher(2 * latin.len() + 3 * chinese.len(), Quick::default());
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

/// The run and its length as one number.
fn hash(run: &[char]) -> u64 {
    let mut hash = Fnv::default();
    run.iter().for_each(|c| hash.write_u64(u64::from(*c)));
    hash.write_usize(run.len());
    hash.finish()
}
