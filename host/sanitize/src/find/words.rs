//! A text cut into words and numbers, each with its place.

use super::letters::{is_cyrillic, one_script};

/// A run of letters, or a run of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// As it stands.
    pub(super) raw: &'a str,
    /// Its first byte.
    pub(super) start: usize,
    /// In small letters of one script.
    pub(super) key: String,
    /// What stands between the word before and this one.
    pub(super) gap: &'a str,
}

impl Word<'_> {
    /// The byte after the last.
    pub(super) fn end(&self) -> usize {
        self.start + self.raw.len()
    }

    /// Whether it is made of digits.
    pub(super) fn is_number(&self) -> bool {
        self.raw.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether its first letter is a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.raw.starts_with(char::is_uppercase)
    }

    /// Letters or digits in it.
    pub(super) fn length(&self) -> usize {
        self.raw.chars().count()
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut begun: Option<(usize, bool)> = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (place, character) in ends {
        let is_digit = character.is_ascii_digit();
        let goes_on = |(_, digits): (usize, bool)| is_sign(character) && digits == is_digit;
        if begun.is_some_and(goes_on) {
            continue;
        }
        if let Some((start, _)) = begun.take() {
            let last = words.last().map_or(0, Word::end);
            words.push(word(text, last, start, place));
        }
        begun = is_sign(character).then_some((place, is_digit));
    }
    words
}

fn word(text: &str, last: usize, start: usize, end: usize) -> Word<'_> {
    let raw = &text[start..end];
    let key = one_script(raw).to_lowercase();
    Word {
        raw,
        start,
        key,
        gap: &text[last..start],
    }
}

/// Whether a letter or a digit, with a short way for the two scripts at hand.
fn is_sign(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || is_cyrillic(character)
        || !character.is_ascii() && character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_part_company() {
        let words = words("ул.Витоша15, ап. 3");
        let raw: Vec<&str> = words.iter().map(|word| word.raw).collect();
        assert_eq!(raw, ["ул", "Витоша", "15", "ап", "3"]);
        assert_eq!(words[3].gap, ", ");
        assert!(words[2].is_number() && words[1].is_capital());
    }

    #[test]
    fn a_text_without_words_has_none() {
        assert!(words("").is_empty());
        assert!(words(" - ").is_empty());
    }
}
