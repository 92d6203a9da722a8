//! Code that differs between the two languages of a text: one of them was changed alone.

use std::collections::BTreeSet;

use crate::quiz::question::Text;

/// How many characters of a piece of code are told.
const TOLD_CHARS: usize = 40;

/// A piece of code that the Chinese text lacks, and one that the English one lacks, as they are written. Code in a line
/// only counts where both lack one, since it may be written as words in one of them; blocks must be the same but for
/// their comments.
pub(super) fn differing(text: &Text) -> Option<(String, String)> {
    let (en, zh) = (text.en.as_ref()?, text.zh.as_ref()?);
    if en == zh {
        return None;
    }
    let ((en_blocks, en_rest), (zh_blocks, zh_rest)) = (parted(en), parted(zh));
    let block = |blocks: &[Vec<String>], at: usize| blocks.get(at).map_or_else(String::new, |lines| lines.join(" "));
    let blocks = (0..en_blocks.len().max(zh_blocks.len())).find(|&at| en_blocks.get(at) != zh_blocks.get(at));
    if let Some(at) = blocks {
        return Some((told(&block(&en_blocks, at)), told(&block(&zh_blocks, at))));
    }
    let (en, zh) = (spans(&en_rest), spans(&zh_rest));
    let lacking =
        |these: &BTreeSet<String>, others: &BTreeSet<String>| these.difference(others).next().map(|code| told(code));
    Some((lacking(&en, &zh)?, lacking(&zh, &en)?))
}

/// The code blocks of a text, line by line without comments, and the rest of it.
fn parted(text: &str) -> (Vec<Vec<String>>, String) {
    let (mut blocks, mut rest, mut inside) = (Vec::new(), String::new(), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
            if inside {
                blocks.push(Vec::new());
            }
        } else if let Some(block) = blocks.last_mut().filter(|_| inside) {
            let code = uncommented(line).trim_end();
            block.extend((!code.is_empty()).then(|| code.to_owned()));
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    (blocks, rest)
}

/// A line of code without the comment that ends it: comments may be translated.
fn uncommented(line: &str) -> &str {
    let ends = ["# ", "-- ", "// "].iter().filter_map(|mark| {
        let at = line.find(mark)?;
        let own = line[..at].trim().is_empty() || line[..at].ends_with("  ");
        own.then_some(at)
    });
    ends.min().map_or(line, |at| &line[..at])
}

/// The code in the lines of a text.
fn spans(text: &str) -> BTreeSet<String> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn told(code: &str) -> String {
    let mut told: String = code.chars().take(TOLD_CHARS).collect();
    if code.chars().nth(TOLD_CHARS).is_some() {
        told.push('…');
    }
    format!("{told:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_that_both_lack_differs() {
        let block = |code: &str| format!("Look:\n```python\n{code}\n```\nWhat?");
        let table = [
            ("use `a`".to_owned(), "用 `a`".to_owned(), false),
            ("use `a`".to_owned(), "用 `b`".to_owned(), true),
            ("use `a` and `b`".to_owned(), "用 `a`".to_owned(), false),
            ("use `a  b`".to_owned(), "用 `a b`".to_owned(), false),
            (block("print(1)"), block("print(1)") + "？", false),
            (block("print(1)"), block("print(2)"), true),
            (block("print(1)  # one"), block("print(1)  # 一"), false),
            (block("# one\nprint(1)"), block("# 一\nprint(1)"), false),
            (block("print('a # b')"), block("print('a # c')"), true),
            (block("print(1)"), "什么？".to_owned(), true),
        ];
        for (en, zh, expected) in table {
            let text = Text { en: Some(en), zh: Some(zh) };
            assert_eq!(differing(&text).is_some(), expected, "{text:?}");
        }
    }
}
