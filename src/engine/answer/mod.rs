//! What someone pressed or said: which round it is for, what it is worth, and what they are told.

mod draft;
mod judged;

use anyhow::Result;

use super::{
    event::{Press, What},
    turn::Turn,
};
use crate::{
    quiz::{
        RoundId,
        question::Reply,
        round::{self, State},
        score::TRIES,
    },
    speech::say::Say,
    store::{
        answers::{Past, Seat},
        people::Account,
        rounds::Round,
        writes::{Hint, NewMessage},
    },
};

use judged::{judged, unreadable};
pub(super) use judged::{made, worth_of};

/// Handles a press or a reply.
pub(super) fn handle(turn: &mut Turn<'_>) -> Result<()> {
    if turn.place().is_none() || turn.account().is_none() {
        return Ok(());
    }
    turn.notice();
    if turn.event.from.as_ref().is_some_and(|from| from.impersonal) {
        turn.tell(&Say::AnswerAsYourself);
        return Ok(());
    }
    match &turn.event.what {
        What::Press { round, press } => pressed(turn, *round, press),
        What::Reply { text, to, .. } => replied(turn, text, to.as_deref()),
        _ => Ok(()),
    }
}

/// An answer on its way through the rules.
struct Seated<'a> {
    round: &'a Round,
    account: &'a Account,
    seat: Seat,
    past: &'a [Past],
}

impl Seated<'_> {
    /// Tries that counted.
    fn tries(&self) -> u32 {
        self.past.iter().filter(|past| past.verdict != "close").count() as u32
    }

    /// The answer that ended this player's tries, if they are at an end.
    fn last_word(&self, most_tries: u32) -> Option<&Past> {
        let last = self.past.iter().rev().find(|past| past.verdict != "close")?;
        (last.verdict != "wrong" || self.tries() >= most_tries).then_some(last)
    }
}

fn seated<'a>(turn: &Turn<'a>, id: RoundId) -> Option<Seated<'a>> {
    let (place, account) = (turn.place()?, turn.account()?);
    let round = turn.view.rounds.get(&id)?;
    if !round.posts.iter().any(|post| post.chat == place.chat) {
        return None;
    }
    let seat = Seat { round: id, player: account.player };
    let past = turn.view.history.get(&seat).map(Vec::as_slice).unwrap_or_default();
    Some(Seated { round, account, seat, past })
}

/// How many tries this player has in this round: one for what is pressed, for an explanation, and for what is typed
/// where nobody could be told alone how it went.
fn most_tries(turn: &Turn<'_>, round: &Round) -> u32 {
    if round.question.is_typed() && turn.can_be_told_alone() { TRIES } else { 1 }
}

fn pressed(turn: &mut Turn<'_>, id: RoundId, press: &Press) -> Result<()> {
    let Some(seated) = seated(turn, id) else {
        turn.tell(&Say::UnknownRound);
        return Ok(());
    };
    adopt(turn, id, turn.event.message.as_deref());
    match press {
        Press::Pick(shown) => picked(turn, &seated, &[*shown]),
        Press::Picks(shown) => picked(turn, &seated, shown),
        Press::Toggle(shown) => draft::toggled(turn, &seated, *shown),
        Press::Undo => draft::undone(turn, &seated),
        Press::Done => draft::done(turn, &seated),
        Press::Hint => hint(turn, id),
        Press::Skip if seated.round.private && matches!(seated.round.state, State::Asked | State::Open) => {
            turn.finished.push(id);
            turn.acknowledge(&Say::Skipped);
        }
        Press::Skip => turn.tell(&Say::NothingOpen),
        // Reads more than presses share: see the batch.
        Press::Dispute(_) => {}
    }
    Ok(())
}

fn replied(turn: &mut Turn<'_>, text: &str, to: Option<&str>) -> Result<()> {
    let candidates: Vec<Seated<'_>> =
        turn.view.candidates(turn.event).into_iter().filter_map(|id| seated(turn, id)).collect();
    let unfinished = candidates.iter().find(|seated| seated.last_word(most_tries(turn, seated.round)).is_none());
    let Some(seated) = unfinished.or(candidates.first()) else {
        nothing_to_answer(turn);
        return Ok(());
    };
    adopt(turn, seated.round.id, to.filter(|_| matches!(turn.event.what, What::Reply { round: Some(_), .. })));
    if !admitted(turn, seated) {
        return Ok(());
    }
    if text.trim().is_empty() {
        turn.tell_alone(&Say::CannotRead.card(seated.round.language));
        return Ok(());
    }
    match seated.round.question.read(text, &seated.round.order) {
        Some(reply) => judged(turn, seated, &reply, text),
        None => unreadable(turn, seated, seated.round.question.expected(), text),
    }
    Ok(())
}

/// In a private chat, and where words are clearly meant for us, silence would be rude; in a group it is not.
fn nothing_to_answer(turn: &mut Turn<'_>) {
    let named = matches!(turn.event.what, What::Reply { round: Some(_), .. });
    if named {
        turn.tell_alone(&Say::UnknownRound.card(turn.language()));
    } else if turn.place().is_some_and(|place| place.private) {
        turn.tell(&Say::NothingOpenHere);
    } else if turn.event.handle.is_some() {
        turn.tell(&Say::NoQuestionToAnswer);
    }
}

/// A message of ours that a crash kept us from remembering: its button names the round, so that the reveal reaches it.
/// One that is known already stays what it is, and after the close nothing of the question changes any more: what is
/// said about it then has buttons that name the round too.
fn adopt(turn: &mut Turn<'_>, id: RoundId, message: Option<&str>) {
    let (Some(message), Some(place), Some(at)) = (message, turn.place(), &turn.event.place) else { return };
    let Some(round) = turn.view.rounds.get(&id).filter(|round| matches!(round.state, State::Asked | State::Open))
    else {
        return;
    };
    let Some(post) = round.posts.iter().find(|post| post.chat == place.chat) else { return };
    turn.writes.adopted.push(NewMessage {
        platform: at.chat.platform.to_string(),
        address: at.chat.chat.clone(),
        message: message.to_owned(),
        thread: at.chat.thread.clone(),
        post: post.id,
        part: 0,
    });
}

/// Whether this player may still answer; says why not.
fn admitted(turn: &mut Turn<'_>, seated: &Seated<'_>) -> bool {
    let round = seated.round;
    if let Some(past) = seated.last_word(most_tries(turn, round)) {
        let say = Say::Again(worth_of(round, past, 0));
        turn.tell_alone(&say.card(round.language));
        return false;
    }
    if !round::in_time(round.state, round.closes_at_ms, turn.event.at_ms) {
        turn.tell_alone(&Say::TooLate.card(round.language));
        return false;
    }
    true
}

fn picked(turn: &mut Turn<'_>, seated: &Seated<'_>, shown: &[usize]) {
    let mut places: Vec<usize> = shown.iter().filter_map(|shown| seated.round.order.get(*shown).copied()).collect();
    if !seated.round.question.is_order() {
        places.sort_unstable();
        places.dedup();
    }
    if !admitted(turn, seated) {
        return;
    }
    match places.is_empty() {
        true => unreadable(turn, seated, seated.round.question.expected(), ""),
        false => judged(turn, seated, &Reply::Picks(places), ""),
    }
}

/// Shows the hint of a round to its asker alone.
pub(super) fn hint(turn: &mut Turn<'_>, id: RoundId) {
    let Some(seated) = seated(turn, id) else { return turn.tell(&Say::UnknownRound) };
    if !admitted(turn, &seated) {
        return;
    }
    let language = seated.round.language;
    let Some(hint) = &seated.round.question.hint else { return turn.tell(&Say::NoHint) };
    turn.tell_alone(&Say::Hint(hint.get(language).to_owned()).card(language));
    turn.writes.hints.push(Hint { round: id, player: seated.account.player, at_ms: turn.at_ms() });
}
