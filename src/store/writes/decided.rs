//! The rows that turns and tools gather of judgements that come later: disputes, and keys that were mended.

use serde::Serialize;

use crate::quiz::{AccountId, AnswerId, GroupId, PlayerId, PostId, RoundId};

/// A judgement after the engine's first.
#[derive(Clone, Debug, Serialize)]
pub struct NewJudgement {
    /// Of which answer.
    pub answer: AnswerId,
    /// The how-manieth of that answer.
    pub seq: i64,
    /// `right`, `partial`, `close`, `wrong`.
    pub verdict: &'static str,
    /// 0 to 1.
    pub credit: f64,
    /// With the bonus.
    pub points: i64,
    /// The streak's part.
    pub bonus: i64,
    /// `dispute` or `rejudge`.
    pub judge: &'static str,
    /// When.
    pub at_ms: i64,
}

/// The judgement that counts of a player in a round, now that there are more.
#[derive(Clone, Debug, Serialize)]
pub struct NewScore {
    /// The round.
    pub round: RoundId,
    /// Whose.
    pub player: PlayerId,
    /// The answer that counts.
    pub answer: AnswerId,
    /// And its judgement.
    pub seq: i64,
}

/// A standing that is to be summed up anew from the scores of its days.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Restanding {
    /// In which group.
    pub group: GroupId,
    /// The period's key.
    pub period: String,
    /// Whose.
    pub player: PlayerId,
    /// The period's first day.
    pub first: String,
    /// Its last.
    pub last: String,
}

/// A new dispute.
#[derive(Clone, Debug, Serialize)]
pub struct NewDispute {
    /// About which answer.
    pub answer: AnswerId,
    /// Its round.
    pub round: RoundId,
    /// The reply, made comparable.
    pub form: String,
    /// Where it is put to those who decide.
    pub post: Option<PostId>,
    /// When.
    pub at_ms: i64,
}

/// How a dispute ended.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// About which answer.
    pub answer: AnswerId,
    /// `accepted`, `refused`, `lapsed`.
    pub state: &'static str,
    /// Whose press decided.
    pub by: Option<AccountId>,
    /// When.
    pub at_ms: i64,
}

/// What a player says to a dispute.
#[derive(Clone, Debug, Serialize)]
pub struct Voice {
    /// About which answer.
    pub answer: AnswerId,
    /// Who.
    pub player: PlayerId,
    /// Whether they accept it.
    pub accepts: bool,
    /// When.
    pub at_ms: i64,
}

/// A reply that counts as right in a group from now on.
#[derive(Clone, Debug, Serialize)]
pub struct NewAlias {
    /// In which group.
    pub group: GroupId,
    /// The question's whole id.
    pub question: String,
    /// Made comparable.
    pub form: String,
    /// As said.
    pub said: String,
    /// Who said it.
    pub account: AccountId,
    /// Who decided.
    pub by: AccountId,
    /// When.
    pub at_ms: i64,
}

/// Who decides disputes in a group.
#[derive(Clone, Debug, Serialize)]
pub struct DisputeRule {
    /// The group.
    pub group: GroupId,
    /// `admins` or `players`.
    pub by: &'static str,
}
