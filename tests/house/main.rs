//! The rules of the house, held: every file of the program is read and looked through.

mod lexer;
mod rules;

use std::{fs, path::PathBuf};

use rules::{broken, broken_sql, only_for_tests};

/// Where the sources are: cargo says it when it runs a test, and else they are where they were built.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// Every file below this folder with this ending: its path from the root, and its text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = root();
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let name = path.strip_prefix(&root).expect("it lies below the root").display().to_string();
                found.push((name.replace('\\', "/"), fs::read_to_string(&path).expect("a source file is text")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_of_the_program_keeps_the_rules() {
    let files = files("src", "rs");
    assert!(files.len() > 20, "the walk finds the program: {}", files.len());
    let tests: Vec<String> = files.iter().flat_map(|(path, text)| only_for_tests(path, text)).collect();
    let running = files.iter().filter(|(path, _)| !tests.contains(path));
    let found: Vec<String> = running.flat_map(|(path, text)| broken(path, text)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn sql_is_written_in_lower_case() {
    let mut files = files("migrations", "sql");
    assert!(!files.is_empty(), "the walk finds the migrations");
    files.extend(self::files("src", "sql"));
    let found: Vec<String> = files.iter().flat_map(|(path, text)| broken_sql(path, text)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_test_file_says_what_it_is() {
    for (path, text) in files("tests", "rs") {
        assert!(text.starts_with("//! "), "{path}: a file opens with one `//!` sentence");
    }
}

/// A file, what it holds, and what is said of it: nothing where the last is empty.
const SAMPLES: &[(&str, &str, &str)] = &[
    ("src/quiz/a.rs", "fn f() {}", ":1: a file opens with"),
    ("src/engine/a.rs", "//! A.\nuse sqlx::Row;", ":2: `sqlx`: only store/ talks to the database"),
    ("src/store/a.rs", "//! A.\nuse sqlx::Row;", ""),
    ("src/chat/telegram/a.rs", "//! A.\nuse serenity::all::Http;", "`serenity`: "),
    ("src/chat/discord/a.rs", "//! A.\nuse serenity::all::Http;", ""),
    ("src/chat/discord/a.rs", "//! A.\n// teloxide does it otherwise\nlet a = \"teloxide\";", ""),
    ("src/courier/a.rs", "//! A.\nuse tokio::net::TcpStream;", "`TcpStream`: only chat/ has sockets"),
    ("src/engine/a.rs", "//! A.\nlet now = chrono::Utc::now();", "`Utc::now`: "),
    ("src/clock.rs", "//! A.\nlet now = Utc::now();", ""),
    ("src/engine/a.rs", "//! A.\nlet dice = rand::rng();", "`rand::rng`: "),
    ("src/engine/a.rs", "//! A.\nuse rand::rngs::StdRng;", ""),
    ("src/engine/a.rs", "//! A.\ntodo!()", "`todo!`: nothing is left"),
    ("src/engine/a.rs", "//! A.\nlet a = b.unwrap();", "`unwrap()`: say what"),
    ("src/engine/a.rs", "//! A.\nlet a = b.unwrap_or_default();", ""),
    ("src/engine/a.rs", "//! A.\n\n#[cfg(test)]\nmod tests { fn f() { b.unwrap(); } }", ""),
    ("src/engine/a.rs", "//! A.\n\n#[cfg(test)]\nfn only_here() {}", ":3: running code does not know of tests"),
    ("src/engine/a.rs", "//! A.\nlet state: Arc<Mutex<u8>>;", "`Arc<Mutex`: no shared state"),
    ("src/quiz/a.rs", "//! A.\nasync fn f() {}", "`async`: this room is pure"),
    ("src/speech/a.rs", "//! A.\nf().await", "`await`: this room is pure"),
    ("src/quiz/a.rs", "//! A.\nuse crate::store::Store;", "`quiz` does not import `store::Store`"),
    (
        "src/store/a.rs",
        "//! A.\nuse crate::{quiz::Mode, speech::{card::Card, say::Say}};",
        "does not import `speech::say::Say`",
    ),
    ("src/store/a.rs", "//! A.\nuse crate::{quiz::Mode, speech::card::{Card, Span}};", ""),
    (
        "src/chat/a.rs",
        "//! A.\nuse crate::{\n    engine::{Inbox, event::Event},\n    store as s,\n};",
        "does not import `store`",
    ),
    ("src/chat/a.rs", "//! A.\nuse crate::engine::Engine;", "`chat` does not import `engine::Engine`"),
    ("src/engine/a.rs", "//! A.\nfn f() { crate::courier::g() }", "`engine` does not import `courier::g`"),
    ("src/courier/a.rs", "//! A.\nuse crate::chat::discord::Discord;", "only main names a platform"),
    ("src/chat/discord/a.rs", "//! A.\nuse crate::chat::discord::markup;", ""),
    ("src/attic/a.rs", "//! A.\n", "a room that no rule knows"),
    ("src/engine/a.rs", "//! A.\nlet a = \"select 1\";", ":2: only store/ has SQL"),
    ("src/engine/a.rs", "//! A.\nlet a = r#\"\n  Delete from rounds\"#;", "only store/ has SQL"),
    ("src/engine/a.rs", "//! A.\nlet a = \"update the plan\"; // select 1", ""),
    ("src/store/a.rs", "//! A.\nlet a = \"SELECT 1\";", "SQL is written in lower case"),
    ("src/store/a.rs", "//! A.\nlet a = \"select 1\";", ""),
    ("src/speech/a.rs", "//! A.\nlet a = \"<b>no</b>\";", "`<b>`: only markup.rs"),
    ("src/chat/telegram/markup.rs", "//! A.\nlet a = \"<b>yes</b>\";", ""),
    ("src/chat/a.rs", "//! A.\nlet a = \"\\u{1b}[1m\";", "only markup.rs"),
    ("src/engine/a.rs", "//! A.\nlet a = \"\u{5bf9}\";", "Chinese is spoken"),
    ("src/speech/a.rs", "//! A.\nlet a = \"\u{5bf9}\";", ""),
];

#[test]
fn every_rule_bites_and_bites_nobody_else() {
    for (path, text, expected) in SAMPLES {
        let found = broken(path, text);
        let as_expected = match *expected {
            "" => found.is_empty(),
            expected => found.iter().any(|complaint| complaint.contains(expected)),
        };
        assert!(as_expected, "{path}: {text}\nexpected: {expected:?}\nfound: {found:?}");
    }
    let left = format!("//! A.\n// {}{}: later\n", "TO", "DO");
    assert_eq!(broken("src/engine/a.rs", &left), ["src/engine/a.rs:2: nothing is left to do"]);
    let long = format!("//! A.\n{}", "\n".repeat(300));
    assert_eq!(broken("src/engine/a.rs", &long), ["src/engine/a.rs:300: 301 lines before the tests; 300 at most"]);
    let tested = format!("//! A.\n\n#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(300));
    assert_eq!(broken("src/engine/a.rs", &tested), Vec::<String>::new());
    let room = "//! A.\n\n#[cfg(test)]\npub(super) mod parity;\n";
    assert_eq!(only_for_tests("src/speech/mod.rs", room), ["src/speech/parity.rs"]);
    assert_eq!(only_for_tests("src/speech/say.rs", room), ["src/speech/say/parity.rs"]);
    assert_eq!(broken("src/speech/mod.rs", room), Vec::<String>::new());
    assert_eq!(broken_sql("a.sql", "-- SELECT\nselect 1\nFROM x"), ["a.sql:3: SQL is written in lower case"]);
}

#[test]
fn a_file_is_taken_apart() {
    let parts =
        lexer::parts("a('\\'', b'\"', \"x\\\"// no\") // \"c\"\nfn f<'a>(r: &'a str) { r\"\n\\\" } /* \"d\" */ 'e'");
    assert_eq!(parts.code, ["a(\"\", b\"\", \"\") ", "fn f<'a>(r: &'a str) { \"\"", " }  \"\""]);
    let texts: Vec<(usize, &str)> = parts.texts.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(texts, [(1, "\\'"), (1, "\""), (1, "x\\\"// no"), (2, "\n\\"), (3, "e")]);
}
