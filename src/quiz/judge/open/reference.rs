//! How much of a model answer a reply says, where no key points say what counts.

use std::collections::HashMap;

use super::{
    grams::{Grams, Quick},
    lexicon::LEXICON,
    list, nought,
    stem::alike,
    tokens::{Reading, Sort, Token},
};

/// What a word that fits any subject, or a denial, weighs against a word of the subject.
const LIGHT: f64 = 0.4;

/// What a pair of Chinese characters weighs, and a single one.
const PAIR: f64 = 0.6;
const SINGLE: f64 = 0.15;

/// What each further use of a word adds to its weight.
const AGAIN: f64 = 0.2;

/// How much of its weight a word loses that the question says already.
const GIVEN: f64 = 0.8;

/// What the likenesses weigh.
const MEANING: f64 = 1.0;
const WORDS: f64 = 1.0;
const TEXTURE: f64 = 1.0;
const LENGTH: f64 = 2.0;
const PRECISION: f64 = 0.6;

/// What is taken off for each e-fold in the length of the model (much is asked), where only one of both denies, and
/// where the reply says the contrary of a word of the model.
const PER_SIZE: f64 = 0.3;
const DENIED: f64 = 0.4;
const CONTRARY: f64 = 0.6;

/// How much of the subject's own words earns a reply the whole of what its length and texture are worth, and the share
/// that it has without any.
const ON_TOPIC: f64 = 0.3;
const OFF_TOPIC: f64 = 0.4;

/// How steeply likeness becomes credit: a paraphrase shares about half with the model.
const STEEP: f64 = 1.5;

/// The share of a list's items against the likeness as a whole.
const ITEMS: f64 = 0.6;

/// What is left of the credit where the verdict on a statement is the other one.
const OTHER_VERDICT: f64 = 0.1;

/// What is left of the credit where a quantity is zero in one text and isn't in the other.
const NOUGHT: f64 = 0.3;

/// Less than this is chance.
const LEAST: f64 = 0.05;

/// How far into a reply its verdict may stand, in words or characters.
const VERDICT_REACH: usize = 14;

/// Words and pairs of characters, each with its weight.
type Words = HashMap<String, f64, Quick>;

/// A text with what is compared of it.
pub(super) struct Compared<'a> {
    reading: &'a Reading,
    words: Words,
    meaning: Grams,
    texture: Grams,
    /// The weight of all it says.
    length: f64,
    /// Whether its denials do not cancel out.
    denies: bool,
}

/// What the questions say: no merit of the reply.
pub(super) struct Given {
    words: Words,
    meaning: Grams,
}

impl Given {
    /// Of questions.
    pub(super) fn of(questions: &[Reading]) -> Self {
        let (mut words, mut meaning) = (Words::default(), Grams::default());
        for question in questions {
            words.extend(words_of(question).0);
            meaning.extend(Grams::meaning(&question.plain));
        }
        Self { words, meaning }
    }
}

impl<'a> Compared<'a> {
    /// A text that was read.
    pub(super) fn of(reading: &'a Reading) -> Self {
        let (words, length) = words_of(reading);
        let (meaning, texture) = (Grams::meaning(&reading.plain), Grams::texture(&reading.plain));
        let denies = reading.tokens.iter().filter(|token| token.denies).count() % 2 == 1;
        Self { reading, words, meaning, texture, length, denies }
    }
}

/// The words of a text, and the sum of the weights of all their uses.
fn words_of(reading: &Reading) -> (Words, f64) {
    let (mut words, mut length) = (Words::default(), 0.0);
    for at in 0..reading.clauses.len() {
        units(reading.of_clause(at), |word, weight| {
            length += weight;
            words.entry(word).and_modify(|sum| *sum += AGAIN * weight).or_insert(weight);
        });
    }
    (words, length)
}

/// The words of a clause, and the Chinese characters with their neighbours.
fn units(clause: &[Token], mut take: impl FnMut(String, f64)) {
    let mut last: Option<&Token> = None;
    for token in clause.iter().filter(|token| !token.small) {
        match token.sort {
            Sort::Hanzi => {
                if let Some(last) = last.filter(|last| last.sort == Sort::Hanzi) {
                    take(format!("{}{}", last.text, token.text), PAIR);
                }
                take(token.text.clone(), SINGLE);
            }
            _ if token.denies => take("not".to_owned(), LIGHT),
            _ => take(token.text.clone(), if LEXICON.light.contains(&token.text) { LIGHT } else { 1.0 }),
        }
        last = Some(token);
    }
}

/// How like a model answer a reply is. Shares are 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// The share of the model's runs of characters that the question does not have.
    pub meaning: f64,
    /// The share of the model's words; those of the question weigh little.
    pub words: f64,
    /// The share of the model's shortest runs.
    pub texture: f64,
    /// The share of the reply's runs that the model has too.
    pub precision: f64,
    /// The reply's length against the model's, at most 1.
    pub length: f64,
    /// The logarithm of the model's length.
    pub size: f64,
    /// The share of the items, where the model is a list.
    pub list: Option<f64>,
    /// Whether only one of both denies.
    pub denied: bool,
    /// Whether the reply says the contrary of a word of the model.
    pub contrary: bool,
    /// Whether both open with a verdict, and with another one.
    pub other_verdict: bool,
    /// Whether a quantity is zero in one of them and isn't in the other.
    pub nought: bool,
}

impl Likeness {
    /// Compares.
    pub(super) fn of(reply: &Compared<'_>, model: &Compared<'_>, given: &Given) -> Self {
        Self {
            meaning: model.meaning.found_in(&reply.meaning, &given.meaning),
            words: found(&model.words, &reply.words, &given.words),
            texture: model.texture.found_in(&reply.texture, &Grams::default()),
            precision: reply.meaning.found_in(&model.meaning, &given.meaning),
            length: (reply.length / model.length.max(1.0)).min(1.0),
            size: model.length.max(1.0).ln(),
            list: list::share(&model.reading.plain, &reply.meaning, &given.meaning),
            denied: reply.denies != model.denies,
            contrary: is_contrary(&reply.words, &model.words),
            other_verdict: verdict(reply.reading) * verdict(model.reading) < 0,
            nought: nought::stance(&reply.reading.plain) * nought::stance(&model.reading.plain) < 0,
        }
    }

    /// What the likeness is worth.
    pub(super) fn credit(&self) -> f64 {
        let topic = (self.meaning * self.precision).sqrt() + self.words;
        let on_topic = (OFF_TOPIC + (1.0 - OFF_TOPIC) * topic / ON_TOPIC).min(1.0);
        let content = MEANING * self.meaning.sqrt() + WORDS * self.words.sqrt() + PRECISION * self.precision.sqrt();
        let extent = TEXTURE * self.texture.sqrt() + LENGTH * self.length.sqrt();
        let off = PER_SIZE * self.size + DENIED * f64::from(self.denied) + CONTRARY * f64::from(self.contrary);
        let all = MEANING + WORDS + PRECISION + TEXTURE + LENGTH;
        let whole = (STEEP * ((content + on_topic * extent - off) / all).max(0.0)).tanh();
        let credit = self.list.map_or(whole, |items| (1.0 - ITEMS) * whole + ITEMS * items);
        let credit = if self.other_verdict { credit * OTHER_VERDICT } else { credit };
        let credit = if self.nought { credit * NOUGHT } else { credit };
        if credit < LEAST { 0.0 } else { credit }
    }
}

/// The weighted share of these words that the reply has; words of the question weigh little.
fn found(model: &Words, reply: &Words, given: &Words) -> f64 {
    let (mut got, mut all) = (0.0, 0.0);
    for (word, weight) in model {
        let weight = weight * (1.0 - GIVEN * nearest(word, given));
        got += weight * nearest(word, reply);
        all += weight;
    }
    if all > 0.0 { got / all } else { 0.0 }
}

/// How near the nearest of these words is.
fn nearest(word: &str, words: &Words) -> f64 {
    if words.contains_key(word) {
        return 1.0;
    }
    if !word.is_ascii() {
        return 0.0;
    }
    words.keys().filter(|other| other.is_ascii()).map(|other| alike(word, other)).fold(0.0, f64::max)
}

/// Whether the reply says the contrary of a word of the model that it does not say itself.
fn is_contrary(reply: &Words, model: &Words) -> bool {
    let unsaid = model.keys().filter(|word| !reply.contains_key(*word));
    let mut contraries = unsaid.filter_map(|word| LEXICON.opposites.get(word)).flatten();
    contraries.any(|word| reply.contains_key(word) && !model.contains_key(word))
}

/// The verdict that a text opens with, on a statement of the question: 1 for true, -1 for false, 0 for none.
fn verdict(reading: &Reading) -> i32 {
    let Some(first) = reading.clauses.first() else { return 0 };
    let tokens = &reading.tokens[first.from..first.to];
    let words: Vec<&str> = tokens.iter().map(|token| token.surface.as_str()).collect();
    let at = |at: usize| match (LEXICON.no.at(&words[at..]), LEXICON.yes.at(&words[at..])) {
        (0, 0) => 0,
        (no, yes) if no >= yes => -1,
        _ => 1,
    };
    (0..words.len().min(VERDICT_REACH)).map(at).find(|verdict| *verdict != 0).unwrap_or_default()
}
