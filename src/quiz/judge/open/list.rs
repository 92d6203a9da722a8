//! Model answers that are lists: what counts is the share of the items that a reply names.

use super::grams::Grams;

/// The longest item of a list, in characters and in Latin words: longer ones are sentences.
const LONGEST_ITEM: usize = 40;
const LONGEST_WORDS: usize = 3;

/// The shortest item that "and" may part from the last one, in characters: it stands inside shorter words too.
const SHORTEST_ITEM: usize = 4;

/// How much of an item must be there.
const ENOUGH: f64 = 0.7;

/// The share of the items of a model answer that the reply names; None where the model is no list.
pub(super) fn share(model: &str, reply: &Grams, given: &Grams) -> Option<f64> {
    let items = items(model)?;
    let is_named = |item: &&&str| Grams::meaning(item).found_in(reply, given) >= ENOUGH;
    Some(items.iter().filter(is_named).count() as f64 / items.len() as f64)
}

/// The items of a list: one sentence, parted by the marks of a list.
fn items(model: &str) -> Option<Vec<&str>> {
    let model = model.trim_end().trim_end_matches(['.', '。', ' ']);
    let body = model.rsplit_once(':').map_or(model, |(_, body)| body);
    if body.contains(['。', '\n']) || body.contains(". ") {
        return None;
    }
    let mark = ['、', ';'].into_iter().find(|mark| body.contains(*mark))?;
    let body = without_lead(body, mark);
    let items: Vec<&str> = body.split(mark).flat_map(parted).map(str::trim).filter(|item| !item.is_empty()).collect();
    (items.len() >= 2 && items.iter().all(|item| is_short(item))).then_some(items)
}

/// A list without what leads to it: 按专业化程度分类，分为.
fn without_lead(body: &str, mark: char) -> &str {
    let first = body.find(mark).unwrap_or(body.len());
    let ends = [",", "分为", "包括", "包含", "include ", "are "];
    let behind = ends.iter().filter_map(|end| body[..first].rfind(end).map(|at| at + end.len())).max();
    behind.filter(|at| !body[*at..first].trim().is_empty()).map_or(body, |at| &body[at..])
}

/// An item, parted where it is the last two.
fn parted(item: &str) -> Vec<&str> {
    let is_long = |part: &str| part.chars().count() >= SHORTEST_ITEM;
    let last = item.split_once('和').filter(|(one, other)| is_long(one) && is_long(other));
    last.map_or_else(|| vec![item], |(one, other)| vec![one, other])
}

fn is_short(item: &str) -> bool {
    let latin = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    item.chars().count() <= LONGEST_ITEM && item.split(' ').filter(latin).count() <= LONGEST_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_told_from_sentences() {
        let table: [(&str, Option<usize>); 6] = [
            ("条码的类别:商品条码、物流条码、二维条码。", Some(3)),
            ("gps:可分为多通道接收机、序贯通道接收机和多路多用通道接收机", Some(3)),
            ("原子性;一致性;隔离性;持久性", Some(4)),
            ("atomicity; consistency; durability", Some(3)),
            ("先加锁。再更新、提交。", None),
            ("they both involve repetition; they both have termination tests", None),
        ];
        for (model, expected) in table {
            assert_eq!(items(model).map(|items| items.len()), expected, "{model}");
        }
    }
}
