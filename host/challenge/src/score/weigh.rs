//! From aggregates to a total. The score itself, every draw of the bootstrap and
//! every draw of other weights go through the same functions; they differ in how
//! often a unit counts and in what its sheet weighs.

use pilotbox_model::{Interval, MetricScore, Score, ScoreParts, StratumScore};

use super::{
    sheet::{Aggregates, Sheet, Stratum},
    weights::PartWeights,
};
use crate::manifest::{Anchors, CostFuel};

/// The score of the cases as they are.
pub(super) fn score(sheet: &Sheet<'_>, interval: Interval) -> Score {
    let counts = vec![1; sheet.units];
    let parts = parts(sheet, &counts);
    Score {
        total: total(sheet, &parts),
        interval,
        parts,
        metrics: metric_scores(sheet, &counts),
        strata: stratum_scores(sheet, &counts),
        broken_gates: sheet.broken_gates.clone(),
        fuel_p95: sheet.fuel.p95(&counts, cases(sheet, &counts)),
    }
}

/// The total when unit `u` counts `counts[u]` times.
pub(super) fn total_of_draw(sheet: &Sheet<'_>, counts: &[u32]) -> f64 {
    total(sheet, &parts(sheet, counts))
}

fn total(sheet: &Sheet<'_>, parts: &ScoreParts) -> f64 {
    if !sheet.broken_gates.is_empty() {
        return 0.0;
    }
    let PartWeights {
        quality,
        equity,
        robustness,
        cost,
    } = sheet.weights.parts;
    let (quality, kept) = match parts.robustness {
        Some(kept) => (quality, robustness * kept),
        None => (quality + robustness, 0.0),
    };
    let q = parts.quality;
    (quality * q + q * (equity * parts.equity + kept + cost * parts.cost)).clamp(0.0, 100.0)
}

fn parts(sheet: &Sheet<'_>, counts: &[u32]) -> ScoreParts {
    let by_stratum = stratum_qualities(sheet, &sheet.originals, counts);
    let quality = over_strata(sheet, &by_stratum).unwrap_or_default();
    let fuel = sheet.fuel.p95(counts, cases(sheet, counts));
    ScoreParts {
        quality,
        equity: equity(sheet, quality, &by_stratum, counts),
        robustness: robustness(sheet, counts),
        cost: cost(sheet.manifest.score.cost_fuel, fuel),
    }
}

/// Quality of each stratum; `None` without a case.
fn stratum_qualities(
    sheet: &Sheet<'_>,
    aggregates: &Aggregates,
    counts: &[u32],
) -> Vec<Option<f64>> {
    let strata = 0..sheet.strata.len();
    strata
        .map(|at| stratum_quality(sheet, aggregates, at, counts))
        .collect()
}

/// Mean over strata by their weights; `None` without a case.
fn over_strata(sheet: &Sheet<'_>, by_stratum: &[Option<f64>]) -> Option<f64> {
    let strata = sheet.strata.iter().zip(by_stratum);
    weighted_mean(strata.filter_map(|(stratum, quality)| {
        Some((sheet.weights.of_stratum(stratum.declared_at), (*quality)?))
    }))
}

/// Mean over metrics by their weights; `None` without a case.
fn stratum_quality(
    sheet: &Sheet<'_>,
    aggregates: &Aggregates,
    at: usize,
    counts: &[u32],
) -> Option<f64> {
    let anchors = &sheet.strata.get(at)?.anchors;
    let columns = sheet
        .weights
        .metrics
        .iter()
        .zip(anchors)
        .zip(aggregates.get(at)?);
    weighted_mean(columns.filter_map(|((weight, anchors), aggregate)| {
        Some((*weight, normalised(*anchors, aggregate.value(counts)?)))
    }))
}

fn equity(sheet: &Sheet<'_>, quality: f64, by_stratum: &[Option<f64>], counts: &[u32]) -> f64 {
    let shrinkage = sheet.manifest.score.equity_shrinkage;
    let strata = sheet.strata.iter().zip(by_stratum);
    let shrunk = strata.filter_map(|(stratum, own)| {
        let cases = f64::from(stratum_cases(stratum, counts));
        Some((cases * (*own)? + shrinkage * quality) / (cases + shrinkage))
    });
    shrunk.reduce(f64::min).unwrap_or_default().clamp(0.0, 1.0)
}

/// Absent without twins; 0 where the originals are worth nothing, since then
/// nothing can be kept.
fn robustness(sheet: &Sheet<'_>, counts: &[u32]) -> Option<f64> {
    let (twins, originals) = sheet.twins.as_ref()?;
    let quality = |aggregates| over_strata(sheet, &stratum_qualities(sheet, aggregates, counts));
    let (twins, originals) = (quality(twins)?, quality(originals)?);
    Some(if originals > 0.0 {
        (twins / originals).clamp(0.0, 1.0)
    } else {
        0.0
    })
}

fn cost(anchors: CostFuel, fuel: u64) -> f64 {
    let ratio = libm::log(as_f64(anchors.high) / as_f64(fuel.max(1)))
        / libm::log(as_f64(anchors.high) / as_f64(anchors.low));
    if ratio.is_nan() {
        0.0
    } else {
        ratio.clamp(0.0, 1.0)
    }
}

/// 0 at the baseline, 1 at the target; one formula serves both directions.
pub(super) fn normalised(anchors: Anchors, value: f64) -> f64 {
    let share = (anchors.baseline - value) / (anchors.baseline - anchors.target);
    if share.is_nan() {
        0.0
    } else {
        share.clamp(0.0, 1.0)
    }
}

fn metric_scores(sheet: &Sheet<'_>, counts: &[u32]) -> Vec<MetricScore> {
    let by_stratum: Vec<Vec<MetricScore>> = (0..sheet.strata.len())
        .map(|at| stratum_metrics(sheet, at, counts))
        .collect();
    let mean = |metric: usize, field: fn(&MetricScore) -> f64| {
        let strata = sheet.strata.iter().zip(&by_stratum);
        let values = strata.filter_map(|(stratum, metrics)| {
            let weight = sheet.weights.of_stratum(stratum.declared_at);
            Some((weight, field(metrics.get(metric)?)))
        });
        weighted_mean(values).unwrap_or_default()
    };
    let metrics = sheet.manifest.metrics.iter().enumerate();
    metrics
        .map(|(at, metric)| MetricScore {
            name: metric.name.clone(),
            value: mean(at, |score| score.value),
            unit: metric.unit.clone(),
            normalised: mean(at, |score| score.normalised),
        })
        .collect()
}

fn stratum_scores(sheet: &Sheet<'_>, counts: &[u32]) -> Vec<StratumScore> {
    let strata = sheet.strata.iter().enumerate();
    strata
        .map(|(at, stratum)| StratumScore {
            name: stratum.name.to_owned(),
            cases: stratum_cases(stratum, counts),
            failed: stratum.failed,
            quality: stratum_quality(sheet, &sheet.originals, at, counts).unwrap_or_default(),
            metrics: stratum_metrics(sheet, at, counts),
        })
        .collect()
}

fn stratum_metrics(sheet: &Sheet<'_>, at: usize, counts: &[u32]) -> Vec<MetricScore> {
    let (Some(stratum), Some(aggregates)) = (sheet.strata.get(at), sheet.originals.get(at)) else {
        return Vec::new();
    };
    let columns = sheet
        .manifest
        .metrics
        .iter()
        .zip(&stratum.anchors)
        .zip(aggregates);
    columns
        .filter_map(|((metric, anchors), aggregate)| {
            let value = aggregate.value(counts)?;
            Some(MetricScore {
                name: metric.name.clone(),
                value,
                unit: metric.unit.clone(),
                normalised: normalised(*anchors, value),
            })
        })
        .collect()
}

fn stratum_cases(stratum: &Stratum<'_>, counts: &[u32]) -> u32 {
    let counts = counts.get(stratum.first_unit..).unwrap_or_default();
    stratum
        .unit_cases
        .iter()
        .zip(counts)
        .map(|(cases, count)| cases * count)
        .sum()
}

fn cases(sheet: &Sheet<'_>, counts: &[u32]) -> u64 {
    sheet
        .strata
        .iter()
        .map(|stratum| u64::from(stratum_cases(stratum, counts)))
        .sum()
}

/// Of weights and values, summed in their order.
fn weighted_mean(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut weights, mut sum) = (0.0, 0.0);
    for (weight, value) in values {
        weights += weight;
        sum += weight * value;
    }
    (weights > 0.0).then(|| sum / weights)
}

#[expect(clippy::cast_precision_loss, reason = "fuel stays far below 2^53")]
fn as_f64(fuel: u64) -> f64 {
    fuel as f64
}
