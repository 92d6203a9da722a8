//! What the program does beside running the bot: one file a tool. A tool reads, prints and ends.

mod check;

pub use check::check;

/// `1 question`, `2 questions`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
