//! A dispute is decided: by an admin's press, or by those of three other players where the group wants it so.

use anyhow::Result;

use super::{accept, acknowledge, is_over, tell};
use crate::{
    engine::{event::Role, turn::Turn},
    quiz::{AnswerId, RoundId},
    speech::{
        dispute::{self, Claim, Outcome, Told},
        say::Say,
    },
    store::{
        disputes::{self, Dispute, PostedIn, State},
        places::Known,
        rounds::{self, Round},
        writes::{Decision, NewMessage, Voice},
    },
};

/// How many other players decide.
const VOICES: usize = 3;

/// Somebody presses "accept" or "refuse".
pub(super) async fn decide(turn: &mut Turn<'_>, id: RoundId, answer: AnswerId, accepts: bool) -> Result<()> {
    let Some(place) = turn.place() else { return Ok(()) };
    let Some(round) = rounds::get(turn.tx, id).await? else { return tell(turn, &Told::Unknown) };
    let found = disputes::of_round(turn.tx, id).await?.into_iter().find(|dispute| dispute.answer == answer);
    // Elsewhere, in a private chat above all, the presser's rights are others.
    let here = found.and_then(|dispute| Some((dispute.post.clone().filter(|post| post.chat == place.chat)?, dispute)));
    let Some((post, dispute)) = here else { return tell(turn, &Told::Unknown) };
    adopt(turn, place, &post);
    let players = disputes::players_decide(turn.tx, round.group).await?;
    if dispute.state != State::Open {
        return tell(turn, &standing(&dispute, false, players, &dispute.said));
    }
    if is_over(turn, &dispute) {
        return lapse(turn, &round, &dispute, &post);
    }
    match turn.event.from.as_ref().map(|from| from.role) {
        Some(Role::Admin) => settle(turn, &round, &dispute, &post, accepts, false).await,
        Some(Role::Unknown) => turn.refuse(&Say::CouldNotCheck),
        _ if players => voice(turn, &round, &dispute, &post, accepts).await,
        _ => turn.refuse(&Say::AdminsOnly),
    }
}

/// How a dispute stands, in words.
pub(super) fn standing(dispute: &Dispute, over: bool, players: bool, said: &str) -> Told {
    let (by, said) = (dispute.by.clone(), said.to_owned());
    match dispute.state {
        State::Open if over => Told::Lapsed,
        State::Open => Told::Raised { players, said, more: false },
        State::Accepted => Told::Accepted(by),
        State::Refused => Told::Refused(by),
        State::Lapsed => Told::Lapsed,
    }
}

/// The message with these buttons is the dispute's, also if a crash kept us from remembering that it was sent.
fn adopt(turn: &mut Turn<'_>, place: &Known, post: &PostedIn) {
    let (Some(message), Some(at)) = (&turn.event.message, &turn.event.place) else { return };
    if place.chat != post.chat {
        return;
    }
    turn.writes.adopted.push(NewMessage {
        platform: at.chat.platform.to_string(),
        address: at.chat.chat.clone(),
        message: message.clone(),
        thread: at.chat.thread.clone(),
        post: post.id,
        part: 0,
    });
}

/// A player says what they think.
async fn voice(turn: &mut Turn<'_>, round: &Round, dispute: &Dispute, post: &PostedIn, accepts: bool) -> Result<()> {
    let Some(account) = turn.account() else { return Ok(()) };
    if account.player == dispute.player {
        return tell(turn, &Told::NotYourOwn);
    }
    if !disputes::has_played(turn.tx, round.group, account.player).await? {
        return tell(turn, &Told::OnlyPlayers);
    }
    turn.writes.voices.push(Voice { answer: dispute.answer, player: account.player, accepts, at_ms: turn.at_ms() });
    let mut voices = disputes::voices(turn.tx, dispute.answer).await?;
    let before = voices.insert(account.player, accepts);
    let accepting = voices.values().filter(|accepts| **accepts).count();
    let refusing = voices.len() - accepting;
    if accepting >= VOICES || refusing >= VOICES {
        return settle(turn, round, dispute, post, accepting >= VOICES, true).await;
    }
    let count = (accepting as u32, refusing as u32);
    if before != Some(accepts) {
        let card = dispute::open(round.language, &claim(round, dispute), true, count);
        turn.edit(post.id, post.chat, &post.platform, &card);
    }
    acknowledge(turn, &Told::Noted(count.0, count.1));
    Ok(())
}

/// It is decided.
async fn settle(
    turn: &mut Turn<'_>,
    round: &Round,
    dispute: &Dispute,
    post: &PostedIn,
    accepts: bool,
    by_players: bool,
) -> Result<()> {
    let Some(account) = turn.account() else { return Ok(()) };
    let by = if by_players { None } else { Some(turn.name()) };
    let outcome = match accepts {
        true => {
            let (answer, form) = (dispute.answer, dispute.form.as_str());
            Outcome::Accepted(by, accept::accept(turn, round, answer, form, account.id, by_players).await?)
        }
        false => {
            let (state, at_ms) = (State::Refused.as_str(), turn.at_ms());
            let decision = Decision { answer: dispute.answer, state, by: (!by_players).then_some(account.id), at_ms };
            turn.writes.decisions.push(decision);
            Outcome::Refused(by)
        }
    };
    show(turn, round, dispute, post, &outcome);
    acknowledge(turn, if accepts { &Told::NowAccepted } else { &Told::NowRefused });
    Ok(())
}

/// Nobody decided in time: the buttons go.
fn lapse(turn: &mut Turn<'_>, round: &Round, dispute: &Dispute, post: &PostedIn) -> Result<()> {
    let (state, at_ms) = (State::Lapsed.as_str(), turn.at_ms());
    turn.writes.decisions.push(Decision { answer: dispute.answer, state, by: None, at_ms });
    show(turn, round, dispute, post, &Outcome::Lapsed);
    acknowledge(turn, &Told::Lapsed);
    Ok(())
}

fn show(turn: &mut Turn<'_>, round: &Round, dispute: &Dispute, post: &PostedIn, outcome: &Outcome) {
    let card = dispute::closed(round.language, &claim(round, dispute), outcome);
    turn.edit(post.id, post.chat, &post.platform, &card);
}

fn claim<'a>(round: &'a Round, dispute: &'a Dispute) -> Claim<'a> {
    let (name, said) = (dispute.name.as_str(), dispute.said.as_str());
    Claim { round: round.id, question: &round.question, answer: dispute.answer, name, said }
}
