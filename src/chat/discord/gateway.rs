//! Sessions with Discord's gateway: begun, watched over, and begun anew when they die.

use std::{sync::Arc, time::Duration};

use anyhow::bail;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

use super::{
    Desk, Identity, commands,
    queue::Signal,
    rest::Fault,
    session::{self, Ending},
};

/// A session that lasted so long was a good one.
const GOOD: Duration = Duration::from_secs(60);
/// Sessions that failed at once, in a row, before the platform is given up: Discord takes the token back from a bot
/// that identifies a thousand times a day.
const BAD_AT_MOST: u32 = 100;
/// Between two identifies.
const BETWEEN: Duration = Duration::from_secs(5);
/// The longest pause between two tries.
const PAUSE_AT_MOST: Duration = Duration::from_secs(120);
/// Where the gateway is, and how many shards it wants.
pub(super) struct Gateway {
    /// A websocket's address.
    pub(super) url: String,
    /// At least 1.
    pub(super) shards: u32,
}

/// Keeps a session until `stop`.
///
/// # Errors
/// When the token or the intents are refused, or no session ever lasts.
pub(super) async fn run(desk: Arc<Desk>, line: mpsc::Sender<Signal>, stop: CancellationToken) -> anyhow::Result<()> {
    let mut bad = 0;
    let mut registered = false;
    loop {
        let Some(gateway) = stop.run_until_cancelled(find(&desk)).await else { return Ok(()) };
        let gateway = gateway?;
        // Without it, nobody knows which messages are the bot's own.
        let Some(identity) = stop.run_until_cancelled(desk.identity()).await else { return Ok(()) };
        let Some(identity) = identity else {
            bad += 1;
            if stop.run_until_cancelled(sleep(pause(bad))).await.is_none() {
                return Ok(());
            }
            continue;
        };
        if !registered {
            let done = stop.run_until_cancelled(register(&desk, identity)).await;
            registered = done.unwrap_or(false);
        }
        let began = Instant::now();
        let why = match session::run(&desk, &line, gateway, &stop).await {
            Ending::Stopped => return Ok(()),
            Ending::Refused(error) => return Err(error),
            Ending::Lost(why) => why,
        };
        bad = if began.elapsed() > GOOD { 0 } else { bad + 1 };
        if bad >= BAD_AT_MOST {
            bail!("Discord: {bad} sessions in a row ended at once; the last: {why}");
        }
        let pause = pause(bad).max(BETWEEN.saturating_sub(began.elapsed()));
        tracing::warn!(why, pause_ms = pause.as_millis() as u64, "the session with Discord ended; a new one begins");
        if stop.run_until_cancelled(sleep(pause)).await.is_none() {
            return Ok(());
        }
    }
}

fn pause(bad: u32) -> Duration {
    Duration::from_millis(250).saturating_mul(1 << bad.min(12)).min(PAUSE_AT_MOST)
}

/// Asks for the gateway until there is an answer. Never falls back to an address that nobody named, as serenity would.
async fn find(desk: &Desk) -> anyhow::Result<Gateway> {
    let mut tries = 0;
    loop {
        let fault = match ask(desk).await {
            Ok(Ok(gateway)) => return Ok(gateway),
            Ok(Err(no_identify_ms)) => {
                tracing::warn!(no_identify_ms, "Discord allows no new session today");
                sleep(Duration::from_millis(no_identify_ms)).await;
                continue;
            }
            Err(fault) => fault,
        };
        if fault.is_refused_token() {
            bail!(
                "Discord refused the token (401): copy it again from the developer portal, under Bot (discord.token)"
            );
        }
        tries += 1;
        let wait = fault.wait().unwrap_or_default().max(pause(tries));
        tracing::warn!(%fault, wait_ms = wait.as_millis() as u64, "Discord does not say where its gateway is");
        sleep(wait).await;
    }
}

/// The gateway; or how long no session may begin, milliseconds.
async fn ask(desk: &Desk) -> Result<Result<Gateway, u64>, Fault> {
    let bot = desk.rest.get("/gateway/bot").await?;
    let limit = &bot["session_start_limit"];
    if limit["remaining"].as_u64() == Some(0) {
        return Ok(Err(limit["reset_after"].as_u64().unwrap_or(60_000).clamp(1_000, 86_400_000)));
    }
    let open = desk.rest.get("/gateway").await?;
    let url = open["url"]
        .as_str()
        .filter(|url| url.starts_with("ws"))
        .ok_or_else(|| Fault::Lost("the gateway's address is missing from the answer".to_owned()))?;
    let shards = bot["shards"].as_u64().and_then(|shards| u32::try_from(shards).ok()).unwrap_or(1).max(1);
    Ok(Ok(Gateway { url: url.trim_end_matches('/').to_owned(), shards }))
}

async fn register(desk: &Desk, identity: Identity) -> bool {
    match commands::register(&desk.rest, &identity.application.to_string(), &desk.briefing).await {
        Ok(()) => true,
        Err(fault) => {
            tracing::warn!(%fault, "the slash commands could not be registered; tried again with the next session");
            false
        }
    }
}
