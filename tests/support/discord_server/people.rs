//! People who use the bot: they press, type and reply, and Discord tells the bot of it.

use std::time::Instant;

use serde_json::{Value, json};

use super::{Interaction, ME, Server, World, shapes};

/// Somebody.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id.
    pub id: u64,
    /// Their user name.
    pub name: String,
    /// Their name in the guild.
    pub nick: Option<String>,
    /// Whether they may manage the guild.
    pub admin: bool,
    /// Their client's language.
    pub locale: String,
    /// Whether they are a program.
    pub bot: bool,
}

impl Person {
    /// A member without rights whose client speaks English.
    pub fn new(id: u64, name: &str) -> Self {
        Self { id, name: name.to_owned(), nick: None, admin: false, locale: "en-US".to_owned(), bot: false }
    }

    /// The same person as an admin.
    pub fn admin(mut self) -> Self {
        self.admin = true;
        self
    }
}

impl Server {
    /// A guild has this channel too.
    pub fn open_channel(&self, channel: u64, guild: u64) {
        self.world().channels.insert(channel, Some(guild));
    }

    /// Runs a slash command. The interaction's id.
    pub fn command(&self, person: &Person, channel: u64, name: &str, options: &[(&str, Value)]) -> u64 {
        let option = |(name, value): &(&str, Value)| json!({ "name": name, "type": if value.is_i64() || value.is_u64() { 4 } else { 3 }, "value": value });
        let options: Vec<Value> = options.iter().map(option).collect();
        self.world().interact(
            person,
            channel,
            2,
            &json!({ "id": "7", "name": name, "type": 1, "options": options }),
            None,
        )
    }

    /// Types into an option that offers suggestions. The interaction's id.
    pub fn typing(&self, person: &Person, channel: u64, name: &str, option: &str, typed: &str) -> u64 {
        let option = json!({ "name": option, "type": 3, "value": typed, "focused": true });
        self.world().interact(
            person,
            channel,
            4,
            &json!({ "id": "7", "name": name, "type": 1, "options": [option] }),
            None,
        )
    }

    /// Presses a button, by its `custom_id` or its label. The interaction's id.
    ///
    /// # Panics
    /// When the message has no such button, or it can't be pressed.
    pub fn press(&self, person: &Person, message: u64, button: &str) -> u64 {
        let mut world = self.world();
        let (channel, shown) = world.find(message).expect("a message");
        let pressed = components(&shown).find(|part| part["custom_id"] == button || part["label"] == button);
        let pressed = pressed.unwrap_or_else(|| panic!("no button {button:?} under {shown}"));
        assert_ne!(pressed["disabled"], true, "{button} can't be pressed");
        let data = json!({ "custom_id": pressed["custom_id"], "component_type": 2 });
        world.interact(person, channel, 3, &data, Some(shown.clone()))
    }

    /// Presses a button that the message does not have, as only a forger can. The interaction's id.
    pub fn forge(&self, person: &Person, message: u64, custom_id: &str) -> u64 {
        let mut world = self.world();
        let (channel, shown) = world.find(message).expect("a message");
        world.interact(person, channel, 3, &json!({ "custom_id": custom_id, "component_type": 2 }), Some(shown))
    }

    /// Picks from the list of a message. The interaction's id.
    pub fn select(&self, person: &Person, message: u64, values: &[&str]) -> u64 {
        let mut world = self.world();
        let (channel, shown) = world.find(message).expect("a message");
        let list = components(&shown).find(|part| part["type"] == 3).expect("a list").clone();
        let data = json!({ "custom_id": list["custom_id"], "component_type": 3, "values": values });
        world.interact(person, channel, 3, &data, Some(shown))
    }

    /// Sends in the form that an interaction opened. The new interaction's id.
    ///
    /// # Panics
    /// When the interaction opened none.
    pub fn submit(&self, person: &Person, opened_by: u64, text: &str) -> u64 {
        let mut world = self.world();
        let opened = &world.interactions[&opened_by];
        assert_eq!(opened.first, Some(9), "no form is open");
        let (channel, form, shown) = (opened.channel, opened.callback["data"].clone(), opened.message.clone());
        let field = form["components"][0]["components"][0]["custom_id"].clone();
        let field = json!({ "type": 4, "custom_id": field, "value": text });
        let data = json!({ "custom_id": form["custom_id"], "components": [{ "type": 1, "components": [field] }] });
        world.interact(person, channel, 5, &data, shown)
    }

    /// Replies to a message, with the ping on. The new message's id.
    pub fn reply(&self, person: &Person, to: u64, text: &str) -> u64 {
        self.world().reply(person, to, text, true)
    }

    /// Replies to a message, with the ping off: in a guild the bot does not get to read the words.
    pub fn reply_without_ping(&self, person: &Person, to: u64, text: &str) -> u64 {
        self.world().reply(person, to, text, false)
    }

    /// Says something in a channel. The new message's id.
    pub fn say(&self, person: &Person, channel: u64, text: &str) -> u64 {
        let mut world = self.world();
        let message = world.said(person, channel, text);
        world.publish(message)
    }

    /// Says something as a program or a webhook.
    pub fn say_as_program(&self, person: &Person, to: u64, text: &str) -> u64 {
        let program = Person { bot: true, ..person.clone() };
        self.reply(&program, to, text)
    }
}

impl World {
    fn interact(&mut self, person: &Person, channel: u64, kind: u8, data: &Value, on: Option<Value>) -> u64 {
        let id = self.id();
        let token = format!("aW50ZXJhY3Rpb24-{id}_x");
        let guild = self.channels.get(&channel).copied().flatten();
        let mut interaction = shapes::interaction(id, kind, &token, person, channel, guild);
        interaction["data"] = data.clone();
        if let Some(mut message) = on {
            if let Some(fields) = message.as_object_mut() {
                fields.remove("referenced_message");
            }
            interaction["message"] = message;
        }
        let state = Interaction {
            token,
            born: Instant::now(),
            channel,
            message: interaction.get("message").cloned(),
            first: None,
            ephemeral: false,
            original: None,
            followups: Vec::new(),
            callback: Value::Null,
        };
        self.interactions.insert(id, state);
        self.dispatch("INTERACTION_CREATE", &interaction);
        id
    }

    /// A message and its channel: one of a channel, or the answer to an interaction, whoever sees it.
    pub(super) fn find(&self, message: u64) -> Option<(u64, Value)> {
        let id = message.to_string();
        let in_channels = self.messages.iter().flat_map(|(channel, said)| said.iter().map(|one| (*channel, one)));
        let answers = self.interactions.values().filter_map(|known| Some((known.channel, known.original.as_ref()?)));
        let mut all = in_channels.chain(answers);
        all.find(|(_, one)| one["id"] == id.as_str()).map(|(channel, one)| (channel, one.clone()))
    }

    fn said(&mut self, person: &Person, channel: u64, text: &str) -> Value {
        let id = self.id();
        let mut message = shapes::message(id, channel, &shapes::user(person.id, &person.name, person.bot), text);
        if let Some(guild) = self.channels.get(&channel).copied().flatten() {
            let mut member = shapes::member(person);
            if let Some(fields) = member.as_object_mut() {
                fields.remove("user");
                fields.remove("permissions");
            }
            message["member"] = member;
            message["guild_id"] = guild.to_string().into();
        }
        message
    }

    fn reply(&mut self, person: &Person, to: u64, text: &str, ping: bool) -> u64 {
        let (channel, mut referenced) = self.find(to).expect("a message to reply to");
        let mut message = self.said(person, channel, text);
        message["type"] = 19.into();
        message["message_reference"] = json!({ "message_id": to.to_string(), "channel_id": channel.to_string() });
        if ping && shapes::is_me(&referenced["author"]) {
            message["mentions"] = json!([shapes::me()]);
        }
        if let Some(fields) = referenced.as_object_mut() {
            fields.remove("referenced_message");
        }
        message["referenced_message"] = referenced;
        self.publish(message)
    }

    /// Puts a message into its channel, and tells the bot as much as it may know.
    fn publish(&mut self, mut message: Value) -> u64 {
        let number = |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
        let mentioned = message["mentions"].as_array().is_some_and(|mentions| !mentions.is_empty())
            || message["content"].as_str().is_some_and(|text| text.contains(&format!("<@{ME}>")));
        if message["guild_id"].is_string() && !mentioned {
            message["content"] = "".into();
        }
        self.dispatch("MESSAGE_CREATE", &message);
        let mut kept = message.clone();
        if let Some(fields) = kept.as_object_mut() {
            // Messages that are fetched name neither.
            fields.remove("guild_id");
            fields.remove("member");
        }
        self.messages.entry(number(&message["channel_id"])).or_default().push(kept);
        number(&message["id"])
    }
}

fn components(message: &Value) -> impl Iterator<Item = &Value> {
    let rows = message["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter_map(|row| row["components"].as_array()).flatten()
}
