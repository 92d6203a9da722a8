//! Orders and explanations, as both platforms carry them.

use std::path::Path;

use crate::{
    GROUP, ada, ben,
    bench::{Bench, QUIZ_SECONDS},
    discord_server::{CHANNEL, Person},
    heard_on_discord,
    telegram_server::{State, user},
};

/// The items of the order as they should be.
const ITEMS: [&str; 3] = ["prepare", "vote", "commit"];
/// What the explanation is worth half by.
const SAID: &str = "It detects the conflict when it writes.";

fn write(bank: &Path, question: &str) {
    std::fs::create_dir_all(bank).expect("a folder");
    let text = format!(
        "name = {{ en = \"Kinds\", zh = \"题型\" }}\n[[question]]\nid = \"one\"\ndifficulty = 2\n\
         prompt = \"Number 00: tell it.\"\nexplanation = \"It is so.\"\nsources = [\"RFC 9293\"]\n{question}\n"
    );
    std::fs::write(bank.join("kinds.toml"), text).expect("a file");
}

fn order(bank: &Path) {
    write(bank, &format!("kind = \"order\"\nitems = {ITEMS:?}"));
}

fn explanation(bank: &Path) {
    let points = "points = [{ say = \"where it is seen\", any = [\"detects the conflict when it writes\"] }, \
                  { say = \"what it costs\", any = [\"costs a retry\"] }]";
    write(bank, &format!("kind = \"open\"\nmodel = \"{SAID} It costs a retry.\"\n{points}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_pressed_on_both_platforms() {
    let mut bench = Bench::over(order).await;
    bench.telegram.open_chat(GROUP);
    bench.telegram.say(GROUP, &ada(), "/quiz", None);
    let (question, _) = bench.question_on_telegram(GROUP).await;
    let press = async |button: &str| {
        let toast = bench.telegram.press(GROUP, question.id, &ada(), button);
        bench.telegram.wait_for_answer(&toast).await
    };
    assert!(press(ITEMS[2]).await.contains("2 are missing"));
    assert!(press("Done").await.contains("2 are still missing"));
    assert!(press("Undo").await.contains("Nothing is picked"));
    for item in ITEMS {
        press(item).await;
    }
    assert_eq!(press("Done").await, "Right. +20");
    let now = bench.telegram.messages(GROUP)[0].clone();
    assert_eq!(now.keyboard, question.keyboard, "the keyboard is one for all and never shows picks");

    bench.discord.command(&ben(), CHANNEL, "quiz", &[]);
    let (question, _) = bench.question_on_discord(CHANNEL).await;
    let labels = |message: &serde_json::Value| -> Vec<(String, String)> {
        let text = |part: &serde_json::Value, key: &str| part[key].as_str().unwrap_or_default().to_owned();
        crate::components(message).map(|part| (text(part, "label"), text(part, "custom_id"))).collect()
    };
    let shown = labels(&bench.discord.messages(CHANNEL)[0]);
    let id = |label: &str| shown.iter().find(|(shown, _)| shown.ends_with(label)).expect("a button").1.clone();
    let first = bench.discord.press(&ben(), question, &id(ITEMS[0]));
    assert!(heard_on_discord(&bench, first).await.contains("2 are missing"));
    let panel = bench.discord.answers(first)[0]["id"].as_str().and_then(|id| id.parse().ok()).expect("a message");
    for label in [ITEMS[2], ITEMS[1], "Done"] {
        let pressed = bench.discord.press(&ben(), panel, &id(label));
        heard_on_discord(&bench, pressed).await;
        assert_eq!(bench.discord.first_answer(pressed), Some((7, false)), "the same message is changed");
    }
    assert_eq!(heard_on_discord(&bench, first).await, "Partly right. +7");
    let late = bench.discord.press(&Person::new(77, "eve"), question, &id("Undo"));
    assert!(heard_on_discord(&bench, late).await.contains("Nothing is picked"), "a draft is one person's");

    bench.pass(QUIZ_SECONDS + 2);
    bench.until("select count(*) from posts where kind = 'result' and state = 'sent'", 2).await;
    let closed = |state: &State| state.said(GROUP).find(|m| m.text.contains("1. prepare")).map(|_| ());
    bench.telegram.wait_for("the right order", closed).await;
    assert!(bench.discord.messages(CHANNEL)[0]["content"].as_str().is_some_and(|text| text.contains("prepare (")));
    bench.end().await;
    assert_eq!(bench.discord.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_explanation_is_replied_on_telegram_and_typed_into_a_form_on_discord() {
    let mut bench = Bench::over(explanation).await;
    bench.telegram.open_chat(GROUP);
    bench.telegram.say(GROUP, &ada(), "/quiz", None);
    let (question, _) = bench.question_on_telegram(GROUP).await;
    bench.telegram.say(GROUP, &ada(), SAID, Some(question.id));
    bench.telegram.say(GROUP, &user(2, "eve"), "I have no idea what it is about.", Some(question.id));
    bench.until("select count(*) from answers", 2).await;
    bench.until("select count(*) from outbox where kind = 'react' and state = 'sent'", 2).await;
    let said = |bench: &Bench, text: &str| bench.telegram.messages(GROUP).iter().any(|m| m.text.contains(text));
    assert!(!said(&bench, "where it is seen"), "nothing is revealed where all would see it");

    bench.discord.command(&ben(), CHANNEL, "quiz", &[]);
    let (question, _) = bench.question_on_discord(CHANNEL).await;
    let pressed = bench.discord.press(&ben(), question, "Answer");
    bench.discord.until("a form", |discord| discord.first_answer(pressed).is_some()).await;
    let long = format!("{SAID} {}", "And so on. ".repeat(400));
    let long: String = long.chars().take(4_000).collect();
    let verdict = heard_on_discord(&bench, bench.discord.submit(&ben(), pressed, &long)).await;
    assert!(verdict.contains("✓ where it is seen") && verdict.contains("✗ what it costs"), "{verdict}");
    let kept = long.trim_end().chars().count() as i64;
    assert_eq!(bench.number("select max(length(said)) from answers").await, kept, "all of it is kept");

    bench.pass(QUIZ_SECONDS + 2);
    bench.until("select count(*) from rounds where state = 'open'", 2).await;
    bench.pass(2 * QUIZ_SECONDS);
    bench.until("select count(*) from posts where kind = 'result' and state = 'sent'", 2).await;
    bench.telegram.wait_for_text(GROUP, "Model answer").await;
    assert!(said(&bench, "✓ 1 · where it is seen") && said(&bench, "✓ 0 · what it costs"));
    bench.end().await;
    assert_eq!(bench.discord.wrong(), [""; 0]);
}
