//! A line of the terminal, read: who says what.

/// Whoever speaks without a name.
const YOU: &str = "you";

/// How long what somebody says may be, characters; the rest is cut.
const TEXT_LENGTH: usize = 4_000;

/// How long a name may be, characters.
const NAME_LENGTH: usize = 32;

/// As many options as a question can have.
const LETTERS: &str = "abcdefghij";

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Who.
    pub(super) name: String,
    /// What.
    pub(super) saying: Saying,
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Saying {
    /// A command: its name in lower case, and the rest.
    Command(String, String),
    /// Options by their place as shown.
    Letters(Vec<usize>),
    /// `presses hint`.
    Hint,
    /// `presses skip`.
    Skip,
    /// `presses undo`.
    Undo,
    /// `presses done`.
    Done,
    /// `presses dispute`.
    Dispute,
    /// `presses accept` (true) or `presses refuse`.
    Decide(bool),
    /// Anything else.
    Words(String),
}

/// Reads a line; None where it says nothing.
pub(super) fn read(line: &str) -> Option<Said> {
    let line: String = line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    let line = line.trim();
    if let Some((name, saying)) = pressed(line) {
        return Some(Said { name: name.to_owned(), saying });
    }
    let (name, text) = spoken(line).unwrap_or((YOU, line));
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let text: String = text.chars().take(TEXT_LENGTH).collect();
    Some(Said { name: name.to_owned(), saying: saying(text) })
}

fn saying(text: String) -> Saying {
    // The second slash is the one of a Chinese keyboard.
    let command = text.strip_prefix(['/', '／']).unwrap_or_default();
    let (name, args) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    if name.is_empty() {
        return Saying::Words(text);
    }
    Saying::Command(name.to_lowercase(), args.trim().to_owned())
}

/// `ada> text`.
fn spoken(line: &str) -> Option<(&str, &str)> {
    let (name, text) = line.split_once('>')?;
    (is_name(name) && (text.is_empty() || text.starts_with(' '))).then_some((name, text))
}

/// `ada presses a c`.
fn pressed(line: &str) -> Option<(&str, Saying)> {
    let (name, what) = line.split_once(" presses ")?;
    let saying = match what.trim().to_lowercase().as_str() {
        "hint" => Saying::Hint,
        "skip" => Saying::Skip,
        "undo" => Saying::Undo,
        "done" => Saying::Done,
        "dispute" => Saying::Dispute,
        "accept" => Saying::Decide(true),
        "refuse" => Saying::Decide(false),
        letters => {
            let letters = letters.split([' ', ',']).filter(|letter| !letter.is_empty());
            Saying::Letters(letters.map(place).collect::<Option<Vec<_>>>().filter(|places| !places.is_empty())?)
        }
    };
    is_name(name).then_some((name, saying))
}

fn place(letter: &str) -> Option<usize> {
    let mut characters = letter.chars();
    let place = LETTERS.find(characters.next()?)?;
    characters.next().is_none().then_some(place)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= NAME_LENGTH
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Saying {
        Saying::Words(text.to_owned())
    }

    fn command(name: &str, args: &str) -> Saying {
        Saying::Command(name.to_owned(), args.to_owned())
    }

    #[test]
    fn lines_are_read() {
        let table = [
            ("ada> /quiz database", "ada", command("quiz", "database")),
            ("/TOP   week ", "you", command("top", "week")),
            ("ada> ／quiz 锁 3", "ada", command("quiz", "锁 3")),
            ("b", "you", words("b")),
            ("ada> b", "ada", words("b")),
            ("小明> 乐观锁", "小明", words("乐观锁")),
            ("ada presses b", "ada", Saying::Letters(vec![1])),
            ("ada presses A, c", "ada", Saying::Letters(vec![0, 2])),
            ("ada presses hint", "ada", Saying::Hint),
            ("you presses Skip", "you", Saying::Skip),
            ("ada presses done", "ada", Saying::Done),
            ("ada presses undo", "ada", Saying::Undo),
            ("ada presses dispute", "ada", Saying::Dispute),
            ("you presses accept", "you", Saying::Decide(true)),
            ("ada presses Refuse", "ada", Saying::Decide(false)),
            ("ada> ada presses b", "ada", words("ada presses b")),
            // Not what they look like.
            ("she presses the key", "you", words("she presses the key")),
            ("the kernel presses b", "you", words("the kernel presses b")),
            ("ada presses k", "you", words("ada presses k")),
            ("a>b", "you", words("a>b")),
            ("x > 5", "you", words("x > 5")),
            ("Vec<u8>> x", "you", words("Vec<u8>> x")),
            ("/", "you", words("/")),
            ("/ quiz", "you", words("/ quiz")),
            // Control characters go.
            ("ada>\t\u{1b}[31mred\u{7}", "ada", words("[31mred")),
        ];
        for (line, name, saying) in table {
            assert_eq!(read(line), Some(Said { name: name.to_owned(), saying }), "{line}");
        }
        for nothing in ["", "   ", "ada>", "ada>   ", "\u{0}\u{7}"] {
            assert_eq!(read(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        let said = read(&format!("ada> {}", "锁".repeat(5_000))).expect("it says something");
        assert_eq!(said.saying, words(&"锁".repeat(TEXT_LENGTH)));
    }

    #[test]
    fn a_name_that_is_too_long_is_no_name() {
        let line = format!("{}> hello", "a".repeat(NAME_LENGTH + 1));
        assert_eq!(read(&line).map(|said| said.name).as_deref(), Some("you"));
    }
}
