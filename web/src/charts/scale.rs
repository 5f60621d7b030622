//! Where a value stands, and which values are worth a line.

/// Steps that people count in.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

/// A stretch of numbers that begins and ends at a tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    step: f64,
    decimals: usize,
}

impl Scale {
    /// Covers both values with about so many ticks. Values that are no numbers count
    /// as 0; equal ones get some room.
    pub fn nice(low: f64, high: f64, ticks: u32) -> Self {
        let (low, high) = (finite(low), finite(high));
        let (low, high) = (low.min(high), low.max(high));
        let span = if high > low { high - low } else { 1.0 };
        let rough = span / f64::from(ticks.max(1));
        let magnitude = rough.log10().floor();
        let unit = 10_f64.powf(magnitude);
        let fits = |step: &&f64| **step * unit >= rough * 0.999_999;
        let factor = STEPS.iter().find(fits).copied().unwrap_or(10.0);
        let step = factor * unit;
        let low = (low / step).floor() * step;
        let high = ((high / step).ceil() * step).max(low + step);
        Self {
            low,
            high,
            step,
            decimals: decimals(magnitude, factor),
        }
    }

    /// Where a value stands, from 0 to 1; what is outside stands at the edge.
    pub fn at(&self, value: f64) -> f64 {
        ((finite(value) - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The values with a line, from low to high.
    pub fn ticks(&self) -> Vec<f64> {
        let mut ticks = Vec::new();
        let mut value = self.low;
        // Never more than a screen holds, whatever the numbers were.
        while value <= self.high + self.step / 2.0 && ticks.len() < 32 {
            ticks.push(value);
            value += self.step;
        }
        ticks
    }

    /// How many decimals tell one tick from the next.
    pub fn decimals(&self) -> usize {
        self.decimals
    }
}

/// Decimals of a step: `0.2` has one.
fn decimals(magnitude: f64, factor: f64) -> usize {
    let places = if factor >= 10.0 {
        -magnitude - 1.0
    } else {
        -magnitude
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a few digits just before"
    )]
    let places = places.clamp(0.0, 12.0) as usize;
    places
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64, count: u32) -> Vec<String> {
        let scale = Scale::nice(low, high, count);
        let text = |tick: &f64| format!("{tick:.*}", scale.decimals());
        scale.ticks().iter().map(text).collect()
    }

    #[test]
    fn ticks_are_numbers_that_people_count_in() {
        assert_eq!(ticks(0.0, 1.0, 4), ["0.0", "0.5", "1.0"]);
        assert_eq!(
            ticks(0.0, 1.0, 5),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(ticks(0.0, 97.0, 4), ["0", "50", "100"]);
        assert_eq!(ticks(-3.0, 3.0, 3), ["-4", "-2", "0", "2", "4"]);
    }

    #[test]
    fn a_value_stands_between_the_ends() {
        let scale = Scale::nice(0.0, 97.0, 4);
        let at = [-5.0, 0.0, 25.0, 100.0, 1e9].map(|value| scale.at(value).to_string());
        assert_eq!(at, ["0", "0", "0.25", "1", "1"]);
    }

    #[test]
    fn whatever_the_numbers_are_there_is_a_scale() {
        for (low, high) in [(0.0, 0.0), (f64::NAN, f64::INFINITY), (5.0, 5.0)] {
            let scale = Scale::nice(low, high, 4);
            assert!(scale.ticks().len() >= 2, "{low} {high}");
            assert!((0.0..=1.0).contains(&scale.at(f64::NAN)));
        }
    }
}
