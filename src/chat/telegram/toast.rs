//! A whisper as a toast: plain, short, cut where it must be.

use unicode_segmentation::UnicodeSegmentation;

use super::{buttons::width, markup::ELLIPSIS};
use crate::speech::card::Card;

/// A toast holds this much, UTF-16 units.
const LONGEST_TOAST: usize = 200;
/// What is wider than this does not fit on a toast of two lines, and is shown as an alert.
const WIDEST_TOAST: usize = 60;

/// A whisper as a toast: its text, and whether it needs an alert to be read.
pub(super) fn toast(card: &Card) -> (String, bool) {
    let text = card.plain().replace("\n\n", "\n");
    let text = text.trim();
    if units(text) <= LONGEST_TOAST {
        return (text.to_owned(), width(text) > WIDEST_TOAST);
    }
    let mut short = String::new();
    for cluster in text.graphemes(true) {
        if units(&short) + units(cluster) + units(ELLIPSIS) > LONGEST_TOAST {
            break;
        }
        short.push_str(cluster);
    }
    (format!("{}{ELLIPSIS}", short.trim_end()), true)
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toasts_are_short() {
        assert_eq!(toast(&Card::line("Right. +10")), ("Right. +10".to_owned(), false));
        assert!(toast(&Card::line("对".repeat(31))).1);
        let (text, alert) = toast(&Card::line("👩‍👩‍👧‍👦".repeat(100)));
        assert!(units(&text) <= 200 && text.ends_with("👦…") && alert, "{text}");
        assert_eq!(toast(&Card::default()), (String::new(), false));
    }
}
