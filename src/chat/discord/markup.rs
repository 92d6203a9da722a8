//! The only place that writes Discord's markup: hostile text goes in, only our own styles come out.

use crate::speech::card::{Block, Card, Line, Span};

/// Characters that a message takes, as Discord counts them.
pub(super) const MESSAGE_CHARS: usize = 2_000;

/// Characters that a new message is filled to: an edit may grow by the rest without needing one message more.
pub(super) const POST_CHARS: usize = 1_800;

/// Characters of one unbreakable run, before escaping: longer words are broken.
const RUN_CHARS: usize = 400;

/// Shown where a text was cut.
const CUT: &str = "\n…";

/// Shown where a message says nothing, which Discord refuses.
pub(super) const NOTHING: &str = "\u{200b}";

/// The card's text in as many messages as it needs, each at most `room` characters, with markup intact in each.
pub(super) fn parts(card: &Card, room: usize) -> Vec<String> {
    let mut pages = Pages { done: Vec::new(), page: String::new(), room };
    for block in &card.blocks {
        pages.block(&lay_out(block, room));
    }
    pages.end()
}

/// The card's text in no more messages than this: what has no place is cut, which is seen by its dots.
pub(super) fn parts_at_most(card: &Card, most: usize) -> Vec<String> {
    let whole = parts(card, MESSAGE_CHARS);
    if whole.len() <= most.max(1) {
        return whole;
    }
    let mut cut = parts(card, MESSAGE_CHARS - CUT.len());
    cut.truncate(most.max(1));
    if let Some(last) = cut.last_mut() {
        last.push_str(CUT);
    }
    cut
}

/// A block as lines that fit, and what opens and closes it on every page.
struct Laid {
    open: String,
    lines: Vec<String>,
    close: &'static str,
}

struct Pages {
    done: Vec<String>,
    page: String,
    room: usize,
}

impl Pages {
    fn block(&mut self, block: &Laid) {
        let whole = format!("{}{}{}", block.open, block.lines.join("\n"), block.close);
        if self.fits(&whole, "\n\n") {
            return self.add(&whole, "\n\n");
        }
        if length(&whole) <= self.room {
            self.turn();
            return self.add(&whole, "");
        }
        self.split(block);
    }

    /// A block that no page holds: line by line.
    fn split(&mut self, block: &Laid) {
        self.turn();
        let mut lines = Vec::new();
        for line in &block.lines {
            lines.push(line.as_str());
            let text = format!("{}{}{}", block.open, lines.join("\n"), block.close);
            if length(&text) > self.room && lines.len() > 1 {
                lines.pop();
                self.page = format!("{}{}{}", block.open, lines.join("\n"), block.close);
                self.turn();
                lines = vec![line.as_str()];
            }
        }
        self.page = format!("{}{}{}", block.open, lines.join("\n"), block.close);
    }

    fn fits(&self, text: &str, between: &str) -> bool {
        let before = if self.page.is_empty() { 0 } else { length(&self.page) + between.len() };
        before + length(text) <= self.room
    }

    fn add(&mut self, text: &str, between: &str) {
        if !self.page.is_empty() {
            self.page.push_str(between);
        }
        self.page.push_str(text);
    }

    fn turn(&mut self) {
        let page = std::mem::take(&mut self.page);
        if !page.trim().is_empty() {
            self.done.push(page);
        }
    }

    fn end(mut self) -> Vec<String> {
        self.turn();
        if self.done.is_empty() {
            self.done.push(NOTHING.to_owned());
        }
        self.done
    }
}

fn lay_out(block: &Block, room: usize) -> Laid {
    match block {
        Block::Lines(lines) => Laid {
            open: String::new(),
            lines: lines.iter().flat_map(|line| line_up(line, "", room)).collect(),
            close: "",
        },
        Block::Quote(lines) => Laid {
            open: String::new(),
            lines: lines.iter().flat_map(|line| line_up(line, "> ", room)).collect(),
            close: "",
        },
        Block::Code { language, text } => code_block(language, text, room),
    }
}

/// A fence can't be made longer on Discord: code that holds one is shown as plain lines.
fn code_block(language: &str, text: &str, room: usize) -> Laid {
    let text: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    if text.contains("```") || text.trim().is_empty() {
        let lines = text.lines().flat_map(|line| line_up(&vec![Span::Text(line.to_owned())], "", room)).collect();
        return Laid { open: String::new(), lines, close: "" };
    }
    let named = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c));
    let open = format!("```{}\n", if named && language.len() <= 20 { language } else { "" });
    let most = room - length(&open) - "\n```".len();
    let lines = text.trim_end().lines().flat_map(|line| chunks(line, most)).collect();
    Laid { open, lines, close: "\n```" }
}

/// One line, as several where one is too long; each begins with `mark`.
fn line_up(line: &Line, mark: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = mark.to_owned();
    for run in line.iter().flat_map(runs) {
        let at_start = |current: &str| current[mark.len()..].trim().is_empty();
        let mut text = styled(&run, at_start(&current));
        if length(&current) > mark.len() && length(&current) + length(&text) > room {
            lines.push(std::mem::replace(&mut current, mark.to_owned()));
            text = styled(&run, true);
        }
        current.push_str(&text);
    }
    lines.push(current);
    lines
}

/// A span as runs that may be set on different lines.
fn runs(span: &Span) -> Vec<Span> {
    let pieces = |text: &str, make: fn(String) -> Span| -> Vec<Span> {
        clean(text).split_inclusive(' ').flat_map(|word| chunks(word, RUN_CHARS)).map(make).collect()
    };
    match span {
        Span::Text(text) => pieces(text, Span::Text),
        Span::Bold(text) => chunks(&clean(text), RUN_CHARS).into_iter().map(Span::Bold).collect(),
        Span::Code(text) => chunks(&clean(text), RUN_CHARS).into_iter().map(Span::Code).collect(),
        Span::Link { text, url } if is_link(url) => {
            vec![Span::Link { text: clean(text).chars().take(RUN_CHARS / 2).collect(), url: url.clone() }]
        }
        Span::Link { text, url } if text == url => pieces(text, Span::Text),
        Span::Link { text, url } => pieces(&format!("{text} ({url})"), Span::Text),
    }
}

fn styled(run: &Span, line_start: bool) -> String {
    match run {
        Span::Text(text) => escape(text, line_start),
        Span::Bold(text) if text.trim().is_empty() => text.clone(),
        Span::Bold(text) => format!("**{}**", escape(text, false)),
        Span::Code(text) => code_span(text, line_start),
        Span::Link { text, url } if text == url || text.trim().is_empty() => format!("<{url}>"),
        // Discord does not hide an address behind words that look like one.
        Span::Link { text, url } if text.contains("://") => format!("{} (<{url}>)", escape(text, line_start)),
        Span::Link { text, url } => format!("[{}](<{url}>)", escape(text, false)),
    }
}

/// Only addresses that can't end the brackets around them.
fn is_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url.len() <= 500
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\\".contains(c))
}

/// Backticks inside need two around; three would open a block, so that text with two in a row is not set as code.
fn code_span(text: &str, line_start: bool) -> String {
    if text.contains("``") || text.trim().is_empty() {
        return escape(text, line_start);
    }
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Makes text that is only text. Where a backslash is not needed, none is written: people copy what they read.
fn escape(text: &str, line_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let start = text.len() - text.trim_start().len();
    let list = if line_start { list_mark(&text[start..]).map(|at| start + at) } else { None };
    for (at, c) in text.char_indices() {
        let marks = match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' | '@' => true,
            '#' | '-' | '+' | '>' if line_start && at == start => true,
            ':' => opens_emoji(&text[at..]) || text[at..].starts_with("://"),
            _ => false,
        };
        if marks || list == Some(at) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Where the dot of `1. ` is.
fn list_mark(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (digits > 0 && text[digits..].starts_with('.')).then_some(digits)
}

/// `:smile:`; the colons of `09:30:00` are left alone.
fn opens_emoji(text: &str) -> bool {
    let Some((name, _)) = text[1..].split_once(':') else { return false };
    name.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
        && name.chars().any(|c| c.is_ascii_alphabetic())
}

/// Without line feeds and other controls: a line is a line.
fn clean(text: &str) -> String {
    let plain = |c: char| if c == '\n' || c == '\r' || c == '\t' { Some(' ') } else { (!c.is_control()).then_some(c) };
    text.chars().filter_map(plain).collect()
}

fn chunks(text: &str, most: usize) -> Vec<String> {
    let mut chunks = vec![String::new()];
    let mut room = most;
    for c in text.chars() {
        if c.len_utf16() > room {
            chunks.push(String::new());
            room = most;
        }
        room -= c.len_utf16();
        if let Some(last) = chunks.last_mut() {
            last.push(c);
        }
    }
    chunks
}

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: Line) -> String {
        let parts = parts(&Card { blocks: vec![Block::Lines(vec![line])], controls: None }, MESSAGE_CHARS);
        assert_eq!(parts.len(), 1);
        parts.into_iter().next().unwrap()
    }

    fn text(text: &str) -> String {
        one(vec![Span::Text(text.into())])
    }

    #[test]
    fn text_never_marks_up() {
        let table = [
            ("plain, 09:30:00 (ok) - a.b", "plain, 09:30:00 (ok) - a.b"),
            ("**a** _b_ ~~c~~ `d` ||e||", r"\*\*a\*\* \_b\_ \~\~c\~\~ \`d\` \|\|e\|\|"),
            ("# head", r"\# head"),
            ("  - item", r"  \- item"),
            ("-# small", r"\-# small"),
            ("> quote", r"\> quote"),
            ("12. item", r"12\. item"),
            ("1.5 s", r"1\.5 s"),
            ("a 1. b # c > d", "a 1. b # c > d"),
            ("[x](http://evil)", r"\[x\](http\://evil)"),
            ("<@123> @everyone <#5> <t:1:R>", r"\<\@123> \@everyone \<#5> \<t:1:R>"),
            (":smile: a:b", r"\:smile: a:b"),
            (r"back\slash", r"back\\slash"),
            ("two\nlines\u{0}", "two lines"),
        ];
        for (raw, expected) in table {
            assert_eq!(text(raw), expected, "{raw}");
        }
    }

    #[test]
    fn styles_hold_what_they_are_given() {
        let table = [
            (Span::Bold("a*b".into()), r"**a\*b**"),
            (Span::Code("a_b".into()), "`a_b`"),
            (Span::Code("a`b".into()), "`` a`b ``"),
            (Span::Code("a``b".into()), r"a\`\`b"),
            (Span::Link { text: "a]b".into(), url: "https://x.y/(z)".into() }, r"[a\]b](<https://x.y/(z)>)"),
            (Span::Link { text: "x".into(), url: "javascript:alert".into() }, "x (javascript:alert)"),
            (Span::Link { text: "x".into(), url: "https://a> @everyone".into() }, r"x (https\://a> \@everyone)"),
            (Span::Link { text: "https://a".into(), url: "https://a".into() }, "<https://a>"),
            (Span::Link { text: "https://a".into(), url: "https://b".into() }, r"https\://a (<https://b>)"),
        ];
        for (span, expected) in table {
            assert_eq!(one(vec![span.clone()]), expected, "{span:?}");
        }
    }

    #[test]
    fn blocks_stand_apart() {
        let card = Card {
            blocks: vec![
                Block::Lines(vec![vec![Span::Text("a".into())], vec![]]),
                Block::Code { language: "sql".into(), text: "select '*' -- `x`\n".into() },
                Block::Quote(vec![vec![Span::Text("q".into())], vec![Span::Text("r".into())]]),
                Block::Code { language: "s q l".into(), text: "```\nx".into() },
            ],
            controls: None,
        };
        let expected = "a\n\n\n```sql\nselect '*' -- `x`\n```\n\n> q\n> r\n\n\\`\\`\\`\nx";
        assert_eq!(parts(&card, MESSAGE_CHARS), [expected]);
    }

    #[test]
    fn long_cards_are_split_with_their_markup_intact() {
        let code: String = (0..300).map(|n| format!("line {n} of the code\n")).collect();
        let card = Card {
            blocks: vec![
                Block::Lines(vec![vec![Span::Text("word ".repeat(100))]]),
                Block::Code { language: "c".into(), text: code.clone() },
                Block::Lines(vec![vec![Span::Bold("b".repeat(5_000))]]),
                Block::Quote(vec![vec![Span::Text("*😀 ".repeat(1_500))]]),
            ],
            controls: None,
        };
        let parts = parts(&card, POST_CHARS);
        assert!(parts.len() > 5);
        for part in &parts {
            assert!(length(part) <= POST_CHARS, "{}", length(part));
            assert_eq!(part.matches("```").count() % 2, 0, "{part}");
            assert_eq!(part.matches("**").count() % 2, 0, "{part}");
        }
        let shown: String = parts.concat().replace("```c\n", "").replace("\n```", "\n");
        assert!(code.lines().all(|line| shown.contains(line)));
        assert_eq!(parts.concat().matches('b').count(), 5_000);
        assert_eq!(parts.concat().matches("\\*😀").count(), 1_500);
    }

    #[test]
    fn an_edit_never_needs_more_messages_than_there_are() {
        let card =
            Card { blocks: vec![Block::Code { language: String::new(), text: "x\n".repeat(3_000) }], controls: None };
        let parts = parts_at_most(&card, 1);
        assert_eq!(parts.len(), 1);
        assert!(length(&parts[0]) <= MESSAGE_CHARS && parts[0].ends_with('…'));
        assert_eq!(parts[0].matches("```").count(), 2);
    }

    #[test]
    fn nothing_is_still_a_message() {
        assert_eq!(parts(&Card::default(), MESSAGE_CHARS), [NOTHING]);
        assert_eq!(parts(&Card::line("  "), MESSAGE_CHARS), [NOTHING]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_is_said_is_shown_as_it_is(said in "([a-z0-9 .:#*_~`|>\\-\\[\\]()<@/\\\\+\u{e9}\u{4e2d}\u{1f600}]|https://|@everyone|\n){0,1500}") {
            let card = Card::line(said.clone());
            let parts = parts(&card, MESSAGE_CHARS);
            let mut shown = String::new();
            for part in &parts {
                proptest::prop_assert!(length(part) <= MESSAGE_CHARS);
                let mut chars = part.chars();
                while let Some(c) = chars.next() {
                    proptest::prop_assert!(!"*_~`|[]<@".contains(c), "{} unescaped in {}", c, part);
                    match c {
                        '\\' => shown.extend(chars.next()),
                        c => shown.push(c),
                    }
                }
                proptest::prop_assert!(!part.replace("\\:", "").contains("://"), "{}", part);
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
            proptest::prop_assert_eq!(bare(&shown), bare(&said));
        }
    }
}
