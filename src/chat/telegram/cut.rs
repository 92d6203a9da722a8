//! Lines that are too long for one message, in pieces.

use unicode_segmentation::UnicodeSegmentation;

use super::markup::{LEAST_ROOM, LINE_ROOM, character_cost, cost, tags};
use crate::speech::card::{Line, Span};

/// A line in pieces that one message can hold.
pub(super) fn cut(line: &Line) -> Vec<Line> {
    let (mut pieces, mut piece, mut room) = (Vec::new(), Line::new(), LINE_ROOM);
    for span in line {
        let tags = tags(span);
        let mut rest = text_of(span);
        while tags + cost(rest) > room {
            let (head, tail) = split(rest, room.saturating_sub(tags));
            piece.push(with_text(span, head));
            pieces.push(std::mem::take(&mut piece));
            (rest, room) = (tail, LINE_ROOM);
        }
        room -= tags + cost(rest);
        piece.push(with_text(span, rest));
    }
    pieces.push(piece);
    pieces
}

/// The longest beginning that fits, ended between words where there is a gap in its second half, else between
/// characters as shown (or inside one that is longer than a whole message).
fn split(text: &str, room: usize) -> (&str, &str) {
    let (mut used, mut end, mut gap) = (0, 0, 0);
    for (start, cluster) in text.grapheme_indices(true) {
        used += cost(cluster);
        if used > room {
            break;
        }
        end = start + cluster.len();
        if cluster.ends_with(' ') {
            gap = end;
        }
    }
    if end == 0 && room >= LEAST_ROOM {
        end = longest_beginning(text, room);
    }
    text.split_at(if gap > end / 2 { gap } else { end })
}

/// The longest beginning that fits, in bytes, even inside a character as shown.
fn longest_beginning(text: &str, room: usize) -> usize {
    let mut used = 0;
    let beyond = text.char_indices().find(|(_, c)| {
        used += character_cost(*c);
        used > room
    });
    beyond.map_or(text.len(), |(start, _)| start)
}

/// What is shown of a span.
pub(super) fn text_of(span: &Span) -> &str {
    match span {
        Span::Text(text) | Span::Bold(text) | Span::Code(text) | Span::Link { text, .. } => text,
    }
}

/// The span with another text.
fn with_text(span: &Span, text: &str) -> Span {
    let text = text.to_owned();
    match span {
        Span::Text(_) => Span::Text(text),
        Span::Bold(_) => Span::Bold(text),
        Span::Code(_) => Span::Code(text),
        Span::Link { url, .. } => Span::Link { text, url: url.clone() },
    }
}
