//! The outbox: what is to be sent, what is under way, and what became of it.

mod rows;

use std::ops::RangeInclusive;

use serde::Serialize;
use sqlx::{SqliteConnection, types::Json};

pub use rows::{Claimed, Due, Head, Kind, Outcome, PostState, SentMessage, Settlement, Urgency};

use super::Store;
use crate::quiz::{ChatId, OutboxId, Platform};

/// Rows that are pruned in one commit: some 20 ms of the writer's time.
const PRUNED_AT_ONCE: i64 = 2_000;

/// Characters of an error that are kept: enough to know it by.
const ERROR_CHARS: usize = 200;

#[derive(Serialize)]
struct Fate<'a> {
    id: i64,
    state: &'static str,
    not_before_ms: Option<i64>,
    error: &'a str,
}

/// The heads of a platform's due lanes, of this urgency, the most urgent and then the oldest first, without those of
/// the chats left out. Counts have their own rule, in [`tallies`].
///
/// # Errors
/// When the database fails.
pub async fn heads(
    store: &Store,
    platform: &Platform,
    urgency: RangeInclusive<Urgency>,
    now_ms: i64,
    without: &[ChatId],
    limit: usize,
) -> sqlx::Result<Vec<Head>> {
    let (from, to) = urgency.into_inner();
    sqlx::query_as(include_str!("outbox/heads.sql"))
        .bind(platform.as_str())
        .bind(from as i64)
        .bind(to as i64)
        .bind(now_ms)
        .bind(Json(without))
        .bind(limit as i64)
        .fetch_all(store.readers())
        .await
}

/// The counts of a platform that are due in lanes where nothing else waits, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn tallies(
    store: &Store,
    platform: &Platform,
    now_ms: i64,
    without: &[ChatId],
    limit: usize,
) -> sqlx::Result<Vec<Head>> {
    sqlx::query_as(include_str!("outbox/tallies.sql"))
        .bind(platform.as_str())
        .bind(now_ms)
        .bind(Json(without))
        .bind(limit as i64)
        .fetch_all(store.readers())
        .await
}

/// Takes these rows, in one commit: they are under way from now on. Rows that don't wait any more are passed over.
///
/// # Errors
/// When the database fails: nothing was taken.
pub async fn claim(store: &Store, ids: &[OutboxId], now_ms: i64) -> sqlx::Result<Vec<Claimed>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut writing = store.write().await?;
    let taken: Vec<i64> = sqlx::query_scalar(
        "update outbox
         set state = 'sending', tries = tries + 1, first_tried_at_ms = coalesce(first_tried_at_ms, $2)
         where id in (select value from json_each($1)) and state = 'waiting'
         returning id",
    )
    .bind(Json(ids))
    .bind(now_ms)
    .fetch_all(&mut *writing)
    .await?;
    let claimed = sqlx::query_as(include_str!("outbox/claimed.sql")).bind(Json(taken)).fetch_all(&mut *writing).await?;
    writing.commit().await?;
    Ok(claimed)
}

/// Records what became of claimed rows, in one commit. An edit that would wait again gives way to a newer one of its
/// post. A row that isn't under way any more is left alone.
///
/// # Errors
/// When the database fails: nothing was recorded.
pub async fn settle(store: &Store, settlements: &[Settlement]) -> sqlx::Result<()> {
    if settlements.is_empty() {
        return Ok(());
    }
    let errors: Vec<String> = settlements.iter().map(|settlement| printable(&settlement.error)).collect();
    let fates: Vec<Fate> = settlements.iter().zip(&errors).map(|(settlement, error)| fate(settlement, error)).collect();
    let again: Vec<i64> = fates.iter().filter(|fate| fate.state == "waiting").map(|fate| fate.id).collect();
    let mut writing = store.write().await?;
    drop_superseded(&mut writing, &again).await?;
    sqlx::query(include_str!("outbox/settle.sql")).bind(Json(fates)).execute(&mut *writing).await?;
    writing.commit().await
}

/// Gives back rows that were claimed and never handed to an adapter, as if they had not been claimed. Not for edits.
///
/// # Errors
/// When the database fails.
pub async fn release(store: &Store, ids: &[OutboxId]) -> sqlx::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut writing = store.write().await?;
    sqlx::query(
        "update outbox
         set state = 'waiting', tries = tries - 1,
             first_tried_at_ms = case when tries > 1 then first_tried_at_ms end
         where id in (select value from json_each($1)) and state = 'sending' and kind <> 'edit'",
    )
    .bind(Json(ids))
    .execute(&mut *writing)
    .await?;
    writing.commit().await
}

/// Puts back what was under way when the program ended: nobody knows whether it arrived. The count of tries tells the
/// adapter so. Gives how many rows there were.
///
/// # Errors
/// When the database fails.
pub async fn recover(store: &Store) -> sqlx::Result<usize> {
    let mut writing = store.write().await?;
    let under_way: Vec<i64> = sqlx::query_scalar(
        "select id from outbox where state in ('waiting', 'sending') and state = 'sending' order by id",
    )
    .fetch_all(&mut *writing)
    .await?;
    if under_way.is_empty() {
        return Ok(0);
    }
    drop_superseded(&mut writing, &under_way).await?;
    sqlx::query(
        "update outbox set state = 'waiting' where id in (select value from json_each($1)) and state = 'sending'",
    )
    .bind(Json(&under_way))
    .execute(&mut *writing)
    .await?;
    writing.commit().await?;
    Ok(under_way.len())
}

/// Whether a row's time has come, and when the next one's does.
///
/// # Errors
/// When the database fails.
pub async fn due(store: &Store, platform: &Platform, now_ms: i64) -> sqlx::Result<Due> {
    let (now, next_ms): (bool, Option<i64>) = sqlx::query_as(
        "select
             exists (select 1 from outbox where platform = $1 and state = 'waiting' and not_before_ms <= $2)
                 or exists (
                     select 1 from outbox where platform = $1 and state = 'waiting' and not_before_ms > $2 + 3600000
                 ),
             (
                 select min(not_before_ms) from outbox where platform = $1 and state = 'waiting'
                     and not_before_ms > $2 and not_before_ms <= $2 + 3600000
             )",
    )
    .bind(platform.as_str())
    .bind(now_ms)
    .fetch_one(store.readers())
    .await?;
    Ok(Due { now, next_ms })
}

/// Forgets rows that were settled and were written before this time (milliseconds UTC). Gives how many.
///
/// # Errors
/// When the database fails.
pub async fn prune(store: &Store, before_ms: i64) -> sqlx::Result<u64> {
    let mut pruned = 0;
    loop {
        let mut writing = store.write().await?;
        let done = sqlx::query(include_str!("outbox/prune.sql"))
            .bind(before_ms)
            .bind(PRUNED_AT_ONCE)
            .execute(&mut *writing)
            .await?;
        writing.commit().await?;
        pruned += done.rows_affected();
        if done.rows_affected() < PRUNED_AT_ONCE.unsigned_abs() {
            return Ok(pruned);
        }
    }
}

async fn drop_superseded(writing: &mut SqliteConnection, again: &[i64]) -> sqlx::Result<()> {
    if !again.is_empty() {
        sqlx::query(include_str!("outbox/superseded.sql")).bind(Json(again)).execute(writing).await?;
    }
    Ok(())
}

fn fate<'a>(settlement: &Settlement, error: &'a str) -> Fate<'a> {
    let (state, not_before_ms) = match settlement.outcome {
        Outcome::Waiting { not_before_ms } => ("waiting", Some(not_before_ms)),
        Outcome::Sent => ("sent", None),
        Outcome::Failed => ("failed", None),
    };
    Fate { id: settlement.id.0, state, not_before_ms, error }
}

/// An error as it is kept: json_each cuts text at NUL, and logs are read line by line.
fn printable(error: &str) -> String {
    error.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ERROR_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;
    use tempfile::TempDir;

    use super::*;

    async fn plan(store: &Store, query: &str) -> Vec<String> {
        let explain = sqlx::AssertSqlSafe(format!("explain query plan {query}"));
        let rows = sqlx::query(explain).fetch_all(store.readers()).await.expect("a plan");
        rows.iter().map(|row| row.get::<String, _>("detail")).collect()
    }

    async fn store() -> (Store, TempDir) {
        let folder = TempDir::new().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("quiz.db").display());
        (Store::open(&url).await.expect("a store"), folder)
    }

    /// With ten thousand chats waiting, a look reads as many rows as it takes: they come from an index in their order.
    #[tokio::test]
    async fn looks_read_no_more_than_they_take() {
        let (store, _folder) = store().await;
        let table = [
            (include_str!("outbox/heads.sql"), "(platform=? AND <expr>>? AND <expr><?)"),
            (include_str!("outbox/tallies.sql"), "(platform=? AND <expr>=?)"),
        ];
        for (query, bounds) in table {
            let plan = plan(&store, query).await;
            let search =
                plan.iter().position(|step| step == &format!("SEARCH outbox USING INDEX outbox_urgency {bounds}"));
            let taken = plan.iter().position(|step| step == "SCAN o");
            let sorts = plan.iter().position(|step| step.contains("TEMP B-TREE"));
            assert!(search.is_some() && search < taken, "{plan:#?}");
            assert!(sorts.is_none_or(|sorts| Some(sorts) > taken), "only what was taken is sorted: {plan:#?}");
            assert!(!plan.iter().any(|step| step.starts_with("SCAN outbox")), "{plan:#?}");
        }
    }

    #[tokio::test]
    async fn settlements_find_their_rows_by_id() {
        let (store, _folder) = store().await;
        for query in [include_str!("outbox/settle.sql"), include_str!("outbox/superseded.sql")] {
            let plan = plan(&store, query).await;
            assert!(plan.iter().any(|step| step == "SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)"), "{plan:#?}");
        }
    }

    #[test]
    fn errors_are_kept_short_and_on_one_line() {
        assert_eq!(printable("a\0b\nc"), "a b c");
        assert_eq!(printable(&"é".repeat(5_000)).chars().count(), ERROR_CHARS);
    }
}
