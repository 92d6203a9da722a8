//! End to end: the real engine, courier and adapters against both servers.
#![allow(unreachable_pub, reason = "its modules are a small library of their own")]

#[path = "wire/bench.rs"]
mod bench;
#[path = "support/discord_server.rs"]
mod discord_server;
#[path = "wire/kinds.rs"]
mod kinds;
#[path = "support/small_bank.rs"]
mod small_bank;
#[path = "support/telegram_server/mod.rs"]
mod telegram_server;

use std::time::Duration;

use bench::{Bench, QUIZ_SECONDS, components, rows};
use chrono::{DateTime, TimeDelta, Timelike};
use discord_server::{CHANNEL, Fault, GUILD, Person};
use serde_json::Value;
use small_bank::{Kind, OPTIONS, RIGHT_WORD, WRONG_WORD};
use telegram_server::{User, user};

/// A supergroup on Telegram.
const GROUP: i64 = -1_000_000_000_001;
/// How long a daily stays open, seconds.
const DAY: i64 = 24 * 60 * 60;

fn ada() -> User {
    user(1, "ada")
}

fn ben() -> Person {
    Person::new(510_000_000_000_000_001, "ben").admin()
}

/// `HH:MM` some two minutes from now, and how long that is, seconds.
fn soon(bench: &Bench) -> (String, i64) {
    let now = DateTime::from_timestamp_millis(bench.clock.now_ms()).expect("a time");
    let then = now + TimeDelta::minutes(2);
    (then.format("%H:%M").to_string(), 120 - i64::from(then.second()) + 1)
}

/// Sets a daily in both chats, makes one group of the two, and waits for the time of the daily.
async fn dailies_of_one_group(bench: &Bench) {
    bench.telegram.open_chat(GROUP);
    bench.telegram.set_role(GROUP, &ada(), "creator");
    let (time, seconds) = soon(bench);
    bench.telegram.say(GROUP, &ada(), &format!("/daily {time}"), None);
    bench.telegram.wait_for_text(GROUP, &time).await;
    let set = bench.discord.command(&ben(), CHANNEL, "daily", &[("time", time.as_str().into())]);
    bench.discord.until("the plan", |discord| !discord.answers(set).is_empty()).await;
    bench.write("delete from plans where group_id = (select group_id from spaces where platform = 'discord')").await;
    bench
        .write(
            "update spaces set group_id = (select group_id from spaces where platform = 'telegram' and private = 0)
             where platform = 'discord'",
        )
        .await;
    bench.pass(seconds);
}

fn press_on_telegram(bench: &Bench, message: i64, person: &User, place: usize) -> String {
    bench.telegram.press(GROUP, message, person, OPTIONS[place])
}

fn press_on_discord(bench: &Bench, message: u64, person: &Person, place: usize) -> u64 {
    let said = bench.discord.messages(CHANNEL);
    let shown = said.iter().find(|one| one["id"] == message.to_string().as_str()).expect("it is there");
    let named = |part: &&Value| part["label"].as_str().is_some_and(|label| label.ends_with(OPTIONS[place]));
    let id = components(shown).find(named).and_then(|part| part["custom_id"].as_str()).expect("a button");
    bench.discord.press(person, message, id)
}

async fn heard_on_discord(bench: &Bench, interaction: u64) -> String {
    bench.discord.until("an answer", |discord| !discord.answers(interaction).is_empty()).await;
    bench.discord.answers(interaction)[0]["content"].as_str().expect("a text").to_owned()
}

/// The board as both chats show it to somebody who is on it.
async fn boards(bench: &Bench, first_on_telegram: &str) -> (Vec<String>, Vec<String>) {
    bench.telegram.say(GROUP, &ada(), "/top all", None);
    let there = bench.telegram.wait_for_text(GROUP, first_on_telegram).await;
    let asked = bench.discord.command(&ben(), CHANNEL, "top", &[("period", "all".into())]);
    (rows(&there.text), rows(&heard_on_discord(bench, asked).await))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daily_spans_both_platforms() {
    let mut bench = Bench::new(Kind::Single).await;
    dailies_of_one_group(&bench).await;
    let (on_telegram, number) = bench.question_on_telegram(GROUP).await;
    let (on_discord, same) = bench.question_on_discord(CHANNEL).await;
    assert_eq!(number, same, "one question for the group");
    let right = small_bank::right(number)[0];
    let toast = press_on_telegram(&bench, on_telegram.id, &ada(), right);
    assert!(bench.telegram.wait_for_answer(&toast).await.contains(&small_bank::points(number).to_string()));
    let toast = press_on_discord(&bench, on_discord, &ben(), (right + 1) % OPTIONS.len());
    assert!(!heard_on_discord(&bench, toast).await.contains(&format!("+{}", small_bank::points(number))));

    let expected = [format!("1. ada {}", small_bank::points(number)), "2. ben 0".to_owned()];
    let (there, here) = boards(&bench, &expected[0]).await;
    assert_eq!((there.as_slice(), here.as_slice()), (expected.as_slice(), expected.as_slice()), "one layout");

    bench.write("delete from plans").await;
    bench.pass(DAY + 2);
    let closed = |state: &telegram_server::State| {
        state.said(GROUP).any(|m| m.id == on_telegram.id && m.keyboard.is_null()).then_some(())
    };
    bench.telegram.wait_for("the reveal", closed).await;
    bench
        .discord
        .until("the reveal", |discord| {
            let said = discord.messages(CHANNEL);
            said.iter().all(|message| components(message).all(|part| part["disabled"] == true))
        })
        .await;
    bench.until("select count(*) from posts where kind = 'result' and state = 'sent'", 2).await;
    bench.end().await;
    assert_eq!(bench.discord.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_becomes_a_supergroup_in_the_midst_of_a_round() {
    let mut bench = Bench::new(Kind::Single).await;
    let (old, new) = (-5, GROUP);
    bench.telegram.open_chat(old);
    bench.telegram.say(old, &ada(), "/quiz", None);
    let (question, number) = bench.question_on_telegram(old).await;
    let right = small_bank::right(number)[0];
    let toast = bench.telegram.press(old, question.id, &ada(), OPTIONS[right]);
    bench.telegram.wait_for_answer(&toast).await;
    // What waits in the queue when the group moves was said in the old one.
    bench.telegram.press(old, question.id, &user(2, "eve"), OPTIONS[(right + 1) % OPTIONS.len()]);
    bench.telegram.open_chat(new);
    bench.telegram.migrate(old, new);
    bench.until("select count(*) from spaces where private = 0 and address = '-1000000000001'", 1).await;
    bench.pass(QUIZ_SECONDS + 2);
    bench.until("select count(*) from posts where kind = 'result' and state = 'sent'", 1).await;
    assert!(!bench.telegram.messages(new).is_empty(), "the result is told where people are now");
    bench.pass(10); // a chat takes three messages at once and one a second
    bench.telegram.say(new, &ada(), "/top all", None);
    let top = bench.telegram.wait_for_text(new, &format!("1. ada {}", small_bank::points(number))).await;
    assert_eq!(rows(&top.text).len(), 2, "eve's press counts too: {}", top.text);
    bench.pass(10);
    bench.telegram.say(new, &ada(), "/quiz", None);
    let (next, number) = bench.question_on_telegram(new).await;
    let toast = bench.telegram.press(new, next.id, &ada(), OPTIONS[small_bank::right(number)[0]]);
    assert!(bench.telegram.wait_for_answer(&toast).await.contains(&small_bank::points(number).to_string()));
    assert_eq!(
        bench.number("select count(*) from spaces where platform = 'telegram'").await,
        1,
        "nothing is left of the old address"
    );
    bench.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_was_removed_keeps_silent_until_it_is_added_again() {
    let mut bench = Bench::new(Kind::Single).await;
    dailies_of_one_group(&bench).await;
    bench.question_on_telegram(GROUP).await;
    bench.question_on_discord(CHANNEL).await;
    bench.telegram.kick(GROUP, &ada());
    bench.discord.remove_guild(GUILD, false);
    bench.until("select count(*) from spaces where awake = 0", 2).await;
    let sent = |bench: &Bench| {
        let there = bench.telegram.look(|state| state.calls_of("sendMessage").count());
        there + bench.discord.requests_to("POST", "/messages").len()
    };
    let before = sent(&bench);
    bench.pass(DAY + 2);
    bench.until("select count(*) from rounds where state = 'closed'", 1).await;
    bench.until("select count(*) from outbox where state in ('waiting', 'sending')", 0).await;
    let unheard = sent(&bench);

    bench.telegram.allow(GROUP);
    bench.telegram.bot_becomes(GROUP, &ada(), "kicked", "member");
    bench.discord.add_guild(GUILD, "The study group");
    bench.until("select count(*) from spaces where awake = 0", 0).await;
    bench.telegram.say(GROUP, &ada(), "/quiz", None);
    bench.question_on_telegram(GROUP).await;
    let asked = bench.discord.command(&ben(), CHANNEL, "quiz", &[]);
    heard_on_discord(&bench, asked).await;
    bench.question_on_discord(CHANNEL).await;
    assert!(unheard - before <= 2, "at most one message found each door closed: {}", unheard - before);
    bench.end().await;
}

/// Asks a typed question on Discord.
async fn typed_question(bench: &Bench) -> u64 {
    bench.discord.command(&ben(), CHANNEL, "quiz", &[]);
    let (question, _) = bench.question_on_discord(CHANNEL).await;
    bench.until("select count(*) from rounds where state = 'open'", 1).await;
    question
}

/// What was said while the bot was away counts once, and in its order; what is said again when it is back does not.
async fn missed_replies_count(bench: &mut Bench, question: u64) {
    let (first, second) = (Person::new(521, "cleo"), Person::new(522, "dan"));
    bench.discord.reply(&first, question, RIGHT_WORD);
    bench.discord.reply(&second, question, WRONG_WORD);
    bench.discord.reply(&second, question, RIGHT_WORD);
    bench.start().await;
    bench.until("select count(*) from answers", 2).await;
    bench.discord.reply(&first, question, WRONG_WORD);
    bench.until("select count(*) from outbox where kind = 'react' and state = 'sent'", 4).await;
    bench.pass(QUIZ_SECONDS + 2);
    bench.until("select count(*) from posts where kind = 'result' and state = 'sent'", 1).await;
    assert_eq!(bench.number("select count(*) from answers").await, 2);
    assert_eq!(bench.number("select count(*) from scores where verdict = 'right'").await, 1, "cleo's");
    bench.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_that_were_missed_while_the_bot_was_away_count_once() {
    let mut bench = Bench::new(Kind::Text).await;
    let question = typed_question(&bench).await;
    bench.end().await;
    bench.discord.lose_sessions();
    missed_replies_count(&mut bench, question).await;
}

/// What the newest message on Telegram is that holds this text.
async fn newest(bench: &Bench, text: &str) -> telegram_server::Message {
    bench.telegram.wait_for_text(GROUP, text).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dispute_is_decided_by_an_admin_on_telegram() {
    let mut bench = Bench::new(Kind::Text).await;
    let (eve, mia) = (user(2, "eve"), user(3, "mia"));
    bench.telegram.open_chat(GROUP);
    bench.telegram.set_role(GROUP, &mia, "administrator");
    bench.telegram.say(GROUP, &ada(), "/quiz", None);
    let (question, number) = bench.question_on_telegram(GROUP).await;
    bench.telegram.say(GROUP, &ada(), WRONG_WORD, Some(question.id));
    bench.telegram.say(GROUP, &eve, "BANANA", Some(question.id));
    bench.until("select count(*) from answers", 2).await;
    bench.pass(QUIZ_SECONDS + 2);
    bench.until("select count(*) from rounds where state = 'closed'", 1).await;
    bench.pass(10);
    let result = newest(&bench, "0 of 2 right").await;
    bench.pass(10); // a chat takes three messages at once and one a second
    let toast = bench.telegram.press(GROUP, result.id, &ada(), "I was right");
    assert!(bench.telegram.wait_for_answer(&toast).await.contains("asked the admins"));
    let asked = newest(&bench, "ada says: I was right").await;
    assert!(asked.text.contains(WRONG_WORD) && asked.text.contains(RIGHT_WORD), "{}", asked.text);
    let toast = bench.telegram.press(GROUP, asked.id, &ada(), "Accept");
    assert!(bench.telegram.wait_for_answer(&toast).await.contains("Only an admin"));
    bench.pass(10);
    let toast = bench.telegram.press(GROUP, asked.id, &mia, "Accept");
    assert_eq!(bench.telegram.wait_for_answer(&toast).await, "Accepted.");
    let decided = newest(&bench, "Accepted by mia").await;
    let points = small_bank::points(number);
    assert_eq!(
        (decided.id, decided.keyboard.is_null()),
        (asked.id, true),
        "the post says it, and its buttons are gone"
    );
    assert!(decided.text.contains(&format!("ada +{points} · eve +{points}")), "{}", decided.text);
    bench.pass(10);
    bench.telegram.say(GROUP, &ada(), "/top all", None);
    let top = newest(&bench, &format!("1. ada {points}")).await;
    assert_eq!(rows(&top.text).len(), 2, "{}", top.text);
    bench.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dispute_is_decided_by_an_admin_on_discord() {
    let mut bench = Bench::new(Kind::Text).await;
    let question = typed_question(&bench).await;
    let (cleo, dan) = (Person::new(521, "cleo"), Person::new(522, "dan"));
    bench.discord.reply(&cleo, question, WRONG_WORD);
    bench.until("select count(*) from answers", 1).await;
    bench.pass(QUIZ_SECONDS + 2);
    let pressable = |discord: &discord_server::Server, label: &str| {
        let said = discord.messages(CHANNEL);
        let found = said.iter().find(|message| components(message).any(|part| part["label"] == label));
        found.and_then(|message| message["id"].as_str()?.parse::<u64>().ok())
    };
    bench.discord.until("the result", |discord| pressable(discord, "I was right").is_some()).await;
    let result = pressable(&bench.discord, "I was right").expect("it is there");
    let none = bench.discord.press(&dan, result, "I was right");
    assert!(heard_on_discord(&bench, none).await.contains("no answer of yours"));
    let raised = bench.discord.press(&cleo, result, "I was right");
    assert!(heard_on_discord(&bench, raised).await.contains("asked the admins"));
    bench.discord.until("the dispute", |discord| pressable(discord, "Refuse").is_some()).await;
    let asked = pressable(&bench.discord, "Refuse").expect("it is there");
    let refused = bench.discord.press(&dan, asked, "Accept");
    assert!(heard_on_discord(&bench, refused).await.contains("Only an admin"));
    let accepted = bench.discord.press(&ben(), asked, "Accept");
    assert_eq!(heard_on_discord(&bench, accepted).await, "Accepted.");
    bench.discord.until("its end", |discord| pressable(discord, "Refuse").is_none()).await;
    let said = bench.discord.messages(CHANNEL);
    let decided = said.iter().find(|message| message["id"] == asked.to_string().as_str()).expect("it stays");
    assert!(decided["content"].as_str().is_some_and(|text| text.contains("Accepted by ben")), "{decided}");
    assert_eq!(bench.number("select count(*) from scores where verdict = 'right' and seq = 2").await, 1);
    bench.end().await;
    assert_eq!(bench.discord.wrong(), [""; 0]);
}

/// The program died between sending the question and writing down that it was sent: people answer it all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_to_a_question_that_the_bot_does_not_know_to_have_sent_count_too() {
    let mut bench = Bench::new(Kind::Text).await;
    let question = typed_question(&bench).await;
    bench.end().await;
    bench.discord.lose_sessions();
    for forgotten in [
        "update rounds set state = 'asked', opened_at_ms = null, closes_at_ms = null",
        "delete from messages where post_id in (select id from posts where kind = 'question')",
        "update outbox set state = 'sending' where post_id in (select id from posts where kind = 'question')",
        "update posts set state = 'asked' where kind = 'question'",
        "delete from seen where key like 'post:%'",
    ] {
        bench.write(forgotten).await;
    }
    // It asks what it missed long before it knows of its question again.
    bench.discord.fail("POST", "/messages", Fault::Slow(Duration::from_secs(1)));
    missed_replies_count(&mut bench, question).await;
}
