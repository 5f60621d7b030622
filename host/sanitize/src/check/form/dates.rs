//! Whether a text is an hour, a day, a month and so on.

use crate::policy::DateLevel;

pub(super) fn is_of(text: &str, level: DateLevel) -> bool {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let mut parts = text.split('-');
    let year = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    match (level, rest.as_slice()) {
        (DateLevel::Decade, []) => {
            let year = year.strip_suffix('s');
            year.is_some_and(|year| is_year(year, sign) && year.ends_with('0'))
        }
        (DateLevel::Year, []) => is_year(year, sign),
        (DateLevel::Quarter, [quarter]) => {
            is_year(year, sign) && matches!(*quarter, "Q1" | "Q2" | "Q3" | "Q4")
        }
        (DateLevel::Month, [month]) => is_year(year, sign) && is_within(month, 12),
        (DateLevel::Day, [month, day]) => {
            is_year(year, sign) && is_within(month, 12) && is_within(day, 31)
        }
        (DateLevel::Hour, [month, day_and_hour]) => {
            let parts = day_and_hour.split_once('T');
            let fits = |(day, hour): (&str, &str)| {
                is_within(day, 31) && (hour == "00" || is_within(hour, 23))
            };
            is_year(year, sign) && is_within(month, 12) && parts.is_some_and(fits)
        }
        _ => false,
    }
}

fn is_year(text: &str, sign: i32) -> bool {
    let digits = if sign < 0 { 3 } else { 4 };
    text.len() >= digits && text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit())
}

fn is_within(text: &str, most: u8) -> bool {
    text.len() == 2
        && text
            .parse::<u8>()
            .is_ok_and(|number| (1..=most).contains(&number))
}
