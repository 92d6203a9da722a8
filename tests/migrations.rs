//! Every migration step, run over a base that has rows in every table; a database of a newer program is refused.

use std::{borrow::Cow, path::Path};

use quizbot::store::{self, Store};
use sqlx::{
    AssertSqlSafe, Connection, Row, SqliteConnection,
    migrate::{Migration, Migrator},
    sqlite::SqliteConnectOptions,
};

static STEPS: Migrator = sqlx::migrate!();

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("quizbot.db").display())
}

async fn connect(folder: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join("quizbot.db")).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.expect("a connection")
}

async fn tables(database: &mut SqliteConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_sqlx%' escape '\\'
         order by name",
    )
    .fetch_all(database)
    .await
    .expect("the tables")
}

async fn rows(database: &mut SqliteConnection, table: &str) -> i64 {
    let count = AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(count).fetch_one(database).await.expect("a count")
}

/// Runs the steps up to this one as an older program would have, then fills in that step's data file.
async fn base_of(step: &Migration, folder: &Path) -> SqliteConnection {
    let mut database = connect(folder).await;
    let steps: Vec<Migration> = STEPS.iter().filter(|other| other.version <= step.version).cloned().collect();
    let older = Migrator { migrations: Cow::Owned(steps), ..Migrator::DEFAULT };
    older.run_direct(None, &mut database, false).await.expect("the older steps");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/migrations/{:04}.sql", step.version));
    let data = std::fs::read_to_string(&data).unwrap_or_else(|error| panic!("{}: {error}", data.display()));
    sqlx::raw_sql(AssertSqlSafe(data)).execute(&mut database).await.expect("the data file");
    database
}

#[tokio::test]
async fn every_step_is_run_over_a_base_with_rows_in_every_table() {
    for step in STEPS.iter() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut database = base_of(step, folder.path()).await;
        let mut before = Vec::new();
        for table in tables(&mut database).await {
            let count = rows(&mut database, &table).await;
            assert!(count > 0, "step {}: its data file has no row for {table}", step.version);
            before.push((table, count));
        }
        database.close().await.expect("closed");

        for _ in 0..2 {
            Store::open(&url(folder.path())).await.expect("brought up to date").close().await;
        }
        let mut database = connect(folder.path()).await;
        for (table, count) in before {
            assert_eq!(rows(&mut database, &table).await, count, "step {}: {table} lost rows", step.version);
        }
        let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut database).await.expect("a check");
        assert!(broken.is_empty(), "step {}: {} rows refer to nothing", step.version, broken.len());
        let sound = sqlx::query("pragma integrity_check").fetch_one(&mut database).await.expect("a check");
        assert_eq!(sound.get::<String, _>(0), "ok");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    Store::open(&url(folder.path())).await.expect("a database").close().await;
    let mut database = connect(folder.path()).await;
    sqlx::query("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', 1, x'00', 0)")
        .execute(&mut database)
        .await
        .expect("a step of the future");
    database.close().await.expect("closed");
    let error = Store::open(&url(folder.path())).await.expect_err("refused");
    let text = format!("{error:#}");
    assert!(text.contains("newer quizbot") && text.contains("9999"), "{text}");
}

#[tokio::test]
async fn a_database_is_held_by_one_process_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = url(folder.path());
    let held = store::hold(&url).expect("the first holds it");
    let text = format!("{:#}", store::hold(&url).expect_err("the second does not"));
    assert!(text.contains("another quizbot"), "{text}");
    drop(held);
    store::hold(&url).expect("free again");
}

#[tokio::test]
async fn what_is_no_database_is_said_to_be_none() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("quizbot.db"),
        "this is no database, but long enough to look like one".repeat(40),
    )
    .expect("a file");
    let text = format!("{:#}", Store::open(&url(folder.path())).await.expect_err("refused"));
    assert!(text.contains("can't"), "{text}");
    let text = format!("{:#}", Store::open("sqlite:///nowhere/at/all.db").await.expect_err("refused"));
    assert!(text.contains("/nowhere/at/all.db"), "{text}");
}
