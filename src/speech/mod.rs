//! Every sentence that the bot says, in Chinese and English. Pure.

pub mod board;
pub mod card;
pub mod command;
mod cut;
pub mod dispute;
pub mod doctor;
mod draft;
pub mod finding;
pub mod markdown;
mod nearest;
pub mod question;
mod result;
pub mod say;
pub mod terminal;
mod words;
mod worth;

#[cfg(test)]
mod parity;
