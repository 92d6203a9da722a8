//! The subjects that a question compares, as it names them.

use super::{
    lexicon::LEXICON,
    phrasing::capitals,
    tokens::{Reading, Sort, Token},
};

/// The longest name of a subject, in words and in Chinese characters.
const LONGEST_WORDS: usize = 4;
const LONGEST_HANZI: usize = 8;

/// For each thing of a list its names, each a row of tokens.
type Names = Vec<Vec<Vec<String>>>;

/// The lists of things that a question compares, joined by "and" and the like.
pub(super) fn listed(question: &str) -> Vec<Names> {
    // what is said in code begins a name: "the start methods `fork` and `spawn`"
    let question = question.replace('、', " 和 ").replacen('`', " 的 ", 1);
    let sentences = Reading::of_listing(&question, &capitals(&question)).into_iter();
    sentences.filter(compares).flat_map(|sentence| lists(&sentence)).collect()
}

/// Whether something is compared here.
fn compares(reading: &Reading) -> bool {
    let words: Vec<&str> = reading.tokens.iter().map(|token| token.surface.as_str()).collect();
    // "explain X, Y and Z", not "explain how" or "explain the"
    let tells = words.first() == Some(&"explain") && reading.tokens.get(1).is_some_and(Token::is_content);
    tells || (0..words.len()).any(|at| LEXICON.comparing.at(&words[at..]) > 0)
}

fn lists(reading: &Reading) -> Vec<Names> {
    let lexicon = &*LEXICON;
    let words: Vec<&str> = reading.tokens.iter().map(|token| token.surface.as_str()).collect();
    let (mut lists, mut list, mut item) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    let mut joined = false;
    while at <= words.len() {
        let rest = &words[at..];
        let join = if rest.first() == Some(&",") { 1 } else { lexicon.joins.at(rest) };
        let asking = lexicon.asking.at(rest);
        if join > 0 && join >= asking {
            if !item.is_empty() {
                list.push(std::mem::take(&mut item));
            }
            joined = true;
            at += join;
            continue;
        }
        let token = reading.tokens.get(at);
        let article = rest.first().is_some_and(|word| matches!(*word, "a" | "an" | "the")) && item.is_empty();
        let stops = token.is_none_or(|token| asking > 0 || token.small && token.sort == Sort::Word || is_stop(token));
        if article {
            at += 1;
        } else if stops {
            if joined && !item.is_empty() {
                list.push(std::mem::take(&mut item));
                lists.push(std::mem::take(&mut list));
            }
            item.clear();
            list.clear();
            joined = false;
            at += asking.max(1);
        } else {
            item.extend(token.cloned());
            joined &= !list.is_empty();
            at += 1;
        }
    }
    lists.retain(|list| list.len() >= 2 && list.iter().all(|item| fits(item)));
    lists.iter().map(|list| distinct(list)).collect()
}

/// Chinese characters that end a name.
fn is_stop(token: &Token) -> bool {
    matches!(token.surface.as_str(), "的" | "是" | "在" | "有" | "里" | "中" | "把" | "会" | "能" | "." | "?")
}

fn fits(name: &[Token]) -> bool {
    let hanzi = name.iter().filter(|token| token.sort == Sort::Hanzi).count();
    hanzi <= LONGEST_HANZI && name.len() - hanzi <= LONGEST_WORDS
}

/// What tells the names of a list apart: without the words that all have, the first word that says something, or, in
/// Chinese, each ("JWT 这类签名 token"); Chinese without a common ending, as far as two characters stay.
fn distinct(list: &[Vec<Token>]) -> Names {
    let common = |token: &Token| list.iter().all(|name| name.iter().any(|other| other.text == token.text));
    let names_of = |name: &Vec<Token>| -> Vec<Vec<String>> {
        let is_word = |token: &&Token| token.sort != Sort::Hanzi && !common(token);
        let words: Vec<String> = name.iter().filter(is_word).map(|token| token.text.clone()).collect();
        let hanzi = name.iter().filter(|token| token.sort == Sort::Hanzi).map(|token| token.text.clone());
        let mut hanzi: Vec<String> = hanzi.collect();
        if words.is_empty() {
            hanzi.truncate(hanzi.len().saturating_sub(endings(list)).max(2));
            vec![hanzi]
        } else if hanzi.is_empty() {
            let length = if words[0].len() < 2 { 2 } else { 1 };
            vec![words.into_iter().take(length).collect()]
        } else {
            words.into_iter().map(|word| vec![word]).collect()
        }
    };
    let mut names: Names = Vec::new();
    for name in list.iter().map(names_of) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() >= 2 && names.iter().flatten().all(|name| !name.is_empty()) { names } else { Vec::new() }
}

/// How many characters all names end with.
fn endings(list: &[Vec<Token>]) -> usize {
    let Some(first) = list.first() else { return 0 };
    let shared = |back: usize| {
        let of = |name: &Vec<Token>| name.len().checked_sub(back).map(|at| name[at].text.clone());
        of(first).is_some() && list.iter().all(|name| of(name) == of(first))
    };
    (1..=first.len()).take_while(|back| shared(*back)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subjects_of_a_question_are_found() {
        let table: [(&str, &[&str]); 13] = [
            ("Compare GET and POST: meaning, data and security", &["get", "post"]),
            ("Compare the start methods `fork`, `spawn` and `forkserver`", &["fork", "spawn", "forkserv"]),
            ("Tell WSGI, uwsgi and uWSGI apart", &["wsgi", "uwsgi"]),
            ("说明请求如何分配、故障如何发现", &[]),
            ("比较服务端 session（Cookie 里放标识符）和 JWT 这类签名 token", &["session", "jwt"]),
            ("What is the difference between authentication and authorization?", &["authentic", "authoriz"]),
            ("Compare optimistic and pessimistic locking: cost, and when to use it", &["optimist", "pessimist"]),
            ("Compare process, thread and coroutine", &["process", "thread", "coroutin"]),
            ("MySQL 的 redo log 和 binlog 有什么区别？", &["redo", "binlog"]),
            ("比较乐观锁和悲观锁", &["乐观", "悲观"]),
            ("比较进程、线程和协程：由谁调度", &["进程", "线程", "协程"]),
            ("How does TCP differ from UDP?", &["tcp", "udp"]),
            ("什么是缓存雪崩，怎么解决？", &[]),
        ];
        for (question, expected) in table {
            let found: Vec<Vec<String>> =
                listed(question).into_iter().map(|list| list.iter().map(|names| names[0].concat()).collect()).collect();
            let expected: Vec<String> = expected.iter().map(|name| (*name).to_owned()).collect();
            assert!(found.contains(&expected) || expected.is_empty() && found.is_empty(), "{question}: {found:?}");
        }
    }
}
