//! An explanation.

use super::{Point, Text, Trap};
use crate::quiz::{
    Verdict,
    judge::open::{Marks, OpenKey, Why, grade},
};

/// From this credit on, nothing worth a word is missing.
const FULL: f64 = 0.995;

/// What the reply is worth, point by point.
pub(super) fn marks(words: &str, prompt: &Text, model: &Text, points: &[Point], traps: &[Trap]) -> Marks {
    let texts = |text: &Text| -> Vec<String> { [&text.en, &text.zh].into_iter().flatten().cloned().collect() };
    let (prompts, models) = (texts(prompt), texts(model));
    let question: Vec<&str> = prompts.iter().map(String::as_str).collect();
    let references: Vec<&str> = models.iter().map(String::as_str).collect();
    grade(words, &OpenKey { question: &question, points, traps, references: &references })
}

/// The verdict on a reply with these marks; None where nothing was said.
pub(super) fn verdict(marks: &Marks) -> Option<Verdict> {
    if marks.why == Why::Empty {
        return None;
    }
    Some(match marks.credit {
        credit if credit >= FULL => Verdict::Right,
        credit if credit > 0.0 => Verdict::Partial(credit),
        _ => Verdict::Wrong,
    })
}
