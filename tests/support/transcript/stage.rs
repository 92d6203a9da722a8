//! The platforms as a transcript sees them: they note what is said, and refuse where they are told to.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use quizbot::{
    chat::{ChatAdapter, Errand, Limits, MessageRef, Parcel, Receipt, Refusal},
    clock::Clock,
    engine::{
        Inbox,
        event::{ChatRef, Platform, PostId, RoundId},
    },
    speech::card::{Answering, Card},
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Something that the bot said, or did to a message.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) at_ms: i64,
    pub(crate) chat: ChatRef,
    /// Whom alone it was told, where the platform lets one person be answered alone.
    pub(crate) handle: Option<String>,
    pub(crate) what: Deed,
}

/// What the bot did.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// A message: its number where it is a question, and its lines.
    Says(Option<usize>, Vec<String>),
    /// A change of a message: its number, and the lines that are new.
    Edits(Option<usize>, Vec<String>),
    /// A mark on a person's message.
    Sees(String),
    /// A tool of the command line prints this line.
    Prints(String),
    /// A message taken away.
    Deletes(Option<usize>),
}

/// A message of the bot, as its platform keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) chat: ChatRef,
    pub(crate) id: String,
    pub(crate) post: PostId,
    /// Where it holds a question: its number in the transcript, its round, and whether it can be answered.
    pub(crate) question: Option<(usize, RoundId, bool)>,
    /// What could last be pressed under a result, or to decide a dispute.
    pub(crate) dispute: Option<(RoundId, Answering)>,
    lines: Vec<String>,
}

/// What a refusal is about: a platform, or one of its chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) platform: String,
    pub(crate) chat: Option<String>,
}

/// How a platform refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// 429, until this time.
    Later(i64),
    /// No answer; whether the message arrived all the same.
    Unknown(bool),
    Forbidden,
    Gone,
    Never,
}

/// When the program dies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Death {
    /// At a delivery of this kind.
    pub(crate) kind: &'static str,
    /// Whether the parcel arrives all the same.
    pub(crate) arrived: bool,
}

/// All platforms. They live on when the program dies.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    pub(crate) said: Vec<Said>,
    pub(crate) messages: Vec<Message>,
    pub(crate) refusals: Vec<(Target, Manner, Option<u32>)>,
    /// Chats that have a new address.
    pub(crate) moved: HashMap<String, String>,
    pub(crate) death: Option<Death>,
    ids: u64,
    questions: usize,
}

/// One platform.
pub(crate) struct Actor {
    platform: Platform,
    clock: Clock,
    stage: Arc<Mutex<Stage>>,
    pub(crate) died: Arc<Notify>,
}

impl Actor {
    pub(crate) fn new(name: &str, clock: Clock, stage: Arc<Mutex<Stage>>, died: Arc<Notify>) -> Self {
        Self { platform: Platform::new(name), clock, stage, died }
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn kind(errand: &Errand) -> &'static str {
    match errand {
        Errand::Post { .. } => "post",
        Errand::Edit { .. } => "edit",
        Errand::Whisper { .. } => "whisper",
        Errand::React { .. } => "reaction",
        Errand::Delete { .. } => "delete",
    }
}

fn address(errand: &Errand) -> Option<ChatRef> {
    match errand {
        Errand::Post { chat, .. } | Errand::Whisper { chat, .. } | Errand::React { chat, .. } => Some(chat.clone()),
        Errand::Edit { messages, .. } | Errand::Delete { messages } => messages.first().map(|to| to.chat.clone()),
    }
}

#[async_trait]
impl ChatAdapter for Actor {
    fn platform(&self) -> Platform {
        self.platform.clone()
    }

    async fn listen(&self, _inbox: Inbox, _stop: CancellationToken) -> anyhow::Result<()> {
        Ok(())
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<Receipt, Refusal> {
        let death = {
            let mut stage = self.stage();
            let dies = |death: &Death| death.kind.is_empty() || death.kind == kind(&parcel.errand);
            let death = stage.death.take_if(|death| dies(death));
            if death.as_ref().is_some_and(|death| death.arrived) {
                let _lost_with_the_program = stage.deliver(parcel, self.clock.now_ms());
            }
            death
        };
        if death.is_some() {
            self.died.notify_one();
            std::future::pending::<()>().await;
        }
        self.stage().deliver(parcel, self.clock.now_ms())
    }

    fn limits(&self) -> Limits {
        Limits { per_second: 10_000, per_group_minute: 600_000, in_flight: 1, whisper_ms: 900_000, burst: 10_000 }
    }
}

impl Message {
    /// Whether it is about this person, or nobody in particular is asked for.
    pub(crate) fn begins_with(&self, name: &str) -> bool {
        name.is_empty() || self.lines.first().is_some_and(|line| line.starts_with(&format!("{name} ")))
    }
}

impl Stage {
    /// A new id of a message, whoever wrote it.
    pub(crate) fn next_id(&mut self) -> String {
        self.ids += 1;
        self.ids.to_string()
    }

    fn deliver(&mut self, parcel: &Parcel, now_ms: i64) -> Result<Receipt, Refusal> {
        let errand = &parcel.errand;
        let Some(chat) = address(errand) else { return Ok(Receipt::default()) };
        if let Some(to) = self.moved.get(&chat.chat) {
            return Err(Refusal::Moved(ChatRef { chat: to.clone(), ..chat }));
        }
        let arrives = match self.refusal(&chat, now_ms) {
            Some(Refusal::Unknown(why)) if why == ARRIVED => Err(Refusal::Unknown(why)),
            Some(refusal) => return Err(refusal),
            None => Ok(()),
        };
        let receipt = self.perform(errand, chat, now_ms)?;
        arrives.map(|()| receipt)
    }

    fn refusal(&mut self, chat: &ChatRef, now_ms: i64) -> Option<Refusal> {
        self.refusals.retain(|(_, manner, left)| {
            *left != Some(0) && !matches!(manner, Manner::Later(until_ms) if *until_ms <= now_ms)
        });
        let (target, manner, left) = self.refusals.iter_mut().find(|(target, ..)| {
            target.platform == chat.platform.as_str() && target.chat.as_ref().is_none_or(|about| *about == chat.chat)
        })?;
        if let Some(left) = left {
            *left -= 1;
        }
        Some(match manner {
            Manner::Later(until_ms) => {
                Refusal::Later { wait_ms: (*until_ms - now_ms).unsigned_abs(), whole_platform: target.chat.is_none() }
            }
            Manner::Unknown(true) => Refusal::Unknown(ARRIVED.into()),
            Manner::Unknown(false) => Refusal::Unknown("no answer".into()),
            Manner::Forbidden => Refusal::Forbidden("403".into()),
            Manner::Gone => Refusal::Gone("kicked".into()),
            Manner::Never => Refusal::Never("400".into()),
        })
    }

    fn perform(&mut self, errand: &Errand, chat: ChatRef, at_ms: i64) -> Result<Receipt, Refusal> {
        let mut handle = None;
        let mut receipt = Receipt::default();
        let deeds = match errand {
            Errand::Post { post, card, .. } => match self.posted_before(&chat, *post) {
                // Discord knows the nonce: the same message, not a second one.
                Some(id) => return Ok(Receipt { messages: vec![id], at_ms }),
                None => vec![self.post(&chat, *post, card, at_ms, &mut receipt)],
            },
            Errand::Edit { messages, card, .. } => self.edit(messages, card)?,
            Errand::Whisper { handle: whom, card, .. } => {
                handle = Some(whom.clone());
                vec![Deed::Says(None, lines(card))]
            }
            Errand::React { message, .. } => vec![Deed::Sees(message.clone())],
            Errand::Delete { messages } => {
                vec![Deed::Deletes(self.find(messages.first()).and_then(|at| self.number(at)))]
            }
        };
        for what in deeds {
            self.said.push(Said { at_ms, chat: chat.clone(), handle: handle.clone(), what });
        }
        Ok(receipt)
    }

    fn posted_before(&self, chat: &ChatRef, post: PostId) -> Option<String> {
        let discord = chat.platform.as_str() == "discord";
        self.messages.iter().find(|message| discord && message.post == post).map(|message| message.id.clone())
    }

    fn post(&mut self, chat: &ChatRef, post: PostId, card: &Card, at_ms: i64, receipt: &mut Receipt) -> Deed {
        let id = self.next_id();
        let of_question = card.controls.as_ref().filter(|controls| controls.answering.is_of_question());
        let question = of_question.map(|controls| {
            self.questions += 1;
            (self.questions, controls.round, is_open(card))
        });
        let number = question.map(|(number, ..)| number);
        *receipt = Receipt { messages: vec![id.clone()], at_ms: at_ms.div_euclid(1000) * 1000 };
        let lines = lines(card);
        let dispute = disputable(card);
        self.messages.push(Message { chat: chat.clone(), id, post, question, dispute, lines: lines.clone() });
        Deed::Says(number, lines)
    }

    fn edit(&mut self, messages: &[MessageRef], card: &Card) -> Result<Vec<Deed>, Refusal> {
        let mut deeds = Vec::new();
        for to in messages {
            let Some(at) = self.find(Some(to)) else { return Err(Refusal::Never("message not found".into())) };
            let message = &mut self.messages[at];
            let new = lines(card);
            let changed = new.iter().filter(|line| !message.lines.contains(line)).cloned().collect();
            message.lines = new;
            if let Some((.., open)) = message.question.as_mut() {
                *open = is_open(card);
            }
            deeds.push(Deed::Edits(self.number(at), changed));
        }
        Ok(deeds)
    }

    fn find(&self, to: Option<&MessageRef>) -> Option<usize> {
        let to = to?;
        self.messages.iter().position(|message| message.chat == to.chat && message.id == to.message)
    }

    fn number(&self, at: usize) -> Option<usize> {
        self.messages[at].question.map(|(number, ..)| number)
    }
}

/// Why a refusal is unknown although the message arrived.
const ARRIVED: &str = "no answer, though it arrived";

fn disputable(card: &Card) -> Option<(RoundId, Answering)> {
    let controls = card.controls.as_ref().filter(|controls| !controls.answering.is_of_question())?;
    Some((controls.round, controls.answering.clone()))
}

fn is_open(card: &Card) -> bool {
    card.controls.as_ref().is_some_and(|controls| !matches!(controls.answering, Answering::Closed { .. }))
}

/// A card as lines: its blocks without the empty lines between them, then its buttons.
fn lines(card: &Card) -> Vec<String> {
    let mut lines: Vec<String> = card.plain().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let Some(controls) = &card.controls else { return lines };
    let letters = |count: usize| ('a'..='z').take(count).map(|letter| format!("[{letter}]")).collect::<Vec<_>>();
    let mut buttons = match &controls.answering {
        Answering::One { options } => letters(options.len()),
        Answering::Some { options, done, .. } => {
            letters(options.len()).into_iter().chain([format!("[{done}]")]).collect()
        }
        Answering::Order { options, undo, done } => {
            letters(options.len()).into_iter().chain([format!("[{undo}]"), format!("[{done}]")]).collect()
        }
        Answering::Typed { answer, .. } => vec![format!("[{answer}]")],
        Answering::Disputable { dispute } => vec![format!("[{dispute}]")],
        Answering::Deciding { accept, refuse, .. } => vec![format!("[{accept}] [{refuse}]")],
        Answering::Closed { .. } => return lines,
    };
    let more = [&controls.hint, &controls.privately, &controls.skip];
    buttons.extend(more.into_iter().flatten().map(|label| format!("[{label}]")));
    lines.push(buttons.join(" "));
    lines
}
