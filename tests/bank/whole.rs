//! The whole built-in bank, answered as people answer on a telephone.

use quizbot::{
    bank::Bank,
    quiz::{
        Prompt, Verdict,
        judge::{Known, open::Why},
        question::{Choice, Kind, Question, Text},
    },
};

/// What is wrong with the questions, one line each.
type Wrong = Vec<String>;

fn questions() -> Vec<Question> {
    Bank::built_in().0.entries().iter().map(|entry| entry.question.clone()).collect()
}

/// The verdict on this reply, with the options shown in another order than they are written.
fn verdict(question: &Question, reply: &str) -> Option<Verdict> {
    let count = question.option_count();
    let order: Vec<usize> = (0..count).map(|at| (at + 1) % count).collect();
    question.read(reply, &order).map(|reply| question.judge(&reply, &Known::default()))
}

fn expect(wrong: &mut Wrong, question: &Question, reply: &str, expected: &Verdict) {
    let found = verdict(question, reply);
    if found.as_ref() != Some(expected) {
        wrong.push(format!("{}: {reply:?} is {found:?}, not {expected:?}", question.id));
    }
}

/// The text in full-width characters, as a Chinese keyboard may send it.
fn wide(text: &str) -> String {
    let widened = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(widened).collect()
}

/// The same answer as different people send it.
fn as_sent(answer: &str) -> Vec<String> {
    let mut all = vec![answer.to_uppercase(), answer.to_lowercase(), wide(answer), format!(" {answer}\n")];
    let around = [
        ("", "。"),
        ("", "."),
        ("", "！"),
        ("", "?"),
        ("", "～"),
        ("应该是", "吧"),
        ("应该是 ", " 吧？"),
        ("就是", "啊"),
        ("答：", ""),
        ("我觉得是", ""),
        ("答案是", "。"),
        ("I think it's ", ""),
        ("It's ", "."),
        ("the answer is ", ""),
        ("“", "”"),
        ("`", "`"),
    ];
    all.extend(around.map(|(before, after)| format!("{before}{answer}{after}")));
    all
}

#[test]
fn short_answers_are_known_however_they_are_sent() {
    let (mut wrong, mut count) = (Wrong::new(), 0);
    for question in questions() {
        let Kind::Text { accept, reject, close, .. } = &question.kind else { continue };
        count += 1;
        let worth = |answers: &[String], verdict: Verdict| (answers.to_vec(), verdict);
        let mut lists = vec![worth(accept, Verdict::Right), worth(reject, Verdict::Wrong)];
        lists.extend(close.iter().map(|close| worth(&close.matches, Verdict::Close(Prompt::Own(close.say.clone())))));
        for (answers, expected) in lists {
            for answer in answers {
                expect(&mut wrong, &question, &answer, &expected);
                as_sent(&answer).iter().for_each(|reply| expect(&mut wrong, &question, reply, &expected));
            }
        }
    }
    assert!(wrong.is_empty(), "{} replies:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count == 0, questions().is_empty());
}

/// A whole number with its thousands parted by this.
fn parted(number: i64, by: char) -> String {
    let digits = number.to_string();
    let mut parted = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push(by);
        }
        parted.push(digit);
    }
    parted
}

/// A number as different people write it.
fn as_written(answer: f64) -> Vec<String> {
    let mut all = vec![answer.to_string()];
    let whole = answer as i64;
    if answer.fract() != 0.0 {
        return all;
    }
    all.push(format!("{whole}.0"));
    if whole >= 1_000 {
        all.extend([',', ' ', '_', '，'].map(|by| parted(whole, by)));
    }
    let scales = [(1_000, "k"), (10_000, "万"), (10_000, " 万"), (1_000_000, " million"), (10_000_000, "千万")];
    let scaled = scales.into_iter().filter(|(scale, _)| whole >= *scale && whole % scale == 0);
    all.extend(scaled.map(|(scale, name)| format!("{}{name}", whole / scale)));
    all
}

#[test]
fn numbers_are_known_however_they_are_written() {
    let mut wrong = Wrong::new();
    for question in questions() {
        let Kind::Number { answer, tolerance, unit } = &question.kind else { continue };
        let units: Vec<String> = unit.iter().flat_map(|unit| [unit.en.clone(), unit.zh.clone()]).flatten().collect();
        for written in as_written(*answer) {
            // A Latin unit is not glued to a word: nobody means rows by "20krows".
            let glued = |unit: &&String| !(unit.is_ascii() && written.ends_with(|c: char| c.is_ascii_alphabetic()));
            let parted = units.iter().map(|unit| format!("{written} {unit}"));
            let with_unit = parted.chain(units.iter().filter(glued).map(|unit| format!("{written}{unit}")));
            for number in [written.clone()].into_iter().chain(with_unit) {
                as_sent(&number).iter().for_each(|reply| expect(&mut wrong, &question, reply, &Verdict::Right));
            }
        }
        let off = tolerance * 2.0 + if answer.fract() == 0.0 { 1.0 } else { 0.1 };
        for other in [answer + off, answer - off] {
            expect(&mut wrong, &question, &format!("{other:.1}"), &Verdict::Wrong);
        }
    }
    assert!(wrong.is_empty(), "{} replies:\n{}", wrong.len(), wrong.join("\n"));
}

fn texts(text: &Text) -> impl Iterator<Item = &String> {
    [&text.en, &text.zh].into_iter().flatten()
}

#[test]
fn options_are_known_by_their_texts() {
    let mut wrong = Wrong::new();
    for question in questions() {
        let (Kind::Single { options } | Kind::Multiple { options }) = &question.kind else { continue };
        let right = options.iter().filter(|option| option.right).count();
        for option in options {
            let expected = match (option.right, right) {
                (false, _) => Verdict::Wrong,
                (true, 1) => Verdict::Right,
                (true, all) => Verdict::Partial(1.0 / all as f64),
            };
            for text in texts(&option.text) {
                let sent = [text.clone(), text.to_lowercase(), wide(text), format!("{text}。"), format!(" {text}.")];
                sent.iter().for_each(|reply| expect(&mut wrong, &question, reply, &expected));
            }
        }
        if matches!(question.kind, Kind::Multiple { .. }) {
            for reply in together(options) {
                expect(&mut wrong, &question, &reply, &Verdict::Right);
            }
        }
    }
    assert!(wrong.is_empty(), "{} replies:\n{}", wrong.len(), wrong.join("\n"));
}

/// All right options in one reply, in each language, parted in different ways.
fn together(options: &[Choice]) -> Vec<String> {
    let right = options.iter().filter(|option| option.right);
    let en: Vec<String> = right.clone().filter_map(|option| option.text.en.clone()).collect();
    let zh: Vec<String> = right.filter_map(|option| option.text.zh.clone()).collect();
    let each = [(&en, ", "), (&en, "\n"), (&en, " and "), (&zh, "、"), (&zh, "，"), (&zh, "\n"), (&zh, "；")];
    each.iter().filter(|(texts, _)| !texts.is_empty()).map(|(texts, by)| texts.join(by)).collect()
}

#[test]
fn orders_are_known_by_letters_and_by_names() {
    let mut wrong = Wrong::new();
    for question in questions() {
        let Kind::Order { items } = &question.kind else { continue };
        let count = items.len();
        // shown with the last one first, as `verdict` does it
        let letters: Vec<String> = (0..count).map(|at| letter((at + count - 1) % count)).collect();
        let mut replies: Vec<String> = ["", " ", ">", "→", "、", ", ", " then "].map(|by| letters.join(by)).into();
        replies.extend(as_sent(&letters.join(" ")));
        let numbered = letters.iter().zip(1..).map(|(letter, number)| format!("{number}. {letter}"));
        replies.push(numbered.collect::<Vec<_>>().join("\n"));
        let en: Vec<String> = items.iter().filter_map(|item| item.en.clone()).collect();
        let zh: Vec<String> = items.iter().filter_map(|item| item.zh.clone()).collect();
        let each = [(&en, ", "), (&en, "\n"), (&en, " -> "), (&en, ", then "), (&zh, "、"), (&zh, "，"), (&zh, "\n")];
        replies.extend(each.iter().filter(|(names, _)| names.len() == count).map(|(names, by)| names.join(by)));
        replies.iter().for_each(|reply| expect(&mut wrong, &question, reply, &Verdict::Right));
        let reversed: Vec<String> = letters.into_iter().rev().collect();
        expect(&mut wrong, &question, &reversed.join(" "), &Verdict::Wrong);
    }
    assert!(wrong.is_empty(), "{} replies:\n{}", wrong.len(), wrong.join("\n"));
}

fn letter(shown: usize) -> String {
    char::from(b'a' + u8::try_from(shown).expect("a letter")).to_string()
}

#[test]
fn a_point_is_made_by_each_of_its_phrasings() {
    let mut wrong = Wrong::new();
    for mut question in questions() {
        // a trap may take back what a phrasing says; here each phrasing stands alone
        let Kind::Open { points, traps, .. } = &mut question.kind else { continue };
        traps.clear();
        for (at, point) in points.clone().iter().enumerate() {
            for phrasing in &point.any {
                let marks = question.marks(phrasing).expect("the marks of an explanation");
                if marks.why != Why::Stuffing && !marks.made[at] {
                    wrong.push(format!("{}: {phrasing:?} does not make its point {}", question.id, at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} phrasings:\n{}", wrong.len(), wrong.join("\n"));
}
