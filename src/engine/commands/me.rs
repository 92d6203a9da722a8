//! `/me`: a player's own points, accuracy and streak.

use anyhow::Result;

use super::{Turn, caller, command, spec};
use crate::{
    bank::Bank,
    engine::event::CommandSpec,
    quiz::{
        Language,
        schedule::{self, Period},
    },
    speech::board::{self, Me},
    store::{answers, boards, rounds},
};

/// The command.
pub(super) const SPEC: CommandSpec = spec("me", &[], |language| command::about_command("me", language));

/// Shows the asker's own page.
pub(super) async fn run(turn: &mut Turn<'_>, _args: &str) -> Result<()> {
    let Some((place, account)) = caller(turn) else { return Ok(()) };
    let day = schedule::local_day(place.zone, turn.now_ms);
    let mut points = [0; Period::ALL.len()];
    let mut rank = None;
    for (at, period) in Period::ALL.into_iter().enumerate() {
        if let Some((won, above)) = boards::place(turn.tx, place.group, &period.key(day), account.player).await? {
            points[at] = won;
            rank = (period == Period::All).then_some(above + 1);
        }
    }
    let accuracy = boards::accuracy(turn.tx, place.group, account.player).await?;
    let seat = (place.group, account.player);
    let streak = answers::streaks(turn.tx, &[seat]).await?.remove(&seat).unwrap_or_default();
    let newest_closed = rounds::newest_closed_daily(turn.tx, place.group).await?;
    let me = Me {
        name: turn.name(),
        points,
        rank,
        answered: accuracy.iter().map(|(_, answered, _)| answered).sum(),
        right: accuracy.iter().map(|(.., right)| right).sum(),
        topics: accuracy
            .into_iter()
            .map(|(slug, answered, right)| (name(&turn.fixed.bank, &slug, place.language), answered, right))
            .collect(),
        streak: streak.now(newest_closed),
        best_streak: streak.best,
    };
    turn.tell_card(&board::me(place.language, &me));
    Ok(())
}

/// A topic's name; its slug once the bank has it no more.
fn name(bank: &Bank, slug: &str, language: Language) -> String {
    let topic = bank.topics().iter().find(|topic| topic.slug == slug);
    topic.map_or_else(|| slug.to_owned(), |topic| topic.name.get(language).to_owned())
}
