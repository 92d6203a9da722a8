//! The database held against the ledger.

use std::{collections::BTreeMap, time::Duration};

use sqlx::{Row, SqliteConnection};
use tokio::time::Instant;

use crate::{ledger::Ledger, program::Program};

/// How long the backlog may take to be worked off after the last restart.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until nothing is on its way any more: no round is open, nothing waits to be sent.
pub async fn settled(program: &Program, nothing_queued: impl Fn() -> bool) {
    let mut database = program.database().await;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let open: (i64, i64, i64) = sqlx::query_as(
            "select (select count(*) from rounds where state in ('asked', 'open')),
                 (select count(*) from series where state <> 'ended'),
                 (select count(*) from outbox where state in ('waiting', 'sending'))",
        )
        .fetch_one(&mut database)
        .await
        .expect("counts");
        if open == (0, 0, 0) && nothing_queued() {
            return;
        }
        assert!(
            Instant::now() < deadline,
            "rounds, series and parcels that are still open: {open:?}; queue empty: {}\n{:#?}\n{}",
            nothing_queued(),
            parcels(&mut database).await,
            program.last_words()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What is still to be sent, for whoever looks for the reason.
async fn parcels(database: &mut SqliteConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select o.kind || ' ' || o.state || ' in ' || c.address || ': try ' || o.tries || ', not before ' ||
             (o.not_before_ms - o.created_at_ms) || ' ms after it was written, ' || o.last_error || ' ' || o.card
         from outbox o join chats c on c.id = o.chat_id where o.state in ('waiting', 'sending')",
    )
    .fetch_all(database)
    .await
    .expect("parcels")
}

/// An answer as the database has it.
#[derive(Debug)]
struct Kept {
    said: String,
    picks: Option<String>,
    points: i64,
}

/// Every answer is there once, worth what it is worth; and the boards are their sums. Unsure ones that are not there are
/// struck from the ledger. Gives how many were unsure.
pub async fn check(program: &Program, ledger: &mut Ledger) -> usize {
    let mut database = program.database().await;
    let (mut kept, mut scores) = (answers(&mut database).await, scores(&mut database).await);
    let mut unsure = 0;
    for (key, tries) in &mut ledger.said {
        let found = kept.remove(key).unwrap_or_default();
        unsure += tries.iter().filter(|said| !said.sure).count();
        if found.is_empty() && tries.iter().all(|said| !said.sure) {
            tries.clear();
            continue;
        }
        assert_eq!(found.len(), tries.len(), "lost, or counted twice: {tries:?} as {found:?}");
        for (at, (said, one)) in tries.iter().zip(&found).enumerate() {
            let (picks, words) = said.reply.written();
            assert_eq!(one.picks, picks, "another answer: {said:?}");
            assert!(words.is_none_or(|words| words == one.said), "another answer: {said:?}, {one:?}");
            assert_eq!(one.points, said.points(at), "wrong points: {said:?}");
        }
        let points: i64 = found.iter().map(|one| one.points).sum();
        assert_eq!(scores.remove(key), Some(points), "the score of {tries:?}");
    }
    assert!(kept.is_empty() && scores.is_empty(), "answers that nobody gave: {kept:?} {scores:?}");
    for space in ledger.spaces() {
        assert_eq!(standings(&mut database, &space).await, ledger.board(&space), "the board of {space}");
    }
    let (open, errors): (i64, i64) =
        sqlx::query_as("select (select count(*) from rounds where state <> 'closed'), (select count(*) from errors)")
            .fetch_one(&mut database)
            .await
            .expect("counts");
    assert_eq!((open, errors), (0, 0), "rounds that never closed, turns that failed:\n{}", program.last_words());
    unsure
}

async fn answers(database: &mut SqliteConnection) -> BTreeMap<(i64, String), Vec<Kept>> {
    let rows = sqlx::query(
        "select a.round_id, c.address, a.said, a.picks, j.points from answers a
         join accounts c on c.id = a.account_id join judgements j on j.answer_id = a.id order by a.attempt",
    )
    .fetch_all(database)
    .await
    .expect("answers");
    let mut kept: BTreeMap<(i64, String), Vec<Kept>> = BTreeMap::new();
    for row in rows {
        let one = Kept { said: row.get(2), picks: row.get(3), points: row.get(4) };
        kept.entry((row.get(0), row.get(1))).or_default().push(one);
    }
    kept
}

async fn scores(database: &mut SqliteConnection) -> BTreeMap<(i64, String), i64> {
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(
        "select s.round_id, c.address, s.points from scores s join accounts c on c.player_id = s.player_id",
    )
    .fetch_all(database)
    .await
    .expect("scores");
    rows.into_iter().map(|(round, account, points)| ((round, account), points)).collect()
}

async fn standings(database: &mut SqliteConnection, space: &str) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select c.address, t.points from standings t join spaces p on p.group_id = t.group_id
         join accounts c on c.player_id = t.player_id where t.period = 'all' and p.address = $1",
    )
    .bind(space)
    .fetch_all(database)
    .await
    .expect("standings");
    rows.into_iter().collect()
}

/// The `/top` message says the same: every row is rank, name, points.
pub fn check_top(text: &str, board: &BTreeMap<String, i64>, name: impl Fn(&str) -> String) {
    let mut expected: Vec<(i64, String)> = board.iter().map(|(account, points)| (*points, name(account))).collect();
    expected.sort_by_key(|(points, _)| -points);
    let rank = |points: i64| 1 + expected.iter().filter(|(other, _)| *other > points).count();
    let mut wanted: Vec<String> =
        expected.iter().map(|(points, name)| format!("{}. {name} {points}", rank(*points))).collect();
    let mut rows: Vec<String> =
        text.replace(['*', '\\'], "").lines().filter(|line| line.contains(". ")).map(str::to_owned).collect();
    let points: Vec<i64> = rows.iter().filter_map(|row| row.rsplit(' ').next()?.parse().ok()).collect();
    assert!(points.is_sorted_by(|a, b| a >= b), "the best come first: {text}");
    wanted.sort();
    rows.sort();
    assert_eq!(rows, wanted, "{text}");
}

/// What the bot believes to have said in a chat: the platform's message ids, with the kind of post and its round.
pub async fn messages(program: &Program, platform: &str, address: &str) -> BTreeMap<String, (i64, String, i64)> {
    let rows: Vec<(String, i64, String, Option<i64>)> = sqlx::query_as(
        "select m.message, m.post_id, p.kind, p.round_id from messages m join posts p on p.id = m.post_id
         where m.platform = $1 and m.address = $2",
    )
    .bind(platform)
    .bind(address)
    .fetch_all(&mut program.database().await)
    .await
    .expect("messages");
    rows.into_iter().map(|(message, post, kind, round)| (message, (post, kind, round.unwrap_or(0)))).collect()
}
