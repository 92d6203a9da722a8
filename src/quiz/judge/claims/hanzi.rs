//! Claims in Chinese: an answer with words of the question around it, or without those that the question has said.

use super::{
    super::{normalize::is_hanzi, wrapping},
    asked::Asked,
};

/// The shortest piece of a question that is recognised, in characters.
const SHORTEST_PIECE: usize = 2;

/// The most pieces of a question that stand on one side of an answer.
const MOST_PIECES: usize = 4;

/// The longest piece that is looked for, in characters.
const LONGEST_PIECE: usize = 24;

/// What parts the things that a question offers.
const BESIDE: &[&str] = &["还是", "或", "与", "和", "跟", "同", "比", "vs", "、", "/"];

/// Words that join a piece of the question to the answer.
const JOINTS: &[&str] = &[
    "就是",
    "应该是",
    "是",
    "为",
    "叫做",
    "叫",
    "指的是",
    "指",
    "等于",
    "=",
    "用的是",
    "用",
    "有",
    "的",
    "使用",
    "通过",
    "采用",
    "会",
    "需要",
    "一般",
    "大概",
    "约",
    ":",
    ",",
    "，",
    "共",
    "一共",
    "占",
    "由",
    "被",
    "靠",
    "基于",
    "属于",
    "处于",
    "在",
];

/// Words that only point at what the question asks for.
const POINTING: &[&str] = &["这种", "这个", "这类", "该", "此", "它", "只"];

/// Words that may stand behind the answer and its piece.
const ENDINGS: &[&str] = &["的", "了", "吧", "啊", "呢", "。", "."];

/// Whether the reply is the answer with pieces of the question around it. Both bare, in simplified script.
pub(super) fn says(reply: &str, answer: &str, asked: &Asked) -> bool {
    if asked.bare.is_empty() || answer.is_empty() {
        return false;
    }
    if is_implied(reply, answer, asked) {
        return true;
    }
    reply.match_indices(answer).any(|(at, _)| {
        let (before, after) = (&reply[..at], &reply[at + answer.len()..]);
        stands_apart(before, answer, after)
            && !(before.is_empty() && after.is_empty())
            && is_said(trimmed(before, JOINTS, str::strip_suffix), asked)
            && is_said(trimmed(trimmed(after, JOINTS, str::strip_prefix), ENDINGS, str::strip_suffix), asked)
    })
}

/// Whether the answer is no part of a longer Latin word or number there.
fn stands_apart(before: &str, answer: &str, after: &str) -> bool {
    let glued = |c: Option<char>| {
        c.is_some_and(|c| (c.is_alphanumeric() && !is_hanzi(c)) || matches!(c, '+' | '#' | '-' | '.' | '_' | '/' | '^'))
    };
    let latin = |c: Option<char>| c.is_some_and(|c| !is_hanzi(c));
    let joined_before = latin(answer.chars().next()) && glued(before.chars().next_back());
    let joined_after = latin(answer.chars().next_back()) && glued(after.chars().next());
    !joined_before && !joined_after
}

fn trimmed<'t>(text: &'t str, words: &[&'static str], strip: fn(&'t str, &'static str) -> Option<&'t str>) -> &'t str {
    let mut text = text;
    while let Some(rest) = words.iter().find_map(|word| strip(text, word)) {
        text = rest;
    }
    text
}

/// Whether this is nothing, wrapping, or a piece of the question that is not one of the things it offers.
fn is_said(piece: &str, asked: &Asked) -> bool {
    if piece.is_empty() || wrapping::is_filler(piece) {
        return true;
    }
    if BESIDE.iter().any(|word| piece.contains(word)) {
        return false;
    }
    let mut rest = POINTING.iter().find_map(|word| piece.strip_prefix(word)).unwrap_or(piece);
    for _ in 0..MOST_PIECES {
        let Some(length) = longest_said(rest, asked) else { return false };
        rest = trimmed(&rest[length..], JOINTS, str::strip_prefix);
        if rest.is_empty() {
            return true;
        }
    }
    false
}

/// How much of the text, from its start, the question says in one piece, in bytes.
fn longest_said(text: &str, asked: &Asked) -> Option<usize> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST_PIECE).collect::<Vec<_>>();
    ends.into_iter().rev().find(|end| {
        let piece = &text[..*end];
        asked.bare.match_indices(piece).any(|(at, _)| {
            let (before, after) = (&asked.bare[..at], &asked.bare[at + piece.len()..]);
            let long = piece.chars().count() >= SHORTEST_PIECE;
            let counted = before.ends_with("多少") || before.ends_with('几');
            let letter = piece.bytes().all(|byte| byte.is_ascii_alphanumeric()) && stands_apart(before, piece, after);
            (long || counted || letter) && !BESIDE.iter().any(|word| before.ends_with(word) || after.starts_with(word))
        })
    })
}

/// 乐观 for 乐观锁 where the question asks for a lock: what is left out, the question has said, and what is left it has not.
fn is_implied(reply: &str, answer: &str, asked: &Asked) -> bool {
    let left = |rest: &str| !rest.is_empty() && asked.bare.contains(rest);
    // one character before a noun tells it from others: 从节点, 主节点
    let long = |rest: &str| rest.chars().count() >= SHORTEST_PIECE;
    let enough = reply.chars().count() >= SHORTEST_PIECE && reply.chars().all(is_hanzi) && !asked.bare.contains(reply);
    enough
        && (answer.strip_prefix(reply).is_some_and(|rest| left(rest) && rest.chars().all(is_hanzi))
            || answer.strip_suffix(reply).is_some_and(|rest| left(rest) && long(rest) && rest.chars().all(is_hanzi)))
}
