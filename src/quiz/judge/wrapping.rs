//! What people put around an answer: "I think it's …", 应该是…吧, quotes, code ticks, a full stop.

use std::collections::HashSet;

use super::{
    normalize::is_hanzi,
    phrases::{Listed, PHRASES},
    shapes,
};

/// The most layers that one reply is peeled into: what people really write has fewer, and each is compared.
const MOST_LAYERS: usize = 64;

/// What may be peeled off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// Words: phrases, articles, and nouns that only name the sort of thing.
    Words,
    /// Letters, true or false: phrases and words of choosing.
    Letters,
}

/// The folded text itself and everything that is left of it as its wrapping comes off, outermost first.
pub fn layers(folded: &str, around: Around) -> Vec<String> {
    let mut layers = vec![folded.to_owned()];
    let mut known: HashSet<String> = layers.iter().cloned().collect();
    let mut at = 0;
    while at < layers.len() && layers.len() < MOST_LAYERS {
        for inner in peel(&layers[at], around) {
            if layers.len() < MOST_LAYERS && known.insert(inner.clone()) {
                layers.push(inner);
            }
        }
        at += 1;
    }
    layers
}

/// Whether the folded text is wrapping and nothing else.
pub fn is_filler(folded: &str) -> bool {
    PHRASES.leads.has(folded) || PHRASES.tails.has(folded)
}

/// Everything that taking one wrapping off can leave; never nothing.
fn peel(text: &str, around: Around) -> Vec<String> {
    let all = &*PHRASES;
    let (before, nouns) = match around {
        Around::Words => (&all.articles, true),
        Around::Letters => (&all.choosing, false),
    };
    // the longest phrase leaves the least: one of each sort is enough, the next layer tries again
    let behind =
        |phrases: &Listed| phrases.like(text).filter_map(|tail| without_tail(text, tail)).min_by_key(|rest| rest.len());
    let after =
        |phrases: &Listed| phrases.like(text).filter_map(|lead| without_lead(text, lead)).min_by_key(|rest| rest.len());
    [
        unpunctuated(text),
        unquoted(text),
        nouns.then(|| shapes::inner(text)).flatten(),
        after(&all.leads).into_iter().chain(after(before)).min_by_key(|rest| rest.len()),
        behind(&all.tails),
        nouns.then(|| behind(&all.nouns_behind)).flatten(),
        nouns.then(|| behind(&all.sorts)).flatten(),
        nouns.then(|| after(&all.nouns_before)).flatten(),
    ]
    .into_iter()
    .flatten()
    .filter(|rest| !rest.is_empty())
    .map(str::to_owned)
    .collect()
}

/// What follows this phrase, where the text begins with it as whole words.
fn without_lead<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(lead)?;
    let glued = rest.starts_with(|c: char| c.is_alphanumeric() && !is_hanzi(c));
    let hanzi = lead.ends_with(is_hanzi);
    if !hanzi && (glued || rest.starts_with(['+', '#', '_', '-'])) {
        return None;
    }
    Some(rest.trim_start_matches([' ', ':', ',', '，']))
}

/// What precedes this phrase, where the text ends with it as whole words.
fn without_tail<'a>(text: &'a str, tail: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(tail)?;
    let glued = rest.ends_with(|c: char| c.is_alphanumeric() && !is_hanzi(c));
    let hanzi = tail.starts_with(is_hanzi);
    if !hanzi && (glued || rest.ends_with(['_', '-'])) {
        return None;
    }
    Some(rest.trim_end_matches([' ', ',', '，']))
}

/// What stands inside quotes, code ticks, emphasis or brackets that enclose all of it.
pub fn unquoted(text: &str) -> Option<&str> {
    const PAIRS: [(&str, &str); 10] = [
        ("```", "```"),
        ("``", "``"),
        ("**", "**"),
        ("||", "||"),
        ("`", "`"),
        ("\"", "\""),
        ("'", "'"),
        ("(", ")"),
        ("[", "]"),
        ("*", "*"),
    ];
    PAIRS.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?.trim();
        let paired = open == &"\"" && inner.matches(open).count() % 2 == 0;
        let whole = !inner.is_empty() && (paired || (!inner.contains(open) && !inner.contains(close)));
        whole.then(|| if *open == "```" { shapes::unlabelled(inner) } else { inner })
    })
}

/// The text without the punctuation that ends a sentence.
pub fn unpunctuated(text: &str) -> Option<&str> {
    let ends =
        |c: char| matches!(c, '.' | '。' | '!' | '?' | ',' | '，' | ';' | '、' | '~' | '…' | ' ') || is_picture(c);
    let rest = text.trim_end_matches(ends);
    let rest = rest.trim_start_matches(|c: char| matches!(c, '=' | ':' | ',' | '、' | '。' | ' ') || is_picture(c));
    (rest.len() < text.len()).then_some(rest)
}

/// Whether this is an emoji or a part of one.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// The text without the full stop that ends it. Three dots, or a dot alone, are no full stop.
pub fn unstopped(text: &str) -> &str {
    let rest = text.strip_suffix(['.', '。']).unwrap_or(text);
    if rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"' | '?')) { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_comes_off() {
        let table = [
            ("i think it's deadlock", "deadlock"),
            ("the answer is: deadlock.", "deadlock"),
            ("deadlock, i guess", "deadlock"),
            ("应该是死锁吧", "死锁"),
            ("答案:死锁。", "死锁"),
            ("我觉得应该是死锁吧!", "死锁"),
            ("\"deadlock\"", "deadlock"),
            ("it's `shared_ptr`!", "shared_ptr"),
            ("**deadlock**", "deadlock"),
            ("a deadlock", "deadlock"),
            ("lru算法", "lru"),
            ("端口443", "443"),
            ("应该是__main__吧", "__main__"),
            ("\"x == \"y\"\"", "x == \"y\""),
            ("deadlock \u{1f642}", "deadlock"),
            ("\u{1f44d}死锁", "死锁"),
            ("the lru algorithm", "lru"),
        ];
        for (text, inner) in table {
            let layers = layers(text, Around::Words);
            assert!(layers.iter().any(|layer| layer == inner), "{text:?}: {layers:?}");
        }
    }

    #[test]
    fn words_are_not_cut_and_negations_stay() {
        let table = [
            ("isolation", "olation"),
            ("sorted", "rted"),
            ("not deadlock", "deadlock"),
            ("it is not deadlock", "deadlock"),
            ("不是死锁", "死锁"),
            ("应该不是死锁", "死锁"),
            ("so-called", "called"),
            ("copyright", "copy"),
            ("(a) and (b)", "a) and (b"),
        ];
        for (text, inner) in table {
            let layers = layers(text, Around::Words);
            assert!(layers.iter().all(|layer| layer != inner), "{text:?}: {layers:?}");
        }
        assert!(!layers("a b", Around::Letters).contains(&"b".to_owned()), "two letters are not an article and one");
    }

    #[test]
    fn no_reply_has_too_many_layers() {
        assert!(layers(&"i think ".repeat(500), Around::Words).len() <= MOST_LAYERS);
        assert!(layers(&"吧".repeat(4_000), Around::Words).len() <= MOST_LAYERS);
    }
}
