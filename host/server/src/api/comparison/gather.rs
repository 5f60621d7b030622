//! Reads what is compared: of each submission the run that counts, its score, and of
//! each case what a comparison shows and nothing that a plugin wrote.

use std::{collections::HashMap, sync::Arc};

use pilotbox_challenge::{Manifest, score::case_quality};
use pilotbox_model::{
    Case, CaseVerdict, Metric, Score,
    api::{
        comparison::{CaseMark, ComparedEntry, ComparedStratum, ComparisonView},
        runs::RunState,
        submissions::Dossier,
    },
};
use pilotbox_store::{CaseRow, RunRow, SubmissionRow};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::task::spawn_blocking;

use super::{
    Wanted,
    figures::{OneCase, aligned, disagreements, front, range},
    known::Known,
};
use crate::{problem::Problem, state::AppState, visibility::Names};

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
pub(super) struct Gathered {
    /// Its cases, in the order of the split.
    pub(super) cases: Vec<OneCase>,
    /// The most memory that one of them took.
    pub(super) memory_bytes: Option<u64>,
}

/// What is read of a case's result. Its log, its notes and its lines for charts are
/// many times as long, and skipped.
#[derive(Deserialize)]
struct Told {
    verdict: CaseVerdict,
    metrics: Vec<Metric>,
    fuel: u64,
    memory_bytes: u64,
}

/// The one field of a kept result that is shown.
#[derive(Deserialize)]
struct Kept {
    score: Option<Score>,
}

/// Reads and lays side by side.
pub(super) async fn comparison(
    state: &AppState,
    known: &Known,
    wanted: Wanted,
) -> Result<ComparisonView, Problem> {
    let ids: Vec<String> = wanted
        .entries
        .iter()
        .map(|(_, row)| row.id.clone())
        .collect();
    let runs = state.store.runs_of(&ids).await?;
    let mut keys: HashMap<String, Arc<Key>> = HashMap::new();
    let is_blind = wanted.names != Names::Ids;
    let (mut entries, mut lists) = (Vec::new(), Vec::new());
    for (of, row) in &wanted.entries {
        let run = counting(&runs, row, wanted.split.as_str());
        let gathered = match run.filter(|run| has_ended(run)) {
            Some(run) => known.read(run, gather(state, &mut keys, run)).await?,
            None => Arc::default(),
        };
        entries.push(entry(of, row, run, &gathered, is_blind)?);
        lists.push(gathered.cases.clone());
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

/// Cases of a run under way would change while they are read.
fn has_ended(run: &RunRow) -> bool {
    RunState::parse(&run.state).is_some_and(RunState::is_final)
}

/// The cases of a run that has ended.
async fn gather(
    state: &AppState,
    keys: &mut HashMap<String, Arc<Key>>,
    run: &RunRow,
) -> Result<Gathered, Problem> {
    let key = key_of(state, keys, run).await?;
    let mut gathered = Gathered::default();
    let mut from = 0;
    loop {
        let rows = state
            .store
            .case_results(&run.id, from, CASES_AT_ONCE)
            .await?;
        let Some(last) = rows.last() else { break };
        from = last.position.saturating_add(1);
        // Results with long logs would hold up other requests while they are parsed.
        let key = Arc::clone(&key);
        let read =
            spawn_blocking(move || rows.into_iter().map(|row| one_case(&key, row)).collect());
        let cases: Result<Vec<_>, Problem> = read.await.map_err(Problem::internal)?;
        for (case, memory_bytes) in cases? {
            gathered.memory_bytes = gathered.memory_bytes.max(Some(memory_bytes));
            gathered.cases.push(case);
        }
    }
    Ok(gathered)
}

/// A case, and the memory that it took.
fn one_case(key: &Key, row: CaseRow) -> Result<(OneCase, u64), Problem> {
    let result: Told = parse(&row.result)?;
    let (stratum, is_twin) = key.cases.get(&row.case_id).cloned().unwrap_or_default();
    let quality = match result.verdict {
        CaseVerdict::Scored => case_quality(&key.manifest, &stratum, &result.metrics),
        // As the score has it: a case that the plugin failed is at its floor.
        CaseVerdict::PluginFailed(_) => Some(0.0),
        CaseVerdict::HarnessFault => None,
    };
    let case = OneCase {
        id: row.case_id,
        stratum,
        is_twin,
        mark: CaseMark {
            quality,
            verdict: row.verdict,
            fuel: result.fuel,
        },
    };
    Ok((case, result.memory_bytes))
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

#[cfg(test)]
mod tests {
    use pilotbox_model::CaseResult;

    use super::*;

    #[test]
    fn a_kept_result_is_read_without_what_is_not_shown() {
        let kept = CaseResult {
            id: "a".to_owned(),
            verdict: CaseVerdict::Scored,
            metrics: Vec::new(),
            series: Vec::new(),
            note: "a remark".to_owned(),
            fuel: 7,
            fuel_is_lower_bound: false,
            memory_bytes: 65_536,
            log: Vec::new(),
        };
        let told: Told = parse(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!(told.verdict, kept.verdict);
        assert_eq!((told.fuel, told.memory_bytes), (7, 65_536));
        assert!(told.metrics.is_empty());
    }
}
