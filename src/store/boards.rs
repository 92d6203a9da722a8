//! Leaderboards and a player's own figures.

use super::Writing;
use crate::quiz::{GroupId, PlayerId};

/// A row of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub player: PlayerId,
    /// As shown.
    pub name: String,
    /// In the period.
    pub points: i64,
}

/// The best of a group in a period: most points first, equal ones by who got there first.
pub async fn top(tx: &mut Writing, group: GroupId, period: &str, most: i64) -> sqlx::Result<Vec<Standing>> {
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(include_str!("boards_top.sql"))
        .bind(group.0)
        .bind(period)
        .bind(most)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|(player, name, points)| Standing { player: PlayerId(player), name, points }).collect())
}

/// A player's points in a period, and how many have more. None before the first answer.
pub async fn place(
    tx: &mut Writing,
    group: GroupId,
    period: &str,
    player: PlayerId,
) -> sqlx::Result<Option<(i64, i64)>> {
    sqlx::query_as(
        "select own.points, coalesce((select cast(sum(c.players) as bigint) from point_counts c
             where c.group_id = $1 and c.period = $2 and c.points > own.points), 0)
         from standings own where own.group_id = $1 and own.period = $2 and own.player_id = $3",
    )
    .bind(group.0)
    .bind(period)
    .bind(player.0)
    .fetch_optional(&mut **tx)
    .await
}

/// How often a player answered, and answered right, topic by topic; the most answered first.
pub async fn accuracy(tx: &mut Writing, group: GroupId, player: PlayerId) -> sqlx::Result<Vec<(String, u32, u32)>> {
    sqlx::query_as(
        "select r.topic, count(*), sum(case when s.verdict = 'right' then 1 else 0 end)
         from scores s join rounds r on r.id = s.round_id
         where s.player_id = $2 and r.group_id = $1 group by r.topic order by count(*) desc, r.topic",
    )
    .bind(group.0)
    .bind(player.0)
    .fetch_all(&mut **tx)
    .await
}
