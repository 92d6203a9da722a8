//! One way to ask Discord's REST interface, which says truthfully what is known of a request that failed.
//!
//! serenity's own client drops the waiting time of a 429, so that nobody could honour it; this one keeps it.

use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{
    Method, Response,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::chat::Refusal;

/// Where Discord is.
pub(super) const OFFICIAL: &str = "https://discord.com";

/// How long one request may take: an interaction's first answer is due within 3 seconds, the rest can wait longer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// How long to wait after a 429 that does not say.
const UNSAID_WAIT_MS: u64 = 1_000;

/// How long nothing is sent after Discord refused the token: 10,000 refused requests in 10 minutes ban the address.
const REFUSED_TOKEN_WAIT_MS: u64 = 60_000;

/// The longest error text of Discord's that is kept, in characters.
const MESSAGE_CHARS: usize = 300;

/// A client for one bot.
pub(super) struct Rest {
    client: reqwest::Client,
    base: String,
}

/// A request that did not do what it was meant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Discord answered, and refused.
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code; 0 where there is none.
        code: i64,
        /// What it said.
        message: String,
        /// How long to wait, where it said so.
        wait_ms: Option<u64>,
        /// Whether the wait is for everything.
        global: bool,
    },
    /// No answer, or none that can be read: it may have been done.
    Lost(String),
}

impl Rest {
    /// A client that asks `api_url` and nothing else.
    pub(super) fn new(token: &SecretString, api_url: &str) -> anyhow::Result<Self> {
        let mut authorization = HeaderValue::from_str(&format!("Bot {}", token.expose_secret()))
            .ok()
            .context("the Discord token holds characters that no token has: copy it again from the developer portal")?;
        authorization.set_sensitive(true);
        let client = reqwest::Client::builder()
            .default_headers(HeaderMap::from_iter([(AUTHORIZATION, authorization)]))
            .user_agent(concat!("DiscordBot (https://crates.io/crates/quizbot, ", env!("CARGO_PKG_VERSION"), ")"))
            .timeout(TIMEOUT)
            .build()
            .context("can't set up HTTPS for Discord")?;
        let api_url = api_url.trim().trim_end_matches('/');
        if !(api_url.starts_with("http://") || api_url.starts_with("https://")) {
            bail!("`{api_url}` is not an address for Discord; expected http://HOST or https://HOST (discord.api_url)");
        }
        Ok(Self { client, base: format!("{api_url}/api/v10") })
    }

    /// Reads.
    pub(super) async fn get(&self, path: &str) -> Result<Value, Fault> {
        self.call(Method::GET, path, None).await
    }

    /// Makes.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Changes.
    pub(super) async fn patch(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        self.call(Method::PATCH, path, Some(body)).await
    }

    /// Puts in place.
    pub(super) async fn put(&self, path: &str, body: Option<&Value>) -> Result<Value, Fault> {
        self.call(Method::PUT, path, body).await
    }

    /// Takes away.
    pub(super) async fn delete(&self, path: &str) -> Result<Value, Fault> {
        self.call(Method::DELETE, path, None).await
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Fault> {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let response = request.send().await.map_err(lost)?;
        let status = response.status();
        if !status.is_success() {
            return Err(refused(response).await);
        }
        let text = response.text().await.map_err(lost)?;
        if text.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&text).map_err(|_| Fault::Lost("an answer that is not JSON".to_owned()))
    }
}

/// The address is left out: those of interactions hold their tokens.
fn lost(error: reqwest::Error) -> Fault {
    let error = anyhow::Error::new(error.without_url());
    Fault::Lost(format!("{error:#}"))
}

async fn refused(response: Response) -> Fault {
    let status = response.status().as_u16();
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let header_wait = header("retry-after").and_then(|seconds| seconds.parse::<f64>().ok());
    let scope_global =
        header("x-ratelimit-global").is_some() || header("x-ratelimit-scope").as_deref() == Some("global");
    let text = response.text().await.unwrap_or_default();
    let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    let wait = body["retry_after"].as_f64().or(header_wait);
    // A 429 without JSON comes from the wall before Discord: it is for the whole address.
    let global = body["global"].as_bool().unwrap_or(false) || scope_global || (status == 429 && body.is_null());
    let message = format!("{} {}", body["message"].as_str().unwrap_or_default(), details(&body["errors"]));
    Fault::Refused {
        status,
        code: body["code"].as_i64().unwrap_or(0),
        message: message.trim().chars().take(MESSAGE_CHARS).collect(),
        wait_ms: wait.filter(|wait| wait.is_finite() && *wait >= 0.0).map(|wait| (wait * 1000.0).ceil() as u64),
        global,
    }
}

fn details(errors: &Value) -> String {
    if errors.is_null() { String::new() } else { errors.to_string() }
}

impl Fault {
    /// Discord's own code; 0 where there is none.
    pub(super) fn code(&self) -> i64 {
        match self {
            Self::Refused { code, .. } => *code,
            Self::Lost(_) => 0,
        }
    }

    /// Whether Discord does not know the token.
    pub(super) fn is_refused_token(&self) -> bool {
        matches!(self, Self::Refused { status: 401, code, .. } if *code != code::INVALID_WEBHOOK_TOKEN)
    }

    /// How long to wait before this is worth another try; None where it is not.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Lost(_) => Some(Duration::from_secs(1)),
            Self::Refused { status: 429, wait_ms, .. } => {
                Some(Duration::from_millis(wait_ms.unwrap_or(UNSAID_WAIT_MS).max(1)))
            }
            Self::Refused { status: 500.., .. } => Some(Duration::from_secs(1)),
            Self::Refused { .. } => None,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused { status, code, message, .. } => write!(f, "Discord refused ({status}, {code}): {message}"),
            Self::Lost(why) => write!(f, "no answer from Discord: {why}"),
        }
    }
}

/// Discord's codes that something is done about.
pub(super) mod code {
    pub(in super::super) const UNKNOWN_CHANNEL: i64 = 10003;
    pub(in super::super) const UNKNOWN_GUILD: i64 = 10004;
    pub(in super::super) const UNKNOWN_MESSAGE: i64 = 10008;
    pub(in super::super) const UNKNOWN_INTERACTION: i64 = 10062;
    pub(in super::super) const ALREADY_ACKNOWLEDGED: i64 = 40060;
    pub(in super::super) const CANNOT_DM: i64 = 50007;
    pub(in super::super) const INVALID_WEBHOOK_TOKEN: i64 = 50027;
    pub(in super::super) const REPLY_NEEDS_HISTORY: i64 = 160_002;
    /// No access, no permission, no texts in such a channel, an archived thread, a locked one.
    pub(in super::super) const FORBIDDEN: [i64; 5] = [50001, 50013, 50008, 50083, 160_005];
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let text = fault.to_string();
        let Fault::Refused { status, code, wait_ms, global, .. } = fault else { return Self::Unknown(text) };
        match (status, code) {
            (429, _) => Self::Later { wait_ms: wait_ms.unwrap_or(UNSAID_WAIT_MS).max(1), whole_platform: global },
            (500.. | 408, _) => Self::Unknown(text),
            (_, code::UNKNOWN_CHANNEL | code::UNKNOWN_GUILD | code::CANNOT_DM) => Self::Gone(text),
            (401, code::INVALID_WEBHOOK_TOKEN) => Self::Never(text),
            (401, _) => Self::Later { wait_ms: REFUSED_TOKEN_WAIT_MS, whole_platform: true },
            (_, code) if code::FORBIDDEN.contains(&code) => Self::Forbidden(text),
            _ => Self::Never(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(status: u16, code: i64, wait_ms: Option<u64>, global: bool) -> Fault {
        Fault::Refused { status, code, message: "m".to_owned(), wait_ms, global }
    }

    #[test]
    fn each_answer_becomes_its_refusal() {
        let text = |status: u16, code: i64| format!("Discord refused ({status}, {code}): m");
        let table = [
            (fault(429, 0, Some(1500), false), Refusal::Later { wait_ms: 1500, whole_platform: false }),
            (fault(429, 0, Some(2000), true), Refusal::Later { wait_ms: 2000, whole_platform: true }),
            (fault(429, 0, None, false), Refusal::Later { wait_ms: 1000, whole_platform: false }),
            (fault(500, 0, None, false), Refusal::Unknown(text(500, 0))),
            (fault(503, 0, None, false), Refusal::Unknown(text(503, 0))),
            (fault(403, 50013, None, false), Refusal::Forbidden(text(403, 50013))),
            (fault(403, 50001, None, false), Refusal::Forbidden(text(403, 50001))),
            (fault(404, 10003, None, false), Refusal::Gone(text(404, 10003))),
            (fault(403, 50005, None, false), Refusal::Never(text(403, 50005))),
            (fault(403, 50007, None, false), Refusal::Gone(text(403, 50007))),
            (fault(404, 10062, None, false), Refusal::Never(text(404, 10062))),
            (fault(401, 50027, None, false), Refusal::Never(text(401, 50027))),
            (fault(401, 0, None, false), Refusal::Later { wait_ms: 60_000, whole_platform: true }),
            (fault(400, 50035, None, false), Refusal::Never(text(400, 50035))),
        ];
        for (fault, expected) in table {
            assert_eq!(Refusal::from(fault.clone()), expected, "{fault:?}");
        }
        assert_eq!(Refusal::from(Fault::Lost("x".into())), Refusal::Unknown("no answer from Discord: x".into()));
    }

    #[test]
    fn a_token_that_no_header_can_hold_is_refused_without_being_shown() {
        let token = SecretString::from("sec\nret");
        let error = format!("{:#}", Rest::new(&token, OFFICIAL).err().expect("a refusal"));
        assert!(!error.contains("sec"), "{error}");
        assert!(Rest::new(&SecretString::from("t"), "discord.com").is_err());
        assert!(Rest::new(&SecretString::from("t"), "http://127.0.0.1:1/").is_ok());
    }
}
