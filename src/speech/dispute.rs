//! "I was right": the button under a result, the post by which it is decided, and what is said to whoever presses.

use super::{
    card::{Answering, Block, Card, Controls, Line, Span},
    cut, markdown,
    result::key,
    words::{OUTSIDE, label, phrase, sentences},
};
use crate::quiz::{AnswerId, Language, RoundId, question::Question};

/// How much of the question the post repeats, in characters.
const PROMPT: usize = 200;

/// How much of the reply the post repeats, in characters: an explanation has to be read to be judged.
const REPLY: usize = 700;

/// How many of those who won points by it are named.
const NAMED: usize = 5;

/// What is disputed.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The round.
    pub round: RoundId,
    /// Its question.
    pub question: &'a Question,
    /// The disputed answer.
    pub answer: AnswerId,
    /// Who disputes.
    pub name: &'a str,
    /// What they said.
    pub said: &'a str,
}

/// How it was decided. The name is that of whoever pressed; None where players decided together.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The reply counts as right; who won how many points by it.
    Accepted(Option<String>, Vec<(String, i64)>),
    /// The judgement stands.
    Refused(Option<String>),
    /// Nobody decided in time.
    Lapsed,
}

/// The button under a result.
pub fn button(language: Language, round: RoundId) -> Controls {
    controls(round, Answering::Disputable { dispute: label("dispute-button", language) })
}

/// The post by which it is decided. `voices` are those of players so far: for it and against it.
pub fn open(language: Language, claim: &Claim<'_>, players: bool, voices: (u32, u32)) -> Card {
    let mut lines = vec![phrase(if players { "dispute-by-players" } else { "dispute-by-admins" }).line(language)];
    if voices != (0, 0) {
        let count = phrase("dispute-voices").number("accepting", voices.0).number("refusing", voices.1);
        lines.push(count.line(language));
    }
    let answering = Answering::Deciding {
        answer: claim.answer,
        accept: label("dispute-accept", language),
        refuse: label("dispute-refuse", language),
    };
    Card { controls: Some(controls(claim.round, answering)), ..sheet(language, claim, lines) }
}

/// The post once it is decided.
pub fn closed(language: Language, claim: &Claim<'_>, outcome: &Outcome) -> Card {
    let said = match outcome {
        Outcome::Accepted(Some(by), _) => phrase("dispute-accepted-by").text("by", by),
        Outcome::Accepted(None, _) => phrase("dispute-accepted-by-players"),
        Outcome::Refused(Some(by)) => phrase("dispute-refused-by").text("by", by),
        Outcome::Refused(None) => phrase("dispute-refused-by-players"),
        Outcome::Lapsed => phrase("dispute-lapsed"),
    };
    let mut lines = vec![vec![Span::Bold(said.plain(language))]];
    if let Outcome::Accepted(_, gains) = outcome {
        lines.extend(won(gains));
    }
    sheet(language, claim, lines)
}

/// `ada +20 · ben +12`.
fn won(gains: &[(String, i64)]) -> Option<Line> {
    let gains: Vec<_> = gains.iter().filter(|(_, points)| *points > 0).collect();
    let mut named: Vec<String> =
        gains.iter().take(NAMED).map(|(name, points)| format!("{} +{points}", cut::outside(name, OUTSIDE))).collect();
    named.extend((gains.len() > NAMED).then(|| "…".to_owned()));
    (!named.is_empty()).then(|| vec![Span::Text(named.join(" · "))])
}

/// Who, the question, the reply and the key, and what becomes of it.
fn sheet(language: Language, claim: &Claim<'_>, last: Vec<Line>) -> Card {
    let who = vec![Span::Bold(phrase("dispute-claims").text("name", claim.name).plain(language))];
    let prompt = cut::fit_line(markdown::line(claim.question.prompt.get(language)), PROMPT);
    let said = vec![Span::Bold(cut::outside(claim.said, REPLY))];
    let reply = sentences(language, [phrase("dispute-reply").line(language), said]);
    let key = vec![Span::Text(key(language, &claim.question.kind))];
    let key = sentences(language, [phrase("answer-is").line(language), key]);
    let blocks = vec![Block::Lines(vec![who, prompt]), Block::Lines(vec![reply, key]), Block::Lines(last)];
    Card { blocks, controls: None }
}

fn controls(round: RoundId, answering: Answering) -> Controls {
    Controls { round, answering, hint: None, privately: None, skip: None }
}

/// What is said about a dispute to one person.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// It is put to those who decide, or was put to them before.
    Raised {
        /// Whether players decide.
        players: bool,
        /// The reply.
        said: String,
        /// Whether the person has other replies that could have been meant.
        more: bool,
    },
    /// On a board of one's own it is accepted at once: the points won by it.
    Yours(i64),
    /// It was accepted before; by whom, empty where players decided.
    Accepted(String),
    /// It was refused before; by whom likewise.
    Refused(String),
    /// Nobody decided in time.
    Lapsed,
    /// The presser has just accepted it.
    NowAccepted,
    /// The presser has just refused it.
    NowRefused,
    /// A player's voice is counted: how many are for it, and against it.
    Noted(u32, u32),
    /// There is no answer of this person.
    NotAnswered,
    /// Every answer of this person has full marks.
    FullMarks,
    /// What was named is no reply of this person's that could be disputed.
    NotSaid(String),
    /// What was picked can't be disputed.
    OnlyWords,
    /// The round is not over yet.
    StillOpen,
    /// The round has been over for too long.
    TooLate,
    /// Nobody else is there who could decide.
    NobodyDecides,
    /// No such dispute is known here.
    Unknown,
    /// Whoever disputes does not decide.
    NotYourOwn,
    /// Only those who play here decide.
    OnlyPlayers,
    /// Who decides in this group.
    Rule {
        /// Whether it was set just now.
        set: bool,
        /// Whether players decide.
        players: bool,
    },
    /// Neither admins nor players.
    BadRule(String),
}

impl Told {
    /// The sentence as a card.
    pub fn card(&self, language: Language) -> Card {
        Card { blocks: vec![Block::Lines(vec![self.line(language)])], controls: None }
    }

    fn line(&self, language: Language) -> Line {
        match self {
            Self::Raised { more: true, players, said } => {
                let raised = Self::Raised { more: false, players: *players, said: said.clone() };
                return sentences(language, [raised.line(language), phrase("dispute-another").line(language)]);
            }
            Self::Raised { players: false, said, .. } => phrase("dispute-raised").text("said", said),
            Self::Raised { said, .. } => phrase("dispute-raised-to-players").text("said", said),
            Self::Yours(0) => phrase("dispute-yours-without-points"),
            Self::Yours(points) => phrase("dispute-yours").number("points", *points),
            Self::Accepted(by) if !by.is_empty() => phrase("dispute-was-accepted-by").text("by", by),
            Self::Refused(by) if !by.is_empty() => phrase("dispute-was-refused-by").text("by", by),
            Self::Noted(accepting, refusing) => {
                phrase("dispute-noted").number("accepting", *accepting).number("refusing", *refusing)
            }
            Self::NotSaid(said) => phrase("dispute-not-said").text("said", said),
            Self::BadRule(_) => phrase("dispute-rule-how"),
            fixed => phrase(fixed.fixed_id()),
        }
        .line(language)
    }

    fn fixed_id(&self) -> &'static str {
        match self {
            Self::Accepted(_) => "dispute-was-accepted",
            Self::Refused(_) => "dispute-was-refused",
            Self::Lapsed => "dispute-lapsed",
            Self::NowAccepted => "dispute-now-accepted",
            Self::NowRefused => "dispute-now-refused",
            Self::FullMarks => "dispute-full-marks",
            Self::OnlyWords => "dispute-only-words",
            Self::StillOpen => "dispute-still-open",
            Self::TooLate => "dispute-too-late",
            Self::NobodyDecides => "dispute-nobody-decides",
            Self::Unknown => "dispute-unknown",
            Self::NotYourOwn => "dispute-not-your-own",
            Self::OnlyPlayers => "dispute-only-players",
            Self::Rule { set: true, players: true } => "dispute-rule-set-players",
            Self::Rule { set: true, players: false } => "dispute-rule-set-admins",
            Self::Rule { players: true, .. } => "dispute-rule-players",
            Self::Rule { .. } => "dispute-rule-admins",
            _ => "dispute-not-answered",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        quiz::question::{Kind, Text},
        speech::question::tests::words,
    };

    /// The most that a toast of Telegram's takes, in characters.
    const TOAST: usize = 200;

    fn claim(question: &Question) -> Claim<'_> {
        Claim { round: RoundId(7), question, answer: AnswerId(5), name: "ada", said: "write\nlock" }
    }

    fn check(card: impl Fn(Language) -> Card, en: &str, zh: &str) {
        assert_eq!(card(Language::En).plain(), en);
        assert_eq!(card(Language::Zh).plain(), zh);
    }

    #[test]
    fn whoever_decides_sees_all_that_they_need() {
        let question = words();
        check(
            |language| open(language, &claim(&question), false, (0, 0)),
            "ada says: I was right\nWhich clause locks?\n\nReply: write lock\nAnswer: FOR UPDATE · 排他锁读\n\n\
             An admin decides with one press, within 7 days.",
            "ada 认为自己答对了\n哪个子句加锁？\n\n回复：write lock\n答案：FOR UPDATE · 排他锁读\n\n管理员点一下即可裁定，7 天内有效。",
        );
        check(
            |language| open(language, &claim(&question), true, (2, 1)),
            "ada says: I was right\nWhich clause locks?\n\nReply: write lock\nAnswer: FOR UPDATE · 排他锁读\n\n\
             Three other players, or an admin, decide within 7 days.\nAccept 2 · refuse 1",
            "ada 认为自己答对了\n哪个子句加锁？\n\n回复：write lock\n答案：FOR UPDATE · 排他锁读\n\n\
             由另外三位玩家或一位管理员裁定，7 天内有效。\n同意 2 · 不同意 1",
        );
        let controls = open(Language::Zh, &claim(&question), false, (0, 0)).controls.expect("buttons");
        let (accept, refuse) = ("算对".to_owned(), "维持原判".to_owned());
        assert_eq!(controls.answering, Answering::Deciding { answer: AnswerId(5), accept, refuse });
    }

    #[test]
    fn the_decided_post_says_how_and_by_whom() {
        let question = words();
        let last = |language, outcome: &Outcome| {
            let card = closed(language, &claim(&question), outcome);
            assert_eq!(card.controls, None);
            card.plain().rsplit("\n\n").next().unwrap_or_default().to_owned()
        };
        let gains = [("ada", 20), ("ben", 0), ("李雷", 12)].map(|(name, points)| (name.to_owned(), points)).to_vec();
        let table = [
            (
                Outcome::Accepted(Some("mia".into()), gains.clone()),
                "Accepted by mia: it counts as right.\nada +20 · 李雷 +12",
                "mia 裁定：算对。\nada +20 · 李雷 +12",
            ),
            (
                Outcome::Accepted(None, Vec::new()),
                "Accepted by three players: it counts as right.",
                "三位玩家裁定：算对。",
            ),
            (Outcome::Refused(Some("mia".into())), "Refused by mia: the judgement stands.", "mia 裁定：维持原判。"),
            (Outcome::Refused(None), "Refused by three players: the judgement stands.", "三位玩家裁定：维持原判。"),
            (Outcome::Lapsed, "Nobody decided within 7 days: the judgement stands.", "7 天内没有人裁定，维持原判。"),
        ];
        for (outcome, en, zh) in table {
            assert_eq!((last(Language::En, &outcome), last(Language::Zh, &outcome)), (en.to_owned(), zh.to_owned()));
        }
        let many = vec![("x".to_owned(), 1); 9];
        assert!(last(Language::En, &Outcome::Accepted(None, many)).ends_with("x +1 · …"));
    }

    #[test]
    fn every_sentence_fits_into_a_toast_whatever_it_repeats() {
        let long = "乐观锁 {$x} **".repeat(100);
        let said = || long.clone();
        let all = [
            Told::Raised { players: false, said: said(), more: true },
            Told::Raised { players: true, said: said(), more: true },
            Told::Yours(0),
            Told::Yours(20),
            Told::Accepted(said()),
            Told::Accepted(String::new()),
            Told::Refused(said()),
            Told::Refused(String::new()),
            Told::Lapsed,
            Told::NowAccepted,
            Told::NowRefused,
            Told::Noted(1, 2),
            Told::NotAnswered,
            Told::FullMarks,
            Told::NotSaid(said()),
            Told::OnlyWords,
            Told::StillOpen,
            Told::TooLate,
            Told::NobodyDecides,
            Told::Unknown,
            Told::NotYourOwn,
            Told::OnlyPlayers,
            Told::Rule { set: true, players: true },
            Told::Rule { set: true, players: false },
            Told::Rule { set: false, players: true },
            Told::Rule { set: false, players: false },
            Told::BadRule(said()),
        ];
        for told in all {
            for language in Language::ALL {
                let plain = told.card(language).plain();
                assert!((2..=TOAST).contains(&plain.chars().count()) && !plain.contains('`'), "{plain}");
                assert!(!plain.starts_with("dispute-"), "{plain}");
            }
        }
    }

    #[test]
    fn the_longest_post_is_one_message() {
        let long = "word ".repeat(1_000);
        let text = Text::same(&long);
        let model = Kind::Open { model: text.clone(), points: vec![], traps: vec![] };
        let question = Question { prompt: text, kind: model, ..words() };
        let claim = Claim { said: &long, name: &long, ..claim(&question) };
        for language in Language::ALL {
            let card = open(language, &claim, true, (2, 2));
            let weight = cut::weight(&card.blocks);
            assert!((1_000..=crate::speech::question::MESSAGE).contains(&weight), "{weight}");
        }
    }
}
