//! An order that is not final yet, as its player alone sees it.

use super::{card::Line, words::phrase};
use crate::quiz::Language;

/// An order on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The letters pressed so far, in their order: `b a`; empty when none is left.
    pub letters: String,
    /// How many items are missing.
    pub missing: u32,
    /// Whether "Done" was pressed although some are.
    pub done: bool,
}

/// How far it is, and what comes next.
pub(super) fn line(language: Language, draft: &Draft) -> Line {
    let Draft { letters, missing, done } = draft;
    let said = match (letters.is_empty(), *missing, done) {
        (true, _, true) => phrase("order-missing-all"),
        (true, _, false) => phrase("order-none"),
        (false, 0, _) => phrase("order-whole").text("letters", letters),
        (false, missing, true) => phrase("order-missing").number("missing", missing).text("letters", letters),
        (false, missing, false) => phrase("order-so-far").number("missing", missing).text("letters", letters),
    };
    said.line(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::card::plain_line;

    #[test]
    fn a_draft_says_what_is_missing() {
        let table = [
            ("b", 1, false, "So far: b. 1 is missing.", "已排 b，还差 1 个。"),
            ("b a", 2, false, "So far: b a. 2 are missing.", "已排 b a，还差 2 个。"),
            ("b a c", 0, false, "Your order: b a c. Press Done to hand it in.", "排好了：b a c，没问题就点「完成」。"),
            ("b", 2, true, "2 are still missing. So far: b", "还差 2 个没排。已排 b"),
            (
                "",
                3,
                false,
                "Nothing is picked now. Press them in order, the first one first.",
                "现在一个都没排。从第一个开始，按先后顺序依次点。",
            ),
            (
                "",
                3,
                true,
                "Nothing is picked yet. Press them in order, the first one first.",
                "还没排呢，从第一个开始，按先后顺序依次点。",
            ),
        ];
        for (letters, missing, done, en, zh) in table {
            let draft = Draft { letters: letters.to_owned(), missing, done };
            assert_eq!(plain_line(&line(Language::En, &draft)), en);
            assert_eq!(plain_line(&line(Language::Zh, &draft)), zh);
        }
    }
}
