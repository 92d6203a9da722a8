//! How the terminal chat greets whoever sits down before it.

use super::words::label;
use crate::quiz::Language;

/// How to begin, in this language, and how to change to another: one line each.
pub fn greeting(language: Language) -> Vec<String> {
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let how = [
        label("terminal-answering", language),
        label("terminal-leaving", language),
        label("terminal-speaking", language),
    ];
    how.into_iter().chain(others.map(|other| label("terminal-switching", other))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_one_language_how_to_have_the_other() {
        let [english, chinese] = [Language::En, Language::Zh].map(greeting);
        assert!(english[0].starts_with("/quiz asks a question"), "{english:?}");
        assert_eq!(english.last().map(String::as_str), Some("用中文：/language zh"));
        assert!(chinese[1].ends_with("按 Ctrl-D 退出。"), "{chinese:?}");
        assert_eq!(chinese.last().map(String::as_str), Some("In English: /language en"));
    }
}
