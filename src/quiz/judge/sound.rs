//! Homophones: other characters that sound the same, as an input method offers them.

use pinyin::ToPinyin;

use super::normalize::is_hanzi;

/// The longest text that is sounded out, in characters.
const LONGEST_CHARACTERS: usize = 24;

/// The fewest Chinese characters of a homophone: of one alone there are too many.
const FEWEST_HANZI: usize = 2;

/// Whether the reply sounds like the answer, tones aside, and is written otherwise. Both bare, in simplified script.
pub(super) fn is_homophone(reply: &str, answer: &str) -> bool {
    if reply == answer || reply.is_ascii() || reply.len() != answer.len() {
        return false;
    }
    let hanzi = answer.chars().filter(|c| is_hanzi(*c)).count();
    hanzi >= FEWEST_HANZI
        && answer.chars().count() <= LONGEST_CHARACTERS
        && reply.chars().count() == answer.chars().count()
        && reply.chars().zip(answer.chars()).all(|(said, meant)| said == meant || sounds_like(said, meant))
}

fn sounds_like(said: char, meant: char) -> bool {
    let sound = |c: char| c.to_pinyin().map(|sound| sound.plain());
    sound(said).is_some_and(|sound_said| sound(meant) == Some(sound_said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_is_heard() {
        let table = [
            ("死所", "死锁", true),
            ("换存穿透", "缓存穿透", true),
            ("熔断其", "熔断器", true),
            ("死锁", "死锁", false),
            ("活锁", "死锁", false),
            ("数", "树", false),
            ("B+数", "B+树", false),
            ("deadlock", "死锁", false),
        ];
        for (reply, answer, expected) in table {
            assert_eq!(is_homophone(reply, answer), expected, "{reply:?} {answer:?}");
        }
    }
}
