//! The log: its table of the configuration, how it is started, and what it never shows.

use std::{
    io::{self, IsTerminal, Write},
    sync::Arc,
};

use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use super::{
    Config,
    source::{Source, quoted},
};

/// Crates that tell more than anybody wants to read; a filter that names one of them wins.
const NOISY: &str = "serenity=warn,tracing=warn,sqlx=warn,hyper=warn,hyper_util=warn,h2=warn,rustls=warn,reqwest=warn,\
                     tungstenite=warn,tokio_tungstenite=warn,rustyline=warn";

/// The filter where none is given.
const DEFAULT_FILTER: &str = "info";

/// What stands in place of a token.
const HIDDEN: &str = "[token]";

/// The shortest part of a token that is hidden by itself: shorter ones would hide ordinary words.
const SECRET_LENGTH: usize = 8;

/// `[log]`: what goes to stderr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// tracing's filter syntax: `info`, `info,quizbot=debug`.
    pub filter: String,
    /// How a line looks.
    pub format: Format,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Log {
    pub(super) fn from_source(source: &mut Source) -> Self {
        Self { filter: filter(source), format: format(source) }
    }

    /// The filter, for a terminal that is being chatted in: only warnings, unless another filter was asked for.
    pub fn quieter(mut self) -> Self {
        if self.filter == DEFAULT_FILTER {
            "warn".clone_into(&mut self.filter);
        }
        self
    }

    /// Starts the log on stderr. Of these secrets it shows none.
    ///
    /// # Errors
    /// When the filter can't be read, or a log runs already.
    pub fn start(&self, secrets: Secrets) -> anyhow::Result<()> {
        let filter = EnvFilter::try_new(format!("{NOISY},{}", self.filter))?;
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(io::stderr().is_terminal())
            // A closed stderr must not bring the program down.
            .log_internal_errors(false)
            .with_writer(secrets);
        let started = match self.format {
            Format::Text => log.try_init(),
            Format::Json => log.json().try_init(),
        };
        started.map_err(|error| anyhow::anyhow!("can't start the log: {error}"))
    }
}

fn filter(source: &mut Source) -> String {
    let Some(given) = source.text("log", "filter") else { return DEFAULT_FILTER.to_owned() };
    match EnvFilter::try_new(&given.value) {
        Ok(_) => given.value,
        Err(error) => {
            let found = quoted(&given.value);
            source.refuse(
                &given.place,
                format!("`log.filter` is {found}; expected a filter such as `info` or `info,quizbot=debug` ({error})"),
            );
            DEFAULT_FILTER.to_owned()
        }
    }
}

fn format(source: &mut Source) -> Format {
    let Some(given) = source.text("log", "format") else { return Format::Text };
    match given.value.as_str() {
        "text" => Format::Text,
        "json" => Format::Json,
        other => {
            source.refuse(&given.place, format!("`log.format` is {}; expected `text` or `json`", quoted(other)));
            Format::Text
        }
    }
}

/// The tokens of a configuration, for hiding them in whatever is printed.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<[SecretString]>);

impl Secrets {
    /// Every token of this configuration, and the part behind its colon, which is what a percent-encoded address keeps.
    pub fn of(config: &Config) -> Self {
        let tokens = [&config.telegram.token, &config.discord.token];
        let parts = |token: &SecretString| {
            let whole = token.expose_secret();
            let tail = whole.split_once(':').map(|(_, tail)| tail).filter(|tail| tail.len() >= SECRET_LENGTH);
            [Some(whole), tail].into_iter().flatten().map(SecretString::from).collect::<Vec<_>>()
        };
        Self(tokens.into_iter().flatten().flat_map(parts).collect())
    }

    /// The text without any token: errors of HTTP clients hold addresses, and Telegram's hold the token.
    pub fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose_secret(), HIDDEN))
    }
}

/// Writes to stderr without secrets. The log hands over a whole line at a time.
#[derive(Debug)]
pub struct Hiding(Secrets);

impl Write for Hiding {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let clean = self.0.hide(&String::from_utf8_lossy(bytes));
        io::stderr().lock().write_all(clean.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

impl<'a> MakeWriter<'a> for Secrets {
    type Writer = Hiding;

    fn make_writer(&'a self) -> Hiding {
        Hiding(self.clone())
    }
}
