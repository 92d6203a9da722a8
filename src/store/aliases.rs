//! Replies that count as right in a group, beside the author's.

use std::collections::HashMap;

use super::{Writing, json};
use crate::quiz::{GroupId, RoundId};

/// The aliases of these rounds' questions in their groups, the oldest first.
pub async fn of_rounds(tx: &mut Writing, rounds: &[RoundId]) -> sqlx::Result<HashMap<RoundId, Vec<String>>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select r.id, a.said from json_each($1) wanted join rounds r on r.id = wanted.value
         join aliases a on a.group_id = r.group_id and a.question = r.question order by a.at_ms, a.form",
    )
    .bind(json(&rounds))
    .fetch_all(&mut **tx)
    .await?;
    let mut aliases: HashMap<RoundId, Vec<String>> = HashMap::new();
    for (round, said) in rows {
        aliases.entry(RoundId(round)).or_default().push(said);
    }
    Ok(aliases)
}

/// An alias with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Alias {
    /// The question's whole id.
    pub question: String,
    /// The reply.
    pub said: String,
    /// In which group.
    #[sqlx(try_from = "i64")]
    pub group: GroupId,
    /// Who said it.
    pub said_by: String,
    /// Who decided, or whose press was the last.
    pub accepted_by: String,
    /// When, milliseconds UTC.
    pub at_ms: i64,
}

/// All aliases, by question, then the oldest first.
pub async fn all(tx: &mut Writing) -> sqlx::Result<Vec<Alias>> {
    sqlx::query_as(
        "select a.question, a.said, a.group_id as \"group\", s.name as said_by, d.name as accepted_by, a.at_ms
         from aliases a join accounts s on s.id = a.account_id join accounts d on d.id = a.decided_by
         order by a.question, a.at_ms, a.form",
    )
    .fetch_all(&mut **tx)
    .await
}
