//! Checks of a snapshot before anything is computed from it. What passes can be decided:
//! every candidate has a result for every case, and people who judged it.

mod judgements;
mod rule;

use std::collections::{BTreeMap, BTreeSet};

use pilotbox_model::{Case, CaseResult, CaseVerdict, Split};

use super::{Candidate, CaseFigures, DecisionError, FORMAT, Snapshot};
use crate::{
    Finding, Manifest, Rubric,
    lint::{check_cases, parse_manifest, parse_rubric},
    score::check_outcome,
};
use judgements::{check_judgements, check_panel};
use rule::{check_criteria, check_rule};

/// More candidates than a contest has finalists; their pairs are tested one by one.
const MAX_CANDIDATES: usize = 256;
/// More evaluators than a panel has; their effects are solved for together.
const MAX_EVALUATORS: u32 = 64;
/// Candidates times cases: each is gone through 20,000 times, and whoever verifies a
/// stranger's snapshot waits minutes for it, not days.
const MAX_RESULTS: usize = 1_000_000;
/// Bytes of an id or a code, such as a UUID.
const MAX_NAME_BYTES: usize = 64;

/// A snapshot that can be decided, its texts read.
pub(super) struct Checked<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) manifest: Manifest,
    pub(super) rubric: Rubric,
    /// By id.
    pub(super) candidates: Vec<Entered<'s>>,
}

/// A candidate with its results as the score reads them.
pub(super) struct Entered<'s> {
    pub(super) candidate: &'s Candidate,
    pub(super) results: Vec<CaseResult>,
}

impl<'s> Checked<'s> {
    pub(super) fn read(snapshot: &'s Snapshot) -> Result<Self, DecisionError> {
        if snapshot.format != FORMAT {
            return Err(DecisionError::Format {
                found: snapshot.format,
                known: FORMAT,
            });
        }
        check_sizes(snapshot)?;
        let manifest = parse_manifest(&snapshot.manifest)
            .map_err(|findings| invalid("the manifest", &findings))?;
        let rubric =
            parse_rubric(&snapshot.rubric).map_err(|findings| invalid("the rubric", &findings))?;
        let findings = check_cases(&manifest, Split::Final, &snapshot.cases);
        if !findings.is_empty() {
            return Err(invalid("the cases", &findings));
        }
        check_rule(&snapshot.rule)?;
        check_criteria(&snapshot.rule, &rubric)?;
        check_commitment(snapshot)?;
        let candidates = entered(snapshot, &manifest)?;
        check_left_out(snapshot)?;
        check_judgements(snapshot, &rubric)?;
        check_panel(snapshot, &candidates)?;
        Ok(Self {
            snapshot,
            manifest,
            rubric,
            candidates,
        })
    }

    /// Criteria and their weights, in the rubric's order.
    pub(super) fn criteria(&self) -> Vec<(&str, f64)> {
        let ids = self
            .rubric
            .criteria
            .iter()
            .map(|criterion| criterion.id.as_str());
        ids.zip(self.criterion_weights()).collect()
    }

    /// Weights of the criteria, in the rubric's order.
    pub(super) fn criterion_weights(&self) -> Vec<f64> {
        let weights = &self.snapshot.rule.criterion_weights;
        let criteria = self.rubric.criteria.iter();
        criteria
            .map(|criterion| weights.get(&criterion.id).copied().unwrap_or_default())
            .collect()
    }
}

fn invalid(what: &'static str, findings: &[Finding]) -> DecisionError {
    DecisionError::Challenge {
        what,
        finding: findings.first().map(Finding::to_string).unwrap_or_default(),
    }
}

fn check_sizes(snapshot: &Snapshot) -> Result<(), DecisionError> {
    let (candidates, cases) = (snapshot.candidates.len(), snapshot.cases.len());
    let left_out = snapshot.lottery.left_out.len();
    let results = candidates.saturating_mul(cases);
    let sheets = candidates.saturating_mul(MAX_EVALUATORS as usize);
    let sizes = [
        ("candidates", candidates, MAX_CANDIDATES),
        ("finalists that are left out", left_out, MAX_CANDIDATES),
        ("results of cases", results, MAX_RESULTS),
        ("judgements", snapshot.judgements.len(), sheets),
    ];
    match sizes.into_iter().find(|(_, count, limit)| count > limit) {
        Some((what, count, limit)) => Err(DecisionError::TooMany { what, count, limit }),
        None => Ok(()),
    }
}

fn check_commitment(snapshot: &Snapshot) -> Result<(), DecisionError> {
    let (promised, found) = (
        snapshot.lottery.commitment,
        snapshot.lottery.seed.commitment(),
    );
    if promised == found {
        Ok(())
    } else {
        Err(DecisionError::Commitment { promised, found })
    }
}

/// The candidates by id, if every one has one result for each case.
fn entered<'s>(
    snapshot: &'s Snapshot,
    manifest: &Manifest,
) -> Result<Vec<Entered<'s>>, DecisionError> {
    let mut by_id = BTreeMap::new();
    for candidate in &snapshot.candidates {
        check_name("candidate", &candidate.id)?;
        let results = results(candidate, &snapshot.cases, manifest)?;
        let entered = Entered { candidate, results };
        if by_id.insert(candidate.id.as_str(), entered).is_some() {
            return Err(DecisionError::Twice {
                what: "candidate",
                name: candidate.id.clone(),
            });
        }
    }
    Ok(by_id.into_values().collect())
}

/// Whoever is left out is named once, and is no candidate.
fn check_left_out(snapshot: &Snapshot) -> Result<(), DecisionError> {
    let candidates = snapshot.candidates.iter();
    let mut known: BTreeSet<&str> = candidates.map(|one| one.id.as_str()).collect();
    for one in &snapshot.lottery.left_out {
        check_name("finalist", &one.id)?;
        if !known.insert(&one.id) {
            return Err(DecisionError::Twice {
                what: "finalist",
                name: one.id.clone(),
            });
        }
    }
    Ok(())
}

fn results(
    candidate: &Candidate,
    cases: &[Case],
    manifest: &Manifest,
) -> Result<Vec<CaseResult>, DecisionError> {
    let fault = |case: &str, fault: &str| DecisionError::Result {
        candidate: candidate.id.clone(),
        case: case.to_owned(),
        fault: fault.to_owned(),
    };
    let mut missing: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    for figures in &candidate.results {
        if !missing.remove(figures.id.as_str()) {
            let what = "a result that no case asks for, or a second one";
            return Err(fault(&figures.id, what));
        }
        if let Some(what) = wrong_verdict(figures, manifest) {
            return Err(fault(&figures.id, &what));
        }
    }
    match missing.first() {
        Some(case) => Err(fault(case, "no result; hint: a gap is never scored")),
        None => Ok(candidate
            .results
            .iter()
            .map(CaseFigures::to_result)
            .collect()),
    }
}

fn wrong_verdict(figures: &CaseFigures, manifest: &Manifest) -> Option<String> {
    match figures.verdict {
        CaseVerdict::Scored => check_outcome(manifest, &figures.metrics).err(),
        CaseVerdict::PluginFailed(_) => {
            (!figures.metrics.is_empty()).then(|| "a failed case with metrics".to_owned())
        }
        CaseVerdict::HarnessFault => Some(
            "the harness's fault; hint: run it again, or void the case for everybody".to_owned(),
        ),
    }
}

/// Ids and codes stand in lines of their own: in the lottery's list, in letters.
fn check_name(what: &'static str, name: &str) -> Result<(), DecisionError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if (1..=MAX_NAME_BYTES).contains(&name.len()) && name.bytes().all(is_plain) {
        Ok(())
    } else {
        Err(DecisionError::Name {
            what,
            name: name.to_owned(),
            limit: MAX_NAME_BYTES,
        })
    }
}

#[cfg(test)]
mod tests;
