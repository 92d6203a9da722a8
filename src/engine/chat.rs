//! Chats that move, go away, and come back.

use anyhow::Result;

use super::{event::SpaceRef, turn::Turn};
use crate::store::{people::Change, places, writes::Reach};

/// A space has a new address: everything moves along.
pub(super) async fn moved(turn: &mut Turn<'_>, to: &SpaceRef) -> Result<()> {
    let Some(from) = turn.event.place.as_ref().map(|place| place.space.clone()) else { return Ok(()) };
    places::move_space(turn.tx, &from, to).await?;
    Ok(())
}

/// The bot was removed, or a person has blocked it: nothing is sent there any more.
pub(super) fn gone(turn: &mut Turn<'_>) -> Result<()> {
    let Some(place) = turn.place() else { return Ok(()) };
    turn.writes.reach.push(Reach { chat: None, space: Some(place.space), awake: false });
    if let Some(account) = turn.account().filter(|_| place.private) {
        let (id, name) = (account.id.0, account.name.clone());
        turn.writes.accounts.push(Change { id, name, private_chat: None });
    }
    Ok(())
}

/// The bot was added (again).
pub(super) fn joined(turn: &mut Turn<'_>) -> Result<()> {
    let Some(place) = turn.place() else { return Ok(()) };
    turn.writes.reach.push(Reach { chat: Some(place.chat), space: Some(place.space), awake: true });
    Ok(())
}
