//! Time: it is set, or it passes from one thing that is due to the next.

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::world::World;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Up to this long, time passes second by second.
const SLOWLY_MS: i64 = 10 * SECOND_MS;

/// Up to this long, the program looks at least every ten seconds.
const STEADILY_MS: i64 = 3 * MINUTE_MS;

/// What may be due: closing rounds (and two minutes later, when patience ends), and what waits to be sent.
const DUE: &str = "select min(at_ms) from (
    select closes_at_ms as at_ms from rounds where state = 'open'
    union all select closes_at_ms + 120000 from rounds where state = 'open'
    union all select not_before_ms from outbox where state = 'waiting') where at_ms > $1";

/// Reads `2026-03-01 08:59:30 Europe/Berlin`: the zone, and the time in it, milliseconds UTC.
pub(crate) fn read(text: &str, zone: Tz) -> Option<(Tz, i64)> {
    let words: Vec<&str> = text.split(' ').collect();
    let [day, time, rest @ ..] = words.as_slice() else { return None };
    let zone = rest.first().map_or(Some(zone), |zone| zone.parse().ok())?;
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let local = NaiveDateTime::parse_from_str(&format!("{day} {time}{seconds}"), "%Y-%m-%d %H:%M:%S").ok()?;
    Some((zone, zone.from_local_datetime(&local).earliest()?.timestamp_millis()))
}

/// Reads `30s`, `1m`, `24h`, `3d`.
pub(crate) fn span_ms(text: &str) -> Option<i64> {
    let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit_ms = match unit {
        "s" => SECOND_MS,
        "m" => MINUTE_MS,
        "h" => HOUR_MS,
        "d" => 24 * HOUR_MS,
        _ => return None,
    };
    Some(count.parse::<i64>().ok()? * unit_ms)
}

/// Time passes. The program looks every second, or at longer steps and whenever something is due.
pub(crate) async fn pass(world: &mut World, span_ms: i64) {
    let end_ms = world.clock.now_ms() + span_ms;
    while world.clock.now_ms() < end_ms {
        let now_ms = world.clock.now_ms();
        let next_ms = match () {
            () if span_ms <= SLOWLY_MS => now_ms + SECOND_MS,
            () if span_ms <= STEADILY_MS => next(world, now_ms, 10 * SECOND_MS).await,
            () if span_ms <= HOUR_MS => next(world, now_ms, MINUTE_MS).await,
            () => next(world, now_ms, HOUR_MS).await,
        };
        world.clock.set(next_ms.min(end_ms));
        world.settle().await;
    }
}

/// The next whole step, slot, or thing that is due.
async fn next(world: &mut World, now_ms: i64, step_ms: i64) -> i64 {
    let store = world.store().await;
    let due: Option<i64> =
        sqlx::query_scalar(DUE).bind(now_ms).fetch_one(store.readers()).await.expect("the database works");
    let plans = store.plans().await.expect("the database works");
    let slots = plans.into_iter().map(|planned| planned.plan.next(now_ms).at_ms);
    let step = (now_ms.div_euclid(step_ms) + 1) * step_ms;
    slots.chain(due).chain([step]).filter(|at_ms| *at_ms > now_ms).min().unwrap_or(step)
}
