//! What is known of the people from whom the rows came, and what is estimated when only
//! the sampling fraction is known.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MeasureError, share};

/// What is known of the population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Population<'a> {
    /// The table holds everybody, or nothing is known: then an attacker who knows that
    /// somebody is in the table is assumed, which no other attacker exceeds.
    Whole,
    /// The table is a random sample: this share of the population, above 0, at most 1.
    Sampled(f64),
    /// The class of each row of the population, numbered together with those of the
    /// table: equal values, equal number.
    Table(&'a [u32]),
}

/// Where the numbers about the population come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The table itself counts as the population.
    Whole,
    /// Estimated from the sampling fraction: risks by the expected inverse size of a
    /// class, given its rows (negative binomial; Benedetti and Franconi, 1998; Franconi
    /// and Polettini, 2004), uniqueness by Zayatz ("Estimation of the number of unique
    /// population elements using a sample", 1991).
    Estimated,
    /// Counted in a table of the population.
    Counted,
}

/// A series ends when a term no longer changes the sum.
const LEAST_TERM: f64 = 1e-17;

/// From here on the series converges in a few dozen terms for any fraction.
const SERIES_FROM_ROWS: u64 = 32;

impl Population<'_> {
    pub(super) fn check(&self) -> Result<(), MeasureError> {
        match *self {
            Self::Sampled(found) if !(found > 0.0 && found <= 1.0) => {
                Err(MeasureError::Fraction { found })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn basis(&self) -> Basis {
        match self {
            Self::Whole => Basis::Whole,
            Self::Sampled(_) => Basis::Estimated,
            Self::Table(_) => Basis::Counted,
        }
    }
}

/// The expected inverse of a class's size in the population, when `rows` of it (from 1)
/// are in a sample of this fraction p, q = 1 - p: the integral over w from 0 to 1 of
/// `p w^(rows-1) / (p + q w)`.
pub(super) fn expected_inverse(rows: u64, fraction: f64) -> f64 {
    let (p, q) = (fraction, 1.0 - fraction);
    if q <= 0.0 {
        return share(1, rows);
    }
    if q < 0.5 || rows >= SERIES_FROM_ROWS {
        return series(rows, p, q);
    }
    // By parts: the integral for one row more is p/q (1/rows - this one). As p <= q, an
    // error does not grow.
    let first = -p * libm::log(p) / q;
    (1..rows).fold(first, |last, row| p / q * (share(1, row) - last))
}

/// p/rows times the sum over i of q^i * 1*2*..*i / ((rows+1)*..*(rows+i)).
fn series(rows: u64, p: f64, q: f64) -> f64 {
    let (mut sum, mut term, mut place) = (0.0, 1.0, 0);
    while term > LEAST_TERM {
        sum += term;
        place += 1;
        term *= q * share(place, rows + place);
    }
    p * sum * share(1, rows)
}

/// The estimated share of rows that are unique in the population, by Zayatz: the share
/// unique in the sample, times the probability that such a one came from a class of one.
/// The sample's classes stand for the population's; that a class of size i leaves one row
/// in the sample has the probability i p q^(i-1). `classes` counts classes by size.
pub(super) fn zayatz(classes: &BTreeMap<u64, u64>, rows: u64, fraction: f64) -> f64 {
    let one_left = |(size, count): (&u64, &u64)| {
        let power = libm::pow(1.0 - fraction, share(size - 1, 1));
        share(*size, 1) * fraction * power * share(*count, 1)
    };
    let uniques = classes.get(&1).copied().unwrap_or(0);
    if uniques == 0 {
        return 0.0;
    }
    let all: f64 = classes.iter().map(one_left).sum();
    share(uniques, rows) * (share(uniques, 1) * fraction / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The integral by its definition, in small steps.
    fn integral(rows: i32, p: f64) -> f64 {
        let steps = 200_000;
        let at = |step: i32| {
            let w = (f64::from(step) + 0.5) / f64::from(steps);
            p * w.powi(rows - 1) / (p + (1.0 - p) * w)
        };
        (0..steps).map(at).sum::<f64>() / f64::from(steps)
    }

    #[test]
    fn the_expected_inverse_is_the_integral_in_every_branch() {
        for p in [0.001, 0.05, 0.3, 0.5, 0.7, 0.999] {
            for rows in [1_i32, 2, 3, 10, 31, 32, 500] {
                let found = expected_inverse(u64::from(rows.unsigned_abs()), p);
                assert!(
                    (found - integral(rows, p)).abs() < 1e-6,
                    "{rows} rows, {p}: {found}"
                );
            }
        }
    }

    #[test]
    fn the_whole_population_leaves_nothing_to_expect() {
        assert!((expected_inverse(4, 1.0) - 0.25).abs() < 1e-12);
        assert!(expected_inverse(1, 1e-9) < 1e-7);
    }

    #[test]
    fn fewer_uniques_are_expected_in_the_population_than_in_the_sample() {
        let classes = BTreeMap::from([(1, 60), (2, 20)]);
        let whole = zayatz(&classes, 100, 1.0);
        assert!((whole - 0.6).abs() < 1e-12);
        // 60 * 0.1 of 60 * 0.1 + 20 * 2 * 0.1 * 0.9.
        assert!((zayatz(&classes, 100, 0.1) - 0.6 * 6.0 / 9.6).abs() < 1e-12);
        assert!(zayatz(&BTreeMap::from([(2, 20)]), 40, 0.1) <= 0.0);
    }
}
