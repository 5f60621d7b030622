//! The anchors of a challenge from a template: what its baseline and its
//! reference reach on the split `sample`, stratum by stratum.

use std::{collections::BTreeMap, fmt::Write as _};

use pilotbox_model::{MetricScore, Score};

use super::FormError;
use crate::manifest::{Anchors, Better, Manifest};

/// A failed case is worth as many times the worst baseline, where less is better.
const FLOOR_TIMES: f64 = 2.0;

/// Part of the baseline's value by which the reference must be better, so that a
/// score is no measure of chance.
const LEAST_GAIN: f64 = 0.01;

/// The anchors of the one metric that a template measures.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateAnchors {
    /// Over all strata.
    pub overall: Anchors,
    /// Of each stratum that the split has cases of.
    pub strata: BTreeMap<String, Anchors>,
    /// The value of a case that a plugin failed.
    pub floor: f64,
}

/// Anchors from the scores of baseline and reference on one split, whatever the
/// anchors were by which these were scored. Refuses a table on which the
/// reference is no better than the baseline: nothing could be scored there.
pub fn anchors_of(
    manifest: &Manifest,
    baseline: &Score,
    reference: &Score,
) -> Result<TemplateAnchors, Vec<FormError>> {
    let better = manifest
        .metrics
        .first()
        .map_or(Better::Lower, |metric| metric.better);
    let Some(overall) = between(&baseline.metrics, &reference.metrics) else {
        return Err(vec![FormError::new("table", "no case was scored")]);
    };
    let mut strata = BTreeMap::new();
    for own in &baseline.strata {
        let mut all = reference.strata.iter();
        let best = all.find(|other| other.name == own.name);
        let anchors = best.and_then(|best| between(&own.metrics, &best.metrics));
        strata.extend(anchors.map(|anchors| (own.name.clone(), anchors)));
    }
    let whole = useless("the whole table", overall, better);
    let parts = strata
        .iter()
        .filter_map(|(name, anchors)| useless(&format!("stratum `{name}`"), *anchors, better));
    let errors: Vec<_> = whole.into_iter().chain(parts).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(TemplateAnchors {
        floor: floor(better, overall, &strata),
        overall,
        strata,
    })
}

/// The manifest with these anchors instead of those that it has. Everything else
/// stays as it was written. The manifest is one that [`super::files`] wrote.
pub fn with_anchors(manifest: &str, anchors: &TemplateAnchors) -> String {
    let mut text = String::new();
    let mut is_in_old = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_in_old = line == STRATA;
        }
        if is_in_old {
            continue;
        }
        if line == "[strata]" {
            append_strata(&mut text, &anchors.strata);
        }
        text.push_str(&replaced(line, anchors));
        text.push('\n');
    }
    text
}

const STRATA: &str = "[metrics.anchors]";

fn replaced(line: &str, anchors: &TemplateAnchors) -> String {
    let values = [
        ("baseline", anchors.overall.baseline),
        ("target", anchors.overall.target),
        ("floor", anchors.floor),
    ];
    let found = values.iter().find(|(key, _)| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(" = "))
    });
    match found {
        // `target` is a setting of the harness too, and a text there.
        Some((key, value)) if !line.contains('"') => format!("{key} = {value:?}"),
        _ => line.to_owned(),
    }
}

fn append_strata(text: &mut String, strata: &BTreeMap<String, Anchors>) {
    if strata.is_empty() {
        return;
    }
    let _ = writeln!(text, "{STRATA}");
    for (name, Anchors { baseline, target }) in strata {
        let name = super::manifest::quoted(name);
        let _ = writeln!(
            text,
            "{name} = {{ baseline = {baseline:?}, target = {target:?} }}"
        );
    }
    text.push('\n');
}

/// From the one metric of a baseline to that of a reference.
fn between(baseline: &[MetricScore], reference: &[MetricScore]) -> Option<Anchors> {
    Some(Anchors {
        baseline: baseline.first()?.value,
        target: reference.first()?.value,
    })
}

/// What keeps a score from meaning anything.
fn useless(place: &str, anchors: Anchors, better: Better) -> Option<FormError> {
    let Anchors { baseline, target } = anchors;
    let gain = match better {
        Better::Lower => baseline - target,
        Better::Higher => target - baseline,
    };
    let is_enough = gain.is_finite() && gain > 0.0 && gain >= LEAST_GAIN * baseline.abs();
    (!is_enough).then(|| {
        FormError::new(
            "table",
            format!(
                "in {place} the reference reaches `{target}`, the baseline `{baseline}`: \
                 too little to score by; hint: use more rows, other columns or fewer strata"
            ),
        )
    })
}

/// Never better than any baseline.
fn floor(better: Better, overall: Anchors, strata: &BTreeMap<String, Anchors>) -> f64 {
    let baselines = std::iter::once(overall.baseline);
    let baselines = baselines.chain(strata.values().map(|anchors| anchors.baseline));
    match better {
        Better::Lower => FLOOR_TIMES * baselines.fold(0.0, f64::max),
        Better::Higher => baselines.fold(0.0, f64::min),
    }
}

#[cfg(test)]
mod tests;
