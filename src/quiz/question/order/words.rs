//! Words and signs that stand between the items of an order and name none of them.

/// Words of sequence in English, whole words; longer ones before those that they begin with.
const ENGLISH: &[&str] = &[
    "followed by",
    "after that",
    "and then",
    "first of all",
    "firstly",
    "first",
    "secondly",
    "second",
    "thirdly",
    "third",
    "fourth",
    "fifth",
    "then",
    "next",
    "finally",
    "lastly",
    "last",
    "before",
    "and",
    "to",
    "step",
    "is",
    "comes",
    "order",
];

/// Words of sequence in Chinese; longer ones before those that they begin with.
const CHINESE: &[&str] = &[
    "紧接着",
    "接下来",
    "第一步",
    "第二步",
    "第三步",
    "第四步",
    "第五步",
    "下一步",
    "然后是",
    "最后是",
    "首先是",
    "先是",
    "再是",
    "接着是",
    "第一是",
    "第二是",
    "第三是",
    "第一",
    "第二",
    "第三",
    "第四",
    "第五",
    "第六",
    "第七",
    "第八",
    "第九",
    "第十",
    "首先",
    "最先",
    "然后",
    "接着",
    "最后",
    "之后",
    "随后",
    "其次",
    "再来",
    "再到",
    "顺序是",
    "顺序",
    "步骤",
    "先",
    "再",
    "后",
    "到",
    "和",
    "跟",
    "与",
];

/// Those of the Chinese ones at which a name ends: the rest may well be a part of it.
const CHINESE_ENDS: &[&str] =
    &["紧接着", "接下来", "然后", "接着", "最后", "之后", "随后", "其次", "再", "第一", "第二", "第三", "第四", "第五"];

/// Those of the English ones.
const ENGLISH_ENDS: &[&str] = &["followed by", "after that", "and then", "then", "next", "finally", "lastly", "before"];

/// What follows a word of sequence, where the text begins with one.
pub(super) fn after_one(text: &str) -> Option<&str> {
    let whole = |rest: &&str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let english = || ENGLISH.iter().find_map(|word| text.strip_prefix(word).filter(whole));
    CHINESE.iter().find_map(|word| text.strip_prefix(word)).or_else(english)
}

/// Whether a name ends before this, since a word of sequence begins here.
pub(super) fn ends_before(text: &str) -> bool {
    let english = || text.strip_prefix(' ').filter(|rest| ENGLISH_ENDS.iter().any(|word| rest.starts_with(word)));
    CHINESE_ENDS.iter().any(|word| text.starts_with(word)) || english().and_then(after_one).is_some()
}
