//! Claims: what a reply says in view of the question. Sentences repeat the question, short replies leave out what it has
//! said, and people, places and dates have more than one right name.

mod asked;
mod dates;
mod hanzi;
mod latin;
mod names;
mod numerals;
mod words;

use super::{
    negation::denies,
    normalize::{Form, is_hanzi},
    terms::canonical,
};
use asked::{Asked, Sort};
use dates::Date;

/// A question and its right answers, read for claims.
pub(super) struct Claims<'a> {
    asked: Asked,
    answers: Vec<Meant<'a>>,
}

/// One core of an accepted answer.
struct Meant<'a> {
    /// Which answer it is of.
    at: usize,
    form: &'a Form,
    core: &'a str,
    words: Option<Vec<words::Word<'a>>>,
}

impl<'a> Claims<'a> {
    pub(super) fn of(question: &str, accept: &'a [Form]) -> Self {
        let asked = Asked::of(question);
        let cores = accept.iter().enumerate().flat_map(|(at, form)| {
            latin::cores(&form.tidy, asked.sort).into_iter().map(move |core| Meant {
                at,
                form,
                core,
                words: latin::content(core),
            })
        });
        let answers = cores.collect();
        Self { asked, answers }
    }

    /// Whether what stands behind a comma may only qualify a reply: a person's name, a place or a date, and no "or".
    pub(super) fn qualified(&self, tidy: &str) -> bool {
        let several = [" or ", " and ", "/", "|", "="].iter().any(|word| tidy.contains(word));
        matches!(self.asked.sort, Sort::Person | Sort::Place | Sort::Time) && !several
    }

    /// The place of the answer that the reply claims. `spoken` is the reply folded in simplified script.
    pub(super) fn find(&self, tidy: &str, spoken: &str, layers: &[Form]) -> Option<usize> {
        let denied = denies(spoken);
        let fits = |meant: &&Meant<'_>| denies(&meant.form.folded) == denied;
        self.latin(tidy, layers, &fits).or_else(|| self.chinese(layers))
    }

    fn latin(&self, tidy: &str, layers: &[Form], fits: &dyn Fn(&&Meant<'_>) -> bool) -> Option<usize> {
        let inner = layers.iter().map(|layer| layer.tidy.as_str());
        let texts = std::iter::once(tidy).chain(inner).filter(|text| !text.contains(is_hanzi));
        for text in texts {
            for text in self.variants(text) {
                let signed =
                    |meant: &&Meant<'_>| meant.words.is_none() && latin::says_signed(text, meant.core, &self.asked);
                if let Some(meant) = self.answers.iter().filter(signed).find(fits) {
                    return Some(meant.at);
                }
                let Some(reply) = latin::content(text) else { continue };
                let says = |meant: &&Meant<'_>| {
                    meant.words.as_ref().is_some_and(|words| {
                        (latin::touches(&reply, words) || self.asked.sort == Sort::Time)
                            && latin::says(&reply, words, &self.asked)
                    })
                };
                if let Some(meant) = self.answers.iter().filter(says).find(fits) {
                    return Some(meant.at);
                }
            }
        }
        None
    }

    /// The text, and without what qualifies it.
    fn variants<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let counted = |rest: &str| rest.contains(|c: char| c.is_ascii_digit());
        let person = (self.asked.sort == Sort::Person)
            .then(|| text.split_once(" (").filter(|(_, rest)| counted(rest)))
            .flatten();
        let alone = |rest: &str| ![" or ", " and ", "/"].iter().any(|word| rest.contains(word));
        let place = matches!(self.asked.sort, Sort::Place | Sort::Person)
            .then(|| text.split_once(", ").filter(|(_, rest)| alone(rest)))
            .flatten();
        [Some(text), person.map(|(head, _)| head), place.map(|(head, _)| head)].into_iter().flatten()
    }

    /// Nothing stands around an answer here but what the question says itself, so that nothing can deny it.
    fn chinese(&self, layers: &[Form]) -> Option<usize> {
        for layer in layers {
            let said = &canonical(layer.in_simple());
            let says = |meant: &&Meant<'_>| {
                meant.core.len() == meant.form.tidy.len()
                    && (hanzi::says(said, &canonical(meant.form.in_simple()), &self.asked)
                        || hanzi::says(said, meant.form.in_simple(), &self.asked)
                        || self.is_date(said, meant))
            };
            if let Some(meant) = self.answers.iter().find(says) {
                return Some(meant.at);
            }
        }
        None
    }

    /// Whether both are the same date, and at least one of them is written in Chinese.
    fn is_date(&self, said: &str, meant: &Meant<'_>) -> bool {
        if !said.contains('年') && !meant.form.bare.contains('年') {
            return false;
        }
        let said = Date::chinese(said).or_else(|| words::words(said).and_then(|words| Date::alone(&words)));
        let meant = Date::chinese(meant.form.in_simple()).or_else(|| Date::alone(meant.words.as_ref()?));
        let dates = said.zip(meant);
        dates.is_some_and(|(said, meant)| said.agrees(&meant) && (self.asked.sort == Sort::Time || said == meant))
    }
}
