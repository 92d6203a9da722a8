//! What turns gather, and how it is flushed: one statement per kind of row, however many rows there are.

use serde::Serialize;

use super::{Writing, json, people};
use crate::quiz::{AccountId, AnswerId, ChatId, GroupId, OutboxId, PlayerId, PostId, RoundId, SeriesId, SpaceId};

/// A new answer with its first judgement.
#[derive(Clone, Debug, Serialize)]
pub struct NewAnswer {
    /// Its id.
    pub id: AnswerId,
    /// The round.
    pub round: RoundId,
    /// Who said it.
    pub account: AccountId,
    /// Whose account that is.
    pub player: PlayerId,
    /// The how-manieth of this account in this round, from 1.
    pub attempt: i64,
    /// As typed, or the letters pressed.
    pub said: String,
    /// JSON array of the places picked.
    pub picks: Option<String>,
    /// Whether the hint was taken before.
    pub hinted: bool,
    /// `right`, `partial`, `close`, `wrong`.
    pub verdict: &'static str,
    /// 0 to 1.
    pub credit: f64,
    /// With the bonus.
    pub points: i64,
    /// The streak's part.
    pub bonus: i64,
    /// The platform's time.
    pub at_ms: i64,
}

/// Points that a player wins in a period.
#[derive(Clone, Debug, Serialize)]
pub struct Gain {
    /// In which group.
    pub group: GroupId,
    /// The period's key.
    pub period: String,
    /// Who.
    pub player: PlayerId,
    /// How many more.
    pub points: i64,
    /// When.
    pub at_ms: i64,
}

/// A streak as it now stands.
#[derive(Clone, Debug, Serialize)]
pub struct NewStreak {
    /// In which group.
    pub group: GroupId,
    /// Whose.
    pub player: PlayerId,
    /// `Streak::last`.
    pub last: i64,
    /// `Streak::length`.
    pub length: i64,
    /// `Streak::best`.
    pub best: i64,
}

/// Picks that are not final.
#[derive(Clone, Debug, Serialize)]
pub struct Draft {
    /// The round.
    pub round: RoundId,
    /// Whose.
    pub account: AccountId,
    /// JSON array of places.
    pub picks: String,
}

/// A hint that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct Hint {
    /// The round.
    pub round: RoundId,
    /// By whom.
    pub player: PlayerId,
    /// When.
    pub at_ms: i64,
}

/// A question as it is asked.
#[derive(Clone, Debug, Serialize)]
pub struct Snapshot {
    /// Of the content.
    pub hash: String,
    /// The question's whole id.
    pub question: String,
    /// Its topic.
    pub topic: String,
    /// JSON.
    pub content: String,
}

/// A new series.
#[derive(Clone, Debug, Serialize)]
pub struct NewSeries {
    /// Its id.
    pub id: SeriesId,
    /// Whose.
    pub group: GroupId,
    /// Where.
    pub chat: ChatId,
    /// Who asked.
    pub account: AccountId,
    /// The topic's slug.
    pub topic: String,
    /// How many were asked for.
    pub total: i64,
    /// When.
    pub at_ms: i64,
}

/// How a series now stands.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesChange {
    /// Which.
    pub id: SeriesId,
    /// How many were asked.
    pub asked: i64,
    /// In a row that nobody answered.
    pub unanswered: i64,
    /// `open`, `stopping`, `ended`.
    pub state: &'static str,
}

/// A new round.
#[derive(Clone, Debug, Serialize)]
pub struct NewRound {
    /// Its id.
    pub id: RoundId,
    /// Whose.
    pub group: GroupId,
    /// `daily` or `quiz`.
    pub mode: &'static str,
    /// The group's local date.
    pub day: String,
    /// The slot of a daily; empty otherwise.
    pub slot: String,
    /// The how-manieth daily of its group.
    pub daily_number: Option<i64>,
    /// The series.
    pub series: Option<SeriesId>,
    /// Who asked.
    pub account: Option<AccountId>,
    /// Whether it is asked in a private chat.
    pub private: bool,
    /// The language's code.
    pub language: &'static str,
    /// The topic.
    pub topic: String,
    /// The question's whole id.
    pub question: String,
    /// The snapshot's hash.
    pub hash: String,
    /// JSON array.
    pub order: String,
    /// When.
    pub at_ms: i64,
}

/// How a round now stands.
#[derive(Clone, Debug, Serialize)]
pub struct RoundChange {
    /// Which.
    pub id: RoundId,
    /// Its state's word.
    pub state: &'static str,
    /// Kept where None.
    pub opened_at_ms: Option<i64>,
    /// Kept where None.
    pub closes_at_ms: Option<i64>,
    /// Kept where None.
    pub closed_at_ms: Option<i64>,
}

/// A slot that is dealt with.
#[derive(Clone, Debug, Serialize)]
pub struct NewSlot {
    /// Whose.
    pub group: GroupId,
    /// Its name.
    pub slot: String,
    /// `asked` or `skipped`.
    pub state: &'static str,
    /// The round that it asked.
    pub round: Option<RoundId>,
    /// When.
    pub at_ms: i64,
}

/// A new post.
#[derive(Clone, Debug, Serialize)]
pub struct NewPost {
    /// Its id.
    pub id: PostId,
    /// Where.
    pub chat: ChatId,
    /// `question`, `result`, `reply`.
    pub kind: &'static str,
    /// The round that it belongs to.
    pub round: Option<RoundId>,
    /// When.
    pub at_ms: i64,
}

/// What became of a post.
#[derive(Clone, Debug, Serialize)]
pub struct PostChange {
    /// Which.
    pub id: PostId,
    /// `sent` or `lost`.
    pub state: &'static str,
    /// The row that carried it.
    pub outbox: OutboxId,
    /// `sent` or `failed`.
    pub outbox_state: &'static str,
    /// Why it failed.
    pub error: String,
}

/// A message of the platform that is a post.
#[derive(Clone, Debug, Serialize)]
pub struct NewMessage {
    /// The platform.
    pub platform: String,
    /// The chat's address as sent.
    pub address: String,
    /// The platform's id.
    pub message: String,
    /// The thread as sent.
    pub thread: String,
    /// The post.
    pub post: PostId,
    /// Which part of it.
    pub part: i64,
}

/// Something to be sent.
#[derive(Clone, Debug, Serialize)]
pub struct Parcel {
    /// The platform.
    pub platform: String,
    /// The lane; `chat:<id>` for all but whispers.
    pub lane: String,
    /// `post`, `edit`, `whisper`, `react`, `delete`.
    pub kind: &'static str,
    /// The post.
    pub post: Option<PostId>,
    /// Where.
    pub chat: ChatId,
    /// JSON; empty for a reaction.
    pub card: String,
    /// How one person is answered; empty otherwise.
    pub handle: String,
    /// The message that is answered or reacted to; empty otherwise.
    pub message: String,
    /// Whether it only brings a count up to date.
    pub tally: bool,
    /// Not before, milliseconds UTC.
    pub not_before_ms: i64,
    /// Not after.
    pub expires_at_ms: Option<i64>,
}

/// A chat or space that can't be reached, or can be again.
#[derive(Clone, Debug, Serialize)]
pub struct Reach {
    /// The chat, where only that is meant.
    pub chat: Option<ChatId>,
    /// The space, where all of it is meant.
    pub space: Option<SpaceId>,
    /// Whether it can be reached.
    pub awake: bool,
}

/// The newest message seen in a chat.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Where.
    pub chat: ChatId,
    /// The platform's id.
    pub message: String,
}

/// A group's settings.
#[derive(Clone, Debug, Serialize)]
pub struct GroupChange {
    /// Which.
    pub id: GroupId,
    /// Kept where None.
    pub language: Option<&'static str>,
    /// Kept where None.
    pub time_zone: Option<String>,
}

/// A group's plan as it now stands.
#[derive(Clone, Debug, Serialize)]
pub struct NewPlan {
    /// Whose.
    pub group: GroupId,
    /// Local `HH:MM`; None ends it.
    pub time: Option<String>,
    /// Since when.
    pub since_ms: i64,
    /// The space whose home chat is set with it.
    pub space: SpaceId,
    /// That chat.
    pub home: ChatId,
}

/// A plan that starts anew.
#[derive(Clone, Debug, Serialize)]
pub struct PlanSince {
    /// Whose.
    pub group: GroupId,
    /// Since when.
    pub since_ms: i64,
}

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
        append!(snapshots, new_series, series, new_rounds, rounds, slots, new_posts, posts, messages, answers, gains);
        append!(streaks, drafts, hints, accounts, reach, seen, groups, plans, plans_since, parcels);
    }

    /// Writes everything. Rows come before those that refer to them.
    ///
    /// # Errors
    /// When the database fails or refuses a row: then nothing of the batch stands.
    pub async fn flush(self, tx: &mut Writing, now_ms: i64) -> sqlx::Result<()> {
        if !self.accounts.is_empty() {
            people::change(tx, &self.accounts).await?;
        }
        flush! { tx;
            self.groups => include_str!("writes/groups.sql");
            self.reach => include_str!("writes/reach_chats.sql"), include_str!("writes/reach_spaces.sql");
            self.seen => include_str!("writes/seen.sql");
            self.plans => include_str!("writes/plans_off.sql"), include_str!("writes/plans.sql"), include_str!("writes/homes.sql");
            self.plans_since => include_str!("writes/plans_since.sql");
            self.snapshots => include_str!("writes/snapshots.sql");
            self.new_series => include_str!("writes/new_series.sql");
            self.series => include_str!("writes/series.sql");
            self.new_rounds => include_str!("writes/new_rounds.sql");
            self.rounds => include_str!("writes/rounds.sql");
            self.slots => include_str!("writes/slots.sql");
            self.new_posts => include_str!("writes/new_posts.sql");
            self.posts => include_str!("writes/posts.sql"), include_str!("writes/posts_outbox.sql");
            self.messages => include_str!("writes/messages.sql");
            self.drafts => include_str!("writes/drafts.sql");
            self.answers => include_str!("writes/answers.sql"), include_str!("writes/judgements.sql"),
                include_str!("writes/answered.sql"), include_str!("writes/scores.sql"), include_str!("writes/drafts_done.sql");
            self.gains => include_str!("writes/gains.sql");
            self.streaks => include_str!("writes/streaks.sql");
            self.hints => include_str!("writes/hints.sql");
        }
        if !self.parcels.is_empty() {
            let parcels = sqlx::query(include_str!("writes/parcels.sql")).bind(json(&self.parcels)).bind(now_ms);
            parcels.execute(&mut **tx).await?;
        }
        Ok(())
    }
}
