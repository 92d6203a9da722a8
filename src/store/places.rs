//! Spaces, chats and groups: where things happen.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::{Writing, json};
use crate::quiz::{ChatId, ChatRef, GroupId, Language, Place, Platform, SpaceId, SpaceRef, Visited};

/// A chat, its space and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The chat.
    pub chat: ChatId,
    /// Whether the bot may not write there.
    pub asleep: bool,
    /// Its space.
    pub space: SpaceId,
    /// Whether the bot is there.
    pub awake: bool,
    /// Whether the space is one person's.
    pub private: bool,
    /// The space's group.
    pub group: GroupId,
    /// The group's language.
    pub language: Language,
    /// The group's zone.
    pub zone: Tz,
}

type KnownRow = (String, String, String, i64, bool, i64, bool, bool, i64, String, String);

/// The chats that are known among these.
pub async fn find(tx: &mut Writing, chats: &[&ChatRef]) -> sqlx::Result<HashMap<ChatRef, Known>> {
    let rows: Vec<KnownRow> =
        sqlx::query_as(include_str!("places_find.sql")).bind(json(&chats)).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(known).collect())
}

fn known(row: KnownRow) -> (ChatRef, Known) {
    let (platform, chat, thread, id, asleep, space, awake, private, group, language, zone) = row;
    let address = ChatRef { platform: Platform::new(&platform), chat, thread };
    let known = Known {
        chat: ChatId(id),
        asleep,
        space: SpaceId(space),
        awake,
        private,
        group: GroupId(group),
        language: Language::from_code(&language).unwrap_or_default(),
        zone: zone.parse().unwrap_or(Tz::UTC),
    };
    (address, known)
}

/// A space that is known.
pub async fn space(tx: &mut Writing, space: &SpaceRef) -> sqlx::Result<Option<SpaceId>> {
    let id: Option<i64> = sqlx::query_scalar("select id from spaces where platform = $1 and address = $2")
        .bind(space.platform.as_str())
        .bind(&space.id)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(id.map(SpaceId))
}

/// A chat that is seen for the first time.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Its space.
    pub space: &'a SpaceRef,
    /// Its address.
    pub chat: &'a ChatRef,
    /// Whether the space is one person's.
    pub private: bool,
    /// The space's title.
    pub title: &'a str,
    /// The language of its group, should that be new too.
    pub language: Language,
    /// The zone likewise.
    pub zone: Tz,
}

/// Takes a chat in; a space that is new makes a group of its own.
pub async fn introduce(tx: &mut Writing, new: Newcomer<'_>, now_ms: i64) -> sqlx::Result<()> {
    let space = match space(tx, new.space).await? {
        Some(space) => space.0,
        None => found_space(tx, &new, now_ms).await?,
    };
    sqlx::query(
        "insert into chats (space_id, platform, address, thread) values ($1, $2, $3, $4) on conflict do nothing",
    )
    .bind(space)
    .bind(new.chat.platform.as_str())
    .bind(&new.chat.chat)
    .bind(&new.chat.thread)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn found_space(tx: &mut Writing, new: &Newcomer<'_>, now_ms: i64) -> sqlx::Result<i64> {
    let group: i64 =
        sqlx::query_scalar("insert into groups (language, time_zone, created_at_ms) values ($1, $2, $3) returning id")
            .bind(new.language.code())
            .bind(new.zone.name())
            .bind(now_ms)
            .fetch_one(&mut **tx)
            .await?;
    sqlx::query_scalar(
        "insert into spaces (platform, address, group_id, title, private, created_at_ms)
         values ($1, $2, $3, $4, $5, $6) returning id",
    )
    .bind(new.space.platform.as_str())
    .bind(&new.space.id)
    .bind(group)
    .bind(new.title)
    .bind(new.private)
    .bind(now_ms)
    .fetch_one(&mut **tx)
    .await
}

/// Where a group's daily goes: the home chat of each of its spaces where the bot is and may write.
pub async fn homes(tx: &mut Writing, group: GroupId) -> sqlx::Result<Vec<ChatId>> {
    let chats: Vec<i64> = sqlx::query_scalar(
        "select c.id from spaces s join chats c on c.id = s.home_chat_id
         where s.group_id = $1 and s.awake = 1 and c.asleep = 0 order by s.id",
    )
    .bind(group.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(chats.into_iter().map(ChatId).collect())
}

/// A chat by its id: where it lies and whose it is.
pub async fn get(tx: &mut Writing, chat: ChatId) -> sqlx::Result<Option<(ChatRef, Known)>> {
    let row: Option<KnownRow> =
        sqlx::query_as(include_str!("places_get.sql")).bind(chat.0).fetch_optional(&mut **tx).await?;
    Ok(row.map(known))
}

/// Every platform with its chats; at most so many of each are read.
pub async fn visited(tx: &mut Writing, most: usize) -> sqlx::Result<Vec<Visited>> {
    let counts: Vec<(String, i64, i64)> =
        sqlx::query_as(include_str!("places_counts.sql")).fetch_all(&mut **tx).await?;
    let mut visited = Vec::new();
    for (name, awake, asleep) in counts {
        let platform = Platform::new(&name);
        let rows: Vec<(String, String, bool, String)> = sqlx::query_as(include_str!("places_awake.sql"))
            .bind(&name)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(&mut **tx)
            .await?;
        let place = |(space, chat, private, title)| Place {
            space: SpaceRef { platform: platform.clone(), id: space },
            chat: ChatRef { platform: platform.clone(), chat, thread: String::new() },
            private,
            title,
        };
        let chats = rows.into_iter().map(place).collect();
        let count = |count: i64| usize::try_from(count).unwrap_or_default();
        visited.push(Visited { platform, chats, awake: count(awake), asleep: count(asleep) });
    }
    Ok(visited)
}

/// Moves a space to a new address. Where that is known already, the younger space is merged into the older one, with its
/// group: whichever of them is heard of twice, what was set and won in the first stays.
pub async fn move_space(tx: &mut Writing, from: &SpaceRef, to: &SpaceRef) -> sqlx::Result<()> {
    let Some(mut kept) = space(tx, from).await?.filter(|_| from != to) else { return Ok(()) };
    if let Some(other) = space(tx, to).await? {
        let younger = SpaceId(kept.0.max(other.0));
        kept = SpaceId(kept.0.min(other.0));
        merge(tx, kept, younger).await?;
    }
    sqlx::query("update spaces set address = $2, awake = 1 where id = $1")
        .bind(kept.0)
        .bind(&to.id)
        .execute(&mut **tx)
        .await?;
    sqlx::query("update chats set address = $2, asleep = 0 where space_id = $1")
        .bind(kept.0)
        .bind(&to.id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Every step binds the older space as $1 and the younger as $2: what hangs on the younger's chats, rounds and points
/// goes over, its plan and its home too where the older has none, then the younger goes. Its series ends where the older
/// has one in the same place; its streaks end, since they counted other dailies; its slots are dealt with.
const MERGE: [&str; 22] = [
    "update posts set chat_id = t.older from (select n.id as younger, o.id as older from chats n join chats o
         on o.thread = n.thread and o.space_id = $1 where n.space_id = $2) t where posts.chat_id = t.younger",
    "update outbox set chat_id = t.older, lane = replace(lane, 'chat:' || t.younger, 'chat:' || t.older)
         from (select n.id as younger, o.id as older from chats n join chats o
         on o.thread = n.thread and o.space_id = $1 where n.space_id = $2) t where outbox.chat_id = t.younger",
    "update series set state = 'ended' where state <> 'ended' and chat_id in (select n.id from chats n
         join chats o on o.thread = n.thread and o.space_id = $1
         join series r on r.chat_id = o.id and r.state <> 'ended' where n.space_id = $2)",
    "update series set chat_id = t.older from (select n.id as younger, o.id as older from chats n join chats o
         on o.thread = n.thread and o.space_id = $1 where n.space_id = $2) t where series.chat_id = t.younger",
    "update spaces set home_chat_id = coalesce(home_chat_id, (
             select coalesce(o.id, n.id) from spaces s join chats n on n.id = s.home_chat_id
             left join chats o on o.space_id = $1 and o.thread = n.thread where s.id = $2
         )) where id = $1",
    "update spaces set home_chat_id = null where id = $2 and $1 > 0",
    "delete from chats where space_id = $2 and thread in (select thread from chats where space_id = $1)",
    "update chats set space_id = $1 where space_id = $2",
    "insert into plans (group_id, time, since_ms)
         select (select group_id from spaces where id = $1), n.time, n.since_ms
         from plans n where n.group_id = (select group_id from spaces where id = $2)
         on conflict (group_id) do nothing",
    "delete from plans where group_id = (select group_id from spaces where id = $2)
         and group_id <> (select group_id from spaces where id = $1)",
    "insert into standings (group_id, period, player_id, points, reached_at_ms)
         select (select group_id from spaces where id = $1), n.period, n.player_id, n.points, n.reached_at_ms
         from standings n where n.group_id = (select group_id from spaces where id = $2)
         and n.group_id <> (select group_id from spaces where id = $1)
         on conflict (group_id, period, player_id) do update set points = standings.points + excluded.points,
         reached_at_ms = max(standings.reached_at_ms, excluded.reached_at_ms)",
    "delete from point_counts where group_id in (select group_id from spaces where id in ($1, $2))",
    "insert into point_counts (group_id, period, points, players)
         select group_id, period, points, count(*) from standings
         where group_id = (select group_id from spaces where id = $1) and $2 > 0 group by group_id, period, points",
    "update rounds set daily_number = null where group_id = (select group_id from spaces where id = $2)
         and group_id <> (select group_id from spaces where id = $1)",
    "update rounds set group_id = (select group_id from spaces where id = $1)
         where group_id = (select group_id from spaces where id = $2)",
    "delete from standings where group_id = (select group_id from spaces where id = $2)
         and group_id <> (select group_id from spaces where id = $1)",
    "insert into slots (group_id, slot, state, round_id, at_ms)
         select (select group_id from spaces where id = $1), n.slot, n.state, n.round_id, n.at_ms from slots n
         where n.group_id = (select group_id from spaces where id = $2)
         and n.group_id <> (select group_id from spaces where id = $1) on conflict (group_id, slot) do nothing",
    "delete from slots where group_id = (select group_id from spaces where id = $2)
         and group_id <> (select group_id from spaces where id = $1)",
    "insert into aliases (group_id, question, form, said, account_id, decided_by, at_ms)
         select (select group_id from spaces where id = $1), n.question, n.form, n.said, n.account_id, n.decided_by, n.at_ms
         from aliases n where n.group_id = (select group_id from spaces where id = $2)
         and n.group_id <> (select group_id from spaces where id = $1)
         on conflict (group_id, question, form) do nothing",
    "delete from aliases where group_id = (select group_id from spaces where id = $2)
         and group_id <> (select group_id from spaces where id = $1)",
    "delete from streaks where group_id = (select group_id from spaces where id = $2)
         and group_id <> (select group_id from spaces where id = $1)",
    "delete from spaces where id = $2 and $1 > 0",
];

async fn merge(tx: &mut Writing, older: SpaceId, younger: SpaceId) -> sqlx::Result<()> {
    for step in MERGE {
        sqlx::query(step).bind(older.0).bind(younger.0).execute(&mut **tx).await?;
    }
    Ok(())
}
