//! True or false, in words of either language or by the letter shown.

use crate::quiz::{
    Verdict,
    judge::{
        normalize::{fold, simplified, tidy},
        wrapping::{Around, layers},
    },
};

use super::choice::letter;

/// The longest reply that is read, in characters.
const LONGEST_CHARACTERS: usize = 60;

const TRUE: &[&str] = &[
    "true",
    "t",
    "yes",
    "y",
    "yep",
    "yeah",
    "yup",
    "correct",
    "right",
    "it does",
    "对",
    "对的",
    "正确",
    "正确的",
    "是",
    "是的",
    "是对的",
    "没错",
    "真",
    "真的",
    "成立",
    "√",
    "✓",
    "✔",
    "✅",
    "对✓",
];

const FALSE: &[&str] = &[
    "false",
    "f",
    "no",
    "n",
    "nope",
    "nah",
    "incorrect",
    "wrong",
    "untrue",
    "not true",
    "not correct",
    "not right",
    "it does not",
    "it doesn't",
    "错",
    "错的",
    "错误",
    "错误的",
    "否",
    "不",
    "不是",
    "不是的",
    "不对",
    "不对的",
    "不正确",
    "不正确的",
    "假",
    "假的",
    "不成立",
    "不是真的",
    "不是对的",
    "×",
    "✗",
    "✘",
    "❌",
    "✖",
];

/// What asks back instead of answering.
const ASKING: &[&str] = &["是不是", "对不对", "对吗", "是吗", "真的吗"];

/// The pick: 0 for true, 1 for false. A word inside some wrapping is read, one that is denied is not, unless the denial
/// is one of the words itself (`not true`).
pub(super) fn read(text: &str, order: &[usize]) -> Option<usize> {
    let tidy = tidy(text);
    if tidy.chars().count() > LONGEST_CHARACTERS {
        return None;
    }
    let folded = fold(&tidy);
    let folded = simplified(&folded).unwrap_or(folded);
    if ASKING.iter().any(|asking| folded.contains(asking)) {
        return None;
    }
    layers(&folded, Around::Letters).iter().find_map(|layer| {
        let said = |words: &[&str]| words.contains(&layer.as_str());
        match (said(TRUE), said(FALSE)) {
            (true, false) => Some(0),
            (false, true) => Some(1),
            _ => letter(layer, 2).and_then(|shown| order.get(shown).copied()).filter(|pick| *pick < 2),
        }
    })
}

/// None where it is not one pick.
pub(super) fn judge(picks: &[usize], answer: bool) -> Option<Verdict> {
    match picks {
        [pick @ (0 | 1)] => Some(if (*pick == 0) == answer { Verdict::Right } else { Verdict::Wrong }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn true_and_false_are_read_in_both_languages() {
        let table = [
            ("true", Some(0)),
            ("TRUE!", Some(0)),
            ("T", Some(0)),
            ("ｙｅｓ", Some(0)),
            ("it's true", Some(0)),
            ("对", Some(0)),
            ("對", Some(0)),
            ("是", Some(0)),
            ("我觉得是对的", Some(0)),
            ("应该是正确的吧", Some(0)),
            ("a", Some(0)),
            ("(A)", Some(0)),
            ("false", Some(1)),
            ("No.", Some(1)),
            ("not true", Some(1)),
            ("错", Some(1)),
            ("錯誤", Some(1)),
            ("不对", Some(1)),
            ("不是", Some(1)),
            ("不正确。", Some(1)),
            ("选b", Some(1)),
            ("c", None),
            ("not false", None),
            ("不错", None),
            ("true or false", None),
            ("是不是", None),
            ("a b", None),
            ("", None),
            ("1", None),
        ];
        for (text, expected) in table {
            assert_eq!(read(text, &[0, 1]), expected, "{text:?}");
        }
        assert_eq!(read("a", &[1, 0]), Some(1), "letters are as shown");
        assert_eq!(read("true", &[1, 0]), Some(0), "words are not");
        assert_eq!(read(&"对".repeat(4_000), &[0, 1]), None);
    }
}
