//! What turns gather, and how it is flushed: one statement per kind of row, however many rows there are.

mod decided;
mod rows;
mod sent;

pub use decided::*;
pub use rows::*;
pub use sent::*;

use super::{Writing, json, people};

/// All that turns gathered.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is named after its rows")]
pub struct Writes {
    pub snapshots: Vec<Snapshot>,
    pub new_series: Vec<NewSeries>,
    pub series: Vec<SeriesChange>,
    pub new_rounds: Vec<NewRound>,
    pub rounds: Vec<RoundChange>,
    pub slots: Vec<NewSlot>,
    pub new_posts: Vec<NewPost>,
    pub posts: Vec<PostChange>,
    pub messages: Vec<NewMessage>,
    pub adopted: Vec<NewMessage>,
    pub answers: Vec<NewAnswer>,
    pub gains: Vec<Gain>,
    pub streaks: Vec<NewStreak>,
    pub drafts: Vec<Draft>,
    pub hints: Vec<Hint>,
    pub accounts: Vec<people::Change>,
    pub reach: Vec<Reach>,
    pub seen: Vec<Seen>,
    pub groups: Vec<GroupChange>,
    pub plans: Vec<NewPlan>,
    pub plans_since: Vec<PlanSince>,
    pub parcels: Vec<Parcel>,
    pub judgements: Vec<NewJudgement>,
    pub scores: Vec<NewScore>,
    pub restandings: Vec<Restanding>,
    pub new_disputes: Vec<NewDispute>,
    pub decisions: Vec<Decision>,
    pub voices: Vec<Voice>,
    pub aliases: Vec<NewAlias>,
    pub dispute_rules: Vec<DisputeRule>,
}

macro_rules! flush {
    ($tx:expr; $($rows:expr => $($sql:expr),+;)+) => {$(
        if !$rows.is_empty() {
            let rows = json(&$rows);
            $( sqlx::query($sql).bind(&rows).execute(&mut **$tx).await?; )+
        }
    )+};
}

impl Writes {
    /// Takes over what another turn gathered.
    pub fn append(&mut self, mut other: Self) {
        macro_rules! append { ($($field:ident),+) => {$( self.$field.append(&mut other.$field); )+} }
        append!(snapshots, new_series, series, new_rounds, rounds, slots, new_posts, posts, messages, answers);
        append!(adopted, gains, streaks, drafts, hints, accounts, reach, seen, groups, plans, plans_since, parcels);
        append!(judgements, scores, restandings, new_disputes, decisions, voices, aliases, dispute_rules);
    }

    /// Writes everything. Rows come before those that refer to them; rounds change first, since a void daily gives its
    /// number to a new one.
    ///
    /// # Errors
    /// When the database fails or refuses a row: then nothing of the batch stands.
    pub async fn flush(self, tx: &mut Writing, now_ms: i64) -> sqlx::Result<()> {
        if !self.accounts.is_empty() {
            people::change(tx, &self.accounts).await?;
        }
        flush! { tx;
            self.groups => include_str!("groups.sql");
            self.reach => include_str!("reach_chats.sql"), include_str!("reach_spaces.sql"), include_str!("reach_all.sql");
            self.seen => include_str!("seen.sql");
            self.plans => include_str!("plans_off.sql"), include_str!("plans.sql"), include_str!("homes.sql");
            self.plans_since => include_str!("plans_since.sql");
            self.snapshots => include_str!("snapshots.sql");
            self.new_series => include_str!("new_series.sql");
            self.series => include_str!("series.sql");
            self.rounds => include_str!("rounds.sql");
            self.new_rounds => include_str!("new_rounds.sql");
            self.slots => include_str!("slots.sql");
            self.new_posts => include_str!("new_posts.sql");
            self.posts => include_str!("posts.sql"), include_str!("posts_outbox.sql");
            self.messages => include_str!("messages.sql");
            self.adopted => include_str!("adopted.sql");
            self.drafts => include_str!("drafts.sql");
            self.answers => include_str!("answers.sql"), include_str!("judgements.sql"),
                include_str!("answered.sql"), include_str!("scores.sql"), include_str!("drafts_done.sql");
            self.judgements => include_str!("new_judgements.sql");
            self.scores => include_str!("new_scores.sql"), include_str!("answered_anew.sql");
            self.new_disputes => include_str!("new_disputes.sql");
            self.decisions => include_str!("decisions.sql");
            self.voices => include_str!("voices.sql");
            self.aliases => include_str!("aliases.sql");
            self.dispute_rules => include_str!("dispute_rules.sql");
            self.streaks => include_str!("streaks.sql");
            self.hints => include_str!("hints.sql");
        }
        if !self.gains.is_empty() {
            restand(tx, &json(&self.gains), include_str!("gains.sql")).await?;
        }
        if !self.restandings.is_empty() {
            restand(tx, &json(&self.restandings), include_str!("restandings.sql")).await?;
        }
        if !self.parcels.is_empty() {
            let parcels = sqlx::query(include_str!("parcels.sql")).bind(json(&self.parcels)).bind(now_ms);
            parcels.execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// Whoever stands otherwise now leaves the count of the points that they had, and enters that of those they have now.
async fn restand(tx: &mut Writing, rows: &str, change: &'static str) -> sqlx::Result<()> {
    let count = |sign: i64| sqlx::query(include_str!("point_counts.sql")).bind(rows).bind(sign);
    count(-1).execute(&mut **tx).await?;
    sqlx::query(change).bind(rows).execute(&mut **tx).await?;
    count(1).execute(&mut **tx).await?;
    Ok(())
}
