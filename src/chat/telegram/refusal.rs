//! What a failure means for a parcel.

use super::wire::{Failure, Refused};
use crate::chat::Refusal;
use crate::engine::event::{ChatRef, Platform};

/// A server that can't be reached, or is not the Bot API, is tried again after this long.
const UNREACHABLE_MS: u64 = 1000;
/// A token that is refused may be put right by whoever runs the bot; nothing is lost until then.
const TOKEN_REFUSED_MS: u64 = 60_000;

/// The bot is not in the chat, or the person does not want it.
const GONE: [&str; 12] = [
    "bot was blocked",
    "bot was kicked",
    "user is deactivated",
    "bot is not a member",
    "chat was deleted",
    "chat not found",
    "chat was deactivated",
    "group is deactivated",
    "initiate conversation",
    "messages to bots",
    "peer_id_invalid",
    "channel_private",
];

/// The bot is there, but may not write. The names of rights in capitals are the server's own.
const FORBIDDEN: [&str; 12] = [
    "not enough rights",
    "have no rights",
    "administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "chat_guest_send_forbidden",
    "_forbidden",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "user_banned_in_channel",
];

/// What an edit or a deletion is told when there is nothing left to do.
const DONE: [&str; 7] = [
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
    "message identifier is not specified",
];

/// What the failure of a request to this chat means for its parcel.
pub(super) fn refusal(failure: Failure, chat: &ChatRef) -> Refusal {
    let token_refused = failure.is_token_refused();
    match failure {
        Failure::Unreachable(_) | Failure::Foreign(_) => {
            Refusal::Later { wait_ms: UNREACHABLE_MS, whole_platform: true }
        }
        Failure::Broken(why) => Refusal::Unknown(why),
        Failure::Refused(_) if token_refused => Refusal::Later { wait_ms: TOKEN_REFUSED_MS, whole_platform: true },
        Failure::Refused(refused) => refused_by_chat(refused, chat),
    }
}

fn refused_by_chat(refused: Refused, chat: &ChatRef) -> Refusal {
    let said = refused.description.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(phrase));
    if let Some(seconds) = refused.retry_after_seconds {
        return Refusal::Later { wait_ms: seconds.saturating_mul(1000), whole_platform: false };
    }
    if let Some(to) = refused.migrate_to {
        return Refusal::Moved(moved(&chat.platform, to));
    }
    if says(&GONE) {
        return Refusal::Gone(refused.description);
    }
    if refused.code == 403 || says(&FORBIDDEN) {
        return Refusal::Forbidden(refused.description);
    }
    Refusal::Never(refused.description)
}

/// A group that moved had no topics yet.
fn moved(platform: &Platform, to: i64) -> ChatRef {
    ChatRef { platform: platform.clone(), chat: to.to_string(), thread: String::new() }
}

/// Whether the failure of an edit or a deletion says that there is nothing left to do. The messages of a group that
/// moved stay behind in the old one, where nobody can change them.
pub(super) fn is_done(failure: &Failure) -> bool {
    let Failure::Refused(refused) = failure else { return false };
    let said = refused.description.to_lowercase();
    refused.migrate_to.is_some() || DONE.iter().any(|phrase| said.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> Refusal {
        let failure = Failure::Refused(Refused { code, description: description.to_owned(), ..Refused::default() });
        let chat = ChatRef { platform: Platform::new("telegram"), chat: "-1".to_owned(), thread: "5".to_owned() };
        refusal(failure, &chat)
    }

    #[test]
    fn what_telegram_says_is_understood() {
        let gone = [
            (403, "Forbidden: bot was blocked by the user"),
            (403, "Forbidden: bot was kicked from the supergroup chat"),
            (403, "Forbidden: user is deactivated"),
            (403, "Forbidden: bot is not a member of the supergroup chat"),
            (403, "Forbidden: bot can't initiate conversation with a user"),
            (400, "Bad Request: chat not found"),
        ];
        for (code, text) in gone {
            assert_eq!(refused(code, text), Refusal::Gone(text.to_owned()));
        }
        let forbidden = [
            (400, "Bad Request: not enough rights to send text messages to the chat"),
            (400, "Bad Request: have no rights to send a message"),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
            (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
            (400, "Bad Request: TOPIC_CLOSED"),
            (400, "Bad Request: message thread not found"),
            (400, "Bad Request: need administrator rights in the channel chat"),
            (403, "Forbidden: something new"),
        ];
        for (code, text) in forbidden {
            assert_eq!(refused(code, text), Refusal::Forbidden(text.to_owned()));
        }
        for text in ["Bad Request: message is too long", "Bad Request: query is too old and response timeout expired"] {
            assert_eq!(refused(400, text), Refusal::Never(text.to_owned()));
        }
        let later = Refusal::Later { wait_ms: 60_000, whole_platform: true };
        assert_eq!(refused(401, "Unauthorized"), later);
        assert_eq!(refused(404, "Not Found"), later);
    }
}
