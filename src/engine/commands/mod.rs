//! Every command, in one table: help, Discord's registration and Telegram's menu are all made from it.

mod daily;
mod dispute;
mod disputes;
mod help;
pub(super) mod hint;
mod language;
mod me;
mod quiz;
mod skip;
mod stop;
mod timezone;
mod top;
mod topics;

use anyhow::Result;
use futures::future::BoxFuture;

use super::{
    event::{CommandSpec, OptionSpec, Role, What},
    turn::Turn,
};
use crate::{
    quiz::Language,
    speech::{command, say::Say},
    store::{people::Account, places::Known},
};

/// How a command runs: over the rest of its line.
type Run = for<'r, 't> fn(&'r mut Turn<'t>, &'r str) -> BoxFuture<'r, Result<()>>;

macro_rules! commands {
    ($($name:ident),+ $(,)?) => {
        /// Every command, in the order of the help.
        pub const COMMANDS: &[CommandSpec] = &[$($name::SPEC),+, help::START];

        /// How each runs, in the same order.
        const RUN: &[Run] = &[$(|turn, args| Box::pin($name::run(turn, args))),+, |turn, args| Box::pin(help::start(turn, args))];
    };
}

commands! { quiz, daily, top, me, hint, skip, stop, dispute, topics, disputes, language, timezone, help }

/// Runs a command.
pub(super) async fn run(turn: &mut Turn<'_>) -> Result<()> {
    let event = turn.event;
    let What::Command { name, args } = &event.what else { return Ok(()) };
    turn.notice();
    match COMMANDS.iter().position(|spec| spec.name == name) {
        Some(at) => RUN[at](turn, args.trim()).await,
        None => {
            // In a group the command may be another bot's.
            if event.handle.is_some() || turn.place().is_some_and(|place| place.private) {
                turn.tell(&Say::NoSuchCommand(name.clone()));
            }
            Ok(())
        }
    }
}

/// Where the command was given and by whom; None only for events that nobody sent.
fn caller<'a>(turn: &Turn<'a>) -> Option<(&'a Known, &'a Account)> {
    Some((turn.place()?, turn.account()?))
}

/// Whether the sender may change the group's settings; says why not.
fn is_admin(turn: &mut Turn<'_>) -> bool {
    match turn.event.from.as_ref().map(|from| from.role) {
        Some(Role::Admin) => true,
        Some(Role::Unknown) => {
            turn.tell(&Say::CouldNotCheck);
            false
        }
        _ => {
            turn.tell(&Say::AdminsOnly);
            false
        }
    }
}

/// Whether the sender started it, or is an admin; says why not.
fn is_starter_or_admin(turn: &mut Turn<'_>, starter: Option<crate::quiz::AccountId>) -> bool {
    let starter = starter.is_some() && starter == turn.account().map(|account| account.id);
    match turn.event.from.as_ref().map(|from| from.role) {
        _ if starter => true,
        Some(Role::Admin) => true,
        Some(Role::Unknown) => {
            turn.tell(&Say::CouldNotCheck);
            false
        }
        _ => {
            turn.tell(&Say::NotYours);
            false
        }
    }
}

/// A command without a need to know who gives it.
const fn spec(name: &'static str, options: &'static [OptionSpec], about: fn(Language) -> String) -> CommandSpec {
    CommandSpec { name, needs_role: false, admins_only: false, options, about }
}
