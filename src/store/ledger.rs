//! What follows in the books when answers are judged anew: judgements, the score that counts, standings, streaks.

use super::{
    disputes::Told,
    writes::{NewJudgement, NewScore, NewStreak, Restanding, Writes},
};
use crate::quiz::{
    AnswerId, GroupId, PlayerId, RoundId,
    schedule::Period,
    score::{self, Streak},
};

/// A round as the books know it.
#[derive(Clone, Copy, Debug)]
pub struct Booked<'a> {
    /// The round.
    pub round: RoundId,
    /// Whose.
    pub group: GroupId,
    /// The group's local date that boards count it by.
    pub day: &'a str,
    /// The how-manieth daily of its group.
    pub daily: Option<i64>,
    /// The difficulty that it was asked with: its stars promised the points.
    pub difficulty: u8,
}

/// Who judges anew, and when.
#[derive(Clone, Copy, Debug)]
pub struct Judge {
    /// `dispute` or `rejudge`.
    pub word: &'static str,
    /// Milliseconds UTC.
    pub at_ms: i64,
}

/// What became of one player's answers to a round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revised {
    /// The answers that are worth something else now, each with what that is.
    pub changes: Vec<(AnswerId, &'static str, i64)>,
    /// The points that counted; None where no answer did.
    pub before: Option<i64>,
    /// The points that count now.
    pub after: i64,
}

impl Revised {
    /// How many points were won, or lost.
    pub fn gain(&self) -> i64 {
        self.after - self.before.unwrap_or(0)
    }
}

/// Judges a player's answers to a round (all of them, oldest first) anew where `verdict` gives a word and a credit, and
/// gathers what follows. `dailies` are those of the group that the player has a score in, oldest first.
///
/// An answer is worth what it would have been when it was given: by its own try, its own hint, and the streak before
/// it. Points of other rounds stay as they are, also where a streak is mended.
pub fn revise(
    writes: &mut Writes,
    booked: &Booked<'_>,
    answers: &[Told],
    dailies: &[i64],
    judge: Judge,
    verdict: impl Fn(&Told) -> Option<(&'static str, f64)>,
) -> Revised {
    let before = counting(answers);
    let mut now = answers.to_vec();
    let mut revised = Revised { before: before.map(|at| answers[at].points), ..Revised::default() };
    for (at, told) in answers.iter().enumerate() {
        let Some((word, credit)) = verdict(told) else { continue };
        let (points, bonus) = worth(booked, answers, at, dailies, credit);
        if (told.verdict.as_str(), told.points) == (word, points) && (told.credit - credit).abs() < f64::EPSILON {
            continue;
        }
        let (answer, seq, at_ms) = (told.id, told.seq + 1, judge.at_ms);
        writes.judgements.push(NewJudgement {
            answer,
            seq,
            verdict: word,
            credit,
            points,
            bonus,
            judge: judge.word,
            at_ms,
        });
        revised.changes.push((answer, word, points));
        now[at] = Told { seq, verdict: word.to_owned(), credit, points, bonus, ..told.clone() };
    }
    let after = counting(&now);
    revised.after = after.map_or(0, |at| now[at].points);
    if let Some(at) = after
        .filter(|_| before.map(|at| (answers[at].id, answers[at].seq)) != after.map(|at| (now[at].id, now[at].seq)))
    {
        let told = &now[at];
        writes.scores.push(NewScore { round: booked.round, player: told.player, answer: told.id, seq: told.seq });
        restand(writes, booked, told.player);
        if before.is_none() {
            streak(writes, booked, told.player, dailies);
        }
    }
    revised
}

/// The place of the answer that counts.
fn counting(answers: &[Told]) -> Option<usize> {
    let counted: Vec<usize> = (0..answers.len()).filter(|at| answers[*at].verdict != "close").collect();
    let points: Vec<i64> = counted.iter().map(|at| answers[*at].points).collect();
    score::counting(&points).map(|at| counted[at])
}

/// Points and bonus of the answer at this place, if it has this credit.
fn worth(booked: &Booked<'_>, answers: &[Told], at: usize, dailies: &[i64], credit: f64) -> (i64, i64) {
    let told = &answers[at];
    let tries = answers[..at].iter().filter(|told| told.first != "close").count();
    let attempt = u32::try_from(tries + 1).unwrap_or(u32::MAX);
    let points = score::points(booked.difficulty, credit, attempt, told.hinted);
    if points == 0 {
        return (0, 0);
    }
    let earned = booked
        .daily
        .map_or(0, |daily| Streak::of(dailies.iter().copied().filter(|number| *number < daily)).bonus(daily));
    let bonus = if told.points > 0 { told.bonus } else { earned };
    (points + bonus, bonus)
}

fn restand(writes: &mut Writes, booked: &Booked<'_>, player: PlayerId) {
    let Ok(day) = booked.day.parse() else { return };
    writes.restandings.extend(Period::ALL.map(|period| {
        let (first, last) = period.days(day);
        let (first, last) = (first.to_string(), last.to_string());
        Restanding { group: booked.group, period: period.key(day), player, first, last }
    }));
}

/// A daily that had only been answered with what costs no try is answered now: the streak goes on over it.
fn streak(writes: &mut Writes, booked: &Booked<'_>, player: PlayerId, dailies: &[i64]) {
    let Some(daily) = booked.daily else { return };
    let before = dailies.iter().copied().filter(|number| *number < daily);
    let after = dailies.iter().copied().filter(|number| *number > daily);
    let Streak { last, length, best } = Streak::of(before.chain([daily]).chain(after));
    writes.streaks.push(NewStreak { group: booked.group, player, last, length, best });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::AccountId;

    const BOOKED: Booked<'_> =
        Booked { round: RoundId(1), group: GroupId(2), day: "2026-03-01", daily: None, difficulty: 2 };
    const JUDGE: Judge = Judge { word: "dispute", at_ms: 99 };

    fn told(id: i64, verdict: &str, points: i64) -> Told {
        Told {
            id: AnswerId(id),
            player: PlayerId(3),
            account: AccountId(4),
            name: "ada".into(),
            said: format!("reply {id}"),
            picks: None,
            hinted: false,
            first: verdict.into(),
            seq: 1,
            verdict: verdict.into(),
            credit: f64::from(points > 0),
            points,
            bonus: 0,
            judge: "engine".into(),
        }
    }

    fn right(id: i64) -> impl Fn(&Told) -> Option<(&'static str, f64)> {
        move |told| (told.id == AnswerId(id)).then_some(("right", 1.0))
    }

    #[test]
    fn an_answer_is_worth_what_its_own_try_was() {
        let answers = [told(1, "wrong", 0), told(2, "close", 0), told(3, "wrong", 0), told(4, "wrong", 0)];
        for (id, points) in [(1, 20), (2, 12), (3, 12), (4, 6)] {
            let mut writes = Writes::default();
            let revised = revise(&mut writes, &BOOKED, &answers, &[], JUDGE, right(id));
            assert_eq!((revised.before, revised.after, revised.gain()), (Some(0), points, points), "{id}");
            assert_eq!((writes.scores[0].answer, writes.scores[0].seq), (AnswerId(id), 2));
            let periods: Vec<&str> = writes.restandings.iter().map(|new| new.period.as_str()).collect();
            assert_eq!(periods, ["2026-03-01", "2026-W09", "2026-03", "all"]);
        }
    }

    #[test]
    fn what_counted_is_kept_where_it_is_better() {
        let answers = [told(1, "wrong", 0), told(2, "right", 12)];
        let mut writes = Writes::default();
        assert_eq!(revise(&mut writes, &BOOKED, &answers, &[], JUDGE, right(1)).gain(), 8);
        let hinted = [answers[1].clone(), Told { hinted: true, ..answers[0].clone() }];
        let mut writes = Writes::default();
        assert_eq!(revise(&mut writes, &BOOKED, &hinted, &[], JUDGE, right(1)).gain(), 0);
        assert_eq!((writes.judgements.len(), writes.scores.len()), (1, 0));
        let again = revise(&mut Writes::default(), &BOOKED, &answers, &[], JUDGE, right(2));
        assert_eq!(again, Revised { changes: vec![], before: Some(12), after: 12 }, "nothing is new");
    }

    #[test]
    fn a_daily_counts_for_the_streak_that_stood_before_it() {
        let daily = Booked { daily: Some(4), ..BOOKED };
        let mut writes = Writes::default();
        let revised = revise(&mut writes, &daily, &[told(1, "wrong", 0)], &[1, 2, 3, 4, 5], JUDGE, right(1));
        assert_eq!((revised.after, writes.judgements[0].bonus), (23, 3));
        assert!(writes.streaks.is_empty(), "it was answered before");
        let mut writes = Writes::default();
        let revised = revise(&mut writes, &daily, &[told(1, "close", 0)], &[1, 2, 3, 5], JUDGE, right(1));
        assert_eq!((revised.before, revised.after), (None, 23));
        assert_eq!((writes.streaks[0].last, writes.streaks[0].length, writes.streaks[0].best), (5, 5, 5));
    }

    #[test]
    fn points_can_be_lost_too() {
        let mut writes = Writes::default();
        let answers = [told(1, "right", 20)];
        let revised = revise(&mut writes, &BOOKED, &answers, &[], JUDGE, |_| Some(("wrong", 0.0)));
        assert_eq!((revised.gain(), writes.scores[0].seq), (-20, 2));
    }
}
