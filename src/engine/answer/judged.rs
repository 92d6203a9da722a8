//! What a reply is worth, and what follows from it.

use super::{Seated, most_tries};
use crate::{
    engine::turn::Turn,
    quiz::{
        AnswerId, Expected, Verdict,
        judge::open,
        question::{Kind, Reply, Text},
        schedule::Period,
        score,
    },
    speech::say::{Explained, Nothing, Say, Worth},
    store::{
        answers::Past,
        rounds::Round,
        writes::{Gain, NewAnswer, NewStreak},
    },
};

/// How much of a reply is kept, characters: all that an event holds, since an explanation is judged again from it.
const KEPT_CHARACTERS: usize = 4_000;

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
        explained: None,
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
    let explained = explained(round, &new.said, &verdict);
    let worth = Worth {
        verdict,
        points: new.points,
        bonus: new.bonus,
        said: new.said.clone(),
        letters: matches!(reply, Reply::Picks(_)),
        tries_left: if last { 0 } else { left },
        why: why(round, reply),
        explained,
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

/// What an explanation made of its points: judged once more, from what is kept of it. Where it was found right, nothing
/// is missing, whoever found it so.
fn explained(round: &Round, said: &str, verdict: &Verdict) -> Option<Explained> {
    let Kind::Open { points, traps, .. } = &round.question.kind else { return None };
    let marks = round.question.marks(said)?;
    let nothing = nothing(marks.why);
    if nothing.is_some() {
        return Some(Explained { nothing, ..Explained::default() });
    }
    let say = |text: &Text| text.get(round.language).to_owned();
    let with = |wanted: bool| {
        let points = points.iter().zip(&marks.made);
        points.filter(move |(_, made)| **made == wanted).map(|(point, _)| say(&point.say)).collect()
    };
    let missing = if *verdict == Verdict::Right { Vec::new() } else { with(false) };
    let trapped = marks.trapped.iter().filter_map(|at| traps.get(*at)).map(|trap| say(&trap.say)).collect();
    Some(Explained { made: with(true), missing, trapped, nothing })
}

fn nothing(why: open::Why) -> Option<Nothing> {
    match why {
        open::Why::Stuffing => Some(Nothing::Keywords),
        open::Why::Copied => Some(Nothing::Copied),
        _ => None,
    }
}

/// How many of these explanations made each point of the question.
pub(in crate::engine) fn made(round: &Round, said: &[String]) -> Vec<u32> {
    let Kind::Open { points, .. } = &round.question.kind else { return Vec::new() };
    let marks = said.iter().filter_map(|said| round.question.marks(said));
    let marks: Vec<_> = marks.filter(|marks| nothing(marks.why).is_none()).collect();
    let made = |at: usize| marks.iter().filter(|marks| marks.made.get(at) == Some(&true)).count();
    (0..points.len()).map(|at| u32::try_from(made(at)).unwrap_or(u32::MAX)).collect()
}

/// What an earlier answer was worth.
pub(in crate::engine) fn worth_of(round: &Round, past: &Past, tries_left: u32) -> Worth {
    let verdict = match past.verdict.as_str() {
        "right" => Verdict::Right,
        "partial" => Verdict::Partial(past.credit),
        _ => Verdict::Wrong,
    };
    let why = past.picks.as_ref().and_then(|picks| why(round, &Reply::Picks(picks.clone())));
    let explained = explained(round, &past.said, &verdict);
    let (points, bonus, said, letters) = (past.points, past.bonus, past.said.clone(), past.picks.is_some());
    Worth { verdict, points, bonus, said, letters, tries_left, why, explained }
}

/// Picks as the letters shown: `a c`; those of an order as they were picked.
pub(super) fn letters(round: &Round, picks: &[usize]) -> String {
    let mut shown: Vec<usize> =
        picks.iter().filter_map(|pick| round.order.iter().position(|place| place == pick)).collect();
    if !round.question.is_order() {
        shown.sort_unstable();
    }
    let letters: Vec<String> = shown.iter().map(|at| char::from(b'a' + (*at as u8).min(25)).to_string()).collect();
    letters.join(" ")
}

fn kept(text: &str) -> String {
    text.trim().chars().take(KEPT_CHARACTERS).collect()
}
