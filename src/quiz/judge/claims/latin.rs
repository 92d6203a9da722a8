//! Claims in English: an answer inside a sentence that repeats the question, or without the words that the question
//! has said already.

use super::{
    Sort,
    asked::Asked,
    dates::Date,
    names,
    words::{Word, is_article, is_contrast, is_function, same, stem, words},
};

/// The most words of a sentence that neither the question nor the answer has.
const MOST_FOREIGN: usize = 3;

/// The cores of an accepted answer: itself, and what is left of it without qualification.
pub(super) fn cores<'t>(text: &'t str, sort: Sort) -> Vec<&'t str> {
    let mut cores = vec![text];
    let mut add = |core: Option<&'t str>| cores.extend(core.map(str::trim).filter(|core| !core.is_empty()));
    let base = text.split_once(" (").map_or(text, |(before, _)| before);
    add(Some(base).filter(|base| base.len() < text.len()));
    if let Some((one, other)) = base.split_once(" or ")
        && one.contains(' ')
        && other.contains(' ')
    {
        add(Some(one));
        add(Some(other));
    }
    add(base.split_once(", ").filter(|(_, rest)| is_apposition(rest) || sort == Sort::Place).map(|(head, _)| head));
    if sort == Sort::Place {
        let place = [" in ", " at ", " near "].into_iter().find_map(|word| base.split_once(word));
        add(place.map(|(head, _)| head).filter(|head| !head.is_empty()));
    }
    add(base
        .split_once(" of ")
        .filter(|(head, tail)| is_proper(head) && tail.starts_with(char::is_uppercase))
        .map(|(head, _)| head));
    add(base
        .split_once("'s ")
        .filter(|(owner, rest)| !owner.contains(' ') && rest.contains(' '))
        .map(|(_, rest)| rest));
    cores
}

fn is_apposition(rest: &str) -> bool {
    ["the ", "a ", "an ", "by "]
        .iter()
        .any(|word| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
}

/// Whether these are two words or more, each with a capital.
fn is_proper(head: &str) -> bool {
    let head = head.strip_prefix("the ").unwrap_or(head);
    head.contains(' ') && head.split(' ').all(|word| word.starts_with(char::is_uppercase))
}

/// The words of a text without its articles, and without "in", "by" or the like before the first one: "in an explosion".
pub(super) fn content<'a>(text: &'a str) -> Option<Vec<Word<'a>>> {
    let mut words = words(text)?;
    if let [first, second, _, ..] = words.as_slice()
        && is_article(&second.text)
        && matches!(first.text.as_ref(), "in" | "at" | "on" | "by" | "from" | "with" | "through" | "down" | "into")
    {
        words.remove(0);
    }
    if words.len() > 1 {
        words.retain(|word| !is_article(&word.text));
    }
    (!words.is_empty()).then_some(words)
}

/// Whether the reply makes the claim that the answer is.
pub(super) fn says(reply: &[Word<'_>], answer: &[Word<'_>], asked: &Asked) -> bool {
    let exactly = reply.len() == answer.len() && reply.iter().zip(answer).all(|(said, meant)| said.text == meant.text);
    if exactly || is_turned(reply, answer) || is_turned(answer, reply) {
        return true;
    }
    let date = Date::alone(answer);
    if asked.sort == Sort::Time
        && let Some(meant) = date
        && Date::alone(reply).is_some_and(|said| said.agrees(&meant))
    {
        return true;
    }
    if asked.sort == Sort::Person && names::same(reply, answer) {
        return true;
    }
    if asked.is_empty() || reply.iter().any(|word| is_contrast(&word.text)) {
        return wraps_nothing(reply, answer);
    }
    implies(reply, answer, asked) || repeats(reply, answer, date, asked)
}

/// What stands for a term that is no word while a sentence around it is read.
const TERM: &str = "qxterm";

/// The longest sentence that is read around such a term, in bytes.
const LONGEST_BYTES: usize = 200;

/// Whether the reply claims an answer with signs in it, which is one word in a sentence: "the /proc directory". The case
/// of a flag counts.
pub(super) fn says_signed(reply: &str, answer: &str, asked: &Asked) -> bool {
    if reply.len() > LONGEST_BYTES || answer.contains(' ') || !answer.is_ascii() || asked.is_empty() {
        return false;
    }
    let flag = answer.starts_with('-');
    let bare = |piece: &str| piece.trim_matches(['`', '"', '\'', '!', '?', ',', '.', ':']).to_owned();
    let is_answer = |piece: &str| {
        piece == answer
            || (!flag && (piece.eq_ignore_ascii_case(answer) || bare(piece).eq_ignore_ascii_case(&bare(answer))))
    };
    let Some(at) = reply.split(' ').position(is_answer) else { return false };
    let sentence: Vec<&str> =
        reply.split(' ').enumerate().map(|(n, piece)| if n == at { TERM } else { piece }).collect();
    let sentence = sentence.join(" ");
    let (Some(said), Some(meant)) = (content(&sentence), content(TERM)) else { return false };
    let of_command =
        flag && matches!(said.as_slice(), [command, term] if asked.has(&command.text) && term.text == TERM);
    of_command || says(&said, &meant, asked)
}

fn is_same(one: &[Word<'_>], other: &[Word<'_>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

/// "speed of a vehicle" and "vehicle speed".
fn is_turned(one: &[Word<'_>], other: &[Word<'_>]) -> bool {
    let Some(at) = one.iter().position(|word| word.text == "of") else { return false };
    let (head, tail) = (&one[..at], &one[at + 1..]);
    !head.is_empty()
        && !tail.is_empty()
        && head.len() + tail.len() == other.len()
        && is_same(tail, &other[..tail.len()])
        && is_same(head, &other[tail.len()..])
}

/// "in an explosion": only small words stand around it.
fn wraps_nothing(reply: &[Word<'_>], answer: &[Word<'_>]) -> bool {
    let (reply, answer) = (trimmed(reply), trimmed(answer));
    !answer.is_empty()
        && answer.iter().any(|word| word.text.len() > 2)
        && reply.len() == answer.len()
        && reply.iter().zip(answer).all(|(said, meant)| said.text == meant.text)
}

/// Without the small words at its start; "in memory" keeps its own, since nothing but the word is left then.
fn trimmed<'w, 'a>(words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    let small = |word: &&Word<'_>| {
        matches!(word.text.as_ref(), "it" | "is" | "was" | "are" | "were" | "that" | "this" | "they")
    };
    &words[words.iter().take_while(small).count()..]
}

/// Whether one is the other without words that the question has said already: "citric" of "citric acid" where it asks
/// for an acid. What is left must say something new.
fn implies(reply: &[Word<'_>], answer: &[Word<'_>], asked: &Asked) -> bool {
    let new = |words: &[Word<'_>]| words.iter().any(|word| !asked.has(&word.text) && word.text.chars().count() > 1);
    let (short, long) = if reply.len() < answer.len() { (reply, answer) } else { (answer, reply) };
    let Some(at) = position(long, short).filter(|_| short.len() < long.len() && new(short)) else { return false };
    let rest: Vec<&Word<'_>> = long[..at].iter().chain(&long[at + short.len()..]).collect();
    let said = rest.iter().all(|word| is_function(&word.text) || (asked.has(&word.text) && !asked.offers(&word.text)));
    let content: Vec<_> = rest.iter().filter(|word| !is_function(&word.text)).collect();
    // a single word of the question may be the very thing that it is told from: only its noun is implied
    said && match content.as_slice() {
        [] => asked.sort != Sort::Other || short.len() > 1 || rest.len() > 1,
        [word] => {
            rest.len() > 1 || asked.is_noun(&word.text) || asked.is_setting(&word.text) || asked.sort != Sort::Other
        }
        _ => true,
    }
}

/// Whether the reply is a sentence that repeats the question around the answer.
fn repeats(reply: &[Word<'_>], answer: &[Word<'_>], date: Option<Date>, asked: &Asked) -> bool {
    let Some((at, length)) = place(reply, answer, date, asked.sort) else { return false };
    let (before, after) = (&reply[..at], &reply[at + length..]);
    let rest: Vec<&Word<'_>> = before.iter().chain(after).filter(|word| !is_function(&word.text)).collect();
    if rest.iter().any(|word| asked.offers(&word.text)) {
        return false;
    }
    let known = rest.iter().filter(|word| asked.has(&word.text)).count();
    let foreign = rest.len() - known;
    let chosen = matches!(answer, [word] if asked.offers(&word.text));
    let new = chosen || answer.iter().any(|word| !asked.has(&word.text));
    let verb = before.iter().chain(after).any(|word| is_function(&word.text));
    if foreign == 0 {
        return if new {
            known + before.len() + after.len() > 0 && verb
        } else {
            before.is_empty() && after.first().is_some_and(|word| is_function(&word.text))
        };
    }
    let at_end = before.is_empty() || after.is_empty();
    let most = if asked.sort == Sort::Other { 1 } else { MOST_FOREIGN };
    new && verb && at_end && known >= 2 && foreign <= most.min(known)
}

/// Where the answer stands in the reply, and of how many words it consists there.
fn place(reply: &[Word<'_>], answer: &[Word<'_>], date: Option<Date>, sort: Sort) -> Option<(usize, usize)> {
    if let Some(at) = position(reply, answer) {
        return Some((at, answer.len()));
    }
    let meant = date.filter(|_| sort == Sort::Time)?;
    (0..reply.len()).find_map(|at| {
        let (said, length) = Date::at(&reply[at..])?;
        said.agrees(&meant).then_some((at, length))
    })
}

/// Where these words stand in others.
fn position(long: &[Word<'_>], short: &[Word<'_>]) -> Option<usize> {
    let last = long.len().checked_sub(short.len())?;
    (0..=last).find(|at| is_same(&long[*at..*at + short.len()], short))
}

/// Whether both have a word in common: what no claim can do without.
pub(super) fn touches(reply: &[Word<'_>], answer: &[Word<'_>]) -> bool {
    answer.iter().any(|word| reply.iter().any(|said| stem(&said.text) == stem(&word.text)))
}
