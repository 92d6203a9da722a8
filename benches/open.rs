//! How fast explanations are graded, by points and by a model answer, and the longest reply there may be.
//!
//! `cargo bench --bench open`: prints figures, asserts none.

use std::{hint::black_box, time::Instant};

use quizbot::quiz::{
    judge::open::{LONGEST_CHARACTERS, OpenKey, grade},
    question::{Point, Text, Trap},
};

const ROUNDS: u32 = 5_000;
const LONG_ROUNDS: u32 = 50;

const QUESTION: [&str; 2] = [
    "Compare optimistic and pessimistic locking: how each works and when to choose it.",
    "比较乐观锁和悲观锁：怎么做，什么时候用。",
];
const MODELS: [&str; 2] = [
    "Pessimistic locking locks first, with SELECT … FOR UPDATE; others wait, and deadlocks are possible. Optimistic \
     locking takes no lock beforehand and checks a version when it writes; no affected row means a conflict, and one \
     retries. Choose optimistic for rare conflicts, pessimistic for frequent ones.",
    "悲观锁先加锁再操作，用 SELECT … FOR UPDATE，别人要等待，还可能死锁。乐观锁事先不加锁，写入时比对版本号，受影响行数为 0 就是冲突，需要重试。冲突少用乐观锁，冲突频繁用悲观锁。",
];
const REPLIES: [&str; 4] = [
    "Optimistic checks the version on write and retries on conflict, pessimistic locks the row before the update.",
    "乐观锁提交时比对版本号，冲突就重试；悲观锁先加锁，其他事务要等待，可能死锁。",
    "I think pessimistic is better because it's safer, but others have to wait",
    "都是锁",
];

fn main() {
    let any = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let point = |texts: &[&str]| Point { say: Text::default(), any: any(texts), weight: 1.0 };
    let points = [
        point(&["pessimistic locking locks first", "locks the row before", "FOR UPDATE", "悲观锁先加锁"]),
        point(&["checks the version", "version number", "比对版本号", "提交时检查"]),
        point(&["deadlock", "others wait", "retry", "死锁", "等待", "重试"]),
        point(&["optimistic for rare conflicts", "pessimistic for frequent conflicts", "冲突少用乐观锁"]),
    ];
    let traps =
        [Trap { any: any(&["optimistic locking locks the row first", "乐观锁先加锁"]), say: Text::default() }];
    let by_points = OpenKey { question: &QUESTION, points: &points, traps: &traps, references: &MODELS };
    let by_model = OpenKey { points: &[], traps: &[], ..by_points };
    // numbered, since a reply that only repeats itself is soon done with
    let numbered = (0..LONGEST_CHARACTERS / 8).map(|at| format!("{at} {} w{at}, ", REPLIES[at % REPLIES.len()]));
    let long: String =
        numbered.flat_map(|part| part.chars().collect::<Vec<char>>()).take(LONGEST_CHARACTERS / 2).collect();
    let long_model: String = MODELS.concat().chars().cycle().take(LONGEST_CHARACTERS / 4).collect();
    let long_key = OpenKey { references: &[&long_model], ..by_model };
    for (name, key) in [("by points", &by_points), ("by a model answer", &by_model)] {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            for reply in REPLIES {
                black_box(grade(black_box(reply), key));
            }
        }
        let each = start.elapsed() / (ROUNDS * 4);
        println!("{name}: {each:?} a reply, {:.0} a second", 1.0 / each.as_secs_f64());
    }
    for (name, key) in [("by points", &by_points), ("by a long model answer", &long_key)] {
        let start = Instant::now();
        for _ in 0..LONG_ROUNDS {
            black_box(grade(black_box(&long), key));
        }
        println!("{} characters, {name}: {:?}", LONGEST_CHARACTERS / 2, start.elapsed() / LONG_ROUNDS);
    }
}
