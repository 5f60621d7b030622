//! All weights that a manifest declares for a score, in one value: what the
//! sensitivity of a ranking puts others in the place of.

use crate::Manifest;

/// The weights of one score.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    /// Of the four parts.
    pub(crate) parts: PartWeights,
    /// Of the metrics, in the manifest's order.
    pub(crate) metrics: Vec<f64>,
    /// Of all strata of the manifest, by name.
    pub(crate) strata: Vec<f64>,
}

/// The weights of the four parts; they sum to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PartWeights {
    pub(crate) quality: f64,
    pub(crate) equity: f64,
    pub(crate) robustness: f64,
    pub(crate) cost: f64,
}

impl Weights {
    /// Those of the manifest itself.
    pub(crate) fn declared(manifest: &Manifest) -> Self {
        let rule = &manifest.score;
        Self {
            parts: PartWeights {
                quality: rule.quality,
                equity: rule.equity,
                robustness: rule.robustness,
                cost: rule.cost,
            },
            metrics: manifest
                .metrics
                .iter()
                .map(|metric| metric.weight)
                .collect(),
            strata: manifest.strata.values().copied().collect(),
        }
    }

    /// Of the stratum at a position among the manifest's.
    pub(super) fn of_stratum(&self, at: usize) -> f64 {
        self.strata.get(at).copied().unwrap_or_default()
    }
}
