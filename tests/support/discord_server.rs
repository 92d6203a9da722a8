//! A Discord of our own: its REST interface and its gateway on two local ports, as strict as the real one where the bot
//! could go wrong, and with faults that a test can order.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

#[path = "discord_server/faults.rs"]
mod faults;
#[path = "discord_server/gateway.rs"]
mod gateway;
#[path = "discord_server/interactions.rs"]
mod interactions;
#[path = "discord_server/people.rs"]
mod people;
#[path = "discord_server/rest.rs"]
mod rest;
#[path = "discord_server/rules.rs"]
mod rules;
#[path = "discord_server/shapes.rs"]
mod shapes;

use std::{
    collections::{HashMap, VecDeque},
    io::Write,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use quizbot::clock::Clock;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc};

pub use faults::Fault;
pub use people::Person;

/// The token that it takes.
pub const TOKEN: &str = "MTAw.fake-Token.s3cret-Part";
/// The bot's own user.
pub const ME: u64 = 100_000_000_000_000_001;
/// The bot's application; not the same as its user, as with old bots.
pub const APPLICATION: u64 = 100_000_000_000_000_002;
/// A guild that the bot is in from the start.
pub const GUILD: u64 = 200_000_000_000_000_001;
/// Its channel.
pub const CHANNEL: u64 = 300_000_000_000_000_001;
/// Another channel of it.
pub const OTHER_CHANNEL: u64 = 300_000_000_000_000_002;
/// A private channel.
pub const PRIVATE: u64 = 400_000_000_000_000_001;

/// View, send, also in threads, embed, attach, read the history, react.
const EVERYTHING_USED: u64 = 1 << 10 | 1 << 11 | 1 << 38 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 6;

/// When the first id could have been made, milliseconds UTC.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Wire {
    /// `GET`, ..
    pub method: String,
    /// From `/api`, with the query.
    pub path: String,
    /// The JSON body; null where there is none.
    pub body: Value,
}

/// An interaction and what it heard.
#[derive(Debug)]
struct Interaction {
    token: String,
    born: Instant,
    channel: u64,
    /// The message whose component was used.
    message: Option<Value>,
    /// The type of the first answer.
    first: Option<u64>,
    ephemeral: bool,
    /// The first answer's message.
    original: Option<Value>,
    followups: Vec<Value>,
    callback: Value,
}

/// A session of the gateway, which may be without a connection.
#[derive(Debug, Default)]
struct Session {
    sequence: u64,
    history: Vec<(u64, String)>,
    connection: Option<mpsc::UnboundedSender<gateway::Order>>,
}

struct World {
    clock: Clock,
    last_id: u64,
    gateway_port: u16,
    token: String,
    /// The guild of each channel.
    channels: HashMap<u64, Option<u64>>,
    guilds: Vec<(u64, String)>,
    messages: HashMap<u64, Vec<Value>>,
    nonces: HashMap<(u64, String), u64>,
    interactions: HashMap<u64, Interaction>,
    commands: Vec<Value>,
    /// What a channel is beyond the usual.
    abouts: HashMap<u64, Value>,
    /// What everybody may do in the guilds.
    permissions: u64,
    /// Until when the bot is silenced.
    timed_out_until: Option<String>,
    sessions_left: u32,
    reactions: Vec<(u64, u64, String)>,
    faults: VecDeque<(String, String, Fault)>,
    log: Vec<Wire>,
    wrong: Vec<String>,
    sessions: HashMap<String, Session>,
    identifies: u32,
    resumes: u32,
    heartbeat_ms: u64,
    acknowledges: bool,
    answers_resume: bool,
    refuses_connections: bool,
    close_identify_with: Option<u16>,
    record: Option<std::fs::File>,
    /// How long a request is on its way, and an answer.
    way: Duration,
}

/// A running Discord. Cheap to clone; it lives as long as the runtime.
#[derive(Clone)]
pub struct Server {
    world: Arc<Mutex<World>>,
    url: String,
}

impl Server {
    /// A server with one guild of two channels, and one private channel.
    pub async fn start() -> Self {
        let rest = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let gateway = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", rest.local_addr().expect("an address"));
        let port = gateway.local_addr().expect("an address").port();
        let server = Self { world: Arc::new(Mutex::new(World::new(port))), url };
        tokio::spawn(rest::serve(server.clone(), rest));
        tokio::spawn(gateway::serve(server.clone(), gateway));
        server
    }

    /// What the bot is told as its `api_url`.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Everything in a channel, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Value> {
        self.world().messages.get(&channel).cloned().unwrap_or_default()
    }

    /// What an interaction's person got to see, in order: messages, a form, suggestions. A deferral alone is nothing yet.
    pub fn answers(&self, interaction: u64) -> Vec<Value> {
        let world = self.world();
        let Some(known) = world.interactions.get(&interaction) else { return Vec::new() };
        let first = match known.first {
            Some(8 | 9) => vec![known.callback["data"].clone()],
            _ => known.original.iter().filter(|original| original["loading"] != true).cloned().collect(),
        };
        first.into_iter().chain(known.followups.iter().cloned()).collect()
    }

    /// The type of an interaction's first answer, and whether only its person sees it.
    pub fn first_answer(&self, interaction: u64) -> Option<(u64, bool)> {
        let world = self.world();
        let known = world.interactions.get(&interaction)?;
        Some((known.first?, known.ephemeral))
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Wire> {
        self.world().log.clone()
    }

    /// The requests of one method whose path holds this text.
    pub fn requests_to(&self, method: &str, part: &str) -> Vec<Wire> {
        self.requests().into_iter().filter(|wire| wire.method == method && wire.path.contains(part)).collect()
    }

    /// What was refused because no client should ever ask it.
    pub fn wrong(&self) -> Vec<String> {
        self.world().wrong.clone()
    }

    /// Who marked which message with what: channel, message, sign.
    pub fn reactions(&self) -> Vec<(u64, u64, String)> {
        self.world().reactions.clone()
    }

    /// The commands as registered.
    pub fn commands(&self) -> Vec<Value> {
        self.world().commands.clone()
    }

    /// An admin changes what everybody may do; the bot has no role of its own.
    pub fn allow_everybody(&self, permissions: u64) {
        self.world().permissions = permissions;
    }

    /// A channel is more than usual: a thread, or one with exceptions.
    pub fn describe(&self, channel: u64, about: Value) {
        self.world().abouts.insert(channel, about);
    }

    /// An admin silences the bot until this time.
    pub fn time_out(&self, until: &str) {
        self.world().timed_out_until = Some(until.to_owned());
    }

    /// So many sessions may still be begun today.
    pub fn leave_sessions(&self, left: u32) {
        self.world().sessions_left = left;
    }

    /// Somebody changed a command by hand.
    pub fn change_command(&self, name: &str, field: &str, value: Value) {
        for command in self.world().commands.iter_mut().filter(|command| command["name"] == name) {
            command[field] = value.clone();
        }
    }

    /// The network's way: every request arrives this late, and its answer once more.
    pub fn lag(&self, way: Duration) {
        self.world().way = way;
    }

    /// How often a session was begun, and how often one was taken up again.
    pub fn sessions_begun(&self) -> (u32, u32) {
        let world = self.world();
        (world.identifies, world.resumes)
    }

    /// Whether a bot is connected now.
    pub fn is_connected(&self) -> bool {
        self.world().sessions.values().any(|session| session.connection.is_some())
    }

    /// Waits until something holds, looking often.
    ///
    /// # Panics
    /// When it does not within 10 seconds.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < Duration::from_secs(10), "never: {what}; wrong: {:?}", self.wrong());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    fn new(gateway_port: u16) -> Self {
        let channels = [(CHANNEL, Some(GUILD)), (OTHER_CHANNEL, Some(GUILD)), (PRIVATE, None)];
        Self {
            clock: Clock::System,
            last_id: 0,
            gateway_port,
            token: TOKEN.to_owned(),
            channels: channels.into(),
            guilds: vec![(GUILD, "The study group".to_owned())],
            messages: HashMap::new(),
            nonces: HashMap::new(),
            interactions: HashMap::new(),
            commands: Vec::new(),
            abouts: HashMap::new(),
            permissions: EVERYTHING_USED,
            timed_out_until: None,
            sessions_left: 999,
            reactions: Vec::new(),
            faults: VecDeque::new(),
            log: Vec::new(),
            wrong: Vec::new(),
            sessions: HashMap::new(),
            identifies: 0,
            resumes: 0,
            heartbeat_ms: 41_250,
            acknowledges: true,
            answers_resume: true,
            refuses_connections: false,
            close_identify_with: None,
            record: open_record(),
            way: Duration::ZERO,
        }
    }

    /// A new id, later than every other.
    fn id(&mut self) -> u64 {
        let now = ((self.clock.now_ms() - EPOCH_MS) as u64) << 22;
        self.last_id = now.max(self.last_id + 1);
        self.last_id
    }

    /// Remembers a request, and writes it down for the check against Discord's own description.
    fn record(&mut self, wire: Wire) {
        let body = if wire.body.is_null() { None } else { Some(&wire.body) };
        let line = json!({ "kind": "rest", "method": wire.method, "path": wire.path, "body": body });
        if let Some(file) = &mut self.record {
            // In one piece: other servers write to the same file.
            file.write_all(format!("{line}\n").as_bytes()).expect("the record can be written");
        }
        self.log.push(wire);
    }
}

fn open_record() -> Option<std::fs::File> {
    let folder = std::env::var_os("QUIZBOT_WIRE_LOG").map_or_else(|| PathBuf::from("target/wire"), PathBuf::from);
    std::fs::create_dir_all(&folder).ok()?;
    std::fs::File::options().create(true).append(true).open(folder.join("discord.jsonl")).ok()
}
