//! Conversations: every kind of question, both languages, a series, and what stays when the program is killed.

use tempfile::tempdir;

use super::chat::{Chat, play};

#[test]
fn a_question_in_english() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(&mut play(folder.path()));
    let asked = "bot> [1] Choice · ★★☆☆☆\n\n     Which clause locks the rows?\n\n     a) FOR SHARE\n     b) FOR UPDATE\n     \
                 c) FOR WRITE\n\n     Press a letter · 60 seconds";
    chat.hears("ada> /quiz choice", asked);
    chat.hears("ben presses hint", "bot*ben> Hint: It is about writing.");
    chat.hears("ada presses b", "bot*ada> Right. +20");
    chat.hears("ada> a", "bot*ada> You answered b: right, +20.");
    chat.hears("ben> b", "bot*ben> Right. +10");
    chat.hears("cy> no idea", "bot*cy> Please answer with one letter, a to c.");
    chat.hears("a", "bot*you> Not this time. Others may read along.");
    let result = chat.say("ada presses skip");
    assert!(result.starts_with("bot> 2 of 3 right\n     Answer: b) FOR UPDATE\n"), "{result}");
    assert!(result.contains("\n     1. ada +20\n     2. ben +10\n\n     | Until the commit.\n"), "{result}");
    assert!(result.ends_with("\n     Sources: https://dev.mysql.com/doc/"), "{result}");
    chat.hears("ada presses b", "bot*ada> You answered b: right, +20.");
    chat.hears("cy presses b", "bot*cy> Too late: this question is closed. There will be another one.");
    chat.hears("/top", "bot> Leaderboard · All time\n\n     1. ada 20\n     2. ben 10\n     3. you 0");
    let own = chat.say("ada> /me");
    assert!(own.starts_with("bot*ada> ada\n"), "{own}");
    assert!(own.contains(" All time 20\n") && own.contains("Right: 1 of 1 (100%)\n"), "{own}");
    assert!(own.ends_with("\n         Choice: 1 of 1 (100%)"), "{own}");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}

#[test]
fn a_question_in_chinese() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(play(folder.path()).env("QUIZBOT_DEFAULTS_LANGUAGE", "zh"));
    let asked = "bot> [1] 单选 · ★★☆☆☆\n\n     哪个子句会锁住这些行？\n\n     a) FOR SHARE\n     b) FOR UPDATE\n     \
                 c) FOR WRITE\n\n     点字母作答 · 60 秒";
    chat.hears("小明> ／quiz 单选", asked);
    chat.hears("小红> /hint", "bot*小红> 提示：和写有关。");
    chat.hears("小明> b", "bot*小明> 答对了，+20");
    chat.hears("小红> 乱说", "bot*小红> 这题请回一个字母，a 到 c 选一个。");
    chat.hears("小红> a", "bot*小红> 这次没答对。别人仍能一起读。");
    let result = chat.say("/skip");
    assert!(result.starts_with("bot> 2 人作答，1 人答对\n     答案：b) FOR UPDATE\n"), "{result}");
    chat.hears(
        "/quiz 填空",
        "bot> [2] 填空 · ★☆☆☆☆\n\n     第二次读多出了新行，这叫什么？\n\n     回复本题作答 · 60 秒",
    );
    chat.hears("小红> 幻读。", "bot*小红> 答对了，+10");
    let top = chat.say("小明> /top today");
    assert!(top.starts_with("bot> 排行榜 · 今天\n\n     1. "), "{top}");
    assert!(top.contains(" 小明 20\n") && top.contains(" 小红 10"), "{top}");
    chat.hears("/language en", "bot*you> I speak English here now.");
    chat.hears("/quiz", "bot*you> A question is still open here. Ask again when it has ended; /skip ends it now.");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}

#[test]
fn every_kind_is_answered_its_own_way() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(&mut play(folder.path()));
    let kinds: [(&str, &[(&str, &str)]); 4] = [
        (
            "some",
            &[
                ("ada> a c", "bot*ada> Right. +10"),
                ("ben presses a", "bot*ben> Partly right. +5"),
                ("cy presses b", "bot*cy> Not this time."),
                ("dee presses done", "bot*dee> Nothing is picked yet. Pick at least one, then press Done."),
            ],
        ),
        (
            "truth",
            &[
                ("ada> true", "bot*ada> Right. +10"),
                ("ben presses b", "bot*ben> Not this time."),
                ("cy> 错误", "bot*cy> Not this time."),
                ("dee> perhaps", "bot*dee> Please answer true or false."),
            ],
        ),
        (
            "number",
            &[
                ("ada> 443", "bot*ada> Right. +10"),
                ("ben> 80", "bot*ben> Not yet. 2 tries left."),
                ("ben> four hundred and forty-three", "bot*ben> Right. +6"),
                ("dee> many", "bot*dee> Please answer with a number, such as 42."),
            ],
        ),
        (
            "words",
            &[
                ("ada> Phantom reads", "bot*ada> Right. +10"),
                ("ben> an anomaly", "bot*ben> Which one?"),
                ("ben> 幻读", "bot*ben> Right. +10"),
                ("cy> dirty read", "bot*cy> Not yet. 2 tries left."),
            ],
        ),
    ];
    for (place, (topic, talk)) in kinds.into_iter().enumerate() {
        let asked = chat.say(&format!("/quiz {topic}"));
        assert!(asked.starts_with(&format!("bot> [{}] ", place + 1)), "{asked}");
        for (line, answer) in talk {
            chat.hears(line, answer);
        }
        let result = chat.say("/skip");
        assert!(result.contains("\n     Answer: ") && result.ends_with("\n     Sources: A book"), "{result}");
    }
    let top = chat.say("/top");
    assert!(top.starts_with("bot> Leaderboard · All time\n\n     1. ada 40\n     2. ben 21\n"), "{top}");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}

#[test]
fn a_series_asks_one_after_the_other() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(&mut play(folder.path()));
    let first = chat.say("ada> /quiz series 2");
    assert!(first.starts_with("bot> [1] Question 1 of 2 · Series · ★☆☆☆☆\n"), "{first}");
    let running = "A series is still running here. Ask again when it has ended; /stop ends it after the open question.";
    chat.hears("ben> /quiz", &format!("bot*ben> {running}"));
    chat.hears("ben> true", "bot*ben> Right. +10");
    let second = chat.say("ada> /skip");
    assert!(second.starts_with("bot> 1 of 1 right\n"), "{second}");
    assert!(second.contains("\nbot> [2] Question 2 of 2 · Series · ★☆☆☆☆\n"), "{second}");
    let last = chat.say("ada> /skip");
    assert!(last.starts_with("bot> Nobody answered.\n"), "{last}");
    assert!(last.ends_with("\nbot> That was the series: 2 questions. Send /top for the leaderboard."), "{last}");
    chat.say("ada> /quiz series 2");
    chat.hears("ada> /stop", "bot*ada> Alright, the series ends after this question.");
    assert!(chat.say("ada> /skip").ends_with("\nbot> The series is stopped. Send /top for the leaderboard."));
    chat.hears("ada> /stop", "bot*ada> No series is running here, so there is nothing to stop.");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}

#[cfg(unix)]
#[test]
fn what_was_said_survives_a_kill() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(&mut play(folder.path()));
    chat.say("ada> /quiz choice");
    chat.hears("ada> b", "bot*ada> Right. +20");
    chat.say("ada> /skip");
    chat.say("ada> /quiz truth");
    chat.hears("ada> true", "bot*ada> Right. +10");
    chat.signal("KILL");
    assert_eq!(chat.ended(), (None, String::new(), String::new()));
    let mut chat = Chat::start(&mut play(folder.path()));
    chat.hears("ada> b", "bot*ada> You answered a: right, +10.");
    chat.hears("ben presses a", "bot*ben> Right. +10");
    chat.hears("cy presses hint", "bot*cy> This question has no hint.");
    assert!(chat.say("cy presses skip").starts_with("bot> 2 of 2 right\n"));
    chat.hears("cy presses a", "bot*cy> No question is open here right now. Send /quiz for one.");
    let top = chat.say("ada> /top");
    assert!(top.starts_with("bot> Leaderboard · All time\n\n     1. ada 30\n     2. ben 10"), "{top}");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}

#[test]
fn the_end_of_the_input_waits_for_every_answer() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(&mut play(folder.path()));
    chat.put(b"/quiz truth\nada> true\nben> false\n/top\nada> /me");
    let (code, said, errors) = chat.end();
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    let speakers: Vec<&str> = said.lines().filter(|line| line.starts_with("bot")).collect();
    let expected = [
        "bot> [1] Truth · ★☆☆☆☆",
        "bot*ada> Right. +10",
        "bot*ben> Not this time.",
        "bot> Leaderboard · All time",
        "bot*ada> ada",
    ];
    assert_eq!(speakers, expected, "{said}");
}

#[test]
fn hostile_lines_are_answered_like_others() {
    let folder = tempdir().expect("a folder");
    let mut chat = Chat::start(&mut play(folder.path()));
    let huge = "x".repeat(1 << 20);
    let topic = chat.say(&format!("/quiz {huge}"));
    assert!(topic.starts_with("bot*you> There is no topic \"xxx") && topic.chars().count() < 500, "{topic}");
    let command = chat.say(&format!("/{huge}"));
    assert!(command.starts_with("bot*you> There is no command \"xxx") && command.chars().count() < 500, "{command}");
    chat.say("/quiz words");
    chat.hears(&format!("ada> {huge}"), "bot*ada> Not yet. 2 tries left.");
    chat.put(b"ada> \xff\xfe\x00 \xc3\x28\n");
    assert!(chat.next().is_some_and(|line| line.starts_with("bot*ada> ")), "it is answered somehow");
    chat.hears("ben> \u{202e}\u{1b}[2Jphantom read\u{200b}", "bot*ben> Not yet. 2 tries left.");
    chat.hears("", "");
    chat.hears("   \t ", "");
    chat.hears("cy> phantom read", "bot*cy> Right. +10");
    assert_eq!(chat.end(), (Some(0), String::new(), String::new()));
}
