//! Lints of the cases that a harness lists for one split.

use std::collections::{BTreeMap, BTreeSet};

use pilotbox_model::{Case, Split};

use crate::{Finding, Manifest};

/// What a case's names may be long, in bytes: they end up in every receipt.
const MAX_NAME_BYTES: usize = 200;

/// Largest weight: sums of weights stay finite.
const MAX_WEIGHT: f64 = 1e9;

/// Every finding about the cases of one split.
pub fn check_cases(manifest: &Manifest, split: Split, cases: &[Case]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |code, message: String| {
        findings.push(Finding::new(format!("cases of `{split}`"), code, message));
    };
    if !cases.iter().any(|case| case.twin_of.is_none()) {
        found("no-cases", "no case that is not a twin".to_owned());
    }
    let by_id: BTreeMap<&str, &Case> = cases.iter().map(|case| (case.id.as_str(), case)).collect();
    let mut seen = BTreeSet::new();
    for case in cases {
        if !seen.insert(&case.id) {
            found("double-name", format!("case `{}` is there twice", case.id));
        }
        for (code, message) in faults(manifest, case, &by_id) {
            found(code, message);
        }
    }
    findings
}

fn faults(
    manifest: &Manifest,
    case: &Case,
    by_id: &BTreeMap<&str, &Case>,
) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let id = &case.id;
    for (what, name) in [("id", id), ("block", &case.block)] {
        if name.is_empty() || name.len() > MAX_NAME_BYTES || name.chars().any(char::is_control) {
            let message = format!(
                "case `{}`: the {what} is empty, too long or not printable",
                id.escape_debug()
            );
            faults.push(("name", message));
        }
    }
    if case.weight.is_nan() || case.weight <= 0.0 || case.weight > MAX_WEIGHT {
        faults.push(("weight", format!("case `{id}` weighs `{}`", case.weight)));
    }
    if !manifest.strata.contains_key(&case.stratum) {
        let message = format!("case `{id}` is of `{}`, which is no stratum", case.stratum);
        faults.push(("unknown-stratum", message));
    }
    if let Some(original) = &case.twin_of {
        let fault = twin_fault(case, by_id.get(original.as_str()).copied());
        faults.extend(fault.map(|fault| {
            (
                "twin",
                format!("case `{id}` is a twin of `{original}`, {fault}"),
            )
        }));
    }
    faults
}

fn twin_fault(twin: &Case, original: Option<&Case>) -> Option<&'static str> {
    match original {
        None => Some("which is no case of the split"),
        Some(original) if original.twin_of.is_some() => Some("which is a twin itself"),
        Some(original) if original.stratum != twin.stratum => Some("which is of another stratum"),
        Some(original) if original.block != twin.block => Some("which is of another block"),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::{case, manifest, twin},
        lint::tests::lines,
    };

    #[test]
    fn cases_follow_their_rules() {
        let found = |cases: &[Case]| lines(&check_cases(&manifest(), Split::Public, cases));
        let good = case("a", "day", "1");
        let also = twin("b", &good);
        assert_eq!(found(&[good.clone(), also.clone()]), [""; 0]);
        assert_eq!(
            found(&[]),
            ["cases of `public`: no case that is not a twin"]
        );
        assert_eq!(
            found(&[good.clone(), good.clone()]),
            ["cases of `public`: case `a` is there twice"]
        );
        let one = |change: fn(&mut Case)| {
            let mut changed = also.clone();
            change(&mut changed);
            found(&[
                good.clone(),
                also.clone(),
                Case {
                    id: "c".to_owned(),
                    ..changed
                },
            ])
        };
        let expected = [
            (one(|c| c.weight = f64::NAN), "weighs `NaN`"),
            (one(|c| c.weight = 0.0), "weighs `0`"),
            (one(|c| c.weight = f64::INFINITY), "weighs `inf`"),
            (
                one(|c| c.block = String::new()),
                "the block is empty, too long or not printable",
            ),
            (
                one(|c| c.stratum = "dusk".to_owned()),
                "is of `dusk`, which is no stratum",
            ),
            (
                one(|c| c.stratum = "night".to_owned()),
                "which is of another stratum",
            ),
            (
                one(|c| c.block = "2".to_owned()),
                "which is of another block",
            ),
            (
                one(|c| c.twin_of = Some("z".to_owned())),
                "which is no case of the split",
            ),
            (
                one(|c| c.twin_of = Some("b".to_owned())),
                "which is a twin itself",
            ),
        ];
        for (found, end) in expected {
            assert!(
                found.iter().any(|line| line.ends_with(end)),
                "{end}: {found:?}"
            );
        }
    }
}
