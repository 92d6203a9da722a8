//! The real program, killed at random moments while people play: no answer is lost, none is counted twice.
//!
//! What is promised. Telegram keeps what was not acknowledged: every press and reply counts, once, in its order. Discord
//! keeps messages: typed replies count likewise; a press that no process heard fails before its person's eyes, who
//! presses again. A kill costs at most a whisper, never the answer that it tells of. Every question gets its reveal. A
//! post that was under way is sent again: rarely a twin on Telegram, never on Discord.

#![allow(unreachable_pub, reason = "its modules are a small library of their own")]

#[path = "kill/books.rs"]
mod books;
#[path = "support/discord_server.rs"]
mod discord_server;
#[path = "kill/ledger.rs"]
mod ledger;
#[path = "kill/discord.rs"]
mod on_discord;
#[path = "kill/telegram.rs"]
mod on_telegram;
#[path = "support/program.rs"]
mod program;
#[path = "support/small_bank.rs"]
mod small_bank;
#[path = "support/telegram_server/mod.rs"]
mod telegram_server;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use discord_server::{CHANNEL, Server as Discord, TOKEN as DISCORD_TOKEN};
use futures::future::join_all;
use ledger::Ledger;
use on_discord::Channel;
use on_telegram::Group;
use program::Program;
use quizbot::clock::loaded_dice;
use rand::{RngExt, rngs::StdRng};
use telegram_server::{Server as Telegram, TOKEN as TELEGRAM_TOKEN};

/// How the games go.
#[derive(Clone, Copy, Debug)]
pub struct Game {
    /// How long a round is open.
    pub quiz_seconds: u64,
    /// Rounds in each chat.
    pub rounds: usize,
    /// Players in each chat.
    pub people: usize,
    /// How often one of them answers the same question at most: only the first counts.
    pub most_tries: usize,
    /// How long a game may take.
    pub patience: Duration,
}

/// How many people answer what is typed. Every typed answer is marked as received, one a second in a chat: more would
/// make the test long.
pub const TYPISTS: usize = 4;

impl Game {
    /// How many people answer a question, and how often at most.
    pub fn crowd(&self, number: usize) -> (usize, usize) {
        if small_bank::kind(number) == small_bank::Kind::Text { (TYPISTS, 2) } else { (self.people, self.most_tries) }
    }
}

const GAME: Game = Game { quiz_seconds: 5, rounds: 2, people: 9, most_tries: 4, patience: Duration::from_secs(40) };

/// How far away the platforms may be: what is under way at a kill was done already, or is never done.
const FAR: Duration = Duration::from_millis(40);

/// How often the program is killed in a run.
const KILLS: usize = 10;

/// Only one run at a time: two cores are shared by a bot, its servers and its players.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Another seed every time, or the one that a failure printed.
fn seed() -> u64 {
    let given = std::env::var("KILL_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| u64::from(std::process::id()))
}

/// What the bot does just before a kill: a request of Telegram's, or the path of one of Discord's. Most kills wait for
/// one of these, since at other moments there is little to lose.
const ON_TELEGRAM: [&str; 5] =
    ["getupdates", "sendmessage", "sendmessage", "setmessagereaction", "answercallbackquery"];
const ON_DISCORD: [&str; 4] = ["/messages", "/messages", "/reactions", "/callback"];

/// Both servers.
#[derive(Clone)]
struct Servers {
    telegram: Arc<Telegram>,
    discord: Discord,
    /// What a kill may wait for.
    moments: Vec<&'static str>,
}

impl Servers {
    /// How often the bot did this so far.
    fn count(&self, moment: &str) -> usize {
        match moment.starts_with('/') {
            true => {
                self.discord.requests().iter().filter(|wire| wire.path.contains(moment) && wire.method != "GET").count()
            }
            false => self.telegram.look(|state| state.calls_of(moment).count()),
        }
    }

    /// The network's way from now on: near, or as far as another continent.
    fn move_away(&self, dice: &mut StdRng) {
        let way = if dice.random_bool(0.7) { FAR } else { Duration::ZERO };
        self.telegram.lag(way);
        self.discord.lag(way);
    }

    /// Waits until the bot does one of these things, if it does so soon, and then a little.
    async fn moment(&self, dice: &mut StdRng) {
        let moment = self.moments[dice.random_range(0..self.moments.len())];
        let (before, since) = (self.count(moment), Instant::now());
        while self.count(moment) == before && since.elapsed() < Duration::from_millis(1_500) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let most_ms = if dice.random_bool(0.5) { 10 } else { 2 * FAR.as_millis() as u64 };
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..most_ms))).await;
    }
}

/// Kills it and starts it again at once, at random moments; when it did.
async fn storm(program: &mut Program, servers: Servers, dice: &mut StdRng) -> Vec<Instant> {
    let mut kills = Vec::new();
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(dice.random_range(100..1_200))).await;
        if dice.random_bool(0.85) {
            servers.moment(dice).await;
        }
        program.kill();
        kills.push(Instant::now());
        servers.move_away(dice);
        program.start();
    }
    kills
}

/// Everything that plays, and the program in its midst.
struct Field {
    seed: u64,
    program: Program,
    telegram: Arc<Telegram>,
    discord: Discord,
    groups: Vec<Group>,
    channels: Vec<Channel>,
}

impl Field {
    /// So many groups on Telegram and channels on Discord.
    async fn new(groups: u64, channels: u64) -> Self {
        let seed = seed();
        println!("KILL_SEED={seed}");
        let (telegram, discord) = (Arc::new(Telegram::start().await), Discord::start().await);
        let mut program = Program::new(GAME.quiz_seconds);
        if groups > 0 {
            program = program.on_telegram(telegram.url(), TELEGRAM_TOKEN);
        }
        if channels > 0 {
            program = program.on_discord(&discord.url(), DISCORD_TOKEN);
        }
        let dice = |n: u64| loaded_dice(seed + 1 + n);
        let group = |n| Group::new(telegram.clone(), -1_000_000_000_001 - n as i64, GAME, dice(n));
        let channel = |n| Channel::new(discord.clone(), CHANNEL + n, GAME, dice(100 + n));
        let (groups, channels) = ((0..groups).map(group).collect(), (0..channels).map(channel).collect());
        Self { seed, program, telegram, discord, groups, channels }
    }

    /// Plays to the end while this goes on, and waits until nothing is on its way any more.
    async fn play(
        &mut self,
        storm: impl AsyncFnOnce(&mut Program, Servers, &mut StdRng) -> Vec<Instant>,
    ) -> Vec<Instant> {
        let mut moments = Vec::new();
        moments.extend(ON_TELEGRAM.iter().filter(|_| !self.groups.is_empty()));
        moments.extend(ON_DISCORD.iter().filter(|_| !self.channels.is_empty()));
        let servers = Servers { telegram: self.telegram.clone(), discord: self.discord.clone(), moments };
        let groups: Vec<_> = self.groups.drain(..).map(|group| tokio::spawn(group.play())).collect();
        let channels: Vec<_> = self.channels.drain(..).map(|channel| tokio::spawn(channel.play())).collect();
        let mut dice = loaded_dice(self.seed);
        self.program.start();
        let (groups, channels, storms) =
            tokio::join!(join_all(groups), join_all(channels), storm(&mut self.program, servers, &mut dice));
        self.groups = groups.into_iter().map(|group| played(group, &self.program)).collect();
        self.channels = channels.into_iter().map(|channel| played(channel, &self.program)).collect();
        books::settled(&self.program, || self.telegram.look(|state| state.updates.is_empty())).await;
        storms
    }

    /// Holds everything against everything.
    async fn check(&mut self, storms: &[Instant]) {
        let (mut ledger, mut twins) = (Ledger::default(), 0);
        for group in &self.groups {
            ledger.extend(group.ledger());
            twins += group.check(&self.program, storms).await;
        }
        for channel in &self.channels {
            ledger.extend(&channel.ledger());
            channel.check(&self.program, storms).await;
        }
        let answers = ledger.said.values().map(Vec::len).sum::<usize>();
        let unsure = books::check(&self.program, &mut ledger).await;
        let typed =
            ledger.rounds.values().filter(|number| small_bank::kind(**number) == small_bank::Kind::Text).count();
        println!(
            "{answers} answers in {} rounds ({typed} typed), {unsure} never confirmed, {twins} twins on Telegram",
            ledger.rounds.len()
        );
        assert!(twins <= storms.len(), "twins are rare: {twins}");
        assert!(answers > 20 && unsure * 10 < answers, "too few answers are sure: {unsure} of {answers}");
        for group in &self.groups {
            group.check_top(&ledger).await;
        }
        if self.channels.is_empty() {
            return;
        }
        self.discord.until("connected", Discord::is_connected).await;
        for channel in &self.channels {
            channel.check_top(&ledger).await;
        }
    }
}

/// A game that was played to its end, or else what the program had to say.
fn played<T>(game: Result<T, tokio::task::JoinError>, program: &Program) -> T {
    game.unwrap_or_else(|error| panic!("{error}\n{}", program.last_words()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_on_telegram() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut field = Field::new(6, 0).await;
    let kills = field.play(storm).await;
    field.check(&kills).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_on_discord() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut field = Field::new(0, 6).await;
    let kills = field.play(storm).await;
    field.check(&kills).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_on_both() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut field = Field::new(2, 2).await;
    let kills = field.play(storm).await;
    field.check(&kills).await;
}

/// Asks it to end while it is busy, and starts it again.
async fn farewells(program: &mut Program, _: Servers, dice: &mut StdRng) -> Vec<Instant> {
    let mut ends = Vec::new();
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(dice.random_range(1_500..3_000))).await;
        ends.push(Instant::now());
        let (status, took) = program.ask_to_end().await;
        assert_eq!(status.code(), Some(0), "{}", program.last_words());
        assert!(took < Duration::from_secs(5), "it took {took:?} to end:\n{}", program.last_words());
        program.start();
    }
    ends
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_ends_soon_and_loses_nothing() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut field = Field::new(2, 2).await;
    let ends = field.play(farewells).await;
    field.check(&ends).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_one_on_the_same_database_is_refused() {
    let telegram = Telegram::start().await;
    let mut program = Program::new(5).on_telegram(telegram.url(), TELEGRAM_TOKEN);
    program.start();
    telegram.wait_for("the first poll", |state| state.calls_of("getUpdates").next().map(|_| ())).await;
    let second = program.command().output().expect("it starts");
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(said.contains("another quizbot runs on") && said.contains("quiz.db"), "{said}");
    let polls = telegram.look(|state| state.calls_of("getMe").count());
    assert_eq!(polls, 1, "the second one never spoke to Telegram");
    let (status, _) = program.ask_to_end().await;
    assert_eq!(status.code(), Some(0), "the first one is not harmed");
}

/// Nothing that is logged holds a token: not at the noisiest, with every library's own lines, and with everything that
/// can go wrong.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_token_is_ever_printed() {
    let (telegram, discord) = (Telegram::start().await, Discord::start().await);
    let noisy = "trace,serenity=trace,tracing=trace,sqlx=trace,hyper=trace,hyper_util=trace,h2=trace,rustls=trace,\
                 reqwest=trace,tungstenite=trace,tokio_tungstenite=trace";
    let mut program = Program::new(5)
        .on_telegram(telegram.url(), TELEGRAM_TOKEN)
        .on_discord(&discord.url(), DISCORD_TOKEN)
        .with("QUIZBOT_LOG", noisy);
    stumble(&telegram, &discord);
    program.start();
    telegram.open_chat(-1_000_000_000_001);
    telegram.say(-1_000_000_000_001, &telegram_server::user(1, "ada"), "/quiz", None);
    telegram.wait_for_text(-1_000_000_000_001, "Number ").await;
    discord.until("connected", Discord::is_connected).await;
    discord.break_connections();
    discord.until("connected again", |discord| discord.is_connected() && discord.sessions_begun().1 > 0).await;
    let asked = discord.command(&discord_server::Person::new(11, "ada"), CHANNEL, "top", &[]);
    discord.until("an answer", |discord| !discord.answers(asked).is_empty()).await;
    let (status, _) = program.ask_to_end().await;
    assert_eq!(status.code(), Some(0));
    refused_tokens(&mut program, &telegram, &discord).await;
    let log = program.log();
    assert!(log.contains("TRACE") && log.contains("hyper"), "the libraries' own lines are there");
    assert!(log.contains("refused the token"), "and the end of both platforms");
    for secret in [TELEGRAM_TOKEN, &TELEGRAM_TOKEN[2..], DISCORD_TOKEN, "s3cret-Part"] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "a token in the log");
    }
}

/// Every kind of failure, once or twice.
fn stumble(telegram: &Telegram, discord: &Discord) {
    use discord_server::Fault as Discords;
    use telegram_server::Fault as Telegrams;
    let refusal = || Telegrams::Refuse(400, "Bad Request: something new".to_owned());
    telegram.fail("getMe", Telegrams::DropBefore, 1);
    for fault in [Telegrams::DropAfter, Telegrams::Refuse(401, "Unauthorized".to_owned())] {
        telegram.fail("getUpdates", fault, 1);
    }
    telegram.fail("sendMessage", Telegrams::DropBefore, 1);
    telegram.fail("setMyCommands", refusal(), 1);
    telegram.fail("getWebhookInfo", Telegrams::Raw("no JSON".to_owned()), 1);
    discord.fail("GET", "/gateway/bot", Discords::BreakBefore);
    discord.fail("GET", "/users/@me", Discord::refusal(500, 0));
    discord.fail("PUT", "/commands", Discords::BreakAfter);
    discord.fail("POST", "/callback", Discords::BreakBefore);
}

/// Both platforms take the token no more: the program gives up.
async fn refused_tokens(program: &mut Program, telegram: &Telegram, discord: &Discord) {
    discord.change_token("another");
    telegram.fail("getMe", telegram_server::Fault::Refuse(401, "Unauthorized".to_owned()), 9);
    program.start();
    let status = program.ended().await;
    assert_eq!(status.code(), Some(1), "{}", program.last_words());
}
