//! Who does what: the subjects that a question compares, and which of them each word of a text is about.

use super::{
    lexicon::LEXICON,
    subjects::listed,
    tokens::{Reading, Token},
};

/// How many subjects are told apart: one bit each.
const MOST_SUBJECTS: usize = 16;

/// How far the first subject may stand from the beginning of its clause and still be what the clause is about, in
/// tokens that say something.
const OPENING: usize = 3;

/// A set of subjects, one bit each; 0 is nobody in particular.
pub(super) type Set = u16;

/// The subjects that a question compares.
#[derive(Clone, Debug, Default)]
pub(super) struct Roles {
    /// For each subject its names, each a row of tokens.
    names: Vec<Vec<Vec<String>>>,
}

/// A place where a subject is named.
#[derive(Clone, Copy, Debug)]
struct Mention {
    from: usize,
    to: usize,
    who: Set,
}

impl Roles {
    /// The subjects of a question in its languages, as far as the key speaks of at least two of them.
    pub(super) fn of(questions: &[&str], key: &[&Reading]) -> Self {
        let mut roles = Self::default();
        for question in questions {
            let listed = listed(question).into_iter().find(|names| {
                let is_known = |name: &Vec<String>| key.iter().any(|text| is_named(text, name));
                let known = names.iter().filter(|names| names.iter().any(is_known));
                names.len() >= 2 && known.count() >= 2
            });
            let Some(names) = listed else { continue };
            if roles.names.is_empty() {
                roles.names = names.into_iter().take(MOST_SUBJECTS).collect();
            } else if roles.names.len() == names.len() {
                roles.names.iter_mut().zip(names).for_each(|(subject, names)| subject.extend(names));
            }
        }
        roles
    }

    /// Whether there is nobody to be told apart.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn all(&self) -> Set {
        ((1u32 << self.names.len()) - 1) as Set
    }

    /// For each token of a text the subjects that it is about.
    pub(super) fn attribute(&self, text: &Reading) -> Vec<Set> {
        let mut about = vec![0; text.tokens.len()];
        if self.is_empty() {
            return about;
        }
        let mentions: Vec<Vec<Mention>> = (0..text.clauses.len()).map(|at| self.mentions(text, at)).collect();
        let mut carried = 0;
        for (at, clause) in text.clauses.iter().enumerate() {
            if mentions[at].is_empty() {
                let who = self.inherited(text, &mentions, at, carried);
                about[clause.from..clause.to].fill(who);
                continue;
            }
            carried = spread(text, at, &mentions[at], &mut about);
        }
        about
    }

    /// Which subjects a text names, and where: their tokens say nothing else.
    pub(super) fn named(&self, text: &Reading) -> (Set, Vec<bool>) {
        let (mut who, mut named) = (0, vec![false; text.tokens.len()]);
        for at in 0..text.clauses.len() {
            let from = text.clauses[at].from;
            let tokens = text.of_clause(at);
            for place in 0..tokens.len() {
                if let Some((subject, length)) = self.name_at(&tokens[place..]) {
                    who |= 1 << subject;
                    named[from + place..from + place + length].fill(true);
                }
            }
        }
        (who, named)
    }

    fn name_at(&self, tokens: &[Token]) -> Option<(usize, usize)> {
        let fits =
            |name: &&Vec<String>| name.len() <= tokens.len() && name.iter().zip(tokens).all(|(a, b)| *a == b.text);
        self.names.iter().enumerate().find_map(|(who, names)| Some((who, names.iter().find(fits)?.len())))
    }

    /// The subjects named in a clause; those named together count as one.
    fn mentions(&self, text: &Reading, clause: usize) -> Vec<Mention> {
        let lexicon = &*LEXICON;
        let tokens = text.of_clause(clause);
        let words: Vec<&str> = tokens.iter().map(|token| token.surface.as_str()).collect();
        let mut found: Vec<Mention> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let pronoun = [(&lexicon.both, self.all()), (&lexicon.former, 1), (&lexicon.latter, 2)];
            let pronoun = pronoun.into_iter().find_map(|(words_of, who)| {
                let length = words_of.at(&words[at..]);
                // behind a name it means something else: "processes need both", 任务都在推进
                let means = if who == self.all() { found.is_empty() } else { self.names.len() == 2 };
                (length > 0 && means).then_some((who, length))
            });
            let named = self.name_at(&tokens[at..]).map(|(who, length)| (1 << who, length));
            let Some((who, length)) = named.or(pronoun) else {
                at += 1;
                continue;
            };
            let mention = Mention { from: at, to: at + length, who };
            at += length;
            if is_measured_against(&words[..mention.from]) || owns(&words, mention, found.last()) {
                continue;
            }
            found.pop_if(|last| is_owner(&words[last.to..mention.from]));
            match found.last_mut() {
                Some(last) if is_joined(&words[last.to..mention.from]) => {
                    last.to = mention.to;
                    last.who |= who;
                }
                Some(last) if last.who == who => last.to = mention.to,
                _ => found.push(mention),
            }
        }
        found
    }

    /// Whom a clause without a subject is about: the same as before in its sentence, or, where it opens the sentence,
    /// whoever comes next in it ("when conflicts are rare, choose optimistic locking").
    fn inherited(&self, text: &Reading, mentions: &[Vec<Mention>], at: usize, carried: Set) -> Set {
        let sentence = text.clauses[at].sentence;
        let same = |other: &usize| text.clauses[*other].sentence == sentence;
        if (0..at).rev().take_while(same).any(|before| !mentions[before].is_empty()) {
            return carried;
        }
        let words: Vec<&str> = text.of_clause(at).iter().map(|token| token.surface.as_str()).collect();
        let leads = LEXICON.leads.at(&words) > 0 || words.last() == Some(&"时");
        let next = (at + 1..text.clauses.len()).take_while(same).find_map(|after| mentions[after].first());
        match next {
            Some(next) if leads || carried == 0 || next.from > 0 => next.who,
            _ => carried,
        }
    }
}

/// Spreads the subjects of one clause over its words: from each name to the next, or, where names come last, back to
/// the one before. What the next clause inherits is handed back.
fn spread(text: &Reading, at: usize, mentions: &[Mention], about: &mut [Set]) -> Set {
    let clause = &text.clauses[at];
    let tokens = text.of_clause(at);
    let first = mentions.first().map_or(0, |mention| mention.from);
    let opens = tokens[..first].iter().filter(|token| token.is_content()).count() < OPENING;
    let last = mentions.len() - 1;
    for (place, who) in about[clause.from..clause.to].iter_mut().enumerate() {
        let holder = if opens {
            mentions.iter().rposition(|mention| mention.from <= place).unwrap_or(0)
        } else {
            mentions.iter().position(|mention| place < mention.to).unwrap_or(last)
        };
        *who = mentions[holder].who;
    }
    mentions[last].who
}

/// Whether what stands between two names joins them.
fn is_joined(between: &[&str]) -> bool {
    let joins = (0..between.len()).map(|at| LEXICON.joins.at(&between[at..])).max().unwrap_or_default();
    between.is_empty() || joins > 0 && between.len() <= joins + 2
}

/// Whether a name says only whose something is, behind the one that the clause is about: "threads of a process",
/// 线程共享进程的内存.
fn owns(words: &[&str], mention: Mention, last: Option<&Mention>) -> bool {
    let Some(last) = last else { return false };
    let between = &words[last.to..mention.from];
    let of = between.first() == Some(&"of") && between.len() <= 2;
    of || words.get(mention.to) == Some(&"的")
}

/// Whether these words between two names make the first the owner of the second: 进程里的线程.
fn is_owner(between: &[&str]) -> bool {
    between.last() == Some(&"的") && between.len() <= 2
}

/// Whether a name behind these words is only what another is compared with.
fn is_measured_against(before: &[&str]) -> bool {
    let small = |word: &&&str| matches!(**word, "the" | "a" | "an" | "with" | "to" | "of");
    let skipped = before.iter().rev().take_while(small).count();
    let near = &before[..before.len() - skipped];
    (1..=3.min(near.len()))
        .any(|length| LEXICON.against.at(&near[near.len() - length..]) == length && !(near.ends_with(&["对", "比"])))
        || (1..=3.min(before.len())).any(|length| LEXICON.against.at(&before[before.len() - length..]) == length)
}

/// Whether the text names this.
fn is_named(text: &Reading, name: &[String]) -> bool {
    (0..text.tokens.len()).any(|at| {
        let rest = &text.tokens[at..];
        name.len() <= rest.len() && name.iter().zip(rest).all(|(a, b)| *a == b.text)
    })
}
