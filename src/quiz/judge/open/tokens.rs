//! A text read for its meaning: words and characters, in clauses, with what denies what.

use super::{
    denial::{Denied, denials},
    lexicon::LEXICON,
    stem::{number, stem},
};
use crate::quiz::judge::normalize::{fold, is_hanzi, simplified, tidy};

/// What sort of token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word of letters.
    Word,
    /// A number.
    Number,
    /// A Chinese character.
    Hanzi,
}

/// A word or a Chinese character.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// As written, folded.
    pub(super) surface: String,
    /// What is compared: the stem of a word, a number without idle zeros.
    pub(super) text: String,
    pub(super) sort: Sort,
    /// Whether it carries no content of its own.
    pub(super) small: bool,
    /// Whether it denies something else.
    pub(super) denies: bool,
    /// How it is denied itself.
    pub(super) denied: Denied,
    /// The clause that it stands in.
    pub(super) clause: usize,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// Its tokens.
    pub(super) from: usize,
    /// Behind its last token.
    pub(super) to: usize,
    /// The sentence that it belongs to.
    pub(super) sentence: usize,
}

/// A text as tokens and clauses.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The text folded and simplified, line by line.
    pub(super) plain: String,
    pub(super) tokens: Vec<Token>,
    pub(super) clauses: Vec<Clause>,
}

impl Reading {
    /// Reads a text.
    pub(super) fn of(text: &str) -> Self {
        let mut reading = Self::default();
        let mut sentence = 0;
        for line in text.lines() {
            let line = plain(line);
            for (words, ends) in pieces(&line) {
                reading.clause(words, sentence);
                sentence += usize::from(ends);
            }
            sentence += 1;
            reading.plain.push_str(&line);
            reading.plain.push('\n');
        }
        reading
    }

    /// Reads the sentences of a question, each as one clause, what stands in brackets left out, its commas kept as tokens,
    /// since they may part the items of a list. What is written in capitals is a name, never a small word.
    pub(super) fn of_listing(text: &str, capitals: &[String]) -> Vec<Self> {
        let text = plain(text).replace(':', ". ");
        let parts = text.split('(').enumerate();
        let outside =
            parts.map(|(at, part)| if at == 0 { part } else { part.split_once(')').map_or("", |(_, out)| out) });
        let mut sentences = Vec::new();
        let mut words = Vec::new();
        for (piece, ends) in pieces(&outside.collect::<Vec<&str>>().join(" ")) {
            words.extend(piece);
            words.push(if ends { "." } else { "," }.to_owned());
            if ends {
                let mut reading = Self::default();
                reading.push(&std::mem::take(&mut words), 0);
                let names = reading.tokens.iter_mut().filter(|token| capitals.contains(&token.surface));
                names.for_each(|token| token.small = false);
                sentences.push(reading);
            }
        }
        sentences
    }

    /// Whether both say the same, word for word.
    pub(super) fn same(&self, other: &Self) -> bool {
        let words = |reading: &'_ Self| reading.tokens.iter().map(|token| token.surface.clone()).collect::<Vec<_>>();
        self.tokens.len() == other.tokens.len() && words(self) == words(other)
    }

    /// The tokens of a clause.
    pub(super) fn of_clause(&self, at: usize) -> &[Token] {
        let clause = &self.clauses[at];
        &self.tokens[clause.from..clause.to]
    }

    /// Adds what stands between two marks, parted where it turns.
    fn clause(&mut self, words: Vec<String>, sentence: usize) {
        let lexicon = &*LEXICON;
        let mut from = 0;
        let mut at = 0;
        while at < words.len() {
            let straight = lexicon.straight.at(&words[at..]);
            let turn = lexicon.turns.at(&words[at..]);
            if straight >= turn.max(1) {
                at += straight;
            } else if turn > 0 {
                self.push(&words[from..at], sentence);
                from = at;
                at += turn;
            } else {
                at += 1;
            }
        }
        self.push(&words[from..], sentence);
    }

    fn push(&mut self, words: &[String], sentence: usize) {
        if words.is_empty() {
            return;
        }
        let (clause, from) = (self.clauses.len(), self.tokens.len());
        for (word, (denies, denied)) in words.iter().zip(denials(words)) {
            self.tokens.push(Token { denies, denied, ..Token::of(word, clause) });
        }
        self.clauses.push(Clause { from, to: self.tokens.len(), sentence });
    }
}

impl Token {
    fn of(word: &str, clause: usize) -> Self {
        let lexicon = &*LEXICON;
        let first = word.chars().next().unwrap_or(' ');
        let (sort, text) = if is_hanzi(first) {
            (Sort::Hanzi, word.to_owned())
        } else if let Some(number) = number(word) {
            (Sort::Number, number)
        } else {
            let stem = stem(word);
            (Sort::Word, lexicon.kin.get(&stem).cloned().unwrap_or(stem))
        };
        let small = match sort {
            Sort::Hanzi => lexicon.particles.contains(word),
            Sort::Word => lexicon.small.contains(word),
            Sort::Number => false,
        };
        let surface = word.to_owned();
        Self { surface, text, sort, small, denies: false, denied: Denied::default(), clause }
    }

    /// Whether it says something.
    pub(super) fn is_content(&self) -> bool {
        !self.small && !self.denies
    }
}

/// The words of a phrase as they are compared with the lexicon.
pub(super) fn surfaces(phrase: &str) -> Vec<String> {
    pieces(phrase).into_iter().flat_map(|(words, _)| words).collect()
}

/// Folded and simplified.
fn plain(text: &str) -> String {
    if text.is_ascii() {
        return plain_ascii(text);
    }
    let folded = fold(&tidy(text));
    simplified(&folded).unwrap_or(folded)
}

/// The same for ASCII, which most texts are: there is nothing to decompose.
fn plain_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_whitespace() || c == '\u{b}' {
            if !plain.is_empty() && !plain.ends_with(' ') {
                plain.push(' ');
            }
        } else if !c.is_ascii_control() {
            plain.push(c.to_ascii_lowercase());
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// What stands between marks, as words, and whether the mark ends a sentence.
fn pieces(text: &str) -> Vec<(Vec<String>, bool)> {
    let mut pieces = Vec::new();
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    // for each open bracket whether it belongs to the word before it: f(x), O(1)
    let mut calls = Vec::new();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let inside = match c {
            '\'' => before.is_alphanumeric() && next.is_alphanumeric(),
            '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
            '+' | '#' => before.is_ascii_alphabetic() && !next.is_alphanumeric() || before == '+',
            _ => c.is_alphanumeric() && !is_hanzi(c),
        };
        if inside {
            word.push(c);
        } else {
            finish(&mut word, &mut words);
            if is_hanzi(c) {
                words.push(c.to_string());
            } else if c == '(' {
                calls.push(before.is_alphanumeric() && !is_hanzi(before));
                if calls.last() == Some(&false) {
                    pieces.push((std::mem::take(&mut words), false));
                }
            } else if c == ')' {
                if calls.pop() != Some(true) {
                    pieces.push((std::mem::take(&mut words), false));
                }
            } else if c == '\u{2192}' || c == '>' && matches!(before, '-' | '=') {
                words.push("then".to_owned());
            } else if let Some(ends) = mark(c, before, next) {
                pieces.push((std::mem::take(&mut words), ends));
            }
        }
        before = c;
    }
    finish(&mut word, &mut words);
    pieces.push((words, true));
    pieces
}

/// Whether this character parts two clauses, and whether it ends the sentence.
fn mark(c: char, before: char, next: char) -> Option<bool> {
    match c {
        '.' if next.is_alphanumeric() && !is_hanzi(next) => None,
        // an ellipsis leaves something out in the middle
        '.' if next == '.' || before == '.' => None,
        '.' | '!' | '?' | ';' | '。' | '\u{25cf}' | '\u{2022}' => Some(true),
        '-' if before == ' ' && next == ' ' => Some(false),
        ',' | ':' => Some(false),
        _ => None,
    }
}

/// Takes a finished word in, its short forms written out.
fn finish(word: &mut String, words: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    let word = std::mem::take(word);
    let (stem, short) = match word.split_once('\'') {
        Some((stem, "t")) => (stem.strip_suffix('n').unwrap_or(stem), Some("not")),
        Some((stem, _)) => (stem, None),
        None => match word.as_str() {
            "cannot" | "cant" => ("can", Some("not")),
            "dont" => ("do", Some("not")),
            "doesnt" => ("does", Some("not")),
            "isnt" => ("is", Some("not")),
            "wont" => ("will", Some("not")),
            whole => (whole, None),
        },
    };
    let stem = match stem {
        "ca" if short.is_some() => "can",
        "wo" if short.is_some() => "will",
        stem => stem,
    };
    if !stem.is_empty() {
        words.push(stem.to_owned());
    }
    words.extend(short.map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_folded_alike() {
        for text in ["", "  Two\t words\u{b}x\u{1}y  ", "don't STOP", "\n a \r\n"] {
            assert_eq!(plain_ascii(text), fold(&tidy(text)), "{text:?}");
        }
    }

    #[test]
    fn texts_are_read_in_clauses() {
        let clauses = |text: &str| {
            let reading = Reading::of(text);
            let said = (0..reading.clauses.len()).map(|at| {
                let words: Vec<&str> = reading.of_clause(at).iter().map(|token| token.surface.as_str()).collect();
                words.join(" ")
            });
            said.collect::<Vec<String>>()
        };
        assert_eq!(
            clauses("It isn't locked, but O(1) waits. 不是 A，而是 B。"),
            ["it is not locked", "but o 1 waits", "不 是 a", "而 是 b"]
        );
        assert_eq!(clauses("先加锁（悲观），而且等待"), ["先 加 锁", "悲 观", "而 且 等 待"]);
    }

    #[test]
    fn denials_are_known() {
        let denies = |text: &str| Reading::of(text).tokens.iter().any(|token| token.denies);
        for text in ["it isn't so", "no lock", "rather than B", "不加锁", "没有锁", "无锁", "fails to commit"] {
            assert!(denies(text), "{text}");
        }
        for text in ["not only fast", "不仅快", "无论如何", "非常快", "notation", "不同的锁"] {
            assert!(!denies(text), "{text}");
        }
    }
}
