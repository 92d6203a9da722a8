//! A dispute is accepted: the reply counts as right, for all who gave it, and from then on in this group.

use anyhow::Result;

use crate::{
    engine::turn::Turn,
    quiz::{AccountId, AnswerId, PlayerId, question::alias},
    store::{
        disputes::{self, State, Told},
        ledger::{self, Booked, Judge},
        rounds::Round,
        writes::{Decision, NewAlias},
    },
};

/// Gathers it all; who won how many points by it, the disputer first.
pub(super) async fn accept(
    turn: &mut Turn<'_>,
    round: &Round,
    answer: AnswerId,
    form: &str,
    by: AccountId,
    by_players: bool,
) -> Result<Vec<(String, i64)>> {
    let at_ms = turn.at_ms();
    let decided_by = (!by_players).then_some(by);
    turn.writes.decisions.push(Decision { answer, state: State::Accepted.as_str(), by: decided_by, at_ms });
    let all = disputes::all(turn.tx, round.id).await?;
    let is_same = |told: &Told| told.credit < 1.0 && told.picks.is_none() && alias::form(&told.said) == form;
    let mut players: Vec<PlayerId> = Vec::new();
    let disputed = all.iter().filter(|told| told.id == answer);
    for told in disputed.clone().chain(all.iter().filter(|told| is_same(told))) {
        if !players.contains(&told.player) {
            players.push(told.player);
        }
    }
    if let Some(told) = disputed.clone().next() {
        turn.writes.aliases.push(NewAlias {
            group: round.group,
            question: round.question.id.clone(),
            form: form.to_owned(),
            said: told.said.clone(),
            account: told.account,
            by,
            at_ms,
        });
    }
    let dailies = match round.daily_number {
        Some(_) => disputes::dailies(turn.tx, round.group, &players).await?,
        None => Default::default(),
    };
    let booked = Booked {
        round: round.id,
        group: round.group,
        day: &round.day,
        daily: round.daily_number,
        difficulty: round.question.difficulty,
    };
    let judge = Judge { word: "dispute", at_ms };
    let mut gains = Vec::new();
    for player in players {
        let own: Vec<Told> = all.iter().filter(|told| told.player == player).cloned().collect();
        let answered = dailies.get(&player).map(Vec::as_slice).unwrap_or_default();
        let verdict = |told: &Told| is_same(told).then_some(("right", 1.0));
        let gain = ledger::revise(&mut turn.writes, &booked, &own, answered, judge, verdict).gain();
        let name = own.iter().rev().find(|told| is_same(told)).map(|told| told.name.clone());
        gains.extend(name.map(|name| (name, gain)));
    }
    Ok(gains)
}
