//! Breaks lines of styled text where a terminal ends, at words and not inside them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A style: what begins it, and what ends it.
pub(super) type Style = (&'static str, &'static str);

/// A run of printable text in one style.
pub(super) type Piece = (Style, String);

/// As few columns are always used, however narrow the terminal is.
const LEAST: usize = 20;

/// No line begins with one of these.
const CLOSING: &str = "，。、；：？！）」』》】〉”’…—,.;:?!)]}";

/// No line ends with one of these.
const OPENING: &str = "（「『《【〈“‘([{";

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The pieces as painted lines of at most `room` columns. A word that is longer stands on a line of its own, and the
/// terminal breaks it: an address stays whole for whoever copies it.
pub(super) fn wrap(pieces: &[Piece], room: Option<usize>) -> Vec<String> {
    let letters: Vec<(Style, char)> =
        pieces.iter().flat_map(|(style, text)| text.chars().map(|letter| (*style, letter))).collect();
    let Some(room) = room else { return vec![paint(&letters)] };
    let mut lines = Vec::new();
    let mut rest = letters.as_slice();
    while let Some(end) = end_of_line(rest, room.max(LEAST)) {
        lines.push(paint(trimmed(&rest[..end])));
        let next = rest[end..].iter().position(|(_, letter)| *letter != ' ');
        rest = next.map_or(&[], |spaces| &rest[end + spaces..]);
    }
    lines.push(paint(rest));
    lines
}

/// Where the line has to break: at the last place in the room, or at the first one behind it. None where the rest is
/// one line.
fn end_of_line(letters: &[(Style, char)], room: usize) -> Option<usize> {
    let mut used = 0;
    let mut last = None;
    for (at, (_, letter)) in letters.iter().enumerate() {
        if at > 0 && may_break(letters[at - 1].1, *letter) {
            last = Some(at);
        }
        used += letter.width().unwrap_or_default();
        // A space at the end of a line is not seen.
        if used > room && *letter != ' ' && last.is_some() {
            return last;
        }
    }
    None
}

/// Whether a line may end between these two: after a space, and beside a wide character.
fn may_break(before: char, after: char) -> bool {
    let wide = |letter: char| letter.width() == Some(2);
    match (before, after) {
        (_, ' ') => false,
        (' ', _) => true,
        _ => (wide(before) || wide(after)) && !CLOSING.contains(after) && !OPENING.contains(before),
    }
}

fn trimmed(letters: &[(Style, char)]) -> &[(Style, char)] {
    let end = letters.iter().rposition(|(_, letter)| *letter != ' ').map_or(0, |last| last + 1);
    &letters[..end]
}

fn paint(letters: &[(Style, char)]) -> String {
    let runs = letters.chunk_by(|(before, _), (after, _)| before == after);
    runs.map(|run| {
        let (start, end) = run[0].0;
        let text: String = run.iter().map(|(_, letter)| letter).collect();
        format!("{start}{text}{end}")
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = ("", "");

    fn check(text: &str, room: usize, expected: &[&str]) {
        assert_eq!(wrap(&[(PLAIN, text.to_owned())], Some(room)), expected, "{text}");
    }

    #[test]
    fn lines_end_at_words() {
        check("the quick brown fox jumps over", 20, &["the quick brown fox", "jumps over"]);
        check("exactly twenty wide!", 20, &["exactly twenty wide!"]);
        check("exactly twenty wide! and more", 20, &["exactly twenty wide!", "and more"]);
        check("two  spaces   at the end  go", 20, &["two  spaces   at the", "end  go"]);
        check("", 20, &[""]);
    }

    #[test]
    fn a_long_word_stays_whole() {
        let address = "https://example.org/a/very/long/address";
        check(&format!("see {address} there"), 20, &["see", address, "there"]);
        check(address, 20, &[address]);
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_its_marks() {
        check("一二三四五六七八九十十一", 20, &["一二三四五六七八九十", "十一"]);
        check("一二三四五六七八九十，十一", 20, &["一二三四五六七八九", "十，十一"]);
        check("一二三四五六七八九（十十一）", 20, &["一二三四五六七八九", "（十十一）"]);
        check("读取 SELECT 和 UPDATE 的区别", 20, &["读取 SELECT 和", "UPDATE 的区别"]);
    }

    #[test]
    fn a_style_goes_on_in_the_next_line() {
        let bold: Style = ("<b>", "</b>");
        let pieces = [(PLAIN, "plain ".to_owned()), (bold, "bold words go on".to_owned()), (PLAIN, " end".to_owned())];
        assert_eq!(wrap(&pieces, Some(20)), ["plain <b>bold words go</b>", "<b>on</b> end"]);
        assert_eq!(wrap(&pieces, None), ["plain <b>bold words go on</b> end"]);
    }

    #[test]
    fn a_terminal_of_no_width_is_used_all_the_same() {
        check("the quick brown fox jumps over", 0, &["the quick brown fox", "jumps over"]);
    }
}
