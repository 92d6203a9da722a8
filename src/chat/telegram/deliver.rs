//! Parcels out: each errand as its requests.

use std::sync::PoisonError;

use serde_json::Value;
use teloxide::{
    payloads::{
        AnswerCallbackQuery, AnswerCallbackQuerySetters, DeleteMessage, EditMessageText, EditMessageTextSetters,
        SendMessage, SendMessageSetters, SetMessageReaction, SetMessageReactionSetters,
    },
    types::{
        CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ReactionType,
        ReplyMarkup, ReplyParameters, ThreadId,
    },
};

use super::{
    Telegram, buttons, markup,
    refusal::{is_done, refusal},
    toast::toast,
    wire::Failure,
};
use crate::{
    chat::{Errand, MessageRef, Parcel, Receipt, Refusal},
    engine::event::{ChatRef, OutboxId},
    speech::card::Card,
};

/// "Seen": says neither right nor wrong. Bots may only use the emoji of a list; this one is on it.
const RECEIVED: &str = "👀";
/// Posts that were cut off between two messages and that we remember; a restart forgets them too.
const MOST_BEGUN: usize = 256;

/// Delivers one parcel. Nothing is tried twice here: that is the courier's to decide.
pub(super) async fn deliver(telegram: &Telegram, parcel: &Parcel) -> Result<Receipt, Refusal> {
    match &parcel.errand {
        Errand::Post { chat, card, reply_to, .. } => post(telegram, parcel.id, chat, card, reply_to.as_deref()).await,
        Errand::Edit { messages, card, .. } => edit(telegram, messages, card).await,
        Errand::Whisper { handle, chat, card } => whisper(telegram, handle, chat, card).await,
        Errand::React { chat, message } => react(telegram, chat, message).await,
        Errand::Delete { messages } => delete(telegram, messages).await,
    }
}

/// A post of several messages goes on where it was cut off: what arrived is not sent again.
async fn post(
    telegram: &Telegram,
    id: OutboxId,
    chat: &ChatRef,
    card: &Card,
    reply_to: Option<&str>,
) -> Result<Receipt, Refusal> {
    let pages = markup::pages(card);
    if pages.is_empty() {
        return Err(Refusal::Never("the card says nothing".to_owned()));
    }
    let keyboard = keyboard(telegram, card).await.map_err(|failure| refusal(failure, chat))?;
    let mut receipt = Receipt { messages: take_begun(telegram, id), at_ms: telegram.clock.now_ms() };
    for (part, page) in pages.iter().enumerate().skip(receipt.messages.len()) {
        let request = message(chat, page)?;
        let request = match reply_to.and_then(|to| to.parse().ok()).filter(|_| part == 0) {
            Some(to) => request.reply_parameters(ReplyParameters::new(MessageId(to)).allow_sending_without_reply()),
            None => request,
        };
        let request = match keyboard.clone().filter(|_| part + 1 == pages.len()) {
            Some(keyboard) => request.reply_markup(ReplyMarkup::InlineKeyboard(keyboard)),
            None => request,
        };
        match telegram.wire.call(&request).await.and_then(|sent| sent_as(&sent, telegram.clock.now_ms())) {
            Ok((message, at_ms)) => {
                receipt.messages.push(message);
                receipt.at_ms = at_ms;
            }
            Err(failure) => return Err(cut_off(telegram, id, receipt.messages, failure, chat)),
        }
    }
    Ok(receipt)
}

fn message(chat: &ChatRef, html: &str) -> Result<SendMessage, Refusal> {
    let request = SendMessage::new(chat_id(chat)?, html).parse_mode(ParseMode::Html).link_preview_options(no_preview());
    match chat.thread.as_str() {
        "" => Ok(request),
        thread => Ok(request.message_thread_id(ThreadId(message_id(thread)?))),
    }
}

/// What was sent: its id and the platform's time, milliseconds UTC.
fn sent_as(sent: &Value, now_ms: i64) -> Result<(String, i64), Failure> {
    let message = sent["message_id"].as_i64().map(|id| id.to_string());
    let message = message.ok_or_else(|| Failure::Broken("a message was sent, but not told as which".to_owned()))?;
    Ok((message, sent["date"].as_i64().map_or(now_ms, |date| date.saturating_mul(1000))))
}

fn take_begun(telegram: &Telegram, id: OutboxId) -> Vec<String> {
    telegram.begun.lock().unwrap_or_else(PoisonError::into_inner).remove(&id).unwrap_or_default()
}

fn cut_off(telegram: &Telegram, id: OutboxId, sent: Vec<String>, failure: Failure, chat: &ChatRef) -> Refusal {
    let refusal = refusal(failure, chat);
    if !sent.is_empty() && matches!(refusal, Refusal::Later { .. } | Refusal::Unknown(_)) {
        let mut begun = telegram.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.len() < MOST_BEGUN {
            begun.insert(id, sent);
        }
    }
    refusal
}

/// The keyboard of a card. Only a link into the private chat needs to know the bot's name.
async fn keyboard(telegram: &Telegram, card: &Card) -> Result<Option<InlineKeyboardMarkup>, Failure> {
    let Some(controls) = &card.controls else { return Ok(None) };
    let username = match controls.privately {
        Some(_) => telegram.me().await?.username.as_str(),
        None => "",
    };
    Ok(buttons::keyboard(controls, username))
}

/// Every message that the post is: parts of a split text, and twins of a part. A message that is gone is done with.
async fn edit(telegram: &Telegram, messages: &[MessageRef], card: &Card) -> Result<Receipt, Refusal> {
    let parts = messages.iter().map(|message| message.part + 1).max().unwrap_or_default() as usize;
    let pages = markup::at_most(card, parts);
    if pages.is_empty() {
        return Err(Refusal::Never("the card says nothing".to_owned()));
    }
    for message in messages {
        let keyboard = keyboard(telegram, card).await.map_err(|failure| refusal(failure, &message.chat))?;
        let part = message.part as usize;
        let Some(page) = pages.get(part) else {
            take_away(telegram, message).await?;
            continue;
        };
        let request = EditMessageText::new(chat_id(&message.chat)?, message_id(&message.message)?, page)
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        let request = match keyboard.filter(|_| part + 1 == pages.len()) {
            Some(keyboard) => request.reply_markup(keyboard),
            None => request,
        };
        settle(telegram.wire.call(&request).await, &message.chat)?;
    }
    Ok(Receipt::default())
}

async fn delete(telegram: &Telegram, messages: &[MessageRef]) -> Result<Receipt, Refusal> {
    for message in messages {
        take_away(telegram, message).await?;
    }
    Ok(Receipt::default())
}

async fn take_away(telegram: &Telegram, message: &MessageRef) -> Result<(), Refusal> {
    let request = DeleteMessage::new(chat_id(&message.chat)?, message_id(&message.message)?);
    settle(telegram.wire.call(&request).await, &message.chat)
}

fn settle(answer: Result<Value, Failure>, chat: &ChatRef) -> Result<(), Refusal> {
    match answer {
        Err(failure) if !is_done(&failure) => Err(refusal(failure, chat)),
        _ => Ok(()),
    }
}

async fn whisper(telegram: &Telegram, handle: &str, chat: &ChatRef, card: &Card) -> Result<Receipt, Refusal> {
    let (text, alert) = toast(card);
    let request = AnswerCallbackQuery::new(CallbackQueryId(handle.to_owned()));
    let request = if text.is_empty() { request } else { request.text(text).show_alert(alert) };
    minor(telegram.wire.call(&request).await, chat)
}

async fn react(telegram: &Telegram, chat: &ChatRef, message: &str) -> Result<Receipt, Refusal> {
    let request = SetMessageReaction::new(chat_id(chat)?, message_id(message)?)
        .reaction([ReactionType::Emoji { emoji: RECEIVED.to_owned() }]);
    minor(telegram.wire.call(&request).await, chat)
}

/// A chat that takes no reactions, or a callback that nobody may answer, says nothing of whether the bot may write.
fn minor(answer: Result<Value, Failure>, chat: &ChatRef) -> Result<Receipt, Refusal> {
    match answer.map_err(|failure| refusal(failure, chat)) {
        Ok(_) => Ok(Receipt::default()),
        Err(Refusal::Forbidden(why) | Refusal::Gone(why)) => Err(Refusal::Never(why)),
        Err(refusal) => Err(refusal),
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn chat_id(chat: &ChatRef) -> Result<ChatId, Refusal> {
    chat.chat.parse().map(ChatId).map_err(|_| Refusal::Never(format!("{chat} is not an address of Telegram's")))
}

fn message_id(message: &str) -> Result<MessageId, Refusal> {
    message.parse().map(MessageId).map_err(|_| Refusal::Never(format!("{message:?} is not a message of Telegram's")))
}
