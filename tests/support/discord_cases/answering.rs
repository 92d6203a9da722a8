//! Answers to interactions: to one person alone, or for all to see; in time, late, or of unknown fate.

use std::time::Duration;

use quizbot::{
    chat::{Receipt, Refusal},
    speech::card::Card,
};

use crate::{
    discord_bench::{Bench, answer_for_all, draft, handle, order, single, whisper},
    discord_server::{CHANNEL, Fault, ME, Person, Server},
};

fn ada() -> Person {
    Person::new(11, "ada")
}

fn text(server: &Server, channel: u64) -> Vec<String> {
    server.messages(channel).iter().map(|message| message["content"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whisper_answers_its_press_and_leaves_the_question_alone() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, single(5, 4)).await;
    let pressed = bench.server.press(&ada(), question, "a");
    let event = bench.interaction(pressed).await;
    for said in ["Right. +10", "You answered a."] {
        assert_eq!(bench.deliver(whisper(CHANNEL, &handle(&event), said)).await, Ok(Receipt::default()));
    }
    let answers = bench.server.answers(pressed);
    assert_eq!(answers.iter().map(|one| one["content"].clone()).collect::<Vec<_>>(), ["Right. +10", "You answered a."]);
    assert_eq!(bench.server.first_answer(pressed), Some((4, true)));
    assert!(answers.iter().all(|one| one["flags"] == 68), "{answers:?}");
    assert_eq!(bench.server.messages(CHANNEL).len(), 1);
    assert!(bench.server.messages(CHANNEL)[0]["edited_timestamp"].is_null());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_one_message_that_its_presses_change() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, order(6, 3)).await;
    let first = bench.server.press(&ada(), question, "b");
    let event = bench.interaction(first).await;
    assert_eq!(event.message, Some(question.to_string()));
    bench.deliver(draft(CHANNEL, 6, &handle(&event), "So far: b")).await.expect("whispered");
    let shown = bench.server.answers(first)[0].clone();
    assert_eq!((bench.server.first_answer(first), shown["flags"].as_u64()), (Some((4, true)), Some(68)));

    let panel: u64 = shown["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let second = bench.server.press(&ada(), panel, "a");
    let event = bench.interaction(second).await;
    assert_eq!(event.message, None, "what one person sees is no copy of the question");
    bench.deliver(draft(CHANNEL, 6, &handle(&event), "So far: b a")).await.expect("changed");
    assert_eq!(bench.server.first_answer(second), Some((7, false)));
    assert_eq!(bench.server.answers(first)[0]["content"], "So far: b a");

    let third = bench.server.press(&ada(), panel, "Done");
    let event = bench.interaction(third).await;
    bench.server.until("announced", |server| server.first_answer(third) == Some((6, false))).await;
    bench.deliver(whisper(CHANNEL, &handle(&event), "Right. +30")).await.expect("changed");
    let said = &bench.server.answers(first)[0];
    assert_eq!((&said["content"], &said["components"]), (&"Right. +30".into(), &serde_json::json!([])));
    assert_eq!(bench.server.messages(CHANNEL).len(), 1);
    assert!(bench.server.messages(CHANNEL)[0]["edited_timestamp"].is_null());
    assert_eq!(bench.server.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_takes_long_is_announced_and_then_written_in_its_place() {
    let bench = Bench::connected().await;
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    let event = bench.interaction(asked).await;
    let start = tokio::time::Instant::now();
    bench.server.until("announced", |server| server.first_answer(asked) == Some((5, true))).await;
    assert!((1_200..2_500).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    bench.deliver(whisper(CHANNEL, &handle(&event), "Here it is")).await.expect("whispered");
    assert_eq!(bench.server.answers(asked)[0]["content"], "Here it is");
    assert_eq!(bench.server.requests_to("PATCH", "/@original").len(), 1);
    bench.deliver(whisper(CHANNEL, &handle(&event), "and more")).await.expect("whispered");
    assert_eq!(bench.server.answers(asked).len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_announced_before_it_is_committed() {
    let bench = Bench::connected().await;
    bench.commit(false);
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    tokio::time::sleep(Duration::from_millis(1_800)).await;
    assert_eq!(bench.server.first_answer(asked), None);
    bench.commit(true);
    bench.server.until("announced", |server| server.first_answer(asked) == Some((5, true))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_for_all_is_the_commands_own_while_that_can_be() {
    let bench = Bench::connected().await;
    let quick = bench.interaction(bench.server.command(&ada(), CHANNEL, "top", &[])).await;
    let errand = || answer_for_all(CHANNEL, 1, Card::line("ada 10"), &handle(&quick));
    let receipt = bench.deliver(errand()).await.expect("answered");
    assert_eq!(text(&bench.server, CHANNEL), ["ada 10"]);
    assert_eq!(receipt.messages, [bench.server.messages(CHANNEL)[0]["id"].as_str().unwrap()]);
    assert_eq!(bench.server.requests_to("POST", &format!("/channels/{CHANNEL}/")).len(), 0);
    // Its receipt was lost: it is found again.
    assert_eq!(bench.deliver_again(errand(), 1, bench.clock.now_ms()).await, Ok(receipt));
    assert_eq!(text(&bench.server, CHANNEL).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_for_all_that_comes_late_is_an_ordinary_message() {
    let bench = Bench::connected().await;
    let slow = bench.server.command(&ada(), CHANNEL, "top", &[]);
    let event = bench.interaction(slow).await;
    bench.server.until("announced", |server| server.first_answer(slow).is_some()).await;
    bench.deliver(answer_for_all(CHANNEL, 1, Card::line("ada 10"), &handle(&event))).await.expect("posted");
    assert_eq!(text(&bench.server, CHANNEL), ["ada 10"]);
    assert_eq!(bench.server.requests_to("DELETE", "/@original").len(), 1);
    // Stale, from before a restart, or never heard of.
    let unknown = format!("i:{}:5:token", crate::discord_server::APPLICATION);
    bench.deliver(answer_for_all(CHANNEL, 2, Card::line("late"), &unknown)).await.expect("posted");
    assert_eq!(text(&bench.server, CHANNEL), ["ada 10", "late"]);
    assert!(matches!(bench.deliver(whisper(CHANNEL, &unknown, "late")).await, Err(Refusal::Never(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_never_the_answer_to_a_command() {
    let bench = Bench::connected().await;
    let asked = bench.server.command(&ada(), CHANNEL, "quiz", &[]);
    let event = bench.interaction(asked).await;
    bench.deliver(answer_for_all(CHANNEL, 1, single(5, 3), &handle(&event))).await.expect("posted");
    assert_eq!(bench.server.requests_to("POST", &format!("/channels/{CHANNEL}/")).len(), 1);
    assert_eq!(bench.server.first_answer(asked), Some((5, true)));
    assert!(bench.server.answers(asked).is_empty());
    bench.deliver(whisper(CHANNEL, &handle(&event), "On its way")).await.expect("whispered");
    assert_eq!(bench.server.answers(asked)[0]["content"], "On its way");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interaction_that_an_earlier_process_announced_is_answered_in_its_place() {
    let bench = Bench::connected().await;
    let asked = bench.server.command(&ada(), CHANNEL, "top", &[]);
    let event = bench.interaction(asked).await;
    bench.server.until("announced", |server| server.first_answer(asked).is_some()).await;
    let later = Bench::begun(bench.server.clone(), crate::discord_server::TOKEN);
    later.deliver(whisper(CHANNEL, &handle(&event), "after the restart")).await.expect("whispered");
    assert_eq!(bench.server.answers(asked)[0]["content"], "after the restart");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_whose_fate_is_unknown_is_said_once() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, single(5, 4)).await;
    let pressed = bench.server.press(&ada(), question, "a");
    let event = bench.interaction(pressed).await;
    bench.server.fail("POST", "/callback", Fault::BreakAfter);
    assert!(matches!(bench.deliver(whisper(CHANNEL, &handle(&event), "Right")).await, Err(Refusal::Unknown(_))));
    bench.deliver_again(whisper(CHANNEL, &handle(&event), "Right"), 1, bench.clock.now_ms()).await.expect("whispered");
    assert_eq!(bench.server.answers(pressed).len(), 1);
    assert_eq!(bench.server.messages(CHANNEL)[0]["author"]["id"], ME.to_string());
}
