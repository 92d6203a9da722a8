//! What a file and the environment give, key by key; whatever nobody asks for is unknown.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    ops::{Range, RangeInclusive},
};

use toml::de::{DeTable, DeValue};

use super::Problem;

/// What the names of our environment variables begin with.
const PREFIX: &str = "QUIZBOT_";

/// A short name of a variable, and its long one.
const SHORT: (&str, &str) = ("QUIZBOT_LOG", "QUIZBOT_LOG_FILTER");

/// How much of a bad value is shown, characters.
const SHOWN: usize = 60;

/// Where a value was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `config.toml:3:11`, and its offset for sorting.
    File(String, usize),
    /// The name of a variable.
    Variable(String),
}

/// A text and where it was given.
#[derive(Debug)]
pub(super) struct Given<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// A value of the file, as far as we care.
enum Raw {
    Text(String),
    Whole(i64),
    Other(&'static str),
}

/// A file and the variables laid over it.
pub(super) struct Source {
    // By table and key: where the key stands, and its value.
    file: HashMap<(String, String), (Place, Given<Raw>)>,
    tables: HashMap<String, Place>,
    variables: BTreeMap<String, OsString>,
    asked: Vec<(&'static str, &'static str)>,
    problems: Vec<(usize, Problem)>,
    // A file that can't be parsed is reported for that alone.
    broken: bool,
}

impl Source {
    pub(super) fn new(file: Option<(&str, &str)>, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let ours = variables.into_iter().filter_map(|(name, value)| {
            let name = name.to_string_lossy().into_owned();
            name.starts_with(PREFIX).then_some((name, value))
        });
        let mut source = Self {
            file: HashMap::new(),
            tables: HashMap::new(),
            variables: ours.collect(),
            asked: Vec::new(),
            problems: Vec::new(),
            broken: false,
        };
        if let Some((name, text)) = file {
            source.parse(name, text);
        }
        source
    }

    /// A text; None where it is not given, or empty.
    pub(super) fn text(&mut self, table: &'static str, key: &'static str) -> Option<Given<String>> {
        let given = self.take(table, key)?;
        match given.value {
            Raw::Text(text) => {
                let value = text.trim().to_owned();
                (!value.is_empty()).then_some(Given { value, place: given.place })
            }
            Raw::Whole(_) => self.misfit(&given.place, table, key, "a number", "a text in quotes"),
            Raw::Other(found) => self.misfit(&given.place, table, key, found, "a text in quotes"),
        }
    }

    /// A whole number in this range.
    pub(super) fn whole(
        &mut self,
        table: &'static str,
        key: &'static str,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> i64 {
        let Some(given) = self.take(table, key) else { return default };
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let found = match (given.value, &given.place) {
            (Raw::Whole(number), _) if range.contains(&number) => return number,
            (Raw::Whole(number), _) => number.to_string(),
            (Raw::Text(text), Place::Variable(_)) => match text.trim().parse() {
                Ok(number) if range.contains(&number) => return number,
                _ if text.trim().is_empty() => return default,
                _ => quoted(&text),
            },
            (Raw::Text(text), Place::File(..)) => format!("the text {}", quoted(&text)),
            (Raw::Other(found), _) => found.to_owned(),
        };
        self.misfit::<i64>(&given.place, table, key, &found, &expected);
        default
    }

    /// Notes a problem that refuses.
    pub(super) fn refuse(&mut self, place: &Place, text: impl Into<String>) {
        self.note(place, true, text.into());
    }

    /// Every problem in the order of the file, those of variables last; and every key that was asked for.
    pub(super) fn finish(mut self) -> (Vec<Problem>, Vec<String>) {
        let keys: Vec<String> = self.asked.iter().map(|(table, key)| format!("{table}.{key}")).collect();
        if !self.broken {
            self.unknown_keys(&keys);
        }
        self.unknown_variables();
        self.problems.sort_by_key(|(at, _)| *at);
        (self.problems.into_iter().map(|(_, problem)| problem).collect(), keys)
    }

    fn take(&mut self, table: &'static str, key: &'static str) -> Option<Given<Raw>> {
        self.asked.push((table, key));
        let in_file = self.file.remove(&(table.to_owned(), key.to_owned())).map(|(_, given)| given);
        let Some((name, value)) = self.variable(table, key) else { return in_file };
        match value.into_string() {
            Ok(text) => Some(Given { value: Raw::Text(text), place: Place::Variable(name) }),
            Err(_) => {
                self.refuse(&Place::Variable(name), "is not UTF-8 text");
                in_file
            }
        }
    }

    /// The variable that sets this key, by its long name or else by its short one. An empty one is unset.
    fn variable(&mut self, table: &str, key: &str) -> Option<(String, OsString)> {
        let (short, long) = SHORT;
        let name = variable(table, key);
        let other = (name == long).then(|| short.to_owned());
        let given = [Some(name), other].into_iter().flatten().filter_map(|name| self.variables.remove_entry(&name));
        given.collect::<Vec<_>>().into_iter().find(|(_, value)| !value.to_string_lossy().trim().is_empty())
    }

    fn misfit<T>(&mut self, place: &Place, table: &str, key: &str, found: &str, expected: &str) -> Option<T> {
        self.refuse(place, format!("`{table}.{key}` is {found}; expected {expected}"));
        None
    }

    fn note(&mut self, place: &Place, refuses: bool, text: String) {
        let (at, place) = match place {
            Place::File(place, at) => (*at, place.clone()),
            Place::Variable(name) => (usize::MAX, name.clone()),
        };
        self.problems.push((at, Problem { place, refuses, text }));
    }

    fn parse(&mut self, name: &str, text: &str) {
        let (root, errors) = DeTable::parse_recoverable(text);
        self.broken = !errors.is_empty();
        for error in errors {
            // Only the message: the error's own display shows the line, and that may hold a token.
            let place = place_in(name, text, error.span().unwrap_or_default());
            self.refuse(&place, format!("this is not TOML: {}", error.message().replace('\n', "; ")));
        }
        for (table, value) in root.into_inner() {
            let place = place_in(name, text, table.span());
            let table = table.into_inner().into_owned();
            match value.into_inner() {
                DeValue::Table(entries) => {
                    for (key, value) in entries {
                        let at = place_in(name, text, key.span());
                        let key = (table.clone(), key.into_inner().into_owned());
                        let place = place_in(name, text, value.span());
                        self.file.insert(key, (at, Given { value: raw(value.get_ref()), place }));
                    }
                    self.tables.insert(table, place);
                }
                _ => {
                    let value = Given { value: Raw::Other("a value"), place: place.clone() };
                    self.file.insert((String::new(), table), (place, value));
                }
            }
        }
    }

    fn unknown_keys(&mut self, keys: &[String]) {
        let known: Vec<&str> = self.asked.iter().map(|(table, _)| *table).collect();
        let tables: Vec<_> = self.tables.drain().filter(|(table, _)| !known.contains(&table.as_str())).collect();
        for (table, place) in &tables {
            let hint = nearest(table, known.iter().copied()).map(|near| format!("did you mean `[{near}]`?"));
            let hint = hint.unwrap_or_else(|| format!("there are {}", listed(&known)));
            self.refuse(place, format!("`[{table}]` is not a table of the configuration; {hint}"));
        }
        let left: Vec<_> = self.file.drain().collect();
        for ((table, key), (place, _)) in left {
            if tables.iter().any(|(unknown, _)| *unknown == table) {
                continue;
            }
            let name = if table.is_empty() { key.clone() } else { format!("{table}.{key}") };
            let hint = near_key(&table, &key, keys).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            self.refuse(&place, format!("`{name}` is not a key of the configuration{hint}"));
        }
    }

    fn unknown_variables(&mut self) {
        let known: Vec<String> = self.asked.iter().map(|(table, key)| variable(table, key)).collect();
        for name in std::mem::take(&mut self.variables).into_keys() {
            let hint = nearest(&name, known.iter().map(String::as_str).chain([SHORT.0]));
            let hint = hint.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            self.note(&Place::Variable(name), false, format!("is not a variable that quizbot reads{hint}"));
        }
    }
}

/// The environment variable of a key.
pub(super) fn variable(table: &str, key: &str) -> String {
    format!("{PREFIX}{table}_{key}").to_uppercase()
}

/// The nearest of these, if it is near enough to be a slip of the hand.
pub(super) fn nearest<'a>(word: &str, all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let most = (word.chars().count() / 4).clamp(1, 3);
    all.map(|one| (strsim::damerau_levenshtein(&folded, &one.to_lowercase()), one))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= most)
        .map(|(_, one)| one)
}

/// A bad value as it is shown: short, on one line.
pub(super) fn quoted(text: &str) -> String {
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    let more = if text.chars().count() > SHOWN { "…" } else { "" };
    format!("`{shown}{more}`")
}

fn near_key<'a>(table: &str, key: &str, keys: &'a [String]) -> Option<&'a str> {
    let within = keys.iter().filter_map(|name| name.split_once('.').filter(|(other, _)| *other == table));
    let near = nearest(key, within.map(|(_, key)| key));
    let whole = |near: &str| keys.iter().map(String::as_str).find(|name| *name == format!("{table}.{near}"));
    near.and_then(whole).or_else(|| keys.iter().map(String::as_str).find(|name| name.ends_with(&format!(".{key}"))))
}

fn listed(tables: &[&str]) -> String {
    let mut names: Vec<String> = tables.iter().map(|table| format!("`[{table}]`")).collect();
    names.dedup();
    names.join(", ")
}

fn raw(value: &DeValue<'_>) -> Raw {
    match value {
        DeValue::String(text) => Raw::Text(text.clone().into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Raw::Other("a number far too large"), Raw::Whole),
        DeValue::Float(_) => Raw::Other("a number with a fraction"),
        DeValue::Boolean(true) => Raw::Other("`true`"),
        DeValue::Boolean(false) => Raw::Other("`false`"),
        DeValue::Datetime(_) => Raw::Other("a date"),
        DeValue::Array(_) => Raw::Other("a list"),
        DeValue::Table(_) => Raw::Other("a table"),
    }
}

fn place_in(name: &str, text: &str, span: Range<usize>) -> Place {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Place::File(format!("{name}:{line}:{column}"), span.start)
}
