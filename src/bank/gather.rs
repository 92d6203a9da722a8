//! From files to a bank: what only shows once several files lie beside each other.

use std::{
    collections::{HashMap, hash_map::Entry as Slot},
    sync::Arc,
};

use super::{
    Bank, Entry,
    file::{self, Content, Source},
    find::loosely,
    folder::Found,
    problem::{Problem, Spot, quoted},
    twins,
};
use crate::quiz::{judge::Known, question::Question};

/// A question of the bank and where its prompt stands.
struct Placed {
    question: Question,
    file: String,
    spot: Spot,
}

/// A bank of all files that are good, and every problem, by file and place. `proves` puts each key to the judge.
pub(super) fn gather(found: Found, proves: bool) -> (Bank, Vec<Problem>) {
    let Found { sources, mut problems } = found;
    let sources = single_topics(sources, &mut problems);
    let mut bank = Bank::default();
    let mut placed = Vec::new();
    let mut names = HashMap::new();
    for source in &sources {
        let (content, of_file) = file::read(source, proves);
        problems.extend(of_file);
        let Some(content) = content.filter(|content| !content.questions.is_empty()) else { continue };
        problems.extend(same_name(&content, &source.file, &mut names));
        let place = |(question, spot)| Placed { question, file: source.file.clone(), spot };
        placed.extend(content.questions.into_iter().map(place));
        bank.topics.push(content.topic);
    }
    problems.extend(near_duplicates(&placed));
    bank.topics.sort_by(|one, other| one.slug.cmp(&other.slug));
    bank.questions = placed.into_iter().map(|placed| Arc::new(Entry::new(placed.question))).collect();
    let by_id = bank.questions.iter().enumerate().map(|(at, entry)| (entry.question.id.clone(), at));
    bank.by_id = by_id.collect();
    let questions = || bank.questions.iter().map(|entry| &entry.question);
    bank.known = Known::of(questions().flat_map(Question::answers)).with_words(questions().flat_map(Question::texts));
    problems.sort_by(|one, other| (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column)));
    // What lies in two folders that were given is told once.
    problems.dedup();
    (bank, problems)
}

/// The files whose topic no earlier file has.
fn single_topics(sources: Vec<Source>, problems: &mut Vec<Problem>) -> Vec<Source> {
    let mut files: HashMap<String, String> = HashMap::new();
    let mut single = Vec::new();
    for source in sources {
        match files.entry(source.slug.clone()) {
            Slot::Occupied(first) => {
                let text = format!("the topic {} is given by {} already", quoted(&source.slug), first.get());
                problems.push(Problem::of_file(&source.file, text));
            }
            Slot::Vacant(free) => {
                free.insert(source.file.clone());
                single.push(source);
            }
        }
    }
    single
}

/// Warns of a name that an earlier topic has: who types it can't mean one of them.
fn same_name(content: &Content, file: &str, names: &mut HashMap<String, String>) -> Option<Problem> {
    let topic = &content.topic;
    let mut earlier = None;
    for name in [&topic.name.en, &topic.name.zh].into_iter().flatten() {
        let slug = names.entry(loosely(name)).or_insert_with(|| topic.slug.clone());
        if *slug != topic.slug {
            earlier = Some((name, slug.clone()));
        }
    }
    let (name, slug) = earlier?;
    let Spot { line, column } = content.named;
    let text = format!("the topic `{slug}` has the name {} already: it can't be asked for by name", quoted(name));
    Some(Problem { line, column, refuses: false, ..Problem::of_file(file, text) })
}

fn near_duplicates(placed: &[Placed]) -> Vec<Problem> {
    let questions: Vec<&Question> = placed.iter().map(|placed| &placed.question).collect();
    let warning = |(later, earlier): (usize, usize)| {
        let Placed { file, spot: Spot { line, column }, .. } = &placed[later];
        let text = format!("the question asks nearly the same as `{}`", questions[earlier].id);
        Problem { line: *line, column: *column, refuses: false, ..Problem::of_file(file, text) }
    };
    twins::find(&questions).into_iter().map(warning).collect()
}
