//! A key in the forms that replies are compared with, and the steps of a comparison.

use std::cell::{LazyCell, OnceCell};

use super::{
    AnswerKey, Compared, How, Known, LONGEST_CHARACTERS, Why,
    claims::Claims,
    known::words_of,
    negation::{denies, parts},
    normalize::{Form, fold, simplified, tidy},
    numbers::Counted,
    similarity, sound, wrapping,
    wrapping::{Around, layers},
};

/// What a comparison found, and what it was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) compared: Compared,
    /// The part of the reply that decided, folded.
    pub(super) said: String,
    /// The answer, or the wrong answer, that it was found to be.
    pub(super) answer: String,
}

impl Finding {
    pub(super) fn right(how: How, said: &str, answer: &str) -> Self {
        Self { compared: Compared::Right(how), said: said.to_owned(), answer: answer.to_owned() }
    }

    pub(super) fn wrong(why: Why, said: &str, answer: &str) -> Self {
        Self { compared: Compared::Wrong(why), said: said.to_owned(), answer: answer.to_owned() }
    }

    pub(super) fn is_right(&self) -> bool {
        matches!(self.compared, Compared::Right(_))
    }
}

/// A key in its forms.
pub(super) struct Key<'a> {
    pub(super) question: &'a str,
    pub(super) accept: Vec<Form>,
    /// The right answers that are numbers.
    numbers: OnceCell<Vec<(usize, Counted)>>,
    /// The right answers in every shape that their terms have.
    pub(super) shapes: OnceCell<Vec<(usize, String)>>,
    pub(super) reject: Vec<Form>,
    close: Vec<(usize, Form)>,
    known: &'a [String],
    bank: Option<&'a Known>,
    typos: bool,
    longest: usize,
}

impl<'a> Key<'a> {
    pub(super) fn of(key: &AnswerKey<'a>) -> Self {
        let of = |texts: &[String]| texts.iter().map(|text| Form::of(unwrapped(text))).collect::<Vec<_>>();
        let close = key.close.iter().enumerate();
        let close = close.flat_map(|(at, close)| close.matches.iter().map(move |text| (at, Form::of(unwrapped(text)))));
        let (accept, reject, close) = (of(key.accept), of(key.reject), close.collect::<Vec<_>>());
        let all = accept.iter().chain(&reject).chain(close.iter().map(|(_, form)| form));
        let longest = all.map(Form::longest_same).max().unwrap_or_default();
        Self {
            question: key.question,
            accept,
            numbers: OnceCell::new(),
            shapes: OnceCell::new(),
            reject,
            close,
            known: key.known,
            bank: key.bank,
            typos: key.typos,
            longest,
        }
    }

    /// Compares a reply: what says the same first, then what only means the same, then what is merely near.
    pub(super) fn examine(&self, reply: &str) -> Finding {
        if reply.chars().take(4 * LONGEST_CHARACTERS + 1).count() > 4 * LONGEST_CHARACTERS {
            return Finding::wrong(Why::TooLong, "", "");
        }
        let tidy = tidy(reply);
        if tidy.is_empty() {
            return Finding::wrong(Why::Empty, "", "");
        }
        if tidy.chars().count() > LONGEST_CHARACTERS {
            return Finding::wrong(Why::TooLong, "", "");
        }
        let folded = fold(claimed(&tidy));
        let layers = self.layers(&folded);
        if let Some(found) = self.exactly(&layers, &tidy).or_else(|| self.alike(&layers)) {
            return found;
        }
        let spoken = simplified(&folded).unwrap_or(folded);
        self.in_its_parts(&tidy, &spoken, &layers).or_else(|| self.nearly(&layers)).unwrap_or_else(|| {
            let denied = denies(&spoken) && self.accept.iter().any(|accept| spoken.contains(&accept.folded));
            Finding::wrong(if denied { Why::Denied } else { Why::Unknown }, &spoken, "")
        })
    }

    /// What the parts of the reply say, or all of it in view of the question.
    fn in_its_parts(&self, tidy: &str, spoken: &str, layers: &[Form]) -> Option<Finding> {
        let several = self.in_both_scripts(spoken, tidy).or_else(|| self.of_several(&parts(spoken), spoken, tidy));
        let claims = LazyCell::new(|| Claims::of(self.question, &self.accept));
        match several {
            Some(found) if found.compared == Compared::Wrong(Why::Hedged) => {
                let qualified = claims.qualified(tidy).then(|| claims.find(tidy, spoken, layers)).flatten();
                Some(qualified.map_or(found, |at| Finding::right(How::Claim, spoken, &self.accept[at].tidy)))
            }
            Some(found) => Some(found),
            None if self.counts_otherwise(layers) => None,
            None => {
                let at = claims.find(tidy, spoken, layers)?;
                Some(Finding::right(How::Claim, spoken, &self.accept[at].tidy))
            }
        }
    }

    /// The layers of a reply: as written, then in simplified script, since wrapping is only known in that. What is too
    /// long to be an answer is left out, since forms cost time.
    pub(super) fn layers(&self, folded: &str) -> Vec<Form> {
        let simple = simplified(folded);
        let texts = [Some(folded), simple.as_deref()];
        let layers = texts.into_iter().flatten().flat_map(|text| layers(text, Around::Words));
        layers.filter(|layer| layer.len() <= self.longest).map(|layer| Form::of_folded(&layer)).collect()
    }

    /// What says the same as one of these layers, or is the same number; the outermost wins.
    pub(super) fn exactly(&self, layers: &[Form], tidy: &str) -> Option<Finding> {
        layers.iter().find_map(|layer| self.same(layer, tidy)).or_else(|| self.same_number(layers))
    }

    fn same(&self, layer: &Form, tidy: &str) -> Option<Finding> {
        let accepted = self.accept.iter().find(|accept| accept.same(layer));
        let rejected = self.reject.iter().find(|reject| reject.same(layer));
        match (accepted, rejected) {
            // the key tells them apart by case alone: -p and -P
            (Some(accept), Some(reject)) => {
                let right = tidy.contains(&accept.tidy) && !tidy.contains(&reject.tidy);
                Some(match right {
                    true => Finding::right(How::Same, &layer.folded, &accept.tidy),
                    false => Finding::wrong(Why::Rejected, &layer.folded, &reject.tidy),
                })
            }
            (Some(accept), None) => Some(Finding::right(How::Same, &layer.folded, &accept.tidy)),
            (None, Some(reject)) => Some(Finding::wrong(Why::Rejected, &layer.folded, &reject.tidy)),
            (None, None) => self.close.iter().find(|(_, form)| form.same(layer)).map(|(at, form)| Finding {
                compared: Compared::Close(*at),
                said: layer.folded.clone(),
                answer: form.tidy.clone(),
            }),
        }
    }

    fn numbers(&self) -> &[(usize, Counted)] {
        self.numbers.get_or_init(|| {
            // an answer that is only about right leaves the same number right
            let near = |text: &str| text.trim_start_matches(['约', '~', '≈']).to_owned();
            let counted = |form: &Form| Counted::of(&near(&form.tidy)).filter(|_| !self.is_version(&form.tidy));
            self.accept.iter().enumerate().filter_map(|(at, form)| Some((at, counted(form)?))).collect()
        })
    }

    /// Whether this is a version that is no number: 3.10 is later than 3.1.
    fn is_version(&self, text: &str) -> bool {
        text.contains('.') && text.ends_with('0') && {
            let asked = self.question.to_lowercase();
            ["version", "release", "版本"].iter().any(|word| asked.contains(word))
        }
    }

    fn same_number(&self, layers: &[Form]) -> Option<Finding> {
        if self.numbers().is_empty() {
            return None;
        }
        layers.iter().filter(|layer| !self.is_version(&layer.folded)).find_map(|layer| {
            let said = Counted::of(&layer.folded)?;
            let (at, _) = self.numbers().iter().find(|(_, number)| {
                (number.same(&said) && !self.is_foreign(number, &said)) || said.is_converted(number, self.question)
            })?;
            Some(Finding::right(How::Number, &layer.folded, &self.accept[*at].tidy))
        })
    }

    /// Whether the reply counts something else than the question asks for, where the answer is a bare number.
    fn is_foreign(&self, number: &Counted, said: &Counted) -> bool {
        !number.has_unit() && said.is_foreign(self.question)
    }

    /// Whether a layer is a number of another measure than was asked for.
    fn counts_otherwise(&self, layers: &[Form]) -> bool {
        let foreign = |said: &Counted| self.numbers().iter().any(|(_, number)| self.is_foreign(number, said));
        !self.numbers().is_empty()
            && layers.iter().filter_map(|layer| Counted::of(&layer.folded)).any(|said| foreign(&said))
    }

    /// What these layers are but for number, one typo, or how it is written.
    pub(super) fn nearly(&self, layers: &[Form]) -> Option<Finding> {
        let repaired = self.typos.then(|| self.repaired(layers)).flatten();
        repaired.or_else(|| {
            let heard = |layer: &Form, form: &&Form| {
                sound::is_homophone(layer.in_simple(), form.in_simple())
                    && denies(&layer.folded) == denies(&form.folded)
            };
            let of = |layer: &'_ Form| {
                let form = self.accept.iter().find(|form| heard(layer, form))?;
                let found =
                    Finding { compared: Compared::Homophone, said: layer.folded.clone(), answer: form.tidy.clone() };
                (!self.is_known(layer)).then_some(found)
            };
            layers.iter().find_map(of)
        })
    }

    /// Whether this is another question's answer.
    pub(super) fn is_known(&self, layer: &Form) -> bool {
        self.bank.is_some_and(|bank| bank.near(&layer.bare).any(|near| near == layer.bare))
            || self.known.iter().any(|text| Form::of(text).same(layer))
    }

    fn repaired(&self, layers: &[Form]) -> Option<Finding> {
        let can_object = self.bank.is_some_and(|bank| !bank.is_empty()) || !self.known.is_empty();
        let is_typo = |said: &Form, meant: &Form| similarity::is_typo(said, meant, can_object);
        let by = |how: How, is_near: &dyn Fn(&Form, &Form) -> bool| {
            layers.iter().find_map(|layer| {
                let answer = self.repairs(layer, is_near)?;
                Some(Finding::right(how, &layer.folded, &answer.tidy))
            })
        };
        let close = |layer: &Form| {
            let near = |form: &Form| similarity::is_plural(layer, form) || is_typo(layer, form);
            let (at, form) = self.close.iter().find(|(_, form)| near(form) && !self.is_other(layer, form))?;
            Some(Finding { compared: Compared::Close(*at), said: layer.folded.clone(), answer: form.tidy.clone() })
        };
        by(How::Plural, &similarity::is_plural)
            .or_else(|| by(How::Typo, &is_typo))
            .or_else(|| layers.iter().find_map(close))
    }

    /// The answer that is meant, denied as often as in the reply, where nothing else is as near.
    fn repairs(&self, layer: &Form, is_near: &dyn Fn(&Form, &Form) -> bool) -> Option<&Form> {
        self.accept.iter().find(|answer| {
            is_near(layer, answer)
                && denies(&layer.folded) == denies(&answer.folded)
                && !self.is_other(layer, answer)
                && !self.close.iter().any(|(_, form)| similarity::is_nearer(layer, form, answer))
        })
    }

    /// Whether the reply is at least as near to a known wrong answer, or to another question's answer, or has a word of
    /// those where the answer has another.
    fn is_other(&self, layer: &Form, answer: &Form) -> bool {
        let is_nearer = |form: &Form| similarity::is_nearer(layer, form, answer);
        let is_own =
            |form: &Form| self.accept.iter().any(|accept| accept.same(form) || similarity::is_plural(form, accept));
        let listed = self.known.iter().filter(|text| similarity::may_be_near(layer, text)).map(|text| Form::of(text));
        let meant: Vec<&str> = words_of(&answer.folded).collect();
        let strange = || {
            words_of(&layer.folded).filter(|word| {
                !meant.contains(word) && !meant.iter().any(|meant| similarity::is_plural_word(word, meant))
            })
        };
        let in_bank = |bank: &Known| {
            strange().any(|word| bank.has_word(word))
                || bank.near(&layer.bare).any(|near| !is_own(&Form::of_folded(near)))
        };
        let in_list =
            |word: &str| self.known.iter().any(|text| words_of(&text.to_lowercase()).any(|known| known == word));
        self.reject.iter().any(is_nearer)
            || listed.filter(|form| !is_own(form)).any(|form| is_nearer(&form))
            || self.bank.is_some_and(in_bank)
            || strange().any(|word| in_list(word) || words_of(&self.question.to_lowercase()).any(|asked| asked == word))
    }
}

/// The reply without the reason that it gives: what is claimed stands before "because".
fn claimed(tidy: &str) -> &str {
    let reasons = [", because ", " because ", ",因为", "，因为", "。因为", " 因为", "因为"];
    let before = reasons.iter().filter_map(|word| tidy.split_once(word)).map(|(before, _)| before.trim_end());
    before.filter(|before| !before.is_empty()).min_by_key(|before| before.len()).unwrap_or(tidy)
}

/// An answer of a key without its full stop, and code ticks or quotes around all of it.
fn unwrapped(text: &str) -> &str {
    let text = wrapping::unstopped(text.trim());
    wrapping::unquoted(text).filter(|_| text.starts_with(['`', '"', '*'])).unwrap_or(text)
}
