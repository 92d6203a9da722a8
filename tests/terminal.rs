//! The real program: its arguments, its mistakes, its talk, its end.

#[path = "terminal/chat.rs"]
mod chat;
#[path = "terminal/ending.rs"]
mod ending;
#[cfg(target_os = "linux")]
#[path = "terminal/screen.rs"]
mod screen;
#[path = "terminal/talking.rs"]
mod talking;

use std::{
    io::Write,
    process::{Command, Output},
};

use chat::quizbot;
use tempfile::TempDir;

/// Runs it on this input: exit code, stdout, stderr.
fn run(command: &mut Command, input: &str) -> (i32, String, String) {
    let mut child = command.spawn().expect("the program starts");
    // A program that has ended before it read everything is no mistake of this test.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit code"), text(stdout), text(stderr))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn write(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).expect("a file");
}

#[test]
fn help_names_every_command() {
    let folder = folder();
    for arguments in [["help"], ["--help"]] {
        let (code, out, err) = run(&mut quizbot(folder.path(), &arguments), "");
        assert_eq!((code, err.as_str()), (0, ""));
        for word in ["run", "play", "check", "--config"] {
            assert!(out.contains(word), "{word}: {out}");
        }
    }
    assert!(folder.path().read_dir().expect("a folder").next().is_none(), "help leaves nothing behind");
}

#[test]
fn what_is_unknown_is_refused() {
    let folder = folder();
    for arguments in [&["--tokn"][..], &["sing"], &["check", "--loudly"]] {
        let (code, out, err) = run(&mut quizbot(folder.path(), arguments), "");
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.starts_with("error: ") && err.contains("--help"), "{err}");
    }
}

#[test]
fn a_named_configuration_must_be_there() {
    let folder = folder();
    for arguments in [&["--config", "my.toml"][..], &["run", "--config=my.toml"], &["check", "--config", "my.toml"]] {
        let (code, out, err) = run(&mut quizbot(folder.path(), arguments), "");
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(err.starts_with("error: can't read the configuration my.toml"), "{err}");
    }
}

#[test]
fn a_bad_configuration_is_shown_with_its_places() {
    let folder = folder();
    write(&folder, "config.toml", "[quiz]\nseconds = 1\n[telegram]\ntoken = \"hush-hush\"\n");
    for arguments in [&[][..], &["run"], &["play"]] {
        let (code, out, err) = run(&mut quizbot(folder.path(), arguments), "");
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(
            err.starts_with("error: the configuration can't be used:\n  config.toml:2:11: `quiz.seconds` is 1"),
            "{err}"
        );
        assert!(err.contains("\n  config.toml:4:9: ") && err.contains("@BotFather"), "{err}");
        assert!(!err.contains("hush") && !err.contains("backtrace"), "{err}");
    }
    assert!(!folder.path().join("quizbot.db").exists(), "nothing was begun");
}

#[test]
fn check_counts_what_is_wrong_with_the_configuration() {
    let folder = folder();
    write(&folder, "config.toml", "[quiz]\nseconds = 1\n[log]\nformat = 'x'\n");
    let (code, out, err) = run(quizbot(folder.path(), &["check"]).env("QUIZBOT_TELEGRAM_TOKN", "hush"), "");
    assert_eq!((code, err.as_str()), (1, ""));
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("config.toml:2:11: error: `quiz.seconds` is 1"), "{out}");
    assert!(lines[1].starts_with("config.toml:4:10: error: `log.format`"), "{out}");
    assert!(lines[2].starts_with("QUIZBOT_TELEGRAM_TOKN: warning: "), "{out}");
    assert!(lines.last().is_some_and(|last| last.ends_with(" questions, 2 errors, 1 warning")), "{out}");
    assert!(!out.contains("hush"), "{out}");
}

#[test]
fn a_warning_refuses_only_where_it_should() {
    let folder = folder();
    for (arguments, expected) in [(&["check"][..], 0), (&["check", "--strict"], 1)] {
        let (code, out, _) = run(quizbot(folder.path(), arguments).env("QUIZBOT_LOGG", "info"), "");
        assert_eq!(code, expected, "{out}");
        assert!(out.contains("QUIZBOT_LOGG: warning: ") && out.contains("did you mean QUIZBOT_LOG"), "{out}");
    }
}
