//! One metric in one stratum: how its cases make a value when each unit of cases
//! counts as often as a draw says. Prepared once, so that ten thousand draws
//! cost one pass each and no sorting.

use std::ops::Range;

use crate::manifest::Statistic;

/// A value of a metric in one case.
#[derive(Clone, Copy)]
pub(super) struct Observation {
    pub(super) value: f64,
    pub(super) weight: f64,
    pub(super) unit: usize,
}

/// One metric in one stratum.
pub(super) enum Aggregate {
    /// Mean or sum: what each unit adds to it.
    Linear {
        first_unit: usize,
        sums: Vec<UnitSum>,
        is_mean: bool,
    },
    /// A quantile: observations by rising value.
    Quantile {
        sorted: Vec<Observation>,
        share: f64,
    },
}

/// What the cases of a unit add to a mean or a sum.
#[derive(Clone, Copy, Default)]
pub(super) struct UnitSum {
    weighted: f64,
    weight: f64,
}

impl Aggregate {
    pub(super) fn new(
        statistic: Statistic,
        units: &Range<usize>,
        observations: Vec<Observation>,
    ) -> Self {
        match statistic {
            Statistic::Mean => Self::linear(units, &observations, true),
            Statistic::Sum => Self::linear(units, &observations, false),
            Statistic::Median => Self::quantile(observations, 0.5),
            Statistic::P95 => Self::quantile(observations, 0.95),
        }
    }

    fn linear(units: &Range<usize>, observations: &[Observation], is_mean: bool) -> Self {
        let mut sums = vec![UnitSum::default(); units.len()];
        for observation in observations {
            let at = observation.unit.checked_sub(units.start);
            if let Some(sum) = at.and_then(|at| sums.get_mut(at)) {
                sum.weighted += observation.weight * observation.value;
                sum.weight += observation.weight;
            }
        }
        Self::Linear {
            first_unit: units.start,
            sums,
            is_mean,
        }
    }

    fn quantile(mut observations: Vec<Observation>, share: f64) -> Self {
        observations.sort_by(|a, b| a.value.total_cmp(&b.value));
        Self::Quantile {
            sorted: observations,
            share,
        }
    }

    /// The value when unit `u` counts `counts[u]` times; `None` without a case.
    pub(super) fn value(&self, counts: &[u32]) -> Option<f64> {
        match self {
            Self::Linear {
                first_unit,
                sums,
                is_mean,
            } => {
                let (mut weighted, mut weight) = (0.0, 0.0);
                for (sum, count) in sums.iter().zip(counts.get(*first_unit..)?) {
                    weighted += f64::from(*count) * sum.weighted;
                    weight += f64::from(*count) * sum.weight;
                }
                (weight > 0.0).then(|| {
                    if *is_mean {
                        weighted / weight
                    } else {
                        weighted
                    }
                })
            }
            Self::Quantile { sorted, share } => quantile(sorted, *share, counts),
        }
    }
}

/// The smallest value that at least `share` of the weight does not exceed.
fn quantile(sorted: &[Observation], share: f64, counts: &[u32]) -> Option<f64> {
    let weight = |observation: &Observation| {
        counts
            .get(observation.unit)
            .map_or(0.0, |count| f64::from(*count) * observation.weight)
    };
    let needed = share * sorted.iter().map(weight).sum::<f64>();
    let mut reached = 0.0;
    let mut last = None;
    for observation in sorted
        .iter()
        .filter(|observation| weight(observation) > 0.0)
    {
        reached += weight(observation);
        last = Some(observation.value);
        if reached >= needed {
            break;
        }
    }
    last
}

/// Fuel of every case, for its 95th percentile by nearest rank: the smallest
/// value that at least 95 % of the cases do not exceed. Weights do not count:
/// fuel costs the same whomever it serves.
pub(super) struct Fuel {
    /// Fuel and unit, by falling fuel: the percentile is near the start.
    falling: Vec<(u64, usize)>,
}

impl Fuel {
    pub(super) fn new(mut cases: Vec<(u64, usize)>) -> Self {
        cases.sort_unstable_by(|a, b| b.cmp(a));
        Self { falling: cases }
    }

    /// The percentile when unit `u` counts `counts[u]` times and all cases
    /// together are `cases`.
    pub(super) fn p95(&self, counts: &[u32], cases: u64) -> u64 {
        let rank = (cases * 95).div_ceil(100);
        let above = cases - rank;
        let mut passed = 0;
        for (fuel, unit) in &self.falling {
            passed += counts.get(*unit).map_or(0, |count| u64::from(*count));
            if passed > above {
                return *fuel;
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aggregate(statistic: Statistic, cases: &[(f64, f64, usize)]) -> Aggregate {
        let observe = |&(value, weight, unit): &_| Observation {
            value,
            weight,
            unit,
        };
        Aggregate::new(statistic, &(0..3), cases.iter().map(observe).collect())
    }

    #[test]
    fn statistics_weigh_and_count() {
        let cases = [(1.0, 1.0, 0), (2.0, 1.0, 1), (10.0, 2.0, 2)];
        let value = |statistic, counts: [u32; 3]| aggregate(statistic, &cases).value(&counts);
        assert_eq!(value(Statistic::Mean, [1, 1, 1]), Some(5.75));
        assert_eq!(value(Statistic::Mean, [2, 1, 0]), Some(4.0 / 3.0));
        assert_eq!(value(Statistic::Sum, [1, 1, 1]), Some(23.0));
        assert_eq!(value(Statistic::Median, [1, 1, 1]), Some(2.0));
        assert_eq!(value(Statistic::Median, [0, 0, 1]), Some(10.0));
        assert_eq!(value(Statistic::P95, [1, 1, 1]), Some(10.0));
        assert_eq!(value(Statistic::P95, [20, 1, 0]), Some(1.0));
        for statistic in [
            Statistic::Mean,
            Statistic::Sum,
            Statistic::Median,
            Statistic::P95,
        ] {
            assert_eq!(value(statistic, [0, 0, 0]), None);
        }
    }

    #[test]
    fn the_fuel_of_the_95th_percentile_is_a_nearest_rank() {
        let fuel = |n: u64| Fuel::new((1..=n).map(|fuel| (fuel, 0)).collect()).p95(&[1], n);
        assert_eq!(
            [fuel(1), fuel(19), fuel(20), fuel(21), fuel(100)],
            [1, 19, 19, 20, 95]
        );
    }
}
