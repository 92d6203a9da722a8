//! The result of a round: who was right, what was right, and why.

use super::{
    card::{Block, Card, Line, Span},
    cut, markdown,
    question::{Asked, MESSAGE, NAMED, Outcome, shown_options},
    words::{OUTSIDE, label, phrase, sentences},
    worth::{self, letter},
};
use crate::quiz::{
    Language,
    question::{Kind, Point},
};

/// The right answer in one line, in characters.
const ANSWER: usize = 240;

/// How many ways to say the right answer are shown to those who decide about another.
const WAYS: usize = 4;

/// How much of a model answer is shown to those who decide about another, in characters.
const MODEL: usize = 500;

/// The longest bar, in blocks.
const BAR: u32 = 10;

/// The share of the room that a model answer leaves to the explanation: a third.
const MODEL_LEAVES: usize = 3;

/// How much of what the points of an explanation are may be told, in characters.
const POINTS: usize = 500;

/// How many sources are named.
const SOURCES: usize = 3;

/// The longest address that becomes a link, in characters.
const ADDRESS: usize = 200;

/// The result, a message of its own without controls.
pub fn result(language: Language, outcome: &Outcome<'_>) -> Card {
    let mut blocks = summary(language, outcome);
    let told = blocks.len();
    if !outcome.asked.private && outcome.asked.answered > 0 {
        blocks.push(Block::Lines(distribution(language, outcome)));
    }
    blocks.push(Block::Lines(named(outcome)));
    let sources = Block::Lines(sources(language, &outcome.asked.question.sources));
    blocks.retain(|block| !is_empty(block));
    let mut room = MESSAGE.saturating_sub(cut::weight(&blocks) + cut::weight(std::slice::from_ref(&sources)));
    let model = model(language, &outcome.asked.question.kind, room - room / MODEL_LEAVES);
    room -= cut::weight(&model);
    blocks.splice(told..told, model);
    let explanation = outcome.asked.question.explanation.as_ref().map(|text| text.get(language)).unwrap_or_default();
    blocks.extend(cut::fit(quoted(markdown::blocks(explanation)), room));
    blocks.extend(Some(sources).filter(|block| !is_empty(block)));
    Card { blocks, controls: None }
}

/// The model answer of an explanation, under its label.
fn model(language: Language, kind: &Kind, room: usize) -> Vec<Block> {
    let Kind::Open { model, .. } = kind else { return Vec::new() };
    let mut blocks = markdown::blocks(model.get(language));
    let label = label("model-answer", language);
    match blocks.first_mut() {
        Some(Block::Lines(lines)) => lines.insert(0, vec![Span::Bold(label)]),
        _ => blocks.insert(0, Block::Lines(vec![vec![Span::Bold(label)]])),
    }
    cut::fit(blocks, room)
}

/// `1. ada +20`; in a private chat the verdict says it already.
fn named(outcome: &Outcome<'_>) -> Vec<Line> {
    let most = if outcome.asked.private { 0 } else { NAMED };
    let first = outcome.first.iter().take(most).enumerate();
    first
        .map(|(index, (name, points))| {
            vec![text(format!("{}. ", index + 1)), text(cut::outside(name, OUTSIDE)), text(format!(" +{points}"))]
        })
        .collect()
}

fn is_empty(block: &Block) -> bool {
    matches!(block, Block::Lines(lines) if lines.is_empty())
}

/// Who was right, and the right answer.
fn summary(language: Language, outcome: &Outcome<'_>) -> Vec<Block> {
    let is_open = outcome.asked.question.is_open();
    let answer: Vec<Line> = (!is_open).then(|| right_answers(language, &outcome.asked)).into_iter().collect();
    let mut blocks = match (&outcome.own, outcome.asked.private) {
        (Some(own), true) => worth::verdict(language, own),
        (None, true) => Vec::new(),
        _ => vec![Block::Lines(vec![how_many(language, outcome)])],
    };
    match blocks.last_mut() {
        Some(Block::Lines(lines)) => lines.extend(answer),
        _ if answer.is_empty() => {}
        _ => blocks.push(Block::Lines(answer)),
    }
    blocks
}

fn how_many(language: Language, outcome: &Outcome<'_>) -> Line {
    let said = match (outcome.asked.answered, outcome.partial) {
        (0, _) => phrase("nobody-answered"),
        (answered, 0) => phrase("right-of").number("right", outcome.right).number("answered", answered),
        (answered, partial) => phrase("right-and-partial-of")
            .number("right", outcome.right)
            .number("partial", partial)
            .number("answered", answered),
    };
    vec![Span::Bold(said.plain(language))]
}

/// `Answer: b) text`, or the first of the accepted words.
pub(super) fn right_answers(language: Language, asked: &Asked<'_>) -> Line {
    let is_order = asked.question.is_order();
    let right = asked.question.right_picks();
    let options = shown_options(language, asked).into_iter().enumerate();
    let mut options: Vec<_> = options.filter(|(_, (place, _))| is_order || right.contains(place)).collect();
    if is_order {
        options.sort_by_key(|(_, (place, _))| *place);
    }
    let mut answer = Line::new();
    for (shown, (_, option)) in &options {
        answer.extend((!answer.is_empty()).then(|| text(if is_order { " → " } else { " · " })));
        answer.push(Span::Bold(format!("{})", letter(*shown))));
        answer.push(text(" "));
        answer.extend(cut::fit_line(option.clone(), ANSWER / options.len()));
    }
    if options.is_empty() {
        answer.push(Span::Bold(typed_answer(language, &asked.question.kind)));
    }
    sentences(language, [phrase("answer-is").line(language), answer])
}

/// The right answer as those see it who decide about another: more than one way to say it.
pub(super) fn key(language: Language, kind: &Kind) -> String {
    match kind {
        Kind::Text { accept, .. } => {
            let ways: Vec<&str> = accept.iter().take(WAYS).map(String::as_str).collect();
            cut::outside(&ways.join(" · "), ANSWER)
        }
        Kind::Open { model, .. } => cut::outside(model.get(language), MODEL),
        kind => typed_answer(language, kind),
    }
}

fn typed_answer(language: Language, kind: &Kind) -> String {
    let answer = match kind {
        Kind::Number { answer, unit, .. } => {
            let unit = unit.as_ref().map(|unit| cut::outside(unit.get(language), OUTSIDE)).unwrap_or_default();
            let gap = if unit.is_empty() || unit == "%" { "" } else { " " };
            format!("{answer}{gap}{unit}")
        }
        Kind::Text { accept, .. } => accept.first().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    cut::outside(&answer, ANSWER)
}

/// A bar for every option that was picked; how many made each point of an explanation; the counts of each verdict for
/// other kinds.
fn distribution(language: Language, outcome: &Outcome<'_>) -> Vec<Line> {
    let asked = &outcome.asked;
    let shown = shown_options(language, asked);
    if let Kind::Open { points, .. } = &asked.question.kind
        && outcome.made.len() == points.len()
    {
        let most = POINTS / points.len().max(1);
        let point = |(point, count): (&Point, &u32)| {
            let said = cut::fit_line(markdown::line(point.say.get(language)), most);
            [phrase("made-by").number("count", *count).line(language), vec![text(" · ")], said].concat()
        };
        return points.iter().zip(&outcome.made).map(point).collect();
    }
    if shown.is_empty() || asked.question.is_order() {
        let wrong = asked.answered.saturating_sub(outcome.right + outcome.partial);
        let counts = phrase("counts")
            .number("right", outcome.right)
            .number("partial", outcome.partial)
            .number("wrong", wrong)
            .line(language);
        return vec![counts];
    }
    let right = asked.question.right_picks();
    let most = outcome.picks.iter().copied().max().unwrap_or(0).max(1);
    let bar = |(shown, (place, _)): (usize, (usize, Line))| {
        let count = outcome.picks.get(place).copied().filter(|&count| count > 0)?;
        let blocks = (u64::from(count) * u64::from(BAR)).div_ceil(u64::from(most));
        let mark = if right.contains(&place) { " ✓" } else { "" };
        Some(vec![text(format!("{} {} {count}{mark}", letter(shown), "▇".repeat(blocks as usize)))])
    };
    shown.into_iter().enumerate().filter_map(bar).collect()
}

/// Text as quotations; paragraphs beside each other share one, with an empty line between.
fn quoted(blocks: Vec<Block>) -> Vec<Block> {
    let mut quoted: Vec<Block> = Vec::new();
    for block in blocks {
        match (quoted.last_mut(), block) {
            (Some(Block::Quote(lines)), Block::Lines(more)) => {
                lines.push(Line::new());
                lines.extend(more);
            }
            (_, Block::Lines(lines)) => quoted.push(Block::Quote(lines)),
            (_, other) => quoted.push(other),
        }
    }
    quoted
}

fn sources(language: Language, sources: &[String]) -> Vec<Line> {
    let mut line = Line::new();
    for named in sources.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).take(SOURCES) {
        line.extend((!line.is_empty()).then(|| text(" · ")));
        line.push(source(named));
    }
    if line.is_empty() {
        return Vec::new();
    }
    vec![sentences(language, [phrase("sources").line(language), line])]
}

/// A web address as a link that shows its host; anything else as text.
fn source(source: &str) -> Span {
    let source = source.trim();
    match host(source).filter(|_| source.chars().count() <= ADDRESS) {
        Some(host) => Span::Link { text: host.to_owned(), url: source.to_owned() },
        None => text(cut::outside(source, OUTSIDE)),
    }
}

/// The host of a web address; None where it is none, or where it could be read as something else.
fn host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let safe = |letter: char| letter.is_ascii_graphic() && !"<>\"'`\\".contains(letter);
    let host = rest.split(['/', '?', '#']).next()?;
    let name = |letter: char| letter.is_ascii_alphanumeric() || "-.:".contains(letter);
    (rest.chars().all(safe) && !host.is_empty() && host.chars().all(name)).then_some(host)
}

fn text(text: impl Into<String>) -> Span {
    Span::Text(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        quiz::{
            Verdict,
            question::{Question, Text},
        },
        speech::{
            question::tests::{asked, choices, explanation, handshake, locking, number, words},
            say::Worth,
        },
    };

    fn outcome<'a>(question: &'a Question, answered: u32) -> Outcome<'a> {
        Outcome {
            asked: Asked { answered, ..asked(question) },
            right: 3.min(answered),
            partial: 0,
            picks: vec![3, 0, 2],
            made: Vec::new(),
            first: vec![("ada".into(), 20), ("<b>@everyone".into(), 18), ("李雷".into(), 1), ("fourth".into(), 1)],
            own: None,
        }
    }

    fn check(outcome: &Outcome<'_>, en: &str, zh: &str) {
        assert_eq!(result(Language::En, outcome).plain(), en);
        assert_eq!(result(Language::Zh, outcome).plain(), zh);
        assert_eq!(result(Language::En, outcome).controls, None);
    }

    #[test]
    fn a_result_tells_who_what_and_why() {
        check(
            &outcome(&locking(), 5),
            "3 of 5 right\nAnswer: b) FOR UPDATE\n\na ▇▇▇▇▇▇▇ 2\nb ▇▇▇▇▇▇▇▇▇▇ 3 ✓\n\n1. ada +20\n2. <b>@everyone +18\n\
             3. 李雷 +1\n\nIt locks the rows.\n\nUntil COMMIT.\n\n\
             Sources: dev.mysql.com (https://dev.mysql.com/doc/x) · The manual",
            "5 人作答，3 人答对\n答案：b) FOR UPDATE\n\na ▇▇▇▇▇▇▇ 2\nb ▇▇▇▇▇▇▇▇▇▇ 3 ✓\n\n1. ada +20\n2. <b>@everyone +18\n\
             3. 李雷 +1\n\n它锁住这些行。\n\n出处：dev.mysql.com (https://dev.mysql.com/doc/x) · The manual",
        );
        let quote = result(Language::En, &outcome(&locking(), 5)).blocks.swap_remove(3);
        assert!(matches!(quote, Block::Quote(lines) if lines.len() == 3 && lines[1].is_empty()));
    }

    #[test]
    fn nobody_and_typed_kinds_are_told_too() {
        let none = |question| Outcome { picks: vec![], first: vec![], ..outcome(question, 0) };
        check(&none(&number()), "Nobody answered.\nAnswer: 79 columns", "这题没人作答。\n答案：79 列");
        let typed = words();
        let some = Outcome { picks: vec![], first: vec![], partial: 1, ..outcome(&typed, 5) };
        check(
            &some,
            "3 of 5 right, 1 partly\nAnswer: FOR UPDATE\n\nRight 3 · partly 1 · wrong 1",
            "5 人作答，3 人答对，1 人对了一部分\n答案：FOR UPDATE\n\n答对 3 · 部分对 1 · 答错 1",
        );
    }

    #[test]
    fn an_order_is_told_from_first_to_last() {
        let question = handshake();
        let some = Outcome { picks: vec![5; 3], first: vec![], partial: 1, ..outcome(&question, 5) };
        check(
            &some,
            "3 of 5 right, 1 partly\nAnswer: b) SYN → c) SYN+ACK → a) ACK\n\nRight 3 · partly 1 · wrong 1",
            "5 人作答，3 人答对，1 人对了一部分\n答案：b) SYN → c) SYN+ACK → a) ACK 报文\n\n答对 3 · 部分对 1 · 答错 1",
        );
    }

    #[test]
    fn an_explanation_has_its_model_answer_and_its_points() {
        let question = explanation("what `it` costs");
        let some = Outcome { made: vec![3, 0], first: vec![("ada".into(), 20)], ..outcome(&question, 5) };
        check(
            &some,
            "3 of 5 right\n\nModel answer:\nModel: what it costs\n\n✓ 3 · what it costs\n✓ 0 · what it costs\n\n1. ada +20",
            "5 人作答，3 人答对\n\n参考答案：\nModel: what it costs\n\n✓ 3 人 · what it costs\n✓ 0 人 · what it costs\n\n\
             1. ada +20",
        );
        let uncounted = Outcome { made: vec![], ..some.clone() };
        assert!(result(Language::En, &uncounted).plain().contains("\n\nRight 3 · partly 0 · wrong 2\n\n"));
        let own = Outcome { asked: Asked { private: true, ..some.asked.clone() }, ..some };
        assert_eq!(result(Language::En, &own).plain(), "Model answer:\nModel: what it costs");
    }

    #[test]
    fn the_longest_explanation_is_one_message() {
        for filler in ["word ", "乐观锁", "_*`", "👩‍👩‍👧", "a\n\n", "```\nx\n"] {
            let long = |most: usize| filler.chars().cycle().take(most).collect::<String>();
            let mut question = explanation(&long(100));
            if let Kind::Open { model, points, .. } = &mut question.kind {
                *model = Text::same(&long(1_000));
                *points = vec![points[0].clone(); 12];
            }
            question.explanation = Some(Text::same(&long(1_000)));
            question.sources = vec![format!("https://example.org/{}", "x".repeat(180)); 9];
            let some =
                Outcome { made: vec![u32::MAX; 12], first: vec![(long(32), i64::MAX); 3], ..outcome(&question, 99) };
            let card = result(Language::Zh, &some);
            assert!(cut::weight(&card.blocks) <= MESSAGE, "{}", cut::weight(&card.blocks));
            assert!(card.plain().contains("example.org") && card.plain().contains(&u32::MAX.to_string()));
        }
    }

    #[test]
    fn a_private_result_is_the_verdict() {
        let question = number();
        let own = Worth {
            verdict: Verdict::Right,
            points: 10,
            bonus: 0,
            said: "79".into(),
            letters: false,
            tries_left: 0,
            why: None,
            explained: None,
        };
        let mut private = outcome(&question, 1);
        private.asked.private = true;
        check(&private, "Answer: 79 columns", "答案：79 列");
        private.own = Some(own);
        check(&private, "Right. +10\nAnswer: 79 columns", "答对了，+10\n答案：79 列");
    }

    #[test]
    fn the_longest_result_is_one_message() {
        for filler in ["word ", "乐观锁", "_*`", "👩‍👩‍👧", "a\n\n", "```\nx\n"] {
            let long = |most: usize| filler.chars().cycle().take(most).collect::<String>();
            let mut question = choices(10, &long(100));
            question.explanation = Some(Text::same(&long(1_000)));
            question.sources = vec![format!("https://example.org/{}", "x".repeat(180)); 9];
            let mut outcome = outcome(&question, 99);
            outcome.asked.order = &[9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
            outcome.picks = vec![99; 10];
            outcome.first = vec![(long(32), i64::MAX); 3];
            for language in Language::ALL {
                let card = result(language, &outcome);
                assert!(cut::weight(&card.blocks) <= MESSAGE, "{}", cut::weight(&card.blocks));
                assert!(card.plain().contains("j ▇▇▇▇▇▇▇▇▇▇ 99") && card.plain().contains("example.org"));
                assert!(card.plain().chars().count() > 1_000, "the explanation is there");
            }
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        let table = [
            ("https://dev.mysql.com/doc/x?y#z", Some("dev.mysql.com")),
            (" http://localhost:8080 ", Some("localhost:8080")),
            ("javascript:alert(1)", None),
            ("https://good.org@evil.org/", None),
            ("https://a b.org", None),
            ("https://x.org/\"><script>", None),
            ("https://пример.рф/", None),
            ("https://", None),
            ("PEP 8", None),
        ];
        for (address, expected) in table {
            let shown = match source(address) {
                Span::Link { text, url } => {
                    assert_eq!(url, address.trim());
                    Some(text)
                }
                _ => None,
            };
            assert_eq!(shown.as_deref(), expected, "{address}");
        }
        let long = format!("https://x.org/{}", "y".repeat(4_000));
        assert!(matches!(source(&long), Span::Text(text) if text.chars().count() == OUTSIDE));
    }
}
