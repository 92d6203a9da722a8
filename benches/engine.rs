//! How fast the engine grades, beside the same rows written by bare SQLite, and how fast a big group's board is read.
//!
//! `cargo bench --bench engine`: prints figures and ratios, asserts none.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use quizbot::{
    bank::Bank,
    clock::{Clock, loaded_dice},
    engine::{
        Engine, Settings,
        event::{ChatRef, Event, Handle, Language, Place, Platform, Press, Role, RoundId, Sender, SpaceRef, What},
    },
    quiz::{OutboxId, PostId},
    store::Store,
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::Notify;

const START_MS: i64 = 1_772_323_200_000;
const PEOPLE: usize = 1_000;
const ROUNDS: usize = 20;
const BATCH: usize = 256;
const SINGLY: usize = 1_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        grading().await;
        for members in [10_000, 100_000, 1_000_000] {
            board(members, 1_000_000).await;
        }
    });
}

struct Bench {
    engine: Engine,
    store: Store,
    _folder: tempfile::TempDir,
    url: String,
}

async fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("bench.db").display());
    let store = Store::open(&url).await.expect("a database");
    let settings =
        Settings { language: Language::En, zone: chrono_tz::Tz::UTC, quiz_seconds: 3_600, catch_up_hours: 6 };
    let bank = bank(folder.path());
    let clock = Clock::manual(START_MS);
    let engine = Engine::new(store.clone(), bank, clock, loaded_dice(1), settings, Arc::new(Notify::new()));
    Bench { engine, store, _folder: folder, url }
}

/// One topic with as many questions as there are rounds.
fn bank(folder: &std::path::Path) -> Arc<Bank> {
    let mut topic = String::from("name = { en = \"Bench\", zh = \"测速\" }\n");
    for at in 0..ROUNDS {
        let options =
            r#"[{ en = "this", zh = "甲", right = true }, { en = "that", zh = "乙" }, { en = "those", zh = "丙" }]"#;
        let prompt = format!("{{ en = \"Which of them is right in {at}?\", zh = \"{at} 里哪个对？\" }}");
        topic += &format!(
            "[[question]]\nid = \"q{at}\"\nkind = \"single\"\ndifficulty = 2\nprompt = {prompt}\noptions = {options}\n"
        );
    }
    let folder = folder.join("questions");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("bench.toml"), topic).expect("a file");
    let (bank, _) = Bank::from_dir(&folder).expect("a bank");
    assert_eq!(bank.entries().len(), ROUNDS, "a question for every round");
    Arc::new(bank)
}

fn event(key: String, chat: usize, person: usize, what: What) -> Event {
    let platform = Platform::new("telegram");
    let address = format!("-{chat}");
    Event {
        at_ms: Some(START_MS + 1_000),
        place: Some(Place {
            space: SpaceRef { platform: platform.clone(), id: address.clone() },
            chat: ChatRef { platform, chat: address, thread: String::new() },
            private: false,
            title: String::new(),
        }),
        from: Some(Sender {
            account: person.to_string(),
            name: format!("person {person}"),
            locale: None,
            role: Role::Member,
            impersonal: false,
        }),
        handle: Some(Handle { id: key.clone(), awaited: true }),
        message: None,
        key,
        what,
    }
}

/// Asks a question in every chat and says that each was posted.
async fn ask(bench: &mut Bench) -> Vec<RoundId> {
    let command = What::Command { name: "quiz".to_owned(), args: String::new() };
    let asked: Vec<Event> = (1..=ROUNDS).map(|chat| event(format!("ask:{chat}"), chat, 0, command.clone())).collect();
    bench.engine.handle(&asked).await.expect("asked");
    let posts: Vec<(i64, i64, i64, String)> = sqlx::query_as(
        "select o.id, p.id, p.round_id, c.address from outbox o join posts p on p.id = o.post_id
         join chats c on c.id = o.chat_id where p.kind = 'question' order by c.id",
    )
    .fetch_all(bench.store.readers())
    .await
    .expect("posts");
    let posted: Vec<Event> = posts
        .iter()
        .map(|(outbox, post, _, address)| Event {
            key: format!("post:{outbox}:1"),
            at_ms: Some(START_MS),
            place: None,
            from: None,
            handle: None,
            message: None,
            what: What::Posted {
                outbox: OutboxId(*outbox),
                post: PostId(*post),
                chat: ChatRef { platform: Platform::new("telegram"), chat: address.clone(), thread: String::new() },
                messages: vec![format!("{post}")],
            },
        })
        .collect();
    bench.engine.handle(&posted).await.expect("posted");
    posts.into_iter().map(|(_, _, round, _)| RoundId(round)).collect()
}

fn presses(rounds: &[RoundId], from_round: usize) -> Vec<Event> {
    let mut presses = Vec::new();
    for person in 1..=PEOPLE {
        for (at, round) in rounds.iter().enumerate().skip(from_round) {
            let press = What::Press { round: *round, press: Press::Pick(person % 3) };
            presses.push(event(format!("press:{person}:{at}"), at + 1, person, press));
        }
    }
    presses
}

async fn grading() {
    let mut bench = bench().await;
    let rounds = ask(&mut bench).await;
    // Everybody is known before the clock runs: the first round brings them in.
    let known = presses(&rounds[..1], 0);
    for batch in known.chunks(BATCH) {
        bench.engine.handle(batch).await.expect("graded");
    }
    let presses = presses(&rounds, 1);
    let (alone, backlog) = presses.split_at(SINGLY);
    let singly = timed(async {
        for press in alone {
            bench.engine.handle(std::slice::from_ref(press)).await.expect("graded");
        }
    })
    .await;
    let graded = timed(async {
        for batch in backlog.chunks(BATCH) {
            bench.engine.handle(batch).await.expect("graded");
        }
    })
    .await;
    let bare = bare(&bench, backlog.len()).await;
    let per_second = |count: usize, took: Duration| count as f64 / took.as_secs_f64();
    println!("engine, backlog of {}: {:.0} answers/s", backlog.len(), per_second(backlog.len(), graded));
    println!("bare SQLite, the same rows: {:.0} answers/s", per_second(backlog.len(), bare));
    println!("ratio engine / bare: {:.2}", bare.as_secs_f64() / graded.as_secs_f64());
    println!("engine, one by one: {:.0} answers/s", per_second(SINGLY, singly));
}

async fn timed(work: impl Future<Output = ()>) -> Duration {
    let start = Instant::now();
    work.await;
    start.elapsed()
}

/// The rows that the engine wrote for these answers, written into an empty database of the same shape: one statement a
/// table and batch, one durable transaction a batch.
async fn bare(bench: &Bench, answers: usize) -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bare.db");
    let store = Store::open(&format!("sqlite://{}", path.display())).await.expect("a database");
    store.close().await;
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
        .foreign_keys(false);
    let mut bare = SqliteConnection::connect_with(&options).await.expect("a connection");
    let from = bench.url.trim_start_matches("sqlite://").to_owned();
    sqlx::query("attach $1 as source").bind(from).execute(&mut bare).await.expect("attached");
    let batches = answers.div_ceil(BATCH);
    let first: i64 =
        sqlx::query_scalar("select max(id) from source.answers").fetch_one(&mut bare).await.expect("a count");
    let first = first - answers as i64;
    // The source is read into memory before the clock runs.
    for statement in [
        "create temp table a as select * from source.answers",
        "create temp table j as select * from source.judgements",
        "create temp table s as select * from source.scores",
        "create temp table t as select s.answer_id, t.group_id, t.period, t.player_id, s.points, s.at_ms
         from source.rounds r join source.scores s on s.round_id = r.id
         join source.standings t on t.group_id = r.group_id and t.player_id = s.player_id order by s.answer_id",
        "create index temp.t_answer on t (answer_id)",
        "create temp table o as select * from source.outbox where kind = 'whisper'",
        "create temp table k as select * from source.seen where key like 'press:%'",
        "create index temp.s_answer on s (answer_id)",
    ] {
        sqlx::query(statement).execute(&mut bare).await.expect(statement);
    }
    timed(async {
        for batch in 0..batches {
            let (low, high) = (first + (batch * BATCH) as i64, first + ((batch + 1) * BATCH) as i64);
            let mut tx = bare.begin().await.expect("a transaction");
            for statement in BARE {
                sqlx::query(*statement).bind(low).bind(high).execute(&mut *tx).await.expect(statement);
            }
            tx.commit().await.expect("a commit");
        }
    })
    .await
}

/// Each writes the rows of the answers above `$1` up to `$2`; standings are four upserts an answer, as in the engine.
const BARE: &[&str] = &[
    "insert into main.seen select * from temp.k where rowid > $1 and rowid <= $2 on conflict do nothing",
    "insert into main.answers select * from temp.a where rowid > $1 and rowid <= $2",
    "insert into main.judgements select * from temp.j where rowid > $1 and rowid <= $2",
    "insert into main.scores select * from temp.s where answer_id > $1 and answer_id <= $2",
    "insert into main.standings (group_id, period, player_id, points, reached_at_ms)
     select group_id, period, player_id, points, at_ms from temp.t where answer_id > $1 and answer_id <= $2
     on conflict (group_id, period, player_id) do update set points = standings.points + excluded.points,
         reached_at_ms = excluded.reached_at_ms",
    "insert into main.outbox select * from temp.o where rowid > $1 and rowid <= $2",
];

/// A group with this many members and answers: how long `/top` takes, from the event to the commit.
async fn board(members: i64, answers: i64) {
    let mut bench = bench().await;
    let hello = event("hello".to_owned(), 1, 1, What::Command { name: "top".to_owned(), args: String::new() });
    bench.engine.handle(&[hello]).await.expect("greeted");
    fill(&bench, members, answers).await;
    let mut took = Vec::new();
    for at in 0..101 {
        // Askers from the whole breadth of the board: the rank of the last takes the longest.
        let asker = 1 + (members as usize - 1) * at / 100;
        let command = What::Command { name: "top".to_owned(), args: String::new() };
        let top = event(format!("top:{at}"), 1, asker, command);
        took.push(timed(async { bench.engine.handle(&[top]).await.expect("a board") }).await);
    }
    took.sort_unstable();
    let ms = |at: usize| took[at].as_secs_f64() * 1000.0;
    println!("/top, {members} members, {answers} answers: median {:.2} ms, slowest {:.2} ms", ms(50), ms(100));
}

async fn fill(bench: &Bench, members: i64, answers: i64) {
    let mut tx = bench.store.write().await.expect("a transaction");
    let statements = [
        "with recursive n(i) as (select 2 union all select i + 1 from n where i < $1)
         insert into players (id, created_at_ms) select i, 0 from n where $2 > 0",
        "with recursive n(i) as (select 2 union all select i + 1 from n where i < $1)
         insert into accounts (id, player_id, platform, address, name, created_at_ms)
         select i, i, 'telegram', cast(i as text), 'person ' || i, 0 from n where $2 > 0",
        "insert into questions values ('h', 'bench/q0', 'bench', '{}')",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < max($2 / $1, 1) + 1)
         insert into rounds (id, group_id, mode, day, private, language, topic, question, question_hash, option_order,
             state, asked_at_ms)
         select i, 1, 'quiz', '2026-03-01', 0, 'en', 'bench', 'bench/q0', 'h', '[0]', 'closed', i from n",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < $2)
         insert into answers (id, round_id, account_id, attempt, said, picks, hinted, at_ms)
         select i, (i - 1) / $1 + 1, (i - 1) % $1 + 1, 1, 'a', '[0]', 0, i from n",
        "insert into judgements (answer_id, seq, verdict, credit, points, bonus, judge, at_ms)
         select id, 1, 'right', 1, id * 7919 % 50, 0, 'engine', at_ms from answers where $1 + $2 > 0",
        "insert into scores (round_id, player_id, answer_id, seq, verdict, points, at_ms)
         select a.round_id, a.account_id, a.id, 1, 'right', j.points, a.at_ms from answers a
         join judgements j on j.answer_id = a.id where $1 + $2 > 0",
        "insert into standings (group_id, period, player_id, points, reached_at_ms)
         select 1, 'all', player_id, sum(points), max(at_ms) from scores where $1 + $2 > 0 group by player_id",
        "insert into point_counts (group_id, period, points, players)
         select group_id, period, points, count(*) from standings where $1 + $2 > 0 group by group_id, period, points",
    ];
    for statement in statements {
        let query = sqlx::query(statement);
        let query = if statement.contains("$1") { query.bind(members).bind(answers) } else { query };
        query.execute(&mut *tx).await.expect(statement);
    }
    tx.commit().await.expect("a commit");
}
