//! Words for what an examination of the bot found.

use super::{
    cut,
    finding::{Grade, Right, Seen, Subject},
    words::{label, phrase},
};
use crate::quiz::{Language, Place};

/// How much of an error is repeated, in characters.
const ERROR: usize = 200;
/// How much of a title is repeated, in characters.
const TITLE: usize = 40;

/// What stands over the table: how it is, where, what was seen, what to do.
pub fn header(language: Language) -> [String; 4] {
    [
        label("doctor-column-grade", language),
        label("doctor-column-where", language),
        label("doctor-column-what", language),
        label("doctor-column-advice", language),
    ]
}

/// How bad something is, in a word.
pub fn grade(grade: Grade, language: Language) -> String {
    match grade {
        Grade::Well => label("doctor-well", language),
        Grade::Warning => label("doctor-warning", language),
        Grade::Trouble => label("doctor-trouble", language),
    }
}

/// What was looked at.
pub fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Program => "quizbot".to_owned(),
        Subject::Platform(platform) => capitalized(platform.as_str()),
        Subject::Chat(place) => chat(place),
    }
}

fn chat(place: &Place) -> String {
    let (platform, address) = (capitalized(place.chat.platform.as_str()), cut::outside(&place.chat.chat, TITLE));
    let title = cut::outside(&place.title, TITLE);
    [platform, title, address].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What was seen.
pub fn what(seen: &Seen, language: Language) -> String {
    let id = match seen {
        Seen::NoToken => "doctor-no-token",
        Seen::BadConfiguration(count) => {
            return phrase("doctor-bad-configuration").number("count", number(*count)).plain(language);
        }
        Seen::NoDatabase => "doctor-no-database",
        Seen::BadDatabase(why) => return because("doctor-bad-database", why, language),
        Seen::Off => "doctor-off",
        Seen::BadAccount(why) => return because("doctor-bad-account", why, language),
        Seen::TokenRefused => "doctor-token-refused",
        Seen::Away(why) => return because("doctor-away", why, language),
        Seen::Silent(seconds) => {
            return phrase("doctor-silent").number("seconds", number(*seconds)).plain(language);
        }
        Seen::Unsaid(why) => return because("doctor-unsaid", why, language),
        Seen::Bot(name) => return phrase("doctor-bot").text("name", name).plain(language),
        Seen::PrivacyOn => "doctor-privacy-on",
        Seen::PrivacyOff => "doctor-privacy-off",
        Seen::NoGroups => "doctor-no-groups",
        Seen::NoWebhook(waiting) => {
            return phrase("doctor-no-webhook").number("waiting", number(*waiting)).plain(language);
        }
        Seen::Webhook(host) => return phrase("doctor-webhook").text("host", host).plain(language),
        Seen::CommandsSet => "doctor-commands-set",
        Seen::CommandsDiffer => "doctor-commands-differ",
        Seen::Sessions { left, total } => return sessions(*left, *total, language),
        Seen::MayWrite { pin, delete, .. } => return may_write(*pin, *delete, language),
        Seen::MayAll => "doctor-may-all",
        Seen::Lacks { rights, .. } => return because("doctor-lacks", &named(rights, language), language),
        Seen::Private => "doctor-private",
        Seen::Muted => "doctor-muted",
        Seen::Locked => "doctor-locked",
        Seen::NotThere => "doctor-not-there",
        Seen::Vanished => "doctor-vanished",
        Seen::Moved => "doctor-moved",
        Seen::LeftOut(count) => return phrase("doctor-left-out").number("count", number(*count)).plain(language),
        Seen::Asleep(count) => return phrase("doctor-asleep").number("count", number(*count)).plain(language),
    };
    label(id, language)
}

fn sessions(left: u64, total: u64, language: Language) -> String {
    phrase("doctor-sessions").number("left", number(left)).number("total", number(total)).plain(language)
}

fn may_write(pin: bool, delete: bool, language: Language) -> String {
    let (pin, delete) = (yes_or_no(pin, language), yes_or_no(delete, language));
    phrase("doctor-may-write").text("pin", &pin).text("delete", &delete).plain(language)
}

/// What to do about it; empty where nothing is to be done.
pub fn advice(seen: &Seen, language: Language) -> String {
    let id = match seen {
        Seen::NoToken => "doctor-no-token-advice",
        Seen::BadConfiguration(_) => "doctor-bad-configuration-advice",
        Seen::NoDatabase | Seen::CommandsDiffer => "doctor-start-advice",
        Seen::TokenRefused => "doctor-token-refused-advice",
        Seen::BadAccount(_) => "doctor-bad-account-advice",
        Seen::Away(_) | Seen::Silent(_) => "doctor-away-advice",
        Seen::Unsaid(_) => "doctor-unsaid-advice",
        Seen::PrivacyOn => "doctor-privacy-on-advice",
        Seen::PrivacyOff => "doctor-privacy-off-advice",
        Seen::NoGroups => "doctor-no-groups-advice",
        Seen::Webhook(_) => "doctor-webhook-advice",
        Seen::Sessions { .. } if seen.grade() > Grade::Well => "doctor-sessions-advice",
        Seen::MayWrite { topics: true, .. } => "doctor-topics-advice",
        Seen::Lacks { .. } => "doctor-lacks-advice",
        Seen::Muted => "doctor-muted-advice",
        Seen::Locked => "doctor-locked-advice",
        Seen::NotThere => "doctor-not-there-advice",
        Seen::Vanished => "doctor-vanished-advice",
        Seen::Moved => "doctor-moved-advice",
        Seen::LeftOut(_) => "doctor-left-out-advice",
        Seen::Asleep(_) => "doctor-asleep-advice",
        _ => return String::new(),
    };
    label(id, language)
}

/// A beginning that ends in a colon, and what follows it.
fn because(beginning: &str, what: &str, language: Language) -> String {
    let gap = if language == Language::En { " " } else { "" };
    format!("{}{gap}{}", label(beginning, language), cut::outside(what, ERROR))
}

fn yes_or_no(yes: bool, language: Language) -> String {
    if yes { label("doctor-yes", language) } else { label("doctor-no", language) }
}

fn named(rights: &[Right], language: Language) -> String {
    let name = |right: &Right| {
        let id = match right {
            Right::View => "doctor-right-view",
            Right::Send => "doctor-right-send",
            Right::SendInThreads => "doctor-right-threads",
            Right::Embed => "doctor-right-embed",
            Right::Attach => "doctor-right-attach",
            Right::History => "doctor-right-history",
            Right::React => "doctor-right-react",
        };
        label(id, language)
    };
    let comma = if language == Language::En { ", " } else { "、" };
    rights.iter().map(name).collect::<Vec<_>>().join(comma)
}

fn number(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::{ChatRef, Platform, SpaceRef};

    #[test]
    fn what_was_seen_is_said_in_both_languages() {
        let every = Seen::Lacks { rights: vec![Right::View, Right::SendInThreads, Right::History], writes: false };
        let table = [
            (Seen::NoWebhook(0), "No webhook is set.", "没有设置 webhook。"),
            (
                Seen::NoWebhook(1),
                "No webhook is set; an update waits to be fetched.",
                "没有设置 webhook，有 1 条更新等待拉取。",
            ),
            (Seen::Away("no connection".into()), "It can't be reached: no connection", "连接不上：no connection"),
            (
                every,
                "Lacks permissions: View Channels, Send Messages in Threads, Read Message History",
                "缺少权限：查看频道、在子区内发送消息、阅读消息历史记录",
            ),
            (Seen::LeftOut(9_900), "9900 known chats were not looked at.", "还有 9900 个已知的群没有检查。"),
            (
                Seen::MayWrite { pin: true, delete: false, topics: false },
                "Can post. Can pin: yes. Can delete others' messages: no.",
                "能发消息。置顶：能；删除别人的消息：不能。",
            ),
        ];
        for (seen, english, chinese) in table {
            assert_eq!(what(&seen, Language::En), english);
            assert_eq!(what(&seen, Language::Zh), chinese);
        }
    }

    #[test]
    fn trouble_comes_with_advice() {
        let troubles = [
            Seen::TokenRefused,
            Seen::Webhook(String::new()),
            Seen::Muted,
            Seen::Locked,
            Seen::NotThere,
            Seen::Vanished,
        ];
        let few = Seen::Sessions { left: 99, total: 1000 };
        for seen in troubles.iter().chain([&few]) {
            assert!(seen.grade() > Grade::Well && !advice(seen, Language::Zh).is_empty(), "{seen:?}");
        }
        assert_eq!(advice(&Seen::Sessions { left: 100, total: 1000 }, Language::En), "");
    }

    #[test]
    fn a_title_cannot_command_the_terminal() {
        let platform = Platform::new("telegram");
        let place = Place {
            space: SpaceRef { platform: platform.clone(), id: "-1".into() },
            chat: ChatRef { platform, chat: "-1".into(), thread: String::new() },
            private: false,
            title: "a\u{1b}[2J\nb\u{202e}c".into(),
        };
        assert_eq!(subject(&Subject::Chat(place)), "Telegram a [2J bc -1");
    }
}
