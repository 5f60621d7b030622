//! How far judges agree beyond chance: Krippendorff's alpha (Krippendorff,
//! *Computing Krippendorff's Alpha-Reliability*, 2011), for any number of judges,
//! with what some of them left out.
//!
//! Alpha is 1 where judges who judge the same agree in everything, 0 where they
//! agree as often as marks drawn from one bag would, and below 0 where they agree
//! less. What only one judge judged says nothing of agreement and is left out.

use serde::{Deserialize, Serialize};

/// What differences between two values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Values are names: two are equal or they are not.
    Nominal,
    /// Values have an order: a difference is as large as the share of all values
    /// that lies between.
    Ordinal,
    /// Differences of values are equal when the numbers are, such as degrees.
    Interval,
}

/// Krippendorff's alpha, and what it was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alpha {
    /// From 1 down; 0 is chance.
    pub alpha: f64,
    /// How many values could be paired with another judge's.
    pub pairable: u32,
}

/// Ratings that are no table of numbers.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AgreementError {
    /// A judge's row has another length than the first's.
    #[error(
        "judge `{judge}` has `{found}` units and the first has `{expected}`; hint: leave a gap for what was not judged"
    )]
    Ragged {
        /// The judge's row, from 0.
        judge: usize,
        /// Its length.
        found: usize,
        /// That of the first row.
        expected: usize,
    },
    /// A value that is no finite number.
    #[error("judge `{judge}` gives unit `{unit}` the value `{value}`, which is not finite")]
    NotFinite {
        /// The judge's row, from 0.
        judge: usize,
        /// The unit's column, from 0.
        unit: usize,
        /// The value.
        value: f64,
    },
}

/// Alpha of some ratings: a row a judge, a column a unit, a gap where a judge did
/// not judge. `None` where it is not defined: nothing was judged twice, or all
/// values are equal, so that chance could not have made them differ.
pub fn alpha(ratings: &[Vec<Option<f64>>], level: Level) -> Result<Option<Alpha>, AgreementError> {
    check_table(ratings)?;
    let units = pairable_units(ratings);
    let values = Values::count(&units, level);
    let observed: f64 = units.iter().map(|unit| values.within(unit)).sum();
    let expected = values.expected();
    let alpha = |()| Alpha {
        alpha: 1.0 - (values.total - 1.0) * observed / expected,
        pairable: units.iter().map(|unit| number(unit.len())).sum(),
    };
    Ok((expected > 0.0).then_some(()).map(alpha))
}

/// Whether all rows are of one length and all values are finite.
pub(super) fn check_table(ratings: &[Vec<Option<f64>>]) -> Result<(), AgreementError> {
    let expected = ratings.first().map_or(0, Vec::len);
    for (judge, row) in ratings.iter().enumerate() {
        let found = row.len();
        if found != expected {
            return Err(AgreementError::Ragged {
                judge,
                found,
                expected,
            });
        }
        let mut values = row.iter().enumerate();
        let odd = values.find_map(|(unit, value)| Some((unit, (*value)?)).filter(is_odd));
        if let Some((unit, value)) = odd {
            return Err(AgreementError::NotFinite { judge, unit, value });
        }
    }
    Ok(())
}

fn is_odd((_, value): &(usize, f64)) -> bool {
    !value.is_finite()
}

/// The values of each unit that has two or more.
fn pairable_units(ratings: &[Vec<Option<f64>>]) -> Vec<Vec<f64>> {
    let units = 0..ratings.first().map_or(0, Vec::len);
    let values = |unit| -> Vec<f64> {
        let column = ratings.iter().filter_map(|row| *row.get(unit)?);
        // Adding zero makes one zero of the two.
        column.map(|value| value + 0.0).collect()
    };
    units.map(values).filter(|unit| unit.len() > 1).collect()
}

/// Every value that occurs, how often, and where it lies: the difference of two
/// values is the distance of their positions.
struct Values {
    sorted: Vec<f64>,
    counts: Vec<f64>,
    positions: Vec<f64>,
    is_nominal: bool,
    total: f64,
}

impl Values {
    fn count(units: &[Vec<f64>], level: Level) -> Self {
        let mut all: Vec<f64> = units.iter().flatten().copied().collect();
        all.sort_unstable_by(f64::total_cmp);
        let runs = || all.chunk_by(|a, b| a.total_cmp(b).is_eq());
        let sorted: Vec<f64> = runs().filter_map(|run| run.first().copied()).collect();
        let counts: Vec<f64> = runs().map(|run| f64::from(number(run.len()))).collect();
        let positions = match level {
            Level::Ordinal => middles(&counts),
            Level::Nominal | Level::Interval => sorted.clone(),
        };
        Self {
            total: counts.iter().sum(),
            is_nominal: level == Level::Nominal,
            sorted,
            counts,
            positions,
        }
    }

    /// Squared difference of two values by their positions.
    fn difference(&self, a: f64, b: f64) -> f64 {
        if self.is_nominal {
            f64::from(u8::from(a.total_cmp(&b).is_ne()))
        } else {
            (a - b) * (a - b)
        }
    }

    /// Differences of all pairs in a unit, which weighs as many values as it has.
    fn within(&self, unit: &[f64]) -> f64 {
        let positions: Vec<f64> = unit.iter().map(|value| self.position(*value)).collect();
        let mut sum = 0.0;
        for (at, a) in positions.iter().enumerate() {
            for b in positions.iter().skip(at + 1) {
                sum += 2.0 * self.difference(*a, *b);
            }
        }
        sum / (f64::from(number(unit.len())) - 1.0)
    }

    /// The same for all pairs of values, whoever they were given to.
    fn expected(&self) -> f64 {
        let mut sum = 0.0;
        let values = || self.positions.iter().zip(&self.counts);
        for (at, (a, a_count)) in values().enumerate() {
            for (b, b_count) in values().skip(at + 1) {
                sum += 2.0 * a_count * b_count * self.difference(*a, *b);
            }
        }
        sum
    }

    fn position(&self, value: f64) -> f64 {
        let at = self
            .sorted
            .partition_point(|other| other.total_cmp(&value).is_lt());
        self.positions.get(at).copied().unwrap_or_default()
    }
}

/// The middle of each value's ranks: how many values are below it, and half of its
/// own. The distance of two is what Krippendorff's ordinal difference squares.
fn middles(counts: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let mut middle = |count: &f64| {
        let middle = below + count / 2.0;
        below += count;
        middle
    };
    counts.iter().map(&mut middle).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
