//! The same answer in another shape: a regional word, initials, another order, without its noun, in both scripts.

use super::{
    Compared, How, Why,
    key::{Finding, Key},
    negation::denies,
    normalize::{Form, bare_of, is_hanzi},
    shapes, terms,
};

/// What a question says that asks for the meaning of an acronym.
const MEANING: &[&str] = &["stand for", "stands for", "abbreviat", "acronym", "short for", "全称", "缩写", "代表什么"];

impl Key<'_> {
    /// An answer said twice, once in each script: 元组 tuple.
    pub(super) fn in_both_scripts(&self, spoken: &str, tidy: &str) -> Option<Finding> {
        let (one, other) = if spoken.starts_with(is_hanzi) {
            spoken.split_at(spoken.find(|c: char| !is_hanzi(c))?)
        } else {
            spoken.split_at(spoken.find(is_hanzi)?)
        };
        let (hanzi, latin) = if one.starts_with(is_hanzi) { (one, other) } else { (other, one) };
        if !hanzi.chars().all(is_hanzi) || !latin.is_ascii() || denies(spoken) {
            return None;
        }
        let right = |part: &str| self.exactly(&self.layers(part.trim()), tidy).filter(Finding::is_right);
        right(hanzi).and(right(latin)).map(|found| Finding { compared: Compared::Right(How::All), ..found })
    }

    /// What is the same term in another shape.
    pub(super) fn alike(&self, layers: &[Form]) -> Option<Finding> {
        layers.iter().find_map(|layer| {
            let said = terms::canonical(layer.in_simple());
            let stands_for = |form: &&Form| {
                terms::stands_for(&layer.bare, &form.folded) && !self.has_acronym() && !self.asks_about(&layer.bare)
            };
            let is_set = |form: &&Form| terms::is_same_set(layer, form, self.question);
            let is_same = |form: &&Form| terms::canonical(form.in_simple()) == said || is_set(form);
            if let Some(reject) = self.reject.iter().find(is_same) {
                return Some(Finding::wrong(Why::Rejected, &layer.folded, &reject.tidy));
            }
            let shaped = self.shapes().iter().find(|(_, shape)| *shape == said).map(|(at, _)| &self.accept[*at]);
            let shaped = shaped.filter(|_| !self.is_known_elsewhere(layer));
            let accepted = shaped.or_else(|| self.accept.iter().find(|form| is_set(form) || stands_for(form)))?;
            Some(Finding::right(How::Term, &layer.folded, &accepted.tidy))
        })
    }

    /// The right answers in their canonical shape, without the noun that says their sort, and without empty brackets.
    fn shapes(&self) -> &[(usize, String)] {
        self.shapes.get_or_init(|| {
            let of = |(at, form): (usize, &Form)| {
                let simple = form.in_simple();
                let text = if simple.is_ascii() { &form.folded } else { simple };
                let shorter = [shapes::unsorted(text), shapes::called(text), text.strip_prefix('@')]
                    .into_iter()
                    .flatten()
                    .map(bare_of);
                let shorter: Vec<String> = shorter.map(|text| terms::canonical(&text).into_owned()).collect();
                let own = terms::canonical(simple).into_owned();
                std::iter::once(own).chain(shorter).map(move |shape| (at, shape))
            };
            self.accept.iter().enumerate().flat_map(of).collect()
        })
    }

    /// Whether this is only another question's answer.
    fn is_known_elsewhere(&self, layer: &Form) -> bool {
        self.is_known(layer) && !self.accept.iter().any(|accept| accept.same(layer))
    }

    /// Whether an accepted answer is an acronym already: other initials are another one then.
    fn has_acronym(&self) -> bool {
        let is_acronym =
            |text: &str| (2..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
        self.accept.iter().any(|accept| is_acronym(&accept.tidy))
    }

    /// Whether the question has this very word: who repeats an acronym has not said what it stands for.
    fn asks_about(&self, word: &str) -> bool {
        let asked = self.question.to_lowercase();
        asked.split(|c: char| !c.is_ascii_alphanumeric()).any(|asked| asked == word)
    }

    /// Whether the question asks what this acronym stands for: who repeats it before the answer names nothing else.
    pub(super) fn asks_meaning_of(&self, part: &str) -> bool {
        MEANING.iter().any(|word| self.question.contains(word)) && self.asks_about(part)
    }
}
