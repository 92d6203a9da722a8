//! `quizbot rejudge`: all answers to a question judged anew, by the key that the bank has now.

mod picks;
mod plan;

use std::io::{self, Write};

use anyhow::anyhow;

use super::{counted, table};
use crate::{
    bank::Bank,
    store::{self, Store},
};
use plan::{Plan, Verdicts};

/// How many ids are offered for one that is unknown.
const OFFERED: usize = 3;

/// How alike an id must be to be offered, from 0 to 1.
const LEAST_LIKENESS: f64 = 0.6;

/// Prints what would change; with `apply`, changes it, in one transaction. May run beside the bot.
///
/// # Errors
/// When the question is unknown, or the database or the output fails.
pub async fn rejudge(
    out: &mut impl Write,
    url: &str,
    bank: &Bank,
    id: &str,
    apply: bool,
    now_ms: i64,
) -> anyhow::Result<()> {
    let Some(entry) = bank.get(id) else { return Err(unknown(bank, id)) };
    let mut verdicts = Verdicts::new(&entry.question, bank.known());
    let mut tx = store::look(url).await?;
    let plan = Plan::make(&mut tx, &mut verdicts, now_ms).await?;
    drop(tx);
    if !apply || plan.changes == 0 {
        return told(printed(out, id, &plan, false));
    }
    // Judging takes its time, and was done above: nobody waits for it now.
    let store = Store::open(url).await?;
    let mut tx = store.write().await?;
    let mut plan = Plan::make(&mut tx, &mut verdicts, now_ms).await?;
    std::mem::take(&mut plan.writes).flush(&mut tx, now_ms).await?;
    tx.commit().await?;
    store.close().await;
    told(printed(out, id, &plan, true))
}

fn told(done: io::Result<()>) -> anyhow::Result<()> {
    match done {
        // whoever reads has seen enough
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

fn unknown(bank: &Bank, id: &str) -> anyhow::Error {
    let last = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
    let likeness = |known: &str| {
        let whole = strsim::normalized_damerau_levenshtein(known, id);
        whole.max(strsim::normalized_damerau_levenshtein(&last(known), &last(id)))
    };
    let ids = bank.entries().iter().map(|entry| entry.question.id.as_str());
    let mut near: Vec<(f64, &str)> = ids.map(|known| (likeness(known), known)).collect();
    near.retain(|(likeness, _)| *likeness >= LEAST_LIKENESS);
    near.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    let near: Vec<&str> = near.into_iter().take(OFFERED).map(|(_, id)| id).collect();
    match near.is_empty() {
        true => anyhow!("the bank has no question {id:?}; `quizbot bank --topic TOPIC` lists a topic's"),
        false => anyhow!("the bank has no question {id:?}; near it: {}", near.join(", ")),
    }
}

fn printed(out: &mut impl Write, id: &str, plan: &Plan, applied: bool) -> io::Result<()> {
    for group in &plan.groups {
        writeln!(out, "{}", group.name)?;
        for line in table::lines(&group.rows, [usize::MAX; 5]) {
            writeln!(out, "  {line}")?;
        }
        for (_, name, gain) in &group.gains {
            writeln!(out, "  {name}: {gain:+}")?;
        }
    }
    let answers = counted(plan.answers, "answer");
    if plan.changes == 0 {
        writeln!(out, "nothing to do: {answers} to {id}, all judged as by the bank's key")?;
    } else if applied {
        writeln!(out, "{} of {answers} judged anew", plan.changes)?;
    } else {
        writeln!(out, "{} of {answers} would be judged otherwise; `--apply` does it", plan.changes)?;
    }
    for (count, what) in [
        (plan.by_people, "decided by a person: left alone"),
        (plan.gone, "with an option that is gone or of another kind: left alone"),
    ] {
        if count > 0 {
            writeln!(out, "{} {what}", counted(count, "answer"))?;
        }
    }
    if plan.open > 0 {
        writeln!(out, "{} still open: judge anew once closed", counted(plan.open, "round"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_question_is_met_with_what_is_near() {
        let bank = Bank::built_in().0;
        let error = unknown(&bank, "database/lockin/five-writers").to_string();
        assert!(error.contains("near it: database/locking/five-writers"), "{error}");
        assert!(unknown(&bank, "qqqqqqqqqqqqqqqqqqqq").to_string().contains("lists a topic's"));
    }
}
