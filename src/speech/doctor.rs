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
    match seen {
        Seen::NoToken => label("doctor-no-token", language),
        Seen::BadConfiguration(count) => {
            phrase("doctor-bad-configuration").number("count", number(*count)).plain(language)
        }
        Seen::NoDatabase => label("doctor-no-database", language),
        Seen::BadDatabase(why) => because(label("doctor-bad-database", language), why, language),
        Seen::Off => label("doctor-off", language),
        Seen::BadAccount(why) => because(label("doctor-bad-account", language), why, language),
        Seen::TokenRefused => label("doctor-token-refused", language),
        Seen::Away(why) => because(label("doctor-away", language), why, language),
        Seen::Silent(seconds) => phrase("doctor-silent").number("seconds", signed(*seconds)).plain(language),
        Seen::Unsaid(why) => because(label("doctor-unsaid", language), why, language),
        Seen::Bot(name) => phrase("doctor-bot").text("name", name).plain(language),
        Seen::PrivacyOn => label("doctor-privacy-on", language),
        Seen::PrivacyOff => label("doctor-privacy-off", language),
        Seen::NoGroups => label("doctor-no-groups", language),
        Seen::NoWebhook(waiting) => phrase("doctor-no-webhook").number("waiting", signed(*waiting)).plain(language),
        Seen::Webhook(host) => phrase("doctor-webhook").text("host", host).plain(language),
        Seen::CommandsSet => label("doctor-commands-set", language),
        Seen::CommandsDiffer => label("doctor-commands-differ", language),
        Seen::Sessions { left, total } => {
            phrase("doctor-sessions").number("left", signed(*left)).number("total", signed(*total)).plain(language)
        }
        place => what_of_chat(place, language),
    }
}

fn what_of_chat(seen: &Seen, language: Language) -> String {
    let id = match seen {
        Seen::MayWrite { pin, delete, .. } => {
            let (pin, delete) = (yes_or_no(*pin, language), yes_or_no(*delete, language));
            return phrase("doctor-may-write").text("pin", &pin).text("delete", &delete).plain(language);
        }
        Seen::Lacks { rights, .. } => {
            return because(label("doctor-lacks", language), &named(rights, language), language);
        }
        Seen::LeftOut(count) => return phrase("doctor-left-out").number("count", number(*count)).plain(language),
        Seen::Asleep(count) => return phrase("doctor-asleep").number("count", number(*count)).plain(language),
        Seen::MayAll => "doctor-may-all",
        Seen::Private => "doctor-private",
        Seen::Muted => "doctor-muted",
        Seen::Locked => "doctor-locked",
        Seen::NotThere => "doctor-not-there",
        Seen::Vanished => "doctor-vanished",
        _ => "doctor-moved",
    };
    label(id, language)
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
fn because(beginning: String, what: &str, language: Language) -> String {
    let gap = if language == Language::En { " " } else { "" };
    format!("{beginning}{gap}{}", cut::outside(what, ERROR))
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

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
