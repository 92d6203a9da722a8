//! What can be pressed under a question, and what a press says.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::update::Keyboard;
use crate::{
    engine::event::{AnswerId, DisputeStep, Press, RoundId},
    speech::card::{Answering, Controls},
};

/// Options up to this long stand on their buttons, as shown characters (a phone shows about 30).
const SHORT_OPTION: usize = 24;
/// More buttons than this one per row would push the question off the screen of a phone.
const LONGEST_COLUMN: usize = 6;
/// Two options up to this long fit beside each other: yes and no, true and false.
const HALF_ROW: usize = 12;
/// Letters in one row: wide enough for a thumb.
const LETTERS_IN_ROW: usize = 5;
/// What a label is cut to, characters: the platform names no limit, the screen does.
const LONGEST_LABEL: usize = 60;
/// More options than the alphabet has letters are not made, nor read back.
const MOST_OPTIONS: usize = 26;

/// The keyboard of these controls; None where nothing can be pressed. `username` is the bot's, for links into the
/// private chat.
pub(super) fn keyboard(controls: &Controls, username: &str) -> Option<InlineKeyboardMarkup> {
    let round = controls.round;
    let mut rows = match &controls.answering {
        Answering::One { options } => option_rows(round, options, Press::Pick),
        Answering::Some { options, done, .. } => {
            let mut rows = option_rows(round, options, Press::Toggle);
            rows.push(vec![button(done, round, &Press::Done)]);
            rows
        }
        Answering::Order { options, undo, done } => {
            let mut rows = option_rows(round, options, Press::Toggle);
            rows.push(vec![button(undo, round, &Press::Undo), button(done, round, &Press::Done)]);
            rows
        }
        Answering::Typed { .. } => Vec::new(),
        Answering::Disputable { dispute } => vec![vec![button(dispute, round, &Press::Dispute(DisputeStep::Raise))]],
        Answering::Deciding { answer, accept, refuse } => vec![vec![
            button(accept, round, &Press::Dispute(DisputeStep::Accept(*answer))),
            button(refuse, round, &Press::Dispute(DisputeStep::Refuse(*answer))),
        ]],
        Answering::Closed { .. } => return None,
    };
    rows.push(last_row(controls, username));
    rows.retain(|row| !row.is_empty());
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// Privately, hint, skip.
fn last_row(controls: &Controls, username: &str) -> Vec<InlineKeyboardButton> {
    let round = controls.round;
    let link = format!("https://t.me/{username}?start={round}").parse().ok();
    let privately = controls.privately.as_ref().filter(|_| !username.is_empty()).zip(link);
    let privately = privately.map(|(text, link)| InlineKeyboardButton::url(label(text), link));
    let hint = controls.hint.as_ref().map(|text| button(text, round, &Press::Hint));
    let skip = controls.skip.as_ref().map(|text| button(text, round, &Press::Skip));
    [privately, hint, skip].into_iter().flatten().collect()
}

/// Short options stand on their buttons, each with its letter; long ones are in the text above, and only their letters
/// are pressed.
fn option_rows(round: RoundId, options: &[String], press: fn(usize) -> Press) -> Vec<Vec<InlineKeyboardButton>> {
    let longest = options.iter().map(|option| width(option)).max().unwrap_or_default();
    let on_buttons = longest <= SHORT_OPTION && options.len() <= LONGEST_COLUMN;
    let buttons = options.iter().take(MOST_OPTIONS).enumerate().map(|(shown, option)| {
        let letter = letter(shown);
        let text = if on_buttons { format!("{letter} · {option}") } else { letter.to_string() };
        button(&text, round, &press(shown))
    });
    let in_row = match (on_buttons, options.len()) {
        (true, 2) if longest <= HALF_ROW => 2,
        (true, _) => 1,
        (false, count) => even_row(count),
    };
    let buttons: Vec<_> = buttons.collect();
    buttons.chunks(in_row).map(<[_]>::to_vec).collect()
}

/// The length of rows that hold this many letters evenly: 6 are 3 and 3, not 5 and 1.
fn even_row(count: usize) -> usize {
    count.div_ceil(count.div_ceil(LETTERS_IN_ROW).max(1)).max(1)
}

/// How wide a text is shown: what is not Latin, Greek or Cyrillic counts double.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum()
}

fn letter(shown: usize) -> char {
    char::from(b'a' + u8::try_from(shown % MOST_OPTIONS).unwrap_or_default())
}

fn button(text: &str, round: RoundId, press: &Press) -> InlineKeyboardButton {
    InlineKeyboardButton::callback(label(text), data(round, press))
}

/// A label that the platform takes: one line, not empty.
fn label(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim();
    match line.char_indices().nth(LONGEST_LABEL) {
        _ if line.is_empty() => "·".to_owned(),
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// What a button carries: `v1:<round>:<press>`, at most 43 of the 64 bytes allowed.
pub(super) fn data(round: RoundId, press: &Press) -> String {
    let press = match press {
        Press::Pick(shown) => format!("p{shown}"),
        Press::Toggle(shown) => format!("t{shown}"),
        Press::Picks(shown) => format!("p{}", shown.first().copied().unwrap_or_default()),
        Press::Undo => "u".to_owned(),
        Press::Done => "d".to_owned(),
        Press::Hint => "h".to_owned(),
        Press::Skip => "s".to_owned(),
        Press::Dispute(DisputeStep::Raise) => "r".to_owned(),
        Press::Dispute(DisputeStep::Accept(answer)) => format!("y{answer}"),
        Press::Dispute(DisputeStep::Refuse(answer)) => format!("n{answer}"),
    };
    format!("v1:{round}:{press}")
}

/// Reads what a button carries. Anybody can make a client that sends anything: None for what we did not write.
pub(super) fn read(data: &str) -> Option<(RoundId, Press)> {
    let (round, press) = data.strip_prefix("v1:")?.split_once(':')?;
    let press = match press {
        "u" => Press::Undo,
        "d" => Press::Done,
        "h" => Press::Hint,
        "s" => Press::Skip,
        "r" => Press::Dispute(DisputeStep::Raise),
        _ if press.starts_with('y') => Press::Dispute(DisputeStep::Accept(AnswerId(number(&press[1..])?))),
        _ if press.starts_with('n') => Press::Dispute(DisputeStep::Refuse(AnswerId(number(&press[1..])?))),
        _ if press.starts_with('p') => Press::Pick(shown(&press[1..])?),
        _ if press.starts_with('t') => Press::Toggle(shown(&press[1..])?),
        _ => return None,
    };
    Some((self::round(round)?, press))
}

/// The round that a message's buttons are for.
pub(super) fn round_of(keyboard: &Keyboard) -> Option<RoundId> {
    keyboard.inline_keyboard.iter().flatten().find_map(|button| {
        let pressed = button.callback_data.as_deref().and_then(read).map(|(round, _)| round);
        pressed.or_else(|| button.url.as_deref().and_then(linked_round))
    })
}

fn linked_round(url: &str) -> Option<RoundId> {
    let (bot, start) = url.strip_prefix("https://t.me/")?.split_once("?start=")?;
    if bot.contains('/') { None } else { round(start) }
}

/// Digits only: `+5`, `05` and `-5` name no round of ours.
fn round(digits: &str) -> Option<RoundId> {
    number(digits).map(RoundId)
}

fn number(digits: &str) -> Option<i64> {
    let number = digits.parse::<i64>().ok()?;
    (number >= 0 && number.to_string() == digits).then_some(number)
}

fn shown(digits: &str) -> Option<usize> {
    let shown = digits.parse::<usize>().ok()?;
    (shown < MOST_OPTIONS && shown.to_string() == digits).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND: RoundId = RoundId(i64::MAX);

    fn controls(answering: Answering) -> Controls {
        let (hint, privately) = (Some("Hint".to_owned()), None);
        Controls { round: ROUND, answering, hint, privately, skip: None }
    }

    fn labels(options: &[&str]) -> Vec<Vec<String>> {
        let options = options.iter().map(|&option| option.to_owned()).collect();
        let keyboard = keyboard(&controls(Answering::One { options }), "quizbot").expect("a keyboard");
        keyboard.inline_keyboard.iter().map(|row| row.iter().map(|button| button.text.clone()).collect()).collect()
    }

    #[test]
    fn every_press_comes_back_and_fits() {
        let answer = AnswerId(i64::MAX);
        let steps = [DisputeStep::Raise, DisputeStep::Accept(answer), DisputeStep::Refuse(answer)].map(Press::Dispute);
        let picked = [Press::Pick(0), Press::Pick(9), Press::Toggle(25), Press::Undo];
        for press in picked.into_iter().chain([Press::Done, Press::Hint, Press::Skip]).chain(steps) {
            let data = data(ROUND, &press);
            assert!(data.len() <= 64, "{data}");
            assert_eq!(read(&data), Some((ROUND, press)));
        }
    }

    #[test]
    fn what_we_did_not_write_is_not_read() {
        for data in [
            "",
            "v1",
            "v1:",
            "v1:5",
            "v1:5:",
            "v2:5:d",
            "v1:-5:d",
            "v1:+5:d",
            "v1:05:d",
            "v1:5:p",
            "v1:5:p26",
            "v1:5:p-1",
            "v1:5:p01",
            "v1:5:dd",
            "v1:5:u1",
            "v1:5:é",
            "v1:9223372036854775808:d",
            "v1:5:p99999999999999999999999",
            "v1:5:r1",
            "v1:5:y",
            "v1:5:y-1",
            "v1:5:n01",
        ] {
            assert_eq!(read(data), None, "{data}");
        }
    }

    #[test]
    fn short_options_stand_on_their_buttons() {
        assert_eq!(labels(&["True", "False"]), [vec!["a · True", "b · False"], vec!["Hint"]]);
        assert_eq!(labels(&["乐观锁", "悲观锁", "x"]), [["a · 乐观锁"], ["b · 悲观锁"], ["c · x"], ["Hint"]]);
    }

    #[test]
    fn long_or_many_options_are_letters_in_even_rows() {
        let long = "a sentence that no button can hold";
        assert_eq!(labels(&[long, "b"]), [vec!["a", "b"], vec!["Hint"]]);
        assert_eq!(labels(&["x"; 7]), [vec!["a", "b", "c", "d"], vec!["e", "f", "g"], vec!["Hint"]]);
        assert_eq!(labels(&["x"; 10])[1], ["f", "g", "h", "i", "j"]);
        assert_eq!(labels(&[]), [["Hint"]]);
    }

    #[test]
    fn an_order_is_pressed_item_by_item() {
        let options = vec!["SYN".to_owned(), "ACK".to_owned()];
        let order = Answering::Order { options, undo: "Undo".to_owned(), done: "Done".to_owned() };
        let keyboard = keyboard(&controls(order), "quizbot").expect("a keyboard");
        let json = serde_json::to_value(keyboard).expect("json");
        let rows = json["inline_keyboard"].as_array().expect("rows");
        let said = |row: &serde_json::Value| {
            let buttons = row.as_array().expect("buttons").iter();
            buttons.map(|button| format!("{} {}", button["text"], button["callback_data"])).collect::<Vec<_>>()
        };
        let data = |press: &str| format!("\"v1:{}:{press}\"", ROUND);
        assert_eq!(said(&rows[0]), [format!("\"a · SYN\" {}", data("t0")), format!("\"b · ACK\" {}", data("t1"))]);
        assert_eq!(said(&rows[1]), [format!("\"Undo\" {}", data("u")), format!("\"Done\" {}", data("d"))]);
    }

    #[test]
    fn labels_are_one_line_and_never_empty() {
        assert_eq!(label(" a\nb "), "a b");
        assert_eq!(label("\n"), "·");
        assert_eq!(label(&"字".repeat(100)), format!("{}…", "字".repeat(60)));
    }

    #[test]
    fn a_link_into_the_private_chat_names_the_round_too() {
        let typed = Answering::Typed { answer: String::new(), title: String::new(), field: String::new() };
        let controls = Controls { privately: Some("Privately".to_owned()), hint: None, ..controls(typed) };
        let keyboard = keyboard(&controls, "quizbot").expect("a keyboard");
        let json = serde_json::to_value(keyboard).expect("json");
        assert_eq!(json["inline_keyboard"][0][0]["url"], format!("https://t.me/quizbot?start={ROUND}"));
        let read: Keyboard = serde_json::from_value(json).expect("ours");
        assert_eq!(round_of(&read), Some(ROUND));
    }

    #[test]
    fn a_closed_round_has_no_keyboard() {
        assert_eq!(keyboard(&controls(Answering::Closed { options: vec![] }), "quizbot"), None);
    }
}
