//! The key points that a reply makes, and the traps that it falls into.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    grams::Quick,
    lexicon::LEXICON,
    phrasing::{Phrasing, Said},
    roles::{Roles, Set},
    tokens::Reading,
};
use crate::quiz::question::{Point, Trap};

/// What a word that fits any subject tells against one of the point's own.
const LIGHT: f64 = 0.5;

/// One in so many phrasings must name a subject for the others to be about it too.
const NAMING: usize = 4;

/// A point or a trap, ready to be looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    phrasings: Vec<Phrasing>,
}

impl Wanted {
    /// A point; the model answers say whom it is about where the author does not.
    pub(super) fn point(point: &Point, any: &[Reading], roles: &Roles, models: &[Said<'_>]) -> Self {
        let texts = point.any.iter().zip(any);
        let mut wanted = Self { phrasings: texts.map(|(text, any)| Phrasing::of(text, any, roles, false)).collect() };
        let averts = |text: &Reading| text.tokens.iter().any(|token| token.denied.odd);
        if any.iter().any(averts) {
            wanted.phrasings.iter_mut().for_each(|phrasing| phrasing.averts = true);
        }
        if roles.is_empty() {
            return wanted;
        }
        let says = [&point.say.en, &point.say.zh].into_iter().flatten();
        let says = says.map(|say| roles.named(&Reading::of(say)).0).fold(0, |all, who| all | who);
        // a name in a few phrasings of many is how those are said, not what the point is about
        let naming = wanted.phrasings.iter().filter(|phrasing| phrasing.who != 0).count();
        let named = wanted.phrasings.iter().map(|phrasing| phrasing.who).fold(says, |all, who| all | who);
        let tied = named.count_ones() == 1 && (says != 0 || NAMING * naming >= wanted.phrasings.len());
        for phrasing in wanted.phrasings.iter_mut().filter(|phrasing| phrasing.who == 0) {
            phrasing.who = if tied { named } else { modelled(phrasing, models) };
        }
        wanted
    }

    /// A trap.
    pub(super) fn trap(trap: &Trap, roles: &Roles) -> Self {
        Self { phrasings: trap.any.iter().map(|text| Phrasing::of(text, &Reading::of(text), roles, true)).collect() }
    }

    /// The place of the first phrasing that the text makes.
    pub(super) fn find(&self, said: &Said<'_>) -> Option<usize> {
        self.phrasings.iter().position(|phrasing| phrasing.is_made(said))
    }

    /// Whether the text falls into this trap, saying all of it. What it says there earns no points.
    pub(super) fn spring(&self, said: &mut Said<'_>) -> bool {
        let found: Vec<Range<usize>> = self.phrasings.iter().filter_map(|trap| trap.find_trap(said)).collect();
        for place in &found {
            said.ignore(place.clone());
        }
        !found.is_empty()
    }

    /// How much of what this says the other one says too, at best.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let pairs = self.phrasings.iter().flat_map(|one| other.phrasings.iter().map(move |two| one.likeness(two)));
        pairs.fold(0.0, f64::max)
    }
}

/// Weighs the words of points by how few of the points have them.
pub(super) fn weigh(points: &mut [Wanted]) {
    let mut counts = HashMap::<String, usize, Quick>::default();
    for point in &*points {
        let words: HashSet<&str> = point.phrasings.iter().flat_map(Phrasing::words).collect();
        words.into_iter().for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    }
    let rarity = |word: &str| {
        let light = LEXICON.light.contains(word);
        let points = counts.get(word).copied().unwrap_or(1).max(1) as f64;
        points.sqrt().recip() * if light { LIGHT } else { 1.0 }
    };
    points.iter_mut().flat_map(|point| &mut point.phrasings).for_each(|phrasing| phrasing.weigh(rarity));
}

/// The one subject that the models say this of; 0 where there is none or several.
fn modelled(phrasing: &Phrasing, models: &[Said<'_>]) -> Set {
    let who = models.iter().fold(0, |who, model| who | phrasing.said_of(model));
    if who.count_ones() == 1 { who } else { 0 }
}
