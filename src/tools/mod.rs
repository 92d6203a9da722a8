//! What the program does beside running the bot: one file a tool. A tool reads, prints and ends; only `rejudge`
//! writes, and only when told to.

mod aliases;
mod bank;
mod check;
mod judge;
mod rejudge;
mod schema;

pub use aliases::aliases;
pub use bank::bank;
pub use check::check;
pub use judge::judge;
pub use rejudge::rejudge;
pub use schema::schema;

/// `1 question`, `2 questions`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
