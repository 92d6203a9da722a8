//! The program: reads arguments, builds the house, waits for a signal.

use std::{
    fmt::Display,
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, anyhow};
use clap::{Parser, Subcommand};
use futures::future::LocalBoxFuture;
use quizbot::{
    bank::{self, Bank},
    chat::{
        ChatAdapter,
        console::{self, Console, Ends},
        discord::{self, Discord},
        telegram::{self, Telegram},
    },
    clock::{self, Clock},
    config::{Config, Reading, log::Secrets},
    engine::{
        Settings,
        commands::COMMANDS,
        event::{Briefing, Language, Platform, TopicName},
    },
    house::House,
    quiz::{Visited, schedule},
    speech::{command, finding::Finding, terminal::greeting},
    store::{self, Store},
    tools::Tool,
};
#[cfg(unix)]
use tokio::signal::unix;
use tokio::{runtime::Runtime, time};

/// How long the database may take to be closed.
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
    #[command(flatten)]
    Tool(Tool),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = Reading::load(arguments.config.as_deref(), std::env::vars_os()).and_then(|reading| {
        match arguments.command.unwrap_or(Command::Run) {
            Command::Run => start(reading, false).map(|()| true),
            Command::Play => start(reading, true).map(|()| true),
            Command::Tool(tool) => tool.run(&reading, Clock::System.now_ms(), examine),
        }
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            note(format_args!("error: {}", told(&error)));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes. Some repeat their own causes already: those are not told twice.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| {
        if told.is_empty() {
            cause
        } else if told.contains(&cause) {
            told
        } else {
            format!("{told}: {cause}")
        }
    })
}

/// Says something on stderr; a closed one must not bring the program down.
fn note(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
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
    outcome.map_err(|error| anyhow!(secrets.hide(&told(&error))))
}

fn has_token(config: &Config) -> bool {
    let any = config.telegram.token.is_some() || config.discord.token.is_some();
    if !any {
        note("quizbot: no QUIZBOT_TELEGRAM_TOKEN or QUIZBOT_DISCORD_TOKEN: the terminal chat");
    }
    any
}

async fn live(config: &Config, play: bool) -> anyhow::Result<()> {
    // From the first moment on: a signal that comes while the database is opened ends the program in order as well.
    let signals = Signals::new()?;
    let url = &config.database.url;
    let _hold = store::hold(url)?;
    let store = Store::open(url).await?;
    let outcome = inhabit(config, play, &store, signals).await;
    if time::timeout(FAREWELL, store.close()).await.is_err() {
        tracing::warn!("the database was still busy at the end");
    }
    outcome
}

/// Builds the house over this database and runs it.
async fn inhabit(config: &Config, play: bool, store: &Store, signals: Signals) -> anyhow::Result<()> {
    let clock = Clock::System;
    let (bank, problems) = Bank::configured(config.bank.dir.as_deref())?;
    for problem in &problems {
        // The others are for whoever writes questions, not for whoever answers them: `check` shows them.
        match problem.refuses {
            true => tracing::warn!("{problem}"),
            false => tracing::info!("{problem}"),
        }
    }
    let adapters = if play {
        vec![terminal(config, &clock, store)?]
    } else {
        platforms(config, &briefing(bank.topics()), &clock)?
    };
    tracing::info!(questions = bank.entries().len(), "quizbot {} starts", env!("CARGO_PKG_VERSION"));
    let house = House { bank: Arc::new(bank), settings: settings(config), adapters, clock, dice: clock::dice() };
    house.live(store, signals.next()).await
}

fn settings(config: &Config) -> Settings {
    Settings {
        language: config.defaults.language,
        zone: config.defaults.time_zone,
        quiz_seconds: config.quiz.seconds,
        catch_up_hours: config.daily.catch_up_hours,
    }
}

fn briefing(topics: &[bank::Topic]) -> Briefing {
    let name = |topic: &bank::Topic, language| topic.name.get(language).to_owned();
    let topics = topics.iter().map(|topic| TopicName {
        slug: topic.slug.clone(),
        en: name(topic, Language::En),
        zh: name(topic, Language::Zh),
    });
    Briefing { commands: COMMANDS, topics: topics.collect(), zones: schedule::matching_zones, called: command::called }
}

/// Every platform that has a token: one line each.
fn platforms(config: &Config, briefing: &Briefing, clock: &Clock) -> anyhow::Result<Vec<Arc<dyn ChatAdapter>>> {
    let mut adapters: Vec<Arc<dyn ChatAdapter>> = Vec::new();
    if let Some(telegram) = telegram(config, briefing, clock) {
        adapters.push(Arc::new(telegram?));
    }
    if let Some(discord) = discord(config, briefing, clock) {
        adapters.push(Arc::new(discord?));
    }
    Ok(adapters)
}

fn telegram(config: &Config, briefing: &Briefing, clock: &Clock) -> Option<anyhow::Result<Telegram>> {
    let (token, api_url) = (config.telegram.token.clone()?, config.telegram.api_url.clone());
    Some(Telegram::new(token, api_url, briefing.clone(), clock.clone()))
}

fn discord(config: &Config, briefing: &Briefing, clock: &Clock) -> Option<anyhow::Result<Discord>> {
    let (token, api_url) = (config.discord.token.clone()?, config.discord.api_url.clone());
    Some(Discord::new(token, api_url, briefing.clone(), clock.clone()))
}

/// Examines every platform, all at once: one line each.
fn examine<'a>(config: &'a Config, known: &'a [Visited]) -> LocalBoxFuture<'a, Vec<Finding>> {
    // No topics: they are offered to whoever types, and nobody does.
    let (briefing, clock) = (briefing(&[]), Clock::System);
    let telegram = telegram::examine(telegram(config, &briefing, &clock), known);
    let discord = discord::examine(discord(config, &briefing, &clock), known);
    Box::pin(async move {
        let (telegram, discord) = tokio::join!(telegram, discord);
        [telegram, discord].concat()
    })
}

fn terminal(config: &Config, clock: &Clock, store: &Store) -> anyhow::Result<Arc<dyn ChatAdapter>> {
    let by_hand = io::stdin().is_terminal() && io::stdout().is_terminal();
    if by_hand {
        note(greeting(config.defaults.language).join("\n"));
    }
    let ends = if by_hand { Ends::terminal()? } else { Ends::pipe()? };
    let (store, time) = (store.clone(), clock.clone());
    let pending: console::Pending = Box::new(move || {
        let (store, now_ms) = (store.clone(), time.now_ms());
        // A database that fails ends the engine; nothing is waited for then.
        Box::pin(async move { store.owes(&Platform::new(console::PLATFORM), now_ms).await.unwrap_or(false) })
    });
    Ok(Arc::new(Console::new(clock.clone(), ends, pending)))
}

/// Ctrl-C and SIGTERM, caught since this was made.
struct Signals {
    #[cfg(unix)]
    interrupt: unix::Signal,
    #[cfg(unix)]
    terminate: unix::Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            interrupt: unix::signal(unix::SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: unix::signal(unix::SignalKind::terminate())?,
        })
    }

    /// Waits for one of them.
    async fn next(self) -> anyhow::Result<()> {
        #[cfg(unix)]
        {
            let Self { mut interrupt, mut terminate } = self;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await?;
        tracing::info!("asked to stop");
        Ok(())
    }
}
