//! Numbers as people and programs write them: `-12`, `1 234,50`, `1.234,5`, `1,234.5`,
//! `6.02e23`. Thousands stand in groups of three behind one sign, or it is no number.

use super::{
    CODE, COMMA_INTEGER, COMMA_NUMBER, Decimal, PLAIN_INTEGER, POINT_INTEGER, POINT_NUMBER,
    Readings,
};

/// Digits that surely fit into 64 bits.
const SAFE_DIGITS: usize = 18;

/// Bytes of the longest number that is looked at; longer ones are text.
const MAX_BYTES: usize = 48;

/// The ways in which a cell is a number, or a code of digits.
pub(super) fn readings(cell: &[u8]) -> Readings {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
        let code = digits.len() > SAFE_DIGITS || is_padded(digits);
        return if code { CODE } else { PLAIN_INTEGER };
    }
    let mut found = 0;
    if let Some(shape) = shape(cell, Decimal::Point) {
        found |= POINT_NUMBER | if shape.whole { POINT_INTEGER } else { 0 };
    }
    if let Some(shape) = shape(cell, Decimal::Comma) {
        found |= COMMA_NUMBER | if shape.whole { COMMA_INTEGER } else { 0 };
    }
    found
}

/// A trimmed cell as a whole number.
pub(crate) fn integer(cell: &[u8], decimal: Decimal) -> Option<i64> {
    let (negative, digits) = match cell.strip_prefix(b"-") {
        Some(digits) => (true, digits),
        None => (false, cell),
    };
    if digits.is_empty() || digits.len() > SAFE_DIGITS + MAX_BYTES || is_padded(digits) {
        return None;
    }
    let mut value = 0_i64;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return grouped_integer(cell, decimal);
        }
        let digit = i64::from(byte - b'0');
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(if negative { -value } else { value })
}

/// A trimmed cell as a number.
pub(crate) fn number(cell: &[u8], decimal: Decimal) -> Option<f64> {
    shape(cell, decimal)?;
    if decimal == Decimal::Point
        && let Some(value) = plain(cell)
    {
        return Some(value);
    }
    let mut buffer = [0_u8; MAX_BYTES];
    let mut length = 0;
    let (point, _) = signs(decimal);
    for byte in cell {
        let kept = match byte {
            b'0'..=b'9' | b'-' | b'+' | b'e' | b'E' => *byte,
            other if *other == point => b'.',
            _ => continue,
        };
        *buffer.get_mut(length)? = kept;
        length += 1;
    }
    plain(buffer.get(..length)?)
}

struct Shape {
    whole: bool,
}

fn plain(cell: &[u8]) -> Option<f64> {
    let value: f64 = str::from_utf8(cell).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

fn grouped_integer(cell: &[u8], decimal: Decimal) -> Option<i64> {
    if !shape(cell, decimal)?.whole {
        return None;
    }
    let mut value = 0_i64;
    for digit in cell.iter().filter(|byte| byte.is_ascii_digit()) {
        let digit = i64::from(digit - b'0');
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    let negative = cell.first() == Some(&b'-');
    Some(if negative { -value } else { value })
}

/// A zero that more digits follow: a code, such as a post code or an EGN.
fn is_padded(digits: &[u8]) -> bool {
    matches!(digits, [b'0', b'0'..=b'9', ..])
}

/// The sign before decimals and the one between thousands.
fn signs(decimal: Decimal) -> (u8, u8) {
    match decimal {
        Decimal::Point => (b'.', b','),
        Decimal::Comma => (b',', b'.'),
    }
}

/// How a number is written, if it is one in this style.
fn shape(cell: &[u8], decimal: Decimal) -> Option<Shape> {
    if cell.len() > MAX_BYTES {
        return None;
    }
    let (point, thousands) = signs(decimal);
    let rest = cell.strip_prefix(b"-").unwrap_or(cell);
    if is_padded(rest) {
        return None;
    }
    let (whole_digits, rest) = whole_part(rest, thousands)?;
    let (decimals, rest) = match rest.strip_prefix(&[point]) {
        Some(rest) => {
            let (count, rest) = digits(rest);
            if count == 0 {
                return None;
            }
            (count, rest)
        }
        None => (0, rest),
    };
    if whole_digits + decimals == 0 {
        return None;
    }
    let exponent = match rest {
        [] => false,
        [b'e' | b'E', rest @ ..] => is_exponent(rest).then_some(true)?,
        _ => return None,
    };
    let whole = decimals == 0 && !exponent && whole_digits <= SAFE_DIGITS;
    Some(Shape { whole })
}

fn is_exponent(rest: &[u8]) -> bool {
    let unsigned = rest.strip_prefix(b"-").or(rest.strip_prefix(b"+"));
    let (count, rest) = digits(unsigned.unwrap_or(rest));
    (1..=3).contains(&count) && rest.is_empty()
}

/// Digits before the decimals, in groups of three or in none, and what follows.
fn whole_part(cell: &[u8], thousands: u8) -> Option<(usize, &[u8])> {
    let (mut count, mut rest) = digits(cell);
    let Some(separator) = group_sign(rest, thousands) else {
        return Some((count, rest));
    };
    if !(1..=3).contains(&count) {
        return None;
    }
    while let Some(group) = rest.strip_prefix(separator) {
        let (length, after) = digits(group);
        if length != 3 {
            return None;
        }
        count += length;
        rest = after;
    }
    Some((count, rest))
}

/// The sign between thousands that the rest begins with.
fn group_sign(rest: &[u8], thousands: u8) -> Option<&[u8]> {
    const SPACES: [&[u8]; 4] = [b" ", b"'", "\u{a0}".as_bytes(), "\u{202f}".as_bytes()];
    if rest.first() == Some(&thousands) {
        return rest.get(..1);
    }
    SPACES.into_iter().find(|space| rest.starts_with(space))
}

fn digits(cell: &[u8]) -> (usize, &[u8]) {
    let count = cell.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count, cell.get(count..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_both_styles() {
        for (cell, decimal, value) in [
            ("12.5", Decimal::Point, 12.5),
            ("-1,234.5", Decimal::Point, -1234.5),
            ("1 234.5", Decimal::Point, 1234.5),
            ("12,5", Decimal::Comma, 12.5),
            ("-1.234.567,25", Decimal::Comma, -1_234_567.25),
            ("1\u{a0}234,5", Decimal::Comma, 1234.5),
            (".5", Decimal::Point, 0.5),
            ("6.02e+23", Decimal::Point, 6.02e23),
        ] {
            let read = number(cell.as_bytes(), decimal);
            assert_eq!(read, Some(value), "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_stays_text() {
        for cell in [
            "", "-", ".", "1,23,4", "1.2.3", "12a", "1e", "5.", "--1", "1 23", "1e9999",
        ] {
            assert_eq!(number(cell.as_bytes(), Decimal::Point), None, "{cell}");
        }
    }

    #[test]
    fn a_code_of_digits_is_no_number() {
        assert_eq!(readings(b"0741"), CODE);
        assert_eq!(readings(b"1234567890123456789"), CODE);
        assert_eq!(readings(b"0"), PLAIN_INTEGER);
        assert_eq!(integer(b"0741", Decimal::Point), None);
    }

    #[test]
    fn thousands_may_be_decimals_of_the_other_style() {
        assert_eq!(
            readings(b"1,234"),
            POINT_NUMBER | POINT_INTEGER | COMMA_NUMBER
        );
        assert_eq!(
            readings(b"1.234"),
            POINT_NUMBER | COMMA_NUMBER | COMMA_INTEGER
        );
        assert_eq!(integer(b"-1 234", Decimal::Point), Some(-1234));
        assert_eq!(integer(b"1.234", Decimal::Comma), Some(1234));
        assert_eq!(integer(b"1.234", Decimal::Point), None);
    }
}
