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
const NAMES: [usize; 3] = [OUTSIDE, 24, 0];

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
        let mut line = vec![text(format!("{} — {}", command.usage, command.about))];
        if command.admins {
            line.extend(admins.clone());
        }
        line
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
