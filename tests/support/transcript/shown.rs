//! What the bot did, as lines of a transcript.

use chrono::{DateTime, Timelike};
use chrono_tz::Tz;

use super::{
    cast::Cast,
    stage::{Deed, Said},
};

/// Longer lines are cut, characters.
const LONGEST: usize = 700;

/// Everything that was said, in order. With `since_ms`, the time of day stands before what was said after it.
pub(crate) fn shown(said: &[Said], cast: &Cast, zone: Tz, since_ms: Option<i64>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last_ms = since_ms;
    for said in said {
        if last_ms.is_some_and(|last_ms| last_ms != said.at_ms) {
            lines.push(time(said.at_ms, since_ms.unwrap_or_default(), zone));
            last_ms = Some(said.at_ms);
        }
        lines.extend(deed(said, cast));
    }
    lines
}

/// `(09:00)`, `(09:00:05)`, `(2026-03-02 09:00)` where the day is another one.
fn time(at_ms: i64, since_ms: i64, zone: Tz) -> String {
    let local = |ms: i64| DateTime::from_timestamp_millis(ms).expect("a time").with_timezone(&zone);
    let (at, since) = (local(at_ms), local(since_ms));
    let day = if at.date_naive() == since.date_naive() { "" } else { "%Y-%m-%d " };
    let time = if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    format!("({})", at.format(&format!("{day}{time}")))
}

fn deed(said: &Said, cast: &Cast) -> Vec<String> {
    let whom = whom(said, cast);
    let numbered = |number: &Option<usize>| number.map_or_else(|| "its message".to_owned(), |n| format!("[{n}]"));
    match &said.what {
        Deed::Says(None, lines) => spoken(&format!("bot{whom}> "), lines),
        Deed::Says(Some(number), lines) => spoken(&format!("bot{whom}> [{number}] "), lines),
        Deed::Edits(number, lines) => spoken(&format!("bot{whom} edits {}> ", numbered(number)), lines),
        Deed::Sees(message) => {
            let person = cast.messages.get(message).map_or("?", String::as_str);
            vec![format!("bot{whom} sees {person}'s message")]
        }
        Deed::Prints(line) => vec![format!("bot prints> {line}")],
        Deed::Deletes(number) => vec![format!("bot{whom} takes {} away", numbered(number))],
    }
}

/// Nothing for the main chat; `*ada` for her alone; `@telegram:-2` for another chat.
fn whom(said: &Said, cast: &Cast) -> String {
    let (chat, main) = (&said.chat, cast.main());
    let platform = if chat.platform == main.platform { String::new() } else { format!("@{}", chat.platform) };
    let owner = if cast.chats.contains(chat) { None } else { cast.owner(chat) };
    match (&said.handle, owner) {
        (Some(_), Some(owner)) | (None, Some(owner)) => format!("*{owner}{platform}"),
        (Some(handle), None) if chat == main => format!("*{}", cast.handled(handle)),
        (Some(handle), None) => format!("*{}@{chat}", cast.handled(handle)),
        (None, None) if chat == main => String::new(),
        (None, None) => format!("@{chat}"),
    }
}

fn spoken(head: &str, lines: &[String]) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for line in lines {
        let line = visible(line);
        shown.push(if shown.is_empty() { format!("{head}{line}") } else { format!("    {line}") });
    }
    if shown.is_empty() { vec![head.trim_end().to_owned()] } else { shown }
}

/// What can't be seen is written down: `<U+202E>`.
fn visible(line: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
    };
    let count = line.chars().count();
    let mut visible = String::new();
    for c in line.chars().take(LONGEST) {
        match hidden(c) {
            true => visible.push_str(&format!("<U+{:04X}>", u32::from(c))),
            false => visible.push(c),
        }
    }
    if count > LONGEST {
        visible.push_str(&format!(" .. ({count} characters)"));
    }
    visible.trim_end().to_owned()
}
