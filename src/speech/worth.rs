//! What an answer was worth, in a sentence that fits on a phone.

use super::{
    card::{Block, Line, Span},
    cut, markdown,
    say::Worth,
    words::{phrase, sentences},
};
use crate::quiz::{Expected, Language, Prompt, Verdict};

/// The longest verdict, in characters: Telegram shows 200 of a toast.
const TOAST: usize = 200;

/// The longest verdict on an explanation, in characters with their markup: its points stand under it.
pub(super) const EXPLAINED: usize = 1_500;

/// What an explanation made of its points, in the language that it was asked in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// The points that it made.
    pub made: Vec<String>,
    /// Those that it did not.
    pub missing: Vec<String>,
    /// What is said about the traps that it fell into.
    pub trapped: Vec<String>,
    /// Why nothing in it counts, where it is no explanation at all.
    pub nothing: Option<Nothing>,
}

/// Why nothing in an explanation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// It is a list of words.
    Keywords,
    /// It repeats the question.
    Copied,
}

/// The verdict on an answer just given.
pub(super) fn verdict(language: Language, worth: &Worth) -> Vec<Block> {
    let said = match &worth.verdict {
        Verdict::Right if worth.bonus > 0 => {
            phrase("right-with-bonus").number("points", worth.points).number("bonus", worth.bonus)
        }
        Verdict::Right => phrase("right").number("points", worth.points),
        Verdict::Partial(_) if worth.bonus > 0 => {
            phrase("partial-with-bonus").number("points", worth.points).number("bonus", worth.bonus)
        }
        Verdict::Partial(_) => phrase("partial").number("points", worth.points),
        Verdict::Wrong if worth.tries_left > 0 => phrase("not-yet").number("tries", worth.tries_left),
        Verdict::Wrong => phrase("wrong"),
        Verdict::Close(Prompt::Own(prompt)) => return close(language, prompt.get(language)),
        Verdict::Close(Prompt::Homophone) => phrase("homophone"),
        Verdict::Unreadable(expected) => return one_line(expected_line(language, *expected)),
    };
    with_reasons(language, said.line(language), worth)
}

/// The same once more, for someone who answered before: the first toast may have been lost.
pub(super) fn again(language: Language, worth: &Worth) -> Vec<Block> {
    let answered = match worth.letters {
        true => phrase("answered-letters").text("said", &worth.said),
        false => phrase("answered-words").text("said", &worth.said),
    };
    let then = match &worth.verdict {
        Verdict::Right if worth.bonus > 0 => {
            phrase("then-right-with-bonus").number("points", worth.points).number("bonus", worth.bonus)
        }
        Verdict::Right => phrase("then-right").number("points", worth.points),
        Verdict::Partial(_) if worth.bonus > 0 => {
            phrase("then-partial-with-bonus").number("points", worth.points).number("bonus", worth.bonus)
        }
        Verdict::Partial(_) => phrase("then-partial").number("points", worth.points),
        Verdict::Wrong if worth.tries_left > 0 => phrase("then-not-yet").number("tries", worth.tries_left),
        Verdict::Wrong => phrase("then-wrong"),
        Verdict::Close(_) | Verdict::Unreadable(_) => return verdict(language, worth),
    };
    with_reasons(language, sentences(language, [answered.line(language), then.line(language)]), worth)
}

fn with_reasons(language: Language, said: Line, worth: &Worth) -> Vec<Block> {
    match &worth.explained {
        Some(explained) => vec![Block::Lines(points(language, said, &worth.verdict, explained))],
        None => with_why(language, said, worth),
    }
}

/// The verdict, how much the explanation is worth, and a line for every point and every trap.
fn points(language: Language, said: Line, verdict: &Verdict, explained: &Explained) -> Vec<Line> {
    let covers = match (verdict, explained.nothing) {
        (_, Some(Nothing::Keywords)) => phrase("only-keywords").line(language),
        (_, Some(Nothing::Copied)) => phrase("only-the-question").line(language),
        (Verdict::Partial(credit), None) => phrase("credit-is").number("percent", percent(*credit)).line(language),
        _ => Line::new(),
    };
    let marked =
        |mark: &'static str| move |text: &String| [vec![Span::Text(format!("{mark} "))], markdown::line(text)].concat();
    [cut::fit_line(said, TOAST), covers]
        .into_iter()
        .filter(|line| !line.is_empty())
        .chain(explained.made.iter().map(marked("✓")))
        .chain(explained.missing.iter().map(marked("✗")))
        .chain(explained.trapped.iter().map(marked("⚠")))
        .collect()
}

/// Rounded, but neither nothing nor everything.
fn percent(credit: f64) -> i64 {
    ((credit * 100.0).round() as i64).clamp(1, 99)
}

/// The author's word to whoever picked a wrong option, as much of it as a toast holds.
fn with_why(language: Language, said: Line, worth: &Worth) -> Vec<Block> {
    let why = worth.why.as_deref().map(markdown::line).unwrap_or_default();
    match worth.verdict {
        Verdict::Wrong => one_line(sentences(language, [said, why])),
        // points end this sentence, so that the word stands under it
        Verdict::Partial(_) if !why.is_empty() => cut::fit(vec![Block::Lines(vec![said, why])], TOAST),
        _ => one_line(said),
    }
}

fn one_line(line: Line) -> Vec<Block> {
    vec![Block::Lines(vec![cut::fit_line(line, TOAST)])]
}

fn close(language: Language, prompt: &str) -> Vec<Block> {
    let prompt = cut::fit(markdown::blocks(prompt), TOAST);
    if prompt.is_empty() { one_line(phrase("be-specific").line(language)) } else { prompt }
}

fn expected_line(language: Language, expected: Expected) -> Line {
    match expected {
        Expected::Number => phrase("expected-number").line(language),
        Expected::Letter(count) => phrase("expected-letter").text("last", &letter(last(count))).line(language),
        Expected::Letters(count) => phrase("expected-letters").text("last", &letter(last(count))).line(language),
        Expected::Order(count) => {
            phrase("expected-order").text("last", &letter(last(count))).text("example", &an_order(count)).line(language)
        }
        Expected::Truth => phrase("expected-truth").line(language),
        Expected::Sentences => phrase("expected-sentences").line(language),
        Expected::Words => phrase("expected-words").line(language),
    }
}

/// An order of so many letters, as it can be typed: `b a c d`. The first two changed, so that it is seen to be one.
fn an_order(count: u8) -> String {
    let mut letters: Vec<String> = (0..usize::from(count)).map(letter).collect();
    if letters.len() > 1 {
        letters.swap(0, 1);
    }
    letters.join(" ")
}

fn last(count: u8) -> usize {
    usize::from(count.saturating_sub(1))
}

/// The letter of the option shown at this place, from 0.
pub(super) fn letter(shown: usize) -> String {
    let letters = 'a'..='z';
    letters.clone().nth(shown).unwrap_or(*letters.end()).to_string()
}
