//! A question's message: open, closed, and its result.

use super::{
    card::{Answering, Block, Card, Controls, Line, Span, plain_line},
    cut, markdown,
    result::right_answers,
    say::Worth,
    words::{OUTSIDE, label, phrase},
    worth::letter,
};
use crate::quiz::{
    Language, Mode, RoundId,
    question::{Kind, Question, Text},
};

pub use super::result::result;

/// One message of Discord, in characters with their markup: the platform that takes the least.
pub(super) const MESSAGE: usize = 2_000;

/// What is left at least of an option's text where the whole question is too long, in characters. Buttons keep more.
const OPTION: usize = 24;

/// A form's title and the label of its field, in characters: Discord takes 45.
const FIELD: usize = 45;

/// The most stars there are.
const STARS: usize = 5;

/// A question as it is put to a chat.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What is asked.
    pub question: &'a Question,
    /// Its round.
    pub round: RoundId,
    /// `order[shown]` = place in the question.
    pub order: &'a [usize],
    /// Daily or quiz.
    pub mode: Mode,
    /// Which question of how many, in a series of more than one.
    pub series: Option<(u32, u32)>,
    /// Whether the chat is one person's: there is a skip button then and no "answer privately".
    pub private: bool,
    /// How many have answered.
    pub answered: u32,
    /// How long it stays open, where that is short enough to be said.
    pub seconds: Option<i64>,
}

/// How a round ended.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The question.
    pub asked: Asked<'a>,
    /// How many of those who answered were wholly right.
    pub right: u32,
    /// How many were partly right.
    pub partial: u32,
    /// How many picked each option, by its place in the question; empty for typed kinds.
    pub picks: Vec<u32>,
    /// Who got points, first come first: name and points. At most `NAMED`.
    pub first: Vec<(String, i64)>,
    /// In a private chat, what its one player's final answer was worth; None where it was skipped.
    pub own: Option<Worth>,
}

/// How many of those who got points the result names.
pub const NAMED: usize = 3;

/// The open question.
pub fn open(language: Language, asked: &Asked<'_>) -> Card {
    let line = |shown: usize, text: Line| [vec![Span::Bold(format!("{})", letter(shown))), space()], text].concat();
    let blocks = sheet(language, asked, how(language, asked), |shown, _, text| line(shown, text));
    Card { blocks, controls: Some(open_controls(language, asked)) }
}

/// The question once it is over: with the right answer.
pub fn closed(language: Language, asked: &Asked<'_>) -> Card {
    let right = asked.question.right_picks();
    let last = count(language, asked).map(|text| vec![Span::Text(text)]).unwrap_or_default();
    let line = |shown: usize, place: usize, text: Line| {
        let text = [vec![Span::Text(format!("{}) ", letter(shown)))], text].concat();
        if right.contains(&place) { marked(&text) } else { text }
    };
    let mut blocks = sheet(language, asked, last, line);
    if options(language, asked.question).is_empty() {
        let at = blocks.len() - usize::from(asked.answered > 0);
        blocks.insert(at, Block::Lines(vec![right_answers(language, asked)]));
    }
    let shown = shown_options(language, asked);
    let options = shown.into_iter().map(|(place, text)| (plain_line(&text), right.contains(&place))).collect();
    Card { blocks, controls: Some(controls(asked, Answering::Closed { options })) }
}

/// The header, the prompt, the options and a last line. Options are cut where the whole would be more than a message.
fn sheet(language: Language, asked: &Asked<'_>, last: Line, line: impl Fn(usize, usize, Line) -> Line) -> Vec<Block> {
    let mut blocks = vec![Block::Lines(vec![header(language, asked)])];
    blocks.extend(markdown::blocks(asked.question.prompt.get(language)));
    let last = (!last.is_empty()).then(|| Block::Lines(vec![last]));
    let options = shown_options(language, asked);
    let lines = |most: usize| {
        let shown = options.iter().enumerate();
        shown.map(|(shown, (place, text))| line(shown, *place, cut::fit_line(text.clone(), most))).collect::<Vec<_>>()
    };
    if !options.is_empty() {
        let room = MESSAGE.saturating_sub(
            cut::weight(&blocks) + last.as_ref().map_or(0, |last| cut::weight(std::slice::from_ref(last))),
        );
        blocks.push(fitting(room, options.len(), lines));
    }
    blocks.extend(last);
    blocks
}

/// The options' lines, cut to the same length where they need more room.
fn fitting(room: usize, count: usize, lines: impl Fn(usize) -> Vec<Line>) -> Block {
    let whole = Block::Lines(lines(usize::MAX));
    let over = |block: &Block| cut::weight(std::slice::from_ref(block)) > room;
    let marks = cut::weight(&[Block::Lines(lines(0))]);
    match over(&whole) {
        true => Block::Lines(lines((room.saturating_sub(marks) / count).max(OPTION))),
        false => whole,
    }
}

/// `Daily question · Locking · ★★☆☆☆`.
fn header(language: Language, asked: &Asked<'_>) -> Line {
    let label = match (asked.series, asked.mode) {
        (Some((place, total)), _) => {
            Some(phrase("question-of").number("place", place).number("total", total).plain(language))
        }
        (None, Mode::Daily) => Some(label("daily-question", language)),
        (None, Mode::Quiz) => None,
    };
    let topic = Some(cut::outside(asked.question.topic_name.get(language), OUTSIDE)).filter(|name| !name.is_empty());
    let stars = usize::from(asked.question.difficulty).min(STARS);
    let stars = "★".repeat(stars) + &"☆".repeat(STARS - stars);
    let mut parts = label.into_iter().chain(topic).chain([stars]);
    let first = parts.next().into_iter().map(Span::Bold);
    first.chain(parts.map(|part| Span::Text(format!(" · {part}")))).collect()
}

/// How it is answered, for how long, and how many did: `Press a letter · 60 seconds · 12 answered`.
fn how(language: Language, asked: &Asked<'_>) -> Line {
    let how = match &asked.question.kind {
        Kind::Single { .. } | Kind::Truth { .. } => "press-one",
        Kind::Multiple { .. } => "press-some",
        _ if asked.private => "send-answer",
        _ => "reply-answer",
    };
    let seconds = asked.seconds.map(|seconds| phrase("seconds").number("seconds", seconds).plain(language));
    let parts: Vec<_> = [Some(label(how, language)), seconds, count(language, asked)].into_iter().flatten().collect();
    vec![Span::Text(parts.join(" · "))]
}

/// `12 answered`; None before the first.
fn count(language: Language, asked: &Asked<'_>) -> Option<String> {
    (asked.answered > 0).then(|| phrase("answered").number("count", asked.answered).plain(language))
}

fn open_controls(language: Language, asked: &Asked<'_>) -> Controls {
    let options: Vec<_> = shown_options(language, asked).into_iter().map(|(_, text)| plain_line(&text)).collect();
    let answering = match &asked.question.kind {
        Kind::Single { .. } | Kind::Truth { .. } => Answering::One { options },
        Kind::Multiple { .. } => {
            Answering::Some { options, done: label("done", language), placeholder: label("pick-here", language) }
        }
        kind => Answering::Typed {
            answer: label("answer-button", language),
            title: title(language, asked.question),
            field: cut::cut(&field(language, kind), FIELD),
        },
    };
    let has_hint = asked.question.hint.as_ref().is_some_and(|hint| !hint.get(language).trim().is_empty());
    let typed = matches!(answering, Answering::Typed { .. });
    Controls {
        hint: has_hint.then(|| label("hint-button", language)),
        privately: (typed && !asked.private).then(|| label("privately-button", language)),
        skip: asked.private.then(|| label("skip-button", language)),
        ..controls(asked, answering)
    }
}

fn controls(asked: &Asked<'_>, answering: Answering) -> Controls {
    Controls { round: asked.round, answering, hint: None, privately: None, skip: None }
}

/// The form's title: the topic.
fn title(language: Language, question: &Question) -> String {
    let topic = cut::outside(question.topic_name.get(language), FIELD - 2); // isolates come on top
    if topic.is_empty() { label("answer-button", language) } else { topic }
}

fn field(language: Language, kind: &Kind) -> String {
    match kind {
        Kind::Number { unit: Some(unit), .. } => phrase("a-number-in").text("unit", unit.get(language)).plain(language),
        Kind::Number { .. } => label("a-number", language),
        _ => label("a-few-words", language),
    }
}

/// The options by their place in the question; none for typed kinds.
pub(super) fn options(language: Language, question: &Question) -> Vec<Line> {
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => {
            options.iter().map(|option| option_line(&option.text, language)).collect()
        }
        Kind::Truth { .. } => ["true", "false"].map(|word| vec![Span::Text(label(word, language))]).into(),
        _ => Vec::new(),
    }
}

fn option_line(text: &Text, language: Language) -> Line {
    markdown::option(text.get(language))
}

/// The options as shown: place in the question, and text.
pub(super) fn shown_options(language: Language, asked: &Asked<'_>) -> Vec<(usize, Line)> {
    let options = options(language, asked.question);
    asked.order.iter().filter_map(|&place| Some((place, options.get(place)?.clone()))).collect()
}

/// A line that stands out as right.
fn marked(line: &[Span]) -> Line {
    vec![Span::Bold(format!("✓ {}", plain_line(line)))]
}

fn space() -> Span {
    Span::Text(" ".to_owned())
}
