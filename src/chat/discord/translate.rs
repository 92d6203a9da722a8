//! What Discord tells, as events. Nothing is asked and nothing is sent here.

use serenity::all::{
    ActionRow, ActionRowComponent, ButtonKind, CommandDataOptionValue, CommandInteraction, ComponentInteraction,
    ComponentInteractionDataKind, Member, Message, MessageFlags, MessageType, ModalInteraction, Permissions, User,
};

use super::{
    address::{self, Answering, place, time_of},
    commands,
    custom_id::{CustomId, place_of},
};
use crate::engine::event::{Briefing, CommandSpec, Event, Handle, Press, Role, RoundId, Sender, What};

/// The longest text that is handed on, in characters.
const TEXT_CHARS: usize = 4_000;
/// The longest name that is handed on, in characters.
pub(super) const NAME_CHARS: usize = 64;

/// What every interaction has, whatever it is about.
pub(super) struct Asked<'a> {
    id: u64,
    application: u64,
    token: &'a str,
    guild: Option<u64>,
    channel: u64,
    user: &'a User,
    member: Option<&'a Member>,
    locale: &'a str,
    whispered: bool,
}

macro_rules! asked {
    ($interaction:expr, $member:expr) => {
        Asked {
            id: $interaction.id.get(),
            application: $interaction.application_id.get(),
            token: &$interaction.token,
            guild: $interaction.guild_id.map(|guild| guild.get()),
            channel: $interaction.channel_id.get(),
            user: &$interaction.user,
            member: $member,
            locale: &$interaction.locale,
            whispered: false,
        }
    };
}

impl<'a> From<&'a CommandInteraction> for Asked<'a> {
    fn from(interaction: &'a CommandInteraction) -> Self {
        asked!(interaction, interaction.member.as_deref())
    }
}

impl<'a> From<&'a ComponentInteraction> for Asked<'a> {
    fn from(interaction: &'a ComponentInteraction) -> Self {
        let asked = asked!(interaction, interaction.member.as_ref());
        Asked { whispered: is_whisper(&interaction.message), ..asked }
    }
}

/// Whether only one person sees this message of ours.
fn is_whisper(message: &Message) -> bool {
    message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

impl<'a> From<&'a ModalInteraction> for Asked<'a> {
    fn from(interaction: &'a ModalInteraction) -> Self {
        asked!(interaction, interaction.member.as_ref())
    }
}

impl Asked<'_> {
    /// How it is answered.
    pub(super) fn answering(&self) -> Answering {
        Answering {
            interaction: self.id,
            application: self.application,
            token: self.token.to_owned(),
            whispered: self.whispered,
        }
    }

    fn event(&self, what: What) -> Event {
        Event {
            key: format!("dc:int:{}", self.id),
            at_ms: Some(time_of(self.id)),
            place: Some(place(self.guild, self.channel, "")),
            from: Some(self.sender()),
            handle: Some(Handle { id: self.answering().handle(), awaited: true }),
            message: None,
            what,
        }
    }

    fn sender(&self) -> Sender {
        let nick = self.member.and_then(|member| member.nick.as_deref());
        let rights = self.member.and_then(|member| member.permissions);
        let role = match (self.guild, rights) {
            (None, _) => Role::Admin,
            (Some(_), Some(rights)) if rights.intersects(admin_rights()) => Role::Admin,
            (Some(_), Some(_)) => Role::Member,
            (Some(_), None) => Role::Unknown,
        };
        let locale = Some(self.locale.to_owned()).filter(|locale| !locale.is_empty());
        Sender { account: self.user.id.to_string(), name: name(self.user, nick), locale, role, impersonal: false }
    }
}

fn admin_rights() -> Permissions {
    Permissions::from_bits_truncate(commands::MANAGE_GUILD | commands::ADMINISTRATOR)
}

/// A slash command.
pub(super) fn command(interaction: &CommandInteraction, specs: &[CommandSpec]) -> Event {
    let data = &interaction.data;
    let mut values: Vec<(usize, String)> = data
        .options
        .iter()
        .filter_map(|option| Some((commands::place_of(specs, &data.name, &option.name), value(&option.value)?)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    values.sort_by_key(|(place, _)| *place);
    let args = values.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" ");
    Asked::from(interaction).event(What::Command { name: data.name.to_lowercase(), args: text(&args) })
}

fn value(value: &CommandDataOptionValue) -> Option<String> {
    match value {
        CommandDataOptionValue::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        CommandDataOptionValue::Integer(number) => Some(number.to_string()),
        CommandDataOptionValue::Number(number) => Some(number.to_string()),
        CommandDataOptionValue::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Something under a question was pressed; None for what is not ours, or means nothing to the engine.
pub(super) fn press(interaction: &ComponentInteraction) -> Option<Event> {
    let values: &[String] = match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => &[],
    };
    let places = || values.iter().map(|value| place_of(value)).collect::<Option<Vec<usize>>>();
    let id = CustomId::read(&interaction.data.custom_id)?;
    let press = match id {
        CustomId::Pick(_, place) => Press::Pick(place),
        CustomId::PickOne(_) => Press::Pick(*places()?.first()?),
        CustomId::PickSome(_) => {
            let mut places = places()?;
            places.sort_unstable();
            places.dedup();
            Press::Picks(Some(places).filter(|places| !places.is_empty())?)
        }
        CustomId::Toggle(_, place) => Press::Toggle(place),
        CustomId::Undo(_) => Press::Undo,
        CustomId::Done(_) => Press::Done,
        CustomId::Hint(_) => Press::Hint,
        CustomId::Skip(_) => Press::Skip,
        CustomId::Dispute(_, step) => Press::Dispute(step),
        CustomId::Answer(..) | CustomId::Form(_) | CustomId::Over(..) => return None,
    };
    let pressed = Asked::from(interaction).event(What::Press { round: id.round(), press });
    // What one person alone sees is no copy of the question.
    let message = (!is_whisper(&interaction.message)).then(|| interaction.message.id.to_string());
    Some(Event { message, ..pressed })
}

/// The label of the button that was pressed.
pub(super) fn pressed_label(interaction: &ComponentInteraction) -> Option<&str> {
    let rows = &interaction.message.components;
    rows.iter().flat_map(|row| &row.components).find_map(|component| match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } if *custom_id == interaction.data.custom_id => {
                button.label.as_deref()
            }
            _ => None,
        },
        _ => None,
    })
}

/// A form was sent in; None for one that is not ours.
pub(super) fn form(interaction: &ModalInteraction) -> Option<Event> {
    let CustomId::Form(round) = CustomId::read(&interaction.data.custom_id)? else { return None };
    let said =
        interaction.data.components.iter().flat_map(|row| &row.components).find_map(|component| match component {
            ActionRowComponent::InputText(input) => input.value.as_deref(),
            _ => None,
        });
    // The message whose button opened it.
    let to = interaction.message.as_ref().map(|message| message.id.to_string());
    let what = What::Reply { text: text(said.unwrap_or_default()), to, round: Some(round) };
    Some(Asked::from(interaction).event(what))
}

/// A message, where it is meant for the bot: a reply to one of its own, or anything said in private. `guild` is told
/// apart, since messages that were fetched do not name it.
pub(super) fn message(message: &Message, guild: Option<u64>, me: u64, briefing: &Briefing) -> Option<Event> {
    // Pins, calls and the like are messages too, of other kinds.
    let is_said = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    if !is_said || message.author.bot || message.author.system || message.webhook_id.is_some() {
        return None;
    }
    let to = message.referenced_message.as_deref().filter(|to| to.author.id.get() == me);
    if guild.is_some() && to.is_none() {
        return None;
    }
    let said = text(without_mention(&message.content, me));
    let command = if guild.is_none() { typed_command(&said, briefing) } else { None };
    let reply = || What::Reply {
        text: said.clone(),
        to: to.map(|to| to.id.to_string()),
        round: to.and_then(|to| round_of(&to.components)),
    };
    let nick = message.member.as_ref().and_then(|member| member.nick.as_deref());
    Some(Event {
        key: format!("dc:msg:{}", message.id),
        at_ms: Some(time_of(message.id.get())),
        place: Some(place(guild, message.channel_id.get(), "")),
        from: Some(Sender {
            account: message.author.id.to_string(),
            name: name(&message.author, nick),
            locale: None,
            role: if guild.is_none() { Role::Admin } else { Role::Member },
            impersonal: false,
        }),
        handle: None,
        message: Some(message.id.to_string()),
        what: command.unwrap_or_else(reply),
    })
}

/// The round named by the components under a message.
pub(super) fn round_of(rows: &[ActionRow]) -> Option<RoundId> {
    rows.iter().flat_map(|row| &row.components).find_map(|component| {
        let id = match component {
            ActionRowComponent::Button(button) => match &button.data {
                ButtonKind::NonLink { custom_id, .. } => custom_id,
                _ => return None,
            },
            ActionRowComponent::SelectMenu(list) => list.custom_id.as_ref()?,
            _ => return None,
        };
        CustomId::read(id).map(|id| id.round())
    })
}

/// `/quiz database` typed as a message, known commands only.
fn typed_command(said: &str, briefing: &Briefing) -> Option<What> {
    let line = said.strip_prefix('/')?;
    let (name, args) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let name = name.to_ascii_lowercase();
    let known = !name.is_empty() && name.len() <= 32 && name.chars().all(|c| c.is_ascii_lowercase());
    // A slash alone is no command: `/` and `/dev/null` can be answers.
    let known = known && (briefing.commands.iter().any(|spec| spec.name == name) || briefing.commands.is_empty());
    known.then(|| What::Command { name, args: args.trim().to_owned() })
}

/// A mention makes the words readable where the ping is off; it is no part of them.
fn without_mention(text: &str, me: u64) -> &str {
    let text = text.trim();
    let mentions = [format!("<@{me}>"), format!("<@!{me}>")];
    let rest = mentions.iter().find_map(|mention| text.strip_prefix(mention.as_str()));
    rest.or_else(|| mentions.iter().find_map(|mention| text.strip_suffix(mention.as_str()))).unwrap_or(text).trim()
}

fn name(user: &User, nick: Option<&str>) -> String {
    let candidates = [nick, user.global_name.as_deref(), Some(user.name.as_str())];
    let shown = candidates.into_iter().flatten().map(stripped).find(|name| !name.trim().is_empty());
    shown.unwrap_or_default().trim().chars().take(NAME_CHARS).collect()
}

pub(super) fn stripped(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn text(text: &str) -> String {
    text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).take(TEXT_CHARS).collect()
}

/// The order of an event among others.
pub(super) fn order(event: &Event) -> u64 {
    let id = event.key.rsplit(':').next().and_then(address::id);
    match event.key.starts_with("dc:int:") || event.key.starts_with("dc:msg:") {
        true => id.unwrap_or_default(),
        false => address::snowflake_at(event.at_ms.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_ZONES: fn(&str, usize) -> Vec<String> = |_, _| Vec::new();

    #[test]
    fn a_mention_is_no_part_of_the_words() {
        for said in ["<@5> b", "<@!5>  b", "b <@5>", " b "] {
            assert_eq!(without_mention(said, 5), "b", "{said}");
        }
        assert_eq!(without_mention("<@6> b", 5), "<@6> b");
    }

    #[test]
    fn control_characters_go_and_lengths_are_held() {
        assert_eq!(text("a\u{0}\r\nb\u{7}"), "a\nb");
        assert_eq!(text(&"x".repeat(9_000)).len(), TEXT_CHARS);
    }

    #[test]
    fn typed_commands_are_known_ones() {
        let briefing = Briefing { commands: &[], topics: Vec::new(), zones: NO_ZONES, called: |key, _| key.to_owned() };
        let command = |name: &str, args: &str| Some(What::Command { name: name.into(), args: args.into() });
        assert_eq!(typed_command("/quiz database 3", &briefing), command("quiz", "database 3"));
        assert_eq!(typed_command("/Top", &briefing), command("top", ""));
        for answer in ["quiz", "/", "/dev/null", "/ x", "/42"] {
            assert_eq!(typed_command(answer, &briefing), None, "{answer}");
        }
    }
}
