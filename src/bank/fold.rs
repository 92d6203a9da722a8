//! The normal form in which the bank compares texts.

use unicode_normalization::UnicodeNormalization;

use super::problem::is_invisible;

/// A text without width, case and spacing.
pub(super) fn fold(text: &str) -> String {
    squeezed(text).to_lowercase().nfkc().collect()
}

/// A text without width and spacing; the case stays.
pub(super) fn squeezed(text: &str) -> String {
    text.nfkc().filter(|&c| !c.is_whitespace() && !is_invisible(c)).collect()
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
