//! The gateway: sessions that outlive their connections, and connections that a test can break.

use std::collections::HashMap;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_tungstenite::{
    WebSocketStream, accept_async,
    tungstenite::{
        Message,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use super::{Server, Session, World, shapes};

/// What a connection is told to do.
#[derive(Clone, Debug)]
pub(super) enum Order {
    /// Send this.
    Send(String),
    /// Close, with a code or with a frame that has none.
    Close(Option<u16>),
    /// Break without a frame.
    Break,
}

type Socket = WebSocketStream<TcpStream>;

/// What became of a connection.
enum Then {
    Goes,
    Ends,
}

pub(super) async fn serve(server: Server, listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let server = server.clone();
        if server.world().refuses_connections {
            continue;
        }
        tokio::spawn(async move {
            if let Ok(socket) = accept_async(stream).await {
                connection(server, socket).await;
            }
        });
    }
}

async fn connection(server: Server, mut socket: Socket) {
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let interval = server.world().heartbeat_ms;
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": interval } }).to_string();
    if socket.send(Message::Text(hello)).await.is_err() {
        return;
    }
    let mut session = None;
    loop {
        let then = tokio::select! {
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(text))) => heard(&server, &text, &orders, &mut session),
                Some(Ok(Message::Close(_)) | Err(_)) | None => Then::Ends,
                Some(Ok(_)) => Then::Goes,
            },
            order = ordered.recv() => obey(&mut socket, order).await,
        };
        if matches!(then, Then::Ends) {
            break;
        }
    }
    if let Some(session) = session {
        server.world().unplug(&session, &orders);
    }
}

async fn obey(socket: &mut Socket, order: Option<Order>) -> Then {
    match order {
        Some(Order::Send(text)) => match socket.send(Message::Text(text)).await {
            Ok(()) => Then::Goes,
            Err(_) => Then::Ends,
        },
        Some(Order::Close(code)) => {
            let frame = code.map(|code| CloseFrame { code: CloseCode::from(code), reason: "on purpose".into() });
            // The answer is waited for by reading on, so that the frame is surely read before the connection goes.
            if socket.send(Message::Close(frame)).await.is_ok() { Then::Goes } else { Then::Ends }
        }
        Some(Order::Break) | None => Then::Ends,
    }
}

fn heard(server: &Server, text: &str, orders: &mpsc::UnboundedSender<Order>, session: &mut Option<String>) -> Then {
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    let mut world = server.world();
    let say = |value: Value| orders.send(Order::Send(value.to_string())).is_ok();
    match frame["op"].as_u64() {
        Some(1) if world.acknowledges => {
            say(json!({ "op": 11 }));
        }
        Some(2) => match world.identify(&frame["d"], orders) {
            Ok(begun) => *session = Some(begun),
            Err(code) => _ = orders.send(Order::Close(Some(code))),
        },
        Some(6) => match world.resume(&frame["d"], orders) {
            Some(resumed) => *session = Some(resumed),
            None => _ = say(json!({ "op": 9, "d": false })),
        },
        Some(1 | 3) => {}
        _ => _ = orders.send(Order::Close(Some(4001))),
    }
    Then::Goes
}

impl World {
    fn identify(&mut self, data: &Value, orders: &mpsc::UnboundedSender<Order>) -> Result<String, u16> {
        self.identifies += 1;
        if let Some(code) = self.close_identify_with {
            return Err(code);
        }
        if data["token"].as_str().map(|token| token.trim_start_matches("Bot ")) != Some(self.token.as_str()) {
            return Err(4004);
        }
        let privileged: u64 = (1 << 1) | (1 << 8) | (1 << 15);
        if data["intents"].as_u64().is_none_or(|intents| intents & privileged != 0) {
            return Err(4014);
        }
        let name = format!("session-{}", self.identifies);
        self.sessions.insert(name.clone(), Session { connection: Some(orders.clone()), ..Session::default() });
        let ids: Vec<u64> = self.guilds.iter().map(|(id, _)| *id).collect();
        let ready = shapes::ready(&name, &ids, self.gateway_port);
        self.dispatch_to(&name, "READY", &ready);
        for (id, title) in self.guilds.clone() {
            self.dispatch_to(&name, "GUILD_CREATE", &shapes::guild(id, &title, "2020-01-01T00:00:00.000000+00:00"));
        }
        Ok(name)
    }

    fn resume(&mut self, data: &Value, orders: &mpsc::UnboundedSender<Order>) -> Option<String> {
        let name = data["session_id"].as_str()?.to_owned();
        if !self.answers_resume {
            return None;
        }
        let session = self.sessions.get_mut(&name)?;
        session.connection = Some(orders.clone());
        let seen = data["seq"].as_u64().unwrap_or(0);
        for (_, text) in session.history.iter().filter(|(sequence, _)| *sequence > seen) {
            _ = orders.send(Order::Send(text.clone()));
        }
        self.resumes += 1;
        self.dispatch_to(&name, "RESUMED", &json!({}));
        Some(name)
    }

    /// To every session; those without a connection get it when they are resumed.
    pub(super) fn dispatch(&mut self, kind: &str, data: &Value) {
        let names: Vec<String> = self.sessions.keys().cloned().collect();
        for name in names {
            self.dispatch_to(&name, kind, data);
        }
    }

    fn dispatch_to(&mut self, name: &str, kind: &str, data: &Value) {
        let Some(session) = self.sessions.get_mut(name) else { return };
        session.sequence += 1;
        let text = json!({ "op": 0, "t": kind, "s": session.sequence, "d": data }).to_string();
        session.history.push((session.sequence, text.clone()));
        if let Some(connection) = &session.connection {
            _ = connection.send(Order::Send(text));
        }
    }

    fn unplug(&mut self, name: &str, orders: &mpsc::UnboundedSender<Order>) {
        if let Some(session) = self.sessions.get_mut(name)
            && session.connection.as_ref().is_some_and(|connection| connection.same_channel(orders))
        {
            session.connection = None;
        }
    }

    fn order(&mut self, order: &Order) {
        for session in self.sessions.values_mut() {
            if let Some(connection) = session.connection.take() {
                _ = connection.send(order.clone());
            }
        }
    }
}

impl Server {
    /// Closes every connection, with a code or with a frame that has none. Sessions stay.
    pub fn close_connections(&self, code: Option<u16>) {
        self.world().order(&Order::Close(code));
    }

    /// Breaks every connection without a word. Sessions stay.
    pub fn break_connections(&self) {
        self.world().order(&Order::Break);
    }

    /// Forgets every session: a resume is refused, what happens meanwhile is never told.
    pub fn lose_sessions(&self) {
        self.world().sessions = HashMap::new();
    }

    /// No session is taken up again from now on.
    pub fn refuse_resumes(&self) {
        self.world().answers_resume = false;
    }

    /// New connections are hung up on.
    pub fn refuse_connections(&self, refuses: bool) {
        self.world().refuses_connections = refuses;
    }

    /// Whether heartbeats are acknowledged.
    pub fn acknowledge_heartbeats(&self, acknowledges: bool) {
        self.world().acknowledges = acknowledges;
    }

    /// The bot was added to a guild.
    pub fn add_guild(&self, guild: u64, name: &str) {
        let mut world = self.world();
        world.guilds.push((guild, name.to_owned()));
        let id = world.id();
        let joined = shapes::timestamp(id);
        world.dispatch("GUILD_CREATE", &shapes::guild(guild, name, &joined));
    }

    /// The bot was removed from a guild, or the guild has an outage.
    pub fn remove_guild(&self, guild: u64, outage: bool) {
        let mut world = self.world();
        let mut data = json!({ "id": guild.to_string() });
        if outage {
            data["unavailable"] = true.into();
        } else {
            world.guilds.retain(|(id, _)| *id != guild);
        }
        world.dispatch("GUILD_DELETE", &data);
    }

    /// Something that no client knows how to read.
    pub fn dispatch_raw(&self, kind: &str, data: &Value) {
        self.world().dispatch(kind, data);
    }
}
