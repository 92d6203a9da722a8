//! Every sentence that the bot says, in Chinese and English. Pure.

pub mod card;
