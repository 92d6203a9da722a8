//! Explanations: how much of what a good answer says does this reply say.

use super::normalize::{fold, simplified, tidy};
use crate::quiz::question::{Point, Trap};

/// The longest reply that is graded, in characters: twice what a message of either platform holds.
pub const LONGEST_CHARACTERS: usize = 8_000;

/// What an explanation is graded by.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenKey<'a> {
    /// What is asked, in each language.
    pub question: &'a [&'a str],
    /// What a good answer says. Without any, the model answers are the key.
    pub points: &'a [Point],
    /// What a wrong answer says.
    pub traps: &'a [Trap],
    /// Model answers, in each language.
    pub references: &'a [&'a str],
}

/// What a reply is worth, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Marks {
    /// 0 to 1.
    pub credit: f64,
    /// For each point, whether the reply makes it.
    pub made: Vec<bool>,
    /// The traps that the reply fell into, by their place.
    pub trapped: Vec<usize>,
    /// How the credit came about.
    pub why: Why,
}

/// How a credit came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The share of the points that were made.
    Points,
    /// The likeness to a model answer.
    Reference,
    /// Keywords without a sentence.
    Stuffing,
    /// Nothing but the question.
    Copied,
    /// It says nothing.
    Empty,
    /// It is longer than any explanation.
    TooLong,
}

/// Grades an explanation.
pub fn grade(reply: &str, key: &OpenKey<'_>) -> Marks {
    let said = plain(reply);
    let made: Vec<bool> =
        key.points.iter().map(|point| point.any.iter().any(|phrasing| said.contains(&plain(phrasing)))).collect();
    let all: f64 = key.points.iter().map(|point| point.weight).sum();
    let got: f64 = key.points.iter().zip(&made).filter(|(_, made)| **made).map(|(point, _)| point.weight).sum();
    let why = if said.is_empty() { Why::Empty } else { Why::Points };
    Marks { credit: if all > 0.0 { got / all } else { 0.0 }, made, trapped: Vec::new(), why }
}

/// One English sentence about the marks.
pub fn explain(marks: &Marks, key: &OpenKey<'_>) -> String {
    let made = marks.made.iter().filter(|made| **made).count();
    format!("{made} of {} points made", key.points.len())
}

fn plain(text: &str) -> String {
    let folded = fold(&tidy(text));
    simplified(&folded).unwrap_or(folded)
}
