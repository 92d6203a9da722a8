//! The only SQL. One file per noun; a statement longer than about 8 lines lies in a .sql file beside it.

pub mod aliases;
pub mod answers;
pub mod boards;
pub mod disputes;
pub mod events;
pub mod ledger;
pub mod outbox;
mod owed;
pub mod people;
pub mod places;
pub mod plans;
pub mod posts;
pub mod rejudge;
pub mod rounds;
pub mod writes;

use std::{
    cmp::Ordering,
    fs::{File, TryLockError},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use anyhow::{Context, bail};
use sqlx::{
    SqlitePool,
    migrate::MigrateError,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// How long a statement waits for another process's write, e.g. a backup.
const BUSY: Duration = Duration::from_secs(5);

/// How much of the database a connection keeps in memory, once it has read so much: negative KiB (`pragma cache_size`).
/// SQLite's default of 2 MiB does not hold the indexes that a burst of answers writes to.
const CACHE: &str = "-16384";

/// Reads that may run beside each other and beside the one writer.
const READERS: u32 = 2;

/// What the database says.
pub type Result<T> = sqlx::Result<T>;

/// A transaction that began immediate: nobody else writes until it ends. Rolled back when dropped.
pub type Writing = sqlx::Transaction<'static, sqlx::Sqlite>;

/// The database: one writer, a few readers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// Keeps other processes from running the bot on the same database. Freed when dropped, or when the process dies.
#[derive(Debug)]
pub struct Hold {
    _file: Option<File>,
}

impl Store {
    /// Opens the database at `sqlite://PATH`, creates it where missing, and brings it up to date.
    ///
    /// # Errors
    /// When the file can't be opened or written, or was made by a newer program.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .with_context(|| format!("`{url}` is not a database address; expected `sqlite://PATH`"))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("cache_size", CACHE);
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
        };
        let writer =
            pool(1).connect_with(options.clone()).await.with_context(|| format!("can't open the database `{url}`"))?;
        sqlx::migrate!().run(&writer).await.map_err(|error| explain(error, url))?;
        let readers = pool(READERS).connect_lazy_with(options.read_only(true));
        Ok(Self { writer, readers })
    }

    /// Begins to write. Waits for whoever writes now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self) -> sqlx::Result<Writing> {
        self.writer.begin_with("begin immediate").await
    }

    /// For reads outside any turn.
    pub fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// Closes every connection; the log is folded into the database file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Whether there is a database at this address.
pub fn is_there(url: &str) -> bool {
    SqliteConnectOptions::from_str(url).is_ok_and(|options| options.get_filename().exists())
}

/// Opens a database that is there already to look into it: nothing is written, and nobody has to wait. What is read is
/// of one moment.
///
/// # Errors
/// When there is no database yet, when it can't be read, or when it is of another version of the program.
pub async fn look(url: &str) -> anyhow::Result<Writing> {
    let options = SqliteConnectOptions::from_str(url)
        .with_context(|| format!("`{url}` is not a database address; expected `sqlite://PATH`"))?
        .create_if_missing(false)
        .busy_timeout(BUSY)
        .read_only(true);
    if !is_there(url) {
        bail!("there is no database at `{url}` yet: the bot makes it when it runs");
    }
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
    let mut tx = pool.with_context(|| format!("can't open the database `{url}`"))?.begin().await?;
    let found: Option<i64> =
        sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(&mut *tx).await.unwrap_or_default();
    let newest = sqlx::migrate!().iter().map(|step| step.version).max();
    match found.cmp(&newest) {
        Ordering::Equal => Ok(tx),
        Ordering::Less => {
            bail!("the database `{url}` is of an older quizbot: start the bot once, it brings it up to date")
        }
        Ordering::Greater => bail!("the database `{url}` was made by a newer quizbot: use that version or a newer one"),
    }
}

/// Holds the database for this process, by an OS lock on a file beside it.
///
/// # Errors
/// When another process holds it.
pub fn hold(url: &str) -> anyhow::Result<Hold> {
    let options = SqliteConnectOptions::from_str(url)
        .with_context(|| format!("`{url}` is not a database address; expected `sqlite://PATH`"))?;
    let database = options.get_filename();
    if database.as_os_str().is_empty() || database.to_string_lossy().contains(":memory:") {
        return Ok(Hold { _file: None });
    }
    let mut path = database.as_os_str().to_owned();
    path.push("-lock");
    let path = PathBuf::from(path);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("can't write beside the database: {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Hold { _file: Some(file) }),
        Err(TryLockError::WouldBlock) => bail!(
            "another quizbot runs on {}: stop it first, or give this one a database of its own (database.url)",
            database.display()
        ),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("can't lock {}", path.display())),
    }
}

fn explain(error: MigrateError, url: &str) -> anyhow::Error {
    match error {
        MigrateError::VersionMissing(version) => anyhow::anyhow!(
            "the database `{url}` was made by a newer quizbot (its step {version} is unknown here): \
             install that version or a newer one; nothing was changed"
        ),
        error => anyhow::Error::new(error).context(format!("can't bring the database `{url}` up to date")),
    }
}

/// Rows as one JSON text, for `json_each($1)`: one statement then reads or writes many rows.
fn json<T: serde::Serialize + ?Sized>(rows: &T) -> String {
    serde_json::to_string(rows).expect("rows are plain data")
}

/// Whether the database failed, rather than the code around it.
pub fn is_failure(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.is::<sqlx::Error>())
}

/// SQLite's families of errors that are about a row's own values: too big, against a constraint, of another type.
const ROW_ERRORS: [i64; 3] = [18, 19, 20];

/// Whether the database refused a row, or held one that can't be read: it would do so again.
pub fn is_refusal(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<sqlx::Error>()).any(|cause| match cause {
        sqlx::Error::Database(error) => {
            // The low byte of an extended code is its family.
            let family = error.code().and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff);
            family.is_some_and(|family| ROW_ERRORS.contains(&family))
        }
        sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => true,
        _ => false,
    })
}
