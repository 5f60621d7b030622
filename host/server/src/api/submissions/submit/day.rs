//! The day that quotas count by: Sofia's, with its summer time.

use std::time::Duration;

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use pilotbox_store::to_millis;

use crate::problem::Problem;

/// Now, within its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// Now, in milliseconds since 1970.
    pub(super) now: i64,
    /// When the day began.
    pub(super) starts_at: i64,
    /// How long it goes on.
    pub(super) left: Duration,
}

impl Days {
    pub(super) fn of(now: Timestamp) -> Result<Self, Problem> {
        let sofia = TimeZone::get("Europe/Sofia").map_err(Problem::internal)?;
        let start = now
            .to_zoned(sofia)
            .start_of_day()
            .map_err(Problem::internal)?;
        let next = start.checked_add(1.day()).map_err(Problem::internal)?;
        let left = to_millis(next.timestamp()).saturating_sub(to_millis(now));
        Ok(Self {
            now: to_millis(now),
            starts_at: to_millis(start.timestamp()),
            left: Duration::from_millis(u64::try_from(left).unwrap_or(0)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(now: &str) -> (String, u64) {
        let Ok(days) = Days::of(now.parse().unwrap()) else {
            panic!("Sofia is known")
        };
        let start = pilotbox_store::from_millis(days.starts_at);
        (start.to_string(), days.left.as_secs() / 60)
    }

    #[test]
    fn a_day_begins_at_midnight_in_sofia() {
        let winter = day("2026-01-15T21:59:00Z");
        assert_eq!(winter, ("2026-01-14T22:00:00Z".to_owned(), 1));
        let summer = day("2026-07-15T21:00:00Z");
        assert_eq!(summer, ("2026-07-15T21:00:00Z".to_owned(), 24 * 60));
    }

    #[test]
    fn the_day_that_loses_an_hour_is_shorter() {
        let spring = day("2026-03-28T22:00:00Z");
        assert_eq!(spring, ("2026-03-28T22:00:00Z".to_owned(), 23 * 60));
    }
}
