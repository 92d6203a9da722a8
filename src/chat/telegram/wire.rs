//! One request to the Bot API, and what can become of it.

use std::{fmt, time::Duration};

use anyhow::{bail, ensure};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::{Bot, net::default_reqwest_settings, requests::Payload};

/// A long poll waits this long for something to happen, seconds.
pub(super) const POLL_SECONDS: u32 = 10;
/// No request may take longer: the longest poll and a margin for a slow line.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(17);
/// An idle connection is not kept longer: servers close theirs after a minute or so, and a post that meets such a
/// close may or may not have arrived.
const IDLE_CONNECTION: Duration = Duration::from_secs(20);
/// As many connections as `Limits::in_flight`, the poll and a few lookups need.
const IDLE_CONNECTIONS: usize = 40;
/// What a 429 without a time is taken to ask for.
const UNSAID_RETRY_AFTER_SECONDS: u64 = 5;

/// Sends requests with teloxide's payloads, client and token, but reads the answers itself. teloxide's own reading
/// sleeps 10 seconds on every 5xx, drops the status code, and fails on a sent message that it can't parse, which would
/// be sent again.
pub(super) struct Wire {
    bot: Bot,
    base: String,
}

/// What can become of a request. Holds no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection: nothing was sent.
    Unreachable(String),
    /// Nobody knows whether it was done: the connection broke, time ran out, the server failed.
    Broken(String),
    /// Something answered that is not the Bot API, with this status: nothing was done.
    Foreign(u16),
    /// The Bot API said no.
    Refused(Refused),
}

/// The Bot API said no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) retry_after_seconds: Option<u64>,
    pub(super) migrate_to: Option<i64>,
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: Value,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Wire {
    /// # Errors
    /// When the token or the address can't be one.
    pub(super) fn new(token: &SecretString, api_url: Option<&str>) -> anyhow::Result<Self> {
        let token = token.expose_secret().trim();
        let plausible = token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-'));
        ensure!(!token.is_empty() && plausible, "telegram.token is not a token: expected `123456:ABC-DEF`");
        let client = default_reqwest_settings()
            .timeout(REQUEST_TIMEOUT)
            .pool_idle_timeout(IDLE_CONNECTION)
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .build()?;
        let mut bot = Bot::with_client(token, client);
        if let Some(url) = api_url.map(str::trim).filter(|url| !url.is_empty()) {
            let Ok(url) = url.trim_end_matches('/').parse() else { bail!("telegram.api_url is not an address") };
            bot = bot.set_api_url(url);
        }
        let base = bot.api_url();
        ensure!(
            matches!(base.scheme(), "http" | "https") && base.has_host(),
            "telegram.api_url must begin with http:// or https://"
        );
        Ok(Self { base: base.as_str().trim_end_matches('/').to_owned(), bot })
    }

    /// Sends one request and returns the answer's `result`.
    pub(super) async fn call<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, Failure> {
        let body = serde_json::to_vec(payload).map_err(|error| Failure::Unreachable(error.to_string()))?;
        let request = self.bot.client().post(self.address(P::NAME)).header("content-type", "application/json");
        let response = request.body(body).send().await.map_err(|error| {
            let unsent = error.is_connect() || error.is_builder();
            let why = self.without_token(anyhow::Error::new(error.without_url()));
            if unsent { Failure::Unreachable(why) } else { Failure::Broken(why) }
        })?;
        let status = response.status().as_u16();
        let body = response.bytes().await;
        let body =
            body.map_err(|error| Failure::Broken(self.without_token(anyhow::Error::new(error.without_url()))))?;
        read(status, &body)
    }

    /// The documentation writes methods in camelCase; teloxide's names begin with a capital letter, which Telegram takes
    /// but a proxy may not.
    fn address(&self, method: &str) -> String {
        let (first, rest) = method.split_at(1);
        format!("{}/bot{}/{}{rest}", self.base, self.bot.token(), first.to_ascii_lowercase())
    }

    fn without_token(&self, error: anyhow::Error) -> String {
        format!("{error:#}").replace(self.bot.token(), "[token]")
    }
}

/// Reads an answer. Whatever the body claims, a 5xx is a failure of the server, after which nobody knows.
fn read(status: u16, body: &[u8]) -> Result<Value, Failure> {
    let answer = serde_json::from_slice::<Answer>(body);
    match answer {
        _ if status >= 500 => Err(Failure::Broken(format!("the server failed with status {status}"))),
        Ok(answer) if answer.ok => Ok(answer.result),
        Ok(answer) => refused(status, answer),
        Err(_) if status >= 400 => Err(Failure::Foreign(status)),
        Err(_) => Err(Failure::Broken(format!("the answer of status {status} is not the Bot API's"))),
    }
}

fn refused(status: u16, answer: Answer) -> Result<Value, Failure> {
    let code = answer.error_code.unwrap_or(status);
    if code >= 500 {
        return Err(Failure::Broken(format!("the server failed with code {code}")));
    }
    let unsaid = (code == 429).then_some(UNSAID_RETRY_AFTER_SECONDS);
    Err(Failure::Refused(Refused {
        code,
        description: answer.description,
        retry_after_seconds: answer.parameters.retry_after.or(unsaid),
        migrate_to: answer.parameters.migrate_to_chat_id,
    }))
}

impl Failure {
    /// Whether the token is refused: wrong, or revoked.
    pub(super) fn is_token_refused(&self) -> bool {
        match self {
            Self::Refused(refused) => {
                refused.code == 401 || (refused.code == 404 && refused.description == "Not Found")
            }
            _ => false,
        }
    }

    /// Whether another poller, or a webhook, has the updates.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused(refused) if refused.code == 409)
    }

    /// What the platform asks us to wait, milliseconds.
    pub(super) fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::Refused(refused) => refused.retry_after_seconds.map(|seconds| seconds.saturating_mul(1000)),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "no connection: {why}"),
            Self::Broken(why) => f.write_str(why),
            Self::Foreign(status) => write!(f, "not the Bot API that answered (status {status})"),
            Self::Refused(refused) => write!(f, "{} {}", refused.code, refused.description),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_for_what_they_are() {
        let broken = |why: &str| Err(Failure::Broken(why.to_owned()));
        let table = [
            (200, r#"{"ok":true,"result":7}"#, Ok(Value::from(7))),
            (200, "<html>", broken("the answer of status 200 is not the Bot API's")),
            (502, "<html>Bad Gateway</html>", broken("the server failed with status 502")),
            (500, r#"{"ok":false,"error_code":500,"description":"x"}"#, broken("the server failed with status 500")),
            (404, "<html>", Err(Failure::Foreign(404))),
        ];
        for (status, body, expected) in table {
            assert_eq!(read(status, body.as_bytes()), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_429_without_a_time_asks_for_one_all_the_same() {
        let said = read(429, br#"{"ok":false,"error_code":429,"description":"","parameters":{"retry_after":3}}"#);
        assert_eq!(said.unwrap_err().retry_after_ms(), Some(3000));
        let unsaid = read(429, br#"{"ok":false,"error_code":429,"description":""}"#);
        assert_eq!(unsaid.unwrap_err().retry_after_ms(), Some(5000));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_being_repeated() {
        for token in ["", "1:a/../b", "1:se cret", "1:a\nb"] {
            let error = Wire::new(&SecretString::from(token), None).err().expect("refused");
            assert!(token.is_empty() || !format!("{error:#}").contains(token), "{error:#}");
        }
        for url in ["nonsense", "ftp://x", "mailto:a@b", "http://"] {
            assert!(Wire::new(&SecretString::from("1:a"), Some(url)).is_err(), "{url}");
        }
        let wire = Wire::new(&SecretString::from("1:a"), Some("http://127.0.0.1:9/base/")).expect("taken");
        assert_eq!(wire.address("SendMessage"), "http://127.0.0.1:9/base/bot1:a/sendMessage");
    }
}
