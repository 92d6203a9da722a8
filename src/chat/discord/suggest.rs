//! What is offered while a topic or a time zone is typed. Read-only, so that no turn is taken.

use serde_json::{Value, json};

use super::components::cut;
use crate::{
    engine::event::{Briefing, TopicName, Values},
    quiz::Language,
};

/// Suggestions that Discord takes.
const MOST: usize = 25;
/// Characters of a suggestion, shown or sent.
const CHARS: usize = 100;

/// What fits what was typed so far, best first, as Discord wants it.
pub(super) fn suggest(briefing: &Briefing, command: &str, option: &str, typed: &str, locale: &str) -> Vec<Value> {
    let options = briefing.commands.iter().find(|spec| spec.name == command).map_or(&[][..], |spec| spec.options);
    let typed: String = typed.chars().take(CHARS).collect();
    match options.iter().find(|spec| spec.name == option).map(|spec| spec.values) {
        Some(Values::Topic) => topics(&briefing.topics, &typed, Language::from_code(locale).unwrap_or_default()),
        Some(Values::Zone) => (briefing.zones)(&typed, MOST).iter().take(MOST).map(|zone| choice(zone, zone)).collect(),
        _ => Vec::new(),
    }
}

fn choice(shown: &str, sent: &str) -> Value {
    json!({ "name": cut(shown, CHARS), "value": sent })
}

fn topics(topics: &[TopicName], typed: &str, language: Language) -> Vec<Value> {
    let typed = typed.trim().to_lowercase();
    let mut found: Vec<(u8, &str, String)> = topics
        .iter()
        .filter(|topic| topic.slug.encode_utf16().count() <= CHARS && !topic.slug.is_empty())
        .filter_map(|topic| Some((rank(topic, &typed)?, topic.slug.as_str(), shown(topic, language))))
        .collect();
    found.extend(folders(topics).filter_map(|folder| Some((rank_of(folder, &typed)?, folder, folder.to_owned()))));
    found.sort();
    found.into_iter().take(MOST).map(|(_, slug, name)| choice(&name, slug)).collect()
}

fn shown(topic: &TopicName, language: Language) -> String {
    let (first, second) = match language {
        Language::En => (&topic.en, &topic.zh),
        Language::Zh => (&topic.zh, &topic.en),
    };
    [first, second, &topic.slug].into_iter().find(|name| !name.trim().is_empty()).cloned().unwrap_or_default()
}

/// Folders that are no topic themselves: all below them can be asked for at once.
fn folders(topics: &[TopicName]) -> impl Iterator<Item = &str> {
    let mut folders: Vec<&str> = topics.iter().filter_map(|topic| Some(topic.slug.split_once('/')?.0)).collect();
    folders.sort_unstable();
    folders.dedup();
    folders.retain(|folder| !topics.iter().any(|topic| topic.slug == *folder));
    folders.into_iter()
}

fn rank(topic: &TopicName, typed: &str) -> Option<u8> {
    [&topic.slug, &topic.en, &topic.zh].into_iter().filter_map(|name| rank_of(name, typed)).min()
}

fn rank_of(name: &str, typed: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.starts_with(typed) {
        Some(0)
    } else if name.split(['/', ' ', '-']).any(|word| word.starts_with(typed)) {
        Some(1)
    } else {
        name.contains(typed).then_some(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(slug: &str, en: &str, zh: &str) -> TopicName {
        TopicName { slug: slug.into(), en: en.into(), zh: zh.into() }
    }

    fn found(typed: &str, language: Language) -> Vec<(String, String)> {
        let all = [
            topic("database/locking", "Locking", "数据库锁"),
            topic("network/tcp", "TCP", "TCP 协议"),
            topic("git", "Git", ""),
        ];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        topics(&all, typed, language).iter().map(|found| (text(&found["name"]), text(&found["value"]))).collect()
    }

    #[test]
    fn a_topic_is_found_by_slug_and_by_either_name_and_shown_in_the_readers_language() {
        let locking = |name: &str| (name.to_owned(), "database/locking".to_owned());
        assert_eq!(found("lock", Language::En), [locking("Locking")]);
        assert_eq!(found("数据库", Language::En), [locking("Locking")]);
        assert_eq!(found("LOCK", Language::Zh), [locking("数据库锁")]);
        assert_eq!(found("data", Language::En)[0].1, "database");
        assert_eq!(found("git", Language::Zh), [("Git".to_owned(), "git".to_owned())]);
        assert_eq!(found("", Language::En).len(), 5);
        assert!(found("nothing like it", Language::En).is_empty());
    }

    #[test]
    fn never_more_than_discord_takes() {
        let many: Vec<TopicName> = (0..60).map(|n| topic(&format!("t{n}"), &"x".repeat(150), "")).collect();
        let found = topics(&many, "", Language::En);
        assert_eq!(found.len(), 25);
        assert!(found.iter().all(|choice| choice["name"].as_str().unwrap().chars().count() <= 100));
    }
}
