//! Picks that are not final yet: pressed in and out, taken back, handed in. Only their player sees them.

use super::{
    Seated, admitted,
    judged::{judged, letters},
};
use crate::{
    engine::{round, turn::Turn},
    quiz::question::Reply,
    speech::{
        question,
        say::{Draft, Say},
    },
    store::writes,
};

/// An option goes in as the last of the picks, or out of them.
pub(super) fn toggled(turn: &mut Turn<'_>, seated: &Seated<'_>, shown: usize) {
    let Some(&place) = seated.round.order.get(shown) else { return turn.tell(&Say::UnknownRound) };
    if !admitted(turn, seated) {
        return;
    }
    let mut picks = picks(turn, seated);
    match picks.iter().position(|pick| *pick == place) {
        Some(at) => drop(picks.remove(at)),
        None => picks.push(place),
    }
    keep(turn, seated, &picks);
}

/// The last of the picks is taken back.
pub(super) fn undone(turn: &mut Turn<'_>, seated: &Seated<'_>) {
    if !admitted(turn, seated) {
        return;
    }
    let mut picks = picks(turn, seated);
    picks.pop();
    keep(turn, seated, &picks);
}

/// The picks are handed in, unless there are none, or an order lacks some: that costs nothing.
pub(super) fn done(turn: &mut Turn<'_>, seated: &Seated<'_>) {
    if !admitted(turn, seated) {
        return;
    }
    let picks = picks(turn, seated);
    let is_order = seated.round.question.is_order();
    if is_order && picks.len() < seated.round.question.option_count() {
        tell(turn, seated, &picks, true);
    } else if picks.is_empty() {
        turn.tell_alone(&Say::NothingPicked.card(seated.round.language));
    } else {
        judged(turn, seated, &Reply::Picks(picks), "");
    }
}

fn picks(turn: &Turn<'_>, seated: &Seated<'_>) -> Vec<usize> {
    turn.view.drafts.get(&(seated.round.id, seated.account.id)).cloned().unwrap_or_default()
}

fn keep(turn: &mut Turn<'_>, seated: &Seated<'_>, picks: &[usize]) {
    tell(turn, seated, picks, false);
    let picks = serde_json::to_string(picks).expect("numbers");
    turn.writes.drafts.push(writes::Draft { round: seated.round.id, account: seated.account.id, picks });
}

/// An order's draft goes with buttons of its own, for platforms that can show them to one person alone.
fn tell(turn: &mut Turn<'_>, seated: &Seated<'_>, picks: &[usize], done: bool) {
    let round = seated.round;
    let letters = letters(round, picks);
    if !round.question.is_order() {
        return turn.tell_alone(&Say::Picks(letters).card(round.language));
    }
    let missing = u32::try_from(round.question.option_count().saturating_sub(picks.len())).unwrap_or(u32::MAX);
    let mut card = Say::Draft(Draft { letters, missing, done }).card(round.language);
    let asked = round::asked(turn, round, round.private, None);
    card.controls = Some(question::draft_controls(round.language, &asked));
    turn.tell_alone(&card);
}
