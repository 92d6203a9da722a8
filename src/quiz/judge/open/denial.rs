//! What denies what: how far a "not" reaches.

use super::lexicon::LEXICON;

/// How far a denial reaches where nothing ends it, in words or characters.
const REACH: usize = 12;

/// How far a prefix such as 非 or "non" reaches: the word that it stands before, of two characters in Chinese.
const PREFIX_HANZI: usize = 2;

/// How near two denials must be for the second to take back the first ("not without"): farther off it begins anew.
const TAKES_BACK: usize = 2;

/// How a word is denied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Denied {
    /// Whether an odd number of denials reaches it.
    pub(super) odd: bool,
    /// Whether it is prevented or avoided, which is a way of denying that names what there would be.
    pub(super) averted: bool,
    /// Whether its clause is what others wrongly think.
    pub(super) refuted: bool,
}

/// For each word whether it denies something else, and how it is denied itself.
pub(super) fn denials(words: &[String]) -> Vec<(bool, Denied)> {
    let lexicon = &*LEXICON;
    let mut found = vec![(false, Denied::default()); words.len()];
    let mut refuted = words.len();
    let (mut at, mut last) = (0, None);
    while at < words.len() {
        if !lexicon.denying.contains(&words[at]) {
            at += 1;
            continue;
        }
        let rest = &words[at..];
        let denial = lexicon.denials.at(rest).max(lexicon.contrasts.at(rest)).max(lexicon.averting.at(rest));
        let harmless = lexicon.harmless.at(rest);
        let (refutes, supposes) = (lexicon.refuted.at(rest), lexicon.supposed.at(rest));
        if refutes.max(supposes) >= denial.max(harmless).max(1) {
            refuted = if refutes > 0 { 0 } else { refuted.min(at) };
            at += refutes.max(supposes);
        } else if harmless >= denial.max(1) {
            at += harmless;
        } else if denial > 0 {
            let denies = deny(words, at, denial, last, &mut found);
            found[at].0 = denies;
            last = Some(at);
            at += if lexicon.denials.at(rest) == denial { 1 } else { denial };
        } else {
            at += 1;
        }
    }
    found[refuted..].iter_mut().for_each(|(_, denied)| denied.refuted = true);
    found
}

/// Denies what the denial here reaches; whether it denies anything.
fn deny(words: &[String], at: usize, length: usize, last: Option<usize>, found: &mut [(bool, Denied)]) -> bool {
    let lexicon = &*LEXICON;
    let word = words[at].as_str();
    let from = at + if lexicon.denials.at(&words[at..]) == length { 1 } else { length };
    let reach = if lexicon.prefixes.contains(word) { if word.is_ascii() { 1 } else { PREFIX_HANZI } } else { REACH };
    let to = (from + reach).min(words.len());
    let to = from + end(&words[from.min(to)..to]);
    let averted = lexicon.averting.at(&words[at..]) == length;
    let takes_back = last.is_some_and(|last| at - last <= TAKES_BACK);
    if !takes_back {
        found[at..].iter_mut().for_each(|(_, denied)| *denied = Denied::default());
    }
    let says = |word: &String| !lexicon.small.contains(word.as_str()) && !lexicon.particles.contains(word.as_str());
    if words[from..to].iter().any(says) {
        for (_, denied) in &mut found[from..to] {
            *denied = Denied { odd: !denied.odd, averted, refuted: false };
        }
        return true;
    }
    // "nothing" at the end is what is said ("all or nothing"), "not" takes back what stands before it
    let is_name = lexicon.nobody.contains(word);
    if !is_name && words[to..].is_empty() {
        found[..at].iter_mut().for_each(|(_, denied)| denied.odd = !denied.odd);
    }
    !is_name
}

/// How many of these words a denial reaches before something new begins.
fn end(words: &[String]) -> usize {
    let lexicon = &*LEXICON;
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let through = lexicon.through.at(rest);
        if through > 0 {
            at += through;
        } else if at > 0 && lexicon.ends.at(rest) > 0 {
            break;
        } else {
            at += 1;
        }
    }
    at.min(words.len())
}

#[cfg(test)]
mod tests {
    use crate::quiz::judge::open::tokens::Reading;

    /// The words that are denied.
    fn denied(text: &str) -> String {
        let reading = Reading::of(text);
        let denied =
            reading.tokens.iter().filter(|token| token.denied.odd != token.denied.refuted && token.is_content());
        denied.map(|token| token.surface.as_str()).collect::<Vec<&str>>().join(" ")
    }

    #[test]
    fn a_denial_reaches_what_it_denies() {
        let table = [
            ("threads do not share memory", "share memory"),
            ("if it is not there then retry", ""),
            ("not equal → retry", "equal"),
            ("no locks and no context switches", "locks context switches"),
            ("neither locks nor waits", "locks waits"),
            ("it is not without locks", ""),
            ("it is wrong that threads wait", "wrong threads wait"),
            ("a late packet, people think that it waits", "people think waits"),
            ("that threads wait is wrong", "threads wait wrong"),
            ("all or nothing", ""),
            ("sharing memory they do not", "sharing memory"),
            ("不一致就重试", "一 致"),
            ("没有自己独立的地址空间", "自 己 独 立 址 空 间"),
            ("非阻塞的调用立刻返回", "阻 塞"),
            ("要么全做要么全不做", "做"),
            ("热点不过期", "过 期"),
            ("不同的锁", ""),
            ("很多人以为线程不共享内存", "线 程"),
            ("旧的请求让它误以为要连接", "连 接"),
            ("不得不等", ""),
        ];
        for (text, expected) in table {
            assert_eq!(denied(text), expected, "{text}");
        }
    }
}
