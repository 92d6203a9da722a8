//! The words that say how a sentence is built, from words.txt.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{grams::Quick, stem::stem};

/// The words of words.txt.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// Words and phrases, section by section; the file says what each is.
pub(super) struct Lexicon {
    pub(super) small: HashSet<&'static str, Quick>,
    pub(super) particles: HashSet<&'static str, Quick>,
    pub(super) light: HashSet<String, Quick>,
    /// For each stem of a group of words that say the same, the stem that stands for all.
    pub(super) kin: HashMap<String, String, Quick>,
    /// For each stem those that say the contrary.
    pub(super) opposites: HashMap<String, Vec<String>, Quick>,
    pub(super) denials: Phrases,
    pub(super) averting: Phrases,
    /// What any word or phrase begins with that has to do with denying.
    pub(super) denying: HashSet<String, Quick>,
    pub(super) prefixes: HashSet<&'static str, Quick>,
    pub(super) nobody: HashSet<&'static str, Quick>,
    pub(super) ends: Phrases,
    pub(super) through: Phrases,
    pub(super) harmless: Phrases,
    pub(super) contrasts: Phrases,
    pub(super) refuted: Phrases,
    pub(super) supposed: Phrases,
    pub(super) turns: Phrases,
    pub(super) straight: Phrases,
    pub(super) leads: Phrases,
    pub(super) nothing: Phrases,
    pub(super) naming: Phrases,
    pub(super) verbs: HashSet<&'static str, Quick>,
    pub(super) joins: Phrases,
    pub(super) asking: Phrases,
    pub(super) comparing: Phrases,
    pub(super) both: Phrases,
    pub(super) former: Phrases,
    pub(super) latter: Phrases,
    pub(super) against: Phrases,
    pub(super) yes: Phrases,
    pub(super) no: Phrases,
}

impl Lexicon {
    fn read() -> Self {
        let text = include_str!("words.txt");
        let words = |name: &str| section(text, name);
        let phrases = |name: &str| Phrases::of(&section(text, name));
        let kin = kin(text);
        Self {
            opposites: opposites(text, &kin),
            small: words("small").into_iter().collect(),
            particles: words("particles").into_iter().collect(),
            light: words("light").into_iter().map(stem).collect(),
            kin,
            denials: phrases("denials"),
            averting: phrases("averting"),
            denying: ["denials", "contrasts", "averting", "harmless", "refuted", "supposed"]
                .into_iter()
                .flat_map(|name| phrases(name).0.into_keys())
                .collect(),
            prefixes: words("prefixes").into_iter().collect(),
            nobody: words("nobody").into_iter().collect(),
            ends: phrases("ends"),
            through: phrases("through"),
            harmless: phrases("harmless"),
            contrasts: phrases("contrasts"),
            refuted: phrases("refuted"),
            supposed: phrases("supposed"),
            turns: phrases("turns"),
            straight: phrases("straight"),
            leads: phrases("leads"),
            nothing: phrases("nothing"),
            naming: phrases("naming"),
            verbs: words("verbs").into_iter().collect(),
            joins: phrases("joins"),
            asking: phrases("asking"),
            comparing: phrases("comparing"),
            both: phrases("both"),
            former: phrases("former"),
            latter: phrases("latter"),
            against: phrases("against"),
            yes: phrases("true"),
            no: phrases("false"),
        }
    }
}

/// Phrases as sequences of tokens: English by words, Chinese by characters.
pub(super) struct Phrases(HashMap<String, Vec<Vec<String>>, Quick>);

impl Phrases {
    fn of(phrases: &[&str]) -> Self {
        let mut map = HashMap::<String, Vec<Vec<String>>, Quick>::default();
        for phrase in phrases {
            let tokens = super::tokens::surfaces(phrase);
            if let Some(first) = tokens.first() {
                map.entry(first.clone()).or_default().push(tokens);
            }
        }
        for list in map.values_mut() {
            list.sort_by_key(|tokens| std::cmp::Reverse(tokens.len()));
        }
        Self(map)
    }

    /// How many tokens of the longest phrase that begins here; 0 where none does.
    pub(super) fn at<T: AsRef<str>>(&self, tokens: &[T]) -> usize {
        let Some(list) = tokens.first().and_then(|first| self.0.get(first.as_ref())) else { return 0 };
        let fits = |phrase: &&Vec<String>| {
            phrase.len() <= tokens.len() && phrase.iter().zip(tokens).all(|(a, b)| a == b.as_ref())
        };
        list.iter().find(fits).map_or(0, Vec::len)
    }
}

/// The groups of words that say the same, one a line.
fn kin(text: &'static str) -> HashMap<String, String, Quick> {
    let mut kin = HashMap::default();
    for line in lines(text, "kin") {
        let mut words = line.split(", ").map(stem);
        let first = words.next().unwrap_or_default();
        kin.extend(words.filter(|word| *word != first).map(|word| (word, first.clone())));
    }
    kin
}

/// The pairs that say the contrary of each other, one a line.
fn opposites(text: &'static str, kin: &HashMap<String, String, Quick>) -> HashMap<String, Vec<String>, Quick> {
    let mut opposites = HashMap::<String, Vec<String>, Quick>::default();
    let known = |word: &str| {
        let stem = stem(word);
        kin.get(&stem).cloned().unwrap_or(stem)
    };
    for (one, other) in lines(text, "opposites").into_iter().filter_map(|line| line.split_once(", ")) {
        let (one, other) = (known(one), known(other));
        opposites.entry(one.clone()).or_default().push(other.clone());
        opposites.entry(other).or_default().push(one);
    }
    opposites
}

/// The lines between this section's name and the next one's.
fn lines(text: &'static str, name: &str) -> Vec<&'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let from = lines.skip_while(|line| line.trim_matches(['[', ']']) != name).skip(1);
    from.take_while(|line| !line.starts_with('[')).collect()
}

/// The phrases of a section.
fn section(text: &'static str, name: &str) -> Vec<&'static str> {
    lines(text, name).into_iter().flat_map(|line| line.split(", ")).filter(|phrase| !phrase.is_empty()).collect()
}
