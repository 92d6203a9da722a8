//! What goes next on a platform: by urgency, by age, and within its pace.

use std::ops::RangeInclusive;

use anyhow::Context;

use super::desk::Desk;
use crate::{
    quiz::ChatId,
    store::outbox::{self, Head, Urgency},
};

/// Whether more was due than there were places for.
#[derive(Clone, Copy, Default)]
pub(super) struct More {
    pub(super) whispers: bool,
    pub(super) messages: bool,
}

impl Desk {
    /// What may go now, the most urgent first, into so many places.
    pub(super) async fn choose(
        &self,
        whispers: usize,
        messages: usize,
        now_ms: i64,
    ) -> anyhow::Result<(Vec<Head>, More)> {
        if self.pace().closed_until_ms(now_ms).is_some() {
            return Ok((Vec::new(), More::default()));
        }
        let mut heads = self.heads(Urgency::Whisper..=Urgency::Whisper, &[], whispers, now_ms).await?;
        let more_whispers = heads.len() == whispers;
        let room = self.pace().room(now_ms).min(messages);
        let mut taken = self.take(false, room, now_ms).await?;
        taken.extend(self.take(true, room - taken.len(), now_ms).await?);
        let more = More { whispers: more_whispers, messages: taken.len() == messages };
        heads.append(&mut taken);
        Ok((heads, more))
    }

    /// Messages (or counts) that may go now, at most so many, taken from the pace.
    async fn take(&self, tally: bool, room: usize, now_ms: i64) -> anyhow::Result<Vec<Head>> {
        let mut taken: Vec<Head> = Vec::new();
        while taken.len() < room {
            let mut without = self.pace().busy(tally, now_ms);
            without.extend(taken.iter().map(|head| head.chat));
            let limit = room - taken.len();
            let found = if tally {
                outbox::tallies(self.store(), self.platform(), now_ms, &without, limit).await?
            } else {
                self.heads(Urgency::Post..=Urgency::React, &without, limit, now_ms).await?
            };
            let found_count = found.len();
            let mut pace = self.pace();
            let before = taken.len();
            for head in found {
                if pace.allows(&head, now_ms) {
                    pace.take(&head, now_ms);
                    taken.push(head);
                }
            }
            // one that was refused is a topic of a chat that is busy: known by now, left out of the next look
            if taken.len() - before == found_count {
                break;
            }
        }
        Ok(taken)
    }

    async fn heads(
        &self,
        urgency: RangeInclusive<Urgency>,
        without: &[ChatId],
        limit: usize,
        now_ms: i64,
    ) -> anyhow::Result<Vec<Head>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let heads = outbox::heads(self.store(), self.platform(), urgency, now_ms, without, limit);
        heads.await.context("can't look for what is due")
    }

    /// The oldest that may go now, whatever its urgency.
    pub(super) async fn first(&self, now_ms: i64) -> anyhow::Result<Option<Head>> {
        if self.pace().closed_until_ms(now_ms).is_some() {
            return Ok(None);
        }
        let mut firsts = self.heads(Urgency::Whisper..=Urgency::Whisper, &[], 1, now_ms).await?;
        if self.pace().room(now_ms) > 0 {
            for urgency in [Some(Urgency::Post), Some(Urgency::Edit), Some(Urgency::React), None] {
                firsts.extend(self.peek(urgency, now_ms).await?);
            }
        }
        Ok(firsts.into_iter().min_by_key(|head| head.id))
    }

    /// The oldest of this urgency (None: of the counts) that may go now.
    async fn peek(&self, urgency: Option<Urgency>, now_ms: i64) -> anyhow::Result<Option<Head>> {
        loop {
            let busy = self.pace().busy(urgency.is_none(), now_ms);
            let found = match urgency {
                Some(urgency) => self.heads(urgency..=urgency, &busy, 1, now_ms).await?.pop(),
                None => outbox::tallies(self.store(), self.platform(), now_ms, &busy, 1).await?.pop(),
            };
            if found.as_ref().is_none_or(|head| self.pace().allows(head, now_ms)) {
                return Ok(found);
            }
        }
    }

    /// When to look again: None where nothing waits but for what is under way.
    pub(super) async fn next_at_ms(&self, now_ms: i64) -> anyhow::Result<Option<i64>> {
        let due =
            outbox::due(self.store(), self.platform(), now_ms).await.context("can't look for what is due next")?;
        let mut pace = self.pace();
        let held_ms = if due.now { pace.next_at_ms(now_ms) } else { None };
        let next_ms =
            due.next_ms.map(|at_ms| pace.closed_until_ms(now_ms).map_or(at_ms, |until_ms| until_ms.max(at_ms)));
        Ok(held_ms.into_iter().chain(next_ms).min())
    }
}
