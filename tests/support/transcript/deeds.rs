//! The lines of a transcript that make something happen.

use quizbot::engine::event::{ChatRef, Event, Role, SpaceRef, What};

use super::{
    Play, bank, cast, people,
    stage::{Death, Manner, Target},
    time,
    world::PLATFORMS,
};

/// Does what the line says; whether time passes by it.
pub(super) async fn happen(play: &mut Play, line: &str, place: &str) -> bool {
    let line = line.trim();
    if let Some(span) = line.strip_prefix('+') {
        let span_ms = time::span_ms(span).unwrap_or_else(|| panic!("{place}: `{line}` is no span of time"));
        time::pass(&mut play.world, span_ms).await;
        return true;
    }
    let done = of_the_world(play, line).await || of_chats(play, line).await || people::happen(play, line).await;
    assert!(done, "{place}: `{line}` can't be read");
    false
}

/// The clock, the program, the bank, what comes together.
async fn of_the_world(play: &mut Play, line: &str) -> bool {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    match (verb, rest) {
        ("at", when) => {
            let Some((zone, at_ms)) = time::read(when, play.world.zone) else { return false };
            if play.world.clock.now_ms() == 0 {
                play.world.zone = zone;
            }
            play.world.clock.set(at_ms);
            play.world.settle().await;
        }
        ("again", "") => {
            let last = play.last.clone().expect("something happened before");
            play.world.handle(&[last]).await;
            play.world.settle().await;
        }
        ("crash", how) => {
            let Some(death) = death(how) else { return false };
            match death {
                Some(death) => play.world.stage().death = Some(death),
                None => {
                    play.world.crash().await;
                    play.world.settle().await;
                }
            }
        }
        ("bank", wanted) => play.world.bank = std::sync::Arc::new(bank::only(wanted)),
        ("rejudge", arguments) => play.world.rejudge(arguments).await,
        ("seed", number) => play.world.seed = number.parse().expect("a number"),
        ("late", span) => play.late_ms = time::span_ms(span).expect("a span of time"),
        ("together", "") => play.together = Some(Vec::new()),
        ("end", "") => {
            let events = play.together.take().expect("`together` stands before");
            play.world.handle(&events).await;
            play.world.settle().await;
        }
        _ => return false,
    }
    true
}

/// ``, `at the next post, before it arrives`, `at the next edit, after it arrived`.
fn death(how: &str) -> Option<Option<Death>> {
    if how.is_empty() {
        return Some(None);
    }
    let (kind, arrived) = how.strip_prefix("at the next ")?.split_once(", ")?;
    let kind = *["post", "edit", "whisper", "reaction", "delete"].iter().find(|known| **known == kind)?;
    let arrived = match arrived {
        "before it arrives" => false,
        "after it arrived" => true,
        _ => return None,
    };
    Some(Some(Death { kind, arrived }))
}

/// Chats and platforms.
async fn of_chats(play: &mut Play, line: &str) -> bool {
    let (whose, verb) = line.split_once(' ').unwrap_or((line, ""));
    if whose == "chat" {
        let (address, manner) = verb.split_once(' ').unwrap_or((verb, ""));
        return chat(play, cast::chat(address), manner).await;
    }
    let Some(target) = target(play, whose) else { return false };
    let (verb, rest) = verb.split_once(' ').unwrap_or((verb, ""));
    match (verb, rest) {
        ("is", "away") => drop(play.world.away.insert(target.platform)),
        ("is", "caught up") => {
            play.world.away.remove(&target.platform);
            play.world.settle().await;
        }
        ("accepts", "") => {
            play.world.stage().refusals.retain(|(refused, ..)| *refused != target);
            play.world.settle().await;
        }
        ("refuses", how) => {
            let now_ms = play.world.clock.now_ms();
            let Some((manner, times)) = refusal(how, now_ms) else { return false };
            play.world.stage().refusals.push((target, manner, times));
        }
        ("moves", to) => {
            let Some(to) = to.strip_prefix("to ").and_then(|to| to.strip_suffix(" silently")) else { return false };
            moves(play, &cast::chat(whose), &cast::chat(to));
        }
        ("becomes", to) => becomes(play, &cast::chat(whose), &cast::chat(to)).await,
        ("removes", "the bot") => {
            play.world.stage().refusals.push((target, Manner::Gone, None));
            membership(play, whose, What::Gone).await;
        }
        ("adds", "the bot") => {
            play.world.stage().refusals.retain(|(refused, ..)| *refused != target);
            membership(play, whose, What::Joined).await;
        }
        _ => return false,
    }
    true
}

/// `429 for 30s`, `403`, `unknown`, `unknown though it arrived`, `gone`, `never`; then perhaps `once` or `3 times`.
fn refusal(how: &str, now_ms: i64) -> Option<(Manner, Option<u32>)> {
    let (how, times) = match how.strip_suffix(" once") {
        Some(how) => (how, Some(1)),
        None => match how.strip_suffix(" times").and_then(|how| how.rsplit_once(' ')) {
            Some((how, times)) => (how, Some(times.parse().ok()?)),
            None => (how, None),
        },
    };
    let manner = match how {
        "unknown" => Manner::Unknown(false),
        "unknown though it arrived" => Manner::Unknown(true),
        "403" => Manner::Forbidden,
        "gone" => Manner::Gone,
        "never" => Manner::Never,
        how => Manner::Later(now_ms + time::span_ms(how.strip_prefix("429 for ")?)?),
    };
    Some((manner, times))
}

/// `telegram`, `telegram:-1`, `ada*`, `ada*@discord`.
fn target(play: &mut Play, text: &str) -> Option<Target> {
    if PLATFORMS.contains(&text) {
        return Some(Target { platform: text.to_owned(), chat: None });
    }
    let chat = match text.split_once('*') {
        Some(_) => play.world.cast.actor(text).place.chat,
        None if text.contains(':') && !text.contains('@') && !text.ends_with('>') => cast::chat(text),
        None => return None,
    };
    Some(Target { platform: chat.platform.to_string(), chat: Some(chat.chat) })
}

/// A group chat comes in: what follows is set up by its admin, without a word.
async fn chat(play: &mut Play, chat: ChatRef, manner: &str) -> bool {
    let mut words: Vec<&str> = manner.split(' ').filter(|word| !word.is_empty()).collect();
    let guild = match words.as_slice() {
        ["in", "guild", guild, ..] => Some(*guild),
        _ => None,
    };
    if guild.is_some() {
        words.drain(..3);
    }
    play.world.cast.add_chat(chat.clone(), guild);
    let joined = play.world.cast.place(&chat, false);
    let at_ms = play.at_ms();
    let event = play.world.cast.happened(joined, at_ms, What::Joined);
    play.hand_over(event).await;
    while !words.is_empty() {
        match words.as_slice() {
            ["daily", time, ..] => set_up(play, &chat, "daily", time).await,
            ["speaks", language, ..] => set_up(play, &chat, "language", language).await,
            ["in", zone, ..] => set_up(play, &chat, "timezone", zone).await,
            ["joins", group, ..] => join(play, &chat, &cast::chat(group)).await,
            _ => return false,
        }
        words.drain(..2);
    }
    true
}

async fn set_up(play: &mut Play, chat: &ChatRef, name: &str, args: &str) {
    let mut actor = play.world.cast.actor(&format!("setup@{chat}"));
    actor.person.role = Role::Admin;
    let what = What::Command { name: name.into(), args: args.into() };
    let event = people::event(play, &actor, true, what);
    play.world.handle(&[event]).await;
    play.world.settle().await;
    play.world.stage().said.clear();
}

/// Linking has no command yet: the space goes over into the other's group, its chat becomes the space's home.
async fn join(play: &mut Play, chat: &ChatRef, group: &ChatRef) {
    let store = play.world.store().await;
    let mut tx = store.write().await.expect("the database works");
    let join = "update spaces set home_chat_id = (select id from chats where platform = $1 and address = $2),
        group_id = (select s.group_id from chats c join spaces s on s.id = c.space_id
            where c.platform = $3 and c.address = $4)
        where id = (select space_id from chats where platform = $1 and address = $2)";
    let joined = sqlx::query(join)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(group.platform.as_str())
        .bind(&group.chat)
        .execute(&mut *tx)
        .await
        .expect("the database works");
    assert_eq!(joined.rows_affected(), 1, "{chat} joins {group}");
    tx.commit().await.expect("the database works");
}

/// The chat has a new address, and the program is not told.
fn moves(play: &mut Play, from: &ChatRef, to: &ChatRef) {
    play.world.stage().moved.insert(from.chat.clone(), to.chat.clone());
    play.world.cast.move_chat(from, to);
}

async fn becomes(play: &mut Play, from: &ChatRef, to: &ChatRef) {
    let place = play.world.cast.place(from, false);
    moves(play, from, to);
    let what = What::Moved { to: SpaceRef { platform: to.platform.clone(), id: to.chat.clone() } };
    let at_ms = play.at_ms();
    let event = play.world.cast.happened(place, at_ms, what);
    play.hand_over(event).await;
}

async fn membership(play: &mut Play, whose: &str, what: What) {
    let at_ms = play.at_ms();
    let event = if whose.contains('*') {
        let actor = play.world.cast.actor(whose);
        Event { handle: None, message: None, at_ms: Some(at_ms), ..play.world.cast.event(&actor, at_ms, None, what) }
    } else {
        let place = play.world.cast.place(&cast::chat(whose), false);
        play.world.cast.happened(place, at_ms, what)
    };
    play.hand_over(event).await;
}
