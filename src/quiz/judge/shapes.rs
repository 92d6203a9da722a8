//! What is written around a name where it is used: empty brackets, a place to find it, a version's zero.

use super::normalize::is_hanzi;

/// Words that stand on both sides of an answer, of which neither says anything without the other.
const AROUND: &[(&str, &str)] = &[
    ("从", "开始"),
    ("从", "起"),
    ("自", "开始"),
    ("自", "起"),
    ("在", "中"),
    ("在", "里"),
    ("在", "内"),
    ("处于", "状态"),
    ("用", "实现"),
    ("通过", "实现"),
    ("靠", "实现"),
    ("由", "实现"),
    ("由", "完成"),
    ("由", "负责"),
    ("from", "onwards"),
];

/// What code fences are labelled with.
const FENCED: &[&str] = &[
    "bash",
    "console",
    "go",
    "java",
    "javascript",
    "js",
    "json",
    "py",
    "python",
    "rs",
    "rust",
    "sh",
    "shell",
    "sql",
    "text",
    "toml",
    "ts",
    "xml",
    "yaml",
    "yml",
];

/// What is left of a folded text that names something the way code or a path does.
pub(super) fn inner(text: &str) -> Option<&str> {
    called(text)
        .or_else(|| transported(text))
        .or_else(|| located(text))
        .or_else(|| version(text))
        .or_else(|| prompted(text))
        .or_else(|| enclosed(text))
}

/// `equals` of `.equals()`, `arc` of `arc<t>`: brackets with nothing in them that matters.
pub(super) fn called(text: &str) -> Option<&str> {
    if !text.ends_with([')', '}', '>']) {
        return None;
    }
    let empty = ["()", "{}", "(...)"].iter().find_map(|brackets| text.strip_suffix(brackets));
    let name = empty.or_else(|| generic(text))?.trim_end();
    let name = name.strip_prefix('.').unwrap_or(name);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | ' ');
    (name.starts_with(char::is_alphabetic) && name.chars().all(fits)).then_some(name)
}

/// Single letters between angle brackets stand for any type: `map<k, v>`.
fn generic(text: &str) -> Option<&str> {
    let (name, types) = text.strip_suffix('>')?.split_once('<')?;
    let any = |name: &str| matches!(name.trim().as_bytes(), [b'a'..=b'z' | b'_' | b'?']);
    types.split(',').all(any).then_some(name)
}

/// A path without what only says that it is one: `/proc/`, `./makefile`; the last name of `std::sync::arc`.
fn located(text: &str) -> Option<&str> {
    if text.contains(' ') {
        return None;
    }
    if let Some(rest) = text.strip_suffix('/').filter(|rest| rest.len() > 1 && rest.starts_with(['/', '~', '.'])) {
        return Some(rest);
    }
    if let Some(rest) = text.strip_prefix("./").filter(|rest| rest.starts_with(|c: char| c.is_alphanumeric())) {
        return Some(rest);
    }
    let (path, name) = text.rsplit_once("::").or_else(|| text.rsplit_once('.'))?;
    let packages = || path.split(['.', ':']).filter(|package| !package.is_empty());
    let named = |package: &str| package.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let deep = packages().count() > 1 && packages().all(|package| named(package) && package.len() > 1);
    (deep && name.len() > 2 && name.starts_with(|c: char| c.is_ascii_lowercase())).then_some(name)
}

/// `53` of `53/udp` and `udp 53`: the number of a port, and what it is a port of.
fn transported(text: &str) -> Option<&str> {
    let transports = ["tcp", "udp", "tcp)", "udp)"];
    let ends = |name: &&str| text.strip_prefix(*name).or_else(|| text.strip_suffix(*name));
    let rest = transports.iter().find_map(ends)?.trim_matches([' ', '/', ':', '(']);
    let numeral = rest.strip_prefix("端口").or_else(|| rest.strip_prefix("port")).unwrap_or(rest).trim();
    (!numeral.is_empty() && numeral.bytes().all(|byte| byte.is_ascii_digit())).then_some(numeral)
}

/// `3.8` of `v3.8` and `3.8.0`.
fn version(text: &str) -> Option<&str> {
    let numbers = text.strip_prefix('v').unwrap_or(text);
    if !numbers.starts_with(|c: char| c.is_ascii_digit()) || !numbers.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let short = numbers.strip_suffix(".0").filter(|rest| rest.contains('.')).unwrap_or(numbers);
    (short.len() < text.len()).then_some(short)
}

/// A command without the prompt of a shell.
fn prompted(text: &str) -> Option<&str> {
    ["$ ", "# "].iter().find_map(|prompt| text.strip_prefix(prompt)).map(str::trim)
}

fn enclosed(text: &str) -> Option<&str> {
    let of = |(before, behind): &(&str, &str)| text.strip_prefix(before)?.strip_suffix(behind).map(str::trim);
    AROUND.iter().find_map(of).filter(|inner| !inner.is_empty())
}

/// The code of a fence, without the name of its language.
pub(super) fn unlabelled(code: &str) -> &str {
    code.split_once(' ').filter(|(label, _)| FENCED.contains(label)).map_or(code, |(_, rest)| rest.trim())
}

/// The fewest characters that are left of a Chinese term without the noun that ends it: shorter ones are another word.
const FEWEST_HANZI: usize = 3;

/// Endings that a term keeps its meaning without, where enough of it is left.
const SORTS_ZH: &[&str] =
    &["原则", "法则", "定理", "定律", "算法", "协议", "模式", "模型", "机制", "策略", "技术", "攻击", "问题", "性"];

/// The same in English.
const SORTS: &[&str] = &[
    " principle",
    " rule",
    " theorem",
    " law",
    " algorithm",
    " protocol",
    " pattern",
    " model",
    " mechanism",
    " strategy",
    " technique",
    " attack",
    " problem",
];

/// A folded answer without the noun that only says what sort of thing it is: 最左前缀 of 最左前缀原则.
pub(super) fn unsorted(answer: &str) -> Option<&str> {
    if answer.chars().all(is_hanzi) {
        let rest = SORTS_ZH.iter().find_map(|sort| answer.strip_suffix(sort))?;
        return Some(rest).filter(|rest| rest.chars().count() >= FEWEST_HANZI);
    }
    let rest = SORTS.iter().find_map(|sort| answer.strip_suffix(sort))?;
    Some(rest).filter(|rest| rest.contains([' ', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_its_code() {
        let table = [
            ("equals()", Some("equals")),
            (".equals()", Some("equals")),
            ("select {}", Some("select")),
            ("arc<t>", Some("arc")),
            ("map<k, v>", Some("map")),
            ("option<result>", None),
            ("o(1)", None),
            ("/proc/", Some("/proc")),
            ("/", None),
            ("./makefile", Some("makefile")),
            ("std::sync::arc", Some("arc")),
            ("java.util.concurrent.semaphore", Some("semaphore")),
            ("vue.js", None),
            ("sync/atomic", None),
            ("10.0.0.1", None),
            ("v3.8", Some("3.8")),
            ("3.8.0", Some("3.8")),
            ("3.8.5", None),
            ("53/udp", Some("53")),
            ("tcp 端口 443", Some("443")),
            ("tcp udp", None),
            ("3.0", None),
            ("从 3.8 开始", Some("3.8")),
            ("从节点", None),
        ];
        for (text, expected) in table {
            assert_eq!(inner(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_answer_keeps_its_meaning_without_its_sort_where_enough_is_left() {
        let table = [
            ("最左前缀原则", Some("最左前缀")),
            ("最终一致性", Some("最终一致")),
            ("单例模式", None),
            ("可用性", None),
            ("two-phase commit protocol", Some("two-phase commit")),
            ("state pattern", None),
        ];
        for (text, expected) in table {
            assert_eq!(unsorted(text), expected, "{text:?}");
        }
    }
}
