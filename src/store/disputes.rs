//! Disputes: who said what in a round, how it stands, and what was decided.

use std::collections::HashMap;

use super::{Writing, json};
use crate::quiz::{AccountId, AnswerId, ChatId, GroupId, Platform, PlayerId, PostId, RoundId};

/// An answer to a round, with the judgement that counts of it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Told {
    /// The answer.
    #[sqlx(try_from = "i64")]
    pub id: AnswerId,
    /// Whose.
    #[sqlx(try_from = "i64")]
    pub player: PlayerId,
    /// By which account.
    #[sqlx(try_from = "i64")]
    pub account: AccountId,
    /// That account's name.
    pub name: String,
    /// As typed, or the letters pressed.
    pub said: String,
    /// JSON array of the places picked; None where it was typed.
    pub picks: Option<String>,
    /// Whether the hint was taken before.
    pub hinted: bool,
    /// The first judgement's word.
    pub first: String,
    /// How many judgements there are.
    pub seq: i64,
    /// The last one's word.
    pub verdict: String,
    /// 0 to 1.
    pub credit: f64,
    /// With the bonus.
    pub points: i64,
    /// The streak's part.
    pub bonus: i64,
    /// Who judged last.
    pub judge: String,
}

/// What a player answered in a round, oldest first.
pub async fn own(tx: &mut Writing, round: RoundId, player: PlayerId) -> sqlx::Result<Vec<Told>> {
    sqlx::query_as(include_str!("disputes_own.sql")).bind(round.0).bind(player.0).fetch_all(&mut **tx).await
}

/// What everybody answered in a round, oldest first.
pub async fn all(tx: &mut Writing, round: RoundId) -> sqlx::Result<Vec<Told>> {
    sqlx::query_as(include_str!("disputes_all.sql")).bind(round.0).fetch_all(&mut **tx).await
}

/// How old a question's post is at most to be found again, milliseconds: 30 days. What was asked before can't be
/// disputed any more.
const OLDEST_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The round that a player answered in words and that closed last, of those that were put to this chat.
pub async fn last_answered(
    tx: &mut Writing,
    chat: ChatId,
    player: PlayerId,
    now_ms: i64,
) -> sqlx::Result<Option<RoundId>> {
    let round: Option<i64> = sqlx::query_scalar(
        "select r.id from posts p join rounds r on r.id = p.round_id and r.state = 'closed'
         where p.chat_id = $1 and p.kind = 'question' and p.created_at_ms > $3 and exists (
             select 1 from accounts n join answers a on a.account_id = n.id and a.round_id = r.id and a.picks is null
             where n.player_id = $2)
         order by r.closed_at_ms desc, p.created_at_ms desc limit 1",
    )
    .bind(chat.0)
    .bind(player.0)
    .bind(now_ms - OLDEST_MS)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(round.map(RoundId))
}

/// When a round was closed.
pub async fn closed_at_ms(tx: &mut Writing, round: RoundId) -> sqlx::Result<Option<i64>> {
    let closed: Option<Option<i64>> = sqlx::query_scalar("select closed_at_ms from rounds where id = $1")
        .bind(round.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(closed.flatten())
}

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided yet.
    Open,
    /// The answer counts as right.
    Accepted,
    /// The judgement stands.
    Refused,
    /// Nobody decided in time: the judgement stands.
    Lapsed,
}

impl State {
    const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Refused, Self::Lapsed];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }
}

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// About which answer.
    pub answer: AnswerId,
    /// Whose answer that is.
    pub player: PlayerId,
    /// That account's name.
    pub name: String,
    /// The reply as said.
    pub said: String,
    /// And made comparable.
    pub form: String,
    /// The post that it is decided by; None where it was decided at once.
    pub post: Option<PostedIn>,
    /// How it stands.
    pub state: State,
    /// When it was raised.
    pub opened_at_ms: i64,
    /// The name of whoever's press decided; empty where nobody's did.
    pub by: String,
}

/// A post and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedIn {
    /// The post.
    pub id: PostId,
    /// Its chat.
    pub chat: ChatId,
    /// That chat's platform.
    pub platform: Platform,
}

#[derive(sqlx::FromRow)]
struct DisputeRow {
    answer_id: i64,
    player_id: i64,
    name: String,
    said: String,
    form: String,
    post_id: Option<i64>,
    chat_id: Option<i64>,
    platform: Option<String>,
    state: String,
    opened_at_ms: i64,
    decided_by: String,
}

/// A round's disputes, the first raised first.
pub async fn of_round(tx: &mut Writing, round: RoundId) -> sqlx::Result<Vec<Dispute>> {
    let rows: Vec<DisputeRow> =
        sqlx::query_as(include_str!("disputes_of_round.sql")).bind(round.0).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(dispute).collect())
}

fn dispute(row: DisputeRow) -> Dispute {
    let post = row.post_id.zip(row.chat_id).zip(row.platform);
    Dispute {
        answer: AnswerId(row.answer_id),
        player: PlayerId(row.player_id),
        name: row.name,
        said: row.said,
        form: row.form,
        post: post.map(|((id, chat), platform)| PostedIn {
            id: PostId(id),
            chat: ChatId(chat),
            platform: Platform::new(&platform),
        }),
        state: State::ALL.into_iter().find(|state| state.as_str() == row.state).unwrap_or(State::Lapsed),
        opened_at_ms: row.opened_at_ms,
        by: row.decided_by,
    }
}

/// What players said to a dispute.
pub async fn voices(tx: &mut Writing, answer: AnswerId) -> sqlx::Result<HashMap<PlayerId, bool>> {
    let rows: Vec<(i64, bool)> = sqlx::query_as("select player_id, accepts from dispute_voices where answer_id = $1")
        .bind(answer.0)
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|(player, accepts)| (PlayerId(player), accepts)).collect())
}

/// Whether players decide disputes in this group, and not its admins alone.
pub async fn players_decide(tx: &mut Writing, group: GroupId) -> sqlx::Result<bool> {
    let by: Option<String> =
        sqlx::query_scalar("select disputes from groups where id = $1").bind(group.0).fetch_optional(&mut **tx).await?;
    Ok(by.as_deref() == Some("players"))
}

/// Whether a player has answered anything in this group.
pub async fn has_played(tx: &mut Writing, group: GroupId, player: PlayerId) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from standings where group_id = $1 and period = 'all' and player_id = $2)",
    )
    .bind(group.0)
    .bind(player.0)
    .fetch_one(&mut **tx)
    .await
}

/// Whether a group is one private chat whose board nobody else is on.
pub async fn is_alone(tx: &mut Writing, group: GroupId, player: PlayerId) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select (select count(*) from spaces where group_id = $1) = 1
             and not exists (select 1 from spaces where group_id = $1 and private = 0)
             and not exists (select 1 from standings where group_id = $1 and player_id <> $2)",
    )
    .bind(group.0)
    .bind(player.0)
    .fetch_one(&mut **tx)
    .await
}

/// The dailies of a group that each of these players has a score in, oldest first.
pub async fn dailies(
    tx: &mut Writing,
    group: GroupId,
    players: &[PlayerId],
) -> sqlx::Result<HashMap<PlayerId, Vec<i64>>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select s.player_id, r.daily_number from json_each($2) wanted join scores s on s.player_id = wanted.value
         join rounds r on r.id = s.round_id and r.group_id = $1 and r.daily_number is not null
         order by s.player_id, r.daily_number",
    )
    .bind(group.0)
    .bind(json(&players))
    .fetch_all(&mut **tx)
    .await?;
    let mut dailies: HashMap<PlayerId, Vec<i64>> = HashMap::new();
    for (player, number) in rows {
        dailies.entry(PlayerId(player)).or_default().push(number);
    }
    Ok(dailies)
}
