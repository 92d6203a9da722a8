//! How the program ends, and where it does not begin: signals, closed ends, databases that can't be had.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
};

use tempfile::tempdir;

use super::chat::{BANK, Chat, outcome, play, quizbot};

#[cfg(unix)]
#[test]
fn signals_end_it_well() {
    for signal in ["TERM", "INT"] {
        let folder = tempdir().expect("a folder");
        let mut chat = Chat::start(&mut play(folder.path()));
        chat.say("ada> /quiz truth");
        chat.hears("ada> true", "bot*ada> Right. +10");
        chat.signal(signal);
        assert_eq!(chat.ended(), (Some(0), String::new(), String::new()), "{signal}");
    }
}

#[test]
fn a_reader_who_leaves_ends_it_well() {
    let folder = tempdir().expect("a folder");
    let mut child = play(folder.path()).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    input.write_all(b"/me\n").expect("somebody reads");
    let mut line = String::new();
    output.read_line(&mut line).expect("it speaks");
    assert_eq!(line, "bot*you> you\n");
    drop(output);
    // Nobody hears this. It may be gone before it reads it, and the input stays open.
    let _ = input.write_all(b"/help\n");
    assert_eq!(outcome(child).status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_an_error() {
    let folder = tempdir().expect("a folder");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut child = play(folder.path()).stdout(full).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"/me\n").expect("somebody reads");
    let output = outcome(child);
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("can't write to the output: No space left"), "{errors}");
}

#[test]
fn one_database_has_one_program() {
    let folder = tempdir().expect("a folder");
    let mut first = Chat::start(&mut play(folder.path()));
    first.say("ada> /quiz truth");
    let (code, said, errors) = Chat::start(&mut play(folder.path())).end();
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(errors.starts_with("error: another quizbot runs on quizbot.db: stop it first"), "{errors}");
    let (code, _, errors) = Chat::start(play(folder.path()).env("QUIZBOT_DATABASE_URL", "sqlite://other.db")).end();
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    first.hears("ada> true", "bot*ada> Right. +10");
    assert_eq!(first.end(), (Some(0), String::new(), String::new()));
    assert_eq!(Chat::start(&mut play(folder.path())).end().0, Some(0), "it is free again");
}

#[test]
fn a_database_that_cannot_be_had_is_named() {
    let folder = tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("file"), "a file").expect("a file");
    fs::write(path("photo.db"), [7; 5_000]).expect("a file");
    fs::create_dir(path("taken.db-lock")).expect("a folder");
    for (url, expected) in [
        ("sqlite://nowhere/quiz.db", "can't write beside the database: nowhere/quiz.db-lock: "),
        ("sqlite://file/quiz.db", "can't write beside the database: file/quiz.db-lock: "),
        ("sqlite://taken.db", "can't write beside the database: taken.db-lock: "),
        ("sqlite://photo.db", "can't open the database `sqlite://photo.db`: "),
        ("postgres://me:hush@host/quiz", "the configuration can't be used:\n  QUIZBOT_DATABASE_URL: "),
    ] {
        let (code, said, errors) = Chat::start(play(folder.path()).env("QUIZBOT_DATABASE_URL", url)).end();
        assert_eq!((code, said.as_str()), (Some(1), ""), "{url}");
        assert!(errors.starts_with(&format!("error: {expected}")) && !errors.contains("hush"), "{errors}");
        assert_eq!(errors.matches("file is not a database").count(), usize::from(url.contains("photo")), "{errors}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only_needs_only_a_database_elsewhere() {
    use std::os::unix::fs::PermissionsExt;

    let (folder, elsewhere) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("it is ours");
    // Root writes everywhere.
    let binding = fs::write(folder.path().join("probe"), "").is_err();
    let (code, _, errors) = Chat::start(&mut play(folder.path())).end();
    match binding {
        true => assert!(errors.starts_with("error: can't write beside the database: quizbot.db-lock: "), "{errors}"),
        false => assert_eq!(errors, ""),
    }
    assert_eq!(code, Some(i32::from(binding)));
    let url = format!("sqlite://{}", elsewhere.path().join("quiz.db").display());
    let mut chat = Chat::start(play(folder.path()).env("QUIZBOT_DATABASE_URL", url));
    chat.hears("ada> /stop", "bot*ada> No series is running here, so there is nothing to stop.");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}

#[test]
fn a_bank_with_a_broken_file_is_used_without_it() {
    let folder = tempdir().expect("a folder");
    fs::create_dir(folder.path().join("bank")).expect("a folder");
    fs::write(folder.path().join("bank/broken.toml"), "x = [").expect("a file");
    let good = fs::read_to_string(format!("{}/truth.toml", BANK)).expect("a file");
    fs::write(folder.path().join("bank/truth.toml"), good).expect("a file");
    let mut chat = Chat::start(play(folder.path()).env("QUIZBOT_BANK_DIR", "bank"));
    assert!(chat.say("/quiz").starts_with("bot> [1] Truth · "));
    let (code, _, errors) = chat.end();
    assert_eq!(code, Some(0));
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert!(errors.contains("WARN") && errors.contains("bank/broken.toml:1:6: error: this is not TOML"), "{errors}");
    let (code, said, errors) = Chat::start(play(folder.path()).env("QUIZBOT_BANK_DIR", "nowhere")).end();
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(errors.starts_with("error: can't read the bank nowhere: "), "{errors}");
}

#[test]
fn check_counts_questions_and_names_every_place() {
    let folder = tempdir().expect("a folder");
    let check = |path: &[&str]| Chat::start(&mut quizbot(folder.path(), &[&["check"], path].concat())).end();
    let (code, said, errors) = check(&[]);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{said}");
    assert!(said.ends_with(" questions, 0 errors, 0 warnings\n") && !said.starts_with("0 "), "{said}");
    assert_eq!(check(&[BANK]), (Some(0), "7 questions, 0 errors, 0 warnings\n".into(), String::new()));
    fs::write(folder.path().join("bad.toml"), "name = \"Bad\"\n\n[[question]]\nid = \"x\"\nkind = \"riddle\"\n")
        .expect("a file");
    let (code, said, errors) = check(&["bad.toml"]);
    assert_eq!((code, errors.as_str()), (Some(1), ""));
    assert!(said.contains("bad.toml:5:8: error: ") && said.contains("riddle"), "{said}");
    let (code, said, errors) = check(&["nowhere.toml"]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(errors.starts_with("error: can't read nowhere.toml: "), "{errors}");
    assert!(!folder.path().join("quizbot.db").exists(), "a check begins nothing");
}
