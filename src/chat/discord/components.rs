//! What can be pressed under a message, as Discord wants it: rows of buttons and lists.

use serde_json::{Value, json};

use super::custom_id::{CustomId, Form};
use crate::{
    engine::event::{DisputeStep, RoundId},
    speech::card::{Answering, Controls},
};

/// Buttons in a row.
const ROW: usize = 5;
/// Options in a list.
const LIST: usize = 25;
/// Characters of a button's label.
const BUTTON_CHARS: usize = 80;
/// Characters of a list's option.
const OPTION_CHARS: usize = 100;
/// Characters of a list's placeholder.
const PLACEHOLDER_CHARS: usize = 150;
/// Characters of a form's title and of its field's label.
pub(super) const FORM_CHARS: usize = 45;
/// Options up to this long are written on their buttons, if all are.
const SHORT_CHARS: usize = 20;
/// Marks the right ones.
const TICK: char = '✓';

/// How a button looks.
#[derive(Clone, Copy)]
enum Style {
    Primary = 1,
    Secondary = 2,
    Success = 3,
}

/// The rows; empty where nothing can be pressed.
pub(super) fn rows(controls: Option<&Controls>) -> Vec<Value> {
    let Some(controls) = controls else { return Vec::new() };
    let round = controls.round;
    let mut items = Vec::new();
    let mut first = match &controls.answering {
        Answering::One { options } if options.len() > ROW => {
            vec![list(CustomId::PickOne(round), &labels(options), None, 1)]
        }
        Answering::One { options } => picks(round, options, CustomId::Pick),
        // A list does not tell in which order its options were taken.
        Answering::Order { options, undo, done } => {
            items = picks(round, options, CustomId::Toggle);
            let undo = button(CustomId::Undo(round), undo, Style::Secondary, false);
            vec![undo, button(CustomId::Done(round), done, Style::Success, false)]
        }
        Answering::Some { options, placeholder, .. } => {
            vec![list(CustomId::PickSome(round), &labels(options), Some(placeholder), options.len().min(LIST))]
        }
        Answering::Typed { answer, title, field } => {
            let form = Form { title: cut(title, FORM_CHARS), field: cut(field, FORM_CHARS) };
            vec![button(CustomId::Answer(round, Some(form)), answer, Style::Primary, false)]
        }
        Answering::Closed { options } => over(round, options),
        Answering::Disputable { dispute } => {
            vec![button(CustomId::Dispute(round, DisputeStep::Raise), dispute, Style::Secondary, false)]
        }
        Answering::Deciding { answer, accept, refuse } => vec![
            button(CustomId::Dispute(round, DisputeStep::Accept(*answer)), accept, Style::Success, false),
            button(CustomId::Dispute(round, DisputeStep::Refuse(*answer)), refuse, Style::Secondary, false),
        ],
    };
    let mut extra = Vec::new();
    if let Some(label) = &controls.hint {
        extra.push(button(CustomId::Hint(round), label, Style::Secondary, false));
    }
    if let Some(label) = &controls.skip {
        extra.push(button(CustomId::Skip(round), label, Style::Secondary, false));
    }
    if matches!(controls.answering, Answering::Typed { .. } | Answering::Order { .. }) {
        first.append(&mut extra);
    }
    let items = items.chunks(ROW).map(<[Value]>::to_vec);
    items.chain([first, extra]).filter(|row| !row.is_empty()).map(row).collect()
}

/// The form that an answer is typed into.
pub(super) fn form(round: RoundId, form: &Form) -> Value {
    let field = json!({
        "type": 4, "custom_id": "answer", "style": 2, "label": cut(&form.field, FORM_CHARS),
        "required": true, "min_length": 1, "max_length": 4000,
    });
    json!({
        "custom_id": CustomId::Form(round).to_string(), "title": cut(&form.title, FORM_CHARS), "components": [row(vec![field])],
    })
}

fn row(components: Vec<Value>) -> Value {
    json!({ "type": 1, "components": components })
}

fn button(id: CustomId, label: &str, style: Style, disabled: bool) -> Value {
    json!({
        "type": 2, "style": style as u8, "label": cut(label, BUTTON_CHARS), "custom_id": id.to_string(), "disabled": disabled,
    })
}

fn picks(round: RoundId, options: &[String], id: fn(RoundId, usize) -> CustomId) -> Vec<Value> {
    let short = options.iter().all(|option| option.chars().count() <= SHORT_CHARS);
    let label = |place: usize, option: &String| if short { lettered(place, option) } else { letter(place) };
    let option = |(place, option)| button(id(round, place), &label(place, option), Style::Primary, false);
    options.iter().enumerate().map(option).collect()
}

/// What stays when the round is over. A list that can't be opened shows the right letters in its place.
fn over(round: RoundId, options: &[(String, bool)]) -> Vec<Value> {
    if options.is_empty() {
        return Vec::new();
    }
    if options.len() <= ROW {
        let style = |right: bool| if right { Style::Success } else { Style::Secondary };
        let short = options.iter().all(|(option, _)| option.chars().count() <= SHORT_CHARS);
        let label = |place: usize, option: &String| if short { lettered(place, option) } else { letter(place) };
        let option = |(place, (option, right)): (usize, &(String, bool))| {
            button(CustomId::Over(round, place), &label(place, option), style(*right), true)
        };
        return options.iter().enumerate().map(option).collect();
    }
    let marked = |(place, (option, right)): (usize, &(String, bool))| {
        if *right { format!("{TICK} {}", lettered(place, option)) } else { lettered(place, option) }
    };
    let marked: Vec<String> = options.iter().enumerate().map(marked).collect();
    let right: Vec<String> =
        options.iter().enumerate().filter(|(_, (_, right))| *right).map(|(place, _)| letter(place)).collect();
    let mut list = list(CustomId::Over(round, 0), &marked, Some(&format!("{TICK} {}", right.join(" "))), 1);
    list["disabled"] = Value::Bool(true);
    vec![list]
}

fn list(id: CustomId, labels: &[String], placeholder: Option<&str>, most: usize) -> Value {
    let option =
        |(place, label): (usize, &String)| json!({ "label": cut(label, OPTION_CHARS), "value": place.to_string() });
    let options: Vec<Value> = labels.iter().take(LIST).enumerate().map(option).collect();
    let mut list = json!({
        "type": 3, "custom_id": id.to_string(), "options": options, "min_values": 1, "max_values": most.max(1),
    });
    if let Some(placeholder) = placeholder.filter(|text| !text.trim().is_empty()) {
        list["placeholder"] = Value::String(cut(placeholder, PLACEHOLDER_CHARS));
    }
    list
}

fn labels(options: &[String]) -> Vec<String> {
    options.iter().enumerate().map(|(place, option)| lettered(place, option)).collect()
}

/// `a`, `b`, ..: the letters of the text above.
fn letter(place: usize) -> String {
    char::from(b'a' + (place % 26) as u8).to_string()
}

fn lettered(place: usize, option: &str) -> String {
    let option = option.trim();
    if option.is_empty() { letter(place) } else { format!("{}. {option}", letter(place)) }
}

/// At most this many characters as Discord counts them, line feeds flattened; never empty.
pub(super) fn cut(text: &str, most: usize) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let flat = flat.trim();
    if flat.is_empty() {
        return "…".to_owned();
    }
    if flat.encode_utf16().count() <= most {
        return flat.to_owned();
    }
    let mut room = most - 1;
    let fits = |c: &char| room.checked_sub(c.len_utf16()).map(|left| room = left).is_some();
    let kept: String = flat.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn controls(answering: Answering) -> Controls {
        Controls { round: RoundId(7), answering, hint: None, privately: Some("p".into()), skip: None }
    }

    fn options(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("{n}").repeat(120)).collect()
    }

    #[test]
    fn up_to_five_options_are_buttons_with_letters() {
        let rows = rows(Some(&controls(Answering::One { options: options(5) })));
        assert_eq!(rows.len(), 1);
        let labels: Vec<_> = rows[0]["components"].as_array().unwrap().iter().map(|b| b["label"].clone()).collect();
        assert_eq!(labels, ["a", "b", "c", "d", "e"]);
        assert_eq!(rows[0]["components"][4]["custom_id"], "1:p:7:4");
    }

    #[test]
    fn short_options_stand_on_their_buttons() {
        let rows = rows(Some(&controls(Answering::One { options: vec!["True".into(), "False".into()] })));
        assert_eq!(rows[0]["components"][0]["label"], "a. True");
    }

    #[test]
    fn more_options_and_several_answers_are_lists() {
        let one = rows(Some(&controls(Answering::One { options: options(6) })));
        assert_eq!((&one[0]["components"][0]["type"], &one[0]["components"][0]["max_values"]), (&json!(3), &json!(1)));
        let label = one[0]["components"][0]["options"][5]["label"].as_str().unwrap();
        assert_eq!((label.chars().count(), label.chars().last()), (100, Some('…')));
        let some = Answering::Some { options: options(4), done: "Done".into(), placeholder: "Pick".into() };
        let some = rows(Some(&controls(some)));
        assert_eq!(
            (&some[0]["components"][0]["min_values"], &some[0]["components"][0]["max_values"]),
            (&json!(1), &json!(4))
        );
    }

    #[test]
    fn an_order_is_pressed_item_by_item() {
        let order = |count| Answering::Order { options: options(count), undo: "Undo".into(), done: "Done".into() };
        let with_more = Controls { hint: Some("Hint".into()), skip: Some("Skip".into()), ..controls(order(10)) };
        let rows = rows(Some(&with_more));
        let ids = |row: &Value| {
            let buttons = row["components"].as_array().expect("buttons").iter();
            buttons.map(|button| button["custom_id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&rows[0]), ["1:t:7:0", "1:t:7:1", "1:t:7:2", "1:t:7:3", "1:t:7:4"]);
        assert_eq!(ids(&rows[1]).last().map(String::as_str), Some("1:t:7:9"));
        assert_eq!(ids(&rows[2]), ["1:u:7", "1:d:7", "1:h:7", "1:k:7"]);
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn hint_and_skip_stand_beside_the_answer_button_or_below_the_options() {
        let typed = Answering::Typed { answer: "Answer".into(), title: "T".into(), field: "F".into() };
        let typed = Controls { hint: Some("Hint".into()), skip: Some("Skip".into()), ..controls(typed) };
        let row = &rows(Some(&typed))[0]["components"];
        assert_eq!(row[0]["custom_id"], "1:a:7:1:TF");
        assert_eq!((&row[1]["custom_id"], &row[2]["custom_id"]), (&json!("1:h:7"), &json!("1:k:7")));
        let one = Controls { hint: Some("Hint".into()), ..controls(Answering::One { options: options(2) }) };
        assert_eq!(rows(Some(&one)).len(), 2);
    }

    #[test]
    fn what_is_over_cannot_be_pressed_and_the_right_ones_stand_out() {
        let closed = |count: usize| Answering::Closed {
            options: options(count).into_iter().enumerate().map(|(n, option)| (option, n == 1)).collect(),
        };
        let buttons = rows(Some(&controls(closed(3))));
        let looks: Vec<_> = buttons[0]["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| (b["style"].clone(), b["disabled"].clone()))
            .collect();
        assert_eq!(looks, [(json!(2), json!(true)), (json!(3), json!(true)), (json!(2), json!(true))]);
        let list = rows(Some(&controls(closed(6))));
        assert_eq!(
            (&list[0]["components"][0]["disabled"], &list[0]["components"][0]["placeholder"]),
            (&json!(true), &json!("✓ b"))
        );
        assert!(list[0]["components"][0]["options"][1]["label"].as_str().unwrap().starts_with("✓ b. 1"));
        assert!(rows(Some(&controls(closed(0)))).is_empty());
    }

    #[test]
    fn labels_are_cut_as_discord_counts() {
        assert_eq!(cut("😀😀😀", 5), "😀😀…");
        assert_eq!(cut(" \n\u{0} ", 5), "…");
        assert_eq!(cut("a\nb", 5), "a b");
    }
}
