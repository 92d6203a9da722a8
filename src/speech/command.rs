//! What the commands are called in menus and in the help.

use super::{cut, words::label};
use crate::quiz::{Language, schedule::Period};

/// The longest description that a platform's menu takes, in characters.
const MENU: usize = 100;

/// What a command does: one line for menus, at most 100 characters. Knows the commands of the interface, by their
/// names without the slash.
pub fn about_command(name: &str, language: Language) -> String {
    cut::cut(&label(&format!("command-{name}"), language), MENU)
}

/// What an option of a command is, at most 100 characters.
pub fn about_option(command: &str, option: &str, language: Language) -> String {
    cut::cut(&label(&format!("option-{command}-{option}"), language), MENU)
}

/// How a command is typed: `/quiz [topic] [count]`.
pub fn usage(name: &str, language: Language) -> String {
    label(&format!("usage-{name}"), language)
}

/// What a command (`quiz`), an option (`quiz-topic`) or one of its words (`top-period-today`) is called in menus that can
/// show it in this language. One word, lower case.
pub fn called(key: &str, language: Language) -> String {
    label(&format!("called-{key}"), language)
}

/// A period in words: `This week`.
pub fn period_name(period: Period, language: Language) -> String {
    label(&format!("period-{}", period.word()), language)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The commands of the interface with their options.
    pub(in crate::speech) const COMMANDS: &[(&str, &[&str])] = &[
        ("quiz", &["topic", "count"]),
        ("daily", &["time", "zone"]),
        ("top", &["period"]),
        ("me", &[]),
        ("hint", &[]),
        ("skip", &[]),
        ("stop", &[]),
        ("dispute", &["reply"]),
        ("disputes", &["by"]),
        ("topics", &[]),
        ("language", &["to"]),
        ("timezone", &["zone"]),
        ("help", &[]),
        ("start", &[]),
    ];

    /// Words that an option offers.
    pub(in crate::speech) const WORDS: &[&str] = &[
        "top-period-today",
        "top-period-week",
        "top-period-month",
        "top-period-all",
        "disputes-by-admins",
        "disputes-by-players",
        "language-to-en",
        "language-to-zh",
    ];

    #[test]
    fn what_a_menu_calls_things_is_one_word() {
        let options =
            COMMANDS.iter().flat_map(|(name, options)| options.iter().map(move |option| format!("{name}-{option}")));
        let keys = COMMANDS.iter().map(|(name, _)| (*name).to_owned()).chain(options);
        for key in keys.chain(WORDS.iter().map(|word| (*word).to_owned())) {
            let names = Language::ALL.map(|language| called(&key, language));
            assert!(names.iter().all(|name| (1..=32).contains(&name.chars().count())), "{key}: {names:?}");
            assert!(names.iter().all(|name| name.chars().all(char::is_alphanumeric)), "{key}: {names:?}");
        }
        assert_eq!(called("quiz", Language::Zh), "出题");
    }

    #[test]
    fn every_command_has_its_words() {
        for language in Language::ALL {
            for (name, options) in COMMANDS {
                let about = about_command(name, language);
                assert!((1..=MENU).contains(&about.chars().count()) && !about.ends_with('…'), "{about}");
                assert!(!about.starts_with("command-") && !about.contains(['`', '*', '\n']), "{about}");
                assert!(usage(name, language).starts_with(&format!("/{name}")), "{name}");
                for option in *options {
                    let about = about_option(name, option, language);
                    assert!((1..=MENU).contains(&about.chars().count()) && !about.starts_with("option-"), "{about}");
                }
            }
        }
        assert_eq!(usage("quiz", Language::En), "/quiz [topic] [count]");
        assert_eq!(usage("quiz", Language::Zh), "/quiz [主题] [题数]");
        let names = |language| Period::ALL.map(|period| period_name(period, language));
        assert_eq!(names(Language::En), ["Today", "This week", "This month", "All time"]);
        assert_eq!(names(Language::Zh), ["今天", "本周", "本月", "全部"]);
    }
}
