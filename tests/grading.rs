//! Replies and what they are worth: every row of every table in tests/grading, one file per kind of question.

use std::{fs, path::Path};

use quizbot::quiz::{
    Expected, Verdict,
    question::{Kind, Question, Text},
};
use serde::Deserialize;

/// A table: questions of one kind, each with replies.
#[derive(Debug, Deserialize)]
struct Table {
    question: Vec<Asked>,
}

/// A question and the verdict on each reply to it.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The key, as the bank has it.
    key: Kind,
    /// `order[shown]` = place; as written where it is missing.
    order: Option<Vec<usize>>,
    /// Reply, then verdict: `right`, `wrong`, `partial 0.5`, `close: the prompt`, `unreadable`.
    replies: Vec<(String, String)>,
}

fn question(kind: Kind) -> Question {
    Question {
        id: "grading/table".to_owned(),
        topic: "grading".to_owned(),
        topic_name: Text::same("Grading"),
        difficulty: 1,
        prompt: Text::same("?"),
        kind,
        shuffle: false,
        explanation: None,
        sources: Vec::new(),
        tags: Vec::new(),
        hint: None,
    }
}

fn verdict(question: &Question, order: &[usize], reply: &str) -> String {
    let verdict = question.read(reply, order).map(|reply| question.judge(&reply));
    match verdict {
        None | Some(Verdict::Unreadable(_)) => "unreadable".to_owned(),
        Some(Verdict::Right) => "right".to_owned(),
        Some(Verdict::Wrong) => "wrong".to_owned(),
        Some(Verdict::Partial(credit)) => format!("partial {}", (credit * 100.0).round() / 100.0),
        Some(Verdict::Close(say)) => format!("close: {}", say.en.or(say.zh).unwrap_or_default()),
    }
}

/// The rows of one file whose verdict is another, and how many rows there are.
fn check(path: &Path) -> (Vec<String>, usize) {
    let text = fs::read_to_string(path).expect("a table");
    let table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for asked in table.question {
        let question = question(asked.key);
        let order = asked.order.unwrap_or_else(|| (0..question.option_count()).collect());
        for (reply, expected) in asked.replies {
            rows += 1;
            let found = verdict(&question, &order, &reply);
            if found != expected {
                wrong.push(format!("{name}: {reply:?} is {found}, not {expected}"));
            }
        }
    }
    (wrong, rows)
}

#[test]
fn every_reply_has_its_verdict() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grading");
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for kind in ["single", "multiple", "truth", "number", "text"] {
        let (wrong_here, rows_here) = check(&folder.join(format!("{kind}.toml")));
        assert!(rows_here >= 20, "{kind}: only {rows_here} rows");
        wrong.extend(wrong_here);
        rows += rows_here;
    }
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 150, "only {rows} rows");
}

#[test]
fn snapshots_and_verdicts_survive_the_database() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grading");
    for kind in ["single", "multiple", "truth", "number", "text"] {
        let text = fs::read_to_string(folder.join(format!("{kind}.toml"))).expect("a table");
        let table: Table = toml::from_str(&text).expect("a table");
        for asked in table.question {
            let question = question(asked.key);
            let json = serde_json::to_string(&question).expect("json");
            let again: Question = serde_json::from_str(&json).expect("the same question");
            assert_eq!(again, question);
            assert_eq!(serde_json::to_string(&again).expect("json"), json, "the hash stays the same");
        }
    }
    let verdicts = [
        (Verdict::Right, r#"{"verdict":"right"}"#),
        (Verdict::Partial(0.5), r#"{"verdict":"partial","detail":0.5}"#),
        (Verdict::Close(Text::same("?")), r#"{"verdict":"close","detail":{"en":"?","zh":"?"}}"#),
        (Verdict::Wrong, r#"{"verdict":"wrong"}"#),
        (Verdict::Unreadable(Expected::Number), r#"{"verdict":"unreadable","detail":"number"}"#),
        (Verdict::Unreadable(Expected::Letters(4)), r#"{"verdict":"unreadable","detail":{"letters":4}}"#),
    ];
    for (verdict, json) in verdicts {
        assert_eq!(serde_json::to_string(&verdict).expect("json"), json);
        assert_eq!(serde_json::from_str::<Verdict>(json).expect("a verdict"), verdict);
    }
}
