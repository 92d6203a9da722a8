//! The configuration: what it takes, what it refuses and how it says so, and that no token is ever shown.

use std::{collections::BTreeSet, ffi::OsString, fs, path::Path};

use quizbot::config::{
    Account, Config, Reading,
    log::{Format, Secrets},
};
use secrecy::ExposeSecret;

const TELEGRAM: &str = "123456789:AAtelegramSecret_x-y";
const DISCORD: &str = "MTAwMDAwMDAwMDAwMDAwMDAw.GabcdE.discordSecret_x-y";

fn read(text: &str, variables: &[(&str, &str)]) -> Reading {
    Reading::of(Some(("config.toml", text)), variables.iter().map(|(name, value)| (name.into(), value.into())))
}

fn config(text: &str, variables: &[(&str, &str)]) -> Config {
    let reading = read(text, variables);
    assert_eq!(problems(&reading), Vec::<String>::new(), "{text} {variables:?}");
    reading.config
}

fn problems(reading: &Reading) -> Vec<String> {
    reading.problems.iter().map(ToString::to_string).collect()
}

fn token(account: &Account) -> Option<&str> {
    account.token.as_ref().map(ExposeSecret::expose_secret)
}

#[test]
fn the_example_is_complete_and_at_its_defaults() {
    let text = include_str!("../config.example.toml");
    let reading = read(text, &[]);
    assert_eq!(problems(&reading), Vec::<String>::new());
    let bare = Reading::of(None, []);
    assert_eq!(format!("{:?}", reading.config), format!("{:?}", bare.config));
    let example: toml::Table = text.parse().expect("the example is TOML");
    let mut shown = BTreeSet::new();
    for (table, keys) in &example {
        shown.extend(keys.as_table().expect("a table").keys().map(|key| format!("{table}.{key}")));
    }
    assert_eq!(shown, bare.keys.iter().cloned().collect());
}

#[test]
fn every_key_of_the_example_has_a_comment_in_both_languages() {
    let mut comment = String::new();
    for line in include_str!("../config.example.toml").lines() {
        if let Some(part) = line.strip_prefix('#') {
            comment.push_str(part);
            continue;
        }
        if line.contains(" = ") {
            let english = comment.split_whitespace().filter(|word| word.is_ascii()).count();
            let chinese = comment.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(english >= 4 && chinese, "{line}: {comment}");
        }
        comment.clear();
    }
}

#[test]
fn the_defaults_are_those_of_the_manual() {
    let config = Reading::of(None, []).config;
    assert_eq!(config.database.url, "sqlite://quizbot.db");
    assert_eq!(config.bank.dir, None);
    assert!(config.telegram.token.is_none() && config.discord.token.is_none());
    assert!(config.telegram.api_url.is_none() && config.discord.api_url.is_none());
    assert_eq!((config.defaults.language.code(), config.defaults.time_zone.name()), ("en", "UTC"));
    assert_eq!((config.quiz.seconds, config.daily.catch_up_hours), (60, 6));
    assert_eq!((config.log.filter.as_str(), config.log.format), ("info", Format::Text));
}

#[test]
fn every_key_can_be_set_from_the_environment_which_wins() {
    let file = "[quiz]\nseconds = 30\n[defaults]\nlanguage = 'en'\n[telegram]\ntoken_file = '/nowhere'\n";
    let config = config(
        file,
        &[
            ("QUIZBOT_DATABASE_URL", "sqlite://other.db"),
            ("QUIZBOT_BANK_DIR", "bank"),
            ("QUIZBOT_TELEGRAM_TOKEN", &format!(" {TELEGRAM}\n")),
            ("QUIZBOT_TELEGRAM_API_URL", "http://127.0.0.1:8081/"),
            ("QUIZBOT_DISCORD_TOKEN", DISCORD),
            ("QUIZBOT_DISCORD_API_URL", ""),
            ("QUIZBOT_DEFAULTS_LANGUAGE", "zh"),
            ("QUIZBOT_DEFAULTS_TIME_ZONE", "asia/shanghai"),
            ("QUIZBOT_QUIZ_SECONDS", "3600"),
            ("QUIZBOT_DAILY_CATCH_UP_HOURS", "0"),
            ("QUIZBOT_LOG", "warn,quizbot=debug"),
            ("QUIZBOT_LOG_FILTER", ""),
            ("QUIZBOT_LOG_FORMAT", "json"),
            ("PATH", "/bin"),
        ],
    );
    assert_eq!(config.database.url, "sqlite://other.db");
    assert_eq!(config.bank.dir.as_deref(), Some(Path::new("bank")));
    assert_eq!((token(&config.telegram), token(&config.discord)), (Some(TELEGRAM), Some(DISCORD)));
    assert_eq!(config.telegram.api_url.as_deref(), Some("http://127.0.0.1:8081"));
    assert_eq!(config.discord.api_url, None);
    assert_eq!((config.defaults.language.code(), config.defaults.time_zone.name()), ("zh", "Asia/Shanghai"));
    assert_eq!((config.quiz.seconds, config.daily.catch_up_hours), (3600, 0));
    assert_eq!((config.log.filter.as_str(), config.log.format), ("warn,quizbot=debug", Format::Json));
}

#[test]
fn an_empty_variable_is_unset() {
    let config = config("[quiz]\nseconds = 30\n", &[("QUIZBOT_QUIZ_SECONDS", ""), ("QUIZBOT_TELEGRAM_TOKEN", "  ")]);
    assert_eq!(config.quiz.seconds, 30);
    assert!(config.telegram.token.is_none());
}

/// What is in the file, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    ("[quiz]\nseconds = 4", "config.toml:2:11: error: `quiz.seconds` is 4; expected a whole number from 5 to 3600"),
    ("[quiz]\nseconds = 3601", "is 3601; expected a whole number from 5 to 3600"),
    ("[quiz]\nseconds = '60'", "`quiz.seconds` is the text `60`; expected a whole number"),
    ("[quiz]\nseconds = 6.5", "`quiz.seconds` is a number with a fraction"),
    ("[quiz]\nseconds = 99999999999999999999", "`quiz.seconds` is a number far too large"),
    ("[daily]\ncatch_up_hours = 24", "`daily.catch_up_hours` is 24; expected a whole number from 0 to 23"),
    ("[bank]\ndir = 5", "config.toml:2:7: error: `bank.dir` is a number; expected a text in quotes"),
    ("[bank]\ndir = ['a']", "`bank.dir` is a list"),
    ("[quiz]\n  secnds = 9", "config.toml:2:3: error: `quiz.secnds` is not a key of the configuration"),
    ("[quiz]\n  secnds = 9", "; did you mean `quiz.seconds`?"),
    (
        "seconds = 9",
        "config.toml:1:1: error: `seconds` is not a key of the configuration; did you mean `quiz.seconds`?",
    ),
    ("[quizz]\nseconds = 9", "config.toml:1:2: error: `[quizz]` is not a table of the configuration"),
    ("[quizz]\nseconds = 9", "; did you mean `[quiz]`?"),
    ("[web]\n", "`[web]` is not a table of the configuration; there are `[database]`, `[bank]`,"),
    ("quiz = 5", "`quiz` is not a key of the configuration"),
    ("[defaults]\nlanguage = 'fr'", "`defaults.language` is `fr`; expected `en` or `zh`"),
    ("[defaults]\ntime_zone = 'Europe/Berln'", "the nearest is `Europe/Berlin`"),
    ("[defaults]\ntime_zone = '+08:00'", "expected an IANA name such as"),
    ("[database]\nurl = 'postgres://u:hush@h/d'", "`database.url` is not an SQLite address; expected `sqlite://PATH`"),
    ("[discord]\napi_url = 'discord.test'", "`discord.api_url` is not an address; expected `https://HOST`"),
    ("[telegram]\napi_url = 'https://'", "`telegram.api_url` is not an address"),
    ("[log]\nformat = 'xml'", "`log.format` is `xml`; expected `text` or `json`"),
    ("[log]\nfilter = 'quizbot=loud'", "`log.filter` is `quizbot=loud`; expected a filter"),
    ("[quiz\nseconds = 9", "config.toml:1:6: error: this is not TOML"),
    ("[quiz]\nseconds = 9\nseconds = 8", "config.toml:3:1: error: this is not TOML: duplicate key"),
    ("# 中文\n[log]\nformat = '中' x", "config.toml:3:14: error: this is not TOML"),
];

#[test]
fn a_mistake_is_named_with_its_place() {
    for (text, expected) in MISTAKES {
        let reading = read(text, &[]);
        assert!(problems(&reading).iter().any(|problem| problem.contains(expected)), "{text}\n{:?}", reading.problems);
        assert!(!format!("{:?}", reading.problems).contains("hush"), "{:?}", reading.problems);
        let error = reading.accept().expect_err("a mistake refuses").to_string();
        assert!(error.starts_with("the configuration can't be used:\n  config.toml:"), "{error}");
    }
}

#[test]
fn every_mistake_is_named_in_the_order_of_the_file() {
    let reading = read("[quiz]\nseconds = 1\n[log]\nformat = 'x'\nfiltr = ''\n", &[("QUIZBOT_BANK_DIRR", "x")]);
    let places: Vec<&str> = reading.problems.iter().map(|problem| problem.place.as_str()).collect();
    assert_eq!(places, ["config.toml:2:11", "config.toml:4:10", "config.toml:5:1", "QUIZBOT_BANK_DIRR"]);
}

#[test]
fn a_mistake_in_the_environment_is_named_by_its_variable() {
    let reading = read("[quiz]\nseconds = 9\n", &[("QUIZBOT_QUIZ_SECONDS", "soon"), ("QUIZBOT_LOG", "=")]);
    let found = problems(&reading);
    let expected = "QUIZBOT_QUIZ_SECONDS: error: `quiz.seconds` is `soon`; expected a whole number from 5 to 3600";
    assert_eq!(found[0], expected);
    assert!(found[1].starts_with("QUIZBOT_LOG: error: `log.filter` is `=`"), "{}", found[1]);
}

#[test]
fn an_unknown_variable_is_a_warning() {
    let reading = read("", &[("QUIZBOT_TELEGRAM_TOKN", TELEGRAM), ("QUIZBOT_IMAGE", "x")]);
    let expected = [
        "QUIZBOT_IMAGE: warning: is not a variable that quizbot reads",
        "QUIZBOT_TELEGRAM_TOKN: warning: is not a variable that quizbot reads; did you mean QUIZBOT_TELEGRAM_TOKEN?",
    ];
    assert_eq!(problems(&reading), expected);
    assert!(reading.accept().is_ok());
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_refused() {
    use std::os::unix::ffi::OsStringExt;
    let value = OsString::from_vec(b"\xff\xfe".to_vec());
    let reading = Reading::of(None, [(OsString::from("QUIZBOT_BANK_DIR"), value)]);
    assert_eq!(problems(&reading), ["QUIZBOT_BANK_DIR: error: is not UTF-8 text"]);
}

#[test]
fn telegram_tokens_have_a_form() {
    for bad in ["x", "123", "123:", ":abc", "abc:def", "12 3:abc", "123:ab c", DISCORD, "1:2:3", "123:аbc"] {
        let reading = read("", &[("QUIZBOT_TELEGRAM_TOKEN", bad)]);
        let [problem] = reading.problems.as_slice() else { panic!("{bad}: {:?}", reading.problems) };
        assert_eq!(problem.place, "QUIZBOT_TELEGRAM_TOKEN");
        assert!(problem.text.contains("@BotFather") && problem.text.contains("`telegram.token`"), "{}", problem.text);
        assert!(reading.config.telegram.token.is_none());
    }
}

#[test]
fn discord_tokens_have_a_form() {
    for bad in ["x", "a.b", "a..b", "a.b.c.d", "a.b c.d", TELEGRAM, &format!("Bot {DISCORD}")] {
        let reading = read(&format!("[discord]\ntoken = '{bad}'\n"), &[]);
        let [problem] = reading.problems.as_slice() else { panic!("{bad}: {:?}", reading.problems) };
        assert_eq!(problem.place, "config.toml:2:9");
        assert!(problem.text.contains("https://discord.com/developers/applications"), "{}", problem.text);
        assert!(problem.text.contains("QUIZBOT_DISCORD_TOKEN"), "{}", problem.text);
    }
    let server = ("QUIZBOT_DISCORD_API_URL", "http://127.0.0.1:1");
    assert_eq!(token(&config("", &[("QUIZBOT_DISCORD_TOKEN", "any-token"), server]).discord), Some("any-token"));
    let reading = read("", &[("QUIZBOT_DISCORD_TOKEN", "line\nbreak"), server]);
    assert_eq!(reading.problems.len(), 1, "it would not fit into a header");
}

#[test]
fn a_token_can_lie_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("token");
    fs::write(&path, format!("\n  {TELEGRAM}\r\n")).expect("a file");
    let named = path.display().to_string();
    let text = format!("[telegram]\ntoken_file = '{named}'\n");
    assert_eq!(token(&config(&text, &[]).telegram), Some(TELEGRAM));
    assert_eq!(token(&config("", &[("QUIZBOT_TELEGRAM_TOKEN_FILE", &named)]).telegram), Some(TELEGRAM));
    // The environment wins, whichever of the two keys it sets.
    let inline = "[telegram]\ntoken = '1:old'\n";
    assert_eq!(token(&config(inline, &[("QUIZBOT_TELEGRAM_TOKEN_FILE", &named)]).telegram), Some(TELEGRAM));
    assert_eq!(token(&config(&text, &[("QUIZBOT_TELEGRAM_TOKEN", "2:new")]).telegram), Some("2:new"));

    let both = read(&format!("[telegram]\ntoken = '{TELEGRAM}'\ntoken_file = '{named}'\n"), &[]);
    let [problem] = both.problems.as_slice() else { panic!("{:?}", both.problems) };
    assert_eq!(problem.text, "`telegram.token` and `telegram.token_file` are both given; keep one");
}

#[test]
fn a_token_file_that_holds_no_token_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (empty, gone) = (folder.path().join("empty"), folder.path().join("gone"));
    fs::write(&empty, " \n").expect("a file");
    for (path, trouble) in [(empty.as_path(), "it is empty"), (&gone, "No such file"), (folder.path(), "irectory")] {
        let reading = read(&format!("[telegram]\ntoken_file = '{}'\n", path.display()), &[]);
        let [problem] = reading.problems.as_slice() else { panic!("{:?}", reading.problems) };
        assert!(problem.text.starts_with("`telegram.token_file` names `"), "{}", problem.text);
        assert!(problem.text.contains(trouble), "{}", problem.text);
    }
}

#[test]
fn no_mistake_shows_a_token() {
    let secret = "hush-hush";
    let wrong = [
        format!("[telegram]\ntoken = '{secret}'\n"),
        format!("[telegram]\ntoken = {secret}\n"),
        format!("[telegram]\ntoken = 1:{secret}\n"),
        format!("[telegram]\ntoken = '1:{secret}\n"),
        format!("[telegram]\ntoken: '1:{secret}'\n"),
        format!("[telegram]\ntoken = ['{secret}']\n"),
        format!("[telegram]\ntokn = '1:{secret}'\n"),
        format!("[telegram]\ntoken = '1:{secret}' '2:{secret}'\n"),
        format!("[telegram]\ntoken = \"1:\\q{secret}\"\n"),
        format!("[telegram]\napi_url = '1:{secret}'\n"),
        format!("[discord]\ntoken = '{secret}'\n"),
        format!("[discord]\ntoken = '{secret}'\ntoken_file = 'x'\n"),
        format!("telegram = '1:{secret}'\n"),
        format!("telegram.token = '1:{secret}'\n[telegram]\n"),
    ];
    for text in wrong {
        let reading = read(&text, &[]);
        assert!(!reading.problems.is_empty(), "{text}");
        let shown =
            format!("{reading:?} {:?} {:#}", problems(&reading), reading.clone().accept().expect_err("refused"));
        assert!(!shown.contains(secret), "{text}\n{shown}");
    }
}

#[test]
fn no_token_is_shown_where_all_is_well() {
    let good = config(&format!("[telegram]\ntoken = '{TELEGRAM}'\n[discord]\ntoken = '{DISCORD}'\n"), &[]);
    let secrets = Secrets::of(&good);
    let shown = format!("{good:?} {good:#?} {secrets:?}");
    assert!(!shown.contains("Secret_x"), "{shown}");
    let encoded = TELEGRAM.replace(':', "%3A");
    let log = format!("POST https://api.telegram.org/bot{TELEGRAM}/getMe, /bot{encoded}/, Bot {DISCORD}");
    assert_eq!(
        secrets.hide(&log),
        "POST https://api.telegram.org/bot[token]/getMe, /bot123456789%3A[token]/, Bot [token]"
    );
}

#[test]
fn files_are_found_or_missed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("some.toml");
    let load = |path: &Path| Reading::load(Some(path), []);
    let missing = format!("{:#}", load(&path).expect_err("it is not there"));
    assert!(missing.contains("can't read the configuration") && missing.contains("some.toml"), "{missing}");
    fs::write(&path, "\u{feff}[quiz]\r\nseconds = 7\r\n").expect("a file");
    assert_eq!(load(&path).expect("it is there").accept().expect("it is right").0.quiz.seconds, 7);
    fs::write(&path, b"[quiz]\nseconds = \xff").expect("a file");
    assert!(format!("{:#}", load(&path).expect_err("it is not text")).contains("not UTF-8"));
    fs::write(&path, "#".repeat(2 << 20)).expect("a file");
    assert!(format!("{:#}", load(&path).expect_err("it is too large")).contains("bytes"));
    assert!(load(folder.path()).is_err(), "a folder is no file");
}
