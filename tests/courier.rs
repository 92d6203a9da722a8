//! The courier over a real database and an adapter that answers by a script.

#[path = "courier/house.rs"]
mod house;

use house::{House, NOW, Row, later, limits};
use quizbot::{
    chat::{Errand, Limits, Receipt, Refusal},
    courier::Step,
    engine::{
        event::{ChatRef, Lost, Platform, What},
        inbox::Item,
    },
    quiz::OutboxId,
    store::outbox,
};

fn unknown() -> Refusal {
    Refusal::Unknown("the line broke".into())
}

#[tokio::test]
async fn a_chat_keeps_its_order() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.add(Row::post(1, "b")).await;
    house.add(Row::edit(post, "a, revealed")).await;
    house.add(Row::react(1, "m9")).await;
    house.add(Row::post(1, "c")).await;
    assert_eq!(house.steps().await, ["post a", "post b", "edit a, revealed", "react m9", "post c"]);
    assert_eq!(house.count("sent").await, 5);
}

#[tokio::test]
async fn the_next_of_a_chat_waits_until_the_engine_knows_of_the_last() {
    let house = House::new().await;
    house.add(Row::post(1, "a")).await;
    house.add(Row::post(1, "b")).await;
    house.add(Row::post(2, "c")).await;
    let (step, events) = house.courier.deliver_one().await.unwrap();
    assert_eq!(step, Step::Delivered);
    assert_eq!(house.step().await, "post c", "another chat does not wait");
    assert_eq!(house.step().await, "idle");
    house.handle(events).await;
    assert_eq!(house.step().await, "post b");
}

#[tokio::test]
async fn a_receipt_tells_the_engine_all_that_it_needs() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.adapter.answer(post.row, Ok(Receipt { messages: vec!["m1".into(), "m2".into()], at_ms: NOW + 7 }));
    let (_, events) = house.courier.deliver_one().await.unwrap();
    let [event] = events.as_slice() else { panic!("one event") };
    assert_eq!((event.key.as_str(), event.at_ms), ("post:1:1", Some(NOW + 7)));
    assert!(event.place.is_none() && event.from.is_none() && event.handle.is_none());
    let What::Posted { outbox, post: named, chat, messages } = &event.what else { panic!("posted") };
    assert_eq!((*outbox, *named, chat.to_string()), (OutboxId(1), post.post, "test:-1".into()));
    assert_eq!(messages, &["m1", "m2"]);
}

#[tokio::test]
async fn later_holds_one_chat_alone() {
    let house = House::new().await;
    let first = house.add(Row::post(1, "a")).await;
    house.add(Row::post(1, "b")).await;
    house.add(Row::post(2, "c")).await;
    house.adapter.refuse(first.row, [later(30_000, false)]);
    assert_eq!(house.steps().await, ["refused a", "post c"]);
    assert_eq!(house.idle_until().await, Some(NOW + 30_000));
    house.wait(29_999);
    assert_eq!(house.step().await, "idle");
    house.wait(1);
    assert_eq!(house.steps().await, ["post a", "post b"]);
}

#[tokio::test]
async fn later_for_the_platform_holds_everything() {
    let house = House::new().await;
    let first = house.add(Row::post(1, "a")).await;
    house.add(Row::post(2, "b")).await;
    house.add(Row::whisper("h", "c")).await;
    house.adapter.refuse(first.row, [later(1_000, true)]);
    assert_eq!(house.steps().await, ["refused a"]);
    assert_eq!(house.idle_until().await, Some(NOW + 1_000));
    house.wait(1_000);
    assert_eq!(house.steps().await, ["post a", "post b", "whisper c"]);
}

#[tokio::test]
async fn later_is_never_longer_than_an_hour() {
    let house = House::new().await;
    let first = house.add(Row::post(1, "a")).await;
    house.adapter.refuse(first.row, [later(u64::MAX, false)]);
    assert_eq!(house.steps().await, ["refused a"]);
    assert_eq!(house.idle_until().await, Some(NOW + 3_600_000));
    house.wait(3_600_000);
    assert_eq!(house.steps().await, ["post a"]);
}

#[tokio::test]
async fn an_unknown_fate_is_tried_again_with_the_same_row_ever_more_seldom() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.adapter.refuse(post.row, std::iter::repeat_with(unknown).take(9));
    for wait_ms in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000] {
        assert_eq!(house.step().await, "refused a");
        house.wait(wait_ms - 1);
        assert_eq!(house.step().await, "idle", "before {wait_ms} ms");
        house.wait(1);
    }
    assert_eq!(house.step().await, "post a");
    let parcels = house.adapter.parcels();
    assert!(parcels.iter().all(|parcel| (parcel.id, parcel.first_tried_at_ms) == (OutboxId(post.row), NOW)));
    assert_eq!(parcels.iter().map(|parcel| parcel.tries).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
}

#[tokio::test]
async fn edits_are_given_up_after_ten_tries_and_their_chat_goes_on() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    assert_eq!(house.steps().await, ["post a"]);
    let edit = house.add(Row::edit(post, "b")).await;
    house.add(Row::post(1, "c")).await;
    house.adapter.refuse(edit.row, std::iter::repeat_with(unknown).take(99));
    for _ in 0..10 {
        assert_eq!(house.step().await, "refused b");
        house.wait(60_000);
    }
    assert_eq!(house.steps().await, ["post c"]);
    assert_eq!(house.row(edit.row).await, ("failed".into(), "the line broke".into()));
}

#[tokio::test]
async fn after_a_crash_what_was_under_way_is_sent_again() {
    let mut house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.add(Row::post(1, "b")).await;
    house.courier.deliver_one().await.unwrap();
    house.crash().await;
    assert_eq!(house.steps().await, ["post a", "post b"]);
    let again = house.adapter.parcels().into_iter().filter(|parcel| parcel.id == OutboxId(post.row));
    assert_eq!(again.map(|parcel| parcel.tries).collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test]
async fn after_a_crash_an_edit_gives_way_to_a_newer_one() {
    let mut house = House::new().await;
    let posts = [house.add(Row::post(1, "a")).await, house.add(Row::post(2, "b")).await];
    assert_eq!(house.steps().await, ["post a", "post b"]);
    let old = house.add(Row::edit(posts[0], "a: 1")).await;
    let alone = house.add(Row::edit(posts[1], "b: 1")).await;
    let claimed = outbox::claim(&house.store, &[OutboxId(old.row), OutboxId(alone.row)], NOW).await.unwrap();
    assert_eq!(claimed.len(), 2);
    house.add(Row::edit(posts[0], "a: 2")).await;
    house.crash().await;
    assert_eq!(house.steps().await, ["edit b: 1", "edit a: 2"]);
    assert_eq!(house.count("sent").await, 4, "the old edit is gone");
}

#[tokio::test]
async fn of_two_edits_of_a_post_that_were_under_way_the_newer_is_sent_again() {
    let mut house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    assert_eq!(house.steps().await, ["post a"]);
    for text in ["1", "2"] {
        let edit = house.add(Row::edit(post, text)).await;
        assert_eq!(outbox::claim(&house.store, &[OutboxId(edit.row)], NOW).await.unwrap().len(), 1);
    }
    house.crash().await;
    assert_eq!(house.steps().await, ["edit 2"]);
}

#[tokio::test]
async fn an_edit_that_must_wait_gives_way_to_a_newer_one_and_still_holds_its_chat() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    assert_eq!(house.steps().await, ["post a"]);
    let old = house.add(Row::edit(post, "1")).await;
    house.adapter.refuse(old.row, [later(20_000, false)]);
    house.adapter.during(old.row, Row::edit(post, "2"));
    assert_eq!(house.steps().await, ["refused 1"]);
    house.wait(19_999);
    assert_eq!(house.step().await, "idle", "the platform asked for 20 seconds, whatever the edit says");
    house.wait(1);
    assert_eq!(house.steps().await, ["edit 2"]);
    assert_eq!(house.count("waiting").await, 0);
}

#[tokio::test]
async fn counts_go_last_and_every_five_seconds() {
    let house = House::new().await;
    let posts = [house.add(Row::post(1, "a")).await, house.add(Row::post(1, "b")).await];
    assert_eq!(house.steps().await, ["post a", "post b"]);
    house.add(Row::tally(posts[0], "a: 1")).await;
    house.add(Row::post(1, "c")).await;
    house.add(Row::react(1, "m9")).await;
    assert_eq!(house.steps().await, ["post c", "react m9", "edit a: 1"], "a count holds nobody up");
    house.add(Row::tally(posts[1], "b: 1")).await;
    house.add(Row::tally(posts[0], "a: 2")).await;
    assert_eq!(house.step().await, "idle");
    assert_eq!(house.idle_until().await, Some(NOW + 5_000));
    house.wait(5_000);
    assert_eq!(house.steps().await, ["edit b: 1"], "one of the chat's counts at a time");
    house.add(Row::edit(posts[0], "a, revealed")).await;
    assert_eq!(house.steps().await, ["edit a, revealed"], "a reveal takes the count's place, and waits for nothing");
}

#[tokio::test]
async fn a_count_waits_for_what_is_under_way_in_its_chat() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    assert_eq!(house.steps().await, ["post a"]);
    house.add(Row::post(1, "b")).await;
    house.courier.deliver_one().await.unwrap();
    house.add(Row::tally(post, "a: 1")).await;
    assert_eq!(house.step().await, "idle");
}

#[tokio::test]
async fn a_groups_minute_is_kept_and_its_last_quarter_is_not_for_counts() {
    let house = House::with(Limits { per_group_minute: 4, ..limits() }).await;
    let post = house.add(Row::post(1, "1")).await;
    house.add(Row::post(1, "2")).await;
    house.add(Row::post(1, "3")).await;
    house.add(Row::tally(post, "count")).await;
    house.add(Row::post(2, "elsewhere")).await;
    assert_eq!(house.steps().await, ["post 1", "post 2", "post 3", "post elsewhere"]);
    for text in ["4", "5"] {
        house.add(Row::post(1, text)).await;
    }
    assert_eq!(house.steps().await, ["post 4"]);
    assert_eq!(house.idle_until().await, Some(NOW + 60_000));
    house.wait(60_000);
    assert_eq!(house.steps().await, ["post 5", "edit count"]);
}

#[tokio::test]
async fn topics_of_a_group_share_its_minute() {
    let house = House::with(Limits { per_group_minute: 2, ..limits() }).await;
    house.topic(11, "-1", "5").await;
    house.topic(12, "-1", "6").await;
    for chat in [1, 11, 12, 2] {
        house.add(Row::post(chat, &chat.to_string())).await;
    }
    assert_eq!(house.steps().await, ["post 1", "post 11", "post 2"]);
    house.wait(60_000);
    assert_eq!(house.steps().await, ["post 12"]);
}

#[tokio::test]
async fn private_chats_have_a_burst_and_then_one_a_second() {
    let house = House::with(Limits { burst: 2, ..limits() }).await;
    for text in ["1", "2", "3"] {
        house.add(Row::post(100, text)).await;
    }
    assert_eq!(house.steps().await, ["post 1", "post 2"]);
    house.wait(1_000);
    assert_eq!(house.steps().await, ["post 3"]);
}

#[tokio::test]
async fn whispers_expire_and_handles_go_stale() {
    let house = House::new().await;
    let table = [
        ("in time", Row::whisper("h", "x").expires(NOW + 1), "whisper x"),
        ("too late", Row::whisper("h", "x").expires(NOW), "passed over"),
        ("stale", Row::whisper("h", "x").written(NOW - 10_000), "passed over"),
        ("not by handle", Row::whisper("", "x").written(NOW - 10_000), "whisper x"),
        ("a post too late", Row::post(1, "x").expires(NOW), "passed over"),
    ];
    for (what, row, expected) in table {
        house.add(row).await;
        assert_eq!(house.step().await, expected, "{what}");
    }
    assert_eq!(house.count("failed").await, 3);
    assert_eq!(house.events(), ["posted? no: Never(\"too late\")"]);
}

#[tokio::test]
async fn a_whisper_is_tried_again_until_it_expires() {
    let house = House::new().await;
    let whisper = house.add(Row::whisper("h", "x").expires(NOW + 6_000)).await;
    house.adapter.refuse(whisper.row, std::iter::repeat_with(unknown).take(99));
    let mut said = Vec::new();
    for _ in 0..8 {
        said.extend(house.steps().await);
        house.wait(1_000);
    }
    assert_eq!(said, ["refused x", "refused x", "refused x", "passed over"]);
    assert_eq!(house.row(whisper.row).await.0, "failed");
}

#[tokio::test]
async fn a_post_refused_for_good_is_told_once_and_its_edits_fail() {
    for (refusal, why) in [
        (Refusal::Forbidden("no rights".into()), Lost::Forbidden),
        (Refusal::Gone("kicked".into()), Lost::Gone),
        (Refusal::Never("too long".into()), Lost::Never("too long".into())),
    ] {
        let house = House::new().await;
        let post = house.add(Row::post(1, "a")).await;
        let edit = house.add(Row::edit(post, "a, revealed")).await;
        house.add(Row::post(1, "b")).await;
        house.adapter.refuse(post.row, [refusal]);
        assert_eq!(house.steps().await, ["refused a", "passed over", "post b"], "{why:?}");
        assert_eq!(house.events(), [format!("posted? no: {why:?}"), "posted test:-1".into()]);
        assert_eq!(house.row(edit.row).await, ("failed".into(), "its post is lost".into()));
    }
}

#[tokio::test]
async fn other_things_refused_for_good_fail_without_a_word_and_stop_nothing() {
    for refusal in [Refusal::Forbidden(String::new()), Refusal::Gone(String::new()), Refusal::Never("bad\n\0".into())] {
        let house = House::new().await;
        let post = house.add(Row::post(1, "a")).await;
        assert_eq!(house.steps().await, ["post a"]);
        let rows = [
            house.add(Row::edit(post, "x")).await,
            house.add(Row::react(1, "x")).await,
            house.add(Row::delete(post)).await,
            house.add(Row::whisper("h", "x")).await,
        ];
        rows.iter().for_each(|row| house.adapter.refuse(row.row, [refusal.clone()]));
        house.add(Row::post(1, "b")).await;
        assert_eq!(house.steps().await.last().map(String::as_str), Some("post b"));
        assert_eq!(house.count("failed").await, 4, "{refusal:?}");
        assert_eq!(house.events(), ["posted test:-1", "posted test:-1"]);
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_fails_alone() {
    let house = House::new().await;
    house.add(Row::post(1, "a").card("{\"blocks\":")).await;
    house.add(Row::react(1, "")).await;
    house.add(Row::post(1, "b")).await;
    assert_eq!(house.steps().await, ["passed over", "passed over", "post b"]);
    assert_eq!(house.count("failed").await, 2);
}

#[tokio::test]
async fn a_time_too_far_ahead_is_taken_as_now() {
    let house = House::new().await;
    house.add(Row::post(1, "in an hour").not_before(NOW + 3_600_000)).await;
    house.add(Row::post(2, "in two").not_before(NOW + 3_600_001)).await;
    house.add(Row::whisper("h", "in a year").not_before(NOW + 31_536_000_000)).await;
    assert_eq!(house.steps().await, ["post in two", "whisper in a year"]);
    assert_eq!(house.idle_until().await, Some(NOW + 3_600_000));
}

#[tokio::test]
async fn an_edit_of_an_answer_that_no_message_is_known_of_is_done() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.adapter.answer(post.row, Ok(Receipt { messages: Vec::new(), at_ms: NOW }));
    let edit = house.add(Row::edit(post, "b")).await;
    let delete = house.add(Row::delete(post)).await;
    assert_eq!(house.steps().await, ["post a", "passed over", "passed over"]);
    assert_eq!(house.row(edit.row).await.0, "sent");
    assert_eq!(house.row(delete.row).await.0, "sent");
}

#[tokio::test]
async fn an_edit_goes_to_every_message_of_its_post_as_it_was_sent() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.adapter.answer(post.row, Ok(Receipt { messages: vec!["m1".into(), "m2".into()], at_ms: NOW }));
    assert_eq!(house.steps().await, ["post a"]);
    house.sql("update chats set address = '-77' where id = 1").await;
    house.add(Row::edit(post, "b")).await;
    house.add(Row::delete(post)).await;
    house.add(Row::post(1, "c").message("m5")).await;
    assert_eq!(house.steps().await, ["edit b", "delete", "post c"]);
    let parcels = house.adapter.parcels();
    let Errand::Edit { messages, .. } = &parcels[1].errand else { panic!("an edit") };
    let addresses = |(chat, message, part): (&ChatRef, &str, u32)| format!("{chat} {message} {part}");
    let addresses: Vec<_> = messages.iter().map(|m| addresses((&m.chat, &m.message, m.part))).collect();
    assert_eq!(addresses, ["test:-1 m1 0", "test:-1 m2 1"]);
    let Errand::Post { chat, reply_to, handle, .. } = &parcels[3].errand else { panic!("a post") };
    assert_eq!((chat.to_string(), reply_to.as_deref(), handle), ("test:-77".into(), Some("m5"), &None));
}

#[tokio::test]
async fn a_chat_that_moved_gets_its_post_at_the_new_address() {
    let house = House::new().await;
    let new = ChatRef { platform: Platform::new("test"), chat: "-700".into(), thread: String::new() };
    let post = house.add(Row::post(1, "a")).await;
    house.adapter.refuse(post.row, [Refusal::Moved(new.clone())]);
    assert_eq!(house.step().await, "refused a");
    assert_eq!(house.events(), ["moved:1:1 test:-1 -> test:-700"]);
    assert_eq!(house.steps().await, ["post a"]);
    assert_eq!(house.events(), ["moved:1:1 test:-1 -> test:-700", "posted test:-700"]);
    let edit = house.add(Row::edit(post, "b")).await;
    house.adapter.refuse(edit.row, [Refusal::Moved(new)]);
    house.add(Row::post(1, "c")).await;
    assert_eq!(house.steps().await, ["refused b", "post c"], "nothing moves twice");
}

#[tokio::test]
async fn a_chat_that_moves_for_ever_does_not_spin() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    let moves =
        (0..50).map(|n| ChatRef { platform: Platform::new("test"), chat: format!("-7{n:02}"), thread: String::new() });
    house.adapter.refuse(post.row, moves.map(Refusal::Moved));
    assert_eq!(house.steps().await.len(), 4);
}

#[tokio::test]
async fn rows_of_other_platforms_are_left_alone() {
    let house = House::new().await;
    house.add(Row::post(1, "a").platform("elsewhere")).await;
    assert_eq!(house.idle_until().await, None);
}

#[tokio::test]
async fn old_rows_are_pruned_when_they_are_settled() {
    let house = House::new().await;
    house.add(Row::post(1, "old").written(NOW - 10)).await;
    assert_eq!(house.steps().await, ["post old"]);
    house.add(Row::post(1, "old, waits").written(NOW - 10).not_before(NOW + 5)).await;
    house.add(Row::post(2, "new")).await;
    assert_eq!(house.steps().await, ["post new"]);
    assert_eq!(outbox::prune(&house.store, NOW).await.unwrap(), 1);
    assert_eq!((house.count("sent").await, house.count("waiting").await), (1, 1));
    assert_eq!(outbox::prune(&house.store, NOW + 1).await.unwrap(), 1, "also where nothing is young");
}

// What follows runs the courier as the program does.

#[tokio::test(flavor = "multi_thread")]
async fn three_thousand_whispers_arrive_once_each() {
    let house = House::new().await;
    house.add_whispers(3_000).await;
    let running = house.run();
    house.until("all is settled", async || house.count("sent").await == 3_000).await;
    running.stop().await;
    let mut ids: Vec<_> = house.adapter.parcels().into_iter().map(|parcel| parcel.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=3_000).map(OutboxId).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_are_in_flight_than_the_platform_takes_and_whispers_overtake() {
    let house = House::new().await;
    for chat in 1..=20 {
        house.add(Row::post(chat, "slow")).await;
    }
    house.adapter.shut();
    let running = house.run();
    house.until("every place is taken", async || house.adapter.flying() == 8).await;
    house.add(Row::whisper("h", "quick")).await;
    house.adapter.let_through(|parcel| matches!(parcel.errand, Errand::Whisper { .. }));
    house.news();
    house.until("the whisper is there", async || house.count("sent").await == 1).await;
    assert_eq!((house.adapter.flying(), house.adapter.most_flying()), (8, 9));
    house.adapter.let_through(|_| true);
    house.until("all is there", async || house.count("sent").await == 21).await;
    running.stop().await;
    assert!(house.adapter.most_flying() <= 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_waits_for_what_flies_and_gives_back_what_does_not() {
    let house = House::new().await;
    house.add_whispers(100).await;
    house.adapter.shut();
    let running = house.run();
    house.until("every place is taken", async || house.adapter.flying() == 8).await;
    assert_eq!(house.count("sending").await, 100);
    let stopped = running.stop();
    house.adapter.let_through(|_| true);
    stopped.await;
    assert_eq!((house.count("sent").await, house.count("waiting").await), (8, 92));
    assert_eq!(house.number("select sum(tries) from outbox").await, 8, "what was given back was not tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_the_engine_never_heard_of_stays_under_way() {
    let mut house = House::new().await;
    house.add(Row::post(1, "a")).await;
    drop(house.dismiss_engine());
    let running = house.run();
    house.until("it was sent", async || house.adapter.parcels().len() == 1).await;
    running.stop().await;
    assert_eq!(house.count("sending").await, 1);
    house.crash().await;
    assert_eq!(house.steps().await, ["post a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ready_is_told_at_once() {
    let house = House::with(Limits { in_flight: 32, ..limits() }).await;
    for chat in 1..=20 {
        house.add(Row::post(chat, "a")).await;
    }
    let mut items = house.dismiss_engine();
    let running = house.run();
    let (mut told, mut puts) = (0, 0);
    while told < 20 {
        let Some(Item::Put(events, done)) = items.recv().await else { panic!("only events are put") };
        (told, puts) = (told + events.len(), puts + 1);
        house.until("all were sent", async || house.adapter.landed() == 20).await;
        house.handle(events).await;
        done.send(()).expect("the courier waits for it");
    }
    running.stop().await;
    assert!(puts <= 5, "{puts} puts for 20 receipts");
    assert_eq!(house.count("sent").await, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_failed_does_not_stop_its_chat() {
    let house = House::new().await;
    house.add(Row::post(1, "a")).await;
    house.add(Row::post(1, "b")).await;
    house.engine_fails();
    let running = house.run();
    house.until("both are there", async || house.adapter.parcels().len() == 2).await;
    house.until("both are settled", async || house.count("sent").await == 2).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_platform_is_served() {
    let house = House::new().await;
    let running = house.run();
    for platform in ["test", "other"] {
        house.add(Row::post(1, platform).platform(platform)).await;
    }
    house.news();
    house.until("both are there", async || house.count("sent").await == 2).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adapter_that_panics_has_told_nothing() {
    let house = House::new().await;
    let post = house.add(Row::post(1, "a")).await;
    house.adapter.panics(post.row);
    let running = house.run();
    house
        .until("it waits again", async || {
            house.row(post.row).await == ("waiting".into(), "the adapter panicked".into())
        })
        .await;
    house.wait(1_000);
    house.until("it is there", async || house.count("sent").await == 1).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lanes_keep_their_order_while_all_runs_at_once() {
    let house = House::with(Limits { in_flight: 32, ..limits() }).await;
    for text in ["1", "2", "3", "4", "5"] {
        for chat in 1..=20 {
            house.add(Row::post(chat, text)).await;
        }
    }
    let running = house.run();
    house.until("all is there", async || house.count("sent").await == 100).await;
    running.stop().await;
    let mut said = vec![Vec::new(); 21];
    for parcel in house.adapter.parcels() {
        let Errand::Post { chat, card, .. } = parcel.errand else { panic!("a post") };
        said[chat.chat[1..].parse::<usize>().unwrap()].push(card.plain());
    }
    assert!(said[1..].iter().all(|said| said == &["1", "2", "3", "4", "5"]), "{said:?}");
}
