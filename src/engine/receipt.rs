//! What the courier learned of a post: a round opens with the first chat that has it, and is void where none took it.

use anyhow::Result;

use super::{
    event::{ChatRef, Lost, OutboxId},
    series,
    turn::Turn,
};
use crate::{
    quiz::{Mode, PostId, round::State},
    store::{
        places, posts, rounds,
        writes::{NewMessage, PostChange, Reach, RoundChange},
    },
};

/// How long a daily, and any question in a private chat, stays open: a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The courier has put a post into its chat.
pub(super) async fn posted(
    turn: &mut Turn<'_>,
    row: OutboxId,
    id: PostId,
    chat: &ChatRef,
    ids: &[String],
) -> Result<()> {
    let (state, outbox_state) = ("sent", "sent");
    turn.writes.posts.push(PostChange { id, state, outbox: row, outbox_state, error: String::new() });
    for (part, message) in ids.iter().enumerate() {
        turn.writes.messages.push(NewMessage {
            platform: chat.platform.to_string(),
            address: chat.chat.clone(),
            message: message.clone(),
            thread: chat.thread.clone(),
            post: id,
            part: part as i64,
        });
    }
    let Some(post) = posts::post(turn.tx, id).await?.filter(|post| post.question) else { return Ok(()) };
    let Some(round) = post.round else { return Ok(()) };
    let Some(round) = rounds::get(turn.tx, round).await?.filter(|round| round.state == State::Asked) else {
        return Ok(());
    };
    let opened_at_ms = turn.at_ms();
    let timed = round.mode == Mode::Quiz && !round.private;
    let stays_ms = if timed { turn.fixed.settings.seconds(&round.question) * 1000 } else { DAY_MS };
    turn.writes.rounds.push(RoundChange {
        id: round.id,
        state: State::Open.as_str(),
        opened_at_ms: Some(opened_at_ms),
        closes_at_ms: Some(opened_at_ms + stays_ms),
        closed_at_ms: None,
    });
    Ok(())
}

/// The courier could not put a post into its chat: that chat sleeps, and a round that no chat took is void.
pub(super) async fn not_posted(turn: &mut Turn<'_>, row: OutboxId, id: PostId, why: &Lost) -> Result<()> {
    let (state, outbox_state) = ("lost", "failed");
    turn.writes.posts.push(PostChange { id, state, outbox: row, outbox_state, error: format!("{why:?}") });
    let Some(post) = posts::post(turn.tx, id).await? else { return Ok(()) };
    let Some((_, known)) = places::get(turn.tx, post.chat).await? else { return Ok(()) };
    match why {
        Lost::Forbidden => turn.writes.reach.push(Reach { chat: Some(post.chat), space: None, awake: false }),
        Lost::Gone => turn.writes.reach.push(Reach { chat: None, space: Some(known.space), awake: false }),
        Lost::Never(_) => {}
    }
    let Some(round) = post.round.filter(|_| post.question) else { return Ok(()) };
    let Some(round) = rounds::get(turn.tx, round).await?.filter(|round| round.state == State::Asked) else {
        return Ok(());
    };
    if round.posts.iter().any(|other| other.id != id) {
        return Ok(());
    }
    let closed_at_ms = Some(turn.now_ms);
    let state = State::Void.as_str();
    turn.writes.rounds.push(RoundChange { id: round.id, state, opened_at_ms: None, closes_at_ms: None, closed_at_ms });
    tracing::warn!(round = %round.id, group = %round.group, ?why, "no chat took the question: the round is void");
    series::void(turn, &round).await
}
