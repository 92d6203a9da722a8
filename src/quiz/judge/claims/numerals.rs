//! Numbers in words and in Roman numerals, as they stand inside terms and names.

/// The digits of a number word; ordinals keep their ending.
pub(super) fn number(word: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 32] = [
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("ten", "10"),
        ("eleven", "11"),
        ("twelve", "12"),
        ("thirteen", "13"),
        ("fourteen", "14"),
        ("fifteen", "15"),
        ("sixteen", "16"),
        ("seventeen", "17"),
        ("eighteen", "18"),
        ("nineteen", "19"),
        ("twenty", "20"),
        ("zero", "0"),
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("fourth", "4th"),
        ("fifth", "5th"),
        ("sixth", "6th"),
        ("seventh", "7th"),
        ("eighth", "8th"),
        ("ninth", "9th"),
        ("tenth", "10th"),
        ("twice", "2"),
    ];
    if !(3..=11).contains(&word.len()) {
        return None;
    }
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, digits)| *digits)
}

/// The digits of a Roman numeral in capitals, up to 20.
pub(super) fn roman(piece: &str) -> Option<&'static str> {
    const NUMERALS: [(&str, &str); 19] = [
        ("I", "1"),
        ("II", "2"),
        ("III", "3"),
        ("IV", "4"),
        ("V", "5"),
        ("VI", "6"),
        ("VII", "7"),
        ("VIII", "8"),
        ("IX", "9"),
        ("XI", "11"),
        ("XII", "12"),
        ("XIII", "13"),
        ("XIV", "14"),
        ("XV", "15"),
        ("XVI", "16"),
        ("XVII", "17"),
        ("XVIII", "18"),
        ("XIX", "19"),
        ("XX", "20"),
    ];
    NUMERALS.iter().find(|(name, _)| *name == piece).map(|(_, digits)| *digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_become_digits() {
        assert_eq!([number("two"), number("third"), number("tooth")], [Some("2"), Some("3rd"), None]);
        assert_eq!([roman("IV"), roman("XX"), roman("X"), roman("iv")], [Some("4"), Some("20"), None, None]);
    }
}
