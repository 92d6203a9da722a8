//! English words without their endings, numbers as digits, and how alike two words are.

use strsim::osa_distance;

/// Endings, longest first, each with what is left in its place and how long the stem must stay.
const ENDINGS: &[(&str, &str, usize)] = &[
    ("izations", "iz", 3),
    ("ization", "iz", 3),
    ("isation", "iz", 3),
    ("fulness", "", 3),
    ("ations", "", 4),
    ("ements", "", 4),
    ("ation", "", 4),
    ("ement", "", 4),
    ("ibility", "", 4),
    ("ability", "", 4),
    ("itions", "", 4),
    ("ition", "", 4),
    ("ising", "iz", 3),
    ("izing", "iz", 3),
    ("ised", "iz", 3),
    ("ized", "iz", 3),
    ("izes", "iz", 3),
    ("ises", "iz", 4),
    ("ssion", "ss", 3),
    ("ments", "", 4),
    ("ingly", "", 3),
    ("edly", "", 3),
    ("ctions", "ct", 2),
    ("ction", "ct", 2),
    ("tions", "t", 4),
    ("tion", "t", 4),
    ("sions", "s", 4),
    ("sion", "s", 4),
    ("ively", "", 4),
    ("ously", "", 4),
    ("ally", "", 4),
    ("ating", "", 4),
    ("ated", "", 4),
    ("ates", "", 4),
    ("ate", "", 4),
    ("ment", "", 4),
    ("ness", "", 4),
    ("ences", "", 4),
    ("ances", "", 4),
    ("ence", "", 4),
    ("ance", "", 4),
    ("ents", "", 4),
    ("ant", "", 4),
    ("ent", "", 4),
    ("able", "", 4),
    ("ible", "", 4),
    ("ings", "", 3),
    ("ize", "iz", 3),
    ("ise", "iz", 4),
    ("ical", "", 4),
    ("ing", "", 3),
    ("ives", "", 4),
    ("ive", "", 4),
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("ily", "y", 3),
    ("ity", "", 4),
    ("ors", "", 4),
    ("ers", "", 4),
    ("ous", "", 4),
    ("ial", "", 4),
    ("ic", "", 4),
    ("al", "", 4),
    ("ly", "", 3),
    ("or", "", 4),
    ("er", "", 4),
    ("ed", "", 3),
    ("es", "", 4),
    ("s", "", 3),
];

/// The shortest word that a typo is seen in: shorter ones are another word too often.
const TYPO_LETTERS: usize = 6;

/// Names that end in an s of their own: HTTPS is not many of HTTP.
const NAMES: &[&str] = &["https", "redis", "kubernetes", "windows", "macos", "dns", "tls"];

/// A word's stem: two forms of one word have the same. Made for comparing, not for reading.
pub(super) fn stem(word: &str) -> String {
    if word.len() <= 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || NAMES.contains(&word) {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    for _ in 0..2 {
        let Some((rest, ending)) = ENDINGS.iter().find_map(|(ending, put, least)| {
            let rest = stem.strip_suffix(ending)?;
            let kept =
                (*ending == "s" || *ending == "es") && rest.ends_with('s') || *ending == "s" && rest.ends_with('u');
            // "string" is no form of "str"
            let kept = kept || ending.starts_with("ing") && !rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
            (rest.len() >= *least && !kept).then(|| (format!("{rest}{put}"), *ending))
        }) else {
            break;
        };
        stem = rest;
        if !matches!(ending, "s" | "es" | "ings" | "ers" | "ors") {
            break;
        }
    }
    tail(stem)
}

/// Doubled consonants, a silent e, and y for i at the end.
fn tail(mut stem: String) -> String {
    let bytes = stem.as_bytes();
    let n = bytes.len();
    if n > 3 && bytes[n - 1] == bytes[n - 2] && !b"aeiouslz".contains(&bytes[n - 1]) {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 2 && stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    }
    stem
}

/// Whether one of these words is the other with one slip of the finger.
pub(super) fn is_typo(said: &str, meant: &str) -> bool {
    let plain = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    meant.len() >= TYPO_LETTERS
        && said.len() >= TYPO_LETTERS
        && said.len().abs_diff(meant.len()) <= 1
        && said.as_bytes()[0] == meant.as_bytes()[0]
        && plain(said)
        && plain(meant)
        && osa_distance(said, meant) == 1
}

/// How alike two stems are, 0 to 1: by what they begin with.
pub(super) fn alike(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    if one.len().min(other.len()) < 4 || one.as_bytes()[0] != other.as_bytes()[0] {
        return 0.0;
    }
    let prefix = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let longer = one.len().max(other.len());
    let share = prefix as f64 / longer as f64;
    if prefix >= 4 && share >= 0.6 {
        share
    } else if is_typo(one, other) {
        0.8
    } else {
        0.0
    }
}

/// A number without idle zeros and separators; None where it is none.
pub(super) fn number(word: &str) -> Option<String> {
    const WORDS: &[&str] = &["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    if let Some(value) = WORDS.iter().position(|name| *name == word).filter(|value| *value != 1) {
        return Some(value.to_string());
    }
    if !word.starts_with(|c: char| c.is_ascii_digit())
        || !word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
    {
        return None;
    }
    let value: f64 = word.replace(',', "").parse().ok()?;
    Some(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let table = [
            ("locks", "locking"),
            ("retries", "retry"),
            ("verifies", "verify"),
            ("stopped", "stops"),
            ("scheduled", "scheduler"),
            ("connection", "connections"),
            ("serialization", "serialize"),
            ("permissions", "permission"),
            ("processes", "process"),
            ("references", "reference"),
            ("strings", "string"),
        ];
        for (one, other) in table {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
        for (one, other) in [
            ("lock", "log"),
            ("process", "thread"),
            ("status", "stat"),
            ("encode", "decode"),
            ("https", "http"),
            ("string", "str"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn numbers_and_typos_are_known() {
        assert_eq!(number("0.00").as_deref(), Some("0"));
        assert_eq!(number("1,000").as_deref(), Some("1000"));
        assert_eq!(number("three").as_deref(), Some("3"));
        assert_eq!(number("one"), None);
        assert_eq!(number("3n"), None);
        assert!(is_typo("relaible", "reliable") && !is_typo("lock", "look") && !is_typo("decode", "encode"));
        assert!(alike("recurs", "recursiv") > 0.6 && alike("lock", "block") == 0.0);
    }
}
