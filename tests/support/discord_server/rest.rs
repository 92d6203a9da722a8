//! The REST interface: the routes that the bot uses, each as strict as the real one.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Uri},
    response::Response,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{APPLICATION, Fault, ME, Server, Wire, World, rules, shapes};

/// A status and its body.
pub(super) type Answer = (u16, Value);

pub(super) async fn serve(server: Server, listener: TcpListener) {
    let app = Router::new().fallback(any).with_state(server);
    axum::serve(listener, app).await.expect("the REST interface runs");
}

async fn any(State(server): State<Server>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let wire = Wire {
        method: method.to_string(),
        path: uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    let (fault, way) = {
        let mut world = server.world();
        world.record(wire.clone());
        (world.fault(&wire), world.way)
    };
    tokio::time::sleep(way).await;
    match fault {
        Some(Fault::Answer(status, body, headers)) => return response((status, body), &headers),
        Some(Fault::BreakBefore) => return broken(),
        Some(Fault::Slow(wait)) => tokio::time::sleep(wait).await,
        Some(Fault::BreakAfter) | None => {}
    }
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let answer = server.world().route(&wire, token);
    tokio::time::sleep(way).await;
    if matches!(fault, Some(Fault::BreakAfter)) { broken() } else { response(answer, &[]) }
}

fn response((status, body): Answer, headers: &[(&'static str, String)]) -> Response {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut response = Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, value);
    }
    response.body(Body::from(text)).expect("a response")
}

/// Promises an answer, and breaks the connection within it.
fn broken() -> Response {
    let torn = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("torn on purpose")) });
    Response::builder().header("content-length", "99").body(Body::from_stream(torn)).expect("a response")
}

pub(super) fn refuse(status: u16, code: i64, message: &str) -> Answer {
    (status, json!({ "message": message, "code": code }))
}

pub(super) fn number(text: &str) -> u64 {
    text.parse().unwrap_or_default()
}

impl World {
    fn fault(&mut self, wire: &Wire) -> Option<Fault> {
        let hit =
            |(method, part, _): &(String, String, Fault)| *method == wire.method && wire.path.contains(part.as_str());
        let at = self.faults.iter().position(hit)?;
        self.faults.remove(at).map(|(_, _, fault)| fault)
    }

    pub(super) fn wrong(&mut self, what: String) -> Answer {
        let answer = refuse(400, 50035, &what);
        self.wrong.push(what);
        answer
    }

    fn route(&mut self, wire: &Wire, token: &str) -> Answer {
        let (path, query) = wire.path.split_once('?').unwrap_or((&wire.path, ""));
        let Some(path) = path.strip_prefix("/api/v10/") else { return refuse(404, 0, "404: Not Found") };
        let parts: Vec<&str> = path.split('/').collect();
        let open = matches!(parts[0], "interactions" | "webhooks") || parts == ["gateway"];
        if !open && token != format!("Bot {}", self.token) {
            return refuse(401, 0, "401: Unauthorized");
        }
        let application = APPLICATION.to_string();
        match (wire.method.as_str(), parts.as_slice()) {
            ("GET", ["gateway"]) => (200, json!({ "url": self.gateway_url() })),
            ("GET", ["gateway", "bot"]) => (200, self.gateway_bot()),
            ("GET", ["users", "@me"]) => (200, shapes::me()),
            ("GET", ["applications", "@me"]) => (200, json!({ "id": application, "name": "quizbot" })),
            ("GET", ["applications", id, "commands"]) if *id == application => (200, self.commands.clone().into()),
            ("PUT", ["applications", id, "commands"]) if *id == application => self.put_commands(&wire.body),
            ("POST", ["interactions", id, token, "callback"]) => self.callback(number(id), token, &wire.body, query),
            (method, ["webhooks", id, token, rest @ ..]) if *id == application => {
                self.webhook(method, token, rest, &wire.body)
            }
            ("GET", ["guilds", guild, rest @ ..]) => self.guild(number(guild), rest),
            (method, ["channels", channel, rest @ ..]) => {
                self.channel(method, number(channel), rest, &wire.body, query)
            }
            _ => self.wrong(format!("no such route: {} {}", wire.method, wire.path)),
        }
    }

    fn gateway_url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.gateway_port)
    }

    fn gateway_bot(&self) -> Value {
        let limit =
            json!({ "total": 1000, "remaining": self.sessions_left, "reset_after": 14_400_000, "max_concurrency": 1 });
        json!({ "url": self.gateway_url(), "shards": 1, "session_start_limit": limit })
    }

    fn put_commands(&mut self, body: &Value) -> Answer {
        let commands = body.as_array().cloned().unwrap_or_default();
        self.commands = commands
            .into_iter()
            .map(|mut command| {
                command["id"] = self.id().to_string().into();
                command["application_id"] = APPLICATION.to_string().into();
                command["version"] = self.id().to_string().into();
                command
            })
            .collect();
        (200, self.commands.clone().into())
    }

    /// A guild, or the bot as its member.
    fn guild(&mut self, guild: u64, rest: &[&str]) -> Answer {
        if !self.guilds.iter().any(|(id, _)| *id == guild) {
            return refuse(404, 10004, "Unknown Guild");
        }
        let everybody = json!({ "id": guild.to_string(), "permissions": self.permissions.to_string() });
        let until = &self.timed_out_until;
        match rest {
            [] => (200, json!({ "id": guild.to_string(), "owner_id": "1", "roles": [everybody] })),
            ["members", id] if number(id) == ME => {
                (200, json!({ "user": shapes::me(), "roles": [], "communication_disabled_until": until }))
            }
            _ => self.wrong(format!("no such route: guilds {rest:?}")),
        }
    }

    fn channel(&mut self, method: &str, channel: u64, rest: &[&str], body: &Value, query: &str) -> Answer {
        let Some(guild) = self.channels.get(&channel).copied() else { return refuse(404, 10003, "Unknown Channel") };
        match (method, rest) {
            ("GET", []) => {
                let mut about = json!({ "id": channel.to_string(), "type": if guild.is_some() { 0 } else { 1 } });
                if let Some(guild) = guild {
                    about["guild_id"] = guild.to_string().into();
                }
                for (key, value) in self.abouts.get(&channel).and_then(Value::as_object).into_iter().flatten() {
                    about[key] = value.clone();
                }
                (200, about)
            }
            ("GET", ["messages"]) => (200, self.page(channel, query)),
            ("POST", ["messages"]) => self.post(channel, body),
            ("PATCH", ["messages", id]) => self.patch(channel, id, body),
            ("DELETE", ["messages", id]) => {
                let said = self.messages.entry(channel).or_default();
                let before = said.len();
                said.retain(|message| message["id"] != *id);
                if said.len() < before { (204, Value::Null) } else { refuse(404, 10008, "Unknown Message") }
            }
            ("PUT", ["messages", id, "reactions", sign, "@me"]) => {
                if self.find(number(id)).is_none() {
                    return refuse(404, 10008, "Unknown Message");
                }
                self.reactions.push((channel, number(id), (*sign).to_owned()));
                (204, Value::Null)
            }
            _ => self.wrong(format!("no such route: {method} {rest:?}")),
        }
    }

    /// Newest first, as Discord does; `after` gives the oldest after it.
    fn page(&self, channel: u64, query: &str) -> Value {
        let parameter =
            |name: &str| query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
        let limit = parameter("limit").map_or(50, |(_, limit)| number(limit) as usize).clamp(1, 100);
        let said = self.messages.get(&channel).map(Vec::as_slice).unwrap_or_default();
        let mut page: Vec<Value> = match parameter("after") {
            Some((_, after)) => {
                let later = |message: &&Value| number(message["id"].as_str().unwrap_or_default()) > number(after);
                said.iter().filter(later).take(limit).cloned().collect()
            }
            None => said.iter().rev().take(limit).rev().cloned().collect(),
        };
        page.reverse();
        page.into()
    }

    fn post(&mut self, channel: u64, body: &Value) -> Answer {
        if let Some(wrong) = rules::message(body) {
            return self.wrong(wrong);
        }
        let nonce =
            body["nonce"].as_str().filter(|_| body["enforce_nonce"] == true).map(|nonce| (channel, nonce.to_owned()));
        if let Some((_, earlier)) = nonce.as_ref().and_then(|nonce| self.find(*self.nonces.get(nonce)?)) {
            return (200, earlier);
        }
        let reference = body["message_reference"]["message_id"].as_str().map(number);
        let referenced = reference.and_then(|id| self.find(id));
        if reference.is_some() && referenced.is_none() && body["message_reference"]["fail_if_not_exists"] != false {
            return refuse(400, 50035, "Unknown message");
        }
        let message = self.message_of(channel, body);
        if let Some(nonce) = nonce {
            self.nonces.insert(nonce, number(message["id"].as_str().unwrap_or_default()));
        }
        self.messages.entry(channel).or_default().push(message.clone());
        (200, message)
    }

    pub(super) fn message_of(&mut self, channel: u64, body: &Value) -> Value {
        let id = self.id();
        let content = body["content"].as_str().unwrap_or_default().trim();
        let mut message = shapes::message(id, channel, &shapes::user(ME, "quizbot", true), content);
        for field in ["components", "flags", "message_reference"] {
            if !body[field].is_null() {
                message[field] = body[field].clone();
            }
        }
        message
    }

    fn patch(&mut self, channel: u64, id: &str, body: &Value) -> Answer {
        if let Some(wrong) = rules::message(body) {
            return self.wrong(wrong);
        }
        let said = self.messages.entry(channel).or_default();
        let Some(message) = said.iter_mut().find(|message| message["id"] == id) else {
            return refuse(404, 10008, "Unknown Message");
        };
        if !shapes::is_me(&message["author"]) {
            return refuse(403, 50005, "Cannot edit a message authored by another user");
        }
        write(message, body);
        (200, message.clone())
    }
}

pub(super) fn write(message: &mut Value, body: &Value) {
    for field in ["content", "components"] {
        if !body[field].is_null() {
            message[field] = body[field].clone();
        }
    }
    message["edited_timestamp"] = message["timestamp"].clone();
}
