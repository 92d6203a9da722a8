//! What a question asks for: a person, a place, a time, a quantity, or anything else.

use super::{
    super::{
        normalize::{bare, fold, is_hanzi, simplified, tidy},
        terms::canonical,
    },
    words::{is_function, stem},
};

/// What sort of thing answers the question. Names of people, places and dates are given in many ways, each of them
/// right; a term of a field is only ever itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Place,
    Time,
    Quantity,
    Other,
}

/// The longest question that is read, in bytes: words far behind are not repeated in a short answer.
const LONGEST_BYTES: usize = 600;

/// How far behind "which" its noun is looked for, in words.
const NOUN_WITHIN: usize = 5;

const PERSONS: &[&str] = &[
    "actor",
    "actress",
    "singer",
    "president",
    "king",
    "queen",
    "prince",
    "princess",
    "author",
    "writer",
    "poet",
    "composer",
    "painter",
    "artist",
    "scientist",
    "inventor",
    "philosopher",
    "politician",
    "player",
    "footballer",
    "star",
    "man",
    "woman",
    "person",
    "people",
    "director",
    "architect",
    "explorer",
    "emperor",
    "empress",
    "pope",
    "saint",
    "god",
    "goddess",
    "minister",
    "mathematician",
    "physicist",
    "chemist",
    "comedian",
    "presenter",
    "musician",
    "golfer",
    "boxer",
    "novelist",
    "dramatist",
    "playwright",
    "wife",
    "husband",
    "founder",
    "surname",
    "celebrity",
    "astronaut",
    "monarch",
    "villain",
    "hero",
    "heroine",
    "duo",
    "captain",
];

const PLACES: &[&str] = &[
    "city",
    "country",
    "state",
    "town",
    "village",
    "county",
    "island",
    "continent",
    "place",
    "capital",
    "location",
    "province",
    "nation",
    "stadium",
];

const TIMES: &[&str] = &["year", "date", "day", "month", "decade", "century"];

const SORTS_ZH: [(&[&str], Sort); 4] = [
    (&["谁", "哪位", "何人", "哪个人"], Sort::Person),
    (&["哪里", "哪儿", "何处", "什么地方", "哪个城市", "哪个国家", "哪座城市"], Sort::Place),
    (&["什么时候", "何时", "哪一年", "哪年", "哪一天", "哪天"], Sort::Time),
    (&["多少", "几"], Sort::Quantity),
];

/// A question as claims are compared with it.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) sort: Sort,
    /// Its words, folded, in order.
    words: Vec<String>,
    /// The name of the field that it is about, folded.
    setting: Option<String>,
    /// Without spaces and signs that carry no meaning, in simplified script.
    pub(super) bare: String,
}

impl Asked {
    pub(super) fn of(question: &str) -> Self {
        let cut = (0..=question.len().min(LONGEST_BYTES)).rev().find(|at| question.is_char_boundary(*at)).unwrap_or(0);
        let folded = fold(&tidy(&question[..cut]));
        let parted = |c: char| !(c.is_alphanumeric() || c == '\'') || is_hanzi(c);
        let owned = |word: &str| word.strip_suffix("'s").unwrap_or(word).replace('\'', "");
        let words: Vec<String> = folded.split(parted).filter(|word| !word.is_empty()).map(owned).collect();
        let bare = if folded.is_ascii() { String::new() } else { bare(&folded) };
        let bare = canonical(&simplified(&bare).unwrap_or(bare)).into_owned();
        Self { sort: sort(&words, &bare), words, bare, setting: setting(&question[..cut]) }
    }

    /// Whether the question has this word, in whatever inflection.
    pub(super) fn has(&self, word: &str) -> bool {
        let stem_of = stem(word);
        self.words.iter().any(|asked| asked == word || (!is_function(word) && stem(asked) == stem_of))
    }

    /// Whether this word is one of the things that the question lets choose from: it stands beside an "or".
    pub(super) fn offers(&self, word: &str) -> bool {
        let beside = |at: usize| {
            let around = self.words[at.saturating_sub(3)..(at + 4).min(self.words.len())].iter();
            around.clone().any(|near| matches!(near.as_str(), "or" | "vs" | "versus" | "between"))
        };
        // what stands right behind the verb that opens a question is what it is about: "is UDP … or …?"
        let first = matches!(self.words.first().map(String::as_str), Some("is" | "are" | "does" | "do" | "can"));
        let about = |at: &usize| first && *at == 1;
        (0..self.words.len()).filter(|at| self.words[*at] == word && !about(at)).any(beside)
    }

    /// Whether this is the name that the question sets itself in: "in Java, which …", "… in Kubernetes?".
    pub(super) fn is_setting(&self, word: &str) -> bool {
        self.setting.as_deref() == Some(word)
    }

    /// Whether this word says what sort of thing is asked for: "what river", "which type of cell".
    pub(super) fn is_noun(&self, word: &str) -> bool {
        let opening = |asked: &String| matches!(asked.as_str(), "which" | "what" | "type" | "types" | "kind" | "kinds");
        let of = |at: usize| self.words.get(at + 1).is_some_and(|next| next == "of");
        let asks =
            |at: &usize| matches!(self.words[*at].as_str(), "which" | "what") || (opening(&self.words[*at]) && of(*at));
        let at = (0..self.words.len().saturating_sub(1)).rev().find(asks);
        at.is_some_and(|at| self.words[at + 1..].iter().take(NOUN_WITHIN).any(|asked| stem(asked) == stem(word)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.bare.is_empty()
    }
}

/// The name in capitals behind the last "in".
fn setting(question: &str) -> Option<String> {
    let (_, rest) = question.rsplit_once(" in ").or_else(|| question.split_once("In "))?;
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    (name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase())).then(|| name.to_ascii_lowercase())
}

/// The first word that asks decides: "what happens when" asks for no time.
fn sort(words: &[String], bare: &str) -> Sort {
    let named =
        |pair: &[String]| matches!(pair[0].as_str(), "real" | "maiden" | "birth" | "stage") && pair[1] == "name";
    if words.windows(2).any(named) {
        return Sort::Person;
    }
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "who" | "whom" | "whose" | "whos" => return Sort::Person,
            "where" => return Sort::Place,
            "when" => return Sort::Time,
            "how" => return sort_of_how(words.get(at + 1)),
            "which" | "what" | "name" | "whats" => return sort_of_noun(&words[at + 1..]),
            _ => {}
        }
    }
    let spoken = SORTS_ZH.iter().find(|(asking, _)| asking.iter().any(|word| bare.contains(word)));
    spoken.map_or(Sort::Other, |(_, sort)| *sort)
}

fn sort_of_how(next: Option<&String>) -> Sort {
    match next.map(String::as_str) {
        Some(
            "many" | "much" | "long" | "old" | "far" | "tall" | "high" | "big" | "large" | "fast" | "deep" | "often",
        ) => Sort::Quantity,
        _ => Sort::Other,
    }
}

fn sort_of_noun(words: &[String]) -> Sort {
    let near = words.iter().take(NOUN_WITHIN);
    for word in near {
        let is =
            |all: &[&str]| all.contains(&word.as_str()) || word.strip_suffix('s').is_some_and(|one| all.contains(&one));
        match () {
            () if is(PERSONS) => return Sort::Person,
            () if is(PLACES) => return Sort::Place,
            () if is(TIMES) => return Sort::Time,
            () if matches!(word.as_str(), "is" | "was" | "are" | "were" | "does" | "did" | "has" | "in" | "for") => {
                break;
            }
            () => {}
        }
    }
    Sort::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_that_asks_decides() {
        let table = [
            ("who sings i want to be a rockstar", Sort::Person),
            ("Which US president became an eagle scout?", Sort::Person),
            ("in which city was it held", Sort::Place),
            ("when did the steel mills close", Sort::Time),
            ("What happens when two threads wait for each other?", Sort::Other),
            ("What is the time complexity of quicksort?", Sort::Other),
            ("how many bits has an address", Sort::Quantity),
            ("Linux 内核是谁写的？", Sort::Person),
            ("两个线程互相等待，这叫什么？", Sort::Other),
            ("", Sort::Other),
        ];
        for (question, expected) in table {
            assert_eq!(Asked::of(question).sort, expected, "{question:?}");
        }
    }
}
