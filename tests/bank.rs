//! The bank: every problem of broken files, what good files give, and which topic is meant.

#[path = "bank/coverage.rs"]
mod coverage;
#[path = "bank/find.rs"]
mod find;
#[path = "bank/whole.rs"]
mod whole;

use std::{
    fs,
    path::{Path, PathBuf},
};

use quizbot::{
    bank::{self, Bank, Problem, Scope},
    quiz::{
        Language,
        question::{Kind, Question, Text},
    },
};

/// Where the broken files lie, from the crate's folder, in which tests run.
const SAMPLES: &str = "tests/bank";

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

/// A bank of these files (path, text).
fn bank_of(files: &[(&str, &str)]) -> (Bank, Vec<Problem>) {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    let (bank, mut problems) = Bank::from_dir(dir.path()).expect("a folder");
    for problem in &mut problems {
        problem.file = problem.file.replace(dir.path().to_str().expect("plain"), "");
    }
    (bank, problems)
}

fn truth(id: &str, prompt: &str) -> String {
    format!(
        "[[question]]\nid = \"{id}\"\nkind = \"truth\"\ndifficulty = 1\nanswer = true\nprompt = {prompt:?}\n\
         explanation = \"so\"\nsources = [\"A book\"]\n"
    )
}

fn topic(en: &str, zh: &str, questions: &str) -> String {
    format!("name = {{ en = {en:?}, zh = {zh:?} }}\n{questions}")
}

/// Each sample with its list of problems beside it; UPDATE_EXPECT=1 writes the lists anew.
#[test]
fn samples_have_exactly_these_problems() {
    let mut samples: Vec<PathBuf> = fs::read_dir(SAMPLES)
        .expect("the samples")
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    samples.sort();
    assert!(samples.len() > 10, "the samples are not there");
    let mut differing = Vec::new();
    for sample in samples {
        let (count, problems) = bank::check(std::slice::from_ref(&sample)).expect("a file");
        let told = format!("{}questions: {count}\n", told(&problems));
        let expected = sample.with_extension("expected");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &told).expect("written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != told {
            differing.push(format!("{}:\n{told}", expected.display()));
        }
    }
    assert!(differing.is_empty(), "UPDATE_EXPECT=1 accepts:\n{}", differing.join("\n"));
}

/// Bites once a question of ours goes wrong; the folder may be missing in a partial checkout.
#[test]
fn our_own_bank_has_no_errors_and_no_warnings() {
    let (bank, problems) = Bank::built_in();
    assert_eq!(told(&problems), "");
    assert_eq!(bank.entries().is_empty(), !Path::new("questions").exists());
    if !bank.entries().is_empty() {
        let (count, problems) = bank::check(&["questions".into()]).expect("the folder");
        assert_eq!((count, told(&problems)), (bank.entries().len(), String::new()), "the judge agrees with every key");
    }
}

#[test]
fn a_good_file_gives_what_it_says() {
    let good = fs::read_to_string(format!("{SAMPLES}/good.toml")).expect("the good sample");
    let (bank, problems) = bank_of(&[("mixed/every-kind.toml", &good)]);
    assert_eq!(told(&problems), "");
    let of = |id: &str| &bank.get(&format!("mixed/every-kind/{id}")).expect("the question").question;

    let single = of("version-mismatch");
    assert_eq!((single.topic.as_str(), single.difficulty, single.shuffle), ("mixed/every-kind", 2, false));
    assert_eq!(single.topic_name.get(Language::Zh), "所有题型");
    assert_eq!(single.right_picks(), [0]);
    assert_eq!((single.tags.as_slice(), single.sources.len()), (["trap".to_owned()].as_slice(), 2));
    assert_eq!(single.hint.as_ref().map(|hint| hint.get(Language::En)), Some("Who else writes?"));
    let Kind::Single { options } = &single.kind else { panic!("{single:?}") };
    assert_eq!(options[2].text, Text::same("NULL"));
    assert_eq!(options[1].why.as_ref().map(|why| why.get(Language::Zh)), Some("加锁只会让它等待。"));

    assert_eq!(of("safe-methods").right_picks(), [0, 1]);
    assert!(of("safe-methods").shuffle);
    assert_eq!(of("repl-true-key").right_picks(), [1]);
    assert_eq!(
        of("repl-true-key").prompt,
        Text::same("What does it say?\n\n```python\nprint({True: 1} == {1: 2})\n```")
    );
    let unit = Text { en: Some("columns".into()), zh: Some("列".into()) };
    assert_eq!(of("pep8-columns").kind, Kind::Number { answer: 79.0, tolerance: 0.5, unit: Some(unit) });
    let Kind::Text { accept, reject, close, typos } = &of("lock-clause").kind else { panic!("no text") };
    assert_eq!((accept.len(), reject.as_slice(), *typos), (3, ["FOR SHARE".to_owned()].as_slice(), false));
    assert_eq!((close[0].matches.len(), close[0].say.get(Language::En)), (2, "Which clause exactly?"));
    let Kind::Order { items } = &of("handshake").kind else { panic!("no order") };
    assert_eq!(items.iter().map(|item| item.get(Language::Zh)).collect::<Vec<_>>(), ["SYN", "SYN+ACK", "ACK"]);
    let Kind::Open { points, traps, .. } = &of("compare-locks").kind else { panic!("no open question") };
    assert_eq!(points.iter().map(|point| point.weight).collect::<Vec<_>>(), [2.0, 1.0]);
    assert_eq!(traps[0].any.len(), 2);
}

#[test]
fn snapshots_of_every_kind_come_back_the_same() {
    let good = fs::read_to_string(format!("{SAMPLES}/good.toml")).expect("the good sample");
    let (bank, _) = bank_of(&[("a.toml", &good)]);
    let (again, _) = bank_of(&[("a.toml", &good)]);
    assert_eq!(bank.entries().len(), 7);
    for (entry, same) in bank.entries().iter().zip(again.entries()) {
        let back: Question = serde_json::from_str(&entry.content).expect("a question");
        assert_eq!(back, entry.question);
        assert_eq!(serde_json::to_string(&back).expect("JSON"), entry.content);
        assert_eq!((&entry.content, &entry.hash), (&same.content, &same.hash));
        assert!(entry.hash.len() == 64 && entry.hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
    let (windows, _) = bank_of(&[("a.toml", &good.replace('\n', "\r\n"))]);
    let hashes = |bank: &Bank| bank.entries().iter().map(|entry| entry.hash.clone()).collect::<Vec<_>>();
    assert_eq!(hashes(&windows), hashes(&bank), "line ends are no part of a question");
    let (edited, _) = bank_of(&[("a.toml", &good.replace("answer = 79", "answer = 80").replace("79 ", "80 "))]);
    let differing = hashes(&edited).iter().zip(hashes(&bank)).filter(|(one, other)| *one != other).count();
    assert_eq!(differing, 1);
}

#[test]
fn an_error_refuses_its_file_and_no_other() {
    let good = topic("Good", "好", &truth("one", "Is it?"));
    let bad = topic("Bad", "坏", &(truth("two", "Is that?") + &truth("three", "")));
    let (bank, problems) = bank_of(&[("a/good.toml", &good), ("a/bad.toml", &bad), ("note.txt", "no question")]);
    assert_eq!(told(&problems), "/a/bad.toml:15:10: error: `prompt` is empty; expected a text\n");
    assert_eq!(bank.entries().iter().map(|entry| entry.question.id.as_str()).collect::<Vec<_>>(), ["a/good/one"]);
    assert_eq!(bank.topics().iter().map(|topic| topic.slug.as_str()).collect::<Vec<_>>(), ["a/good"]);
    assert!(bank.get("a/bad/two").is_none());
}

#[test]
fn questions_are_asked_in_their_languages_only() {
    let chinese = "[[question]]\nid = \"zh\"\nkind = \"truth\"\ndifficulty = 1\nanswer = true\nprompt = { zh = \"对吗？\" }\n\
                   explanation = { zh = \"对\" }\nsources = [\"A book\"]\n";
    let (bank, problems) = bank_of(&[("a.toml", &topic("A", "甲", &(truth("both", "1 + 1 = 2") + chinese)))]);
    assert_eq!(told(&problems), "");
    assert_eq!(bank.fitting(&Scope::All, Language::Zh).len(), 2);
    assert_eq!(bank.fitting(&Scope::All, Language::En).len(), 1);
}

#[test]
fn paths_are_topics() {
    let file = |name: &str| topic(name, name, &truth("one", &format!("Is {name} it?")));
    let deep = "a/".repeat(9) + "deep.toml";
    let (bank, problems) = bank_of(&[
        ("Upper/case.toml", &file("case")),
        ("a b.toml", &file("space")),
        ("数据.toml", &file("data")),
        (".hidden.toml", "not read"),
        (".git/config.toml", "not read"),
        (&deep, &file("deep")),
        ("good-1/x2.toml", &file("good")),
    ]);
    let slugs: Vec<_> = bank.topics().iter().map(|topic| topic.slug.as_str()).collect();
    assert_eq!(slugs, ["good-1/x2"]);
    assert_eq!(
        told(&problems),
        "/Upper/case.toml:1:1: error: the path gives the topic \"Upper/case\"; expected only a-z, 0-9 and - in its parts\n\
         /a b.toml:1:1: error: the path gives the topic \"a b\"; expected only a-z, 0-9 and - in its parts\n\
         /a/a/a/a/a/a/a/a/a:1:1: error: the folder lies too deep; expected at most 8 below the first\n\
         /数据.toml:1:1: error: the path gives the topic \"数据\"; expected only a-z, 0-9 and - in its parts\n"
    );
}

#[test]
fn topics_of_one_name_and_questions_that_are_the_same_are_told() {
    let prompt = "Does an index on a column make every write to its table slower?";
    let one = topic("Index", "索引", &truth("slow", prompt));
    let other = topic("INDEX ", "索 引", &(truth("slow", prompt) + &truth("fast", "Does an index make reads faster?")));
    let (bank, problems) = bank_of(&[("a.toml", &one), ("b.toml", &other)]);
    assert_eq!(bank.entries().len(), 3);
    assert_eq!(
        told(&problems),
        "/b.toml:1:8: warning: the topic `a` has the name \"索 引\" already: it can't be asked for by name\n\
         /b.toml:7:10: warning: the question asks nearly the same as `a/slow`\n"
    );
}

#[test]
fn check_takes_files_and_folders() {
    let dir = tempfile::tempdir().expect("a folder");
    let questions = dir.path().join("questions");
    fs::create_dir_all(questions.join("db")).expect("folders");
    fs::create_dir_all(dir.path().join("other/db")).expect("folders");
    let text = topic("Locks", "锁", &truth("one", "Is it?"));
    let (file, twin) = (questions.join("db/locks.toml"), dir.path().join("other/db/locks.toml"));
    fs::write(&file, &text).expect("a file");
    fs::write(&twin, &text).expect("a file");
    let check = |paths: &[&Path]| {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
        let (count, problems) = bank::check(&paths).expect("readable");
        (count, told(&problems).replace(dir.path().to_str().expect("plain"), ""))
    };
    assert_eq!(check(&[]), (0, String::new()));
    assert_eq!(check(&[&file]), (1, String::new()));
    assert_eq!(check(&[&questions, &file, &questions.join("db")]), (1, String::new()), "given again");
    let double =
        "/other/db/locks.toml:1:1: error: the topic \"db/locks\" is given by /questions/db/locks.toml already\n";
    assert_eq!(check(&[&questions, &dir.path().join("other")]), (1, double.to_owned()));
    let bad = questions.join("db/Bad.toml");
    fs::write(&bad, "").expect("a file");
    let refused = "/questions/db/Bad.toml:1:1: error: the path gives the topic \"db/Bad\"; expected only a-z, 0-9 and - in its parts\n";
    assert_eq!(check(&[&questions, &bad]), (1, refused.to_owned()), "told once");
    let missing = bank::check(&[dir.path().join("missing")]).expect_err("missing");
    assert!(format!("{missing:#}").contains("missing"), "{missing:#}");
    assert!(Bank::from_dir(&dir.path().join("missing")).is_err());
    assert!(Bank::from_dir(&file).is_err());
}

#[test]
fn a_folder_without_questions_is_told() {
    let (bank, problems) = bank_of(&[("readme.md", "# no questions")]);
    assert!(bank.entries().is_empty());
    assert_eq!(told(&problems), ":1:1: warning: no question file (`*.toml`) lies in this folder or below it\n");
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_loops_end() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().expect("a folder");
    let at = |path: &str| dir.path().join(path);
    // As Kubernetes mounts a configuration: the files are links into a hidden folder.
    fs::create_dir_all(at("..2026/sub")).expect("folders");
    fs::write(at("..2026/locks.toml"), topic("Locks", "锁", &truth("one", "Is it?"))).expect("a file");
    symlink("..2026", at("..data")).expect("a link");
    symlink("..data/locks.toml", at("locks.toml")).expect("a link");
    fs::create_dir_all(at("zz/deep")).expect("folders");
    fs::write(at("zz/deep/index.toml"), topic("Index", "索引", &truth("two", "Is that?"))).expect("a file");
    symlink("zz", at("aa")).expect("a link");
    symlink("..", at("zz/up")).expect("a loop");
    symlink(dir.path(), at("zz/deep/root")).expect("a loop");
    symlink("nowhere", at("dangling.toml")).expect("a link");
    symlink("self.toml", at("self.toml")).expect("a loop");
    let (bank, problems) = Bank::from_dir(dir.path()).expect("a folder");
    let slugs: Vec<_> = bank.topics().iter().map(|topic| topic.slug.as_str()).collect();
    assert_eq!(slugs, ["locks", "zz/deep/index"], "a folder keeps its own name, not a link's");
    let files: Vec<_> = problems.iter().map(|problem| problem.file.rsplit('/').next().unwrap_or("")).collect();
    assert_eq!(files, ["dangling.toml", "self.toml"], "{}", told(&problems));
}

#[test]
fn hostile_files_are_problems_not_crashes() {
    let long = |text: &str| topic("Long", "长", &truth("long", text));
    let nested = |open: &str, close: &str| format!("x = {}{}", open.repeat(50_000), close.repeat(50_000));
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("long", long(&"a".repeat(900 * 1024)).into(), ":7:10: error: `prompt` has 921600 characters"),
        ("large", vec![b'#'; 1024 * 1024 + 1], ":1:1: error: the file is larger than 1024 KiB"),
        ("nested", nested("[", "]").into(), ":1:85: error: this is not TOML: cannot recurse further"),
        ("tables", nested("{a=", "}").into(), ": error: this is not TOML: "),
        ("dotted", format!("{}a = 1", "a.".repeat(100_000)).into(), ":1:1: error: this is not TOML: recursion limit"),
        ("nul", b"name = \"a\0b\"".into(), ":1:10: error: this is not TOML: "),
        ("nuls", vec![0; 4096], ":1:4097: error: this is not TOML: "),
        ("bytes", b"# caf\xc3\xa9\nname = \"\xff\"".into(), ":2:9: error: the byte 0xff is not UTF-8"),
        ("wide", "\u{feff}x".repeat(1000).into(), ": error: "),
        ("many", format!("question = [{}]", "1,".repeat(100_000)).into(), "and 99801 more problems"),
    ];
    for (name, bytes, expected) in table {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join(format!("{name}.toml")), bytes).expect("a file");
        let (bank, problems) = Bank::from_dir(dir.path()).expect("a folder");
        assert!(bank.entries().is_empty(), "{name}");
        assert!(problems.iter().any(|problem| problem.refuses), "{name}");
        let told = told(&problems);
        assert!(told.contains(expected), "{name}: {}", told.chars().take(400).collect::<String>());
        assert!(told.lines().all(|line| line.chars().count() < 500), "{name}: a line is long");
    }
}
