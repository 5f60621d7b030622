//! Lints of whatever decides a score: metrics, gates, strata, weights, limits,
//! phases.

use std::collections::BTreeSet;

use pilotbox_model::Limits;

use crate::{
    Finding, Manifest,
    document::{Document, child},
    manifest::{Anchors, Better, MetricEntry, ScoreRule},
};

pub(super) fn check(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    for (index, metric) in manifest.metrics.iter().enumerate() {
        let pointer = format!("/metrics/{index}");
        check_metric(metric, manifest, &pointer, document, findings);
    }
    let names = manifest.metrics.iter().map(|metric| metric.name.as_str());
    check_unique(document, "metrics", "name", names, findings);
    let gates = manifest.gates.iter().map(|gate| gate.metric.as_str());
    check_unique(document, "gates", "metric", gates, findings);
    check_strata(manifest, document, findings);
    check_rule(&manifest.score, document, findings);
    check_limits(manifest, document, &Limits::CEILING, findings);
    if manifest.phases.closes <= manifest.phases.opens {
        let message = format!("closes at `{}`, before it opens", manifest.phases.closes);
        findings.push(document.finding("/phases/closes", "phases", message));
    }
}

/// Finds names that are used twice in an array of tables.
pub(super) fn check_unique<'n>(
    document: &Document,
    array: &str,
    key: &str,
    names: impl Iterator<Item = &'n str>,
    findings: &mut Vec<Finding>,
) {
    let mut seen = BTreeSet::new();
    for (index, name) in names.enumerate() {
        if !seen.insert(name) {
            let message = format!("`{name}` is used twice in `{array}`");
            let pointer = format!("/{array}/{index}/{key}");
            findings.push(document.finding(&pointer, "double-name", message));
        }
    }
}

fn check_metric(
    metric: &MetricEntry,
    manifest: &Manifest,
    pointer: &str,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    let anchors = Anchors {
        baseline: metric.baseline,
        target: metric.target,
    };
    check_anchors(metric, anchors, pointer, document, findings);
    for (stratum, anchors) in &metric.anchors {
        let pointer = child(&format!("{pointer}/anchors"), stratum);
        check_anchors(metric, *anchors, &pointer, document, findings);
        if !manifest.strata.contains_key(stratum) {
            let message = format!("anchors of `{stratum}`, which is no stratum");
            let finding = document.finding(&pointer, "unknown-stratum", message);
            findings.push(finding.hint("name one of `[strata]`"));
        }
    }
}

fn check_anchors(
    metric: &MetricEntry,
    anchors: Anchors,
    pointer: &str,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    let Anchors { baseline, target } = anchors;
    let (word, target_is_better, floor_is_better) = match metric.better {
        Better::Lower => ("below", target < baseline, metric.floor < baseline),
        Better::Higher => ("above", target > baseline, metric.floor > baseline),
    };
    if !target_is_better {
        let message = format!("target `{target}` is not {word} the baseline `{baseline}`");
        let finding = document.finding(&format!("{pointer}/target"), "anchors", message);
        findings.push(finding.hint("the target is the better of the two; check `better`"));
    }
    if floor_is_better {
        let message = format!(
            "floor `{}` is better than the baseline `{baseline}`",
            metric.floor
        );
        let at_metric = pointer.split("/anchors").next().unwrap_or(pointer);
        let finding = document.finding(&format!("{at_metric}/floor"), "floor", message);
        findings.push(finding.hint("a failed case must not gain over an answer"));
    }
}

fn check_strata(manifest: &Manifest, document: &Document, findings: &mut Vec<Finding>) {
    for (name, weight) in &manifest.strata {
        let pointer = child("/strata", name);
        if *weight <= 0.0 {
            let message = format!("stratum `{name}` weighs `{weight}`");
            let finding = document.finding(&pointer, "weight", message);
            findings.push(finding.hint("weights are more than 0"));
        }
        if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
            let message = "a stratum's name is empty, too long or not printable";
            findings.push(document.finding(&pointer, "stratum-name", message));
        }
    }
}

fn check_rule(rule: &ScoreRule, document: &Document, findings: &mut Vec<Finding>) {
    let sum = rule.quality + rule.equity + rule.robustness + rule.cost;
    if (sum - 100.0).abs() > 1e-9 {
        let message = format!("the weights sum to `{sum}`");
        let finding = document.finding("/score", "score-weights", message);
        findings.push(finding.hint("quality, equity, robustness and cost sum to 100"));
    }
    let fuel = rule.cost_fuel;
    if fuel.low >= fuel.high {
        let message = format!("low `{}` is not below high `{}`", fuel.low, fuel.high);
        findings.push(document.finding("/score/cost_fuel", "cost-fuel", message));
    }
}

pub(super) fn check_limits(
    manifest: &Manifest,
    document: &Document,
    ceiling: &Limits,
    findings: &mut Vec<Finding>,
) {
    for (name, value, ceiling) in Limits::from(&manifest.limits).against(ceiling) {
        if value > ceiling {
            let message = format!("`{name}` is `{value}`");
            let finding = document.finding(&format!("/limits/{name}"), "limit", message);
            findings.push(finding.hint(format!("at most {ceiling}")));
        }
    }
}
