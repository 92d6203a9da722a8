//! `/skip`: closes the open question with its reveal.

use anyhow::Result;

use super::{Turn, caller, command, is_starter_or_admin};
use crate::{
    engine::{
        event::CommandSpec,
        round::{self, Ending},
    },
    speech::say::Say,
    store::rounds,
};

/// The command.
pub(super) const SPEC: CommandSpec = CommandSpec {
    name: "skip",
    needs_role: true,
    admins_only: false,
    options: &[],
    about: |language| command::about_command("skip", language),
};

/// Skips the newest question that is open here: of those that the sender asked for, or else of all. One of the group's
/// that was only copied into a private chat stays open.
pub(super) async fn run(turn: &mut Turn<'_>, _args: &str) -> Result<()> {
    let Some((place, account)) = caller(turn) else { return Ok(()) };
    let mut open = Vec::new();
    for (_, id) in rounds::open_in(turn.tx, &[place.chat]).await? {
        open.extend(rounds::get(turn.tx, id).await?.filter(|round| round.group == place.group));
    }
    let own = open.iter().find(|round| round.asker == Some(account.id));
    let Some(round) = own.or(open.first()) else {
        return turn.refuse(&Say::NothingOpen);
    };
    if !is_starter_or_admin(turn, round.asker) {
        return Ok(());
    }
    turn.acknowledge(&Say::Skipped);
    round::close(turn, round.id, Ending::Skipped).await
}
