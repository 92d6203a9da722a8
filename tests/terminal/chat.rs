//! A running program at the end of pipes: a line goes in, and all that was said to it comes out.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Output, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

/// How long a test waits for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the questions lie whose answers the tests know.
pub(super) const BANK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/terminal/bank");

/// Somebody who is not in the talk: what he is told ends the answer to the line before his. Each has a number: what
/// was under way when a program was killed is said again by the next one.
const USHER: &str = "usher";

static USHERS: AtomicUsize = AtomicUsize::new(0);

/// The program in a folder of its own, without any variable of ours.
pub(super) fn quizbot(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quizbot"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("QUIZBOT_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The terminal chat over the tests' bank.
pub(super) fn play(folder: &Path) -> Command {
    let mut command = quizbot(folder, &["play"]);
    command.env("QUIZBOT_BANK_DIR", BANK);
    command
}

/// A program that runs. It is killed when dropped.
pub(super) struct Chat {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<String>,
    errors: Receiver<String>,
}

impl Chat {
    pub(super) fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().expect("the program starts");
        let input = child.stdin.take();
        let output = lines(child.stdout.take().expect("a pipe"));
        let errors = lines(child.stderr.take().expect("a pipe"));
        Self { child, input, output, errors }
    }

    /// Says this line; what was said until everything was answered, without the spaces at its ends.
    pub(super) fn say(&mut self, line: &str) -> String {
        let number = USHERS.fetch_add(1, Ordering::Relaxed);
        self.put(format!("{line}\n{USHER}{number}> /over\n").as_bytes());
        let (ours, any) = (format!("bot*{USHER}{number}> "), format!("bot*{USHER}"));
        let mut said = String::new();
        loop {
            match self.next() {
                Some(line) if line.starts_with(&ours) => return said.trim().to_owned(),
                Some(line) if line.starts_with(&any) => {}
                Some(line) => said.push_str(&line),
                None => panic!("it ended while it answered {line:?}: {said}"),
            }
        }
    }

    /// Says this line; what one person is told.
    #[track_caller]
    pub(super) fn hears(&mut self, line: &str, answer: &str) {
        assert_eq!(self.say(line), answer, "{line}");
    }

    pub(super) fn put(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("it is open").write_all(bytes).expect("somebody reads");
    }

    /// The next line that is said; None when nothing more will be.
    pub(super) fn next(&self) -> Option<String> {
        match self.output.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing was said for {} s", PATIENCE.as_secs()),
        }
    }

    /// Sends `TERM`, `INT` or `KILL`.
    #[cfg(unix)]
    pub(super) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Nothing more is typed: exit code, the rest that was said, everything on stderr.
    pub(super) fn end(mut self) -> (Option<i32>, String, String) {
        drop(self.input.take());
        self.ended()
    }

    /// Waits for its end while its input stays open.
    pub(super) fn ended(&mut self) -> (Option<i32>, String, String) {
        let rest = std::iter::from_fn(|| self.next()).collect();
        let errors = std::iter::from_fn(|| self.errors.recv_timeout(PATIENCE).ok()).collect();
        // Both of its outputs are closed: it is at its end.
        (self.child.wait().expect("it ends").code(), rest, errors)
    }
}

impl Drop for Chat {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the end of a program whose ends the test holds itself: its code, and what is left on its outputs.
pub(super) fn outcome(child: Child) -> Output {
    let (sender, outcome) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    outcome.recv_timeout(PATIENCE).expect("it ends").expect("it can be waited for")
}

#[cfg(unix)]
pub(super) fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status().expect("kill is there");
    assert!(sent.success(), "{process} is not there any more");
}

/// What comes out, line by line with its end, read by a thread: a test never hangs.
fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|read| read > 0) {
            if sender.send(std::mem::take(&mut line)).is_err() {
                break;
            }
        }
    });
    lines
}
