//! The result of a run from the results of its cases. Pure: runs nothing, reads
//! nothing.

use std::collections::BTreeMap;

use pilotbox_challenge::score::score;
use pilotbox_model::{
    Case, CaseResult, CaseVerdict, Digest, FaultCode, RunDigests, RunResult, RunVerdict,
};
use pilotbox_sandbox::{EngineProfile, engine_info};

use super::{Artifacts, Identity, RunOptions};
use crate::EvaluateError;

/// One result for each case, in the order of the cases.
pub(super) fn in_order(
    cases: &[Case],
    results: Vec<CaseResult>,
) -> Result<Vec<CaseResult>, EvaluateError> {
    let refused = |why: String| Err(EvaluateError::Cases(why));
    let mut by_id = BTreeMap::new();
    for result in results {
        if let Some(first) = by_id.insert(result.id.clone(), result) {
            return refused(format!("`{}` has two results", first.id));
        }
    }
    let mut ordered = Vec::with_capacity(cases.len());
    for case in cases {
        match by_id.remove(&case.id) {
            Some(result) => ordered.push(result),
            None => return refused(format!("`{}` has no result", case.id)),
        }
    }
    match by_id.into_keys().next() {
        Some(id) => refused(format!("there is a result of `{id}`, which is no case")),
        None => Ok(ordered),
    }
}

/// The result; `results` are in the order of `cases`.
pub(super) fn result(
    plugin: Identity,
    artifacts: &Artifacts<'_>,
    options: RunOptions,
    cases: Vec<Case>,
    results: Vec<CaseResult>,
) -> RunResult {
    let package = artifacts.package;
    let manifest = package.manifest();
    let verdict = run_verdict(&results);
    let score = match verdict {
        RunVerdict::Scored => score(manifest, &cases, &results, options.seed),
        RunVerdict::PluginFailed(_) | RunVerdict::ChallengeFailed => None,
    };
    RunResult {
        challenge: manifest.id.clone(),
        challenge_version: manifest.version.clone(),
        split: options.split,
        seed: options.seed,
        verdict,
        score,
        profile: plugin.profile,
        digests: RunDigests {
            plugin: plugin.digest,
            harness: Digest::of(artifacts.harness),
            data: package.data_digest(options.split),
            manifest: package.manifest_digest(),
        },
        engine: engine_info(EngineProfile::Scored),
        limits: artifacts.limits.clone(),
        cases,
        results,
    }
}

/// A harness's fault anywhere makes the run the challenge's; else one scored
/// case makes it scored.
fn run_verdict(results: &[CaseResult]) -> RunVerdict {
    let mut faults: BTreeMap<FaultCode, usize> = BTreeMap::new();
    let mut scored = false;
    for result in results {
        match result.verdict {
            CaseVerdict::HarnessFault => return RunVerdict::ChallengeFailed,
            CaseVerdict::Scored => scored = true,
            CaseVerdict::PluginFailed(code) => *faults.entry(code).or_default() += 1,
        }
    }
    let most_frequent = faults.into_iter().max_by_key(|(_, count)| *count);
    match most_frequent {
        _ if scored => RunVerdict::Scored,
        Some((code, _)) => RunVerdict::PluginFailed(code),
        // A split without cases measures nothing.
        None => RunVerdict::ChallengeFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(id: &str) -> Case {
        Case {
            id: id.to_owned(),
            stratum: "day".to_owned(),
            block: "b".to_owned(),
            weight: 1.0,
            twin_of: None,
        }
    }

    fn result(id: &str) -> CaseResult {
        CaseResult {
            id: id.to_owned(),
            verdict: CaseVerdict::Scored,
            metrics: vec![],
            series: vec![],
            note: String::new(),
            fuel: 0,
            fuel_is_lower_bound: false,
            memory_bytes: 0,
            log: vec![],
        }
    }

    fn order(results: &[&str]) -> Result<Vec<String>, String> {
        let cases = ["b", "a"].map(case);
        let results = results.iter().map(|id| result(id)).collect();
        let ordered = in_order(&cases, results).map_err(|error| error.to_string())?;
        Ok(ordered.into_iter().map(|result| result.id).collect())
    }

    #[test]
    fn results_take_the_order_of_the_cases() {
        let both = Ok(vec!["b".to_owned(), "a".to_owned()]);
        assert_eq!(order(&["a", "b"]), both);
        assert_eq!(order(&["b", "a"]), both);
    }

    #[test]
    fn a_result_too_few_or_too_many_is_refused() {
        let said = |why: &str| Err(format!("the cases do not fit the split: {why}"));
        assert_eq!(order(&["a"]), said("`b` has no result"));
        assert_eq!(order(&["a", "b", "a"]), said("`a` has two results"));
        let stray = "there is a result of `c`, which is no case";
        assert_eq!(order(&["a", "b", "c"]), said(stray));
    }
}
