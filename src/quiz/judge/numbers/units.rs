//! Units of time and data: `0.005 s` is 5 ms.

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Time,
    Data,
}

/// How many seconds, or bytes, one of each is; `thousands` counts how often 1000 or 1024, as people mean it either way.
struct Unit {
    names: &'static [&'static str],
    measure: Measure,
    factor: f64,
    thousands: i32,
}

const fn time(names: &'static [&'static str], factor: f64) -> Unit {
    Unit { names, measure: Measure::Time, factor, thousands: 0 }
}

const fn data(names: &'static [&'static str], factor: f64, thousands: i32) -> Unit {
    Unit { names, measure: Measure::Data, factor, thousands }
}

const UNITS: [Unit; 15] = [
    time(&["ns", "nanosecond", "nanoseconds", "纳秒"], 1e-9),
    time(&["us", "μs", "microsecond", "microseconds", "微秒"], 1e-6),
    time(&["ms", "msec", "millisecond", "milliseconds", "毫秒"], 1e-3),
    time(&["s", "sec", "secs", "second", "seconds", "秒", "秒钟"], 1.0),
    time(&["min", "mins", "minute", "minutes", "分钟"], 60.0),
    time(&["h", "hr", "hrs", "hour", "hours", "小时", "个小时"], 3_600.0),
    time(&["day", "days", "天"], 86_400.0),
    time(&["week", "weeks", "周", "星期"], 604_800.0),
    data(&["bit", "bits", "位", "比特"], 0.125, 0),
    data(&["byte", "bytes", "b", "octet", "octets", "字节", "个字节"], 1.0, 0),
    data(&["kb", "kilobyte", "kilobytes", "千字节"], 1.0, 1),
    data(&["mb", "megabyte", "megabytes", "兆字节"], 1.0, 2),
    data(&["gb", "gigabyte", "gigabytes"], 1.0, 3),
    data(&["tb", "terabyte", "terabytes"], 1.0, 4),
    data(&["kib"], 1024.0, 0),
];

fn find(name: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.names.contains(&name))
}

impl Unit {
    /// Whether the folded question names this unit.
    fn is_named(&self, question: &str) -> bool {
        let has = |name: &&str| match name.is_ascii() {
            true => name.len() > 1 && question.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == *name),
            false => question.contains(*name),
        };
        self.names.iter().any(has)
    }
}

/// Whether the folded question names the unit of this name, or the other one that people mean by it: KB and KiB.
pub fn is_named(name: &str, question: &str) -> bool {
    let of_thousand = |unit: &Unit| unit.names[0].strip_suffix('b').and_then(|prefix| prefix.chars().next());
    find(name).is_some_and(|unit| {
        let twin = |other: &&Unit| of_thousand(unit).is_some() && of_thousand(other) == of_thousand(unit);
        unit.is_named(question) || UNITS.iter().filter(twin).any(|twin| twin.is_named(question))
    })
}

/// Whether both are names of one unit.
pub fn is_same(one: &str, other: &str) -> bool {
    find(one).is_some_and(|unit| unit.names.contains(&other)) || (is_times(one) && is_times(other))
}

/// Whether so many of the one unit are so many of the other: 8 bytes are 64 bits.
pub fn is_converted((value, unit): (f64, &str), (other, into): (f64, &str)) -> bool {
    let known = find(unit).is_some() && find(into).is_some();
    let near = |factor: f64| (value * factor - other).abs() <= super::SAME * other.abs();
    known && factors(unit, into).into_iter().any(near)
}

/// The unit of this sort that the question counts in: 多少位, "how many bytes". Takes the folded question.
fn counted(question: &str, fits: impl Fn(&&Unit) -> bool) -> Option<&'static Unit> {
    let words = ["多少个", "多少", "几个", "几", "how many "].iter();
    let counted: Vec<&str> = words.filter_map(|word| question.split_once(word)).map(|(_, rest)| rest).collect();
    let starts = |rest: &&str, name: &str| {
        rest.strip_prefix(name)
            .is_some_and(|rest| !name.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    let named = |unit: &Unit| unit.names.iter().any(|name| counted.iter().any(|rest| starts(rest, name)));
    UNITS.iter().filter(fits).find(|unit| named(unit))
}

/// The unit that the question counts in, by name. Takes the folded question.
pub fn asked(question: &str) -> Option<&'static str> {
    counted(question, |_| true).map(|unit| unit.names[0])
}

/// Whether this counts how often: 三次 is three times.
fn is_times(name: &str) -> bool {
    matches!(name, "time" | "times" | "次" | "回" | "遍")
}

/// Whether this is a unit, by its folded name.
pub fn is_known(name: &str) -> bool {
    find(name).is_some()
}

/// Whether the question asks in units of the same measure as this one, and in none that is this one: `8 bytes` where it
/// asks how many bits. Takes the folded question.
pub fn is_foreign(name: &str, question: &str) -> bool {
    let Some(unit) = find(name) else { return false };
    let of_measure = || UNITS.iter().filter(|other| other.measure == unit.measure);
    if let Some(asked) = counted(question, |other| other.measure == unit.measure) {
        return asked.names != unit.names;
    }
    let mut asked = of_measure().filter(|other| other.is_named(question)).peekable();
    asked.peek().is_some() && asked.all(|other| other.names != unit.names)
}

/// By what a number in the one unit is multiplied to be in the other: several where people differ (1000 or 1024), none
/// where the two measure different things, and 1 where one of them is not known here.
pub fn factors(from: &str, to: &str) -> Vec<f64> {
    let (Some(one), Some(other)) = (find(from), find(to)) else { return vec![1.0] };
    if one.measure != other.measure {
        return Vec::new();
    }
    let ratio = |base: f64| one.factor * base.powi(one.thousands - other.thousands) / other.factor;
    if one.thousands == other.thousands { vec![ratio(1.0)] } else { vec![ratio(1_000.0), ratio(1_024.0)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_that_was_not_asked_for_is_foreign() {
        assert!(is_foreign("字节", "一个地址有多少位?"));
        assert!(is_foreign("字节", "一个字节有多少位?"));
        assert!(is_foreign("bits", "how many bytes are in a kib?"));
        assert!(!is_foreign("bits", "一个地址有多少位?"));
        assert!(!is_foreign("bits", "how long is an address?"));
        assert!(!is_foreign("ms", "how many bytes are in a kib?"));
    }

    #[test]
    fn units_of_one_measure_are_converted() {
        let table: [(&str, &str, &[f64]); 7] = [
            ("s", "ms", &[1_000.0]),
            ("毫秒", "s", &[0.001]),
            ("ms", "ms", &[1.0]),
            ("mb", "kb", &[1_000.0, 1_024.0]),
            ("bits", "字节", &[0.125]),
            ("s", "kb", &[]),
            ("columns", "rows", &[1.0]),
        ];
        for (from, to, expected) in table {
            let factors = factors(from, to);
            let near = factors.len() == expected.len()
                && factors.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-12);
            assert!(near, "{from} {to}: {factors:?}");
        }
    }
}
