//! Names from outside, made harmless.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::judge::normalize::is_invisible;

/// The longest name that is shown, in characters as seen.
const LONGEST_SEEN: usize = 32;

/// The longest name that is looked at, in code points: room for 32 of the richest emoji.
const LONGEST_READ: usize = 512;

/// The most marks on one letter: every living script gets by with fewer, towers of marks do not.
const MOST_MARKS: usize = 3;

/// The most code points of one character as seen: a family of four with skin tones has 11.
const MOST_POINTS: usize = 12;

/// Stands for an empty name.
const NOBODY: &str = "anonymous";

/// Joins emoji into one.
const JOINER: char = '\u{200d}';

/// Asks for the colourful form of a sign.
const COLOURFUL: char = '\u{fe0f}';

/// A person's name as it may be shown: no control, zero-width or direction-changing characters, single spaces, at most
/// 32 characters as seen, never empty (`anonymous` stands for an empty one). A name that holds right-to-left letters is
/// wrapped in isolates, so that it can't turn the rest of its line round.
pub fn shown(raw: &str) -> String {
    let seen: Vec<String> = visible(raw).graphemes(true).map(bounded).filter(|seen| !seen.is_empty()).collect();
    let name = cut(&seen);
    if name.is_empty() {
        return NOBODY.to_owned();
    }
    if name.chars().any(is_right_to_left) { format!("\u{2068}{name}\u{2069}") } else { name }
}

/// Without what can't be seen, with single spaces and none at the ends. A joiner between emoji stays.
fn visible(raw: &str) -> String {
    let raw: Vec<char> = raw.chars().take(LONGEST_READ).collect();
    let mut visible = String::new();
    for (at, &c) in raw.iter().enumerate() {
        let before = visible.chars().next_back();
        if is_blank(c) {
            if before.is_some_and(|before| before != ' ') {
                visible.push(' ');
            }
        } else if is_combining_mark(c) && !is_invisible(c) {
            // a mark needs a letter: alone it would sit on what stands before the name
            visible.extend(before.filter(|before| *before != ' ').map(|_| c));
        } else if !is_invisible(c) || joins(c, before, raw.get(at + 1).copied()) {
            visible.push(c);
        }
    }
    visible.trim_end().to_owned()
}

/// White space, line feeds, and the signs that look like it.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{115f}' | '\u{1160}')
}

/// Whether this invisible character makes one emoji of its neighbours, or one colourful.
fn joins(c: char, before: Option<char>, after: Option<char>) -> bool {
    let drawn = |c: Option<char>| c.is_some_and(is_emoji);
    match c {
        JOINER => (drawn(before) || before == Some(COLOURFUL)) && drawn(after),
        COLOURFUL => drawn(before),
        _ => false,
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}')
}

/// One character as seen, without the marks and joined parts that are too many.
fn bounded(seen: &str) -> String {
    let mut marks = 0;
    let is_kept = |c: &char| {
        marks += usize::from(is_combining_mark(*c));
        marks <= MOST_MARKS || !is_combining_mark(*c)
    };
    let kept: String = seen.chars().filter(is_kept).take(MOST_POINTS).collect();
    kept.trim_end_matches(JOINER).to_owned()
}

/// At most as long as may be shown; what is cut off is told by an ellipsis.
fn cut(seen: &[String]) -> String {
    if seen.len() <= LONGEST_SEEN {
        return seen.concat();
    }
    format!("{}…", seen[..LONGEST_SEEN - 1].concat().trim_end())
}

/// Letters of Hebrew, Arabic and the other scripts that run from right to left.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_made_harmless() {
        let table = [
            ("Ada", "Ada"),
            ("  Ada \n\t Lovelace  ", "Ada Lovelace"),
            ("王小明", "王小明"),
            ("José", "José"),
            ("Jose\u{301}", "Jose\u{301}"),
            ("", "anonymous"),
            ("   \u{3000}\u{a0}", "anonymous"),
            ("\u{2800}\u{3164}\u{115f}", "anonymous"),
            ("\u{200b}\u{200d}\u{feff}", "anonymous"),
            ("\u{301}\u{302}", "anonymous"),
            ("\u{2066}", "anonymous"),
            ("\u{202e}evil\u{202c}", "evil"),
            ("a\u{2066}b\u{2069}c", "abc"),
            ("a\u{0}b\u{7}c\u{1b}[31m", "abc[31m"),
            ("ad\u{ad}a\u{34f}", "ada"),
            ("line\u{2028}feed\u{85}s", "line feed s"),
            ("\u{301}Ada", "Ada"),
            ("Ada \u{301}b", "Ada b"),
            ("@everyone", "@everyone"),
            ("<b>Ada</b>", "<b>Ada</b>"),
            ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
            ("❤️‍🔥", "❤️‍🔥"),
            ("👍🏽", "👍🏽"),
            ("🇩🇪", "🇩🇪"),
            ("a\u{200d}b", "ab"),
            ("👍\u{200d}", "👍"),
            ("a\u{fe0f}", "a"),
            ("שלום", "\u{2068}שלום\u{2069}"),
            ("Ada محمد", "\u{2068}Ada محمد\u{2069}"),
            ("กี่", "กี่"),
            ("한국", "한국"),
        ];
        for (raw, expected) in table {
            assert_eq!(shown(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn towers_of_marks_and_long_names_are_cut() {
        let zalgo = format!("a{}b", "\u{334}\u{301}\u{30a}\u{327}".repeat(50));
        assert_eq!(shown(&zalgo), "a\u{334}\u{301}\u{30a}b");
        assert_eq!(shown(&"x".repeat(32)), "x".repeat(32));
        assert_eq!(shown(&"x".repeat(4_000)), format!("{}…", "x".repeat(31)));
        assert_eq!(shown(&"王".repeat(4_000)), format!("{}…", "王".repeat(31)));
        assert_eq!(shown(&"👍\u{200d}".repeat(4_000)).graphemes(true).count(), 1, "one emoji without end");
        assert!(shown(&"\u{1100}".repeat(4_000)).chars().count() <= MOST_POINTS, "one syllable without end");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_comes_is_short_visible_and_stays_so(raw in "(\\PC|\\pM|\\p{Cf}|\\p{Cc}|[\u{5d0}👨❤\u{200d}\u{fe0f} ]){0,80}") {
            let name = shown(&raw);
            let inner = name.trim_matches(['\u{2068}', '\u{2069}']);
            prop_assert!(!inner.is_empty() && inner.trim() == inner, "{:?}", name);
            prop_assert!(inner.graphemes(true).count() <= LONGEST_SEEN, "{:?}", name);
            prop_assert!(!inner.contains("  ") && !inner.chars().any(char::is_control));
            prop_assert!(!inner.chars().any(|c| is_invisible(c) && c != JOINER && c != COLOURFUL), "{:?}", name);
            prop_assert_eq!(shown(inner), name.clone(), "shown again, it is the same");
        }
    }
}
