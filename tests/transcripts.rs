//! Conversations with the bot, written down in `tests/transcripts/*.txt` for people who know no Rust.
//!
//! A transcript begins with a time and a chat. Every line that is not the bot's makes something happen; the lines of the
//! bot under it are all that the bot says or does then, no more and no less. `UPDATE_EXPECT=1 cargo test --test
//! transcripts` writes the bot's lines anew; `TRANSCRIPT=daily` plays only those with `daily` in their name.
//!
//! Each is played three times: as it stands, with every event handed over twice, and with the program dying after every
//! commit. Afterwards everything that the database holds twice is rebuilt and compared (`support/transcript/ledger.rs`).
//!
//! What the bot does:
//!
//! ```text
//! bot> [1] Which clause ..       a message to the main chat, the first that is named; questions are numbered
//!     a) .. b) ..                more of it: indented; empty lines are left out; buttons in the last line
//! bot*ada> Right. +10            only ada sees it: a toast, an ephemeral answer, or her private chat
//! bot@telegram:-2> ..            in another chat
//! bot edits [1]> 2 answered      a message is changed: only its new lines
//! bot sees ada's message         a neutral mark on what she wrote
//! (09:00:05)                     when, where time passes in one line
//! ```
//!
//! What makes something happen (two spaces and `#` begin a comment):
//!
//! ```text
//! at 2026-03-01 08:59 Europe/Berlin    sets the clock, back too; the first one's zone is that of new groups
//! +30s  +1m  +24h  +3d                 time passes, and the program looks what is due
//! chat telegram:-1 daily 09:00         a group chat, with a plan; also `speaks zh`, `in Asia/Tokyo` (a zone)
//! chat telegram:-1/45                  a topic
//! chat discord:7 in guild 5 joins telegram:-1      one group on two platforms
//! ada> /quiz database 3                a command in the main chat; `ada@telegram:-2> ..` elsewhere
//! ada*> 404                            in her private chat (`ada*@discord>`); any words
//! ada presses b                        on the newest question there; `on [1]`; `on round 123` is forged
//! ada presses a c | toggle a | done | hint | skip
//! ada presses dispute | accept | refuse        the newest result, or dispute, there; `accept of ben`, `on [1]`
//! ada replies "FOR\nUPDATE" to [1]     as text, or in quotes with escapes; `4000 times "x"`; `to the last message`
//! ada answers 404                      in Discord's form
//! ada opens [1] privately              follows the link into her private chat
//! ada is an admin | a member | an anonymous admin | a channel | called "Ada"; ada can't be checked; ada speaks zh-CN
//! again                                the platform sends the last update once more: nothing may follow
//! late 5s                              what comes next was made so much earlier
//! together .. end                      what stands between is handled in one batch
//! crash                                the program dies and starts anew
//! crash at the next post, before it arrives        also edit, whisper, reaction; `after it arrived`
//! telegram refuses 429 for 30s | 403 | unknown | unknown though it arrived | gone | never   (`once`, `3 times`)
//! telegram:-1 refuses 403, telegram:-1 accepts     one chat only; `ada*` is her private chat
//! telegram is away, telegram is caught up          whether all that waited there is committed
//! telegram:-1 becomes telegram:-1001               `moves to .. silently`: the update is late
//! telegram:-1 removes the bot, adds the bot
//! bank clause column                   only these questions; `.. where version is revision` mends a word of them
//! rejudge database/locking/column      the command line's tool, beside the program; `.. --apply`; what it prints
//! seed 3                               other dice
//! ```

#[path = "support/transcript/mod.rs"]
mod transcript;

use std::{fs, path::PathBuf, sync::Arc};

use tokio::sync::Semaphore;
use transcript::{Weather, difference, play};

/// Transcripts that are played at once: each has a database of its own, and a disk has its limits.
const STAGES: usize = 4;

fn transcripts() -> Vec<(String, PathBuf)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts");
    let only = std::env::var("TRANSCRIPT").unwrap_or_default();
    let mut found: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .expect("the folder of transcripts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name.contains(&only))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "there are transcripts");
    found
}

/// Plays every transcript. One that fails harms no other; all failures are told.
fn play_all(weather: Weather) {
    let update = weather == Weather::Fair && std::env::var_os("UPDATE_EXPECT").is_some();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let mut failures = Vec::new();
    let stages = Arc::new(Semaphore::new(STAGES));
    let begin = |(name, path): (String, PathBuf)| {
        let expected = fs::read_to_string(&path).expect("a transcript");
        let (named, text) = (name.clone(), expected.clone());
        let stages = stages.clone();
        let playing = async move {
            let _stage = stages.acquire().await.expect("a stage");
            play(&named, &text, weather).await
        };
        (name, path, expected, runtime.spawn(playing))
    };
    let under_way: Vec<_> = transcripts().into_iter().map(begin).collect();
    for (name, path, expected, playing) in under_way {
        match runtime.block_on(playing) {
            Ok(happened) if happened == expected => {}
            Ok(happened) if update => fs::write(&path, happened).expect("a transcript is written"),
            Ok(happened) => failures.push(format!("{name}:\n{}", difference(&expected, &happened))),
            Err(error) => failures.push(format!("{name}: {error}")),
        }
    }
    let how = "`-` is what the transcript says, `+` what happened; UPDATE_EXPECT=1 rewrites it";
    assert!(failures.is_empty(), "\n{} ({weather:?})\n{how}\n\n{}\n", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_bot_says_what_the_transcripts_say() {
    play_all(Weather::Fair);
}

#[test]
fn events_that_come_twice_change_nothing() {
    play_all(Weather::Twice);
}

#[test]
fn a_program_that_dies_after_every_commit_says_the_same() {
    play_all(Weather::Crashes);
}
