//! The two ends of the terminal: lines come in by a thread of their own, text goes out.

use std::{
    io::{self, BufRead, Write},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use rustyline::{Config, DefaultEditor, ExternalPrinter, error::ReadlineError};
use tokio::sync::mpsc;

use super::markup;

/// What stands before the cursor.
const PROMPT: &str = "you> ";

/// How many lines the history keeps.
const HISTORY: usize = 1_000;

/// How much of one line is kept, bytes: more than 4,000 characters and a name ever need.
const LINE_BYTES: usize = 20_000;

/// Lines that may wait for the chat: reading stays one step ahead, not more.
const WAITING: usize = 1;

/// Where text goes: prints whole lines.
pub(super) type Screen = Box<dyn FnMut(String) -> io::Result<()> + Send>;

/// How many columns the terminal has. It is asked before every line that is typed: a window changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns(Arc<AtomicUsize>);

impl Columns {
    /// None where lines have no end, as in a pipe.
    pub(super) fn now(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|columns| *columns > 0)
    }

    fn ask(&self, editor: &mut DefaultEditor) {
        let columns = editor.dimensions().map(|(columns, _)| usize::from(columns));
        self.0.store(columns.unwrap_or_default(), Ordering::Relaxed);
    }
}

/// Where lines come from and where text goes.
pub struct Ends {
    pub(super) lines: mpsc::Receiver<String>,
    pub(super) screen: Screen,
    pub(super) columns: Columns,
    pub(super) colour: bool,
    pub(super) paced: bool,
    /// Dropped at the end of the chat.
    pub(super) manners: Option<Manners>,
}

impl Ends {
    /// Standard input and output as they are: no prompt, no colours, one line at a time.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn pipe() -> anyhow::Result<Self> {
        let (sender, lines) = mpsc::channel(WAITING);
        in_thread(move || {
            let mut input = io::stdin().lock();
            while let Ok(Some(line)) = next_line(&mut input) {
                if sender.blocking_send(line).is_err() {
                    break;
                }
            }
        })?;
        let screen: Screen = Box::new(|text| to_stdout(&text));
        Ok(Self { lines, screen, columns: Columns::default(), colour: false, paced: true, manners: None })
    }

    /// A terminal: with a prompt, a history and colours.
    ///
    /// # Errors
    /// When the terminal can't be used, or no thread can be started.
    pub fn terminal() -> anyhow::Result<Self> {
        let config = Config::builder().max_history_size(HISTORY)?.auto_add_history(true).build();
        let mut editor = DefaultEditor::with_config(config).context("can't use the terminal")?;
        let mut printer = editor.create_external_printer().context("can't print to the terminal")?;
        let (sender, lines) = mpsc::channel(WAITING);
        let manners = Manners::new();
        let reading = manners.reading.clone();
        let columns = Columns::default();
        columns.ask(&mut editor);
        let asked = columns.clone();
        in_thread(move || {
            loop {
                asked.ask(&mut editor);
                match editor.readline(PROMPT) {
                    Ok(line) => {
                        if sender.blocking_send(line).is_err() {
                            break;
                        }
                    }
                    // The window changed its size, or the program was stopped and goes on.
                    Err(ReadlineError::Signal(_)) => {}
                    // Ctrl-D, Ctrl-C, or a terminal that is gone.
                    Err(_) => break,
                }
            }
            reading.store(false, Ordering::SeqCst);
        })?;
        // Above the line that is being typed.
        let screen: Screen = Box::new(move |text| printer.print(text).map_err(io::Error::other));
        let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Ok(Self { lines, screen, columns, colour, paced: false, manners: Some(manners) })
    }
}

/// Gives the terminal back as it was found: a program that is told to end while a line is being typed would leave it
/// without an echo, and nothing can interrupt the reader.
pub(super) struct Manners {
    reading: Arc<AtomicBool>,
    // As `stty -g` prints it; None where there is no stty.
    found: Option<String>,
}

impl Manners {
    fn new() -> Self {
        let found = stty("-g").map(|state| state.trim().to_owned()).filter(|state| !state.is_empty());
        Self { reading: Arc::new(AtomicBool::new(true)), found }
    }
}

impl Drop for Manners {
    fn drop(&mut self) {
        if let Some(found) = self.found.as_ref().filter(|_| self.reading.load(Ordering::SeqCst)) {
            let _ = to_stdout(markup::FAREWELL);
            stty(found);
        }
    }
}

fn stty(argument: &str) -> Option<String> {
    let output = Command::new("stty").arg(argument).stdin(Stdio::inherit()).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

/// A thread and not a task: nothing can end a read of standard input, and nobody waits for this thread at the end.
fn in_thread(work: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    thread::Builder::new().name("terminal".to_owned()).spawn(work).context("can't start a thread")?;
    Ok(())
}

/// The next line without its end, cut where it is too long; None at the end of input.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut read = false;
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(read.then(|| String::from_utf8_lossy(&line).into_owned()));
        }
        read = true;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        line.extend(part.iter().take(LINE_BYTES.saturating_sub(line.len())));
        let used = end.map_or(buffer.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(String::from_utf8_lossy(&line).into_owned()));
        }
    }
}

fn to_stdout(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_mended() {
        let mut input = Vec::new();
        input.extend(b"one\r\n\xff\xfe two\n");
        input.extend(std::iter::repeat_n(b'x', 3 * LINE_BYTES));
        input.extend(b"\nlast");
        let mut input = io::BufReader::with_capacity(7, input.as_slice());
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input).expect("a slice can be read") {
            lines.push(line);
        }
        let expected = ["one\r", "\u{fffd}\u{fffd} two", &"x".repeat(LINE_BYTES), "last"];
        assert_eq!(lines, expected);
    }
}
