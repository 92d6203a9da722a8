//! Who speaks and where: people, chats, and the events that a platform would make of what they do.

use std::collections::HashMap;

use quizbot::engine::event::{ChatRef, Event, Handle, Place, Platform, Role, Sender, SpaceRef, What};

/// A person: the same name on every platform, with an account on each.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Names the person in the transcript.
    pub(crate) word: String,
    /// As the platform shows it.
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) impersonal: bool,
    pub(crate) locale: Option<String>,
    account: u32,
}

/// Who does something, and where.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) person: Person,
    pub(crate) place: Place,
}

/// Everybody, and every chat.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    people: Vec<Person>,
    /// The chats in the order in which they were named; the first is where things happen unless it is said otherwise.
    pub(crate) chats: Vec<ChatRef>,
    guilds: HashMap<ChatRef, String>,
    /// What the platform calls messages of people.
    pub(crate) messages: HashMap<String, String>,
    /// Who can be answered by a handle.
    handles: HashMap<String, String>,
    updates: u64,
}

/// Reads `telegram:-1/45`.
pub(crate) fn chat(text: &str) -> ChatRef {
    let (platform, rest) = text.split_once(':').unwrap_or_else(|| panic!("`{text}` is no chat"));
    let (chat, thread) = rest.split_once('/').unwrap_or((rest, ""));
    ChatRef { platform: Platform::new(platform), chat: chat.to_owned(), thread: thread.to_owned() }
}

impl Cast {
    /// A group chat is named.
    pub(crate) fn add_chat(&mut self, chat: ChatRef, guild: Option<&str>) {
        if let Some(guild) = guild {
            self.guilds.insert(chat.clone(), guild.to_owned());
        }
        if !self.chats.contains(&chat) {
            self.chats.push(chat);
        }
    }

    /// A chat has a new address.
    pub(crate) fn move_chat(&mut self, from: &ChatRef, to: &ChatRef) {
        for chat in &mut self.chats {
            if chat.chat == from.chat && chat.platform == from.platform {
                chat.chat.clone_from(&to.chat);
            }
        }
        self.chats.dedup();
    }

    /// The chat where things happen unless it is said otherwise.
    pub(crate) fn main(&self) -> &ChatRef {
        self.chats.first().expect("a transcript names a chat before anybody speaks")
    }

    /// The person of this name, who comes in when first named.
    pub(crate) fn person(&mut self, word: &str) -> &mut Person {
        let at = self.people.iter().position(|person| person.word == word).unwrap_or_else(|| {
            let account = 1001 + u32::try_from(self.people.len()).expect("few people");
            let (role, word, name) = (Role::Member, word.to_owned(), word.to_owned());
            self.people.push(Person { word, name, role, impersonal: false, locale: None, account });
            self.people.len() - 1
        });
        &mut self.people[at]
    }

    /// A person's private chat on a platform.
    pub(crate) fn private(&mut self, word: &str, platform: &Platform) -> ChatRef {
        let account = self.person(word).account;
        let chat = match platform.as_str() {
            "discord" => format!("9{account}"),
            _ => account.to_string(),
        };
        ChatRef { platform: platform.clone(), chat, thread: String::new() }
    }

    /// Reads `ada`, `ada*`, `ada@telegram:-2`, `ada*@discord`.
    pub(crate) fn actor(&mut self, text: &str) -> Actor {
        let (who, at) = text.split_once('@').map_or((text, None), |(who, at)| (who, Some(at)));
        let (word, private) = who.strip_suffix('*').map_or((who, false), |word| (word, true));
        let chat = match at {
            _ if private => {
                let platform = at.map_or_else(|| self.main().platform.clone(), Platform::new);
                self.private(word, &platform)
            }
            Some(at) => chat(at),
            None => self.main().clone(),
        };
        Actor { person: self.person(word).clone(), place: self.place(&chat, private) }
    }

    /// A chat with the space that it lies in.
    pub(crate) fn place(&self, chat: &ChatRef, private: bool) -> Place {
        let platform = chat.platform.clone();
        let id = match (platform.as_str(), self.guilds.get(chat)) {
            (_, Some(guild)) => guild.clone(),
            ("discord", None) if private => format!("dm:{}", chat.chat),
            _ => chat.chat.clone(),
        };
        Place { space: SpaceRef { platform, id }, chat: chat.clone(), private, title: String::new() }
    }

    /// The event that the platform makes of this. `message` is its id of what was written, None where it was pressed.
    pub(crate) fn event(&mut self, actor: &Actor, at_ms: i64, message: Option<String>, what: What) -> Event {
        self.updates += 1;
        let (update, place) = (self.updates, &actor.place);
        let platform = place.chat.platform.as_str();
        let interaction = message.is_none() || matches!(what, What::Command { .. });
        let key = match (platform, interaction) {
            ("telegram", _) => format!("tg:1:{update}"),
            ("discord", true) => format!("dc:int:{update}"),
            ("discord", false) => format!("dc:msg:{update}"),
            _ => format!("term:1:{update}"),
        };
        let handled = match platform {
            "telegram" => message.is_none(),
            "discord" => interaction,
            _ => true,
        };
        let id = format!("{}#{update}", actor.person.word);
        if handled {
            self.handles.insert(id.clone(), actor.person.word.clone());
        }
        let written = message.filter(|_| platform != "discord" || !interaction);
        if let Some(message) = &written {
            self.messages.insert(message.clone(), actor.person.word.clone());
        }
        Event {
            key,
            // a press on Telegram has no time
            at_ms: (platform != "telegram" || written.is_some()).then_some(at_ms),
            place: Some(place.clone()),
            from: Some(sender(actor, &what)),
            handle: handled.then(|| Handle { id, awaited: platform != "terminal" }),
            message: written,
            what,
        }
    }

    /// Something that happens to a chat, by nobody.
    pub(crate) fn happened(&mut self, place: Place, at_ms: i64, what: What) -> Event {
        self.updates += 1;
        let key = format!("happened:{}", self.updates);
        Event { key, at_ms: Some(at_ms), place: Some(place), from: None, handle: None, message: None, what }
    }

    /// Who is answered by this handle.
    pub(crate) fn handled(&self, handle: &str) -> String {
        self.handles.get(handle).cloned().unwrap_or_else(|| format!("?{handle}"))
    }

    /// Whose private chat this is.
    pub(crate) fn owner(&self, chat: &ChatRef) -> Option<&str> {
        let account = match chat.platform.as_str() {
            "discord" => chat.chat.strip_prefix('9').unwrap_or_default(),
            _ => &chat.chat,
        };
        self.people.iter().find(|person| person.account.to_string() == account).map(|person| person.word.as_str())
    }
}

/// Rights are looked up only for commands, and in a private chat everybody is at home.
fn sender(actor: &Actor, what: &What) -> Sender {
    let Actor { person, place } = actor;
    let platform = place.chat.platform.as_str();
    let role = match what {
        _ if place.private || platform == "terminal" => Role::Admin,
        What::Command { .. } => person.role,
        What::Press { press, .. } if press.needs_role() => person.role,
        _ if platform == "discord" => person.role,
        _ => Role::Member,
    };
    let account = match platform {
        "terminal" => person.word.clone(),
        _ => person.account.to_string(),
    };
    let (name, locale) = (person.name.chars().take(64).collect(), person.locale.clone());
    Sender { account, name, locale, role, impersonal: person.impersonal }
}
