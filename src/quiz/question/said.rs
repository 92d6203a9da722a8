//! What a question says: its answers, and its other texts.

use super::{Kind, Question};

impl Question {
    /// What its answers say, right and wrong ones: the options, or the right answers that can be typed.
    pub fn answers(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Single { options } | Kind::Multiple { options } => {
                let texts = options.iter().flat_map(|option| [&option.text.en, &option.text.zh]);
                texts.flatten().map(String::as_str).collect()
            }
            Kind::Text { accept, .. } => accept.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// What it says besides its answers: the prompt and the explanation.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let explained = self.explanation.iter().flat_map(|text| [&text.en, &text.zh]);
        [&self.prompt.en, &self.prompt.zh].into_iter().chain(explained).flatten().map(String::as_str)
    }
}
