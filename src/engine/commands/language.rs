//! `/language en|zh`: of this group.

use anyhow::Result;

use super::{Turn, caller, command, is_admin};
use crate::{
    engine::event::{CommandSpec, OptionSpec, Values},
    quiz::words,
    speech::say::Say,
    store::writes::GroupChange,
};

/// The command.
pub(super) const SPEC: CommandSpec = CommandSpec {
    name: "language",
    needs_role: true,
    admins_only: true,
    options: &[OptionSpec {
        name: "to",
        values: Values::OneOf(&["en", "zh"]),
        required: true,
        about: |language| command::about_option("language", "to", language),
    }],
    about: |language| command::about_command("language", language),
};

/// Sets the language.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    if !is_admin(turn) {
        return Ok(());
    }
    let Some(language) = words::language(args) else { return turn.refuse(&Say::BadLanguage(args.to_owned())) };
    turn.writes.groups.push(GroupChange { id: place.group, language: Some(language.code()), time_zone: None });
    turn.tell_card(&Say::LanguageSet.card(language));
    Ok(())
}
