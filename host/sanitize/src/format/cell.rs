//! What a cell of text can be read as, by its bytes alone: numbers in both decimal
//! styles, dates, times, true and false. Codes that look like numbers (leading zeros,
//! more digits than fit) stay text, since a number would lose what they say.

use serde::{Deserialize, Serialize};

mod moment;
mod number;

pub(crate) use moment::{compact_date, date, time};
pub(crate) use number::{integer, number};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Text.
    Text,
    /// Whole numbers of 64 bits.
    Integer,
    /// Floating-point numbers of 64 bits.
    Number,
    /// True or false.
    Boolean,
    /// Days.
    Date,
    /// Moments to the millisecond, UTC or without a zone.
    Time,
}

/// Which sign stands before the decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decimal {
    /// `1234.5`, with thousands as `1,234.5` or `1 234.5`.
    #[default]
    Point,
    /// `1234,5`, with thousands as `1.234,5` or `1 234,5`.
    Comma,
}

/// A cell as it goes into a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Missing,
    Text(&'a str),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Milliseconds since 1970-01-01.
    Time(i64),
}

/// A set of ways in which a cell can be read.
pub(crate) type Readings = u8;

pub(crate) const POINT_INTEGER: Readings = 1;
pub(crate) const COMMA_INTEGER: Readings = 2;
pub(crate) const POINT_NUMBER: Readings = 4;
pub(crate) const COMMA_NUMBER: Readings = 8;
pub(crate) const BOOLEAN: Readings = 16;
pub(crate) const DATE: Readings = 32;
pub(crate) const TIME: Readings = 64;
/// A code of digits: no column that has one is of numbers.
pub(crate) const CODE: Readings = 128;

/// Every reading of a plain whole number.
pub(crate) const PLAIN_INTEGER: Readings =
    POINT_INTEGER | COMMA_INTEGER | POINT_NUMBER | COMMA_NUMBER;

/// Without spaces around it, those that do not break included.
pub(crate) fn trimmed(cell: &[u8]) -> &[u8] {
    match (cell.first(), cell.last()) {
        (Some(first), Some(last)) if is_edge(*first) || is_edge(*last) => trim_slowly(cell),
        _ => cell,
    }
}

/// Whether a cell of a column that is not of text stands for nothing.
pub(crate) fn is_missing(cell: &[u8]) -> bool {
    const MARKS: [&[u8]; 7] = [
        b"na",
        b"n/a",
        b"null",
        b"nan",
        b"none",
        b"-",
        "—".as_bytes(),
    ];
    cell.is_empty() || cell.len() <= 4 && MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(cell))
}

/// All ways to read a trimmed cell. None is text.
pub(crate) fn readings(cell: &[u8]) -> Readings {
    match cell.first() {
        Some(b'0'..=b'9' | b'-' | b'.' | b',') => {
            let found = number::readings(cell);
            if found != 0 {
                return found;
            }
            if date(cell).is_some() {
                return DATE | TIME;
            }
            Readings::from(time(cell).is_some()) * TIME
        }
        Some(_) if boolean(cell).is_some() => BOOLEAN,
        _ => 0,
    }
}

/// A cell as true or false.
pub(crate) fn boolean(cell: &[u8]) -> Option<bool> {
    if cell.len() > 5 {
        return None;
    }
    let same = |word: &str| cell.eq_ignore_ascii_case(word.as_bytes());
    if same("true") || same("yes") || ["да", "Да", "ДА"].iter().any(|word| same(word)) {
        return Some(true);
    }
    let no = same("false") || same("no") || ["не", "Не", "НЕ"].iter().any(|word| same(word));
    no.then_some(false)
}

fn is_edge(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, 0xc2 | 0xa0 | 0xaf)
}

fn trim_slowly(cell: &[u8]) -> &[u8] {
    match str::from_utf8(cell) {
        Ok(text) => text.trim().as_bytes(),
        Err(_) => cell.trim_ascii(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn true_and_false_are_read_in_both_languages() {
        assert_eq!(boolean("Да".as_bytes()), Some(true));
        assert_eq!(boolean(b"FALSE"), Some(false));
        assert_eq!(boolean("нещо".as_bytes()), None);
    }

    #[test]
    fn spaces_that_do_not_break_are_trimmed() {
        assert_eq!(trimmed("\u{a0}12 \u{202f}".as_bytes()), b"12");
        assert_eq!(trimmed("Варна ".as_bytes()), "Варна".as_bytes());
    }

    #[test]
    fn a_mark_stands_for_nothing() {
        assert!(is_missing(b"") && is_missing(b"N/A") && is_missing("—".as_bytes()));
        assert!(!is_missing(b"0") && !is_missing("не".as_bytes()));
    }

    #[test]
    fn a_day_is_a_moment_too() {
        assert_eq!(readings(b"31.12.2025"), DATE | TIME);
        assert_eq!(readings(b"2025-12-31 10:00"), TIME);
        assert_eq!(readings("ул. Шипка".as_bytes()), 0);
        assert_eq!(readings(b"yes"), BOOLEAN);
    }
}
