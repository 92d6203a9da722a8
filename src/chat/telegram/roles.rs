//! Who is an admin where: asked for commands that need it, remembered for a minute.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures::future::join_all;
use teloxide::{
    payloads::GetChatMember,
    types::{ChatId, UserId},
};

use super::wire::Wire;
use crate::engine::event::{Event, Role};

/// An answer is believed this long.
const BELIEVED_MS: i64 = 60_000;
/// A lookup may hold up the updates that came with it this long.
const PATIENCE: Duration = Duration::from_secs(2);
/// More answers than this are not remembered; the oldest minute goes first.
const MOST_REMEMBERED: usize = 10_000;

/// A chat and an account.
type Seat = (i64, u64);

#[derive(Default)]
pub(super) struct Roles {
    known: Mutex<HashMap<Seat, (Role, i64)>>,
}

impl Roles {
    /// Fills in the roles of these events' senders; all lookups run at once. `Unknown` where the platform does not say.
    pub(super) async fn fill_in(&self, wire: &Wire, events: &mut [&mut Event], now_ms: i64) {
        let seats: HashSet<Seat> = events.iter().filter_map(|event| seat(event)).collect();
        let unknown = seats.into_iter().filter(|seat| self.known(*seat, now_ms).is_none());
        let asked = join_all(unknown.map(async |seat| (seat, ask(wire, seat).await))).await;
        let answers: HashMap<Seat, Role> = asked.into_iter().collect();
        self.remember(&answers, now_ms);
        for event in events {
            let seat = seat(event);
            let role = seat.and_then(|seat| answers.get(&seat).copied().or_else(|| self.known(seat, now_ms)));
            if let Some(from) = &mut event.from {
                from.role = role.unwrap_or(Role::Unknown);
            }
        }
    }

    fn known(&self, seat: Seat, now_ms: i64) -> Option<Role> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&seat).filter(|(_, at_ms)| fresh(*at_ms, now_ms)).map(|(role, _)| *role)
    }

    fn remember(&self, answers: &HashMap<Seat, Role>, now_ms: i64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + answers.len() > MOST_REMEMBERED {
            known.retain(|_, (_, at_ms)| fresh(*at_ms, now_ms));
        }
        let certain = answers.iter().filter(|(_, role)| **role != Role::Unknown);
        known.extend(certain.map(|(seat, role)| (*seat, (*role, now_ms))));
    }
}

fn fresh(at_ms: i64, now_ms: i64) -> bool {
    (0..BELIEVED_MS).contains(&now_ms.saturating_sub(at_ms))
}

fn seat(event: &Event) -> Option<Seat> {
    let chat = event.place.as_ref()?.space.id.parse().ok()?;
    Some((chat, event.from.as_ref()?.account.parse().ok()?))
}

async fn ask(wire: &Wire, (chat, account): Seat) -> Role {
    let request = GetChatMember::new(ChatId(chat), UserId(account));
    match tokio::time::timeout(PATIENCE, wire.call(&request)).await {
        Ok(Ok(member)) => match member["status"].as_str() {
            Some("creator" | "administrator") => Role::Admin,
            Some(_) => Role::Member,
            None => Role::Unknown,
        },
        Ok(Err(failure)) => {
            tracing::warn!(chat, %failure, "can't look up whether somebody is an admin");
            Role::Unknown
        }
        Err(_) => {
            tracing::warn!(chat, "looking up whether somebody is an admin took too long");
            Role::Unknown
        }
    }
}
