//! A text read for its meaning: words and characters, in clauses, with what denies what.

use super::{lexicon::LEXICON, stem::stem};
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
    /// Whether it denies what follows.
    pub(super) denies: bool,
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
    /// Whether all of it is denied from behind: "… is wrong".
    pub(super) refuted: bool,
}

/// A text as tokens and clauses.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    pub(super) clauses: Vec<Clause>,
}

impl Reading {
    /// Reads a text.
    pub(super) fn of(text: &str) -> Self {
        let mut reading = Self::default();
        let mut sentence = 0;
        for line in text.lines() {
            for (words, ends) in pieces(&plain(line)) {
                reading.clause(words, sentence);
                sentence += usize::from(ends);
            }
            sentence += 1;
        }
        reading
    }

    /// Reads a question as one clause, its commas kept as tokens, since they may part the items of a list.
    pub(super) fn of_listing(text: &str) -> Self {
        let mut reading = Self::default();
        let mut words = Vec::new();
        for (piece, ends) in pieces(&plain(text)) {
            words.extend(piece);
            words.push(if ends { "." } else { "," }.to_owned());
        }
        reading.push(&words, 0);
        reading
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
        let lexicon = &*LEXICON;
        let (clause, from) = (self.clauses.len(), self.tokens.len());
        let denies = denials(words);
        let refuted = (0..words.len()).any(|at| lexicon.refuted.at(&words[at..]) > 0);
        for (word, denies) in words.iter().zip(denies) {
            self.tokens.push(Token::of(word, denies, clause));
        }
        self.clauses.push(Clause { from, to: self.tokens.len(), sentence, refuted });
    }
}

impl Token {
    fn of(word: &str, denies: bool, clause: usize) -> Self {
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
        Self { surface: word.to_owned(), text, sort, small, denies, clause }
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
pub(super) fn plain(text: &str) -> String {
    let folded = fold(&tidy(text));
    simplified(&folded).unwrap_or(folded)
}

/// What stands between marks, as words, and whether the mark ends a sentence.
fn pieces(text: &str) -> Vec<(Vec<String>, bool)> {
    let mut pieces = Vec::new();
    let (mut words, mut word) = (Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
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
        '.' | '!' | '?' | ';' | '。' | '\u{25cf}' | '\u{2022}' => Some(true),
        '-' if before == ' ' && next == ' ' => Some(false),
        ',' | ':' | '(' | ')' => Some(false),
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

/// Which of these words deny what follows.
fn denials(words: &[String]) -> Vec<bool> {
    let lexicon = &*LEXICON;
    let mut denies = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let harmless = lexicon.harmless.at(rest);
        let denial = lexicon.denials.at(rest).max(lexicon.contrasts.at(rest));
        if harmless > 0 && harmless >= denial {
            at += harmless;
        } else if denial > 0 {
            denies[at] = true;
            at += denial;
        } else {
            at += 1;
        }
    }
    denies
}

/// A number without idle zeros and separators; None where it is none.
fn number(word: &str) -> Option<String> {
    const WORDS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    if let Some(value) = WORDS.iter().position(|name| *name == word).filter(|value| *value != 1) {
        return Some(value.to_string());
    }
    if !word.starts_with(|c: char| c.is_ascii_digit())
        || !word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
    {
        return None;
    }
    let value: f64 = word.replace(',', "").parse().ok()?;
    Some(value.to_string())
}
