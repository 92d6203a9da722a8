//! What does not go out, and what is said of it.

use quizbot::{
    chat::{ChatAdapter, Refusal},
    clock::Clock,
    engine::event::ChatRef,
};

use crate::{
    GROUP, chat,
    delivering::{line, post, post_to, server},
    telegram_server::{Fault, user},
};

#[tokio::test]
async fn refusals_say_what_is_known() {
    let (server, adapter) = server().await;
    let table = [
        (Fault::TooMany(7), Refusal::Later { wait_ms: 7000, whole_platform: false }),
        (
            Fault::Refuse(400, "Bad Request: TOPIC_CLOSED".into()),
            Refusal::Forbidden("Bad Request: TOPIC_CLOSED".into()),
        ),
        (
            Fault::Refuse(403, "Forbidden: bot was kicked from the group chat".into()),
            Refusal::Gone("Forbidden: bot was kicked from the group chat".into()),
        ),
        (Fault::Refuse(400, "Bad Request: no".into()), Refusal::Never("Bad Request: no".into())),
        (Fault::Refuse(401, "Unauthorized".into()), Refusal::Later { wait_ms: 60_000, whole_platform: true }),
        (Fault::Html(404), Refusal::Later { wait_ms: 1000, whole_platform: true }),
        (Fault::Html(500), Refusal::Unknown("the server failed with status 500".into())),
    ];
    for (fault, expected) in table {
        server.fail("sendMessage", fault, 1);
        assert_eq!(adapter.deliver(&post(GROUP, line("x"))).await, Err(expected));
    }
    assert!(server.messages(GROUP).is_empty(), "nothing was tried twice");
    for (fault, arrived) in [(Fault::DropBefore, 0), (Fault::DropAfter, 1)] {
        server.fail("sendMessage", fault, 1);
        let refused = adapter.deliver(&post(GROUP, line("x"))).await;
        assert!(matches!(refused, Err(Refusal::Unknown(_))), "{refused:?}");
        assert_eq!(server.messages(GROUP).len(), arrived);
    }
}

#[tokio::test]
async fn chats_that_moved_vanished_or_never_were() {
    let (server, adapter) = server().await;
    server.migrate(-5, GROUP);
    assert_eq!(adapter.deliver(&post(-5, line("x"))).await, Err(Refusal::Moved(chat(GROUP))));
    server.kick(42, &user(42, "Ada"));
    for gone in [42, -77] {
        let refused = adapter.deliver(&post(gone, line("x"))).await;
        assert!(matches!(refused, Err(Refusal::Gone(_))), "{refused:?}");
    }
    server.refuse(GROUP, 400, "Bad Request: not enough rights to send text messages to the chat");
    assert!(matches!(adapter.deliver(&post(GROUP, line("x"))).await, Err(Refusal::Forbidden(_))));
    server.allow(GROUP);
    adapter.deliver(&post(GROUP, line("x"))).await.expect("allowed again");
    let strange = ChatRef { chat: "not a number".into(), ..chat(GROUP) };
    assert!(matches!(adapter.deliver(&post_to(strange, line("x"), None)).await, Err(Refusal::Never(_))));
    let nowhere = crate::adapter("http://127.0.0.1:1", Clock::System);
    let later = Refusal::Later { wait_ms: 1000, whole_platform: true };
    assert_eq!(nowhere.deliver(&post(GROUP, line("x"))).await, Err(later));
}
