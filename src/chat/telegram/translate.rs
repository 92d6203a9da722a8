//! From an update to an event. Pure: what needs a question to the platform is only marked.

use serde_json::Value;

use super::{
    Me, buttons,
    update::{self, Callback, Chat, Membership, Message, Update, User},
};
use crate::engine::event::{ChatRef, CommandSpec, Event, Handle, Place, Platform, Role, Sender, SpaceRef, What};

/// Longer texts are cut, characters: Telegram's own limit is 4,096.
const LONGEST_TEXT: usize = 4000;
/// Longer names are cut, characters.
const LONGEST_NAME: usize = 64;
/// Telegram's user that stands for anonymous admins.
const GROUP_ANONYMOUS_BOT: i64 = 1_087_968_824;

/// What is in an update for us.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    /// Something that the engine must know.
    Event {
        /// What happened; boxed since most updates of a busy group are nothing.
        event: Box<Event>,
        /// Whether the sender's role is still to be looked up.
        role_wanted: bool,
    },
    /// A press of a button that we never made: this callback is to be answered, so that nothing spins.
    Stray(String),
    /// Nothing.
    Nothing,
}

/// What the translation goes by.
pub(super) struct Translator<'a> {
    pub(super) platform: &'a Platform,
    pub(super) me: &'a Me,
    pub(super) commands: &'static [CommandSpec],
}

impl Translator<'_> {
    /// # Errors
    /// When the update is not built as documented. The error may hold what a person wrote: not for the log.
    pub(super) fn translate(&self, raw: &Value) -> Result<Heard, serde_json::Error> {
        use serde::Deserialize;
        let update = Update::deserialize(raw)?;
        let key = format!("tg:{}:{}", self.me.id, update.update_id);
        let heard = match update {
            Update { message: Some(message), .. } => self.message(key, &message, update::has_content(raw)),
            Update { callback_query: Some(callback), .. } => self.callback(key, &callback),
            Update { my_chat_member: Some(membership), .. } => self.membership(key, &membership),
            _ => Heard::Nothing,
        };
        Ok(heard)
    }

    fn message(&self, key: String, message: &Message, has_content: bool) -> Heard {
        if let Some(to) = message.migrate_to_chat_id {
            let to = SpaceRef { platform: self.platform.clone(), id: to.to_string() };
            return self.happened(key, message.date, &message.chat, What::Moved { to });
        }
        if message.chat.is_channel() {
            return Heard::Nothing;
        }
        let Some(from) = sender(message) else { return Heard::Nothing };
        let words = message.text.as_deref().or(message.caption.as_deref());
        let Some(what) = self.said(message, words, has_content) else { return Heard::Nothing };
        let role_wanted = self.wants_role(&what) && !from.impersonal && !message.chat.is_private();
        let event = Event {
            key,
            at_ms: Some(message.date.saturating_mul(1000)),
            place: Some(self.place(&message.chat, thread(message))),
            from: Some(from),
            handle: None,
            message: Some(message.message_id.to_string()),
            what,
        };
        Heard::Event { event: Box::new(event), role_wanted }
    }

    /// A command, a reply, or neither.
    fn said(&self, message: &Message, words: Option<&str>, has_content: bool) -> Option<What> {
        let ours =
            message.reply_to_message.as_deref().filter(|to| to.from.as_ref().is_some_and(|u| u.id == self.me.id));
        let may_reply = ours.is_some() || message.chat.is_private();
        if let Some(call) = message.text.as_deref().and_then(Call::read) {
            let known = self.commands.iter().any(|command| command.name == call.name);
            match call.bot {
                Some(bot) if !bot.eq_ignore_ascii_case(&self.me.username) => return None,
                None if !known && ours.is_some() => {} // "/etc" may well be somebody's answer
                None if !known && !message.chat.is_private() => return None, // another bot's, most likely
                _ => return Some(What::Command { name: call.name, args: clean(&call.args) }),
            }
        }
        if !may_reply || (words.is_none() && !has_content) {
            return None;
        }
        Some(What::Reply {
            text: clean(words.unwrap_or_default()),
            to: ours.map(|to| to.message_id.to_string()),
            round: ours.and_then(|to| to.reply_markup.as_ref()).and_then(buttons::round_of),
        })
    }

    fn wants_role(&self, what: &What) -> bool {
        match what {
            What::Command { name, .. } => {
                self.commands.iter().any(|command| command.name == name && command.needs_role)
            }
            What::Press { press, .. } => press.needs_role(),
            _ => false,
        }
    }

    fn callback(&self, key: String, callback: &Callback) -> Heard {
        let pressed = callback.data.as_deref().and_then(buttons::read);
        let (Some((round, press)), Some(message), false) = (pressed, &callback.message, callback.from.is_bot) else {
            return Heard::Stray(callback.id.clone());
        };
        let event = Event {
            key,
            at_ms: None,
            place: Some(self.place(&message.chat, thread(message))),
            from: Some(person(&callback.from, message.chat.is_private())),
            handle: Some(Handle { id: callback.id.clone(), awaited: true }),
            message: Some(message.message_id.to_string()),
            what: What::Press { round, press },
        };
        let role_wanted = self.wants_role(&event.what) && !message.chat.is_private();
        Heard::Event { event: Box::new(event), role_wanted }
    }

    /// The bot itself came or went; what changes while it stays concerns nobody.
    fn membership(&self, key: String, membership: &Membership) -> Heard {
        let Membership { chat, from, date, old_chat_member: old, new_chat_member: new } = membership;
        let what = match (old.is_in(), new.is_in()) {
            _ if chat.is_channel() => return Heard::Nothing,
            (_, false) => What::Gone,
            (false, true) => What::Joined,
            (true, true) => return Heard::Nothing,
        };
        let mut heard = self.happened(key, *date, chat, what);
        if let Heard::Event { event, .. } = &mut heard {
            event.from = (!from.is_bot).then(|| person(from, chat.is_private()));
        }
        heard
    }

    fn happened(&self, key: String, date: i64, chat: &Chat, what: What) -> Heard {
        let event = Event {
            key,
            at_ms: Some(date.saturating_mul(1000)),
            place: Some(self.place(chat, String::new())),
            from: None,
            handle: None,
            message: None,
            what,
        };
        Heard::Event { event: Box::new(event), role_wanted: false }
    }

    fn place(&self, chat: &Chat, thread: String) -> Place {
        let platform = self.platform.clone();
        Place {
            space: SpaceRef { platform: platform.clone(), id: chat.id.to_string() },
            chat: ChatRef { platform, chat: chat.id.to_string(), thread },
            private: chat.is_private(),
            title: cut(chat.title.as_deref().unwrap_or_default(), LONGEST_NAME),
        }
    }
}

/// A thread only where it is a forum's topic: elsewhere the number names a chain of replies, and can't be written to.
fn thread(message: &Message) -> String {
    message.message_thread_id.filter(|_| message.is_topic_message).map(|id| id.to_string()).unwrap_or_default()
}

/// Who said it; None for bots. Anonymous admins and channels come with a bot as their user, so they are asked for first.
fn sender(message: &Message) -> Option<Sender> {
    let chat_speaks = |chat: &Chat, role| Sender {
        account: chat.id.to_string(),
        name: cut(chat.title.as_deref().unwrap_or_default(), LONGEST_NAME),
        locale: None,
        role,
        impersonal: true,
    };
    match (&message.sender_chat, &message.from) {
        (Some(chat), _) if chat.id == message.chat.id => Some(chat_speaks(chat, Role::Admin)),
        (Some(chat), _) => Some(chat_speaks(chat, Role::Member)),
        (None, Some(user)) if user.id == GROUP_ANONYMOUS_BOT => Some(chat_speaks(&message.chat, Role::Admin)),
        (None, Some(user)) if !user.is_bot => Some(person(user, message.chat.is_private())),
        _ => None,
    }
}

fn person(user: &User, private: bool) -> Sender {
    let name = [Some(user.first_name.as_str()), user.last_name.as_deref()].into_iter().flatten();
    Sender {
        account: user.id.to_string(),
        name: cut(name.collect::<Vec<_>>().join(" ").trim(), LONGEST_NAME),
        locale: user.language_code.clone(),
        role: if private { Role::Admin } else { Role::Member },
        impersonal: false,
    }
}

/// A line that begins like a command.
struct Call {
    name: String,
    bot: Option<String>,
    args: String,
}

impl Call {
    /// `/name`, `/name@bot`, each with something after it. `/etc/hosts` is not one.
    fn read(text: &str) -> Option<Self> {
        let line = text.strip_prefix('/')?;
        let (head, args) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let (name, bot) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot.to_owned())));
        let legal = (1..=32).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        legal.then(|| Self { name: name.to_ascii_lowercase(), bot, args: args.trim().to_owned() })
    }
}

/// A text as the engine takes it.
fn clean(text: &str) -> String {
    let harmless = text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| *c == '\n' || !c.is_control());
    harmless.take(LONGEST_TEXT).collect::<String>().trim().to_owned()
}

fn cut(name: &str, longest: usize) -> String {
    name.chars().filter(|c| !c.is_control()).take(longest).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::engine::event::{Press, RoundId};

    const COMMANDS: &[CommandSpec] = &[
        CommandSpec { name: "daily", needs_role: true, admins_only: false, options: &[], about: |_| String::new() },
        CommandSpec { name: "quiz", needs_role: false, admins_only: false, options: &[], about: |_| String::new() },
    ];

    fn hear(update: Value) -> Heard {
        let (platform, me) = (Platform::new("telegram"), Me { id: 7, username: "OurBot".to_owned() });
        let translator = Translator { platform: &platform, me: &me, commands: COMMANDS };
        translator.translate(&update).expect("readable")
    }

    fn event(update: Value) -> (Event, bool) {
        match hear(update) {
            Heard::Event { event, role_wanted } => (*event, role_wanted),
            other => panic!("no event: {other:?}"),
        }
    }

    /// A message of a group with some fields changed.
    fn message(changes: Value) -> Value {
        let mut message = json!({
            "message_id": 5, "date": 100, "chat": {"id": -1, "type": "supergroup", "title": "G"},
            "from": {"id": 42, "is_bot": false, "first_name": "Ada", "last_name": "L", "language_code": "de"},
        });
        for (key, value) in changes.as_object().expect("an object") {
            message[key] = value.clone();
        }
        json!({"update_id": 9, "message": message})
    }

    fn question() -> Value {
        let keyboard = json!({"inline_keyboard": [[{"text": "a", "callback_data": "v1:77:p0"}]]});
        json!({"message_id": 4, "date": 90, "chat": {"id": -1, "type": "supergroup"},
            "from": {"id": 7, "is_bot": true, "first_name": "Bot"}, "reply_markup": keyboard})
    }

    fn private() -> Value {
        json!({"id": 42, "type": "private"})
    }

    #[test]
    fn commands_are_read() {
        let command = |text: &str| match hear(message(json!({"text": text}))) {
            Heard::Event { event, .. } => match event.what {
                What::Command { name, args } => Some((name, args)),
                _ => None,
            },
            _ => None,
        };
        let is = |name: &str, args: &str| Some((name.to_owned(), args.to_owned()));
        assert_eq!(command("/quiz"), is("quiz", ""));
        assert_eq!(
            command("/QUIZ@ourBOT  database/locking\t3 "),
            is("quiz", "database/locking\t3".replace('\t', " ").as_str())
        );
        assert_eq!(command("/quiz@other_bot 3"), None);
        assert_eq!(command("/nosuch"), None, "another bot's, most likely");
        assert_eq!(command("/nosuch@OurBot x"), is("nosuch", "x"));
        assert_eq!(command("quiz"), None);
        assert_eq!(command("/"), None);
        assert_eq!(command("/etc/hosts"), None);
    }

    #[test]
    fn only_replies_to_us_count_in_a_group() {
        assert_eq!(hear(message(json!({"text": "b"}))), Heard::Nothing);
        let (reply, _) = event(message(json!({"text": " b\u{0}\u{7}\tc\n", "reply_to_message": question()})));
        let what = What::Reply { text: "b c".into(), to: Some("4".into()), round: Some(RoundId(77)) };
        assert_eq!(reply.what, what);
        assert_eq!((reply.key.as_str(), reply.at_ms, reply.message.as_deref()), ("tg:7:9", Some(100_000), Some("5")));
        let mut others = question();
        others["from"]["id"] = json!(8);
        assert_eq!(hear(message(json!({"text": "b", "reply_to_message": others}))), Heard::Nothing);
    }

    #[test]
    fn an_answer_may_look_like_a_path() {
        for text in ["/etc/hosts", "/etc"] {
            let (reply, _) = event(message(json!({"text": text, "reply_to_message": question()})));
            assert!(matches!(reply.what, What::Reply { text: said, .. } if said == text), "{text}");
        }
    }

    #[test]
    fn what_is_not_words_is_a_reply_without_words() {
        let said = |changes| match event(message(changes)).0.what {
            What::Reply { text, .. } => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(said(json!({"voice": {}, "reply_to_message": question()})), "");
        assert_eq!(said(json!({"photo": [], "caption": "b", "chat": private()})), "b");
        assert_eq!(said(json!({"rich_message": {}, "chat": private()})), "");
        assert_eq!(hear(message(json!({"pinned_message": {}, "chat": private()}))), Heard::Nothing);
        assert_eq!(hear(message(json!({"voice": {}}))), Heard::Nothing);
    }

    #[test]
    fn who_speaks() {
        let from = |changes| event(message(changes)).0.from.expect("somebody");
        let ada = from(json!({"text": "/quiz"}));
        assert_eq!((ada.account.as_str(), ada.name.as_str(), ada.locale.as_deref()), ("42", "Ada L", Some("de")));
        assert_eq!((ada.role, ada.impersonal), (Role::Member, false));
        assert_eq!(from(json!({"text": "/quiz", "chat": private()})).role, Role::Admin);
        let group = json!({"id": -1, "type": "supergroup", "title": "G"});
        let bot = json!({"id": GROUP_ANONYMOUS_BOT, "is_bot": true, "first_name": "Group"});
        for changes in
            [json!({"sender_chat": group, "from": bot, "text": "/quiz"}), json!({"from": bot, "text": "/quiz"})]
        {
            let admin = from(changes);
            assert_eq!((admin.account.as_str(), admin.role, admin.impersonal), ("-1", Role::Admin, true));
        }
        let channel = from(json!({"sender_chat": {"id": -2, "type": "channel", "title": "C"}, "text": "/quiz"}));
        assert_eq!((channel.name.as_str(), channel.role, channel.impersonal), ("C", Role::Member, true));
        let bot = json!({"id": 3, "is_bot": true, "first_name": "B"});
        assert_eq!(hear(message(json!({"from": bot, "text": "/quiz"}))), Heard::Nothing);
        let long = json!({"id": 3, "first_name": "\u{1b}x".repeat(200)});
        assert_eq!(from(json!({"from": long, "text": "/quiz"})).name, "x".repeat(64));
    }

    #[test]
    fn roles_are_wanted_only_where_they_matter() {
        assert!(event(message(json!({"text": "/daily 09:00"}))).1);
        assert!(!event(message(json!({"text": "/quiz"}))).1);
        assert!(!event(message(json!({"text": "/daily 09:00", "chat": private()}))).1);
        let group = json!({"id": -1, "type": "supergroup"});
        assert!(!event(message(json!({"text": "/daily", "sender_chat": group}))).1);
        let wanted = |data: &str| event(press(json!({"data": data}))).1;
        assert!(wanted("v1:77:y5") && wanted("v1:77:n5"));
        assert!(!wanted("v1:77:r") && !wanted("v1:77:p0"));
    }

    #[test]
    fn a_thread_is_one_only_in_a_forum() {
        let thread = |changes| event(message(changes)).0.place.expect("a place").chat.thread;
        assert_eq!(thread(json!({"text": "/quiz", "message_thread_id": 3, "is_topic_message": true})), "3");
        assert_eq!(thread(json!({"text": "/quiz", "message_thread_id": 3})), "");
    }

    fn press(changes: Value) -> Value {
        let mut callback =
            json!({"id": "cb", "from": {"id": 42, "first_name": "Ada"}, "message": question(), "data": "v1:77:t1"});
        for (key, value) in changes.as_object().expect("an object") {
            callback[key] = value.clone();
        }
        json!({"update_id": 9, "callback_query": callback})
    }

    #[test]
    fn presses_have_a_handle_and_no_time() {
        let (pressed, _) = event(press(json!({})));
        assert_eq!(pressed.what, What::Press { round: RoundId(77), press: Press::Toggle(1) });
        assert_eq!((pressed.at_ms, pressed.message.as_deref()), (None, Some("4")));
        assert_eq!(pressed.handle, Some(Handle { id: "cb".into(), awaited: true }));
    }

    #[test]
    fn strange_presses_are_answered_by_us() {
        for changes in [json!({"data": "x"}), json!({"data": null}), json!({"message": null})] {
            assert_eq!(hear(press(changes)), Heard::Stray("cb".into()));
        }
    }

    #[test]
    fn coming_and_going() {
        let what = |kind: &str, old: Value, new: Value| {
            let update = json!({"update_id": 9, "my_chat_member": {"chat": {"id": -1, "type": kind}, "date": 100,
                "from": {"id": 42, "first_name": "Ada"}, "old_chat_member": old, "new_chat_member": new}});
            match hear(update) {
                Heard::Event { event, .. } => Some(event.what),
                _ => None,
            }
        };
        let is = |status: &str| json!({"status": status});
        assert_eq!(what("group", is("left"), is("member")), Some(What::Joined));
        assert_eq!(what("group", is("kicked"), is("administrator")), Some(What::Joined));
        assert_eq!(what("group", is("member"), is("administrator")), None);
        assert_eq!(what("group", is("administrator"), is("kicked")), Some(What::Gone));
        assert_eq!(what("group", is("member"), json!({"status": "restricted", "is_member": false})), Some(What::Gone));
        assert_eq!(what("group", is("member"), json!({"status": "restricted", "is_member": true})), None);
        assert_eq!(what("private", is("member"), is("kicked")), Some(What::Gone));
        assert_eq!(what("channel", is("left"), is("administrator")), None);
    }

    #[test]
    fn a_group_that_moves_says_so_once() {
        let (moved, _) = event(message(json!({"migrate_to_chat_id": -1005})));
        assert_eq!(
            moved.what,
            What::Moved { to: SpaceRef { platform: Platform::new("telegram"), id: "-1005".into() } }
        );
        assert_eq!(moved.place.expect("the old one").space.id, "-1");
        assert_eq!(hear(message(json!({"migrate_from_chat_id": -5}))), Heard::Nothing);
    }

    #[test]
    fn long_texts_are_cut() {
        let (reply, _) = event(message(json!({"text": "字".repeat(5000), "chat": private()})));
        assert!(matches!(reply.what, What::Reply { text, .. } if text.chars().count() == LONGEST_TEXT));
    }
}
