//! The tools of the command line that read what was played: accepted replies, and answers judged anew, beside the
//! running program.

#[path = "terminal/chat.rs"]
#[allow(dead_code, reason = "the terminal's own tests use all of it")]
mod chat;

use std::{fs, path::Path, process::Command};

use chat::{Chat, quizbot};
use serde_json::Value;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

/// A bank of one question, whose key is this.
fn write_bank(folder: &TempDir, accept: &str) {
    let topic = folder.path().join("bank/db");
    fs::create_dir_all(&topic).expect("a folder");
    let file = format!(
        "name = \"Reads\"\n[[question]]\nid = \"phantom\"\nkind = \"text\"\ndifficulty = 2\nprompt = \"What is it \
         called?\"\naccept = [{accept}]\nexplanation = \"So.\"\nsources = [\"A book\"]\n"
    );
    fs::write(topic.join("reads.toml"), file).expect("a file");
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = quizbot(folder, arguments);
    command.env("QUIZBOT_BANK_DIR", folder.join("bank"));
    command
}

/// Runs a tool to its end: exit code, stdout, stderr.
fn tool(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let child = program(folder.path(), arguments).spawn().expect("the program starts");
    let output = chat::outcome(child);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// What a tool prints that ends well.
#[track_caller]
fn prints(folder: &TempDir, arguments: &[&str]) -> String {
    let (code, out, err) = tool(folder, arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    out
}

/// Ada and Ben answer `phantom`; three tries each.
fn answered(chat: &mut Chat) {
    chat.say("ada> /quiz");
    for (who, said) in [("ada", "ghost rows"), ("ada", "a ghost"), ("ada", "spooks"), ("ben", "Ghost  Rows")] {
        chat.say(&format!("{who}> {said}"));
    }
    let result = chat.say("ada> /skip");
    assert!(result.starts_with("bot> 0 of 2 right"), "{result}");
}

#[test]
fn accepted_replies_are_listed_as_an_author_needs_them() {
    let folder = tempfile::tempdir().expect("a folder");
    write_bank(&folder, "\"phantom read\"");
    let (code, out, err) = tool(&folder, &["aliases"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("there is no database at `sqlite://quizbot.db` yet"), "{err}");
    assert!(!folder.path().join("quizbot.db").exists(), "looking makes nothing");

    let mut chat = Chat::start(&mut program(folder.path(), &["play"]));
    answered(&mut chat);
    assert_eq!(prints(&folder, &["aliases"]), "no reply was accepted beyond the bank's answers yet\n");
    assert_eq!(prints(&folder, &["aliases", "--json"]), "[]\n");
    let asked = chat.say("ada> /dispute ghost rows");
    assert!(asked.starts_with("bot> ada says: I was right\n     What is it called?\n"), "{asked}");
    let decided = chat.say("mia presses accept");
    assert!(decided.contains("Accepted by mia: it counts as right.\n     ada +20 · ben +20"), "{decided}");

    let listed = prints(&folder, &["aliases"]);
    let line = "\"ghost rows\",  # terminal: ada said it, mia accepted it, 20";
    assert!(listed.starts_with(&format!("# db/reads/phantom\n{line}")), "{listed}");
    let json: Value = serde_json::from_str(&prints(&folder, &["aliases", "--json"])).expect("JSON");
    let (said, by) = (&json[0]["said"], (&json[0]["said_by"], &json[0]["accepted_by"]));
    assert_eq!((said, by), (&"ghost rows".into(), (&"ada".into(), &"mia".into())));
    assert_eq!((&json[0]["question"], &json[0]["in_bank"]), (&"db/reads/phantom".into(), &false.into()));

    let carried: String =
        listed.lines().filter(|line| !line.starts_with('#')).map(|line| format!("\n{line}")).collect();
    write_bank(&folder, &format!("\"phantom read\",{carried}\n"));
    let checked = prints(&folder, &["check"]);
    assert!(checked.ends_with("1 question, 0 errors, 0 warnings\n"), "{checked}");
    assert!(prints(&folder, &["aliases"]).trim_end().ends_with("; the bank has it"));
    assert_eq!(chat.end().0, Some(0));
    assert!(prints(&folder, &["aliases"]).contains(line), "also while nothing runs");
}

#[test]
fn a_mended_key_is_judged_anew_beside_the_running_program() {
    let folder = tempfile::tempdir().expect("a folder");
    write_bank(&folder, "\"phantom read\"");
    let mut chat = Chat::start(&mut program(folder.path(), &["play"]));
    answered(&mut chat);
    let id = "db/reads/phantom";
    let same = format!("nothing to do: 4 answers to {id}, all judged as by the bank's key\n");
    assert_eq!(prints(&folder, &["rejudge", id]), same);
    assert_eq!(prints(&folder, &["rejudge", id, "--apply"]), same);

    write_bank(&folder, "\"phantom read\", \"a ghost\"");
    let shown = prints(&folder, &["rejudge", id]);
    let rows: Vec<&str> = shown.lines().collect();
    assert_eq!((rows[0], rows[2]), ("terminal", "  ada: +12"), "{shown}");
    assert!(rows[1].ends_with("  ada  a ghost  wrong -> right  0 -> 12"), "{shown}");
    assert_eq!(rows[3], "1 of 4 answers would be judged otherwise; `--apply` does it", "{shown}");
    let before = "bot> Leaderboard · All time\n\n     1. ada 0\n     1. ben 0";
    chat.hears("ada> /top", before);

    let applied = prints(&folder, &["rejudge", id, "--apply"]);
    assert_eq!(applied.lines().last(), Some("1 of 4 answers judged anew"), "{applied}");
    chat.hears("ada> /top", "bot> Leaderboard · All time\n\n     1. ada 12\n     2. ben 0");
    assert_eq!(prints(&folder, &["rejudge", id, "--apply"]), same, "once is enough");
    assert_eq!(chat.end().0, Some(0));
}

#[tokio::test]
async fn both_judgements_stay_in_the_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    write_bank(&folder, "\"phantom read\"");
    let mut chat = Chat::start(&mut program(folder.path(), &["play"]));
    answered(&mut chat);
    chat.say("ben presses dispute");
    chat.say("mia presses accept");
    write_bank(&folder, "\"spooks\"");
    let applied = prints(&folder, &["rejudge", "db/reads/phantom", "--apply"]);
    assert!(applied.ends_with("\n1 of 4 answers judged anew\n"), "{applied}");
    assert_eq!(chat.end().0, Some(0));
    let options = SqliteConnectOptions::new().filename(folder.path().join("quizbot.db"));
    let mut database = SqliteConnection::connect_with(&options).await.expect("the database");
    let ledger: Vec<(String, i64, String, String)> = sqlx::query_as(
        "select a.said, j.seq, j.judge, j.verdict from judgements j join answers a on a.id = j.answer_id
         order by a.id, j.seq",
    )
    .fetch_all(&mut database)
    .await
    .expect("the ledger");
    let ledger: Vec<String> =
        ledger.iter().map(|(said, seq, judge, verdict)| format!("{said}: {seq} {judge} {verdict}")).collect();
    assert_eq!(
        ledger,
        [
            "ghost rows: 1 engine wrong",
            "ghost rows: 2 dispute right",
            "a ghost: 1 engine wrong",
            "spooks: 1 engine wrong",
            "spooks: 2 rejudge right",
            "Ghost  Rows: 1 engine wrong",
            "Ghost  Rows: 2 dispute right",
        ]
    );
}

#[test]
fn a_question_that_there_is_not_is_met_with_what_is_near() {
    let folder = tempfile::tempdir().expect("a folder");
    write_bank(&folder, "\"phantom read\"");
    let (code, out, err) = tool(&folder, &["rejudge", "db/reads/fantom"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.starts_with("error: the bank has no question \"db/reads/fantom\"; near it: db/reads/phantom"), "{err}");
    let (code, _, err) = tool(&folder, &["rejudge", "db/reads/phantom", "--apply"]);
    assert_eq!(code, 1);
    assert!(err.contains("there is no database"), "{err}");
    assert!(!folder.path().join("quizbot.db").exists(), "nothing is made of nothing");
}

#[tokio::test]
async fn a_database_of_another_version_is_not_looked_into() {
    let folder = tempfile::tempdir().expect("a folder");
    write_bank(&folder, "\"phantom read\"");
    let chat = Chat::start(&mut program(folder.path(), &["play"]));
    assert_eq!(chat.end().0, Some(0));
    let options = SqliteConnectOptions::new().filename(folder.path().join("quizbot.db"));
    let mut database = SqliteConnection::connect_with(&options).await.expect("the database");
    for (change, expected) in [
        ("delete from _sqlx_migrations where version > 1", "is of an older quizbot: start the bot once"),
        ("update _sqlx_migrations set version = 9999", "was made by a newer quizbot"),
    ] {
        sqlx::query(change).execute(&mut database).await.expect("a change");
        for arguments in [&["aliases"][..], &["rejudge", "db/reads/phantom"]] {
            let (code, out, err) = tool(&folder, arguments);
            assert_eq!((code, out.as_str()), (1, ""));
            assert!(err.contains(expected), "{err}");
        }
    }
}
