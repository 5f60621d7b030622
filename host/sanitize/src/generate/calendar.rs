//! Days of the generated city. Its clock stands: ages are those of the first day of
//! 2026, so that the same seed makes the same city in any year.

use std::fmt::Write;

use jiff::{ToSpan, civil::Date};

/// The day of which ages are told, 2026-01-01, in days since 1970.
pub(crate) const AS_OF_DAYS: i32 = 20_454;

/// The mean length of a year in the Gregorian calendar.
pub(crate) const YEAR_DAYS: f64 = 365.2425;

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// Year, month and day of a day since 1970.
pub(crate) fn civil(days: i32) -> (i16, i8, i8) {
    let day = day(days);
    (day.year(), day.month(), day.day())
}

/// Writes a day as `2026-01-01`.
pub(crate) fn write_date(out: &mut String, days: i32) {
    let (year, month, day) = civil(days);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
}

/// Writes a time in milliseconds since 1970 as `2026-01-01T08:30:00`.
pub(crate) fn write_time(out: &mut String, time_ms: i64) {
    let days = i32::try_from(time_ms.div_euclid(DAY_MS)).unwrap_or(0);
    write_date(out, days);
    let second = time_ms.rem_euclid(DAY_MS) / 1000;
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let _ = write!(out, "T{hour:02}:{minute:02}:{:02}", second % 60);
}

/// Whole years between a day and the day of which ages are told.
pub(crate) fn age_years(born_days: i32) -> u32 {
    let (year, month, day) = civil(born_days);
    let passed = i16::from((month, day) <= (1, 1));
    u32::try_from(2025 - year + passed).unwrap_or(0)
}

fn day(days: i32) -> Date {
    Date::constant(1970, 1, 1).saturating_add(i64::from(days).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_ages_is_the_first_of_2026() {
        assert_eq!(civil(AS_OF_DAYS), (2026, 1, 1));
        assert_eq!(age_years(AS_OF_DAYS), 0);
        assert_eq!(age_years(AS_OF_DAYS - 365), 1);
        assert_eq!(age_years(AS_OF_DAYS - 364), 0);
    }

    #[test]
    fn times_are_written_to_the_second() {
        let mut out = String::new();
        write_time(&mut out, i64::from(AS_OF_DAYS) * DAY_MS + 30_603_000);
        assert_eq!(out, "2026-01-01T08:30:03");
    }
}
