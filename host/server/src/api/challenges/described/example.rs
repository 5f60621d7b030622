//! A worked example of a score: qualities that were made up, turned into results and
//! scored by the code that scores every run. Pure.

use pilotbox_challenge::{
    Manifest,
    manifest::{Anchors, MetricEntry},
    score::score,
};
use pilotbox_model::{
    Case, CaseResult, CaseVerdict, Metric,
    api::challenges::{ExampleStratum, ExampleView},
};

/// Qualities of the first strata; more strata begin again.
const QUALITIES: [f64; 4] = [0.8, 0.6, 0.9, 0.5];

/// Strata of an example. More are hard to follow.
const MAX_STRATA: usize = 8;

/// What is left of the first case's quality where it is perturbed.
const KEPT: f64 = 0.75;

/// The perturbed case, by its id.
const TWIN: &str = "twin";

/// An example for a manifest; nothing if made-up results break one of its gates.
pub(super) fn view(manifest: &Manifest) -> Option<ExampleView> {
    let fuel = middle(manifest.score.cost_fuel.low, manifest.score.cost_fuel.high);
    let given: Vec<(&str, f64, f64)> = manifest
        .strata
        .iter()
        .zip(QUALITIES.iter().cycle())
        .take(MAX_STRATA)
        .map(|((name, weight), quality)| (name.as_str(), *weight, *quality))
        .collect();
    let mut cases = Vec::new();
    let mut results = Vec::new();
    for (name, _, quality) in &given {
        cases.push(case(name, name, None));
        results.push(result(manifest, name, name, *quality, fuel));
    }
    let (first, _, quality) = given.first().copied()?;
    if manifest.score.robustness > 0.0 {
        cases.push(case(TWIN, first, Some(first)));
        results.push(result(manifest, TWIN, first, quality * KEPT, fuel));
    }
    let scored = score(manifest, &cases, &results, 0)?;
    let parts = scored.parts;
    scored.broken_gates.is_empty().then(|| ExampleView {
        strata: given.into_iter().map(stratum).collect(),
        fuel,
        quality: parts.quality,
        equity: parts.equity,
        robustness: parts.robustness,
        cost: parts.cost,
        total: scored.total,
    })
}

fn stratum((name, weight, quality): (&str, f64, f64)) -> ExampleStratum {
    ExampleStratum {
        name: name.to_owned(),
        weight,
        quality,
    }
}

/// Halfway between two amounts of fuel.
fn middle(low: u64, high: u64) -> u64 {
    low.saturating_add(high.saturating_sub(low) / 2)
}

fn case(id: &str, stratum: &str, twin_of: Option<&str>) -> Case {
    Case {
        id: id.to_owned(),
        stratum: stratum.to_owned(),
        block: stratum.to_owned(),
        weight: 1.0,
        twin_of: twin_of.map(str::to_owned),
    }
}

fn result(manifest: &Manifest, id: &str, stratum: &str, quality: f64, fuel: u64) -> CaseResult {
    CaseResult {
        id: id.to_owned(),
        verdict: CaseVerdict::Scored,
        metrics: metrics(manifest, stratum, quality),
        series: Vec::new(),
        note: String::new(),
        fuel,
        fuel_is_lower_bound: false,
        memory_bytes: 0,
        log: Vec::new(),
    }
}

/// Values that are worth this quality in every metric; what only a gate looks at just
/// passes it.
fn metrics(manifest: &Manifest, stratum: &str, quality: f64) -> Vec<Metric> {
    let value = |name: &str| {
        let scored = manifest.metrics.iter().find(|metric| metric.name == name);
        let gate = manifest.gates.iter().find(|gate| gate.metric == name);
        match (scored, gate) {
            (Some(metric), _) => worth(metric, stratum, quality),
            (None, gate) => gate.map_or(0.0, |gate| gate.max),
        }
    };
    let names = manifest.outcome_metrics().into_iter();
    names
        .map(|name| Metric {
            name: name.to_owned(),
            value: value(name),
        })
        .collect()
}

fn worth(metric: &MetricEntry, stratum: &str, quality: f64) -> f64 {
    let own = Anchors {
        baseline: metric.baseline,
        target: metric.target,
    };
    let Anchors { baseline, target } = metric.anchors.get(stratum).copied().unwrap_or(own);
    baseline + quality * (target - baseline)
}
