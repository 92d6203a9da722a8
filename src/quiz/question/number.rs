//! A number, with its tolerance and its unit.

use super::Text;
use crate::quiz::{
    Language, Verdict,
    judge::{
        negation::denies,
        normalize::{fold, simplified, tidy},
        numbers::{Found, Reader, Reading, units},
    },
};

/// How far the nearest floats may be off, as a share of the answer and its tolerance.
const ROUNDING: f64 = 1e-9;

/// The longest reply that is read, in characters.
const LONGEST_CHARACTERS: usize = 200;

/// Words that make a number a bound instead of an answer.
const BOUNDS: &[&str] = &[
    "<",
    ">",
    "more than",
    "less than",
    "≥",
    "≤",
    "at least",
    "at most",
    "至少",
    "至多",
    "最多",
    "最少",
    "greater than",
    "fewer than",
    "over ",
    "under ",
    "above",
    "below",
    "大于",
    "小于",
    "超过",
    "不到",
    "多于",
    "少于",
    "以上",
    "以下",
];

/// What the number should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'a> {
    pub(super) answer: f64,
    pub(super) tolerance: f64,
    pub(super) unit: Option<&'a Text>,
}

/// None where the reply is not one number: none, several, a range, a bound, or one that is denied.
pub(super) fn judge(words: &str, key: Key<'_>) -> Option<Verdict> {
    if words.chars().take(LONGEST_CHARACTERS + 1).count() > LONGEST_CHARACTERS {
        return None;
    }
    let reader = Reader::of(words);
    let text = reader.text();
    let Reading::One(found) = reader.read() else { return None };
    if denies(&text) || BOUNDS.iter().any(|bound| text.contains(bound)) {
        return None;
    }
    let near = key.values(&found, &reader.unit_after(&found)).iter().any(|value| key.is_near(*value));
    Some(if near { Verdict::Right } else { Verdict::Wrong })
}

/// The one number that these words say, in this unit; None where they say none, several, or one of another measure.
pub(super) fn reading(words: &str, unit: Option<&Text>) -> Option<f64> {
    let reader = Reader::of(words);
    let Reading::One(found) = reader.read() else { return None };
    Key { answer: 0.0, tolerance: 0.0, unit }.values(&found, &reader.unit_after(&found)).first().copied()
}

impl Key<'_> {
    fn is_near(&self, value: f64) -> bool {
        (value - self.answer).abs() <= self.tolerance + ROUNDING * (self.answer.abs() + self.tolerance)
    }

    /// The number in the question's unit; several where it may be meant either way, none where it is of another measure.
    fn values(&self, found: &Found, unit: &str) -> Vec<f64> {
        let own = self.units();
        if found.percent {
            let share = found.value / 100.0;
            return match own.iter().any(|unit| matches!(unit.as_str(), "%" | "percent" | "百分比")) {
                true => vec![found.value],
                false if own.is_empty() => vec![found.value, share],
                false => vec![share],
            };
        }
        let converted = |own: &String| units::factors(unit, own).into_iter().map(|factor| factor * found.value);
        if own.is_empty() { vec![found.value] } else { own.iter().flat_map(converted).collect() }
    }

    /// The unit's names, folded.
    fn units(&self) -> Vec<String> {
        let names = |unit: &Text| {
            let spoken = Language::ALL.into_iter().filter(|language| unit.speaks(*language));
            spoken.map(|language| fold(&tidy(unit.get(language)))).collect::<Vec<_>>()
        };
        let names = self.unit.map(names).unwrap_or_default();
        names.into_iter().map(|name| simplified(&name).unwrap_or(name)).filter(|name| !name.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_tolerance_are_kept() {
        let ms = Text { en: Some("ms".to_owned()), zh: Some("毫秒".to_owned()) };
        let columns = Text { en: Some("columns".to_owned()), zh: Some("列".to_owned()) };
        let percent = Text::same("%");
        let key = |answer, tolerance, unit| Key { answer, tolerance, unit };
        let (right, wrong) = (Some(Verdict::Right), Some(Verdict::Wrong));
        let table = [
            ("79", key(79.0, 0.0, Some(&columns)), &right),
            ("79列", key(79.0, 0.0, Some(&columns)), &right),
            ("it is 79 columns.", key(79.0, 0.0, Some(&columns)), &right),
            ("约79", key(79.0, 0.0, Some(&columns)), &right),
            ("about 80 columns", key(79.0, 0.0, Some(&columns)), &wrong),
            ("not 79", key(79.0, 0.0, Some(&columns)), &None),
            ("> 79", key(79.0, 0.0, Some(&columns)), &None),
            ("5 ms", key(5.0, 0.0, Some(&ms)), &right),
            ("0.005s", key(5.0, 0.0, Some(&ms)), &right),
            ("5 秒", key(5.0, 0.0, Some(&ms)), &wrong),
            ("5 MB", key(5.0, 0.0, Some(&ms)), &wrong),
            ("50%", key(50.0, 0.0, Some(&percent)), &right),
            ("50", key(50.0, 0.0, Some(&percent)), &right),
            ("50%", key(0.5, 0.0, None), &right),
            ("50%", key(50.0, 0.0, None), &right),
            ("百分之五十", key(0.5, 0.0, None), &right),
            ("1/2", key(0.5, 0.0, None), &right),
            ("0.3", key(0.1 + 0.2, 0.0, None), &right),
            ("3.1", key(3.0, 0.1, None), &right),
            ("3.11", key(3.0, 0.1, None), &wrong),
            ("1e-13", key(1e-12, 0.0, None), &wrong),
            ("0", key(0.0, 0.0, None), &right),
            ("0.0000001", key(0.0, 0.0, None), &wrong),
            ("-3", key(3.0, 0.0, None), &wrong),
            ("no idea", key(3.0, 0.0, None), &None),
        ];
        for (reply, key, expected) in table {
            assert_eq!(&judge(reply, key), expected, "{reply:?} {key:?}");
        }
        assert_eq!(judge(&"7".repeat(4_000), key(7.0, 0.0, None)), None);
    }
}
