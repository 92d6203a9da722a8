//! `/hint`: the open question's hint, to its asker alone.

use anyhow::Result;

use super::{Turn, command, spec};
use crate::{
    engine::{answer, event::CommandSpec},
    speech::say::Say,
};

/// The command's name.
pub(in crate::engine) const NAME: &str = "hint";

/// The command.
pub(super) const SPEC: CommandSpec = spec(NAME, &[], |language| command::about_command("hint", language));

/// Shows the hint of the newest open question here.
pub(super) async fn run(turn: &mut Turn<'_>, _args: &str) -> Result<()> {
    let Some(round) = turn.view.candidates(turn.event).first().copied() else {
        return turn.refuse(&Say::NothingOpen);
    };
    if turn.can_be_told_alone() {
        answer::hint(turn, round);
    } else {
        turn.tell(&Say::HintByButton);
    }
    Ok(())
}
