//! Which question comes next: none again before all that fit have been asked, then the longest unasked.

use std::collections::HashMap;

use rand::{Rng, RngExt};

/// Chooses among question ids that fit. `last_asked` tells when the group was last asked each (any unit that grows);
/// one that is missing there was never asked. The never asked come first, by the dice; then the longest unasked.
pub fn choose<'a>(fitting: &[&'a str], last_asked: &HashMap<String, i64>, dice: &mut impl Rng) -> Option<&'a str> {
    let fresh: Vec<&str> = fitting.iter().copied().filter(|id| !last_asked.contains_key(*id)).collect();
    if fresh.is_empty() {
        return fitting.iter().copied().min_by_key(|id| last_asked[*id]);
    }
    Some(fresh[dice.random_range(0..fresh.len())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::loaded_dice;

    #[test]
    fn nothing_comes_again_before_all_came() {
        let fitting = ["a", "b", "c", "d", "e"];
        let mut dice = loaded_dice(7);
        let mut last_asked = HashMap::new();
        let mut order = Vec::new();
        for at in 0..10 {
            let id = choose(&fitting, &last_asked, &mut dice).expect("there are some");
            last_asked.insert(id.to_owned(), at);
            order.push(id);
        }
        let mut first: Vec<_> = order[..5].to_vec();
        assert_eq!(order[5..], order[..5], "the second time round, the longest unasked first");
        first.sort_unstable();
        assert_eq!(first, fitting);
        assert_eq!(choose(&[], &last_asked, &mut dice), None);
    }
}
