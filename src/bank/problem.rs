//! What is wrong in a question file, and where.

use std::{fmt, ops::Range};

use super::limits::PROBLEMS;

/// A place in a question file and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as given.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Whether the file is refused for it; a warning otherwise.
    pub refuses: bool,
    /// What was found and what was expected.
    pub text: String,
}

impl Problem {
    /// A problem of a file as a whole, which refuses it.
    pub(super) fn of_file(file: &str, text: String) -> Self {
        Self { file: file.to_owned(), line: 1, column: 1, refuses: true, text }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, text, .. } = self;
        let kind = if self.refuses { "error" } else { "warning" };
        // A file's name may hold a line feed: a problem is one line all the same.
        write!(f, "{}:{line}:{column}: {kind}: {text}", printable(&self.file))
    }
}

/// A place in a text: line and column from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A text with its lines, to tell where a byte lies.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    pub(super) fn spot(&self, byte: usize) -> Spot {
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line - 1];
        // Not a slice up to the byte: it may lie inside a character.
        let before = self.text[start..].char_indices().take_while(|(at, _)| start + at < byte);
        Spot { line, column: before.count() + 1 }
    }
}

/// What was found in one file so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
    errors: usize,
}

#[derive(Debug)]
struct Finding {
    byte: usize,
    refuses: bool,
    text: String,
}

impl Findings {
    /// Something for which the file is refused.
    pub(super) fn error(&mut self, at: &Range<usize>, text: impl Into<String>) {
        self.errors += 1;
        self.found.push(Finding { byte: at.start, refuses: true, text: text.into() });
    }

    /// Something that its author should look at.
    pub(super) fn warning(&mut self, at: &Range<usize>, text: impl Into<String>) {
        self.found.push(Finding { byte: at.start, refuses: false, text: text.into() });
    }

    /// How many errors there are.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// All of them by their place in the file; past the limit only how many more there are.
    pub(super) fn problems(mut self, file: &str, lines: &Lines<'_>) -> Vec<Problem> {
        self.found.sort_by_key(|finding| finding.byte);
        if self.found.len() > PROBLEMS {
            // Warnings must not push out what the file is refused for.
            self.found.sort_by_key(|finding| !finding.refuses);
        }
        let more = self.found.len().saturating_sub(PROBLEMS);
        self.found.truncate(PROBLEMS);
        self.found.sort_by_key(|finding| finding.byte);
        let place = |finding: Finding| {
            let Spot { line, column } = lines.spot(finding.byte);
            Problem { file: file.to_owned(), line, column, refuses: finding.refuses, text: finding.text }
        };
        let mut problems: Vec<_> = self.found.into_iter().map(place).collect();
        if let (1.., Some(last)) = (more, problems.last().cloned()) {
            let refuses = self.errors > PROBLEMS;
            problems.push(Problem { refuses, text: format!("and {more} more problems"), ..last });
        }
        problems
    }
}

/// The one of these words that was probably meant.
pub(super) fn nearest<'w>(asked: &str, words: &[&'w str]) -> Option<&'w str> {
    /// Two slips of the pen.
    const SLIPS: usize = 2;
    let asked: String = asked.chars().take(64).collect();
    let slips = |word: &str| strsim::damerau_levenshtein(&asked, word);
    let near = words.iter().map(|&word| (slips(word), word)).min()?;
    (near.0 <= SLIPS && near.0 < near.1.len()).then_some(near.1)
}

/// A list of words for a message: `a`, `b` or `c`.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A text between quotation marks, cut where it is long, on one line.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN_CHARS: usize = 40;
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("\"{}\"", printable(&shown))
}

/// A text without characters that would break a line or can't be seen.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) || turns(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Whether a character takes no place and does nothing that a text of a question needs.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character turns the direction of all that follows.
pub(super) fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
