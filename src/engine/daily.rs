//! The daily question: one for every slot of a group's plan, posted late after downtime, never twice.

use anyhow::Result;

use super::{
    event::GroupId,
    round::{self, Ending, Question, Target},
    turn::Turn,
};
use crate::{
    bank::Scope,
    quiz::{Language, Mode, schedule::Slot},
    store::{places, plans, rounds, writes::NewSlot},
};

const HOUR_MS: i64 = 60 * 60 * 1000;

/// A slot of this group is due: asks its question, or writes down that it was missed.
pub(super) async fn due(turn: &mut Turn<'_>, group: GroupId) -> Result<()> {
    let Some(plan) = plans::get(turn.tx, group).await? else { return Ok(()) };
    let Some(slot) = plan.newest_due(turn.now_ms) else { return Ok(()) };
    if plans::has_slot(turn.tx, group, &slot.name).await? {
        return Ok(());
    }
    let expires_at_ms = slot.at_ms + turn.fixed.settings.catch_up_hours * HOUR_MS;
    if turn.now_ms >= expires_at_ms {
        return skip(turn, group, slot, "too late");
    }
    let chats = homes(turn, group).await?;
    let Some(language) = chats.first().map(|(_, language)| *language) else {
        return skip(turn, group, slot, "no chat can be reached");
    };
    let Some(entry) = round::choose(turn, group, language, &Scope::All, &[]).await? else {
        return skip(turn, group, slot, "the bank has no question in the group's language");
    };
    // The last one's reveal comes before the next question. One that nobody was shown is void, and gives its number back.
    for open in rounds::open_dailies(turn.tx, group).await? {
        round::close(turn, open, Ending::Due).await?;
    }
    let number = rounds::newest_seen_daily(turn.tx, group).await? + 1;
    let id = round::ask(
        turn,
        &Question {
            group,
            language,
            mode: Mode::Daily,
            entry: &entry,
            chats: chats.into_iter().map(|(target, _)| target).collect(),
            day: slot.name.split(' ').next().unwrap_or_default().to_owned(),
            slot: Some((slot.name.clone(), number)),
            expires_at_ms: Some(expires_at_ms),
            series: None,
        },
    );
    turn.writes.slots.push(NewSlot { group, slot: slot.name, state: "asked", round: Some(id), at_ms: turn.now_ms });
    Ok(())
}

fn skip(turn: &mut Turn<'_>, group: GroupId, slot: Slot, why: &str) -> Result<()> {
    tracing::warn!(%group, slot = slot.name, why, "daily question skipped");
    turn.writes.slots.push(NewSlot { group, slot: slot.name, state: "skipped", round: None, at_ms: turn.now_ms });
    Ok(())
}

async fn homes(turn: &mut Turn<'_>, group: GroupId) -> Result<Vec<(Target, Language)>> {
    let mut homes = Vec::new();
    for chat in places::homes(turn.tx, group).await? {
        if let Some((address, known)) = places::get(turn.tx, chat).await? {
            homes.push((Target { chat, platform: address.platform, private: known.private }, known.language));
        }
    }
    Ok(homes)
}
