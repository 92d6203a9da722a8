//! Where the words of a phrasing stand in a text, and the stretches that are searched.

use std::ops::Range;

use super::{
    lexicon::LEXICON,
    tokens::{Reading, Token},
};

/// Each unit at its first place behind the unit before, as far as there is one.
pub(super) fn in_order(at: &[Vec<usize>]) -> Vec<usize> {
    let mut last = None;
    let mut places = Vec::with_capacity(at.len());
    for at in at {
        let place = at.iter().find(|place| last.is_none_or(|last| **place > last)).or(at.first()).copied();
        last = place.or(last);
        places.extend(place);
    }
    places
}

/// Each unit at its place next to the anchor.
pub(super) fn around(at: &[Vec<usize>], anchor: usize) -> Vec<usize> {
    at.iter().filter_map(|at| at.iter().min_by_key(|place| place.abs_diff(anchor)).copied()).collect()
}

/// From the first to behind the last of these places.
pub(super) fn stretch(places: &[usize]) -> Range<usize> {
    let from = places.iter().min().copied().unwrap_or_default();
    from..places.iter().max().map_or(from, |last| last + 1)
}

/// How many words that say something stand between two places.
pub(super) fn content_between(tokens: &[Token], one: usize, two: usize) -> usize {
    tokens[one + 1..two].iter().filter(|token| token.is_content()).count()
}

/// A clause, with the one that hangs on it where it opens a sentence ("when it commits, it checks …").
pub(super) fn window(reading: &Reading, clause: usize) -> (usize, usize) {
    let own = &reading.clauses[clause];
    let words: Vec<&str> = reading.of_clause(clause).iter().map(|token| token.surface.as_str()).collect();
    let leads = LEXICON.leads.at(&words) > 0 || matches!(words.last(), Some(&("时" | "前" | "后")));
    match reading.clauses.get(clause + 1) {
        Some(next) if leads && next.sentence == own.sentence => (own.from, next.to),
        _ => (own.from, own.to),
    }
}
