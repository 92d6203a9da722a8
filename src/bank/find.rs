//! Which topic is meant by what somebody typed.

use std::collections::BTreeSet;

use super::{Bank, Scope, Topic};
use crate::quiz::judge::normalize::{Form, bare_of};

/// Longer than any topic or name: what is longer means none.
const ASKED_CHARS: usize = 100;
/// How many topics are offered instead.
const OFFERED: usize = 3;
/// How alike a topic must be to be offered, from 0 to 1.
const LEAST_LIKENESS: f64 = 0.6;

/// See `Bank::find`.
pub(super) fn find(bank: &Bank, asked: &str) -> Result<Scope, Vec<Topic>> {
    if asked.chars().count() > ASKED_CHARS {
        return Err(Vec::new());
    }
    let path = as_path(asked);
    if path.is_empty() {
        return Ok(Scope::All);
    }
    let loose = loosely(&path);
    let slugs = slugs(bank.topics());
    let by_slug = |is_meant: &dyn Fn(&str) -> bool| slugs.iter().filter(|slug| is_meant(slug)).cloned().collect();
    let ways: [&dyn Fn() -> BTreeSet<String>; 4] = [
        &|| by_slug(&|slug| slug == path),
        &|| by_slug(&|slug| loosely(slug) == loose),
        &|| named(bank.topics(), &loose),
        &|| by_slug(&|slug| ends_with(&loosely(slug), &loose)),
    ];
    for way in ways {
        let meant: Vec<String> = way().into_iter().collect();
        match meant.as_slice() {
            [] => {}
            [one] => return Ok(Scope::from_slug(one)),
            several => return Err(several_meant(bank.topics(), several)),
        }
    }
    Err(nearest(bank.topics(), &path, &loose))
}

/// Width, case, and the spaces and slashes around gone.
fn as_path(asked: &str) -> String {
    let parts = asked.replace('\\', "/");
    let parts: Vec<String> = parts.split(['/', '／']).map(fold_words).filter(|part| !part.is_empty()).collect();
    parts.join("/")
}

/// Folded, with single hyphens for runs of spaces, hyphens and underscores.
fn fold_words(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        .map(bare_of)
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-")
}

/// As the judge compares texts, in simplified script, and without what separates words.
pub(super) fn loosely(path: &str) -> String {
    Form::of(path).in_simple().replace(['-', '_'], "")
}

/// Every topic and every folder.
fn slugs(topics: &[Topic]) -> BTreeSet<String> {
    let of_topic = |topic: &Topic| {
        let ends = topic.slug.match_indices('/').map(|(at, _)| at).chain([topic.slug.len()]);
        ends.map(|end| topic.slug[..end].to_owned()).collect::<Vec<_>>()
    };
    topics.iter().flat_map(of_topic).collect()
}

/// Topics of this name.
fn named(topics: &[Topic], loose: &str) -> BTreeSet<String> {
    let is_meant = |topic: &&Topic| names(topic).any(|name| loosely(name) == loose);
    topics.iter().filter(is_meant).map(|topic| topic.slug.clone()).collect()
}

fn names(topic: &Topic) -> impl Iterator<Item = &String> {
    [&topic.name.en, &topic.name.zh].into_iter().flatten()
}

fn ends_with(slug: &str, end: &str) -> bool {
    slug.strip_suffix(end).is_some_and(|before| before.ends_with('/'))
}

/// The first topics of several scopes that may be meant: each topic itself, of a folder the first below it.
fn several_meant(topics: &[Topic], slugs: &[String]) -> Vec<Topic> {
    let first_of = |slug: &String| topics.iter().find(|topic| Scope::from_slug(slug).holds(&topic.slug)).cloned();
    let mut offered: Vec<Topic> = slugs.iter().filter_map(first_of).collect();
    offered.dedup();
    offered.truncate(OFFERED);
    offered
}

/// The topics that look most like what was typed.
fn nearest(topics: &[Topic], path: &str, loose: &str) -> Vec<Topic> {
    let mut near: Vec<(f64, &Topic)> = topics.iter().map(|topic| (likeness(topic, path, loose), topic)).collect();
    near.retain(|(likeness, _)| *likeness >= LEAST_LIKENESS);
    near.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.slug.cmp(&b.slug)));
    near.into_iter().take(OFFERED).map(|(_, topic)| topic.clone()).collect()
}

/// How much a topic looks like what was typed: its slug, each part of it, its names.
fn likeness(topic: &Topic, path: &str, loose: &str) -> f64 {
    let parts = topic.slug.split('/').chain([topic.slug.as_str()]).chain(names(topic).map(String::as_str));
    let alike = |text: String| strsim::normalized_damerau_levenshtein(&text, loose).max(part_likeness(&text, loose));
    let whole = parts.map(|part| alike(loosely(part))).fold(0.0, f64::max);
    // One wrong word of a path, or one word of a name: the rest may still say what is meant.
    let mut words = path.split(['/', '-']).filter(|word| word.chars().count() > 2);
    let is_shared = words.any(|word| topic.slug.split(['/', '-']).any(|own| own == word));
    if is_shared { whole.max(LEAST_LIKENESS) } else { whole }
}

/// How much of one text the other is a part of; a single letter is a part of too many.
fn part_likeness(text: &str, asked: &str) -> f64 {
    let (text_chars, asked_chars) = (text.chars().count(), asked.chars().count());
    let shorter = text_chars.min(asked_chars);
    // A Chinese word has two characters, of a Latin one two say nothing.
    let least_chars = if asked.is_ascii() { 3 } else { 2 };
    if shorter < least_chars || !(text.contains(asked) || asked.contains(text)) {
        return 0.0;
    }
    let share = shorter as f64 / text_chars.max(asked_chars) as f64;
    0.7 + 0.3 * share
}
