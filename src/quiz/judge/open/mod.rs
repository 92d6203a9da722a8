//! Explanations: how much of what a good answer says does this reply say.
//!
//! # By points
//!
//! The credit is the share of the author's weighted points. A point is made when one of its phrasings stands within a
//! clause: its words by their stems (one typo is forgiven in a long word), its Chinese by characters that keep a
//! neighbour, in any order, small words left out; of a long phrasing three quarters are enough, by how few other points
//! have each word. Where a clause hangs on the next one, or hardly anything stands between, two clauses may share a
//! phrasing. Then the guards:
//!
//! - **Denials**: what was found is denied where the phrasing is, and nowhere else. A denial reaches on from where it
//!   stands, up to "then", "if", 就, 才, 时 and the like; a second one begins anew, and takes back one right before it.
//!   "Not only" and 不仅 deny nothing, "… is wrong" and 很多人以为 turn round all of a clause, and what is prevented may
//!   be named plainly where the point is that something does not happen.
//! - **Roles**: subjects are what the question compares ("differ", 区别, before its colon) and the key speaks of.
//!   Every word of a text is about somebody: whom its clause names, else whom its sentence did. A phrasing belongs to
//!   the subject that it names, else to the one that its point names, else to the one that the model answer says it of;
//!   said of somebody else, most of it, it does not count. Said of nobody it does: terse replies leave the subject out.
//! - **Traps** want all their words, in order. One costs as much as an average point, undoes the point that it is most
//!   alike, and what it says earns nothing else.
//! - **Honesty**: a row of keywords, the question copied back and "I don't know" earn nothing.
//!
//! # By a model answer
//!
//! Without points, the likeness to the nearest model answer: see [`Likeness`]. Roots, since a paraphrase that shares a
//! third says more than a third; what the question says already counts little or not at all; length and texture count
//! only as far as the reply is on the subject. Lists are counted by their items. All weights are round numbers chosen by
//! leaving each of five sources (two languages, lists, statements, short and long explanations) out in turn; none knows
//! its source.
//!
//! # Tried and dropped
//!
//! Ridge regression over twenty features (worse on the source left out than five with equal weights), recall clause by
//! clause, pairs of words in order, cosines, a separate recall of numbers (nothing beyond runs of characters), an
//! exponent that grows with verbatimness in place of lists, a likeness that must pass a threshold before anything counts
//! (costs more on short model answers than it gains elsewhere), and the point's own `say` as a phrasing (too general:
//! "which to choose when").

mod denial;
mod explain;
mod grams;
mod honest;
mod lexicon;
mod list;
mod nought;
mod phrasing;
mod places;
mod points;
mod reference;
mod roles;
mod stem;
mod subjects;
mod tokens;

pub use explain::explain;
pub use reference::Likeness;

use phrasing::Said;
use points::Wanted;
use reference::{Compared, Given};
use roles::Roles;
use tokens::Reading;

use crate::quiz::question::{Point, Trap};

/// The longest reply that is graded, in characters: twice what a message of either platform holds.
pub const LONGEST_CHARACTERS: usize = 8_000;

/// How long a reply without a sentence may be and still be terse, in words and Chinese characters.
const LONGEST_TERSE: usize = 6;

/// How much a trap and a point must have in common for the trap to contradict the point.
const CONTRADICTS: f64 = 0.5;

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
    /// For each point, the place of the phrasing that was found, also where a trap undid the point.
    pub by: Vec<Option<usize>>,
    /// The traps that the reply fell into, by their place.
    pub trapped: Vec<usize>,
    /// How the credit came about.
    pub why: Why,
    /// How like the nearest model answer the reply is, where that decided.
    pub like: Option<Likeness>,
}

/// How a credit came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The share of the points that were made.
    Points,
    /// The likeness to a model answer.
    Reference,
    /// It is a model answer word for word.
    Model,
    /// Keywords without a sentence.
    Stuffing,
    /// Nothing but the question.
    Copied,
    /// "I don't know."
    Nothing,
    /// It says nothing.
    Empty,
    /// It is longer than any explanation.
    TooLong,
}

impl Marks {
    /// The same credit, and the same for every point.
    fn all(credit: f64, why: Why, key: &OpenKey<'_>) -> Self {
        let points = key.points.len();
        Self { credit, made: vec![credit > 0.0; points], by: vec![None; points], trapped: Vec::new(), why, like: None }
    }
}

/// Grades an explanation.
pub fn grade(reply: &str, key: &OpenKey<'_>) -> Marks {
    let nothing = |why| Marks::all(0.0, why, key);
    if reply.chars().nth(LONGEST_CHARACTERS).is_some() {
        return nothing(Why::TooLong);
    }
    let said = Reading::of(reply);
    if said.tokens.is_empty() {
        return nothing(Why::Empty);
    }
    let models: Vec<Reading> = key.references.iter().map(|text| Reading::of(text)).collect();
    if models.iter().any(|model| model.same(&said)) {
        return Marks::all(1.0, Why::Model, key);
    }
    let questions: Vec<Reading> = key.question.iter().map(|text| Reading::of(text)).collect();
    let read = |texts: &[String]| texts.iter().map(|text| Reading::of(text)).collect();
    let phrasings: Vec<Vec<Reading>> = key.points.iter().map(|point| read(&point.any)).collect();
    let texts: Vec<&Reading> = models.iter().chain(phrasings.iter().flatten()).collect();
    let copied = honest::copied(&said, &questions);
    if honest::is_nothing(&said) {
        nothing(Why::Nothing)
    } else if honest::is_copy(&said, &copied, &questions, &texts) {
        nothing(Why::Copied)
    } else if honest::is_babble(&said) {
        nothing(Why::Stuffing)
    } else {
        let roles = Roles::of(key.question, &texts);
        let marks = if key.points.is_empty() {
            by_reference(&said, &questions, &models, key)
        } else {
            by_points(Said::of(&said, copied, &roles), &phrasings, &models, &roles, key)
        };
        let stuffed = || honest::is_row(&said) && !honest::asks_for_row(&questions, &models);
        if is_more_than_it_says(&marks, &said) && stuffed() { nothing(Why::Stuffing) } else { marks }
    }
}

/// Whether a reply made several points, or is long: a few words that make one point are terse, not stuffed.
fn is_more_than_it_says(marks: &Marks, said: &Reading) -> bool {
    marks.made.iter().filter(|made| **made).count() > 1 || said.tokens.len() > LONGEST_TERSE
}

fn by_reference(said: &Reading, questions: &[Reading], models: &[Reading], key: &OpenKey<'_>) -> Marks {
    let said = Compared::of(said);
    let given = Given::of(questions);
    let like = models.iter().map(|model| Likeness::of(&said, &Compared::of(model), &given));
    let like = like.max_by(|one, other| one.credit().total_cmp(&other.credit()));
    Marks { like, ..Marks::all(like.map_or(0.0, |like| like.credit()), Why::Reference, key) }
}

fn by_points(
    mut said: Said<'_>,
    phrasings: &[Vec<Reading>],
    models: &[Reading],
    roles: &Roles,
    key: &OpenKey<'_>,
) -> Marks {
    let models = models.iter().map(|model| Said::of(model, vec![false; model.tokens.len()], roles));
    let models: Vec<Said<'_>> = models.collect();
    let points = key.points.iter().zip(phrasings);
    let mut points: Vec<Wanted> = points.map(|(point, any)| Wanted::point(point, any, roles, &models)).collect();
    points::weigh(&mut points);
    let traps: Vec<Wanted> = key.traps.iter().map(|trap| Wanted::trap(trap, roles)).collect();
    let by: Vec<Option<usize>> = points.iter().map(|point| point.find(&said)).collect();
    let trapped: Vec<usize> = (0..traps.len()).filter(|at| traps[*at].spring(&mut said)).collect();
    let mut made: Vec<bool> = by.iter().map(Option::is_some).collect();
    if !trapped.is_empty() {
        made = points.iter().map(|point| point.find(&said).is_some()).collect();
    }
    for trap in &trapped {
        let near = points.iter().map(|point| point.likeness(&traps[*trap])).enumerate();
        let near = near.filter(|(_, likeness)| *likeness >= CONTRADICTS);
        if let Some((at, _)) = near.max_by(|one, other| one.1.total_cmp(&other.1)) {
            made[at] = false;
        }
    }
    let credit = share(key.points, &made, trapped.len());
    Marks { credit, made, by, trapped, why: Why::Points, like: None }
}

/// The weighted share of the points that were made, less a point's weight for each trap.
fn share(points: &[Point], made: &[bool], traps: usize) -> f64 {
    let all: f64 = points.iter().map(|point| point.weight).sum();
    let got: f64 = points.iter().zip(made).filter(|(_, made)| **made).map(|(point, _)| point.weight).sum();
    let cost = traps as f64 * all / points.len() as f64;
    if all > 0.0 { ((got - cost) / all).max(0.0) } else { 0.0 }
}
