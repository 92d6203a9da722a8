//! `/daily HH:MM [Zone]`, `/daily off`, `/daily`: the group's daily plan.

use anyhow::Result;
use chrono_tz::Tz;

use super::{Turn, caller, command, is_admin};
use crate::{
    engine::event::{CommandSpec, OptionSpec, Values},
    quiz::{
        schedule::{self, Plan},
        words,
    },
    speech::say::Say,
    store::{
        places::Known,
        plans,
        writes::{GroupChange, NewPlan},
    },
};

/// The command.
pub(super) const SPEC: CommandSpec = CommandSpec {
    name: "daily",
    needs_role: true,
    admins_only: false,
    options: &[
        OptionSpec {
            name: "time",
            values: Values::Words,
            required: false,
            about: |language| command::about_option("daily", "time", language),
        },
        OptionSpec {
            name: "zone",
            values: Values::Zone,
            required: false,
            about: |language| command::about_option("daily", "zone", language),
        },
    ],
    about: |language| command::about_command("daily", language),
};

/// Shows, sets or ends the plan.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    let (time, zone) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
    if time.is_empty() {
        return show(turn, place).await;
    }
    if !is_admin(turn) {
        return Ok(());
    }
    if words::is_off(time) {
        turn.writes.plans.push(planned(turn, place, None));
        return turn.refuse(&Say::DailyOff);
    }
    let Some(time) = schedule::parse_time(time) else { return turn.refuse(&Say::BadTime(args.to_owned())) };
    let zone = match zone.trim() {
        "" => place.zone,
        asked => match schedule::parse_zone(asked) {
            Ok(zone) => zone,
            Err(nearest) => return turn.refuse(&Say::BadZone { asked: asked.to_owned(), nearest }),
        },
    };
    if zone != place.zone {
        let time_zone = Some(zone.name().to_owned());
        turn.writes.groups.push(GroupChange { id: place.group, language: None, time_zone });
    }
    turn.writes.plans.push(planned(turn, place, Some(time.format("%H:%M").to_string())));
    let plan = Plan { time, zone, since_ms: turn.now_ms };
    let say = said(turn, place, &plan, true).await?;
    turn.tell(&say);
    Ok(())
}

fn planned(turn: &Turn<'_>, place: &Known, time: Option<String>) -> NewPlan {
    NewPlan { group: place.group, time, since_ms: turn.now_ms, space: place.space, home: place.chat }
}

async fn show(turn: &mut Turn<'_>, place: &Known) -> Result<()> {
    let say = match plans::get(turn.tx, place.group).await? {
        Some(plan) => said(turn, place, &plan, false).await?,
        None => Say::NoDaily,
    };
    turn.tell(&say);
    Ok(())
}

/// Names the next slot that was not dealt with: after a move to the west the same one comes again, but no question.
async fn said(turn: &mut Turn<'_>, place: &Known, plan: &Plan, set: bool) -> Result<Say> {
    let mut next = plan.next(turn.now_ms);
    while plans::has_slot(turn.tx, place.group, &next.name).await? {
        next = plan.next(next.at_ms);
    }
    let (time, zone) = (plan.time.format("%H:%M").to_string(), zone_name(plan.zone));
    Ok(Say::Daily { set, time, zone, next: next.name })
}

fn zone_name(zone: Tz) -> String {
    zone.name().to_owned()
}
