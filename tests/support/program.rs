//! The real program as a process of its own: started, killed, asked to end; everything that it logs is kept.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::{
    fs::File,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::small_bank;

/// How long the program may take to end.
const PATIENCE: Duration = Duration::from_secs(15);

/// The program, its folder and its variables. Dropped, it is killed.
pub struct Program {
    folder: TempDir,
    variables: Vec<(String, String)>,
    child: Option<Child>,
}

impl Program {
    /// Not started yet: on a database and a small bank of its own; a question of `/quiz` stays open so many seconds.
    pub fn new(quiz_seconds: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (built, own) = (env!("CARGO_BIN_EXE_quizbot"), folder.path().join("quizbot"));
        // All its lives are of one build, whatever is built meanwhile.
        std::fs::hard_link(built, &own)
            .or_else(|_| std::fs::copy(built, &own).map(drop))
            .expect("the program is built");
        small_bank::write(&folder.path().join("bank"));
        let bank = folder.path().join("bank").display().to_string();
        let program = Self { folder, variables: Vec::new(), child: None };
        let database = program.database_url();
        program
            .with("QUIZBOT_DATABASE_URL", &database)
            .with("QUIZBOT_BANK_DIR", &bank)
            .with("QUIZBOT_QUIZ_SECONDS", &quiz_seconds.to_string())
    }

    /// With this variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With Telegram at this address.
    pub fn on_telegram(self, url: &str, token: &str) -> Self {
        self.with("QUIZBOT_TELEGRAM_API_URL", url).with("QUIZBOT_TELEGRAM_TOKEN", token)
    }

    /// With Discord at this address.
    pub fn on_discord(self, url: &str, token: &str) -> Self {
        self.with("QUIZBOT_DISCORD_API_URL", url).with("QUIZBOT_DISCORD_TOKEN", token)
    }

    /// The command, with everything but where its output goes.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.folder.path().join("quizbot"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("QUIZBOT_")) {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value))).current_dir(self.folder.path());
        command
    }

    /// Starts it, at once.
    pub fn start(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let log = File::options().create(true).append(true).open(self.log_path()).expect("a log");
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.child = Some(command.spawn().expect("the program starts"));
    }

    /// Ends it where it stands, as a power cut does.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        let ended = child.try_wait().expect("its state is known");
        assert_eq!(ended, None, "it ended by itself:\n{}", self.last_words());
        child.kill().expect("SIGKILL");
        child.wait().expect("it is gone");
    }

    /// Asks it to end, as systemd does; how it ended, and how long that took.
    pub async fn ask_to_end(&mut self) -> (ExitStatus, Duration) {
        let child = self.child.as_mut().expect("it runs");
        let asked = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill is there");
        assert!(sent.success(), "SIGTERM");
        let status = self.ended().await;
        (status, asked.elapsed())
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let since = Instant::now();
        loop {
            if let Some(status) = child.try_wait().expect("its state is known") {
                return status;
            }
            if since.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("it did not end within {PATIENCE:?}:\n{}", self.last_words());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Everything that it logged, over all its lives.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.log_path()).unwrap_or_default()).into_owned()
    }

    /// The end of the log.
    pub fn last_words(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// Where its database is.
    pub fn database_url(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("quiz.db").display())
    }

    /// A look into its database, which the program does not notice.
    pub async fn database(&self) -> SqliteConnection {
        let path = self.folder.path().join("quiz.db");
        let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
        SqliteConnection::connect_with(&options).await.expect("the database")
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("stderr.log")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
