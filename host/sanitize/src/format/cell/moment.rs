//! Days and moments: `2025-12-31`, `31.12.2025`, `31.12.2025 г.`, with `T10:00`,
//! ` 10:00:00.5`, `Z` or `+02:00`. Days that no calendar has are refused.

use super::Value;

const MS_A_MINUTE: i64 = 60_000;
const MS_A_DAY: i64 = 86_400_000;

/// A trimmed cell as a day, counted from 1970-01-01.
pub(crate) fn date(cell: &[u8]) -> Option<i32> {
    let (day, rest) = day(cell)?;
    let ends = rest.is_empty() || rest == " г.".as_bytes() || rest == "г.".as_bytes();
    ends.then_some(day)
}

/// A trimmed cell as a moment in milliseconds since 1970-01-01. A day is its midnight;
/// a moment without a zone is taken as UTC.
pub(crate) fn time(cell: &[u8]) -> Option<i64> {
    let (day, rest) = day(cell)?;
    let midnight = i64::from(day) * MS_A_DAY;
    let rest = rest.strip_prefix(" г.".as_bytes()).unwrap_or(rest);
    let rest = match rest {
        [] => return Some(midnight),
        [b'T' | b't' | b' ', rest @ ..] | [b',', b' ', rest @ ..] => rest,
        _ => return None,
    };
    let (of_day, rest) = clock(rest)?;
    Some(midnight + of_day - zone(rest)?)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, if it has that day.
/// The method is the one of Hinnant, "chrono-compatible low-level date algorithms".
fn days(year: i32, month: i32, day: i32) -> Option<i32> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=last).contains(&day) {
        return None;
    }
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some(era * 146_097 + of_era - 719_468)
}

/// The value of a day in digits, `YYYYMMDD`, as timetables write it.
pub(crate) fn compact_date<'a>(cell: &[u8]) -> Option<Value<'a>> {
    if cell.len() != 8 {
        return None;
    }
    let (year, rest) = (fixed(cell, 4)?, cell.get(4..)?);
    let (month, rest) = (fixed(rest, 2)?, rest.get(2..)?);
    days(year, month, fixed(rest, 2)?).map(Value::Date)
}

/// The day that a cell begins with, and what follows.
fn day(cell: &[u8]) -> Option<(i32, &[u8])> {
    if let [_, _, _, _, b'-', ..] = cell {
        let (year, rest) = (fixed(cell, 4)?, cell.get(5..)?);
        let (month, rest) = (fixed(rest, 2)?, rest.get(2..)?);
        let rest = rest.strip_prefix(b"-")?;
        return Some((days(year, month, fixed(rest, 2)?)?, rest.get(2..)?));
    }
    let (day, rest) = short(cell)?;
    let (month, rest) = short(rest.strip_prefix(b".")?)?;
    let rest = rest.strip_prefix(b".")?;
    let year = fixed(rest, 4)?;
    let rest = rest.get(4..)?;
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((days(year, month, day)?, rest))
}

/// Milliseconds since midnight, and what follows.
fn clock(cell: &[u8]) -> Option<(i64, &[u8])> {
    let (hour, rest) = short(cell)?;
    let rest = rest.strip_prefix(b":")?;
    let (minute, mut rest) = (fixed(rest, 2)?, rest.get(2..)?);
    let (mut second, mut fraction) = (0, 0);
    if let Some(after) = rest.strip_prefix(b":") {
        second = fixed(after, 2)?;
        rest = after.get(2..)?;
        if let [b'.' | b',', after @ ..] = rest {
            (fraction, rest) = milliseconds(after)?;
        }
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let minutes = i64::from(hour * 60 + minute);
    let of_day = minutes * MS_A_MINUTE + i64::from(second) * 1000 + fraction;
    Some((of_day, rest))
}

/// Milliseconds of the decimals of a second: what is finer is cut off.
fn milliseconds(cell: &[u8]) -> Option<(i64, &[u8])> {
    let count = cell.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&count) {
        return None;
    }
    let digit = |place: usize| match cell.get(place) {
        Some(byte) if place < count => i64::from(byte - b'0'),
        _ => 0,
    };
    let value = digit(0) * 100 + digit(1) * 10 + digit(2);
    Some((value, cell.get(count..)?))
}

/// How far a zone is ahead of UTC, in milliseconds.
fn zone(cell: &[u8]) -> Option<i64> {
    let (sign, rest) = match cell {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = (fixed(rest, 2)?, rest.get(2..)?);
    let minutes = match rest {
        [] => 0,
        [b':', rest @ ..] | rest if rest.len() == 2 => fixed(rest, 2)?,
        _ => return None,
    };
    let known = hours <= 18 && minutes <= 59;
    known.then_some(sign * i64::from(hours * 60 + minutes) * MS_A_MINUTE)
}

/// A number of exactly so many digits.
fn fixed(cell: &[u8], count: usize) -> Option<i32> {
    let mut value = 0;
    for byte in cell.get(..count)? {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i32::from(byte - b'0');
    }
    Some(value)
}

/// A number of one or two digits, and what follows.
fn short(cell: &[u8]) -> Option<(i32, &[u8])> {
    let count = if cell.get(1).is_some_and(u8::is_ascii_digit) {
        2
    } else {
        1
    };
    Some((fixed(cell, count)?, cell.get(count..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        let epoch = jiff::civil::date(1970, 1, 1);
        let mut day = jiff::civil::date(1, 1, 1);
        while day < jiff::civil::date(9990, 1, 1) {
            let expected = day.since(epoch).expect("a span").get_days();
            let (year, month) = (i32::from(day.year()), i32::from(day.month()));
            let counted = days(year, month, i32::from(day.day()));
            assert_eq!(counted, Some(expected), "{day}");
            day = day.checked_add(jiff::Span::new().days(97)).expect("a day");
        }
    }

    #[test]
    fn a_day_is_read_in_both_styles() {
        for cell in ["2025-12-31", "31.12.2025", "31.12.2025 г.", "31.12.2025г."] {
            assert_eq!(date(cell.as_bytes()), days(2025, 12, 31), "{cell}");
        }
        assert_eq!(date(b"1.2.2024"), days(2024, 2, 1));
        assert_eq!(compact_date(b"20240201"), days(2024, 2, 1).map(Value::Date));
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused() {
        for cell in [
            "29.02.2023",
            "31.04.2024",
            "2024-13-01",
            "2024-00-10",
            "00.01.2024",
            "1.1.24",
            "2024-1-1",
            "31.12.20255",
            "0000-01-01",
            "2024-01-01x",
        ] {
            assert_eq!(date(cell.as_bytes()), None, "{cell}");
        }
        assert_eq!(compact_date(b"20240230"), None);
    }

    #[test]
    fn a_moment_is_read_with_and_without_a_zone() {
        let noon = i64::from(days(2025, 3, 1).expect("a day")) * MS_A_DAY + 12 * 3_600_000;
        for cell in [
            "2025-03-01T12:00:00Z",
            "2025-03-01 12:00",
            "01.03.2025 12:00:00",
            "2025-03-01T14:00:00.000+02:00",
            "2025-03-01T10:00-0200",
            "1.3.2025 г. 12:00",
            "2025-03-01T14:00:00+02",
        ] {
            assert_eq!(time(cell.as_bytes()), Some(noon), "{cell}");
        }
        assert_eq!(time(b"2025-03-01T12:00:00.25Z"), Some(noon + 250));
    }

    #[test]
    fn a_moment_that_no_clock_shows_is_refused() {
        for cell in [
            "2025-03-01T24:00",
            "2025-03-01 12:60",
            "2025-03-01T12",
            "2025-03-01T12:00:00+99:00",
            "2025-03-01T12:00:00 EET",
            "2025-03-01T12:00:00.",
        ] {
            assert_eq!(time(cell.as_bytes()), None, "{cell}");
        }
    }
}
