//! What was not found, and what is near it.

use super::{
    card::{Block, Line, Span},
    cut,
    say::SHORT,
    words::{OUTSIDE, phrase, sentences},
};
use crate::quiz::Language;

/// What was not found, and the topics that are near it, or else the folders that there are.
pub(super) fn topics_near(
    language: Language,
    asked: &str,
    nearest: &[(String, String)],
    folders: &[String],
) -> Vec<Block> {
    let all = phrase("all-topics").line(language);
    let what = phrase("no-such-topic").text("asked", asked).line(language);
    if nearest.is_empty() && folders.is_empty() {
        return vec![Block::Lines(vec![sentences(language, [what, all])])];
    }
    if nearest.is_empty() {
        let folder = |folder: &String| phrase("a-folder").text("folder", folder).line(language);
        let first = sentences(language, [what, phrase("there-are").line(language)]);
        return near_lines(first, folders.iter().map(folder), all);
    }
    let near =
        |(slug, name): &(String, String)| phrase("near-topic").text("slug", slug).text("name", name).line(language);
    near_lines(sentences(language, [what, phrase("nearest").line(language)]), nearest.iter().map(near), all)
}

/// What was not found, and the zones that are near it.
pub(super) fn zones_near(language: Language, asked: &str, nearest: &[String]) -> Vec<Block> {
    let how = phrase("how-zone").line(language);
    if cut::outside(asked, OUTSIDE).is_empty() {
        return vec![Block::Lines(vec![how])];
    }
    let what = phrase("not-a-zone").text("asked", asked).line(language);
    if nearest.is_empty() {
        return vec![Block::Lines(vec![sentences(language, [what, how])])];
    }
    let near = |zone: &String| vec![Span::Code(cut::outside(zone, OUTSIDE))];
    near_lines(sentences(language, [what, phrase("nearest").line(language)]), nearest.iter().map(near), how)
}

/// As many of the nearest as fit between the first line and the last.
fn near_lines(first: Line, nearest: impl Iterator<Item = Line>, last: Line) -> Vec<Block> {
    let whole = |lines: &[Line], last: &Line| vec![Block::Lines([lines, std::slice::from_ref(last)].concat())];
    let mut lines = vec![first];
    for line in nearest {
        lines.push(line);
        if cut::weight(&whole(&lines, &last)) > SHORT {
            lines.pop();
            break;
        }
    }
    whole(&lines, &last)
}
