//! The lines of a transcript in which people say, press, or become something.

use quizbot::{
    engine::event::{ChatRef, DisputeStep, Event, Press, Role, RoundId, What},
    quiz::Platform,
    speech::card::Answering,
};

use super::{Play, cast::Actor, script::text};

/// People: what they are, say, press.
pub(super) async fn happen(play: &mut Play, line: &str) -> bool {
    if let Some((who, said)) = line.split_once('>').filter(|(who, _)| !who.contains(' ')) {
        let actor = play.world.cast.actor(who);
        return says(play, &actor, said.trim()).await;
    }
    let Some((who, rest)) = line.split_once(' ') else { return false };
    let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    if matches!(verb, "is" | "can't" | "speaks") {
        return becomes_known(play, who, verb, rest);
    }
    let actor = play.world.cast.actor(who);
    match verb {
        "presses" => presses(play, &actor, rest).await,
        "replies" => replies(play, &actor, rest).await,
        "answers" => answers(play, &actor, rest).await,
        "opens" => opens(play, &actor, rest).await,
        _ => false,
    }
}

fn becomes_known(play: &mut Play, who: &str, verb: &str, rest: &str) -> bool {
    let person = play.world.cast.person(who);
    match (verb, rest) {
        ("is", "an admin") => person.role = Role::Admin,
        ("is", "a member") => person.role = Role::Member,
        ("is", "an anonymous admin") => (person.role, person.impersonal) = (Role::Admin, true),
        ("is", "a channel") => (person.role, person.impersonal) = (Role::Member, true),
        ("can't", "be checked") => person.role = Role::Unknown,
        ("speaks", locale) => person.locale = Some(locale.to_owned()),
        ("is", name) => match name.strip_prefix("called ") {
            Some(name) => person.name = text(name),
            None => return false,
        },
        _ => return false,
    }
    true
}

pub(super) fn event(play: &mut Play, actor: &Actor, written: bool, what: What) -> Event {
    let message = written.then(|| play.world.stage().next_id());
    let at_ms = play.at_ms();
    play.world.cast.event(actor, at_ms, message, what)
}

/// A command, or words that reply to nothing: these are heard only in private, and in the terminal.
async fn says(play: &mut Play, actor: &Actor, said: &str) -> bool {
    let what = match said.strip_prefix('/') {
        Some(command) => {
            let (name, args) = command.split_once(' ').unwrap_or((command, ""));
            What::Command { name: name.to_owned(), args: text(args.trim()) }
        }
        None if actor.place.private || actor.place.chat.platform.as_str() == "terminal" => {
            What::Reply { text: text(said), to: None, round: None }
        }
        None => return false,
    };
    let event = event(play, actor, true, what);
    play.hand_over(event).await;
    true
}

/// The question meant: the one with this number, or else the newest in the chat; its message and its round.
fn question(play: &Play, chat: &ChatRef, number: Option<usize>) -> Option<(String, RoundId, bool)> {
    let stage = play.world.stage();
    let fits = |n: usize, at: &ChatRef| number.map_or_else(|| at == chat, |wanted| wanted == n);
    let found = stage.messages.iter().rev().find(|m| m.question.is_some_and(|(n, ..)| fits(n, &m.chat)))?;
    found.question.map(|(_, round, open)| (found.id.clone(), round, open))
}

/// Splits `b on [2]` into what comes before and the number.
fn numbered<'t>(text: &'t str, word: &str) -> (&'t str, Option<usize>) {
    let split = text.rsplit_once(word).or_else(|| text.strip_prefix(word.trim_start()).map(|rest| ("", rest)));
    let found = split.and_then(|(before, number)| Some((before, number.strip_suffix(']')?.parse().ok()?)));
    found.map_or((text, None), |(before, number)| (before, Some(number)))
}

/// The newest result here that can be disputed, or of the question with this number; the newest dispute that can be
/// decided, likewise.
fn disputed(
    play: &Play,
    chat: &ChatRef,
    number: Option<usize>,
    verb: &str,
    whose: &str,
) -> Option<(RoundId, DisputeStep)> {
    let asked = number.map(|_| question(play, chat, number).expect("a question was asked here").1);
    let stage = play.world.stage();
    // with a number it may be forged: another chat's message
    let here = stage.messages.iter().rev().filter(|message| number.is_some() || message.chat == *chat);
    let pressable = here.filter(|message| message.begins_with(whose)).filter_map(|message| message.dispute.as_ref());
    let step = |answering: &Answering| match (verb, answering) {
        ("dispute", Answering::Disputable { .. }) => Some(DisputeStep::Raise),
        ("accept", Answering::Deciding { answer, .. }) => Some(DisputeStep::Accept(*answer)),
        ("refuse", Answering::Deciding { answer, .. }) => Some(DisputeStep::Refuse(*answer)),
        _ => None,
    };
    let mut fitting = pressable.filter(|(round, _)| asked.is_none_or(|asked| asked == *round));
    fitting.find_map(|(round, answering)| Some((*round, step(answering)?)))
}

/// `dispute`, `accept`, `refuse`; then perhaps `of ada` or `on [2]`.
async fn disputes(play: &mut Play, actor: &Actor, what: &str, number: Option<usize>) -> bool {
    let (verb, whose) = what.split_once(" of ").unwrap_or((what, ""));
    let found = disputed(play, &actor.place.chat, number, verb, whose);
    let (round, step) = found.unwrap_or_else(|| panic!("there is nothing to {verb} here"));
    let event = event(play, actor, false, What::Press { round, press: Press::Dispute(step) });
    play.hand_over(event).await;
    true
}

/// `b`, `a c`, `toggle a`, `undo`, `done`, `hint`, `skip`; then perhaps `on [2]` or `on round 123`.
async fn presses(play: &mut Play, actor: &Actor, rest: &str) -> bool {
    let (what, number) = numbered(rest, " on [");
    if ["dispute", "accept", "refuse"].contains(&what.split(' ').next().unwrap_or_default()) {
        return disputes(play, actor, what, number).await;
    }
    let (what, forged) = what.split_once(" on round ").map_or((what, None), |(what, id)| (what, Some(id)));
    let round = match forged {
        Some(id) => RoundId(id.parse().expect("a number")),
        None => question(play, &actor.place.chat, number).expect("a question was asked here").1,
    };
    let letters = |words: &str| -> Option<Vec<usize>> {
        let place = |word: &str| {
            let mut letters = word.bytes();
            letters.next().filter(|c| word.len() == 1 && c.is_ascii_lowercase()).map(|c| usize::from(c - b'a'))
        };
        words.split(' ').map(place).collect()
    };
    let press = match what {
        "hint" => Press::Hint,
        "skip" => Press::Skip,
        "undo" => Press::Undo,
        "done" => Press::Done,
        what => match (what.strip_prefix("toggle ").and_then(letters), letters(what)) {
            (Some(places), _) => Press::Toggle(places[0]),
            (None, Some(places)) if places.len() == 1 => Press::Pick(places[0]),
            (None, Some(places)) => Press::Picks(places),
            (None, None) => return false,
        },
    };
    let event = event(play, actor, false, What::Press { round, press });
    play.hand_over(event).await;
    true
}

/// A reply to the question's message; to the result's with `to the result`.
async fn replies(play: &mut Play, actor: &Actor, rest: &str) -> bool {
    let (said, to, round) = match rest.strip_suffix(" to the last message") {
        Some(said) => {
            let last = play.world.stage().messages.iter().rev().find(|m| m.chat == actor.place.chat).cloned();
            (said, last.expect("the bot said something here").id, None)
        }
        None => {
            let (said, number) = numbered(rest, " to [");
            let (id, round, open) = question(play, &actor.place.chat, number).expect("a question was asked here");
            (said, id, open.then_some(round))
        }
    };
    let what = What::Reply { text: text(said), to: Some(to), round };
    let event = event(play, actor, true, what);
    play.hand_over(event).await;
    true
}

/// Discord's form.
async fn answers(play: &mut Play, actor: &Actor, rest: &str) -> bool {
    let (said, number) = numbered(rest, " to [");
    let round = question(play, &actor.place.chat, number).expect("a question was asked here").1;
    let event = event(play, actor, false, What::Reply { text: text(said), to: None, round: Some(round) });
    play.hand_over(event).await;
    true
}

/// `opens [1] privately`: the deep link leads into the private chat.
async fn opens(play: &mut Play, actor: &Actor, rest: &str) -> bool {
    let Some(number) = rest.strip_suffix(" privately").map(|rest| numbered(rest, " [").1) else { return false };
    let round = question(play, &actor.place.chat, number).expect("a question was asked here").1;
    let platform: Platform = actor.place.chat.platform.clone();
    let private = play.world.cast.actor(&format!("{}*@{platform}", actor.person.word));
    let event = event(play, &private, true, What::Command { name: "start".into(), args: round.to_string() });
    play.hand_over(event).await;
    true
}
