//! `quizbot aliases`: replies that groups have accepted, so that an author can carry them into the bank.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::{
    bank::Bank,
    quiz::{
        GroupId, Verdict,
        question::{Question, Reply},
    },
    store::{
        self,
        aliases::{self, Alias},
        rejudge,
    },
};

/// An alias for machines.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    question: &'a str,
    said: &'a str,
    group: &'a str,
    said_by: &'a str,
    accepted_by: &'a str,
    accepted_at: String,
    /// Whether the bank takes it as right by now.
    in_bank: bool,
}

/// Prints every alias, question by question, in lines that can be put between the brackets of `accept`; as JSON for
/// machines. Only reads, and may run beside the bot.
///
/// # Errors
/// When the database can't be read, or the output fails.
pub async fn aliases(out: &mut impl Write, url: &str, bank: &Bank, json: bool) -> anyhow::Result<()> {
    let mut tx = store::look(url).await?;
    let (found, groups) = (aliases::all(&mut tx).await?, rejudge::group_names(&mut tx).await?);
    let listed: Vec<Listed<'_>> = found.iter().map(|alias| listed(alias, &groups, bank)).collect();
    let done = if json { written(out, &listed) } else { printed(out, &listed) };
    match done {
        // whoever reads has seen enough
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

fn listed<'a>(alias: &'a Alias, groups: &'a HashMap<GroupId, String>, bank: &Bank) -> Listed<'a> {
    let at: Option<DateTime<Utc>> = DateTime::from_timestamp_millis(alias.at_ms);
    let is_right =
        |question: &Question| question.judge(&Reply::Words(alias.said.clone()), bank.known()) == Verdict::Right;
    Listed {
        question: &alias.question,
        said: &alias.said,
        group: groups.get(&alias.group).map(String::as_str).unwrap_or_default(),
        said_by: &alias.said_by,
        accepted_by: &alias.accepted_by,
        accepted_at: at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default(),
        in_bank: bank.get(&alias.question).is_some_and(|entry| is_right(&entry.question)),
    }
}

fn written(out: &mut impl Write, listed: &[Listed<'_>]) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, listed)?;
    writeln!(out)
}

fn printed(out: &mut impl Write, listed: &[Listed<'_>]) -> io::Result<()> {
    if listed.is_empty() {
        return writeln!(out, "no reply was accepted beyond the bank's answers yet");
    }
    for of_question in listed.chunk_by(|one, other| one.question == other.question) {
        writeln!(out, "# {}", of_question[0].question)?;
        for alias in of_question {
            writeln!(out, "{}", line(alias)?)?;
        }
    }
    Ok(())
}

/// `"write lock",  # Backend group: ada said it, mia accepted it, 2026-03-01`: a line of a TOML array. What people call
/// themselves is one line, whatever it holds.
fn line(alias: &Listed<'_>) -> io::Result<String> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (group, said_by, by) = (one_line(alias.group), one_line(alias.said_by), one_line(alias.accepted_by));
    let day = alias.accepted_at.split('T').next().unwrap_or_default();
    let in_bank = if alias.in_bank { "; the bank has it" } else { "" };
    let said = serde_json::to_string(alias.said)?;
    Ok(format!("{said},  # {group}: {said_by} said it, {by} accepted it, {day}{in_bank}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alias<'a>(question: &'a str, said: &'a str, in_bank: bool) -> Listed<'a> {
        let accepted_at = "2026-03-01T12:00:00Z".to_owned();
        Listed { question, said, group: "G", said_by: "a\nda", accepted_by: "mia", accepted_at, in_bank }
    }

    #[test]
    fn the_lines_can_be_put_into_accept() {
        let mut out = Vec::new();
        let listed =
            [alias("a/b/c", "write lock", false), alias("a/b/c", "\"X\"\\ # 锁\n", true), alias("a/b/d", "7", false)];
        printed(&mut out, &listed).expect("a page");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "# a/b/c\n\"write lock\",  # G: a da said it, mia accepted it, 2026-03-01\n\
             \"\\\"X\\\"\\\\ # 锁\\n\",  # G: a da said it, mia accepted it, 2026-03-01; the bank has it\n\
             # a/b/d\n\"7\",  # G: a da said it, mia accepted it, 2026-03-01\n"
        );
        let table: toml::Table = format!("accept = [\n{text}]").parse().expect("TOML");
        let accept: Vec<&str> =
            table["accept"].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect();
        assert_eq!(accept, ["write lock", "\"X\"\\ # 锁\n", "7"]);
    }
}
