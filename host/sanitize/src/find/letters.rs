//! Letters that look alike in two scripts, and text that was read in the wrong encoding.
//! Nothing here guesses a word: what cannot be undone exactly is left alone.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

/// Cyrillic letters beside the Latin ones that they look like.
const TWINS: [(char, char); 24] = [
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
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ѕ', 'S'),
    ('Ј', 'J'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('к', 'k'),
];

/// The Latin letter that a Cyrillic one looks like; any other character as it is.
pub(super) fn to_latin(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let twin = TWINS.iter().find(|(cyrillic, _)| *cyrillic == letter);
    twin.map_or(letter, |(_, latin)| *latin)
}

/// The Cyrillic letter that a Latin one looks like; any other character as it is.
pub(super) fn to_cyrillic(letter: char) -> char {
    if !letter.is_ascii_alphabetic() {
        return letter;
    }
    let twin = TWINS.iter().find(|(_, latin)| *latin == letter);
    twin.map_or(letter, |(cyrillic, _)| *cyrillic)
}

/// Whether a letter is Cyrillic.
pub(super) fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{45f}').contains(&letter)
}

/// A word in one script: where it mixes two, letters are exchanged for their twins, to
/// Cyrillic if that leaves no Latin letter, else to Latin.
pub(super) fn one_script(word: &str) -> Cow<'_, str> {
    let latin = |c: char| c.is_ascii_alphabetic();
    if word.is_ascii() || !word.contains(latin) || !word.contains(is_cyrillic) {
        return Cow::Borrowed(word);
    }
    let cyrillic: String = word.chars().map(to_cyrillic).collect();
    if cyrillic.contains(latin) {
        return Cow::Owned(word.chars().map(to_latin).collect());
    }
    Cow::Owned(cyrillic)
}

/// Text that was read in the wrong encoding, read again in the right one: UTF-8 taken for
/// windows-1251 or windows-1252, and windows-1251 taken for windows-1252. In each case a
/// byte of the right text is a character of the wrong one (the last: a character is a
/// character). Nothing for other text.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    if text.is_ascii() {
        return None;
    }
    let seen = Seen::of(text);
    // Half of the bytes of Cyrillic in UTF-8 are 0xD0 and 0xD1.
    let is_half = |leads: usize| leads * 5 >= seen.letters * 2 && seen.letters >= 4;
    if is_half(seen.leads_cyrillic) {
        return encode(WINDOWS_1251, text).and_then(utf8);
    }
    if is_half(seen.leads_western) {
        return encode(WINDOWS_1252, text).and_then(utf8);
    }
    let is_western = seen.western == seen.letters && seen.western >= 3;
    if is_western && seen.western > seen.plain {
        let bytes = encode(WINDOWS_1252, text)?;
        let (text, _, broken) = WINDOWS_1251.decode(&bytes);
        let text = text.into_owned();
        return (!broken).then_some(Repaired {
            text,
            is_by_byte: false,
        });
    }
    None
}

/// Characters of a text by what they tell of its encoding.
#[derive(Default)]
struct Seen {
    letters: usize,
    leads_cyrillic: usize,
    leads_western: usize,
    western: usize,
    plain: usize,
}

impl Seen {
    fn of(text: &str) -> Self {
        let mut seen = Self::default();
        for character in text.chars() {
            if character.is_ascii() {
                seen.plain += usize::from(character.is_ascii_alphabetic());
                continue;
            }
            seen.letters += 1;
            seen.leads_cyrillic += usize::from(matches!(character, 'Р' | 'С'));
            seen.leads_western += usize::from(matches!(character, 'Ð' | 'Ñ'));
            seen.western += usize::from(('À'..='ÿ').contains(&character));
        }
        seen
    }
}

/// Text after its repair.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repaired {
    /// The right text.
    pub(super) text: String,
    /// Whether a character of the wrong text is a byte of the right one, rather than a
    /// character.
    pub(super) is_by_byte: bool,
}

fn encode(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, lost) = encoding.encode(text);
    (!lost).then(|| bytes.into_owned())
}

fn utf8(bytes: Vec<u8>) -> Option<Repaired> {
    let text = String::from_utf8(bytes).ok()?;
    Some(Repaired {
        text,
        is_by_byte: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_scripts_becomes_one() {
        assert_eq!(one_script("Ивaн"), "Иван");
        assert_eq!(one_script("Ivаn"), "Ivan");
        assert_eq!(one_script("Иван"), "Иван");
    }

    #[test]
    fn utf8_read_as_windows_1251_is_read_again() {
        let (wrong, _, _) = WINDOWS_1251.decode("Иван Петров".as_bytes());
        assert_eq!(repair(&wrong).expect("it is repaired").text, "Иван Петров");
    }

    #[test]
    fn utf8_and_windows_1251_read_as_windows_1252_are_read_again() {
        let (wrong, _, _) = WINDOWS_1252.decode("Иван Петров".as_bytes());
        assert_eq!(repair(&wrong).expect("it is repaired").text, "Иван Петров");
        let (bytes, _, _) = WINDOWS_1251.encode("Иван Петров");
        let (wrong, _, _) = WINDOWS_1252.decode(&bytes);
        assert_eq!(repair(&wrong).expect("it is repaired").text, "Иван Петров");
    }

    #[test]
    fn right_text_is_left_alone() {
        for text in [
            "Иван",
            "Росица Русева",
            "СССР",
            "Müller",
            "naïve café",
            "РС",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
