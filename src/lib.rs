//! quizbot: a self-hosted quiz bot for study groups. The map is written last.

pub mod bank;
pub mod chat;
pub mod clock;
pub mod config;
pub mod courier;
pub mod engine;
pub mod house;
pub mod quiz;
pub mod speech;
pub mod store;
