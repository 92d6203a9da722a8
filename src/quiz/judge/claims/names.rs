//! People's names: with or without the middle name, a title, initials; by the surname.

use std::borrow::Cow;

use super::words::Word;

/// The most words of a name.
const MOST_WORDS: usize = 6;

/// The shortest surname that stands for the whole name, in letters.
const SHORTEST_SURNAME: usize = 4;

/// What stands before or behind a name and is no part of it.
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "dr" | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "sir"
            | "dame"
            | "lord"
            | "lady"
            | "general"
            | "president"
            | "professor"
            | "prof"
            | "captain"
            | "colonel"
            | "major"
            | "king"
            | "queen"
            | "prince"
            | "princess"
            | "emperor"
            | "pope"
            | "saint"
            | "st"
            | "senator"
            | "chief"
            | "justice"
            | "jr"
            | "sr"
            | "the"
            | "a"
            | "singer"
            | "actor"
            | "actress"
            | "author"
    )
}

/// The words of a name without its titles. None where it is none: a number, a small word, too many words.
fn name<'w, 'a>(words: &'w [Word<'a>]) -> Option<Vec<&'w Cow<'a, str>>> {
    let name: Vec<_> = words.iter().map(|word| &word.text).filter(|text| !is_title(text)).collect();
    let small = |text: &str| super::words::is_function(text) || super::words::is_contrast(text) || text == "and";
    let fits = name.iter().all(|text| !small(text) && text.chars().all(char::is_alphabetic));
    // a name of a king or a pope ends in a number, which says which one
    let numbered = name.split_last().is_some_and(|(last, rest)| {
        !rest.is_empty()
            && last.bytes().all(|byte| byte.is_ascii_digit())
            && rest.iter().all(|text| text.chars().all(char::is_alphabetic))
    });
    ((1..=MOST_WORDS).contains(&name.len()) && (fits || numbered)).then_some(name)
}

/// Whether the reply names the person that the answer names. The answer must be written as a name, with capitals.
pub(super) fn same(reply: &[Word<'_>], answer: &[Word<'_>]) -> bool {
    if !answer.iter().all(|word| word.capital || is_title(&word.text)) {
        return false;
    }
    let (Some(said), Some(meant)) = (name(reply), name(answer)) else { return false };
    let (said_last, meant_last) = (said[said.len() - 1], meant[meant.len() - 1]);
    let surname = |text: &str| text.chars().count() >= SHORTEST_SURNAME && text.chars().all(char::is_alphabetic);
    match (said.len(), meant.len()) {
        (1, 1) => said_last == meant_last,
        (1, _) => surname(said_last) && said_last == meant_last,
        (_, 1) => surname(meant_last) && (said_last == meant_last || said[0] == meant_last),
        _ => {
            let middles = (&said[1..said.len() - 1], &meant[1..meant.len() - 1]);
            said_last == meant_last
                && is_abbreviated(said[0], meant[0])
                && (within(middles.0, middles.1) || within(middles.1, middles.0))
        }
    }
}

/// Whether all of these names are among the others, in order, perhaps as initials.
fn within(few: &[&Cow<'_, str>], many: &[&Cow<'_, str>]) -> bool {
    let mut many = many.iter();
    few.iter().all(|one| many.any(|other| is_abbreviated(one, other)))
}

/// Whether both are the same, or one is the other's initial.
fn is_abbreviated(one: &str, other: &str) -> bool {
    one == other
        || (one.chars().count() == 1 && other.starts_with(one))
        || (other.chars().count() == 1 && one.starts_with(other))
}

#[cfg(test)]
mod tests {
    use super::{super::words::words, *};

    #[test]
    fn one_person_has_many_names() {
        let table = [
            ("Malina Opal Weissman", "Malina Weissman", true),
            ("Hugh Johnson", "Hugh S. Johnson", true),
            ("Hugh Samuel Johnson", "Hugh S. Johnson", true),
            ("General Hugh S. Johnson", "Hugh S. Johnson", true),
            ("Gerald R. Ford", "Ford", true),
            ("nicklaus", "Jack Nicklaus", true),
            ("J. R. R. Tolkien", "John Ronald Reuel Tolkien", true),
            ("Dr. Bora", "Dhrubajyoti Bora", true),
            ("Ripun Bora", "Dhrubajyoti Bora", false),
            ("Jack", "Jack Nicklaus", false),
            ("Elizabeth I", "Elizabeth II", false),
            ("Henry", "Henry VIII", false),
            ("linux kernel", "kernel", false),
            ("Watson and Crick", "Crick", false),
            ("not Ford", "Ford", false),
        ];
        for (reply, answer, expected) in table {
            let (said, meant) = (words(reply).expect("words"), words(answer).expect("words"));
            assert_eq!(same(&said, &meant), expected, "{reply:?} {answer:?}");
        }
    }
}
