//! Plans, their slots, and what a tick finds due.

use std::collections::HashMap;

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::{Store, Writing};
use crate::quiz::{GroupId, Platform, RoundId, schedule::Plan};

fn plan(time: &str, zone: &str, since_ms: i64) -> Option<Plan> {
    let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
    Some(Plan { time, zone: zone.parse::<Tz>().ok()?, since_ms })
}

/// A group's plan.
pub async fn get(tx: &mut Writing, group: GroupId) -> sqlx::Result<Option<Plan>> {
    let row: Option<(String, String, i64)> = sqlx::query_as(
        "select p.time, g.time_zone, p.since_ms from plans p join groups g on g.id = p.group_id where p.group_id = $1",
    )
    .bind(group.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.and_then(|(time, zone, since_ms)| plan(&time, &zone, since_ms)))
}

/// Whether a slot was dealt with.
pub async fn has_slot(tx: &mut Writing, group: GroupId, slot: &str) -> sqlx::Result<bool> {
    let found: Option<i64> = sqlx::query_scalar("select 1 from slots where group_id = $1 and slot = $2")
        .bind(group.0)
        .bind(slot)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.is_some())
}

/// A plan as a tick sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Whose.
    pub group: GroupId,
    /// When.
    pub plan: Plan,
    /// The newest slot that was dealt with; empty before the first.
    pub newest_slot: String,
}

/// A round that is open although its time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The round.
    pub round: RoundId,
    /// Since when.
    pub closes_at_ms: i64,
    /// Where it was asked.
    pub platforms: Vec<Platform>,
}

impl Store {
    /// Every plan. Read once a minute.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plans(&self) -> sqlx::Result<Vec<Planned>> {
        let rows: Vec<(i64, String, String, i64, String)> = sqlx::query_as(
            "select p.group_id, p.time, g.time_zone, p.since_ms,
                 coalesce((select max(s.slot) from slots s where s.group_id = p.group_id), '')
             from plans p join groups g on g.id = p.group_id order by p.group_id",
        )
        .fetch_all(self.readers())
        .await?;
        let planned = |(group, time, zone, since_ms, newest_slot): (i64, String, String, i64, String)| {
            Some(Planned { group: GroupId(group), plan: plan(&time, &zone, since_ms)?, newest_slot })
        };
        Ok(rows.into_iter().filter_map(planned).collect())
    }

    /// The rounds whose time has come.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_rounds(&self, now_ms: i64) -> sqlx::Result<Vec<Due>> {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(
            "select distinct r.id, r.closes_at_ms, c.platform from rounds r
             join posts p on p.round_id = r.id and p.kind = 'question' join chats c on c.id = p.chat_id
             where r.state = 'open' and r.closes_at_ms <= $1 order by r.closes_at_ms, r.id",
        )
        .bind(now_ms)
        .fetch_all(self.readers())
        .await?;
        let mut due: Vec<Due> = Vec::new();
        for (round, closes_at_ms, platform) in rows {
            let platform = Platform::new(&platform);
            match due.last_mut().filter(|due| due.round.0 == round) {
                Some(due) => due.platforms.push(platform),
                None => due.push(Due { round: RoundId(round), closes_at_ms, platforms: vec![platform] }),
            }
        }
        Ok(due)
    }

    /// The platforms on which a group has a daily open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platforms_of_open_dailies(&self) -> sqlx::Result<HashMap<GroupId, Vec<Platform>>> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "select distinct r.group_id, c.platform from rounds r
             join posts p on p.round_id = r.id and p.kind = 'question' join chats c on c.id = p.chat_id
             where r.state = 'open' and r.mode = 'daily'",
        )
        .fetch_all(self.readers())
        .await?;
        let mut platforms: HashMap<GroupId, Vec<Platform>> = HashMap::new();
        for (group, platform) in rows {
            platforms.entry(GroupId(group)).or_default().push(Platform::new(&platform));
        }
        Ok(platforms)
    }

    /// The chats of a platform with open questions, each with the message after which replies may have been missed: the
    /// newest that was handled there, or the oldest open question, before which nothing can be a reply to one. What the
    /// bot posted later is no mark: it may write while it hears nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_chats(&self, platform: &Platform) -> sqlx::Result<Vec<(String, String, String)>> {
        sqlx::query_as(
            "select c.address, c.thread, cast(max(cast(c.last_seen as bigint), min(cast(m.message as bigint))) as text)
             from rounds r join posts p on p.round_id = r.id and p.kind = 'question' and p.state = 'sent'
             join messages m on m.post_id = p.id join chats c on c.id = p.chat_id
             where r.state = 'open' and c.platform = $1 group by c.id",
        )
        .bind(platform.as_str())
        .fetch_all(self.readers())
        .await
    }
}
