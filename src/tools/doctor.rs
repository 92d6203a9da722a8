//! `quizbot doctor`: looks at the bot's accounts and at the chats that it knows, and says what is wrong and what to do.

use std::io::{self, Write};

use futures::future::LocalBoxFuture;

use super::table;
use crate::{
    config::{Config, Reading, log::Secrets},
    quiz::{Language, Visited},
    speech::{
        doctor,
        finding::{Finding, Grade, Seen},
    },
    store::{self, places},
};

/// As many chats of a platform are looked at, the newest first: more would take minutes, and the platform's pace.
const CHATS: usize = 100;
/// How wide the columns may be.
const LIMITS: [usize; 4] = [8, 24, 40, 40];

/// Examines every platform of a configuration and these chats.
pub type Examine = for<'a> fn(&'a Config, &'a [Visited]) -> LocalBoxFuture<'a, Vec<Finding>>;

/// Prints a table of all that was found; whether nothing is in trouble. Only reads and asks, and may run beside the bot.
///
/// # Errors
/// When the output fails.
pub async fn doctor(out: &mut impl Write, reading: &Reading, examine: Examine) -> anyhow::Result<bool> {
    let config = &reading.config;
    let mut found = of_program(reading);
    let known = known(&config.database.url).await.unwrap_or_else(|seen| {
        found.push(Finding::of_program(seen));
        Vec::new()
    });
    found.extend(examine(config, &known).await);
    // What a platform says of an error may repeat what it was sent.
    let text = Secrets::of(config).hide(&told(&found, config.defaults.language));
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(found.iter().all(|finding| finding.seen.grade() < Grade::Trouble)),
    }
}

fn of_program(reading: &Reading) -> Vec<Finding> {
    let (mut seen, config) = (Vec::new(), &reading.config);
    let refusals = reading.problems.iter().filter(|problem| problem.refuses).count();
    if refusals > 0 {
        seen.push(Seen::BadConfiguration(refusals));
    } else if config.telegram.token.is_none() && config.discord.token.is_none() {
        seen.push(Seen::NoToken);
    }
    seen.into_iter().map(Finding::of_program).collect()
}

/// The chats that the database knows; it is closed again before any platform is asked.
async fn known(url: &str) -> Result<Vec<Visited>, Seen> {
    if !store::is_there(url) {
        return Err(Seen::NoDatabase);
    }
    let read = async { anyhow::Ok(places::visited(&mut store::look(url).await?, CHATS).await?) };
    read.await.map_err(|error| Seen::BadDatabase(format!("{error:#}")))
}

fn told(found: &[Finding], language: Language) -> String {
    let row = |finding: &Finding| {
        [
            doctor::grade(finding.seen.grade(), language),
            doctor::subject(&finding.subject),
            doctor::what(&finding.seen, language),
            doctor::advice(&finding.seen, language),
        ]
    };
    let rows: Vec<[String; 4]> = [doctor::header(language)].into_iter().chain(found.iter().map(row)).collect();
    table::lines(&rows, LIMITS).join("\n") + "\n"
}
