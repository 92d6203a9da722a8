//! The rounds that one `/quiz` asks: the next after the last one's reveal, and why it ends.

use anyhow::Result;

use super::{
    round::{self, Ending, Question, Target},
    turn::Turn,
};
use crate::{
    bank::Scope,
    quiz::{AccountId, Mode, schedule},
    speech::say::Say,
    store::{
        places,
        rounds::{self, Round, Series},
        writes::SeriesChange,
    },
};

/// A series ends after this many questions in a row that nobody answered.
const MOST_UNANSWERED: i64 = 2;

/// Asks a series' next question, or says why there is none. The caller has checked that it goes on.
pub(super) async fn ask_next(turn: &mut Turn<'_>, mut series: Series) -> Result<bool> {
    let Some((chat, known)) = places::get(turn.tx, series.chat).await? else { return Ok(false) };
    let scope = Scope::from_slug(&series.topic);
    let without = rounds::asked_by(turn.tx, series.id).await?;
    let Some(entry) = round::choose(turn, known.group, known.language, &scope, &without).await? else {
        return Ok(false);
    };
    series.asked += 1;
    turn.writes.series.push(change(&series, if series.stopping { "stopping" } else { "open" }));
    let question = Question {
        group: known.group,
        language: known.language,
        mode: Mode::Quiz,
        entry: &entry,
        chats: vec![Target { chat: series.chat, platform: chat.platform, private: known.private }],
        day: schedule::local_day(known.zone, turn.now_ms).to_string(),
        slot: None,
        expires_at_ms: None,
        series: Some((series.id, series.asker, series.asked, series.total)),
    };
    round::ask(turn, &question);
    Ok(true)
}

/// A round of it was revealed: asks the next question, or ends it and says why.
pub(super) async fn go_on(turn: &mut Turn<'_>, round: &Round, series: Option<Series>, ending: Ending) -> Result<()> {
    let Some(mut series) = series else { return Ok(()) };
    let nobody = round.answered == 0 && ending == Ending::Due;
    series.unanswered = if nobody { series.unanswered + 1 } else { 0 };
    let asked = u32::try_from(series.asked).unwrap_or(u32::MAX);
    let end = if series.asked >= series.total {
        (series.total > 1).then_some(Say::SeriesDone(asked))
    } else if series.stopping {
        Some(Say::SeriesStopped)
    } else if series.unanswered >= MOST_UNANSWERED {
        Some(Say::SeriesUnanswered)
    } else if ask_next(turn, series.clone()).await? {
        return Ok(());
    } else {
        Some(Say::SeriesExhausted(asked))
    };
    turn.writes.series.push(change(&series, "ended"));
    match end {
        Some(say) => announce(turn, &series, &say).await,
        None => Ok(()),
    }
}

/// A round of it reached no chat: it ends, and whoever asked for it is told in private.
pub(super) async fn void(turn: &mut Turn<'_>, round: &Round) -> Result<()> {
    let Some(id) = round.series else { return Ok(()) };
    let Some(series) = rounds::series_get(turn.tx, id).await? else { return Ok(()) };
    turn.writes.series.push(change(&series, "ended"));
    let Some(chat) = private_chat(turn, series.asker).await? else { return Ok(()) };
    if chat != series.chat {
        let series = Series { chat, ..series };
        announce(turn, &series, &Say::NotPosted).await?;
    }
    Ok(())
}

async fn private_chat(turn: &mut Turn<'_>, asker: AccountId) -> Result<Option<crate::quiz::ChatId>> {
    Ok(crate::store::people::private_chat(turn.tx, asker).await?)
}

async fn announce(turn: &mut Turn<'_>, series: &Series, say: &Say) -> Result<()> {
    let Some((chat, known)) = places::get(turn.tx, series.chat).await? else { return Ok(()) };
    let card = say.card(known.language);
    let parcel = turn.post("reply", None, series.chat, &chat.platform, &card);
    turn.writes.parcels.push(parcel);
    Ok(())
}

/// How a series now stands.
pub(super) fn change(series: &Series, state: &'static str) -> SeriesChange {
    SeriesChange { id: series.id, asked: series.asked, unanswered: series.unanswered, state }
}
