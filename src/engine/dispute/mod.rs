//! "I was right": a judgement is disputed once its round is over, and put to those who decide.

mod accept;
mod decide;

use anyhow::Result;

use super::{
    event::{DisputeStep, Platform},
    turn::Turn,
};
use crate::{
    quiz::{ChatId, RoundId, question::alias, round::State},
    speech::{
        dispute::{self, Claim, Told},
        say::Say,
    },
    store::{
        disputes::{self, Dispute, Told as Answer},
        people::Account,
        places::{self, Known},
        rounds::{self, Round},
        writes::NewDispute,
    },
};

/// How long a round can be disputed after its close, and a dispute be decided after it was raised: seven days.
const OPEN_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Something of a dispute was pressed.
pub(super) async fn handle(turn: &mut Turn<'_>, round: RoundId, step: DisputeStep) -> Result<()> {
    turn.notice();
    match step {
        DisputeStep::Raise => raise(turn, round, "").await,
        DisputeStep::Accept(answer) => decide::decide(turn, round, answer, true).await,
        DisputeStep::Refuse(answer) => decide::decide(turn, round, answer, false).await,
    }
}

/// Somebody says that they were right: with the last of their replies that got less than full marks, or with the one
/// that they name.
pub(super) async fn raise(turn: &mut Turn<'_>, id: RoundId, named: &str) -> Result<()> {
    let (Some(place), Some(account)) = (turn.place(), turn.account()) else { return Ok(()) };
    if turn.event.from.as_ref().is_some_and(|from| from.impersonal) {
        return turn.refuse(&Say::AnswerAsYourself);
    }
    let round = rounds::get(turn.tx, id).await?.filter(|round| round.posts.iter().any(|post| post.chat == place.chat));
    let Some(round) = round.filter(|round| round.state != State::Void) else {
        return turn.refuse(&Say::UnknownRound);
    };
    if !round.question.is_disputable() {
        return tell(turn, &Told::OnlyWords);
    }
    if round.state != State::Closed {
        return tell(turn, &Told::StillOpen);
    }
    let raised = disputes::of_round(turn.tx, id).await?;
    // The toast may have been lost: a second press is no second dispute.
    if let Some(own) = raised.iter().rev().find(|dispute| dispute.player == account.player && named.is_empty()) {
        return stands(turn, own, &own.said).await;
    }
    let own = disputes::own(turn.tx, id, account.player).await?;
    let answer = match disputed(&own, named) {
        Ok(answer) => answer,
        Err(told) => return tell(turn, &told),
    };
    let form = alias::form(&answer.said);
    match raised.iter().find(|dispute| dispute.form == form) {
        Some(dispute) => stands(turn, dispute, &answer.said).await,
        None if is_too_late(turn, id).await? => tell(turn, &Told::TooLate),
        None => {
            let other = |own: &Answer| is_short(own) && alias::form(&own.said) != form;
            let more = named.is_empty() && own.iter().any(other);
            put(turn, (place, account), &round, answer, form, more).await
        }
    }
}

async fn is_too_late(turn: &mut Turn<'_>, round: RoundId) -> Result<bool> {
    let closed_at_ms = disputes::closed_at_ms(turn.tx, round).await?;
    Ok(closed_at_ms.is_some_and(|closed_at_ms| turn.at_ms() > closed_at_ms + OPEN_MS))
}

/// The answer that is meant.
fn disputed<'a>(own: &'a [Answer], named: &str) -> Result<&'a Answer, Told> {
    let mut short = own.iter().rev().filter(|answer| is_short(answer));
    if own.is_empty() {
        return Err(Told::NotAnswered);
    }
    if named.is_empty() {
        return short.next().ok_or(Told::FullMarks);
    }
    let form = alias::form(named);
    short.find(|answer| alias::form(&answer.said) == form).ok_or_else(|| Told::NotSaid(named.to_owned()))
}

/// Whether it is in words and got less than full marks.
fn is_short(answer: &Answer) -> bool {
    answer.credit < 1.0 && answer.picks.is_none()
}

/// The same reply is disputed already: how that stands.
async fn stands(turn: &mut Turn<'_>, dispute: &Dispute, said: &str) -> Result<()> {
    let players = match turn.place() {
        Some(place) => disputes::players_decide(turn.tx, place.group).await?,
        None => false,
    };
    let told = decide::standing(dispute, is_over(turn, dispute), players, said);
    tell(turn, &told)
}

/// Whether its time to be decided is over.
fn is_over(turn: &Turn<'_>, dispute: &Dispute) -> bool {
    turn.at_ms() > dispute.opened_at_ms + OPEN_MS
}

/// Puts a new dispute to those who decide. On a board of one's own nobody else is concerned: there it is accepted at
/// once.
async fn put(
    turn: &mut Turn<'_>,
    (place, account): (&Known, &Account),
    round: &Round,
    answer: &Answer,
    form: String,
    more: bool,
) -> Result<()> {
    let new = NewDispute { answer: answer.id, round: round.id, form, post: None, at_ms: turn.at_ms() };
    if disputes::is_alone(turn.tx, round.group, account.player).await? {
        let form = new.form.clone();
        turn.writes.new_disputes.push(new);
        let gains = accept::accept(turn, round, answer.id, &form, account.id, false).await?;
        return tell(turn, &Told::Yours(gains.iter().map(|(_, points)| points).sum()));
    }
    let Some((chat, platform)) = deciders_chat(turn, place, round).await? else {
        return tell(turn, &Told::NobodyDecides);
    };
    let players = disputes::players_decide(turn.tx, round.group).await?;
    let (said, name) = (answer.said.as_str(), turn.name());
    let claim = Claim { round: round.id, question: &round.question, answer: answer.id, name: &name, said };
    let card = dispute::open(round.language, &claim, players, (0, 0));
    let parcel = turn.post("reply", None, chat, &platform, &card);
    turn.writes.new_disputes.push(NewDispute { post: parcel.post, ..new });
    turn.writes.parcels.push(parcel);
    let told = Told::Raised { players, said: said.to_owned(), more };
    if chat == place.chat {
        // The post says it to all.
        acknowledge(turn, &told);
        return Ok(());
    }
    tell(turn, &told)
}

/// The chat of the result. One person's copy of a group's question is not where others decide.
async fn deciders_chat(turn: &mut Turn<'_>, place: &Known, round: &Round) -> Result<Option<(ChatId, Platform)>> {
    let here = round.posts.iter().find(|post| post.chat == place.chat && !post.private);
    if let Some(post) = here.or_else(|| round.posts.iter().find(|post| !post.private)) {
        return Ok(Some((post.chat, post.platform.clone())));
    }
    for chat in places::homes(turn.tx, round.group).await? {
        let known = places::get(turn.tx, chat).await?;
        if let Some((address, _)) = known.filter(|(_, known)| !known.private) {
            return Ok(Some((chat, address.platform)));
        }
    }
    Ok(None)
}

fn tell(turn: &mut Turn<'_>, told: &Told) -> Result<()> {
    let card = told.card(turn.language());
    turn.tell_card(&card);
    Ok(())
}

/// What a post shows to all need not be said to the presser too, unless the platform waits for it.
fn acknowledge(turn: &mut Turn<'_>, told: &Told) {
    if turn.event.handle.as_ref().is_some_and(|handle| handle.awaited) {
        let card = told.card(turn.language());
        turn.tell_card(&card);
    }
}
