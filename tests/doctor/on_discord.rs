//! What it finds on Discord.

use serde_json::json;

use crate::{
    discord_server::{CHANNEL, GUILD, OTHER_CHANNEL, PRIVATE, Server, TOKEN},
    doctor, know,
    program::Program,
};

/// View, send, also in threads, embed, attach, read the history, react.
const ALL: u64 = 274_878_024_768;
const SEND: u64 = 1 << 11;
const ATTACH: u64 = 1 << 15;

async fn program(server: &Server) -> Program {
    let program = Program::new(60).on_discord(&server.url(), TOKEN);
    let [guild, channel, other, private] = [GUILD, CHANNEL, OTHER_CHANNEL, PRIVATE].map(|id| id.to_string());
    let dm = format!("dm:{private}");
    let chats = [
        ("discord", guild.as_str(), channel.as_str(), false, "The study group"),
        ("discord", &guild, &other, false, "The study group"),
        // The whole guild stands in for its first channel, and is none.
        ("discord", &guild, &guild, false, "The study group"),
        ("discord", &dm, &private, true, ""),
    ];
    know(&program, &chats).await;
    program
}

fn in_channel(channel: u64) -> String {
    format!("Discord The study group {channel}")
}

#[tokio::test]
async fn all_is_well_beside_the_running_bot() {
    let server = Server::start().await;
    let mut program = program(&server).await;
    program.start();
    server.until("commands and a session", |server| !server.commands().is_empty() && server.is_connected()).await;
    let told = doctor(&program).await;
    assert!(told.well && told.count("ok") == told.rows().len(), "{}", told.text);
    told.says("ok", "Discord", "The token is accepted: quizbot.");
    told.says("ok", "Discord", "999 of 1000 sessions");
    told.says("ok", "Discord", "The commands are registered.");
    told.says("ok", &in_channel(CHANNEL), "Has every permission");
    told.says("ok", &in_channel(OTHER_CHANNEL), "Has every permission");
    told.says("ok", &format!("Discord {PRIVATE}"), "A private chat");
    assert_eq!(told.rows().len(), 7, "a guild is no channel\n{}", told.text);
    assert_eq!(server.requests_to("GET", &format!("/guilds/{GUILD}")).len(), 2, "a guild is asked for once");
    assert_eq!(server.wrong(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_wrong_is_told() {
    let server = Server::start().await;
    server.leave_sessions(0);
    server.allow_everybody(ALL & !ATTACH);
    let silent = json!([{ "id": GUILD.to_string(), "type": 0, "allow": "0", "deny": SEND.to_string() }]);
    server.describe(OTHER_CHANNEL, json!({ "permission_overwrites": silent }));
    let told = doctor(&program(&server).await).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "Discord", "0 of 1000 sessions");
    told.says("warning", "Discord", "The registered commands are not those");
    told.says("warning", &in_channel(CHANNEL), "Lacks permissions: Attach Files");
    told.says("trouble", &in_channel(OTHER_CHANNEL), "Lacks permissions: Send Messages, Attach Files");
    assert_eq!(server.commands(), Vec::<serde_json::Value>::new(), "it only looks");
}

#[tokio::test]
async fn a_thread_is_ruled_by_its_channel() {
    let server = Server::start().await;
    server.allow_everybody(ALL & !(1 << 38));
    server.describe(OTHER_CHANNEL, json!({ "type": 11, "parent_id": CHANNEL.to_string() }));
    server.describe(CHANNEL, json!({ "type": 11, "thread_metadata": { "locked": true } }));
    let told = doctor(&program(&server).await).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", &in_channel(OTHER_CHANNEL), "Lacks permissions: Send Messages in Threads");
    told.says("trouble", &in_channel(CHANNEL), "The thread is locked");
}

#[tokio::test]
async fn a_channel_that_is_closed_to_it_or_gone_is_told() {
    let server = Server::start().await;
    let program = program(&server).await;
    server.fail("GET", &format!("/channels/{CHANNEL}"), Server::refusal(403, 50001));
    server.fail("GET", &format!("/channels/{OTHER_CHANNEL}"), Server::refusal(404, 10003));
    server.fail("GET", "/users/@me", Server::too_many(0.1, false));
    server.time_out("2999-01-01T00:00:00.000000+00:00");
    let told = doctor(&program).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", &in_channel(CHANNEL), "The bot is not there");
    told.says("trouble", &in_channel(OTHER_CHANNEL), "The chat is gone");
    let told = doctor(&program).await;
    told.says("trouble", &in_channel(CHANNEL), "The bot is there, but may not write.");
}

#[tokio::test]
async fn a_refused_token_is_trouble() {
    let server = Server::start().await;
    server.change_token("another");
    let told = doctor(&program(&server).await).await;
    assert!(!told.well, "{}", told.text);
    told.says("trouble", "Discord", "The token is refused");
    assert_eq!(server.requests().len(), 1, "nothing more is asked");
}
