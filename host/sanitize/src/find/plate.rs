//! Registration plates: a region's letters, four digits, one or two letters of the twelve
//! that Cyrillic and Latin share; electric vehicles, and the army's six digits.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::evidence::Strength;
use super::letters::to_latin;

/// The regions' codes, by the Latin letters that the Cyrillic ones look like.
const REGIONS: [&str; 32] = [
    "A", "B", "BH", "BP", "BT", "C", "CA", "CB", "CC", "CH", "CM", "CO", "CT", "E", "EA", "EB",
    "EH", "H", "K", "KH", "M", "OB", "P", "PA", "PB", "PK", "PP", "T", "TX", "X", "Y", "XX",
];

/// The letters after the digits.
const SERIES: &str = "ABCEHKMOPTXY";

/// Most characters of a plate with its blanks.
const LENGTH_MOST: usize = 14;

static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let letters = "[ABCEHKMOPTXYАВСЕНКМОРТХУabcehkmoptxyавсенкмортху]";
    let pattern = format!(r"\b{letters}{{1,2}}[ \-]?\d{{4}}[ \-]?{letters}{{1,2}}\b");
    Regex::new(&pattern).expect("the pattern is a constant")
});

/// How much a whole text looks like a plate.
pub(super) fn judge(text: &str) -> Strength {
    let mut signs = String::with_capacity(LENGTH_MOST);
    for character in text.chars() {
        match to_latin(character).to_ascii_uppercase() {
            ' ' | '-' | '.' | '\u{a0}' => {}
            sign if sign.is_ascii_alphanumeric() && signs.len() < LENGTH_MOST => signs.push(sign),
            other => match small_twin(other) {
                Some(sign) if signs.len() < LENGTH_MOST => signs.push(sign),
                _ => return Strength::None,
            },
        }
    }
    judge_signs(&signs)
}

fn judge_signs(signs: &str) -> Strength {
    let is_letter = |sign: char| sign.is_ascii_uppercase();
    let head = signs.find(|sign| !is_letter(sign)).unwrap_or(signs.len());
    let (region, rest) = signs.split_at(head);
    let tail = rest.find(is_letter).unwrap_or(rest.len());
    let (digits, series) = rest.split_at(tail);
    let is_form = (1..=2).contains(&region.len()) && series.chars().all(is_letter);
    if !is_form {
        return mistyped(signs);
    }
    let is_region = REGIONS.contains(&region);
    let is_series = series.chars().all(|letter| SERIES.contains(letter));
    match (digits.len(), series.len()) {
        (4, 2) if is_region && is_series => Strength::Certain,
        (4, 1) if is_region && is_series => Strength::Likely,
        (6, 0) if region == "BA" => Strength::Likely,
        (4, 1 | 2) if series.chars().all(is_letter) => Strength::Shape,
        (3 | 5, 1 | 2) | (4, 0 | 3) => Strength::Trace,
        _ => Strength::None,
    }
}

/// A letter for a digit (`СВ12О4АВ`) or a digit for a letter (`С81234АВ`).
fn mistyped(signs: &str) -> Strength {
    let digits = signs.bytes().filter(u8::is_ascii_digit).count();
    let starts = signs.starts_with(|sign: char| sign.is_ascii_uppercase());
    let fits = (7..=8).contains(&signs.len()) && (3..=5).contains(&digits) && starts;
    let swapped: String = signs
        .char_indices()
        .map(|(place, sign)| unswap(place, sign))
        .collect();
    match fits {
        true if swapped != signs && judge_signs(&swapped) == Strength::Certain => Strength::Likely,
        true => Strength::Trace,
        false => Strength::None,
    }
}

/// Letters that stand for digits in the middle of a plate.
fn unswap(place: usize, sign: char) -> char {
    match sign {
        'O' if (2..6).contains(&place) => '0',
        'I' if (2..6).contains(&place) => '1',
        'B' if (3..6).contains(&place) => '8',
        sign => sign,
    }
}

/// Small Cyrillic letters whose capitals, but not they, look Latin.
fn small_twin(letter: char) -> Option<char> {
    let capital = letter.to_uppercase().next()?;
    let twin = to_latin(capital).to_ascii_uppercase();
    match capital {
        'З' => Some('3'),
        _ => twin.is_ascii_uppercase().then_some(twin),
    }
}

/// The plates inside a text. With blanks between, only capitals count, and two letters
/// must end it: a text may say `от 2023 г` or `В 2020 С`.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let is_digit = |four: &[u8]| four.iter().all(u8::is_ascii_digit);
    if !text.as_bytes().windows(4).any(is_digit) {
        return Vec::new();
    }
    let is_plate = |range: &Range<usize>| {
        let found = &text[range.clone()];
        let is_loose = found.contains(' ') || found.chars().any(char::is_lowercase);
        let least = if is_loose {
            Strength::Certain
        } else {
            Strength::Likely
        };
        let is_mixed = found.contains(' ') && found.chars().any(char::is_lowercase);
        !is_mixed && judge(found) >= least
    };
    let all = IN_TEXT.find_iter(text).map(|found| found.range());
    all.filter(is_plate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plates_in_either_script_and_any_dress_are_certain() {
        for text in [
            "СВ1234АВ",
            "CB1234AB",
            "св 1234 ав",
            "С-1234-КХ",
            "ЕА 1234 АА",
            "Рв1234тк",
        ] {
            assert_eq!(judge(text), Strength::Certain, "{text}");
        }
        assert_eq!(judge("С 1234 К"), Strength::Likely);
        assert_eq!(judge("ВА 123456"), Strength::Likely);
    }

    #[test]
    fn a_mistyped_plate_is_weaker() {
        assert_eq!(judge("СВ12О4АВ"), Strength::Likely);
        assert_eq!(judge("ZZ1234AB"), Strength::Shape);
        assert_eq!(judge("СВ123АВ"), Strength::Trace);
    }

    #[test]
    fn other_codes_are_none() {
        for text in [
            "",
            "12345678",
            "ГЪ1234ЩЮ",
            "A1",
            "2023 г.",
            "СОФИЯ",
            "ISO 9001",
        ] {
            assert!(judge(text) < Strength::Shape, "{text}");
        }
    }

    #[test]
    fn plates_are_found_in_a_text() {
        let text = "кола СВ 1234 АВ удари СА5678КХ, в 2020 е ново";
        let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["СВ 1234 АВ", "СА5678КХ"]);
    }
}
