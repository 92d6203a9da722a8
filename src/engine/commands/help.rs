//! `/help` and `/start`: what the bot does; a deep link brings a copy of a question into the private chat.

use anyhow::Result;

use super::{COMMANDS, Turn, caller, command, spec};
use crate::{
    engine::{event::CommandSpec, round},
    quiz::RoundId,
    speech::{
        board::{self, CommandLine},
        say::Say,
    },
};

/// The command.
pub(super) const SPEC: CommandSpec = spec("help", &[], |language| command::about_command("help", language));

/// The other one.
pub(super) const START: CommandSpec = spec("start", &[], |language| command::about_command("start", language));

/// Shows the commands.
pub(super) async fn run(turn: &mut Turn<'_>, _args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    let lines: Vec<CommandLine> = COMMANDS
        .iter()
        .filter(|spec| spec.name != START.name)
        .map(|spec| CommandLine {
            usage: command::usage(spec.name, place.language),
            about: (spec.about)(place.language),
            admins: spec.admins_only,
        })
        .collect();
    turn.tell_card(&board::help(place.language, &lines));
    Ok(())
}

/// Greets, or, by a deep link's payload, brings that round's question into this private chat.
pub(super) async fn start(turn: &mut Turn<'_>, payload: &str) -> Result<()> {
    let private = turn.place().is_some_and(|place| place.private);
    match payload.parse().map(RoundId) {
        Ok(round) if private => {
            if !round::copy(turn, round).await? {
                turn.tell(&Say::TooLate);
            }
            Ok(())
        }
        _ => run(turn, "").await,
    }
}
