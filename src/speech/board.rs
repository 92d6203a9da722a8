//! Boards, a player's own page, topics, help.

use super::{
    card::{Block, Card, Line, Span},
    command::period_name,
    cut,
    words::{OUTSIDE, label, phrase, sentences},
};
use crate::quiz::{Language, schedule::Period};

/// How many topics a player's own page tells of.
const OWN_TOPICS: usize = 10;

/// The list of topics, in characters with their markup: one message of Telegram, with room for escapes.
const TOPICS: usize = 3_900;

/// How much of a topic's name its list shows, in characters; less where the list is long, at last none.
const NAMES: [usize; 4] = [OUTSIDE, 30, 16, 0];

/// A row of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Equal points share a rank; None for someone who has no points yet.
    pub rank: Option<i64>,
    /// As shown.
    pub name: String,
    /// In the board's period.
    pub points: i64,
    /// Whether it is the asker's.
    pub own: bool,
}

/// A leaderboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Of which time.
    pub period: Period,
    /// The top, best first.
    pub top: Vec<Row>,
    /// The asker's row, where it is not in the top.
    pub own: Option<Row>,
}

/// A player's own page.
#[derive(Clone, Debug, PartialEq)]
pub struct Me {
    /// As shown.
    pub name: String,
    /// Points in every period of `Period::ALL`.
    pub points: [i64; 4],
    /// The rank of all time; None before the first answer.
    pub rank: Option<i64>,
    /// Questions answered and answered right.
    pub answered: u32,
    /// Of those, right.
    pub right: u32,
    /// Topic's name, answered, right; the most answered first.
    pub topics: Vec<(String, u32, u32)>,
    /// Daily questions in a row.
    pub streak: i64,
    /// The longest ever.
    pub best_streak: i64,
}

/// A topic and its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicCount {
    /// `database/locking`.
    pub slug: String,
    /// In the group's language.
    pub name: String,
    /// Questions in the group's language.
    pub questions: usize,
}

/// A command as the help shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    /// `/quiz [topic] [count]`.
    pub usage: String,
    /// What it does.
    pub about: String,
    /// Whether only admins may.
    pub admins: bool,
}

/// The leaderboard: one row per player: rank, name, points as the first number after the name.
pub fn board(language: Language, board: &Board) -> Card {
    let title = [label("leaderboard", language), period_name(board.period, language)].join(" · ");
    let mut lines: Vec<_> = board.top.iter().map(row).collect();
    if lines.is_empty() {
        lines.push(phrase("board-empty").line(language));
    }
    if let Some(own) = &board.own {
        lines.extend((!board.top.is_empty()).then(|| vec![text("…")]));
        lines.push(row(own));
    }
    card(vec![Block::Lines(vec![vec![Span::Bold(title)]]), Block::Lines(lines)])
}

/// `1. ada 10`; `– ada 0` for someone without a rank.
fn row(row: &Row) -> Line {
    let rank = row.rank.map_or_else(|| "– ".to_owned(), |rank| format!("{rank}. "));
    let name = cut::outside(&row.name, OUTSIDE);
    match row.own {
        true => vec![Span::Bold(format!("{rank}{name} {}", row.points))],
        false => vec![text(rank), text(name), text(format!(" {}", row.points))],
    }
}

/// A player's own page.
pub fn me(language: Language, me: &Me) -> Card {
    let name = Block::Lines(vec![vec![Span::Bold(cut::outside(&me.name, OUTSIDE))]]);
    if me.answered == 0 {
        return card(vec![name, Block::Lines(vec![phrase("me-empty").line(language)])]);
    }
    let points = Period::ALL.iter().zip(me.points);
    let points = points.map(|(&period, points)| format!("{} {points}", period_name(period, language)));
    let points = vec![text(points.collect::<Vec<_>>().join(" · "))];
    let mut lines = vec![sentences(language, [phrase("me-points").line(language), points])];
    lines.extend(me.rank.map(|rank| phrase("me-rank").number("rank", rank).line(language)));
    lines.push(
        phrase("me-right")
            .number("right", me.right)
            .number("answered", me.answered)
            .number("percent", percent(me.right, me.answered))
            .line(language),
    );
    lines.push(streak(language, me));
    let mut blocks = vec![name, Block::Lines(lines)];
    if !me.topics.is_empty() {
        let topics = me.topics.iter().take(OWN_TOPICS).map(|(name, answered, right)| {
            phrase("me-topic")
                .text("topic", name)
                .number("right", *right)
                .number("answered", *answered)
                .number("percent", percent(*right, *answered))
                .line(language)
        });
        let title = vec![Span::Bold(label("me-topics", language))];
        blocks.push(Block::Lines([title].into_iter().chain(topics).collect()));
    }
    card(blocks)
}

fn streak(language: Language, me: &Me) -> Line {
    match me.streak {
        0 if me.best_streak == 0 => phrase("me-streak-none").line(language),
        0 => phrase("me-no-streak").number("best", me.best_streak).line(language),
        length => phrase("me-streak").number("length", length).number("best", me.best_streak).line(language),
    }
}

/// Rounded, but 100 only where all is right and 0 only where nothing is.
fn percent(right: u32, of: u32) -> u32 {
    match (right, of) {
        (0, _) | (_, 0) => 0,
        (right, of) if right >= of => 100,
        (right, of) => (f64::from(right) * 100.0 / f64::from(of)).round().clamp(1.0, 99.0) as u32,
    }
}

/// The topics with the number of questions, folder by folder.
pub fn topics(language: Language, topics: &[TopicCount]) -> Card {
    let Some(first) = topics.first() else {
        return card(vec![Block::Lines(vec![phrase("no-topics").line(language)])]);
    };
    let how = Block::Lines(vec![
        phrase("topics-how").text("topic", &first.slug).text("folder", folder(&first.slug)).line(language),
    ]);
    let room = TOPICS - cut::weight(std::slice::from_ref(&how));
    let mut blocks =
        NAMES.iter().map(|&most| folders(topics, most)).find(|blocks| cut::weight(blocks) <= room).unwrap_or_else(
            || cut::fit(vec![Block::Lines(folders(topics, 0).iter().filter_map(head).collect())], room),
        );
    blocks.push(how);
    card(blocks)
}

/// A block for every folder, with this much of the topics' names.
fn folders(topics: &[TopicCount], most: usize) -> Vec<Block> {
    let mut sorted: Vec<_> = topics.iter().collect();
    sorted.sort_by(|a, b| a.slug.cmp(&b.slug));
    sorted
        .chunk_by(|a, b| folder(&a.slug) == folder(&b.slug))
        .map(|of| {
            let questions: usize = of.iter().map(|topic| topic.questions).sum();
            let title = vec![Span::Bold(format!("{} ({questions})", cut::outside(folder(&of[0].slug), OUTSIDE)))];
            Block::Lines([title].into_iter().chain(of.iter().map(|topic| topic_line(topic, most))).collect())
        })
        .collect()
}

fn topic_line(topic: &TopicCount, most: usize) -> Line {
    let slug = Span::Code(cut::outside(&topic.slug, OUTSIDE));
    let count = text(format!(" ({})", topic.questions));
    match most {
        0 => vec![slug, count],
        most => vec![slug, text(" — "), text(cut::outside(&topic.name, most)), count],
    }
}

/// A folder's own line.
fn head(block: &Block) -> Option<Line> {
    match block {
        Block::Lines(lines) => lines.first().cloned(),
        _ => None,
    }
}

fn folder(slug: &str) -> &str {
    slug.split('/').next().unwrap_or(slug)
}

/// What the bot does and its commands.
pub fn help(language: Language, commands: &[CommandLine]) -> Card {
    let admins = phrase("admins").line(language);
    let command = |command: &CommandLine| {
        let line = vec![text(format!("{} — {}", command.usage, command.about))];
        let admins = if command.admins { admins.clone() } else { Line::new() };
        sentences(language, [line, admins])
    };
    let about = Block::Lines(["help-about", "help-points"].map(|id| phrase(id).line(language)).into());
    let how = Block::Lines(["help-group", "help-private"].map(|id| phrase(id).line(language)).into());
    let commands = Block::Lines(commands.iter().map(command).collect());
    card([about, commands, how].into_iter().filter(|block| cut::weight(std::slice::from_ref(block)) > 1).collect())
}

fn card(blocks: Vec<Block>) -> Card {
    Card { blocks, controls: None }
}

fn text(text: impl Into<String>) -> Span {
    Span::Text(text.into())
}
#[cfg(test)]
mod tests {
    use super::*;

    fn check(card: impl Fn(Language) -> Card, en: &str, zh: &str) {
        assert_eq!(card(Language::En).plain(), en);
        assert_eq!(card(Language::Zh).plain(), zh);
    }

    fn row_of(rank: Option<i64>, name: &str, points: i64, own: bool) -> Row {
        Row { rank, name: name.into(), points, own }
    }

    #[test]
    fn a_row_is_rank_name_points() {
        let top = vec![row_of(Some(1), "ada", 30, false), row_of(Some(1), "<b>@everyone\n", 30, true)];
        let mut own = Board { period: Period::Week, top, own: None };
        check(
            |language| board(language, &own),
            "Leaderboard · This week\n\n1. ada 30\n1. <b>@everyone 30",
            "排行榜 · 本周\n\n1. ada 30\n1. <b>@everyone 30",
        );
        let Block::Lines(lines) = &board(Language::En, &own).blocks[1] else { panic!("rows are lines") };
        assert_eq!(lines[1], vec![Span::Bold("1. <b>@everyone 30".to_owned())]);
        own.own = Some(row_of(Some(17), "ben", 4, true));
        let plain = board(Language::En, &own).plain();
        assert!(plain.ends_with("\n…\n17. ben 4"), "{plain}");
        own.own = Some(row_of(None, "ben", 0, true));
        assert!(board(Language::En, &own).plain().ends_with("\n…\n– ben 0"));
        let empty = Board { period: Period::Today, top: vec![], own: None };
        check(
            |language| board(language, &empty),
            "Leaderboard · Today\n\nNobody has points here yet. Send /quiz for a question.",
            "排行榜 · 今天\n\n还没有人得分，发 /quiz 来第一题吧。",
        );
    }

    #[test]
    fn a_page_tells_a_player_how_they_do() {
        let mut page = Me {
            name: "ada".into(),
            points: [10, 30, 80, 240],
            rank: Some(3),
            answered: 20,
            right: 13,
            topics: vec![("Locking".into(), 3, 2), ("HTTP".into(), 300, 299)],
            streak: 5,
            best_streak: 9,
        };
        check(
            |language| me(language, &page),
            "ada\n\nPoints: Today 10 · This week 30 · This month 80 · All time 240\nRank: 3 of all time\n\
             Right: 13 of 20 (65%)\nStreak: 5 daily questions in a row 🔥 (best 9)\n\n\
             By topic\nLocking: 2 of 3 (67%)\nHTTP: 299 of 300 (99%)",
            "ada\n\n积分：今天 10 · 本周 30 · 本月 80 · 全部 240\n总排名：第 3 名\n正确率：65%（20 题对 13 题）\n\
             连续打卡：5 次 🔥（最长 9 次）\n\n各主题\nLocking：67%（3 题对 2 题）\nHTTP：99%（300 题对 299 题）",
        );
        page.streak = 0;
        page.topics = vec![("x".into(), 1, 1); 99];
        let plain = me(Language::En, &page).plain();
        assert!(plain.contains("Streak: none right now (best 9)"));
        assert_eq!(plain.matches("x: 1 of 1 (100%)").count(), OWN_TOPICS);
        page.answered = 0;
        check(
            |language| me(language, &page),
            "ada\n\nNo answers yet. Send /quiz for a first question.",
            "ada\n\n还没答过题，发 /quiz 来第一题吧。",
        );
    }

    fn topic(slug: &str, name: &str, questions: usize) -> TopicCount {
        TopicCount { slug: slug.into(), name: name.into(), questions }
    }

    #[test]
    fn topics_stand_in_their_folders() {
        let all = [
            topic("database/locking", "Optimistic and pessimistic locking", 9),
            topic("web", "Web", 2),
            topic("web/rest", "REST", 4),
            topic("database/acid", "ACID", 5),
        ];
        check(
            |language| topics(language, &all),
            "database (14)\ndatabase/acid — ACID (5)\ndatabase/locking — Optimistic and pessimistic locking (9)\n\n\
             web (6)\nweb — Web (2)\nweb/rest — REST (4)\n\n\
             Ask for one topic with /quiz database/locking, or for a whole folder with /quiz database",
            "database (14)\ndatabase/acid — ACID (5)\ndatabase/locking — Optimistic and pessimistic locking (9)\n\n\
             web (6)\nweb — Web (2)\nweb/rest — REST (4)\n\n\
             想练某个主题，发 /quiz database/locking；想练整个目录，发 /quiz database",
        );
        check(|language| topics(language, &[]), "There are no questions here yet.", "题库里还没有题。");
    }

    #[test]
    fn many_topics_are_one_message() {
        let many = |count: usize, name: &str| {
            let all: Vec<_> = (0..count).map(|n| topic(&format!("folder-{}/some-topic-{n}", n / 8), name, n)).collect();
            topics(Language::En, &all)
        };
        for (count, name) in
            [(62, "A name of thirty characters ok"), (62, &*"x".repeat(4_000)), (150, "x"), (9_000, "x")]
        {
            let card = many(count, name);
            assert!(cut::weight(&card.blocks) <= 4_000, "{count}");
            assert!(card.plain().contains("folder-0") && card.plain().contains("/quiz folder-0/some-topic-0"));
        }
        let card = many(62, "Gap and next-key locks");
        assert_eq!((card.blocks.len(), card.plain().matches("next-key locks (").count()), (9, 62));
    }

    #[test]
    fn help_names_every_command() {
        let line = |usage: &str, about: &str, admins| CommandLine { usage: usage.into(), about: about.into(), admins };
        let commands = [line("/quiz [topic]", "One question", false), line("/timezone zone", "The zone", true)];
        check(
            |language| help(language, &commands),
            "I ask your group interview questions: one a day by plan, and more whenever you like.\n\
             I grade every answer at once and keep the leaderboard.\n\n\
             /quiz [topic] — One question\n/timezone zone — The zone (admins)\n\n\
             To answer, press a letter under the question, or reply to its message.\n\
             In a private chat, just send your answer.",
            "我给大家出面试题：每天定时一题，想多练随时叫我。\n答完立刻判分，排行榜也由我来记。\n\n\
             /quiz [topic] — One question\n/timezone zone — The zone（管理员）\n\n\
             群里作答：点题目下面的字母，或者回复那条消息。\n私聊里直接发答案就行。",
        );
    }
}
