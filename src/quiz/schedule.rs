//! Plan + time zone + now -> the slot that is due; local days and the periods of boards.

use chrono::{
    DateTime, Datelike, Days, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday,
};
use chrono_tz::{GapInfo, Tz};

use super::judge::normalize::{simplified, tidy};
pub use super::zone::{matching_zones, parse_zone};

/// Instants are kept within the years -999 and 9999, so that no zone pushes one beyond what dates can hold.
const FURTHEST_MS: i64 = 253_370_764_800_000;
const EARLIEST_MS: i64 = -93_692_592_000_000;

/// How far around today's date slots are looked for, in days: a zone may skip or repeat a day.
const DAYS_AROUND: u64 = 3;

/// The longest text that is read as a time, in characters.
const LONGEST_TIME: usize = 16;

/// When a group is asked: once a local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Local time, whole minutes.
    pub time: NaiveTime,
    /// The group's zone.
    pub zone: Tz,
    /// No slot exists before, milliseconds UTC.
    pub since_ms: i64,
}

/// A time at which a group is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The nominal local `YYYY-MM-DD HH:MM`, also in a gap or an overlap.
    pub name: String,
    /// When that is, milliseconds UTC.
    pub at_ms: i64,
}

impl Plan {
    /// The newest slot at or before now that the plan has; None where there is none yet.
    pub fn newest_due(&self, now_ms: i64) -> Option<Slot> {
        let due = self.around(now_ms).filter(|(at_ms, _)| *at_ms <= now_ms).max();
        due.filter(|(at_ms, _)| *at_ms >= self.since_ms).map(|(at_ms, day)| self.slot(at_ms, day))
    }

    /// The first slot after now.
    pub fn next(&self, now_ms: i64) -> Slot {
        let after_ms = now_ms.max(self.since_ms.saturating_sub(1));
        let first = self.around(after_ms).filter(|(at_ms, _)| *at_ms > after_ms).min();
        let (at_ms, day) = first.unwrap_or_else(|| (after_ms, local_day(self.zone, after_ms)));
        self.slot(at_ms, day)
    }

    /// When the slots of the days around this instant are, whether the plan has them or not.
    fn around(&self, at_ms: i64) -> impl Iterator<Item = (i64, NaiveDate)> {
        let today = local_day(self.zone, at_ms);
        let first = today.checked_sub_days(Days::new(DAYS_AROUND)).unwrap_or(today);
        let plan = *self;
        let days = first.iter_days().take(2 * DAYS_AROUND as usize + 1);
        // a zone that changes sides of the date line skips a whole day: that one has no slot
        let exists =
            move |day: &NaiveDate| local_day(plan.zone, instant(plan.zone, day.and_time(NaiveTime::MIN))) == *day;
        days.filter(exists).map(move |day| (instant(plan.zone, day.and_time(plan.time)), day))
    }

    fn slot(&self, at_ms: i64, day: NaiveDate) -> Slot {
        Slot { name: day.and_time(self.time).format("%Y-%m-%d %H:%M").to_string(), at_ms }
    }
}

/// The instant of a local time, milliseconds UTC: one that does not exist is taken at the first instant after the gap,
/// one that exists twice at its first pass.
pub fn instant(zone: Tz, local: NaiveDateTime) -> i64 {
    let at = match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at),
        LocalResult::None => GapInfo::new(&local, &zone).and_then(|gap| gap.end),
    };
    at.map_or_else(|| local.and_utc().timestamp_millis(), |at| at.timestamp_millis())
}

/// Reads `9:00`, `09:00`, `９：００`, 9点, 9点30分, 9点半.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = tidy(text);
    if text.chars().count() > LONGEST_TIME {
        return None;
    }
    let text = simplified(&text).unwrap_or(text).replace('时', "点");
    let (hour, minute) = match text.split_once(':') {
        Some((hour, minute)) => (hour, digits(minute, 2..=2)?),
        None => {
            let (hour, rest) = text.split_once('点')?;
            (hour, chinese_minute(rest.trim())?)
        }
    };
    NaiveTime::from_hms_opt(digits(hour.trim_end(), 1..=2)?, minute, 0)
}

/// What follows 点: nothing, 整, 半, 30, 30分, 5分.
fn chinese_minute(rest: &str) -> Option<u32> {
    match (rest, rest.strip_suffix('分')) {
        ("" | "整" | "钟", _) => Some(0),
        ("半", _) => Some(30),
        (_, Some(minute)) => digits(minute, 1..=2),
        (minute, None) => digits(minute, 2..=2),
    }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let fits = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// The local date at this instant.
pub fn local_day(zone: Tz, at_ms: i64) -> NaiveDate {
    let at: Option<DateTime<Utc>> = DateTime::from_timestamp_millis(at_ms.clamp(EARLIEST_MS, FURTHEST_MS));
    at.unwrap_or_default().with_timezone(&zone).date_naive()
}

/// A board's period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Period {
    /// The local day.
    Today,
    /// From Monday.
    Week,
    /// The calendar month.
    Month,
    /// Since ever.
    #[default]
    All,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: [Self; 4] = [Self::Today, Self::Week, Self::Month, Self::All];

    /// The word as typed in `/top`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Month => "month",
            Self::All => "all",
        }
    }

    /// Reads the word; Chinese ones too (今天, 本周, 本月, 全部).
    pub fn from_word(word: &str) -> Option<Self> {
        const WORDS: [&[&str]; 4] = [
            &["today", "day", "daily", "今天", "今日", "本日", "当天", "日榜"],
            &["week", "weekly", "this week", "本周", "这周", "这一周", "本星期", "这星期", "这个星期", "周", "周榜"],
            &["month", "monthly", "this month", "本月", "这个月", "当月", "月", "月榜"],
            &["all", "all time", "all-time", "ever", "total", "全部", "所有", "总", "总榜", "总分", "累计"],
        ];
        let word = tidy(word).to_lowercase();
        let word = simplified(&word).unwrap_or(word);
        Self::ALL.into_iter().zip(WORDS).find(|(_, words)| words.contains(&word.as_str())).map(|(period, _)| period)
    }

    /// The key of the period that this day lies in: `2026-03-01`, `2026-W09`, `2026-03`, `all`.
    pub fn key(self, day: NaiveDate) -> String {
        match self {
            Self::Today => day.format("%Y-%m-%d").to_string(),
            // the week's own year: 2027-01-01 lies in 2026-W53
            Self::Week => format!("{:04}-W{:02}", day.iso_week().year(), day.iso_week().week()),
            Self::Month => day.format("%Y-%m").to_string(),
            Self::All => "all".to_owned(),
        }
    }

    /// The first and the last day of the period that this day lies in.
    pub fn days(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Today => (day, day),
            Self::Week => {
                let week = day.week(Weekday::Mon);
                (week.checked_first_day().unwrap_or(day), week.checked_last_day().unwrap_or(day))
            }
            Self::Month => {
                let first = day.with_day(1).unwrap_or(day);
                let next = first.checked_add_months(Months::new(1));
                (first, next.and_then(|next| next.pred_opt()).unwrap_or(day))
            }
            // of four digits, so that days can be compared as texts
            Self::All => {
                let ends =
                    [(0, 1, 1), (9999, 12, 31)].map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
                (ends[0].unwrap_or(day), ends[1].unwrap_or(day))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America, Asia, Australia, Europe, Pacific, TZ_VARIANTS};
    use proptest::prelude::*;

    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a local time")
    }

    fn utc(text: &str) -> i64 {
        local(text).and_utc().timestamp_millis()
    }

    fn plan(zone: Tz, time: &str, since: &str) -> Plan {
        Plan { time: parse_time(time).expect("a time"), zone, since_ms: utc(since) }
    }

    #[test]
    fn local_times_have_an_instant_also_in_gaps_and_overlaps() {
        let table = [
            (Europe::Berlin, "2026-03-29 01:59", "2026-03-29 00:59", "before the gap"),
            (Europe::Berlin, "2026-03-29 02:00", "2026-03-29 01:00", "the gap's first minute"),
            (Europe::Berlin, "2026-03-29 02:30", "2026-03-29 01:00", "inside the gap: its end"),
            (Europe::Berlin, "2026-03-29 03:00", "2026-03-29 01:00", "behind it"),
            (Europe::Berlin, "2026-10-25 02:00", "2026-10-25 00:00", "twice: the first pass"),
            (Europe::Berlin, "2026-10-25 02:59", "2026-10-25 00:59", "twice: the first pass"),
            (Europe::Berlin, "2026-10-25 03:00", "2026-10-25 02:00", "once again"),
            (Asia::Shanghai, "2026-03-29 02:30", "2026-03-28 18:30", "no summer time"),
            (America::Sao_Paulo, "2018-11-04 00:00", "2018-11-04 03:00", "midnight does not exist"),
            (America::Sao_Paulo, "2018-11-04 00:30", "2018-11-04 03:00", "nor does half past"),
            (America::Sao_Paulo, "2018-02-17 23:30", "2018-02-18 01:30", "the last hour twice"),
            (Australia::Lord_Howe, "2026-10-04 02:00", "2026-10-03 15:30", "a gap of half an hour"),
            (Australia::Lord_Howe, "2026-10-04 02:15", "2026-10-03 15:30", "inside it"),
            (Australia::Lord_Howe, "2026-10-04 02:30", "2026-10-03 15:30", "behind it"),
            (Australia::Lord_Howe, "2026-04-05 01:45", "2026-04-04 14:45", "half an hour twice"),
            (Pacific::Apia, "2011-12-29 23:59", "2011-12-30 09:59", "the last minute before the line"),
            (Pacific::Apia, "2011-12-30 09:00", "2011-12-30 10:00", "a day that was skipped"),
            (Pacific::Apia, "2011-12-31 00:00", "2011-12-30 10:00", "the first behind it"),
        ];
        for (zone, at, expected, what) in table {
            assert_eq!(instant(zone, local(at)), utc(expected), "{zone} {at}: {what}");
        }
    }

    /// Zone, time, since (UTC), now (UTC), the newest due slot (`-` for none), the next.
    const DUE: &[(Tz, &str, &str, &str, &str, &str)] = &[
        (Europe::Berlin, "9:00", "2026-03-01 07:00", "2026-03-01 07:59", "-", "2026-03-01 09:00"),
        (Europe::Berlin, "9:00", "2026-03-01 07:00", "2026-03-01 08:00", "2026-03-01 09:00", "2026-03-02 09:00"),
        (Europe::Berlin, "9:00", "2026-03-01 08:01", "2026-03-01 09:00", "-", "2026-03-02 09:00"),
        (Europe::Berlin, "9:00", "2026-03-01 08:00", "2026-03-20 09:00", "2026-03-20 09:00", "2026-03-21 09:00"),
        (Europe::Berlin, "9:00", "2027-01-01 00:00", "2026-03-20 09:00", "-", "2027-01-01 09:00"),
        (Europe::Berlin, "2:30", "2026-03-01 00:00", "2026-03-29 00:59", "2026-03-28 02:30", "2026-03-29 02:30"),
        (Europe::Berlin, "2:30", "2026-03-01 00:00", "2026-03-29 01:00", "2026-03-29 02:30", "2026-03-30 02:30"),
        (Europe::Berlin, "2:30", "2026-10-01 00:00", "2026-10-25 01:30", "2026-10-25 02:30", "2026-10-26 02:30"),
        (Asia::Shanghai, "0:00", "2026-03-01 00:00", "2026-03-02 15:59", "2026-03-02 00:00", "2026-03-03 00:00"),
        (Pacific::Apia, "9:00", "2011-12-01 00:00", "2011-12-30 09:59", "2011-12-29 09:00", "2011-12-31 09:00"),
        (Pacific::Apia, "9:00", "2011-12-01 00:00", "2011-12-30 10:00", "2011-12-29 09:00", "2011-12-31 09:00"),
        (Pacific::Apia, "0:00", "2011-12-01 00:00", "2011-12-30 09:59", "2011-12-29 00:00", "2011-12-31 00:00"),
        (Pacific::Apia, "0:00", "2011-12-01 00:00", "2011-12-30 10:00", "2011-12-31 00:00", "2012-01-01 00:00"),
        (America::Sao_Paulo, "0:30", "2018-11-01 00:00", "2018-11-04 03:00", "2018-11-04 00:30", "2018-11-05 00:30"),
    ];

    #[test]
    fn the_newest_due_slot_and_the_next() {
        for &(zone, time, since, now, newest, next) in DUE {
            let plan = plan(zone, time, since);
            let due = plan.newest_due(utc(now)).map_or_else(|| "-".to_owned(), |slot| slot.name);
            assert_eq!(due, newest, "newest due: {plan:?} at {now}");
            assert_eq!(plan.next(utc(now)).name, next, "next: {plan:?} at {now}");
        }
    }

    #[test]
    fn far_away_instants_do_no_harm() {
        for zone in [Tz::UTC, Pacific::Apia, America::Sao_Paulo] {
            let plan = plan(zone, "9:00", "2026-03-01 00:00");
            assert_eq!(plan.newest_due(i64::MIN), None);
            assert!(plan.newest_due(i64::MAX).is_some());
            assert!(plan.next(i64::MAX).at_ms > 0);
            assert!(plan.next(i64::MIN).name.starts_with("2026-03-0"));
            local_day(zone, i64::MIN);
        }
    }

    #[test]
    fn a_gap_never_leads_back() {
        for zone in TZ_VARIANTS.into_iter().step_by(9).chain([Pacific::Apia, Australia::Lord_Howe]) {
            let mut at = local("2007-01-01 00:00");
            while at < local("2013-01-01 00:00") {
                let instant = DateTime::from_timestamp_millis(instant(zone, at)).expect("in range");
                assert!(instant.with_timezone(&zone).naive_local() >= at, "{zone} {at}");
                at += chrono::TimeDelta::minutes(12 * 60 + 30);
            }
        }
    }

    fn zones() -> impl Strategy<Value = (Tz, &'static str)> {
        prop::sample::select(vec![
            (Tz::UTC, "2026-01-01 00:00"),
            (Europe::Berlin, "2026-01-01 00:00"),
            (Asia::Shanghai, "2026-01-01 00:00"),
            (America::Sao_Paulo, "2018-01-01 00:00"),
            (America::St_Johns, "2026-01-01 00:00"),
            (Australia::Lord_Howe, "2026-01-01 00:00"),
            (Pacific::Apia, "2011-06-01 00:00"),
            (Pacific::Kwajalein, "1993-01-01 00:00"),
            (Asia::Kathmandu, "2026-01-01 00:00"),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 18, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_local_day_has_one_slot_and_time_never_runs_back((zone, from) in zones(), minute in 0u32..1_440) {
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("a time");
            let (from, until) = (utc(from), utc(from) + 366 * 24 * HOUR_MS);
            let plan = Plan { time, zone, since_ms: from };
            let mut slots: Vec<Slot> = Vec::new();
            let mut days = std::collections::BTreeSet::new();
            for now_ms in (from..until).step_by(47 * 60_000) {
                days.insert(local_day(zone, now_ms));
                let Some(slot) = plan.newest_due(now_ms) else { continue };
                prop_assert!(slot.at_ms <= now_ms && slot.at_ms >= plan.since_ms);
                match slots.last() {
                    Some(last) if *last == slot => {}
                    Some(last) => {
                        prop_assert!((last.at_ms, &last.name) < (slot.at_ms, &slot.name), "{last:?} {slot:?}");
                        prop_assert_eq!(&plan.next(last.at_ms), &slot);
                        prop_assert_eq!(&plan.next(slot.at_ms - 1), &slot);
                        slots.push(slot);
                    }
                    None => slots.push(slot),
                }
            }
            // the first and the last day are only partly seen
            for day in days.iter().skip(1).rev().skip(1) {
                let of_day = slots.iter().filter(|slot| slot.name.starts_with(&day.to_string())).count();
                prop_assert_eq!(of_day, 1, "{} {}", zone, day);
            }
        }
    }

    #[test]
    fn times_are_read() {
        let table = [
            ("9:00", Some((9, 0))),
            ("09:00", Some((9, 0))),
            (" 23:59 ", Some((23, 59))),
            ("９：００", Some((9, 0))),
            ("0:00", Some((0, 0))),
            ("9点", Some((9, 0))),
            ("9点30", Some((9, 30))),
            ("9点30分", Some((9, 30))),
            ("21時5分", Some((21, 5))),
            ("9点半", Some((9, 30))),
            ("9點整", Some((9, 0))),
            ("0900", None),
            ("9", None),
            ("9:5", None),
            ("9:000", None),
            ("24:00", None),
            ("9:60", None),
            ("-9:00", None),
            ("+9:00", None),
            ("9:00pm", None),
            ("009:00", None),
            ("9点5", None),
            ("٩:٠٠", None),
            ("off", None),
            ("", None),
            (":", None),
        ];
        for (text, expected) in table {
            let expected = expected.and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0));
            assert_eq!(parse_time(text), expected, "{text:?}");
        }
        assert_eq!(parse_time(&"9".repeat(4_000)), None);
    }

    #[test]
    fn a_period_s_days_are_those_with_its_key() {
        for day in ["2026-03-01", "2027-01-01", "2028-02-29", "2026-12-31"] {
            let day: NaiveDate = day.parse().expect("a day");
            for period in [Period::Today, Period::Week, Period::Month] {
                let (first, last) = period.days(day);
                let inside = first.iter_days().take_while(|other| *other <= last);
                assert!(inside.map(|other| period.key(other)).all(|key| key == period.key(day)), "{day} {period:?}");
                for outside in [first.pred_opt(), last.succ_opt()] {
                    assert_ne!(period.key(outside.expect("a day")), period.key(day), "{day} {period:?}");
                }
            }
            let (first, last) = Period::All.days(day);
            assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("0000-01-01", "9999-12-31"));
        }
    }

    #[test]
    fn periods_have_words_and_keys() {
        for period in Period::ALL {
            assert_eq!(Period::from_word(period.word()), Some(period));
        }
        let words = [
            ("今天", Some(Period::Today)),
            (" Week ", Some(Period::Week)),
            ("本周", Some(Period::Week)),
            ("本週", Some(Period::Week)),
            ("這個月", Some(Period::Month)),
            ("本月", Some(Period::Month)),
            ("ＡＬＬ", Some(Period::All)),
            ("全部", Some(Period::All)),
            ("year", None),
            ("", None),
        ];
        for (word, expected) in words {
            assert_eq!(Period::from_word(word), expected, "{word:?}");
        }
        let keys = [
            ("2026-03-01", ["2026-03-01", "2026-W09", "2026-03", "all"]),
            ("2026-03-02", ["2026-03-02", "2026-W10", "2026-03", "all"]),
            ("2027-01-01", ["2027-01-01", "2026-W53", "2027-01", "all"]),
            ("2024-12-30", ["2024-12-30", "2025-W01", "2024-12", "all"]),
        ];
        for (day, expected) in keys {
            let day: NaiveDate = day.parse().expect("a date");
            assert_eq!(Period::ALL.map(|period| period.key(day)), expected, "{day}");
        }
    }
}
