//! One of the author's phrasings, and where a text says it.

use super::{
    lexicon::LEXICON,
    roles::{Roles, Set},
    stem::is_typo,
    tokens::{Reading, Sort, Token},
};

/// How much a word weighs against a Chinese character.
const WORD: f64 = 2.0;

/// From this weight on, a phrasing counts as made although a little of it is missing.
const LONG: f64 = 4.5;

/// How much of a long phrasing must be there.
const ENOUGH: f64 = 0.75;

/// How much else may stand between the words of a trap, or of a phrasing that two clauses share, in tokens.
const GAP: usize = 2;

/// How far before what it denies a denial may stand in its clause, in tokens.
const REACH: usize = 6;

/// What one of the author's phrasings looks for.
#[derive(Debug)]
pub(super) struct Phrasing {
    /// What says something, without the subject's name.
    units: Vec<Unit>,
    /// Whether it denies.
    denied: bool,
    /// Whom it is about; 0 where that does not matter.
    pub(super) who: Set,
    /// Whether every word counts, in this order, since none of them says much.
    strict: bool,
}

#[derive(Debug)]
struct Unit {
    text: String,
    surface: String,
    sort: Sort,
    weight: f64,
    /// Whether the unit before stands right before it: Chinese characters form words with their neighbours.
    joined: bool,
}

/// A text that is searched.
#[derive(Debug)]
pub(super) struct Said<'a> {
    reading: &'a Reading,
    /// For each token whom it is about.
    about: Vec<Set>,
    /// For each token whether it earns nothing: copied from the question, or part of a trap.
    copied: Vec<bool>,
}

impl<'a> Said<'a> {
    /// A text with what is known of it.
    pub(super) fn of(reading: &'a Reading, copied: Vec<bool>, roles: &Roles) -> Self {
        Self { about: roles.attribute(reading), copied, reading }
    }

    /// Makes a stretch earn nothing.
    pub(super) fn ignore(&mut self, from: usize, to: usize) {
        self.copied[from..to].fill(true);
    }
}

impl Phrasing {
    /// How much of what this says the other one says too.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let has = |unit: &&Unit| other.units.iter().any(|other| other.text == unit.text);
        let weight = |units: &[Unit]| units.iter().map(|unit| unit.weight).sum::<f64>();
        let both: f64 = self.units.iter().filter(has).map(|unit| unit.weight).sum();
        both / weight(&self.units).max(weight(&other.units)).max(1.0)
    }

    /// Whether the text says this, nearly all of it.
    pub(super) fn is_made(&self, said: &Said<'_>) -> bool {
        self.find(said).is_some()
    }

    /// The subjects that the text says this of.
    pub(super) fn said_of(&self, said: &Said<'_>) -> Set {
        let places = (0..said.reading.clauses.len()).filter_map(|clause| self.find_in(said, clause, ENOUGH, false));
        places.flat_map(|(from, to)| &said.about[from..to]).fold(0, |all, who| all | who)
    }

    pub(super) fn of(text: &str, reading: &Reading, roles: &Roles) -> Self {
        let (all, named) = roles.named(reading);
        let denied = reading.tokens.iter().filter(|token| token.denies).count() % 2 == 1;
        let capitals = capitals(text);
        let wanted = |strict: bool, bare: bool| -> Vec<Unit> {
            let mut units: Vec<Unit> = Vec::new();
            let mut last = None;
            for (at, token) in reading.tokens.iter().enumerate() {
                let spelled = token.small && capitals.contains(&token.surface);
                if (strict || spelled || token.is_content()) && !(bare && named[at]) {
                    let joined = token.sort == Sort::Hanzi && last.is_some_and(|last| is_run(reading, last, at));
                    units.push(Unit::of(token, joined));
                    last = Some(at);
                }
            }
            units
        };
        let weight = |units: &[Unit]| units.iter().map(|unit| unit.weight).sum::<f64>();
        let mut units = wanted(false, true);
        let kept = units.is_empty() || all.count_ones() > 1 && weight(&units) <= WORD;
        if kept {
            units = wanted(false, false);
        }
        let strict = units.is_empty();
        if strict {
            units = wanted(true, false);
        }
        let about = roles.attribute(reading);
        let said = reading.tokens.iter().enumerate().filter(|(at, token)| token.is_content() && !named[*at]);
        let who = said.fold(0, |who, (at, _)| who | about[at]);
        let who = if kept {
            0
        } else if who == 0 {
            all
        } else {
            who
        };
        Self { units, denied: denied && !strict, who, strict }
    }

    /// Where the text says this of whom it should: within a clause, or, nearly without a gap, across two of a sentence.
    fn find(&self, said: &Said<'_>) -> Option<(usize, usize)> {
        let fits = |(from, to): &(usize, usize)| {
            let who = said.about[*from..*to].iter().fold(0, |all, who| all | who);
            self.who == 0 || who & self.who != 0 || who == 0
        };
        let clauses = 0..said.reading.clauses.len();
        let within = |clause| self.find_in(said, clause, ENOUGH, true).filter(fits);
        clauses.clone().find_map(within).or_else(|| {
            let across = |clause| self.find_across(said, clause).filter(fits);
            clauses.clone().find_map(across)
        })
    }

    /// Where a clause and the next one of its sentence, about the same subject, say all of this with little between.
    fn find_across(&self, said: &Said<'_>, clause: usize) -> Option<(usize, usize)> {
        let (own, next) = (said.reading.clauses.get(clause)?, said.reading.clauses.get(clause + 1)?);
        if self.units.len() < 2 || own.sentence != next.sentence || said.about[next.from - 1] != said.about[next.from] {
            return None;
        }
        let (from, to) = self.find_between(said, clause, (own.from, next.to), 1.0, true)?;
        (self.gap(&said.reading.tokens[from..to]) <= GAP).then_some((from, to))
    }

    /// How much else a stretch says.
    fn gap(&self, tokens: &[Token]) -> usize {
        tokens.iter().filter(|token| token.is_content() && !self.units.iter().any(|unit| unit.fits(token))).count()
    }

    /// Where the text says all of this in this order with little between: a trap is not put together from words that
    /// happen to stand in one clause.
    pub(super) fn find_trap(&self, said: &Said<'_>) -> Option<(usize, usize)> {
        let clauses = 0..said.reading.clauses.len();
        clauses.into_iter().find_map(|clause| {
            let (from, to) = self.find_in(said, clause, 1.0, true)?;
            let tokens = &said.reading.tokens[from..to];
            let places = self.places(tokens, &said.copied[from..to]);
            let who = said.about[from..to].iter().fold(0, |all, who| all | who);
            let of_it = self.who == 0 || who & self.who != 0;
            (of_it && places.is_sorted() && self.gap(tokens) <= GAP).then_some((from, to))
        })
    }

    /// Where a clause says this, whomever of.
    fn find_in(&self, said: &Said<'_>, clause: usize, enough: f64, guarded: bool) -> Option<(usize, usize)> {
        self.find_between(said, clause, window(said.reading, clause), enough, guarded)
    }

    fn find_between(
        &self,
        said: &Said<'_>,
        clause: usize,
        (start, end): (usize, usize),
        enough: f64,
        guarded: bool,
    ) -> Option<(usize, usize)> {
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
        let mut last = None;
        let mut places = Vec::with_capacity(self.units.len());
        for unit in 0..self.units.len() {
            let before = self.units[unit].joined.then(|| &at[unit - 1]);
            let after = self.units.get(unit + 1).filter(|next| next.joined).map(|_| &at[unit + 1]);
            let alone = before.is_none() && after.is_none();
            let joins = |place: &&usize| {
                alone
                    || before.is_some_and(|before| before.iter().any(|other| near(*other, **place)))
                    || after.is_some_and(|after| after.iter().any(|other| near(**place, *other)))
            };
            let fits: Vec<usize> = at[unit].iter().filter(joins).copied().collect();
            let place = fits.iter().find(|place| last.is_none_or(|last| **place > last)).or(fits.first()).copied();
            last = place.or(last);
            places.push(place);
        }
        places
    }
}

impl Unit {
    fn of(token: &Token, joined: bool) -> Self {
        let weight = if token.sort == Sort::Hanzi { 1.0 } else { WORD };
        Self { text: token.text.clone(), surface: token.surface.clone(), sort: token.sort, weight, joined }
    }

    fn fits(&self, token: &Token) -> bool {
        self.text == token.text
            || self.sort == Sort::Word && token.sort == Sort::Word && is_typo(&token.surface, &self.surface)
    }
}

/// The words that the author wrote in capitals, in lower case: the "for" of FOR UPDATE counts.
fn capitals(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    let words = words.filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()));
    words.map(str::to_lowercase).collect()
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
    let leads = LEXICON.leads.at(&words) > 0 || matches!(words.last(), Some(&("时" | "前" | "后")));
    match reading.clauses.get(clause + 1) {
        Some(next) if leads && next.sentence == own.sentence => (own.from, next.to),
        _ => (own.from, own.to),
    }
}

/// Whether what stands here is denied: an odd number of denials before or among it, or behind it at the very end.
fn is_denied(reading: &Reading, clause: usize, tokens: &[Token], from: usize, to: usize) -> bool {
    let ends = tokens[to..].iter().rposition(|token| token.is_content()).map_or(to, |last| to + last + 1);
    let near = tokens[from.saturating_sub(REACH)..to].iter().chain(&tokens[ends..]);
    let denials = near.filter(|token| token.denies).count();
    (denials + usize::from(reading.clauses[clause].refuted)) % 2 == 1
}
