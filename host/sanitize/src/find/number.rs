//! A run of digits as people write it: with spaces, dashes, brackets, an apostrophe that a
//! spreadsheet wanted, or letters that look like digits.

/// Most digits of a number that is looked at: more than a branch's number and a foreign
/// telephone number have, so that a cell of a megabyte costs nothing.
pub(super) const DIGITS_MOST: usize = 16;

/// Digits from which on letters among them are taken for mistyped digits.
const DIGITS_TRUSTED: usize = 6;

/// Most mistyped letters.
const LETTERS_MOST: usize = 2;

/// A run of digits and how it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells of one separator, and any may meet any"
)]
pub(super) struct Number {
    /// The digits.
    pub(super) digits: Vec<u8>,
    /// Digits of each group between separators.
    pub(super) groups: Vec<usize>,
    /// Whether a plus stands before it.
    pub(super) has_plus: bool,
    /// Whether it has brackets or a slash, as only telephone numbers do.
    pub(super) has_brackets: bool,
    /// Whether it has a dash.
    pub(super) has_dash: bool,
    /// Whether it has a point.
    pub(super) has_point: bool,
}

impl Number {
    /// Reads a whole text; nothing if it holds anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text
            .trim()
            .trim_start_matches(['\'', '`', '№'])
            .trim_start();
        let text = text.strip_suffix(".0").unwrap_or(text);
        let text = text.trim_end_matches([',', ';', '.']);
        let sure = text.bytes().filter(u8::is_ascii_digit).count();
        if !(DIGITS_TRUSTED..=DIGITS_MOST + LETTERS_MOST).contains(&sure) {
            return None;
        }
        let mut number = Self::default();
        let (mut in_group, mut letters) = (false, 0);
        for (place, character) in text.char_indices() {
            if let Some(digit) = digit_of(character) {
                letters += usize::from(!character.is_ascii_digit());
                number.push(digit, in_group);
                in_group = true;
            } else {
                in_group = false;
                number.separate(character, place)?;
            }
        }
        let fits = number.digits.len() <= DIGITS_MOST && letters <= LETTERS_MOST;
        fits.then_some(number)
    }

    fn push(&mut self, digit: u8, in_group: bool) {
        self.digits.push(digit);
        match self.groups.last_mut() {
            Some(group) if in_group => *group += 1,
            _ => self.groups.push(1),
        }
    }

    fn separate(&mut self, character: char, place: usize) -> Option<()> {
        match character {
            ' ' | '\u{a0}' | '\u{202f}' | '\t' => {}
            '-' | '–' | '‑' if place > 0 => self.has_dash = true,
            '.' => self.has_point = true,
            '(' | ')' | '/' => self.has_brackets = true,
            '+' if self.digits.is_empty() => self.has_plus = true,
            _ => return None,
        }
        Some(())
    }

    /// Whether only blanks stand between the digits.
    pub(super) fn is_plain(&self) -> bool {
        !(self.has_plus || self.has_brackets || self.has_dash || self.has_point)
    }
}

/// A digit, or the one that a letter is often typed for.
fn digit_of(character: char) -> Option<u8> {
    match character {
        '0'..='9' => u8::try_from(character).ok().map(|byte| byte - b'0'),
        'O' | 'o' | 'О' | 'о' => Some(0),
        'l' | 'I' | 'І' => Some(1),
        'З' | 'з' => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Option<String> {
        let number = Number::read(text)?;
        Some(number.digits.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn separators_are_set_aside() {
        assert_eq!(digits(" 0888 123-456 ").as_deref(), Some("0888123456"));
        assert_eq!(digits("'8001014509").as_deref(), Some("8001014509"));
        assert_eq!(digits("542101234.0").as_deref(), Some("542101234"));
        let number = Number::read("+359 (0)2 987 65 43").expect("it is a number");
        assert_eq!(number.groups, [3, 1, 1, 3, 2, 2]);
        assert!(number.has_plus && number.has_brackets && !number.is_plain());
    }

    #[test]
    fn two_letters_may_stand_for_digits_and_no_more() {
        assert_eq!(digits("О88812З456").as_deref(), Some("0888123456"));
        assert_eq!(digits("ОО8l12З456"), None);
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in [
            "",
            "12345",
            "2024-01-15 10:30:00",
            "-123456789",
            "x8001014509",
        ] {
            assert_eq!(digits(text), None, "{text}");
        }
        assert_eq!(digits(&"1".repeat(DIGITS_MOST + 1)), None);
    }
}
