//! How parcels arrive, and what becomes of those that don't.

use quizbot::{
    chat::{Errand, Refusal},
    speech::card::{Block, Card, Span},
};
use serde_json::json;

use crate::{
    discord_bench::{Bench, chat, closed, deciding, disputable, edit, message, multiple, post, single, typed, whisper},
    discord_server::{CHANNEL, Fault, OTHER_CHANNEL, PRIVATE, Person, Server},
};

fn ada() -> Person {
    Person::new(11, "ada")
}

fn text(server: &Server, channel: u64) -> Vec<String> {
    server.messages(channel).iter().map(|message| message["content"].as_str().unwrap_or_default().to_owned()).collect()
}

fn long() -> Card {
    let lines = (0..120).map(|n| vec![Span::Text(format!("line {n} with *stars* and _lines_ in it"))]).collect();
    Card { blocks: vec![Block::Lines(lines)], ..single(5, 3) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_card_is_taken() {
    let bench = Bench::connected().await;
    let cards = [
        single(1, 2),
        single(2, 5),
        single(3, 10),
        multiple(4),
        typed(5),
        closed(6, 4),
        closed(7, 10),
        closed(8, 0),
        long(),
        Card::default(),
    ];
    for (name, card) in (1..).zip(cards) {
        bench.deliver(post(CHANNEL, name, card)).await.expect("posted");
    }
    assert_eq!(bench.server.wrong(), [""; 0]);
    let sent = bench.server.requests_to("POST", "/messages");
    assert!(sent.iter().all(|wire| wire.body["flags"] == 4 && wire.body["enforce_nonce"] == true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_names_every_part_and_the_controls_are_under_the_last() {
    let bench = Bench::connected().await;
    let receipt = bench.deliver(post(CHANNEL, 1, long())).await.expect("posted");
    let sent = bench.server.messages(CHANNEL);
    assert!(sent.len() > 1);
    assert_eq!(receipt.messages, sent.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
    assert!((receipt.at_ms - bench.clock.now_ms()).abs() < 10_000);
    let with_controls: Vec<bool> = sent.iter().map(|one| one["components"][0].is_object()).collect();
    assert_eq!(with_controls.iter().filter(|has| **has).count(), 1);
    assert_eq!(with_controls.last(), Some(&true));
    let shown = text(&bench.server, CHANNEL).join("\n");
    assert!((0..120).all(|n| shown.contains(&format!("line {n} with \\*stars\\* and \\_lines\\_ in it"))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_text_stays_text_and_calls_nobody() {
    let bench = Bench::connected().await;
    let hostile = "@everyone <@11> [click](http://evil) # big\n||spoiler|| `code` \u{202e}\u{200b}";
    bench.deliver(post(CHANNEL, 1, Card::line(hostile))).await.expect("posted");
    let shown = &text(&bench.server, CHANNEL)[0];
    assert!(shown.starts_with(r"\@everyone \<\@11> \[click\](http\://evil) # big \|\|spoiler\|\| \`code\`"), "{shown}");
    for wire in bench.server.requests_to("POST", "/messages") {
        assert_eq!(wire.body["allowed_mentions"], json!({ "parse": [], "replied_user": false }));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_names_its_question_even_where_that_is_gone() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, typed(5)).await;
    for (name, to) in [(2, question.to_string()), (3, "999".to_owned()), (4, "nonsense".to_owned())] {
        let errand = Errand::Post {
            post: quizbot::engine::event::PostId(name),
            chat: chat(CHANNEL),
            card: Card::line("so"),
            reply_to: Some(to),
            handle: None,
        };
        bench.deliver(errand).await.expect("posted");
    }
    assert_eq!(bench.server.messages(CHANNEL)[1]["message_reference"]["message_id"], question.to_string());
    // Where the history may not be read, it is said beside the message.
    bench.server.fail("POST", "/messages", Server::refusal(400, 160_002));
    let errand = Errand::Post {
        post: quizbot::engine::event::PostId(5),
        chat: chat(CHANNEL),
        card: Card::line("so"),
        reply_to: Some(question.to_string()),
        handle: None,
    };
    bench.deliver(errand).await.expect("posted");
    assert!(bench.server.messages(CHANNEL)[4]["message_reference"].is_null());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_but_not_confirmed_is_not_sent_twice() {
    let bench = Bench::connected().await;
    let now = bench.clock.now_ms();
    // Young enough for its nonce.
    bench.server.fail("POST", "/messages", Fault::BreakAfter);
    assert!(matches!(bench.deliver(post(CHANNEL, 1, single(5, 3))).await, Err(Refusal::Unknown(_))));
    let receipt = bench.deliver_again(post(CHANNEL, 1, single(5, 3)), 1, now).await.expect("adopted");
    assert_eq!((bench.server.messages(CHANNEL).len(), receipt.messages.len()), (1, 1));
    // Too old for its nonce, which this new name stands for: found by the round of its buttons, and by its text.
    let old = now - 3 * 60 * 1000;
    let found = bench.deliver_again(post(CHANNEL, 2, single(5, 3)), 1, old).await.expect("adopted");
    assert_eq!((found, bench.server.messages(CHANNEL).len()), (receipt, 1));
    bench.deliver(post(OTHER_CHANNEL, 3, Card::line("a result"))).await.expect("posted");
    bench.deliver_again(post(OTHER_CHANNEL, 4, Card::line("a result")), 1, old).await.expect("adopted");
    bench.deliver_again(post(OTHER_CHANNEL, 5, Card::line("another result")), 1, old).await.expect("posted");
    assert_eq!(text(&bench.server, OTHER_CHANNEL), ["a result", "another result"]);
    // A round's question, its result and a dispute name the same round: each is itself.
    let receipt = bench.deliver_again(post(CHANNEL, 7, disputable(5)), 1, old).await.expect("posted");
    let dispute = bench.deliver_again(post(CHANNEL, 8, deciding(5, 9)), 1, old).await.expect("posted");
    let other = bench.deliver_again(post(CHANNEL, 9, deciding(5, 10)), 1, old).await.expect("posted");
    assert_eq!(bench.server.messages(CHANNEL).len(), 4);
    let found = bench.deliver_again(post(CHANNEL, 10, disputable(5)), 1, old).await;
    assert_eq!(found, Ok(receipt));
    let found = bench.deliver_again(post(CHANNEL, 11, deciding(5, 9)), 1, old).await;
    assert_eq!(found, Ok(dispute));
    let found = bench.deliver_again(post(CHANNEL, 12, deciding(5, 10)), 1, old).await;
    assert_eq!((found, bench.server.messages(CHANNEL).len()), (Ok(other), 4));
    // Nothing was done: it is sent.
    bench.server.fail("POST", "/messages", Fault::BreakBefore);
    assert!(matches!(bench.deliver(post(PRIVATE, 6, single(6, 3))).await, Err(Refusal::Unknown(_))));
    bench.deliver_again(post(PRIVATE, 6, single(6, 3)), 1, old).await.expect("posted");
    assert_eq!(bench.server.messages(PRIVATE).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_marks_and_deletions_end_with_the_message() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, single(5, 4)).await;
    bench
        .deliver(edit(vec![message(CHANNEL, question, 0), message(CHANNEL, 999, 0)], closed(5, 4)))
        .await
        .expect("edited");
    let shown = &bench.server.messages(CHANNEL)[0];
    let looks = |n: usize| {
        (
            shown["components"][0]["components"][n]["style"].clone(),
            shown["components"][0]["components"][n]["disabled"].clone(),
        )
    };
    assert_eq!((looks(0), looks(1)), ((json!(2), json!(true)), (json!(3), json!(true))));

    let said = bench.server.say(&ada(), CHANNEL, "for update");
    bench.deliver(Errand::React { chat: chat(CHANNEL), message: said.to_string() }).await.expect("marked");
    assert_eq!(bench.server.reactions(), [(CHANNEL, said, "%F0%9F%91%80".to_owned())]);
    bench.deliver(Errand::React { chat: chat(CHANNEL), message: "999".into() }).await.expect("gone is done");
    bench.server.fail("PUT", "/reactions/", Server::refusal(403, 50013));
    let refused = bench.deliver(Errand::React { chat: chat(CHANNEL), message: said.to_string() }).await;
    assert!(
        matches!(refused, Err(Refusal::Never(_))),
        "a mark that can't be set does not silence the chat: {refused:?}"
    );

    let delete = || Errand::Delete { messages: vec![message(CHANNEL, question, 0)] };
    bench.deliver(delete()).await.expect("deleted");
    bench.deliver(delete()).await.expect("gone is done");
    assert_eq!(bench.server.messages(CHANNEL).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_split_message_is_edited_part_by_part() {
    let bench = Bench::connected().await;
    let receipt = bench.deliver(post(CHANNEL, 1, long())).await.expect("posted");
    let parts = || {
        receipt
            .messages
            .iter()
            .zip(0..)
            .map(|(id, part)| message(CHANNEL, id.parse().unwrap(), part))
            .collect::<Vec<_>>()
    };
    let mut over = closed(5, 3);
    over.blocks = long().blocks;
    bench.deliver(edit(parts(), over)).await.expect("edited");
    let shown = bench.server.messages(CHANNEL);
    assert_eq!(shown.last().unwrap()["components"][0]["components"][1]["style"], 3);
    assert!(shown.iter().all(|one| one["edited_timestamp"].is_string()));
    // Shorter than before: what has nothing left to say is empty, the controls stay where they are.
    bench.deliver(edit(parts(), closed(5, 3))).await.expect("edited");
    let shown = bench.server.messages(CHANNEL);
    assert_eq!(shown.len(), receipt.messages.len());
    assert_eq!(shown.last().unwrap()["components"][0]["components"][1]["style"], 3);
    assert!(shown[0]["components"].as_array().is_some_and(Vec::is_empty));
    assert_eq!(bench.server.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refusal_is_told_as_what_it_is() {
    let bench = Bench::connected().await;
    let later = |wait_ms, whole_platform| Refusal::Later { wait_ms, whole_platform };
    let refuse = |fault: Fault| {
        bench.server.fail("POST", "/messages", fault);
        bench.deliver(post(CHANNEL, 1, Card::line("x")))
    };
    assert_eq!(refuse(Server::too_many(1.5, false)).await, Err(later(1_500, false)));
    assert_eq!(refuse(Server::too_many(0.25, true)).await, Err(later(250, true)));
    assert_eq!(
        refuse(Fault::Answer(429, json!(null), vec![("retry-after", "7".into())])).await,
        Err(later(7_000, true))
    );
    assert!(matches!(refuse(Server::refusal(500, 0)).await, Err(Refusal::Unknown(_))));
    assert!(matches!(refuse(Fault::BreakBefore).await, Err(Refusal::Unknown(_))));
    assert!(matches!(refuse(Server::refusal(403, 50013)).await, Err(Refusal::Forbidden(_))));
    assert!(matches!(refuse(Server::refusal(403, 50001)).await, Err(Refusal::Forbidden(_))));
    assert!(matches!(refuse(Server::refusal(403, 50007)).await, Err(Refusal::Gone(_))));
    assert!(matches!(refuse(Server::refusal(400, 50035)).await, Err(Refusal::Never(_))));
    assert!(matches!(bench.deliver(post(999, 1, Card::line("x"))).await, Err(Refusal::Gone(_))));
    assert!(matches!(bench.deliver(whisper(CHANNEL, "nonsense", "x")).await, Err(Refusal::Never(_))));
    assert!(bench.server.messages(CHANNEL).is_empty());
}
