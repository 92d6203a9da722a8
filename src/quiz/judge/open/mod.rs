//! Explanations: how much of what a good answer says does this reply say.

mod grams;
mod lexicon;
mod list;
mod points;
mod reference;
mod roles;
mod stem;
mod tokens;

use points::{Said, Wanted};
use reference::{Compared, Given, Likeness};
use roles::Roles;
use tokens::Reading;

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
    let blank = |why| Marks { credit: 0.0, made: vec![false; key.points.len()], trapped: Vec::new(), why };
    if reply.chars().nth(LONGEST_CHARACTERS).is_some() {
        return blank(Why::TooLong);
    }
    let text = reply;
    let reply = Reading::of(text);
    if reply.tokens.is_empty() {
        return blank(Why::Empty);
    }
    let questions: Vec<Reading> = key.question.iter().map(|text| Reading::of(text)).collect();
    let models: Vec<Reading> = key.references.iter().map(|text| Reading::of(text)).collect();
    if key.points.is_empty() {
        by_reference(&reply, text, &questions, &models, key)
    } else {
        by_points(&reply, &questions, &models, key)
    }
}

fn by_reference(reply: &Reading, text: &str, questions: &[Reading], models: &[Reading], key: &OpenKey<'_>) -> Marks {
    let reply = Compared::of(text, reply);
    let given = Given::of(key.question, questions);
    let models = key.references.iter().zip(models).map(|(text, model)| Compared::of(text, model));
    let credit = models.map(|model| Likeness::of(&reply, &model, &given).credit()).fold(0.0, f64::max);
    Marks { credit, made: Vec::new(), trapped: Vec::new(), why: Why::Reference }
}

fn by_points(reply: &Reading, questions: &[Reading], models: &[Reading], key: &OpenKey<'_>) -> Marks {
    let phrasings = key.points.iter().flat_map(|point| &point.any).map(|text| Reading::of(text));
    let phrasings: Vec<Reading> = phrasings.collect();
    let texts: Vec<&Reading> = models.iter().chain(&phrasings).collect();
    let roles = Roles::of(key.question, &texts);
    let said = |reading| Said { about: roles.attribute(reading), copied: vec![false; reading.tokens.len()], reading };
    let models: Vec<Said<'_>> = models.iter().map(said).collect();
    let said = said(reply);
    let points: Vec<Wanted> = key.points.iter().map(|point| Wanted::point(point, &roles, &models)).collect();
    let traps: Vec<Wanted> = key.traps.iter().map(|trap| Wanted::trap(trap, &roles)).collect();
    let mut made: Vec<bool> = points.iter().map(|point| point.find(&said).is_some()).collect();
    let trapped: Vec<usize> = (0..traps.len()).filter(|at| traps[*at].find_whole(&said).is_some()).collect();
    for trap in &trapped {
        let near = points.iter().map(|point| point.likeness(&traps[*trap])).enumerate();
        if let Some((at, _)) = near.filter(|(_, like)| *like >= 0.5).max_by(|one, two| one.1.total_cmp(&two.1)) {
            made[at] = false;
        }
    }
    let all: f64 = key.points.iter().map(|point| point.weight).sum();
    let got: f64 = key.points.iter().zip(&made).filter(|(_, made)| **made).map(|(point, _)| point.weight).sum();
    let cost = trapped.len() as f64 * all / key.points.len() as f64;
    let credit = if all > 0.0 { ((got - cost) / all).clamp(0.0, 1.0) } else { 0.0 };
    Marks { credit, made, trapped, why: Why::Points }
}

/// One English sentence about the marks.
pub fn explain(marks: &Marks, key: &OpenKey<'_>) -> String {
    let made: Vec<&str> =
        key.points.iter().zip(&marks.made).filter(|(_, made)| **made).map(|(p, _)| p.any[0].as_str()).collect();
    format!("{made:?} of {} points made", key.points.len())
}
