//! What the doctor wants to know of the bot on Telegram.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use teloxide::{
    payloads::{GetChat, GetChatMember, GetMe, GetWebhookInfo},
    requests::Payload,
    types::{ChatId, UserId},
};
use tokio::time::sleep;

use super::{NAME, Telegram, commands, refusal::refusal, wire::Failure};
use crate::{
    chat::{Refusal, examine},
    engine::event::{Place, Platform},
    quiz::address::Visited,
    speech::finding::{Finding, Seen},
};

/// Looks at the bot and at its known chats. None is a bot without a token, an error one that can't be made.
pub async fn examine(bot: Option<anyhow::Result<Telegram>>, known: &[Visited]) -> Vec<Finding> {
    let platform = Platform::new(NAME);
    let telegram = match bot {
        None => return vec![Finding::of_platform(&platform, Seen::Off)],
        Some(Err(error)) => return vec![Finding::of_platform(&platform, Seen::BadAccount(format!("{error:#}")))],
        Some(Ok(telegram)) => telegram,
    };
    let me = match telegram.ask(&GetMe::new()).await {
        Ok(me) => me,
        Err(seen) => return vec![Finding::of_platform(&platform, seen)],
    };
    let mut seen = account(&me);
    seen.push(telegram.webhook().await.unwrap_or_else(|seen| seen));
    seen.push(telegram.menus().await.unwrap_or_else(|seen| seen));
    let mut found: Vec<Finding> = seen.into_iter().map(|seen| Finding::of_platform(&platform, seen)).collect();
    let id = UserId(me["id"].as_u64().unwrap_or_default());
    found.extend(examine::chats(&platform, known, async |place| telegram.chat(place, id).await).await);
    found
}

impl Telegram {
    /// Asks, and asks once more where Telegram wants a short wait.
    async fn ask<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, Seen> {
        self.answer(payload).await?.map_err(seen_of)
    }

    async fn answer<P: Payload + Serialize>(&self, payload: &P) -> Result<Result<Value, Failure>, Seen> {
        let answer = examine::paced(self.wire.call(payload)).await?;
        let wait = answer.as_ref().err().and_then(Failure::retry_after_ms).map(Duration::from_millis);
        match wait.filter(|wait| *wait <= examine::PATIENCE) {
            Some(wait) => {
                sleep(wait).await;
                examine::paced(self.wire.call(payload)).await
            }
            None => Ok(answer),
        }
    }

    async fn webhook(&self) -> Result<Seen, Seen> {
        let info = self.ask(&GetWebhookInfo::new()).await?;
        Ok(match info["url"].as_str().filter(|url| !url.is_empty()) {
            Some(url) => Seen::Webhook(host(url).to_owned()),
            None => Seen::NoWebhook(info["pending_update_count"].as_u64().unwrap_or_default()),
        })
    }

    async fn menus(&self) -> Result<Seen, Seen> {
        for menu in commands::menus(self.briefing.commands) {
            if !menu.is(&self.ask(&menu.asked()).await?) {
                return Ok(Seen::CommandsDiffer);
            }
        }
        Ok(Seen::CommandsSet)
    }

    async fn chat(&self, place: &Place, me: UserId) -> Option<Seen> {
        let id = ChatId(place.chat.chat.parse().ok()?);
        Some(self.standing(place, id, me).await.unwrap_or_else(|seen| seen))
    }

    async fn standing(&self, place: &Place, id: ChatId, me: UserId) -> Result<Seen, Seen> {
        let refused = |failure| seen_in_chat(failure, place);
        let about = self.answer(&GetChat::new(id)).await?.map_err(refused)?;
        if about["type"] == "private" {
            return Ok(Seen::Private);
        }
        let member = self.answer(&GetChatMember::new(id, me)).await?.map_err(refused)?;
        Ok(standing(&about, &member))
    }
}

fn account(me: &Value) -> Vec<Seen> {
    let name = format!("@{}", me["username"].as_str().unwrap_or_default());
    let reads_all = me["can_read_all_group_messages"].as_bool().unwrap_or(false);
    let mut seen = vec![Seen::Bot(name), if reads_all { Seen::PrivacyOff } else { Seen::PrivacyOn }];
    if me["can_join_groups"] == false {
        seen.push(Seen::NoGroups);
    }
    seen
}

/// Only the host of a webhook's address: the rest often holds a secret.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit('@').next().unwrap_or_default()
}

fn seen_of(failure: Failure) -> Seen {
    match failure {
        failure if failure.is_token_refused() => Seen::TokenRefused,
        Failure::Refused(refused) => Seen::Unsaid(format!("{} {}", refused.code, refused.description)),
        failure => Seen::Away(failure.to_string()),
    }
}

/// The same words as for a message that a chat refuses.
fn seen_in_chat(failure: Failure, place: &Place) -> Seen {
    if !matches!(failure, Failure::Refused(_)) || failure.is_token_refused() {
        return seen_of(failure);
    }
    match refusal(failure.clone(), &place.chat) {
        Refusal::Gone(why) if why.contains("not found") || why.contains("deleted") => Seen::Vanished,
        Refusal::Gone(_) => Seen::NotThere,
        Refusal::Forbidden(_) => Seen::Muted,
        Refusal::Moved(_) => Seen::Moved,
        _ => seen_of(failure),
    }
}

/// What the bot may do in a group, by the group's own rules and by its standing there.
fn standing(about: &Value, member: &Value) -> Seen {
    // A right that is not spoken of is not withheld from all.
    let all_may = |right: &str| about["permissions"][right].as_bool().unwrap_or(true);
    let may = |right: &str| member[right].as_bool().unwrap_or(false);
    let topics = about["is_forum"].as_bool().unwrap_or(false);
    let channel = about["type"] == "channel";
    match member["status"].as_str().unwrap_or_default() {
        "administrator" if channel && !may("can_post_messages") => Seen::Muted,
        "administrator" => Seen::MayWrite { pin: may("can_pin_messages"), delete: may("can_delete_messages"), topics },
        "creator" => Seen::MayWrite { pin: true, delete: true, topics },
        "member" if channel || !all_may("can_send_messages") => Seen::Muted,
        "member" => Seen::MayWrite { pin: all_may("can_pin_messages"), delete: false, topics },
        "restricted" if !may("is_member") => Seen::NotThere,
        "restricted" if !(may("can_send_messages") && all_may("can_send_messages")) => Seen::Muted,
        "restricted" => {
            Seen::MayWrite { pin: may("can_pin_messages") && all_may("can_pin_messages"), delete: false, topics }
        }
        "left" | "kicked" => Seen::NotThere,
        other => Seen::Unsaid(format!("getChatMember says `{other}`")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_bot_may_do_follows_from_the_group_and_its_standing() {
        let writes = |pin, delete, topics| Seen::MayWrite { pin, delete, topics };
        let group =
            json!({"type": "supergroup", "permissions": {"can_send_messages": true, "can_pin_messages": false}});
        let forum = json!({"type": "supergroup", "is_forum": true});
        let silenced = json!({"type": "group", "permissions": {"can_send_messages": false}});
        let channel = json!({"type": "channel"});
        let admin = json!({"status": "administrator", "can_pin_messages": true, "can_delete_messages": false});
        let poster = json!({"status": "administrator", "can_post_messages": true});
        let muted = json!({"status": "restricted", "is_member": true, "can_send_messages": false});
        let curbed = json!({"status": "restricted", "is_member": true, "can_send_messages": true});
        let away = json!({"status": "restricted", "is_member": false, "can_send_messages": true});
        let plain = |status: &str| json!({ "status": status });
        let table = [
            (&group, plain("member"), writes(false, false, false)),
            (&forum, plain("member"), writes(true, false, true)),
            (&group, plain("creator"), writes(true, true, false)),
            (&group, admin.clone(), writes(true, false, false)),
            (&silenced, admin.clone(), writes(true, false, false)),
            (&silenced, plain("member"), Seen::Muted),
            (&silenced, curbed.clone(), Seen::Muted),
            (&group, muted, Seen::Muted),
            (&group, curbed, writes(false, false, false)),
            (&group, away, Seen::NotThere),
            (&group, plain("left"), Seen::NotThere),
            (&group, plain("kicked"), Seen::NotThere),
            (&channel, plain("member"), Seen::Muted),
            (&channel, admin, Seen::Muted),
            (&channel, poster, writes(false, false, false)),
        ];
        for (about, member, expected) in table {
            assert_eq!(standing(about, &member), expected, "{about} {member}");
        }
    }

    #[test]
    fn of_a_webhook_only_the_host_is_told() {
        for (url, expected) in [
            ("https://example.org/hook/7:SECRET", "example.org"),
            ("https://user:SECRET@example.org:8443?token=SECRET", "example.org:8443"),
            ("https://example.org?SECRET@x", "example.org"),
            ("SECRET@example.org", "example.org"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
