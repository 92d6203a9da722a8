//! What the bank that ships holds: all of the curriculum, enough of each kind, nothing that gives answers away.

use std::collections::{BTreeMap, BTreeSet};

use quizbot::{
    bank::Bank,
    quiz::{
        Language,
        question::{Choice, Kind, Question, Text},
    },
};

/// The topics of the curriculum: one for each of its 62 headings.
const TOPICS: [&str; 62] = [
    "concurrency/blocking",
    "concurrency/concurrency-vs-parallelism",
    "concurrency/coroutine",
    "concurrency/io-multiplexing",
    "concurrency/process",
    "concurrency/sync-async",
    "concurrency/thread",
    "database/acid",
    "database/constraints",
    "database/isolation",
    "database/locking",
    "database/sql-vs-nosql",
    "linux",
    "linux/distros",
    "linux/shell",
    "messaging/kafka",
    "messaging/rabbitmq",
    "mongodb/use-cases",
    "mongodb/vs-mysql",
    "mysql/backup",
    "mysql/engines",
    "mysql/gap-locks",
    "mysql/indexes",
    "mysql/mvcc",
    "mysql/use-cases",
    "mysql/versions",
    "network/http-vs-https",
    "network/socket",
    "network/sticky-packets",
    "network/tcp-handshake",
    "network/tcp-states",
    "network/tcp-vs-udp",
    "ops/load-balancing",
    "ops/nginx",
    "ops/proxies",
    "python/gil",
    "python/gil-vs-mutex",
    "python/gil-workarounds",
    "python/history",
    "python/legb",
    "python/memory",
    "python/mutability",
    "python/pep8",
    "python/python3",
    "python/python3/changes",
    "python/python3/features",
    "python/regex",
    "redis/persistence",
    "redis/storage",
    "redis/types",
    "redis/use-cases",
    "redis/zset",
    "security/syn-flood",
    "web",
    "web/django",
    "web/flask",
    "web/frameworks",
    "web/get-vs-post",
    "web/request-flow",
    "web/rest",
    "web/rpc",
    "web/wsgi-uwsgi",
];

/// At least this many questions of each kind.
const KINDS: [(&str, usize); 7] =
    [("single", 100), ("multiple", 40), ("truth", 50), ("number", 40), ("text", 70), ("order", 25), ("open", 40)];

/// The shares of the difficulties 1 to 5 in the curriculum, in percent, and how far off they may be.
const DIFFICULTIES: [f64; 5] = [12.2, 45.9, 29.3, 8.5, 4.1];
const DIFFICULTY_SLACK: f64 = 8.0;

fn questions() -> Vec<Question> {
    Bank::built_in().0.entries().iter().map(|entry| entry.question.clone()).collect()
}

fn texts(text: &Text) -> [&str; 2] {
    Language::ALL.map(|language| if text.speaks(language) { text.get(language) } else { "" })
}

#[test]
fn every_heading_has_its_topic_and_every_kind_its_share() {
    let questions = questions();
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut kinds, mut difficulties): (BTreeMap<&str, usize>, _) = (BTreeMap::new(), [0_usize; 5]);
    for question in &questions {
        *topics.entry(&question.topic).or_default() += 1;
        *kinds.entry(question.kind.name()).or_default() += 1;
        difficulties[usize::from(question.difficulty) - 1] += 1;
    }
    assert!(questions.len() >= 450, "{} questions", questions.len());
    assert_eq!(topics.keys().copied().collect::<BTreeSet<_>>(), TOPICS.into_iter().collect());
    assert!(topics.values().all(|count| *count >= 4), "{topics:?}");
    for (kind, least) in KINDS {
        assert!(kinds[kind] >= least, "{kind}: {}", kinds[kind]);
    }
    for (difficulty, expected) in DIFFICULTIES.iter().enumerate() {
        let share = difficulties[difficulty] as f64 * 100.0 / questions.len() as f64;
        assert!((share - expected).abs() <= DIFFICULTY_SLACK, "difficulty {}: {share:.1} %", difficulty + 1);
    }
    let with_code = questions.iter().filter(|question| texts(&question.prompt).iter().any(|text| text.contains("```")));
    assert!(with_code.count() >= 30);
}

#[test]
fn every_question_is_whole() {
    let mut wrong = Vec::new();
    for question in questions() {
        let id = &question.id;
        let explanation = question.explanation.clone().unwrap_or_default();
        for (text, prompt) in texts(&explanation).into_iter().zip(texts(&question.prompt)) {
            if text.is_empty() || prompt.is_empty() {
                wrong.push(format!("{id}: not in both languages"));
            }
            if text.matches(['.', '!', '?', '。', '！', '？', '…', ';', '；']).count() < 2 {
                wrong.push(format!("{id}: explained in a single sentence: {text}"));
            }
        }
        if question.sources.is_empty() {
            wrong.push(format!("{id}: no source"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Whether the right option is longer than every other, in this language.
fn right_is_longest(options: &[Choice], language: Language) -> bool {
    let chars = |option: &Choice| option.text.get(language).chars().count();
    let right = options.iter().filter(|option| option.right).map(chars).max().unwrap_or(0);
    options.iter().filter(|option| !option.right).all(|option| chars(option) < right)
}

#[test]
fn the_right_option_is_not_the_longest_more_often_than_chance_has_it() {
    for language in Language::ALL {
        let (mut longest, mut by_chance, mut variance) = (0.0, 0.0, 0.0);
        for question in questions() {
            let Kind::Single { options } = &question.kind else { continue };
            let chance = 1.0 / options.len() as f64;
            longest += f64::from(u8::from(right_is_longest(options, language)));
            by_chance += chance;
            variance += chance * (1.0 - chance);
        }
        // two standard deviations: more is no chance
        assert!(
            longest <= by_chance + 2.0 * f64::sqrt(variance),
            "{language:?}: {longest} of {by_chance:.0} by chance"
        );
    }
}

#[test]
fn statements_are_true_as_often_as_false() {
    let keys: Vec<bool> = questions()
        .iter()
        .filter_map(|question| if let Kind::Truth { answer } = question.kind { Some(answer) } else { None })
        .collect();
    let share = keys.iter().filter(|key| **key).count() as f64 / keys.len() as f64;
    assert!((0.3..=0.7).contains(&share), "{share:.2} of {} are true", keys.len());
}

#[test]
fn explanations_have_points_in_both_languages() {
    let is_chinese = |phrase: &&String| phrase.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut wrong = Vec::new();
    for question in questions() {
        let Kind::Open { model, points, traps } = &question.kind else { continue };
        let id = &question.id;
        if !(3..=5).contains(&points.len()) || traps.is_empty() {
            wrong.push(format!("{id}: {} points and {} traps", points.len(), traps.len()));
        }
        if texts(model).contains(&"") {
            wrong.push(format!("{id}: no model answer in both languages"));
        }
        for point in points {
            let chinese = point.any.iter().filter(is_chinese).count();
            let english = point.any.len() - chinese;
            if chinese < 4 || english < 4 {
                wrong.push(format!("{id}: {english} and {chinese} phrasings of {:?}", point.say.en));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
