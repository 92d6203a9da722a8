//! At a real terminal, as util-linux's `script` makes one: the greeting, the prompt, the keys that leave.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use tempfile::tempdir;
use unicode_width::UnicodeWidthStr;

use super::chat::{play, signal};

/// How long a test waits for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal with the program in it.
struct Screen {
    script: Child,
    shown: Receiver<Vec<u8>>,
    text: String,
}

impl Screen {
    fn start(folder: &Path, language: &str) -> Self {
        let program = play(folder);
        let run = "stty cols 60 rows 40; stty -g > before; sh -c 'echo $$ > process; exec \"$QUIZBOT\" play'; code=$?; \
                   stty -g > after; exit $code";
        let mut script = Command::new("script");
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => script.env(name, value),
                None => script.env_remove(name),
            };
        }
        script.args(["-qec", run, "/dev/null"]).current_dir(folder).env("TERM", "xterm").env("SHELL", "/bin/sh");
        script.env("QUIZBOT", program.get_program()).env("QUIZBOT_DEFAULTS_LANGUAGE", language);
        script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut script = script.spawn().expect("script is there");
        let mut output = script.stdout.take().expect("a pipe");
        let (sender, shown) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4_096];
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { script, shown, text: String::new() }
    }

    fn types(&mut self, keys: &str) {
        self.script.stdin.as_mut().expect("a pipe").write_all(keys.as_bytes()).expect("somebody reads");
    }

    /// Waits until this is shown; everything up to it.
    fn shows(&mut self, expected: &str) -> String {
        loop {
            if let Some(at) = self.text.find(expected) {
                return self.text.drain(..at + expected.len()).collect();
            }
            let Ok(bytes) = self.shown.recv_timeout(PATIENCE) else { panic!("no {expected:?} in {:?}", self.text) };
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Its exit code, once nothing more is shown.
    fn ends(mut self) -> Option<i32> {
        while self.shown.recv_timeout(PATIENCE).is_ok() {}
        self.script.wait().expect("it ends").code()
    }
}

#[test]
fn keys_and_signals_leave_it_as_it_was_found() {
    for way in ["\u{3}", "\u{4}", "TERM", "INT"] {
        let folder = tempdir().expect("a folder");
        let mut screen = Screen::start(folder.path(), "en");
        screen.shows("you> ");
        screen.types("ada> /me\r");
        screen.shows("No answers yet.");
        screen.shows("you> ");
        match way {
            key @ ("\u{3}" | "\u{4}") => screen.types(key),
            name => {
                let process = fs::read_to_string(folder.path().join("process")).expect("its number");
                signal(process.trim().parse().expect("a number"), name);
            }
        }
        assert_eq!(screen.ends(), Some(0), "{way:?}");
        let state = |name: &str| fs::read_to_string(folder.path().join(name)).expect("what stty says");
        assert_eq!(state("after"), state("before"), "{way:?}");
    }
}

#[test]
fn it_greets_and_keeps_to_the_window() {
    let folder = tempdir().expect("a folder");
    let mut screen = Screen::start(folder.path(), "zh");
    let greeting = screen.shows("you> ");
    assert!(greeting.contains("发 /quiz 出题") && greeting.contains("In English: /language en"), "{greeting}");
    screen.types("/help\r");
    let help = screen.shows("私聊里直接发答案就行。");
    let plain = help.lines().filter(|line| !line.contains('\u{1b}'));
    let longest = plain.map(|line| line.trim_end().width()).max();
    assert!(longest.is_some_and(|longest| (50..=60).contains(&longest)), "{help}");
    assert!(help.contains("\u{1b}[32mbot*you>\u{1b}[0m"), "{help}");
    screen.types("\u{4}");
    assert_eq!(screen.ends(), Some(0));
}
