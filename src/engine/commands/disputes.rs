//! `/disputes [admins|players]`: who decides in this group when somebody was right after all.

use anyhow::Result;

use super::{Turn, caller, command, is_admin};
use crate::{
    engine::event::{CommandSpec, OptionSpec, Values},
    quiz::words,
    speech::dispute::Told,
    store::{disputes, writes::DisputeRule},
};

/// The command.
pub(super) const SPEC: CommandSpec = CommandSpec {
    name: "disputes",
    needs_role: true,
    admins_only: false,
    options: &[OptionSpec {
        name: "by",
        values: Values::OneOf(&["admins", "players"]),
        required: false,
        about: |language| command::about_option("disputes", "by", language),
    }],
    about: |language| command::about_command("disputes", language),
};

/// Shows or sets it.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    if args.is_empty() {
        let players = disputes::players_decide(turn.tx, place.group).await?;
        turn.tell_card(&Told::Rule { set: false, players }.card(place.language));
        return Ok(());
    }
    if !is_admin(turn) {
        return Ok(());
    }
    let told = match words::are_players(args) {
        Some(players) => {
            let by = if players { "players" } else { "admins" };
            turn.writes.dispute_rules.push(DisputeRule { group: place.group, by });
            Told::Rule { set: true, players }
        }
        None => Told::BadRule(args.to_owned()),
    };
    turn.tell_card(&told.card(place.language));
    Ok(())
}
