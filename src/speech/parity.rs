//! Holds that both languages have the same sentences, and that code and sentences know each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use super::{
    command::tests::{COMMANDS, WORDS},
    words,
};
use crate::quiz::{Language, schedule::Period};

/// Ids with the names of their arguments.
type Sentences = BTreeMap<String, BTreeSet<String>>;

fn folder(path: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/speech").join(path);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let files = files.into_iter().filter(|path| path.is_file());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into(), fs::read_to_string(path).unwrap())).collect()
}

/// What the Fluent files of a language hold. An id stands twice only if somebody made a mistake.
fn sentences(language: Language) -> Sentences {
    let mut sentences = Sentences::new();
    let mut id = String::new();
    for (file, text) in folder(&format!("locales/{}", language.code())) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) =
                line.split_once(" = ").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                id = name.to_owned();
                assert!(sentences.insert(id.clone(), BTreeSet::new()).is_none(), "{file}: `{id}` stands twice");
            }
            let arguments =
                line.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap());
            sentences.entry(id.clone()).or_default().extend(arguments.map(str::to_owned));
        }
    }
    sentences.remove("");
    sentences
}

/// The code of speech/, without tests.
fn code() -> String {
    let files = folder("").into_iter().filter(|(file, _)| file.ends_with(".rs") && file != "parity.rs");
    files.map(|(_, text)| text.split("#[cfg(test)]").next().unwrap().to_owned()).collect()
}

/// Every `phrase("id")` with the names in the chain of `.text("name", ..)` and `.number("name", ..)` after it.
fn phrases(code: &str) -> Vec<(String, BTreeSet<String>)> {
    let call = |rest: &str| rest.split_once('"').map(|(id, rest)| (id.to_owned(), rest.to_owned())).unwrap();
    let mut found = Vec::new();
    for rest in code.split("phrase(\"").skip(1) {
        let (id, mut rest) = call(rest);
        let mut names = BTreeSet::new();
        rest = rest.strip_prefix(')').unwrap_or_else(|| panic!("phrase({id:?} is not a plain call")).to_owned();
        while let Some(argument) =
            [".text(\"", ".number(\""].iter().find_map(|method| rest.trim_start().strip_prefix(method))
        {
            let (name, after) = call(argument);
            names.insert(name);
            rest = after_parenthesis(&after).to_owned();
        }
        found.push((id, names));
    }
    found
}

/// What follows the parenthesis that closes the one just opened.
fn after_parenthesis(text: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    panic!("a parenthesis stays open: {text}")
}

/// Ids that code puts together.
fn composed() -> BTreeSet<String> {
    let commands = COMMANDS.iter().flat_map(|(name, options)| {
        let options = options.iter().map(move |option| format!("option-{name}-{option}"));
        let called = options.clone().map(|option| option.replacen("option", "called", 1));
        let names = [format!("command-{name}"), format!("usage-{name}"), format!("called-{name}")];
        names.into_iter().chain(options).chain(called)
    });
    let commands = commands.chain(WORDS.iter().map(|word| format!("called-{word}")));
    commands.chain(Period::ALL.map(|period| format!("period-{}", period.word()))).collect()
}

#[test]
fn both_languages_have_the_same_sentences() {
    let (english, chinese) = (sentences(Language::En), sentences(Language::Zh));
    assert!(english.len() > 100);
    assert_eq!(english.keys().collect::<Vec<_>>(), chinese.keys().collect::<Vec<_>>());
}

#[test]
fn every_sentence_is_used_and_every_used_one_exists() {
    let ids: BTreeSet<String> = sentences(Language::En).into_keys().collect();
    let code = code();
    let composed = composed();
    for id in &ids {
        assert!(composed.contains(id) || code.contains(&format!("\"{id}\"")), "nobody says `{id}`");
    }
    let said = phrases(&code).into_iter().map(|(id, _)| id).chain(composed);
    let labels = code.split("label(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    for id in said.chain(labels) {
        assert!(ids.contains(&id), "no language has `{id}`");
    }
}

#[test]
fn every_argument_is_known_to_code() {
    let known = phrases(&code());
    for language in Language::ALL {
        for (id, arguments) in sentences(language) {
            let mut calls = known.iter().filter(|(called, _)| *called == id).peekable();
            assert!(calls.peek().is_some() || arguments.is_empty(), "`{id}` names arguments, but no phrase gives any");
            for (_, given) in calls {
                assert!(
                    arguments.is_subset(given),
                    "{}: `{id}` names {arguments:?}, code gives {given:?}",
                    language.code()
                );
            }
        }
    }
}

#[test]
fn an_unknown_id_is_seen() {
    assert_eq!(words::label("no-such-id", Language::Zh), "no-such-id");
}

#[test]
fn chinese_stands_apart_from_latin() {
    let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    for (file, text) in folder("locales/zh") {
        for line in text.lines() {
            let letters: Vec<char> = line.chars().collect();
            for pair in letters.windows(2) {
                let close = is_chinese(pair[0]) && pair[1].is_ascii_alphanumeric()
                    || pair[0].is_ascii_alphanumeric() && is_chinese(pair[1]);
                assert!(!close, "{file}: no space between `{}` and `{}`: {line}", pair[0], pair[1]);
                assert!(!(is_chinese(pair[0]) && ",;:?!()".contains(pair[1])), "{file}: a half-width mark: {line}");
            }
        }
    }
}
