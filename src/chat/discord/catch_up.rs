//! Fetches the replies that were missed while the bot was away. Presses that were missed are lost: Discord keeps none.

use serde_json::Value;
use serenity::all::Message;
use tokio::sync::mpsc;

use super::{
    Desk,
    address::{NAME, id, snowflake_at},
    queue::Signal,
    rest::Fault,
    translate,
};
use crate::engine::{
    Inbox,
    event::{Event, Platform},
    inbox::OpenChat,
};

/// Messages that Discord gives at once.
const PAGE: usize = 100;

/// Pages of one channel that are read: 20,000 messages are more than any study group says in a night.
const PAGES: usize = 200;

/// How far our clock may be ahead of Discord's, milliseconds: what is fetched twice is handled once.
const CLOCKS_APART_MS: i64 = 5 * 60 * 1000;

/// A channel of a guild or a private one.
const PRIVATE_CHANNEL: u64 = 1;

/// Fetches what every open chat missed, and says so when it is done. Tries again as long as the session lasts.
pub(super) async fn run(desk: &Desk, inbox: &Inbox, line: &mpsc::Sender<Signal>, number: u64) {
    let Ok(chats) = inbox.open_chats(&Platform::new(NAME)).await else { return };
    for chat in &chats {
        if let Err(fault) = channel(desk, line, chat).await {
            tracing::warn!(chat = %chat.chat, %fault, "the replies missed here can't be read");
        }
    }
    if line.send(Signal::CaughtUp(number)).await.is_err() {
        tracing::debug!("nobody listens to Discord any more");
    }
}

async fn channel(desk: &Desk, line: &mpsc::Sender<Signal>, chat: &OpenChat) -> Result<(), Fault> {
    let Some(channel) = id(&chat.chat.chat) else { return Ok(()) };
    let mut after = id(&chat.last_seen).unwrap_or_default().max(snowflake_at(chat.asked_at_ms - CLOCKS_APART_MS));
    let Some(me) = desk.me().await else { return Ok(()) };
    let about = patiently(desk, &format!("/channels/{channel}")).await?;
    let guild = about["guild_id"].as_str().and_then(id);
    if guild.is_none() && about["type"].as_u64() != Some(PRIVATE_CHANNEL) {
        return Ok(());
    }
    for _ in 0..PAGES {
        let page = patiently(desk, &format!("/channels/{channel}/messages?after={after}&limit={PAGE}")).await?;
        let page = page.as_array().map(Vec::as_slice).unwrap_or_default();
        let newest = page.iter().filter_map(|message| id(message["id"].as_str()?)).max();
        let missed: Vec<Event> = page.iter().filter_map(|message| read(desk, message, guild, me)).collect();
        if !missed.is_empty() && line.send(Signal::Missed(missed)).await.is_err() {
            return Ok(());
        }
        match newest {
            Some(newest) if page.len() >= PAGE && newest > after => after = newest,
            _ => return Ok(()),
        }
    }
    tracing::warn!(chat = %chat.chat, "more was said while the bot was away than it reads");
    Ok(())
}

fn read(desk: &Desk, message: &Value, guild: Option<u64>, me: u64) -> Option<Event> {
    match serde_json::from_value::<Message>(message.clone()) {
        Ok(message) => translate::message(&message, guild, me, &desk.briefing),
        Err(error) => {
            tracing::error!(id = %message["id"], %error, "a message of Discord could not be read");
            None
        }
    }
}

/// Asks until there is an answer: nothing closes before the replies are in, or the engine's own patience ends.
async fn patiently(desk: &Desk, path: &str) -> Result<Value, Fault> {
    loop {
        match desk.rest.get(path).await {
            Ok(value) => return Ok(value),
            Err(fault) => match fault.wait() {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(fault),
            },
        }
    }
}
