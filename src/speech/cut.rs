//! Makes texts from outside harmless and cuts what is too long, at a word.

use unicode_segmentation::UnicodeSegmentation;

use super::card::{Block, Line, Span};

/// How far back a cut looks for the end of a word, in characters: longer words (and Chinese) are cut where they are.
const WORD: usize = 20;

/// From here on, scripts are written without spaces and can be cut anywhere.
const FIRST_CHINESE: char = '\u{2e80}';

/// Text from outside that can stand inside a sentence: one line, single spaces, nothing invisible that could turn
/// the rest of the line round, at most this many characters (plus two isolates around right-to-left letters).
pub(super) fn outside(text: &str, most: usize) -> String {
    let seen: String =
        text.chars().map(|letter| if is_gap(letter) { ' ' } else { letter }).filter(|&l| !is_hidden(l)).collect();
    let text = cut(&seen.split_whitespace().collect::<Vec<_>>().join(" "), most);
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// At most this many characters: what is longer ends at a word with `…`.
pub(super) fn cut(text: &str, most: usize) -> String {
    cut_by(text, most, |_| 1)
}

fn cut_by(text: &str, most: usize, cost: fn(char) -> usize) -> String {
    let weigh = |text: &str| text.chars().map(cost).sum::<usize>();
    if weigh(text) <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let mut end = 0;
    for cluster in text.graphemes(true) {
        let Some(rest) = left.checked_sub(weigh(cluster)) else { break };
        left = rest;
        end += cluster.len();
    }
    let kept = &text[..end];
    let word_end = kept.char_indices().rev().take(WORD).find(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let inside_word =
        text[end..].chars().next().is_some_and(|letter| letter.is_alphanumeric() && letter < FIRST_CHINESE);
    let kept = word_end.filter(|&at| inside_word && at > 0).map_or(kept, |at| &kept[..at]);
    format!("{}…", kept.trim_end())
}

/// About how many characters the blocks take once a platform's markup is around them.
pub(super) fn weight(blocks: &[Block]) -> usize {
    blocks.iter().map(block_weight).sum()
}

/// At most this weight: what is over is left out from the end, and the last text ends with `…`.
pub(super) fn fit(blocks: Vec<Block>, most: usize) -> Vec<Block> {
    let mut left = most;
    let mut fitting = Vec::new();
    for block in blocks {
        let weight = block_weight(&block);
        if weight > left {
            fitting.extend(cut_block(block, left));
            break;
        }
        left -= weight;
        fitting.push(block);
    }
    fitting
}

/// A line of at most this weight.
pub(super) fn fit_line(line: Line, most: usize) -> Line {
    let mut left = most;
    let mut fitting = Line::new();
    for span in line {
        let weight = span_weight(&span);
        if weight > left {
            fitting.extend(cut_span(span, left));
            break;
        }
        left -= weight;
        fitting.push(span);
    }
    fitting
}

fn cut_block(block: Block, most: usize) -> Option<Block> {
    match block {
        Block::Code { language, text } => {
            let room = most.checked_sub(fence_weight(&language) + 2)?;
            Some(Block::Code { language, text: cut(&text, room) })
        }
        Block::Lines(lines) => cut_lines(lines, most, 1).map(Block::Lines),
        Block::Quote(lines) => cut_lines(lines, most, 3).map(Block::Quote),
    }
}

fn cut_lines(lines: Vec<Line>, most: usize, margin: usize) -> Option<Vec<Line>> {
    let mut left = most.saturating_sub(1);
    let mut fitting = Vec::new();
    for line in lines {
        let weight = margin + line_weight(&line);
        if weight > left {
            fitting.push(fit_line(line, left.saturating_sub(margin)));
            break;
        }
        left -= weight;
        fitting.push(line);
    }
    while fitting.last().is_some_and(Vec::is_empty) {
        fitting.pop();
    }
    (!fitting.is_empty()).then_some(fitting)
}

fn cut_span(span: Span, most: usize) -> Option<Span> {
    let room = |marks: usize| most.checked_sub(marks).filter(|&room| room > 1);
    match span {
        Span::Text(text) => Some(Span::Text(cut_by(&text, room(0)?, text_cost))),
        Span::Bold(text) => Some(Span::Bold(cut_by(&text, room(BOLD)?, text_cost))),
        Span::Code(text) => Some(Span::Code(cut(&text, room(CODE)?))),
        // half an address leads nowhere
        Span::Link { text, .. } => Some(Span::Text(cut_by(&text, room(0)?, text_cost))),
    }
}

/// Two stars on each side.
const BOLD: usize = 4;
/// A tick on each side.
const CODE: usize = 2;
/// Brackets around text and address.
const LINK: usize = 6;

fn block_weight(block: &Block) -> usize {
    let lines = |lines: &[Line], margin: usize| 1 + lines.iter().map(|line| margin + line_weight(line)).sum::<usize>();
    match block {
        Block::Lines(of) => lines(of, 1),
        Block::Quote(of) => lines(of, 3),
        Block::Code { language, text } => fence_weight(language) + text.chars().count(),
    }
}

fn fence_weight(language: &str) -> usize {
    10 + language.chars().count()
}

fn line_weight(line: &[Span]) -> usize {
    line.iter().map(span_weight).sum()
}

fn span_weight(span: &Span) -> usize {
    let text_weight = |text: &str| text.chars().map(text_cost).sum::<usize>();
    match span {
        Span::Text(text) => text_weight(text),
        Span::Bold(text) => BOLD + text_weight(text),
        Span::Code(text) => CODE + text.chars().count(),
        Span::Link { text, url } => LINK + text_weight(text) + url.chars().count(),
    }
}

/// What markup has to escape counts twice; what lies beyond the 16-bit planes counts twice on every platform.
fn text_cost(letter: char) -> usize {
    if "\\*_~|`<>#[]()".contains(letter) { 2 } else { letter.len_utf16() }
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// Zero-width and direction-changing characters; the joiners inside emoji and Indic words stay.
fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}'..='\u{e007f}')
}

fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::card::Card;

    #[test]
    fn outside_texts_become_harmless() {
        let long = "x".repeat(4_000);
        let table = [
            ("", ""),
            (" \u{200b}\u{202e}\u{feff}\n", ""),
            ("a\nb\r\n\tc\0d", "a b c d"),
            ("abc\u{202e}def", "abcdef"),
            ("שלום", "\u{2068}שלום\u{2069}"),
            ("👩‍👩‍👧 @everyone <b>", "👩‍👩‍👧 @everyone <b>"),
        ];
        for (text, expected) in table {
            assert_eq!(outside(text, 60), expected, "{text:?}");
        }
        assert_eq!(outside(&long, 60), format!("{}…", "x".repeat(59)));
    }

    #[test]
    fn cuts_fall_between_words_and_never_inside_a_character() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("乐观锁与悲观锁", 4), "乐观锁…");
        assert_eq!(cut("MySQL 的悲观锁", 9), "MySQL 的悲…");
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 7), "👩‍👩‍👧…");
        assert_eq!(cut(&format!("a{}", "\u{301}".repeat(4_000)), 60), "…");
        assert_eq!(cut("abc", 0), "…");
    }

    #[test]
    fn what_is_cut_fits_and_says_so() {
        let line = vec![Span::Text("word_ ".repeat(100)), Span::Bold("bold ".repeat(100))];
        let blocks = vec![
            Block::Lines(vec![line.clone(), line.clone()]),
            Block::Code { language: "sql".into(), text: "select 1\n".repeat(50) },
            Block::Quote(vec![line]),
        ];
        let whole = weight(&blocks);
        for most in (0..whole + 50).step_by(7) {
            let fitting = fit(blocks.clone(), most);
            assert!(weight(&fitting) <= most, "{most}: {}", weight(&fitting));
            assert!(most < 30 || !fitting.is_empty());
            if most >= whole {
                assert_eq!(fitting, blocks);
            }
        }
        let plain = Card { blocks: fit(blocks, 500), controls: None }.plain();
        assert!(plain.ends_with('…'), "{plain}");
    }
}
