//! Every sentence that the bot says, in Chinese and English. Pure.

pub mod board;
pub mod card;
pub mod question;
pub mod say;
