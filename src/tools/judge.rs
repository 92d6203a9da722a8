//! `quizbot judge`: replies graded in bulk, one JSON a line in, one a line out.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read, Write},
};

use serde::{Deserialize, Serialize};

use crate::quiz::{
    judge::{
        AnswerKey, Compared, Why, compare,
        explain::explained,
        open::{self, OpenKey},
    },
    question::{Point, Text, Trap},
};

/// The longest line that is read, in bytes: a long reply and a bank's known answers have a tenth of it.
const LINE_BYTES: u64 = 4 * 1024 * 1024;

/// The least credit of an explanation that counts as right where only right and wrong are asked for.
const CORRECT_CREDIT: f64 = 0.5;

/// A reply and what it is compared with. Other keys are passed over.
#[derive(Debug, Deserialize)]
struct Case<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    kind: CaseKind,
    #[serde(borrow)]
    reply: Cow<'a, str>,
    #[serde(default, borrow)]
    question: Cow<'a, str>,
    /// The right answers, where it is short.
    accepted: Option<Vec<String>>,
    /// Other answers of the same bank: a reply that is one of them is no typo.
    #[serde(default)]
    known: Vec<String>,
    /// What an explanation is compared with where there are no points.
    #[serde(default, borrow)]
    reference: Cow<'a, str>,
    #[serde(default)]
    points: Vec<CasePoint>,
    #[serde(default)]
    traps: Vec<CaseTrap>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CaseKind {
    /// A few words.
    Short,
    /// An explanation.
    Open,
}

#[derive(Debug, Deserialize)]
struct CasePoint {
    any: Vec<String>,
    #[serde(default = "one")]
    weight: f64,
}

fn one() -> f64 {
    1.0
}

#[derive(Debug, Deserialize)]
struct CaseTrap {
    any: Vec<String>,
}

/// What a reply is worth.
#[derive(Debug, Serialize)]
struct Judged<'a> {
    id: &'a str,
    correct: bool,
    score: f64,
    verdict: &'static str,
    why: String,
}

/// A line that can't be read.
#[derive(Debug, Serialize)]
struct Unread {
    id: Option<()>,
    error: String,
}

/// Grades every line and writes one for each, in the same order; whether all could be read. With `explain`, `why` is a
/// sentence that says what was compared with what.
///
/// # Errors
/// When the input or the output fails.
pub fn judge(input: &mut impl BufRead, out: &mut impl Write, explain: bool) -> io::Result<bool> {
    let (mut all_read, mut number, mut line) = (true, 0_usize, Vec::new());
    loop {
        line.clear();
        if input.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let whole = line.len() < LINE_BYTES as usize || line.ends_with(b"\n");
        if !whole {
            skip_line(input)?;
        }
        match read(&line, whole) {
            Ok(case) => graded(&case, explain, out)?,
            Err(problem) => {
                all_read = false;
                let unread = Unread { id: None, error: format!("line {number}: {problem}") };
                serde_json::to_writer(&mut *out, &unread)?;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(all_read)
}

/// Passes over the rest of a line that is too long.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (length, end) = (buffer.len(), buffer.iter().position(|byte| *byte == b'\n'));
        input.consume(end.map_or(length, |end| end + 1));
        if length == 0 || end.is_some() {
            return Ok(());
        }
    }
}

fn read(line: &[u8], whole: bool) -> Result<Case<'_>, String> {
    if !whole {
        return Err(format!("longer than {LINE_BYTES} bytes"));
    }
    let case: Case<'_> = serde_json::from_slice(line).map_err(|problem| told(&problem))?;
    let graded_by = match case.kind {
        CaseKind::Short => case.accepted.as_ref().map(|_| ()).ok_or("`accepted`"),
        CaseKind::Open if case.points.is_empty() && case.reference.is_empty() => Err("`points` or `reference`"),
        CaseKind::Open => Ok(()),
    };
    graded_by.map_err(|missing| format!("{missing} is missing"))?;
    Ok(case)
}

/// What is wrong and where: a line of ours is the whole document, so that its own line number would mislead.
fn told(problem: &serde_json::Error) -> String {
    let text = problem.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    format!("column {}: {what}", problem.column())
}

fn graded(case: &Case<'_>, explain: bool, out: &mut impl Write) -> io::Result<()> {
    let judged = match case.kind {
        CaseKind::Short => short(case, explain),
        CaseKind::Open => explanation(case, explain),
    };
    Ok(serde_json::to_writer(out, &judged)?)
}

impl CasePoint {
    fn point(&self) -> Point {
        Point { say: Text::default(), any: self.any.clone(), weight: self.weight }
    }
}

impl CaseTrap {
    fn trap(&self) -> Trap {
        Trap { any: self.any.clone(), say: Text::default() }
    }
}

fn short<'a>(case: &'a Case<'_>, explain: bool) -> Judged<'a> {
    let accept = case.accepted.as_deref().unwrap_or_default();
    let key = AnswerKey { question: &case.question, accept, known: &case.known, typos: true, ..AnswerKey::default() };
    let (found, why) = match explain {
        true => explained(&case.reply, &key),
        false => {
            let found = compare(&case.reply, &key);
            (found, format!("{found:?}"))
        }
    };
    let (verdict, score) = match found {
        Compared::Right(_) => ("right", 1.0),
        Compared::Close(_) | Compared::Homophone => ("close", 0.0),
        Compared::Wrong(Why::Empty) => ("unreadable", 0.0),
        Compared::Wrong(_) => ("wrong", 0.0),
    };
    Judged { id: &case.id, correct: verdict == "right", score, verdict, why }
}

fn explanation<'a>(case: &'a Case<'_>, explain: bool) -> Judged<'a> {
    let points: Vec<Point> = case.points.iter().map(CasePoint::point).collect();
    let traps: Vec<Trap> = case.traps.iter().map(CaseTrap::trap).collect();
    let references: &[&str] = if case.reference.is_empty() { &[] } else { &[&case.reference] };
    let key = OpenKey { question: &[&case.question], points: &points, traps: &traps, references };
    let marks = open::grade(&case.reply, &key);
    let verdict = match marks.credit {
        _ if marks.why == open::Why::Empty => "unreadable",
        credit if credit >= 1.0 => "right",
        credit if credit > 0.0 => "partial",
        _ => "wrong",
    };
    let why = if explain { open::explain(&marks, &key) } else { format!("{:?}", marks.why) };
    Judged { id: &case.id, correct: marks.credit >= CORRECT_CREDIT, score: marks.credit, verdict, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_of(lines: &[u8], explain: bool) -> (bool, Vec<serde_json::Value>) {
        let mut out = Vec::new();
        let all_read = judge(&mut io::BufReader::with_capacity(16, lines), &mut out, explain).expect("no wire fails");
        let text = String::from_utf8(out).expect("JSON is text");
        (all_read, text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect())
    }

    #[test]
    fn every_line_has_its_verdict_in_the_same_order() {
        let lines = r#"{"id":"1","kind":"short","question":"?","accepted":["deadlock"],"reply":"A deadlock.","label":true}
            {"id":"2","kind":"short","accepted":["deadlock"],"reply":"livelock","known":["livelock"]}
            {"id":"3","kind":"short","accepted":["deadlock"],"reply":" "}

            {"id":"4","kind":"open","points":[{"any":["version number"]},{"any":["retry"],"weight":3}],"reply":"It compares the version number when it writes."}"#;
        let (all_read, told) = told_of(lines.as_bytes(), false);
        assert!(all_read);
        let brief: Vec<String> =
            told.iter().map(|line| format!("{} {} {}", line["id"], line["correct"], line["verdict"])).collect();
        let expected =
            [r#""1" true "right""#, r#""2" false "wrong""#, r#""3" false "unreadable""#, r#""4" false "partial""#];
        assert_eq!(brief, expected);
        assert_eq!(told[3]["score"], 0.25);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_and_the_run_goes_on() {
        let long = format!("{{\"id\":\"{}\"}}", "x".repeat(LINE_BYTES as usize));
        let good = r#"{"id":"g","kind":"short","accepted":["a"],"reply":"a"}"#;
        let lines = ["nonsense", r#"{"id":"a","kind":"short","reply":"x"}"#, &long, good].join("\n");
        let (all_read, told) = told_of(lines.as_bytes(), true);
        assert!(!all_read);
        assert_eq!(told[0]["error"], "line 1: column 2: expected ident");
        assert_eq!(told[1]["error"], "line 2: `accepted` is missing");
        assert_eq!(told[2]["error"], format!("line 3: longer than {LINE_BYTES} bytes"));
        assert_eq!((&told[3]["id"], &told[3]["correct"]), (&"g".into(), &true.into()));
        assert_eq!(told[0]["id"], serde_json::Value::Null);
    }
}
