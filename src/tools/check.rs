//! `quizbot check`: every problem of the configuration and of the bank.

use std::{io::Write, path::PathBuf};

use super::counted;
use crate::{
    bank::{self, Bank},
    config::Reading,
};

/// Prints every problem as file:line:column, and the counts; whether all is well. With `strict`, warnings count.
///
/// # Errors
/// When a path or the bank's folder can't be read.
pub fn check(out: &mut impl Write, reading: &Reading, paths: &[PathBuf], strict: bool) -> anyhow::Result<bool> {
    let (questions, problems) = problems(reading, paths)?;
    let errors = reading.problems.iter().filter(|problem| problem.refuses).count()
        + problems.iter().filter(|problem| problem.refuses).count();
    let warnings = reading.problems.len() + problems.len() - errors;
    let sum = [counted(questions, "question"), counted(errors, "error"), counted(warnings, "warning")].join(", ");
    let of_config = reading.problems.iter().map(ToString::to_string);
    for line in of_config.chain(problems.iter().map(ToString::to_string)).chain([sum]) {
        // whoever reads may have seen enough
        if writeln!(out, "{line}").is_err() {
            break;
        }
    }
    Ok(errors == 0 && !(strict && warnings > 0))
}

fn problems(reading: &Reading, paths: &[PathBuf]) -> anyhow::Result<(usize, Vec<bank::Problem>)> {
    if !paths.is_empty() {
        return bank::check(paths);
    }
    let Some(dir) = &reading.config.bank.dir else { return Ok(bank::check_built_in()) };
    let (bank, problems) = Bank::configured(Some(dir))?;
    Ok((bank.entries().len(), problems))
}
