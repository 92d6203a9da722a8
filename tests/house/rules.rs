//! The rules of the house, each a table or a few lines.

use super::lexer::{Parts, imports, parts};

/// How long a file may be before its tests, lines.
const LINES: usize = 300;

/// What each room may import from the others. A longer path is narrower.
const DOORS: &[(&str, &[&str])] = &[
    ("quiz", &[]),
    ("clock", &[]),
    ("bank", &["quiz"]),
    ("speech", &["quiz"]),
    ("config", &["quiz"]),
    ("store", &["quiz", "speech::card"]),
    ("engine", &["quiz", "bank", "speech", "store", "clock"]),
    ("chat", &["quiz", "speech::card", "speech::finding", "engine::event", "engine::Inbox", "engine::inbox", "clock"]),
    ("courier", &["quiz", "speech::card", "store", "chat", "engine::event", "engine::Inbox", "engine::inbox", "clock"]),
    ("tools", &["bank", "config", "quiz", "speech::doctor", "speech::finding", "store"]),
    ("house", &["bank", "chat", "clock", "courier", "engine", "store"]),
];

/// Words that may stand only in some places: the word, where, and why.
const WORDS: &[(&str, &[&str], &str)] = &[
    ("sqlx", &["src/store/"], "only store/ talks to the database"),
    ("serenity", &["src/chat/discord/"], "serenity stays under chat/discord/"),
    ("teloxide", &["src/chat/telegram/"], "teloxide stays under chat/telegram/"),
    ("rustyline", &["src/chat/console/"], "the terminal is read under chat/console/"),
    ("reqwest", &["src/chat/"], "only chat/ has sockets"),
    ("TcpStream", &["src/chat/"], "only chat/ has sockets"),
    ("TcpListener", &["src/chat/"], "only chat/ has sockets"),
    ("UdpSocket", &["src/chat/"], "only chat/ has sockets"),
    ("Utc::now", &["src/clock.rs"], "only clock.rs knows the time"),
    ("Local::now", &["src/clock.rs"], "only clock.rs knows the time"),
    ("SystemTime::now", &["src/clock.rs"], "only clock.rs knows the time"),
    ("rand::rng", &["src/clock.rs"], "only clock.rs rolls dice"),
    ("rand::random", &[], "dice are an argument"),
    ("todo!", &[], "nothing is left to do"),
    ("unimplemented!", &[], "nothing is left to do"),
    ("dbg!", &[], "nothing is left of debugging"),
    ("unwrap()", &[], "say what was expected, or hand the error on"),
    ("Arc<Mutex", &["src/chat/"], "no shared state in the core"),
    ("cfg!(test)", &[], "running code does not know of tests"),
];

/// Words that no line may hold, comments included. In two parts, so that this file does not hold them.
const LEFT: &[(&str, &str)] = &[("TO", "DO"), ("FIX", "ME")];

/// What stands in pure rooms.
const PURE: &[&str] = &["src/quiz/", "src/speech/", "src/bank/"];

/// What pure code does not hold.
const IMPURE: &[&str] = &["async", "await", "tokio", "chrono::Utc::now", "tracing"];

/// Tags that only an adapter's markup.rs writes; the last one commands terminals.
const TAGS: &[&str] = &[
    "<b>",
    "</b>",
    "<i>",
    "<u>",
    "<s>",
    "<pre",
    "<code",
    "<blockquote",
    "<tg-",
    "<span",
    "<a href",
    "\\u{1b}",
    "\\x1b",
];

/// How statements begin.
const STATEMENTS: &[&str] = &[
    "select ",
    "insert into ",
    "insert or ",
    "update ",
    "delete from ",
    "create table ",
    "create index ",
    "drop ",
    "alter table ",
    "pragma ",
    "begin ",
    "with recursive ",
];

/// Where a statement may stand.
const STORE: &str = "src/store/";

/// Where Chinese may stand: what is said, what is read, and the names of topics.
const CHINESE: &[&str] = &["src/speech/", "src/bank/", "src/quiz/"];

/// Everything that this file under `src/` does against the rules: `path:line: why`.
pub(crate) fn broken(path: &str, text: &str) -> Vec<String> {
    let parts = parts(text);
    let mut found = Vec::new();
    let mut complain = |line: usize, why: &str| found.push(format!("{path}:{line}: {why}"));
    shape(path, text, &parts, &mut complain);
    words(path, &parts, &mut complain);
    doors(path, &parts, &mut complain);
    texts(path, &parts, &mut complain);
    found
}

fn shape(path: &str, text: &str, parts: &Parts, complain: &mut dyn FnMut(usize, &str)) {
    if !text.starts_with("//! ") {
        complain(1, "a file opens with one `//!` sentence");
    }
    if parts.lines.len() > LINES {
        complain(LINES, &format!("{} lines before the tests; {LINES} at most", parts.lines.len()));
    }
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let tests = lines.get(at + 1).is_some_and(|next| has_word(next, "mod"));
        if line.trim() == "#[cfg(test)]" && !tests {
            complain(at + 1, "running code does not know of tests");
        }
        if LEFT.iter().any(|(first, second)| has_word(line, &format!("{first}{second}"))) {
            complain(at + 1, "nothing is left to do");
        }
    }
    let chinese = CHINESE.iter().any(|room| path.starts_with(room));
    for (at, line) in parts.lines.iter().enumerate() {
        if !chinese && line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            complain(at + 1, "Chinese is spoken in speech/, bank/ and quiz/");
        }
    }
}

fn words(path: &str, parts: &Parts, complain: &mut dyn FnMut(usize, &str)) {
    let pure = PURE.iter().any(|room| path.starts_with(room));
    for (at, line) in parts.code.iter().enumerate() {
        for (word, places, why) in WORDS {
            if has_word(line, word) && !places.iter().any(|place| path.starts_with(place)) {
                complain(at + 1, &format!("`{word}`: {why}"));
            }
        }
        for word in IMPURE.iter().filter(|word| pure && has_word(line, word)) {
            complain(at + 1, &format!("`{word}`: this room is pure"));
        }
    }
}

fn doors(path: &str, parts: &Parts, complain: &mut dyn FnMut(usize, &str)) {
    let room = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
    let Some((_, open)) = DOORS.iter().find(|(name, _)| *name == room) else {
        if room != "main" && room != "lib" {
            complain(1, "a room that no rule knows: say in tests/house/rules.rs what it may import");
        }
        return;
    };
    for (line, import) in imports(&parts.code) {
        let through = |door: &str| import == door || import.starts_with(&format!("{door}::"));
        if !through(room) && !open.iter().any(|door| through(door)) {
            complain(line, &format!("`{room}` does not import `{import}`"));
        }
        let platform = ["chat::discord", "chat::telegram", "chat::console"].into_iter().find(|door| through(door));
        if let Some(platform) = platform.filter(|door| !path.starts_with(&format!("src/{}", door.replace("::", "/")))) {
            complain(line, &format!("only main names a platform: `{platform}`"));
        }
    }
}

fn texts(path: &str, parts: &Parts, complain: &mut dyn FnMut(usize, &str)) {
    let markup = path.ends_with("/markup.rs") || path.contains("/markup/");
    for (line, text) in &parts.texts {
        let folded = text.trim_start().to_lowercase();
        let statement = STATEMENTS.iter().any(|start| folded.starts_with(start))
            && (!folded.starts_with("update ") || folded.contains(" set "))
            && (!folded.starts_with("begin ") || folded.starts_with("begin immediate"));
        if statement && !path.starts_with(STORE) {
            complain(*line, "only store/ has SQL");
        }
        if statement && folded != text.trim_start() && is_shouted(text) {
            complain(*line, "SQL is written in lower case");
        }
        if let Some(tag) = TAGS.iter().find(|tag| text.contains(**tag)).filter(|_| !markup) {
            complain(*line, &format!("`{tag}`: only markup.rs writes markup"));
        }
    }
}

/// Whether a statement's first word is in capitals.
fn is_shouted(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.chars().all(|c| c.is_ascii_uppercase()))
}

/// The files that this one takes in for its tests alone: `#[cfg(test)] mod parity;`.
pub(crate) fn only_for_tests(path: &str, text: &str) -> Vec<String> {
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder,
        _ => path.trim_end_matches(".rs"),
    };
    let after = text.split("\n#[cfg(test)]\n").skip(1).filter_map(|rest| rest.lines().next());
    let names = after.filter_map(|line| line.rsplit_once("mod ")?.1.strip_suffix(';'));
    names.map(|name| format!("{folder}/{name}.rs")).collect()
}

/// What an SQL file does against the rules.
pub(crate) fn broken_sql(path: &str, text: &str) -> Vec<String> {
    let shouted = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "FROM", "WHERE", "NULL"];
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default();
        if shouted.iter().any(|word| has_word(code, word)) {
            found.push(format!("{path}:{}: SQL is written in lower case", at + 1));
        }
    }
    found
}

/// Whether the line holds this, not as a part of a longer word.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        let starts_inside = word.starts_with(char::is_alphanumeric) && part_of_word(before);
        let ends_inside = word.ends_with(char::is_alphanumeric) && part_of_word(after);
        !starts_inside && !ends_inside
    })
}
