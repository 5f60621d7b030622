//! How many records there are: in all, or in each of the groups that were named beforehand.

use opendp::{
    core::Measurement,
    domains::{AtomDomain, VectorDomain},
    measurements::make_laplace,
    measures::MaxDivergence,
    metrics::{AbsoluteDistance, L1Distance},
};

use super::{Answer, Ask, Ledger, PrivacyError};

impl Ledger {
    /// A number of records.
    pub fn count(&mut self, ask: Ask<'_>, rows: u64) -> Result<Answer<i64>, PrivacyError> {
        self.whole(ask, whole(rows), u64::from(ask.rows_per_person))
    }

    /// The number of records in each group. A record is in one group, and the groups are
    /// chosen without looking at the data: one that exists only because somebody is in
    /// it would tell so.
    pub fn histogram(
        &mut self,
        ask: Ask<'_>,
        counts: &[u64],
    ) -> Result<Answer<Vec<i64>>, PrivacyError> {
        ask.check()?;
        let scale = f64::from(ask.rows_per_person) / ask.epsilon;
        let domain = VectorDomain::new(AtomDomain::<i64>::default());
        let metric = L1Distance::<i64>::default();
        let noise: Measurement<_, _, MaxDivergence, _> = make_laplace(domain, metric, scale, None)?;
        let epsilon = noise.map(&i64::from(ask.rows_per_person))?;
        self.pay(&ask, epsilon)?;
        let counts: Vec<i64> = counts.iter().map(|count| whole(*count)).collect();
        let value = noise.invoke(&counts)?;
        let margin = Some(margin(scale));
        Ok(Answer {
            value,
            epsilon,
            margin,
        })
    }

    /// A whole number that one person can change by so much.
    pub(super) fn whole(
        &mut self,
        ask: Ask<'_>,
        value: i64,
        sensitivity: u64,
    ) -> Result<Answer<i64>, PrivacyError> {
        ask.check()?;
        let sensitivity = whole(sensitivity);
        let scale = exact(sensitivity) / ask.epsilon;
        let domain = AtomDomain::<i64>::default();
        let metric = AbsoluteDistance::<i64>::default();
        let noise: Measurement<_, _, MaxDivergence, _> = make_laplace(domain, metric, scale, None)?;
        let epsilon = noise.map(&sensitivity)?;
        self.pay(&ask, epsilon)?;
        let value = noise.invoke(&value)?;
        let margin = Some(margin(scale));
        Ok(Answer {
            value,
            epsilon,
            margin,
        })
    }
}

/// Within this the noise of a scale lies in 95 of 100 cases.
fn margin(scale: f64) -> f64 {
    scale * libm::log(20.0)
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A whole number as a float. Numbers here are far below 2^53, where every one is exact;
/// larger ones are rounded, and the mechanism's own map says what they cost.
#[expect(clippy::cast_precision_loss, reason = "the mechanism states the price")]
pub(super) fn exact(value: i64) -> f64 {
    value as f64
}
