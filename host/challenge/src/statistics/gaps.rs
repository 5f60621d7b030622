//! What would have helped a candidate most: how many points of its total each gap to the
//! best of all candidates costs, all else as it is.
//!
//! The best is taken metric by metric in each stratum, and criterion by criterion. A gap
//! in a metric moves quality by its weights, and with it the parts that quality is
//! multiplied by (see [`crate::score`]); equity, robustness and cost are held as they are,
//! and so are broken gates, since those make everything else worth nothing. So points of
//! several gaps add up to first order only, and a reader is told the largest.

use std::collections::BTreeMap;

use pilotbox_model::{Score, ScoreParts};

use super::{
    decision::{Assessed, DecisionError, Published},
    panel::{HIGHEST_MARK, HumanScore},
};
use crate::{
    Finding, Manifest,
    lint::{parse_manifest, parse_rubric},
    score::{PartWeights, Weights},
};

/// Points below this are rounding.
const LEAST_POINTS: f64 = 1e-9;

/// What a gap is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapOf {
    /// A metric in one stratum.
    Metric {
        /// Its name.
        metric: String,
        /// The stratum's.
        stratum: String,
    },
    /// A criterion of the rubric, by its id.
    Criterion(String),
}

/// A gap to the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// What it is in.
    pub of: GapOf,
    /// The own value: from 0 to 1 for a metric, from 0 to 5 for a criterion.
    pub own: f64,
    /// The best of all candidates, likewise.
    pub best: f64,
    /// Points of the total that it costs.
    pub points: f64,
}

/// Every gap of a candidate that costs points, the dearest first. None for a candidate that
/// is not there.
pub fn gaps(published: &Published, candidate: &str) -> Result<Vec<Gap>, DecisionError> {
    let all = &published.decision.candidates;
    let Some(own) = all.iter().find(|one| one.id == candidate) else {
        return Ok(Vec::new());
    };
    let share = published.snapshot.rule.automatic_share;
    let mut gaps = Vec::new();
    if let Some(score) = own.automatic.as_ref().filter(|score| is_open(score)) {
        let manifest = parse_manifest(&published.snapshot.manifest)
            .map_err(|findings| invalid("the manifest", &findings))?;
        gaps.extend(of_metrics(&manifest, score, all, share));
    }
    if let Some(human) = &own.human {
        let rubric = parse_rubric(&published.snapshot.rubric)
            .map_err(|findings| invalid("the rubric", &findings))?;
        let declared = &published.snapshot.rule.criterion_weights;
        let ids = rubric.criteria.iter().map(|criterion| &criterion.id);
        let weights: Vec<f64> = ids
            .map(|id| declared.get(id).copied().unwrap_or_default())
            .collect();
        gaps.extend(of_criteria(human, all, &weights, 1.0 - share));
    }
    gaps.retain(|gap| gap.points > LEAST_POINTS);
    gaps.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.of.cmp(&b.of)));
    Ok(gaps)
}

/// The best normalised value of each metric in each stratum, by stratum and metric.
fn best_metrics(all: &[Assessed]) -> BTreeMap<(&str, &str), f64> {
    let mut best: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let strata = all
        .iter()
        .filter_map(|one| one.automatic.as_ref())
        .flat_map(|score| &score.strata);
    for stratum in strata {
        for metric in &stratum.metrics {
            let known = best
                .entry((stratum.name.as_str(), metric.name.as_str()))
                .or_default();
            *known = known.max(metric.normalised);
        }
    }
    best
}

fn of_metrics(manifest: &Manifest, score: &Score, all: &[Assessed], share: f64) -> Vec<Gap> {
    let best = best_metrics(all);
    let weights = Weights::declared(manifest);
    let slope = share * slope(weights.parts, &score.parts);
    let metrics: f64 = weights.metrics.iter().sum();
    let of_stratum = |name: &str| manifest.strata.get(name).copied().unwrap_or_default();
    let strata: f64 = score
        .strata
        .iter()
        .map(|stratum| of_stratum(&stratum.name))
        .sum();
    let mut gaps = Vec::new();
    for stratum in &score.strata {
        for (metric, weight) in stratum.metrics.iter().zip(&weights.metrics) {
            let key = (stratum.name.as_str(), metric.name.as_str());
            let best = best.get(&key).copied().unwrap_or(metric.normalised);
            let part = (weight / metrics) * (of_stratum(&stratum.name) / strata);
            gaps.push(Gap {
                of: GapOf::Metric {
                    metric: metric.name.clone(),
                    stratum: stratum.name.clone(),
                },
                own: metric.normalised,
                best,
                points: slope * part * (best - metric.normalised),
            });
        }
    }
    gaps
}

/// Points of the automatic score for a whole unit of quality.
fn slope(weights: PartWeights, parts: &ScoreParts) -> f64 {
    let kept = weights.robustness * parts.robustness.unwrap_or(1.0);
    weights.quality + weights.equity * parts.equity + kept + weights.cost * parts.cost
}

/// Where a gate is broken, no metric moves the score.
fn is_open(score: &Score) -> bool {
    score.broken_gates.is_empty()
}

fn of_criteria(human: &HumanScore, all: &[Assessed], weights: &[f64], share: f64) -> Vec<Gap> {
    let sum: f64 = weights.iter().sum();
    let own = human.criteria.iter().zip(weights);
    let gap = |(criterion, weight): (&super::panel::CriterionScore, &f64)| {
        let id = &criterion.criterion;
        let best = best_criterion(all, id);
        let points = share * 100.0 / f64::from(HIGHEST_MARK) * (weight / sum);
        Gap {
            of: GapOf::Criterion(id.clone()),
            own: criterion.value,
            best,
            points: points * (best - criterion.value),
        }
    };
    own.map(gap).collect()
}

fn best_criterion(all: &[Assessed], id: &str) -> f64 {
    all.iter()
        .filter_map(|one| one.human.as_ref())
        .flat_map(|human| &human.criteria)
        .filter(|criterion| criterion.criterion == id)
        .fold(0.0, |best, criterion| best.max(criterion.value))
}

fn invalid(what: &'static str, findings: &[Finding]) -> DecisionError {
    DecisionError::Challenge {
        what,
        finding: findings.first().map(Finding::to_string).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::decision::fixture;

    fn two() -> Published {
        Published::new(fixture::two()).expect("the fixture can be decided")
    }

    #[test]
    fn the_best_in_all_has_no_gap() {
        assert_eq!(gaps(&two(), "good").expect("it is valid"), []);
        assert_eq!(gaps(&two(), "nobody").expect("it is valid"), []);
    }

    #[test]
    fn gaps_come_the_dearest_first_and_tell_of_metrics_and_criteria() {
        let found = gaps(&two(), "fair").expect("it is valid");
        assert!(found.is_sorted_by(|a, b| a.points >= b.points));
        assert!(found.iter().all(|gap| gap.best > gap.own));
        let criteria = found
            .iter()
            .filter(|gap| matches!(gap.of, GapOf::Criterion(_)));
        // One mark of five in each of four criteria that count alike, of 40 points.
        let points: Vec<f64> = criteria.map(|gap| gap.points).collect();
        assert_eq!(points.len(), 4);
        assert!(points.iter().all(|points| (points - 2.0).abs() < 1e-9));
        assert!(
            found
                .iter()
                .any(|gap| matches!(gap.of, GapOf::Metric { .. }))
        );
    }

    #[test]
    fn all_gaps_of_quality_together_are_what_the_totals_differ_by_to_first_order() {
        let published = two();
        let found = gaps(&published, "fair").expect("it is valid");
        let sum: f64 = found.iter().map(|gap| gap.points).sum();
        let total = |id: &str| {
            let all = &published.decision.candidates;
            let one = all.iter().find(|one| one.id == id);
            one.and_then(|one| one.total).unwrap_or_default()
        };
        let apart = total("good") - total("fair");
        // Equity rises with quality too, so that gaps explain a good part and not all.
        assert!(sum > 0.5 * apart && sum < 1.5 * apart, "{sum} of {apart}");
    }
}
