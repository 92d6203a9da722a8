//! Numbers that differ between the two languages of a text: one of them was changed alone.

use unicode_normalization::UnicodeNormalization;

use crate::quiz::question::Text;

/// Words that multiply the number before them, longer ones first.
const SCALES: [(&str, f64); 12] = [
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("万亿", 1e12),
    ("十亿", 1e9),
    ("百万", 1e6),
    ("千万", 1e7),
    ("百", 1e2),
    ("千", 1e3),
    ("万", 1e4),
    ("亿", 1e8),
];

/// A number of the English text that the Chinese one lacks, and one the other way round, as they are written. Only where
/// both lack one: a number may well be written as a word in one of them.
pub(super) fn differing(text: &Text) -> Option<(String, String)> {
    let (en, zh) = (text.en.as_ref()?, text.zh.as_ref()?);
    if en == zh {
        return None;
    }
    let (en, zh) = (numbers(en), numbers(zh));
    let lacking = |these: &[(f64, String)], others: &[(f64, String)]| {
        let is_there = |number: f64| others.iter().any(|(other, _)| (other - number).abs() <= number.abs() * 1e-9);
        these.iter().find(|(number, _)| !is_there(*number)).map(|(_, written)| written.clone())
    };
    Some((lacking(&en, &zh)?, lacking(&zh, &en)?))
}

/// Every number of a text: its value, and as it is written.
fn numbers(text: &str) -> Vec<(f64, String)> {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    let mut numbers = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = length(rest);
        let (digits, after) = rest.split_at(end);
        let scale =
            SCALES.iter().find(|(word, _)| after.trim_start().starts_with(word)).map_or(1.0, |(_, scale)| *scale);
        if let Ok(number) = digits.replace([',', '_'], "").parse::<f64>() {
            numbers.push((number * scale, digits.to_owned()));
        }
        rest = after;
    }
    numbers
}

/// How long the number at the beginning is: digits, with a point or a separator between digits.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut point = false;
    let mut end = 0;
    while end < bytes.len() {
        let follows = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        match bytes[end] {
            b'0'..=b'9' => {}
            b'.' if follows && !std::mem::replace(&mut point, true) => {}
            b',' | b'_' if follows && !point && groups(&bytes[end + 1..]) => {}
            _ => break,
        }
        end += 1;
    }
    end
}

/// Whether exactly three digits follow: a separator of thousands, not of a list.
fn groups(bytes: &[u8]) -> bool {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_both_lack_differ() {
        let table = [
            ("up to 79 columns", "最多 79 列", None),
            ("up to 79 columns", "最多 72 列", Some(("79", "72"))),
            ("two threads", "2 个线程", None),
            ("10 million rows", "1000 万行", None),
            ("1,000 rows in 2 tables", "2 张表，1000 行", None),
            ("HTTP/1.1 and 301", "HTTP/1.1 与 ３０１", None),
            ("HTTP/1.1 and 301", "HTTP/1.1 与 302", Some(("301", "302"))),
            ("[1, 2, 3]", "[1,2,3]", None),
            ("0.5 s", "0.05 秒", Some(("0.5", "0.05"))),
            ("no number", "没有", None),
        ];
        for (en, zh, expected) in table {
            let text = Text { en: Some(en.into()), zh: Some(zh.into()) };
            let expected = expected.map(|(en, zh): (&str, &str)| (en.to_owned(), zh.to_owned()));
            assert_eq!(differing(&text), expected, "{en} | {zh}");
        }
    }
}
