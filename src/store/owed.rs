//! What a platform is still owed.

use super::Store;
use crate::quiz::Platform;

impl Store {
    /// Whether something that is due at this time (milliseconds UTC) has not reached this platform yet. Counts of
    /// answers, which nobody waits for, are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn owes(&self, platform: &Platform, now_ms: i64) -> sqlx::Result<bool> {
        sqlx::query_scalar(
            "select exists (select 1 from outbox where state in ('waiting', 'sending') and platform = $1
             and (state = 'sending' or (tally = 0 and not_before_ms <= $2)))",
        )
        .bind(platform.as_str())
        .bind(now_ms)
        .fetch_one(self.readers())
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_is_due_and_unsent_is_owed() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.expect("a database");
        let mut tx = store.write().await.expect("a transaction");
        for statement in [
            "insert into groups (id, language, time_zone, created_at_ms) values (1, 'en', 'UTC', 0)",
            "insert into spaces (id, platform, address, group_id, private, created_at_ms)
             values (1, 'terminal', 'main', 1, 0, 0)",
            "insert into chats (id, space_id, platform, address) values (1, 1, 'terminal', 'main')",
            "insert into outbox (id, platform, lane, kind, chat_id, created_at_ms)
             values (1, 'terminal', 'chat:1', 'whisper', 1, 0)",
        ] {
            sqlx::query(statement).execute(&mut *tx).await.expect(statement);
        }
        tx.commit().await.expect("a commit");
        let table = [
            ("update outbox set state = 'waiting'", true),
            ("update outbox set not_before_ms = 11", false),
            ("update outbox set state = 'sending'", true),
            ("update outbox set state = 'waiting', not_before_ms = 10", true),
            ("update outbox set tally = 1", false),
            ("update outbox set tally = 0, state = 'sent'", false),
            ("update outbox set state = 'failed'", false),
            ("update outbox set state = 'waiting', platform = 'telegram'", false),
        ];
        for (statement, owed) in table {
            let mut tx = store.write().await.expect("a transaction");
            sqlx::query(statement).execute(&mut *tx).await.expect(statement);
            tx.commit().await.expect("a commit");
            let owes = store.owes(&Platform::new("terminal"), 10).await.expect("an answer");
            assert_eq!(owes, owed, "{statement}");
        }
    }
}
