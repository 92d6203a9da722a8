//! `/stop`: ends the series after the open question's reveal.

use anyhow::Result;

use super::{Turn, caller, command, is_starter_or_admin};
use crate::{
    engine::{event::CommandSpec, series},
    speech::say::Say,
    store::rounds,
};

/// The command.
pub(super) const SPEC: CommandSpec = CommandSpec {
    name: "stop",
    needs_role: true,
    admins_only: false,
    options: &[],
    about: |language| command::about_command("stop", language),
};

/// Stops the series that runs here.
pub(super) async fn run(turn: &mut Turn<'_>, _args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    let Some(running) = rounds::series_in(turn.tx, place.chat).await? else {
        return turn.refuse(&Say::NothingToStop);
    };
    if !is_starter_or_admin(turn, Some(running.asker)) {
        return Ok(());
    }
    turn.writes.series.push(series::change(&running, "stopping"));
    turn.tell(&Say::Stopping);
    Ok(())
}
