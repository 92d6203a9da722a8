//! The menu of commands, in both languages.

use serde_json::{Value, json};
use teloxide::{
    payloads::{GetMyCommands, GetMyCommandsSetters, SetMyCommands, SetMyCommandsSetters},
    types::{BotCommand, BotCommandScope},
};

use super::{Telegram, wire::Failure};
use crate::{engine::event::CommandSpec, quiz::Language};

/// Sets the menus that differ from ours. A failure is logged: the commands work without a menu.
pub(super) async fn announce(telegram: &Telegram) {
    let commands = telegram.briefing.commands;
    for (scope, admins) in scopes(commands) {
        for language in Language::ALL {
            let menu = menu(commands, language, admins);
            if let Err(failure) = set(telegram, &menu, &scope, language).await {
                tracing::warn!(%failure, "can't set the menu of commands");
                return;
            }
        }
    }
}

/// Everybody's menu, and where some commands are for admins only, a longer one for those who may use them.
fn scopes(commands: &[CommandSpec]) -> Vec<(BotCommandScope, bool)> {
    let mut scopes = vec![(BotCommandScope::Default, false)];
    if commands.iter().any(|command| command.admins_only) {
        scopes.push((BotCommandScope::AllChatAdministrators, true));
        scopes.push((BotCommandScope::AllPrivateChats, true));
    }
    scopes
}

fn menu(commands: &[CommandSpec], language: Language, admins: bool) -> Vec<BotCommand> {
    let offered = commands.iter().filter(|command| admins || !command.admins_only);
    offered.map(|command| BotCommand::new(command.name, about(command, language))).collect()
}

/// At most 100 characters by its own promise, at least one by Telegram's wish.
fn about(command: &CommandSpec, language: Language) -> String {
    let about = (command.about)(language);
    if about.trim().is_empty() { command.name.to_owned() } else { about.chars().take(256).collect() }
}

/// English is what everybody sees for whose language there is no menu.
async fn set(
    telegram: &Telegram,
    menu: &[BotCommand],
    scope: &BotCommandScope,
    language: Language,
) -> Result<(), Failure> {
    let code = if language == Language::En { "" } else { language.code() };
    let get = GetMyCommands::new().scope(scope.clone());
    let get = if code.is_empty() { get } else { get.language_code(code) };
    if same(&telegram.wire.call(&get).await?, menu) {
        return Ok(());
    }
    let set = SetMyCommands::new(menu.to_vec()).scope(scope.clone());
    let set = if code.is_empty() { set } else { set.language_code(code) };
    telegram.wire.call(&set).await.map(drop)
}

/// Whether the menu that is set is ours, whatever else the platform says of it.
fn same(set: &Value, menu: &[BotCommand]) -> bool {
    let line = |command: &Value| (command["command"].clone(), command["description"].clone());
    let ours = json!(menu);
    let lines = |menu: &Value| menu.as_array().map(|menu| menu.iter().map(line).collect::<Vec<_>>());
    lines(set) == lines(&ours)
}
