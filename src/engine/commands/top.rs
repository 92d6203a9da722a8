//! `/top [today|week|month|all]`: the leaderboard.

use anyhow::Result;

use super::{Turn, caller, command, spec};
use crate::{
    engine::event::{CommandSpec, OptionSpec, Values},
    quiz::schedule::{self, Period},
    speech::{
        board::{self, Board, Row},
        say::Say,
    },
    store::boards,
};

/// How many rows a board shows.
const ROWS: i64 = 10;

/// The command.
pub(super) const SPEC: CommandSpec = spec(
    "top",
    &[OptionSpec {
        name: "period",
        values: Values::OneOf(&["today", "week", "month", "all"]),
        required: false,
        about: |language| command::about_option("top", "period", language),
    }],
    |language| command::about_command("top", language),
);

/// Shows the top and the asker's own row.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, account)) = caller(turn) else { return Ok(()) };
    let period = if args.is_empty() { Some(Period::default()) } else { Period::from_word(args) };
    let Some(period) = period else { return turn.refuse(&Say::BadPeriod(args.to_owned())) };
    let key = period.key(schedule::local_day(place.zone, turn.now_ms));
    let standings = boards::top(turn.tx, place.group, &key, ROWS).await?;
    let mut top: Vec<Row> = Vec::new();
    for (at, standing) in standings.into_iter().enumerate() {
        let shared = top.last().filter(|above| above.points == standing.points).and_then(|above| above.rank);
        let rank = shared.or(Some(at as i64 + 1));
        let own = standing.player == account.player;
        let name = if own { turn.name() } else { standing.name };
        top.push(Row { rank, name, points: standing.points, own });
    }
    let own = if top.iter().any(|row| row.own) {
        None
    } else {
        let place = boards::place(turn.tx, place.group, &key, account.player).await?;
        let (points, rank) = place.map_or((0, None), |(points, above)| (points, Some(above + 1)));
        Some(Row { rank, name: turn.name(), points, own: true })
    };
    let card = board::board(place.language, &Board { period, top, own });
    turn.show(&card);
    Ok(())
}
