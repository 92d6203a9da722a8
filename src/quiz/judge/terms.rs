//! The same term in another shape: regional words, numerals inside a term, how growth is written, initials.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use super::{
    negation::parts,
    normalize::{Form, bare_of, is_hanzi},
    numbers::hanzi::arabic,
};

/// The fewest words whose initials name them all.
const FEWEST_INITIALS: usize = 3;

/// Regional words with what they are called here.
static REGIONAL: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("terms.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).collect()
});

/// The characters that those begin with.
static OPENING: LazyLock<HashSet<char>> =
    LazyLock::new(|| REGIONAL.iter().filter_map(|(there, _)| there.chars().next()).collect());

/// The term in the one shape that its variants share. Takes a bare text in simplified script.
pub(super) fn canonical(simple: &str) -> Cow<'_, str> {
    if let Some((_, growth)) = GROWTHS.iter().find(|(name, _)| *name == simple) {
        return Cow::Borrowed(growth);
    }
    if simple.contains(is_hanzi) {
        return Cow::Owned(arabic(&regional(simple)));
    }
    growth(simple).map(Cow::Owned).or_else(|| spelled(simple).map(Cow::Owned)).unwrap_or(Cow::Borrowed(simple))
}

/// How growth is named, and its formula.
const GROWTHS: &[(&str, &str)] = &[
    ("constant", "1"),
    ("constanttime", "1"),
    ("常数", "1"),
    ("常数级", "1"),
    ("常数时间", "1"),
    ("logarithmic", "logn"),
    ("logarithmictime", "logn"),
    ("对数", "logn"),
    ("对数级", "logn"),
    ("对数时间", "logn"),
    ("linear", "n"),
    ("lineartime", "n"),
    ("线性", "n"),
    ("线性时间", "n"),
    ("quadratic", "n^2"),
    ("quadratictime", "n^2"),
    ("平方级", "n^2"),
    ("平方时间", "n^2"),
];

/// Signs that are said in words, and a point that is left out: "b plus tree", `nodejs`.
fn spelled(simple: &str) -> Option<String> {
    if simple.contains("plus") {
        return Some(simple.replace("plus", "+"));
    }
    simple.strip_suffix(".js").map(|name| format!("{name}js"))
}

fn regional(simple: &str) -> String {
    let mut text = simple.to_owned();
    // few texts have any of these words: one look at each character, before all of them are tried
    if !simple.chars().any(|c| OPENING.contains(&c)) {
        return text;
    }
    for (there, here) in REGIONAL.iter() {
        if text.contains(there) {
            text = text.replace(there, here);
        }
    }
    text
}

/// How something grows, in one shape: the base of a logarithm makes no difference there, nor do signs of multiplication.
/// `O(n*log2(n))`, `nlgn` and `n log n` are one.
fn growth(bare: &str) -> Option<String> {
    let inner = bare.strip_prefix("o(").and_then(|rest| rest.strip_suffix(')'));
    let logarithm = bare.contains("log") || bare.contains("lg");
    let symbols = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "()*^+-_·×. ".contains(c));
    if !(inner.is_some() || (logarithm && bare.len() <= 16 && (bare.ends_with('n') || bare.ends_with(')'))))
        || !symbols(bare)
    {
        return None;
    }
    let powers = match inner.unwrap_or(bare) {
        "n*n" => "n^2".to_owned(),
        other => other.replace("**", "^").replace("squared", "^2"),
    };
    let text: String = powers.chars().filter(|c| !matches!(c, '*' | '·' | '×' | ' ' | '_')).collect();
    let text = text.replace("log2", "log").replace("log10", "log").replace("lg", "log").replace("loog", "log");
    let text = ["n", "m", "k", "v", "e"]
        .iter()
        .fold(text, |text, name| text.replace(&format!("log({name})"), &format!("log{name}")));
    Some(text)
}

/// Whether the acronym is the initials of these words, in order; small words may be left out.
pub(super) fn spells(acronym: &str, words: &str) -> bool {
    let letters: Vec<char> = acronym.chars().collect();
    let fits = (2..=8).contains(&letters.len()) && letters.iter().all(char::is_ascii_alphanumeric);
    if !fits || words.contains(is_hanzi) {
        return false;
    }
    let parts = || words.split([' ', '-', '_', '/']).filter(|word| !word.is_empty());
    let small = |word: &str| matches!(word, "of" | "the" | "and" | "to" | "for" | "in" | "a" | "by" | "with");
    let initials = |all: bool| -> Vec<char> {
        parts().filter(|word| all || !small(word)).filter_map(|word| word.chars().next()).collect()
    };
    let full = initials(true);
    full.len() >= FEWEST_INITIALS.min(letters.len())
        && full.len() > 1
        && (full == letters || initials(false) == letters)
}

/// Whether the acronym alone may stand for these words: two initials are too few to be sure.
pub(super) fn stands_for(acronym: &str, words: &str) -> bool {
    acronym.len() >= FEWEST_INITIALS && spells(acronym, words)
}

/// What joins the members of a set.
const JOINED: &[&str] = &[", ", " and ", " & ", "、", "和", "与", "以及", "，"];

/// What makes a choice of it.
const CHOSEN: &[&str] = &[" or ", "或", "还是"];

/// What a question says that wants things in their order.
const IN_ORDER: &[&str] = &["order", "sequence", "step", "顺序", "依次", "次序", "步骤"];

/// What counts the members of a set.
const COUNTED: &[&str] = &[
    "一种是",
    "另一种是",
    "一个是",
    "另一个是",
    "一是",
    "二是",
    "三是",
    "first ",
    "second ",
    "one is ",
    "the other is ",
];

/// The bytes that words which count its members add to a set at most.
const MOST_AROUND: usize = 40;

fn counted(member: &str) -> &str {
    COUNTED.iter().find_map(|word| member.strip_prefix(word)).unwrap_or(member)
}

/// Whether both name the same things, in whatever order: the answer is a set of two or more.
pub(super) fn is_same_set(reply: &Form, answer: &Form, question: &str) -> bool {
    if reply.bare.len().abs_diff(answer.bare.len()) > MOST_AROUND
        || !JOINED.iter().any(|word| answer.folded.contains(word))
    {
        return false;
    }
    let members = |form: &Form| -> Option<Vec<String>> {
        if CHOSEN.iter().any(|word| form.folded.contains(word)) {
            return None;
        }
        let parts = parts(&form.folded);
        let mut members: Vec<String> = parts.iter().map(|part| bare_of(counted(&part.text))).collect();
        members.sort();
        (parts.len() > 1 && parts.iter().all(|part| !part.denied)).then_some(members)
    };
    let asked = question.to_lowercase();
    members(answer).is_some_and(|meant| members(reply) == Some(meant))
        && !IN_ORDER.iter().any(|word| asked.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_share_a_shape() {
        let table = [
            ("快取穿透", "缓存穿透", true),
            ("执行绪池", "线程池", true),
            ("死结", "死锁", true),
            ("三次握手", "3次握手", true),
            ("十二因素应用", "12因素应用", true),
            ("两阶段提交", "2阶段提交", true),
            ("o(lgn)", "o(logn)", true),
            ("o(log2n)", "o(logn)", true),
            ("o(n*logn)", "o(nlogn)", true),
            ("nlog(n)", "o(nlogn)", true),
            ("logn", "o(nlogn)", false),
            ("o(n)", "o(logn)", false),
            ("三次握手", "4次握手", false),
            ("login", "logn", false),
        ];
        for (one, other, expected) in table {
            assert_eq!(canonical(one) == canonical(other), expected, "{one:?} {other:?}");
        }
    }

    #[test]
    fn initials_spell_an_acronym() {
        let table = [
            ("lru", "least recently used", true),
            ("mvcc", "multi-version concurrency control", true),
            ("gil", "global interpreter lock", true),
            ("iot", "internet of things", true),
            ("lfu", "least recently used", false),
            ("gil", "global lock", false),
            ("g", "global", false),
        ];
        for (acronym, words, expected) in table {
            assert_eq!(spells(acronym, words), expected, "{acronym:?} {words:?}");
        }
        assert!(!stands_for("bc", "bounded context"));
    }
}
