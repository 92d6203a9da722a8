//! A card as Telegram's HTML, in as many messages as it needs. The only place that writes markup.

use super::cut::{cut, text_of};
use crate::speech::card::{Block, Card, Line, Span};

/// One message holds this much, UTF-16 units. Telegram counts after the markup is read; we count the markup too, which
/// breaks a text full of `<` a little early and is right for whoever counts otherwise.
const LONGEST_MESSAGE: usize = 4096;
/// What a page takes: a message is not filled to the brim, so that it can always take the sign of a cut.
const PAGE_ROOM: usize = LONGEST_MESSAGE - 2;
/// What a line takes: a page always has room for one and the frame around it.
pub(super) const LINE_ROOM: usize = PAGE_ROOM - 100;
/// Longer addresses are shown as text.
const LONGEST_ADDRESS: usize = 1500;
/// No span's markup leaves a new line less room than this.
pub(super) const LEAST_ROOM: usize = LINE_ROOM - LONGEST_ADDRESS - 20;
/// What stands where a text was cut.
pub(super) const ELLIPSIS: &str = "…";

/// A line or a piece of one, with its length.
struct Piece {
    html: String,
    units: usize,
}

/// What stands around a block's pieces.
struct Frame {
    open: String,
    close: &'static str,
}

impl Frame {
    fn units(&self) -> usize {
        self.open.len() + self.close.len()
    }
}

/// The messages that say this card, in order; none where it says nothing.
pub(super) fn pages(card: &Card) -> Vec<String> {
    let mut pages = Pages::default();
    for block in &card.blocks {
        let (frame, pieces) = rendered(block);
        pages.add(&frame, pieces);
    }
    pages.finish()
}

/// Like `pages`, in at most this many messages (at least one): what is left over is cut.
pub(super) fn at_most(card: &Card, count: usize) -> Vec<String> {
    let mut all = pages(card);
    if all.len() > count.max(1) {
        all.truncate(count.max(1));
        if let Some(last) = all.last_mut() {
            last.push_str(ELLIPSIS);
        }
    }
    all
}

/// Lines while they are laid into messages.
#[derive(Default)]
struct Pages {
    done: Vec<String>,
    page: String,
    units: usize,
}

impl Pages {
    /// A block stays whole where one message can hold it, and is broken between lines where none can.
    fn add(&mut self, frame: &Frame, pieces: Vec<Piece>) {
        let whole = frame.units() + pieces.iter().map(|piece| piece.units + 1).sum::<usize>();
        if self.units > 0 && self.units + 2 + whole > PAGE_ROOM && whole <= PAGE_ROOM {
            self.turn();
        }
        let mut open = false;
        for piece in pieces {
            let more = if open { 1 } else { 2 + frame.units() };
            if self.units > 0 && self.units + more + piece.units > PAGE_ROOM {
                if open {
                    self.page.push_str(frame.close);
                }
                self.turn();
                open = false;
            }
            self.lay(frame, &piece, open);
            open = true;
        }
        if open {
            self.page.push_str(frame.close);
        }
    }

    fn lay(&mut self, frame: &Frame, piece: &Piece, open: bool) {
        let gap = match (open, self.units > 0) {
            (true, _) => "\n",
            (false, true) => "\n\n",
            (false, false) => "",
        };
        self.page.push_str(gap);
        if !open {
            self.page.push_str(&frame.open);
            self.units += frame.units();
        }
        self.page.push_str(&piece.html);
        self.units += gap.len() + piece.units;
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.units = 0;
    }

    /// Telegram takes no message without a visible character.
    fn finish(mut self) -> Vec<String> {
        self.turn();
        self.done.retain(|page| says_something(page));
        self.done
    }
}

fn says_something(html: &str) -> bool {
    let mut inside = false;
    html.chars().any(|c| {
        let tag = inside || c == '<';
        inside = tag && c != '>';
        !tag && !c.is_whitespace() && !is_invisible(c)
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{ad}')
}

fn rendered(block: &Block) -> (Frame, Vec<Piece>) {
    let lines = |lines: &[Line]| lines.iter().flat_map(|line| cut(&harmless(line))).map(|line| piece(&line)).collect();
    match block {
        Block::Lines(all) => (Frame { open: String::new(), close: "" }, lines(all)),
        Block::Quote(all) => (Frame { open: "<blockquote>".to_owned(), close: "</blockquote>" }, lines(all)),
        Block::Code { language, text } => {
            let lines = text.trim_end().lines().map(|line| line.replace('\t', "    "));
            let lines = lines.map(|line| vec![Span::Text(without_controls(&line))]);
            (code_frame(language), lines.flat_map(|line| cut(&line)).map(|line| piece(&line)).collect())
        }
    }
}

fn code_frame(language: &str) -> Frame {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    let known = !language.is_empty() && language.len() <= 32 && language.chars().all(plain);
    match known {
        true => Frame { open: format!("<pre><code class=\"language-{language}\">"), close: "</code></pre>" },
        false => Frame { open: "<pre>".to_owned(), close: "</pre>" },
    }
}

/// The line without what could break it or call somebody: control characters, and names that Telegram would notify.
fn harmless(line: &Line) -> Line {
    line.iter()
        .map(|span| match span {
            Span::Text(text) => Span::Text(uncalled(&without_controls(text))),
            Span::Bold(text) => Span::Bold(uncalled(&without_controls(text))),
            Span::Code(text) => Span::Code(without_controls(text)),
            Span::Link { text, url } if is_web(url) => {
                Span::Link { text: without_controls(text), url: without_controls(url) }
            }
            Span::Link { text, url } => Span::Text(uncalled(&without_controls(&format!("{text} ({url})")))),
        })
        .collect()
}

fn is_web(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web && cost(url) <= LONGEST_ADDRESS
}

/// One line of it, and nothing that turns the rest of a message round: what is left of the marks of direction ends with
/// its line.
fn without_controls(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}');
    let line = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    line.filter(|c| !c.is_control() && !turns(c)).collect()
}

/// `@name` calls whoever is called so: an invisible word joiner after the sign keeps it a text.
fn uncalled(text: &str) -> String {
    let mut quiet = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        quiet.push(c);
        if c == '@' && characters.peek().is_some_and(char::is_ascii_alphanumeric) {
            quiet.push('\u{2060}');
        }
    }
    quiet
}

/// The length of a text once it is escaped, UTF-16 units.
pub(super) fn cost(text: &str) -> usize {
    text.chars().map(character_cost).sum()
}

pub(super) fn character_cost(c: char) -> usize {
    escaped(c).map_or(c.len_utf16(), str::len)
}

/// The length of the tags around a span.
pub(super) fn tags(span: &Span) -> usize {
    match span {
        Span::Text(_) => 0,
        Span::Bold(_) => "<b></b>".len(),
        Span::Code(_) => "<code></code>".len(),
        Span::Link { url, .. } => "<a href=\"\"></a>".len() + cost(url),
    }
}

fn piece(line: &Line) -> Piece {
    let spans = line.iter().filter(|span| !text_of(span).is_empty());
    let html = spans.map(|span| {
        let text = escape(text_of(span));
        match span {
            Span::Text(_) => text,
            Span::Bold(_) => format!("<b>{text}</b>"),
            Span::Code(_) => format!("<code>{text}</code>"),
            Span::Link { url, .. } => format!("<a href=\"{}\">{text}</a>", escape(url)),
        }
    });
    Piece { html: html.collect(), units: line.iter().map(|span| tags(span) + cost(text_of(span))).sum() }
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match escaped(c) {
            Some(entity) => safe.push_str(entity),
            None => safe.push(c),
        }
    }
    safe
}

/// What stands for a character that has a meaning in HTML.
fn escaped(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    fn html(blocks: Vec<Block>) -> Vec<String> {
        pages(&Card { blocks, controls: None })
    }

    fn text(text: &str) -> Block {
        Block::Lines(vec![vec![Span::Text(text.to_owned())]])
    }

    #[test]
    fn every_block_has_its_markup() {
        let line = vec![
            Span::Text("a ".into()),
            Span::Bold("b".into()),
            Span::Code("c".into()),
            Span::Link { text: "d".into(), url: "https://x.org/?a=1&b=\"2\"".into() },
        ];
        let blocks = vec![
            Block::Lines(vec![line, vec![Span::Text("next".into())]]),
            Block::Code { language: "sql".into(), text: "select 1\n\tfrom x\n".into() },
            Block::Code { language: "<b>".into(), text: "x".into() },
            Block::Quote(vec![vec![Span::Text("q".into())], vec![Span::Text("r".into())]]),
        ];
        let expected = "a <b>b</b><code>c</code><a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\">d</a>\nnext\n\n\
            <pre><code class=\"language-sql\">select 1\n    from x</code></pre>\n\n<pre>x</pre>\n\n\
            <blockquote>q\nr</blockquote>";
        assert_eq!(html(blocks), [expected]);
    }

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "<b>&amp;</b> @everyone me@x.org \u{0}\u{1b}[31m\nx";
        let expected = "&lt;b&gt;&amp;amp;&lt;/b&gt; @\u{2060}everyone me@\u{2060}x.org [31m x";
        assert_eq!(html(vec![text(hostile)]), [expected]);
        let link = Span::Link { text: "x".into(), url: "javascript:alert(1)".into() };
        assert_eq!(html(vec![Block::Lines(vec![vec![link]])]), ["x (javascript:alert(1))"]);
    }

    #[test]
    fn what_says_nothing_is_no_message() {
        for silent in ["", "  ", "\u{200b}\u{2060}", "\n"] {
            assert!(html(vec![text(silent)]).is_empty(), "{silent:?}");
        }
        assert!(html(vec![]).is_empty());
    }

    #[test]
    fn long_cards_break_between_blocks_then_lines_then_words() {
        let pages = html(vec![text(&"x".repeat(3000)), text(&"y".repeat(2000)), text("z")]);
        assert_eq!(pages, ["x".repeat(3000), format!("{}\n\nz", "y".repeat(2000))]);
        let lines = vec![vec![Span::Bold("b".repeat(99))]; 100];
        let pages = html(vec![Block::Quote(lines)]);
        assert_eq!(pages.len(), 3);
        assert!(pages.iter().all(|page| page.starts_with("<blockquote><b>") && page.ends_with("</b></blockquote>")));
        let words = "word ".repeat(2000);
        let pages = html(vec![text(&words)]);
        assert!(pages.iter().all(|page| page.trim_end().ends_with("word") && page.starts_with("word")));
        assert_eq!(pages.concat(), words);
    }

    #[test]
    fn no_message_is_longer_than_telegram_takes() {
        let family = "👩‍👩‍👧‍👦";
        for unit in ["<", "&", "字", family, "e\u{301}", "@a", "x y", "\u{301}"] {
            let many = unit.repeat(9000);
            for block in [
                text(&many),
                Block::Code { language: "c".into(), text: many.clone() },
                Block::Quote(vec![vec![Span::Bold(many.clone()), Span::Code(many.clone())]]),
            ] {
                let pages = html(vec![text("head"), block]);
                assert!(pages.iter().all(|page| units(page) <= LONGEST_MESSAGE), "{unit}");
                assert!(pages.len() > 2, "{unit}");
            }
        }
        let pages = html(vec![text(&family.repeat(1000))]);
        assert!(pages.iter().all(|page| page.starts_with('👩') && page.ends_with('👦')));
    }

    #[test]
    fn an_edit_is_cut_to_the_messages_that_there_are() {
        let card = Card { blocks: vec![text(&"x".repeat(9000))], controls: None };
        let cut = at_most(&card, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…') && units(&cut[1]) <= LONGEST_MESSAGE);
        assert_eq!(at_most(&Card::line("x"), 2), ["x"]);
    }
}
