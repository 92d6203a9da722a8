//! Every command, in one table.

use super::event::CommandSpec;

/// Every command, in the order of the help.
pub const COMMANDS: &[CommandSpec] = &[];
