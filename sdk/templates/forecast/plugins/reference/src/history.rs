//! What was measured, by step.

use pilotbox_plugin::templates::forecast::Request;

/// A history on the steps of a clock.
pub(crate) struct History {
    /// Seconds of a step.
    pub step: i64,
    first: i64,
    /// One value a step; NaN where nothing was measured.
    values: Vec<f64>,
}

/// Steps that are kept at most: times far apart must not fill the memory.
const MAX_STEPS: i64 = 1_000_000;

impl History {
    pub(crate) fn of(request: &Request) -> Self {
        let step = i64::from(request.step_seconds.max(1));
        let first = request.times.first().copied().unwrap_or(request.now);
        let count = ((request.now - first) / step + 1).clamp(0, MAX_STEPS);
        let mut values = vec![f64::NAN; count as usize];
        for (time, value) in request.times.iter().zip(&request.values) {
            let at = (time - first).div_euclid(step);
            if let Some(slot) = usize::try_from(at).ok().and_then(|at| values.get_mut(at)) {
                *slot = *value;
            }
        }
        Self {
            step,
            first,
            values,
        }
    }

    /// The value at a time, if it was measured.
    pub(crate) fn at(&self, time: i64) -> Option<f64> {
        let at = usize::try_from((time - self.first).div_euclid(self.step)).ok()?;
        self.values
            .get(at)
            .copied()
            .filter(|value| value.is_finite())
    }

    /// The last time up to a moment at which something was measured, and what.
    pub(crate) fn last(&self, moment: i64) -> Option<(i64, f64)> {
        let mut time = moment;
        while time >= self.first {
            if let Some(value) = self.at(time) {
                return Some((time, value));
            }
            time -= self.step;
        }
        None
    }

    /// The first time of all.
    pub(crate) fn first(&self) -> i64 {
        self.first
    }
}
