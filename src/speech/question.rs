//! A question's message: open, closed, and its result.

use super::{
    card::{Answering, Block, Card, Controls, Line, Span, plain_line},
    cut, markdown,
    result::right_answers,
    say::Worth,
    words::{OUTSIDE, label, phrase},
    worth::letter,
};
use crate::quiz::{
    Language, Mode, RoundId,
    question::{Kind, Question, Text},
};

pub use super::result::result;

/// One message of Discord, in characters with their markup: the platform that takes the least.
pub(super) const MESSAGE: usize = 2_000;

/// What is left at least of an option's text where the whole question is too long, in characters. Buttons keep more.
const OPTION: usize = 24;

/// A form's title and the label of its field, in characters: Discord takes 45.
const FIELD: usize = 45;

/// The most stars there are.
const STARS: usize = 5;

/// A question as it is put to a chat.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What is asked.
    pub question: &'a Question,
    /// Its round.
    pub round: RoundId,
    /// `order[shown]` = place in the question.
    pub order: &'a [usize],
    /// Daily or quiz.
    pub mode: Mode,
    /// Which question of how many, in a series of more than one.
    pub series: Option<(u32, u32)>,
    /// Whether the chat is one person's: there is a skip button then and no "answer privately".
    pub private: bool,
    /// How many have answered.
    pub answered: u32,
    /// How long it stays open, where that is short enough to be said.
    pub seconds: Option<i64>,
}

/// How a round ended.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The question.
    pub asked: Asked<'a>,
    /// How many of those who answered were wholly right.
    pub right: u32,
    /// How many were partly right.
    pub partial: u32,
    /// How many picked each option, by its place in the question; empty for typed kinds.
    pub picks: Vec<u32>,
    /// Of an explanation: how many made each of its points; empty where nobody counted.
    pub made: Vec<u32>,
    /// Who got points, first come first: name and points. At most `NAMED`.
    pub first: Vec<(String, i64)>,
    /// In a private chat, what its one player's final answer was worth; None where it was skipped.
    pub own: Option<Worth>,
}

/// How many of those who got points the result names.
pub const NAMED: usize = 3;

/// The open question.
pub fn open(language: Language, asked: &Asked<'_>) -> Card {
    let line = |shown: usize, text: Line| [vec![Span::Bold(format!("{})", letter(shown))), space()], text].concat();
    let blocks = sheet(language, asked, how(language, asked), |shown, _, text| line(shown, text));
    Card { blocks, controls: Some(open_controls(language, asked)) }
}

/// The question once it is over: with the right answer.
pub fn closed(language: Language, asked: &Asked<'_>) -> Card {
    if asked.question.is_order() {
        return closed_order(language, asked);
    }
    let right = asked.question.right_picks();
    let last = count_line(language, asked);
    let line = |shown: usize, place: usize, text: Line| {
        let text = [vec![Span::Text(format!("{}) ", letter(shown)))], text].concat();
        if right.contains(&place) { marked(&text) } else { text }
    };
    let mut blocks = sheet(language, asked, last, line);
    // a model answer stands in the result
    if options(language, asked.question).is_empty() && !asked.question.is_open() {
        let at = blocks.len() - usize::from(asked.answered > 0);
        blocks.insert(at, Block::Lines(vec![right_answers(language, asked)]));
    }
    let shown = shown_options(language, asked);
    let options = shown.into_iter().map(|(place, text)| (plain_line(&text), right.contains(&place))).collect();
    Card { blocks, controls: Some(controls(asked, Answering::Closed { options })) }
}

/// An order once it is over: its items numbered as they should be, each with the letter that it had.
fn closed_order(language: Language, asked: &Asked<'_>) -> Card {
    let letter_of = |place: usize| asked.order.iter().position(|shown| *shown == place).map(letter);
    let line = |number: usize, place: usize, text: Line| {
        let letter = letter_of(place).map(|letter| Span::Text(format!(" ({letter})")));
        [vec![Span::Bold(format!("{}.", number + 1)), space()], text, letter.into_iter().collect()].concat()
    };
    let right: Vec<usize> = (0..asked.order.len()).collect();
    let blocks = sheet(language, &Asked { order: &right, ..asked.clone() }, count_line(language, asked), line);
    Card { blocks, controls: Some(controls(asked, Answering::Closed { options: Vec::new() })) }
}

/// What can be pressed beside a player's own draft of an order, where a platform shows them that alone.
pub fn draft_controls(language: Language, asked: &Asked<'_>) -> Controls {
    controls(asked, answering(language, asked))
}

/// The header, the prompt, the options and a last line. Options are cut where the whole would be more than a message.
fn sheet(language: Language, asked: &Asked<'_>, last: Line, line: impl Fn(usize, usize, Line) -> Line) -> Vec<Block> {
    let mut blocks = vec![Block::Lines(vec![header(language, asked)])];
    blocks.extend(markdown::blocks(asked.question.prompt.get(language)));
    let last = (!last.is_empty()).then(|| Block::Lines(vec![last]));
    let options = shown_options(language, asked);
    let lines = |most: usize| {
        let shown = options.iter().enumerate();
        shown.map(|(shown, (place, text))| line(shown, *place, cut::fit_line(text.clone(), most))).collect::<Vec<_>>()
    };
    if !options.is_empty() {
        let room = MESSAGE.saturating_sub(
            cut::weight(&blocks) + last.as_ref().map_or(0, |last| cut::weight(std::slice::from_ref(last))),
        );
        blocks.push(fitting(room, options.len(), lines));
    }
    blocks.extend(last);
    blocks
}

/// The options' lines, cut to the same length where they need more room.
fn fitting(room: usize, count: usize, lines: impl Fn(usize) -> Vec<Line>) -> Block {
    let whole = Block::Lines(lines(usize::MAX));
    let over = |block: &Block| cut::weight(std::slice::from_ref(block)) > room;
    let marks = cut::weight(&[Block::Lines(lines(0))]);
    match over(&whole) {
        true => Block::Lines(lines((room.saturating_sub(marks) / count).max(OPTION))),
        false => whole,
    }
}

/// `Daily question · Locking · ★★☆☆☆`.
fn header(language: Language, asked: &Asked<'_>) -> Line {
    let label = match (asked.series, asked.mode) {
        (Some((place, total)), _) => {
            Some(phrase("question-of").number("place", place).number("total", total).plain(language))
        }
        (None, Mode::Daily) => Some(label("daily-question", language)),
        (None, Mode::Quiz) => None,
    };
    let topic = Some(cut::outside(asked.question.topic_name.get(language), OUTSIDE)).filter(|name| !name.is_empty());
    let stars = usize::from(asked.question.difficulty).min(STARS);
    let stars = "★".repeat(stars) + &"☆".repeat(STARS - stars);
    let mut parts = label.into_iter().chain(topic).chain([stars]);
    let first = parts.next().into_iter().map(Span::Bold);
    first.chain(parts.map(|part| Span::Text(format!(" · {part}")))).collect()
}

/// How it is answered, for how long, and how many did: `Press a letter · 60 seconds · 12 answered`.
fn how(language: Language, asked: &Asked<'_>) -> Line {
    let how = match &asked.question.kind {
        Kind::Single { .. } | Kind::Truth { .. } => "press-one",
        Kind::Multiple { .. } => "press-some",
        Kind::Order { .. } => "press-in-order",
        Kind::Open { .. } if asked.private => "in-your-words",
        Kind::Open { .. } => "reply-in-your-words",
        _ if asked.private => "send-answer",
        _ => "reply-answer",
    };
    let seconds = asked.seconds.map(|seconds| phrase("seconds").number("seconds", seconds).plain(language));
    let parts: Vec<_> = [Some(label(how, language)), seconds, count(language, asked)].into_iter().flatten().collect();
    vec![Span::Text(parts.join(" · "))]
}

/// `12 answered`; None before the first.
fn count(language: Language, asked: &Asked<'_>) -> Option<String> {
    (asked.answered > 0).then(|| phrase("answered").number("count", asked.answered).plain(language))
}

fn count_line(language: Language, asked: &Asked<'_>) -> Line {
    count(language, asked).map(|text| vec![Span::Text(text)]).unwrap_or_default()
}

fn answering(language: Language, asked: &Asked<'_>) -> Answering {
    let options: Vec<_> = shown_options(language, asked).into_iter().map(|(_, text)| plain_line(&text)).collect();
    match &asked.question.kind {
        Kind::Single { .. } | Kind::Truth { .. } => Answering::One { options },
        Kind::Order { .. } => {
            Answering::Order { options, undo: label("undo", language), done: label("done", language) }
        }
        Kind::Multiple { .. } => {
            Answering::Some { options, done: label("done", language), placeholder: label("pick-here", language) }
        }
        kind => Answering::Typed {
            answer: label("answer-button", language),
            title: title(language, asked.question),
            field: cut::cut(&field(language, kind), FIELD),
        },
    }
}

fn open_controls(language: Language, asked: &Asked<'_>) -> Controls {
    let answering = answering(language, asked);
    let has_hint = asked.question.hint.as_ref().is_some_and(|hint| !hint.get(language).trim().is_empty());
    let typed = matches!(answering, Answering::Typed { .. });
    Controls {
        hint: has_hint.then(|| label("hint-button", language)),
        privately: (typed && !asked.private).then(|| label("privately-button", language)),
        skip: asked.private.then(|| label("skip-button", language)),
        ..controls(asked, answering)
    }
}

fn controls(asked: &Asked<'_>, answering: Answering) -> Controls {
    Controls { round: asked.round, answering, hint: None, privately: None, skip: None }
}

/// The form's title: the topic.
fn title(language: Language, question: &Question) -> String {
    let topic = cut::outside(question.topic_name.get(language), FIELD - 2); // isolates come on top
    if topic.is_empty() { label("answer-button", language) } else { topic }
}

fn field(language: Language, kind: &Kind) -> String {
    match kind {
        Kind::Number { unit: Some(unit), .. } => phrase("a-number-in").text("unit", unit.get(language)).plain(language),
        Kind::Number { .. } => label("a-number", language),
        Kind::Open { .. } => label("in-your-words", language),
        _ => label("a-few-words", language),
    }
}

/// The options or items by their place in the question; none for typed kinds.
pub(super) fn options(language: Language, question: &Question) -> Vec<Line> {
    match &question.kind {
        Kind::Single { options } | Kind::Multiple { options } => {
            options.iter().map(|option| option_line(&option.text, language)).collect()
        }
        Kind::Order { items } => items.iter().map(|item| option_line(item, language)).collect(),
        Kind::Truth { .. } => ["true", "false"].map(|word| vec![Span::Text(label(word, language))]).into(),
        _ => Vec::new(),
    }
}

fn option_line(text: &Text, language: Language) -> Line {
    markdown::option(text.get(language))
}

/// The options as shown: place in the question, and text.
pub(super) fn shown_options(language: Language, asked: &Asked<'_>) -> Vec<(usize, Line)> {
    let options = options(language, asked.question);
    asked.order.iter().filter_map(|&place| Some((place, options.get(place)?.clone()))).collect()
}

/// A line that stands out as right.
fn marked(line: &[Span]) -> Line {
    vec![Span::Bold(format!("✓ {}", plain_line(line)))]
}

fn space() -> Span {
    Span::Text(" ".to_owned())
}
#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::quiz::question::{Choice, Point};

    fn text(en: &str, zh: &str) -> Text {
        Text { en: Some(en.into()), zh: Some(zh.into()) }
    }

    fn question(kind: Kind) -> Question {
        Question {
            id: "database/locking/x".into(),
            topic: "database/locking".into(),
            topic_name: text("Locking", "锁"),
            difficulty: 2,
            prompt: text("Which **clause** locks?", "哪个**子句**加锁？"),
            kind,
            shuffle: true,
            explanation: None,
            sources: Vec::new(),
            tags: Vec::new(),
            hint: None,
        }
    }

    /// A single choice; shown in `ORDER`, b is right.
    pub(in crate::speech) fn locking() -> Question {
        let choice = |word: &str, right| Choice { text: Text::same(word), right, why: None };
        let options = vec![choice("`FOR UPDATE`", true), choice("**kwargs", false), choice("<b>", false)];
        Question {
            explanation: Some(text("It locks the rows.\n\nUntil `COMMIT`.", "它锁住这些行。")),
            sources: vec!["https://dev.mysql.com/doc/x".into(), " ".into(), "The manual".into()],
            hint: Some(Text::same("Think.")),
            ..question(Kind::Single { options })
        }
    }

    /// So many options that say this, all right.
    pub(in crate::speech) fn choices(count: usize, says: &str) -> Question {
        let choice = Choice { text: Text::same(says), right: true, why: None };
        question(Kind::Multiple { options: vec![choice; count] })
    }

    pub(in crate::speech) fn number() -> Question {
        question(Kind::Number { answer: 79.0, tolerance: 0.0, unit: Some(text("columns", "列")) })
    }

    pub(in crate::speech) fn words() -> Question {
        let accept = vec!["FOR UPDATE".into(), "排他锁读".into()];
        question(Kind::Text { accept, reject: vec![], close: vec![], typos: true })
    }

    /// Shown in the order of `asked`, b is the first and a the last.
    pub(in crate::speech) fn handshake() -> Question {
        question(Kind::Order { items: vec![Text::same("SYN"), Text::same("`SYN+ACK`"), text("ACK", "ACK 报文")] })
    }

    /// An explanation of two points, of which each says this.
    pub(in crate::speech) fn explanation(says: &str) -> Question {
        let point = Point { say: Text::same(says), any: vec!["x".into()], weight: 1.0 };
        question(Kind::Open { model: Text::same(&format!("Model: {says}")), points: vec![point; 2], traps: vec![] })
    }

    pub(in crate::speech) fn asked(question: &Question) -> Asked<'_> {
        Asked {
            question,
            round: RoundId(7),
            order: &[2, 0, 1],
            mode: Mode::Daily,
            series: None,
            private: false,
            answered: 0,
            seconds: None,
        }
    }

    fn check(card: impl Fn(Language) -> Card, en: &str, zh: &str) {
        assert_eq!(card(Language::En).plain(), en);
        assert_eq!(card(Language::Zh).plain(), zh);
    }

    #[test]
    fn a_choice_question_is_open_and_closed() {
        let question = locking();
        let asked = Asked { answered: 12, seconds: Some(60), ..asked(&question) };
        check(
            |language| open(language, &asked),
            "Daily question · Locking · ★★☆☆☆\n\nWhich clause locks?\n\na) <b>\nb) FOR UPDATE\nc) **kwargs\n\n\
             Press a letter · 60 seconds · 12 answered",
            "每日一题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\na) <b>\nb) FOR UPDATE\nc) **kwargs\n\n\
             点字母作答 · 60 秒 · 12 人已答",
        );
        check(
            |language| closed(language, &asked),
            "Daily question · Locking · ★★☆☆☆\n\nWhich clause locks?\n\na) <b>\n✓ b) FOR UPDATE\nc) **kwargs\n\n\
             12 answered",
            "每日一题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\na) <b>\n✓ b) FOR UPDATE\nc) **kwargs\n\n12 人已答",
        );
        let controls = open(Language::En, &asked).controls.expect("it can be answered");
        let options = vec!["<b>".to_owned(), "FOR UPDATE".to_owned(), "**kwargs".to_owned()];
        assert_eq!(controls.answering, Answering::One { options });
        assert_eq!((controls.round, controls.hint.as_deref()), (RoundId(7), Some("Hint")));
        assert_eq!((controls.privately, controls.skip), (None, None));
        let controls = closed(Language::En, &asked).controls.expect("its buttons stay");
        let options = vec![("<b>".to_owned(), false), ("FOR UPDATE".to_owned(), true), ("**kwargs".to_owned(), false)];
        assert_eq!(controls.answering, Answering::Closed { options });
        assert_eq!((controls.hint, controls.privately, controls.skip), (None, None, None));
    }

    #[test]
    fn typed_questions_tell_how() {
        let question = number();
        let series = Asked { series: Some((2, 5)), mode: Mode::Quiz, seconds: Some(1), ..asked(&question) };
        check(
            |language| open(language, &series),
            "Question 2 of 5 · Locking · ★★☆☆☆\n\nWhich clause locks?\n\n\
             Reply to this question · 1 second",
            "第 2 / 5 题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\n回复本题作答 · 1 秒",
        );
        check(
            |language| closed(language, &Asked { answered: 1, ..series.clone() }),
            "Question 2 of 5 · Locking · ★★☆☆☆\n\nWhich clause locks?\n\nAnswer: 79 columns\n\n1 answered",
            "第 2 / 5 题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\n答案：79 列\n\n1 人已答",
        );
        let controls = open(Language::Zh, &series).controls.expect("it can be answered");
        let (answer, title, field) = ("作答".to_owned(), "锁".to_owned(), "一个数字（单位：列）".to_owned());
        assert_eq!(controls.answering, Answering::Typed { answer, title, field });
        assert_eq!((controls.privately.as_deref(), controls.skip), (Some("私聊作答"), None));
        let private = Asked { private: true, mode: Mode::Quiz, ..asked(&question) };
        check(
            |language| open(language, &private),
            "Locking · ★★☆☆☆\n\nWhich clause locks?\n\nSend your answer",
            "锁 · ★★☆☆☆\n\n哪个子句加锁？\n\n直接发答案",
        );
        let controls = open(Language::En, &private).controls.expect("it can be answered");
        assert_eq!((controls.privately, controls.skip.as_deref()), (None, Some("Skip")));
        let closed = closed(Language::En, &private).controls.expect("its buttons stay");
        assert_eq!(closed.answering, Answering::Closed { options: vec![] });
    }

    #[test]
    fn truth_and_multiple_have_their_options() {
        let truth = question(Kind::Truth { answer: false });
        let asked_truth = Asked { order: &[0, 1], ..asked(&truth) };
        assert!(open(Language::Zh, &asked_truth).plain().contains("a) 正确\nb) 错误\n\n点字母作答"));
        assert!(closed(Language::En, &asked_truth).plain().ends_with("a) True\n✓ b) False"));
        let many = choices(3, "x");
        let card = open(Language::En, &asked(&many));
        assert!(card.plain().ends_with("Pick all that fit, then Done"));
        let options = vec!["x".to_owned(); 3];
        let (done, placeholder) = ("Done".to_owned(), "Pick all that fit".to_owned());
        assert_eq!(card.controls.map(|c| c.answering), Some(Answering::Some { options, done, placeholder }));
    }

    #[test]
    fn an_order_is_shown_shuffled_and_then_numbered() {
        let question = handshake();
        let asked = Asked { answered: 2, seconds: Some(60), ..asked(&question) };
        check(
            |language| open(language, &asked),
            "Daily question · Locking · ★★☆☆☆\n\nWhich clause locks?\n\na) ACK\nb) SYN\nc) SYN+ACK\n\n\
             Press them in order, then Done · 60 seconds · 2 answered",
            "每日一题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\na) ACK 报文\nb) SYN\nc) SYN+ACK\n\n\
             按先后顺序依次点，点完再点「完成」 · 60 秒 · 2 人已答",
        );
        check(
            |language| closed(language, &asked),
            "Daily question · Locking · ★★☆☆☆\n\nWhich clause locks?\n\n1. SYN (b)\n2. SYN+ACK (c)\n3. ACK (a)\n\n\
             2 answered",
            "每日一题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\n1. SYN (b)\n2. SYN+ACK (c)\n3. ACK 报文 (a)\n\n2 人已答",
        );
        let options = vec!["ACK".to_owned(), "SYN".to_owned(), "SYN+ACK".to_owned()];
        let order = Answering::Order { options, undo: "Undo".to_owned(), done: "Done".to_owned() };
        assert_eq!(open(Language::En, &asked).controls.map(|c| c.answering), Some(order.clone()));
        let draft = draft_controls(Language::En, &Asked { private: true, ..asked.clone() });
        assert_eq!((draft.answering, draft.skip, draft.hint), (order, None, None));
        let closed = closed(Language::En, &asked).controls.expect("its round is named");
        assert_eq!(closed.answering, Answering::Closed { options: vec![] });
    }

    #[test]
    fn an_explanation_is_asked_for_and_its_model_kept_for_the_result() {
        let question = explanation("what it costs");
        let asked = Asked { answered: 2, seconds: Some(180), ..asked(&question) };
        check(
            |language| open(language, &asked),
            "Daily question · Locking · ★★☆☆☆\n\nWhich clause locks?\n\n\
             Reply to this question and explain · 180 seconds · 2 answered",
            "每日一题 · 锁 · ★★☆☆☆\n\n哪个子句加锁？\n\n回复本题，用自己的话解释 · 180 秒 · 2 人已答",
        );
        let plain = closed(Language::En, &asked).plain();
        assert_eq!(plain, "Daily question · Locking · ★★☆☆☆\n\nWhich clause locks?\n\n2 answered");
        let Answering::Typed { field, .. } = open(Language::Zh, &asked).controls.expect("open").answering else {
            panic!("it is typed");
        };
        assert_eq!(field, "用自己的话解释");
    }

    #[test]
    fn the_longest_question_is_one_message() {
        for filler in ["word ", "乐观锁", "x_", "👩‍👩‍👧"] {
            let long = |most: usize| filler.chars().cycle().take(most).collect::<String>();
            let mut question = choices(10, &long(100));
            question.prompt = Text::same(&long(1_200));
            question.topic_name = Text::same(&long(80));
            question.difficulty = 200;
            let order = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
            let asked = Asked { order: &order, answered: u32::MAX, seconds: Some(86_400), ..asked(&question) };
            for language in Language::ALL {
                for card in [open(language, &asked), closed(language, &asked)] {
                    let plain = card.plain();
                    assert!(plain.chars().count() <= MESSAGE, "{}", plain.chars().count());
                    assert!(plain.contains("j) ") && plain.contains(long(1_200).trim()), "{plain}");
                }
            }
            let Answering::Some { options, .. } = open(Language::En, &asked).controls.expect("open").answering else {
                panic!("more than one is right");
            };
            assert_eq!(options[0].trim(), long(100).trim(), "buttons keep the whole text");
            let kind = Kind::Order { items: vec![Text::same(&long(100)); 10] };
            let question = Question { kind, ..question.clone() };
            let asked = Asked { question: &question, ..asked };
            for card in [open(Language::Zh, &asked), closed(Language::Zh, &asked)] {
                assert!(card.plain().chars().count() <= MESSAGE, "{}", card.plain());
            }
        }
    }

    #[test]
    fn a_form_fits_and_odd_questions_are_drawn() {
        let mut question = number();
        question.topic_name = Text::same(&"שלום ".repeat(50));
        if let Kind::Number { unit, .. } = &mut question.kind {
            *unit = Some(Text::same(&"unit".repeat(50)));
        }
        for language in Language::ALL {
            let Answering::Typed { title, field, .. } =
                open(language, &asked(&question)).controls.expect("open").answering
            else {
                panic!("it is typed");
            };
            assert!(title.chars().count() <= FIELD && field.chars().count() <= FIELD, "{title} {field}");
        }
        let mut odd = locking();
        odd.prompt = Text::default();
        odd.topic_name = Text::default();
        let order = [5, 0, 0];
        let asked = Asked { order: &order, ..asked(&odd) };
        assert_eq!(
            open(Language::En, &asked).plain(),
            "Daily question · ★★☆☆☆\n\na) FOR UPDATE\nb) FOR UPDATE\n\nPress a letter"
        );
    }
}
