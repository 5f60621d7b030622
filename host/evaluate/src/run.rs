//! A run: one plugin on one split.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use pilotbox_challenge::{Package, score::score};
use pilotbox_model::{
    Case, CaseResult, CaseVerdict, Digest, FaultCode, Limits, RunDigests, RunResult, RunVerdict,
    Split,
};
use pilotbox_sandbox::{CaseReport, CaseRun, CompileCache, EngineProfile, engine_info};

use crate::{
    CompileLimits, EvaluateError, Plugged,
    blame::{self, Judged},
    compiler::CompileChild,
    listing::Listing,
    schedule,
    worker::Worker,
};

/// How much longer a case may run when it is tried again alone.
const SECOND_TRY_FACTOR: u64 = 10;

/// Cases that are tried again until the rest is believed to be alike. Stops a
/// plugin that sleeps through every case from holding a runner for days.
pub(crate) const MAX_SECOND_TRIES: usize = 3;

/// Cases that are tried again although none is confirmed. Stops a plugin that
/// takes a little longer than it may in each.
const MAX_TRIES: usize = 20;

/// Told how many cases are done.
pub trait Progress: Sync {
    /// `done` of `total` cases are reported.
    fn advance(&self, done: usize, total: usize);
}

/// Nobody watches.
impl Progress for () {
    fn advance(&self, _done: usize, _total: usize) {}
}

/// A challenge with its components built.
#[derive(Clone, Copy)]
pub struct Artifacts<'a> {
    /// The package.
    pub package: &'a Package,
    /// The bounds of a case, the manifest's within the operator's ceiling.
    pub limits: &'a Limits,
    /// The harness's component.
    pub harness: &'a [u8],
    /// The baseline's component, which tells whose fault a stopped harness is.
    pub baseline: &'a [u8],
    /// The data folder.
    pub data: &'a Path,
}

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions {
    /// Which cases.
    pub split: Split,
    /// Seed of bootstrap draws and of compat's clock and randomness.
    pub seed: u64,
    /// How many runners.
    pub jobs: usize,
}

/// Evaluates plugins.
pub struct Evaluator {
    pub(crate) worker: Worker,
    pub(crate) cache: CompileCache,
}

/// A run's result, and what only this machine knows of it.
#[derive(Clone, Debug)]
pub struct PluginRun {
    /// The result; equal to the bit wherever it is computed.
    pub result: RunResult,
    /// Wall time of each case in nanoseconds, in order.
    pub elapsed_ns: Vec<u64>,
    /// Whether the code was in the cache.
    pub was_cached: bool,
    /// Whether a damaged entry of the cache had to be built anew.
    pub was_corrupt: bool,
}

impl Evaluator {
    /// An evaluator whose runners and compile children are `worker`, and that
    /// keeps compiled code in the folder `cache`.
    pub fn new(worker: Worker, cache: impl Into<PathBuf>, limits: CompileLimits) -> Self {
        let compiler = CompileChild {
            worker: worker.clone(),
            limits,
        };
        Self {
            worker,
            cache: CompileCache::new(cache, compiler),
        }
    }

    /// The program that runs guests and compiles.
    pub fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Where compiled code is kept.
    pub fn cache(&self) -> &CompileCache {
        &self.cache
    }

    /// Runs a plugin on a split.
    pub fn run(
        &self,
        plugin: &[u8],
        artifacts: &Artifacts<'_>,
        options: RunOptions,
        progress: &dyn Progress,
    ) -> Result<PluginRun, EvaluateError> {
        // The harness comes first: what is wrong with it must not look like the
        // plugin's fault.
        let listing = self.list(artifacts, options.split)?;
        let plugged = Plugged::prepare(plugin, artifacts, &self.cache)?;
        let trial = Trial {
            evaluator: self,
            artifacts,
            options,
            plugged: &plugged,
            listing: &listing,
        };
        let reports = trial.run_all(progress)?;
        let elapsed_ns = reports.iter().map(|report| report.elapsed_ns).collect();
        let results = trial.settle_all(reports)?;
        Ok(PluginRun {
            result: trial.finish(results),
            elapsed_ns,
            was_cached: plugged.compiled.was_cached,
            was_corrupt: plugged.compiled.was_corrupt,
        })
    }
}

/// A run under way.
struct Trial<'a> {
    evaluator: &'a Evaluator,
    artifacts: &'a Artifacts<'a>,
    options: RunOptions,
    plugged: &'a Plugged,
    listing: &'a Listing,
}

impl Trial<'_> {
    fn run_all(&self, progress: &dyn Progress) -> Result<Vec<CaseReport>, EvaluateError> {
        let wall_clock_ms = self.artifacts.limits.wall_clock_ms;
        let run = |case: &Case| CaseRun {
            id: case.id.clone(),
            wall_clock_ms,
        };
        let runs: Vec<_> = self.listing.cases.iter().map(run).collect();
        self.run_with(self.plugged, &runs, self.options.jobs, progress)
    }

    fn run_with(
        &self,
        plugged: &Plugged,
        runs: &[CaseRun],
        jobs: usize,
        progress: &dyn Progress,
    ) -> Result<Vec<CaseReport>, EvaluateError> {
        let options = self.options;
        let initial = self.listing.harness_initial;
        let setup = plugged.setup(self.artifacts, options.split, options.seed, initial);
        schedule::run_all(&self.evaluator.worker, &setup, runs, jobs, progress)
    }

    /// Turns reports into results: second tries for those that met the clock,
    /// the baseline's word for those that stopped the harness.
    fn settle_all(&self, reports: Vec<CaseReport>) -> Result<Vec<CaseResult>, EvaluateError> {
        let mut baseline = None;
        let (mut confirmed, mut tries) = (0, 0);
        let mut results = Vec::with_capacity(reports.len());
        for (case, report) in self.listing.cases.iter().zip(reports) {
            let mut judged = blame::judge(&case.id, report, self.artifacts);
            let met_clock = matches!(judged, Judged::DeadlineMet { .. });
            if met_clock && confirmed < MAX_SECOND_TRIES && tries < MAX_TRIES {
                tries += 1;
                judged = blame::judge(&case.id, self.second_try(&case.id)?, self.artifacts);
            }
            let mut result = match judged {
                Judged::Settled(result) => result,
                Judged::DeadlineMet { in_harness: false } => {
                    confirmed += 1;
                    self.deadline(&case.id)
                }
                Judged::DeadlineMet { in_harness: true } => {
                    confirmed += 1;
                    let suspect = self.deadline(&case.id);
                    self.ask_baseline(&mut baseline, suspect)?
                }
                Judged::Suspect(suspect) => self.ask_baseline(&mut baseline, suspect)?,
            };
            if self.options.split.is_hidden() {
                hide(&mut result);
            }
            results.push(result);
        }
        Ok(results)
    }

    fn second_try(&self, id: &str) -> Result<CaseReport, EvaluateError> {
        self.run_one(self.plugged, id, self.long_wall_clock_ms())
    }

    /// Wall clock of a case that runs alone, so that a busy machine decides
    /// nothing.
    fn long_wall_clock_ms(&self) -> u64 {
        let wall_clock_ms = self.artifacts.limits.wall_clock_ms;
        wall_clock_ms.saturating_mul(SECOND_TRY_FACTOR)
    }

    fn deadline(&self, id: &str) -> CaseResult {
        blame::deadline(id, self.artifacts.limits)
    }

    /// Lets the baseline say whose fault a stopped harness is.
    fn ask_baseline(
        &self,
        baseline: &mut Option<Plugged>,
        suspect: CaseResult,
    ) -> Result<CaseResult, EvaluateError> {
        let plugged = match baseline {
            Some(plugged) => plugged,
            none => none.insert(self.prepare_baseline()?),
        };
        let report = self
            .run_one(plugged, &suspect.id, self.long_wall_clock_ms())
            .map_err(baseline_fault)?;
        Ok(blame::settle(suspect, report, self.artifacts))
    }

    fn prepare_baseline(&self) -> Result<Plugged, EvaluateError> {
        let cache = &self.evaluator.cache;
        Plugged::prepare(self.artifacts.baseline, self.artifacts, cache).map_err(baseline_fault)
    }

    fn run_one(
        &self,
        plugged: &Plugged,
        id: &str,
        wall_clock_ms: u64,
    ) -> Result<CaseReport, EvaluateError> {
        let run = CaseRun {
            id: id.to_owned(),
            wall_clock_ms,
        };
        let mut reports = self.run_with(plugged, &[run], 1, &())?;
        reports
            .pop()
            .ok_or_else(|| EvaluateError::Runner("a case was lost".to_owned()))
    }

    fn finish(&self, results: Vec<CaseResult>) -> RunResult {
        let package = self.artifacts.package;
        let manifest = package.manifest();
        let cases = self.listing.cases.clone();
        let verdict = run_verdict(&results);
        let score = match verdict {
            RunVerdict::Scored => score(manifest, &cases, &results, self.options.seed),
            RunVerdict::PluginFailed(_) | RunVerdict::ChallengeFailed => None,
        };
        RunResult {
            challenge: manifest.id.clone(),
            challenge_version: manifest.version.clone(),
            split: self.options.split,
            seed: self.options.seed,
            verdict,
            score,
            profile: self.plugged.profile(),
            digests: RunDigests {
                plugin: self.plugged.digest(),
                harness: Digest::of(self.artifacts.harness),
                data: package.data_digest(self.options.split),
                manifest: package.manifest_digest(),
            },
            engine: engine_info(EngineProfile::Scored),
            limits: self.artifacts.limits.clone(),
            cases,
            results,
        }
    }
}

/// A baseline that is refused is no fault of the plugin that it is compared with.
fn baseline_fault(error: EvaluateError) -> EvaluateError {
    match error {
        EvaluateError::Rejected(rejection) => EvaluateError::Challenge(format!(
            "the baseline does not fit its own challenge: {rejection}"
        )),
        other => other,
    }
}

/// Takes away what a plugin wrote itself: on a hidden split it could say what it
/// saw.
fn hide(result: &mut CaseResult) {
    result.log.clear();
    result.series.clear();
    if matches!(result.verdict, CaseVerdict::PluginFailed(_)) {
        result.note.clear();
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
