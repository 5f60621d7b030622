//! Days and hours of moments in seconds since 1970. Times are taken as the table
//! writes them: whoever wants local days writes local times.

const DAY_SECONDS: i64 = 24 * 60 * 60;
const HOUR_SECONDS: i64 = 60 * 60;
/// Days from 1 March of the year 0 to 1 January 1970.
const DAYS_TO_1970: i64 = 719_468;
/// Days of 400 years.
const ERA_DAYS: i64 = 146_097;
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The name of the weekday; 1 January 1970 was a Thursday.
pub(crate) fn weekday(moment: i64) -> &'static str {
    let day = (moment.div_euclid(DAY_SECONDS) + 3).rem_euclid(7);
    WEEKDAYS[day as usize]
}

/// The hour, `00` to `23`.
pub(crate) fn hour(moment: i64) -> String {
    format!("{:02}", moment.rem_euclid(DAY_SECONDS) / HOUR_SECONDS)
}

/// The day, `YYYY-MM-DD`. Source: Hinnant, "chrono-compatible low-level date
/// algorithms" (2014), `civil_from_days`.
pub(crate) fn day(moment: i64) -> String {
    let days = moment.div_euclid(DAY_SECONDS) + DAYS_TO_1970;
    let era = days.div_euclid(ERA_DAYS);
    let of_era = days.rem_euclid(ERA_DAYS);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let date = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}")
}

/// The moment, `YYYY-MM-DDThh:mm:ss`.
pub(crate) fn moment(moment: i64) -> String {
    let seconds = moment.rem_euclid(DAY_SECONDS);
    format!(
        "{}T{:02}:{:02}:{:02}",
        day(moment),
        seconds / HOUR_SECONDS,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_by_hand() {
        assert_eq!(moment(0), "1970-01-01T00:00:00");
        assert_eq!(moment(-1), "1969-12-31T23:59:59");
        assert_eq!(moment(951_782_399), "2000-02-28T23:59:59");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(moment(1_796_000_000), "2026-11-30T00:53:20");
    }

    #[test]
    fn weekdays_and_hours_by_hand() {
        assert_eq!((weekday(0), weekday(-1)), ("thursday", "wednesday"));
        assert_eq!(weekday(1_796_000_000), "monday");
        assert_eq!(hour(1_796_000_000), "00");
        assert_eq!(hour(-1), "23");
    }
}
