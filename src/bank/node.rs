//! TOML values with their places: wrong types and unknown keys are reported where they stand.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeInteger, DeTable, DeValue},
};

use super::{
    limits::EXACT,
    problem::{Findings, listed, nearest, quoted},
};

/// A value and where it stands.
pub(super) type Node<'d> = Spanned<DeValue<'d>>;

/// A table while it is read.
pub(super) struct Fields<'t, 'd> {
    table: &'t DeTable<'d>,
    /// Where it stands: missing keys are reported there.
    pub(super) at: Range<usize>,
}

impl<'t, 'd> Fields<'t, 'd> {
    pub(super) fn of(table: &'t DeTable<'d>, at: Range<usize>) -> Self {
        Self { table, at }
    }

    /// The value of this key.
    pub(super) fn get(&self, key: &str) -> Option<&'t Node<'d>> {
        self.table.get(key)
    }

    /// The value of this key; an error where there is none.
    pub(super) fn need(&self, findings: &mut Findings, key: &str) -> Option<&'t Node<'d>> {
        let node = self.get(key);
        if node.is_none() {
            findings.error(&self.at, format!("`{key}` is missing"));
        }
        node
    }

    /// Reports every key that is none of these. `elsewhere` may explain one that has its place somewhere else.
    pub(super) fn only(&self, findings: &mut Findings, known: &[&str], elsewhere: impl Fn(&str) -> Option<String>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let expected = elsewhere(name).unwrap_or_else(|| expected_key(name, known));
            findings.error(&key.span(), format!("unknown key {}; {expected}", quoted(name)));
        }
    }
}

fn expected_key(name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected {}", listed(known)),
    }
}

/// A table.
pub(super) fn table<'t, 'd>(findings: &mut Findings, node: &'t Node<'d>, what: &str) -> Option<Fields<'t, 'd>> {
    match node.get_ref() {
        DeValue::Table(table) => Some(Fields::of(table, node.span())),
        _ => wrong(findings, node, what, "a table `{ .. }`"),
    }
}

/// The members of a list.
pub(super) fn list<'t, 'd>(findings: &mut Findings, node: &'t Node<'d>, what: &str) -> Option<&'t [Node<'d>]> {
    match node.get_ref() {
        DeValue::Array(array) => Some(array),
        _ => wrong(findings, node, what, "a list `[ .. ]`"),
    }
}

/// True or false.
pub(super) fn boolean(findings: &mut Findings, node: &Node<'_>, what: &str) -> Option<bool> {
    match node.get_ref() {
        DeValue::Boolean(value) => Some(*value),
        _ => wrong(findings, node, what, "`true` or `false`"),
    }
}

/// A whole number in this range.
pub(super) fn whole(
    findings: &mut Findings,
    node: &Node<'_>,
    what: &str,
    range: &std::ops::RangeInclusive<i64>,
) -> i64 {
    let expected = format!("a whole number from {} to {}", range.start(), range.end());
    let number = match node.get_ref() {
        DeValue::Integer(digits) => integer(digits).filter(|number| range.contains(number)),
        _ => None,
    };
    number.or_else(|| wrong(findings, node, what, &expected)).unwrap_or_default()
}

/// A finite number that is kept exactly if it is whole.
pub(super) fn number(findings: &mut Findings, node: &Node<'_>, what: &str) -> Option<f64> {
    match node.get_ref() {
        DeValue::Integer(digits) => match integer(digits).filter(|whole| whole.unsigned_abs() <= EXACT) {
            Some(whole) => Some(whole as f64),
            None => {
                wrong(findings, node, what, "a number up to 2^53 (a larger one is not exact: ask for it as `text`)")
            }
        },
        DeValue::Float(digits) => match digits.as_str().parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => Some(number),
            None => wrong(findings, node, what, "a finite number"),
        },
        _ => wrong(findings, node, what, "a number"),
    }
}

fn integer(digits: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(digits.as_str(), digits.radix()).ok()
}

/// Reports a value of the wrong type or size.
pub(super) fn wrong<T>(findings: &mut Findings, node: &Node<'_>, what: &str, expected: &str) -> Option<T> {
    findings.error(&node.span(), format!("{what} is {}; expected {expected}", found(node.get_ref())));
    None
}

/// A value as messages name it.
fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.is_empty() => "empty".to_owned(),
        DeValue::String(text) => format!("the text {}", quoted(text)),
        DeValue::Integer(number) => format!("the number {}", short(&number.to_string())),
        DeValue::Float(number) => format!("the number {}", short(&number.to_string())),
        DeValue::Boolean(value) => format!("`{value}`"),
        DeValue::Datetime(time) => format!("the time {time}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn short(digits: &str) -> String {
    const SHOWN_CHARS: usize = 24;
    if digits.len() <= SHOWN_CHARS { digits.to_owned() } else { format!("{}…", &digits[..SHOWN_CHARS]) }
}
