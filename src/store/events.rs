//! Which events were handled already, and which failed.

use std::collections::HashSet;

use super::{Writing, json};

/// Remembers keys and tells which of them are new. The keys must be unique among themselves.
pub async fn remember(tx: &mut Writing, keys: &[&str], now_ms: i64) -> sqlx::Result<HashSet<String>> {
    let new: Vec<String> = sqlx::query_scalar(
        "insert into seen (key, at_ms) select value, $2 from json_each($1) where true
         on conflict (key) do nothing returning key",
    )
    .bind(json(&keys))
    .bind(now_ms)
    .fetch_all(&mut **tx)
    .await?;
    Ok(new.into_iter().collect())
}

/// Keeps an event whose turn failed, to be looked at.
pub async fn record_failure(tx: &mut Writing, key: &str, event: &str, error: &str, now_ms: i64) -> sqlx::Result<()> {
    sqlx::query("insert into errors (key, event, error, at_ms) values ($1, $2, $3, $4)")
        .bind(key)
        .bind(event)
        .bind(error)
        .bind(now_ms)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets keys that were remembered before this time.
pub async fn forget(tx: &mut Writing, before_ms: i64) -> sqlx::Result<u64> {
    let done = sqlx::query("delete from seen where at_ms < $1").bind(before_ms).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// The highest ids that were ever given, table by table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sequences {
    /// Of `players`.
    pub players: i64,
    /// Of `accounts`.
    pub accounts: i64,
    /// Of `answers`.
    pub answers: i64,
    /// Of `series`.
    pub series: i64,
}

/// Reads them: whoever writes may then give the next ids itself, as nobody else writes meanwhile.
pub async fn sequences(tx: &mut Writing) -> sqlx::Result<Sequences> {
    let rows: Vec<(String, i64)> = sqlx::query_as("select name, seq from sqlite_sequence").fetch_all(&mut **tx).await?;
    let mut sequences = Sequences::default();
    for (name, seq) in rows {
        match name.as_str() {
            "players" => sequences.players = seq,
            "accounts" => sequences.accounts = seq,
            "answers" => sequences.answers = seq,
            "series" => sequences.series = seq,
            _ => {}
        }
    }
    Ok(sequences)
}
