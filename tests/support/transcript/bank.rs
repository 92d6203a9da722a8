//! The transcripts' own questions, whole or only some of them.

use std::{fs, path::Path};

use quizbot::bank::Bank;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts/bank");

/// Questions that are asked only where a transcript names them.
const NAMED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts/named");

/// The topics, each with the folder that it lies in.
const TOPICS: [(&str, &str); 5] = [
    (FOLDER, "database/locking.toml"),
    (FOLDER, "web/http.toml"),
    (FOLDER, "web/cache.toml"),
    (NAMED, "network/tcp.toml"),
    (NAMED, "database/concurrency.toml"),
];

/// All questions that are asked where none are named.
pub(crate) fn whole() -> Bank {
    let (bank, problems) = Bank::from_dir(Path::new(FOLDER)).expect("the folder can be read");
    let errors: Vec<String> =
        problems.iter().filter(|problem| problem.refuses).map(|problem| format!("{problem:?}")).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    bank
}

/// Only these, by the ids that are unique in their file; with `where version is revision and ..` at the end, words of
/// them mended.
pub(crate) fn only(wanted: &str) -> Bank {
    let (ids, mended) = wanted.split_once(" where ").unwrap_or((wanted, ""));
    let ids: Vec<&str> = ids.split(' ').collect();
    let mended: Vec<(&str, &str)> = mended.split(" and ").filter_map(|words| words.split_once(" is ")).collect();
    let folder = tempfile::tempdir().expect("a folder");
    for (from, topic) in TOPICS {
        let text = fs::read_to_string(Path::new(from).join(topic)).expect("a file of questions");
        let text = mended.iter().fold(text, |text, (from, to)| text.replace(from, to));
        let mut parts = text.split("[[question]]\n");
        let head = parts.next().unwrap_or_default();
        let is_wanted = |part: &&str| ids.iter().any(|id| part.starts_with(&format!("id = \"{id}\"\n")));
        let kept: Vec<&str> = parts.filter(is_wanted).collect();
        if kept.is_empty() {
            continue;
        }
        let file = folder.path().join(topic);
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("a folder");
        fs::write(file, format!("{head}[[question]]\n{}", kept.join("[[question]]\n"))).expect("a file");
    }
    let (bank, _) = Bank::from_dir(folder.path()).expect("the folder can be read");
    assert_eq!(bank.entries().len(), ids.len(), "{ids:?}");
    bank
}
