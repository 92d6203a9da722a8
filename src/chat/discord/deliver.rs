//! Delivers parcels: the only place from which facts leave for Discord.

use serde_json::{Value, json};

use super::{
    Desk,
    address::{Answering, id, time_of},
    answers::{EPHEMERAL, Stage, defer},
    components, markup,
    rest::{Fault, code},
    twins,
};
use crate::{
    chat::{Errand, MessageRef, Parcel, Receipt, Refusal},
    engine::event::{ChatRef, PostId},
    speech::card::Card,
};

/// No pictures of linked pages.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// Discord knows a nonce for a few minutes; younger tries are sent again, older ones are looked for, milliseconds.
const NONCE_MS: i64 = 2 * 60 * 1000;

/// The eyes, as an address has them.
const EYES: &str = "%F0%9F%91%80";

/// Delivers one parcel.
pub(super) async fn deliver(desk: &Desk, parcel: &Parcel) -> Result<Receipt, Refusal> {
    match &parcel.errand {
        Errand::Post { post, chat, card, reply_to, handle } => {
            let letter = Letter::new(*post, chat, card, reply_to.as_deref())?;
            match handle.as_deref().and_then(Answering::read) {
                Some(answering) => answer_for_all(desk, parcel, &letter, &answering).await,
                None => send(desk, parcel, &letter).await,
            }
        }
        Errand::Edit { messages, card, .. } => edit(desk, messages, card).await,
        Errand::Whisper { handle, card, .. } => whisper(desk, handle, card).await,
        Errand::React { chat, message } => react(desk, chat, message).await,
        Errand::Delete { messages } => delete(desk, messages).await,
    }
}

/// A post, ready to be sent.
struct Letter<'a> {
    post: PostId,
    channel: u64,
    card: &'a Card,
    parts: Vec<String>,
    reply_to: Option<u64>,
}

impl<'a> Letter<'a> {
    fn new(post: PostId, chat: &ChatRef, card: &'a Card, reply_to: Option<&str>) -> Result<Self, Refusal> {
        let parts = markup::parts(card, markup::POST_CHARS);
        Ok(Self { post, channel: channel(chat)?, card, parts, reply_to: reply_to.and_then(id) })
    }

    /// What one part says; the controls are under the last.
    fn body(&self, part: usize) -> Value {
        message(self.card, &self.parts[part], part + 1 == self.parts.len())
    }
}

fn message(card: &Card, text: &str, last: bool) -> Value {
    let rows = if last { components::rows(card.controls.as_ref()) } else { Vec::new() };
    json!({ "content": text, "components": rows, "flags": SUPPRESS_EMBEDS, "allowed_mentions": { "parse": [] } })
}

async fn send(desk: &Desk, parcel: &Parcel, letter: &Letter<'_>) -> Result<Receipt, Refusal> {
    let mut sent = vec![None; letter.parts.len()];
    if parcel.tries > 0 && desk.clock.now_ms() - parcel.first_tried_at_ms >= NONCE_MS {
        let subject = twins::subject_of(&components::rows(letter.card.controls.as_ref()));
        sent = twins::find(desk, letter.channel, &letter.parts, subject, parcel.first_tried_at_ms).await?;
    }
    for (part, sent) in sent.iter_mut().enumerate() {
        if sent.is_none() {
            *sent = Some(post_part(desk, letter, part).await?);
        }
    }
    Ok(receipt(sent.into_iter().flatten()))
}

async fn post_part(desk: &Desk, letter: &Letter<'_>, part: usize) -> Result<u64, Refusal> {
    let path = format!("/channels/{}/messages", letter.channel);
    let mut body = letter.body(part);
    body["nonce"] = format!("{}.{part}", letter.post).into();
    body["enforce_nonce"] = true.into();
    body["allowed_mentions"]["replied_user"] = false.into();
    if let Some(reply_to) = letter.reply_to.filter(|_| part == 0) {
        body["message_reference"] = json!({ "message_id": reply_to.to_string(), "fail_if_not_exists": false });
    }
    let mut sent = desk.rest.post(&path, &body).await;
    if sent.as_ref().is_err_and(|fault| fault.code() == code::REPLY_NEEDS_HISTORY) {
        // Better said beside the message than not at all.
        if let Some(fields) = body.as_object_mut() {
            fields.remove("message_reference");
        }
        sent = desk.rest.post(&path, &body).await;
    }
    id_of(&sent?)
}

/// A public answer to a command. An interaction that heard something already, or nothing for too long, can't be answered
/// for all to see any more: then it is an ordinary message, and the announcement is taken back.
async fn answer_for_all(
    desk: &Desk,
    parcel: &Parcel,
    letter: &Letter<'_>,
    answering: &Answering,
) -> Result<Receipt, Refusal> {
    let open = desk.answers.open(answering.interaction);
    let mut stage = open.lock().await;
    if parcel.tries > 0
        && *stage != Stage::Deferred
        && let Some(message) = answered_before(desk, letter, answering).await
    {
        *stage = Stage::Answered;
        return Ok(receipt([message]));
    }
    // A question is always a message of its own: Discord hands on the words of replies to those only.
    let answers = letter.parts.len() == 1 && letter.card.controls.is_none();
    if *stage == Stage::Fresh && answers {
        let body = json!({ "type": 4, "data": letter.body(0) });
        match desk.rest.post(&format!("{}?with_response=true", answering.callback()), &body).await {
            Ok(answer) => {
                *stage = Stage::Answered;
                return first_answer(desk, answering, &answer).await;
            }
            Err(fault) if fault.code() == code::ALREADY_ACKNOWLEDGED => *stage = Stage::Deferred,
            Err(fault) if fault.code() == code::UNKNOWN_INTERACTION => {}
            Err(fault) => return Err(fault.into()),
        }
    } else if *stage == Stage::Fresh && desk.rest.post(&answering.callback(), &defer()).await.is_ok() {
        *stage = Stage::Deferred;
    }
    let receipt = send(desk, parcel, letter).await?;
    if *stage == Stage::Deferred {
        *stage = Stage::Answered;
        if let Err(fault) = desk.rest.delete(&answering.original()).await {
            tracing::debug!(%fault, "an announced answer could not be taken back");
        }
    }
    Ok(receipt)
}

/// The first answer, if an earlier try of this very letter was it.
async fn answered_before(desk: &Desk, letter: &Letter<'_>, answering: &Answering) -> Option<u64> {
    let original = desk.rest.get(&answering.original()).await.ok()?;
    let public = original["flags"].as_u64().unwrap_or(0) & EPHEMERAL == 0;
    let same = original["content"].as_str().map(str::trim) == letter.parts.first().map(|part| part.trim());
    if public && same { original["id"].as_str().and_then(id) } else { None }
}

async fn first_answer(desk: &Desk, answering: &Answering, answer: &Value) -> Result<Receipt, Refusal> {
    let told = answer["resource"]["message"]["id"].as_str().or(answer["interaction"]["response_message_id"].as_str());
    if let Some(message) = told.and_then(id) {
        return Ok(receipt([message]));
    }
    let original = desk.rest.get(&answering.original()).await?;
    Ok(receipt([id_of(&original)?]))
}

async fn edit(desk: &Desk, messages: &[MessageRef], card: &Card) -> Result<Receipt, Refusal> {
    let there_are = messages.iter().map(|message| message.part as usize + 1).max().unwrap_or(1);
    let parts = markup::parts_at_most(card, there_are);
    for to in messages {
        let path = path_of(to)?;
        // A shorter text leaves its last messages empty, but there: it may grow again, and the last one has the controls.
        let text = parts.get(to.part as usize).map_or(markup::NOTHING, String::as_str);
        let body = message(card, text, to.part as usize + 1 == there_are);
        tolerate(desk.rest.patch(&path, &body).await, &[code::UNKNOWN_MESSAGE])?;
    }
    Ok(Receipt::default())
}

/// Says something to one person alone. The first answer is a new message, so that the message with the question is
/// never touched (one that was said to this person alone is changed); once that is used, later ones follow up.
async fn whisper(desk: &Desk, handle: &str, card: &Card) -> Result<Receipt, Refusal> {
    let answering = Answering::read(handle).ok_or_else(|| Refusal::Never("not a handle of Discord's".to_owned()))?;
    let open = desk.answers.open(answering.interaction);
    let mut stage = open.lock().await;
    let parts = markup::parts(card, markup::MESSAGE_CHARS);
    for (place, text) in parts.iter().enumerate() {
        let mut body = message(card, text, place + 1 == parts.len());
        body["flags"] = (EPHEMERAL | SUPPRESS_EMBEDS).into();
        say(desk, &answering, &mut stage, body).await?;
    }
    Ok(Receipt::default())
}

async fn say(desk: &Desk, answering: &Answering, stage: &mut Stage, body: Value) -> Result<(), Refusal> {
    if *stage == Stage::Fresh {
        match desk.rest.post(&answering.callback(), &first(answering, &body)).await {
            Ok(_) => {
                *stage = Stage::Answered;
                return Ok(());
            }
            // By an earlier process, or by an earlier try: either way its first answer is there to be written.
            Err(fault) if fault.code() == code::ALREADY_ACKNOWLEDGED => *stage = Stage::Deferred,
            Err(fault) => return Err(fault.into()),
        }
    }
    if *stage == Stage::Deferred {
        let mut body = body;
        body["flags"] = SUPPRESS_EMBEDS.into();
        desk.rest.patch(&answering.original(), &body).await?;
        *stage = Stage::Answered;
        return Ok(());
    }
    desk.rest.post(&answering.followups(), &body).await?;
    Ok(())
}

/// The first answer: a message of its own, or what the message that only this person sees says now.
fn first(answering: &Answering, body: &Value) -> Value {
    if !answering.whispered {
        return json!({ "type": 4, "data": body });
    }
    let mut body = body.clone();
    body["flags"] = SUPPRESS_EMBEDS.into();
    json!({ "type": 7, "data": body })
}

/// A mark that can't be set is no reason to put the chat to sleep: writing there is another right.
async fn react(desk: &Desk, chat: &ChatRef, message: &str) -> Result<Receipt, Refusal> {
    let message = id(message).ok_or_else(|| Refusal::Never("not a message of Discord's".to_owned()))?;
    let path = format!("/channels/{}/messages/{message}/reactions/{EYES}/@me", channel(chat)?);
    match tolerate(desk.rest.put(&path, None).await, &[code::UNKNOWN_MESSAGE]) {
        Err(Refusal::Forbidden(why) | Refusal::Gone(why)) => Err(Refusal::Never(why)),
        done => done.map(|()| Receipt::default()),
    }
}

async fn delete(desk: &Desk, messages: &[MessageRef]) -> Result<Receipt, Refusal> {
    for message in messages {
        let gone = [code::UNKNOWN_MESSAGE, code::UNKNOWN_CHANNEL];
        tolerate(desk.rest.delete(&path_of(message)?).await, &gone)?;
    }
    Ok(Receipt::default())
}

fn tolerate(done: Result<Value, Fault>, codes: &[i64]) -> Result<(), Refusal> {
    match done {
        Err(fault) if !codes.contains(&fault.code()) => Err(fault.into()),
        _ => Ok(()),
    }
}

fn channel(chat: &ChatRef) -> Result<u64, Refusal> {
    id(&chat.chat).ok_or_else(|| Refusal::Never(format!("not a channel of Discord's: {chat}")))
}

fn path_of(message: &MessageRef) -> Result<String, Refusal> {
    let id = id(&message.message).ok_or_else(|| Refusal::Never("not a message of Discord's".to_owned()))?;
    Ok(format!("/channels/{}/messages/{id}", channel(&message.chat)?))
}

fn id_of(message: &Value) -> Result<u64, Refusal> {
    // It was sent: without its id nobody could edit it, so that it is looked for at the next try.
    message["id"].as_str().and_then(id).ok_or_else(|| Refusal::Unknown("an answer without the message's id".to_owned()))
}

fn receipt(messages: impl IntoIterator<Item = u64>) -> Receipt {
    let messages: Vec<u64> = messages.into_iter().collect();
    let at_ms = messages.first().map_or(0, |first| time_of(*first));
    Receipt { messages: messages.iter().map(u64::to_string).collect(), at_ms }
}
