//! A Rust file taken apart: code without comments and texts, its texts, and the paths that it imports.

/// A file, up to its tests.
pub(crate) struct Parts {
    /// Line by line, with comments and the insides of texts left out.
    pub(crate) code: Vec<String>,
    /// Every text literal with its line, from 1.
    pub(crate) texts: Vec<(usize, String)>,
    /// Line by line as written.
    pub(crate) lines: Vec<String>,
}

/// Takes a file apart. What follows `#[cfg(test)]` is not looked at.
pub(crate) fn parts(text: &str) -> Parts {
    let running = text.find("\n#[cfg(test)]").map_or(text, |at| &text[..=at]);
    let mut reader = Reader { rest: running, line: 1, code: String::new(), texts: Vec::new() };
    while !reader.rest.is_empty() {
        reader.step();
    }
    let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect();
    Parts { code: lines(&reader.code), texts: reader.texts, lines: lines(running) }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    texts: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.skip(self.rest.find("*/").map_or(self.rest.len(), |at| at + 2));
        } else if let Some(hashes) = self.raw_text() {
            let start = self.rest.find('"').map_or(0, |at| at + 1);
            let end = format!("\"{}", "#".repeat(hashes));
            let length = self.rest[start..].find(&end).unwrap_or(self.rest.len() - start);
            self.keep_text(start, length, end.len());
        } else if self.rest.starts_with('"') {
            self.keep_text(1, text_length(&self.rest[1..]), 1);
        } else if let Some(length) = character_length(self.rest) {
            self.keep_text(1, length - 2, 1);
        } else {
            let length = self.rest.chars().next().map_or(1, char::len_utf8);
            self.code.push_str(&self.rest[..length]);
            self.line += usize::from(self.rest.starts_with('\n'));
            self.rest = &self.rest[length..];
        }
    }

    /// The number of hashes where a raw text begins.
    fn raw_text(&self) -> Option<usize> {
        let after = self.rest.strip_prefix('r')?;
        let before = self.code.chars().last();
        let word = before.is_some_and(|c| (c.is_alphanumeric() || c == '_') && c != 'b');
        let hashes = after.len() - after.trim_start_matches('#').len();
        (!word && after[hashes..].starts_with('"')).then_some(hashes)
    }

    fn keep_text(&mut self, start: usize, length: usize, end: usize) {
        self.texts.push((self.line, self.rest[start..start + length].to_owned()));
        self.code.push_str("\"\"");
        self.skip((start + length + end).min(self.rest.len()));
    }

    fn skip(&mut self, length: usize) {
        let lines = self.rest[..length].matches('\n').count();
        self.line += lines;
        self.code.push_str(&"\n".repeat(lines));
        self.rest = &self.rest[length..];
    }
}

fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |(at, _)| at)
}

/// The length of a character literal; None where this is none, e.g. a lifetime.
fn character_length(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let mut characters = inside.char_indices();
    let (_, first) = characters.next()?;
    if first == '\\' {
        characters.next()?;
        return characters.find(|&(_, c)| c == '\'').map(|(at, _)| at + 2);
    }
    characters.next().filter(|&(_, c)| c == '\'').map(|(at, _)| at + 2)
}

/// Every path below `crate::` with its line: `crate::{a::{b, c}, d}` gives `a::b`, `a::c`, `d`.
pub(crate) fn imports(code: &[String]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let whole = code.join("\n");
    for (at, start) in whole.match_indices("crate::") {
        let line = whole[..at].matches('\n').count() + 1;
        let mut paths = Vec::new();
        tree(&whole[at + start.len()..], "", &mut paths);
        found.extend(paths.into_iter().map(|path| (line, path)));
    }
    found
}

/// Reads one path or one group, and returns what follows it.
fn tree<'a>(rest: &'a str, prefix: &str, paths: &mut Vec<String>) -> &'a str {
    let rest = rest.trim_start();
    if let Some(group) = rest.strip_prefix('{') {
        let mut rest = group.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            rest = tree(rest, prefix, paths).trim_start();
            rest = rest.trim_start_matches(',').trim_start();
        }
        return rest.strip_prefix('}').unwrap_or(rest);
    }
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(rest.len());
    let name = &rest[..length];
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
    let after = &rest[length..];
    if let Some(below) = after.strip_prefix("::") {
        return tree(below, &path, paths);
    }
    paths.push(path);
    if length == 0 {
        // Not a path at all: step over it.
        return rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    match after.trim_start().strip_prefix("as ") {
        Some(renamed) => renamed.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => after,
    }
}
