//! By how much the last days differ from what is usual, and how much of that stays.

use crate::calendar::{Calendar, DAY_HOURS};
use crate::profile::Grid;

const DAYS: i64 = 2;
/// So much of the difference is expected on the first day,
const KEPT: f64 = 0.7;
/// and on each later day this much of the day before.
const FADING: f64 = 0.9;

/// The median difference from the usual over the days before `today`. A median,
/// since a burst or a broken meter must not move a whole week.
pub(crate) fn recent(grid: &Grid, calendar: &Calendar, today: i64) -> f64 {
    let first = today - DAYS;
    let mut differences = Vec::new();
    for day in first..today {
        differences.extend((0..DAY_HOURS).filter_map(|hour| {
            let flow = grid.at(day, hour)?;
            Some(flow - grid.usual(calendar, day, hour, first))
        }));
    }
    median(&mut differences)
}

/// What is left of a difference some days later.
pub(crate) fn carried(level: f64, days: i64) -> f64 {
    (0..days).fold(KEPT * level, |level, _| FADING * level)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values {
        [] => 0.0,
        _ if values.len() % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert!(median(&mut []).abs() < 1e-12);
        assert!((median(&mut [3.0, 1.0, 9.0]) - 3.0).abs() < 1e-12);
        assert!((median(&mut [3.0, 1.0, 9.0, 5.0]) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_difference_fades_from_day_to_day() {
        assert!((carried(10.0, 0) - 7.0).abs() < 1e-12);
        assert!((carried(10.0, 2) - 5.67).abs() < 1e-12);
    }
}
