//! A small bank whose right answers the tests know by themselves: every prompt says its number.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::{fmt::Write, path::Path};

/// How many questions there are.
pub const QUESTIONS: usize = 40;
/// What every choice question offers.
pub const OPTIONS: [&str; 4] = ["red", "green", "blue", "teal"];
/// The right reply to every typed question.
pub const RIGHT_WORD: &str = "quorum";
/// A wrong one.
pub const WRONG_WORD: &str = "banana";

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One option.
    Single,
    /// Two of the options.
    Multiple,
    /// A word.
    Text,
}

/// The kind of a question.
pub fn kind(number: usize) -> Kind {
    match number % 4 {
        0 => Kind::Single,
        1 => Kind::Text,
        _ => Kind::Multiple,
    }
}

/// What the right answer at the first try is worth.
pub fn points(number: usize) -> i64 {
    10 * difficulty(number)
}

fn difficulty(number: usize) -> i64 {
    1 + (number % 5) as i64
}

/// The right options, by their places in [`OPTIONS`].
pub fn right(number: usize) -> Vec<usize> {
    match kind(number) {
        Kind::Single => vec![number / 4 % 4],
        Kind::Multiple => vec![number / 4 % 2, 2 + number / 8 % 2],
        Kind::Text => Vec::new(),
    }
}

/// The number of the question that this text asks.
pub fn number_in(text: &str) -> Option<usize> {
    let at = text.find("Number ")? + "Number ".len();
    text.get(at..at + 2)?.parse().ok().filter(|number| *number < QUESTIONS)
}

/// Writes the bank into this folder, as one topic.
pub fn write(folder: &Path) {
    write_only(folder, &[Kind::Single, Kind::Multiple, Kind::Text]);
}

/// The same with questions of these kinds alone.
pub fn write_only(folder: &Path, kinds: &[Kind]) {
    let mut topic = String::from("name = { en = \"Kill\", zh = \"断电\" }\n");
    for number in (0..QUESTIONS).filter(|number| kinds.contains(&kind(*number))) {
        let kind_name = match kind(number) {
            Kind::Single => "single",
            Kind::Multiple => "multiple",
            Kind::Text => "text",
        };
        let difficulty = difficulty(number);
        writeln!(
            topic,
            "[[question]]\nid = \"q{number:02}\"\nkind = \"{kind_name}\"\ndifficulty = {difficulty}\n\
             prompt = \"Number {number:02}: which is it?\"\nexplanation = \"It is so.\"\nsources = [\"RFC 9293\"]"
        )
        .expect("a text grows");
        if kind(number) == Kind::Text {
            writeln!(topic, "accept = [\"{RIGHT_WORD}\"]\ntypos = false").expect("a text grows");
        } else {
            let right = right(number);
            let option = |(place, text): (usize, &&str)| match right.contains(&place) {
                true => format!("{{ en = \"{text}\", zh = \"{text}\", right = true }}"),
                false => format!("\"{text}\""),
            };
            let options: Vec<String> = OPTIONS.iter().enumerate().map(option).collect();
            writeln!(topic, "options = [{}]", options.join(", ")).expect("a text grows");
        }
    }
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::write(folder.join("kill.toml"), topic).expect("a file");
}
