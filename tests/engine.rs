//! Hostile and unlucky events, handed to the engine over a real database.

#[path = "engine/bench.rs"]
mod bench;

use bench::{Bench, HOUR_MS, MINUTE_MS, START_MS, place};
use quizbot::engine::event::{Lost, Press, RoundId, SpaceRef, What};

const GROUP: &str = "-100";

#[tokio::test]
async fn a_group_that_the_bot_left_sleeps_though_only_its_topics_are_known() {
    let mut bench = Bench::new().await;
    bench.command("-100/5", "1", "daily 09:00").await;
    bench.write("update chats set asleep = 1").await;
    let gone = bench.event(GROUP, "1", What::Gone);
    bench.handle(gone).await;
    assert_eq!(bench.number("select awake from spaces where address = '-100'").await, 0);
    let joined = bench.event(GROUP, "1", What::Joined);
    bench.handle(joined).await;
    assert_eq!(bench.number("select awake from spaces where address = '-100'").await, 1);
    assert_eq!(bench.number("select count(*) from chats where asleep = 1").await, 0, "its home wakes too");
}

fn moved(to: &str) -> What {
    What::Moved { to: SpaceRef { id: to.to_owned(), ..place(to).space } }
}

#[tokio::test]
async fn a_late_word_from_the_old_address_does_not_undo_a_move() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "daily 09:00 Europe/Berlin").await;
    let event = bench.event(GROUP, "1", moved("-200"));
    bench.handle(event).await;
    bench.command(GROUP, "1", "top").await;
    let event = bench.event(GROUP, "1", moved("-200"));
    bench.handle(event).await;
    let homes = "select c.address from plans p join spaces s on s.group_id = p.group_id
         join chats c on c.id = s.home_chat_id where s.address = '-200'";
    assert_eq!(bench.texts(homes).await, ["-200"]);
    assert_eq!(bench.number("select count(*) from spaces").await, 1);
}

#[tokio::test]
async fn a_plan_made_at_the_new_address_survives_the_merge() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "top").await;
    bench.command("-200", "1", "daily 09:00").await;
    let event = bench.event(GROUP, "1", moved("-200"));
    bench.handle(event).await;
    let homes = "select c.address from plans p join spaces s on s.group_id = p.group_id
         join chats c on c.id = s.home_chat_id";
    assert_eq!(bench.texts(homes).await, ["-200"]);
    assert_eq!(bench.number("select count(*) from plans").await, 1);
}

#[tokio::test]
async fn replies_that_were_missed_are_fetched_from_the_oldest_open_question_on() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "daily 09:00").await;
    bench.tick(9 * HOUR_MS).await;
    bench.deliver().await;
    // While the bot is deaf, it still writes: a question and its press say nothing of the replies in between.
    let round = bench.ask(GROUP, "1", "pick").await;
    let mut press = bench.pressing(GROUP, "2", round, Press::Pick(0));
    press.message = Some("99999".to_owned());
    bench.handle(press).await;
    let seen = bench.texts("select last_seen from chats").await;
    let asked_at_ms = bench.number("select min(asked_at_ms) from rounds").await;
    let missed_since = [(GROUP.to_owned(), String::new(), seen[0].clone(), asked_at_ms)];
    let chats = bench.store.open_chats(&place(GROUP).chat.platform).await.expect("chats");
    assert_eq!(chats, missed_since, "what was said last");
    // What was sent just before the end need not be written down.
    bench.write("update rounds set state = 'asked'").await;
    bench.write("update posts set state = 'asked'").await;
    bench.write("delete from messages").await;
    let chats = bench.store.open_chats(&place(GROUP).chat.platform).await.expect("chats");
    assert_eq!(chats, missed_since);
}

#[tokio::test]
async fn what_the_bot_posts_and_what_is_pressed_is_not_the_newest_message_seen() {
    let mut bench = Bench::new().await;
    let round = bench.ask(GROUP, "1", "pick").await;
    let seen = bench.texts("select last_seen from chats").await;
    let mut press = bench.pressing(GROUP, "2", round, Press::Pick(0));
    press.message = Some("99999".to_owned());
    bench.handle(press).await;
    bench.tick(5 * MINUTE_MS).await;
    bench.deliver().await;
    assert_eq!(bench.texts("select last_seen from chats").await, seen);
}

#[tokio::test]
async fn a_twin_is_adopted_by_its_press_and_no_other_post_is_hijacked() {
    let mut bench = Bench::new().await;
    let round = bench.ask(GROUP, "1", "pick").await;
    for message in ["777", "1"] {
        let mut press = bench.pressing(GROUP, "2", round, Press::Pick(0));
        press.message = Some(message.to_owned());
        bench.handle(press).await;
    }
    let mut stranger = bench.pressing("-300", "3", round, Press::Pick(0));
    stranger.message = Some("778".to_owned());
    bench.handle(stranger).await;
    let of_round = format!(
        "select m.address || ' ' || m.message from messages m join posts p on p.id = m.post_id
         where p.round_id = {round} and p.kind = 'question' order by m.message"
    );
    let messages = bench.texts(&of_round).await;
    assert!(messages.contains(&"-100 777".to_owned()), "{messages:?}");
    assert!(!messages.iter().any(|message| message.starts_with("-300")), "{messages:?}");
    assert_eq!(bench.number("select count(*) from messages where message = '1'").await, 1);
}

#[tokio::test]
async fn a_press_that_overtakes_the_receipt_leaves_the_parts_in_order() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "quiz").await;
    let (outbox, post, round): (i64, i64, i64) = sqlx::query_as(
        "select o.id, p.id, p.round_id from outbox o join posts p on p.id = o.post_id where p.kind = 'question'",
    )
    .fetch_one(bench.store.readers())
    .await
    .expect("a post");
    let mut press = bench.pressing(GROUP, "2", RoundId(round), Press::Hint);
    press.message = Some("51".to_owned());
    bench.handle(press).await;
    let (outbox, post) = (quizbot::quiz::OutboxId(outbox), quizbot::quiz::PostId(post));
    let messages = vec!["50".to_owned(), "51".to_owned()];
    let what = What::Posted { outbox, post, chat: place(GROUP).chat, messages };
    bench.handle(bench::told(outbox.0, Some(START_MS), what)).await;
    let parts = bench.texts("select message || ':' || part from messages order by message").await;
    assert_eq!(parts, ["50:0", "51:1"]);
}

#[tokio::test]
async fn a_question_given_up_is_confirmed_where_the_platform_waits() {
    let mut bench = Bench::new().await;
    let round = bench.ask("1", "1", "pick").await;
    bench.press("1", "1", round, Press::Skip).await;
    assert_eq!(bench.number("select count(*) from outbox where kind = 'whisper'").await, 1);
    assert_eq!(bench.texts("select distinct state from rounds").await, ["closed"]);
}

#[tokio::test]
async fn whoever_asked_can_skip_it_though_a_daily_came_after() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "daily 09:00").await;
    bench.clock.set(START_MS + 9 * HOUR_MS - 10_000);
    let quiz = bench.ask(GROUP, "2", "pick").await;
    bench.tick(15_000).await;
    bench.deliver().await;
    let what = What::Command { name: "skip".to_owned(), args: String::new() };
    let skip = bench.event(GROUP, "2", what.clone());
    bench.handle(skip).await;
    let of = |mode: &str| format!("select state from rounds where mode = '{mode}' order by asked_at_ms desc limit 1");
    assert_eq!(bench.texts(&of("daily")).await, ["open"]);
    assert_eq!(bench.texts(&format!("select state from rounds where id = {quiz}")).await, ["closed"]);
    let again = bench.event(GROUP, "2", what);
    bench.handle(again).await;
    assert_eq!(bench.texts(&of("daily")).await, ["open"], "that one is not theirs");
}

#[tokio::test]
async fn a_daily_that_nobody_could_be_shown_breaks_no_streak() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "daily 09:00").await;
    bench.tick(9 * HOUR_MS).await;
    bench.deliver().await;
    answer_daily(&mut bench).await;
    // No network for a day and a half: the second daily never leaves.
    bench.tick(24 * HOUR_MS).await;
    bench.tick(24 * HOUR_MS).await;
    let states = bench.texts("select state from rounds where mode = 'daily' order by asked_at_ms").await;
    assert_eq!(states, ["closed", "void", "asked"]);
    let stale = "select count(*) from outbox o join posts p on p.id = o.post_id join rounds r on r.id = p.round_id
         where r.state = 'void' and o.kind = 'post' and o.state = 'waiting' and (o.expires_at_ms is null or o.expires_at_ms > $1)";
    let stale = stale.replace("$1", &bench.clock.now_ms().to_string());
    assert_eq!(bench.number(&stale).await, 0, "what is too late is not sent");
    bench.deliver().await;
    answer_daily(&mut bench).await;
    assert_eq!(bench.number("select length from streaks").await, 2);
}

async fn answer_daily(bench: &mut Bench) {
    let open = bench.number("select id from rounds where mode = 'daily' and state = 'open'").await;
    let round = RoundId(open);
    let kind = bench.texts(&format!("select question from rounds where id = {open}")).await;
    match kind[0].ends_with("pick") {
        true => bench.press(GROUP, "2", round, Press::Pick(0)).await,
        false => bench.reply(GROUP, "2", round, "for update").await,
    }
}

#[tokio::test]
async fn whoever_blocked_the_bot_is_not_thought_to_hear_it() {
    let mut bench = Bench::new().await;
    bench.command("2", "2", "start").await;
    bench.refuse(Lost::Gone).await;
    let round = bench.ask(GROUP, "1", "clause").await;
    for text in ["nonsense", "for update"] {
        bench.reply(GROUP, "2", round, text).await;
    }
    assert_eq!(bench.number("select count(*) from answers").await, 1, "only the first reply counts");
}

#[tokio::test]
async fn half_answers_are_not_kept_for_ever() {
    let mut bench = Bench::new().await;
    bench.command("2", "2", "start").await;
    let round = bench.ask(GROUP, "1", "clause").await;
    for _ in 0..60 {
        bench.reply(GROUP, "2", round, "lock").await;
    }
    assert!(bench.number("select count(*) from answers").await <= 30);
}

#[tokio::test]
async fn a_panic_harms_no_neighbour_and_is_written_down() {
    let mut bench = Bench::new().await;
    bench.command(GROUP, "1", "quiz").await;
    let (outbox, post): (i64, i64) = sqlx::query_as("select id, post_id from outbox where kind = 'post'")
        .fetch_one(bench.store.readers())
        .await
        .expect("a post");
    let (id, post, chat) = (quizbot::quiz::OutboxId(outbox), quizbot::quiz::PostId(post), place(GROUP).chat);
    let what = What::Posted { outbox: id, post, chat, messages: vec!["5".to_owned()] };
    // A platform whose clock is past all numbers: adding to it overflows, which panics where that is checked.
    let poisoned = bench::told(outbox, Some(i64::MAX), what);
    let neighbour = bench.admin(GROUP, "1", "daily 09:00");
    bench.engine.handle(&[poisoned, neighbour]).await.expect("handled");
    let errors = bench.texts("select error from errors").await;
    assert!(errors.len() == 1 && errors[0].contains("panicked"), "{errors:?}");
    assert_eq!(bench.number("select count(*) from plans").await, 1);
}

#[tokio::test]
async fn two_lively_groups_become_one() {
    let mut bench = Bench::new().await;
    for chat in [GROUP, "-200"] {
        let round = bench.ask(chat, "1", "pick").await;
        bench.press(chat, "2", round, Press::Pick(0)).await;
        bench.press(chat, "3", round, Press::Pick(1)).await;
        bench.press(chat, "4", round, Press::Pick(2)).await;
    }
    let won = bench.number("select sum(points) from scores").await;
    let event = bench.event(GROUP, "1", moved("-200"));
    bench.handle(event).await;
    assert_eq!(bench.texts("select error from errors").await, [""; 0]);
    assert_eq!(bench.number("select count(*) from pragma_foreign_key_check").await, 0);
    assert_eq!(bench.number("select sum(points) from standings where period = 'all'").await, won);
    assert_eq!(bench.number("select count(distinct group_id) from rounds").await, 1);
    let uncounted = "select count(*) from standings s left join point_counts c on c.group_id = s.group_id
         and c.period = s.period and c.points = s.points where coalesce(c.players, 0) < 1";
    assert_eq!(bench.number(uncounted).await, 0);
    // Both questions stay open, each with its own buttons, and close by themselves.
    bench.tick(MINUTE_MS + 1_000).await;
    assert_eq!(bench.texts("select distinct state from rounds").await, ["closed"]);
}
