//! The methods of the Bot API that the bot uses.

use std::{collections::VecDeque, time::Duration};

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    BOT_ID, Inner, Message, No, State, USERNAME, html,
    state::{Answer, chat_json},
};

/// Emoji that bots may react with (a part of the real list).
const REACTIONS: [&str; 8] = ["👍", "👎", "❤", "🔥", "👏", "🤔", "👀", "✍"];

pub(crate) async fn call(inner: &Inner, method: &str, params: &Value) -> Result<Value, No> {
    let now = inner.clock.now_ms().div_euclid(1000);
    match method {
        "getupdates" => get_updates(inner, params).await,
        "getme" => inner.change(|state| Ok(me(state))),
        "getwebhookinfo" => inner.change(|state| {
            Ok(json!({"url": state.webhook, "has_custom_certificate": false, "pending_update_count": state.updates.len()}))
        }),
        "deletewebhook" => inner.change(|state| {
            state.webhook.clear();
            Ok(json!(true))
        }),
        "getmycommands" => inner.change(|state| Ok(state.menus.get(&menu(params)).cloned().unwrap_or(json!([])))),
        "setmycommands" => inner.change(|state| set_commands(state, params)),
        "getchat" => inner.change(|state| get_chat(state, params)),
        "getchatmember" => inner.change(|state| chat_member(state, params)),
        "sendmessage" => inner.change(|state| send_message(state, params, now)),
        "editmessagetext" => inner.change(|state| edit_message(state, params)),
        "deletemessage" => inner.change(|state| delete_message(state, params)),
        "setmessagereaction" => inner.change(|state| react(state, params)),
        "answercallbackquery" => inner.change(|state| answer_callback(state, params)),
        _ => Err(No::new(404, "Not Found")),
    }
}

/// Forgets an update only when a higher offset is asked for; a second poller ends the first.
async fn get_updates(inner: &Inner, params: &Value) -> Result<Value, No> {
    let mut limit = params["limit"].as_u64().unwrap_or(100).clamp(1, 100) as usize;
    let deadline = Instant::now() + Duration::from_secs(params["timeout"].as_u64().unwrap_or(0));
    let mut changed = inner.subscribe();
    let poller = inner.change(|state| {
        let offset = params["offset"].as_i64().unwrap_or(0);
        let before = state.polled.replace((offset, Instant::now()));
        if state.stingy && before.is_some_and(|(o, at)| o == offset && at.elapsed() < Duration::from_millis(500)) {
            limit = 1;
        }
        while state.updates.front().is_some_and(|(id, _)| *id < offset) {
            state.updates.pop_front();
        }
        state.pollers += 1;
        state.pollers
    });
    loop {
        changed.borrow_and_update();
        {
            let state = inner.lock();
            if !state.webhook.is_empty() {
                let why = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first";
                return Err(No::new(409, why));
            }
            if state.pollers != poller {
                return Err(No::new(409, "Conflict: terminated by other getUpdates request"));
            }
            if !state.updates.is_empty() {
                return Ok(state.updates.iter().take(limit).map(|(_, update)| update.clone()).collect());
            }
        }
        if tokio::time::timeout_at(deadline, changed.changed()).await.is_err() {
            return Ok(json!([]));
        }
    }
}

fn menu(params: &Value) -> String {
    let scope = params["scope"]["type"].as_str().unwrap_or("default");
    format!("{scope}/{}", params["language_code"].as_str().unwrap_or_default())
}

fn set_commands(state: &mut State, params: &Value) -> Result<Value, No> {
    let legal = |command: &Value| {
        let name = command["command"].as_str().unwrap_or_default();
        let about = command["description"].as_str().unwrap_or_default().chars().count();
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        (1..=32).contains(&name.len()) && name.chars().all(letter) && (1..=256).contains(&about)
    };
    let commands = params["commands"].as_array().ok_or_else(|| No::bad("parameter \"commands\" is required"))?;
    if commands.len() > 100 || !commands.iter().all(legal) {
        return Err(No::bad("BOT_COMMAND_INVALID"));
    }
    state.menus.insert(menu(params), params["commands"].clone());
    Ok(json!(true))
}

fn chat_member(state: &mut State, params: &Value) -> Result<Value, No> {
    let (chat, user) = (chat_of(state, params)?, params["user_id"].as_i64().unwrap_or_default());
    let status = state.roles.get(&(chat, user)).map_or("member", String::as_str);
    let mut member = json!({"status": status, "user": {"id": user, "is_bot": user == BOT_ID, "first_name": "x"}});
    if let Some(standing) = state.standings.get(&chat).filter(|_| user == BOT_ID) {
        merge(&mut member, standing);
    }
    Ok(member)
}

fn me(state: &State) -> Value {
    json!({
        "id": BOT_ID, "is_bot": true, "first_name": "Quiz", "username": USERNAME, "can_join_groups": true,
        "can_read_all_group_messages": state.reads_all,
    })
}

fn get_chat(state: &mut State, params: &Value) -> Result<Value, No> {
    let chat = chat_of(state, params)?;
    let mut about = chat_json(chat, None);
    if chat < 0 {
        about["permissions"] = json!({"can_send_messages": true, "can_pin_messages": false});
    }
    if let Some(more) = state.abouts.get(&chat) {
        merge(&mut about, more);
    }
    Ok(about)
}

fn merge(into: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

/// The chat of a request, if the bot may act there.
fn chat_of(state: &mut State, params: &Value) -> Result<i64, No> {
    let id = params["chat_id"].as_i64().unwrap_or_default();
    let chat = state.chats.get(&id).ok_or_else(|| No::bad("chat not found"))?;
    match (chat.moved_to, &chat.refusal) {
        (Some(to), _) => Err(No::moved(to)),
        (None, Some((code, description))) => Err(No::new(*code, description)),
        (None, None) => Ok(id),
    }
}

/// Counts what is sent, where a pace is set.
fn keep_pace(state: &mut State, chat: i64) -> Result<(), No> {
    let Some((per_group_minute, per_second)) = state.pace else { return Ok(()) };
    let now = Instant::now();
    wait_left(&mut state.sent, now, Duration::from_secs(1), per_second)?;
    if chat < 0 {
        wait_left(&mut state.chat(chat).sent, now, Duration::from_secs(60), per_group_minute)?;
        state.chat(chat).sent.push_back(now);
    }
    state.sent.push_back(now);
    Ok(())
}

fn wait_left(sent: &mut VecDeque<Instant>, now: Instant, span: Duration, most: usize) -> Result<(), No> {
    while sent.front().is_some_and(|at| now.duration_since(*at) >= span) {
        sent.pop_front();
    }
    match sent.front() {
        Some(oldest) if sent.len() >= most => {
            let left = span.saturating_sub(now.duration_since(*oldest));
            Err(No::too_many(left.as_secs() + 1))
        }
        _ => Ok(()),
    }
}

/// The text as shown, within the limits.
fn text_of(params: &Value) -> Result<String, No> {
    let text = params["text"].as_str().unwrap_or_default();
    let plain = match params["parse_mode"].as_str() {
        Some("HTML") => html::plain(text).map_err(|why| No::bad(&why))?,
        None => text.to_owned(),
        Some(_) => return Err(No::bad("unsupported parse_mode")),
    };
    let plain = plain.trim().to_owned();
    if plain.is_empty() {
        return Err(No::bad("message text is empty"));
    }
    if plain.encode_utf16().count() > 4096 {
        return Err(No::bad("message is too long"));
    }
    Ok(plain)
}

fn keyboard_of(params: &Value) -> Result<Value, No> {
    let keyboard = &params["reply_markup"];
    let rows = keyboard["inline_keyboard"].as_array();
    for button in rows.into_iter().flatten().filter_map(Value::as_array).flatten() {
        if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
            return Err(No::bad("inline keyboard button text must be non-empty"));
        }
        match (button["callback_data"].as_str(), button["url"].as_str()) {
            (Some(data), None) if (1..=64).contains(&data.len()) => {}
            (None, Some(url)) if url.starts_with("https://") => {}
            (Some(_), None) => return Err(No::bad("BUTTON_DATA_INVALID")),
            _ => return Err(No::bad("BUTTON_URL_INVALID")),
        }
    }
    Ok(keyboard.clone())
}

fn send_message(state: &mut State, params: &Value, date: i64) -> Result<Value, No> {
    let chat = chat_of(state, params)?;
    let (text, keyboard) = (text_of(params)?, keyboard_of(params)?);
    let thread = params["message_thread_id"].as_i64();
    if thread.is_some_and(|thread| !state.chat(chat).topics.contains(&thread)) {
        return Err(No::bad("message thread not found"));
    }
    let reply_to = params["reply_parameters"]["message_id"].as_i64();
    let reply_to = reply_to.filter(|to| state.chat(chat).messages.contains_key(to));
    let alone = params["reply_parameters"]["allow_sending_without_reply"].as_bool().unwrap_or(false);
    if reply_to.is_none() && !params["reply_parameters"].is_null() && !alone {
        return Err(No::bad("message to be replied not found"));
    }
    keep_pace(state, chat)?;
    let id = state.chat(chat).number();
    let html = params["text"].as_str().unwrap_or_default().to_owned();
    let (user, edits, reaction) = (None, 0, None);
    let message = Message { id, chat, thread, user, text, html, reply_to, keyboard, date, edits, reaction };
    let sent = state.message_json(&message);
    state.chat(chat).messages.insert(id, message);
    Ok(sent)
}

fn edit_message(state: &mut State, params: &Value) -> Result<Value, No> {
    let chat = chat_of(state, params)?;
    let (text, keyboard) = (text_of(params)?, keyboard_of(params)?);
    let id = params["message_id"].as_i64().unwrap_or_default();
    let html = params["text"].as_str().unwrap_or_default().to_owned();
    let there = state.chat(chat).messages.get(&id).ok_or_else(|| No::bad("message to edit not found"))?;
    if there.user.is_some() {
        return Err(No::bad("message can't be edited"));
    }
    if there.html == html && there.keyboard == keyboard {
        let why = "message is not modified: specified new message content and reply markup are exactly the same";
        return Err(No::bad(why));
    }
    keep_pace(state, chat)?;
    let message = state.chat(chat).messages.get_mut(&id).ok_or_else(|| No::bad("message to edit not found"))?;
    (message.text, message.html, message.keyboard) = (text, html, keyboard);
    message.edits += 1;
    let message = message.clone();
    Ok(state.message_json(&message))
}

fn delete_message(state: &mut State, params: &Value) -> Result<Value, No> {
    let chat = chat_of(state, params)?;
    let id = params["message_id"].as_i64().unwrap_or_default();
    let gone = state.chat(chat).messages.remove(&id);
    gone.map(|_| json!(true)).ok_or_else(|| No::bad("message to delete not found"))
}

fn react(state: &mut State, params: &Value) -> Result<Value, No> {
    let chat = chat_of(state, params)?;
    let id = params["message_id"].as_i64().unwrap_or_default();
    let emoji = params["reaction"][0]["emoji"].as_str().unwrap_or_default().to_owned();
    if !REACTIONS.contains(&emoji.as_str()) {
        return Err(No::bad("REACTION_INVALID"));
    }
    let message = state.chat(chat).messages.get_mut(&id).ok_or_else(|| No::bad("message to react not found"))?;
    message.reaction = Some(emoji);
    Ok(json!(true))
}

/// Once for each callback.
fn answer_callback(state: &mut State, params: &Value) -> Result<Value, No> {
    let callback = params["callback_query_id"].as_str().unwrap_or_default().to_owned();
    let text = params["text"].as_str().unwrap_or_default().to_owned();
    if text.encode_utf16().count() > 200 {
        return Err(No::bad("MESSAGE_TOO_LONG"));
    }
    match state.callbacks.get_mut(&callback) {
        Some(open) if *open => *open = false,
        _ => return Err(No::bad("query is too old and response timeout expired or query ID is invalid")),
    }
    state.answers.push(Answer { callback, text, alert: params["show_alert"].as_bool().unwrap_or(false) });
    Ok(json!(true))
}
