//! Questions that ask nearly the same: found without comparing each with each.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use unicode_normalization::UnicodeNormalization;

use super::{fold::fold, question::key};
use crate::quiz::{Language, question::Question};

/// Which share of their words two prompts must have in common when their right answers are the same.
const ALIKE_SAME_KEY: f64 = 0.65;
/// The same where the kind has no right answer that tells questions apart.
const ALIKE_NO_KEY: f64 = 0.85;
/// Shorter prompts than this many words and pairs of words are alike by chance.
const LEAST_WORDS: usize = 6;

/// Pairs of questions, the earlier one first, that ask nearly the same.
pub(super) fn pairs(questions: &[&Question]) -> BTreeSet<(usize, usize)> {
    let keys: Vec<_> = questions.iter().map(|question| key(question)).collect();
    let mut pairs = BTreeSet::new();
    for language in Language::ALL {
        let prompts: Vec<_> = questions
            .iter()
            .map(|question| if question.speaks(language) { question.prompt.get(language) } else { "" })
            .collect();
        equal(&prompts, &mut pairs);
        near(&prompts, &keys, &mut pairs);
    }
    pairs
}

/// Prompts that are the same: whatever the answers are, one of them is not needed or not clear.
fn equal(prompts: &[&str], pairs: &mut BTreeSet<(usize, usize)>) {
    let mut first = HashMap::new();
    for (at, prompt) in prompts.iter().enumerate().filter(|(_, prompt)| !prompt.is_empty()) {
        match first.get(&fold(prompt)) {
            Some(&earlier) => {
                pairs.insert((earlier, at));
            }
            None => {
                first.insert(fold(prompt), at);
            }
        }
    }
}

/// Prompts that have most words in common, where the answers do not tell the questions apart. With its words sorted by
/// rarity, a prompt can only be alike to one that shares one of the first few: only those are compared.
fn near(prompts: &[&str], keys: &[Option<String>], pairs: &mut BTreeSet<(usize, usize)>) {
    let mut words: Vec<Vec<u64>> = prompts.iter().map(|prompt| words(prompt)).collect();
    let mut count: HashMap<u64, u32> = HashMap::new();
    words.iter().flatten().for_each(|word| *count.entry(*word).or_default() += 1);
    words.iter_mut().for_each(|words| words.sort_unstable_by_key(|word| (count[word], *word)));
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, mine) in words.iter().enumerate().filter(|(_, words)| words.len() >= LEAST_WORDS) {
        let needed = (mine.len() as f64 * ALIKE_SAME_KEY).ceil() as usize;
        let mut candidates = BTreeSet::new();
        for word in &mine[..=mine.len() - needed] {
            let others = having.entry(*word).or_default();
            candidates.extend(others.iter().copied());
            others.push(at);
        }
        for earlier in candidates {
            let least = match (&keys[earlier], &keys[at]) {
                (Some(one), Some(other)) if one == other => ALIKE_SAME_KEY,
                (None, None) => ALIKE_NO_KEY,
                _ => continue,
            };
            if alike(&words[earlier], mine) >= least {
                pairs.insert((earlier, at));
            }
        }
    }
}

/// The share of the words of both that both have.
fn alike(one: &[u64], other: &[u64]) -> f64 {
    let common = one.iter().filter(|word| other.contains(word)).count();
    common as f64 / (one.len() + other.len() - common) as f64
}

/// The words of a prompt and its pairs of neighbouring words, as numbers, each once. Chinese has no spaces: its
/// characters are the words there. Signs of operators count, since code may differ by nothing else.
fn words(prompt: &str) -> Vec<u64> {
    let text: String = prompt.nfkc().collect::<String>().to_lowercase();
    let mut singles: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        let is_letter = c.is_alphanumeric() || c == '_';
        let is_operator = "+-*/%=<>!&|^~@#$".contains(c);
        match singles.last_mut() {
            Some(word) if inside && is_letter && c.is_ascii() => word.push(c),
            _ if is_letter || is_operator => singles.push(c.to_string()),
            _ => {}
        }
        inside = is_letter && c.is_ascii();
    }
    let number = |words: &[String]| {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        hasher.finish()
    };
    let all: BTreeSet<u64> = singles.chunks(1).chain(singles.windows(2)).map(number).collect();
    all.into_iter().collect()
}
