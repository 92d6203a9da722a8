//! The shapes of Discord's objects, with every field that a client wants to see.

use serde_json::{Value, json};

use super::{APPLICATION, EPOCH_MS, ME, Person};

const LONG_AGO: &str = "2020-01-01T00:00:00.000000+00:00";

/// A user.
pub(super) fn user(id: u64, name: &str, bot: bool) -> Value {
    json!({
        "id": id.to_string(), "username": name, "discriminator": "0", "global_name": null, "avatar": null, "bot": bot,
        "public_flags": 0,
    })
}

/// The bot.
pub(super) fn me() -> Value {
    let mut me = user(ME, "quizbot", true);
    me["verified"] = true.into();
    me["mfa_enabled"] = false.into();
    me["flags"] = 0.into();
    me["email"] = Value::Null;
    me
}

/// Whether a user is the bot.
pub(super) fn is_me(user: &Value) -> bool {
    user["id"].as_str() == Some(ME.to_string().as_str())
}

/// A member of a guild.
pub(super) fn member(person: &Person) -> Value {
    let permissions: u64 = if person.admin { 1 << 5 } else { 1 << 11 };
    json!({
        "user": user(person.id, &person.name, person.bot), "nick": person.nick, "avatar": null, "roles": [], "joined_at": LONG_AGO,
        "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
        "communication_disabled_until": null, "permissions": permissions.to_string(),
    })
}

/// A guild as GUILD_CREATE has it.
pub(super) fn guild(id: u64, name: &str, joined_at: &str) -> Value {
    let mut guild: Value = serde_json::from_str(EMPTY_GUILD).expect("JSON");
    guild["id"] = id.to_string().into();
    guild["name"] = name.into();
    guild["joined_at"] = joined_at.into();
    guild
}

const EMPTY_GUILD: &str = r#"{
    "icon": null, "splash": null, "discovery_splash": null, "owner_id": "1", "afk_channel_id": null, "afk_timeout": 300,
    "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "roles": [], "emojis": [],
    "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
    "rules_channel_id": null, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
    "premium_subscription_count": 0, "preferred_locale": "en-US", "public_updates_channel_id": null, "nsfw_level": 0,
    "stickers": [], "premium_progress_bar_enabled": false, "large": false, "unavailable": false, "member_count": 3,
    "voice_states": [], "members": [], "channels": [], "threads": [], "presences": [], "stage_instances": [],
    "guild_scheduled_events": [], "safety_alerts_channel_id": null, "incidents_data": null, "soundboard_sounds": []
}"#;

/// A message.
pub(super) fn message(id: u64, channel: u64, author: &Value, content: &str) -> Value {
    json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": author, "content": content,
        "timestamp": timestamp(id), "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0, "flags": 0, "components": [],
    })
}

/// What every interaction has.
pub(super) fn interaction(id: u64, kind: u8, token: &str, person: &Person, channel: u64, guild: Option<u64>) -> Value {
    let mut interaction = json!({
        "id": id.to_string(), "application_id": APPLICATION.to_string(), "type": kind, "token": token, "version": 1,
        "channel_id": channel.to_string(), "channel": { "id": channel.to_string(), "type": if guild.is_some() { 0 } else { 1 } },
        "locale": person.locale, "guild_locale": "en-US", "entitlements": [], "authorizing_integration_owners": {},
        "context": if guild.is_some() { 0 } else { 1 }, "app_permissions": "562949953601536", "attachment_size_limit": 10_485_760,
    });
    match guild {
        Some(guild) => {
            interaction["guild_id"] = guild.to_string().into();
            interaction["member"] = member(person);
        }
        None => interaction["user"] = user(person.id, &person.name, false),
    }
    interaction
}

/// READY.
pub(super) fn ready(session: &str, guilds: &[u64], gateway_port: u16) -> Value {
    let unavailable = |id: &u64| json!({ "id": id.to_string(), "unavailable": true });
    json!({
        "v": 10, "user": me(), "guilds": guilds.iter().map(unavailable).collect::<Vec<_>>(), "session_id": session,
        "resume_gateway_url": format!("ws://127.0.0.1:{gateway_port}"), "shard": [0, 1],
        "application": { "id": APPLICATION.to_string(), "flags": 0 },
    })
}

/// The time of an id as Discord writes times.
pub(super) fn timestamp(id: u64) -> String {
    let time = chrono::DateTime::from_timestamp_millis((id >> 22) as i64 + EPOCH_MS).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}
