//! What decided, in a sentence for whoever writes questions.

use super::{Likeness, Marks, OpenKey, Why};

/// One English sentence about the marks: which points were found by which phrasing and which are missing, or how the
/// reply compares with the model answer.
pub fn explain(marks: &Marks, key: &OpenKey<'_>) -> String {
    match marks.why {
        Why::Points => of_points(marks, key),
        Why::Reference => marks.like.map_or_else(|| "there is nothing to compare it with".to_owned(), of_likeness),
        Why::Model => "it is the model answer word for word".to_owned(),
        Why::Stuffing => "it is a row of keywords without a sentence".to_owned(),
        Why::Copied => "it says nothing beyond the question".to_owned(),
        Why::Nothing => "it says that there is no answer".to_owned(),
        Why::Empty => "it is empty".to_owned(),
        Why::TooLong => format!("it is longer than {} characters", super::LONGEST_CHARACTERS),
    }
}

fn of_points(marks: &Marks, key: &OpenKey<'_>) -> String {
    let (mut made, mut undone, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for (at, point) in key.points.iter().enumerate() {
        let name = name(&point.say, &point.any);
        match (marks.made[at], marks.by[at].and_then(|by| point.any.get(by))) {
            (true, Some(phrasing)) => made.push(format!("{name:?} by {phrasing:?}")),
            (true, None) => made.push(format!("{name:?}")),
            (false, Some(_)) => undone.push(format!("{name:?}")),
            (false, None) => missing.push(format!("{name:?}")),
        }
    }
    let traps = marks.trapped.iter().filter_map(|at| key.traps.get(*at));
    let traps: Vec<String> = traps.map(|trap| format!("{:?}", name(&trap.say, &trap.any))).collect();
    let parts = [("made", made), ("undone by a trap", undone), ("missing", missing), ("trapped", traps)];
    let parts = parts.into_iter().filter(|(_, all)| !all.is_empty());
    parts.map(|(what, all)| format!("{what}: {}", all.join(", "))).collect::<Vec<String>>().join("; ")
}

/// What a point or a trap is called: in the author's words, or else by its first phrasing.
fn name<'a>(say: &'a crate::quiz::question::Text, any: &'a [String]) -> &'a str {
    let said = say.en.as_deref().or(say.zh.as_deref()).filter(|said| !said.is_empty());
    said.or(any.first().map(String::as_str)).unwrap_or_default()
}

fn of_likeness(like: Likeness) -> String {
    let percent = |share: f64| (share * 100.0).round();
    let mut text = format!(
        "against the nearest model answer: {} % of its words, {} % of its runs of characters, {} % of its length",
        percent(like.words),
        percent(like.meaning),
        percent(like.length)
    );
    if let Some(items) = like.list {
        text.push_str(&format!(", {} % of its items", percent(items)));
    }
    for (is_so, what) in [
        (like.denied, ", and only one of both denies"),
        (like.contrary, ", with the contrary of one of its words"),
        (like.other_verdict, ", with the other verdict"),
        (like.nought, ", with zero where the other isn't"),
    ] {
        text.push_str(if is_so { what } else { "" });
    }
    text
}
