//! What the bot may do in a channel: its roles' rights, then the channel's exceptions, as Discord computes them.

use chrono::DateTime;
use serde_json::Value;

use super::{address::id, commands::ADMINISTRATOR};
use crate::speech::finding::Right;

/// Every right that the bot uses, with its bit.
const RIGHTS: [(Right, u64); 7] = [
    (Right::View, 1 << 10),
    (Right::Send, 1 << 11),
    (Right::SendInThreads, 1 << 38),
    (Right::Embed, 1 << 14),
    (Right::Attach, 1 << 15),
    (Right::History, 1 << 16),
    (Right::React, 1 << 6),
];

/// The types of channels that are threads.
const THREADS: [u64; 3] = [10, 11, 12];

/// A guild and the bot in it.
pub(super) struct Guild {
    /// What the bot's roles allow.
    base: u64,
    /// Whom exceptions may be made for: everybody, the bot's roles, the bot.
    everybody: u64,
    roles: Vec<u64>,
    me: u64,
    silent_until_ms: i64,
}

impl Guild {
    /// From Discord's guild and the bot's member object.
    pub(super) fn read(guild: u64, me: u64, about: &Value, member: &Value) -> Self {
        let roles: Vec<u64> = items(&member["roles"]).iter().filter_map(|role| role.as_str().and_then(id)).collect();
        let counts = |role: u64| role == guild || roles.contains(&role);
        let allowed = items(&about["roles"]).iter().filter(|role| number(&role["id"]).is_some_and(counts));
        let base = allowed.fold(0, |base, role| base | number(&role["permissions"]).unwrap_or_default());
        let owns = number(&about["owner_id"]) == Some(me);
        let until = member["communication_disabled_until"].as_str().unwrap_or_default();
        let silent_until_ms = DateTime::parse_from_rfc3339(until).map_or(0, |until| until.timestamp_millis());
        Self { base: if owns { u64::MAX } else { base }, everybody: guild, roles, me, silent_until_ms }
    }

    /// Whether an admin has silenced the bot for a time that is not over.
    pub(super) fn is_timed_out(&self, now_ms: i64) -> bool {
        self.silent_until_ms > now_ms && self.base & ADMINISTRATOR == 0
    }

    /// Everything that the bot may do in this channel.
    pub(super) fn permissions(&self, channel: &Value) -> u64 {
        if self.base & ADMINISTRATOR != 0 {
            return u64::MAX;
        }
        let exceptions = items(&channel["permission_overwrites"]);
        let of = |whom: &dyn Fn(u64) -> bool| {
            let theirs = exceptions.iter().filter(|exception| number(&exception["id"]).is_some_and(whom));
            theirs.fold((0, 0), |(allow, deny), exception| {
                let bits = |key: &str| number(&exception[key]).unwrap_or_default();
                (allow | bits("allow"), deny | bits("deny"))
            })
        };
        // The narrower exception wins, and among roles the one that allows.
        let whom: [&dyn Fn(u64) -> bool; 3] =
            [&|id| id == self.everybody, &|id| self.roles.contains(&id), &|id| id == self.me];
        whom.into_iter().map(of).fold(self.base, |may, (allow, deny)| (may & !deny) | allow)
    }
}

/// Whether a channel is a thread of another.
pub(super) fn is_thread(channel: &Value) -> bool {
    channel["type"].as_u64().is_some_and(|kind| THREADS.contains(&kind))
}

/// The rights that are missing; who can't see a channel can do nothing in it.
pub(super) fn missing(permissions: u64) -> Vec<Right> {
    let missing = RIGHTS.into_iter().filter(|(_, bit)| permissions & bit == 0).map(|(right, _)| right);
    missing.collect()
}

fn items(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Ids and permissions come as text.
fn number(text: &Value) -> Option<u64> {
    text.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ALL: u64 = 274_878_024_768;

    fn guild(everybody: u64, role: u64, owner: &str) -> Guild {
        let roles = json!([
            {"id": "1", "permissions": everybody.to_string()},
            {"id": "5", "permissions": role.to_string()},
            {"id": "6", "permissions": ADMINISTRATOR.to_string()},
        ]);
        Guild::read(1, 9, &json!({"owner_id": owner, "roles": roles}), &json!({"roles": ["5"]}))
    }

    #[test]
    fn roles_add_up_and_exceptions_go_from_wide_to_narrow() {
        let exception =
            |id: &str, allow: u64, deny: u64| json!({"id": id, "allow": allow.to_string(), "deny": deny.to_string()});
        let (view, send) = (1 << 10, 1 << 11);
        let table = [
            (guild(ALL, 0, "2"), vec![], vec![]),
            (guild(view, ALL & !view, "2"), vec![], vec![]),
            (guild(ALL & !send, 0, "2"), vec![], vec![Right::Send]),
            (guild(ALL, 0, "2"), vec![exception("1", 0, send)], vec![Right::Send]),
            (guild(ALL, 0, "2"), vec![exception("5", send, 0), exception("1", 0, send)], vec![]),
            (guild(ALL, 0, "2"), vec![exception("5", send, 0), exception("9", 0, send)], vec![Right::Send]),
            (guild(ALL, 0, "2"), vec![exception("6", 0, send), exception("8", 0, send)], vec![]),
            (guild(0, ADMINISTRATOR, "2"), vec![exception("1", 0, send)], vec![]),
            (guild(0, 0, "9"), vec![exception("1", 0, send)], vec![]),
        ];
        for (number, (guild, exceptions, expected)) in table.into_iter().enumerate() {
            let channel = json!({ "permission_overwrites": exceptions });
            assert_eq!(missing(guild.permissions(&channel)), expected, "row {number}");
        }
        assert_eq!(missing(0).len(), RIGHTS.len());
    }

    #[test]
    fn a_timeout_ends_by_itself_and_admins_have_none() {
        let read = |everybody: u64| {
            let about = json!({"owner_id": "2", "roles": [{"id": "1", "permissions": everybody.to_string()}]});
            let member = json!({"roles": [], "communication_disabled_until": "2026-03-01T00:00:00.000000+00:00"});
            Guild::read(1, 9, &about, &member)
        };
        let end_ms = 1_772_323_200_000;
        assert!(read(ALL).is_timed_out(end_ms - 1) && !read(ALL).is_timed_out(end_ms));
        assert!(!read(ADMINISTRATOR).is_timed_out(end_ms - 1));
    }
}
