//! Replies and what they are worth: every row of every table in tests/grading, one file per kind of question.

use std::{fs, path::Path};

use proptest::prelude::*;
use quizbot::quiz::{
    Expected, Prompt, Verdict,
    judge::{AnswerKey, Compared, Known, explained, open::Why},
    question::{Choice, Kind, Point, Question, Reply, Text, Trap},
};
use serde::Deserialize;

/// The kinds that have a table each.
const KINDS: [&str; 7] = ["single", "multiple", "truth", "number", "text", "order", "open"];

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
    /// What is asked, where the judge reads it: replies lean on it, and one copied from it earns nothing.
    prompt: Option<Asking>,
    /// `order[shown]` = place; as written where it is missing.
    order: Option<Vec<usize>>,
    /// Reply, then verdict: `right`, `wrong`, `partial 0.5`, `close: the prompt`, `unreadable`; for explanations the
    /// range of the credit and, behind `makes`, the points made, counted from 1: `0.4..0.6 makes 1 3`.
    replies: Vec<(String, String)>,
}

/// What is asked: one text for both languages, or one in each.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Asking {
    Same(String),
    Each(Text),
}

impl Asking {
    fn text(self) -> Text {
        match self {
            Self::Same(text) => Text::same(&text),
            Self::Each(text) => text,
        }
    }
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
    let verdict = question.read(reply, order).map(|reply| question.judge(&reply, &Known::default()));
    match verdict {
        None | Some(Verdict::Unreadable(_)) => "unreadable".to_owned(),
        Some(Verdict::Right) => "right".to_owned(),
        Some(Verdict::Wrong) => "wrong".to_owned(),
        Some(Verdict::Partial(credit)) => format!("partial {}", (credit * 100.0).round() / 100.0),
        Some(Verdict::Close(Prompt::Homophone)) => "close: it sounds like it".to_owned(),
        Some(Verdict::Close(Prompt::Own(say))) => format!("close: {}", say.en.or(say.zh).unwrap_or_default()),
    }
}

/// Whether an explanation earns a credit of this range, and makes these points where the row says which.
fn is_in_range(question: &Question, reply: &str, expected: &str) -> bool {
    let Some(marks) = question.marks(reply).filter(|marks| marks.why != Why::Empty) else { return false };
    let (range, points) =
        expected.split_once(" makes").map_or((expected, None), |(range, points)| (range, Some(points)));
    let Some((low, high)) = range.split_once("..") else { return false };
    let [low, high] = [low, high].map(|bound| bound.parse::<f64>().expect("a credit"));
    let places = |points: &str| points.split_whitespace().map(|place| place.parse().expect("a place")).collect();
    let wanted: Option<Vec<usize>> = points.map(places);
    let made: Vec<usize> = (1..).zip(&marks.made).filter(|(_, made)| **made).map(|(place, _)| place).collect();
    (low..=high).contains(&marks.credit) && wanted.is_none_or(|wanted| wanted == made)
}

/// The rows of one file whose verdict is another, and how many rows there are.
fn check(path: &Path) -> (Vec<String>, usize) {
    let text = fs::read_to_string(path).expect("a table");
    let table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for asked in table.question {
        let mut question = question(asked.key);
        question.prompt = asked.prompt.map_or(question.prompt, Asking::text);
        let order = asked.order.unwrap_or_else(|| (0..question.option_count()).collect());
        for (reply, expected) in asked.replies {
            rows += 1;
            let found = verdict(&question, &order, &reply);
            if found != expected && !is_in_range(&question, &reply, &expected) {
                let made = question.marks(&reply).map(|marks| format!(" {:?}", marks.made)).unwrap_or_default();
                wrong.push(format!("{name}: {reply:?} is {found}{made}, not {expected}"));
            }
        }
    }
    (wrong, rows)
}

#[test]
fn every_reply_has_its_verdict() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grading");
    let (mut wrong, mut rows) = (Vec::new(), 0);
    for kind in KINDS {
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
    for kind in KINDS {
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
        (Verdict::Close(Prompt::Homophone), r#"{"verdict":"close","detail":"homophone"}"#),
        (Verdict::Close(Prompt::Own(Text::same("?"))), r#"{"verdict":"close","detail":{"en":"?","zh":"?"}}"#),
        (Verdict::Wrong, r#"{"verdict":"wrong"}"#),
        (Verdict::Unreadable(Expected::Number), r#"{"verdict":"unreadable","detail":"number"}"#),
        (Verdict::Unreadable(Expected::Letters(4)), r#"{"verdict":"unreadable","detail":{"letters":4}}"#),
        (Verdict::Unreadable(Expected::Order(4)), r#"{"verdict":"unreadable","detail":{"order":4}}"#),
    ];
    for (verdict, json) in verdicts {
        assert_eq!(serde_json::to_string(&verdict).expect("json"), json);
        assert_eq!(serde_json::from_str::<Verdict>(json).expect("a verdict"), verdict);
    }
}

/// Everything that people and attackers type: words of the judge, signs, and any character at all.
fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("not ".to_owned()),
        Just("不是".to_owned()),
        Just("应该是".to_owned()),
        Just("i think ".to_owned()),
        Just(" or ".to_owned()),
        Just("deadlock".to_owned()),
        Just("死锁".to_owned()),
        Just("三百".to_owned()),
        Just("1,000".to_owned()),
        Just("two hundred ".to_owned()),
        Just("b a c ".to_owned()),
        Just("先b再a".to_owned()),
        Just(" -> ".to_owned()),
        "[a-z0-9 .,/^*%+-]{0,6}",
        "\\PC{0,6}",
        "(\\p{M}|\\p{Cf}|\\p{Cc}|\\p{Zs}){0,3}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn every_kind() -> Vec<Question> {
    let option = |text: &str, right| Choice { text: Text::same(text), right, why: None };
    let options = vec![option("deadlock", true), option("死锁, 1,000", true), option("two or three", false)];
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let kinds = [
        Kind::Single { options: options.clone() },
        Kind::Multiple { options },
        Kind::Truth { answer: true },
        Kind::Number { answer: 300.0, tolerance: 1.0, unit: Some(Text::same("ms")) },
        Kind::Text { accept: texts(&["deadlock", "死锁"]), reject: texts(&["livelock"]), close: vec![], typos: true },
        Kind::Order { items: vec![Text::same("deadlock"), Text::same("死锁 `x`"), Text::same("two, three")] },
        Kind::Open {
            model: Text::same("not a deadlock, 死锁 or two hundred"),
            points: vec![Point {
                say: Text::default(),
                any: texts(&["deadlock", "不是死锁", "三百 or 1,000"]),
                weight: 2.0,
            }],
            traps: vec![Trap { any: texts(&["not two hundred", "应该是死锁"]), say: Text::same("No.") }],
        },
        Kind::Open { model: Text::same("i think deadlock 死锁, 三百"), points: vec![], traps: vec![] },
    ];
    kinds.into_iter().map(question).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reply_breaks_the_judge(reply in anything(), order in prop::collection::vec(0usize..5, 0..4)) {
        for question in every_kind() {
            let Some(read) = question.read(&reply, &order) else { continue };
            if let Reply::Picks(picks) = &read {
                prop_assert!(!picks.is_empty() && picks.iter().all(|pick| *pick < question.option_count()));
            }
            if let Verdict::Partial(credit) = question.judge(&read, &Known::default()) {
                prop_assert!(credit > 0.0 && credit < 1.0);
            }
        }
    }

    // fifteen digits: serde_json reads longer ones a bit off unless its feature float_roundtrip is on
    #[test]
    fn every_written_number_survives_the_database(digits in -1_000_000_000_000_000i64..1_000_000_000_000_000, places in 0i32..16) {
        let answer = digits as f64 / 10f64.powi(places);
        let question = question(Kind::Number { answer, tolerance: 0.5, unit: None });
        let json = serde_json::to_string(&question).expect("json");
        prop_assert_eq!(serde_json::from_str::<Question>(&json).expect("the same question"), question);
    }

    #[test]
    fn no_key_breaks_the_judge(reply in anything(), question in anything(), accept in prop::collection::vec(anything(), 0..4)) {
        let bank = Known::of(accept.iter().map(String::as_str)).with_words([question.as_str()]);
        let key = AnswerKey { question: &question, accept: &accept, bank: Some(&bank), typos: true, ..AnswerKey::default() };
        let (found, why) = explained(&reply, &key);
        prop_assert!(!why.is_empty());
        prop_assert!(!accept.is_empty() || !matches!(found, Compared::Right(_)), "{}", why);
    }

    #[test]
    fn an_accepted_answer_is_right_as_it_stands(answer in anything()) {
        prop_assume!(answer.chars().count() <= 300 && !answer.trim().is_empty());
        let kind = Kind::Text { accept: vec![answer.clone()], reject: vec![], close: vec![], typos: false };
        let question = question(kind);
        let Some(reply) = question.read(&answer, &[]) else { return Ok(()) };
        prop_assert_eq!(question.judge(&reply, &Known::default()), Verdict::Right);
    }
}

#[test]
fn endless_replies_are_never_right() {
    let endless =
        ["deadlock or ", "not ", "a,", "我觉得", "三", "1,000 ", "\u{202e}", "<b>", "(", "a\u{301}\u{302}\u{303}"];
    for piece in endless {
        let reply: String = piece.chars().cycle().take(4_000).collect();
        for question in every_kind() {
            let verdict = question.read(&reply, &[0, 1, 2]).map(|reply| question.judge(&reply, &Known::default()));
            assert!(!matches!(verdict, Some(Verdict::Right | Verdict::Partial(_))), "{piece:?}: {verdict:?}");
        }
    }
}
