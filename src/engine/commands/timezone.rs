//! `/timezone Zone`: of this group.

use anyhow::Result;

use super::{Turn, caller, command, is_admin};
use crate::{
    engine::event::{CommandSpec, OptionSpec, Values},
    quiz::schedule,
    speech::say::Say,
    store::{
        plans,
        writes::{GroupChange, PlanSince},
    },
};

/// The command.
pub(super) const SPEC: CommandSpec = CommandSpec {
    name: "timezone",
    needs_role: true,
    admins_only: true,
    options: &[OptionSpec {
        name: "zone",
        values: Values::Zone,
        required: true,
        about: |language| command::about_option("timezone", "zone", language),
    }],
    about: |language| command::about_command("timezone", language),
};

/// Sets the zone. The plan starts anew with it, so that no slot which has passed over there is due at once.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    if !is_admin(turn) {
        return Ok(());
    }
    let zone = match schedule::parse_zone(args) {
        Ok(zone) => zone,
        Err(nearest) => return turn.refuse(&Say::BadZone { asked: args.to_owned(), nearest }),
    };
    let time_zone = Some(zone.name().to_owned());
    turn.writes.groups.push(GroupChange { id: place.group, language: None, time_zone });
    if plans::get(turn.tx, place.group).await?.is_some() {
        turn.writes.plans_since.push(PlanSince { group: place.group, since_ms: turn.now_ms });
    }
    let now = chrono::DateTime::from_timestamp_millis(turn.now_ms).unwrap_or_default().with_timezone(&zone);
    turn.tell(&Say::ZoneSet { zone: zone.name().to_owned(), now: now.format("%H:%M").to_string() });
    Ok(())
}
