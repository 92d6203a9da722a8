//! How fast replies are judged, the preparation of their key included: the bulk tool has a new key on every line.
//!
//! `cargo bench --bench judge`: prints figures, asserts none.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use quizbot::quiz::judge::{AnswerKey, compare};

/// How long each set is judged for.
const FOR: Duration = Duration::from_secs(2);

/// A question, what is right, and replies to it.
type Asked = (&'static str, &'static [&'static str], &'static [&'static str]);

const ASKED: &[Asked] = &[
    (
        "Two threads wait for each other's locks for ever. What is this called?",
        &["deadlock", "死锁"],
        &[
            "deadlock",
            "a deadlok",
            "I think it's a deadlock!",
            "livelock",
            "not deadlock",
            "deadlock or livelock",
            "死所",
        ],
    ),
    (
        "大量请求查询缓存和数据库中都不存在的 key，这种现象叫什么？",
        &["缓存穿透", "cache penetration"],
        &[
            "缓存穿透",
            "緩存穿透",
            "快取穿透",
            "应该是缓存穿透吧",
            "缓存击穿",
            "cache penetraton",
            "缓存雪崩或者缓存穿透",
        ],
    ),
    ("IPv4 地址有多少位？", &["32", "32位", "32 bits"], &["32", "三十二位", "32 bit", "64", "thirty-two", "3.2"]),
    ("What is the average complexity of quicksort?", &["O(n log n)"], &["n lg n", "O(n^2)", "O(n*log(n))", "O(log n)"]),
    (
        "who proposed the first accurate model of dna",
        &["Watson", "Crick"],
        &["James Watson", "It was proposed by Francis Crick", "Rosalind Franklin", "Watson and Crick", "no idea"],
    ),
];

fn main() {
    let keys: Vec<(&str, Vec<String>, &[&str])> = ASKED
        .iter()
        .map(|(question, accept, replies)| {
            (*question, accept.iter().map(|text| (*text).to_owned()).collect(), *replies)
        })
        .collect();
    short(&keys);
    longest(&keys);
}

fn judged(question: &str, accept: &[String], reply: &str) {
    let key = AnswerKey { question, accept, typos: true, ..AnswerKey::default() };
    black_box(compare(black_box(reply), &key));
}

/// Replies a second on one core.
fn short(keys: &[(&str, Vec<String>, &[&str])]) {
    judged("", &["死锁".to_owned()], "死鎖");
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < FOR {
        for (question, accept, replies) in keys {
            replies.iter().for_each(|reply| judged(question, accept, reply));
            count += u32::try_from(replies.len()).unwrap_or_default();
        }
    }
    println!("short answers: {:.0} a second", f64::from(count) / start.elapsed().as_secs_f64());
}

/// The longest replies, of the pieces that cost most.
fn longest(keys: &[(&str, Vec<String>, &[&str])]) {
    let mut slowest = (Duration::ZERO, "", 0);
    for length in [300, 1_200, 4_000] {
        for piece in ["deadlock ", "a, b and ", "我觉得", "吧", "not ", "1,000 ", "x.", "(", "因为 ", "三"] {
            let reply: String = piece.chars().cycle().take(length).collect();
            for (question, accept, _) in keys {
                let start = Instant::now();
                judged(question, accept, &reply);
                slowest = slowest.max((start.elapsed(), piece, length));
            }
        }
    }
    let (took, piece, length) = slowest;
    println!("the slowest long reply: {took:?}, {length} characters of {piece:?}");
}
