//! The question files: read, checked, found by topic.

use std::{collections::HashMap, path::Path, sync::Arc};

use crate::quiz::{
    Language,
    question::{Question, Text},
};

/// Every question that can be asked.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    questions: Vec<Arc<Entry>>,
    by_id: HashMap<String, usize>,
    topics: Vec<Topic>,
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

/// A place in a question file and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Whether the file is refused for it; a warning otherwise.
    pub refuses: bool,
    /// What was found and what was expected.
    pub text: String,
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
    /// The bank built into the program.
    pub fn built_in() -> (Self, Vec<Problem>) {
        (Self::default(), Vec::new())
    }

    /// The bank in a folder of TOML files.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn from_dir(_dir: &Path) -> anyhow::Result<(Self, Vec<Problem>)> {
        Ok((Self::default(), Vec::new()))
    }

    /// Every question.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.questions
    }

    /// The question with this whole id.
    pub fn get(&self, id: &str) -> Option<&Arc<Entry>> {
        self.by_id.get(id).map(|&at| &self.questions[at])
    }

    /// Every topic, by slug.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Askable questions of this scope in this language.
    pub fn fitting(&self, scope: &Scope, language: Language) -> Vec<&Arc<Entry>> {
        self.questions
            .iter()
            .filter(|entry| scope.holds(&entry.question.topic))
            .filter(|entry| entry.question.is_askable() && entry.question.speaks(language))
            .collect()
    }

    /// Reads a slug, a folder, or a topic's name in either language; case, width and spacing do not matter. Empty is
    /// everything.
    ///
    /// # Errors
    /// Where no topic is meant: the nearest ones, at most three.
    pub fn find(&self, _asked: &str) -> Result<Scope, Vec<Topic>> {
        Ok(Scope::All)
    }
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
