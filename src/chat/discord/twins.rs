//! Finds messages of ours that were sent, though their receipt was lost.

use serde_json::Value;

use super::{
    Desk,
    address::{id, time_of},
    custom_id::{CustomId, Subject},
    rest::Fault,
};

/// Messages that are looked through.
const RECENT: usize = 50;

/// Clocks differ: a message may seem this much older than its first try, milliseconds.
const SKEW_MS: i64 = 60_000;

/// For each part, the message that already says it. The part with the controls is known by what they are for, others by
/// their text; neither counts if it is older than the first try.
pub(super) async fn find(
    desk: &Desk,
    channel: u64,
    parts: &[String],
    subject: Option<Subject>,
    first_tried_at_ms: i64,
) -> Result<Vec<Option<u64>>, Fault> {
    let mut found = vec![None; parts.len()];
    let Some(me) = desk.me().await else {
        return Err(Fault::Lost("who the bot is".to_owned()));
    };
    let page = match desk.rest.get(&format!("/channels/{channel}/messages?limit={RECENT}")).await {
        Ok(page) => page,
        // May write here but not read: then nothing can be found.
        Err(Fault::Refused { status: 403, .. }) => return Ok(found),
        Err(fault) => return Err(fault),
    };
    for message in page.as_array().map(Vec::as_slice).unwrap_or_default() {
        let Some(own) = own(message, me).filter(|own| time_of(*own) >= first_tried_at_ms - SKEW_MS) else { continue };
        let named = subject_of(message["components"].as_array().map(Vec::as_slice).unwrap_or_default());
        let is_last = subject.is_some() && named == subject;
        let place = if is_last { parts.len().checked_sub(1) } else { place_by_text(parts, message, named) };
        if let Some(place) = place.filter(|place| found[*place].is_none()) {
            found[place] = Some(own);
        }
    }
    Ok(found)
}

fn place_by_text(parts: &[String], message: &Value, named: Option<Subject>) -> Option<usize> {
    let text = message["content"].as_str().filter(|text| named.is_none() && !text.is_empty())?;
    parts.iter().position(|part| part.trim() == text.trim())
}

fn own(message: &Value, me: u64) -> Option<u64> {
    let author = message["author"]["id"].as_str().and_then(id)?;
    message["id"].as_str().and_then(id).filter(|_| author == me)
}

/// What a message with these rows is.
pub(super) fn subject_of(rows: &[Value]) -> Option<Subject> {
    let components = rows.iter().filter_map(|row| row["components"].as_array()).flatten();
    components.filter_map(|component| CustomId::read(component["custom_id"].as_str()?)).map(|id| id.subject()).next()
}
