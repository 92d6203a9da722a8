//! Replies that name several things: right where all of them are, or where one explains the other.

use super::{
    How, Why,
    key::{Finding, Key},
    negation::Part,
    normalize::{Form, is_hanzi},
    terms, wrapping,
};

/// The longest acronym, in letters.
const LONGEST_ACRONYM: usize = 6;

impl Key<'_> {
    /// A reply that names several things: right where all are and none of them is denied. None where none of them is
    /// an answer.
    pub(super) fn of_several(&self, parts: &[Part], spoken: &str, tidy: &str) -> Option<Finding> {
        let parts: Vec<&Part> = parts.iter().filter(|part| !wrapping::is_filler(&part.text)).collect();
        if parts.len() < 2 && parts.iter().all(|part| !part.denied) {
            return None;
        }
        let right = |part: &&Part| self.right_part(part, tidy);
        let (denied, named): (Vec<&Part>, Vec<&Part>) = parts.into_iter().partition(|part| part.denied);
        if let Some(found) = denied.iter().find_map(right) {
            return Some(Finding::wrong(Why::Denied, spoken, &found.answer));
        }
        let found: Vec<Option<Finding>> = named.iter().map(right).collect();
        let first = found.iter().flatten().next()?;
        let other =
            named.iter().zip(&found).find(|(part, found)| found.is_none() && !self.explains(&part.text, spoken));
        Some(match other {
            None => Finding::right(How::All, spoken, &first.answer),
            Some((other, _)) => Finding::wrong(Why::Hedged, &other.text, &first.answer),
        })
    }

    fn right_part(&self, part: &Part, tidy: &str) -> Option<Finding> {
        let layers = self.layers(&part.text);
        self.exactly(&layers, tidy).or_else(|| self.nearly(&layers)).filter(Finding::is_right)
    }

    /// Whether this part only explains an answer: it spells an accepted acronym out, is the acronym of an accepted term,
    /// or stands in brackets in the script that the key has no answer in.
    fn explains(&self, part: &str, spoken: &str) -> bool {
        let layers = self.layers(part);
        if layers.iter().any(|layer| self.reject.iter().any(|reject| reject.same(layer)) || self.is_known(layer)) {
            return false;
        }
        let spelt = |part: &str| {
            self.accept.iter().any(|accept| terms::spells(&accept.bare, part) || terms::spells(part, &accept.folded))
        };
        let (in_hanzi, key_in_hanzi) = (is_chinese(part), self.accept.iter().any(|accept| is_chinese(&accept.folded)));
        let key_in_latin = self.accept.iter().any(|accept| !is_chinese(&accept.folded));
        let bracketed = spoken.contains(&format!("({part})"));
        // 全局解释器锁（GIL）: the acronym in brackets is the answer, and what it stands for is said before
        let acronym = |accept: &Form| accept.bare.is_ascii() && accept.bare.len() <= LONGEST_ACRONYM;
        let spelt_out =
            self.accept.iter().any(|accept| acronym(accept) && spoken == format!("{part}({})", accept.folded));
        let foreign =
            (bracketed || spelt_out) && if in_hanzi { !key_in_hanzi } else { !key_in_latin && part.is_ascii() };
        spelt(part) || foreign || self.asks_meaning_of(part)
    }
}

fn is_chinese(text: &str) -> bool {
    text.contains(is_hanzi)
}
