//! Points, tries, streaks, ranks.

/// How many tries a typed answer has.
pub const TRIES: u32 = 3;

/// What a right answer is worth at the first, second and third try, in percent.
const TRY_PERCENT: [f64; TRIES as usize] = [100.0, 60.0, 30.0];

/// What is left of the points after a hint, in percent.
const HINTED_PERCENT: f64 = 50.0;

/// The most that a streak adds to a daily.
pub const MOST_BONUS: i64 = 10;

/// Points before any streak: 10 times the difficulty, times the credit, times what the try is worth, halved by a
/// hint. Rounded once; any credit gives at least 1.
///
/// `credit` is 0 to 1, `attempt` counts from 1; tries beyond the last are worth as much as the last.
pub fn points(difficulty: u8, credit: f64, attempt: u32, hinted: bool) -> i64 {
    if credit <= 0.0 {
        return 0;
    }
    let worth = TRY_PERCENT[(attempt.clamp(1, TRIES) - 1) as usize] / 100.0;
    let left = if hinted { HINTED_PERCENT / 100.0 } else { 1.0 };
    let points = 10.0 * f64::from(difficulty) * credit * worth * left;
    (points.round() as i64).max(1)
}

/// How many of a group's posted daily questions a player answered in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// The number of the last daily answered; 0 for none.
    pub last: i64,
    /// In a row, up to the last.
    pub length: i64,
    /// The longest ever.
    pub best: i64,
}

/// Which of a player's answers to one round counts, the oldest first, by what each is worth: the one with the most
/// points, the first among equals, the last where none has any. Answers that cost no try are not among them.
///
/// Tries end with the first answer that is worth something, so while a round is open that is the last one. A dispute or
/// a mended key can make more of an earlier one.
pub fn counting(points: &[i64]) -> Option<usize> {
    let most = points.iter().copied().max()?;
    if most > 0 { points.iter().position(|points| *points == most) } else { points.len().checked_sub(1) }
}

impl Streak {
    /// The streak of a player who answered these dailies, the oldest first.
    pub fn of(dailies: impl IntoIterator<Item = i64>) -> Self {
        dailies.into_iter().fold(Self::default(), Self::answer)
    }

    /// The streak that stands before this daily: none, if the one before it was missed.
    pub fn before(self, daily: i64) -> i64 {
        match daily - self.last {
            0 => self.length - 1,
            1 => self.length,
            _ => 0,
        }
    }

    /// The streak once this daily is answered. An older daily than the last changes nothing.
    pub fn answer(self, daily: i64) -> Self {
        if daily <= self.last {
            return self;
        }
        let length = self.before(daily) + 1;
        Self { last: daily, length, best: self.best.max(length) }
    }

    /// What it adds to a right or partly right daily.
    pub fn bonus(self, daily: i64) -> i64 {
        self.before(daily).min(MOST_BONUS)
    }

    /// How long the streak is now that `newest` is the group's newest daily that has closed: none, if that was missed.
    pub fn now(self, newest_closed: i64) -> i64 {
        if self.last >= newest_closed { self.length } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_whole_and_never_vanish() {
        let table = [
            (1, 1.0, 1, false, 10),
            (5, 1.0, 1, false, 50),
            (2, 1.0, 2, false, 12),
            (3, 1.0, 3, false, 9),
            (3, 1.0, 3, true, 5),
            (1, 0.5, 1, true, 3),
            (1, 0.01, 3, true, 1),
            (4, 0.0, 1, false, 0),
        ];
        for (difficulty, credit, attempt, hinted, expected) in table {
            assert_eq!(
                points(difficulty, credit, attempt, hinted),
                expected,
                "{difficulty} {credit} {attempt} {hinted}"
            );
        }
    }

    #[test]
    fn the_answer_that_is_worth_most_counts() {
        let table = [
            (&[][..], None),
            (&[0], Some(0)),
            (&[0, 0, 0], Some(2)),
            (&[0, 12], Some(1)),
            (&[20, 12], Some(0)),
            (&[0, 12, 12, 0], Some(1)),
        ];
        for (points, expected) in table {
            assert_eq!(counting(points), expected, "{points:?}");
        }
    }

    #[test]
    fn a_streak_counts_the_dailies_in_a_row() {
        let mut streak = Streak::default();
        for daily in 1..=12 {
            assert_eq!(streak.bonus(daily), (daily - 1).min(MOST_BONUS));
            streak = streak.answer(daily);
        }
        assert_eq!(streak, streak.answer(12), "answered twice");
        assert_eq!(streak.before(12), 11, "a second account's answer stands on the same streak");
        assert_eq!(streak.now(12), 12);
        assert_eq!(streak.now(13), 0, "the newest was missed");
        assert_eq!(streak.answer(14), Streak { last: 14, length: 1, best: 12 });
        assert_eq!(Streak::of((1..=12).chain([14])), streak.answer(14));
    }
}
