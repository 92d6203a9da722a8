//! What must hold in the database after every transcript: whatever is stored twice is the same both times.

use std::collections::BTreeMap;

use quizbot::{
    quiz::{
        schedule::Period,
        score::{self, Streak},
    },
    store::Store,
};
use sqlx::{FromRow, sqlite::SqliteRow};

use super::world::World;

/// The judgement that counts of every answer that was no prompt; which of a player's answers counts is a rule of the
/// quiz.
const JUDGED: &str = "select a.round_id, n.player_id, a.id, j.seq, j.verdict, j.points, j.at_ms from answers a
    join accounts n on n.id = a.account_id
    join judgements j on j.answer_id = a.id and j.seq = (select max(seq) from judgements where answer_id = a.id)
    where j.verdict <> 'close' order by a.round_id, n.player_id, a.id";

/// What must be empty.
const NEVER: [(&str, &str); 9] = [
    ("nothing is under way", "select count(*) from outbox where state = 'sending'"),
    ("rows refer to rows", "select count(*) from pragma_foreign_key_check"),
    ("a void daily has no number", "select count(*) from rounds where state = 'void' and daily_number is not null"),
    (
        "an open round has a chat that holds it",
        "select count(*) from rounds r where state in ('asked', 'open') and not exists
         (select 1 from posts p where p.round_id = r.id and p.kind = 'question' and p.state <> 'lost')",
    ),
    (
        "a running series has an open round",
        "select count(*) from series s where state <> 'ended' and not exists
         (select 1 from rounds r where r.series_id = s.id and r.state in ('asked', 'open'))",
    ),
    (
        "a void round has no scores",
        "select count(*) from scores s join rounds r on r.id = s.round_id where r.state = 'void'",
    ),
    (
        "a series never repeats itself",
        "select count(*) from (select 1 from rounds where series_id is not null and state <> 'void'
         group by series_id, question having count(*) > 1)",
    ),
    (
        "a closed round says when",
        "select count(*) from rounds where state in ('closed', 'void') and closed_at_ms is null",
    ),
    (
        "one daily is open in a group",
        "select count(*) from (select 1 from rounds where mode = 'daily' and state in ('asked', 'open')
         group by group_id having count(*) > 1)",
    ),
];

async fn rows<R>(store: &Store, select: &str) -> Vec<R>
where
    R: Send + Unpin + for<'r> FromRow<'r, SqliteRow>,
{
    let select = sqlx::AssertSqlSafe(select.to_owned());
    sqlx::query_as(select).fetch_all(store.readers()).await.expect("the database can be read")
}

/// Checks it all.
pub(crate) async fn check(name: &str, world: &mut World) {
    let store = world.store().await;
    for (what, select) in NEVER {
        let found: Vec<(i64,)> = rows(&store, select).await;
        assert_eq!(found, [(0,)], "{name}: {what}");
    }
    let failed: Vec<(String, String)> = rows(&store, "select event, error from errors").await;
    assert!(failed.is_empty(), "{name}: turns failed: {failed:?}");
    scores(name, &store).await;
    counts(name, &store).await;
    standings(name, &store).await;
    point_counts(name, &store).await;
    streaks(name, &store).await;
    closed(name, world, &store).await;
}

async fn scores(name: &str, store: &Store) {
    type Row = (i64, i64, i64, i64, String, i64, i64);
    let kept: Vec<Row> = rows(
        store,
        "select round_id, player_id, answer_id, seq, verdict, points, at_ms from scores order by round_id, player_id",
    )
    .await;
    let judged: Vec<Row> = rows(store, JUDGED).await;
    let players = judged.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let counting = |answers: &[Row]| {
        let points: Vec<i64> = answers.iter().map(|answer| answer.5).collect();
        answers[score::counting(&points).expect("there is one")].clone()
    };
    let rebuilt: Vec<Row> = players.map(counting).collect();
    assert_eq!(kept, rebuilt, "{name}: scores, kept and rebuilt");
}

async fn counts(name: &str, store: &Store) {
    let wrong: Vec<(i64, i64)> = rows(
        store,
        "select id, answered from rounds r where answered <> (select count(*) from scores where round_id = r.id)",
    )
    .await;
    assert_eq!(wrong, [], "{name}: how many answered");
}

/// Points by group, period and player, and when they were reached: with the newest score that won some.
async fn standings(name: &str, store: &Store) {
    type Row = (i64, String, i64, i64, i64);
    let scores: Vec<(i64, String, i64, i64, i64)> = rows(
        store,
        "select r.group_id, r.day, s.player_id, s.points, s.at_ms from scores s join rounds r on r.id = s.round_id
         order by s.at_ms",
    )
    .await;
    let mut rebuilt: BTreeMap<(i64, String, i64), (i64, i64)> = BTreeMap::new();
    for (group, day, player, points, at_ms) in scores {
        for period in Period::ALL {
            let key = period.key(day.parse().expect("a day"));
            let standing = rebuilt.entry((group, key, player)).or_insert((0, at_ms));
            standing.0 += points;
            if points > 0 {
                standing.1 = at_ms;
            }
        }
    }
    let kept: Vec<Row> = rows(
        store,
        "select group_id, period, player_id, points, reached_at_ms from standings order by group_id, period, player_id",
    )
    .await;
    // an answer without points may have come more than once: when nothing was reached matters to nobody
    let reached = |points: i64, at_ms: i64| if points > 0 { at_ms } else { 0 };
    let kept: Vec<Row> = kept.into_iter().map(|(g, p, n, points, at)| (g, p, n, points, reached(points, at))).collect();
    let rebuilt: Vec<Row> =
        rebuilt.into_iter().map(|((g, p, n), (points, at))| (g, p, n, points, reached(points, at))).collect();
    assert_eq!(kept, rebuilt, "{name}: standings, kept and rebuilt");
}

/// How many players have how many points: what ranks are counted by.
async fn point_counts(name: &str, store: &Store) {
    type Row = (i64, String, i64, i64);
    let kept: Vec<Row> = rows(
        store,
        "select group_id, period, points, players from point_counts where players <> 0
         order by group_id, period, points",
    )
    .await;
    let rebuilt: Vec<Row> = rows(
        store,
        "select group_id, period, points, count(*) from standings group by group_id, period, points
         order by group_id, period, points",
    )
    .await;
    assert_eq!(kept, rebuilt, "{name}: counts of points, kept and rebuilt");
}

/// Every daily answered carries the streak on, in their order.
async fn streaks(name: &str, store: &Store) {
    let answered: Vec<(i64, i64, i64)> = rows(
        store,
        "select r.group_id, s.player_id, r.daily_number from scores s join rounds r on r.id = s.round_id
         where r.daily_number is not null order by r.daily_number",
    )
    .await;
    let mut rebuilt: BTreeMap<(i64, i64), Streak> = BTreeMap::new();
    for (group, player, daily) in answered {
        let streak = rebuilt.entry((group, player)).or_default();
        *streak = streak.answer(daily);
    }
    let kept: Vec<(i64, i64, i64, i64, i64)> =
        rows(store, "select group_id, player_id, last_number, length, best from streaks order by group_id, player_id")
            .await;
    let rebuilt: Vec<_> = rebuilt.into_iter().map(|((g, p), s)| (g, p, s.last, s.length, s.best)).collect();
    assert_eq!(kept, rebuilt, "{name}: streaks, kept and rebuilt");
}

/// Where a round is over and everything was sent, no message of its question that is remembered can be
/// answered any more.
async fn closed(name: &str, world: &World, store: &Store) {
    let over: Vec<(i64, String)> = rows(
        store,
        "select r.id, m.message from rounds r join posts p on p.round_id = r.id join messages m on m.post_id = p.id
         where r.state = 'closed' and not exists (select 1 from outbox o where o.post_id = m.post_id
             and o.kind = 'edit' and (o.state = 'waiting' or o.id = (select max(id) from outbox l
                 where l.post_id = m.post_id and l.kind = 'edit') and o.state = 'failed'))",
    )
    .await;
    let stage = world.stage();
    for message in &stage.messages {
        let Some((number, round, open)) = message.question else { continue };
        assert!(!(open && over.contains(&(round.0, message.id.clone()))), "{name}: [{number}] is over and still open");
    }
}
