//! Questions that ask nearly the same: found without comparing each with each.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use unicode_normalization::UnicodeNormalization;

use super::question::key;
use crate::quiz::{Language, judge::normalize::bare_of, question::Question};

/// Which share of their words two prompts must have in common when their right answers are the same.
const ALIKE_SAME_KEY: f64 = 0.65;
/// The same where the kind has no right answer that tells questions apart.
const ALIKE_NO_KEY: f64 = 0.85;
/// Shorter prompts than this many words and pairs of words are alike by chance.
const LEAST_WORDS: usize = 6;

/// Questions that ask nearly the same as an earlier one: the later one's place and the earlier one's, the first that is
/// found.
pub(super) fn find(questions: &[&Question]) -> BTreeMap<usize, usize> {
    let keys: Vec<_> = questions.iter().map(|question| key(question)).collect();
    let mut twins = BTreeMap::new();
    for language in Language::ALL {
        let prompts: Vec<_> = questions
            .iter()
            .map(|question| if question.speaks(language) { question.prompt.get(language) } else { "" })
            .collect();
        equal(&prompts, &mut twins);
        near(&prompts, &keys, &mut twins);
    }
    twins
}

/// Prompts that are the same: whatever the answers are, one of them is not needed or not clear.
fn equal(prompts: &[&str], twins: &mut BTreeMap<usize, usize>) {
    let mut first = HashMap::new();
    for (at, prompt) in prompts.iter().enumerate().filter(|(_, prompt)| !prompt.is_empty()) {
        let earlier = *first.entry(bare_of(prompt)).or_insert(at);
        if earlier != at {
            twins.entry(at).or_insert(earlier);
        }
    }
}

/// Prompts that have most words in common, where the answers do not tell the questions apart. With its words sorted by
/// rarity, a prompt can only be alike to one that shares one of the first few: only those are compared.
fn near(prompts: &[&str], keys: &[Option<String>], twins: &mut BTreeMap<usize, usize>) {
    let ranked = ranked(&prompts.iter().map(|prompt| words(prompt)).collect::<Vec<_>>());
    let mut having: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, mine) in ranked.iter().enumerate().filter(|(_, words)| words.len() >= LEAST_WORDS) {
        let needed = (mine.len() as f64 * ALIKE_SAME_KEY).ceil() as usize;
        let rare = &mine[..=mine.len() - needed];
        let candidates: BTreeSet<usize> = rare.iter().filter_map(|word| having.get(word)).flatten().copied().collect();
        let is_twin = |earlier: &usize| match (&keys[*earlier], &keys[at]) {
            (Some(one), Some(other)) if one == other => alike(&ranked[*earlier], mine) >= ALIKE_SAME_KEY,
            (None, None) => alike(&ranked[*earlier], mine) >= ALIKE_NO_KEY,
            _ => false,
        };
        if !twins.contains_key(&at)
            && let Some(earlier) = candidates.into_iter().find(is_twin)
        {
            twins.insert(at, earlier);
        }
        rare.iter().for_each(|word| having.entry(*word).or_default().push(at));
    }
}

/// Words as their ranks by rarity, rare ones first, sorted.
fn ranked(words: &[Vec<u64>]) -> Vec<Vec<usize>> {
    let mut count: HashMap<u64, usize> = HashMap::new();
    words.iter().flatten().for_each(|word| *count.entry(*word).or_default() += 1);
    let mut by_rarity: Vec<(usize, u64)> = count.into_iter().map(|(word, count)| (count, word)).collect();
    by_rarity.sort_unstable();
    let ranks: HashMap<u64, usize> = by_rarity.into_iter().enumerate().map(|(rank, (_, word))| (word, rank)).collect();
    let rank = |words: &Vec<u64>| {
        let mut ranked: Vec<usize> = words.iter().map(|word| ranks[word]).collect();
        ranked.sort_unstable();
        ranked
    };
    words.iter().map(rank).collect()
}

/// The share of the words of both that both have.
fn alike(one: &[usize], other: &[usize]) -> f64 {
    let common = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
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
    let hashed = |word: &String| {
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        hasher.finish()
    };
    let mut all: Vec<u64> = singles.iter().map(hashed).collect();
    let pairs: Vec<u64> = all.windows(2).map(|pair| pair[0].rotate_left(1) ^ pair[1]).collect();
    all.extend(pairs);
    all.sort_unstable();
    all.dedup();
    all
}
