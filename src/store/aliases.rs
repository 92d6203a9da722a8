//! Replies that count as right in a group, beside the author's.

use std::collections::HashMap;

use super::{Writing, json};
use crate::quiz::RoundId;

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
