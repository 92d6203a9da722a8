//! The short sentences: verdicts, confirmations, refusals.

use super::{
    card::{Block, Card, Line},
    cut, draft, markdown,
    nearest::{topics_near, zones_near},
    words::{OUTSIDE, phrase, sentences},
    worth,
};
use crate::quiz::{Language, Verdict};

pub use super::{
    draft::Draft,
    worth::{Explained, Nothing},
};

/// The longest of the short sentences, in characters with their markup.
pub(super) const SHORT: usize = 400;

/// Something short that is said to one person or one chat.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    // -- answers
    /// What a counted answer was worth, or a prompt, or what was expected.
    Verdict(Worth),
    /// The player's answer was counted before: what it was and what it was worth.
    Again(Worth),
    /// Picks that are not final yet, as letters shown (`a c`); empty when all were taken back.
    Picks(String),
    /// "Done" was pressed with nothing picked.
    NothingPicked,
    /// An order that is not final yet.
    Draft(Draft),
    /// The answer came after the close.
    TooLate,
    /// The round is not known here (another group's, a forged or very old button).
    UnknownRound,
    /// A chat or channel speaking for itself, or an anonymous admin, tried to answer.
    AnswerAsYourself,
    /// Words came as a reply, but no question is open here.
    NoQuestionToAnswer,
    /// A private message was understood as nothing: no question is open; says what can be done.
    NothingOpenHere,
    /// A reply without words that we can read: a voice message, a picture, or (on Discord) a reply whose ping was off.
    CannotRead,
    /// The hint.
    Hint(String),
    /// The question has none.
    NoHint,
    /// The hint can't be told alone here: the button under the question can.
    HintByButton,
    // -- quizzes
    /// The question is on its way (only where the platform waits to be told).
    QuizStarted,
    /// A topic that has no question: what was asked for, and the nearest topics there are as (slug, name).
    NoSuchTopic {
        /// As typed.
        asked: String,
        /// Nearest first.
        nearest: Vec<(String, String)>,
        /// The folders of topics that there are: said where none is near.
        folders: Vec<String>,
    },
    /// The bank has nothing in the group's language.
    NoQuestions,
    /// The count is not 1 to 20.
    BadCount(String),
    /// A series runs in this chat already; `/stop` ends it.
    SeriesRuns,
    /// A question of `/quiz` is open in this chat already.
    QuestionOpen,
    /// No question is open: nothing to skip or hint at.
    NothingOpen,
    /// No series runs.
    NothingToStop,
    /// Only who started it or an admin may.
    NotYours,
    /// The question is skipped (said where the platform waits to be told).
    Skipped,
    /// The series ends after the open question's reveal.
    Stopping,
    /// The series is over: how many were asked.
    SeriesDone(u32),
    /// The series is over: every question that fits has been asked.
    SeriesExhausted(u32),
    /// The series is over: two questions in a row that nobody answered.
    SeriesUnanswered,
    /// The series is over: it was stopped.
    SeriesStopped,
    /// The question could not be posted in the chat where it was asked for.
    NotPosted,
    // -- the group's settings
    /// The daily plan as it now stands, or stands: local time, zone, and the next slot's local `YYYY-MM-DD HH:MM`.
    Daily {
        /// Whether it was set just now.
        set: bool,
        /// `09:00`.
        time: String,
        /// `Europe/Berlin`.
        zone: String,
        /// `2026-03-01 09:00`.
        next: String,
    },
    /// No daily any more.
    DailyOff,
    /// No daily is planned; how to plan one.
    NoDaily,
    /// Not a time of day.
    BadTime(String),
    /// Not a time zone: as typed, and the nearest.
    BadZone {
        /// As typed.
        asked: String,
        /// Nearest first.
        nearest: Vec<String>,
    },
    /// The group's language is now this one (said in it).
    LanguageSet,
    /// Not a language we speak, or none was given.
    BadLanguage(String),
    /// The zone is set: its name and its local time now, `HH:MM`.
    ZoneSet {
        /// The zone.
        zone: String,
        /// The time there.
        now: String,
    },
    /// Not a period.
    BadPeriod(String),
    // -- who may what
    /// Admins only.
    AdminsOnly,
    /// Whether the person is an admin could not be checked: try again.
    CouldNotCheck,
    /// A command that we don't have.
    NoSuchCommand(String),
    /// Something went wrong on our side.
    Failed,
}

/// What an answer was worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// The verdict.
    pub verdict: Verdict,
    /// With the bonus.
    pub points: i64,
    /// The streak's part of the points.
    pub bonus: i64,
    /// What was answered: letters as shown (`b`, `a c`) or the words.
    pub said: String,
    /// Whether `said` are letters.
    pub letters: bool,
    /// Tries that are left; 0 when the answer is final.
    pub tries_left: u32,
    /// What the author says to whoever picks this option.
    pub why: Option<String>,
    /// What an explanation made of its points.
    pub explained: Option<Explained>,
}

impl Say {
    /// The sentence as a card.
    pub fn card(&self, language: Language) -> Card {
        let blocks = match self {
            Self::Verdict(worth) => worth::verdict(language, worth),
            Self::Again(worth) => worth::again(language, worth),
            Self::Hint(hint) => hint_blocks(language, hint),
            Self::NoSuchTopic { asked, nearest, folders } => topics_near(language, asked, nearest, folders),
            Self::BadZone { asked, nearest } => zones_near(language, asked, nearest),
            said => vec![Block::Lines(vec![said.line(language)])],
        };
        Card { blocks: cut::fit(blocks, self.longest()), controls: None }
    }

    /// In characters with their markup.
    fn longest(&self) -> usize {
        match self {
            Self::Verdict(worth) | Self::Again(worth) if worth.explained.is_some() => worth::EXPLAINED,
            _ => SHORT,
        }
    }

    /// What is said in one line.
    fn line(&self, language: Language) -> Line {
        self.fixed_id().map_or_else(|| self.filled(language), |id| phrase(id).line(language))
    }

    /// The sentences that are always the same.
    fn fixed_id(&self) -> Option<&'static str> {
        Some(match self {
            Self::NothingPicked => "nothing-picked",
            Self::TooLate => "too-late",
            Self::UnknownRound => "unknown-round",
            Self::AnswerAsYourself => "answer-as-yourself",
            Self::NoQuestionToAnswer => "no-question-to-answer",
            Self::NothingOpenHere => "nothing-open-here",
            Self::CannotRead => "cannot-read",
            Self::NoHint => "no-hint",
            Self::HintByButton => "hint-by-button",
            Self::QuizStarted => "quiz-started",
            Self::NoQuestions => "no-questions",
            Self::SeriesRuns => "series-runs",
            Self::QuestionOpen => "question-open",
            Self::NothingOpen => "nothing-open",
            Self::NothingToStop => "nothing-to-stop",
            Self::NotYours => "not-yours",
            Self::Skipped => "skipped",
            Self::Stopping => "stopping",
            Self::SeriesUnanswered => "series-unanswered",
            Self::SeriesStopped => "series-stopped",
            Self::NotPosted => "not-posted",
            Self::DailyOff => "daily-off",
            Self::NoDaily => "no-daily",
            Self::LanguageSet => "language-set",
            Self::AdminsOnly => "admins-only",
            Self::CouldNotCheck => "could-not-check",
            Self::Failed => "failed",
            _ => return None,
        })
    }

    /// The sentences that repeat something.
    fn filled(&self, language: Language) -> Line {
        let phrase = match self {
            Self::Picks(letters) if letters.is_empty() => phrase("picks-none"),
            Self::Picks(letters) => phrase("picks").text("letters", letters),
            Self::SeriesDone(count) => phrase("series-done").number("count", *count),
            Self::SeriesExhausted(count) => phrase("series-exhausted").number("count", *count),
            Self::ZoneSet { zone, now } => phrase("zone-set").text("zone", zone).text("now", now),
            Self::Daily { set: true, time, zone, next } => {
                phrase("daily-set").text("time", time).text("zone", zone).text("next", next)
            }
            Self::Daily { time, zone, next, .. } => {
                phrase("daily-stands").text("time", time).text("zone", zone).text("next", next)
            }
            Self::Draft(draft) => return draft::line(language, draft),
            _ => return self.mistake(language),
        };
        phrase.line(language)
    }

    /// A player's mistake: what was not understood, where something was said, and what to do.
    fn mistake(&self, language: Language) -> Line {
        let (what, asked, how) = match self {
            Self::BadCount(asked) => (phrase("not-a-count").text("asked", asked), asked, "how-count"),
            Self::BadTime(asked) => (phrase("not-a-time").text("asked", asked), asked, "how-time"),
            Self::BadLanguage(asked) => (phrase("not-a-language").text("asked", asked), asked, "how-language"),
            Self::BadPeriod(asked) => (phrase("not-a-period").text("asked", asked), asked, "how-period"),
            Self::NoSuchCommand(asked) => (phrase("not-a-command").text("asked", asked), asked, "how-command"),
            _ => return Line::new(),
        };
        let what = if cut::outside(asked, OUTSIDE).is_empty() { Line::new() } else { what.line(language) };
        sentences(language, [what, phrase(how).line(language)])
    }
}

fn hint_blocks(language: Language, hint: &str) -> Vec<Block> {
    let label = phrase("hint-is").line(language);
    let mut blocks = markdown::blocks(hint);
    match blocks.first_mut() {
        Some(Block::Lines(lines)) if !lines.is_empty() => {
            let first = std::mem::take(&mut lines[0]);
            lines[0] = sentences(language, [label, first]);
        }
        _ => blocks.insert(0, Block::Lines(vec![label])),
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::{Expected, Prompt, question::Text};

    fn worth(verdict: Verdict, points: i64, bonus: i64, tries_left: u32) -> Worth {
        Worth { verdict, points, bonus, said: "b".into(), letters: true, tries_left, why: None, explained: None }
    }

    fn words(verdict: Verdict, said: &str) -> Worth {
        Worth { said: said.into(), letters: false, ..worth(verdict, 10, 0, 0) }
    }

    fn check(say: Say, en: &str, zh: &str) {
        assert_eq!(say.card(Language::En).plain(), en);
        assert_eq!(say.card(Language::Zh).plain(), zh);
    }

    #[test]
    fn verdicts_read_well() {
        let why = |worth: Worth| Worth { why: Some("`x` locks **nothing**".into()), ..worth };
        let close = Verdict::Close(Prompt::Own(Text { en: Some("Which `clause`?".into()), zh: None }));
        check(Say::Verdict(worth(Verdict::Right, 10, 0, 0)), "Right. +10", "答对了，+10");
        check(Say::Verdict(worth(Verdict::Right, 13, 3, 0)), "Right. +13 (streak +3)", "答对了，+13（连续打卡 +3）");
        check(Say::Verdict(worth(Verdict::Partial(0.5), 7, 0, 0)), "Partly right. +7", "对了一部分，+7");
        check(
            Say::Verdict(why(worth(Verdict::Partial(0.5), 7, 0, 0))),
            "Partly right. +7\nx locks nothing",
            "对了一部分，+7\nx locks nothing",
        );
        check(
            Say::Verdict(worth(Verdict::Close(Prompt::Homophone), 0, 0, 2)),
            "Close: it sounds right, but other characters are meant.",
            "读音对了，字不对，改一下再发。",
        );
        check(Say::Verdict(worth(Verdict::Wrong, 0, 0, 0)), "Not this time.", "这次没答对。");
        check(
            Say::Verdict(why(worth(Verdict::Wrong, 0, 0, 0))),
            "Not this time. x locks nothing",
            "这次没答对。x locks nothing",
        );
        check(Say::Verdict(worth(Verdict::Wrong, 0, 0, 2)), "Not yet. 2 tries left.", "还不对，还能再试 2 次。");
        check(Say::Verdict(worth(Verdict::Wrong, 0, 0, 1)), "Not yet. 1 try left.", "还不对，还能再试 1 次。");
        check(Say::Verdict(worth(close, 0, 0, 3)), "Which clause?", "Which clause?");
        check(
            Say::Verdict(worth(Verdict::Unreadable(Expected::Letter(4)), 0, 0, 3)),
            "Please answer with one letter, a to d.",
            "这题请回一个字母，a 到 d 选一个。",
        );
        check(
            Say::Verdict(worth(Verdict::Unreadable(Expected::Letters(10)), 0, 0, 3)),
            "Please answer with the letters of all that fit, such as a c (a to j).",
            "这题可多选，请回所有对的字母，比如 a c（a 到 j）。",
        );
        check(
            Say::Verdict(worth(Verdict::Unreadable(Expected::Order(4)), 0, 0, 3)),
            "Please answer with all letters from a to d in order, such as b a c d.",
            "这题请按顺序回 a 到 d 的全部字母，比如 b a c d。",
        );
    }

    #[test]
    fn a_second_answer_hears_the_first_verdict() {
        check(Say::Again(worth(Verdict::Right, 10, 0, 0)), "You answered b: right, +10.", "你选的是 b：对了，+10。");
        check(
            Say::Again(words(Verdict::Right, "for\nupdate")),
            "You answered \"for update\": right, +10.",
            "你答的是「for update」：对了，+10。",
        );
        check(
            Say::Again(worth(Verdict::Right, 13, 3, 0)),
            "You answered b: right, +13 (streak +3).",
            "你选的是 b：对了，+13（连续打卡 +3）。",
        );
        check(Say::Again(worth(Verdict::Wrong, 0, 0, 0)), "You answered b: not this time.", "你选的是 b：没答对。");
    }

    #[test]
    fn a_mistake_is_told_what_to_do_next() {
        check(
            Say::BadTime("half nine".into()),
            "I can't read \"half nine\" as a time. Write hours and minutes, for example /daily 09:00",
            "没看懂「half nine」是几点。时间写成几点几分，比如 /daily 09:00",
        );
        check(
            Say::BadTime(" \u{200b}".into()),
            "Write hours and minutes, for example /daily 09:00",
            "时间写成几点几分，比如 /daily 09:00",
        );
        check(
            Say::BadZone { asked: "berlin wall".into(), nearest: vec!["Europe/Berlin".into()] },
            "I don't know a time zone \"berlin wall\". Did you mean:\nEurope/Berlin\n\
             Write it like this: /timezone Europe/Berlin",
            "没有「berlin wall」这个时区。你要找的是不是：\nEurope/Berlin\n时区这样写：/timezone Asia/Shanghai",
        );
        check(
            Say::NoSuchTopic {
                asked: "lock".into(),
                nearest: vec![("database/locking".into(), "锁".into())],
                folders: vec!["database".into()],
            },
            "There is no topic \"lock\". Did you mean:\n/quiz database/locking — 锁\n/topics shows them all.",
            "没有「lock」这个主题。你要找的是不是：\n/quiz database/locking — 锁\n发 /topics 看全部主题。",
        );
        check(
            Say::NoSuchTopic {
                asked: "cake".into(),
                nearest: Vec::new(),
                folders: vec!["database".into(), "web".into()],
            },
            "There is no topic \"cake\". There are:\n/quiz database\n/quiz web\n/topics shows them all.",
            "没有「cake」这个主题。现有的是：\n/quiz database\n/quiz web\n发 /topics 看全部主题。",
        );
        check(
            Say::NoSuchTopic { asked: "lock".into(), nearest: Vec::new(), folders: Vec::new() },
            "There is no topic \"lock\". /topics shows them all.",
            "没有「lock」这个主题。发 /topics 看全部主题。",
        );
    }

    #[test]
    fn settings_and_quizzes_are_confirmed() {
        let daily = |set| Say::Daily {
            set,
            time: "09:00".into(),
            zone: "Europe/Berlin".into(),
            next: "2026-03-01 09:00".into(),
        };
        check(
            daily(true),
            "Done: a question every day at 09:00 (Europe/Berlin). The next one comes 2026-03-01 09:00.",
            "定好了：每天 09:00（Europe/Berlin）出一题，下一题在 2026-03-01 09:00。",
        );
        check(
            daily(false),
            "There is a question every day at 09:00 (Europe/Berlin). The next one comes 2026-03-01 09:00.",
            "现在是每天 09:00（Europe/Berlin）出一题，下一题在 2026-03-01 09:00。",
        );
        check(
            Say::SeriesDone(1),
            "That was the series: 1 question. Send /top for the leaderboard.",
            "这一轮 1 题出完了，发 /top 看看排名。",
        );
        check(Say::Hint("Think of `SELECT`.".into()), "Hint: Think of SELECT.", "提示：Think of SELECT.");
        check(Say::Picks("a c".into()), "Picked: a c. Press Done when that is all.", "已选 a c，选全了就点「完成」。");
    }

    /// Every verdict, first and again, with this text said.
    fn verdicts(text: &str) -> Vec<Say> {
        let text = || text.to_owned();
        let verdicts = [
            Verdict::Right,
            Verdict::Partial(0.5),
            Verdict::Close(Prompt::Own(Text::same(&text()))),
            Verdict::Close(Prompt::Homophone),
            Verdict::Wrong,
            Verdict::Unreadable(Expected::Number),
            Verdict::Unreadable(Expected::Letter(0)),
            Verdict::Unreadable(Expected::Letters(255)),
            Verdict::Unreadable(Expected::Order(0)),
            Verdict::Unreadable(Expected::Order(255)),
            Verdict::Unreadable(Expected::Truth),
            Verdict::Unreadable(Expected::Words),
            Verdict::Unreadable(Expected::Sentences),
        ];
        let worths = verdicts.into_iter().flat_map(|verdict| {
            [(0, 0), (2, 10)].map(|(tries_left, bonus)| Worth {
                verdict: verdict.clone(),
                points: 50,
                bonus,
                said: text(),
                letters: bonus == 0,
                tries_left,
                why: Some(text()),
                explained: None,
            })
        });
        worths.flat_map(|worth| [Say::Verdict(worth.clone()), Say::Again(worth)]).collect()
    }

    fn explained(verdict: Verdict, explained: Explained) -> Worth {
        Worth { explained: Some(explained), ..words(verdict, "it detects it late") }
    }

    #[test]
    fn an_explanation_hears_which_points_it_made() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let told = Explained {
            made: texts(&["where the `conflict` is seen"]),
            missing: texts(&["what it costs"]),
            trapped: texts(&["It locks nothing."]),
            nothing: None,
        };
        let points = "\n✓ where the conflict is seen\n✗ what it costs\n⚠ It locks nothing.";
        check(
            Say::Verdict(explained(Verdict::Partial(0.6), told.clone())),
            &format!("Partly right. +10\nThat is worth 60%:{points}"),
            &format!("对了一部分，+10\n得分率 60%：{points}"),
        );
        check(
            Say::Again(explained(Verdict::Partial(0.999), told.clone())),
            &format!("You answered \"it detects it late\": partly right, +10.\nThat is worth 99%:{points}"),
            &format!("你答的是「it detects it late」：对了一部分，+10。\n得分率 99%：{points}"),
        );
        let nothing = |nothing| Explained { nothing: Some(nothing), ..Explained::default() };
        check(
            Say::Verdict(explained(Verdict::Wrong, nothing(Nothing::Keywords))),
            "Not this time.\nThat is a list of words: only sentences count.",
            "这次没答对。\n只列关键词不算分，要说成句子。",
        );
        check(
            Say::Verdict(explained(Verdict::Wrong, nothing(Nothing::Copied))),
            "Not this time.\nThat only repeats the question.",
            "这次没答对。\n这只是把题目重复了一遍。",
        );
        let many: Vec<String> = vec!["乐观锁_*`".repeat(30); 40];
        let long = Explained { made: many.clone(), missing: many.clone(), trapped: many, nothing: None };
        let card = Say::Verdict(explained(Verdict::Partial(0.5), long)).card(Language::Zh);
        assert!(cut::weight(&card.blocks) <= worth::EXPLAINED && card.plain().chars().count() > 1_000);
    }

    /// What is always the same.
    const FIXED: &[Say] = &[
        Say::NothingPicked,
        Say::TooLate,
        Say::UnknownRound,
        Say::AnswerAsYourself,
        Say::NoQuestionToAnswer,
        Say::NothingOpenHere,
        Say::CannotRead,
        Say::NoHint,
        Say::HintByButton,
        Say::QuizStarted,
        Say::NoQuestions,
        Say::SeriesRuns,
        Say::QuestionOpen,
        Say::NothingOpen,
        Say::NothingToStop,
        Say::NotYours,
        Say::Skipped,
        Say::Stopping,
        Say::SeriesUnanswered,
        Say::SeriesStopped,
        Say::NotPosted,
        Say::DailyOff,
        Say::NoDaily,
        Say::LanguageSet,
        Say::AdminsOnly,
        Say::CouldNotCheck,
        Say::Failed,
    ];

    /// Every variant, filled with this text.
    fn every(text: &str) -> Vec<Say> {
        let mut all = verdicts(text);
        all.extend_from_slice(FIXED);
        let text = || text.to_owned();
        all.extend([
            Say::Picks(text()),
            Say::Draft(Draft { letters: text(), missing: u32::MAX, done: false }),
            Say::Draft(Draft { letters: text(), missing: 0, done: true }),
            Say::Hint(text()),
            Say::BadCount(text()),
            Say::BadTime(text()),
            Say::BadLanguage(text()),
            Say::BadPeriod(text()),
            Say::NoSuchCommand(text()),
            Say::NoSuchTopic { asked: text(), nearest: vec![(text(), text()); 3], folders: Vec::new() },
            Say::NoSuchTopic { asked: text(), nearest: Vec::new(), folders: vec![text(); 30] },
            Say::BadZone { asked: text(), nearest: vec![text(); 3] },
            Say::SeriesDone(0),
            Say::SeriesDone(u32::MAX),
            Say::SeriesExhausted(3),
            Say::Daily { set: true, time: text(), zone: text(), next: text() },
            Say::Daily { set: false, time: text(), zone: text(), next: text() },
            Say::ZoneSet { zone: text(), now: text() },
        ]);
        all
    }

    #[test]
    fn every_sentence_is_short_and_there_whatever_it_repeats() {
        let hostile =
            ["", "x", "**", "```\n", "\u{202e}שלום\n", "{ $x }", "<b>&lt;", "@everyone ", "乐观锁", "👩‍👩‍👧", "`_*~|[]()"];
        for text in hostile.map(|text| [text.to_owned(), text.repeat(4_000 / text.len().max(1))]).concat() {
            for say in every(&text) {
                for language in Language::ALL {
                    let plain = say.card(language).plain();
                    let length = plain.chars().count();
                    assert!(!plain.trim().is_empty() && length <= SHORT, "{length} {say:?}");
                    let toast = matches!(say, Say::Verdict(_) | Say::Again(_));
                    assert!(!toast || length <= 200, "{length}: {plain}");
                }
            }
        }
    }

    #[test]
    fn whatever_is_repeated_leaves_the_sentence_whole() {
        for language in Language::ALL {
            for say in every("ok") {
                let plain = say.card(language).plain();
                assert!(!plain.contains(['{', '}', '\u{2068}', '`', '*', '\u{e000}']), "{plain}");
                let is_id = plain.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
                assert!(!is_id || plain == "ok", "{plain}");
            }
        }
    }
}
