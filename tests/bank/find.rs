//! Which topic is meant by what somebody types.

use quizbot::bank::{Bank, Scope};

use super::{bank_of, told, topic, truth};

/// A bank of eight topics with one question each.
fn eight_topics() -> Bank {
    let names = [
        ("database/locking", "Optimistic and pessimistic locking", "乐观锁与悲观锁"),
        ("database/index", "Indexes", "索引"),
        ("http/caching", "HTTP caching", "HTTP 缓存"),
        ("http/rest-api", "REST", "REST 接口"),
        ("network/tcp-ip", "TCP/IP", "TCP/IP 协议"),
        ("network/caching", "Caches of name servers", "域名缓存"),
        ("python/pep8", "PEP 8 style guide", "PEP8规范"),
        ("testing", "Testing", "测试"),
    ];
    let files: Vec<(String, String)> = names
        .iter()
        .map(|(slug, en, zh)| (format!("{slug}.toml"), topic(en, zh, &truth("one", &format!("Is it {slug}?")))))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (bank, problems) = bank_of(&files);
    assert_eq!(told(&problems), "");
    bank
}

#[test]
fn topics_are_found_by_what_is_typed() {
    let bank = eight_topics();
    let found = [
        ("", ""),
        (" \u{3000} ", ""),
        ("/", ""),
        ("database/locking", "database/locking"),
        (" Database / LOCKING ", "database/locking"),
        ("ｄａｔａｂａｓｅ／ｌｏｃｋｉｎｇ", "database/locking"),
        ("database\\locking", "database/locking"),
        ("/database/", "database"),
        ("http", "http"),
        ("locking", "database/locking"),
        ("Optimistic  and PESSIMISTIC locking", "database/locking"),
        ("乐观锁与悲观锁", "database/locking"),
        ("乐观锁 与 悲观锁", "database/locking"),
        ("樂觀鎖與悲觀鎖", "database/locking"),
        ("ＨＴＴＰ缓存", "http/caching"),
        ("rest api", "http/rest-api"),
        ("rest_api", "http/rest-api"),
        ("restapi", "http/rest-api"),
        ("rest", "http/rest-api"),
        ("tcp/ip", "network/tcp-ip"),
        ("pep 8", "python/pep8"),
        ("pep8规范", "python/pep8"),
        ("TESTING", "testing"),
        ("testing", "testing"),
    ];
    for (asked, slug) in found {
        assert_eq!(bank.find(asked), Ok(Scope::from_slug(slug)), "{asked:?}");
    }
}

#[test]
fn the_nearest_topics_are_offered() {
    let bank = eight_topics();
    let long = "locking ".repeat(500);
    let offered: [(&str, &[&str]); 12] = [
        ("caching", &["http/caching", "network/caching"]),
        ("lockin", &["database/locking"]),
        ("database/lokcing", &["database/locking", "database/index"]),
        ("databse", &["database/index", "database/locking"]),
        ("乐观锁", &["database/locking"]),
        ("缓存", &["network/caching", "http/caching"]),
        ("pessimistic", &["database/locking"]),
        ("database/transactions", &["database/index", "database/locking"]),
        ("zebra", &[]),
        ("a", &[]),
        ("@everyone <b>", &[]),
        (&long, &[]),
    ];
    for (asked, slugs) in offered {
        let topics = bank.find(asked).expect_err("no topic is meant");
        let offered: Vec<_> = topics.iter().map(|topic| topic.slug.as_str()).collect();
        assert_eq!(offered, slugs, "{:?}", asked.chars().take(30).collect::<String>());
    }
    assert_eq!(Bank::default().find("locking"), Err(Vec::new()));
}
