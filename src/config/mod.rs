//! The configuration: one struct per table, read from a file and from the environment.

pub mod log;
mod source;
mod token;

use std::{
    ffi::OsString,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use chrono_tz::{TZ_VARIANTS, Tz};
use secrecy::SecretString;

use crate::quiz::Language;
use log::Log;
use source::{Source, nearest};
use token::Form;

/// The file that is read when none is named, if it is there.
pub const DEFAULT_FILE: &str = "config.toml";

/// How large a configuration file may be, bytes: more is certainly another file.
const FILE_BYTES: u64 = 1 << 20;

/// Everything that can be configured. `Debug` shows no token.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where everything is kept.
    pub database: Database,
    /// The question files.
    pub bank: Bank,
    /// Telegram.
    pub telegram: Account,
    /// Discord.
    pub discord: Account,
    /// What a new group starts with.
    pub defaults: Defaults,
    /// Questions on demand.
    pub quiz: Quiz,
    /// Daily questions.
    pub daily: Daily,
    /// The log.
    pub log: Log,
}

/// `[database]`: where everything is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// `sqlite://PATH`; the file is created where missing.
    pub url: String,
}

/// `[bank]`: the question files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// A folder of question files; None is the bank built into the program.
    pub dir: Option<PathBuf>,
}

/// `[telegram]` and `[discord]`: the bot's account on a platform.
#[derive(Clone, Debug)]
pub struct Account {
    /// From `token`, or from the file that `token_file` names. None: the platform is off.
    pub token: Option<SecretString>,
    /// Another server in place of the official one, without a slash at its end.
    pub api_url: Option<String>,
}

/// `[defaults]`: what a new group starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// Its language.
    pub language: Language,
    /// Its time zone.
    pub time_zone: Tz,
}

/// `[quiz]`: questions on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiz {
    /// How long a question stays open in a group, 5 to 3600 seconds; one that wants an explanation stays three times as
    /// long, and at least 3 minutes.
    pub seconds: i64,
}

/// `[daily]`: daily questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daily {
    /// How late a daily question is still posted after a downtime, 0 to 23 hours.
    pub catch_up_hours: i64,
}

/// Something about the configuration that is wrong, or probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `config.toml:3:11`, or the name of an environment variable.
    pub place: String,
    /// Whether the program can't start with it; a warning otherwise.
    pub refuses: bool,
    /// The key, what was found and what was expected.
    pub text: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let weight = if self.refuses { "error" } else { "warning" };
        write!(f, "{}: {weight}: {}", self.place, self.text)
    }
}

/// A configuration as it was read. With a problem that refuses, the key at fault has its default.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What was read.
    pub config: Config,
    /// What is wrong with it, in the order of the file.
    pub problems: Vec<Problem>,
    /// Every key that there is: `quiz.seconds`.
    pub keys: Vec<String>,
}

impl Reading {
    /// Reads the named file, or else `config.toml` if it is there, and lays the variables over it.
    ///
    /// # Errors
    /// When the named file is missing, or a file can't be read. Problems inside it are in the reading.
    pub fn load(
        named: Option<&Path>,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> anyhow::Result<Self> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        match text_of(path) {
            Ok(text) => Ok(Self::of(Some((&path.display().to_string(), &text)), variables)),
            Err(error) if named.is_none() && is_missing(&error) => Ok(Self::of(None, variables)),
            Err(error) => Err(error.context(format!("can't read the configuration {}", path.display()))),
        }
    }

    /// Reads a file's name and text, and lays the variables over it.
    pub fn of(file: Option<(&str, &str)>, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut source = Source::new(file, variables);
        let config = Config::from_source(&mut source);
        let (problems, keys) = source.finish();
        Self { config, problems, keys }
    }

    /// The configuration and its warnings.
    ///
    /// # Errors
    /// Every problem that refuses, one a line.
    pub fn accept(self) -> anyhow::Result<(Config, Vec<Problem>)> {
        let (errors, warnings): (Vec<_>, Vec<_>) = self.problems.into_iter().partition(|problem| problem.refuses);
        if errors.is_empty() {
            return Ok((self.config, warnings));
        }
        let lines = errors.iter().map(|problem| format!("  {}: {}", problem.place, problem.text)).collect::<Vec<_>>();
        bail!("the configuration can't be used:\n{}", lines.join("\n"))
    }
}

impl Config {
    fn from_source(source: &mut Source) -> Self {
        Self {
            database: Database { url: database_url(source) },
            bank: Bank { dir: source.text("bank", "dir").map(|dir| PathBuf::from(dir.value)) },
            telegram: account(source, "telegram", Form::Telegram),
            discord: account(source, "discord", Form::Discord),
            defaults: Defaults { language: language(source), time_zone: time_zone(source) },
            quiz: Quiz { seconds: source.whole("quiz", "seconds", 5..=3600, 60) },
            daily: Daily { catch_up_hours: source.whole("daily", "catch_up_hours", 0..=23, 6) },
            log: Log::from_source(source),
        }
    }
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    let about = fs::metadata(path)?;
    if about.is_file() && about.len() > FILE_BYTES {
        bail!("it has {} bytes; a configuration has at most {FILE_BYTES}", about.len());
    }
    String::from_utf8(fs::read(path)?).context("it is not UTF-8 text")
}

fn is_missing(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::NotFound)
}

fn database_url(source: &mut Source) -> String {
    const DEFAULT: &str = "sqlite://quizbot.db";
    match source.text("database", "url") {
        Some(url) if url.value.starts_with("sqlite:") => url.value,
        Some(url) => {
            // Not shown: an address of another kind of database may hold a password.
            source.refuse(&url.place, "`database.url` is not an SQLite address; expected `sqlite://PATH`");
            DEFAULT.to_owned()
        }
        None => DEFAULT.to_owned(),
    }
}

fn account(source: &mut Source, table: &'static str, form: Form) -> Account {
    let api_url = api_url(source, table);
    Account { token: token::read(source, table, form, api_url.is_some()), api_url }
}

fn api_url(source: &mut Source, table: &'static str) -> Option<String> {
    let url = source.text(table, "api_url")?;
    let host = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    if host.is_some_and(|host| !host.is_empty() && host.chars().all(|c| c.is_ascii_graphic())) {
        return Some(url.value.trim_end_matches('/').to_owned());
    }
    // Not shown: it may hold a password, or be a token in the wrong place.
    source.refuse(&url.place, format!("`{table}.api_url` is not an address; expected `https://HOST` or `http://HOST`"));
    None
}

fn language(source: &mut Source) -> Language {
    let Some(code) = source.text("defaults", "language") else { return Language::default() };
    Language::from_code(&code.value).unwrap_or_else(|| {
        let codes = Language::ALL.map(|language| format!("`{}`", language.code())).join(" or ");
        source.refuse(&code.place, format!("`defaults.language` is {}; expected {codes}", source::quoted(&code.value)));
        Language::default()
    })
}

fn time_zone(source: &mut Source) -> Tz {
    let Some(name) = source.text("defaults", "time_zone") else { return Tz::UTC };
    let known = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(&name.value));
    known.copied().unwrap_or_else(|| {
        let hint = nearest(&name.value, TZ_VARIANTS.iter().map(|zone| zone.name()));
        let hint = hint.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
        source.refuse(
            &name.place,
            format!(
                "`defaults.time_zone` is {}; expected an IANA name such as `Europe/Berlin`{hint}",
                source::quoted(&name.value)
            ),
        );
        Tz::UTC
    })
}
