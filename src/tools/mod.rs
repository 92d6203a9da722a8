//! What the program does beside running the bot: one file a tool. A tool reads, prints and ends.

mod bank;
mod check;
mod judge;
mod schema;

pub use bank::bank;
pub use check::check;
pub use judge::judge;
pub use schema::schema;

/// `1 question`, `2 questions`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
