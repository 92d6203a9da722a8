//! A card as lines of a terminal.

use crate::speech::card::{Block, Card, Span};

/// A style, and its end.
type Style = (&'static str, &'static str);

const NONE: Style = ("", "");
const BOLD: Style = ("\u{1b}[1m", "\u{1b}[0m");
const CYAN: Style = ("\u{1b}[36m", "\u{1b}[0m");
const GREEN: Style = ("\u{1b}[32m", "\u{1b}[0m");
const DIM: Style = ("\u{1b}[2m", "\u{1b}[0m");

/// Ends the line that is being typed: no bracketed paste any more.
pub(super) const FAREWELL: &str = "\u{1b}[?2004l\r\n";

/// How far code stands in.
const CODE: &str = "    ";

/// How far a quotation stands in.
const QUOTE: &str = "| ";

/// The card as `speaker` says it: the first line begins with the speaker and the question's number, the others stand
/// under it. Ends with a line feed.
pub(super) fn render(speaker: &str, number: Option<u64>, card: &Card, colour: bool) -> String {
    let paint = Paint(colour);
    let speaker = printable(speaker);
    let number = number.map(|number| paint.on(BOLD, &format!("[{number}] "))).unwrap_or_default();
    let mut lines = lines(card, paint).into_iter();
    let first = format!("{} {number}{}", paint.on(GREEN, &format!("{speaker}>")), lines.next().unwrap_or_default());
    let indent = " ".repeat(speaker.chars().count() + 2);
    let mut text = format!("{}\n", first.trim_end());
    for line in lines {
        text.push_str(format!("{indent}{line}").trim_end());
        text.push('\n');
    }
    text
}

/// Every line of a card, an empty one between its blocks.
fn lines(card: &Card, paint: Paint) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &card.blocks {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match block {
            Block::Lines(rows) => lines.extend(rows.iter().map(|row| spans(row, paint))),
            Block::Quote(rows) => {
                lines.extend(rows.iter().map(|row| format!("{}{}", paint.on(DIM, QUOTE), spans(row, paint))));
            }
            Block::Code { text, .. } => {
                lines.extend(text.lines().map(|line| format!("{CODE}{}", paint.on(CYAN, &printable(line)))));
            }
        }
    }
    lines
}

fn spans(row: &[Span], paint: Paint) -> String {
    row.iter()
        .map(|span| match span {
            Span::Text(text) => printable(text),
            Span::Bold(text) => paint.on(BOLD, &printable(text)),
            Span::Code(text) => paint.on(CYAN, &printable(text)),
            Span::Link { text, url } if text == url => printable(url),
            Span::Link { text, url } => format!("{} ({})", printable(text), printable(url)),
        })
        .collect()
}

/// Text that can't command the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|c| !c.is_control() || *c == '\t').collect()
}

#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn on(self, style: Style, text: &str) -> String {
        let (start, end) = if self.0 { style } else { NONE };
        format!("{start}{text}{end}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Card {
        Card {
            blocks: vec![
                Block::Lines(vec![vec![
                    Span::Text("Which ".into()),
                    Span::Bold("clause".into()),
                    Span::Text("?".into()),
                ]]),
                Block::Code { language: "sql".into(), text: "select 1\n  for update".into() },
                Block::Lines(vec![vec![Span::Text("(a) one".into())], vec![Span::Text("(b) two".into())]]),
                Block::Quote(vec![vec![Span::Link { text: "docs".into(), url: "https://e.org".into() }]]),
            ],
            controls: None,
        }
    }

    #[test]
    fn lines_stand_under_the_first() {
        let expected = "\
bot> [3] Which clause?

         select 1
           for update

     (a) one
     (b) two

     | docs (https://e.org)
";
        assert_eq!(render("bot", Some(3), &question(), false), expected);
    }

    #[test]
    fn what_one_person_sees_is_marked() {
        assert_eq!(render("bot*ada", None, &Card::lines(["a".into(), "b".into()]), false), "bot*ada> a\n         b\n");
    }

    #[test]
    fn colours_end_where_they_should() {
        let card = Card { blocks: vec![Block::Lines(vec![vec![Span::Bold("b".into())]])], controls: None };
        assert_eq!(render("bot", None, &card, true), "\u{1b}[32mbot>\u{1b}[0m \u{1b}[1mb\u{1b}[0m\n");
    }

    #[test]
    fn nothing_commands_the_terminal() {
        let card = Card::line("\u{1b}]0;title\u{7}\u{9b}31mred\rback\nnext");
        assert_eq!(render("bot*\u{1b}[2J", None, &card, false), "bot*[2J> ]0;title31mredback next\n");
        assert_eq!(render("bot", None, &Card::default(), false), "bot>\n");
    }
}
