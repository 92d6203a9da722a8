//! `quizbot schema`: the form of a question file, for editors.

use std::io::{self, Write};

use crate::bank;

/// Prints the JSON Schema of the question files.
///
/// # Errors
/// When the output fails.
pub fn schema(out: &mut impl Write) -> anyhow::Result<()> {
    let schema = serde_json::to_string_pretty(&bank::schema())?;
    match writeln!(out, "{schema}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
