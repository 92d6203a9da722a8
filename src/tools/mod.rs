//! What the program does beside running the bot: one file a tool. A tool reads, prints and ends; only `rejudge`
//! writes, and only when told to; only `doctor` asks the platforms.

mod aliases;
mod bank;
mod check;
mod doctor;
mod judge;
mod rejudge;
mod schema;
mod table;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;
use clap::Subcommand;
use tokio::runtime::Runtime;

use crate::{bank::Bank, config::Reading};

pub use aliases::aliases;
pub use bank::bank;
pub use check::check;
pub use doctor::{Examine, doctor};
pub use judge::judge;
pub use rejudge::rejudge;
pub use schema::schema;

/// A tool and its arguments, as the command line has them.
#[derive(Debug, Subcommand)]
pub enum Tool {
    /// Checks the configuration and the question files; prints every problem
    Check {
        /// Question files or folders, in place of the configured ones
        paths: Vec<PathBuf>,
        /// Warnings count as errors
        #[arg(long)]
        strict: bool,
    },
    /// Shows the bank at a glance, or a topic's questions with their keys
    Bank {
        /// A topic or a folder: lists its questions
        #[arg(long)]
        topic: Option<String>,
        /// For machines
        #[arg(long)]
        json: bool,
    },
    /// Prints the JSON Schema of the question files, for editors
    Schema,
    /// Grades replies in bulk: one JSON a line in, one a line out
    Judge {
        /// Say in a sentence what was compared with what, and why it was accepted or refused
        #[arg(long)]
        explain: bool,
    },
    /// Lists replies that groups have accepted beyond the bank's answers, ready to be put into `accept`
    Aliases {
        /// For machines
        #[arg(long)]
        json: bool,
    },
    /// Checks the bot's accounts, and whether it can write in the chats that it knows; says what to do
    Doctor,
    /// Judges all answers to a question anew by the key that the bank has now; shows what would change
    Rejudge {
        /// The question's whole id, such as database/locking/lock-clause
        question: String,
        /// Change it
        #[arg(long)]
        apply: bool,
    },
}

impl Tool {
    /// Runs it; whether all is well. `examine` looks at the platforms, which only the caller knows.
    ///
    /// # Errors
    /// When it can't do its work.
    pub fn run(self, reading: &Reading, now_ms: i64, examine: Examine) -> anyhow::Result<bool> {
        let out = &mut io::stdout();
        let (read, url) = (|| configured(reading), &reading.config.database.url);
        match self {
            Self::Check { paths, strict } => check(out, reading, &paths, strict),
            Self::Bank { topic, json } => well(bank(&mut out.lock(), &read()?, topic.as_deref(), json)),
            Self::Schema => well(schema(&mut out.lock())),
            Self::Judge { explain } => graded(explain),
            Self::Aliases { json } => well(wait_for(aliases(out, url, &read()?, json))),
            Self::Doctor => wait_for(doctor(out, reading, examine)),
            Self::Rejudge { question, apply } => well(wait_for(rejudge(out, url, &read()?, &question, apply, now_ms))),
        }
    }
}

fn well(done: anyhow::Result<()>) -> anyhow::Result<bool> {
    done.map(|()| true)
}

fn configured(reading: &Reading) -> anyhow::Result<Bank> {
    Bank::configured(reading.config.bank.dir.as_deref()).map(|(bank, _)| bank)
}

/// Runs a tool that reads the database.
fn wait_for<T>(tool: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    Runtime::new().context("can't start the runtime")?.block_on(tool)
}

/// Grades what comes in; whoever reads the verdicts may have seen enough.
fn graded(explain: bool) -> anyhow::Result<bool> {
    let (mut input, mut out) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    let done = judge(&mut input, &mut out, explain).and_then(|all_read| out.flush().map(|()| all_read));
    match done {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        done => Ok(done?),
    }
}

/// `1 question`, `2 questions`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
