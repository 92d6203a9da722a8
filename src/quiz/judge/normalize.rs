//! Text made comparable: width, case, spacing, script, and punctuation that carries no meaning.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Traditional to simplified script. None if its dictionary can't be loaded: texts are then compared as written.
static SIMPLIFIER: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

/// The blocks that hold nearly every Chinese character in use; what lies elsewhere is always looked up.
const COMMON: std::ops::Range<u32> = 0x3400..0xa000;

/// The characters of those blocks that simplified script changes, a bit each: a text without any need not be converted,
/// which costs far more than to look.
static TRADITIONAL: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let all = || COMMON.filter_map(char::from_u32);
    let listed: String = all().flat_map(|c| [c, '\n']).collect();
    let simple = SIMPLIFIER.as_ref().map(|simplifier| simplifier.convert(&listed)).unwrap_or_default();
    let mut bits = vec![0; COMMON.len().div_ceil(64)];
    for (at, (c, line)) in all().zip(simple.lines()).enumerate() {
        if !line.chars().eq([c]) {
            bits[at / 64] |= 1 << (at % 64);
        }
    }
    bits
});

/// Room for spaces, signs, and a number in words where the answer has digits, in bytes.
const SPELLED_BYTES: usize = 64;

/// A text in the forms that it is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Tidied, with its case.
    pub tidy: String,
    /// Folded: lower case, Latin letters without accents, single spaces.
    pub folded: String,
    /// Without spaces and the punctuation that carries no meaning.
    pub bare: String,
    /// The bare form in simplified script, where that differs.
    pub simple: Option<String>,
}

impl Form {
    /// The forms of this text.
    pub fn of(text: &str) -> Self {
        let tidy = tidy(text);
        let folded = fold(&tidy);
        let bare = bare(&folded);
        let simple = simplified(&bare);
        Self { tidy, folded, bare, simple }
    }

    /// The forms of a text that is folded already.
    pub fn of_folded(folded: &str) -> Self {
        let bare = bare(folded);
        let simple = simplified(&bare);
        Self { tidy: folded.to_owned(), folded: folded.to_owned(), bare, simple }
    }

    /// How long a text may be, in bytes, that could say the same as this one or be the same number in words.
    pub fn longest_same(&self) -> usize {
        2 * self.tidy.len() + SPELLED_BYTES
    }

    /// Whether both say the same. The simplified form is only a second chance, since its dictionary changes terms too.
    pub fn same(&self, other: &Self) -> bool {
        !self.bare.is_empty()
            && (self.bare == other.bare
                || ((self.simple.is_some() || other.simple.is_some()) && self.in_simple() == other.in_simple()))
    }

    /// The bare form in simplified script.
    pub fn in_simple(&self) -> &str {
        self.simple.as_deref().unwrap_or(&self.bare)
    }
}

/// The bare form alone, without the work of the simplified one: what texts are looked up by.
pub fn bare_of(text: &str) -> String {
    bare(&fold(&tidy(text)))
}

/// Full width made half (NFKC), invisible characters gone, quotes and dashes in one shape, single spaces; the case
/// stays. A superscript becomes a power: `n²` is `n^2`.
pub fn tidy(text: &str) -> String {
    if is_tidy(text) {
        return text.to_owned();
    }
    if text.chars().all(is_plain) {
        return spaced_once(text.len(), text.chars().filter_map(plain));
    }
    spaced_once(text.len(), powers(text).nfkc().filter_map(plain))
}

/// Whether the text is printable ASCII in single spaces: most answers are.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let gaps = || bytes.windows(2).any(|pair| pair[0] == b' ' && matches!(pair[1], b' ' | b','));
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) && !text.starts_with(' ') && !text.ends_with(' ') && !gaps()
}

/// Whether no normal form changes this character: most replies have no other.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Single spaces, none at either end and none before a comma.
fn spaced_once(length: usize, text: impl Iterator<Item = char>) -> String {
    let mut tidy = String::with_capacity(length);
    let mut space = false;
    for c in text {
        if c.is_whitespace() {
            space = !tidy.is_empty();
            continue;
        }
        if std::mem::take(&mut space) && c != ',' {
            tidy.push(' ');
        }
        tidy.push(c);
    }
    tidy
}

/// Superscripts as powers, since NFKC would make 232 of 2³².
fn powers(text: &str) -> String {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        let raised = RAISED.contains(c);
        if raised && before.is_some_and(|b: char| !RAISED.contains(b)) {
            out.push('^');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// One shape for each kind of quote and dash; None for what can't be seen. A line feed stays a white space.
fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return (c.is_whitespace() || !c.is_control()).then_some(c);
    }
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2018}'..='\u{201b}' | '\u{2032}' => Some('\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '「' | '」' | '『' | '』' | '《' | '》' | '【' | '】' => {
            Some('"')
        }
        '\u{2044}' => Some('/'),
        _ if c.is_whitespace() => Some(c),
        _ if is_invisible(c) => None,
        _ => Some(c),
    }
}

/// Controls, zero-width and direction-changing characters, fillers and variation selectors: they take no room, so that
/// two texts that look alike would differ by them.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Lower case, and Latin letters without their accents.
pub fn fold(tidy: &str) -> String {
    if tidy.chars().all(is_plain) {
        return tidy.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(tidy.len());
    let mut latin = false;
    for c in tidy.nfd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) && latin {
            continue;
        }
        latin = c.is_ascii_alphabetic();
        folded.push(c);
    }
    folded.nfc().collect()
}

/// Without spaces, hyphens and underscores inside words, apostrophes and commas. What is left decides between C, C++
/// and C#: `+ # ^ % . / :`, a sign before a word (`-p`), a minus between single letters or digits (`n-1`).
pub fn bare(folded: &str) -> String {
    if folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return folded.to_owned();
    }
    let mut all: Vec<char> = Vec::with_capacity(folded.len());
    for c in folded.chars() {
        if c == ' ' && all.last() == Some(&',') {
            all.pop();
        }
        all.push(c);
    }
    let mut bare = String::with_capacity(folded.len());
    for (at, &c) in all.iter().enumerate() {
        if c.is_ascii_alphanumeric() || !vanishes(&all, at, c) {
            bare.push(c);
        }
    }
    bare
}

/// Whether this character of a folded text carries no meaning where it stands.
fn vanishes(all: &[char], at: usize, c: char) -> bool {
    let before = all[..at].iter().rev().find(|c| **c != ' ').copied();
    let after = all[at + 1..].iter().find(|c| **c != ' ').copied();
    let between = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
    match c {
        ' ' => !between(|c| c.is_ascii_digit()),
        '-' => {
            between(|c| c.is_alphanumeric() || c == '+')
                && (runs_on(all[..at].iter().rev()) || runs_on(all[at + 1..].iter()))
        }
        '_' => between(char::is_alphanumeric),
        '\'' => between(char::is_alphabetic),
        '.' => is_initial(all, at),
        ',' | ';' | '、' | '，' => before.is_some() && !between(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Whether this point ends a single letter, and a word or another such letter follows: `U.S.A.`, `J. R. R. Tolkien`.
fn is_initial(all: &[char], at: usize) -> bool {
    let single = |end: usize| {
        let letter = end.checked_sub(1).is_some_and(|at| all[at].is_alphabetic() && !is_hanzi(all[at]));
        letter && end.checked_sub(2).is_none_or(|at| matches!(all[at], ' ' | '.'))
    };
    let followed = match (all.get(at + 1), all.get(at + 2)) {
        (Some(' '), Some(c)) => c.is_alphabetic(),
        (Some(c), next) => c.is_alphabetic() && next.is_none_or(|c| !c.is_alphanumeric()),
        (None, _) => at >= 3 && all[at - 2] == '.' && single(at - 2),
    };
    single(at) && followed
}

/// Whether a word of two letters or more (one, in scripts without spaces) stands on this side.
fn runs_on<'a>(side: impl Iterator<Item = &'a char>) -> bool {
    let mut side = side.skip_while(|c| **c == ' ');
    match side.next() {
        Some(&c) if is_hanzi(c) => true,
        Some(c) if c.is_alphabetic() => side.next().is_some_and(|c| c.is_alphabetic()),
        _ => false,
    }
}

/// Whether this is a Chinese character.
pub fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// The text in simplified script; None where it is that already.
pub fn simplified(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(may_be_traditional) {
        return None;
    }
    let simple = SIMPLIFIER.as_ref()?.convert(text);
    (simple != text).then_some(simple)
}

fn may_be_traditional(c: char) -> bool {
    if !COMMON.contains(&u32::from(c)) {
        return is_hanzi(c);
    }
    let at = (u32::from(c) - COMMON.start) as usize;
    TRADITIONAL[at / 64] >> (at % 64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        Form::of(one).same(&Form::of(other))
    }

    #[test]
    fn what_carries_no_meaning_is_not_compared() {
        let table = [
            ("ＵＴＦ－８", "utf-8"),
            ("UTF 8", "UTF-8"),
            ("utf8", "UTF-8"),
            ("dead lock", "deadlock"),
            ("circuit-breaker", "Circuit Breaker"),
            ("shared ptr", "shared_ptr"),
            ("O( log n )", "O(log n)"),
            ("O(n²)", "O(n^2)"),
            ("naïve Bayes", "naive bayes"),
            ("Gödel", "GODEL"),
            ("Dijkstra’s", "dijkstras"),
            ("无 锁 queue", "无锁queue"),
            ("樂觀鎖", "乐观锁"),
            ("無状态", "无状态"),
            ("乾隆", "乾隆"),
            ("SYN, ACK", "syn ack"),
            ("September 19, 1977", "September 19 1977"),
            ("B-树", "B树"),
            ("dead\u{200b}lock", "deadlock"),
            ("\u{202e}deadlock", "deadlock"),
            ("x\u{a0}y", "x y"),
            ("B+-tree", "B+ tree"),
            ("U.S.A.", "USA"),
            ("J. R. R. Tolkien", "JRR Tolkien"),
            ("April 7 , 2016", "April 7, 2016"),
        ];
        for (one, other) in table {
            assert!(same(one, other), "{one:?} {other:?}: {:?} {:?}", Form::of(one), Form::of(other));
        }
    }

    #[test]
    fn what_carries_meaning_is_kept() {
        let table = [
            ("C", "C++"),
            ("C", "C#"),
            ("C++", "C#"),
            ("-p", "p"),
            ("--force", "-force"),
            (".git", "git"),
            ("n-1", "n1"),
            ("10-20", "1020"),
            ("1 5", "15"),
            ("1,5", "15"),
            ("1.5", "15"),
            ("a.out", "aout"),
            ("x.", "x"),
            ("50%", "50"),
            ("a/b", "ab"),
            ("B+树", "B树"),
            ("乐观锁", "悲观锁"),
            ("O(n)", "O(n^2)"),
            ("__init__", "init"),
            ("", ""),
            ("\u{200b}", ""),
        ];
        for (one, other) in table {
            assert!(!same(one, other), "{one:?} {other:?}: {:?} {:?}", Form::of(one), Form::of(other));
        }
    }
}
