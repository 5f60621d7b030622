//! Distances between the distributions of a column before and after.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far the values of a column after lie from those before. Missing values are not
/// compared; their shares stand beside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Distance {
    /// Both are categories with the same names.
    Categories {
        /// The share of rows that would have to change, 0 to 1.
        total_variation: f64,
        /// The Jensen-Shannon divergence in bits, 0 to 1.
        jensen_shannon: f64,
    },
    /// Both are numbers, or both are dates or times (in days).
    Numbers {
        /// The greatest difference of the cumulated shares, 0 to 1.
        kolmogorov_smirnov: f64,
        /// The mean way that a value moved (Wasserstein-1), in the column's unit.
        wasserstein: f64,
        /// The same as a share of the range before; 0 where there is no range.
        wasserstein_share: f64,
    },
    /// The values got other names ("30-39"). Those before were renamed the way the kept
    /// rows were, and then compared: what remains is the effect of left out rows.
    Recoded {
        /// The share of rows that would have to change, 0 to 1.
        total_variation: f64,
        /// The Jensen-Shannon divergence in bits, 0 to 1.
        jensen_shannon: f64,
        /// The share of the values before whose new name is known, 0 to 1.
        covered: f64,
    },
    /// There is nothing to compare.
    None {
        /// Why.
        reason: NotCompared,
    },
}

/// Why two columns were not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotCompared {
    /// The column was dropped.
    Dropped,
    /// One of them has no values.
    NoValues,
    /// They share no value, and which row became which is not known.
    NothingShared,
}

/// A distribution: shares that sum to 1.
pub(super) fn normalised(mut weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        for weight in &mut weights {
            *weight /= sum;
        }
    }
    weights
}

/// Half the sum of all differences.
pub(super) fn total_variation(before: &[f64], after: &[f64]) -> f64 {
    let differences = before.iter().zip(after).map(|(p, q)| (p - q).abs());
    (differences.sum::<f64>() / 2.0).clamp(0.0, 1.0)
}

/// The mean of both divergences (Kullback-Leibler, in bits) from the mixture.
pub(super) fn jensen_shannon(before: &[f64], after: &[f64]) -> f64 {
    let part = |p: f64, q: f64| {
        if p > 0.0 {
            p * libm::log2(2.0 * p / (p + q))
        } else {
            0.0
        }
    };
    let parts = before
        .iter()
        .zip(after)
        .map(|(p, q)| part(*p, *q) + part(*q, *p));
    (parts.sum::<f64>() / 2.0).clamp(0.0, 1.0)
}

/// Entropy in bits.
pub(super) fn entropy(shares: &[f64]) -> f64 {
    let parts = shares
        .iter()
        .filter(|p| **p > 0.0)
        .map(|p| -p * libm::log2(*p));
    parts.sum::<f64>().max(0.0)
}

/// Kolmogorov-Smirnov and Wasserstein-1 over values with their shares before and after,
/// in any order.
pub(super) fn numbers(mut values: Vec<(f64, f64, f64)>) -> Distance {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut difference, mut greatest, mut moved) = (0.0_f64, 0.0_f64, 0.0);
    for (place, (value, before, after)) in values.iter().enumerate() {
        difference += before - after;
        greatest = greatest.max(difference.abs());
        let next = values.get(place + 1).map_or(*value, |next| next.0);
        moved += difference.abs() * (next - value);
    }
    let mut before = values
        .iter()
        .filter(|(_, before, _)| *before > 0.0)
        .map(|value| value.0);
    let first = before.next().unwrap_or(0.0);
    let range = before.next_back().unwrap_or(first) - first;
    Distance::Numbers {
        kolmogorov_smirnov: greatest.min(1.0),
        wasserstein: moved,
        wasserstein_share: if range > 0.0 { moved / range } else { 0.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_without_a_common_value_are_as_far_apart_as_can_be() {
        let (before, after) = ([0.5, 0.5, 0.0], [0.0, 0.0, 1.0]);
        assert!((total_variation(&before, &after) - 1.0).abs() < 1e-12);
        assert!((jensen_shannon(&before, &after) - 1.0).abs() < 1e-12);
        assert!(jensen_shannon(&before, &before) + total_variation(&after, &after) <= 0.0);
    }

    #[test]
    fn a_shift_moves_every_number_by_as_much() {
        let values = vec![
            (0.0, 0.5, 0.0),
            (10.0, 0.5, 0.0),
            (2.0, 0.0, 0.5),
            (12.0, 0.0, 0.5),
        ];
        let Distance::Numbers {
            kolmogorov_smirnov,
            wasserstein,
            wasserstein_share,
        } = numbers(values)
        else {
            panic!("numbers are compared as numbers");
        };
        assert!((kolmogorov_smirnov - 0.5).abs() < 1e-12);
        assert!((wasserstein - 2.0).abs() < 1e-12 && (wasserstein_share - 0.2).abs() < 1e-12);
    }

    #[test]
    fn entropy_of_equal_shares_is_their_logarithm() {
        assert!((entropy(&normalised(vec![3.0; 8])) - 3.0).abs() < 1e-12);
        assert!(entropy(&[1.0, 0.0]) <= 0.0);
    }
}
