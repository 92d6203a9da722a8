//! The bank's Markdown subset: bold, code, fenced code blocks, lines and paragraphs. Everything else is literal text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::card::{Block, Line, Span};

/// A punctuation mark of ancient Greek, which no question needs. Put before a line, it keeps the line from being a
/// heading, a list or HTML; put between a Chinese letter and stars, it lets the stars beside a Chinese mark be bold,
/// where CommonMark wants a space. It never gets out again.
const GUARD: char = '\u{2e0f}';

/// The longest name of a code block's language, in characters.
const LANGUAGE: usize = 20;

/// A text as blocks. Nothing is lost: what is not of the subset, or not well-formed, stays as it was written.
pub fn blocks(source: &str) -> Vec<Block> {
    let source = tidy(source);
    let mut blocks = Vec::new();
    let mut at = 0;
    for (range, code) in fences(&source) {
        prose(&source[at..range.start], &mut blocks);
        blocks.push(code);
        at = range.end;
    }
    prose(&source[at..], &mut blocks);
    blocks
}

/// A text as one line: line breaks become spaces, a fenced block is code inside the line.
pub fn line(source: &str) -> Line {
    one_line(source, true)
}

/// An option's text as one line: only `code` is marked up, since stars are mostly Python's there.
pub fn option(source: &str) -> Line {
    one_line(source, false)
}

fn one_line(source: &str, bold: bool) -> Line {
    let source = tidy(source);
    let words: Vec<_> = source.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    inline(&words.join(" "), bold).into_iter().next().unwrap_or_default()
}

/// One kind of line end, no control characters but tabs, no guard.
fn tidy(source: &str) -> String {
    source
        .replace("\r\n", "\n")
        .chars()
        .map(|letter| if matches!(letter, '\r' | '\u{2028}' | '\u{2029}') { '\n' } else { letter })
        .filter(|&letter| letter != GUARD && (!letter.is_control() || matches!(letter, '\n' | '\t')))
        .collect()
}

/// The fenced code blocks and where they are. Empty ones are left to be text.
fn fences(source: &str) -> Vec<(Range<usize>, Block)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for (event, range) in Parser::new(source).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => open = Some((info.to_string(), String::new())),
            Event::Text(piece) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&piece);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                // a fence of tildes is no part of the subset: it stays as it was written
                let fence = open.take().filter(|_| source[range.clone()].starts_with('`'));
                let code = fence.and_then(|(info, text)| code_block(&info, &text));
                found.extend(code.map(|code| (range, code)));
            }
            _ => {}
        }
    }
    found
}

fn code_block(info: &str, text: &str) -> Option<Block> {
    let text = text.trim_end_matches('\n');
    if text.trim().is_empty() {
        return None;
    }
    let is_language = |letter: char| letter.is_ascii_alphanumeric() || "+-#._".contains(letter);
    if info.chars().all(is_language) && info.len() <= LANGUAGE {
        return Some(Block::Code { language: info.to_owned(), text: text.to_owned() });
    }
    // not a language but something that was said after the ticks
    Some(Block::Code { language: String::new(), text: format!("{info}\n{text}") })
}

fn prose(source: &str, blocks: &mut Vec<Block>) {
    let mut paragraph = String::new();
    for line in source.split('\n').chain([""]) {
        if !line.trim().is_empty() {
            paragraph.push_str(line);
            paragraph.push('\n');
        } else if !paragraph.is_empty() {
            blocks.push(Block::Lines(inline(&paragraph, true)));
            paragraph.clear();
        }
    }
}

/// One paragraph's lines.
fn inline(source: &str, bold: bool) -> Vec<Line> {
    let source = guarded(source);
    let mut writer = Writer { source: &source, at: 0, bold, depth: 0, lines: vec![Line::new()] };
    for (event, range) in Parser::new(&source).into_offset_iter() {
        writer.take(event, range);
    }
    writer.gap(source.len());
    writer.lines.into_iter().filter_map(trimmed).collect()
}

/// Takes a parser's events; whatever they pass over without a word is text.
struct Writer<'a> {
    source: &'a str,
    /// Up to here everything is written.
    at: usize,
    /// Whether stars make bold.
    bold: bool,
    /// How many pairs of stars are open.
    depth: usize,
    lines: Vec<Line>,
}

impl Writer<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if range.start < self.at && range.end <= self.at {
            return; // inside a link, which is written already
        }
        match event {
            // as written: the parser would turn `&lt;` into `<`
            Event::Text(_) => self.literal(&range),
            Event::Code(text) if !text.replace(GUARD, "").trim().is_empty() => {
                self.gap(range.start);
                self.push(Span::Code(text.replace('\n', " ").replace(GUARD, "")));
                self.at = range.end;
            }
            Event::Start(Tag::Strong) if self.is_bold(&range) => {
                self.gap(range.start);
                self.at = range.start + 2;
                self.depth += 1;
            }
            Event::End(TagEnd::Strong) if self.is_bold(&range) => {
                self.gap(range.end - 2);
                self.at = range.end;
                self.depth -= 1;
            }
            // the brackets and the address stay to be seen: what a text calls itself need not be where it leads
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.literal(&range),
            Event::SoftBreak | Event::HardBreak => {
                // a backslash before the end of a line is one
                self.gap(range.start + usize::from(self.source[range.start..].starts_with('\\')));
                self.at = range.end;
                self.lines.push(Line::new());
            }
            _ => {}
        }
    }

    /// `__init__` is Python, not bold.
    fn is_bold(&self, range: &Range<usize>) -> bool {
        self.bold && self.source[range.start..].starts_with("**")
    }

    fn literal(&mut self, range: &Range<usize>) {
        self.gap(range.start);
        self.text(self.at, range.end);
        self.at = self.at.max(range.end);
    }

    /// Writes what the events passed over, but not a backslash before a star or a tick.
    fn gap(&mut self, until: usize) {
        if until <= self.at {
            return;
        }
        let escapes = self.source[..until].ends_with('\\') && self.source[until..].starts_with(['*', '`']);
        self.text(self.at, until - usize::from(escapes));
        self.at = until;
    }

    fn text(&mut self, from: usize, until: usize) {
        let text = self.source.get(from..until).unwrap_or_default();
        for (index, piece) in text.trim_end_matches('\n').split('\n').enumerate() {
            if index > 0 {
                self.lines.push(Line::new());
            }
            let piece = piece.replace(GUARD, "");
            self.push(if self.depth > 0 { Span::Bold(piece) } else { Span::Text(piece) });
        }
    }

    fn push(&mut self, span: Span) {
        let Some(line) = self.lines.last_mut() else { return };
        match (line.last_mut(), span) {
            (Some(Span::Text(text)), Span::Text(more)) | (Some(Span::Bold(text)), Span::Bold(more)) => {
                text.push_str(&more);
            }
            (_, Span::Text(text) | Span::Bold(text)) if text.is_empty() => {}
            (_, span) => line.push(span),
        }
    }
}

/// A line without white space at its end; None if nothing is left.
fn trimmed(mut line: Line) -> Option<Line> {
    while let Some(Span::Text(text) | Span::Bold(text)) = line.last_mut() {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        line.pop();
    }
    (!line.is_empty()).then_some(line)
}

fn guarded(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    for line in source.trim_end().split('\n') {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push(GUARD);
        guard_stars(line, &mut out);
    }
    out
}

fn guard_stars(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(start) = rest.find("**") {
        let (head, tail) = rest.split_at(start);
        let (stars, after) = tail.split_at(tail.len() - tail.trim_start_matches('*').len());
        let (before, next) = (head.chars().next_back(), after.chars().next());
        let hides = |letter: Option<char>, mark: Option<char>| letter.zip(mark).is_some_and(|(l, m)| hides(l, m));
        out.push_str(head);
        out.extend(hides(before, next).then_some(GUARD));
        out.push_str(stars);
        out.extend(hides(next, before).then_some(GUARD));
        rest = after;
    }
    out.push_str(rest);
}

/// Whether this letter, on one side of stars, keeps them from being bold beside this mark on their other side.
fn hides(letter: char, mark: char) -> bool {
    let is_wide = |letter: char| letter >= '\u{2000}';
    let is_mark = !mark.is_alphanumeric() && !mark.is_whitespace() && mark != '\\';
    letter.is_alphanumeric() && is_mark && (is_wide(letter) || is_wide(mark))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::speech::card::{Card, plain_line};

    fn text(text: &str) -> Span {
        Span::Text(text.to_owned())
    }
    fn bold(text: &str) -> Span {
        Span::Bold(text.to_owned())
    }
    fn code(text: &str) -> Span {
        Span::Code(text.to_owned())
    }
    fn plain(source: &str) -> String {
        Card { blocks: blocks(source), controls: None }.plain()
    }

    #[test]
    fn the_subset_is_marked_up() {
        let table = [
            ("a **b** `c`", vec![text("a "), bold("b"), text(" "), code("c")]),
            ("**all**", vec![bold("all")]),
            ("加锁用**排他锁**。", vec![text("加锁用"), bold("排他锁"), text("。")]),
            ("这是**“乐观锁”**吗", vec![text("这是"), bold("“乐观锁”"), text("吗")]),
            ("**注意：**后面", vec![bold("注意："), text("后面")]),
            ("使用 Python**重点**了", vec![text("使用 Python"), bold("重点"), text("了")]),
            ("字段**`id`**上", vec![text("字段"), code("id"), text("上")]),
            ("``a`b``", vec![code("a`b")]),
            (r"2 \** 3 \`x", vec![text("2 ** 3 `x")]),
        ];
        for (source, expected) in table {
            assert_eq!(line(source), expected, "{source}");
            assert_eq!(blocks(source), vec![Block::Lines(vec![expected])], "{source}");
        }
    }

    #[test]
    fn everything_else_stays_as_written() {
        let literal = [
            "<script>alert(1)</script>",
            "a <b>x</b> &lt; &amp;",
            "[x](javascript:alert(1)) ![i](http://a/b.png)",
            "[a **b** `c`](http://d)",
            "<https://example.org>",
            "# heading",
            "- list",
            "1. one",
            "> quote",
            "    indented",
            "title\n===",
            "a | b\n--|--",
            "***",
            "[r]: http://example.org",
            "__init__ and *args, _x_",
            r"C:\new \d+ \[",
            "C:\\\nnext",
            "2 ** 3",
            "an `unclosed tick",
            "**unclosed",
            "```",
            "``` ```",
            "@everyone <@1> :smile: \u{202e}",
        ];
        for source in literal {
            assert_eq!(plain(source), source);
        }
        assert_eq!(plain(&"`".repeat(4_000)), "`".repeat(4_000));
        assert_eq!(plain(&"*".repeat(4_000)), "*".repeat(4_000));
        assert_eq!(plain(&"[".repeat(4_000)), "[".repeat(4_000));
        assert!(blocks("").is_empty() && blocks(" \n\0\n ").is_empty());
    }

    #[test]
    fn lines_paragraphs_and_fences_are_kept_apart() {
        let source = "one\r\ntwo\n\n\nthree\n```python\ndef f():\n\n    return **1**\n```\nfour";
        let expected = vec![
            Block::Lines(vec![vec![text("one")], vec![text("two")]]),
            Block::Lines(vec![vec![text("three")]]),
            Block::Code { language: "python".into(), text: "def f():\n\n    return **1**".into() },
            Block::Lines(vec![vec![text("four")]]),
        ];
        assert_eq!(blocks(source), expected);
        let unclosed = vec![Block::Code { language: "sql".into(), text: "select 1".into() }];
        assert_eq!(blocks("```sql\nselect 1"), unclosed);
        let said = vec![Block::Code { language: String::new(), text: "not a language\nx".into() }];
        assert_eq!(blocks("``` not a language\nx\n```"), said);
        let tildes = vec![Block::Lines(vec![vec![text("~~~")], vec![text("[")]])];
        assert_eq!(blocks("~~~\n["), tildes);
        assert_eq!(plain_line(&line("a\n\n  b")), "a b");
        assert_eq!(plain_line(&line("```sql\nselect 1\n```")), "sql select 1 ");
    }

    #[test]
    fn stars_in_an_option_are_pythons() {
        assert_eq!(option("`f` 2**3**2"), vec![code("f"), text(" 2**3**2")]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_but_marks(source in "[a-c<>\\[\\]()*_`\\\\#~&; \n。“文-]{0,80}") {
            let letters = |text: &str| text.chars().filter(|l| !l.is_whitespace() && !"*`\\".contains(*l)).collect::<String>();
            prop_assert_eq!(letters(&plain(&source)), letters(&source));
        }

        #[test]
        fn any_text_is_taken_and_no_span_holds_a_line_feed(source in any::<String>()) {
            for block in blocks(&source) {
                if let Block::Lines(lines) = block {
                    prop_assert!(!lines.is_empty());
                    for line in lines {
                        prop_assert!(!plain_line(&line).contains(['\n', GUARD]));
                    }
                }
            }
        }
    }
}
