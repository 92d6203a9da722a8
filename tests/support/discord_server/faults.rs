//! Faults that a test can order.

use std::time::Duration;

use serde_json::{Value, json};

use super::Server;

/// A fault that the REST interface shows.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This status, body and these headers, and nothing is done.
    Answer(u16, Value, Vec<(&'static str, String)>),
    /// The connection breaks; nothing was done.
    BreakBefore,
    /// The connection breaks after it was done.
    BreakAfter,
    /// The answer takes so long.
    Slow(Duration),
}

impl Server {
    /// The next request of this method whose path holds this text meets a fault. Several wait in line.
    pub fn fail(&self, method: &str, part: &str, fault: Fault) {
        self.world().faults.push_back((method.to_owned(), part.to_owned(), fault));
    }

    /// A 429 as Discord says it.
    pub fn too_many(wait_seconds: f64, global: bool) -> Fault {
        let body = json!({ "message": "You are being rate limited.", "retry_after": wait_seconds, "global": global });
        let scope = if global { "global" } else { "user" };
        Fault::Answer(
            429,
            body,
            vec![("retry-after", wait_seconds.ceil().to_string()), ("x-ratelimit-scope", scope.into())],
        )
    }

    /// A refusal with a code of Discord's.
    pub fn refusal(status: u16, code: i64) -> Fault {
        Fault::Answer(status, json!({ "message": "Refused on purpose", "code": code }), Vec::new())
    }

    /// Another token than `TOKEN` from now on.
    pub fn change_token(&self, token: &str) {
        token.clone_into(&mut self.world().token);
    }

    /// Between two heartbeats, milliseconds, told at the next connection.
    pub fn set_heartbeat(&self, interval_ms: u64) {
        self.world().heartbeat_ms = interval_ms;
    }

    /// Every IDENTIFY is closed with this code.
    pub fn close_identify_with(&self, code: Option<u16>) {
        self.world().close_identify_with = code;
    }
}
