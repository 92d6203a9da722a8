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
///
/// The space is what is left: the event's chat may be none that was ever spoken in.
pub(super) async fn gone(turn: &mut Turn<'_>) -> Result<()> {
    let Some(at) = &turn.event.place else { return Ok(()) };
    let Some(space) = places::space(turn.tx, &at.space).await? else { return Ok(()) };
    turn.writes.reach.push(Reach { chat: None, space: Some(space), awake: false });
    if let Some(account) = turn.account().filter(|_| at.private) {
        let (id, name) = (account.id.0, account.name.clone());
        turn.writes.accounts.push(Change { id, name, private_chat: None });
    }
    Ok(())
}

/// The bot was added (again): all of the space wakes, whichever chat of it was told of.
pub(super) fn joined(turn: &mut Turn<'_>) -> Result<()> {
    let Some(place) = turn.place() else { return Ok(()) };
    turn.writes.reach.push(Reach { chat: None, space: Some(place.space), awake: true });
    Ok(())
}
