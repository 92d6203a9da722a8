//! One of the author's phrasings, and where a text says it.

use std::{collections::HashSet, ops::Range};

use super::{
    grams::Quick,
    places::{around, content_between, in_order, stretch, window},
    roles::{Roles, Set},
    stem::is_typo,
    tokens::{Reading, Sort, Token},
};

/// How much a word weighs against a Chinese character.
const WORD: f64 = 2.0;

/// From this weight on, a phrasing counts as made although a little of it is missing.
const LONG: f64 = 3.9;

/// How much of a long phrasing must be there.
const ENOUGH: f64 = 0.75;

/// How much else may stand between the words of a trap, or of a phrasing that two clauses share, in tokens.
const GAP: usize = 2;

/// What one of the author's phrasings looks for.
#[derive(Debug)]
pub(super) struct Phrasing {
    /// What says something, without the subject's name.
    units: Vec<Unit>,
    /// Whether it denies.
    denied: bool,
    /// Whether it may also be said as what is prevented, since its point is that something does not happen.
    pub(super) averts: bool,
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
    /// How much it tells this point from the others, 0 to 1: what all points say may be missing, or be all that is there.
    rarity: f64,
    /// Whether the unit before stands right before it: Chinese characters form words with their neighbours.
    joined: bool,
}

/// A text that is searched.
#[derive(Debug)]
pub(super) struct Said<'a> {
    reading: &'a Reading,
    /// What its tokens are compared by.
    words: HashSet<&'a str, Quick>,
    /// For each token whom it is about.
    about: Vec<Set>,
    /// For each token whether it earns nothing: copied from the question, or part of a trap.
    copied: Vec<bool>,
}

impl<'a> Said<'a> {
    /// A text with what is known of it.
    pub(super) fn of(reading: &'a Reading, copied: Vec<bool>, roles: &Roles) -> Self {
        let words = reading.tokens.iter().map(|token| token.text.as_str()).collect();
        Self { about: roles.attribute(reading), words, copied, reading }
    }

    /// Makes a stretch earn nothing.
    pub(super) fn ignore(&mut self, place: Range<usize>) {
        self.copied[place].fill(true);
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

    /// What this says, without the subject's name.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.units.iter().map(|unit| unit.text.as_str())
    }

    /// Learns how much each word tells its point from others.
    pub(super) fn weigh(&mut self, rarity: impl Fn(&str) -> f64) {
        self.units.iter_mut().for_each(|unit| unit.rarity = rarity(&unit.text));
    }

    /// Whether the text says this, nearly all of it.
    pub(super) fn is_made(&self, said: &Said<'_>) -> bool {
        self.find(said).is_some()
    }

    /// The subjects that the text says this of.
    pub(super) fn said_of(&self, said: &Said<'_>) -> Set {
        let clauses = 0..said.reading.clauses.len();
        let found =
            clauses.filter_map(|clause| self.found(said, window(said.reading, clause), ENOUGH).into_iter().next());
        found.flatten().map(|place| said.about[place]).fold(0, |all, who| all | who)
    }

    /// A phrasing; one that names several subjects keeps their names where it must be said whole.
    pub(super) fn of(text: &str, reading: &Reading, roles: &Roles, whole: bool) -> Self {
        let (all, named) = roles.named(reading);
        let capitals = capitals(text);
        let wanted = |strict: bool, bare: bool| -> (Vec<Unit>, bool) {
            let (mut units, mut odd, mut refuted) = (Vec::new(), false, false);
            let mut last = None;
            for (at, token) in reading.tokens.iter().enumerate() {
                let spelled = token.small && capitals.contains(&token.surface);
                if (strict || spelled || token.is_content()) && !(bare && named[at]) {
                    let joined = token.sort == Sort::Hanzi && last.is_some_and(|last| is_run(reading, last, at));
                    units.push(Unit::of(token, joined));
                    odd |= token.denied.odd;
                    refuted |= token.denied.refuted;
                    last = Some(at);
                }
            }
            (units, odd != refuted)
        };
        let weight = |units: &[Unit]| units.iter().map(|unit| unit.weight).sum::<f64>();
        let (mut units, mut denied) = wanted(false, true);
        let kept = units.is_empty() || all.count_ones() > 1 && (whole || weight(&units) <= WORD);
        if kept {
            (units, denied) = wanted(false, false);
        }
        let strict = units.is_empty();
        if strict {
            (units, denied) = (wanted(true, false).0, false);
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
        Self { units, denied, averts: false, who, strict }
    }

    /// Where the text says this of whom it should: within a clause, or, nearly without a gap, across two of a sentence.
    fn find(&self, said: &Said<'_>) -> Option<Vec<usize>> {
        if !self.is_possible(said) {
            return None;
        }
        let clauses = 0..said.reading.clauses.len();
        let fits = |places: &Vec<usize>| self.is_meant(said, places) && self.is_of(said, places);
        let within = |clause| self.found(said, window(said.reading, clause), ENOUGH).into_iter().find(fits);
        clauses.clone().find_map(within).or_else(|| {
            let across = |clause| self.found_across(said, clause).into_iter().find(fits);
            clauses.clone().find_map(across)
        })
    }

    /// Where a clause and the next one of its sentence, about the same subject, say all of this with little between.
    fn found_across(&self, said: &Said<'_>, clause: usize) -> Vec<Vec<usize>> {
        let clauses = &said.reading.clauses;
        let (own, Some(next)) = (&clauses[clause], clauses.get(clause + 1)) else { return Vec::new() };
        if self.units.len() < 2 || own.sentence != next.sentence || said.about[next.from - 1] != said.about[next.from] {
            return Vec::new();
        }
        let mut found = self.found(said, (own.from, next.to), 1.0);
        found.retain(|places| places.is_sorted() && self.gap(&said.reading.tokens[stretch(places)]) <= GAP);
        found
    }

    /// How much else a stretch says.
    fn gap(&self, tokens: &[Token]) -> usize {
        tokens.iter().filter(|token| token.is_content() && !self.units.iter().any(|unit| unit.fits(token))).count()
    }

    /// Where the text says all of this in this order with little between: a trap is not put together from words that
    /// happen to stand in one clause.
    pub(super) fn find_trap(&self, said: &Said<'_>) -> Option<Range<usize>> {
        let clauses = 0..said.reading.clauses.len();
        let fits = |places: &Vec<usize>| {
            let of_it = self.who == 0 || places.iter().any(|place| said.about[*place] & self.who != 0);
            let near = self.gap(&said.reading.tokens[stretch(places)]) <= GAP;
            of_it && near && places.is_sorted() && self.is_meant(said, places)
        };
        let within = |clause| self.found(said, window(said.reading, clause), 1.0).into_iter().find(fits);
        clauses.into_iter().find_map(within).map(|places| stretch(&places))
    }

    /// Whether what stands at these places is denied where this is, and only there.
    fn is_meant(&self, said: &Said<'_>, places: &[usize]) -> bool {
        let tokens = || places.iter().map(|place| &said.reading.tokens[*place]);
        let denied = tokens().any(|token| token.denied.odd) != tokens().any(|token| token.denied.refuted);
        self.strict || denied == self.denied || self.averts && denied && tokens().any(|token| token.denied.averted)
    }

    /// Whether what stands at these places is said of whom it should be, or of nobody, most of it.
    fn is_of(&self, said: &Said<'_>, places: &[usize]) -> bool {
        let others = places.iter().map(|place| said.about[*place]).filter(|who| *who != 0 && who & self.who == 0);
        self.who == 0 || 2 * others.count() < places.len()
    }

    /// Where a stretch says enough of this: the places of what was found, for each way of finding it.
    fn found(&self, said: &Said<'_>, (start, end): (usize, usize), enough: f64) -> Vec<Vec<usize>> {
        let least = self.least(enough);
        let at = self.occurrences(&said.reading.tokens[start..end], &said.copied[start..end]);
        let there = self.units.iter().zip(&at).filter(|(_, at)| !at.is_empty());
        let there: f64 = there.map(|(unit, _)| unit.tells()).sum();
        if there < least || there == 0.0 {
            return Vec::new();
        }
        let rarest = at.iter().filter(|at| !at.is_empty()).min_by_key(|at| at.len()).map_or(&[][..], Vec::as_slice);
        let ways = std::iter::once(in_order(&at)).chain(rarest.iter().map(|anchor| around(&at, *anchor)));
        let ways = ways.map(|places| places.into_iter().map(|place| start + place).collect());
        ways.filter(|places: &Vec<usize>| !self.strict || stretch(places).len() <= self.units.len() + 1).collect()
    }

    /// How much must be there.
    fn least(&self, enough: f64) -> f64 {
        let all: f64 = self.units.iter().map(|unit| unit.weight).sum();
        let enough = if all < LONG || self.strict { 1.0 } else { enough };
        self.units.iter().map(Unit::tells).sum::<f64>() * enough - 1e-9
    }

    /// Whether enough of this stands anywhere in the text: most phrasings are done with here.
    fn is_possible(&self, said: &Said<'_>) -> bool {
        let mut missing = self.units.iter().map(Unit::tells).sum::<f64>() - self.least(ENOUGH);
        self.units.iter().all(|unit| {
            let there =
                said.words.contains(unit.text.as_str()) || said.reading.tokens.iter().any(|token| unit.fits(token));
            missing -= if there { 0.0 } else { unit.tells() };
            missing >= 0.0
        })
    }

    /// Whether these two units and those between are characters of one run.
    fn is_one_run(&self, from: usize, to: usize) -> bool {
        self.units[from + 1..=to].iter().all(|unit| unit.joined)
    }

    /// Where each unit stands; characters of one word stand beside a neighbour.
    fn occurrences(&self, tokens: &[Token], copied: &[bool]) -> Vec<Vec<usize>> {
        let at = |unit: &Unit| -> Vec<usize> {
            let fits = |(at, token): (usize, &Token)| (!copied[at] && unit.fits(token)).then_some(at);
            tokens.iter().enumerate().filter_map(fits).collect()
        };
        let at: Vec<Vec<usize>> = self.units.iter().map(at).collect();
        let near = |one: usize, two: usize| one < two && content_between(tokens, one, two) <= 1;
        // one character of a word may be left out: 序号 for 序列号
        let neighbours = |unit: usize, of: usize| of.abs_diff(unit) <= 2 && self.is_one_run(unit.min(of), unit.max(of));
        let joined = |unit: usize| {
            let (before, after) = (unit.saturating_sub(2)..unit, unit + 1..(unit + 3).min(at.len()));
            let alone = !self.units[unit].joined && !self.units.get(unit + 1).is_some_and(|next| next.joined);
            let joins = |place: &&usize| {
                let stands = |of: usize| neighbours(unit, of).then_some(&at[of]).into_iter().flatten();
                alone
                    || before.clone().flat_map(stands).any(|other| near(*other, **place))
                    || after.clone().flat_map(stands).any(|other| near(**place, *other))
            };
            at[unit].iter().filter(joins).copied().collect()
        };
        (0..at.len()).map(joined).collect()
    }
}

impl Unit {
    fn of(token: &Token, joined: bool) -> Self {
        let weight = if token.sort == Sort::Hanzi { 1.0 } else { WORD };
        Self { text: token.text.clone(), surface: token.surface.clone(), sort: token.sort, weight, rarity: 1.0, joined }
    }

    fn tells(&self) -> f64 {
        self.weight * self.rarity
    }

    fn fits(&self, token: &Token) -> bool {
        self.text == token.text
            || self.sort == Sort::Word && token.sort == Sort::Word && is_typo(&token.surface, &self.surface)
    }
}

/// The words that the author wrote in capitals, in lower case: the "for" of FOR UPDATE counts.
pub(super) fn capitals(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic());
    let words = words.filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()));
    words.map(str::to_lowercase).collect()
}

/// Whether no more than particles stand between two characters.
fn is_run(reading: &Reading, last: usize, at: usize) -> bool {
    reading.tokens[last].sort == Sort::Hanzi
        && reading.tokens[last].clause == reading.tokens[at].clause
        && reading.tokens[last + 1..at].iter().all(|token| token.sort == Sort::Hanzi && !token.is_content())
}
