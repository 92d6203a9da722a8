//! A text of the bank, in the languages that it is there in.

use serde::{Deserialize, Serialize};

use crate::quiz::Language;

/// A text in one or both languages. At least one is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The English text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// The Chinese text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

impl Text {
    /// The text in this language, or else in the one that there is.
    pub fn get(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::En => (&self.en, &self.zh),
            Language::Zh => (&self.zh, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }

    /// Whether the text exists in this language.
    pub fn speaks(&self, language: Language) -> bool {
        match language {
            Language::En => self.en.is_some(),
            Language::Zh => self.zh.is_some(),
        }
    }

    /// The same text in every language.
    pub fn same(text: &str) -> Self {
        Self { en: Some(text.to_owned()), zh: Some(text.to_owned()) }
    }
}
