//! What people put around an answer: "I think it's …", 应该是…吧, quotes, code ticks, a full stop.

use std::collections::HashSet;

use super::normalize::is_hanzi;

/// The most layers that one reply is peeled into: what people really write has fewer, and each is compared.
const MOST_LAYERS: usize = 64;

/// What may stand before an answer, in lower case.
const LEADS: &[&str] = &[
    "i think",
    "i believe",
    "i guess",
    "i suppose",
    "i'd say",
    "i would say",
    "i'd go with",
    "i would go with",
    "i say",
    "i'm sure",
    "i'm pretty sure",
    "i am sure",
    "i am pretty sure",
    "pretty sure",
    "not sure",
    "i'm not sure",
    "if i remember correctly",
    "iirc",
    "imo",
    "my answer",
    "my answer is",
    "my guess is",
    "the answer",
    "answer",
    "the answer is",
    "the answer should be",
    "the correct answer is",
    "the right answer is",
    "answer is",
    "it is",
    "it's",
    "its",
    "it was",
    "it should be",
    "it must be",
    "it would be",
    "it may be",
    "it might be",
    "it could be",
    "that is",
    "that's",
    "thats",
    "that",
    "this is",
    "they are",
    "they're",
    "should be",
    "must be",
    "would be",
    "is",
    "probably",
    "perhaps",
    "maybe",
    "definitely",
    "obviously",
    "clearly",
    "surely",
    "certainly",
    "of course",
    "so",
    "well",
    "um",
    "uh",
    "hmm",
    "ok",
    "okay",
    "oh",
    "called",
    "is called",
    "it is called",
    "it's called",
    "named",
    "known as",
    "we use",
    "you use",
    "use",
    "using",
    "by",
    "by using",
    "via",
    "with",
    "because of",
    "due to",
    "the",
    "however",
    "but",
    "hence",
    "therefore",
    "我觉得",
    "我认为",
    "我猜",
    "我想",
    "我的答案是",
    "我的答案",
    "个人认为",
    "感觉",
    "记得",
    "我记得",
    "答案应该是",
    "答案是",
    "答案为",
    "答案",
    "回答",
    "答",
    "应该就是",
    "应该是",
    "应该叫",
    "应该",
    "大概是",
    "大概",
    "可能是",
    "可能",
    "也许是",
    "也许",
    "好像是",
    "好像",
    "似乎是",
    "似乎",
    "肯定是",
    "肯定",
    "一定是",
    "当然是",
    "当然",
    "估计是",
    "估计",
    "那就是",
    "就是",
    "这是",
    "那是",
    "它是",
    "其实是",
    "其实",
    "是",
    "叫做",
    "叫作",
    "叫",
    "称为",
    "名为",
    "需要用",
    "使用",
    "用",
    "通过",
    "采用",
    "利用",
    "不确定",
    "嗯",
    "额",
    "呃",
    "哦",
];

/// What may stand before an answer of words but not before letters: `a b` is two letters.
const ARTICLES: &[&str] = &["a", "an"];

/// What may stand before a letter.
const CHOOSING: &[&str] = &[
    "i choose",
    "i pick",
    "i chose",
    "i vote",
    "i'll take",
    "i take",
    "choose",
    "pick",
    "option",
    "options",
    "letter",
    "choice",
    "我选择",
    "我选",
    "选择",
    "选项",
    "选",
];

/// What may stand behind an answer, in lower case.
const TAILS: &[&str] = &[
    "i think",
    "i believe",
    "i guess",
    "i suppose",
    "i'd say",
    "right",
    "of course",
    "for sure",
    "obviously",
    "probably",
    "maybe",
    "please",
    "lol",
    "haha",
    "imo",
    "iirc",
    "is the answer",
    "is my answer",
    "is correct",
    "is right",
    "is it",
    "isn't it",
    "thanks",
    "吧",
    "呢",
    "啊",
    "呀",
    "哦",
    "喔",
    "噢",
    "哈",
    "嘛",
    "啦",
    "吗",
    "对吧",
    "是吧",
    "对吗",
    "没错",
    "我觉得",
    "我猜",
    "我想",
    "来着",
    "了",
    "的",
];

/// Nouns that only say what sort of thing the answer is; they may stand on either side.
const NOUNS: &[&str] = &[
    "algorithm",
    "protocol",
    "pattern",
    "port",
    "command",
    "statement",
    "keyword",
    "function",
    "method",
    "mechanism",
    "encoding",
    "operator",
    "principle",
    "theorem",
    "strategy",
    "technique",
    "flow",
    "problem",
    "language",
    "framework",
    "library",
    "clause",
    "data structure",
    "database",
    "status code",
    "header",
    "syscall",
    "system call",
    "算法",
    "编码",
    "协议",
    "模式",
    "端口",
    "机制",
    "命令",
    "语句",
    "子句",
    "关键字",
    "函数",
    "方法",
    "原则",
    "定理",
    "策略",
    "技术",
    "操作",
    "操作符",
    "运算符",
    "数据结构",
    "数据库",
    "设计模式",
    "状态码",
    "指令",
    "语言",
    "框架",
    "问题",
    "现象",
    "演算法",
    "編碼",
    "協議",
    "協定",
    "機制",
    "語句",
    "關鍵字",
    "函數",
    "運算子",
];

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
    LEADS.iter().chain(TAILS).any(|phrase| *phrase == folded)
}

/// Everything that taking one wrapping off can leave; never nothing.
fn peel(text: &str, around: Around) -> Vec<String> {
    let (before, nouns): (&[&str], &[&str]) = match around {
        Around::Words => (ARTICLES, NOUNS),
        Around::Letters => (CHOOSING, &[]),
    };
    // the longest phrase leaves the least: one of each sort is enough, the next layer tries again
    let shortest = |rests: Vec<&str>| rests.into_iter().min_by_key(|rest| rest.len()).map(str::to_owned);
    [
        unpunctuated(text).map(str::to_owned),
        unquoted(text).map(str::to_owned),
        shortest(LEADS.iter().chain(before).filter_map(|lead| without_lead(text, lead)).collect()),
        shortest(TAILS.iter().filter_map(|tail| without_tail(text, tail)).collect()),
        shortest(nouns.iter().filter_map(|noun| without_tail(text, noun)).collect()),
        shortest(nouns.iter().filter_map(|noun| without_lead(text, noun)).collect()),
    ]
    .into_iter()
    .flatten()
    .filter(|rest| !rest.is_empty())
    .collect()
}

/// What follows this phrase, where the text begins with it as whole words.
fn without_lead<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(lead)?;
    let glued = rest.starts_with(|c: char| c.is_alphanumeric() && !is_hanzi(c));
    let hanzi = lead.ends_with(is_hanzi);
    if (glued && !hanzi) || rest.starts_with(['+', '#', '_', '-']) {
        return None;
    }
    Some(rest.trim_start_matches([' ', ':', ',', '，']))
}

/// What precedes this phrase, where the text ends with it as whole words.
fn without_tail<'a>(text: &'a str, tail: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(tail)?;
    let glued = rest.ends_with(|c: char| c.is_alphanumeric() && !is_hanzi(c));
    let hanzi = tail.starts_with(is_hanzi);
    if (glued && !hanzi) || rest.ends_with(['_', '-']) {
        return None;
    }
    Some(rest.trim_end_matches([' ', ',', '，']))
}

/// What stands inside quotes, code ticks, emphasis or brackets that enclose all of it.
pub fn unquoted(text: &str) -> Option<&str> {
    const PAIRS: [(&str, &str); 9] = [
        ("```", "```"),
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
        let whole = !inner.is_empty() && !inner.contains(open) && !inner.contains(close);
        whole.then_some(inner)
    })
}

/// The text without the punctuation that ends a sentence.
pub fn unpunctuated(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(['.', '。', '!', '?', ',', '，', ';', '、', '~', '…', ' ']);
    let rest = rest.trim_start_matches(['=', ':', ',', '、', '。', ' ']);
    (rest.len() < text.len()).then_some(rest)
}

/// The text without the full stop that ends it. Three dots, or a dot alone, are no full stop.
pub fn unstopped(text: &str) -> &str {
    let rest = text.strip_suffix(['.', '。']).unwrap_or(text);
    if rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '`' | '"')) { rest } else { text }
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
