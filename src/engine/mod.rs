//! What happens when: events in, rows out.

pub mod event;
pub mod inbox;

pub use inbox::Inbox;
