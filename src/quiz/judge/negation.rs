//! Guards: a reply that denies an answer does not give it, and one that names two has not chosen.

use std::sync::LazyLock;

use super::{
    normalize::is_hanzi,
    phrases::{Listed, PHRASES, first},
};

/// Whether the text, folded and simplified, denies something. An answer may hold a denial itself (`无状态`): compare with
/// the key.
pub fn denies(folded: &str) -> bool {
    if !has_denial(folded) {
        return false;
    }
    let mut text = folded.to_owned();
    for phrase in &PHRASES.harmless {
        if text.contains(phrase) {
            text = text.replace(phrase, " ");
        }
    }
    has_denial(&text)
}

/// Whether a denial stands anywhere: a Latin one as a whole word, a Chinese one inside a word too.
fn has_denial(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let fits = |word: &&str| {
            rest.starts_with(*word)
                && (word.contains(is_hanzi) || !(inside(before) || rest[word.len()..].starts_with(inside)))
        };
        if PHRASES.denials.like(rest).any(|word| fits(&word)) {
            return true;
        }
        before = c;
    }
    false
}

/// What parts alternatives, in lower case. A gloss in brackets or behind "i.e." is one too.
static SEPARATORS: LazyLock<Listed> = LazyLock::new(|| {
    Listed::by(
        first,
        [
            ", or ",
            ", and ",
            " or ",
            " and ",
            " vs ",
            " but ",
            " aka ",
            " i.e. ",
            " & ",
            " plus ",
            " + ",
            "或者是",
            "或者",
            "或是",
            "还是",
            "也可能是",
            "以及",
            "或",
            "和",
            "与",
            "跟",
            "也就是",
            "也叫",
            "又叫",
            "即",
            "但是",
            "而是",
            "/",
            ",",
            ";",
            "、",
            "。",
            "(",
            ")",
            "=",
            "|",
            "->",
        ],
    )
});

/// What denies a part that begins with it.
static CONTRASTS: LazyLock<Listed> = LazyLock::new(|| {
    Listed::by(
        first,
        [
            "and not ",
            "but not ",
            "not ",
            "it's not ",
            "it is not ",
            "it isn't ",
            "isn't ",
            "rather than ",
            "instead of ",
            "而不是",
            "而非",
            "并不是",
            "并非",
            "应该不是",
            "不是",
            "不叫",
            "非",
        ],
    )
});

/// A part of a reply that names several things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it says, without the word that denies it.
    pub text: String,
    /// Whether it is denied: "not X", 而不是 X.
    pub denied: bool,
}

/// The alternatives of a folded reply; one part where there is only one thing.
pub fn parts(folded: &str) -> Vec<Part> {
    let mut parts = vec![Part { text: String::new(), denied: false }];
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        let current = parts.last_mut().expect("there is always one");
        if let Some(call) = call(rest, &current.text) {
            current.text.push_str(call);
            rest = &rest[call.len()..];
        } else if let Some(contrast) = contrast(rest, &current.text) {
            parts.push(Part { text: String::new(), denied: true });
            rest = &rest[contrast.len()..];
        } else if let Some(separator) = SEPARATORS.like(rest).find(|separator| rest.starts_with(separator)) {
            parts.push(Part { text: String::new(), denied: false });
            rest = &rest[separator.len()..];
        } else {
            current.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    parts.into_iter().filter_map(Part::trimmed).collect()
}

/// The brackets that begin here, where they are glued to a single letter, as in `O(1)`: they are no gloss.
fn call<'t>(rest: &'t str, before: &str) -> Option<&'t str> {
    let letter = rest.starts_with('(') && before.ends_with(|c: char| c.is_ascii_alphabetic());
    let alone = |text: &str| text.chars().rev().nth(1).is_none_or(|c| !c.is_alphanumeric() || is_hanzi(c));
    rest.find(')').filter(|_| letter && alone(before)).map(|end| &rest[..=end])
}

/// The contrast that begins here, behind what the part says so far.
fn contrast(rest: &str, before: &str) -> Option<&'static str> {
    let at_word = before.is_empty() || before.ends_with(' ');
    CONTRASTS.like(rest).find(|contrast| {
        // "X 不是 Y" says something of X; "是 X 不是 Y" names X
        let chosen = before.trim().is_empty() || before.contains('是') || contrast.starts_with('而');
        let fits =
            if contrast.is_ascii() { at_word } else { chosen && (*contrast != "非" || before.trim().is_empty()) };
        fits && rest.starts_with(contrast)
    })
}

impl Part {
    fn trimmed(self) -> Option<Self> {
        let text = self.text.trim().trim_end_matches(['.', '!', '?', ' ']);
        (!text.is_empty()).then(|| Self { text: text.to_owned(), denied: self.denied })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_are_seen() {
        let table = [
            ("not stateless", true),
            ("it isn't 79", true),
            ("no deadlock", true),
            ("不是进程", true),
            ("没有死锁", true),
            ("nothing", false),
            ("node", false),
            ("notation", false),
            ("deadlock", false),
            ("not sure, 79?", false),
            ("差不多 79", false),
            ("是 79, 没错", false),
            ("不确定, 可能是 79", false),
        ];
        for (text, expected) in table {
            assert_eq!(denies(text), expected, "{text:?}");
        }
    }

    #[test]
    fn alternatives_are_parted() {
        let table: [(&str, &[(&str, bool)]); 11] = [
            ("deadlock", &[("deadlock", false)]),
            ("tcp or udp", &[("tcp", false), ("udp", false)]),
            ("主库和从库", &[("主库", false), ("从库", false)]),
            ("可能是a也可能是b", &[("可能是a", false), ("b", false)]),
            ("jit, not gil", &[("jit", false), ("gil", true)]),
            ("jit而不是gil", &[("jit", false), ("gil", true)]),
            ("udp 不是无连接的", &[("udp 不是无连接的", false)]),
            ("是死锁不是活锁", &[("是死锁", false), ("活锁", true)]),
            ("不是gil,是jit", &[("gil", true), ("是jit", false)]),
            ("not gil but jit", &[("gil", true), ("jit", false)]),
            ("死锁(deadlock)", &[("死锁", false), ("deadlock", false)]),
        ];
        for (text, expected) in table {
            let parts: Vec<(String, bool)> = parts(text).into_iter().map(|part| (part.text, part.denied)).collect();
            let expected: Vec<(String, bool)> = expected.iter().map(|(t, d)| ((*t).to_owned(), *d)).collect();
            assert_eq!(parts, expected, "{text:?}");
        }
    }
}
