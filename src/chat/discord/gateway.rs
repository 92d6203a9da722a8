//! Sessions with Discord's gateway: begun, watched over, and begun anew when they die.

use std::{sync::Arc, time::Duration};

use anyhow::{anyhow, bail};
use secrecy::ExposeSecret;
use serenity::{
    all::{Client, ClientBuilder, GatewayError, GatewayIntents, ShardManager},
    http::HttpBuilder,
};
use tokio::{
    sync::mpsc,
    time::{Instant, interval, sleep, timeout},
};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_util::sync::CancellationToken;

use super::{
    Desk, commands,
    ears::{Ears, Stages},
    queue::Signal,
    rest::Fault,
};

/// How often a session is looked after.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// serenity reconnects by itself within this time, or not at all.
const DOWN_AT_MOST: Duration = Duration::from_secs(60);
/// Shards whose task has ended are begun anew by serenity within this time, or not at all.
const GONE_AT_MOST: Duration = Duration::from_secs(1);
/// A session that lasted so long was a good one.
const GOOD: Duration = Duration::from_secs(60);
/// Sessions that failed at once, in a row, before the platform is given up: Discord takes the token back from a bot
/// that identifies a thousand times a day.
const BAD_AT_MOST: u32 = 100;
/// Between two identifies.
const BETWEEN: Duration = Duration::from_secs(5);
/// The longest pause between two tries.
const PAUSE_AT_MOST: Duration = Duration::from_secs(120);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// How a session ended.
enum Ending {
    /// It was told to.
    Stopped,
    /// Discord will not have it: nothing but a person can help.
    Refused(anyhow::Error),
    /// It died.
    Lost(String),
}

/// Where the gateway is, and how many shards it wants.
struct Gateway {
    url: String,
    shards: u32,
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
        if !registered {
            registered = register(&desk).await;
        }
        let began = Instant::now();
        let why = match session(&desk, &line, gateway, &stop).await {
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

async fn register(desk: &Desk) -> bool {
    let Some(identity) = desk.identity().await else { return false };
    match commands::register(&desk.rest, &identity.application.to_string(), desk.briefing.commands).await {
        Ok(()) => true,
        Err(fault) => {
            tracing::warn!(%fault, "the slash commands could not be registered; tried again with the next session");
            false
        }
    }
}

async fn session(desk: &Arc<Desk>, line: &mpsc::Sender<Signal>, gateway: Gateway, stop: &CancellationToken) -> Ending {
    let over = CancellationToken::new();
    let _deaf = over.clone().drop_guard();
    let ears = Ears { desk: desk.clone(), line: line.clone(), over };
    let stages = Arc::new(Stages(ears.clone()));
    desk.link.begin(gateway.shards);
    let mut client = match client(desk, ears, stages.clone()).await {
        Ok(client) => client,
        Err(error) => return Ending::Lost(error.to_string()),
    };
    client.ws_url.lock().await.clone_from(&gateway.url);
    let manager = client.shard_manager.clone();
    let ending = tokio::select! {
        ended = client.start_shards(gateway.shards) => ending(ended),
        why = watch(desk, &manager, &stages, gateway.shards) => Ending::Lost(why),
        () = stop.cancelled() => Ending::Stopped,
    };
    desk.link.all_down();
    part(manager, matches!(ending, Ending::Stopped)).await;
    ending
}

async fn client(desk: &Desk, ears: Ears, stages: Arc<Stages>) -> serenity::Result<Client> {
    // Without the limiter off, serenity would ask discord.com whatever the proxy is.
    let http = HttpBuilder::new(desk.token.expose_secret()).proxy(desk.api_url.as_str()).ratelimiter_disabled(true);
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    ClientBuilder::new_with_http(http.build(), intents).event_handler_arc(stages).raw_event_handler(ears).await
}

fn ending(ended: serenity::Result<()>) -> Ending {
    use serenity::Error::Gateway;
    match ended {
        Ok(()) => Ending::Lost("every shard shut down".to_owned()),
        Err(Gateway(GatewayError::InvalidAuthentication)) => Ending::Refused(anyhow!(
            "Discord refused the token (close code 4004): copy it again from the developer portal, under Bot (discord.token)"
        )),
        Err(Gateway(GatewayError::InvalidGatewayIntents)) => Ending::Refused(anyhow!(
            "Discord refused the intents as invalid (close code 4013): is this version of quizbot too old for it?"
        )),
        Err(Gateway(GatewayError::DisallowedGatewayIntents)) => Ending::Refused(anyhow!(
            "Discord refused the intents (close code 4014): quizbot asks for guilds, guild messages and direct messages, \
             none of which is privileged; check the bot's page in the developer portal"
        )),
        Err(error) => Ending::Lost(error.to_string()),
    }
}

/// Returns, with a reason, when the session is dead. serenity notices most deaths by itself; a close frame without a
/// code it takes for silence, until the next heartbeat is due: a ping makes it notice at once.
async fn watch(desk: &Desk, manager: &ShardManager, stages: &Arc<Stages>, shards: u32) -> String {
    let mut tick = interval(LOOK_EVERY);
    let mut gone_since: Option<Instant> = None;
    let mut began = false;
    loop {
        tick.tick().await;
        let (up, since) = desk.link.is_up();
        if !up && since.elapsed() > DOWN_AT_MOST {
            return "the connection did not come back".to_owned();
        }
        // Held by this session, by serenity's queue of shards, and by every shard that runs.
        let running = Arc::strong_count(stages).saturating_sub(2);
        began |= running >= shards as usize;
        if began && running < shards as usize {
            desk.link.all_down();
            if gone_since.get_or_insert_with(Instant::now).elapsed() >= GONE_AT_MOST {
                return "the connection broke without a word".to_owned();
            }
        } else {
            gone_since = None;
        }
        ping(manager).await;
    }
}

async fn ping(manager: &ShardManager) {
    for shard in manager.runners.lock().await.values() {
        shard.runner_tx.websocket_message(Frame::Ping(Vec::new()));
    }
}

/// Says farewell. A shard whose connection is dead would wait for the answer in a circle that never yields, so that a
/// ping comes first: it ends such a shard.
async fn part(manager: Arc<ShardManager>, wait: bool) {
    ping(&manager).await;
    let farewell = tokio::spawn(async move { manager.shutdown_all().await });
    if wait && timeout(FAREWELL, farewell).await.is_err() {
        tracing::debug!("Discord did not answer the farewell in time");
    }
}
