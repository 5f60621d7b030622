//! Local time: which days are alike, and when clocks were turned.

use pilotbox_plugin::{Table, TableError, log};

pub(crate) const DAY_HOURS: i64 = 24;
const HOUR_SECONDS: i64 = 3600;
pub(crate) const SUNDAY: i64 = 6;

/// Days are counted from 1970-01-01, hours from its midnight, in local time.
#[derive(Default)]
pub(crate) struct Calendar {
    /// In ascending order.
    pub holidays: Vec<i64>,
    /// What the clock would have shown, and by how many hours it was turned.
    pub clock_changes: Vec<(i64, i64)>,
}

impl Calendar {
    /// The calendar of the granted tables. Without them every day is as its
    /// weekday and no clock is turned, which is right for most of the year.
    pub(crate) fn granted() -> Self {
        Self::read().unwrap_or_else(|error| {
            log::warn(&format!("going on without a calendar: {error}"));
            Self::default()
        })
    }

    fn read() -> Result<Self, TableError> {
        let dates = Table::open("holidays")?.s64("date")?;
        let changes = Table::open("clock-changes")?;
        let times = changes
            .s64("time")?
            .into_iter()
            .map(|seconds| seconds / HOUR_SECONDS);
        Ok(Self {
            holidays: dates
                .iter()
                .map(|seconds| seconds / HOUR_SECONDS / DAY_HOURS)
                .collect(),
            clock_changes: times.zip(changes.s64("shift_hours")?).collect(),
        })
    }

    /// The local time of each of `count` hours that pass from `start` on.
    pub(crate) fn local_hours(&self, start: i64, count: usize) -> Vec<i64> {
        let mut changes = self
            .clock_changes
            .iter()
            .filter(|(time, _)| *time > start)
            .peekable();
        let mut local = start;
        let mut hours = Vec::with_capacity(count);
        for _ in 0..count {
            if let Some((_, shift)) = changes.next_if(|(time, _)| *time == local) {
                local += shift;
            }
            hours.push(local);
            local += 1;
        }
        hours
    }

    /// 0 for Monday to 6 for Sunday; a holiday is a Sunday.
    pub(crate) fn kind(&self, day: i64) -> i64 {
        if self.holidays.binary_search(&day).is_ok() {
            SUNDAY
        } else {
            weekday(day)
        }
    }
}

/// 0 for Monday to 6 for Sunday. The first day of 1970 was a Thursday.
pub(crate) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_turned_once() {
        let calendar = Calendar {
            clock_changes: vec![(2, 1), (9, -1)],
            ..Calendar::default()
        };
        assert_eq!(calendar.local_hours(0, 10), [0, 1, 3, 4, 5, 6, 7, 8, 8, 9]);
    }

    #[test]
    fn earlier_changes_are_in_the_start_already() {
        let calendar = Calendar {
            clock_changes: vec![(2, 1)],
            ..Calendar::default()
        };
        assert_eq!(calendar.local_hours(5, 2), [5, 6]);
    }

    #[test]
    fn weekdays_are_right() {
        let monday = 1_609_718_400 / HOUR_SECONDS / DAY_HOURS;
        assert_eq!(weekday(monday), 0);
        let calendar = Calendar {
            holidays: vec![monday],
            ..Calendar::default()
        };
        assert_eq!(
            (calendar.kind(monday), calendar.kind(monday + 1)),
            (SUNDAY, 1)
        );
    }
}
