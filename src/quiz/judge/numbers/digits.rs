//! Numbers in digits: `79`, `1,000`, `1e3`, `0xff`, `2^10`, `1/2`.

use super::{Step, finished};

/// The longest run of digits that is read; a longer one is not an answer.
const MOST_DIGITS: usize = 40;

/// The number that begins here with a digit or a point.
pub(super) fn number(text: &[char], start: usize) -> Step {
    if is_in_name(text, start) {
        return Step::Skip(name_end(text, start));
    }
    let (written, end) = match plain(text, start) {
        Some(read) => read,
        None => return Step::Unreadable,
    };
    if let Some(radix) = radix(text, start, end) {
        return in_radix(text, start, end + 1, radix);
    }
    let (written, end) = with_exponent(text, written, end);
    let Ok(value) = written.parse::<f64>() else { return Step::Unreadable };
    if is_dotted(text, end) {
        return Step::Unreadable;
    }
    match operated(text, value, end) {
        Some((value, end)) => finished(text, start, value, ordinal_end(text, end)),
        None => Step::Unreadable,
    }
}

/// Whether the digits belong to a name: `utf8`, `ipv6`, `utf-8`.
fn is_in_name(text: &[char], start: usize) -> bool {
    let is_letter = |at: Option<usize>| at.is_some_and(|at| text[at].is_ascii_alphabetic() || text[at] == '_');
    let hyphen = start.checked_sub(1).is_some_and(|at| text[at] == '-');
    is_letter(start.checked_sub(1)) || (hyphen && is_letter(start.checked_sub(2)))
}

fn name_end(text: &[char], start: usize) -> usize {
    let inside = |c: &&char| c.is_ascii_alphanumeric() || matches!(**c, '.' | '_' | '-');
    start + text[start..].iter().take_while(inside).count()
}

/// Digits with groups of thousands and decimals, as `parse` reads them, and where they end.
fn plain(text: &[char], start: usize) -> Option<(String, usize)> {
    let mut written: String = run(text, start);
    let mut at = start + written.len();
    if (1..=3).contains(&written.len()) {
        while let Some(group) = thousands(text, at) {
            written.push_str(&group);
            at += 4;
        }
    }
    let decimals = if text.get(at) == Some(&'.') { run(text, at + 1) } else { String::new() };
    if !decimals.is_empty() {
        at += 1 + decimals.len();
        written = format!("{written}.{decimals}");
    }
    (written.len() <= MOST_DIGITS).then_some((written, at))
}

fn run(text: &[char], at: usize) -> String {
    text[at.min(text.len())..].iter().take_while(|c| c.is_ascii_digit()).collect()
}

/// Three digits behind a separator of thousands.
fn thousands(text: &[char], at: usize) -> Option<String> {
    matches!(text.get(at)?, ',' | ' ' | '_' | '\'').then_some(())?;
    let group = run(text, at + 1);
    (group.len() == 3).then_some(group)
}

fn with_exponent(text: &[char], written: String, end: usize) -> (String, usize) {
    let sign = usize::from(matches!(text.get(end + 1), Some('+' | '-')));
    let digits = run(text, end + 1 + sign);
    if text.get(end) != Some(&'e') || digits.is_empty() || digits.len() > MOST_DIGITS {
        return (written, end);
    }
    let minus = if text.get(end + 1) == Some(&'-') { "-" } else { "" };
    (format!("{written}e{minus}{digits}"), end + 1 + sign + digits.len())
}

/// Whether another point follows with digits: a version or an address.
fn is_dotted(text: &[char], end: usize) -> bool {
    text.get(end) == Some(&'.') && text.get(end + 1).is_some_and(char::is_ascii_digit)
}

fn radix(text: &[char], start: usize, end: usize) -> Option<u32> {
    if text[start..end] != ['0'] {
        return None;
    }
    let radix = match text.get(end)? {
        'x' => 16,
        'b' => 2,
        'o' => 8,
        _ => return None,
    };
    text.get(end + 1)?.is_digit(radix).then_some(radix)
}

fn in_radix(text: &[char], start: usize, from: usize, radix: u32) -> Step {
    let digits: String = text[from..].iter().take_while(|c| c.is_ascii_alphanumeric()).collect();
    match i64::from_str_radix(&digits, radix) {
        Ok(value) => finished(text, start, value as f64, from + digits.len()),
        Err(_) => Step::Unreadable,
    }
}

/// A simple fraction or power. None where it has no value.
fn operated(text: &[char], value: f64, end: usize) -> Option<(f64, usize)> {
    let gap = |at: usize| at + text[at.min(text.len())..].iter().take_while(|c| **c == ' ').count();
    let at = gap(end);
    let (power, operand) = match (text.get(at), text.get(at + 1)) {
        (Some('/'), _) => (false, gap(at + 1)),
        (Some('^'), _) => (true, gap(at + 1)),
        (Some('*'), Some('*')) => (true, gap(at + 2)),
        _ => return Some((value, end)),
    };
    let digits = run(text, operand);
    let after = operand + digits.len();
    if digits.is_empty() || digits.len() > 4 && power || matches!(text.get(after), Some('/' | '^')) {
        return if digits.is_empty() { Some((value, end)) } else { None };
    }
    let other: f64 = digits.parse().ok()?;
    let result = if power { value.powf(other) } else { value / other };
    result.is_finite().then_some((result, after))
}

/// `1st`, `2nd`: the ending of an ordinal belongs to the number.
fn ordinal_end(text: &[char], end: usize) -> usize {
    let ending: String = text[end..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    if matches!(ending.as_str(), "st" | "nd" | "rd" | "th") { end + 2 } else { end }
}
