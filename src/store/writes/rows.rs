//! The rows that turns gather of the quiz itself.

use serde::Serialize;

use crate::quiz::{AccountId, AnswerId, ChatId, GroupId, PlayerId, RoundId, SeriesId, SpaceId};

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
