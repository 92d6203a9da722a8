//! Replies that only look like answers: keywords in a row, the question copied back, "I don't know".

use std::collections::HashSet;

use super::{
    lexicon::LEXICON,
    tokens::{Reading, Sort, Token},
};

/// How long a run of the question's own words must be to count as copied, a word counted twice, a Chinese character
/// once: shorter runs are how anybody takes a question up.
const COPIED_RUN: usize = 10;

/// How much of a copy is copied.
const COPIED_SHARE: f64 = 0.6;

/// What a reply must say beside what it copied, in the same measure, to be more than a copy.
const BESIDE: usize = 5;

/// From how many tokens on a reply may be babble, and how often it says each of its words then, on average.
const BABBLE: usize = 40;
const BABBLE_SHARE: usize = 10;

/// How many bare terms make a row of keywords.
const ROW: usize = 4;

/// The longest bare term, in words and in Chinese characters.
const TERM_WORDS: usize = 2;
const TERM_HANZI: usize = 5;

/// How many words one small word joins at most: the "for" of FOR UPDATE makes no sentence of ten keywords.
const JOINED: usize = 8;

/// What a reply that says it knows nothing may say besides, in tokens that say something.
const EXCUSE: usize = 2;

/// How long an excuse must be to be one although more follows, in tokens: 不会重传 is none.
const EXCUSING: usize = 3;

/// For each token whether it stands in a long run copied from a question.
pub(super) fn copied(reply: &Reading, questions: &[Reading]) -> Vec<bool> {
    let mut copied = vec![false; reply.tokens.len()];
    for question in questions {
        let mut from = 0;
        while from < reply.tokens.len() {
            let run = longest_run(&reply.tokens[from..], &question.tokens);
            if measure(&reply.tokens[from..from + run]) >= COPIED_RUN {
                copied[from..from + run].fill(true);
                from += run;
            } else {
                from += 1;
            }
        }
    }
    copied
}

/// How many tokens from here on the question has in the same order, at most.
fn longest_run(reply: &[Token], question: &[Token]) -> usize {
    let starts = (0..question.len()).filter(|at| question[*at].surface == reply[0].surface);
    let run = |at: usize| {
        let pairs = question[at..].iter().zip(reply);
        pairs.take_while(|(one, other)| one.surface == other.surface).count()
    };
    starts.map(run).max().unwrap_or_default()
}

fn measure<'a>(tokens: impl IntoIterator<Item = &'a Token>) -> usize {
    tokens.into_iter().map(|token| if token.sort == Sort::Hanzi { 1 } else { 2 }).sum()
}

/// Whether a reply says hardly anything beside what it copied, and nothing that the key says.
pub(super) fn is_copy(reply: &Reading, copied: &[bool], questions: &[Reading], key: &[&Reading]) -> bool {
    let taken = reply.tokens.iter().zip(copied).filter(|(_, copied)| **copied).map(|(token, _)| token);
    let (taken, all) = (measure(taken), measure(&reply.tokens));
    if (taken as f64) < COPIED_SHARE * all as f64 || taken == 0 {
        return false;
    }
    let has = |text: &Reading, token: &Token| text.tokens.iter().any(|other| other.text == token.text);
    let asked = |token: &&Token| questions.iter().any(|text| has(text, token));
    let own = reply.tokens.iter().zip(copied).filter(|(token, copied)| !**copied && token.is_content());
    let own: Vec<&Token> = own.map(|(token, _)| token).filter(|token| !asked(token)).collect();
    measure(own.iter().copied()) < BESIDE && !own.iter().any(|token| key.iter().any(|text| has(text, token)))
}

/// Whether a reply only says that there is no answer.
pub(super) fn is_nothing(reply: &Reading) -> bool {
    let words: Vec<&str> = reply.tokens.iter().map(|token| token.surface.as_str()).collect();
    let said = LEXICON.nothing.at(&words);
    let rest = reply.tokens.get(said..).unwrap_or_default().iter().filter(|token| token.is_content()).count();
    said > 0 && (words.len() == said || said >= EXCUSING && rest <= EXCUSE)
}

/// Whether a reply says the same few words over and over. A clause that is repeated counts once: that is tedious, but it
/// takes nothing back.
pub(super) fn is_babble(reply: &Reading) -> bool {
    let mut seen = HashSet::new();
    let (mut length, mut distinct) = (0, HashSet::new());
    for at in 0..reply.clauses.len() {
        let words: Vec<&str> = reply.of_clause(at).iter().map(|token| token.surface.as_str()).collect();
        if seen.insert(words.clone()) {
            length += words.len();
            distinct.extend(words);
        }
    }
    length >= BABBLE && distinct.len() * BABBLE_SHARE < length
}

/// Whether a text is a row of keywords, without a sentence that joins them.
pub(super) fn is_row(text: &Reading) -> bool {
    let plain = text.plain.trim_end();
    if plain.contains([':', '=', '(', '<', '>', '[', '&']) || plain.contains(" + ") {
        return false;
    }
    let mut seen = HashSet::new();
    let terms = terms(plain).into_iter().filter(|term| seen.insert(term.clone()));
    let terms: Vec<usize> = terms.map(|term| bare(&term)).collect();
    let bare: usize = terms.iter().sum();
    let sentences = terms.iter().filter(|bare| **bare == 0).count();
    bare >= ROW && bare >= 3 * sentences
}

/// The parts of a text that a row of keywords would be parted into: by marks, and by spaces where they part Chinese
/// words, which no sentence does.
fn terms(plain: &str) -> Vec<String> {
    let marked = plain.contains([',', '、', ';', '。', '|', '\n']);
    let parts = plain.split([',', '、', ';', '。', '|', '\n']).flat_map(|part| part.split(". "));
    let mut terms = Vec::new();
    for part in parts {
        let hanzi = |word: &str| word.chars().any(crate::quiz::judge::normalize::is_hanzi);
        let words: Vec<&str> = part.split_whitespace().collect();
        if !marked && words.windows(2).any(|pair| pair.iter().all(|word| hanzi(word))) {
            terms.extend(words.into_iter().map(str::to_owned));
        } else if !words.is_empty() {
            terms.push(words.join(" "));
        }
    }
    terms
}

/// How many bare terms this part is: 0 where something joins its words.
fn bare(part: &str) -> usize {
    let reading = Reading::of(part);
    let hanzi = reading.tokens.iter().filter(|token| token.sort == Sort::Hanzi).count();
    let words = reading.tokens.len() - hanzi;
    let joins = |token: &Token| {
        token.small
            || token.denies && token.sort == Sort::Word
            || token.sort == Sort::Number
            || LEXICON.verbs.contains(&token.surface.as_str())
    };
    let short = hanzi == 0 && words <= TERM_WORDS;
    let joins = reading.tokens.iter().filter(|token| joins(token)).count();
    if !short && joins > 0 && (hanzi > 0 || joins * JOINED >= words) {
        return 0;
    }
    match (words, hanzi) {
        (_, 0) if words >= ROW => words,
        (0..=TERM_WORDS, 0..=TERM_HANZI) => 1,
        _ => 0,
    }
}

/// Whether a row of keywords is what the question asks for.
pub(super) fn asks_for_row(questions: &[Reading], models: &[Reading]) -> bool {
    let asks = |text: &Reading| {
        let words: Vec<&str> = text.tokens.iter().map(|token| token.surface.as_str()).collect();
        (0..words.len()).any(|at| LEXICON.naming.at(&words[at..]) > 0)
    };
    questions.iter().any(asks) || models.iter().any(is_row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_keywords_are_told_from_terse_answers() {
        let table = [
            ("SYN ACK SYN-ACK sequence", true),
            ("optimistic, pessimistic, version, deadlock, retry", true),
            ("optimistic pessimistic lock version FOR UPDATE deadlock retry conflict rare", true),
            ("乐观锁 悲观锁 版本号 死锁 重试", true),
            ("乐观锁、悲观锁、版本号、死锁、重试、FOR UPDATE", true),
            ("reference count, one thread, GIL, multiprocessing, I/O", true),
            ("client sends SYN, server replies SYN-ACK, client sends ACK", false),
            ("optimistic: version, retry; pessimistic: lock first, deadlock", false),
            ("redo log 做崩溃恢复，binlog 做复制。", false),
            ("乐观锁提交时比对版本号，冲突就重试；悲观锁先加锁", false),
            ("死锁、重试", false),
            ("先锁再改。别人等着。改完提交。再放锁。", false),
            ("读不加锁，写前比版本，变了重来，没变写入", false),
            ("authentication is identity, authorization is permissions", false),
        ];
        for (text, expected) in table {
            assert_eq!(is_row(&Reading::of(text)), expected, "{text}");
        }
    }

    #[test]
    fn copies_and_excuses_are_seen() {
        let question = [Reading::of("What is the difference between authentication and authorization?")];
        let copy = |text: &str| {
            let reply = Reading::of(text);
            is_copy(&reply, &copied(&reply, &question), &question, &[])
        };
        assert!(copy("What is the difference between authentication and authorization?"));
        assert!(copy("The difference between authentication and authorization is important"));
        assert!(!copy("The difference between authentication and authorization is that one proves identity first"));
        assert!(!copy("authentication proves identity"));
        let nothing = |text: &str| is_nothing(&Reading::of(text));
        assert!(nothing("I don't know, sorry") && nothing("不知道。") && nothing("No response."));
        assert!(!nothing("no response is sent until the buffer is flushed") && !nothing("无锁队列"));
    }
}
