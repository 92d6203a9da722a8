//! The bot comes into a guild, or is removed from it.

use serenity::all::{ChannelType, Guild};

use super::{
    address::place,
    translate::{NAME_CHARS, stripped},
};
use crate::engine::event::{Event, Place, What};

/// The bot was added to a guild, or is told of it once more: the time of joining makes it one event.
pub(super) fn joined(guild: &Guild) -> Event {
    let key = format!("dc:guild:{}:{}", guild.id, guild.joined_at.unix_timestamp());
    let at_ms = guild.joined_at.unix_timestamp() * 1000;
    let channel = greeting_channel(guild).unwrap_or(guild.id.get());
    let title: String = stripped(&guild.name).chars().take(NAME_CHARS).collect();
    guild_event(key, at_ms, place(Some(guild.id.get()), channel, &title), What::Joined)
}

/// The bot was removed from a guild.
pub(super) fn gone(guild: u64, now_ms: i64) -> Event {
    // A guild as a whole has no channel: its own id stands in.
    guild_event(format!("dc:gone:{guild}:{now_ms}"), now_ms, place(Some(guild), guild, ""), What::Gone)
}

fn guild_event(key: String, at_ms: i64, place: Place, what: What) -> Event {
    Event { key, at_ms: Some(at_ms), place: Some(place), from: None, handle: None, message: None, what }
}

/// Where a guild's newcomers are greeted, or else its first channel.
fn greeting_channel(guild: &Guild) -> Option<u64> {
    let texts = guild.channels.values().filter(|channel| channel.kind == ChannelType::Text);
    let first = || texts.min_by_key(|channel| (channel.position, channel.id)).map(|channel| channel.id);
    guild.system_channel_id.or_else(first).map(|channel| channel.get())
}
