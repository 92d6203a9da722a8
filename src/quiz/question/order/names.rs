//! An order told by the items' names, in either language: whole, by their beginning, or by a part that is theirs alone.

use super::{
    super::{Text, choice::unmarked},
    REFUSED, words,
};
use crate::quiz::judge::normalize::{fold, is_hanzi, simplified, tidy};

/// Signs at which a name ends.
const ENDS: [char; 9] = [',', '、', ';', '\n', '>', '→', '|', '。', '⇒'];

/// Signs and spaces that may stand between names.
const GAPS: [char; 23] = [
    ',', '、', ';', '\n', '>', '→', '|', '。', '⇒', ' ', '-', '=', '.', '/', ':', '(', ')', '[', ']', '"', '\'', '`',
    '*',
];

/// The items' names as they are compared.
pub(super) struct Names {
    items: Vec<Vec<String>>,
}

impl Names {
    /// The names of these items.
    pub(super) fn of(items: &[Text]) -> Self {
        let forms = |item: &Text| {
            let texts = [&item.en, &item.zh].into_iter().flatten();
            texts.map(|text| form(text)).filter(|name| !name.is_empty()).collect()
        };
        Self { items: items.iter().map(forms).collect() }
    }

    /// The items in the order named; None where something else is said too, or more than there are.
    pub(super) fn read(&self, layer: &str) -> Option<Vec<usize>> {
        let layer = close(layer);
        let mut rest = layer.as_str();
        let mut picks = Vec::new();
        while !rest.is_empty() && picks.len() <= self.items.len() {
            if let Some((item, after)) = self.leading(rest) {
                picks.push(item);
                rest = after;
            } else if let Some(after) = after_gap(rest, picks.len() + 1) {
                rest = after;
            } else {
                let (piece, after) = piece(rest);
                picks.push(self.meant(piece)?);
                rest = after;
            }
        }
        Some(picks)
    }

    /// The item whose whole name the text begins with, the longest such, and what follows it.
    fn leading<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        let names = self.items.iter().enumerate().flat_map(|(at, names)| names.iter().map(move |name| (at, name)));
        let leads = names.filter_map(|(at, name)| Some((at, text.strip_prefix(name.as_str())?, name)));
        let whole = leads.filter(|(_, after, name)| is_end(name, after));
        whole.min_by_key(|(_, after, _)| after.len()).map(|(at, after, _)| (at, after))
    }

    /// The only item that begins with these words, or else the only one that has them.
    fn meant(&self, piece: &str) -> Option<usize> {
        let piece = piece.trim_matches(GAPS);
        if piece.is_empty() || piece.contains(REFUSED) {
            return None;
        }
        let only = |is: &dyn Fn(&String) -> bool| {
            let mut found = (0..self.items.len()).filter(|at| self.items[*at].iter().any(is));
            found.next().filter(|_| found.next().is_none())
        };
        only(&|name| name.starts_with(piece)).or_else(|| only(&|name| has_words(name, piece)))
    }
}

/// A name without the bank's Markdown, folded, in simplified script.
fn form(text: &str) -> String {
    let folded = fold(&tidy(&unmarked(text)));
    close(&simplified(&folded).unwrap_or(folded))
}

/// The text without the spaces between Chinese and Latin: everybody sets them otherwise.
fn close(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let is_between = |at: usize| {
        let (before, after) = (at.checked_sub(1).map(|before| all[before]), all.get(at + 1).copied());
        let sides = before.zip(after).filter(|(before, after)| before.is_alphanumeric() && after.is_alphanumeric());
        sides.is_some_and(|(before, after)| is_hanzi(before) != is_hanzi(after))
    };
    all.iter().enumerate().filter(|(at, c)| **c != ' ' || !is_between(*at)).map(|(_, c)| *c).collect()
}

/// Whether a name that stands at the beginning is over where the rest begins.
fn is_end(name: &str, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return true };
    let last_is_hanzi = name.ends_with(is_hanzi);
    let is_gap = next != '-' && GAPS.contains(&next);
    is_gap
        || rest.starts_with("->")
        || words::after_one(rest).is_some_and(|_| last_is_hanzi || is_hanzi(next))
        || last_is_hanzi != is_hanzi(next) && next.is_alphanumeric()
}

/// What follows a sign, a word of sequence, or the number of the item that comes next.
fn after_gap(text: &str, number: usize) -> Option<&str> {
    let sign = || text.strip_prefix(GAPS);
    let numbered = || text.strip_prefix(&number.to_string()).filter(|rest| rest.starts_with(['.', ')', ':', '、']));
    sign().or_else(numbered).or_else(|| words::after_one(text))
}

/// What stands before the next sign or word at which a name ends, and what follows.
fn piece(text: &str) -> (&str, &str) {
    let is_end = |(at, c): &(usize, char)| *at > 0 && (ENDS.contains(c) || words::ends_before(&text[*at..]));
    text.split_at(text.char_indices().find(is_end).map_or(text.len(), |(at, _)| at))
}

/// Whether the name has these words, not as a part of a longer word.
fn has_words(name: &str, words: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_hanzi(c));
    let starts = |at: usize| !is_word(name[..at].chars().next_back()) || !is_word(words.chars().next());
    let ends = |at: usize| !is_word(name[at..].chars().next()) || !is_word(words.chars().next_back());
    name.match_indices(words).any(|(at, _)| starts(at) && ends(at + words.len()))
}
