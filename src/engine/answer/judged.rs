//! What a reply is worth, and what follows from it.

use super::{Seated, most_tries};
use crate::{
    engine::turn::Turn,
    quiz::{
        AnswerId, Expected, Verdict,
        question::{Kind, Reply},
        schedule::Period,
        score,
    },
    speech::say::{Say, Worth},
    store::{
        answers::Past,
        rounds::Round,
        writes::{Gain, NewAnswer, NewStreak},
    },
};

/// How much of a reply is kept, characters: what is shown again, and enough to dispute.
const KEPT_CHARACTERS: usize = 1_000;

pub(super) fn unreadable(turn: &mut Turn<'_>, seated: &Seated<'_>, expected: Expected, text: &str) {
    let most = most_tries(turn, seated.round);
    let worth = Worth {
        verdict: Verdict::Unreadable(expected),
        points: 0,
        bonus: 0,
        said: kept(text),
        letters: false,
        tries_left: most.saturating_sub(seated.tries()),
        why: None,
    };
    turn.tell_alone(&Say::Verdict(worth).card(seated.round.language));
}

/// How many half answers of a player are kept in a round: they cost no try, so that nothing else would end them.
const KEPT_HALVES: usize = 20;

/// Judges a reply that was admitted, and gathers what follows from it.
pub(super) fn judged(turn: &mut Turn<'_>, seated: &Seated<'_>, reply: &Reply, text: &str) {
    let round = seated.round;
    let verdict = round.question.judge_with(reply, &round.aliases, turn.fixed.bank.known());
    if let Verdict::Unreadable(expected) = verdict {
        return unreadable(turn, seated, expected, text);
    }
    let new = answer(turn, seated, reply, text, &verdict);
    let counted = new.verdict != "close";
    let left = most_tries(turn, round).saturating_sub(seated.tries() + u32::from(counted));
    let last = counted && (new.verdict != "wrong" || left == 0);
    let worth = Worth {
        verdict,
        points: new.points,
        bonus: new.bonus,
        said: new.said.clone(),
        letters: matches!(reply, Reply::Picks(_)),
        tries_left: if last { 0 } else { left },
        why: why(round, reply),
    };
    if counted {
        gather_points(turn, seated, &new);
    }
    if counted || seated.past.len() < KEPT_HALVES {
        turn.writes.answers.push(new);
    }
    // In a private chat the result follows at once and says it all, unless the platform waits for an answer of its own.
    if last && round.private {
        turn.finished.push(round.id);
        if turn.event.handle.is_none() {
            return;
        }
    }
    turn.tell_alone(&Say::Verdict(worth).card(round.language));
}

fn answer(turn: &mut Turn<'_>, seated: &Seated<'_>, reply: &Reply, text: &str, verdict: &Verdict) -> NewAnswer {
    let (round, account) = (seated.round, seated.account);
    let (word, credit) = match verdict {
        Verdict::Right => ("right", 1.0),
        Verdict::Partial(credit) => ("partial", *credit),
        Verdict::Close(_) => ("close", 0.0),
        Verdict::Wrong | Verdict::Unreadable(_) => ("wrong", 0.0),
    };
    let hinted = turn.view.hinted.contains(&seated.seat);
    let points = score::points(round.question.difficulty, credit, seated.tries() + 1, hinted);
    let bonus = round.daily_number.filter(|_| points > 0).map_or(0, |daily| streak(turn, seated).bonus(daily));
    let (said, picks) = match reply {
        Reply::Picks(picks) => (letters(round, picks), Some(serde_json::to_string(picks).expect("numbers"))),
        Reply::Words(_) => (kept(text), None),
    };
    turn.sequences.answers += 1;
    NewAnswer {
        id: AnswerId(turn.sequences.answers),
        round: round.id,
        account: account.id,
        player: account.player,
        attempt: seated.past.iter().filter(|past| past.account == account.id).count() as i64 + 1,
        said,
        picks,
        hinted,
        verdict: word,
        credit,
        points: points + bonus,
        bonus,
        at_ms: turn.at_ms(),
    }
}

fn streak(turn: &Turn<'_>, seated: &Seated<'_>) -> score::Streak {
    turn.view.streaks.get(&(seated.round.group, seated.account.player)).copied().unwrap_or_default()
}

/// A new score changes the standings of its periods; a daily carries the streak on.
fn gather_points(turn: &mut Turn<'_>, seated: &Seated<'_>, new: &NewAnswer) {
    let (round, player) = (seated.round, seated.account.player);
    if let Ok(day) = round.day.parse() {
        let gain = |period: Period| Gain {
            group: round.group,
            period: period.key(day),
            player,
            points: new.points,
            at_ms: new.at_ms,
        };
        turn.writes.gains.extend(Period::ALL.map(gain));
    }
    if let Some(daily) = round.daily_number {
        let streak = streak(turn, seated).answer(daily);
        let (last, length, best) = (streak.last, streak.length, streak.best);
        turn.writes.streaks.push(NewStreak { group: round.group, player, last, length, best });
    }
}

fn why(round: &Round, reply: &Reply) -> Option<String> {
    let (Kind::Single { options }, Reply::Picks(picks)) = (&round.question.kind, reply) else { return None };
    Some(options.get(*picks.first()?)?.why.as_ref()?.get(round.language).to_owned())
}

/// What an earlier answer was worth.
pub(in crate::engine) fn worth_of(round: &Round, past: &Past, tries_left: u32) -> Worth {
    let verdict = match past.verdict.as_str() {
        "right" => Verdict::Right,
        "partial" => Verdict::Partial(past.credit),
        _ => Verdict::Wrong,
    };
    let why = past.picks.as_ref().and_then(|picks| why(round, &Reply::Picks(picks.clone())));
    let (points, bonus, said, letters) = (past.points, past.bonus, past.said.clone(), past.picks.is_some());
    Worth { verdict, points, bonus, said, letters, tries_left, why }
}

/// Picks as the letters shown: `a c`.
pub(super) fn letters(round: &Round, picks: &[usize]) -> String {
    let mut shown: Vec<usize> =
        picks.iter().filter_map(|pick| round.order.iter().position(|place| place == pick)).collect();
    shown.sort_unstable();
    let letters: Vec<String> = shown.iter().map(|at| char::from(b'a' + (*at as u8).min(25)).to_string()).collect();
    letters.join(" ")
}

fn kept(text: &str) -> String {
    text.trim().chars().take(KEPT_CHARACTERS).collect()
}
