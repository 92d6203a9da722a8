//! Chinese numerals: 三, 十二, 一万五千, 二〇一五, 三点五, 百分之五十.

use super::{super::normalize::is_hanzi, Found, Step, finished};

/// Phrases that hold a numeral and count nothing.
const NO_NUMBER: &[&str] = &[
    "一下",
    "一定",
    "一般",
    "一共",
    "一直",
    "一样",
    "唯一",
    "统一",
    "一起",
    "一些",
    "一致",
    "一旦",
    "万一",
    "同一",
    "任一",
    "某一",
    "其一",
    "之一",
    "一种",
    "百度",
    "三方库",
];

/// What makes the number before it, or behind it, vague.
pub(super) const VAGUE: &[char] = &['几', '数', '余', '多'];

/// The text with blanks in place of phrases that count nothing, unless they are the end of a longer numeral: 十一种.
pub(super) fn without_phrases(text: &str) -> String {
    if !text.contains(is_hanzi) {
        return text.to_owned();
    }
    let is_numeral = |c: char| digit(c).is_some() || unit(c).is_some();
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let phrase = NO_NUMBER.iter().find(|phrase| rest.starts_with(**phrase));
        let goes_on = kept.ends_with(is_numeral) || kept.ends_with("分");
        match phrase.filter(|phrase| !goes_on && !rest[phrase.len()..].starts_with(|c| unit(c).is_some())) {
            Some(phrase) => {
                kept.push(' ');
                rest = &rest[phrase.len()..];
            }
            None => {
                kept.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    kept
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 1e1,
        '百' | '佰' => 1e2,
        '千' | '仟' => 1e3,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    })
}

/// The number that begins here with a Chinese character.
pub(super) fn number(text: &[char], start: usize) -> Step {
    if text[start..].starts_with(&['百', '分', '之']) {
        return percent(text, start);
    }
    let run = text[start..].iter().take_while(|c| digit(**c).is_some() || unit(**c).is_some()).count();
    let (mut end, first) = (start + run, text[start]);
    if run == 0 || (digit(first).is_none() && !"十拾".contains(first)) {
        return Step::Skip(start + run.max(1));
    }
    if start.checked_sub(1).is_some_and(|at| VAGUE.contains(&text[at])) {
        return Step::Unreadable;
    }
    let Some(mut value) = whole(&text[start..end]) else { return Step::Unreadable };
    if text.get(end) == Some(&'点') {
        let decimals = text[end + 1..].iter().take_while(|c| digit(**c).is_some()).count();
        for (place, c) in text[end + 1..end + 1 + decimals].iter().enumerate() {
            value += digit(*c).unwrap_or_default() / 10f64.powi(place as i32 + 1);
        }
        end += if decimals > 0 { decimals + 1 } else { 0 };
    }
    if text[end..].starts_with(&['分', '之']) {
        return fraction(text, start, value, end + 2);
    }
    finished(text, start, value, end)
}

/// 三分之二, 3分之2: the denominator comes first.
fn fraction(text: &[char], start: usize, denominator: f64, at: usize) -> Step {
    match operand(text, at) {
        Some((numerator, end)) if denominator != 0.0 => finished(text, start, numerator / denominator, end),
        _ => Step::Unreadable,
    }
}

/// 百分之五十.
fn percent(text: &[char], start: usize) -> Step {
    match operand(text, start + 3) {
        Some((value, end)) => Step::Number(Found { value, percent: true, pronoun: false, start, end }),
        None => Step::Unreadable,
    }
}

/// A plain number in digits of either script.
fn operand(text: &[char], at: usize) -> Option<(f64, usize)> {
    let rest = text.get(at..)?;
    let arabic: String = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    if !arabic.is_empty() {
        return Some((arabic.parse().ok()?, at + arabic.len()));
    }
    let run = rest.iter().take_while(|c| digit(**c).is_some() || unit(**c).is_some()).count();
    Some((whole(rest.get(..run).filter(|run| !run.is_empty())?)?, at + run))
}

/// A whole number. None where it is vague (两三) or nonsense.
fn whole(numeral: &[char]) -> Option<f64> {
    if numeral.iter().all(|c| digit(*c).is_some()) { digit_by_digit(numeral) } else { by_units(numeral) }
}

/// 四四三, 二〇一五. Two neighbours in counting order are "two or three".
fn digit_by_digit(numeral: &[char]) -> Option<f64> {
    let digits: Vec<f64> = numeral.iter().filter_map(|c| digit(*c)).collect();
    if let [one, other] = digits[..]
        && one > 0.0
        && (other - one - 1.0).abs() < 0.5
    {
        return None;
    }
    Some(digits.iter().fold(0.0, |value, digit| value * 10.0 + digit))
}

/// 一万五千, 一千零五, and the spoken 三百五 for 350.
fn by_units(numeral: &[char]) -> Option<f64> {
    let (mut total, mut section, mut pending, mut last) = (0.0, 0.0, None, 1.0);
    let mut zero = false;
    for c in numeral {
        if let Some(value) = digit(*c) {
            if value == 0.0 {
                zero = true;
            } else if pending.replace(value).is_some() {
                return None;
            }
            continue;
        }
        let unit = unit(*c)?;
        if unit >= 1e4 {
            total = (total + section + pending.take().unwrap_or(0.0)) * unit;
            section = 0.0;
        } else {
            section += pending.take().unwrap_or(1.0) * unit;
        }
        (last, zero) = (unit, false);
    }
    let rest = pending.unwrap_or(0.0) * if zero || last < 100.0 { 1.0 } else { last / 10.0 };
    Some(total + section + rest)
}

/// Whether a numeral may begin with this character.
pub(super) fn begins_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some() || c == '负'
}

/// The text with its numerals in digits: 三次握手 is 3次握手.
pub(in super::super) fn arabic(text: &str) -> String {
    let is_numeral = |c: char| digit(c).is_some() || unit(c).is_some();
    let mut arabic = String::with_capacity(text.len());
    let mut numeral: Vec<char> = Vec::new();
    for c in text.chars().map(Some).chain([None]) {
        if let Some(c) = c.filter(|c| is_numeral(*c)) {
            numeral.push(c);
            continue;
        }
        let whole =
            numeral.first().filter(|c| digit(**c).is_some() || "十拾".contains(**c)).and_then(|_| whole(&numeral));
        match whole {
            Some(value) => arabic.push_str(&value.to_string()),
            None => arabic.extend(&numeral),
        }
        numeral.clear();
        arabic.extend(c);
    }
    arabic
}

/// The number with what multiplies it: `1.5万`, `2百万`, `2000 万`.
pub(super) fn multiplied(text: &[char], value: f64, end: usize) -> (f64, usize) {
    let from = end + text[end..].iter().take_while(|c| **c == ' ').count();
    let units: Vec<f64> = text[from..].iter().map_while(|c| unit(*c)).collect();
    if units.is_empty() {
        return (value, end);
    }
    (units.iter().product::<f64>() * value, from + units.len())
}
