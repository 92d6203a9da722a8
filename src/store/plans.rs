//! Plans, their slots, and what a tick finds due.

use std::collections::HashMap;

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::{Store, Writing};
use crate::quiz::{GroupId, Platform, RoundId, schedule::Plan};

// Looked at every second, every minute and at every session: they start from the open rounds, which are few, and never
// from the posts, which are all that there ever were. A cross join keeps its order.
const DUE_ROUNDS: &str = "select distinct r.id, r.closes_at_ms, c.platform
     from rounds r cross join posts p join chats c on c.id = p.chat_id
     where r.state = 'open' and r.closes_at_ms <= $1 and p.round_id = r.id and p.kind = 'question'
     order by r.closes_at_ms, r.id";
const OPEN_DAILIES: &str = "select distinct r.group_id, c.platform
     from rounds r cross join posts p join chats c on c.id = p.chat_id
     where r.state in ('asked', 'open') and r.state = 'open' and r.mode = 'daily' and p.round_id = r.id and p.kind = 'question'";
const OPEN_CHATS: &str = "select c.address, c.thread, c.last_seen, min(r.asked_at_ms)
     from rounds r cross join posts p join chats c on c.id = p.chat_id
     where r.state in ('asked', 'open') and p.round_id = r.id and p.kind = 'question' and p.state <> 'lost'
         and c.platform = $1
     group by c.id";

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
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(DUE_ROUNDS).bind(now_ms).fetch_all(self.readers()).await?;
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
        let rows: Vec<(i64, String)> = sqlx::query_as(OPEN_DAILIES).fetch_all(self.readers()).await?;
        let mut platforms: HashMap<GroupId, Vec<Platform>> = HashMap::new();
        for (group, platform) in rows {
            platforms.entry(GroupId(group)).or_default().push(Platform::new(&platform));
        }
        Ok(platforms)
    }

    /// The chats of a platform with questions that may be answered, each with the newest message that was handled there
    /// and the time (milliseconds UTC) at which the oldest of them was asked: replies between may have been missed. What
    /// the bot posted is no mark: it may write while it hears nothing. Nor need it know that it has: people see a
    /// question whose sending was not written down any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_chats(&self, platform: &Platform) -> sqlx::Result<Vec<(String, String, String, i64)>> {
        sqlx::query_as(OPEN_CHATS).bind(platform.as_str()).fetch_all(self.readers()).await
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;

    use super::*;

    #[tokio::test]
    async fn what_is_looked_at_often_starts_from_the_open_rounds() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.expect("a database");
        for query in [DUE_ROUNDS, OPEN_DAILIES, OPEN_CHATS] {
            let explain = sqlx::AssertSqlSafe(format!("explain query plan {query}"));
            let rows = sqlx::query(explain).fetch_all(store.readers()).await.expect("a plan");
            let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            let small = ["INDEX rounds_due", "INDEX rounds_alive"];
            assert!(plan.iter().any(|step| small.iter().any(|index| step.contains(index))), "{plan:#?}");
            assert!(plan.iter().any(|step| step.starts_with("SEARCH p USING INDEX posts_of_round")), "{plan:#?}");
        }
    }
}
