//! What a button's `custom_id` says: `version:kind:round:rest`, at most 100 characters, readable after any restart.

use crate::engine::event::{AnswerId, DisputeStep, RoundId};

/// The most characters that Discord keeps.
const CHARS: usize = 100;

/// Foreign buttons, and those of a later program, have another.
const VERSION: &str = "1";

/// More options than any question has: forged places above it are not even looked at.
const PLACES: usize = 25;

/// A component of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CustomId {
    /// The button of one option.
    Pick(RoundId, usize),
    /// A list of which one option is taken.
    PickOne(RoundId),
    /// A list of which some options are taken.
    PickSome(RoundId),
    /// The button of one item of an order.
    Toggle(RoundId, usize),
    /// The last item is taken back.
    Undo(RoundId),
    /// The order is handed in.
    Done(RoundId),
    /// The button that opens the form.
    Answer(RoundId, Option<Form>),
    /// The form itself.
    Form(RoundId),
    /// The hint.
    Hint(RoundId),
    /// The question is given up.
    Skip(RoundId),
    /// An option of a round that is over: can't be pressed, but replies to its message still find the round.
    Over(RoundId, usize),
    /// "I was right" under a result, or what decides about it.
    Dispute(RoundId, DisputeStep),
}

/// What a message with components is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A round's question.
    Question(RoundId),
    /// Its result.
    Result(RoundId),
    /// A dispute about one of its answers.
    Dispute(RoundId, AnswerId),
}

/// What a form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Its title.
    pub(super) title: String,
    /// The label of its one field.
    pub(super) field: String,
}

impl CustomId {
    /// Reads one; None for what is not ours.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, ':');
        if parts.next()? != VERSION {
            return None;
        }
        let kind = parts.next()?;
        let round = RoundId(parts.next()?.parse().ok().filter(|round| *round >= 0)?);
        let rest = parts.next();
        match (kind, rest) {
            ("p", Some(place)) => Some(Self::Pick(round, place_of(place)?)),
            ("x", Some(place)) => Some(Self::Over(round, place_of(place)?)),
            ("a", form) => Some(Self::Answer(round, form.and_then(read_form))),
            ("t", Some(place)) => Some(Self::Toggle(round, place_of(place)?)),
            ("u", None) => Some(Self::Undo(round)),
            ("d", None) => Some(Self::Done(round)),
            ("o", None) => Some(Self::PickOne(round)),
            ("s", None) => Some(Self::PickSome(round)),
            ("f", None) => Some(Self::Form(round)),
            ("h", None) => Some(Self::Hint(round)),
            ("k", None) => Some(Self::Skip(round)),
            ("r", None) => Some(Self::Dispute(round, DisputeStep::Raise)),
            ("y", Some(answer)) => Some(Self::Dispute(round, DisputeStep::Accept(answer_of(answer)?))),
            ("n", Some(answer)) => Some(Self::Dispute(round, DisputeStep::Refuse(answer_of(answer)?))),
            _ => None,
        }
    }

    /// The round that it is for.
    pub(super) fn round(&self) -> RoundId {
        match self {
            Self::Pick(round, _)
            | Self::PickOne(round)
            | Self::PickSome(round)
            | Self::Toggle(round, _)
            | Self::Undo(round)
            | Self::Done(round)
            | Self::Answer(round, _)
            | Self::Form(round)
            | Self::Hint(round)
            | Self::Skip(round)
            | Self::Over(round, _)
            | Self::Dispute(round, _) => *round,
        }
    }

    /// What the message is that it stands under: a round has several.
    pub(super) fn subject(&self) -> Subject {
        match self {
            Self::Dispute(round, DisputeStep::Raise) => Subject::Result(*round),
            Self::Dispute(round, DisputeStep::Accept(answer) | DisputeStep::Refuse(answer)) => {
                Subject::Dispute(*round, *answer)
            }
            other => Subject::Question(other.round()),
        }
    }
}

/// As it is sent. A form's words that are too long for it are left out.
impl std::fmt::Display for CustomId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pick(round, place) => write!(f, "{VERSION}:p:{round}:{place}"),
            Self::Over(round, place) => write!(f, "{VERSION}:x:{round}:{place}"),
            Self::Toggle(round, place) => write!(f, "{VERSION}:t:{round}:{place}"),
            Self::Undo(round) => write!(f, "{VERSION}:u:{round}"),
            Self::Done(round) => write!(f, "{VERSION}:d:{round}"),
            Self::PickOne(round) => write!(f, "{VERSION}:o:{round}"),
            Self::PickSome(round) => write!(f, "{VERSION}:s:{round}"),
            Self::Form(round) => write!(f, "{VERSION}:f:{round}"),
            Self::Hint(round) => write!(f, "{VERSION}:h:{round}"),
            Self::Skip(round) => write!(f, "{VERSION}:k:{round}"),
            Self::Dispute(round, DisputeStep::Raise) => write!(f, "{VERSION}:r:{round}"),
            Self::Dispute(round, DisputeStep::Accept(answer)) => write!(f, "{VERSION}:y:{round}:{answer}"),
            Self::Dispute(round, DisputeStep::Refuse(answer)) => write!(f, "{VERSION}:n:{round}:{answer}"),
            Self::Answer(round, form) => {
                let bare = format!("{VERSION}:a:{round}");
                let whole =
                    form.as_ref().map(|form| format!("{bare}:{}:{}{}", form.title.len(), form.title, form.field));
                match whole.filter(|whole| whole.encode_utf16().count() <= CHARS) {
                    Some(whole) => f.write_str(&whole),
                    None => f.write_str(&bare),
                }
            }
        }
    }
}

/// The place of an option, as a button or a list sends it.
pub(super) fn place_of(text: &str) -> Option<usize> {
    text.parse().ok().filter(|place| *place < PLACES)
}

fn answer_of(text: &str) -> Option<AnswerId> {
    text.parse().ok().filter(|answer| *answer >= 0).map(AnswerId)
}

/// The title's length comes first, so that both may hold anything.
fn read_form(text: &str) -> Option<Form> {
    let (length, words) = text.split_once(':')?;
    let (title, field) = words.split_at_checked(length.parse().ok()?)?;
    Some(Form { title: title.to_owned(), field: field.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let round = RoundId(i64::MAX);
        let form = Form { title: "Your answer: now".into(), field: "答案".into() };
        let all = [
            CustomId::Pick(round, 3),
            CustomId::PickOne(round),
            CustomId::PickSome(round),
            CustomId::Toggle(round, 9),
            CustomId::Undo(round),
            CustomId::Done(round),
            CustomId::Answer(round, Some(form)),
            CustomId::Answer(round, None),
            CustomId::Form(round),
            CustomId::Hint(round),
            CustomId::Skip(round),
            CustomId::Over(round, 24),
            CustomId::Dispute(round, DisputeStep::Raise),
            CustomId::Dispute(round, DisputeStep::Accept(AnswerId(i64::MAX))),
            CustomId::Dispute(round, DisputeStep::Refuse(AnswerId(i64::MAX))),
        ];
        for id in all {
            let text = id.to_string();
            assert!(text.encode_utf16().count() <= CHARS, "{text}");
            assert_eq!(CustomId::read(&text), Some(id));
        }
    }

    #[test]
    fn a_form_too_long_for_it_is_left_out() {
        let form = Form { title: "t".repeat(45), field: "f".repeat(45) };
        assert_eq!(CustomId::Answer(RoundId(i64::MAX), Some(form)).to_string(), format!("1:a:{}", i64::MAX));
    }

    #[test]
    fn forged_and_foreign_ones_are_not_read() {
        let orders = ["1:t:5", "1:t:5:25", "1:u:5:0", "1:d:5:0", "1:d:-5", "1:t:5:-1"];
        for text in orders {
            assert_eq!(CustomId::read(text), None, "{text}");
        }
        for text in
            ["", "1", "1:p", "1:p:5", "2:p:5:0", "1:p:5:25", "1:p:x:0", "1:p:-5:0", "1:z:5", "1:h:5:9", "page:2"]
        {
            assert_eq!(CustomId::read(text), None, "{text}");
        }
        for text in ["1:p:99999999999999999999:0", "1:r:5:1", "1:y:5", "1:y:5:-1", "1:n:5:x"] {
            assert_eq!(CustomId::read(text), None, "{text}");
        }
    }
}
