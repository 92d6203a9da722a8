//! Dates, however they are written: `December 14, 1972`, `14th Dec 1972`, `1972-12-14`, 1972年12月14日, a year alone.

use super::words::Word;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date, or as much of one as is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Date {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// The date that begins at this word, and of how many words it consists. A bare number counts as a year only where it
    /// has four digits.
    pub(super) fn at(words: &[Word<'_>]) -> Option<(Self, usize)> {
        let text = |at: usize| words.get(at).map(|word| word.text.as_ref());
        let (first, second, third) = (text(0)?, text(1), text(2));
        let of = usize::from(second == Some("of"));
        if let Some(day) = day(first)
            && let Some(month) = text(1 + of).and_then(month)
        {
            let year = text(2 + of).and_then(year);
            return Some((Self { year, month: Some(month), day: Some(day) }, 2 + of + usize::from(year.is_some())));
        }
        if let Some(month) = month(first) {
            let day = second.and_then(day);
            let year = if day.is_some() { third.and_then(year) } else { second.and_then(year) };
            let found = Self { year, month: Some(month), day };
            return (found.day.is_some() || found.year.is_some())
                .then_some((found, 1 + usize::from(day.is_some()) + usize::from(year.is_some())));
        }
        let year = year(first).filter(|_| first.len() == 4)?;
        let numeric = |text: Option<&str>| text.filter(|text| text.len() <= 2).and_then(|text| text.parse::<u8>().ok());
        match (numeric(second).filter(|m| (1..=12).contains(m)), numeric(third).filter(|d| (1..=31).contains(d))) {
            (Some(month), Some(day)) => Some((Self { year: Some(year), month: Some(month), day: Some(day) }, 3)),
            _ => Some((Self { year: Some(year), month: None, day: None }, 1)),
        }
    }

    /// The date of a text that is nothing else.
    pub(super) fn alone(words: &[Word<'_>]) -> Option<Self> {
        let words = words.strip_prefix(leading(words)).unwrap_or(words);
        if let [Word { text, .. }] = words
            && text.len() == 3
        {
            return year(text).map(|year| Self { year: Some(year), ..Self::default() });
        }
        Self::at(words).filter(|(_, length)| *length == words.len()).map(|(date, _)| date)
    }

    /// A date in Chinese, of a bare text in simplified script: 1972年12月14日.
    pub(super) fn chinese(bare: &str) -> Option<Self> {
        let (year, rest) = bare.split_once('年')?;
        let (month, rest) = rest.split_once('月').map_or((None, rest), |(month, rest)| (Some(month), rest));
        let day = rest.trim_end_matches(['日', '号']);
        let date = Self {
            year: Some(year.parse().ok()?),
            month: month.map(str::parse).transpose().ok()?,
            day: if day.is_empty() { None } else { Some(day.parse().ok()?) },
        };
        Some(date)
    }

    /// Whether both can be the same day, and what they share is more than a month's name: one may say less.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let year = self.year.is_some() && self.year == other.year;
        let day = self.day.is_some() && self.day == other.day && self.month == other.month;
        fn clash<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            matches!((one, other), (Some(one), Some(other)) if one != other)
        }
        let clash = clash(self.year, other.year) || clash(self.month, other.month) || clash(self.day, other.day);
        (year || day) && !clash
    }
}

/// The small words before a date: "on", "in", "around".
fn leading<'w, 'a>(words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    let small =
        |word: &&Word<'_>| matches!(word.text.as_ref(), "on" | "in" | "the" | "around" | "about" | "circa" | "since");
    &words[..words.iter().take_while(small).count()]
}

fn month(word: &str) -> Option<u8> {
    let long = word.len() >= 3 && word.is_ascii();
    let at = MONTHS
        .iter()
        .position(|month| long && (*month == word || word == &month[..3] || word == "sept" && *month == "september"))?;
    u8::try_from(at + 1).ok()
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = &word[digits.len()..];
    let fits = digits.len() <= 2 && matches!(ending, "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| fits && (1..=31).contains(day))
}

fn year(word: &str) -> Option<u16> {
    let digits = (3..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (100..3_000).contains(year))
}

#[cfg(test)]
mod tests {
    use super::{super::words::words, *};

    #[test]
    fn dates_agree_where_one_says_less() {
        let table = [
            ("December 14, 1972", "14 December 1972", true),
            ("December 14, 1972", "14th of Dec 1972", true),
            ("1972-12-14", "December 14, 1972", true),
            ("July 19, 1990", "1990", true),
            ("6 January 793", "793", true),
            ("April 1775", "in 1775", true),
            ("June 23, 1991", "June 1991", true),
            ("June 23, 1991", "July 1991", false),
            ("June 23, 1991", "June 24, 1991", false),
            ("June 23, 1991", "1992", false),
            ("June 1991", "June 23", false),
        ];
        for (one, other, expected) in table {
            let (one, other) = (words(one).expect("words"), words(other).expect("words"));
            let agree = Date::alone(&one).zip(Date::alone(&other)).is_some_and(|(one, other)| one.agrees(&other));
            assert_eq!(agree, expected, "{one:?} {other:?}");
        }
    }
}
