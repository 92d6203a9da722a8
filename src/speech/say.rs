//! The short sentences: verdicts, confirmations, refusals.

use super::card::Card;
use crate::quiz::{Language, Verdict};

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
    // -- quizzes
    /// The question is on its way (only where the platform waits to be told).
    QuizStarted,
    /// A topic that has no question: what was asked for, and the nearest topics there are as (slug, name).
    NoSuchTopic {
        /// As typed.
        asked: String,
        /// Nearest first.
        nearest: Vec<(String, String)>,
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
}

impl Say {
    /// The sentence as a card.
    pub fn card(&self, _language: Language) -> Card {
        Card::default()
    }
}
