//! The program: reads arguments, builds the house, waits for a signal.

use std::{
    fmt::Display,
    future::Future,
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, anyhow, bail};
use clap::{Parser, Subcommand};
use quizbot::{
    bank::{self, Bank},
    chat::{
        ChatAdapter,
        console::{self, Console, Ends},
    },
    clock::{self, Clock},
    config::{Config, Reading, log::Secrets},
    courier::Courier,
    engine::{
        Engine, Inbox, Settings,
        commands::COMMANDS,
        event::{Briefing, Platform, TopicName},
    },
    quiz::schedule,
    store::{self, Store},
};
use tokio::{
    runtime::Runtime,
    sync::Notify,
    task::{JoinError, JoinHandle, JoinSet},
    time,
};
use tokio_util::sync::CancellationToken;

/// How long each part of the house may take to end; then it is left behind, and the database keeps its promises.
const FAREWELL: Duration = Duration::from_secs(3);

/// A quiz bot for study groups: Discord, Telegram, and this terminal.
#[derive(Parser)]
#[command(name = "quizbot", version)]
struct Arguments {
    /// The configuration file; `config.toml` is read if it is there
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Runs every platform that has a token; with none, the terminal chat (the default)
    Run,
    /// The whole bot in this terminal: no token, no account
    Play,
    /// Checks the configuration and the question files; prints every problem
    Check {
        /// Question files or folders, in place of the configured ones
        paths: Vec<PathBuf>,
        /// Warnings count as errors
        #[arg(long)]
        strict: bool,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = Reading::load(arguments.config.as_deref(), std::env::vars_os()).and_then(|reading| {
        match arguments.command.unwrap_or(Command::Run) {
            Command::Run => start(reading, false).map(|()| true),
            Command::Play => start(reading, true).map(|()| true),
            Command::Check { paths, strict } => check(&reading, &paths, strict),
        }
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            note(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Says something on stderr; a closed one must not bring the program down.
fn note(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints every problem; whether all is well.
fn check(reading: &Reading, paths: &[PathBuf], strict: bool) -> anyhow::Result<bool> {
    let (questions, problems) = check_bank(&reading.config, paths)?;
    let errors = reading.problems.iter().filter(|problem| problem.refuses).count()
        + problems.iter().filter(|problem| problem.refuses).count();
    let warnings = reading.problems.len() + problems.len() - errors;
    let sum = [counted(questions, "question"), counted(errors, "error"), counted(warnings, "warning")].join(", ");
    let lines = reading.problems.iter().map(ToString::to_string).chain(problems.iter().map(line)).chain([sum]);
    for line in lines {
        if writeln!(io::stdout(), "{line}").is_err() {
            break;
        }
    }
    Ok(errors == 0 && !(strict && warnings > 0))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn check_bank(config: &Config, _paths: &[PathBuf]) -> anyhow::Result<(usize, Vec<bank::Problem>)> {
    let (bank, problems) = read_bank(config)?;
    Ok((bank.entries().len(), problems))
}

fn line(problem: &bank::Problem) -> String {
    let bank::Problem { file, line, column, refuses, text } = problem;
    let weight = if *refuses { "error" } else { "warning" };
    format!("{file}:{line}:{column}: {weight}: {text}")
}

fn read_bank(config: &Config) -> anyhow::Result<(Bank, Vec<bank::Problem>)> {
    match &config.bank.dir {
        Some(dir) => Bank::from_dir(dir).with_context(|| format!("can't read the bank {}", dir.display())),
        None => Ok(Bank::built_in()),
    }
}

/// Runs the bot until a signal, or until nothing is left to run.
fn start(reading: Reading, play: bool) -> anyhow::Result<()> {
    let (config, warnings) = reading.accept()?;
    let play = play || !has_token(&config);
    let secrets = Secrets::of(&config);
    let log = if play { config.log.clone().quieter() } else { config.log.clone() };
    log.start(secrets.clone())?;
    for problem in warnings {
        tracing::warn!("{}: {}", problem.place, problem.text);
    }
    let runtime = Runtime::new().context("can't start the runtime")?;
    let outcome = runtime.block_on(live(&config, play));
    runtime.shutdown_timeout(FAREWELL);
    outcome.map_err(|error| anyhow!(secrets.hide(&format!("{error:#}"))))
}

fn has_token(config: &Config) -> bool {
    let any = config.telegram.token.is_some() || config.discord.token.is_some();
    if !any {
        note("quizbot: no QUIZBOT_TELEGRAM_TOKEN and no QUIZBOT_DISCORD_TOKEN: this is the terminal chat");
    }
    any
}

async fn live(config: &Config, play: bool) -> anyhow::Result<()> {
    let url = &config.database.url;
    let _hold = store::hold(url)?;
    let store = Store::open(url).await?;
    let outcome = inhabit(config, play, &store).await;
    if time::timeout(FAREWELL, store.close()).await.is_err() {
        tracing::warn!("the database was still busy at the end");
    }
    outcome
}

/// Builds the house over this database and lives in it.
async fn inhabit(config: &Config, play: bool, store: &Store) -> anyhow::Result<()> {
    let clock = Clock::System;
    let (bank, problems) = read_bank(config)?;
    for problem in &problems {
        tracing::warn!("{}", line(problem));
    }
    let adapters = if play { vec![terminal(&clock, store)?] } else { platforms(config, &briefing(&bank), &clock)? };
    tracing::info!(questions = bank.entries().len(), "quizbot {} starts", env!("CARGO_PKG_VERSION"));
    let (inbox, items) = Inbox::new();
    let news = Arc::new(Notify::new());
    let engine =
        Engine::new(store.clone(), Arc::new(bank), clock.clone(), clock::dice(), settings(config), news.clone());
    let courier = Courier::new(store.clone(), adapters.clone(), inbox.clone(), clock, news);
    let stops = Stops::default();
    let courier_stop = stops.courier.clone();
    let rooms = Rooms {
        engine: tokio::spawn(engine.run(items, inbox.clone(), stops.engine.clone())),
        courier: tokio::spawn(async move { courier.run(courier_stop).await }),
        listeners: listen(adapters, &inbox, &stops.listeners),
        stops,
    };
    rooms.live().await
}

fn settings(config: &Config) -> Settings {
    Settings {
        language: config.defaults.language,
        zone: config.defaults.time_zone,
        quiz_seconds: config.quiz.seconds,
        catch_up_hours: config.daily.catch_up_hours,
    }
}

fn briefing(bank: &Bank) -> Briefing {
    let name = |topic: &bank::Topic, language| topic.name.get(language).to_owned();
    let topics = bank.topics().iter().map(|topic| TopicName {
        slug: topic.slug.clone(),
        en: name(topic, quizbot::quiz::Language::En),
        zh: name(topic, quizbot::quiz::Language::Zh),
    });
    Briefing { commands: COMMANDS, topics: topics.collect(), zones: schedule::matching_zones }
}

/// Every platform that has a token: one line each.
fn platforms(config: &Config, briefing: &Briefing, clock: &Clock) -> anyhow::Result<Vec<Arc<dyn ChatAdapter>>> {
    let adapters: Vec<Arc<dyn ChatAdapter>> = Vec::new();
    // if let Some(token) = config.telegram.token.clone() {
    //     adapters.push(Arc::new(Telegram::new(token, config.telegram.api_url.clone(), briefing.clone(), clock.clone())?));
    // }
    // if let Some(token) = config.discord.token.clone() {
    //     adapters.push(Arc::new(Discord::new(token, config.discord.api_url.clone(), briefing.clone(), clock.clone())?));
    // }
    let _ = (config, briefing, clock);
    Ok(adapters)
}

fn terminal(clock: &Clock, store: &Store) -> anyhow::Result<Arc<dyn ChatAdapter>> {
    let by_hand = io::stdin().is_terminal() && io::stdout().is_terminal();
    let ends = if by_hand { Ends::terminal()? } else { Ends::pipe()? };
    let (store, time) = (store.clone(), clock.clone());
    let pending: console::Pending = Box::new(move || {
        let (store, now_ms) = (store.clone(), time.now_ms());
        // A database that fails ends the engine; nothing is waited for then.
        Box::pin(async move { store.owes(&Platform::new(console::PLATFORM), now_ms).await.unwrap_or(false) })
    });
    Ok(Arc::new(Console::new(clock.clone(), ends, pending)))
}

fn listen(adapters: Vec<Arc<dyn ChatAdapter>>, inbox: &Inbox, stop: &CancellationToken) -> JoinSet<Listened> {
    let mut listeners = JoinSet::new();
    for adapter in adapters {
        let (inbox, stop) = (inbox.clone(), stop.clone());
        listeners.spawn(async move { (adapter.platform(), adapter.listen(inbox, stop).await) });
    }
    listeners
}

/// How a platform's listening ended.
type Listened = (Platform, anyhow::Result<()>);

/// What runs, and how it is stopped.
struct Rooms {
    engine: JoinHandle<anyhow::Result<()>>,
    courier: JoinHandle<()>,
    listeners: JoinSet<Listened>,
    stops: Stops,
}

/// One for each part, since they end one after the other: what a listener holds still goes through the engine, and so
/// does what the courier learns.
#[derive(Default)]
struct Stops {
    listeners: CancellationToken,
    courier: CancellationToken,
    engine: CancellationToken,
}

impl Rooms {
    async fn live(mut self) -> anyhow::Result<()> {
        let outcome = tokio::select! {
            outcome = ended(&mut self.listeners) => outcome,
            outcome = signal() => outcome,
            outcome = &mut self.engine => return failed("engine", outcome),
            outcome = &mut self.courier => failed("courier", outcome.map(Ok)),
        };
        self.stops.listeners.cancel();
        within(ended(&mut self.listeners), "platforms").await;
        self.stops.courier.cancel();
        if !self.courier.is_finished() {
            within(self.courier, "courier").await;
        }
        self.stops.engine.cancel();
        match within(self.engine, "engine").await {
            Some(Ok(Err(error))) => outcome.and(Err(error)),
            _ => outcome,
        }
    }
}

/// Waits until no platform listens any more; an error when every one of them failed.
async fn ended(listeners: &mut JoinSet<Listened>) -> anyhow::Result<()> {
    let mut well = listeners.is_empty();
    while let Some(joined) = listeners.join_next().await {
        match joined {
            Ok((_, Ok(()))) => well = true,
            Ok((platform, Err(error))) => tracing::error!("{platform} is off: {error:#}"),
            Err(error) => tracing::error!("a platform is off: {error}"),
        }
    }
    if well { Ok(()) } else { bail!("no platform is left; see the log above") }
}

/// A part that should run on has ended.
fn failed(part: &str, outcome: Result<anyhow::Result<()>, JoinError>) -> anyhow::Result<()> {
    match outcome {
        Ok(Ok(())) => bail!("the {part} has ended"),
        Ok(Err(error)) => Err(error.context(format!("the {part} has failed"))),
        Err(error) => Err(anyhow!(error).context(format!("the {part} has failed"))),
    }
}

async fn within<T>(work: impl Future<Output = T>, what: &str) -> Option<T> {
    let ended = time::timeout(FAREWELL, work).await.ok();
    if ended.is_none() {
        tracing::warn!("the {what} did not end within {} s", FAREWELL.as_secs());
    }
    ended
}

/// Waits for Ctrl-C or SIGTERM.
async fn signal() -> anyhow::Result<()> {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            outcome = interrupt => outcome?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await?;
    tracing::info!("asked to stop");
    Ok(())
}
