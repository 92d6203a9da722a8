//! The Discord adapter against a Discord of our own: what it hears, what it says, and what it survives.
#![allow(unreachable_pub, dead_code, reason = "the server and the bench are shared by several tests")]

#[path = "support/discord_bench.rs"]
mod discord_bench;
#[path = "support/discord_server.rs"]
mod discord_server;

#[path = "support/discord_cases/answering.rs"]
mod answering;
#[path = "support/discord_cases/delivering.rs"]
mod delivering;
#[path = "support/discord_cases/hearing.rs"]
mod hearing;
#[path = "support/discord_cases/surviving.rs"]
mod surviving;
