//! What the doctor wants to know of the bot on Discord.

use std::{
    collections::{HashMap, hash_map::Entry},
    time::Duration,
};

use serde_json::Value;
use tokio::time::sleep;

use super::{
    Desk, Discord, Identity,
    address::{NAME, id},
    commands,
    permissions::{self, Guild},
    rest::{Fault, code},
};
use crate::{
    chat::examine,
    engine::event::{Place, Platform},
    quiz::address::Visited,
    speech::finding::{Finding, Right, Seen},
};

/// The guilds that were asked for already, with the bot's membership.
type Guilds = HashMap<u64, Guild>;

/// Looks at the bot and at its known channels. None is a bot without a token, an error one that can't be made.
pub async fn examine(bot: Option<anyhow::Result<Discord>>, known: &[Visited]) -> Vec<Finding> {
    let platform = Platform::new(NAME);
    let desk = match bot {
        None => return vec![Finding::of_platform(&platform, Seen::Off)],
        Some(Err(error)) => return vec![Finding::of_platform(&platform, Seen::BadAccount(format!("{error:#}")))],
        Some(Ok(discord)) => discord.desk,
    };
    let (identity, name) = match desk.who().await {
        Ok(who) => who,
        Err(seen) => return vec![Finding::of_platform(&platform, seen)],
    };
    let sessions = desk.sessions().await.unwrap_or_else(|seen| seen);
    let registered = desk.registered(identity.application).await.unwrap_or_else(|seen| seen);
    let seen = [Seen::Bot(name), sessions, registered];
    let mut found: Vec<Finding> = seen.into_iter().map(|seen| Finding::of_platform(&platform, seen)).collect();
    let mut guilds = Guilds::new();
    let channels = async |place: &Place| desk.channel(place, identity.user, &mut guilds).await;
    found.extend(examine::chats(&platform, known, channels).await);
    found
}

impl Desk {
    /// Asks, and asks once more where Discord wants a short wait.
    async fn answer(&self, path: &str) -> Result<Result<Value, Fault>, Seen> {
        let answer = examine::paced(self.rest.get(path)).await?;
        match answer.as_ref().err().and_then(short_wait) {
            Some(wait) => {
                sleep(wait).await;
                examine::paced(self.rest.get(path)).await
            }
            None => Ok(answer),
        }
    }

    async fn ask(&self, path: &str) -> Result<Value, Seen> {
        self.answer(path).await?.map_err(seen_of)
    }

    async fn who(&self) -> Result<(Identity, String), Seen> {
        let me = self.ask("/users/@me").await?;
        let application = self.ask("/applications/@me").await?;
        let read = |value: &Value| value["id"].as_str().and_then(id);
        let ids = read(&me).zip(read(&application));
        let (user, application) = ids.ok_or_else(|| Seen::Unsaid("an answer without an id".to_owned()))?;
        Ok((Identity { user, application }, me["username"].as_str().unwrap_or_default().to_owned()))
    }

    async fn sessions(&self) -> Result<Seen, Seen> {
        let limit = self.ask("/gateway/bot").await?["session_start_limit"].take();
        let number = |key: &str| limit[key].as_u64();
        let left = number("remaining").zip(number("total")).map(|(left, total)| Seen::Sessions { left, total });
        left.ok_or_else(|| Seen::Unsaid("an answer without session_start_limit".to_owned()))
    }

    async fn registered(&self, application: u64) -> Result<Seen, Seen> {
        let application = application.to_string();
        let same = commands::are_registered(&self.rest, &application, &self.briefing);
        let same = examine::paced(same).await?.map_err(seen_of)?;
        Ok(if same { Seen::CommandsSet } else { Seen::CommandsDiffer })
    }

    async fn channel(&self, place: &Place, me: u64, guilds: &mut Guilds) -> Option<Seen> {
        let seen = self.standing(place, me, guilds).await.unwrap_or_else(|seen| seen);
        // A guild without a text channel stands in for one.
        (seen != Seen::Vanished || place.space.id != place.chat.chat).then_some(seen)
    }

    async fn standing(&self, place: &Place, me: u64, guilds: &mut Guilds) -> Result<Seen, Seen> {
        let channel = self.find(&format!("/channels/{}", place.chat.chat)).await?;
        let Some(guild) = channel["guild_id"].as_str().and_then(id) else { return Ok(Seen::Private) };
        let guild = match guilds.entry(guild) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(self.guild(guild, me).await?),
        };
        let in_thread = permissions::is_thread(&channel);
        if channel["thread_metadata"]["locked"] == true {
            return Ok(Seen::Locked);
        }
        // A thread has no rules of its own: its channel's hold.
        let ruled = match channel["parent_id"].as_str().filter(|_| in_thread) {
            Some(parent) => self.find(&format!("/channels/{parent}")).await?,
            None => channel,
        };
        Ok(judged(guild, &ruled, in_thread, self.clock.now_ms()))
    }

    async fn guild(&self, guild: u64, me: u64) -> Result<Guild, Seen> {
        let about = self.find(&format!("/guilds/{guild}")).await?;
        let member = self.find(&format!("/guilds/{guild}/members/{me}")).await?;
        Ok(Guild::read(guild, me, &about, &member))
    }

    async fn find(&self, path: &str) -> Result<Value, Seen> {
        self.answer(path).await?.map_err(|fault| match (&fault, fault.code()) {
            (_, code::UNKNOWN_CHANNEL | code::UNKNOWN_GUILD) => Seen::Vanished,
            (Fault::Refused { status: 403, .. }, _) => Seen::NotThere,
            _ => seen_of(fault),
        })
    }
}

fn judged(guild: &Guild, channel: &Value, in_thread: bool, now_ms: i64) -> Seen {
    if guild.is_timed_out(now_ms) {
        return Seen::Muted;
    }
    let rights = permissions::missing(guild.permissions(channel));
    if rights.is_empty() {
        return Seen::MayAll;
    }
    let needed = [Right::View, if in_thread { Right::SendInThreads } else { Right::Send }];
    let writes = !needed.iter().any(|right| rights.contains(right));
    Seen::Lacks { rights, writes }
}

fn short_wait(fault: &Fault) -> Option<Duration> {
    let limited = matches!(fault, Fault::Refused { status: 429, .. });
    fault.wait().filter(|wait| limited && *wait <= examine::PATIENCE)
}

fn seen_of(fault: Fault) -> Seen {
    match fault {
        fault if fault.is_refused_token() => Seen::TokenRefused,
        Fault::Refused { status, message, .. } if status < 500 => Seen::Unsaid(format!("{status} {message}")),
        fault => Seen::Away(fault.to_string()),
    }
}
