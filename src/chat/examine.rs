//! How an adapter looks at its platform for the doctor: asks only, sends nothing, and never waits long.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::{
    quiz::address::{Place, Platform, Visited},
    speech::finding::{Finding, Seen},
};

/// How long an answer may take, and how long a platform that asks for it is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Before every request: the bot may be running, and needs the platform's pace for itself.
const PAUSE: Duration = Duration::from_millis(50);
/// How long the chats of a platform may take altogether; the rest is left out.
const CHATS_AT_MOST: Duration = Duration::from_secs(60);
/// A platform that gave no answer about so many chats in a row is not asked any more.
const SILENCES_AT_MOST: usize = 3;

/// Waits for the answer to one request, at its pace.
pub(super) async fn paced<T>(request: impl Future<Output = T>) -> Result<T, Seen> {
    sleep(PAUSE).await;
    timeout(PATIENCE, request).await.map_err(|_| Seen::Silent(PATIENCE.as_secs()))
}

/// Looks at the known chats of a platform, one after another; None is for a chat that is none.
pub(super) async fn chats(
    platform: &Platform,
    known: &[Visited],
    mut look: impl AsyncFnMut(&Place) -> Option<Seen>,
) -> Vec<Finding> {
    let Some(known) = known.iter().find(|known| known.platform == *platform) else { return Vec::new() };
    let (end, mut silences, mut looked) = (Instant::now() + CHATS_AT_MOST, 0, 0);
    let mut found = Vec::new();
    for place in &known.chats {
        if silences >= SILENCES_AT_MOST || Instant::now() >= end {
            break;
        }
        looked += 1;
        let Some(seen) = look(place).await else { continue };
        silences = if seen.is_silence() { silences + 1 } else { 0 };
        found.push(Finding::of_chat(place, seen));
    }
    let rest = [(known.awake.saturating_sub(looked), Seen::LeftOut as fn(usize) -> Seen), (known.asleep, Seen::Asleep)];
    let rest = rest.into_iter().filter(|(count, _)| *count > 0);
    found.extend(rest.map(|(count, seen)| Finding::of_platform(platform, seen(count))));
    found
}
