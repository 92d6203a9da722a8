//! The key points that a reply makes, and the traps that it falls into.

use super::{
    roles::{Roles, Set},
    stem::is_typo,
    tokens::{Reading, Sort, Token},
};
use crate::quiz::question::{Point, Trap};

/// How much a word weighs against a Chinese character.
const WORD: f64 = 2.0;

/// From this weight on, a phrasing counts as made although a little of it is missing.
const LONG: f64 = 4.5;

/// How much of a long phrasing must be there.
const ENOUGH: f64 = 0.75;

/// How far before what it denies a denial may stand in its clause, in tokens.
const REACH: usize = 6;

/// What one of the author's phrasings looks for.
#[derive(Debug)]
struct Phrasing {
    /// What says something, without the subject's name.
    units: Vec<Unit>,
    /// Whether it denies.
    denied: bool,
    /// Whom it is about; 0 where that does not matter.
    who: Set,
    /// Whether every word counts, in this order, since none of them says much.
    strict: bool,
}

#[derive(Debug)]
struct Unit {
    text: String,
    sort: Sort,
    weight: f64,
    /// Whether the unit before stands right before it: Chinese characters form words with their neighbours.
    joined: bool,
}

/// A point or a trap, ready to be looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    phrasings: Vec<Phrasing>,
}

/// Where a phrasing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its place among the phrasings.
    pub(super) phrasing: usize,
    /// Where in the reply.
    from: usize,
    to: usize,
}

/// A text that is searched.
#[derive(Debug)]
pub(super) struct Said<'a> {
    pub(super) reading: &'a Reading,
    /// For each token whom it is about.
    pub(super) about: Vec<Set>,
    /// For each token whether it is only copied from the question.
    pub(super) copied: Vec<bool>,
}

impl Wanted {
    /// A point; the model answers say whom it is about where the author does not.
    pub(super) fn point(point: &Point, roles: &Roles, models: &[Said<'_>]) -> Self {
        let mut wanted = Self { phrasings: point.any.iter().filter_map(|text| Phrasing::of(text, roles)).collect() };
        if roles.is_empty() {
            return wanted;
        }
        let says = [&point.say.en, &point.say.zh].into_iter().flatten();
        let says = says.map(|say| roles.named(&Reading::of(say)).0).fold(0, |all, who| all | who);
        let named = wanted.phrasings.iter().map(|phrasing| phrasing.who).fold(says, |all, who| all | who);
        for phrasing in wanted.phrasings.iter_mut().filter(|phrasing| phrasing.who == 0) {
            phrasing.who = if named.count_ones() == 1 { named } else { modelled(phrasing, models) };
        }
        wanted
    }

    /// A trap.
    pub(super) fn trap(trap: &Trap, roles: &Roles) -> Self {
        Self { phrasings: trap.any.iter().filter_map(|text| Phrasing::of(text, roles)).collect() }
    }

    /// The first phrasing that the text makes.
    pub(super) fn find(&self, said: &Said<'_>) -> Option<Found> {
        self.phrasings.iter().enumerate().find_map(|(at, phrasing)| {
            let (from, to) = phrasing.find(said, ENOUGH, true)?;
            Some(Found { phrasing: at, from, to })
        })
    }

    /// The first phrasing that the text makes without leaving anything out.
    pub(super) fn find_whole(&self, said: &Said<'_>) -> Option<Found> {
        self.phrasings.iter().enumerate().find_map(|(at, phrasing)| {
            let (from, to) = phrasing.find(said, 1.0, false)?;
            Some(Found { phrasing: at, from, to })
        })
    }

    /// How much of what this says the other one says too, at best.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let shared = |one: &Phrasing, two: &Phrasing| {
            let has = |unit: &&Unit| two.units.iter().any(|other| other.text == unit.text);
            let weight = |units: &[Unit]| units.iter().map(|unit| unit.weight).sum::<f64>();
            let both: f64 = one.units.iter().filter(has).map(|unit| unit.weight).sum();
            both / weight(&one.units).max(weight(&two.units)).max(1.0)
        };
        let pairs = self.phrasings.iter().flat_map(|one| other.phrasings.iter().map(move |two| shared(one, two)));
        pairs.fold(0.0, f64::max)
    }
}

/// The one subject that the models say this of; 0 where there is none or several.
fn modelled(phrasing: &Phrasing, models: &[Said<'_>]) -> Set {
    let mut who: Set = 0;
    for model in models {
        for clause in 0..model.reading.clauses.len() {
            if let Some((from, to)) = phrasing.find_in(model, clause, ENOUGH, false) {
                who |= model.about[from..to].iter().fold(0, |all, who| all | who);
            }
        }
    }
    if who.count_ones() == 1 { who } else { 0 }
}

impl Phrasing {
    fn of(text: &str, roles: &Roles) -> Option<Self> {
        let reading = Reading::of(text);
        let (who, named) = roles.named(&reading);
        let denied = reading.tokens.iter().filter(|token| token.denies).count() % 2 == 1;
        let wanted = |strict: bool| -> Vec<Unit> {
            let mut units: Vec<Unit> = Vec::new();
            let mut last = None;
            for (at, token) in reading.tokens.iter().enumerate() {
                if (strict || token.is_content()) && !named[at] {
                    let joined = token.sort == Sort::Hanzi && last.is_some_and(|last| is_run(&reading, last, at));
                    units.push(Unit::of(token, joined));
                    last = Some(at);
                }
            }
            units
        };
        let units = wanted(false);
        let strict = units.is_empty();
        let units = if strict { wanted(true) } else { units };
        (!units.is_empty()).then_some(Self { units, denied: denied && !strict, who, strict })
    }

    /// Where the text says this of whom it should.
    fn find(&self, said: &Said<'_>, enough: f64, lenient: bool) -> Option<(usize, usize)> {
        (0..said.reading.clauses.len()).find_map(|clause| {
            self.find_in(said, clause, enough, true).filter(|(from, to)| {
                let who = said.about[*from..*to].iter().fold(0, |all, who| all | who);
                self.who == 0 || who & self.who != 0 || who == 0 && lenient
            })
        })
    }

    /// Where a clause says this, whomever of.
    fn find_in(&self, said: &Said<'_>, clause: usize, enough: f64, guarded: bool) -> Option<(usize, usize)> {
        let (start, end) = window(said.reading, clause);
        let tokens = &said.reading.tokens[start..end];
        let places = self.places(tokens, &said.copied[start..end]);
        let all: f64 = self.units.iter().map(|unit| unit.weight).sum();
        let there = self.units.iter().zip(&places).filter(|(_, place)| place.is_some());
        let there: f64 = there.map(|(unit, _)| unit.weight).sum();
        let enough = if all < LONG || self.strict { 1.0 } else { enough };
        if there < all * enough - 1e-9 || there == 0.0 {
            return None;
        }
        let from = places.iter().flatten().min().copied()?;
        let to = places.iter().flatten().max().copied()? + 1;
        if self.strict && to - from > self.units.len() + 1 {
            return None;
        }
        let denied = is_denied(said.reading, clause, tokens, from, to);
        (!guarded || self.strict || denied == self.denied).then_some((start + from, start + to))
    }

    /// Where each unit stands.
    fn places(&self, tokens: &[Token], copied: &[bool]) -> Vec<Option<usize>> {
        let at = |unit: &Unit| -> Vec<usize> {
            let fits = |(at, token): (usize, &Token)| (!copied[at] && unit.fits(token)).then_some(at);
            tokens.iter().enumerate().filter_map(fits).collect()
        };
        let at: Vec<Vec<usize>> = self.units.iter().map(at).collect();
        let near = |one: usize, two: usize| one < two && content_between(tokens, one, two) <= 1;
        (0..self.units.len())
            .map(|unit| {
                let before = self.units[unit].joined.then(|| &at[unit - 1]);
                let after = self.units.get(unit + 1).filter(|next| next.joined).map(|_| &at[unit + 1]);
                if before.is_none() && after.is_none() {
                    return at[unit].first().copied();
                }
                let joins = |place: &&usize| {
                    before.is_some_and(|before| before.iter().any(|other| near(*other, **place)))
                        || after.is_some_and(|after| after.iter().any(|other| near(**place, *other)))
                };
                at[unit].iter().find(joins).copied()
            })
            .collect()
    }
}

impl Unit {
    fn of(token: &Token, joined: bool) -> Self {
        let weight = if token.sort == Sort::Hanzi { 1.0 } else { WORD };
        Self { text: token.text.clone(), sort: token.sort, weight, joined }
    }

    fn fits(&self, token: &Token) -> bool {
        self.text == token.text
            || self.sort == Sort::Word && token.sort == Sort::Word && is_typo(&token.text, &self.text)
    }
}

/// Whether only particles stand between two characters.
fn is_run(reading: &Reading, last: usize, at: usize) -> bool {
    reading.tokens[last].sort == Sort::Hanzi
        && reading.tokens[last].clause == reading.tokens[at].clause
        && reading.tokens[last + 1..at].iter().all(|token| token.sort == Sort::Hanzi)
}

fn content_between(tokens: &[Token], one: usize, two: usize) -> usize {
    tokens[one + 1..two].iter().filter(|token| token.is_content()).count()
}

/// A clause, with the one that hangs on it where it opens a sentence ("when it commits, it checks …").
fn window(reading: &Reading, clause: usize) -> (usize, usize) {
    let own = &reading.clauses[clause];
    let words: Vec<&str> = reading.of_clause(clause).iter().map(|token| token.surface.as_str()).collect();
    let leads = super::lexicon::LEXICON.leads.at(&words) > 0 || matches!(words.last(), Some(&("时" | "前" | "后")));
    match reading.clauses.get(clause + 1) {
        Some(next) if leads && next.sentence == own.sentence => (own.from, next.to),
        _ => (own.from, own.to),
    }
}

/// Whether what stands here is denied: an odd number of denials before or among it.
fn is_denied(reading: &Reading, clause: usize, tokens: &[Token], from: usize, to: usize) -> bool {
    let denials = tokens[from.saturating_sub(REACH)..to].iter().filter(|token| token.denies).count();
    (denials + usize::from(reading.clauses[clause].refuted)) % 2 == 1
}
