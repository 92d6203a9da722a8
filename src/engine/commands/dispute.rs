//! `/dispute [reply]`: what the button under a result does, where that is gone.

use anyhow::Result;

use super::{Turn, caller, command, spec};
use crate::{
    engine::{
        dispute,
        event::{CommandSpec, OptionSpec, Values},
    },
    speech::dispute::Told,
    store::disputes,
};

/// The command.
pub(super) const SPEC: CommandSpec = spec(
    "dispute",
    &[OptionSpec {
        name: "reply",
        values: Values::Words,
        required: false,
        about: |language| command::about_option("dispute", "reply", language),
    }],
    |language| command::about_command("dispute", language),
);

/// Disputes the sender's answer to the last closed question here that they answered in words.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, account)) = caller(turn) else { return Ok(()) };
    match disputes::last_answered(turn.tx, place.chat, account.player, turn.now_ms).await? {
        Some(round) => dispute::raise(turn, round, args).await,
        None => {
            turn.tell_card(&Told::NotAnswered.card(place.language));
            Ok(())
        }
    }
}
