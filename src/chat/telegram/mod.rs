//! Telegram: getUpdates in, sendMessage and its kin out.

mod buttons;
mod commands;
mod cut;
mod deliver;
mod doctor;
mod markup;
mod receive;
mod refusal;
mod roles;
mod toast;
mod translate;
mod update;
mod wire;

use std::{collections::HashMap, sync::Mutex, time::Duration};

use async_trait::async_trait;
use secrecy::SecretString;
use teloxide::payloads::GetMe;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::{ChatAdapter, Limits, Parcel, Receipt, Refusal};
use crate::{
    clock::Clock,
    engine::{
        Inbox,
        event::{Briefing, OutboxId, Platform},
    },
};
pub use doctor::examine;
use roles::Roles;
use wire::{Failure, Wire};

/// The platform's name.
const NAME: &str = "telegram";

/// The longest pause between two tries to reach a server that fails.
const LONGEST_PAUSE_MS: u64 = 30_000;

/// A post of several messages that was cut off between two of them.
type Begun = HashMap<OutboxId, Vec<String>>;

/// The Telegram adapter. Has no `Debug`: it holds the token.
pub struct Telegram {
    platform: Platform,
    wire: Wire,
    briefing: Briefing,
    clock: Clock,
    me: OnceCell<Me>,
    roles: Roles,
    begun: Mutex<Begun>,
}

/// Who the bot is on Telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Me {
    id: i64,
    /// Without the `@`.
    username: String,
}

impl Telegram {
    /// An adapter for the bot of this token. `api_url` is a Bot API server of one's own (plain http works); None is the
    /// official one.
    ///
    /// # Errors
    /// When the token or the address can't be one. Neither is repeated in the error.
    pub fn new(token: SecretString, api_url: Option<String>, briefing: Briefing, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            platform: Platform::new(NAME),
            wire: Wire::new(&token, api_url.as_deref())?,
            briefing,
            clock,
            me: OnceCell::new(),
            roles: Roles::default(),
            begun: Mutex::default(),
        })
    }

    /// Who we are, asked once. `listen` and `deliver` share the answer, whichever needs it first.
    async fn me(&self) -> Result<&Me, Failure> {
        self.me.get_or_try_init(|| self.ask_who_we_are()).await
    }

    async fn ask_who_we_are(&self) -> Result<Me, Failure> {
        let answer = self.wire.call(&GetMe::new()).await?;
        let id = answer["id"].as_i64();
        let username = answer["username"].as_str().unwrap_or_default().to_owned();
        let id = id.ok_or_else(|| Failure::Broken("getMe was answered without an id".to_owned()))?;
        Ok(Me { id, username })
    }
}

#[async_trait]
impl ChatAdapter for Telegram {
    fn platform(&self) -> Platform {
        self.platform.clone()
    }

    async fn listen(&self, inbox: Inbox, stop: CancellationToken) -> anyhow::Result<()> {
        // Dropping the loop anywhere is safe: what is not committed is not confirmed, and comes again at the next start.
        stop.run_until_cancelled(receive::run(self, &inbox)).await.unwrap_or(Ok(()))
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        deliver::deliver(self, parcel).await
    }

    /// The documented pace (30 a second, 20 a minute in a group; a callback query can be answered for some 15 seconds).
    fn limits(&self) -> Limits {
        Limits { per_second: 30, per_group_minute: 20, in_flight: 32, whisper_ms: 15_000, burst: 3 }
    }
}

/// How long to wait after this many failures in a row: 1, 2, 4 .. 30 seconds, or what the platform asks for.
fn pause(failures: u32, failure: &Failure) -> Duration {
    let doubled_ms = 1000_u64 << failures.saturating_sub(1).min(5);
    Duration::from_millis(failure.retry_after_ms().unwrap_or(doubled_ms.min(LONGEST_PAUSE_MS)))
}
