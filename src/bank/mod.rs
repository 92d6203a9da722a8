//! The question files: read, checked, found by topic.

mod choices;
mod code;
mod file;
mod find;
mod folder;
mod gather;
mod kinds;
pub mod limits;
mod node;
mod numbers;
mod problem;
mod program;
mod proof;
mod question;
mod schema;
mod sheet;
mod style;
mod text;
mod twins;
mod wording;

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::quiz::{
    Language,
    judge::Known,
    question::{Question, Text},
};

pub use problem::Problem;
pub use schema::schema;

/// The files built into the program. Without the folder the built-in bank is empty: the crate builds all the same.
#[derive(RustEmbed)]
#[folder = "questions/"]
#[allow_missing = true]
struct BuiltIn;

/// Every question that can be asked.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    questions: Vec<Arc<Entry>>,
    by_id: HashMap<String, usize>,
    topics: Vec<Topic>,
    known: Known,
}

/// A question with the snapshot that a round keeps of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The question.
    pub question: Question,
    /// The question as JSON.
    pub content: String,
    /// The SHA-256 of the content, in hex.
    pub hash: String,
}

/// A topic of the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// `database/locking`.
    pub slug: String,
    /// In both languages.
    pub name: Text,
}

/// What was asked for by `/quiz`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// A topic and all below it: `database/locking`, `database`.
    Below(String),
}

impl Bank {
    /// The bank built into the program, and what is wrong with it. Its keys are not put to the judge again: our tests
    /// have done that, and every start of the program would wait for it.
    pub fn built_in() -> (Self, Vec<Problem>) {
        gather::gather(built_in(), false)
    }

    /// The bank in this folder, or else the one built into the program, and what is wrong with it.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn configured(dir: Option<&Path>) -> anyhow::Result<(Self, Vec<Problem>)> {
        match dir {
            Some(dir) => Self::from_dir(dir).with_context(|| format!("can't read the bank {}", dir.display())),
            None => Ok(Self::built_in()),
        }
    }
    /// The bank in a folder of TOML files, and what is wrong with them: an answer that the judge would grade
    /// otherwise, too. A file with an error is left out whole. Hidden files and folders are passed over.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn from_dir(dir: &Path) -> anyhow::Result<(Self, Vec<Problem>)> {
        Ok(gather::gather(folder::read_folder(dir, "")?, true))
    }

    /// Every question.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.questions
    }

    /// The question with this whole id.
    pub fn get(&self, id: &str) -> Option<&Arc<Entry>> {
        self.by_id.get(id).map(|&at| &self.questions[at])
    }

    /// Every answer that is known: no typo of another question's is taken for one of these.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Every topic, by slug.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The questions of this scope in this language.
    pub fn fitting(&self, scope: &Scope, language: Language) -> Vec<&Arc<Entry>> {
        self.questions
            .iter()
            .filter(|entry| scope.holds(&entry.question.topic))
            .filter(|entry| entry.question.speaks(language))
            .collect()
    }

    /// Reads a slug, a folder, or a topic's name in either language; case, width and spacing do not matter. Empty is
    /// everything.
    ///
    /// # Errors
    /// Where no topic is meant: the nearest ones, at most three.
    pub fn find(&self, asked: &str) -> Result<Scope, Vec<Topic>> {
        find::find(self, asked)
    }
}

impl Entry {
    /// A question with its snapshot. The same question gives the same content and hash on every machine.
    pub fn new(question: Question) -> Self {
        let content = serde_json::to_string(&question).expect("a question has no keys but strings");
        let hash = format!("{:x}", Sha256::digest(&content));
        Self { question, content, hash }
    }
}

/// The files of the bank that is built into the program.
fn built_in() -> folder::Found {
    let mut found = folder::Found::default();
    let mut names: Vec<_> = BuiltIn::iter().collect();
    names.sort();
    for name in names {
        let (Some(slug), Some(file)) = (name.strip_suffix(folder::ENDING), BuiltIn::get(&name)) else { continue };
        folder::add_bytes(&mut found, format!("questions/{name}"), slug, file.data.into_owned());
    }
    found
}

/// Checks the bank that is built into the program, its keys too: how many questions are good, and all that is wrong.
pub fn check_built_in() -> (usize, Vec<Problem>) {
    let (bank, problems) = gather::gather(built_in(), true);
    (bank.entries().len(), problems)
}

/// Checks question files and folders of them: how many questions are good, and all that is wrong. The slug of what lies
/// below a folder named `questions` begins there.
///
/// # Errors
/// When a path can't be read at all.
pub fn check(paths: &[PathBuf]) -> anyhow::Result<(usize, Vec<Problem>)> {
    let mut found = folder::Found::default();
    for path in paths {
        let metadata = fs::metadata(path).with_context(|| format!("can't read {}", path.display()))?;
        if metadata.is_dir() {
            let prefix = folder::below_questions(path).unwrap_or_default();
            let below = folder::read_folder(path, &prefix)?;
            found.sources.extend(below.sources);
            found.problems.extend(below.problems);
        } else {
            folder::add(&mut found, path, &folder::lone_slug(path));
        }
    }
    // A file may be given twice, by itself and in its folder.
    let mut given = HashSet::new();
    found.sources.retain(|source| given.insert((fs::canonicalize(&source.file).ok(), source.slug.clone())));
    let (bank, problems) = gather::gather(found, true);
    Ok((bank.entries().len(), problems))
}

impl Scope {
    /// Whether this topic lies in it.
    pub fn holds(&self, topic: &str) -> bool {
        match self {
            Self::All => true,
            Self::Below(slug) => {
                topic.strip_prefix(slug.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
        }
    }

    /// The slug asked for; empty for everything.
    pub fn slug(&self) -> &str {
        match self {
            Self::All => "",
            Self::Below(slug) => slug,
        }
    }

    /// From a slug; empty for everything.
    pub fn from_slug(slug: &str) -> Self {
        if slug.is_empty() { Self::All } else { Self::Below(slug.to_owned()) }
    }
}
