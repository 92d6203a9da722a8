//! What the terminal remembers of its talk: the questions that are open, so that a plain line can answer the newest.

use super::line::Saying;
use crate::{
    engine::event::{AnswerId, DisputeStep, PostId, Press, RoundId, What},
    speech::card::{Answering, Card, Controls},
};

/// The talk since the program was started.
#[derive(Debug)]
pub(super) struct Talk {
    run: i64,
    messages: u64,
    questions: u64,
    open: Vec<Asked>,
    // The newest question, open or not: whoever presses late is told so.
    newest: Option<RoundId>,
    // The newest result under which somebody can say that they were right.
    result: Option<RoundId>,
    // The newest dispute.
    dispute: Option<(RoundId, AnswerId)>,
}

/// An open question.
#[derive(Debug)]
struct Asked {
    post: PostId,
    round: RoundId,
    message: String,
    answer: Answer,
}

/// How it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    One,
    Some,
    Order,
    Typed,
}

impl Talk {
    /// `run` tells the messages of one start from those of another.
    pub(super) fn new(run: i64) -> Self {
        Self { run, messages: 0, questions: 0, open: Vec::new(), newest: None, result: None, dispute: None }
    }

    /// A card is about to be shown: its number if it is a question, and the message's id.
    pub(super) fn posted(&mut self, post: PostId, card: &Card) -> (Option<u64>, String) {
        self.messages += 1;
        let message = format!("{}-{}", self.run, self.messages);
        self.note(card);
        let Some((round, answer)) = question(card) else { return (None, message) };
        self.questions += 1;
        self.newest = Some(round);
        self.open.retain(|asked| asked.post != post);
        self.open.push(Asked { post, round, message: message.clone(), answer });
        (Some(self.questions), message)
    }

    /// Remembers what can be pressed under what is no question.
    fn note(&mut self, card: &Card) {
        let Some(Controls { round, answering, .. }) = &card.controls else { return };
        match answering {
            Answering::Disputable { .. } => self.result = Some(*round),
            Answering::Deciding { answer, .. } => self.dispute = Some((*round, *answer)),
            _ => {}
        }
    }

    /// A post has changed: whether it is a question's, which need not be shown again.
    pub(super) fn edited(&mut self, post: PostId, card: &Card) -> bool {
        let known = self.open.iter().any(|asked| asked.post == post);
        if question(card).is_none() {
            self.open.retain(|asked| asked.post != post);
        }
        known || card.controls.is_some()
    }

    /// What a saying is to the engine.
    pub(super) fn what(&self, saying: Saying) -> What {
        match saying {
            Saying::Command(name, args) => What::Command { name, args },
            Saying::Hint => self.press(Press::Hint).unwrap_or_else(|| command("hint")),
            // A question has this button in private chats only; here the command does the same.
            Saying::Skip => command("skip"),
            Saying::Undo => self.press(Press::Undo).unwrap_or_else(|| self.reply("undo".to_owned())),
            Saying::Done => self.press(Press::Done).unwrap_or_else(|| self.reply("done".to_owned())),
            Saying::Dispute => self.dispute(),
            Saying::Decide(accepts) => self.decide(accepts),
            Saying::Letters(places) => self.letters(places),
            Saying::Words(text) => self.reply(text),
        }
    }

    /// Where no result was shown since the start, the command finds the last one.
    fn dispute(&self) -> What {
        let press = |round| What::Press { round, press: Press::Dispute(DisputeStep::Raise) };
        self.result.map_or_else(|| command("dispute"), press)
    }

    /// Where nothing was disputed since the start, a round that there is not says so.
    fn decide(&self, accepts: bool) -> What {
        let (round, answer) = self.dispute.unwrap_or((RoundId(0), AnswerId(0)));
        let step = if accepts { DisputeStep::Accept(answer) } else { DisputeStep::Refuse(answer) };
        What::Press { round, press: Press::Dispute(step) }
    }

    fn letters(&self, places: Vec<usize>) -> What {
        let words = letters(&places);
        let press = match (self.open.last().map(|asked| asked.answer), places.as_slice()) {
            (Some(Answer::Some), _) => Press::Picks(places),
            // No platform lets anyone press two: as words they cost nothing.
            (Some(Answer::One), [_, _, ..]) => return self.reply(words),
            (Some(Answer::Order), [place]) => Press::Toggle(*place),
            (_, [place]) => Press::Pick(*place),
            _ => Press::Picks(places),
        };
        self.press(press).unwrap_or_else(|| self.reply(words))
    }

    /// None where nothing was asked since the start: what was asked before it may still be open, and only words find
    /// it.
    fn press(&self, press: Press) -> Option<What> {
        let round = self.open.last().map(|asked| asked.round).or(self.newest)?;
        Some(What::Press { round, press })
    }

    fn reply(&self, text: String) -> What {
        let asked = self.open.last();
        What::Reply { text, to: asked.map(|asked| asked.message.clone()), round: asked.map(|asked| asked.round) }
    }
}

fn question(card: &Card) -> Option<(RoundId, Answer)> {
    let Controls { round, answering, .. } = card.controls.as_ref()?;
    match answering {
        Answering::One { .. } => Some((*round, Answer::One)),
        Answering::Some { .. } => Some((*round, Answer::Some)),
        Answering::Order { .. } => Some((*round, Answer::Order)),
        Answering::Typed { .. } => Some((*round, Answer::Typed)),
        Answering::Closed { .. } | Answering::Disputable { .. } | Answering::Deciding { .. } => None,
    }
}

fn command(name: &str) -> What {
    What::Command { name: name.to_owned(), args: String::new() }
}

/// `a c`.
fn letters(places: &[usize]) -> String {
    places.iter().map(|&place| letter(place)).collect::<Vec<_>>().join(" ")
}

fn letter(place: usize) -> String {
    u8::try_from(place).map(|place| char::from(b'a' + place.min(25)).to_string()).unwrap_or_default()
}
