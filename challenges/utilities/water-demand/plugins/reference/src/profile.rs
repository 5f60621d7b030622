//! What usually flows at an hour of a kind of day.

use crate::calendar::{Calendar, DAY_HOURS, SUNDAY, weekday};

/// A week weighs this much of the one after it.
const DECAY: f64 = 0.8;

/// The history of one area by local day and hour; NaN where nothing was measured.
pub(crate) struct Grid {
    first_day: i64,
    flows: Vec<f64>,
    mean: f64,
}

impl Grid {
    /// Of two values for one local hour, when clocks were turned back, the later stays.
    pub(crate) fn new(times: &[i64], history: &[f64]) -> Self {
        let first_day = times.first().map_or(0, |hour| hour.div_euclid(DAY_HOURS));
        let days = times
            .last()
            .map_or(0, |hour| hour.div_euclid(DAY_HOURS) - first_day + 1);
        let mut flows = vec![f64::NAN; (days * DAY_HOURS) as usize];
        let (mut sum, mut count) = (0.0, 0.0);
        let measured = times
            .iter()
            .zip(history)
            .filter(|(_, flow)| flow.is_finite());
        for (hour, flow) in measured {
            flows[(hour - first_day * DAY_HOURS) as usize] = *flow;
            sum += flow;
            count += 1.0;
        }
        Self {
            first_day,
            flows,
            mean: if count > 0.0 { sum / count } else { 0.0 },
        }
    }

    /// The flow at an hour of a day, if it was measured.
    pub(crate) fn at(&self, day: i64, hour: i64) -> Option<f64> {
        let index = usize::try_from((day - self.first_day) * DAY_HOURS + hour).ok()?;
        self.flows
            .get(index)
            .copied()
            .filter(|flow| flow.is_finite())
    }

    /// The weighted mean of the same hour on days of the same kind, all of them
    /// before the day `before`; the mean of everything where there is none.
    pub(crate) fn usual(&self, calendar: &Calendar, day: i64, hour: i64, before: i64) -> f64 {
        let kind = calendar.kind(day);
        let mut alike = day - weekday(day) + kind;
        let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
        while alike >= self.first_day {
            // A holiday on another weekday is unlike it; on a Sunday it is a Sunday.
            let counts = kind == SUNDAY || calendar.kind(alike) != SUNDAY;
            if alike < before {
                if let Some(flow) = self.at(alike, hour).filter(|_| counts) {
                    sum += weight * flow;
                    weights += weight;
                }
                weight *= DECAY;
            }
            alike -= 7;
        }
        if weights > 0.0 {
            sum / weights
        } else {
            self.mean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_weeks_count_more_and_holes_do_not() {
        let times: Vec<i64> = (0..3 * 168).collect();
        let mut history = vec![1.0; times.len()];
        history[168] = 2.0;
        history[336] = 4.0;
        let calendar = Calendar::default();
        let usual = |history: &[f64]| Grid::new(&times, history).usual(&calendar, 21, 0, 21);
        assert!((usual(&history) - (4.0 + 0.8 * 2.0 + 0.64) / 2.44).abs() < 1e-12);
        history[168] = f64::NAN;
        assert!((usual(&history) - (4.0 + 0.64) / 1.64).abs() < 1e-12);
    }

    #[test]
    fn nothing_after_the_bound_is_used() {
        let times: Vec<i64> = (0..3 * 168).collect();
        let mut history = vec![1.0; times.len()];
        history[336..].fill(9.0);
        let grid = Grid::new(&times, &history);
        assert!((grid.usual(&Calendar::default(), 14, 0, 14) - 1.0).abs() < 1e-12);
    }
}
