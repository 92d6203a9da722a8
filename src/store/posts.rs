//! Posts, and which messages of a platform they are.

use std::collections::HashMap;

use super::{Writing, json};
use crate::quiz::{ChatId, PostId, RoundId};

/// What a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// Where.
    pub chat: ChatId,
    /// Whether it holds a question.
    pub question: bool,
    /// The round that it belongs to.
    pub round: Option<RoundId>,
}

/// A post by its id.
pub async fn post(tx: &mut Writing, id: PostId) -> sqlx::Result<Option<Post>> {
    let row: Option<(i64, String, Option<i64>)> =
        sqlx::query_as("select chat_id, kind, round_id from posts where id = $1")
            .bind(id.0)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.map(|(chat, kind, round)| Post {
        chat: ChatId(chat),
        question: kind == "question",
        round: round.map(RoundId),
    }))
}

/// A message of the platform, as someone replied to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct RepliedTo {
    /// The platform.
    pub platform: String,
    /// The chat.
    pub address: String,
    /// The message.
    pub message: String,
}

/// The rounds that messages of ours belong to.
pub async fn of_messages(tx: &mut Writing, messages: &[RepliedTo]) -> sqlx::Result<HashMap<RepliedTo, RoundId>> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "select m.platform, m.address, m.message, p.round_id from json_each($1) wanted
         join messages m on m.platform = wanted.value ->> 'platform' and m.address = wanted.value ->> 'address'
             and m.message = wanted.value ->> 'message'
         join posts p on p.id = m.post_id where p.round_id is not null",
    )
    .bind(json(&messages))
    .fetch_all(&mut **tx)
    .await?;
    let found = |(platform, address, message, round)| (RepliedTo { platform, address, message }, RoundId(round));
    Ok(rows.into_iter().map(found).collect())
}
