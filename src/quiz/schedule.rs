//! Plan + time zone + now -> the slot that is due; local days and the periods of boards.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

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
    pub fn newest_due(&self, _now_ms: i64) -> Option<Slot> {
        None
    }

    /// The first slot after now.
    pub fn next(&self, now_ms: i64) -> Slot {
        Slot { name: String::new(), at_ms: now_ms }
    }
}

/// The instant of a local time, milliseconds UTC: one that does not exist is taken at the first instant after the gap,
/// one that exists twice at its first pass.
pub fn instant(_zone: Tz, local: NaiveDateTime) -> i64 {
    local.and_utc().timestamp_millis()
}

/// Reads `9:00`, `09:00`, `９：００`.
pub fn parse_time(_text: &str) -> Option<NaiveTime> {
    None
}

/// Reads an IANA name in any case, or a city's name (`berlin`, `new york`, `上海`).
///
/// # Errors
/// Where there is none: the nearest names, at most three.
pub fn parse_zone(_text: &str) -> Result<Tz, Vec<String>> {
    Err(Vec::new())
}

/// Zones whose name or city has this text in it, best first: offered while typing.
pub fn matching_zones(_text: &str, _most: usize) -> Vec<String> {
    Vec::new()
}

/// The local date at this instant.
pub fn local_day(zone: Tz, at_ms: i64) -> NaiveDate {
    chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone).date_naive()
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
    pub fn from_word(_word: &str) -> Option<Self> {
        None
    }

    /// The key of the period that this day lies in: `2026-03-01`, `2026-W09`, `2026-03`, `all`.
    pub fn key(self, _day: NaiveDate) -> String {
        String::new()
    }
}
