//! What goes out.

use std::sync::atomic::{AtomicI64, Ordering};

use futures::StreamExt;
use quizbot::{
    chat::{ChatAdapter, Errand, MessageRef, Parcel, Receipt, Refusal},
    clock::Clock,
    engine::event::{AnswerId, ChatRef, OutboxId, PostId, RoundId},
    speech::card::{Answering, Block, Card, Controls, Span},
};
use serde_json::Value;

use crate::{
    GROUP, adapter, chat,
    telegram_server::{Fault, Server, user},
};

/// Each parcel is a row of its own.
static NEXT: AtomicI64 = AtomicI64::new(1);

fn parcel(errand: Errand) -> Parcel {
    Parcel { id: OutboxId(NEXT.fetch_add(1, Ordering::Relaxed)), tries: 0, first_tried_at_ms: 0, errand }
}

pub(crate) fn line(text: &str) -> Card {
    Card::line(text)
}

pub(crate) fn typed(round: i64) -> Card {
    let answering = Answering::Typed { answer: "Answer".into(), title: "Title".into(), field: "Field".into() };
    let (hint, privately) = (Some("Hint".into()), Some("Privately".into()));
    let controls = Controls { round: RoundId(round), answering, hint, privately, skip: None };
    Card { controls: Some(controls), ..line("Type it") }
}

fn choice(answering: Answering) -> Card {
    let controls = Controls { round: RoundId(77), answering, hint: None, privately: None, skip: None };
    Card { controls: Some(controls), ..line("Which?") }
}

pub(crate) fn post(to: i64, card: Card) -> Parcel {
    post_to(chat(to), card, None)
}

pub(crate) fn post_to(chat: ChatRef, card: Card, reply_to: Option<String>) -> Parcel {
    parcel(Errand::Post { post: PostId(1), chat, card, reply_to, handle: None })
}

fn edit(messages: Vec<MessageRef>, card: Card) -> Parcel {
    parcel(Errand::Edit { post: PostId(1), messages, card })
}

fn refs(to: i64, receipt: &Receipt) -> Vec<MessageRef> {
    let messages = receipt.messages.iter().zip(0..);
    messages.map(|(message, part)| MessageRef { chat: chat(to), message: message.clone(), part }).collect()
}

pub(crate) async fn server() -> (Server, std::sync::Arc<quizbot::chat::telegram::Telegram>) {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let adapter = adapter(server.url(), Clock::System);
    (server, adapter)
}

fn labels(keyboard: &Value) -> Vec<Vec<&str>> {
    let rows = keyboard["inline_keyboard"].as_array().into_iter().flatten();
    rows.map(|row| row.as_array().into_iter().flatten().filter_map(|button| button["text"].as_str()).collect())
        .collect()
}

#[tokio::test]
async fn a_post_says_when_and_as_what_it_was_sent() {
    let clock = Clock::manual(1_700_000_000_000);
    let server = Server::start_with(clock).await;
    server.open_chat(GROUP);
    let receipt = adapter(server.url(), Clock::manual(5)).deliver(&post(GROUP, line("hello"))).await.expect("taken");
    assert_eq!(receipt, Receipt { messages: vec!["1".into()], at_ms: 1_700_000_000_000 });
    assert_eq!(server.messages(GROUP)[0].text, "hello");
    let sent = server.look(|state| state.calls_of("sendMessage").next().cloned()).expect("sent");
    assert_eq!(sent["link_preview_options"]["is_disabled"], true);
}

#[tokio::test]
async fn replies_topics_and_what_is_gone() {
    let (server, adapter) = server().await;
    server.open_topic(GROUP, 12);
    let command = server.say(GROUP, &user(42, "Ada"), "/top", None);
    let topic = ChatRef { thread: "12".into(), ..chat(GROUP) };
    adapter.deliver(&post_to(topic, line("a"), Some(command.to_string()))).await.expect("taken");
    adapter.deliver(&post_to(chat(GROUP), line("b"), Some("999".into()))).await.expect("taken without its message");
    let said = server.messages(GROUP);
    assert_eq!((said[0].thread, said[0].reply_to), (Some(12), Some(command)));
    assert_eq!((said[1].thread, said[1].reply_to), (None, None));
    let nowhere = ChatRef { thread: "13".into(), ..chat(GROUP) };
    let refused = adapter.deliver(&post_to(nowhere, line("c"), None)).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn every_kind_of_keyboard_is_taken() {
    let (server, adapter) = server().await;
    let options = |count: usize| (0..count).map(|number| format!("{number}")).collect::<Vec<_>>();
    let long = vec!["an option that is much too long for a button of a phone".to_owned(); 10];
    let some = Answering::Some { options: options(3), done: "Done".into(), placeholder: String::new() };
    let cards = [
        choice(Answering::One { options: options(3) }),
        choice(Answering::One { options: long }),
        choice(some),
        typed(77),
        choice(Answering::Closed { options: vec![("a".into(), true)] }),
        choice(Answering::Order { options: options(10), undo: "Undo".into(), done: "Done".into() }),
    ];
    let (accept, refuse) = ("Accept".into(), "Refuse".into());
    let disputes = [
        choice(Answering::Disputable { dispute: "I was right".into() }),
        choice(Answering::Deciding { answer: AnswerId(i64::MAX), accept, refuse }),
    ];
    for card in cards.into_iter().chain(disputes) {
        adapter.deliver(&post(GROUP, card)).await.expect("taken");
    }
    let said = server.messages(GROUP);
    assert_eq!(labels(&said[0].keyboard), [["a · 0"], ["b · 1"], ["c · 2"]]);
    assert_eq!(labels(&said[1].keyboard), [["a", "b", "c", "d", "e"], ["f", "g", "h", "i", "j"]]);
    assert_eq!(labels(&said[2].keyboard), [["a · 0"], ["b · 1"], ["c · 2"], ["Done"]]);
    assert_eq!(labels(&said[3].keyboard), [["Privately", "Hint"]]);
    assert_eq!(said[4].keyboard, Value::Null);
    let order = [vec!["a", "b", "c", "d", "e"], vec!["f", "g", "h", "i", "j"], vec!["Undo", "Done"]];
    assert_eq!(labels(&said[5].keyboard), order);
    assert_eq!(labels(&said[6].keyboard), [["I was right"]]);
    assert_eq!(labels(&said[7].keyboard), [["Accept", "Refuse"]]);
}

/// Everything hostile at once.
fn hostile() -> Card {
    let nasty = "<b>&lt; </i> @everyone \u{202e}evil\u{0}\u{200b} \"'`*_[x](y) 👩‍👩‍👧‍👦".to_owned();
    let spans = vec![
        Span::Text(nasty.clone()),
        Span::Bold(nasty.clone()),
        Span::Code(nasty.clone()),
        Span::Link { text: nasty.clone(), url: format!("https://x.org/\"><script>{nasty}") },
    ];
    let blocks = vec![
        Block::Lines(vec![spans.clone(), vec![]]),
        Block::Quote(vec![spans]),
        Block::Code { language: "\"><script>".into(), text: nasty },
    ];
    let controls = choice(Answering::One { options: vec!["<b>".into(), "\u{0}\n".into(), "x".repeat(4000)] }).controls;
    Card { blocks, controls }
}

#[tokio::test]
async fn hostile_text_arrives_as_text() {
    let (server, adapter) = server().await;
    adapter.deliver(&post(GROUP, hostile())).await.expect("taken");
    let text = server.messages(GROUP)[0].text.clone();
    assert_eq!(text.matches("<b>&lt; </i>").count(), 9, "{text}");
    assert!(!text.contains(['\u{202e}', '\u{0}']), "{text}");
    let (unseen, empty) = (line("\u{200b}"), Card::default());
    for card in [unseen, empty] {
        assert!(matches!(adapter.deliver(&post(GROUP, card)).await, Err(Refusal::Never(_))));
    }
}

/// A card of three messages.
fn long() -> Card {
    let lines = (0..150).map(|number| vec![Span::Bold(format!("{number} {}", "<x&>".repeat(4)))]);
    Card {
        blocks: vec![Block::Lines(lines.collect())],
        controls: choice(Answering::One { options: vec!["x".into()] }).controls,
    }
}

#[tokio::test]
async fn a_long_text_becomes_several_messages_with_the_buttons_on_the_last() {
    let (server, adapter) = server().await;
    let command = server.say(GROUP, &user(42, "Ada"), "/quiz", None);
    let sent = adapter.deliver(&post_to(chat(GROUP), long(), Some(command.to_string()))).await.expect("taken");
    let said = server.messages(GROUP);
    assert_eq!((sent.messages.len(), said.len()), (3, 3));
    let text: Vec<_> = said.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(text.join("\n"), long().plain());
    let buttons: Vec<bool> = said.iter().map(|message| !message.keyboard.is_null()).collect();
    assert_eq!(buttons, [false, false, true]);
    let replies: Vec<bool> = said.iter().map(|message| message.reply_to.is_some()).collect();
    assert_eq!(replies, [true, false, false]);
}

#[tokio::test]
async fn a_post_of_several_messages_goes_on_where_it_was_cut_off() {
    let (server, adapter) = server().await;
    let parcel = post(GROUP, long());
    server.hold_to_pace(1, 100);
    let refused = adapter.deliver(&parcel).await;
    assert!(matches!(refused, Err(Refusal::Later { whole_platform: false, .. })), "{refused:?}");
    server.hold_to_pace(100, 100);
    let sent = adapter.deliver(&parcel).await.expect("taken");
    assert_eq!(sent.messages, ["1", "2", "3"]);
    assert_eq!(server.messages(GROUP).len(), 3, "nothing was sent twice");
}

#[tokio::test]
async fn edits_reach_every_part_and_every_twin() {
    let (server, adapter) = server().await;
    let first = adapter.deliver(&post(GROUP, long())).await.expect("taken");
    let twin = adapter.deliver(&post(GROUP, long())).await.expect("taken");
    let messages = [refs(GROUP, &first), refs(GROUP, &twin)].concat();
    let mut shorter = long();
    let Block::Lines(lines) = &mut shorter.blocks[0] else { panic!("lines") };
    lines.truncate(80);
    adapter.deliver(&edit(messages.clone(), shorter.clone())).await.expect("taken");
    let said = server.messages(GROUP);
    assert_eq!(said.len(), 4, "what the shorter text does not need is gone");
    for pair in said.chunks(2) {
        assert_eq!(format!("{}\n{}", pair[0].text, pair[1].text), shorter.plain());
        assert!(pair[0].keyboard.is_null() && !pair[1].keyboard.is_null());
    }
    adapter.deliver(&edit(messages, shorter)).await.expect("the same once more is done");
}

#[tokio::test]
async fn closing_takes_the_buttons_away() {
    let (server, adapter) = server().await;
    let sent =
        adapter.deliver(&post(GROUP, choice(Answering::One { options: vec!["x".into()] }))).await.expect("taken");
    let closed = choice(Answering::Closed { options: vec![("x".into(), true)] });
    adapter.deliver(&edit(refs(GROUP, &sent), closed)).await.expect("taken");
    assert_eq!(server.messages(GROUP)[0].keyboard, Value::Null);
    let longer = Card { blocks: long().blocks, controls: None };
    adapter.deliver(&edit(refs(GROUP, &sent), longer)).await.expect("cut to the one message that there is");
    assert!(server.messages(GROUP)[0].text.ends_with('…'));
}

#[tokio::test]
async fn edits_and_deletions_of_what_is_gone_are_done() {
    let (server, adapter) = server().await;
    let gone = vec![MessageRef { chat: chat(GROUP), message: "999".into(), part: 0 }];
    adapter.deliver(&edit(gone.clone(), line("x"))).await.expect("done");
    adapter.deliver(&parcel(Errand::Delete { messages: gone })).await.expect("done");
    let sent = adapter.deliver(&post(GROUP, line("x"))).await.expect("taken");
    adapter.deliver(&parcel(Errand::Delete { messages: refs(GROUP, &sent) })).await.expect("taken");
    assert!(server.messages(GROUP).is_empty());
    server.migrate(GROUP, -1_000_000_000_002);
    adapter.deliver(&edit(refs(GROUP, &sent), line("y"))).await.expect("left behind in the old group");
}

#[tokio::test]
async fn whispers_are_toasts_alerts_or_too_late() {
    let (server, adapter) = server().await;
    let ada = user(42, "Ada");
    let sent =
        adapter.deliver(&post(GROUP, choice(Answering::One { options: vec!["x".into()] }))).await.expect("taken");
    let message: i64 = sent.messages[0].parse().expect("a number");
    let whisper = |handle: &str, card| parcel(Errand::Whisper { handle: handle.into(), chat: chat(GROUP), card });
    let presses: Vec<String> = (0..5).map(|_| server.press(GROUP, message, &ada, "a")).collect();
    adapter.deliver(&whisper(&presses[0], line("Right. +10"))).await.expect("taken");
    adapter.deliver(&whisper(&presses[1], line(&"对".repeat(500)))).await.expect("cut and taken");
    adapter.deliver(&whisper(&presses[2], Card::default())).await.expect("taken without a word");
    let order = Answering::Order { options: vec!["x".into()], undo: "Undo".into(), done: "Done".into() };
    adapter.deliver(&whisper(&presses[4], choice(order))).await.expect("taken without its buttons");
    server.expire_callbacks();
    let late = adapter.deliver(&whisper(&presses[3], line("x"))).await;
    assert!(matches!(late, Err(Refusal::Never(_))), "{late:?}");
    let answers = server.look(|state| state.answers.clone());
    assert_eq!((answers[0].text.as_str(), answers[0].alert), ("Right. +10", false));
    assert_eq!((answers[1].text.encode_utf16().count(), answers[1].alert), (200, true));
    assert_eq!((answers[2].text.as_str(), answers[3].text.as_str()), ("", "Which?"));
    assert_eq!(server.look(|state| state.calls_of("editMessageText").count()), 0, "the keyboard is one for all");
}

#[tokio::test]
async fn a_reaction_marks_a_message_and_its_refusal_closes_no_chat() {
    let (server, adapter) = server().await;
    let message = server.say(GROUP, &user(42, "Ada"), "/x", None);
    let react = |message: i64| parcel(Errand::React { chat: chat(GROUP), message: message.to_string() });
    adapter.deliver(&react(message)).await.expect("taken");
    let reaction = server.look(|state| state.messages(GROUP).next().and_then(|message| message.reaction.clone()));
    assert_eq!(reaction.as_deref(), Some("👀"));
    server.fail("setMessageReaction", Fault::Refuse(400, "Bad Request: not enough rights".into()), 1);
    for _ in 0..2 {
        let refused = adapter.deliver(&react(999)).await;
        assert!(matches!(refused, Err(Refusal::Never(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn three_thousand_presses_are_read_and_answered_once_each() {
    let (server, adapter) = server().await;
    let sent =
        adapter.deliver(&post(GROUP, choice(Answering::One { options: vec!["x".into()] }))).await.expect("taken");
    let message: i64 = sent.messages[0].parse().expect("a number");
    for person in 1..=3000 {
        server.press(GROUP, message, &user(person, "Ada"), "a");
    }
    let mut listening = crate::Listening::with(adapter.clone());
    let heard = listening.hear(3000).await;
    let whispers = heard.into_iter().filter_map(|event| {
        let handle = event.handle?.id;
        Some(parcel(Errand::Whisper { handle, chat: chat(GROUP), card: line("Right.") }))
    });
    let answered = futures::stream::iter(whispers)
        .map(async |whisper| adapter.deliver(&whisper).await)
        .buffer_unordered(adapter.limits().in_flight)
        .filter(|answer| std::future::ready(answer.is_ok()))
        .count();
    assert_eq!(answered.await, 3000);
    assert_eq!(server.look(|state| state.answers.len()), 3000);
}
