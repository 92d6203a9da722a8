//! The words of a Latin text, each in the shape that claims are compared by.

use std::borrow::Cow;

use super::{
    super::normalize::fold,
    numerals::{number, roman},
};

/// The most words that are compared: a short answer has fewer, and what a comparison costs grows with them.
const MOST_WORDS: usize = 80;

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Folded, without a possessive ending; a number word in digits.
    pub(super) text: Cow<'a, str>,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether all of it is capitals: it has no plural then, HTTPS is not several HTTP.
    acronym: bool,
}

/// The words of a tidy text. None where it has signs that carry meaning: that is a term, a formula or code, of which
/// every sign counts; or where it is Chinese.
pub(super) fn words(tidy: &str) -> Option<Vec<Word<'_>>> {
    let mut words = Vec::new();
    let mut rest = tidy;
    while let Some(start) = rest.find(|c: char| !is_gap(c)) {
        let gap = &rest[..start];
        rest = &rest[start..];
        let before = gap.trim_end_matches(['-', '!']);
        if before.len() < gap.len()
            && (before.ends_with([' ', '`', '"', '(']) || (before.is_empty() && words.is_empty()))
        {
            return None;
        }
        let end = rest.find(is_gap).unwrap_or(rest.len());
        let piece = &rest[..end];
        rest = &rest[end..];
        if words.len() == MOST_WORDS {
            return None;
        }
        words.extend(word(piece)?);
    }
    Some(words)
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '`' | ';' | ':' | '!' | '?' | '"' | '(' | ')' | '$' | '€' | '£' | '₱' | '₹' | '¥')
}

/// None where the piece is no word; an inner None where nothing is left of it.
fn word(piece: &str) -> Option<Option<Word<'_>>> {
    let piece = piece.trim_end_matches(['.', ',', '\'']).trim_start_matches([',', '\'']);
    if piece.is_empty() {
        return Some(None);
    }
    if piece == "&" {
        return Some(Some(Word { text: Cow::Borrowed("and"), capital: false, acronym: false }));
    }
    let capital = piece.starts_with(|c: char| c.is_uppercase());
    let owner = piece.strip_suffix("'s").unwrap_or(piece);
    let acronym = owner.len() > 1 && !owner.chars().any(char::is_lowercase);
    if owner.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(Some(Word {
            text: number(owner).map_or(Cow::Borrowed(owner), Cow::Borrowed),
            capital,
            acronym: false,
        }));
    }
    let digits = owner.starts_with(|c: char| c.is_ascii_digit());
    let fits = |c: char| (c.is_alphabetic() && !super::is_hanzi(c)) || c.is_ascii_digit() || is_inner(c, digits);
    if !owner.chars().all(fits) || (owner.contains('.') && !digits && !is_initials(owner)) {
        return None;
    }
    Some(Some(Word { text: folded(owner, digits), capital, acronym }))
}

fn is_inner(c: char, digits: bool) -> bool {
    matches!(c, '.' | '\'') || (c == ',' && digits)
}

/// `J.R.R`: single letters with points between them.
fn is_initials(piece: &str) -> bool {
    piece.split('.').all(|letter| letter.chars().count() == 1)
}

fn folded(piece: &str, digits: bool) -> Cow<'static, str> {
    let mut folded = fold(piece);
    folded.retain(|c| c != '\'' && c != ',' && (c != '.' || digits));
    if let Some(digits) = roman(piece).or_else(|| number(&folded)) {
        return Cow::Borrowed(digits);
    }
    Cow::Owned(folded)
}

/// Whether both are the same word, in either number.
pub(super) fn same(one: &Word<'_>, other: &Word<'_>) -> bool {
    one.text == other.text
        || (!one.acronym && !other.acronym && (plural(&one.text, &other.text) || plural(&other.text, &one.text)))
}

fn plural(many: &str, one: &str) -> bool {
    one.len() > 3 && many.strip_prefix(one).is_some_and(|end| end == "s" || end == "es")
}

/// What is left of a word without its inflection, roughly: enough to see that a reply repeats the question.
pub(super) fn stem(word: &str) -> &str {
    let short = |stem: &str| stem.chars().count() < 3;
    for ending in ["ing", "ed", "es", "s", "e", "d", "n"] {
        if let Some(stem) = word.strip_suffix(ending)
            && !short(stem)
        {
            return stem;
        }
    }
    word
}

/// Words that only hold a sentence together.
pub(super) fn is_function(word: &str) -> bool {
    is_preposition(word) || is_verb(word) || is_pronoun(word)
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "of"
            | "in"
            | "on"
            | "at"
            | "by"
            | "to"
            | "for"
            | "from"
            | "with"
            | "as"
            | "into"
            | "during"
            | "around"
            | "about"
            | "approximately"
            | "roughly"
            | "circa"
            | "than"
            | "through"
            | "down"
            | "up"
    )
}

fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "be"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "does"
            | "did"
            | "do"
            | "would"
            | "should"
            | "called"
            | "named"
            | "known"
            | "became"
            | "become"
            | "becomes"
    )
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "it" | "its"
            | "he"
            | "she"
            | "they"
            | "his"
            | "her"
            | "their"
            | "this"
            | "that"
            | "these"
            | "those"
            | "there"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "where"
            | "when"
            | "i"
            | "you"
            | "we"
            | "so"
            | "also"
    )
}

/// Articles carry no meaning.
pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the")
}

/// Words that set one thing against another: what stands near them may be the other.
pub(super) fn is_contrast(word: &str) -> bool {
    matches!(
        word,
        "or" | "unlike"
            | "like"
            | "versus"
            | "vs"
            | "than"
            | "opposite"
            | "instead"
            | "rather"
            | "either"
            | "neither"
            | "nor"
            | "not"
            | "except"
            | "but"
            | "although"
            | "whereas"
            | "while"
            | "similar"
            | "different"
            | "before"
            | "after"
            | "until"
            | "maybe"
            | "perhaps"
            | "possibly"
            | "if"
            | "almost"
            | "nearly"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_one_shape() {
        let table: [(&str, Option<&[&str]>); 9] = [
            ("The Isle of Man", Some(&["the", "isle", "of", "man"])),
            ("two-phase commit", Some(&["2", "phase", "commit"])),
            ("World War II", Some(&["world", "war", "2"])),
            ("J. R. R. Tolkien's", Some(&["j", "r", "r", "tolkien"])),
            ("$1,000.", Some(&["1000"])),
            ("Mercedes-Benz", Some(&["mercedes", "benz"])),
            ("O(n log n)", Some(&["o", "n", "log", "n"])),
            ("C++", None),
            ("node.js", None),
        ];
        for (text, expected) in table {
            let found =
                words(text).map(|words| words.into_iter().map(|word| word.text.into_owned()).collect::<Vec<_>>());
            assert_eq!(found, expected.map(|all| all.iter().map(|word| (*word).to_owned()).collect()), "{text:?}");
        }
    }
}
