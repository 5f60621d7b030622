//! Scores of one run. Pure and equal to the bit on every platform: sums run in a
//! fixed order, logarithms come from `libm`, draws from `ChaCha8`.
//!
//! 1. A metric's cases make one value in each stratum, by the manifest's statistic
//!    and the cases' weights. A case that the plugin failed is at the metric's floor.
//! 2. The value is placed between the anchors of the manifest (of the stratum, if
//!    it has its own): 0 at the baseline, 1 at the target, never outside.
//!    No rival's result enters.
//! 3. Quality `q` is the mean of these over strata and metrics by declared weights.
//!    Strata without a case in the split are left out.
//! 4. Equity is the least `(n q_s + k q) / (n + k)` over strata, `n` their cases and
//!    `k` the manifest's shrinkage. Robustness is the quality of twins over that of
//!    their originals. Cost places the 95th percentile of fuel between two anchors
//!    on a logarithmic scale.
//! 5. `total = 65 q + q (15 e + 10 r + 10 c)` with the manifest's weights; without
//!    twins the weight of robustness goes to quality. A broken gate makes it 0.
//!
//! Twins count for robustness only, with the stratum and block of their original.
//! Gates look at scored cases: an answer that was not given violates nothing.

mod aggregate;
mod bootstrap;
mod sheet;
mod weigh;
mod weights;

use pilotbox_model::{Case, CaseResult, Metric, Score};

use crate::Manifest;
use sheet::Sheet;

pub use bootstrap::{DRAWS, LEVEL, RELIABLE_BLOCKS};
pub(crate) use bootstrap::{interval, key_of_seed, percentiles};
pub(crate) use weights::{PartWeights, Weights};

/// Largest magnitude of a metric: sums over any number of cases stay finite.
const MAX_MAGNITUDE: f64 = 1e100;

/// A score with the totals of every draw that its interval was taken from.
/// Two runs on the same cases with the same seed share their draws, so that
/// their totals are compared pair by pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// The score.
    pub score: Score,
    /// Its total in each draw, in the order of the draws.
    pub totals: Vec<f64>,
}

/// The score of a run over the cases of a split.
///
/// `None` when there is nothing to score: no case was scored, a case has no
/// result or one that blames the harness (a gap is never scored; staff may void
/// a case by leaving it out of `cases` for everybody), or an outcome or a stratum
/// is not the manifest's.
pub fn score(
    manifest: &Manifest,
    cases: &[Case],
    results: &[CaseResult],
    seed: u64,
) -> Option<Score> {
    sample(manifest, cases, results, seed).map(|sampled| sampled.score)
}

/// The same with the totals of every draw, for comparisons.
pub fn sample(
    manifest: &Manifest,
    cases: &[Case],
    results: &[CaseResult],
    seed: u64,
) -> Option<Sampled> {
    let sheet = Sheet::read(manifest, cases, results)?;
    let totals = bootstrap::totals(&sheet, seed);
    let interval = bootstrap::interval(&totals, sheet.blocks);
    Some(Sampled {
        score: weigh::score(&sheet, interval),
        totals,
    })
}

/// The totals of a run under other weights than the manifest's, each in its turn.
/// `None` where [`score`] is.
pub(crate) fn reweighed<'w>(
    manifest: &Manifest,
    cases: &[Case],
    results: &[CaseResult],
    weights: impl Iterator<Item = &'w Weights>,
) -> Option<Vec<f64>> {
    let mut sheet = Sheet::read(manifest, cases, results)?;
    let once = vec![1; sheet.units];
    let totals = weights.map(|weights| {
        sheet.weights.clone_from(weights);
        weigh::total_of_draw(&sheet, &once)
    });
    Some(totals.collect())
}

/// One case between baseline and target, from 0 to 1: its metrics normalised by
/// the anchors of its stratum and weighted. For charts of single cases; a score
/// aggregates before it normalises.
pub fn case_quality(manifest: &Manifest, stratum: &str, metrics: &[Metric]) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for entry in &manifest.metrics {
        let value = metrics
            .iter()
            .find(|metric| metric.name == entry.name)?
            .value;
        sum += entry.weight * weigh::normalised(sheet::anchors(entry, stratum), value);
        weights += entry.weight;
    }
    (weights > 0.0).then(|| sum / weights)
}

/// Whether the metrics of a scored case are the manifest's: each metric and each
/// gate's metric once, finite, and nothing else. The error says what is wrong;
/// it is the harness's fault.
pub fn check_outcome(manifest: &Manifest, metrics: &[Metric]) -> Result<(), String> {
    let expected = manifest.outcome_metrics();
    for (index, metric) in metrics.iter().enumerate() {
        let name = &metric.name;
        if !expected.contains(&name.as_str()) {
            return Err(format!(
                "metric `{}` is not in the manifest",
                name.escape_debug()
            ));
        }
        if metrics.iter().take(index).any(|other| other.name == *name) {
            return Err(format!("metric `{name}` is there twice"));
        }
        if !metric.value.is_finite() {
            let value = metric.value;
            return Err(format!("metric `{name}` is `{value}`, not a finite number"));
        }
        if metric.value.abs() > MAX_MAGNITUDE {
            let value = metric.value;
            return Err(format!(
                "metric `{name}` is `{value:e}`, larger than `{MAX_MAGNITUDE:e}`"
            ));
        }
    }
    match expected
        .iter()
        .find(|name| !metrics.iter().any(|metric| metric.name == **name))
    {
        Some(missing) => Err(format!("metric `{missing}` is missing")),
        None => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "results are equal to the bit")]
mod tests;
