//! The order in which options are shown.

use rand::{Rng, seq::SliceRandom};

use super::{Kind, Question, order};
use crate::quiz::Verdict;

/// From this many items on, an order is never shown as it should be. Of two, the other way round would tell it.
const NEVER_RIGHT: usize = 3;

/// How often the dice are thrown again until an order is wrong: where all items say the same, none is.
const MOST_THROWS: usize = 32;

impl Question {
    /// `order[shown]` = place in the question, by the dice.
    pub fn shuffled(&self, dice: &mut impl Rng) -> Vec<usize> {
        let mut shown: Vec<usize> = (0..self.option_count()).collect();
        match &self.kind {
            // True comes before false, as everybody expects.
            Kind::Truth { .. } => {}
            Kind::Order { items } => {
                shown.shuffle(dice);
                for _ in 0..MOST_THROWS {
                    if shown.len() < NEVER_RIGHT || order::judge(&shown, items) != Some(Verdict::Right) {
                        break;
                    }
                    shown.shuffle(dice);
                }
            }
            _ if self.shuffle => shown.shuffle(dice),
            _ => {}
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{clock::loaded_dice, quiz::question::Text};

    fn order(items: &[&str]) -> Question {
        Question {
            id: "t/x".to_owned(),
            topic: "t".to_owned(),
            topic_name: Text::same("T"),
            difficulty: 1,
            prompt: Text::same("?"),
            kind: Kind::Order { items: items.iter().map(|item| Text::same(item)).collect() },
            shuffle: false,
            explanation: None,
            sources: Vec::new(),
            tags: Vec::new(),
            hint: None,
        }
    }

    #[test]
    fn an_order_is_never_shown_as_it_should_be() {
        let mut dice = loaded_dice(7);
        let mut shown = |items: &[&str]| -> HashSet<Vec<usize>> {
            let question = order(items);
            (0..200).map(|_| question.shuffled(&mut dice)).collect()
        };
        assert_eq!(shown(&["p", "q"]).len(), 2, "of two, both ways");
        let three = shown(&["p", "q", "r"]);
        assert_eq!((three.len(), three.contains(&vec![0, 1, 2])), (5, false));
        let twins = shown(&["p", "q", "p"]);
        assert!(!twins.contains(&vec![0, 1, 2]) && !twins.contains(&vec![2, 1, 0]));
        assert!(!shown(&["p", "p", "p"]).is_empty(), "where all say the same, any way will do");
    }
}
