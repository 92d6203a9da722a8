//! A card as lines of a terminal.

use super::wrap::{Piece, Style, width, wrap};
use crate::speech::card::{Block, Card, Span};

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

/// What is printed on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Page {
    /// Where lines end; None where they have no end.
    pub(super) columns: Option<usize>,
    /// Whether it has colours.
    pub(super) colour: bool,
}

/// The card as `speaker` says it: the first line begins with the speaker and the question's number, the others stand
/// under it. Ends with a line feed.
pub(super) fn render(speaker: &str, number: Option<u64>, card: &Card, page: Page) -> String {
    let speaker = format!("{}>", printable(speaker));
    let indent = width(&speaker) + 1;
    let room = page.columns.map(|columns| columns.saturating_sub(indent));
    let mut text = page.on(GREEN, &speaker);
    for (at, line) in lines(number, card, page, room).iter().enumerate() {
        let before = if at == 0 { 1 } else { indent };
        text.push_str(format!("{}{line}", " ".repeat(before)).trim_end());
        text.push('\n');
    }
    text
}

/// Every line of a card, an empty one between its blocks.
fn lines(number: Option<u64>, card: &Card, page: Page, room: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut number = number.map(|number| (page.style(BOLD), format!("[{number}] ")));
    for block in &card.blocks {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match block {
            Block::Lines(rows) => {
                for row in rows {
                    lines.extend(wrap(&number.take().into_iter().chain(pieces(row, page)).collect::<Vec<_>>(), room));
                }
            }
            Block::Quote(rows) => {
                let room = room.map(|room| room.saturating_sub(width(QUOTE)));
                let rows = rows.iter().flat_map(|row| wrap(&pieces(row, page), room));
                lines.extend(rows.map(|row| format!("{}{row}", page.on(DIM, QUOTE))));
            }
            Block::Code { text, .. } => {
                lines.extend(text.lines().map(|line| format!("{CODE}{}", page.on(CYAN, &printable(line)))));
            }
        }
    }
    if lines.is_empty() { vec![String::new()] } else { lines }
}

fn pieces(row: &[Span], page: Page) -> Vec<Piece> {
    let piece = |span: &Span| match span {
        Span::Text(text) => (NONE, printable(text)),
        Span::Bold(text) => (page.style(BOLD), printable(text)),
        Span::Code(text) => (page.style(CYAN), printable(text)),
        // `e.org (https://e.org/docs)` would say the same thing twice.
        Span::Link { text, url } if url.contains(text.as_str()) => (NONE, printable(url)),
        Span::Link { text, url } => (NONE, format!("{} ({})", printable(text), printable(url))),
    };
    row.iter().map(piece).collect()
}

/// Text that can't command the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|c| !c.is_control() || *c == '\t').collect()
}

impl Page {
    fn style(self, style: Style) -> Style {
        if self.colour { style } else { NONE }
    }

    fn on(self, style: Style, text: &str) -> String {
        let (start, end) = self.style(style);
        format!("{start}{text}{end}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIPE: Page = Page { columns: None, colour: false };

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
        assert_eq!(render("bot", Some(3), &question(), PIPE), expected);
    }

    #[test]
    fn what_one_person_sees_is_marked() {
        assert_eq!(render("bot*ada", None, &Card::lines(["a".into(), "b".into()]), PIPE), "bot*ada> a\n         b\n");
    }

    #[test]
    fn colours_end_where_they_should() {
        let card = Card { blocks: vec![Block::Lines(vec![vec![Span::Bold("b".into())]])], controls: None };
        assert_eq!(
            render("bot", None, &card, Page { colour: true, ..PIPE }),
            "\u{1b}[32mbot>\u{1b}[0m \u{1b}[1mb\u{1b}[0m\n"
        );
    }

    #[test]
    fn nothing_commands_the_terminal() {
        let card = Card::line("\u{1b}]0;title\u{7}\u{9b}31mred\rback\nnext");
        assert_eq!(render("bot*\u{1b}[2J", None, &card, PIPE), "bot*[2J> ]0;title31mredback next\n");
        assert_eq!(render("bot", None, &Card::default(), PIPE), "bot>\n");
    }

    #[test]
    fn a_terminal_breaks_lines_at_words_under_the_first() {
        let text = vec![Span::Text("An index is read from its left end on.".into())];
        let card = Card { blocks: vec![Block::Lines(vec![text.clone()]), Block::Quote(vec![text])], controls: None };
        let expected = "\
bot> [12] An index is read
     from its left end on.

     | An index is read from
     | its left end on.
";
        assert_eq!(render("bot", Some(12), &card, Page { columns: Some(28), ..PIPE }), expected);
    }

    #[test]
    fn lines_stand_under_a_wide_name() {
        assert_eq!(
            render("bot*小明", None, &Card::lines(["a".into(), "b".into()]), PIPE),
            "bot*小明> a\n          b\n"
        );
    }

    #[test]
    fn an_address_is_told_once() {
        let link = |text: &str, url: &str| Span::Link { text: text.into(), url: url.into() };
        let row = vec![link("e.org", "https://e.org/docs"), Span::Text(" · ".into()), link("docs", "https://f.org/")];
        let card = Card { blocks: vec![Block::Lines(vec![row])], controls: None };
        assert_eq!(render("bot", None, &card, PIPE), "bot> https://e.org/docs · docs (https://f.org/)\n");
    }
}
