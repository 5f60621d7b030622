//! What flowed into one area, looked up by local time.

use crate::calendar::{Calendar, DAY_HOURS};

/// Weights of the same hour on past days of the same kind, the latest first.
/// Six of them even out a week that was unlike the others.
const WEIGHTS: [f64; 6] = [1.0, 0.8, 0.6, 0.5, 0.4, 0.3];

/// The inflow of one area by local hour; NaN where nothing was measured.
pub(crate) struct History {
    first: i64,
    flows: Vec<f64>,
    mean: f64,
}

impl History {
    /// When clocks were turned back an hour comes twice: the later one stays.
    /// When they were turned forward one is missing, as if not measured.
    pub(crate) fn new(past: &[i64], inflow: &[f64]) -> Self {
        let first = past.first().copied().unwrap_or_default();
        let length = past.last().map_or(0, |last| last - first + 1);
        let mut flows = vec![f64::NAN; length as usize];
        for (hour, flow) in past.iter().zip(inflow) {
            flows[(hour - first) as usize] = *flow;
        }
        let measured = inflow.iter().filter(|flow| flow.is_finite());
        let (sum, count) = measured.fold((0.0, 0.0), |(sum, n), flow| (sum + flow, n + 1.0));
        let mean = if count > 0.0 { sum / count } else { 0.0 };
        Self { first, flows, mean }
    }

    /// The flow in an hour of local time, if it was measured.
    pub(crate) fn at(&self, hour: i64) -> Option<f64> {
        let index = usize::try_from(hour - self.first).ok()?;
        self.flows
            .get(index)
            .copied()
            .filter(|flow| flow.is_finite())
    }

    /// The weighted mean of the same hour on earlier days of the same kind, or
    /// the mean of everything where there is none.
    pub(crate) fn usual(&self, calendar: &Calendar, hour: i64) -> f64 {
        let kind = calendar.kind(hour);
        let (mut sum, mut weights) = (0.0, 0.0);
        for (flow, weight) in self.alike(calendar, hour, kind).zip(WEIGHTS) {
            sum += weight * flow;
            weights += weight;
        }
        if weights > 0.0 {
            sum / weights
        } else {
            self.mean
        }
    }

    /// Measured flows at the same time of earlier days of a kind, latest first.
    fn alike(&self, calendar: &Calendar, hour: i64, kind: i64) -> impl Iterator<Item = f64> {
        let days = (hour - self.first) / DAY_HOURS;
        let earlier = (1..=days).map(move |back| hour - back * DAY_HOURS);
        earlier
            .filter(move |hour| calendar.kind(*hour) == kind)
            .filter_map(|hour| self.at(hour))
    }
}
