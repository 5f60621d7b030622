//! Dirt as city data has it: gaps, typos, wrong encodings, look-alike letters, stray
//! spaces, decimal commas and rows that stand twice, each at the rate that is asked.

use encoding_rs::WINDOWS_1251;
use serde::Serialize;

use super::draw::Draw;

/// Cyrillic letters and the Latin ones that look the same.
const LOOKALIKES: [(char, char); 17] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('х', 'x'),
];

/// What was done to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DirtKind {
    /// The value is gone.
    Gap,
    /// A letter or digit too few, too many, wrong or in its neighbour's place.
    Typo,
    /// UTF-8 was read as windows-1251: `РЎРѕС„РёСЏ`.
    Utf8AsWindows1251,
    /// Windows-1251 was read as UTF-8: each letter became a replacement character.
    Windows1251AsUtf8,
    /// Some Cyrillic letters became the Latin ones of their shape.
    Lookalike,
    /// Spaces before, after or doubled within.
    Spaces,
    /// A number has a comma for its point.
    DecimalComma,
}

/// The kinds that befall a cell, in the order of the rates.
const KINDS: [DirtKind; 7] = [
    DirtKind::Gap,
    DirtKind::Typo,
    DirtKind::Utf8AsWindows1251,
    DirtKind::Windows1251AsUtf8,
    DirtKind::Lookalike,
    DirtKind::Spaces,
    DirtKind::DecimalComma,
];

/// How often each kind of dirt befalls a cell that can have it (`doubles`: a row), from
/// 0 to 1. One cell has one kind at most, so the cells' rates may add up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dirt {
    /// See [`DirtKind::Gap`]; every column but the row's own number.
    pub gaps: f64,
    /// See [`DirtKind::Typo`]; texts of two letters or digits and more.
    pub typos: f64,
    /// See [`DirtKind::Utf8AsWindows1251`]; texts with a Cyrillic letter.
    pub utf8_as_windows_1251: f64,
    /// See [`DirtKind::Windows1251AsUtf8`]; texts with a Cyrillic letter.
    pub windows_1251_as_utf8: f64,
    /// See [`DirtKind::Lookalike`]; texts with a Cyrillic letter that has a Latin twin.
    pub lookalikes: f64,
    /// See [`DirtKind::Spaces`]; every text.
    pub spaces: f64,
    /// See [`DirtKind::DecimalComma`]; numbers with a point, in tables of texts.
    pub decimal_commas: f64,
    /// Rows after which an earlier one of their chunk stands again, with dirt of its own.
    pub doubles: f64,
}

impl Dirt {
    /// No dirt at all.
    pub const NONE: Self = Self {
        gaps: 0.0,
        typos: 0.0,
        utf8_as_windows_1251: 0.0,
        windows_1251_as_utf8: 0.0,
        lookalikes: 0.0,
        spaces: 0.0,
        decimal_commas: 0.0,
        doubles: 0.0,
    };

    /// As much as a register kept by several offices has.
    pub const USUAL: Self = Self {
        gaps: 0.01,
        typos: 0.005,
        utf8_as_windows_1251: 0.001,
        windows_1251_as_utf8: 0.000_5,
        lookalikes: 0.003,
        spaces: 0.01,
        decimal_commas: 0.02,
        doubles: 0.01,
    };

    /// The rates of the cells' dirt with their names, in the order of the kinds.
    pub(crate) fn rates(&self) -> [(&'static str, f64); 7] {
        [
            ("gaps", self.gaps),
            ("typos", self.typos),
            ("utf8_as_windows_1251", self.utf8_as_windows_1251),
            ("windows_1251_as_utf8", self.windows_1251_as_utf8),
            ("lookalikes", self.lookalikes),
            ("spaces", self.spaces),
            ("decimal_commas", self.decimal_commas),
        ]
    }

    /// The dirt that a cell draws, which may not fit it.
    pub(crate) fn draw(&self, draw: &mut Draw) -> Option<DirtKind> {
        let mut left = draw.unit();
        for (&kind, (_, rate)) in KINDS.iter().zip(self.rates()) {
            if left < rate {
                return Some(kind);
            }
            left -= rate;
        }
        None
    }
}

/// The text with this dirt, or nothing when the text cannot have it. Gaps and commas are
/// not made here: a gap leaves no text, and only the writer knows what is a number.
pub(crate) fn soil(kind: DirtKind, text: &str, draw: &mut Draw) -> Option<String> {
    match kind {
        DirtKind::Typo => mistype(text, draw),
        DirtKind::Utf8AsWindows1251 => {
            let (read, _) = WINDOWS_1251.decode_without_bom_handling(text.as_bytes());
            (!text.is_ascii()).then(|| read.into_owned())
        }
        DirtKind::Windows1251AsUtf8 => {
            let (bytes, _, _) = WINDOWS_1251.encode(text);
            let read = String::from_utf8_lossy(&bytes);
            (has_cyrillic(text) && read != text).then(|| read.into_owned())
        }
        DirtKind::Lookalike => liken(text, draw),
        DirtKind::Spaces => (!text.is_empty()).then(|| space(text, draw)),
        DirtKind::Gap | DirtKind::DecimalComma => None,
    }
}

/// A letter left out, doubled, replaced or put behind the next one. At least two
/// letters or digits are needed, lest a typo make a gap.
fn mistype(text: &str, draw: &mut Draw) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (0..letters.len())
        .filter(|&p| letters[p].is_alphanumeric())
        .collect();
    if places.len() < 2 {
        return None;
    }
    let place = *draw.of(&places);
    let mut typed = letters.clone();
    match draw.below(4) {
        0 => {
            typed.remove(place);
        }
        1 => typed.insert(place, letters[place]),
        2 => typed[place] = neighbour(letters[place]),
        _ => typed.swap(
            place,
            if place + 1 < letters.len() {
                place + 1
            } else {
                place - 1
            },
        ),
    }
    if typed == letters {
        typed.insert(place, letters[place]);
    }
    Some(typed.into_iter().collect())
}

/// Another letter or digit of the same kind.
fn neighbour(letter: char) -> char {
    match letter {
        '9' | 'z' | 'Z' | 'я' | 'Я' => char::from_u32(u32::from(letter) - 1).unwrap_or(letter),
        _ => char::from_u32(u32::from(letter) + 1).unwrap_or(letter),
    }
}

/// About half of the letters that have a Latin twin, but one at least.
fn liken(text: &str, draw: &mut Draw) -> Option<String> {
    let twins = text
        .chars()
        .filter(|&letter| twin(letter).is_some())
        .count();
    if twins == 0 {
        return None;
    }
    let sure = draw.place(twins);
    let mut seen = 0;
    let changed = text.chars().map(|letter| {
        let Some(latin) = twin(letter) else {
            return letter;
        };
        seen += 1;
        if seen == sure + 1 || draw.chance(0.5) {
            latin
        } else {
            letter
        }
    });
    Some(changed.collect())
}

fn twin(letter: char) -> Option<char> {
    let found = LOOKALIKES.iter().find(|(cyrillic, _)| *cyrillic == letter);
    found.map(|(_, latin)| *latin)
}

fn space(text: &str, draw: &mut Draw) -> String {
    match draw.below(4) {
        0 => format!(" {text}"),
        1 => format!("{text} "),
        2 if text.contains(' ') => text.replacen(' ', "  ", 1),
        2 => format!("  {text}"),
        _ => format!(" {text}  "),
    }
}

fn has_cyrillic(text: &str) -> bool {
    text.chars().any(|letter| ('А'..='я').contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::super::draw::Purpose;
    use super::*;

    fn soiled(kind: DirtKind, text: &str) -> Option<String> {
        soil(kind, text, &mut Draw::new(1, Purpose::Dirt, 0))
    }

    #[test]
    fn encodings_go_wrong_both_ways() {
        let there = soiled(DirtKind::Utf8AsWindows1251, "София").expect("it is soiled");
        assert_eq!(there, "РЎРѕС„РёСЏ");
        let back = soiled(DirtKind::Windows1251AsUtf8, "София 1").expect("it is soiled");
        assert_eq!(back, "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd} 1");
        assert_eq!(soiled(DirtKind::Utf8AsWindows1251, "Sofia"), None);
        assert_eq!(soiled(DirtKind::Windows1251AsUtf8, "Sofia"), None);
    }

    #[test]
    fn a_typo_always_changes_the_text_and_never_empties_it() {
        let mut draw = Draw::new(1, Purpose::Dirt, 2);
        for _ in 0..2_000 {
            let typed = mistype("11я", &mut draw).expect("it is long enough");
            assert!(typed != "11я" && !typed.is_empty(), "{typed}");
        }
        assert_eq!(mistype("7", &mut draw), None);
        assert_eq!(mistype("-7-", &mut draw), None);
    }

    #[test]
    fn look_alikes_need_a_letter_with_a_twin() {
        assert_eq!(soiled(DirtKind::Lookalike, "дг"), None);
        assert_eq!(soiled(DirtKind::Lookalike, "дСг").as_deref(), Some("дCг"));
    }

    #[test]
    fn spaces_leave_the_words() {
        let mut draw = Draw::new(1, Purpose::Dirt, 3);
        for _ in 0..50 {
            let spaced = space("а б", &mut draw);
            assert_eq!(spaced.split_whitespace().collect::<Vec<_>>(), ["а", "б"]);
            assert!(spaced.len() > "а б".len());
        }
    }
}
