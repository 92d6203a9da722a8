//! How text is compared: exactly but for what carries no meaning, out of its wrapping, with one typo repaired.

pub mod explain;
pub mod negation;
pub mod normalize;
pub mod numbers;
pub mod open;
mod phrases;
pub mod similarity;
pub mod wrapping;

use negation::{Part, denies, parts};
use normalize::{Form, fold, simplified, tidy};
use numbers::Counted;
use wrapping::{Around, layers};

/// The longest reply that is compared as a short answer, in characters: nobody wraps three words in more, and what a
/// comparison costs grows with it.
pub const LONGEST_CHARACTERS: usize = 300;

/// What a short answer is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnswerKey<'a> {
    /// What was asked; empty where unknown. A reply may repeat its words.
    pub question: &'a str,
    /// Right answers.
    pub accept: &'a [String],
    /// Wrong answers that look close.
    pub reject: &'a [String],
    /// Half answers, group by group.
    pub close: &'a [super::question::Close],
    /// Right answers of other questions: a reply that is nearer to one of them is no typo.
    pub known: &'a [String],
    /// Whether typos and plurals may be repaired.
    pub typos: bool,
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// A right answer, and how it was recognised.
    Right(How),
    /// A half answer: its place in `close`.
    Close(usize),
    /// No right answer, and why not.
    Wrong(Why),
}

/// How a right answer was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It says the same, perhaps inside some wrapping.
    Same,
    /// It is the same number.
    Number,
    /// It names several things, and all of them are right.
    All,
    /// Singular and plural.
    Plural,
    /// But for one typo.
    Typo,
}

/// Why a reply is no right answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It says nothing.
    Empty,
    /// It is longer than any short answer.
    TooLong,
    /// It is one of the known wrong answers.
    Rejected,
    /// It names several things, and not all of them are right.
    Hedged,
    /// It denies the right answer.
    Denied,
    /// It is none of the answers.
    Unknown,
}

/// Compares a reply with the key.
pub fn compare(reply: &str, key: &AnswerKey<'_>) -> Compared {
    let tidy = tidy(reply);
    if tidy.is_empty() {
        return Compared::Wrong(Why::Empty);
    }
    if tidy.chars().count() > LONGEST_CHARACTERS {
        return Compared::Wrong(Why::TooLong);
    }
    let forms = Forms::of(key);
    let folded = fold(&tidy);
    let layers = forms.layers(&folded);
    if let Some(found) = forms.exactly(&layers, &tidy) {
        return found;
    }
    let spoken = simplified(&folded).unwrap_or(folded);
    let parts = parts(&spoken);
    if let Some(found) = forms.of_several(&parts, &tidy) {
        return found;
    }
    let otherwise = if denies(&spoken) { Why::Denied } else { Why::Unknown };
    forms.nearly(&layers).unwrap_or(Compared::Wrong(otherwise))
}

/// A key in its forms.
struct Forms<'a> {
    accept: Vec<Form>,
    /// The right answers that are numbers.
    numbers: Vec<Counted>,
    reject: Vec<Form>,
    close: Vec<(usize, Form)>,
    known: &'a [String],
    typos: bool,
}

impl<'a> Forms<'a> {
    fn of(key: &AnswerKey<'a>) -> Self {
        let of = |texts: &[String]| texts.iter().map(|text| Form::of(unwrapped(text))).collect();
        let close = key.close.iter().enumerate();
        let close = close.flat_map(|(at, close)| close.matches.iter().map(move |text| (at, Form::of(unwrapped(text)))));
        Self {
            accept: of(key.accept),
            numbers: key.accept.iter().filter_map(|text| Counted::of(unwrapped(text))).collect(),
            reject: of(key.reject),
            close: close.collect(),
            known: key.known,
            typos: key.typos,
        }
    }

    /// The layers of a reply: as written, then in simplified script, since wrapping is only known in that. What is too
    /// long to be an answer is left out, since forms cost time.
    fn layers(&self, folded: &str) -> Vec<Form> {
        let close = self.close.iter().map(|(_, form)| form);
        let answers = self.accept.iter().chain(&self.reject).chain(close);
        let longest = answers.map(Form::longest_same).max().unwrap_or_default();
        let texts = [Some(folded.to_owned()), simplified(folded)];
        let layers = texts.iter().flatten().flat_map(|text| layers(text, Around::Words));
        layers.filter(|layer| layer.len() <= longest).map(|layer| Form::of_folded(&layer)).collect()
    }

    /// What says the same as one of these layers, or is the same number; the outermost wins.
    fn exactly(&self, layers: &[Form], tidy: &str) -> Option<Compared> {
        layers.iter().find_map(|layer| self.same(layer, tidy)).or_else(|| {
            let is_number = |said: Counted| self.numbers.iter().any(|number| number.same(&said));
            let said = layers.iter().filter(|_| !self.numbers.is_empty());
            said.filter_map(|layer| Counted::of(&layer.folded)).any(is_number).then_some(Compared::Right(How::Number))
        })
    }

    fn same(&self, layer: &Form, tidy: &str) -> Option<Compared> {
        let accepted = self.accept.iter().find(|accept| accept.same(layer));
        let rejected = self.reject.iter().find(|reject| reject.same(layer));
        match (accepted, rejected) {
            // the key tells them apart by case alone: -p and -P
            (Some(accept), Some(reject)) => {
                let right = tidy.contains(&accept.tidy) && !tidy.contains(&reject.tidy);
                Some(if right { Compared::Right(How::Same) } else { Compared::Wrong(Why::Rejected) })
            }
            (Some(_), None) => Some(Compared::Right(How::Same)),
            (None, Some(_)) => Some(Compared::Wrong(Why::Rejected)),
            (None, None) => self.close.iter().find(|(_, form)| form.same(layer)).map(|(at, _)| Compared::Close(*at)),
        }
    }

    /// A reply that names several things: right where all are and none of them is denied. None where none of them is
    /// an answer.
    fn of_several(&self, parts: &[Part], tidy: &str) -> Option<Compared> {
        let is_right = |part: &Part| {
            let layers = self.layers(&part.text);
            let found = self.exactly(&layers, tidy).or_else(|| self.nearly(&layers));
            matches!(found, Some(Compared::Right(_)))
        };
        let parts: Vec<&Part> = parts.iter().filter(|part| !wrapping::is_filler(&part.text)).collect();
        if parts.len() < 2 && parts.iter().all(|part| !part.denied) {
            return None;
        }
        let (denied, named): (Vec<&Part>, Vec<&Part>) = parts.into_iter().partition(|part| part.denied);
        let right = named.iter().filter(|part| is_right(part)).count();
        if denied.into_iter().any(is_right) {
            return Some(Compared::Wrong(Why::Denied));
        }
        match right {
            0 => None,
            all if all == named.len() => Some(Compared::Right(How::All)),
            _ => Some(Compared::Wrong(Why::Hedged)),
        }
    }

    /// What these layers are but for number and one typo.
    fn nearly(&self, layers: &[Form]) -> Option<Compared> {
        if !self.typos {
            return None;
        }
        let plural = |layer: &Form| self.repairs(layer, &self.accept, similarity::is_plural);
        let typo = |layer: &Form| self.repairs(layer, &self.accept, similarity::is_typo);
        if layers.iter().any(plural) {
            return Some(Compared::Right(How::Plural));
        }
        if layers.iter().any(typo) {
            return Some(Compared::Right(How::Typo));
        }
        let close = |layer: &Form| {
            let near = |form: &Form| similarity::is_plural(layer, form) || similarity::is_typo(layer, form);
            self.close.iter().find(|(_, form)| near(form) && !self.is_other(layer, form)).map(|(at, _)| *at)
        };
        layers.iter().find_map(close).map(Compared::Close)
    }

    /// Whether one of the answers is meant, denied as often as in the reply, and nothing else is as near.
    fn repairs(&self, layer: &Form, answers: &[Form], is_near: fn(&Form, &Form) -> bool) -> bool {
        answers.iter().any(|answer| {
            is_near(layer, answer)
                && denies(&layer.folded) == denies(&answer.folded)
                && !self.is_other(layer, answer)
                && !self.close.iter().any(|(_, form)| similarity::is_nearer(layer, form, answer))
        })
    }

    /// Whether the reply is at least as near to a known wrong answer, or to another question's answer.
    fn is_other(&self, layer: &Form, answer: &Form) -> bool {
        let is_nearer = |form: &Form| similarity::is_nearer(layer, form, answer);
        let is_foreign = |form: &Form| !self.accept.iter().any(|accept| accept.same(form));
        self.reject.iter().any(is_nearer)
            || self.known.iter().map(|text| Form::of(text)).any(|form| is_foreign(&form) && is_nearer(&form))
    }
}

/// An answer of a key without its full stop, and code ticks or quotes around all of it.
fn unwrapped(text: &str) -> &str {
    let text = wrapping::unstopped(text.trim());
    wrapping::unquoted(text).filter(|_| text.starts_with(['`', '"', '*'])).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question::{Close, Text};

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_was_found_says_how() {
        let (accept, reject) = (strings(&["deadlock", "死锁"]), strings(&["livelock"]));
        let close = [Close { matches: strings(&["waiting", "等待"]), say: Text::same("How is it called?") }];
        let known = strings(&["deadlocks detection"]);
        let key =
            AnswerKey { accept: &accept, reject: &reject, close: &close, known: &known, typos: true, question: "" };
        let long = format!("deadlock {}", "x".repeat(4_000));
        let table = [
            ("Deadlock", Compared::Right(How::Same)),
            ("I think it's a `deadlock`!", Compared::Right(How::Same)),
            ("死鎖", Compared::Right(How::Same)),
            ("deadlocks", Compared::Right(How::Plural)),
            ("deadlok", Compared::Right(How::Typo)),
            ("死锁（deadlock）", Compared::Right(How::All)),
            ("deadlock, not livelock", Compared::Right(How::All)),
            ("livelock", Compared::Wrong(Why::Rejected)),
            ("liveloc", Compared::Wrong(Why::Unknown)),
            ("deadlock or livelock", Compared::Wrong(Why::Hedged)),
            ("可能是死锁也可能是活锁", Compared::Wrong(Why::Hedged)),
            ("not deadlock", Compared::Wrong(Why::Denied)),
            ("不是死锁，是活锁", Compared::Wrong(Why::Denied)),
            ("waiting", Compared::Close(0)),
            ("waitting", Compared::Close(0)),
            ("", Compared::Wrong(Why::Empty)),
            ("\u{200b}\u{2066}", Compared::Wrong(Why::Empty)),
            (&long, Compared::Wrong(Why::TooLong)),
        ];
        for (reply, expected) in table {
            assert_eq!(compare(reply, &key), expected, "{reply:?}");
        }
    }

    #[test]
    fn another_answer_of_the_bank_is_no_typo() {
        let accept = strings(&["stateless"]);
        let known = strings(&["statelets"]);
        let key = AnswerKey { accept: &accept, typos: true, ..AnswerKey::default() };
        assert_eq!(compare("statelets", &key), Compared::Right(How::Typo));
        let key = AnswerKey { known: &known, ..key };
        assert_eq!(compare("statelets", &key), Compared::Wrong(Why::Unknown));
    }

    #[test]
    fn case_counts_where_the_key_says_so() {
        let (accept, reject) = (strings(&["-p"]), strings(&["-P"]));
        let key = AnswerKey { accept: &accept, reject: &reject, ..AnswerKey::default() };
        assert_eq!(compare("-p", &key), Compared::Right(How::Same));
        assert_eq!(compare("it's -p", &key), Compared::Right(How::Same));
        assert_eq!(compare("-P", &key), Compared::Wrong(Why::Rejected));
        let key = AnswerKey { reject: &[], ..key };
        assert_eq!(compare("-P", &key), Compared::Right(How::Same));
    }
}
