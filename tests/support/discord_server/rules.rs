//! What Discord refuses: the limits of messages, components and forms.

use std::collections::HashSet;

use serde_json::Value;

/// What is wrong with a message; None where nothing is.
pub(super) fn message(body: &Value) -> Option<String> {
    let content = body["content"].as_str().unwrap_or_default();
    if content.chars().count() > 2000 {
        return Some("content is over 2000 characters".to_owned());
    }
    let rows = body["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    if content.trim().is_empty() && rows.is_empty() {
        return Some("an empty message".to_owned());
    }
    if body["nonce"].as_str().is_some_and(|nonce| nonce.chars().count() > 25) {
        return Some("nonce is over 25 characters".to_owned());
    }
    if body["flags"].as_u64().is_some_and(|flags| flags & !(4 | 64) != 0) {
        return Some("flags that nobody may set".to_owned());
    }
    if body["allowed_mentions"]["parse"].as_array().is_none_or(|parse| !parse.is_empty()) {
        return Some("mentions are allowed, which this bot never wants".to_owned());
    }
    components(rows)
}

fn components(rows: &[Value]) -> Option<String> {
    if rows.len() > 5 {
        return Some("more than 5 rows".to_owned());
    }
    let mut seen = HashSet::new();
    for row in rows {
        let parts = row["components"].as_array().filter(|_| row["type"] == 1).map(Vec::as_slice).unwrap_or_default();
        let lists = parts.iter().filter(|part| part["type"] == 3).count();
        if parts.is_empty() || parts.len() > 5 || (lists > 0 && parts.len() > 1) {
            return Some("a row holds up to 5 buttons or one list".to_owned());
        }
        for part in parts {
            let id = part["custom_id"].as_str().unwrap_or_default();
            if id.is_empty() || id.chars().count() > 100 || !seen.insert(id.to_owned()) {
                return Some(format!("custom_id {id:?} is empty, over 100 characters, or there twice"));
            }
            if let Some(wrong) = if part["type"] == 3 { list(part) } else { button(part) } {
                return Some(wrong);
            }
        }
    }
    None
}

fn button(button: &Value) -> Option<String> {
    let label = button["label"].as_str().unwrap_or_default();
    let good = button["type"] == 2
        && (1..=80).contains(&label.chars().count())
        && button["style"].as_u64().is_some_and(|style| (1..=4).contains(&style));
    (!good).then(|| format!("not a button: {button}"))
}

fn list(list: &Value) -> Option<String> {
    let options = list["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let values: HashSet<&str> = options.iter().filter_map(|option| option["value"].as_str()).collect();
    let labels =
        options.iter().all(|option| (1..=100).contains(&option["label"].as_str().unwrap_or_default().chars().count()));
    let most = list["max_values"].as_u64().unwrap_or(1) as usize;
    let placeholder = list["placeholder"].as_str().is_none_or(|text| text.chars().count() <= 150);
    let good = (1..=25).contains(&options.len()) && values.len() == options.len() && labels && most <= options.len();
    (!good || !placeholder).then(|| format!("not a list: {list}"))
}

/// What is wrong with the first answer to an interaction. `whispered`: it came from a message that one person sees; only
/// such a message may be changed by the answer.
pub(super) fn callback(body: &Value, whispered: bool) -> Option<String> {
    let data = &body["data"];
    match body["type"].as_u64() {
        Some(6) if whispered => None,
        Some(7) if whispered && data["flags"].as_u64().is_some_and(|flags| flags & 64 != 0) => {
            Some("what is whispered stays so, and can't be made so".to_owned())
        }
        Some(7) if whispered => message(data),
        Some(4) => message(data),
        Some(5) => (data["flags"] != 64).then(|| "a deferral that all see".to_owned()),
        Some(8) => suggestions(data),
        Some(9) => form(data),
        other => Some(format!("type {other:?} is never used by this bot")),
    }
}

fn suggestions(data: &Value) -> Option<String> {
    let choices = data["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fits = |text: &Value| text.as_str().is_some_and(|text| (1..=100).contains(&text.chars().count()));
    let good = choices.len() <= 25 && choices.iter().all(|choice| fits(&choice["name"]) && fits(&choice["value"]));
    (!good).then(|| "not suggestions".to_owned())
}

fn form(data: &Value) -> Option<String> {
    let fits = |text: &Value, most: usize| text.as_str().is_some_and(|text| (1..=most).contains(&text.chars().count()));
    let rows = data["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    let field = |row: &Value| {
        let field = &row["components"][0];
        row["type"] == 1 && field["type"] == 4 && fits(&field["label"], 45) && fits(&field["custom_id"], 100)
    };
    let good = fits(&data["title"], 45)
        && fits(&data["custom_id"], 100)
        && (1..=5).contains(&rows.len())
        && rows.iter().all(field);
    (!good).then(|| format!("not a form: {data}"))
}
