//! Neutral rich text: what a message says, without any platform's markup.

use serde::{Deserialize, Serialize};

use crate::quiz::{AnswerId, RoundId};

/// A message: blocks that are set apart by an empty line, and what can be pressed under them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// What it says, top to bottom.
    pub blocks: Vec<Block>,
    /// What can be pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controls: Option<Controls>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// Lines under each other.
    Lines(Vec<Line>),
    /// A code block.
    Code {
        /// `python`, `sql`, ..; may be empty.
        language: String,
        /// The code, without fences.
        text: String,
    },
    /// Set apart as a quotation, e.g. an explanation.
    Quote(Vec<Line>),
}

/// Spans beside each other. Holds no line feed.
pub type Line = Vec<Span>;

/// A run of text in one style. All text is hostile: the adapter's markup escapes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Span {
    /// Plain.
    Text(String),
    /// Bold.
    Bold(String),
    /// Fixed width.
    Code(String),
    /// A link whose text is shown.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads: http or https.
        url: String,
    },
}

/// What can be pressed under a question or its result, in the order shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// The round that every press is for.
    pub round: RoundId,
    /// How it is answered.
    pub answering: Answering,
    /// A button that shows a hint to its presser alone: its label.
    pub hint: Option<String>,
    /// A button that leads into the private chat, where the platform can't ask for text in place: its label.
    /// None where the question stands in a private chat already.
    pub privately: Option<String>,
    /// A button that gives the question up: its label. Only in private chats.
    pub skip: Option<String>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answering {
    /// Press one.
    One {
        /// The options' plain texts in the order shown; their letters (`a`..) are in the text above.
        options: Vec<String>,
    },
    /// Pick some, then done. The picks are shown to nobody else.
    Some {
        /// The options' plain texts in the order shown.
        options: Vec<String>,
        /// The label of the button that ends the picking.
        done: String,
        /// Shown in an empty selection list.
        placeholder: String,
    },
    /// Press them in order, then done. The picks are shown to nobody else.
    Order {
        /// The items' plain texts in the order shown.
        options: Vec<String>,
        /// The label of the button that takes the last one back.
        undo: String,
        /// The label of the button that hands the order in.
        done: String,
    },
    /// Type it: by a reply to the message, or in a form where the platform has one.
    Typed {
        /// The label of the button that opens the form.
        answer: String,
        /// The form's title: at most 45 characters.
        title: String,
        /// The label of its one field: at most 45 characters.
        field: String,
    },
    /// The round is over: buttons that stay can't be pressed, the right ones stand out.
    Closed {
        /// The options as shown, with whether each was right; empty for typed questions and for orders.
        options: Vec<(String, bool)>,
    },
    /// The round is over, and whoever thinks that they were right can say so.
    Disputable {
        /// The button's label.
        dispute: String,
    },
    /// A dispute is decided by a press.
    Deciding {
        /// The disputed answer.
        answer: AnswerId,
        /// The label of the button that accepts it.
        accept: String,
        /// The label of the button that refuses it.
        refuse: String,
    },
}

impl Answering {
    /// Whether it stands under a question, open or over, and not under what is said about it afterwards.
    pub fn is_of_question(&self) -> bool {
        !matches!(self, Self::Disputable { .. } | Self::Deciding { .. })
    }
}

impl Card {
    /// A card of one plain line.
    pub fn line(text: impl Into<String>) -> Self {
        Self::lines([text.into()])
    }

    /// A card of plain lines, one block.
    pub fn lines(lines: impl IntoIterator<Item = String>) -> Self {
        let lines = lines.into_iter().map(|text| vec![Span::Text(text)]).collect();
        Self { blocks: vec![Block::Lines(lines)], controls: None }
    }

    /// The text without any style: for toasts, logs and the terminal.
    pub fn plain(&self) -> String {
        let block = |block: &Block| match block {
            Block::Lines(lines) | Block::Quote(lines) => {
                lines.iter().map(|line| plain_line(line)).collect::<Vec<_>>().join("\n")
            }
            Block::Code { text, .. } => text.clone(),
        };
        self.blocks.iter().map(block).collect::<Vec<_>>().join("\n\n")
    }
}

/// A line without any style.
pub fn plain_line(line: &[Span]) -> String {
    line.iter()
        .map(|span| match span {
            Span::Text(text) | Span::Bold(text) | Span::Code(text) => text.clone(),
            Span::Link { text, url } if text == url => url.clone(),
            Span::Link { text, url } => format!("{text} ({url})"),
        })
        .collect()
}
