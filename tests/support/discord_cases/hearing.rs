//! What the adapter makes of what Discord tells.

use quizbot::engine::event::{DisputeStep, Press, Role, What};
use quizbot::quiz::{AnswerId, RoundId};
use serde_json::json;

use crate::{
    discord_bench::{Bench, chat, deciding, disputable, multiple, order, single, typed},
    discord_server::{CHANNEL, GUILD, PRIVATE, Person},
};

fn ada() -> Person {
    Person::new(11, "ada")
}

fn command(name: &str, args: &str) -> What {
    What::Command { name: name.into(), args: args.into() }
}

fn press(round: i64, press: Press) -> What {
    What::Press { round: RoundId(round), press }
}

fn reply(text: &str, to: Option<u64>, round: Option<i64>) -> What {
    What::Reply { text: text.into(), to: to.map(|to| to.to_string()), round: round.map(RoundId) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_come_with_their_arguments_in_order_and_the_senders_role() {
    let bench = Bench::connected().await;
    let both = [("count", json!(5)), ("topic", json!(" database/locking "))];
    let event = bench.interaction(bench.server.command(&ada(), CHANNEL, "quiz", &both)).await;
    assert_eq!(event.what, command("quiz", "database/locking 5"));
    let place = event.place.clone().expect("a place");
    assert_eq!(
        (place.space.id.as_str(), place.chat, place.private),
        (GUILD.to_string().as_str(), chat(CHANNEL), false)
    );
    let from = event.from.expect("a sender");
    assert_eq!(
        (from.account.as_str(), from.name.as_str(), from.role, from.locale.as_deref()),
        ("11", "ada", Role::Member, Some("en-US"))
    );
    assert!((event.at_ms.expect("a time") - bench.clock.now_ms()).abs() < 10_000);
    assert!(event.handle.expect("a handle").awaited);

    let boss =
        Person { nick: Some("The\u{0}\u{7} Boss".into()), locale: "zh-CN".into(), ..Person::new(12, "boss").admin() };
    let event = bench
        .interaction(bench.server.command(
            &boss,
            CHANNEL,
            "daily",
            &[("time", json!("09:00")), ("zone", json!("Asia/Shanghai"))],
        ))
        .await;
    let from = event.from.expect("a sender");
    assert_eq!(
        (event.what, from.role, from.name.as_str()),
        (command("daily", "09:00 Asia/Shanghai"), Role::Admin, "The Boss")
    );

    let event = bench.interaction(bench.server.command(&ada(), PRIVATE, "top", &[])).await;
    let place = event.place.expect("a place");
    assert_eq!(
        (place.space.id, place.private, event.from.expect("a sender").role),
        (format!("dm:{PRIVATE}"), true, Role::Admin)
    );
    bench.end().await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_and_zones_are_offered_without_a_turn() {
    let bench = Bench::connected().await;
    let chinese = Person { locale: "zh-TW".into(), ..ada() };
    let offered = [
        (
            bench.server.typing(&ada(), CHANNEL, "quiz", "topic", "lock"),
            json!([{ "name": "Locking", "value": "database/locking" }]),
        ),
        (
            bench.server.typing(&chinese, CHANNEL, "quiz", "topic", "LOCK"),
            json!([{ "name": "数据库锁", "value": "database/locking" }]),
        ),
        (
            bench.server.typing(&ada(), PRIVATE, "daily", "zone", "shang"),
            json!([{ "name": "Asia/Shanghai", "value": "Asia/Shanghai" }]),
        ),
        (bench.server.typing(&ada(), CHANNEL, "quiz", "topic", &"x".repeat(4_000)), json!([])),
    ];
    for (typing, choices) in offered {
        bench.server.until("suggestions", |server| !server.answers(typing).is_empty()).await;
        assert_eq!(bench.server.answers(typing)[0]["choices"], choices);
    }
    assert!(!bench.heard().iter().any(|event| event.key.starts_with("dc:int:")));
    assert_eq!(bench.server.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presses_say_what_was_pressed() {
    let bench = Bench::connected().await;
    let few = bench.post(CHANNEL, 1, single(71, 4)).await;
    let many = bench.post(CHANNEL, 2, single(72, 7)).await;
    let some = bench.post(CHANNEL, 3, multiple(73)).await;
    let server = &bench.server;
    let table = [
        (server.press(&ada(), few, "b"), press(71, Press::Pick(1))),
        (server.press(&ada(), few, "Hint"), press(71, Press::Hint)),
        (server.select(&ada(), many, &["6"]), press(72, Press::Pick(6))),
        (server.select(&ada(), some, &["3", "0", "3"]), press(73, Press::Picks(vec![0, 3]))),
        (server.forge(&ada(), few, "1:p:999:3"), press(999, Press::Pick(3))),
        (server.forge(&ada(), few, "1:k:71"), press(71, Press::Skip)),
    ];
    for (id, what) in table {
        assert_eq!(bench.interaction(id).await.what, what);
    }
    let pressed = bench.interaction(bench.server.press(&ada(), few, "a")).await;
    assert_eq!(pressed.message, Some(few.to_string()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_heard_press_by_press() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, order(74, 10)).await;
    let server = &bench.server;
    let table = [
        (server.press(&ada(), question, "j"), press(74, Press::Toggle(9))),
        (server.press(&ada(), question, "a"), press(74, Press::Toggle(0))),
        (server.press(&ada(), question, "Undo"), press(74, Press::Undo)),
        (server.press(&ada(), question, "Done"), press(74, Press::Done)),
        (server.press(&ada(), question, "Hint"), press(74, Press::Hint)),
        (server.forge(&ada(), question, "1:t:999:3"), press(999, Press::Toggle(3))),
    ];
    for (id, what) in table {
        assert_eq!(bench.interaction(id).await.what, what);
    }
    assert_eq!(bench.server.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn foreign_buttons_are_acknowledged_and_nothing_is_said() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, single(71, 4)).await;
    let forged: Vec<u64> = [
        "page:2",
        "1:p:71:99",
        "2:p:71:1",
        "1:f:71",
        "1:t:71:25",
        "1:t:71",
        "1:u:71:0",
        "1:d:x",
        "1:p:-1:0",
        &"x".repeat(100),
    ]
    .iter()
    .map(|id| bench.server.forge(&ada(), question, id))
    .collect();
    for id in forged {
        bench.server.until("acknowledged", |server| server.first_answer(id) == Some((5, true))).await;
        let taken_back =
            |server: &crate::discord_server::Server| server.requests_to("DELETE", &format!("-{id}_x/")).len() == 1;
        bench.server.until("taken back", taken_back).await;
        assert!(bench.server.answers(id).is_empty());
    }
    assert!(!bench.heard().iter().any(|event| event.key.starts_with("dc:int:")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_button_opens_a_form_and_the_form_is_a_reply() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, typed(81)).await;
    let pressed = bench.server.press(&ada(), question, "Answer");
    bench.server.until("a form", |server| server.first_answer(pressed).is_some()).await;
    let form = &bench.server.answers(pressed)[0];
    assert_eq!(
        (&form["title"], &form["components"][0]["components"][0]["label"]),
        (&json!("Your answer"), &json!("In a few words"))
    );
    let sent = bench.server.submit(&ada(), pressed, " select for\nupdate\u{0} ");
    let event = bench.interaction(sent).await;
    assert_eq!(event.what, reply("select for\nupdate", Some(question), Some(81)));
    assert!(event.handle.is_some());

    // A form whose words don't fit into the button says what the button says.
    let bare = bench.server.forge(&ada(), question, "1:a:81");
    bench.server.until("a form", |server| server.first_answer(bare) == Some((9, false))).await;
    assert_eq!(bench.server.wrong(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_guild_only_replies_to_the_bot_are_heard() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, typed(82)).await;
    let other = bench.server.say(&ada(), CHANNEL, "nothing to do with it");
    bench.server.reply(&ada(), other, "nor this");
    bench.server.say_as_program(&ada(), question, "nor this");
    let unseen = bench.server.reply_without_ping(&ada(), question, "words that the bot may not read");
    let mentioned =
        bench.server.reply_without_ping(&ada(), question, &format!("<@{}> skip locked", crate::discord_server::ME));
    let last = bench.server.reply(&ada(), question, "for update");
    assert_eq!(bench.said(last).await, reply("for update", Some(question), Some(82)));
    assert_eq!(bench.said(unseen).await, reply("", Some(question), Some(82)));
    assert_eq!(bench.said(mentioned).await, reply("skip locked", Some(question), Some(82)));
    let messages = bench.heard().into_iter().filter(|event| event.key.starts_with("dc:msg:"));
    assert_eq!(messages.count(), 3);
    let event = bench.event(&format!("dc:msg:{last}")).await;
    assert_eq!((event.handle, event.message), (None, Some(last.to_string())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_private_everything_is_heard_and_typed_commands_are_commands() {
    let bench = Bench::connected().await;
    let said = bench.server.say(&ada(), PRIVATE, &format!("{}\u{202e}", "长".repeat(5_000)));
    let What::Reply { text, to, round } = bench.said(said).await else { panic!("a reply") };
    assert_eq!((text.chars().count(), to, round), (4_000, None, None));
    let typed_command = bench.server.say(&ada(), PRIVATE, "/quiz database 3");
    assert_eq!(bench.said(typed_command).await, command("quiz", "database 3"));
    let path = bench.server.say(&ada(), PRIVATE, "/dev/null");
    assert_eq!(bench.said(path).await, reply("/dev/null", None, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn being_added_and_removed_is_heard_and_an_outage_is_not() {
    let bench = Bench::connected().await;
    let joined = |guild: u64| {
        bench.heard().into_iter().filter(move |event| event.key.starts_with(&format!("dc:guild:{guild}:")))
    };
    bench.server.until("the first guild", |_| joined(GUILD).count() == 1).await;
    bench.server.add_guild(501, "Another");
    bench.server.until("another guild", |_| joined(501).count() == 1).await;
    assert_eq!(joined(501).next().expect("an event").place.expect("a place").title, "Another");
    bench.server.remove_guild(GUILD, true);
    bench.server.remove_guild(501, false);
    let gone = || bench.heard().into_iter().filter(|event| event.what == What::Gone);
    bench.server.until("gone", |_| gone().count() == 1).await;
    assert_eq!(gone().next().expect("an event").place.expect("a place").space.id, "501");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_stays_in_the_order_of_its_ids() {
    let bench = Bench::connected().await;
    let question = bench.post(CHANNEL, 1, single(91, 4)).await;
    let sent: Vec<String> = (0..300)
        .map(|n| format!("dc:int:{}", bench.server.press(&Person::new(1000 + n, "p"), question, "a")))
        .collect();
    let keys = || {
        bench.heard().into_iter().map(|event| event.key).filter(|key| key.starts_with("dc:int:")).collect::<Vec<_>>()
    };
    bench.server.until("all", |_| keys().len() == sent.len()).await;
    assert_eq!(keys(), sent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dispute_is_raised_and_decided_by_presses_that_say_who_may() {
    let bench = Bench::connected().await;
    let result = bench.post(CHANNEL, 1, disputable(5)).await;
    let asked = bench.post(CHANNEL, 2, deciding(5, 9)).await;
    let mia = Person::new(12, "mia").admin();
    let presses = [
        (bench.server.press(&ada(), result, "I was right"), DisputeStep::Raise, Role::Member),
        (bench.server.press(&mia, asked, "Accept"), DisputeStep::Accept(AnswerId(9)), Role::Admin),
        (bench.server.press(&ada(), asked, "Refuse"), DisputeStep::Refuse(AnswerId(9)), Role::Member),
    ];
    for (pressed, step, role) in presses {
        let event = bench.interaction(pressed).await;
        assert_eq!((event.what, event.from.map(|from| from.role)), (press(5, Press::Dispute(step)), Some(role)));
    }
}
