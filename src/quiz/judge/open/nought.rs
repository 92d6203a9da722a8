//! Whether a text says that a quantity is zero or that it isn't: words alone do not tell `0 V` from `non-zero`.

/// How many words a denial or a comparison may stand before the zero that it is about.
const REACH: usize = 3;

/// What makes of a zero its contrary.
const NOT_ZERO: &[&str] =
    &["non", "not", "isn't", "isnt", "other", "above", "greater", "more", "higher", "from", "exceeds"];
/// The same in Chinese, right before the zero.
const NOT_ZERO_HANZI: &[&str] = &["非", "不为", "不是", "不等于", "大于"];

/// 1 where some quantity isn't zero, -1 where one is and none isn't, 0 where neither is said.
pub(super) fn stance(plain: &str) -> i32 {
    let words: Vec<&str> = plain.split(|c: char| c.is_whitespace() || ",;:()-。，、；".contains(c)).collect();
    let words: Vec<&str> = words.into_iter().map(|word| word.trim_end_matches('.')).filter(|w| !w.is_empty()).collect();
    let mut zero = false;
    for (at, word) in words.iter().enumerate() {
        match quantity(word) {
            Some(0.0) if words[at.saturating_sub(REACH)..at].iter().any(|before| NOT_ZERO.contains(before)) => {
                return 1;
            }
            Some(0.0) => zero = true,
            _ => {}
        }
    }
    let in_hanzi = plain.split(['零', '0']).rev().skip(1).any(|before| {
        let before = before.trim_end();
        NOT_ZERO_HANZI.iter().any(|not| before.ends_with(not))
    });
    if in_hanzi || plain.contains("nonzero") {
        return 1;
    }
    if zero || plain.contains("为零") || plain.contains("等于零") { -1 } else { 0 }
}

/// The number that a word is, with a unit behind it or not: `0`, `0.00`, `0v`, `zero`.
fn quantity(word: &str) -> Option<f64> {
    if word == "zero" || word == "零" {
        return Some(0.0);
    }
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
    if digits.is_empty() || word.len() - digits.len() > 12 { None } else { digits.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_its_contrary_are_told_apart() {
        let table = [
            ("when the meter reads 0 volts", -1),
            ("the voltage is 0.00 v", -1),
            ("voltage of zero.", -1),
            ("a non-zero voltage", 1),
            ("a nonzero voltage", 1),
            ("the reading is not 0", 1),
            ("greater than zero", 1),
            ("a reading other than 0v", 1),
            ("it changes from 0 to 1.5", 1),
            ("the voltage changes", 0),
            ("it has 10 rows", 0),
            ("影响行数为 0", -1),
            ("影响行数不为 0", 1),
            ("大于零", 1),
            ("", 0),
        ];
        for (text, expected) in table {
            assert_eq!(stance(text), expected, "{text:?}");
        }
    }
}
