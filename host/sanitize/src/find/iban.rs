//! Bank accounts (IBAN): a country, two check digits, an account of that country's length;
//! the remainder by 97 is 1 (ISO 13616, ISO 7064).

use std::ops::Range;

use super::evidence::Strength;
use super::letters::to_latin;

/// Countries whose accounts are paid from Bulgaria, and the length of their numbers.
const LENGTHS: [(&str, usize); 40] = [
    ("BG", 22),
    ("AT", 20),
    ("BE", 16),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TR", 26),
    ("UA", 29),
];

/// How many characters a mistyped account may have too many or too few.
const LENGTH_SLACK: usize = 2;

/// How much a whole text looks like an account.
pub(super) fn judge(text: &str) -> Strength {
    let text = text.trim();
    let text = text
        .strip_prefix("IBAN")
        .unwrap_or(text)
        .trim_start_matches([':', ' ']);
    let Some(found) = account(text, 0) else {
        return near(text);
    };
    match found.end == text.len() {
        true if found.is_valid => Strength::Certain,
        true => Strength::Shape,
        false => Strength::None,
    }
}

/// The accounts inside a text, whose check digits must be right.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut before = ' ';
    for (start, character) in text.char_indices() {
        let is_start = !before.is_alphanumeric() && character.is_alphabetic();
        before = character;
        if !is_start
            || found
                .last()
                .is_some_and(|last: &Range<usize>| last.end > start)
        {
            continue;
        }
        if let Some(account) = account(text, start).filter(|account| account.is_valid) {
            found.push(start..account.end);
        }
    }
    found
}

struct Account {
    end: usize,
    is_valid: bool,
}

/// An account that starts at this byte: as many letters and digits as its country says,
/// blanks and dashes between them left out.
fn account(text: &str, start: usize) -> Option<Account> {
    let rest = text.get(start..)?;
    let country: String = rest.chars().take(2).map(upper).collect();
    let (_, length) = *LENGTHS.iter().find(|(code, _)| *code == country)?;
    let mut signs = Vec::with_capacity(length);
    let mut end = start;
    let mut characters = rest.char_indices();
    while signs.len() < length {
        let (place, character) = characters.next()?;
        match upper(character) {
            sign @ ('A'..='Z' | '0'..='9') => signs.push(u8::try_from(sign).ok()?),
            ' ' | '\u{a0}' | '-' if !signs.is_empty() => continue,
            _ => return None,
        }
        end = start + place + character.len_utf8();
    }
    let goes_on = characters
        .next()
        .is_some_and(|(_, next)| next.is_alphanumeric());
    let has_digits = signs.get(2..4)?.iter().all(u8::is_ascii_digit);
    let fits = has_digits && !goes_on && (country != "BG" || is_bulgarian(&signs));
    fits.then(|| Account {
        end,
        is_valid: remainder(&signs) == 1,
    })
}

/// Four letters of a bank, six digits, eight signs.
fn is_bulgarian(signs: &[u8]) -> bool {
    let are = |range: Range<usize>, wanted: fn(&u8) -> bool| {
        signs.get(range).is_some_and(|part| part.iter().all(wanted))
    };
    are(4..8, u8::is_ascii_uppercase) && are(8..14, u8::is_ascii_digit)
}

fn remainder(signs: &[u8]) -> u32 {
    let (head, tail) = signs.split_at(signs.len().min(4));
    tail.iter().chain(head).fold(0, |rest, sign| match sign {
        b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
        _ => (rest * 100 + u32::from(sign.saturating_sub(b'A')) + 10) % 97,
    })
}

/// What a Bulgarian account looks like after a slip of the keys.
fn near(text: &str) -> Strength {
    let signs: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(upper)
        .collect();
    let digits = signs.iter().filter(|sign| sign.is_ascii_digit()).count();
    let is_ours = signs.first() == Some(&'B') || signs.get(1) == Some(&'G');
    let is_long = signs.len().abs_diff(22) <= LENGTH_SLACK && digits >= 12;
    if is_ours && is_long {
        Strength::Trace
    } else {
        Strength::None
    }
}

fn upper(character: char) -> char {
    to_latin(character).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_passes() {
        assert_eq!(judge("BG80BNBG96611020345678"), Strength::Certain);
        assert_eq!(judge("BG80 BNBG 9661 1020 3456 78"), Strength::Certain);
        assert_eq!(judge("ВG80 ВNВG 9661 1020 3456 78"), Strength::Certain);
        assert_eq!(judge("GB82 WEST 1234 5698 7654 32"), Strength::Certain);
    }

    #[test]
    fn a_slip_leaves_a_shape_or_a_trace() {
        assert_eq!(judge("BG81BNBG96611020345678"), Strength::Shape);
        assert_eq!(judge("BG80BNBG9661102034567"), Strength::Trace);
        assert_eq!(judge("BG80"), Strength::None);
        assert_eq!(judge("bgбанка"), Strength::None);
    }

    #[test]
    fn an_account_is_found_in_a_text() {
        let text = "по сметка BG80 BNBG 9661 1020 3456 78, титуляр";
        let found = find(text);
        assert_eq!(&text[found[0].clone()], "BG80 BNBG 9661 1020 3456 78");
        assert_eq!(found.len(), 1);
        assert!(find("BG81BNBG96611020345678").is_empty());
    }
}
