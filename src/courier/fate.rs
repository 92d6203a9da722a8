//! What follows from an adapter's answer: for the row, and for the engine. Pure: the time is an argument.

use super::{pace::MAX_HOLD_MS, parcel::Idle};
use crate::{
    chat::{Receipt, Refusal},
    engine::event::{ChatRef, Event, Lost, Place, PostId, SpaceRef, What},
    store::outbox::{Claimed, Kind, Outcome, Settlement},
};

/// The first wait after an unknown fate; each further one is twice as long.
const FIRST_WAIT_MS: i64 = 1_000;

/// The longest wait after an unknown fate.
const LONGEST_WAIT_MS: i64 = 60_000;

/// Tries of what is of no use for long. A post is tried for ever: a missing question is a bug.
const MOST_TRIES: u32 = 10;

/// What follows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fate {
    /// What the engine must know first.
    pub(super) event: Option<Event>,
    /// What becomes of the row then. The engine's own word on a post goes before: this is left of a turn that failed,
    /// so that the lane is not stopped by it.
    pub(super) settlement: Settlement,
}

impl Fate {
    /// Whether the engine's turn settles the row: it is told of a post.
    pub(super) fn is_for_the_engine(&self) -> bool {
        self.event.as_ref().is_some_and(|event| matches!(event.what, What::Posted { .. } | What::NotPosted { .. }))
    }
}

/// What follows from the adapter's answer.
pub(super) fn of_answer(claimed: &Claimed, answer: Result<Receipt, Refusal>, now_ms: i64) -> Fate {
    match answer {
        Ok(receipt) => arrived(claimed, receipt),
        Err(Refusal::Later { wait_ms, .. }) => {
            let wait_ms = i64::try_from(wait_ms).unwrap_or(MAX_HOLD_MS).min(MAX_HOLD_MS);
            settled(claimed, Outcome::Waiting { not_before_ms: now_ms + wait_ms }, "later")
        }
        Err(Refusal::Unknown(why)) => again(claimed, &why, now_ms),
        Err(Refusal::Moved(to)) => moved(claimed, to, now_ms),
        Err(Refusal::Forbidden(why)) => lost(claimed, Lost::Forbidden, &why),
        Err(Refusal::Gone(why)) => lost(claimed, Lost::Gone, &why),
        Err(Refusal::Never(why)) => lost(claimed, Lost::Never(why.clone()), &why),
    }
}

/// What follows where no adapter was needed.
pub(super) fn of_idle(claimed: &Claimed, idle: Idle, now_ms: i64) -> Fate {
    match idle {
        Idle::Nothing => settled(claimed, Outcome::Sent, ""),
        Idle::NotYet => again(claimed, "its post is not there yet", now_ms),
        Idle::Never(why) => lost(claimed, Lost::Never(why.to_owned()), why),
    }
}

fn arrived(claimed: &Claimed, receipt: Receipt) -> Fate {
    let posted = post(claimed).map(|post| {
        let (outbox, chat, messages) = (claimed.id, claimed.chat.clone(), receipt.messages);
        event(claimed, "post", Some(receipt.at_ms), What::Posted { outbox, post, chat, messages })
    });
    Fate { event: posted, ..settled(claimed, Outcome::Sent, "") }
}

fn lost(claimed: &Claimed, why: Lost, error: &str) -> Fate {
    let not_posted =
        post(claimed).map(|post| event(claimed, "post", None, What::NotPosted { outbox: claimed.id, post, why }));
    Fate { event: not_posted, ..settled(claimed, Outcome::Failed, error) }
}

fn again(claimed: &Claimed, why: &str, now_ms: i64) -> Fate {
    let expires = claimed.kind == Kind::Whisper && (claimed.expires_at_ms.is_some() || !claimed.handle.is_empty());
    if claimed.kind != Kind::Post && !expires && claimed.tries >= MOST_TRIES {
        return settled(claimed, Outcome::Failed, why);
    }
    let doublings = claimed.tries.saturating_sub(1).min(16);
    let wait_ms = (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
    settled(claimed, Outcome::Waiting { not_before_ms: now_ms + wait_ms }, why)
}

/// The engine moves the chat, then the row is sent to its new address. What names a message stays behind: ids don't
/// move with a chat, and a reaction would land on somebody else's.
fn moved(claimed: &Claimed, to: ChatRef, now_ms: i64) -> Fate {
    let why = format!("moved to {to}");
    let known = to.chat == claimed.chat.chat;
    let mut fate = match claimed.kind {
        Kind::Post | Kind::Whisper if known => again(claimed, &why, now_ms),
        // at once, but not for ever: an adapter that is wrong about it must not spin
        Kind::Post | Kind::Whisper if claimed.tries <= 3 => {
            settled(claimed, Outcome::Waiting { not_before_ms: now_ms }, &why)
        }
        Kind::Post | Kind::Whisper => again(claimed, &why, now_ms),
        Kind::Edit | Kind::React | Kind::Delete => settled(claimed, Outcome::Failed, &why),
    };
    if !known {
        let space = |chat: &ChatRef| SpaceRef { platform: chat.platform.clone(), id: chat.chat.clone() };
        let place = Place {
            space: space(&claimed.chat),
            chat: claimed.chat.clone(),
            private: claimed.private,
            title: String::new(),
        };
        let event = event(claimed, "moved", None, What::Moved { to: space(&to) });
        fate.event = Some(Event { place: Some(place), ..event });
    }
    fate
}

/// The post that this row puts into its chat.
fn post(claimed: &Claimed) -> Option<PostId> {
    claimed.post.filter(|_| claimed.kind == Kind::Post)
}

fn settled(claimed: &Claimed, outcome: Outcome, error: &str) -> Fate {
    Fate { event: None, settlement: Settlement { id: claimed.id, outcome, error: error.to_owned() } }
}

fn event(claimed: &Claimed, name: &str, at_ms: Option<i64>, what: What) -> Event {
    let key = format!("{name}:{}:{}", claimed.id, claimed.tries);
    Event { key, at_ms, place: None, from: None, handle: None, message: None, what }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{courier::parcel::tests::row, quiz::Platform};

    const NOW: i64 = 1_000_000;

    fn waiting(wait_ms: i64) -> Outcome {
        Outcome::Waiting { not_before_ms: NOW + wait_ms }
    }

    fn unknown() -> Refusal {
        Refusal::Unknown("why".into())
    }

    fn moved_to(chat: &str) -> Refusal {
        Refusal::Moved(ChatRef { platform: Platform::new("test"), chat: chat.into(), thread: String::new() })
    }

    fn tried(tries: u32, claimed: Claimed) -> Claimed {
        Claimed { tries, ..claimed }
    }

    fn handled(claimed: Claimed) -> Claimed {
        Claimed { handle: "h".into(), ..claimed }
    }

    #[test]
    fn an_answer_leads_to_this() {
        let later = |wait_ms| Refusal::Later { wait_ms, whole_platform: false };
        let table = [
            (row(Kind::Post), Ok(Receipt::default()), Outcome::Sent, "post:7:1"),
            (row(Kind::Edit), Ok(Receipt::default()), Outcome::Sent, ""),
            (row(Kind::Post), Err(later(0)), waiting(0), ""),
            (row(Kind::Post), Err(later(u64::MAX)), waiting(MAX_HOLD_MS), ""),
            (tried(99, row(Kind::Edit)), Err(later(5)), waiting(5), ""),
            (row(Kind::Post), Err(unknown()), waiting(1_000), ""),
            (tried(6, row(Kind::Post)), Err(unknown()), waiting(32_000), ""),
            (tried(7, row(Kind::Post)), Err(unknown()), waiting(60_000), ""),
            (tried(u32::MAX, row(Kind::Post)), Err(unknown()), waiting(60_000), ""),
            (tried(9, row(Kind::React)), Err(unknown()), waiting(60_000), ""),
            (tried(10, row(Kind::React)), Err(unknown()), Outcome::Failed, ""),
            (tried(10, row(Kind::Whisper)), Err(unknown()), Outcome::Failed, ""),
            (tried(10, handled(row(Kind::Whisper))), Err(unknown()), waiting(60_000), ""),
            (tried(2, row(Kind::Post)), Err(Refusal::Gone(String::new())), Outcome::Failed, "post:7:2"),
            (row(Kind::Whisper), Err(Refusal::Gone(String::new())), Outcome::Failed, ""),
            (row(Kind::Delete), Err(Refusal::Never(String::new())), Outcome::Failed, ""),
            (row(Kind::Post), Err(moved_to("-2")), waiting(0), "moved:7:1"),
            (tried(4, row(Kind::Post)), Err(moved_to("-2")), waiting(8_000), "moved:7:4"),
            (row(Kind::Post), Err(moved_to("-1")), waiting(1_000), ""),
            (row(Kind::React), Err(moved_to("-2")), Outcome::Failed, "moved:7:1"),
        ];
        for (claimed, answer, outcome, key) in table {
            let what = format!("{:?} {} {answer:?}", claimed.kind, claimed.tries);
            let fate = of_answer(&claimed, answer, NOW);
            assert_eq!(fate.settlement.outcome, outcome, "{what}");
            assert_eq!(fate.event.map(|event| event.key).unwrap_or_default(), key, "{what}");
        }
    }

    #[test]
    fn only_what_befell_a_post_is_for_the_engine_to_settle() {
        assert!(of_answer(&row(Kind::Post), Ok(Receipt::default()), NOW).is_for_the_engine());
        assert!(of_idle(&row(Kind::Post), Idle::Never("why"), NOW).is_for_the_engine());
        assert!(!of_answer(&row(Kind::Post), Err(moved_to("-2")), NOW).is_for_the_engine());
        assert!(!of_answer(&row(Kind::Edit), Ok(Receipt::default()), NOW).is_for_the_engine());
    }

    #[test]
    fn rows_without_an_adapter_are_settled_too() {
        let table = [
            (row(Kind::Edit), Idle::Nothing, Outcome::Sent),
            (row(Kind::Edit), Idle::NotYet, waiting(1_000)),
            (tried(10, row(Kind::Edit)), Idle::NotYet, Outcome::Failed),
            (Claimed { post: None, ..row(Kind::Post) }, Idle::Never("why"), Outcome::Failed),
        ];
        for (claimed, idle, outcome) in table {
            let fate = of_idle(&claimed, idle.clone(), NOW);
            assert_eq!((fate.settlement.outcome, fate.event), (outcome, None), "{idle:?}");
        }
    }
}
