//! A Bot API server for tests: the part of Telegram that the bot speaks to, with the real offset semantics, limits,
//! parsing of HTML, and faults on demand.
#![allow(dead_code, unreachable_pub, reason = "every test file that includes this server uses a part of it")]

mod faults;
mod html;
mod methods;
mod people;
mod state;

use std::{
    fs::File,
    io::Write,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State as Shared},
    response::{IntoResponse, Response},
    serve::ListenerExt,
};
use quizbot::clock::Clock;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::Instant};

pub use faults::Fault;
pub use people::{User, user};
pub use state::{Call, Message, State};

/// The token that the server takes.
pub const TOKEN: &str = "7:TEST-token_of-the-fake-server";
/// The bot's user id: the token's first part.
pub const BOT_ID: i64 = 7;
/// The bot's name.
pub const USERNAME: &str = "quiz_test_bot";
/// How long a test waits for something before it fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// The server. Dropping it ends it.
pub struct Server {
    inner: Arc<Inner>,
    url: String,
    task: JoinHandle<()>,
}

/// What the request handlers share with the test.
pub(crate) struct Inner {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    log: Option<Mutex<File>>,
    pub(crate) clock: Clock,
}

/// The API says no.
#[derive(Clone, Debug)]
pub struct No {
    code: u16,
    description: String,
    parameters: Value,
}

impl No {
    pub(crate) fn new(code: u16, description: &str) -> Self {
        Self { code, description: description.to_owned(), parameters: Value::Null }
    }

    pub(crate) fn bad(description: &str) -> Self {
        Self::new(400, &format!("Bad Request: {description}"))
    }

    pub(crate) fn too_many(retry_after: u64) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self { parameters: json!({ "retry_after": retry_after }), ..Self::new(429, &description) }
    }

    pub(crate) fn moved(to: i64) -> Self {
        let parameters = json!({ "migrate_to_chat_id": to });
        Self { parameters, ..Self::bad("group chat was upgraded to a supergroup chat") }
    }
}

impl Server {
    /// A server on a free port of this machine, on the system's clock.
    pub async fn start() -> Self {
        Self::start_with(Clock::System).await
    }

    /// A server whose dates come from this clock.
    pub async fn start_with(clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let inner = Arc::new(Inner { state: Mutex::default(), changed: watch::Sender::default(), log: log(), clock });
        let app = Router::new().route("/{bot}/{method}", axum::routing::any(handle)).with_state(inner.clone());
        let listener = listener.tap_io(|socket| {
            let _ = socket.set_nodelay(true);
        });
        let task = tokio::spawn(async move { axum::serve(listener, app).await.expect("serves") });
        Self { inner, url, task }
    }

    /// What the bot must be told: `http://127.0.0.1:port`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Looks at everything at once.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.inner.lock())
    }

    /// Changes anything, and wakes whoever waits.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.inner.change(change)
    }

    /// Waits until there is something to see.
    pub async fn wait_for<T>(&self, what: &str, look: impl Fn(&State) -> Option<T>) -> T {
        let mut changed = self.inner.changed.subscribe();
        let deadline = Instant::now() + PATIENCE;
        loop {
            changed.borrow_and_update();
            if let Some(seen) = look(&self.inner.lock()) {
                return seen;
            }
            if tokio::time::timeout_at(deadline, changed.changed()).await.is_err() {
                let state = self.inner.lock();
                let last: Vec<_> = state.calls.iter().rev().take(8).collect();
                panic!("waited in vain for {what}; the last requests, newest first: {last:#?}");
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Inner {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics inside")
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.lock());
        self.changed.send_modify(|count| *count += 1);
        changed
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn record(&self, method: &str, params: &Value) {
        if let Some(log) = &self.log {
            let line = format!("{}\n", json!({ "method": method, "params": params }));
            log.lock().expect("no panic").write_all(line.as_bytes()).expect("the log can be written");
        }
    }
}

/// Requests are recorded where `QUIZBOT_WIRE_LOG` names a directory.
fn log() -> Option<Mutex<File>> {
    let folder = std::env::var_os("QUIZBOT_WIRE_LOG")?;
    std::fs::create_dir_all(&folder).expect("the folder for logs");
    let path = std::path::Path::new(&folder).join("telegram.jsonl");
    Some(Mutex::new(File::options().create(true).append(true).open(path).expect("the log")))
}

async fn handle(
    Shared(inner): Shared<Arc<Inner>>,
    Path((bot, method)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    if bot != format!("bot{TOKEN}") {
        return answer(Err(No::new(401, "Unauthorized")));
    }
    let params = if body.is_empty() { json!({}) } else { serde_json::from_slice(&body).unwrap_or(Value::Null) };
    let method = method.to_lowercase();
    inner.record(&method, &params);
    let fault = inner.change(|state| {
        state.calls.push(Call { method: method.clone(), params: params.clone() });
        state.take_fault(&method)
    });
    let way = inner.lock().way;
    on_its_way(way).await;
    let response = respond(&inner, &method, &params, fault).await;
    on_its_way(way).await;
    response
}

async fn on_its_way(way: Duration) {
    if !way.is_zero() {
        tokio::time::sleep(way).await;
    }
}

async fn respond(inner: &Inner, method: &str, params: &Value, fault: Option<Fault>) -> Response {
    match fault {
        Some(Fault::TooMany(seconds)) => answer(Err(No::too_many(seconds))),
        Some(Fault::Refuse(code, description)) => answer(Err(No::new(code, &description))),
        Some(Fault::Html(status)) => (status_code(status), "<html><h1>Bad Gateway</h1></html>").into_response(),
        Some(Fault::Raw(body)) => body.into_response(),
        Some(Fault::DropBefore) => broken(),
        Some(Fault::DropAfter) => {
            let _ = methods::call(inner, method, params).await;
            broken()
        }
        Some(Fault::Slow(wait)) => {
            tokio::time::sleep(wait).await;
            answer(methods::call(inner, method, params).await)
        }
        None => answer(methods::call(inner, method, params).await),
    }
}

/// A response whose connection breaks in the middle.
fn broken() -> Response {
    let cut = std::io::Error::other("the connection is dropped on purpose");
    Response::new(Body::from_stream(futures::stream::once(async { Err::<Bytes, _>(cut) })))
}

fn answer(result: Result<Value, No>) -> Response {
    let (status, body) = match result {
        Ok(result) => (200, json!({ "ok": true, "result": result })),
        Err(no) => {
            let mut body = json!({ "ok": false, "error_code": no.code, "description": no.description });
            if !no.parameters.is_null() {
                body["parameters"] = no.parameters;
            }
            (no.code, body)
        }
    };
    (status_code(status), axum::Json(body)).into_response()
}

fn status_code(status: u16) -> axum::http::StatusCode {
    axum::http::StatusCode::from_u16(status).expect("a status")
}
