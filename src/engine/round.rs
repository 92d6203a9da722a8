//! The life of a round: put to its chats, opened by the first that has it, closed with its reveal.

use std::{collections::HashMap, sync::Arc};

use anyhow::Result;

use super::{answer, series, turn::Turn};
use crate::{
    bank::{Entry, Scope},
    quiz::{AccountId, ChatId, GroupId, Language, Mode, Platform, RoundId, SeriesId, round::State, select},
    speech::{
        card::Card,
        dispute,
        question::{self, Asked, NAMED, Outcome},
        say::Worth,
    },
    store::{
        answers::{self, Seat, Tally},
        rounds::{self, Round, Series},
        writes::{NewRound, RoundChange, Snapshot},
    },
};

/// A question that is about to be asked.
pub(super) struct Question<'q> {
    pub(super) group: GroupId,
    pub(super) language: Language,
    pub(super) mode: Mode,
    pub(super) entry: &'q Entry,
    /// The chats that it is put to.
    pub(super) chats: Vec<Target>,
    /// The group's local date.
    pub(super) day: String,
    /// Of a daily: its slot and its number.
    pub(super) slot: Option<(String, i64)>,
    /// When it is too late to be posted.
    pub(super) expires_at_ms: Option<i64>,
    /// Of a quiz: the series, who asked, and which of how many it is.
    pub(super) series: Option<(SeriesId, AccountId, i64, i64)>,
}

/// A chat that a question is put to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) chat: ChatId,
    pub(super) platform: Platform,
    /// Whether it is one person's.
    pub(super) private: bool,
}

/// Chooses a question that fits and was not asked for the longest time; None where none fits.
pub(super) async fn choose(
    turn: &mut Turn<'_>,
    group: GroupId,
    language: Language,
    scope: &Scope,
    without: &[String],
) -> Result<Option<Arc<Entry>>> {
    let bank = turn.fixed.bank.clone();
    let fitting = bank.fitting(scope, language);
    let ids: Vec<&str> =
        fitting.iter().map(|entry| entry.question.id.as_str()).filter(|id| !without.iter().any(|w| w == id)).collect();
    let last_asked = rounds::last_asked(turn.tx, group).await?;
    Ok(select::choose(&ids, &last_asked, turn.dice).and_then(|id| bank.get(id)).cloned())
}

/// Puts a question to its chats. Where those are one person's, the round closes with the final answer.
pub(super) fn ask(turn: &mut Turn<'_>, new: &Question<'_>) -> RoundId {
    let id = RoundId(turn.random_id());
    let asked = &new.entry.question;
    let order = asked.shuffled(turn.dice);
    let private = new.chats.iter().all(|target| target.private);
    turn.writes.snapshots.push(Snapshot {
        hash: new.entry.hash.clone(),
        question: asked.id.clone(),
        topic: asked.topic.clone(),
        content: new.entry.content.clone(),
    });
    turn.writes.new_rounds.push(NewRound {
        id,
        group: new.group,
        mode: if new.mode == Mode::Daily { "daily" } else { "quiz" },
        day: new.day.clone(),
        slot: new.slot.as_ref().map(|(slot, _)| slot.clone()).unwrap_or_default(),
        daily_number: new.slot.as_ref().map(|(_, number)| *number),
        series: new.series.map(|(series, ..)| series),
        account: new.series.map(|(_, asker, ..)| asker),
        private,
        language: new.language.code(),
        topic: asked.topic.clone(),
        question: asked.id.clone(),
        hash: new.entry.hash.clone(),
        order: serde_json::to_string(&order).expect("numbers"),
        at_ms: turn.now_ms,
    });
    for target in &new.chats {
        let card = opened(turn, new, id, &order, target.private, private);
        let mut parcel = turn.post("question", Some(id), target.chat, &target.platform, &card);
        parcel.expires_at_ms = new.expires_at_ms;
        turn.writes.parcels.push(parcel);
    }
    id
}

fn opened(
    turn: &Turn<'_>,
    new: &Question<'_>,
    id: RoundId,
    order: &[usize],
    private: bool,
    round_private: bool,
) -> Card {
    let timed = new.mode == Mode::Quiz && !round_private;
    let asked = Asked {
        question: &new.entry.question,
        round: id,
        order,
        mode: new.mode,
        series: new.series.and_then(|(_, _, nth, total)| shown_series(nth, total)),
        private,
        answered: 0,
        seconds: timed.then_some(turn.fixed.settings.seconds(&new.entry.question)),
    };
    let card = question::open(new.language, &asked);
    if private && !round_private { without_skip(card) } else { card }
}

/// The question is the group's: one person can't give it up for all.
fn without_skip(mut card: Card) -> Card {
    if let Some(controls) = card.controls.as_mut() {
        controls.skip = None;
    }
    card
}

fn shown_series(nth: i64, total: i64) -> Option<(u32, u32)> {
    if total > 1 { Some((u32::try_from(nth).ok()?, u32::try_from(total).ok()?)) } else { None }
}

/// A round's question as a chat shows it.
pub(super) fn asked<'a>(turn: &Turn<'_>, round: &'a Round, private: bool, series: Option<&Series>) -> Asked<'a> {
    let timed = round.mode == Mode::Quiz && !round.private;
    Asked {
        question: &round.question,
        round: round.id,
        order: &round.order,
        mode: round.mode,
        series: series.and_then(|series| shown_series(series.asked, series.total)),
        private,
        answered: u32::try_from(round.answered).unwrap_or(u32::MAX),
        seconds: timed.then_some(turn.fixed.settings.seconds(&round.question)),
    }
}

/// Shows how many have answered, where others see it.
pub(super) async fn show_tally(turn: &mut Turn<'_>, id: RoundId) -> Result<()> {
    let Some(round) = turn.view.rounds.get(&id).filter(|round| !round.private) else { return Ok(()) };
    let series = series_of(turn, round).await?;
    let card = question::open(round.language, &asked(turn, round, false, series.as_ref()));
    for post in round.posts.iter().filter(|post| !post.private) {
        turn.edit_tally(post.id, post.chat, &post.platform, &card);
    }
    Ok(())
}

async fn series_of(turn: &mut Turn<'_>, round: &Round) -> Result<Option<Series>> {
    match round.series {
        Some(series) => Ok(rounds::series_get(turn.tx, series).await?),
        None => Ok(None),
    }
}

/// Why a round closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Its time has come, or the next daily is here.
    Due,
    /// In a private chat: the answer was final, or the question was given up.
    Finished,
    /// Somebody skipped it.
    Skipped,
}

/// Closes a round: its question shows the right answer, its result follows, its series goes on.
pub(super) async fn close(turn: &mut Turn<'_>, id: RoundId, ending: Ending) -> Result<()> {
    let Some(round) = rounds::get(turn.tx, id).await? else { return Ok(()) };
    match round.state {
        State::Asked if ending == Ending::Due => return unseen(turn, &round).await,
        State::Asked | State::Open => {}
        State::Closed | State::Void => return Ok(()),
    }
    let (state, closed_at_ms) = (State::Closed.as_str(), Some(turn.now_ms));
    turn.writes.rounds.push(RoundChange { id, state, opened_at_ms: None, closes_at_ms: None, closed_at_ms });
    let tally = answers::tally(turn.tx, id, NAMED).await?;
    let series = series_of(turn, &round).await?;
    let own = own(turn, &round).await?;
    let made = made(turn, &round).await?;
    reveal(turn, &round, series.as_ref(), &Shown { tally, own, made });
    series::go_on(turn, &round, series, ending).await
}

/// A round whose time is over before any chat had it is void. Should a post of it still arrive, it shows its end.
async fn unseen(turn: &mut Turn<'_>, round: &Round) -> Result<()> {
    tracing::warn!(round = %round.id, group = %round.group, "nobody was shown the question in time: the round is void");
    let (state, closed_at_ms) = (State::Void.as_str(), Some(turn.now_ms));
    turn.writes.rounds.push(RoundChange { id: round.id, state, opened_at_ms: None, closes_at_ms: None, closed_at_ms });
    for post in &round.posts {
        let closed = question::closed(round.language, &asked(turn, round, post.private, None));
        turn.edit(post.id, post.chat, &post.platform, &closed);
    }
    series::void(turn, round).await
}

/// What the result of a round tells.
struct Shown {
    tally: Tally,
    /// What the one player of a private round got.
    own: Option<Worth>,
    /// How many made each point of an explanation.
    made: Vec<u32>,
}

/// The most explanations that are judged again to tell how many made each point: about a tenth of a second of work, in
/// which nobody else is answered.
const MOST_MARKED: usize = 500;

/// Every message of the question is brought to its end; every chat gets the result once.
fn reveal(turn: &mut Turn<'_>, round: &Round, series: Option<&Series>, shown: &Shown) {
    let Shown { tally, own, made } = shown;
    for (at, post) in round.posts.iter().enumerate() {
        let asked = asked(turn, round, post.private, series);
        let closed = question::closed(round.language, &asked);
        turn.edit(post.id, post.chat, &post.platform, &closed);
        if round.posts[..at].iter().any(|before| before.chat == post.chat) {
            continue;
        }
        let outcome = Outcome {
            asked,
            right: tally.right,
            partial: tally.partial,
            picks: counts(&tally.picks, round.question.option_count()),
            made: made.clone(),
            first: tally.first.clone(),
            own: own.clone(),
        };
        let mut result = question::result(round.language, &outcome);
        if tally.short && round.question.is_disputable() {
            result.controls = Some(dispute::button(round.language, round.id));
        }
        let parcel = turn.post("result", Some(round.id), post.chat, &post.platform, &result);
        turn.writes.parcels.push(parcel);
    }
}

/// How often each point of an explanation was made; nobody counts where too many explained.
async fn made(turn: &mut Turn<'_>, round: &Round) -> Result<Vec<u32>> {
    if !round.question.is_open() || round.private {
        return Ok(Vec::new());
    }
    let said = answers::said(turn.tx, round.id, MOST_MARKED + 1).await?;
    Ok(if said.len() > MOST_MARKED { Vec::new() } else { answer::made(round, &said) })
}

fn counts(picks: &HashMap<usize, u32>, options: usize) -> Vec<u32> {
    (0..options).map(|place| picks.get(&place).copied().unwrap_or(0)).collect()
}

/// What the one player of a private round got.
async fn own(turn: &mut Turn<'_>, round: &Round) -> Result<Option<Worth>> {
    let Some(account) = turn.account().filter(|_| round.private) else { return Ok(None) };
    let seat = Seat { round: round.id, player: account.player };
    let history = answers::history(turn.tx, &[seat]).await?;
    let last = history.get(&seat).and_then(|past| past.iter().rev().find(|past| past.verdict != "close"));
    Ok(last.map(|past| answer::worth_of(round, past, 0)))
}

/// Puts a copy of an open round's question into a private chat, so that it can be answered there.
pub(super) async fn copy(turn: &mut Turn<'_>, id: RoundId) -> Result<bool> {
    let (Some(place), Some(at)) = (turn.place(), &turn.event.place) else { return Ok(false) };
    let Some(round) = rounds::get(turn.tx, id).await?.filter(|round| matches!(round.state, State::Asked | State::Open))
    else {
        return Ok(false);
    };
    let series = series_of(turn, &round).await?;
    let mut shown = asked(turn, &round, true, series.as_ref());
    shown.answered = 0;
    let card = without_skip(question::open(round.language, &shown));
    let parcel = turn.post("question", Some(id), place.chat, &at.chat.platform, &card);
    turn.writes.parcels.push(parcel);
    Ok(true)
}
