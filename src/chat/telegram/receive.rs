//! The loop of getUpdates: hand over, wait for the commit, and only then confirm.

use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;
use teloxide::{
    payloads::{AnswerCallbackQuery, DeleteWebhook, GetWebhookInfo},
    requests::Payload,
    types::{AllowedUpdate, CallbackQueryId},
};
use tokio::sync::watch;

use super::{
    Me, Telegram, commands, pause,
    translate::{Heard, Translator},
    update,
    wire::{Failure, POLL_SECONDS},
};
use crate::engine::{Inbox, event::Event};

/// Updates in one answer, the most that there can be.
const BATCH: u8 = 100;
/// A server that refuses the token this often in a row means it: single 401s were seen in outages.
const REFUSALS_BELIEVED: u32 = 3;
/// A request that repeats another's offset this soon is answered with one update at most, however many wait (the
/// official server does so for half a second; this is that and a margin).
const REPEATED_TOO_SOON: Duration = Duration::from_secs(1);
/// After a week without updates their numbers start anew, at random: before that, the old number is forgotten.
const QUIET: Duration = Duration::from_secs(6 * 24 * 3600);
/// Silent answers to strange presses may hold up the next request this long.
const STRAY_PATIENCE: Duration = Duration::from_secs(2);

/// `getUpdates` with updates as they come. teloxide's own payload reads them itself, and holds offsets of 32 bits only.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    /// Seconds.
    timeout: u32,
    allowed_updates: [AllowedUpdate; 3],
}

impl Payload for GetUpdates {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

/// Where the loop stands.
struct Cursor {
    /// The number of the next update; asking for it confirms all before.
    next: Option<i64>,
    /// Everything that Telegram held up to this time is committed; a wish for a later one hurries the next request.
    settled_ms: i64,
    /// The request before: its offset and when it was made.
    last: Option<(Option<i64>, Instant)>,
    /// When the last update came.
    heard: Instant,
    /// Failures in a row.
    failures: u32,
}

/// Receives until the engine stops. Can be dropped at any point.
///
/// # Errors
/// When Telegram refuses the token.
pub(super) async fn run(telegram: &Telegram, inbox: &Inbox) -> anyhow::Result<()> {
    let me = introduce(telegram).await?;
    tracing::info!(bot = me.username, "connected to Telegram");
    drop_webhook(telegram).await;
    tokio::select! {
        ended = poll(telegram, me, inbox) => ended,
        () = async { commands::announce(telegram).await; std::future::pending().await } => Ok(()),
    }
}

/// Asks who we are until the server answers.
async fn introduce(telegram: &Telegram) -> anyhow::Result<&Me> {
    let mut failures = 0;
    loop {
        match telegram.me().await {
            Ok(me) => return Ok(me),
            Err(failure) if failure.is_token_refused() => return Err(token_refused(&failure)),
            Err(failure) => {
                failures += 1;
                rest(failures, &failure, "can't reach Telegram").await;
            }
        }
    }
}

fn token_refused(failure: &Failure) -> anyhow::Error {
    anyhow::anyhow!("Telegram refused the token ({failure}): check telegram.token, or ask @BotFather for a new one")
}

/// Polling and a webhook exclude each other; the updates that wait stay.
async fn drop_webhook(telegram: &Telegram) {
    let dropped = async {
        let info = telegram.wire.call(&GetWebhookInfo::new()).await?;
        if info["url"].as_str().is_some_and(|url| !url.is_empty()) {
            tracing::warn!("this bot had a webhook set: it is removed, updates are polled from now on");
            telegram.wire.call(&DeleteWebhook::new()).await?;
        }
        Ok::<(), Failure>(())
    };
    if let Err(failure) = dropped.await {
        tracing::warn!(%failure, "can't tell whether a webhook is set");
    }
}

async fn poll(telegram: &Telegram, me: &Me, inbox: &Inbox) -> anyhow::Result<()> {
    let mut wanted = inbox.wanted();
    let now = Instant::now();
    let mut cursor = Cursor { next: None, settled_ms: i64::MIN, last: None, heard: now, failures: 0 };
    loop {
        let begun_ms = telegram.clock.now_ms();
        let wanted_ms = *wanted.borrow_and_update();
        let soon = cursor.repeats_too_soon();
        let Some(answer) = ask(telegram, &cursor, &mut wanted, wanted_ms).await else {
            continue; // a round wants to close: what hung is dropped, and asked at once
        };
        let updates = match answer.and_then(numbered) {
            Ok(updates) => updates,
            Err(failure) => {
                cursor.fail(telegram, &failure).await?;
                continue;
            }
        };
        cursor.failures = 0;
        if !hand_over(telegram, me, inbox, &updates).await {
            return Ok(());
        }
        if let Some(last) = updates.iter().filter_map(update::number).max() {
            cursor.next = Some(last + 1);
            cursor.heard = Instant::now();
        }
        let full = updates.len() >= usize::from(BATCH) || (soon && !updates.is_empty());
        if !full {
            cursor.settled_ms = begun_ms.max(wanted_ms);
            inbox.caught_up(&telegram.platform, begun_ms);
        }
    }
}

impl Cursor {
    /// Notes the request that is made now; whether it repeats the one before too soon to be answered in full.
    fn repeats_too_soon(&mut self) -> bool {
        if self.heard.elapsed() > QUIET {
            self.next = None;
        }
        let now = Instant::now();
        let before = self.last.replace((self.next, now));
        before.is_some_and(|(next, at)| next == self.next && now.duration_since(at) < REPEATED_TOO_SOON)
    }

    async fn fail(&mut self, telegram: &Telegram, failure: &Failure) -> anyhow::Result<()> {
        self.failures += 1;
        if failure.is_token_refused() && self.failures >= REFUSALS_BELIEVED {
            return Err(token_refused(failure));
        }
        if failure.is_conflict() {
            rest(self.failures, failure, "another program polls with this bot's token: stop one of the two").await;
            drop_webhook(telegram).await;
        } else {
            rest(self.failures, failure, "can't get updates from Telegram").await;
        }
        Ok(())
    }
}

async fn rest(failures: u32, failure: &Failure, what: &str) {
    let pause = pause(failures, failure);
    tracing::warn!(%failure, again_in_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX), "{what}");
    tokio::time::sleep(pause).await;
}

/// Asks once. None when the request hung and was dropped because a round wants to close.
async fn ask(
    telegram: &Telegram,
    cursor: &Cursor,
    wanted: &mut watch::Receiver<i64>,
    wanted_ms: i64,
) -> Option<Result<Value, Failure>> {
    let hurry = wanted_ms > cursor.settled_ms;
    let request = GetUpdates {
        offset: cursor.next,
        limit: BATCH,
        timeout: if hurry { 0 } else { POLL_SECONDS },
        allowed_updates: [AllowedUpdate::Message, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember],
    };
    if hurry {
        return Some(telegram.wire.call(&request).await);
    }
    tokio::select! {
        biased;
        answer = telegram.wire.call(&request) => Some(answer),
        () = rises(wanted, cursor.settled_ms) => None,
    }
}

async fn rises(wanted: &mut watch::Receiver<i64>, settled_ms: i64) {
    if wanted.wait_for(|wanted_ms| *wanted_ms > settled_ms).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The updates of an answer, of which at least one must say its number, or the loop would never get past them.
fn numbered(answer: Value) -> Result<Vec<Value>, Failure> {
    match answer {
        Value::Array(updates) if updates.is_empty() || updates.iter().any(|u| update::number(u).is_some()) => {
            Ok(updates)
        }
        _ => Err(Failure::Broken("getUpdates was answered without updates".to_owned())),
    }
}

/// Hands one answer's updates to the engine; false when the engine has stopped.
async fn hand_over(telegram: &Telegram, me: &Me, inbox: &Inbox, updates: &[Value]) -> bool {
    let (mut heard, mut strays) = (Vec::new(), Vec::new());
    let translator = Translator { platform: &telegram.platform, me, commands: telegram.briefing.commands };
    for raw in updates {
        match translator.translate(raw) {
            Ok(Heard::Event { event, role_wanted }) => heard.push((*event, role_wanted)),
            Ok(Heard::Stray(callback)) => strays.push(callback),
            Ok(Heard::Nothing) => {}
            // The error itself may quote what a person wrote.
            Err(_) => tracing::warn!(update = update::number(raw), "an update can't be read, and is skipped"),
        }
    }
    let mut asking: Vec<&mut Event> = heard.iter_mut().filter(|(_, wanted)| *wanted).map(|(event, _)| event).collect();
    if !asking.is_empty() {
        telegram.roles.fill_in(&telegram.wire, &mut asking, telegram.clock.now_ms()).await;
    }
    let events = heard.into_iter().map(|(event, _)| event).collect();
    let (put, ()) = tokio::join!(inbox.put(events), dismiss(telegram, strays));
    put.is_ok()
}

/// Answers presses of buttons that we never made, without a word.
async fn dismiss(telegram: &Telegram, strays: Vec<String>) {
    let answers = strays.into_iter().map(async |id| {
        let answer = telegram.wire.call(&AnswerCallbackQuery::new(CallbackQueryId(id))).await;
        if let Err(failure) = answer {
            tracing::debug!(%failure, "a strange press could not be answered");
        }
    });
    // Too late is no loss: the person's button only spins a while longer.
    let _ = tokio::time::timeout(STRAY_PATIENCE, futures::future::join_all(answers)).await;
}
