//! One session with the gateway, on a thread of its own, watched over from outside.
//!
//! A close frame without a code puts serenity 0.12 into a circle that never yields, until its next heartbeat is due. On
//! the program's own threads that would stop everything, timers included; on its own it stops nothing, and a ping from
//! outside ends it.

use std::{io, sync::Arc, thread, time::Duration};

use anyhow::anyhow;
use secrecy::ExposeSecret;
use serenity::{
    all::{Client, ClientBuilder, ConnectionStage, GatewayError, GatewayIntents, ShardManager},
    http::HttpBuilder,
};
use tokio::{
    runtime,
    sync::{mpsc, oneshot},
    time::{Instant, interval, timeout},
};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_util::sync::CancellationToken;

use super::{
    Desk,
    ears::{self, Ears, Heard},
    gateway::Gateway,
    queue::Signal,
};

/// How often a session is looked after.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// serenity reconnects by itself within this time, or not at all.
const DOWN_AT_MOST: Duration = Duration::from_secs(60);
/// It begins its shards so far apart.
const BETWEEN_SHARDS: Duration = Duration::from_secs(5);
/// Shards whose task has ended are begun anew by serenity within this time, or not at all.
const GONE_AT_MOST: Duration = Duration::from_secs(1);
/// How long a beginning may take: serenity waits for ever for what it asks.
const BEGINNING: Duration = Duration::from_secs(30);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);
/// Events that may wait for the program's own threads.
const WAITING: usize = 4_096;

/// How a session ended.
pub(super) enum Ending {
    /// It was told to.
    Stopped,
    /// Discord will not have it: nothing but a person can help.
    Refused(anyhow::Error),
    /// It died.
    Lost(String),
}

/// A session that runs on its thread.
struct Running {
    manager: Arc<ShardManager>,
    ears: Arc<Ears>,
    shards: u32,
    ended: oneshot::Receiver<serenity::Result<()>>,
}

/// From the first connection to the end.
pub(super) async fn run(
    desk: &Arc<Desk>,
    line: &mpsc::Sender<Signal>,
    gateway: Gateway,
    stop: &CancellationToken,
) -> Ending {
    let over = CancellationToken::new();
    let _over = over.clone().drop_guard();
    let (ears, mut heard) = mpsc::channel(WAITING);
    desk.link.begin(gateway.shards);
    let begun = stop.run_until_cancelled(timeout(BEGINNING, begin(desk, gateway, ears, over)));
    let mut running = match begun.await {
        Some(Ok(Ok(running))) => running,
        Some(Ok(Err(error))) => return Ending::Lost(error),
        Some(Err(_)) => return Ending::Lost("it took too long to begin".to_owned()),
        None => return Ending::Stopped,
    };
    let ending = tokio::select! {
        ended = &mut running.ended => ending(ended.unwrap_or(Ok(()))),
        why = watch(desk, &running.manager, &running.ears, running.shards) => Ending::Lost(why),
        () = ears::hear(desk, line, &mut heard) => Ending::Lost("its thread ended".to_owned()),
        () = stop.cancelled() => Ending::Stopped,
    };
    desk.link.all_down();
    // A shard in its circle would not hear that the session is over.
    ping(&running.manager).await;
    if matches!(ending, Ending::Stopped) && timeout(FAREWELL, running.manager.shutdown_all()).await.is_err() {
        tracing::debug!("Discord did not answer the farewell in time");
    }
    ending
}

/// Begins a session on a new thread.
async fn begin(
    desk: &Arc<Desk>,
    gateway: Gateway,
    heard: mpsc::Sender<Heard>,
    over: CancellationToken,
) -> Result<Running, String> {
    let ears = Arc::new(Ears(heard));
    let (tell_begun, begun) = oneshot::channel();
    let (tell_ended, ended) = oneshot::channel();
    let shards = gateway.shards;
    let session = {
        let (desk, ears) = (desk.clone(), ears.clone());
        async move {
            let client = client(&desk, ears, &gateway.url).await.map_err(|error| error.to_string());
            let manager = client.as_ref().map(|client| client.shard_manager.clone()).map_err(Clone::clone);
            let told = tell_begun.send(manager);
            if let (Ok(mut client), Ok(())) = (client, told) {
                _ = tell_ended.send(client.start_shards(shards).await);
            }
        }
    };
    on_a_thread(async move { _ = over.run_until_cancelled(session).await }).map_err(|error| error.to_string())?;
    let manager = begun.await.map_err(|_| "its thread broke".to_owned())??;
    Ok(Running { manager, ears, shards, ended })
}

/// Everything that the session spawned ends with it.
fn on_a_thread(session: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    thread::Builder::new().name("discord".to_owned()).spawn(move || runtime.block_on(session))?;
    Ok(())
}

async fn client(desk: &Desk, ears: Arc<Ears>, url: &str) -> serenity::Result<Client> {
    // Without the limiter off, serenity would ask discord.com whatever the proxy is.
    let http = HttpBuilder::new(desk.token.expose_secret()).proxy(desk.api_url.as_str()).ratelimiter_disabled(true);
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let raw = Ears::clone(&ears);
    let builder = ClientBuilder::new_with_http(http.build(), intents).event_handler_arc(ears).raw_event_handler(raw);
    let client = builder.await?;
    // It has asked for the address by itself, and where it got no answer it took the official one.
    url.clone_into(&mut *client.ws_url.lock().await);
    Ok(client)
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

/// Returns, with a reason, when the session is dead.
async fn watch(desk: &Desk, manager: &ShardManager, ears: &Arc<Ears>, shards: u32) -> String {
    let mut tick = interval(LOOK_EVERY);
    let mut gone_since: Option<Instant> = None;
    let mut began = false;
    loop {
        tick.tick().await;
        look(desk, manager).await;
        let (up, since) = desk.link.is_up();
        if !up && since.elapsed() > DOWN_AT_MOST + BETWEEN_SHARDS * shards {
            return "the connection did not come back".to_owned();
        }
        // Held by this session, by serenity's queue of shards, and by every shard that runs.
        let running = Arc::strong_count(ears).saturating_sub(2);
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

/// serenity does not tell of every connection that it loses, but writes down what it is about.
async fn look(desk: &Desk, manager: &ShardManager) {
    for (shard, runner) in manager.runners.lock().await.iter() {
        if runner.stage != ConnectionStage::Connected {
            desk.link.down(shard.0);
        }
    }
}

/// Ends the shards whose connection is closed, and harms no other.
async fn ping(manager: &ShardManager) {
    for shard in manager.runners.lock().await.values() {
        shard.runner_tx.websocket_message(Frame::Ping(Vec::new()));
    }
}
