//! Answers as they were judged, hints, drafts, streaks: what a player did before.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{Writing, json};
use crate::quiz::{AccountId, GroupId, PlayerId, RoundId, score::Streak};

/// An answer and the judgement of it that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// By which account.
    pub account: AccountId,
    /// The how-manieth of that account in that round.
    pub attempt: i64,
    /// As typed, or the letters pressed.
    pub said: String,
    /// The places picked; None where it was typed.
    pub picks: Option<Vec<usize>>,
    /// The verdict's word.
    pub verdict: String,
    /// 0 to 1.
    pub credit: f64,
    /// With the bonus.
    pub points: i64,
    /// The streak's part.
    pub bonus: i64,
}

/// A player in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Seat {
    /// The round.
    pub round: RoundId,
    /// The player.
    pub player: PlayerId,
}

type PastRow = (i64, i64, i64, i64, String, Option<String>, String, f64, i64, i64);

/// What these players answered in these rounds, oldest first.
pub async fn history(tx: &mut Writing, seats: &[Seat]) -> sqlx::Result<HashMap<Seat, Vec<Past>>> {
    let rows: Vec<PastRow> =
        sqlx::query_as(include_str!("answers_history.sql")).bind(json(&seats)).fetch_all(&mut **tx).await?;
    let mut history: HashMap<Seat, Vec<Past>> = HashMap::new();
    for (round, player, account, attempt, said, picks, verdict, credit, points, bonus) in rows {
        let picks = picks.and_then(|picks| serde_json::from_str(&picks).ok());
        let past = Past { account: AccountId(account), attempt, said, picks, verdict, credit, points, bonus };
        history.entry(Seat { round: RoundId(round), player: PlayerId(player) }).or_default().push(past);
    }
    Ok(history)
}

/// Which of these players took the hint.
pub async fn hinted(tx: &mut Writing, seats: &[Seat]) -> sqlx::Result<HashSet<Seat>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select h.round_id, h.player_id from json_each($1) wanted
         join hints h on h.round_id = wanted.value ->> 'round' and h.player_id = wanted.value ->> 'player'",
    )
    .bind(json(&seats))
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|(round, player)| Seat { round: RoundId(round), player: PlayerId(player) }).collect())
}

/// An account's picks in a round that are not final yet.
pub async fn drafts(
    tx: &mut Writing,
    wanted: &[(RoundId, AccountId)],
) -> sqlx::Result<HashMap<(RoundId, AccountId), Vec<usize>>> {
    let rows: Vec<(i64, i64, String)> = sqlx::query_as(
        "select d.round_id, d.account_id, d.picks from json_each($1) wanted
         join drafts d on d.round_id = wanted.value ->> 0 and d.account_id = wanted.value ->> 1",
    )
    .bind(json(&wanted))
    .fetch_all(&mut **tx)
    .await?;
    let draft = |(round, account, picks): (i64, i64, String)| {
        ((RoundId(round), AccountId(account)), serde_json::from_str(&picks).unwrap_or_default())
    };
    Ok(rows.into_iter().map(draft).collect())
}

/// The streaks of these players in these groups.
pub async fn streaks(
    tx: &mut Writing,
    wanted: &[(GroupId, PlayerId)],
) -> sqlx::Result<HashMap<(GroupId, PlayerId), Streak>> {
    let rows: Vec<(i64, i64, i64, i64, i64)> = sqlx::query_as(
        "select s.group_id, s.player_id, s.last_number, s.length, s.best from json_each($1) wanted
         join streaks s on s.group_id = wanted.value ->> 0 and s.player_id = wanted.value ->> 1",
    )
    .bind(json(&wanted))
    .fetch_all(&mut **tx)
    .await?;
    let streak =
        |(group, player, last, length, best)| ((GroupId(group), PlayerId(player)), Streak { last, length, best });
    Ok(rows.into_iter().map(streak).collect())
}

/// How a round went, over all who have a score in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Wholly right.
    pub right: u32,
    /// Partly right.
    pub partial: u32,
    /// How often each place was picked.
    pub picks: HashMap<usize, u32>,
    /// Who got points, first come first: name and points.
    pub first: Vec<(String, i64)>,
    /// Whether any answer, also one that cost no try, got less than full marks.
    pub short: bool,
}

/// Counts a round. `named` limits how many are named.
pub async fn tally(tx: &mut Writing, round: RoundId, named: usize) -> sqlx::Result<Tally> {
    let mut tally = Tally::default();
    let rows: Vec<(String, Option<String>, i64)> = sqlx::query_as(
        "select s.verdict, a.picks, count(*) from scores s join answers a on a.id = s.answer_id
         where s.round_id = $1 group by s.verdict, a.picks",
    )
    .bind(round.0)
    .fetch_all(&mut **tx)
    .await?;
    for (verdict, picks, count) in rows {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        match verdict.as_str() {
            "right" => tally.right += count,
            "partial" => tally.partial += count,
            _ => {}
        }
        for place in picks.and_then(|picks| serde_json::from_str::<Vec<usize>>(&picks).ok()).unwrap_or_default() {
            *tally.picks.entry(place).or_default() += count;
        }
    }
    tally.short = sqlx::query_scalar(
        "select exists (select 1 from answers a join judgements j on j.answer_id = a.id
             and j.seq = (select max(seq) from judgements where answer_id = a.id)
         where a.round_id = $1 and j.credit < 1)",
    )
    .bind(round.0)
    .fetch_one(&mut **tx)
    .await?;
    tally.first = sqlx::query_as(
        "select n.name, s.points from scores s join answers a on a.id = s.answer_id join accounts n on n.id = a.account_id
         where s.round_id = $1 and s.points > 0 order by s.answer_id limit $2",
    )
    .bind(round.0)
    .bind(named as i64)
    .fetch_all(&mut **tx)
    .await?;
    Ok(tally)
}

/// What was said in the answers that count, oldest first, at most this many.
pub async fn said(tx: &mut Writing, round: RoundId, most: usize) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "select a.said from scores s join answers a on a.id = s.answer_id
         where s.round_id = $1 order by s.answer_id limit $2",
    )
    .bind(round.0)
    .bind(most as i64)
    .fetch_all(&mut **tx)
    .await
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;

    use crate::store::Store;

    #[tokio::test]
    async fn a_press_in_a_crowded_round_reads_its_own_answers_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.expect("a database");
        let query = include_str!("answers_history.sql");
        let explain = sqlx::AssertSqlSafe(format!("explain query plan {query}"));
        let rows = sqlx::query(explain).fetch_all(store.readers()).await.expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        assert!(plan.iter().any(|step| step.contains("(round_id=? AND account_id=?)")), "{plan:#?}");
    }
}
