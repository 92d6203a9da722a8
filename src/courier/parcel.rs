//! What a claimed row asks of an adapter, or why it asks nothing. Pure: the time is an argument.

use crate::{
    chat::{Errand, MessageRef, Parcel},
    quiz::ChatRef,
    speech::card::Card,
    store::outbox::{Claimed, Kind, PostState, SentMessage},
};

/// Why a row needs no adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Idle {
    /// There is nothing to change: its post went as an answer that no message is known of.
    Nothing,
    /// Not yet: its post isn't there.
    NotYet,
    /// Never: why.
    Never(&'static str),
}

/// Makes the parcel. A handle can be answered for `whisper_ms` after its row was written.
pub(super) fn parcel(claimed: &Claimed, whisper_ms: i64, now_ms: i64) -> Result<Parcel, Idle> {
    if expires_at_ms(claimed, whisper_ms).is_some_and(|at_ms| at_ms <= now_ms) {
        return Err(Idle::Never("too late"));
    }
    Ok(Parcel {
        id: claimed.id,
        tries: claimed.tries.saturating_sub(1),
        first_tried_at_ms: claimed.first_tried_at_ms,
        errand: errand(claimed)?,
    })
}

fn expires_at_ms(claimed: &Claimed, whisper_ms: i64) -> Option<i64> {
    let handle = claimed.kind == Kind::Whisper && !claimed.handle.is_empty();
    let stale_at_ms = handle.then_some(claimed.created_at_ms.saturating_add(whisper_ms));
    stale_at_ms.into_iter().chain(claimed.expires_at_ms).min()
}

fn errand(claimed: &Claimed) -> Result<Errand, Idle> {
    let chat = claimed.chat.clone();
    Ok(match claimed.kind {
        Kind::Post => Errand::Post {
            post: claimed.post.ok_or(Idle::Never("a post without a name"))?,
            chat,
            card: card(claimed)?,
            reply_to: said(&claimed.message),
            handle: said(&claimed.handle),
        },
        Kind::Edit => Errand::Edit {
            post: claimed.post.ok_or(Idle::Never("an edit of no post"))?,
            messages: messages(claimed)?,
            card: card(claimed)?,
        },
        Kind::Whisper => Errand::Whisper { handle: claimed.handle.clone(), chat, card: card(claimed)? },
        Kind::React => {
            let message = said(&claimed.message).ok_or(Idle::Never("a reaction to no message"))?;
            Errand::React { chat, message }
        }
        Kind::Delete => Errand::Delete { messages: messages(claimed)? },
    })
}

/// One row that can't be read must not stop its lane.
fn card(claimed: &Claimed) -> Result<Card, Idle> {
    serde_json::from_str(&claimed.card).map_err(|_| Idle::Never("its card can't be read"))
}

fn messages(claimed: &Claimed) -> Result<Vec<MessageRef>, Idle> {
    match claimed.post_state {
        _ if !claimed.messages.is_empty() => Ok(claimed.messages.iter().map(message).collect()),
        Some(PostState::Sent) => Err(Idle::Nothing),
        Some(PostState::Asked) => Err(Idle::NotYet),
        Some(PostState::Lost) | None => Err(Idle::Never("its post is lost")),
    }
}

fn message(sent: &SentMessage) -> MessageRef {
    let chat = ChatRef { platform: sent.platform.clone(), chat: sent.address.clone(), thread: sent.thread.clone() };
    MessageRef { chat, message: sent.message.clone(), part: sent.part }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::quiz::{ChatId, OutboxId, Platform, PostId};

    /// A claimed row, at its first try.
    pub(in crate::courier) fn row(kind: Kind) -> Claimed {
        Claimed {
            id: OutboxId(7),
            kind,
            post: Some(PostId(70)),
            post_state: Some(PostState::Sent),
            chat_id: ChatId(1),
            chat: ChatRef { platform: Platform::new("test"), chat: "-1".into(), thread: String::new() },
            private: false,
            card: r#"{"blocks":[]}"#.into(),
            handle: String::new(),
            message: String::new(),
            tries: 1,
            first_tried_at_ms: 500,
            created_at_ms: 100,
            expires_at_ms: None,
            messages: Vec::new(),
        }
    }

    fn whisper(handle: &str, expires_at_ms: Option<i64>) -> Claimed {
        Claimed { handle: handle.into(), expires_at_ms, post: None, post_state: None, ..row(Kind::Whisper) }
    }

    fn sent() -> Vec<SentMessage> {
        let (platform, address) = (Platform::new("test"), "-9".to_owned());
        vec![SentMessage { platform, address, thread: "4".into(), message: "m".into(), part: 0 }]
    }

    #[test]
    fn some_rows_need_no_adapter() {
        let table: [(&str, Claimed, i64, Result<(), Idle>); 16] = [
            ("a post", row(Kind::Post), 1_000, Ok(())),
            ("a post without a name", Claimed { post: None, ..row(Kind::Post) }, 0, never("a post without a name")),
            ("no card", Claimed { card: String::new(), ..row(Kind::Post) }, 0, never("its card can't be read")),
            ("a broken card", Claimed { card: "{".into(), ..row(Kind::Edit) }, 0, Err(Idle::Nothing)),
            ("a post too late", Claimed { expires_at_ms: Some(1_000), ..row(Kind::Post) }, 1_000, never("too late")),
            ("an edit", Claimed { messages: sent(), ..row(Kind::Edit) }, 0, Ok(())),
            ("an edit of an answer", row(Kind::Edit), 0, Err(Idle::Nothing)),
            ("an early edit", state(PostState::Asked), 0, Err(Idle::NotYet)),
            ("a late edit", state(PostState::Lost), 0, never("its post is lost")),
            ("an edit of nothing", Claimed { post: None, ..row(Kind::Edit) }, 0, never("an edit of no post")),
            ("a delete of nothing", row(Kind::Delete), 0, Err(Idle::Nothing)),
            ("a reaction to nothing", row(Kind::React), 0, never("a reaction to no message")),
            ("a whisper", whisper("h", Some(1_000)), 999, Ok(())),
            ("a late whisper", whisper("h", Some(1_000)), 1_000, never("too late")),
            ("a whisper whose handle is stale", whisper("h", Some(9_000)), 5_100, never("too late")),
            ("a whisper without a handle", whisper("", None), 99_000, Ok(())),
        ];
        for (what, claimed, now_ms, expected) in table {
            assert_eq!(parcel(&claimed, 5_000, now_ms).map(|_| ()), expected, "{what}");
        }
    }

    fn never(why: &'static str) -> Result<(), Idle> {
        Err(Idle::Never(why))
    }

    fn state(state: PostState) -> Claimed {
        Claimed { post_state: Some(state), ..row(Kind::Edit) }
    }

    #[test]
    fn edits_go_where_the_post_went() {
        let claimed = Claimed { messages: sent(), tries: 3, ..row(Kind::Edit) };
        let parcel = parcel(&claimed, 5_000, 1_000).expect("a parcel");
        let Errand::Edit { messages, .. } = parcel.errand else { panic!("an edit") };
        assert_eq!(
            (messages[0].chat.to_string(), parcel.tries, parcel.first_tried_at_ms),
            ("test:-9/4".into(), 2, 500)
        );
    }
}
