//! Typos: one slip of the finger in a long Latin word, and nowhere else.

use strsim::osa_distance;

use super::normalize::Form;

/// The shortest word that a typo is repaired in: shorter ones are another word too often.
const SHORTEST_LETTERS: usize = 5;

/// The same where it stands in a term of so many letters, and other answers are known.
const SHORTEST_WITHIN: usize = 4;
const LONG_LETTERS: usize = 9;

/// The shortest word whose first letter is repaired: words that rhyme are many, and most are short.
const SHORTEST_AT_START: usize = 6;

/// The longest word in capitals that may be an acronym or a command, which one letter makes another, in letters.
const LONGEST_ACRONYM: usize = 9;

/// The longest text that is searched for a typo, in bytes: the distance costs the product of both lengths.
const LONGEST_BYTES: usize = 120;

/// Whether the reply is this answer with one slip: a letter too many, too few, wrong, or two swapped, in one Latin word
/// of five letters or more. A word's first letter stays (`symmetric`, `asymmetric`), as do digits, acronyms and Chinese.
///
/// Where the other answers of the bank are known, so that they can object, the reach is wider: the first letter of a
/// word of six letters, and a word of four in a term of nine.
pub fn is_typo(reply: &Form, answer: &Form, known: bool) -> bool {
    if reply.folded.len() > LONGEST_BYTES || answer.folded.len() > LONGEST_BYTES {
        return false;
    }
    let (said, meant) = (words(&reply.folded), words(&answer.folded));
    let cased = words(&answer.tidy);
    if said.len() != meant.len() || cased.len() != meant.len() {
        return false;
    }
    let mut different = (0..meant.len()).filter(|&at| said[at] != meant[at]);
    match (different.next(), different.next()) {
        (Some(at), None) => {
            let letters: usize = meant.iter().map(|word| word.len()).sum();
            let within = known && meant.len() > 1 && letters >= LONG_LETTERS;
            is_slip(said[at], meant[at], cased[at], Reach { known, within })
        }
        _ => false,
    }
}

/// The words of a text. Hyphens and underscores part words too; every other sign belongs to its word.
fn words(text: &str) -> Vec<&str> {
    text.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect()
}

/// How far a repair may reach.
#[derive(Clone, Copy)]
struct Reach {
    /// Whether other answers are known.
    known: bool,
    /// Whether the word is part of a long term, and other answers are known.
    within: bool,
}

fn is_slip(said: &str, meant: &str, cased: &str, reach: Reach) -> bool {
    let sign = |c: char| matches!(c, '@' | '#' | '.' | '/');
    if meant.starts_with(sign) && said.chars().next() == meant.chars().next() {
        return is_slip(&said[1..], &meant[1..], cased, reach);
    }
    let latin = |word: &str| word.chars().all(|c| c.is_ascii_lowercase());
    let acronym = cased.len() <= LONGEST_ACRONYM && !cased.chars().any(|c| c.is_lowercase());
    latin(said)
        && latin(meant)
        && !acronym
        && (meant.len().min(said.len()) >= SHORTEST_LETTERS
            || (reach.within && meant.len() >= SHORTEST_WITHIN && begins_alike(said, meant)))
        && osa_distance(said, meant) == 1
        && (begins_alike(said, meant) || (reach.known && meant.len() >= SHORTEST_AT_START))
        && !is_inflection(said, meant)
}

/// Whether both begin with the same letter, or with the same two swapped.
fn begins_alike(said: &str, meant: &str) -> bool {
    let (s, m) = (said.as_bytes(), meant.as_bytes());
    s[0] == m[0] || (s.len() > 1 && s[0] == m[1] && s[1] == m[0])
}

/// Whether only the ending behind an `e` differs, so that another form of the word is meant rather than a slip:
/// `encode`, `encoded`, `encoder`.
fn is_inflection(said: &str, meant: &str) -> bool {
    let stem = |word: &str| {
        let stem = word.strip_suffix(['d', 'r', 's']).filter(|stem| stem.ends_with('e'));
        stem.unwrap_or(word).to_owned()
    };
    stem(said) == stem(meant)
}

/// Whether another text is at least as near to the reply as the answer that it would be repaired to.
pub fn is_nearer(reply: &Form, other: &Form, answer: &Form) -> bool {
    if reply.bare.len().max(other.bare.len()) > 2 * LONGEST_BYTES {
        return false;
    }
    osa_distance(&reply.bare, &other.bare) <= osa_distance(&reply.bare, &answer.bare)
}

/// Whether another text may be as near to the reply as one slip: a look at both lengths, before the work.
pub fn may_be_near(reply: &Form, other: &str) -> bool {
    let (said, other) = (reply.folded.chars().count(), other.trim().chars().count());
    said.abs_diff(other) <= said / 2 + 1
}

/// Whether the one is the other's plural.
pub fn is_plural_word(one: &str, other: &str) -> bool {
    plural_of(one, other) || plural_of(other, one)
}

/// Whether the reply is this answer in the plural, or the other way round. Acronyms have none (`HTTP`, `HTTPS`).
pub fn is_plural(reply: &Form, answer: &Form) -> bool {
    let cased = words(&answer.tidy).last().copied().unwrap_or_default();
    if !cased.chars().any(char::is_lowercase) || !cased.chars().all(|c| c.is_ascii_alphabetic()) {
        return false;
    }
    if answer.folded.contains(['*', '(', ')', '/', '=', '<', '>', '$']) {
        return false;
    }
    let (said, meant) = (&reply.bare, &answer.bare);
    plural_of(said, meant)
        || (meant.len() == 3
            && cased.starts_with(char::is_uppercase)
            && *meant == cased.to_lowercase()
            && said.strip_prefix(meant.as_str()) == Some("s"))
        || (cased.len() > 3 && plural_of(meant, said))
        || gerund_of(said, meant)
        || gerund_of(meant, said)
        || is_gerund_within(&reply.folded, &answer.folded)
}

/// Whether only one word differs, and that by being the gerund: "scale out" and "scaling out".
fn is_gerund_within(said: &str, meant: &str) -> bool {
    let (said, meant) = (words(said), words(meant));
    let mut different = said.iter().zip(&meant).filter(|(one, other)| one != other);
    said.len() == meant.len()
        && different.next().is_some_and(|(one, other)| gerund_of(one, other) || gerund_of(other, one))
        && different.next().is_none()
}

/// `locking` of `lock`, `caching` of `cache`: the thing and doing it have one name.
fn gerund_of(doing: &str, thing: &str) -> bool {
    let Some(stem) = doing.strip_suffix("ing").filter(|stem| stem.len() >= 4) else { return false };
    stem == thing || thing.strip_suffix('e') == Some(stem)
}

fn plural_of(many: &str, one: &str) -> bool {
    let long = one.chars().filter(char::is_ascii_alphabetic).count() > 3;
    let hisses = one.ends_with(['s', 'x', 'z']) || one.ends_with("ch") || one.ends_with("sh");
    let regular = many.strip_prefix(one).is_some_and(|end| if hisses { end == "es" } else { end == "s" });
    let irregular = [("ex", "ices"), ("ix", "ices"), ("um", "a")];
    let in_latin = irregular.iter().any(|(one_end, many_end)| {
        one.strip_suffix(one_end).is_some_and(|stem| many.strip_prefix(stem) == Some(many_end))
    });
    let in_y = one.strip_suffix('y').is_some_and(|stem| many.strip_prefix(stem).is_some_and(|end| end == "ies"));
    long && (regular || in_y || in_latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_a_long_word_is_repaired() {
        let table = [
            ("deadlok", "deadlock", true),
            ("channal", "channel", true),
            ("chanel", "channel", true),
            ("circuit braker", "circuit breaker", true),
            ("stateles", "stateless", true),
            ("least recenty used", "least recently used", true),
            ("multi version concurency control", "multi-version concurrency control", true),
            ("daedlock", "deadlock", true),
            ("edadlock", "deadlock", true),
            ("authorisation code", "authorization code", true),
            ("dedlok", "deadlock", false),
            ("circit braker", "circuit breaker", false),
            ("asymmetric", "symmetric", false),
            ("symmetric", "asymmetric", false),
            ("lock", "block", false),
            ("tree", "trie", false),
            ("https", "HTTP", false),
            ("HTTPX", "HTTPS", false),
            ("UTF-18", "UTF-8", false),
            ("ipv6x", "ipv6", false),
            ("悲观锁", "乐观锁", false),
            ("gRPD", "gRPC", false),
            ("indexer", "indexed", false),
            ("encoder", "encode", false),
            ("encoed", "encode", true),
            ("deadlock", "deadlock", false),
            ("", "deadlock", false),
        ];
        for (reply, answer, expected) in table {
            assert_eq!(is_typo(&Form::of(reply), &Form::of(answer), false), expected, "{reply:?} {answer:?}");
        }
    }

    #[test]
    fn repair_reaches_further_where_others_can_object() {
        let table = [
            ("eadlock", "deadlock", true),
            ("qescriptor", "descriptor", true),
            ("write skwe", "write skew", true),
            ("rray", "array", false),
            ("bow lock", "row lock", false),
            ("HTTPX", "HTTPS", false),
        ];
        for (reply, answer, expected) in table {
            let (reply, answer) = (Form::of(reply), Form::of(answer));
            assert_eq!(is_typo(&reply, &answer, true), expected, "{reply:?} {answer:?}");
            assert!(!is_typo(&reply, &answer, false), "{reply:?} {answer:?}");
        }
    }

    #[test]
    fn plurals_are_the_same_word() {
        let table = [
            ("Channels", "channel", true),
            ("process", "processes", true),
            ("processes", "process", true),
            ("row locks", "row lock", true),
            ("dependencies", "dependency", true),
            ("connection pooling", "connection pool", true),
            ("cache", "caching", true),
            ("string", "str", false),
            ("https", "HTTP", false),
            ("http", "HTTPS", false),
            ("sets", "set", false),
            ("locked", "lock", false),
            ("proces", "process", false),
            ("channel", "channel", false),
        ];
        for (reply, answer, expected) in table {
            assert_eq!(is_plural(&Form::of(reply), &Form::of(answer)), expected, "{reply:?} {answer:?}");
        }
    }

    #[test]
    fn what_is_nearer_to_another_answer_is_not_repaired() {
        let (reply, answer) = (Form::of("ecode"), Form::of("encode"));
        assert!(is_nearer(&reply, &Form::of("decode"), &answer));
        assert!(!is_nearer(&Form::of("encod"), &Form::of("decode"), &answer));
    }
}
