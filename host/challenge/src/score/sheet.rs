//! Cases and results brought together in a fixed order, so that whatever follows
//! does not depend on the order in which they came.

use std::collections::{BTreeMap, BTreeSet};

use pilotbox_model::{Case, CaseResult, CaseVerdict};

use super::{
    aggregate::{Aggregate, Fuel, Observation},
    check_outcome,
    weights::Weights,
};
use crate::{
    Manifest,
    manifest::{Anchors, MetricEntry},
};

/// All that a score is computed from. A *unit* is the part of a block that lies
/// in one stratum: what the bootstrap draws. Units are numbered stratum by
/// stratum.
pub(super) struct Sheet<'m> {
    pub(super) manifest: &'m Manifest,
    /// The manifest's weights, or others in their place.
    pub(super) weights: Weights,
    /// Strata that have cases, by name.
    pub(super) strata: Vec<Stratum<'m>>,
    /// The cases themselves.
    pub(super) originals: Aggregates,
    /// Twins, and beside them the originals that they perturb; empty without twins.
    pub(super) twins: Option<(Aggregates, Aggregates)>,
    pub(super) fuel: Fuel,
    pub(super) broken_gates: Vec<String>,
    /// How many different blocks there are over all strata.
    pub(super) blocks: usize,
    /// How many units there are over all strata.
    pub(super) units: usize,
}

/// A stratum that has cases.
pub(super) struct Stratum<'m> {
    pub(super) name: &'m str,
    /// Its position among all strata of the manifest.
    pub(super) declared_at: usize,
    /// Its first unit.
    pub(super) first_unit: usize,
    /// How many cases each of its units holds.
    pub(super) unit_cases: Vec<u32>,
    pub(super) failed: u32,
    /// Anchors of each metric.
    pub(super) anchors: Vec<Anchors>,
}

/// By stratum, then by metric.
pub(super) type Aggregates = Vec<Vec<Aggregate>>;

/// A case with its result.
struct Row<'c> {
    case: &'c Case,
    result: &'c CaseResult,
    stratum: usize,
    unit: usize,
}

impl<'m> Sheet<'m> {
    pub(super) fn read(
        manifest: &'m Manifest,
        cases: &[Case],
        results: &[CaseResult],
    ) -> Option<Self> {
        let results = results_by_id(manifest, cases, results)?;
        let (strata, rows) = place(manifest, cases, &results)?;
        let fuel = rows
            .values()
            .map(|row| (row.result.fuel, row.unit))
            .collect();
        Some(Self {
            manifest,
            weights: Weights::declared(manifest),
            originals: aggregates(
                manifest,
                &strata,
                rows.values().map(|row| (row, row.result, row.case.weight)),
            ),
            twins: twins(manifest, &strata, cases, &rows, &results),
            fuel: Fuel::new(fuel),
            broken_gates: broken_gates(manifest, &rows),
            blocks: rows
                .values()
                .map(|row| row.case.block.as_str())
                .collect::<BTreeSet<_>>()
                .len(),
            units: strata.iter().map(|stratum| stratum.unit_cases.len()).sum(),
            strata,
        })
    }
}

/// Results by case, if every case has one that can be scored and some case was.
fn results_by_id<'r>(
    manifest: &Manifest,
    cases: &[Case],
    results: &'r [CaseResult],
) -> Option<BTreeMap<&'r str, &'r CaseResult>> {
    let by_id: BTreeMap<&str, &CaseResult> = results
        .iter()
        .map(|result| (result.id.as_str(), result))
        .collect();
    let mut any_scored = false;
    for case in cases {
        let result = by_id.get(case.id.as_str())?;
        match result.verdict {
            CaseVerdict::Scored => {
                check_outcome(manifest, &result.metrics).ok()?;
                any_scored = true;
            }
            CaseVerdict::PluginFailed(_) => {}
            CaseVerdict::HarnessFault => return None,
        }
    }
    any_scored.then_some(by_id)
}

/// Places the cases that are no twins: their strata, and rows by case id in the
/// order of strata, blocks and ids.
fn place<'m, 'c>(
    manifest: &'m Manifest,
    cases: &'c [Case],
    results: &BTreeMap<&str, &'c CaseResult>,
) -> Option<(Vec<Stratum<'m>>, BTreeMap<&'c str, Row<'c>>)> {
    let mut grouped: BTreeMap<&str, BTreeMap<&str, Vec<&Case>>> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.twin_of.is_none()) {
        grouped
            .entry(&case.stratum)
            .or_default()
            .entry(&case.block)
            .or_default()
            .push(case);
    }
    let mut strata: Vec<Stratum<'m>> = Vec::new();
    let mut rows = BTreeMap::new();
    let mut unit = 0;
    for (name, blocks) in grouped {
        let mut stratum = Stratum::new(manifest, name, unit)?;
        for cases in blocks.into_values() {
            stratum.unit_cases.push(u32::try_from(cases.len()).ok()?);
            for case in cases {
                let result = results.get(case.id.as_str())?;
                stratum.failed += u32::from(result.verdict != CaseVerdict::Scored);
                rows.insert(
                    case.id.as_str(),
                    Row {
                        case,
                        result,
                        stratum: strata.len(),
                        unit,
                    },
                );
            }
            unit += 1;
        }
        strata.push(stratum);
    }
    (!strata.is_empty()).then_some((strata, rows))
}

impl<'m> Stratum<'m> {
    fn new(manifest: &'m Manifest, name: &str, first_unit: usize) -> Option<Self> {
        let (name, _) = manifest.strata.get_key_value(name)?;
        let declared_at = manifest.strata.keys().position(|key| key == name)?;
        let anchors = manifest
            .metrics
            .iter()
            .map(|metric| anchors(metric, name))
            .collect();
        Some(Self {
            name,
            declared_at,
            first_unit,
            unit_cases: Vec::new(),
            failed: 0,
            anchors,
        })
    }
}

pub(super) fn anchors(metric: &MetricEntry, stratum: &str) -> Anchors {
    let own = Anchors {
        baseline: metric.baseline,
        target: metric.target,
    };
    metric.anchors.get(stratum).copied().unwrap_or(own)
}

/// A twin is weighed as it says, at the place of its original.
fn twins(
    manifest: &Manifest,
    strata: &[Stratum<'_>],
    cases: &[Case],
    rows: &BTreeMap<&str, Row<'_>>,
    results: &BTreeMap<&str, &CaseResult>,
) -> Option<(Aggregates, Aggregates)> {
    let pairs: BTreeMap<&str, _> = cases
        .iter()
        .filter_map(|case| {
            let row = rows.get(case.twin_of.as_deref()?)?;
            let result = *results.get(case.id.as_str())?;
            Some((case.id.as_str(), (row, result, case.weight)))
        })
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let perturbed = pairs.values().copied();
    let originals = pairs
        .values()
        .map(|(row, _, weight)| (*row, row.result, *weight));
    Some((
        aggregates(manifest, strata, perturbed),
        aggregates(manifest, strata, originals),
    ))
}

fn aggregates<'r>(
    manifest: &Manifest,
    strata: &[Stratum<'_>],
    rows: impl Iterator<Item = (&'r Row<'r>, &'r CaseResult, f64)>,
) -> Aggregates {
    let metrics = manifest.metrics.len();
    let mut observations = vec![vec![Vec::new(); metrics]; strata.len()];
    for (row, result, weight) in rows {
        let Some(by_metric) = observations.get_mut(row.stratum) else {
            continue;
        };
        for (metric, list) in manifest.metrics.iter().zip(by_metric) {
            list.push(Observation {
                value: value(metric, result),
                weight,
                unit: row.unit,
            });
        }
    }
    let of_stratum = |(stratum, by_metric): (&Stratum<'_>, Vec<Vec<Observation>>)| {
        let units = stratum.first_unit..stratum.first_unit + stratum.unit_cases.len();
        let metrics = manifest.metrics.iter().zip(by_metric);
        metrics
            .map(|(metric, list)| Aggregate::new(metric.statistic, &units, list))
            .collect()
    };
    strata.iter().zip(observations).map(of_stratum).collect()
}

/// A failed case is at the floor: never a gap.
fn value(metric: &MetricEntry, result: &CaseResult) -> f64 {
    let measured = result
        .metrics
        .iter()
        .find(|measured| measured.name == metric.name);
    match (result.verdict, measured) {
        (CaseVerdict::Scored, Some(measured)) => measured.value,
        _ => metric.floor,
    }
}

fn broken_gates(manifest: &Manifest, rows: &BTreeMap<&str, Row<'_>>) -> Vec<String> {
    let scored = || {
        rows.values()
            .filter(|row| row.result.verdict == CaseVerdict::Scored)
    };
    let measured = || scored().flat_map(|row| &row.result.metrics);
    manifest
        .gates
        .iter()
        .filter(|gate| measured().any(|m| m.name == gate.metric && m.value > gate.max))
        .map(|gate| gate.metric.clone())
        .collect()
}
