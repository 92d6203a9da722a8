//! The menu of commands, in both languages.

use serde_json::{Value, json};
use teloxide::{
    payloads::{GetMyCommands, GetMyCommandsSetters, SetMyCommands, SetMyCommandsSetters},
    types::{BotCommand, BotCommandScope},
};

use super::{Telegram, wire::Failure};
use crate::{engine::event::CommandSpec, quiz::Language};

/// A menu as it should be.
pub(super) struct Menu {
    scope: BotCommandScope,
    language: Language,
    lines: Vec<BotCommand>,
}

/// Sets the menus that differ from ours. A failure is logged: the commands work without a menu.
pub(super) async fn announce(telegram: &Telegram) {
    for menu in menus(telegram.briefing.commands) {
        if let Err(failure) = set(telegram, &menu).await {
            tracing::warn!(%failure, "can't set the menu of commands");
            return;
        }
    }
}

/// Everybody's menu, and where some commands are for admins only, a longer one for those who may use them; each in
/// every language.
pub(super) fn menus(commands: &[CommandSpec]) -> Vec<Menu> {
    let mut scopes = vec![(BotCommandScope::Default, false)];
    if commands.iter().any(|command| command.admins_only) {
        scopes.push((BotCommandScope::AllChatAdministrators, true));
        scopes.push((BotCommandScope::AllPrivateChats, true));
    }
    let menu = |(scope, admins): &(BotCommandScope, bool), language| Menu {
        scope: scope.clone(),
        language,
        lines: lines(commands, language, *admins),
    };
    scopes.iter().flat_map(|scope| Language::ALL.map(|language| menu(scope, language))).collect()
}

fn lines(commands: &[CommandSpec], language: Language, admins: bool) -> Vec<BotCommand> {
    let offered = commands.iter().filter(|command| admins || !command.admins_only);
    offered.map(|command| BotCommand::new(command.name, about(command, language))).collect()
}

/// At most 100 characters by its own promise, at least one by Telegram's wish.
fn about(command: &CommandSpec, language: Language) -> String {
    let about = (command.about)(language);
    if about.trim().is_empty() { command.name.to_owned() } else { about.chars().take(256).collect() }
}

async fn set(telegram: &Telegram, menu: &Menu) -> Result<(), Failure> {
    if menu.is(&telegram.wire.call(&menu.asked()).await?) {
        return Ok(());
    }
    let set = SetMyCommands::new(menu.lines.clone()).scope(menu.scope.clone());
    let set = if menu.code().is_empty() { set } else { set.language_code(menu.code()) };
    telegram.wire.call(&set).await.map(drop)
}

impl Menu {
    /// English is what everybody sees for whose language there is no menu.
    fn code(&self) -> &'static str {
        if self.language == Language::En { "" } else { self.language.code() }
    }

    /// Asks what is set in its place.
    pub(super) fn asked(&self) -> GetMyCommands {
        let get = GetMyCommands::new().scope(self.scope.clone());
        if self.code().is_empty() { get } else { get.language_code(self.code()) }
    }

    /// Whether the menu that is set is this one, whatever else the platform says of it.
    pub(super) fn is(&self, set: &Value) -> bool {
        let line = |command: &Value| (command["command"].clone(), command["description"].clone());
        let lines = |menu: &Value| menu.as_array().map(|menu| menu.iter().map(line).collect::<Vec<_>>());
        lines(set) == lines(&json!(self.lines))
    }
}
