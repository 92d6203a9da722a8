//! What becomes of what people do.

use std::time::Duration;

use quizbot::{
    chat::{ChatAdapter, Errand, Parcel},
    clock::Clock,
    engine::event::{AnswerId, DisputeStep, OutboxId, PostId, Press, Role, RoundId, SpaceRef, What},
    speech::card::{Answering, Card, Controls},
};
use serde_json::{Value, json};

use crate::{
    GROUP, Listening, adapter, chat, platform,
    telegram_server::{Fault, Server, USERNAME, user},
};

/// A question of the bot's in a chat; returns its message.
async fn ask(server: &Server, to: quizbot::engine::event::ChatRef, round: i64, answering: Answering) -> i64 {
    let privately = matches!(answering, Answering::Typed { .. }).then(|| "Answer privately".to_owned());
    let controls = Controls { round: RoundId(round), answering, hint: None, privately, skip: None };
    let card = Card { controls: Some(controls), ..Card::line("Which?") };
    let errand = Errand::Post { post: PostId(round), chat: to, card, reply_to: None, handle: None };
    let parcel = Parcel { id: OutboxId(round), tries: 0, first_tried_at_ms: 0, errand };
    let receipt = adapter(server.url(), Clock::System).deliver(&parcel).await.expect("taken");
    receipt.messages[0].parse().expect("a number")
}

fn options() -> Answering {
    Answering::One { options: vec!["left".into(), "right".into()] }
}

fn typed() -> Answering {
    Answering::Typed { answer: "Answer".into(), title: "Title".into(), field: "Field".into() }
}

#[tokio::test]
async fn presses_and_strange_presses() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let ada = user(42, "Ada");
    let question = ask(&server, chat(GROUP), 77, options()).await;
    let strange = server.press_data(GROUP, question, &ada, "somebody else's");
    let gone = server.press_data(GROUP, 999, &ada, "v1:5:p0");
    let callback = server.press(GROUP, question, &ada, "b");
    let mut listening = Listening::to(&server);
    let heard = listening.hear(2).await;
    assert_eq!(heard[0].what, What::Press { round: RoundId(5), press: Press::Pick(0) });
    assert_eq!(heard[0].handle.as_ref().map(|handle| &handle.id), Some(&gone));
    assert_eq!(heard[1].what, What::Press { round: RoundId(77), press: Press::Pick(1) });
    assert_eq!(heard[1].handle.as_ref().map(|handle| (&handle.id, handle.awaited)), Some((&callback, true)));
    assert_eq!(heard[1].at_ms, None);
    assert_eq!(heard[1].place.as_ref().map(|place| &place.chat), Some(&chat(GROUP)));
    assert_eq!(server.wait_for_answer(&strange).await, "", "the strange one is answered without a word");
}

#[tokio::test]
async fn an_order_is_heard_press_by_press() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let ada = user(42, "Ada");
    let options = vec!["SYN".into(), "ACK".into(), "SYN+ACK".into()];
    let order = Answering::Order { options, undo: "Undo".into(), done: "Done".into() };
    let question = ask(&server, chat(GROUP), 77, order).await;
    server.press(GROUP, question, &ada, "c · SYN+ACK");
    server.press(GROUP, question, &ada, "a · SYN");
    server.press(GROUP, question, &ada, "Undo");
    server.press(GROUP, question, &ada, "Done");
    let strange: Vec<String> =
        ["v1:77:u1", "v1:77:t26", "v1:77:t-1"].map(|data| server.press_data(GROUP, question, &ada, data)).into();
    let mut listening = Listening::to(&server);
    let heard: Vec<What> = listening.hear(4).await.into_iter().map(|event| event.what).collect();
    let presses = [Press::Toggle(2), Press::Toggle(0), Press::Undo, Press::Done];
    assert_eq!(heard, presses.map(|press| What::Press { round: RoundId(77), press }));
    for strange in strange {
        assert_eq!(server.wait_for_answer(&strange).await, "", "answered without a word");
    }
}

#[tokio::test]
async fn replies_name_the_round_of_the_button() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    server.open_topic(GROUP, 12);
    let topic = quizbot::engine::event::ChatRef { thread: "12".into(), ..chat(GROUP) };
    let (pressed, linked) =
        (ask(&server, chat(GROUP), 77, options()).await, ask(&server, topic.clone(), 78, typed()).await);
    let ada = user(42, "Ada");
    server.say(GROUP, &ada, "talk that we don't even get", None);
    server.say(GROUP, &ada, "b", Some(pressed));
    server.say_in(GROUP, Some(12), &ada, "words", Some(linked));
    let mut listening = Listening::to(&server);
    let heard = listening.hear(2).await;
    for (event, (text, to, round)) in heard.iter().zip([("b", pressed, 77), ("words", linked, 78)]) {
        let what = What::Reply { text: text.into(), to: Some(to.to_string()), round: Some(RoundId(round)) };
        assert_eq!(event.what, what);
    }
    assert_eq!(heard[0].place.as_ref().map(|place| &place.chat), Some(&chat(GROUP)));
    assert_eq!(heard[1].place.as_ref().map(|place| &place.chat), Some(&topic));
}

#[tokio::test]
async fn commands_with_and_without_our_name() {
    let server = Server::start().await;
    let ada = user(42, "Ada");
    let ours = format!("/QUIZ@{USERNAME} database 3");
    for text in ["/quiz@other_bot", "/nobodys", &ours, "/quiz"] {
        server.say(GROUP, &ada, text, None);
    }
    server.say(42, &ada, "/start 77", None);
    let mut listening = Listening::to(&server);
    let heard = listening.hear(3).await;
    let is = |name: &str, args: &str| What::Command { name: name.into(), args: args.into() };
    let expected = [is("quiz", "database 3"), is("quiz", ""), is("start", "77")];
    assert_eq!(heard.iter().map(|event| event.what.clone()).collect::<Vec<_>>(), expected);
    assert!(heard[2].place.as_ref().is_some_and(|place| place.private));
}

fn role(event: &quizbot::engine::event::Event) -> Role {
    event.from.as_ref().expect("a sender").role
}

#[tokio::test]
async fn roles_are_looked_up_once_a_minute_and_only_where_needed() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let (ada, ben) = (user(42, "Ada"), user(43, "Ben"));
    server.set_role(GROUP, &ada, "administrator");
    for person in [&ada, &ben, &ada] {
        server.say(GROUP, person, "/language zh", None);
    }
    server.say(GROUP, &user(44, "Cid"), "/quiz", None);
    server.say(45, &user(45, "Dee"), "/language zh", None);
    let clock = Clock::manual(1_000_000);
    let mut listening = Listening::with(adapter(server.url(), clock.clone()));
    let heard = listening.hear(5).await;
    let roles: Vec<Role> = heard.iter().map(role).collect();
    assert_eq!(roles, [Role::Admin, Role::Member, Role::Admin, Role::Member, Role::Admin]);
    let lookups = || server.look(|state| state.calls_of("getChatMember").count());
    assert_eq!(lookups(), 2);

    server.set_role(GROUP, &ada, "member");
    server.say(GROUP, &ada, "/language zh", None);
    assert_eq!((role(&listening.hear_one().await), lookups()), (Role::Admin, 2), "still believed");
    clock.set(1_060_000);
    server.say(GROUP, &ada, "/language zh", None);
    assert_eq!((role(&listening.hear_one().await), lookups()), (Role::Member, 3));
}

#[tokio::test]
async fn whoever_decides_a_dispute_is_looked_up() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let (ada, mia) = (user(42, "Ada"), user(43, "Mia"));
    server.set_role(GROUP, &mia, "administrator");
    let result = ask(&server, chat(GROUP), 77, Answering::Disputable { dispute: "I was right".into() }).await;
    let (accept, refuse) = ("Accept".into(), "Refuse".into());
    let asked = ask(&server, chat(GROUP), 77, Answering::Deciding { answer: AnswerId(9), accept, refuse }).await;
    server.press(GROUP, result, &ada, "I was right");
    server.press(GROUP, asked, &ada, "Refuse");
    server.press(GROUP, asked, &mia, "Accept");
    let mut listening = Listening::to(&server);
    let heard = listening.hear(3).await;
    let steps = [DisputeStep::Raise, DisputeStep::Refuse(AnswerId(9)), DisputeStep::Accept(AnswerId(9))];
    for (event, step) in heard.iter().zip(steps) {
        assert_eq!(event.what, What::Press { round: RoundId(77), press: Press::Dispute(step) });
    }
    assert_eq!(heard.iter().map(role).collect::<Vec<_>>(), [Role::Member, Role::Member, Role::Admin]);
    assert_eq!(server.look(|state| state.calls_of("getChatMember").count()), 2, "nobody need ask who was right");

    server.fail("getChatMember", Fault::Refuse(400, "Bad Request: member list is inaccessible".into()), 1);
    server.press(GROUP, asked, &user(44, "Noa"), "Accept");
    assert_eq!(role(&listening.hear_one().await), Role::Unknown);
}

#[tokio::test]
async fn a_role_that_nobody_tells_is_unknown_and_not_remembered() {
    let server = Server::start().await;
    server.open_chat(GROUP);
    let ada = user(42, "Ada");
    server.set_role(GROUP, &ada, "creator");
    server.fail("getChatMember", Fault::Slow(Duration::from_secs(9)), 1);
    server.say(GROUP, &ada, "/language zh", None);
    let mut listening = Listening::to(&server);
    assert_eq!(role(&listening.hear_one().await), Role::Unknown, "after two seconds");
    server.fail("getChatMember", Fault::Refuse(400, "Bad Request: member list is inaccessible".into()), 1);
    server.say(GROUP, &ada, "/language zh", None);
    assert_eq!(role(&listening.hear_one().await), Role::Unknown);
    server.say(GROUP, &ada, "/language zh", None);
    assert_eq!(role(&listening.hear_one().await), Role::Admin);
}

#[tokio::test]
async fn anonymous_admins_need_no_lookup() {
    let server = Server::start().await;
    let group: Value = json!({"id": GROUP, "type": "supergroup", "title": "Test group"});
    server.push(json!({"message": {"message_id": 5, "date": 1, "chat": group, "sender_chat": group,
        "from": {"id": 1_087_968_824, "is_bot": true, "first_name": "Group"}, "text": "/language zh"}}));
    let mut listening = Listening::to(&server);
    let from = listening.hear_one().await.from.expect("a sender");
    assert_eq!((from.role, from.impersonal), (Role::Admin, true));
    assert_eq!(server.look(|state| state.calls_of("getChatMember").count()), 0);
}

#[tokio::test]
async fn moving_coming_and_going() {
    let server = Server::start().await;
    let ada = user(42, "Ada");
    server.migrate(-5, GROUP);
    server.kick(GROUP, &ada);
    server.bot_becomes(GROUP, &ada, "kicked", "administrator");
    server.kick(42, &ada);
    let mut listening = Listening::to(&server);
    let heard = listening.hear(4).await;
    let whats: Vec<What> = heard.iter().map(|event| event.what.clone()).collect();
    let to = SpaceRef { platform: platform(), id: GROUP.to_string() };
    assert_eq!(whats, [What::Moved { to }, What::Gone, What::Joined, What::Gone]);
    let spaces: Vec<&str> = heard.iter().filter_map(|event| Some(event.place.as_ref()?.space.id.as_str())).collect();
    assert_eq!(spaces, ["-5", &GROUP.to_string(), &GROUP.to_string(), "42"]);
}
