//! `/topics`: what can be asked for.

use anyhow::Result;

use super::{Turn, caller, command, spec};
use crate::{
    bank::Scope,
    engine::event::CommandSpec,
    speech::board::{self, TopicCount},
};

/// The command.
pub(super) const SPEC: CommandSpec = spec("topics", &[], |language| command::about_command("topics", language));

/// Shows the topics with the number of questions in the group's language.
pub(super) async fn run(turn: &mut Turn<'_>, _args: &str) -> Result<()> {
    let Some((place, _)) = caller(turn) else { return Ok(()) };
    let (bank, language) = (&turn.fixed.bank, place.language);
    let questions = bank.fitting(&Scope::All, language);
    let count = |slug: &str| questions.iter().filter(|entry| entry.question.topic == slug).count();
    let topics: Vec<TopicCount> = bank
        .topics()
        .iter()
        .map(|topic| {
            let (slug, name) = (topic.slug.clone(), topic.name.get(language).to_owned());
            TopicCount { questions: count(&slug), slug, name }
        })
        .filter(|topic| topic.questions > 0)
        .collect();
    turn.tell_card(&board::topics(language, &topics));
    Ok(())
}
