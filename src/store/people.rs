//! Players and their accounts.

use std::collections::HashMap;

use serde::Serialize;

use super::{Writing, events::Sequences, json};
use crate::quiz::{AccountId, ChatId, Platform, PlayerId};

/// An account as the platform names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct AccountRef {
    /// Where it is.
    pub platform: Platform,
    /// The platform's id of the person.
    pub address: String,
}

/// An account that we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub player: PlayerId,
    /// As shown.
    pub name: String,
    /// Where this person can be told something alone; None also once the bot was blocked there.
    pub private_chat: Option<ChatId>,
}

/// The accounts that are known among these.
pub async fn find(tx: &mut Writing, accounts: &[&AccountRef]) -> sqlx::Result<HashMap<AccountRef, Account>> {
    let rows: Vec<(String, String, i64, i64, String, Option<i64>)> = sqlx::query_as(
        "select a.platform, a.address, a.id, a.player_id, a.name, case when c.asleep = 0 and s.awake = 1 then c.id end
         from json_each($1) wanted
         join accounts a on a.platform = wanted.value ->> 'platform' and a.address = wanted.value ->> 'address'
         left join chats c on c.id = a.private_chat_id left join spaces s on s.id = c.space_id",
    )
    .bind(json(&accounts))
    .fetch_all(&mut **tx)
    .await?;
    let account = |(platform, address, id, player, name, private): (String, _, _, _, _, Option<i64>)| {
        let account = Account { id: AccountId(id), player: PlayerId(player), name, private_chat: private.map(ChatId) };
        (AccountRef { platform: Platform::new(&platform), address }, account)
    };
    Ok(rows.into_iter().map(account).collect())
}

#[derive(Serialize)]
struct NewAccount<'a> {
    id: i64,
    player: i64,
    platform: &'a str,
    address: &'a str,
    name: &'a str,
}

/// Takes new people in, each as a player of their own. Advances the sequences.
pub async fn introduce(
    tx: &mut Writing,
    people: &[(&AccountRef, String)],
    sequences: &mut Sequences,
    now_ms: i64,
) -> sqlx::Result<HashMap<AccountRef, Account>> {
    let mut known = HashMap::new();
    let mut rows = Vec::new();
    for (person, name) in people {
        sequences.players += 1;
        sequences.accounts += 1;
        let (id, player) = (sequences.accounts, sequences.players);
        rows.push(NewAccount { id, player, platform: person.platform.as_str(), address: &person.address, name });
        let account = Account { id: AccountId(id), player: PlayerId(player), name: name.clone(), private_chat: None };
        known.insert((*person).clone(), account);
    }
    let rows = json(&rows);
    sqlx::query("insert into players (id, created_at_ms) select value ->> 'player', $2 from json_each($1)")
        .bind(&rows)
        .bind(now_ms)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into accounts (id, player_id, platform, address, name, created_at_ms)
         select value ->> 'id', value ->> 'player', value ->> 'platform', value ->> 'address', value ->> 'name', $2
         from json_each($1)",
    )
    .bind(&rows)
    .bind(now_ms)
    .execute(&mut **tx)
    .await?;
    Ok(known)
}

/// What is new about an account.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Which.
    pub id: i64,
    /// The name as shown now.
    pub name: String,
    /// The private chat now.
    pub private_chat: Option<i64>,
}

/// Writes what is new about accounts.
pub async fn change(tx: &mut Writing, changes: &[Change]) -> sqlx::Result<()> {
    sqlx::query(
        "update accounts set name = new.value ->> 'name', private_chat_id = new.value ->> 'private_chat'
         from json_each($1) new where accounts.id = new.value ->> 'id'",
    )
    .bind(json(&changes))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Where an account can be told something alone.
pub async fn private_chat(tx: &mut Writing, account: AccountId) -> sqlx::Result<Option<ChatId>> {
    let chat: Option<Option<i64>> = sqlx::query_scalar("select private_chat_id from accounts where id = $1")
        .bind(account.0)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(chat.flatten().map(ChatId))
}
