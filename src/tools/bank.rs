//! `quizbot bank`: the bank at a glance, and a topic's questions with their keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use anyhow::anyhow;
use serde::Serialize;

use super::counted;
use crate::{
    bank::{Bank, Entry, Scope, Topic},
    quiz::{
        Language,
        question::{Kind, Question, Text},
    },
};

/// The kinds, in the order of the columns, and how a column is headed.
const KINDS: [(&str, &str); 7] = [
    ("single", "sgl"),
    ("multiple", "mul"),
    ("truth", "tru"),
    ("number", "num"),
    ("text", "txt"),
    ("order", "ord"),
    ("open", "opn"),
];

/// The difficulties, in the order of the columns.
const DIFFICULTIES: [u8; 5] = [1, 2, 3, 4, 5];

/// The longest prompt in a list, in characters: one line of a terminal with the id before it.
const PROMPT_CHARS: usize = 70;

/// Prints the bank: a row a topic, or with `topic` that topic's questions and their keys; as JSON for machines.
///
/// # Errors
/// When no topic is meant, or the output fails.
pub fn bank(out: &mut impl Write, bank: &Bank, topic: Option<&str>, json: bool) -> anyhow::Result<()> {
    let done = match (topic, json) {
        (None, false) => table(out, bank),
        (None, true) => written(out, &Glance::of(bank)),
        (Some(topic), false) => list(out, &scope(bank, topic)?, bank),
        (Some(topic), true) => {
            let scope = scope(bank, topic)?;
            written(out, &within(bank, &scope).map(|entry| Listed::of(&entry.question)).collect::<Vec<_>>())
        }
    };
    match done {
        // whoever reads has seen enough
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

fn written(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn scope(bank: &Bank, topic: &str) -> anyhow::Result<Scope> {
    bank.find(topic).map_err(|near| {
        let near: Vec<&str> = near.iter().map(|topic| topic.slug.as_str()).collect();
        match near.is_empty() {
            true => anyhow!("no topic is called {topic:?}; `quizbot bank` lists them all"),
            false => anyhow!("no topic is called {topic:?}; near it: {}", near.join(", ")),
        }
    })
}

fn within<'a>(bank: &'a Bank, scope: &'a Scope) -> impl Iterator<Item = &'a Entry> {
    bank.entries().iter().map(AsRef::as_ref).filter(|entry| scope.holds(&entry.question.topic))
}

/// How many questions there are, by what tells them apart.
#[derive(Clone, Debug, Default, Serialize)]
struct Count {
    questions: usize,
    kinds: BTreeMap<&'static str, usize>,
    difficulties: BTreeMap<u8, usize>,
    traps: usize,
    code: usize,
    hints: usize,
    languages: BTreeMap<&'static str, usize>,
}

impl Count {
    fn add(&mut self, question: &Question) {
        self.questions += 1;
        *self.kinds.entry(question.kind.name()).or_default() += 1;
        *self.difficulties.entry(question.difficulty).or_default() += 1;
        self.traps += usize::from(question.tags.iter().any(|tag| tag == "trap"));
        let has_code = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains("```"));
        self.code += usize::from(has_code(&question.prompt.en) || has_code(&question.prompt.zh));
        self.hints += usize::from(question.hint.is_some());
        for language in Language::ALL.into_iter().filter(|language| question.speaks(*language)) {
            *self.languages.entry(language.code()).or_default() += 1;
        }
    }

    fn of<'a>(questions: impl Iterator<Item = &'a Entry>) -> Self {
        let mut count = Self::default();
        questions.for_each(|entry| count.add(&entry.question));
        count
    }
}

#[derive(Debug, Serialize)]
struct Glance<'a> {
    topics: Vec<TopicCount<'a>>,
    #[serde(flatten)]
    all: Count,
}

#[derive(Debug, Serialize)]
struct TopicCount<'a> {
    topic: &'a str,
    name: &'a Text,
    #[serde(flatten)]
    count: Count,
}

impl<'a> Glance<'a> {
    fn of(bank: &'a Bank) -> Self {
        let own =
            |topic: &'a Topic| bank.entries().iter().map(AsRef::as_ref).filter(|e| e.question.topic == topic.slug);
        let count =
            |topic: &'a Topic| TopicCount { topic: &topic.slug, name: &topic.name, count: Count::of(own(topic)) };
        let topics = bank.topics().iter().map(count).collect();
        Self { topics, all: Count::of(bank.entries().iter().map(AsRef::as_ref)) }
    }
}

fn table(out: &mut impl Write, bank: &Bank) -> io::Result<()> {
    let glance = Glance::of(bank);
    let wide = glance.topics.iter().map(|topic| topic.topic.len()).max().unwrap_or(0).max("topic".len());
    let heads = KINDS.iter().map(|(_, head)| format!("{head:>4}")).chain(DIFFICULTIES.map(|d| format!("{d:>4}")));
    writeln!(out, "{:wide$} {}  | all", "topic", heads.collect::<String>())?;
    for topic in &glance.topics {
        writeln!(out, "{:wide$} {}", topic.topic, cells(&topic.count))?;
    }
    writeln!(out, "{:wide$} {}", "", cells(&glance.all))?;
    let folders: BTreeSet<&str> = glance.topics.iter().filter_map(|topic| topic.topic.split('/').next()).collect();
    let Count { questions, traps, code, hints, languages, .. } = &glance.all;
    let languages = languages.iter().map(|(code, count)| format!("{count} in {code}")).collect::<Vec<_>>().join(", ");
    let sizes =
        [counted(*questions, "question"), counted(glance.topics.len(), "topic"), counted(folders.len(), "folder")];
    writeln!(out, "\n{}: {languages}; {traps} traps, {code} with code, {hints} with a hint", sizes.join(", "))
}

fn cells(count: &Count) -> String {
    let cell = |count: usize| if count == 0 { format!("{:>4}", "·") } else { format!("{count:>4}") };
    let kinds = KINDS.iter().map(|(kind, _)| cell(count.kinds.get(kind).copied().unwrap_or(0)));
    let difficulties = DIFFICULTIES.iter().map(|d| cell(count.difficulties.get(d).copied().unwrap_or(0)));
    format!("{}  |{:>4}", kinds.chain(difficulties).collect::<String>(), count.questions)
}

/// A question with its key.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: &'a str,
    kind: &'static str,
    difficulty: u8,
    prompt: &'a Text,
    key: Text,
    tags: &'a [String],
}

impl<'a> Listed<'a> {
    fn of(question: &'a Question) -> Self {
        let Question { id, difficulty, prompt, tags, .. } = question;
        let key = |language| question.speaks(language).then(|| key(question, language));
        let key = Text { en: key(Language::En), zh: key(Language::Zh) };
        Self { id, kind: question.kind.name(), difficulty: *difficulty, prompt, key, tags }
    }
}

fn list(out: &mut impl Write, scope: &Scope, bank: &Bank) -> io::Result<()> {
    for entry in within(bank, scope) {
        let question = &entry.question;
        let language = Language::ALL.into_iter().find(|language| question.speaks(*language)).unwrap_or_default();
        let stars = "*".repeat(usize::from(question.difficulty));
        writeln!(out, "{} ({} {stars})", question.id, question.kind.name())?;
        writeln!(out, "    {}", one_line(question.prompt.get(language)))?;
        writeln!(out, "    = {}", key(question, language))?;
    }
    Ok(())
}

/// The beginning of a prompt.
fn one_line(prompt: &str) -> String {
    let line = prompt.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(PROMPT_CHARS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// What is right, in this language.
fn key(question: &Question, language: Language) -> String {
    let said = |texts: &mut dyn Iterator<Item = &Text>, between: &str| {
        texts.map(|text| text.get(language)).collect::<Vec<_>>().join(between)
    };
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => {
            said(&mut options.iter().filter(|option| option.right).map(|option| &option.text), " | ")
        }
        Kind::Truth { answer } => answer.to_string(),
        Kind::Number { answer, tolerance, unit } => {
            let unit = unit.as_ref().map(|unit| format!(" {}", unit.get(language))).unwrap_or_default();
            let about = if *tolerance > 0.0 { format!(" ± {tolerance}") } else { String::new() };
            format!("{answer}{about}{unit}")
        }
        Kind::Text { accept, .. } => accept.join(" | "),
        Kind::Order { items } => said(&mut items.iter(), " > "),
        Kind::Open { points, .. } => said(&mut points.iter().map(|point| &point.say), "; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(topic: Option<&str>, json: bool) -> String {
        let mut out = Vec::new();
        bank(&mut out, &Bank::built_in().0, topic, json).expect("the topic is there");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn every_row_and_column_adds_up() {
        let (table, built_in) = (printed(None, false), Bank::built_in().0);
        let rows: Vec<&str> = table.lines().skip(1).take(built_in.topics().len() + 1).collect();
        let numbers = |row: &str| -> Vec<usize> {
            let cells = row.replace('|', " ").replace('·', "0");
            cells.split_whitespace().filter_map(|cell| cell.parse().ok()).collect()
        };
        for row in &rows {
            let numbers = numbers(row);
            let (kinds, rest) = numbers.split_at(KINDS.len());
            let (difficulties, all) = rest.split_at(DIFFICULTIES.len());
            assert_eq!((kinds.iter().sum(), difficulties.iter().sum()), (all[0], all[0]), "{row}");
        }
        let sums = numbers(rows[rows.len() - 1]);
        for (column, sum) in sums.iter().enumerate() {
            let above: usize = rows[..rows.len() - 1].iter().map(|row| numbers(row)[column]).sum();
            assert_eq!(above, *sum, "column {column}");
        }
        assert_eq!(sums.last(), Some(&built_in.entries().len()));
    }

    #[test]
    fn a_topic_is_listed_with_its_keys() {
        let list = printed(Some("database/locking"), false);
        assert!(list.contains("database/locking/greater-version (truth **)"), "{list}");
        assert!(list.contains("    = FOR UPDATE | "), "{list}");
        let json: serde_json::Value = serde_json::from_str(&printed(Some("locking"), true)).expect("JSON");
        let five =
            json.as_array().expect("a list").iter().find(|question| question["id"] == "database/locking/five-writers");
        assert_eq!(five.expect("it is there")["key"]["zh"], "8");
    }

    #[test]
    fn an_unknown_topic_is_met_with_what_is_near() {
        let error = bank(&mut Vec::new(), &Bank::built_in().0, Some("database/loking"), false).expect_err("no such");
        let near = "no topic is called \"database/loking\"; near it: database/locking";
        assert!(error.to_string().starts_with(near), "{error}");
    }
}
