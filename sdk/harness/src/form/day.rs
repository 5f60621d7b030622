//! Days of the calendar, for people. Tables hold seconds in local time.

use super::Texts;

const SECONDS: i64 = 86_400;

/// Sunday first, as the days since 1 January 1970 plus 4 count them.
const WEEKDAYS: [(&str, &str); 7] = [
    ("Sunday", "неделя"),
    ("Monday", "понеделник"),
    ("Tuesday", "вторник"),
    ("Wednesday", "сряда"),
    ("Thursday", "четвъртък"),
    ("Friday", "петък"),
    ("Saturday", "събота"),
];

const MONTHS: [(&str, &str); 12] = [
    ("January", "януари"),
    ("February", "февруари"),
    ("March", "март"),
    ("April", "април"),
    ("May", "май"),
    ("June", "юни"),
    ("July", "юли"),
    ("August", "август"),
    ("September", "септември"),
    ("October", "октомври"),
    ("November", "ноември"),
    ("December", "декември"),
];

/// Days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// The day of a moment in seconds.
    pub fn of_seconds(seconds: i64) -> Self {
        Self(seconds.div_euclid(SECONDS))
    }

    /// As `2016-11-14`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// As `Monday, 14 November 2016`.
    pub fn long(self) -> Texts {
        let (year, month, day) = self.civil();
        let weekday = WEEKDAYS[(self.0 + 4).rem_euclid(7) as usize];
        let month = MONTHS[month as usize - 1];
        Texts::new(
            format!("{}, {day} {} {year}", weekday.0, month.0),
            format!("{}, {day} {} {year} г.", weekday.1, month.1),
        )
    }

    /// From this day to another, as `14 November 2016 to 20 November 2016`.
    pub fn to(self, last: Self) -> Texts {
        let plain = |day: Self| {
            let (year, month, day) = day.civil();
            let month = MONTHS[month as usize - 1];
            let english = format!("{day} {} {year}", month.0);
            (english, format!("{day} {} {year} г.", month.1))
        };
        let (first, last) = (plain(self), plain(last));
        Texts::new(
            format!("{} to {}", first.0, last.0),
            format!("{} – {}", first.1, last.1),
        )
    }

    /// Year, month and day of the month. Source: H. Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", `civil_from_days`.
    fn civil(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * years + years / 4 - years / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = years + era * 400 + i64::from(month <= 2);
        (year, month, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_as_people_say_them() {
        let day = Day::of_seconds(1_479_081_600 + 3_600);
        assert_eq!(day.iso(), "2016-11-14");
        assert_eq!(day.long().en, "Monday, 14 November 2016");
        assert_eq!(day.long().bg, "понеделник, 14 ноември 2016 г.");
        assert_eq!(
            day.to(Day(day.0 + 1)).en,
            "14 November 2016 to 15 November 2016"
        );
    }

    #[test]
    fn the_ends_of_months_and_years_are_right() {
        assert_eq!(Day(0).iso(), "1970-01-01");
        assert_eq!(Day(-1).iso(), "1969-12-31");
        assert_eq!(Day(11_016).iso(), "2000-02-29");
        assert_eq!(Day(11_017).iso(), "2000-03-01");
    }
}
