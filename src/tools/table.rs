//! A table for a terminal: columns as wide as they need to be, up to a limit; longer cells run over several lines.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: &str = "  ";
/// What does not begin a line.
const CLOSING: &str = "，。；：、？！）";

/// The rows as lines; no column is wider than its limit.
pub(super) fn lines<const N: usize>(rows: &[[String; N]], limits: [usize; N]) -> Vec<String> {
    let cells: Vec<[Vec<String>; N]> =
        rows.iter().map(|row| std::array::from_fn(|column| wrapped(&row[column], limits[column]))).collect();
    let widest = |column: usize| cells.iter().flat_map(|row| &row[column]).map(|line| line.width()).max();
    let widths: [usize; N] = std::array::from_fn(|column| widest(column).unwrap_or_default());
    cells.iter().flat_map(|row| row_lines(row, widths)).collect()
}

fn row_lines<const N: usize>(row: &[Vec<String>; N], widths: [usize; N]) -> Vec<String> {
    let height = row.iter().map(Vec::len).max().unwrap_or_default();
    let cell = |line: usize, column: usize| {
        let text = row[column].get(line).map_or("", String::as_str);
        format!("{text}{}", " ".repeat(widths[column].saturating_sub(text.width())))
    };
    let line = |line: usize| (0..N).map(|column| cell(line, column)).collect::<Vec<_>>().join(GAP);
    (0..height).map(|number| line(number).trim_end().to_owned()).collect()
}

/// The text in lines of at most `room` columns, broken at spaces and between Chinese letters, and inside a word only
/// where it is longer than a line.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (spaced, piece) in pieces(text, room) {
        let line = lines.last_mut().expect("there is a line");
        let gap = if spaced && !line.is_empty() { " " } else { "" };
        if line.width() + gap.len() + piece.width() <= room || line.is_empty() {
            line.push_str(gap);
            line.push_str(&piece);
        } else {
            lines.push(piece);
        }
    }
    lines
}

/// What is not broken, and whether a space stood before it.
fn pieces(text: &str, room: usize) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let (mut spaced, mut grows) = (false, false);
    for letter in text.chars() {
        if letter == ' ' {
            (spaced, grows) = (true, false);
            continue;
        }
        let wide = letter.width().unwrap_or_default() > 1;
        let joins = !spaced && (CLOSING.contains(letter) || (grows && !wide));
        match pieces.last_mut().filter(|(_, piece)| joins && piece.width() < room) {
            Some((_, piece)) => piece.push(letter),
            None => pieces.push((spaced, letter.to_string())),
        }
        (spaced, grows) = (false, !wide);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_broken_at_spaces_and_between_chinese_letters() {
        for (text, room, expected) in [
            ("", 5, vec![""]),
            ("one two three", 7, vec!["one two", "three"]),
            ("abcdefgh i", 3, vec!["abc", "def", "gh", "i"]),
            ("令牌有效，正常", 8, vec!["令牌有", "效，正常"]),
            ("用 /token 取", 8, vec!["用", "/token", "取"]),
        ] {
            assert_eq!(wrapped(text, room), expected, "{text}");
        }
    }

    #[test]
    fn columns_stand_below_each_other() {
        let row = |a: &str, b: &str, c: &str| [a.to_owned(), b.to_owned(), c.to_owned()];
        let rows = [row("状态", "what", ""), row("ok", "a long cell", "x")];
        assert_eq!(lines(&rows, [9, 6, 9]), ["状态  what", "ok    a long  x", "      cell"]);
    }
}
