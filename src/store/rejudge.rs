//! Where a question was asked: for judging all answers to it anew.

use std::collections::HashMap;

use super::Writing;
use crate::quiz::{GroupId, RoundId};

/// The closed rounds of a question, the first asked first, and how many are still asked or open.
pub async fn rounds_of(tx: &mut Writing, question: &str) -> sqlx::Result<(Vec<RoundId>, usize)> {
    let rows: Vec<(i64, bool)> = sqlx::query_as(
        "select id, state = 'closed' from rounds where question = $1 and state <> 'void' order by asked_at_ms, id",
    )
    .bind(question)
    .fetch_all(&mut **tx)
    .await?;
    let open = rows.iter().filter(|(_, closed)| !closed).count();
    let closed = rows.into_iter().filter(|(_, closed)| *closed).map(|(id, _)| RoundId(id)).collect();
    Ok((closed, open))
}

/// What each group is called: by its spaces' titles, or else their addresses.
pub async fn group_names(tx: &mut Writing) -> sqlx::Result<HashMap<GroupId, String>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select group_id, case title when '' then platform || ':' || address else title end from spaces order by id",
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut names: HashMap<GroupId, String> = HashMap::new();
    for (group, name) in rows {
        let known = names.entry(GroupId(group)).or_default();
        if !known.is_empty() {
            known.push_str(" + ");
        }
        known.push_str(&name);
    }
    Ok(names)
}
