//! Discord: one session with its gateway, one way to its REST interface.

mod address;
mod answers;
mod catch_up;
mod commands;
mod components;
mod custom_id;
mod deliver;
mod doctor;
mod ears;
mod gateway;
mod guilds;
mod link;
mod markup;
mod permissions;
mod queue;
mod rest;
mod session;
mod suggest;
mod translate;
mod twins;

use std::sync::Arc;

use anyhow::{Context, bail};
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{OnceCell, mpsc};
use tokio_util::sync::CancellationToken;

pub use self::doctor::examine;
use self::{
    address::{NAME, id},
    answers::Answers,
    link::Link,
    rest::{Fault, OFFICIAL, Rest},
};
use crate::{
    chat::{ChatAdapter, Limits, Parcel, Receipt, Refusal},
    clock::Clock,
    engine::{
        Inbox,
        event::{Briefing, Platform},
    },
};

/// Discord as a platform.
pub struct Discord {
    desk: Arc<Desk>,
}

/// What every part of the adapter needs.
struct Desk {
    token: SecretString,
    api_url: String,
    rest: Arc<Rest>,
    answers: Answers,
    link: Link,
    briefing: Briefing,
    clock: Clock,
    identity: OnceCell<Identity>,
}

/// Who the bot is.
#[derive(Clone, Copy, Debug)]
struct Identity {
    user: u64,
    application: u64,
}

impl Discord {
    /// An adapter for the bot of this token. `api_url` is where Discord's REST interface is asked instead of the
    /// official one; the gateway's address comes from there too.
    ///
    /// # Errors
    /// When the token can't be one, or the address is none.
    pub fn new(token: SecretString, api_url: Option<String>, briefing: Briefing, clock: Clock) -> anyhow::Result<Self> {
        let given = token.expose_secret().trim();
        let bare = SecretString::from(given.strip_prefix("Bot ").unwrap_or(given).trim());
        if bare.expose_secret().is_empty() {
            bail!("the Discord token is empty (discord.token)");
        }
        let api_url = api_url.unwrap_or_else(|| OFFICIAL.to_owned());
        let rest = Arc::new(Rest::new(&bare, &api_url)?);
        Ok(Self {
            desk: Arc::new(Desk {
                token: bare,
                api_url: api_url.trim().trim_end_matches('/').to_owned(),
                answers: Answers::new(rest.clone()),
                rest,
                link: Link::new(),
                briefing,
                clock,
                identity: OnceCell::new(),
            }),
        })
    }
}

#[async_trait]
impl ChatAdapter for Discord {
    fn platform(&self) -> Platform {
        Platform::new(NAME)
    }

    async fn listen(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        let (line, heard) = mpsc::channel(queue::LINE);
        let end = stop.child_token();
        let queue = tokio::spawn(queue::run(self.desk.clone(), inbox, line.clone(), heard, end.clone()));
        // Whichever ends first ends the other: the queue, where the engine is gone; the gateway, where it is refused.
        let until = |ended: anyhow::Result<()>| {
            end.cancel();
            ended
        };
        let gateway = async { until(gateway::run(self.desk.clone(), line, end.clone()).await) };
        let queue = async { until(queue.await.context("the queue of Discord's events broke")) };
        let (gateway, queue) = tokio::join!(gateway, queue);
        queue.and(gateway)
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        deliver::deliver(&self.desk, parcel).await
    }

    fn limits(&self) -> Limits {
        Limits { per_second: 40, per_group_minute: 240, in_flight: 32, whisper_ms: 14 * 60 * 1000, burst: 5 }
    }
}

impl Desk {
    /// Who the bot is, asked once; None while Discord does not say.
    async fn identity(&self) -> Option<Identity> {
        let asked = self.identity.get_or_try_init(|| self.ask_identity()).await;
        asked.inspect_err(|fault| tracing::warn!(%fault, "Discord does not say who the bot is")).ok().copied()
    }

    async fn me(&self) -> Option<u64> {
        self.identity().await.map(|identity| identity.user)
    }

    async fn ask_identity(&self) -> Result<Identity, Fault> {
        let missing = || Fault::Lost("an answer without an id".to_owned());
        let read = |value: &serde_json::Value| value["id"].as_str().and_then(id).ok_or_else(missing);
        let user = read(&self.rest.get("/users/@me").await?)?;
        let application = read(&self.rest.get("/applications/@me").await?)?;
        Ok(Identity { user, application })
    }
}
