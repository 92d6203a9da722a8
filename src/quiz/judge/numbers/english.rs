//! English number words: `thirty-two`, `one hundred and one`, `2 million`.

use super::{Found, Step, finished};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const BIG: [(&str, f64); 4] = [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

fn small(word: &str) -> Option<f64> {
    SMALL.iter().position(|small| *small == word).map(|value| value as f64)
}

fn tens(word: &str) -> Option<f64> {
    TENS.iter().position(|tens| *tens == word).map(|at| (at + 2) as f64 * 10.0)
}

fn big(word: &str) -> Option<f64> {
    BIG.iter().find(|(big, _)| *big == word).map(|(_, value)| *value)
}

/// Whether a number may begin with this word.
pub(super) fn begins_number(word: &str) -> bool {
    small(word).or(tens(word)).or(big(word)).is_some() || matches!(word, "a" | "minus" | "negative")
}

/// The word at this place, and where it ends.
fn word(text: &[char], at: usize) -> (String, usize) {
    let word: String = text[at.min(text.len())..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    let end = at + word.len();
    (word, end)
}

/// The number that begins here with a letter.
pub(super) fn number(text: &[char], start: usize) -> Step {
    let (first, first_end) = word(text, start);
    if first_end == start {
        return Step::Skip(start + 1);
    }
    let mut sum = Sum::default();
    let (mut end, mut at) = (start, start);
    loop {
        let (next, next_end) = word(text, at);
        match sum.add(&next) {
            Added::Yes => end = next_end,
            Added::Joins => {}
            Added::Clashes => return Step::Unreadable,
            Added::No => break,
        }
        let gap = usize::from(matches!(text.get(next_end), Some(' ' | '-')));
        if gap == 0 {
            break;
        }
        at = next_end + 1;
    }
    if end == start || text.get(end).is_some_and(char::is_ascii_digit) {
        return Step::Skip(name_end(text, first_end));
    }
    if first == "one" && end == first_end {
        return Step::Number(Found { value: 1.0, percent: false, pronoun: true, start, end });
    }
    finished(text, start, sum.value(), end)
}

/// A name may go on with digits of its own (`ipv4`), which are no number.
fn name_end(text: &[char], end: usize) -> usize {
    end + text[end..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').count()
}

/// Number words added up so far.
#[derive(Debug, Default)]
struct Sum {
    total: f64,
    section: f64,
    /// What may follow: 0 nothing yet, 1 after tens, 2 after a small number, 3 after a big one, 4 after "a".
    after: u8,
}

enum Added {
    Yes,
    Joins,
    Clashes,
    No,
}

impl Sum {
    fn add(&mut self, word: &str) -> Added {
        if let Some(value) = tens(word) {
            return self.put(value, &[0, 3], 1);
        }
        if let Some(value) = small(word) {
            let fitting: &[u8] = if (1.0..10.0).contains(&value) { &[0, 1, 3] } else { &[0, 3] };
            return self.put(value, fitting, 2);
        }
        if let Some(value) = big(word) {
            return self.multiply(value);
        }
        match (word, self.after) {
            ("a", 0) => {
                self.after = 4;
                Added::Joins
            }
            ("and", 3) => Added::Joins,
            _ => Added::No,
        }
    }

    fn put(&mut self, value: f64, fitting: &[u8], after: u8) -> Added {
        if self.after == 4 {
            return Added::No;
        }
        if !fitting.contains(&self.after) {
            return Added::Clashes;
        }
        self.section += value;
        self.after = after;
        Added::Yes
    }

    fn multiply(&mut self, value: f64) -> Added {
        if self.after == 0 {
            return Added::No;
        }
        let section = if self.after == 4 { 1.0 } else { self.section };
        self.after = 3;
        if value > 100.0 {
            self.total += section * value;
            self.section = 0.0;
        } else {
            self.section = section * value;
        }
        Added::Yes
    }

    fn value(&self) -> f64 {
        self.total + self.section
    }
}

/// What a letter behind the digits multiplies them by.
fn short(glued: &str) -> Option<f64> {
    match glued {
        "k" => Some(1e3),
        "m" => Some(1e6),
        "bn" => Some(1e9),
        _ => None,
    }
}

/// The number with what multiplies it: `15k`, `2 million`.
pub(super) fn multiplied(text: &[char], value: f64, end: usize) -> (f64, usize) {
    let (glued, glued_end) = word(text, end);
    if let Some(factor) = short(&glued) {
        return (value * factor, glued_end);
    }
    let gap = end + usize::from(text.get(end) == Some(&' '));
    let (next, next_end) = word(text, gap);
    big(&next).map_or((value, end), |factor| (value * factor, next_end))
}
