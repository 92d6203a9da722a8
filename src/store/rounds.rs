//! Rounds, their series and their posts.

use std::{collections::HashMap, sync::Arc};

use super::{Writing, aliases, json};
use crate::quiz::{
    AccountId, ChatId, GroupId, Language, Mode, Platform, PostId, RoundId, SeriesId, question::Question, round::State,
};

/// A round with the question that it was asked with.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Whose.
    pub group: GroupId,
    /// How it came to be.
    pub mode: Mode,
    /// The group's local date that boards count it by.
    pub day: String,
    /// The how-manieth posted daily of its group, once it is open.
    pub daily_number: Option<i64>,
    /// The series that asked it.
    pub series: Option<SeriesId>,
    /// Who asked for it.
    pub asker: Option<AccountId>,
    /// Whether it was asked in a private chat: it closes with the final answer.
    pub private: bool,
    /// The language that it was asked in.
    pub language: Language,
    /// The snapshot.
    pub question: Arc<Question>,
    /// `order[shown]` = place in the question.
    pub order: Vec<usize>,
    /// Where it stands.
    pub state: State,
    /// When its first post was in its chat.
    pub opened_at_ms: Option<i64>,
    /// When it closes by itself.
    pub closes_at_ms: Option<i64>,
    /// How many players have a score in it.
    pub answered: i64,
    /// Its question's posts, where the question has not been refused.
    pub posts: Vec<QuestionPost>,
    /// Replies that the group takes as right, beside the author's.
    pub aliases: Vec<String>,
}

/// A post that holds a round's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionPost {
    /// The post.
    pub id: PostId,
    /// On which platform.
    pub platform: Platform,
    /// Where.
    pub chat: ChatId,
    /// Whether that is one person's chat.
    pub private: bool,
}

#[derive(sqlx::FromRow)]
struct RoundRow {
    id: i64,
    group_id: i64,
    mode: String,
    day: String,
    daily_number: Option<i64>,
    series_id: Option<i64>,
    account_id: Option<i64>,
    private: bool,
    language: String,
    content: String,
    option_order: String,
    state: String,
    opened_at_ms: Option<i64>,
    closes_at_ms: Option<i64>,
    answered: i64,
}

/// The rounds that are known among these, with their posts.
pub async fn load(tx: &mut Writing, ids: &[RoundId]) -> sqlx::Result<HashMap<RoundId, Round>> {
    let ids = json(&ids);
    let rows: Vec<RoundRow> = sqlx::query_as(include_str!("rounds_load.sql")).bind(&ids).fetch_all(&mut **tx).await?;
    let mut rounds = HashMap::new();
    let mut questions: HashMap<String, Arc<Question>> = HashMap::new();
    for row in rows {
        let round = read(row, &mut questions)?;
        rounds.insert(round.id, round);
    }
    let posts: Vec<(i64, i64, String, i64, bool)> = sqlx::query_as(
        "select p.round_id, p.id, c.platform, p.chat_id, s.private from json_each($1) wanted
         join posts p on p.round_id = wanted.value and p.kind = 'question' and p.state <> 'lost'
         join chats c on c.id = p.chat_id join spaces s on s.id = c.space_id order by p.created_at_ms, p.id",
    )
    .bind(&ids)
    .fetch_all(&mut **tx)
    .await?;
    for (round, id, platform, chat, private) in posts {
        if let Some(round) = rounds.get_mut(&RoundId(round)) {
            let platform = Platform::new(&platform);
            round.posts.push(QuestionPost { id: PostId(id), platform, chat: ChatId(chat), private });
        }
    }
    let disputable = rounds.values().filter(|round| round.question.is_disputable());
    let disputable: Vec<RoundId> = disputable.map(|round| round.id).collect();
    if !disputable.is_empty() {
        for (round, aliases) in aliases::of_rounds(tx, &disputable).await? {
            if let Some(round) = rounds.get_mut(&round) {
                round.aliases = aliases;
            }
        }
    }
    Ok(rounds)
}

fn read(row: RoundRow, questions: &mut HashMap<String, Arc<Question>>) -> sqlx::Result<Round> {
    let undecodable = |error: serde_json::Error| sqlx::Error::Decode(error.into());
    let question = match questions.get(&row.content) {
        Some(question) => question.clone(),
        None => Arc::new(serde_json::from_str::<Question>(&row.content).map_err(undecodable)?),
    };
    questions.entry(row.content).or_insert_with(|| question.clone());
    Ok(Round {
        id: RoundId(row.id),
        group: GroupId(row.group_id),
        mode: if row.mode == "daily" { Mode::Daily } else { Mode::Quiz },
        day: row.day,
        daily_number: row.daily_number,
        series: row.series_id.map(SeriesId),
        asker: row.account_id.map(AccountId),
        private: row.private,
        language: Language::from_code(&row.language).unwrap_or_default(),
        question,
        order: serde_json::from_str(&row.option_order).map_err(undecodable)?,
        state: State::from_word(&row.state).unwrap_or(State::Closed),
        opened_at_ms: row.opened_at_ms,
        closes_at_ms: row.closes_at_ms,
        answered: row.answered,
        posts: Vec::new(),
        aliases: Vec::new(),
    })
}

/// One round.
pub async fn get(tx: &mut Writing, id: RoundId) -> sqlx::Result<Option<Round>> {
    Ok(load(tx, &[id]).await?.remove(&id))
}

/// How old a question's post is at most when its round is still asked or open, milliseconds: a month, the longest that a
/// platform may have been unreachable. What a chat was asked before is not even looked at.
const OLDEST_OPEN_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// The rounds that are asked or open in these chats; in each, the one that came there last is the first.
pub async fn open_in(tx: &mut Writing, chats: &[ChatId], now_ms: i64) -> sqlx::Result<Vec<(ChatId, RoundId)>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "select p.chat_id, r.id from json_each($1) wanted
         join posts p on p.chat_id = wanted.value and p.kind = 'question' and p.created_at_ms > $2 and p.state <> 'lost'
         join rounds r on r.id = p.round_id and r.state in ('asked', 'open')
         order by p.chat_id, p.created_at_ms desc, r.asked_at_ms desc",
    )
    .bind(json(&chats))
    .bind(now_ms - OLDEST_OPEN_MS)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|(chat, round)| (ChatId(chat), RoundId(round))).collect())
}

/// The group's dailies that are asked or open.
pub async fn open_dailies(tx: &mut Writing, group: GroupId) -> sqlx::Result<Vec<RoundId>> {
    let ids: Vec<i64> = sqlx::query_scalar(
        "select id from rounds where group_id = $1 and mode = 'daily' and state in ('asked', 'open') order by asked_at_ms",
    )
    .bind(group.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(RoundId).collect())
}

/// When the group was last asked each question; void rounds don't count.
pub async fn last_asked(tx: &mut Writing, group: GroupId) -> sqlx::Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select question, max(asked_at_ms) from rounds where group_id = $1 and state <> 'void' group by question",
    )
    .bind(group.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The number of the group's newest daily that a chat has seen; 0 before the first.
pub async fn newest_seen_daily(tx: &mut Writing, group: GroupId) -> sqlx::Result<i64> {
    let newest: Option<i64> = sqlx::query_scalar(
        "select daily_number from rounds where group_id = $1 and daily_number is not null and state <> 'asked'
         order by daily_number desc limit 1",
    )
    .bind(group.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(newest.unwrap_or(0))
}

/// The number of the group's newest daily that is over; 0 before the first.
pub async fn newest_closed_daily(tx: &mut Writing, group: GroupId) -> sqlx::Result<i64> {
    let newest: Option<i64> = sqlx::query_scalar(
        "select daily_number from rounds where group_id = $1 and daily_number is not null and state = 'closed'
         order by daily_number desc limit 1",
    )
    .bind(group.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(newest.unwrap_or(0))
}

/// A run of questions asked by one `/quiz`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Where.
    pub chat: ChatId,
    /// Who asked for it.
    pub asker: AccountId,
    /// The topic's slug; empty for everything.
    pub topic: String,
    /// How many were asked for.
    pub total: i64,
    /// How many were asked.
    pub asked: i64,
    /// Questions in a row that nobody answered.
    pub unanswered: i64,
    /// Whether it ends after the open question's reveal.
    pub stopping: bool,
}

type SeriesRow = (i64, i64, i64, String, i64, i64, i64, String);

fn series((id, chat, asker, topic, total, asked, unanswered, state): SeriesRow) -> Series {
    let (id, chat, asker) = (SeriesId(id), ChatId(chat), AccountId(asker));
    Series { id, chat, asker, topic, total, asked, unanswered, stopping: state == "stopping" }
}

/// The series that runs in this chat.
pub async fn series_in(tx: &mut Writing, chat: ChatId) -> sqlx::Result<Option<Series>> {
    let row: Option<SeriesRow> = sqlx::query_as(
        "select id, chat_id, account_id, topic, total, asked, unanswered, state from series
         where chat_id = $1 and state <> 'ended'",
    )
    .bind(chat.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(series))
}

/// A series that still runs, by its id.
pub async fn series_get(tx: &mut Writing, id: SeriesId) -> sqlx::Result<Option<Series>> {
    let row: Option<SeriesRow> = sqlx::query_as(
        "select id, chat_id, account_id, topic, total, asked, unanswered, state from series
         where id = $1 and state <> 'ended'",
    )
    .bind(id.0)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(series))
}

/// The questions that a series has asked.
pub async fn asked_by(tx: &mut Writing, id: SeriesId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select question from rounds where series_id = $1").bind(id.0).fetch_all(&mut **tx).await
}
