//! Items to be put in order: by the letters or numbers shown, or by their names.

mod names;
mod words;

use std::cell::LazyCell;

use super::Text;
use crate::quiz::{
    Verdict,
    judge::{
        normalize::{fold, simplified, tidy},
        wrapping::{Around, layers},
    },
};
use names::Names;

/// The longest reply that is read, in characters: ten items as long as a button's text may be.
const LONGEST_CHARACTERS: usize = 1_200;

/// How many layers of wrapping are read: an order is long, and nobody wraps it in more.
const MOST_LAYERS: usize = 8;

/// Signs that turn an order round or say that two are beside each other: `c <- a`, `a = b`.
const REFUSED: [char; 6] = ['<', '←', '⇐', '⟵', '≤', '≠'];

/// None where these are not all the items, each once.
///
/// The credit is Kendall's tau, kept from falling below 0: of all pairs of items, the share that stands in the right
/// order less the share that does not. A shuffled order has half of its pairs right, so that chance is worth nothing, as
/// is all that is nearer to the reverse. The share itself would give half the points to whoever only presses Done.
/// Items that say the same can change places: pairs of them are no pairs.
pub(super) fn judge(picks: &[usize], items: &[Text]) -> Option<Verdict> {
    if !is_whole(picks, items.len()) {
        return None;
    }
    let said = settled(picks, items);
    let twins = |a: usize, b: usize| first_same(items, a) == first_same(items, b);
    let pairs = (0..said.len()).flat_map(|at| (at + 1..said.len()).map(move |later| (at, later)));
    let pairs: Vec<(usize, usize)> = pairs.map(|(at, later)| (said[at], said[later])).collect();
    let all = pairs.iter().filter(|(a, b)| !twins(*a, *b)).count();
    let right = pairs.iter().filter(|(a, b)| !twins(*a, *b) && a < b).count();
    Some(match (2 * right).saturating_sub(all) {
        _ if right == all => Verdict::Right,
        0 => Verdict::Wrong,
        net => Verdict::Partial(net as f64 / all as f64),
    })
}

/// The places of the items in the order that the reply names them; None where it does not name each once.
pub(super) fn read(text: &str, items: &[Text], order: &[usize]) -> Option<Vec<usize>> {
    if text.chars().take(LONGEST_CHARACTERS + 1).count() > LONGEST_CHARACTERS {
        return None;
    }
    let lines: Vec<String> = text.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    let folded = fold(&lines.join("\n"));
    let folded = simplified(&folded).unwrap_or(folded);
    // most people type letters: what the names take is spared then
    let names = LazyCell::new(|| Names::of(items));
    let read = |layer: &String| {
        let named = || names.read(layer).filter(|picks| is_whole(picks, items.len()));
        match as_shown(layer, order).filter(|(picks, _)| is_whole(picks, items.len())) {
            // `2 1 3` may be meant either way where the items have numbers in their names
            Some((picks, Sign::Number)) => Some(named().is_none_or(|named| named == picks).then_some(picks)),
            Some((picks, Sign::Letter)) => Some(Some(picks)),
            None => named().map(Some),
        }
    };
    layers(&folded, Around::Letters).iter().take(MOST_LAYERS).find_map(read).flatten()
}

/// Whether these are all the places below `count`, each once.
fn is_whole(picks: &[usize], count: usize) -> bool {
    picks.len() == count && (0..count).all(|place| picks.contains(&place))
}

/// The first item that says the same as this one in some language.
fn first_same(items: &[Text], at: usize) -> usize {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let is_same = |item: &Text| same(&item.en, &items[at].en) || same(&item.zh, &items[at].zh);
    items.iter().position(is_same).unwrap_or(at)
}

/// Among items that say the same, the one that comes first is taken for the one that should.
fn settled(picks: &[usize], items: &[Text]) -> Vec<usize> {
    let mut free: Vec<usize> = (0..items.len()).collect();
    let settle = |pick: &usize| {
        let alike = |place: &usize| first_same(items, *place) == first_same(items, *pick);
        let at = free.iter().position(alike);
        at.map_or(*pick, |at| free.remove(at))
    };
    picks.iter().map(settle).collect()
}

/// How an item was named by what is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `b`.
    Letter,
    /// `2`.
    Number,
}

/// An order of letters (`b a c`, `bac`, `1. b 2. a`) or of numbers (`2 1 3`, `213`), with words of sequence between.
fn as_shown(layer: &str, order: &[usize]) -> Option<(Vec<usize>, Sign)> {
    if layer.contains(REFUSED) || layer.replace("=>", "").contains('=') {
        return None;
    }
    let mut tokens = tokens(layer)?;
    if let [glued] = tokens[..]
        && glued.len() == order.len()
    {
        tokens = glued.split("").filter(|sign| !sign.is_empty()).collect();
    }
    if is_numbered(&tokens, order.len()) {
        tokens = tokens.into_iter().skip(1).step_by(2).collect();
    }
    let place = |shown: usize| order.get(shown).copied();
    if let Some(shown) = tokens.iter().map(|token| letter(token)).collect::<Option<Vec<usize>>>() {
        return Some((shown.into_iter().map(place).collect::<Option<_>>()?, Sign::Letter));
    }
    let numbers: Option<Vec<usize>> = tokens.iter().map(|token| token.parse::<usize>().ok()?.checked_sub(1)).collect();
    Some((numbers?.into_iter().map(place).collect::<Option<_>>()?, Sign::Number))
}

/// The place as shown of one letter.
fn letter(token: &str) -> Option<usize> {
    let mut letters = token.bytes();
    let first = letters.next().filter(u8::is_ascii_lowercase)?;
    letters.next().is_none().then(|| usize::from(first - b'a'))
}

/// Whether this is a numbered list of so many: `1. b 2. a`.
fn is_numbered(tokens: &[&str], count: usize) -> bool {
    let numbers = tokens.iter().step_by(2).zip(1..);
    tokens.len() == 2 * count && numbers.into_iter().all(|(token, number)| *token == number.to_string())
}

/// Runs of letters and runs of digits, without words of sequence; None where another word of Chinese stands between.
fn tokens(layer: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = layer;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = words::after_one(rest) {
            rest = after;
            continue;
        }
        let is_alike: fn(char) -> bool = match first {
            'a'..='z' => |c| c.is_ascii_lowercase(),
            '0'..='9' => |c| c.is_ascii_digit(),
            _ if first.is_alphanumeric() => return None,
            _ => {
                rest = &rest[first.len_utf8()..];
                continue;
            }
        };
        let (token, after) = rest.split_at(rest.find(|c| !is_alike(c)).unwrap_or(rest.len()));
        tokens.push(token);
        rest = after;
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(texts: &[(&str, &str)]) -> Vec<Text> {
        texts.iter().map(|(en, zh)| Text { en: Some((*en).to_owned()), zh: Some((*zh).to_owned()) }).collect()
    }

    fn plain(texts: &[&str]) -> Vec<Text> {
        texts.iter().map(|text| Text::same(text)).collect()
    }

    #[test]
    fn chance_is_worth_nothing() {
        let four = plain(&["p", "q", "r", "s"]);
        let table = [
            (vec![0, 1, 2, 3], Some(Verdict::Right)),
            (vec![1, 0, 2, 3], Some(Verdict::Partial(4.0 / 6.0))),
            (vec![1, 2, 3, 0], Some(Verdict::Wrong)),
            (vec![3, 0, 1, 2], Some(Verdict::Wrong)),
            (vec![1, 2, 0, 3], Some(Verdict::Partial(2.0 / 6.0))),
            (vec![3, 2, 1, 0], Some(Verdict::Wrong)),
            (vec![0, 1, 2], None),
            (vec![0, 1, 2, 2], None),
            (vec![0, 1, 2, 4], None),
            (vec![], None),
        ];
        for (picks, expected) in table {
            assert_eq!(judge(&picks, &four), expected, "{picks:?}");
        }
        let two = plain(&["p", "q"]);
        assert_eq!(judge(&[1, 0], &two), Some(Verdict::Wrong));
    }

    #[test]
    fn items_that_say_the_same_can_change_places() {
        let items = plain(&["lock", "work", "lock"]);
        assert_eq!(judge(&[2, 1, 0], &items), Some(Verdict::Right));
        assert_eq!(judge(&[2, 0, 1], &items), Some(Verdict::Wrong), "one of the two pairs is wrong");
        assert_eq!(judge(&[1, 0], &plain(&["x", "x"])), Some(Verdict::Right));
    }

    #[test]
    fn an_order_is_read_by_letters_and_numbers() {
        let items = items(&[("Take the lock", "加锁"), ("Write the row", "写入这一行"), ("Commit", "提交")]);
        let shown = [1, 0, 2];
        let right = Some(vec![0, 1, 2]);
        for text in [
            "b a c",
            "bac",
            "BAC",
            "b>a>c",
            "b→a→c",
            "b -> a -> c",
            "b=>a=>c",
            "b, a, c",
            "b,a,c",
            "b、a、c",
            "ｂａｃ",
            "Ｂ Ａ Ｃ",
            "先b再a最后c",
            "先 b 再 a 最后 c",
            "首先是b，然后是a，最后是c。",
            "first b then a, finally c",
            "b then a and then c",
            "b followed by a, last c",
            "1. b\n2. a\n3. c",
            "1b 2a 3c",
            "(b) (a) (c)",
            "第一b第二a第三c",
            "答案是 bac",
            "I think it's b a c",
            "2 1 3",
            "213",
            "2>1>3",
            "b-a-c",
            "①b②a③c",
            "应该是 b a c 吧",
            "b/a/c",
            "`b a c`",
            "顺序：b a c",
        ] {
            assert_eq!(read(text, &items, &shown), right, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_every_item_once_is_no_order() {
        let items = items(&[("Take the lock", "加锁"), ("Write the row", "写入这一行"), ("Commit", "提交")]);
        let shown = [1, 0, 2];
        for text in [
            "",
            "b",
            "b a",
            "ba",
            "b a c a",
            "b a d",
            "b a c or a b c",
            "not b a c",
            "不是bac",
            "c <- a <- b",
            "c←a←b",
            "b = a, c",
            "b a a",
            "0 1 2",
            "4 1 3",
            "b 1 3",
            "b a c d",
            "1 b 3 a 2 c",
            "b后面是a还是c",
        ] {
            assert_eq!(read(text, &items, &shown), None, "{text:?}");
        }
        assert_eq!(read(&"b a c ".repeat(700), &items, &shown), None);
    }

    #[test]
    fn an_order_is_read_by_names() {
        let items = items(&[("Take the lock", "加锁"), ("Write the row", "写入这一行"), ("Commit", "提交 `txn`")]);
        let right = Some(vec![0, 1, 2]);
        for text in [
            "Take the lock, write the row, commit",
            "take the lock\nwrite the row\ncommit",
            "take > write > commit",
            "first take the lock, then write the row, then commit.",
            "加锁、写入这一行、提交txn",
            "先加锁再写入最后提交",
            "加鎖，寫入，提交",
            "1. 加锁 2. 写入这一行 3. 提交 txn",
            "加锁->写入->提交",
            "lock, row, commit",
            "加锁 写入这一行 提交 txn",
            "Take the lock then write the row then COMMIT",
        ] {
            assert_eq!(read(text, &items, &[2, 0, 1]), right, "{text:?}");
        }
        for text in [
            "take the lock, commit",
            "the, write, commit",
            "take, take, write, commit",
            "lock or row, commit",
            "加锁，提交",
        ] {
            assert_eq!(read(text, &items, &[2, 0, 1]), None, "{text:?}");
        }
    }

    #[test]
    fn names_may_hold_signs_words_and_numbers() {
        let handshake = plain(&["SYN", "SYN+ACK", "ACK"]);
        for text in [
            "SYN, SYN+ACK, ACK",
            "syn -> syn+ack -> ack",
            "SYN SYN+ACK ACK",
            "先SYN再SYN+ACK再ACK",
            "syn,syn+ack,ack。",
        ] {
            assert_eq!(read(text, &handshake, &[1, 0, 2]), Some(vec![0, 1, 2]), "{text:?}");
        }
        let counted = plain(&["Stage 3", "Stage 1", "Stage 2"]);
        assert_eq!(read("3, 1, 2", &counted, &[0, 1, 2]), None, "by name it is one order, by place another");
        assert_eq!(read("1, 2, 3", &counted, &[1, 2, 0]), Some(vec![1, 2, 0]), "both say the same");
        assert_eq!(read("stage 3 > stage 1 > stage 2", &counted, &[2, 0, 1]), Some(vec![0, 1, 2]));
        let steps = items(&[("then", "再平衡"), ("a < b", "先写"), ("first, second", "a、b")]);
        assert_eq!(read("then, a < b, first, second", &steps, &[2, 0, 1]), Some(vec![0, 1, 2]));
        assert_eq!(read("先再平衡，再先写，最后a、b", &steps, &[2, 0, 1]), Some(vec![0, 1, 2]));
    }
}
