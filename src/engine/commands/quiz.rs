//! `/quiz [topic] [count]`: one question now, or a series.

use anyhow::Result;

use super::{super::series, Turn, caller, command, spec};
use crate::{
    bank::{Scope, Topic},
    engine::event::{CommandSpec, OptionSpec, Values},
    quiz::{Language, SeriesId},
    speech::say::Say,
    store::{
        rounds::{self, Series},
        writes::NewSeries,
    },
};

/// The most questions of a series.
const MOST: i64 = 20;

/// The command.
pub(super) const SPEC: CommandSpec = spec(
    "quiz",
    &[
        OptionSpec {
            name: "topic",
            values: Values::Topic,
            required: false,
            about: |language| command::about_option("quiz", "topic", language),
        },
        OptionSpec {
            name: "count",
            values: Values::Whole(1, MOST),
            required: false,
            about: |language| command::about_option("quiz", "count", language),
        },
    ],
    |language| command::about_command("quiz", language),
);

/// Starts a series of one or more questions here.
pub(super) async fn run(turn: &mut Turn<'_>, args: &str) -> Result<()> {
    let Some((place, account)) = caller(turn) else { return Ok(()) };
    let (topic, count) = split(args);
    let total = match count.map(|count| (count, count.parse::<i64>())) {
        None => 1,
        Some((_, Ok(total))) if (1..=MOST).contains(&total) => total,
        Some((count, _)) => return turn.refuse(&Say::BadCount(count.to_owned())),
    };
    let scope = match turn.fixed.bank.find(topic) {
        Ok(scope) => scope,
        Err(nearest) => {
            let (nearest, folders) = (names(&nearest, place.language), folders(turn, place.language));
            return turn.refuse(&Say::NoSuchTopic { asked: topic.to_owned(), nearest, folders });
        }
    };
    if let Some(running) = rounds::series_in(turn.tx, place.chat).await? {
        let say = if running.total > 1 { Say::SeriesRuns } else { Say::QuestionOpen };
        return turn.refuse(&say);
    }
    if turn.fixed.bank.fitting(&scope, place.language).is_empty() {
        // A topic may have none in this language although the bank has some.
        let folders = folders(turn, place.language);
        let nothing = folders.is_empty();
        let no_topic = Say::NoSuchTopic { asked: topic.to_owned(), nearest: Vec::new(), folders };
        return turn.refuse(if nothing { &Say::NoQuestions } else { &no_topic });
    }
    turn.sequences.series += 1;
    let id = SeriesId(turn.sequences.series);
    let (chat, asker, topic) = (place.chat, account.id, scope.slug().to_owned());
    let at_ms = turn.now_ms;
    turn.writes.new_series.push(NewSeries {
        id,
        group: place.group,
        chat,
        account: asker,
        topic: topic.clone(),
        total,
        at_ms,
    });
    let series = Series { id, chat, asker, topic, total, asked: 0, unanswered: 0, stopping: false };
    series::ask_next(turn, series).await?;
    turn.acknowledge(&Say::QuizStarted);
    Ok(())
}

/// `database 5` -> (`database`, `5`); a last word that is no number belongs to the topic.
fn split(args: &str) -> (&str, Option<&str>) {
    let (rest, last) = args.rsplit_once(char::is_whitespace).unwrap_or(("", args));
    let number = last.trim_start_matches('-');
    if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) {
        (rest.trim(), Some(last))
    } else {
        (args, None)
    }
}

/// The folders that have questions in this language, each once.
fn folders(turn: &Turn<'_>, language: Language) -> Vec<String> {
    let fitting = turn.fixed.bank.fitting(&Scope::All, language);
    let folder = |topic: &str| topic.split('/').next().unwrap_or(topic).to_owned();
    let mut folders: Vec<String> = fitting.iter().map(|entry| folder(&entry.question.topic)).collect();
    folders.sort_unstable();
    folders.dedup();
    folders
}

fn names(topics: &[Topic], language: Language) -> Vec<(String, String)> {
    topics.iter().map(|topic| (topic.slug.clone(), topic.name.get(language).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_count_comes_last() {
        let table = [
            ("", ("", None)),
            ("5", ("", Some("5"))),
            ("database", ("database", None)),
            ("database/locking 3", ("database/locking", Some("3"))),
            ("TCP handshake  12", ("TCP handshake", Some("12"))),
            ("python -1", ("python", Some("-1"))),
            ("python3", ("python3", None)),
        ];
        for (args, expected) in table {
            assert_eq!(split(args), expected, "{args}");
        }
    }
}
