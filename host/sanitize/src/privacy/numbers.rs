//! Sums, means and quantiles of numbers between bounds.

use opendp::{
    core::Measurement,
    domains::{AtomDomain, VectorDomain},
    measurements::make_private_quantile,
    measures::MaxDivergence,
    metrics::SymmetricDistance,
};

use super::{Answer, Ask, Ledger, PrivacyError, counts::exact};

/// Candidates among which a quantile is chosen.
const CANDIDATES: u32 = 1_024;

/// Steps between zero and a bound: a sum over every person of the country stays exact.
const MAX_STEPS: f64 = 1e9;

/// Between which numbers a value counts, and in what steps. Values beyond are moved to
/// the bound. Chosen without looking at the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Values are rounded to multiples of this.
    pub step: f64,
}

impl Bounds {
    fn check(&self) -> Result<(), PrivacyError> {
        let Self { low, high, step } = *self;
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(PrivacyError::Bounds { low, high });
        }
        let most = low.abs().max(high.abs()) / step;
        if !(step > 0.0 && most <= MAX_STEPS) {
            return Err(PrivacyError::TooFine { low, high, step });
        }
        Ok(())
    }

    /// How many steps a value is from zero. What is no number counts as the lower bound.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by MAX_STEPS")]
    fn steps(&self, value: f64) -> i64 {
        let value = if value.is_nan() { self.low } else { value };
        libm::round(value.clamp(self.low, self.high) / self.step) as i64
    }

    /// The most steps that one value adds or takes.
    fn sensitivity(&self) -> u64 {
        let ends = [self.steps(self.low), self.steps(self.high)];
        ends.map(i64::unsigned_abs)
            .into_iter()
            .max()
            .unwrap_or(1)
            .max(1)
    }
}

impl Ledger {
    /// The sum of some values.
    pub fn sum(
        &mut self,
        ask: Ask<'_>,
        values: &[f64],
        bounds: Bounds,
    ) -> Result<Answer<f64>, PrivacyError> {
        ask.check()?;
        bounds.check()?;
        let total = values
            .iter()
            .fold(0_i64, |sum, value| sum.saturating_add(bounds.steps(*value)));
        let sensitivity = bounds.sensitivity() * u64::from(ask.rows_per_person);
        let answer = self.whole(ask, total, sensitivity)?;
        Ok(Answer {
            value: exact(answer.value) * bounds.step,
            epsilon: answer.epsilon,
            margin: answer.margin.map(|margin| margin * bounds.step),
        })
    }

    /// The mean: half of the price for the sum, half for the count.
    pub fn mean(
        &mut self,
        ask: Ask<'_>,
        values: &[f64],
        bounds: Bounds,
    ) -> Result<Answer<f64>, PrivacyError> {
        bounds.check()?;
        let mut tried = self.clone();
        let half = ask.part(0.5);
        let sum = tried.sum(half, values, bounds)?;
        let rows = u64::try_from(values.len()).unwrap_or(u64::MAX);
        let count = tried.count(half, rows)?;
        *self = tried;
        if count.value < 1 {
            return Err(PrivacyError::TooFew);
        }
        let value = (sum.value / exact(count.value)).clamp(bounds.low, bounds.high);
        Ok(Answer {
            value,
            epsilon: sum.epsilon + count.epsilon,
            margin: None,
        })
    }

    /// The value below which a share of the records lies, as one of a thousand candidates
    /// between the bounds.
    pub fn quantile(
        &mut self,
        ask: Ask<'_>,
        values: &[f64],
        share: f64,
        bounds: Bounds,
    ) -> Result<Answer<f64>, PrivacyError> {
        ask.check()?;
        bounds.check()?;
        if !(0.0..=1.0).contains(&share) {
            return Err(PrivacyError::Share { share });
        }
        let rows = ask.rows_per_person;
        // The price falls with the scale: what a scale of one costs tells which is needed.
        let dearest = chooser(bounds, share, 1.0)?.map(&rows)?;
        let choice = chooser(bounds, share, dearest / ask.epsilon)?;
        let epsilon = choice.map(&rows)?;
        self.pay(&ask, epsilon)?;
        let values: Vec<f64> = values.iter().map(|value| bounds.keep(*value)).collect();
        let value = choice.invoke(&values)?;
        let margin = None;
        Ok(Answer {
            value,
            epsilon,
            margin,
        })
    }
}

type Choice = Measurement<VectorDomain<AtomDomain<f64>>, SymmetricDistance, MaxDivergence, f64>;

fn chooser(bounds: Bounds, share: f64, scale: f64) -> Result<Choice, PrivacyError> {
    let domain = VectorDomain::new(AtomDomain::<f64>::new_non_nan());
    let (metric, measure) = (SymmetricDistance, MaxDivergence);
    let candidates = bounds.candidates();
    Ok(make_private_quantile(
        domain, metric, measure, candidates, share, scale,
    )?)
}

impl Bounds {
    fn keep(&self, value: f64) -> f64 {
        if value.is_nan() {
            return self.low;
        }
        value.clamp(self.low, self.high)
    }

    /// Evenly between the bounds, each once.
    fn candidates(&self) -> Vec<f64> {
        let share = |at: u32| f64::from(at) / f64::from(CANDIDATES - 1);
        let at = |at: u32| self.low * (1.0 - share(at)) + self.high * share(at);
        let mut all: Vec<f64> = (0..CANDIDATES).map(at).collect();
        all.dedup();
        all
    }
}
