//! A value shown without being shown: its form stays, its letters and digits go.

/// Most characters of a masked value: what is longer is cut.
const SHOWN_MOST: usize = 40;

/// What stands for a letter or a digit.
const DOT: char = '•';

/// A value whose letters and digits are all dots: `••••@•••.••`.
pub fn mask(text: &str) -> String {
    let shown = |c: char| if c.is_alphanumeric() { DOT } else { c };
    let mut masked: String = text.chars().take(SHOWN_MOST).map(shown).collect();
    if text.chars().nth(SHOWN_MOST).is_some() {
        masked.push('…');
    }
    masked
}

/// A value as it is, cut at the same length.
pub(super) fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_MOST).collect();
    if text.chars().nth(SHOWN_MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_and_no_digit_stays() {
        assert_eq!(mask("ivan.p@abv.bg"), "••••.•@•••.••");
        assert_eq!(mask("Иван 80"), "•••• ••");
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(mask(&"а".repeat(100)).chars().count(), SHOWN_MOST + 1);
        assert_eq!(cut(&"а".repeat(SHOWN_MOST)).chars().count(), SHOWN_MOST);
    }
}
