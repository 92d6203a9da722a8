//! Questions with options: one is right, or several are.

use std::collections::BTreeSet;

use super::Choice;
use crate::quiz::{
    Language, Verdict,
    judge::{
        normalize::{Form, fold, simplified, tidy},
        wrapping::{Around, layers, unstopped},
    },
};

/// The longest reply that is read, in characters: ten options as long as a button's text may be.
const LONGEST_CHARACTERS: usize = 1_200;

/// The most pieces that a list of picks is cut into.
const MOST_PIECES: usize = 30;

/// What stands between the items of a list, but for spaces.
const SEPARATORS: [char; 8] = [',', '、', ';', '\n', '/', '&', '+', '，'];

/// The one option that the reply names: a letter as shown, the option's own text, or both.
pub(super) fn read_one(text: &str, options: &[Choice], order: &[usize]) -> Option<usize> {
    Reader::of(options, order).one(&short(text)?)
}

/// The options that the reply names, by their places in order; never none.
pub(super) fn read_several(text: &str, options: &[Choice], order: &[usize]) -> Option<Vec<usize>> {
    let reader = Reader::of(options, order);
    let text = short(text)?;
    let lines: Vec<String> = text.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    let whole = tidy(&text);
    let picks = reader.option(&whole).map(|pick| BTreeSet::from([pick]));
    let picks = picks.or_else(|| reader.list(&lines.join("\n")))?;
    (!picks.is_empty()).then(|| picks.into_iter().collect())
}

fn short(text: &str) -> Option<String> {
    (text.chars().take(LONGEST_CHARACTERS + 1).count() <= LONGEST_CHARACTERS).then(|| text.to_owned())
}

/// None where it is not one pick of these options.
pub(super) fn judge_one(picks: &[usize], options: &[Choice]) -> Option<Verdict> {
    let [pick] = picks else { return None };
    Some(if options.get(*pick)?.right { Verdict::Right } else { Verdict::Wrong })
}

/// Right picks less wrong ones, as a share of the right options. None where nothing was picked, or no such option.
pub(super) fn judge_several(picks: &[usize], options: &[Choice]) -> Option<Verdict> {
    let picks: BTreeSet<usize> = picks.iter().copied().collect();
    if picks.is_empty() || picks.iter().any(|pick| *pick >= options.len()) {
        return None;
    }
    let all = options.iter().filter(|option| option.right).count();
    let right = picks.iter().filter(|pick| options[**pick].right).count();
    let wrong = picks.len() - right;
    Some(match right.saturating_sub(wrong) {
        0 => Verdict::Wrong,
        net if net == all => Verdict::Right,
        net => Verdict::Partial(net as f64 / all as f64),
    })
}

/// The place as shown that a letter names: `b`, `(b)`, `b.`, `b)`; 0 for `a`.
pub(super) fn letter(folded: &str, count: usize) -> Option<usize> {
    const AROUND: &[char] = &['(', ')', '[', ']', '.', '。', '、', ':', ',', ';', '!', '?', '"', '\'', '`', '*', ' '];
    let mut letters = folded.trim_matches(AROUND).chars();
    let (letter, None) = (letters.next()?, letters.next()) else { return None };
    let shown = (letter as usize).checked_sub('a' as usize)?;
    (letter.is_ascii_lowercase() && shown < count).then_some(shown)
}

/// Reads replies to one question as it is shown.
struct Reader<'a> {
    texts: Vec<[Option<Form>; 2]>,
    order: &'a [usize],
}

impl<'a> Reader<'a> {
    fn of(options: &[Choice], order: &'a [usize]) -> Self {
        let form = |option: &Choice, language: Language| {
            option.text.speaks(language).then(|| Form::of(&unmarked(option.text.get(language))))
        };
        let texts = options.iter().map(|option| Language::ALL.map(|language| form(option, language))).collect();
        Self { texts, order }
    }

    /// The option shown at this place.
    fn shown(&self, shown: usize) -> Option<usize> {
        self.order.get(shown).copied().filter(|pick| *pick < self.texts.len())
    }

    /// One option, by its letter, its text, or both where they agree; wrapping comes off.
    fn one(&self, text: &str) -> Option<usize> {
        let tidy = tidy(text);
        if let Some(pick) = self.option(&tidy) {
            return Some(pick);
        }
        layers_of(&tidy).iter().find_map(|layer| self.option(layer).or_else(|| self.both(layer)))
    }

    /// A letter as shown, or an option's text.
    fn option(&self, tidy: &str) -> Option<usize> {
        letter(&fold(tidy), self.order.len())
            .filter(|_| !self.is_text(tidy))
            .map_or_else(|| self.text(tidy), |shown| self.shown(shown))
    }

    /// Whether this is an option's text to the letter, signs included (`C++`, `[`). A bare letter is a letter.
    fn is_text(&self, tidy: &str) -> bool {
        tidy.chars().count() > 1 && self.text(tidy).is_some()
    }

    /// The only option that says this, in either language; where several do but for case, the one that has it too.
    fn text(&self, tidy: &str) -> Option<usize> {
        let longest = self.texts.iter().flatten().flatten().map(Form::longest_same).max()?;
        let said = (tidy.len() <= longest).then(|| Form::of(&unmarked(tidy)))?;
        let fitting = |is: &dyn Fn(&Form) -> bool| -> Vec<usize> {
            let says = |forms: &[Option<Form>; 2]| forms.iter().flatten().any(is);
            (0..self.texts.len()).filter(|at| says(&self.texts[*at])).collect()
        };
        let exact = fitting(&|form| form.tidy == said.tidy);
        let found = if exact.is_empty() { fitting(&|form| form.same(&said)) } else { exact };
        if let [only] = found[..] { Some(only) } else { None }
    }

    /// A letter with the text that it is shown with: `b) the primary key`.
    fn both(&self, layer: &str) -> Option<usize> {
        let (first, rest) = layer.trim_start_matches(['(', '[']).split_at_checked(1)?;
        let rest = rest.strip_prefix([')', ']', '.', ':', '、', ',', ' '])?;
        let pick = self.shown(letter(first, self.order.len())?)?;
        (self.text(rest.trim()) == Some(pick)).then_some(pick)
    }

    /// Several options. Lists of letters need no separator (`ac`); texts may hold separators themselves.
    fn list(&self, tidy: &str) -> Option<BTreeSet<usize>> {
        layers_of(tidy)
            .iter()
            .find_map(|layer| self.everything(layer).or_else(|| self.letters(layer)).or_else(|| self.items(layer)))
    }

    fn everything(&self, layer: &str) -> Option<BTreeSet<usize>> {
        const ALL: &[&str] =
            &["all", "all of them", "all of the above", "全部", "全选", "都选", "全都选", "以上都是", "全对", "都对"];
        ALL.contains(&layer).then(|| (0..self.texts.len()).collect())
    }

    /// Letters and nothing else.
    fn letters(&self, layer: &str) -> Option<BTreeSet<usize>> {
        let parted = layer.replace(" and ", ",").replace(['和', '与', '跟', '及'], ",");
        let words: Vec<&str> = parted
            .split(|c: char| c.is_whitespace() || SEPARATORS.contains(&c))
            .filter(|word| !word.is_empty())
            .collect();
        if let [glued] = words[..]
            && glued.len() > 1
            && glued.chars().all(|c| c.is_ascii_lowercase())
        {
            let each: BTreeSet<char> = glued.chars().collect();
            let once = each.len() == glued.len();
            return once.then(|| each.iter().map(|c| self.letter(&c.to_string())).collect()).flatten();
        }
        (!words.is_empty()).then(|| words.iter().map(|word| self.letter(word)).collect()).flatten()
    }

    fn letter(&self, word: &str) -> Option<usize> {
        self.shown(letter(word, self.order.len())?)
    }

    /// Texts or letters between separators; the longest run of pieces that is an option wins, since an option's text
    /// may hold separators.
    fn items(&self, layer: &str) -> Option<BTreeSet<usize>> {
        let ends = piece_ends(layer);
        let mut picks = BTreeSet::new();
        let (mut from, mut next) = (0, 0);
        while next < ends.len() {
            let (pick, last) = (next..ends.len()).rev().find_map(|last| {
                let piece = layer[from..ends[last].0].trim();
                self.one_piece(piece).map(|pick| (pick, last))
            })?;
            picks.insert(pick);
            (from, next) = (ends[last].1, last + 1);
        }
        Some(picks)
    }

    fn one_piece(&self, piece: &str) -> Option<usize> {
        let piece = piece.strip_prefix("and ").unwrap_or(piece);
        self.option(piece).or_else(|| self.both(piece))
    }
}

/// The layers of a reply in simplified script.
fn layers_of(tidy: &str) -> Vec<String> {
    let folded = fold(tidy);
    layers(&simplified(&folded).unwrap_or(folded), Around::Letters)
}

/// Where each piece between separators ends, and where the next one begins. None at all where there are too many.
fn piece_ends(layer: &str) -> Vec<(usize, usize)> {
    let mut ends: Vec<(usize, usize)> = layer
        .char_indices()
        .filter(|(_, c)| SEPARATORS.contains(c) || matches!(c, '和' | '与' | '。'))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .chain(layer.match_indices(" and ").map(|(at, and)| (at, at + and.len())))
        .collect();
    ends.push((layer.len(), layer.len()));
    ends.sort_unstable();
    if ends.len() > MOST_PIECES { Vec::new() } else { ends }
}

/// The text without the bank's Markdown and its full stop.
pub(super) fn unmarked(text: &str) -> String {
    let text = unstopped(text.trim()).replace('`', "");
    let parts: Vec<&str> = text.split("**").collect();
    let paired = parts.len() % 2 == 1 && parts.iter().skip(1).step_by(2).all(|bold| is_bold(bold));
    if paired { parts.concat() } else { text }
}

fn is_bold(inside: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '*');
    edge(inside.chars().next()) && edge(inside.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::question::Text;

    fn options(texts: &[(&str, &str, bool)]) -> Vec<Choice> {
        let text = |en: &str, zh: &str| Text { en: Some(en.to_owned()), zh: Some(zh.to_owned()) };
        texts.iter().map(|(en, zh, right)| Choice { text: text(en, zh), right: *right, why: None }).collect()
    }

    #[test]
    fn one_option_is_read_by_letter_or_text() {
        let options = options(&[
            ("Read again, then retry", "重新读取并重试", true),
            ("Lock the `users` table", "锁住 `users` 表", false),
            ("Use **C++**", "用 **C++**", false),
        ]);
        let table = [
            ("b", Some(0)),
            ("B", Some(0)),
            ("(b)", Some(0)),
            ("b.", Some(0)),
            ("b)", Some(0)),
            ("ｂ", Some(0)),
            ("Ⓑ", Some(0)),
            ("选b", Some(0)),
            ("选 B。", Some(0)),
            ("我觉得选B吧", Some(0)),
            ("答案是B", Some(0)),
            ("the answer is b", Some(0)),
            ("option b", Some(0)),
            ("read again then retry", Some(0)),
            ("I think it's read again, then retry.", Some(0)),
            ("重新讀取並重試", Some(0)),
            ("b) Read again, then retry", Some(0)),
            ("a) Read again, then retry", None),
            ("lock the users table", Some(1)),
            ("use c++", Some(2)),
            ("d", None),
            ("a b", None),
            ("ab", None),
            ("b or c", None),
            ("not b", None),
            ("c++", None),
            ("1", None),
            ("", None),
            ("read", None),
        ];
        for (text, expected) in table {
            assert_eq!(read_one(text, &options, &[2, 0, 1]), expected, "{text:?}");
        }
        assert_eq!(read_one(&"b".repeat(4_000), &options, &[2, 0, 1]), None);
        assert_eq!(read_one("b", &options, &[]), None, "nothing is shown");
        assert_eq!(read_one("b", &options, &[0, 9]), None, "an order of another question");
    }

    #[test]
    fn options_of_signs_are_told_apart() {
        let options = options(&[("C", "C", false), ("C++", "C++", true), ("-p", "-p", false), ("-P", "-P", false)]);
        let order = [3, 2, 1, 0];
        for (text, expected) in
            [("c++", Some(1)), ("C", Some(1)), ("-p", Some(2)), ("-P", Some(3)), ("d", Some(0)), ("p", None)]
        {
            assert_eq!(read_one(text, &options, &order), expected, "{text:?}: a letter is one as shown");
        }
    }

    #[test]
    fn every_option_is_read_by_its_own_text() {
        let texts = [
            "SELECT 1, 2",
            "I think so",
            "all",
            "not b",
            "`x`",
            "**",
            "O(n)",
            "1/2",
            "-1",
            "+1",
            "it is",
            "[]",
            "{}",
            "()",
            "&",
            "*",
            "Use **bold** words.",
            "a and b, then c",
            "是",
            "没有",
            "全部",
            "选择排序",
            "option",
            "…",
            "(a)(b)",
            "x = y; y = x",
        ];
        let options: Vec<Choice> =
            texts.iter().map(|text| Choice { text: Text::same(text), right: false, why: None }).collect();
        let order: Vec<usize> = (0..texts.len()).collect();
        for (at, text) in texts.iter().enumerate() {
            assert_eq!(read_one(text, &options, &order), Some(at), "{text:?}");
            assert_eq!(read_several(text, &options, &order), Some(vec![at]), "{text:?}");
        }
    }

    #[test]
    fn several_options_are_read() {
        let options = options(&[
            ("atomicity", "原子性", true),
            ("consistency, of a kind", "一致性", true),
            ("idempotence", "幂等性", false),
            ("bad", "坏", false),
        ]);
        let table: [(&str, Option<&[usize]>); 27] = [
            ("ac", Some(&[0, 2])),
            ("CA", Some(&[0, 2])),
            ("a c", Some(&[0, 2])),
            ("a,c", Some(&[0, 2])),
            ("A、C", Some(&[0, 2])),
            ("a and c", Some(&[0, 2])),
            ("a, b and c", Some(&[0, 1, 2])),
            ("A和C", Some(&[0, 2])),
            ("选 A、C", Some(&[0, 2])),
            ("答案是AC", Some(&[0, 2])),
            ("(a) (c)", Some(&[0, 2])),
            ("a\nc", Some(&[0, 2])),
            ("a a", Some(&[0])),
            ("b", Some(&[1])),
            ("bad", Some(&[3])),
            ("atomicity, idempotence", Some(&[0, 2])),
            ("原子性，一致性", Some(&[0, 1])),
            ("原子性和一致性", Some(&[0, 1])),
            ("consistency, of a kind, atomicity", Some(&[0, 1])),
            ("a) atomicity\nc) idempotence", Some(&[0, 2])),
            ("all of the above", Some(&[0, 1, 2, 3])),
            ("全选", Some(&[0, 1, 2, 3])),
            ("aa", None),
            ("ae", None),
            ("a, durability", None),
            ("除了a", None),
            (",,,", None),
        ];
        for (text, expected) in table {
            assert_eq!(read_several(text, &options, &[0, 1, 2, 3]).as_deref(), expected, "{text:?}");
        }
        assert_eq!(read_several(&"a,".repeat(2_000), &options, &[0, 1, 2, 3]), None);
    }

    #[test]
    fn several_options_have_partial_credit() {
        let options = options(&[("1", "1", true), ("2", "2", true), ("3", "3", true), ("4", "4", false)]);
        let table: [(&[usize], Option<Verdict>); 9] = [
            (&[0, 1, 2], Some(Verdict::Right)),
            (&[2, 1, 0, 0], Some(Verdict::Right)),
            (&[0, 1], Some(Verdict::Partial(2.0 / 3.0))),
            (&[0, 1, 2, 3], Some(Verdict::Partial(2.0 / 3.0))),
            (&[0, 1, 3], Some(Verdict::Partial(1.0 / 3.0))),
            (&[0, 3], Some(Verdict::Wrong)),
            (&[3], Some(Verdict::Wrong)),
            (&[], None),
            (&[4], None),
        ];
        for (picks, expected) in table {
            assert_eq!(judge_several(picks, &options), expected, "{picks:?}");
        }
        assert_eq!(judge_one(&[0], &options), Some(Verdict::Right));
        assert_eq!(judge_one(&[3], &options), Some(Verdict::Wrong));
        assert_eq!(judge_one(&[0, 1], &options), None);
        assert_eq!(judge_one(&[9], &options), None);
    }
}
