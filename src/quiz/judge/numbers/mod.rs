//! Reading numbers: digits in every shape, Chinese numerals, English number words, simple fractions, percent, powers.

mod digits;
mod english;
pub(super) mod hanzi;
pub mod units;

use super::normalize::{fold, is_hanzi, simplified, tidy};

/// Numbers nearer than this share of themselves are one number written twice.
const SAME: f64 = 1e-9;

/// The longest number word, in letters.
const LONGEST_WORD: usize = 9;

/// Fractions in words.
const FRACTIONS: &[(&str, f64)] = &[
    ("half", 0.5),
    ("one half", 0.5),
    ("one quarter", 0.25),
    ("quarter", 0.25),
    ("three quarters", 0.75),
    ("three-quarters", 0.75),
    ("one third", 1.0 / 3.0),
    ("two thirds", 2.0 / 3.0),
    ("two-thirds", 2.0 / 3.0),
    ("一半", 0.5),
];

/// What makes the number before it a bound.
const BOUNDS: &[&str] =
    &["以上", "以下", "以内", "以外", "以后", "以前", "之后", "之前", "之内", "之外", "开外", "起步", "往上"];

/// The longest measure word with the noun behind it, in characters: 个节点.
const LONGEST_THING: usize = 4;

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its value; of 50 % it is 50.
    pub value: f64,
    /// Whether it is a percentage.
    pub percent: bool,
    /// Whether it is the word "one", which may be a pronoun.
    pub pronoun: bool,
    /// Where it begins, in characters of the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What numbers a text has.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// None, or none that can be read with certainty (`1.2.3`, 几十).
    None,
    /// One, perhaps written twice: `3 (three)`.
    One(Found),
    /// Several that differ, or a range.
    Many,
}

/// A text as numbers are read in it: folded, in simplified script.
#[derive(Clone, Debug)]
pub struct Reader {
    text: Vec<char>,
}

impl Reader {
    /// Prepares any text.
    pub fn of(text: &str) -> Self {
        let folded = fold(&tidy(text));
        let simple = simplified(&folded).unwrap_or(folded).replace(" percent", "%").replace(" per cent", "%");
        let simple = powers(&hanzi::without_phrases(&simple));
        Self { text: simple.chars().collect() }
    }

    /// The text as read.
    pub fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// The number of the text.
    pub fn read(&self) -> Reading {
        let Some(mut found) = self.all() else { return Reading::None };
        if found.iter().any(|found| !found.pronoun) {
            found.retain(|found| !found.pronoun);
        }
        match found.as_slice() {
            [] => Reading::None,
            [first, rest @ ..] if rest.iter().all(|other| is_same(first, other)) => Reading::One(*first),
            _ => Reading::Many,
        }
    }

    /// Every number; None where something is a number that can't be read.
    fn all(&self) -> Option<Vec<Found>> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < self.text.len() {
            match self.at(at) {
                Step::Number(found) => {
                    at = found.end;
                    all.push(found);
                }
                Step::Skip(to) => at = to.max(at + 1),
                Step::Unreadable => return None,
            }
        }
        Some(all)
    }

    /// What begins here.
    fn at(&self, at: usize) -> Step {
        let text = &self.text;
        let c = text[at];
        if c.is_ascii_digit() || (c == '.' && text.get(at + 1).is_some_and(char::is_ascii_digit)) {
            return digits::number(text, at);
        }
        if is_hanzi(c) {
            return hanzi::number(text, at);
        }
        if c.is_alphabetic() { english::number(text, at) } else { Step::Skip(at + 1) }
    }

    /// The word behind this number: letters or Chinese characters, with or without a space between.
    pub fn unit_after(&self, found: &Found) -> String {
        let rest = self.text[found.end..].iter().skip_while(|c| matches!(c, ' ' | '-'));
        let is_unit = |c: &&char| c.is_alphabetic() || matches!(**c, '%' | '°' | '/');
        rest.take_while(is_unit).collect()
    }

    /// The text where it is nothing but one number and what it counts.
    pub fn alone(&self) -> Option<(f64, String)> {
        let Reading::One(found) = self.read() else { return None };
        let signed = if found.value < 0.0 { self.text.first() == Some(&'-') } else { found.start == 0 };
        if found.percent {
            let unit = if found.end == self.text.len() { "%".to_owned() } else { return None };
            return signed.then_some((found.value, unit));
        }
        let unit = self.unit_after(&found);
        let rest: String = self.text[found.end..].iter().filter(|c| !matches!(c, ' ' | '-')).collect();
        (signed && rest == unit).then_some((found.value, unit))
    }
}

/// 2的32次方 and "2 to the power of 32" as 2^32.
fn powers(text: &str) -> String {
    let text = if text.contains("次方") || text.contains("次幂") {
        text.replace("次方", "").replace("次幂", "").replace('的', "^")
    } else {
        text.to_owned()
    };
    if text.contains("power") { text.replace(" to the power of ", "^") } else { text }
}

/// What begins at a place in the text.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Number(Found),
    /// No number up to here.
    Skip(usize),
    /// A number, but nobody knows which.
    Unreadable,
}

/// A number that is read to the end: with its sign, what multiplies it, and percent.
fn finished(text: &[char], start: usize, value: f64, end: usize) -> Step {
    let (value, end) = hanzi::multiplied(text, value, end);
    let (value, end) = english::multiplied(text, value, end);
    if text.get(end).is_some_and(|c| hanzi::VAGUE.contains(c)) {
        return Step::Unreadable;
    }
    let value = if is_negative(text, start) { -value } else { value };
    let percent_at = end + text[end..].iter().take_while(|c| **c == ' ').count();
    let percent = text.get(percent_at) == Some(&'%');
    let end = if percent { percent_at + 1 } else { end };
    if !value.is_finite() {
        return Step::Unreadable;
    }
    Step::Number(Found { value, percent, pronoun: false, start, end })
}

/// Whether a minus stands before; one between two numbers is a range's.
fn is_negative(text: &[char], start: usize) -> bool {
    let before: String = text[..start].iter().collect();
    let before = before.trim_end();
    if before.ends_with('负') || before.ends_with("minus") || before.ends_with("negative") {
        return true;
    }
    let sign = start.checked_sub(1).is_some_and(|at| text[at] == '-');
    let ends_number = |c: &char| match is_hanzi(*c) {
        true => hanzi::begins_numeral(*c),
        false => c.is_alphanumeric() || *c == ')',
    };
    sign && !text[..start - 1].last().is_some_and(ends_number)
}

fn is_same(one: &Found, other: &Found) -> bool {
    one.percent == other.percent && (one.value - other.value).abs() <= SAME * one.value.abs()
}

/// A text that is nothing but a number and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    value: f64,
    unit: String,
}

impl Counted {
    /// None where the text is anything else.
    pub fn of(text: &str) -> Option<Self> {
        if let Some((_, value)) = FRACTIONS.iter().find(|(name, _)| *name == text) {
            return Some(Self { value: *value, unit: String::new() });
        }
        if !may_begin_number(text) {
            return None;
        }
        Reader::of(text).alone().map(|(value, unit)| Self { value, unit })
    }

    /// Whether it says what it counts.
    pub fn has_unit(&self) -> bool {
        !self.unit.is_empty()
    }

    /// Whether it counts something else than the question asks for.
    pub fn is_foreign(&self, question: &str) -> bool {
        !self.unit.is_empty() && units::is_foreign(&self.unit, &fold(question))
    }

    /// Whether both are the same number: what they count is the same, or one leaves it out.
    pub fn same(&self, other: &Self) -> bool {
        let units = self.unit == other.unit
            || units::is_same(&self.unit, &other.unit)
            || (self.unit.is_empty() && is_countable(&other.unit))
            || (other.unit.is_empty() && is_countable(&self.unit));
        let parts = |one: &Self| if one.unit == "%" { one.value / 100.0 } else { one.value };
        let is_share = (self.unit == "%" && other.unit.is_empty()) || (other.unit == "%" && self.unit.is_empty());
        let near = |one: f64, other: f64| (one - other).abs() <= SAME * one.abs();
        (units && near(self.value, other.value)) || (is_share && near(parts(self), parts(other)))
    }

    /// Whether this is that number in another unit of its measure, its own or the one that the question counts in: 8
    /// bytes are 64 bits. Who takes the unit from the question ("how many hours has a day?") has converted nothing.
    pub fn is_converted(&self, number: &Self, question: &str) -> bool {
        let question = fold(question);
        let into = if number.unit.is_empty() { units::asked(&question) } else { Some(number.unit.as_str()) };
        into.is_some_and(|into| {
            units::is_converted((self.value, &self.unit), (number.value, into))
                && (units::is_same(&self.unit, into) || !units::is_named(&self.unit, &question))
        })
    }
}

/// A look at how the text begins, before the work of reading it.
fn may_begin_number(text: &str) -> bool {
    let start = text.trim_start();
    let Some(c) = start.chars().next() else { return false };
    if c.is_ascii_alphabetic() {
        let end = start.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(start.len());
        return end <= LONGEST_WORD && english::begins_number(&start[..end].to_ascii_lowercase());
    }
    !c.is_alphabetic() || !c.is_ascii() && (!is_hanzi(c) || hanzi::begins_numeral(c) || simplified(start).is_some())
}

/// Whether this may be left out: a unit, a Chinese measure word, an English plural.
fn is_countable(unit: &str) -> bool {
    let plural = unit.ends_with('s') && unit.chars().all(|c| c.is_ascii_lowercase());
    let length = unit.chars().count();
    let thing = unit.starts_with('个') && length <= LONGEST_THING;
    let measure =
        unit.chars().all(is_hanzi) && (length <= 2 || thing) && !BOUNDS.iter().any(|word| unit.contains(word));
    plural || measure || units::is_known(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: &[(&str, f64)] = &[
        ("79", 79.0),
        ("７９", 79.0),
        ("+79", 79.0),
        ("-3", -3.0),
        ("−3", -3.0),
        ("负三", -3.0),
        ("minus 3", -3.0),
        ("应该是-3吧", -3.0),
        ("1e3", 1000.0),
        ("1.5e-3", 0.0015),
        ("1,000", 1000.0),
        ("1，000", 1000.0),
        ("1 000 000", 1_000_000.0),
        ("1_000", 1000.0),
        ("1'000", 1000.0),
        ("3.25", 3.25),
        (".5", 0.5),
        ("79.", 79.0),
        ("79。", 79.0),
        ("0xff", 255.0),
        ("0b101", 5.0),
        ("2^10", 1024.0),
        ("2**10", 1024.0),
        ("2³²", 4_294_967_296.0),
        ("1/2", 0.5),
        ("½", 0.5),
        ("15k", 15_000.0),
        ("1.5万", 15_000.0),
        ("2 million", 2_000_000.0),
        ("三", 3.0),
        ("十二", 12.0),
        ("一千", 1000.0),
        ("一萬五千", 15_000.0),
        ("一万五", 15_000.0),
        ("三百五", 350.0),
        ("一千零五", 1005.0),
        ("四百四十三", 443.0),
        ("二〇一五", 2015.0),
        ("四四三", 443.0),
        ("三点五", 3.5),
        ("两次", 2.0),
        ("肆次", 4.0),
        ("二分之一", 0.5),
        ("thirty-two", 32.0),
        ("sixty four", 64.0),
        ("one hundred and one", 101.0),
        ("a hundred", 100.0),
        ("two thousand", 2000.0),
        ("three", 3.0),
        ("one", 1.0),
        ("it is 79 columns", 79.0),
        ("the one is 79", 79.0),
        ("3 (three)", 3.0),
        ("三（3）次", 3.0),
        ("pep8 says 79", 79.0),
        ("第三次", 3.0),
        ("1st", 1.0),
        ("我想一下，应该是三次", 3.0),
        ("32bit", 32.0),
        ("端口443", 443.0),
        ("一千万", 1e7),
        ("两千万", 2e7),
        ("2000万", 2e7),
        ("2000 万行", 2e7),
        ("2 千万", 2e7),
        ("20 million rows", 2e7),
        ("二十分钟", 20.0),
        ("十一种", 11.0),
        ("十万一千", 101_000.0),
        ("三十分之一", 1.0 / 30.0),
        ("三百度", 300.0),
        ("只有一个", 1.0),
        ("一般是三次", 3.0),
        ("50 percent", 50.0),
    ];

    #[test]
    fn numbers_are_read_in_every_shape() {
        for &(text, expected) in SHAPES {
            match Reader::of(text).read() {
                Reading::One(found) => assert!((found.value - expected).abs() < 1e-9, "{text:?}: {}", found.value),
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_no_number_or_several_is_not_guessed() {
        let table = [
            ("", Reading::None),
            ("columns", Reading::None),
            ("utf8", Reading::None),
            ("1.2.3", Reading::None),
            ("127.0.0.1", Reading::None),
            ("几十", Reading::None),
            ("十几个", Reading::None),
            ("30多", Reading::None),
            ("两三次", Reading::None),
            ("nan", Reading::None),
            ("inf", Reading::None),
            ("1e999", Reading::None),
            ("1/0", Reading::None),
            ("3-5", Reading::Many),
            ("三-五", Reading::Many),
            ("3~5", Reading::Many),
            ("3到5", Reading::Many),
            ("3 or 5", Reading::Many),
            ("two or three", Reading::Many),
            ("1,5", Reading::Many),
            ("9:30", Reading::Many),
            ("2*3", Reading::Many),
            ("一般是三到五", Reading::Many),
        ];
        for (text, expected) in table {
            assert_eq!(Reader::of(text).read(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_same_number_in_words() {
        let table = [
            ("4", "四次", true),
            ("3 部分", "三部分", true),
            ("32 bits", "32位", true),
            ("32 bytes", "32位", false),
            ("三次", "three times", true),
            ("5 ms", "5 s", false),
            ("32", "三十二位", true),
            ("15000", "15k", true),
            ("4", "四十次", false),
            ("3", "3.5", false),
            ("2", "2 phase commit", false),
            ("2PC", "2", false),
            ("3", "three parts", true),
            ("UTF-8", "8", false),
        ];
        for (one, other, expected) in table {
            let (one_read, other_read) = (Counted::of(one), Counted::of(other));
            let same = one_read.zip(other_read).is_some_and(|(one, other)| one.same(&other));
            assert_eq!(same, expected, "{one:?} {other:?}");
        }
    }
}
