//! Telephone numbers: Bulgarian mobile and fixed lines, with and without the country's
//! code, and numbers of other countries where a plus says so.

use super::evidence::Strength;
use super::number::Number;

/// What the digits after the trunk zero or the country's code may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// 87, 88, 89, 98 or 99 and seven digits.
    Mobile,
    /// 2 and seven digits: Sofia.
    Sofia,
    /// An area's code and the rest, seven or eight digits together.
    Other,
}

/// How much a number looks like a telephone's.
pub(super) fn judge(number: &Number) -> Strength {
    let digits = &number.digits;
    if is_fraction(number) {
        return Strength::None;
    }
    if let Some(rest) = digits.strip_prefix(&[0, 0, 3, 5, 9]) {
        return abroad(rest);
    }
    match digits.strip_prefix(&[3, 5, 9]) {
        Some(rest) if number.has_plus => return abroad(rest),
        Some(rest) if line(trunk(rest)) == Some(Line::Mobile) => return Strength::Certain,
        Some(rest) if line(trunk(rest)).is_some() => return Strength::Likely,
        _ => {}
    }
    if number.has_plus {
        let is_long_enough = (9..=15).contains(&digits.len());
        return if is_long_enough {
            Strength::Likely
        } else {
            Strength::Trace
        };
    }
    match digits.strip_prefix(&[0]) {
        Some(rest) => national(rest, number),
        None => without_zero(digits, number),
    }
}

/// After the code of Bulgaria, with or without the trunk zero.
fn abroad(rest: &[u8]) -> Strength {
    let rest = trunk(rest);
    match line(rest) {
        Some(_) => Strength::Certain,
        None if (7..=10).contains(&rest.len()) => Strength::Likely,
        None => Strength::Trace,
    }
}

fn national(rest: &[u8], number: &Number) -> Strength {
    let first = number.groups.first().copied().unwrap_or_default();
    let is_grouped = number.groups.len() > 1 && (2..=5).contains(&first);
    match line(rest) {
        // Ten digits in one piece may be any number of five in a thousand.
        Some(Line::Mobile) if number.groups.len() == 1 => Strength::Likely,
        Some(Line::Mobile) => Strength::Certain,
        Some(_) if is_grouped && number.has_brackets => Strength::Certain,
        Some(_) if is_grouped => Strength::Likely,
        Some(Line::Sofia) if rest.get(1).is_some_and(|digit| *digit >= 4) => Strength::Likely,
        Some(Line::Sofia | Line::Other) => Strength::Shape,
        None if is_grouped && number.has_brackets && (6..=8).contains(&rest.len()) => {
            Strength::Likely
        }
        None if (6..=10).contains(&rest.len()) => Strength::Trace,
        None => Strength::None,
    }
}

/// A spreadsheet eats the zero of a number that it takes for an amount.
fn without_zero(digits: &[u8], number: &Number) -> Strength {
    match line(digits) {
        Some(Line::Mobile) => Strength::Likely,
        Some(_) if number.has_brackets => Strength::Shape,
        _ if (6..=10).contains(&digits.len()) => Strength::Trace,
        _ => Strength::None,
    }
}

fn trunk(rest: &[u8]) -> &[u8] {
    rest.strip_prefix(&[0]).unwrap_or(rest)
}

fn line(rest: &[u8]) -> Option<Line> {
    match rest {
        [8, 7..=9, ..] | [9, 8 | 9, ..] if rest.len() == 9 => Some(Line::Mobile),
        [2, 2..=9, ..] if rest.len() == 8 => Some(Line::Sofia),
        [3..=7, ..] | [8, 0, 0, ..] | [9, 0..=7, ..] if (7..=8).contains(&rest.len()) => {
            Some(Line::Other)
        }
        _ => None,
    }
}

/// `0.887123456` is a share, and `12.05.2023` a date, whatever follows it.
fn is_fraction(number: &Number) -> bool {
    let groups = number.groups.as_slice();
    let is_year_first =
        matches!(groups, [4, 1 | 2, 1 | 2, ..]) && number.digits.first() != Some(&0);
    let is_date = is_year_first || matches!(groups, [1 | 2, 1 | 2, 4, ..]);
    let is_short = matches!(groups, [1, _] | [1 | 2, 1 | 2, 2]);
    number.has_point && (is_short || is_date) || is_date && !number.is_plain() && !number.has_plus
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str) -> Strength {
        Number::read(text).map_or(Strength::None, |number| judge(&number))
    }

    #[test]
    fn mobile_numbers_are_certain_in_all_their_dress() {
        for text in [
            "0888 123 456",
            "088/812-34-56",
            "0888-12-34-56",
            "+359 888 123 456",
            "00359888123456",
            "+359 (0) 878 12 34 56",
            "359898123456",
            "0999.123.456",
        ] {
            assert_eq!(judged(text), Strength::Certain, "{text}");
        }
        assert_eq!(judged("0888123456"), Strength::Likely);
        assert_eq!(judged("888123456"), Strength::Likely);
    }

    #[test]
    fn fixed_lines_are_known_by_their_groups() {
        assert_eq!(judged("(02) 987 65 43"), Strength::Certain);
        assert_eq!(judged("052/612 345"), Strength::Certain);
        assert_eq!(judged("02 987 65 43"), Strength::Likely);
        assert_eq!(judged("029876543"), Strength::Likely);
        assert_eq!(judged("052612345"), Strength::Shape);
        assert_eq!(judged("0700 12 345"), Strength::Likely);
    }

    #[test]
    fn other_countries_need_their_plus() {
        assert_eq!(judged("+44 20 7946 0958"), Strength::Likely);
        assert!(judged("442079460958") < Strength::Likely);
    }

    #[test]
    fn shares_dates_and_meters_are_none() {
        for text in [
            "0.887123456",
            "12.05.2023",
            "0000123456",
            "1234567",
            "2024-01-15",
        ] {
            assert!(judged(text) < Strength::Shape, "{text}");
        }
    }
}
