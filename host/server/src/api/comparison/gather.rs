//! Reads what is compared: of each submission the run that counts, its score, and of
//! each case what a comparison shows and nothing that a plugin wrote.

use std::{collections::HashMap, sync::Arc};

use pilotbox_challenge::{Manifest, score::case_quality};
use pilotbox_model::{
    Case, CaseResult, CaseVerdict, Score,
    api::{
        comparison::{CaseMark, ComparedEntry, ComparedStratum, ComparisonView},
        runs::RunState,
        submissions::Dossier,
    },
};
use pilotbox_store::{CaseRow, RunRow, SubmissionRow};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Wanted,
    figures::{OneCase, aligned, disagreements, front, range},
};
use crate::{problem::Problem, state::AppState};

/// Results of cases that are read at once: each may hold a long log.
const CASES_AT_ONCE: i64 = 64;

/// What cases of a version are read with.
struct Key {
    manifest: Manifest,
    /// Each case's stratum, and whether it is a twin.
    cases: HashMap<String, (String, bool)>,
}

/// What is read of a submission's run.
#[derive(Default)]
struct Gathered {
    cases: Vec<OneCase>,
    memory_bytes: Option<u64>,
}

/// The one field of a kept result that is shown.
#[derive(Deserialize)]
struct Kept {
    score: Option<Score>,
}

/// Reads and lays side by side.
pub(super) async fn comparison(
    state: &AppState,
    wanted: Wanted,
) -> Result<ComparisonView, Problem> {
    let ids: Vec<String> = wanted
        .entries
        .iter()
        .map(|(_, row)| row.id.clone())
        .collect();
    let runs = state.store.runs_of(&ids).await?;
    let mut keys: HashMap<String, Arc<Key>> = HashMap::new();
    let (mut entries, mut lists) = (Vec::new(), Vec::new());
    for (of, row) in &wanted.entries {
        let run = counting(&runs, row, wanted.split.as_str());
        let gathered = match run {
            Some(run) => {
                let key = key_of(state, &mut keys, run).await?;
                gather(state, &key, run).await?
            }
            None => Gathered::default(),
        };
        entries.push(entry(of, row, run, &gathered, wanted.is_blind)?);
        lists.push(gathered.cases);
    }
    mark_front(&mut entries);
    let cases = aligned(lists);
    Ok(ComparisonView {
        challenge: wanted.challenge,
        split: wanted.split.to_string(),
        disagreements: disagreements(&cases),
        entries,
        cases,
    })
}

/// The newest run of a submission that counts on a split.
fn counting<'a>(runs: &'a [RunRow], row: &SubmissionRow, split: &str) -> Option<&'a RunRow> {
    let fits = |run: &&RunRow| run.submission_id == row.id && run.split == split && run.counts == 1;
    runs.iter().rfind(fits)
}

async fn key_of(
    state: &AppState,
    keys: &mut HashMap<String, Arc<Key>>,
    run: &RunRow,
) -> Result<Arc<Key>, Problem> {
    let name = &run.version_id;
    if let Some(known) = keys.get(name) {
        return Ok(Arc::clone(known));
    }
    let store = &state.store;
    let version = store.version_named(&run.challenge_id, &run.version).await?;
    let cases: Vec<Case> = parse(&store.split_cases(name, &run.split).await?)?;
    let about = |case: Case| (case.id, (case.stratum, case.twin_of.is_some()));
    let key = Arc::new(Key {
        manifest: parse(&version.manifest)?,
        cases: cases.into_iter().map(about).collect(),
    });
    keys.insert(name.clone(), Arc::clone(&key));
    Ok(key)
}

/// The cases of a run that has ended. One under way would change while it is read.
async fn gather(state: &AppState, key: &Key, run: &RunRow) -> Result<Gathered, Problem> {
    let mut gathered = Gathered::default();
    if !RunState::parse(&run.state).is_some_and(RunState::is_final) {
        return Ok(gathered);
    }
    let mut from = 0;
    loop {
        let rows = state
            .store
            .case_results(&run.id, from, CASES_AT_ONCE)
            .await?;
        let Some(last) = rows.last() else { break };
        from = last.position.saturating_add(1);
        for row in rows {
            let result: CaseResult = parse(&row.result)?;
            gathered.memory_bytes = gathered.memory_bytes.max(Some(result.memory_bytes));
            gathered.cases.push(one_case(key, row, &result));
        }
    }
    Ok(gathered)
}

fn one_case(key: &Key, row: CaseRow, result: &CaseResult) -> OneCase {
    let (stratum, is_twin) = key.cases.get(&row.case_id).cloned().unwrap_or_default();
    let quality = match result.verdict {
        CaseVerdict::Scored => case_quality(&key.manifest, &stratum, &result.metrics),
        // As the score has it: a case that the plugin failed is at its floor.
        CaseVerdict::PluginFailed(_) => Some(0.0),
        CaseVerdict::HarnessFault => None,
    };
    OneCase {
        id: row.case_id,
        stratum,
        is_twin,
        mark: CaseMark {
            quality,
            verdict: row.verdict,
            fuel: result.fuel,
        },
    }
}

fn entry(
    of: &str,
    row: &SubmissionRow,
    run: Option<&RunRow>,
    gathered: &Gathered,
    is_blind: bool,
) -> Result<ComparedEntry, Problem> {
    let dossier: Dossier = parse(&row.dossier)?;
    let kept = run.and_then(|run| run.result.as_deref());
    let score = kept
        .map(parse::<Kept>)
        .transpose()?
        .and_then(|kept| kept.score);
    Ok(ComparedEntry {
        of: of.to_owned(),
        name: dossier.title,
        version: run.map(|run| run.version.clone()),
        state: run.and_then(|run| RunState::parse(&run.state)),
        total: score.as_ref().map(|score| score.total),
        low: score.as_ref().map(|score| score.interval.low),
        high: score.as_ref().map(|score| score.interval.high),
        is_reliable: score.as_ref().is_some_and(|score| score.interval.reliable),
        fuel_p95: score.as_ref().map(|score| score.fuel_p95),
        memory_bytes: gathered.memory_bytes,
        seconds: run.filter(|_| !is_blind).and_then(seconds),
        is_on_front: false,
        strata: score
            .as_ref()
            .map_or_else(Vec::new, |score| strata(score, gathered)),
        broken_gates: score.map(|score| score.broken_gates).unwrap_or_default(),
    })
}

fn strata(score: &Score, gathered: &Gathered) -> Vec<ComparedStratum> {
    let qualities = |name: &str| {
        let own = gathered
            .cases
            .iter()
            .filter(|case| case.stratum == name && !case.is_twin);
        own.filter_map(|case| case.mark.quality).collect()
    };
    let strata = score.strata.iter().map(|stratum| ComparedStratum {
        name: stratum.name.clone(),
        quality: stratum.quality,
        cases: stratum.cases,
        failed: stratum.failed,
        range: range(qualities(&stratum.name)),
    });
    strata.collect()
}

fn mark_front(entries: &mut [ComparedEntry]) {
    let points: Vec<_> = entries
        .iter()
        .map(|one| one.total.zip(one.fuel_p95))
        .collect();
    for (entry, is_on_front) in entries.iter_mut().zip(front(&points)) {
        entry.is_on_front = is_on_front;
    }
}

/// How long a run took by the clock.
fn seconds(run: &RunRow) -> Option<f64> {
    let millis = run.finished_at?.checked_sub(run.started_at?)?;
    let millis = u32::try_from(millis).ok()?;
    Some(f64::from(millis) / 1000.0)
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text)
        .map_err(|cause| Problem::internal(format!("the store keeps what nobody wrote: {cause}")))
}
