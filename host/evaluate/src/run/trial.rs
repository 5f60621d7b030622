//! Cases under way: their reports, second tries, the baseline's word. Owns what
//! becomes of a report; knows nothing of scores.

use pilotbox_model::{Case, CaseResult, CaseVerdict};
use pilotbox_sandbox::{CaseReport, CaseRun, Holdings};

use super::{Artifacts, Chunk, Evaluator, Progress, RunOptions, Tries};
use crate::{
    EvaluateError, Plugged,
    blame::{self, Judged},
    schedule,
};

/// How much longer a case may run when it is tried again alone.
const SECOND_TRY_FACTOR: u64 = 10;

/// Cases that are tried again until the rest is believed to be alike. Stops a
/// plugin that sleeps through every case from holding a runner for days.
pub(crate) const MAX_SECOND_TRIES: u32 = 3;

/// Cases that are tried again although none is confirmed. Stops a plugin that
/// takes a little longer than it may in each.
const MAX_TRIES: u32 = 20;

impl Tries {
    /// Whether one more case may be tried again.
    fn are_left(self) -> bool {
        self.confirmed < MAX_SECOND_TRIES && self.tried < MAX_TRIES
    }
}

/// A component and its code. The code can be made again.
pub(super) struct Pair<'a> {
    component: &'a [u8],
    plugged: Plugged,
}

impl<'a> Pair<'a> {
    pub(super) fn new(component: &'a [u8], plugged: Plugged) -> Self {
        Self { component, plugged }
    }
}

/// A run under way.
pub(super) struct Trial<'a> {
    pub(super) evaluator: &'a Evaluator,
    pub(super) artifacts: &'a Artifacts<'a>,
    pub(super) options: RunOptions,
    pub(super) harness_initial: Holdings,
}

impl Trial<'_> {
    /// Runs some cases and settles what came of them.
    pub(super) fn run(
        &self,
        pair: &mut Pair<'_>,
        cases: &[Case],
        tries: Tries,
        progress: &dyn Progress,
    ) -> Result<Chunk, EvaluateError> {
        let wall_clock_ms = self.artifacts.limits.wall_clock_ms;
        let run = |case: &Case| CaseRun {
            id: case.id.clone(),
            wall_clock_ms,
        };
        let runs: Vec<_> = cases.iter().map(run).collect();
        let reports = self.run_with(pair, &runs, self.options.jobs, progress)?;
        let elapsed_ns = reports.iter().map(|report| report.elapsed_ns).collect();
        let mut settling = Settling {
            trial: self,
            pair,
            baseline: None,
            tries,
        };
        let settle = |(case, report): (&Case, _)| settling.settle(case, report);
        let results = cases.iter().zip(reports).map(settle);
        Ok(Chunk {
            results: results.collect::<Result<_, _>>()?,
            elapsed_ns,
            tries: settling.tries,
        })
    }

    /// Runs cases in runners of their own. Code that somebody removed from the
    /// cache is made again, since a runner that lacks it says nothing of the
    /// plugin.
    fn run_with(
        &self,
        pair: &mut Pair<'_>,
        runs: &[CaseRun],
        jobs: usize,
        progress: &dyn Progress,
    ) -> Result<Vec<CaseReport>, EvaluateError> {
        let run = |plugged: &Plugged| {
            let RunOptions { split, seed, .. } = self.options;
            let setup = plugged.setup(self.artifacts, split, seed, self.harness_initial);
            schedule::run_all(&self.evaluator.worker, &setup, runs, jobs, progress)
        };
        match run(&pair.plugged) {
            Err(EvaluateError::Runner(_)) if pair.plugged.compiled.is_gone() => {
                pair.plugged = self.plug(pair.component)?;
                run(&pair.plugged)
            }
            other => other,
        }
    }

    fn run_alone(&self, pair: &mut Pair<'_>, id: &str) -> Result<CaseReport, EvaluateError> {
        let wall_clock_ms = self.artifacts.limits.wall_clock_ms;
        let run = CaseRun {
            id: id.to_owned(),
            // So that a busy machine decides nothing.
            wall_clock_ms: wall_clock_ms.saturating_mul(SECOND_TRY_FACTOR),
        };
        let mut reports = self.run_with(pair, &[run], 1, &())?;
        reports
            .pop()
            .ok_or_else(|| EvaluateError::Runner("a case was lost".to_owned()))
    }

    fn plug(&self, component: &[u8]) -> Result<Plugged, EvaluateError> {
        Plugged::prepare(component, self.artifacts, &self.evaluator.cache)
    }
}

/// Turns reports into results: second tries for those that met the clock, the
/// baseline's word for those that stopped the harness.
struct Settling<'t, 'p, 'b> {
    trial: &'t Trial<'t>,
    pair: &'p mut Pair<'b>,
    baseline: Option<Pair<'t>>,
    tries: Tries,
}

impl Settling<'_, '_, '_> {
    fn settle(&mut self, case: &Case, report: CaseReport) -> Result<CaseResult, EvaluateError> {
        let artifacts = self.trial.artifacts;
        let id = case.id.as_str();
        let mut judged = blame::judge(id, report, artifacts);
        if matches!(judged, Judged::DeadlineMet { .. }) && self.tries.are_left() {
            self.tries.tried += 1;
            judged = blame::judge(id, self.trial.run_alone(self.pair, id)?, artifacts);
        }
        let mut result = match judged {
            Judged::Settled(result) => result,
            Judged::DeadlineMet { in_harness } => {
                self.tries.confirmed = self.tries.confirmed.saturating_add(1);
                let suspect = blame::deadline(id, artifacts.limits);
                if in_harness {
                    self.ask_baseline(suspect)?
                } else {
                    suspect
                }
            }
            Judged::Suspect(suspect) => self.ask_baseline(suspect)?,
        };
        if self.trial.options.split.is_hidden() {
            hide(&mut result);
        }
        Ok(result)
    }

    /// Lets the baseline say whose fault a stopped harness is.
    fn ask_baseline(&mut self, suspect: CaseResult) -> Result<CaseResult, EvaluateError> {
        let trial = self.trial;
        let pair = match &mut self.baseline {
            Some(pair) => pair,
            none => {
                let component = trial.artifacts.baseline;
                let plugged = trial.plug(component).map_err(baseline_fault)?;
                none.insert(Pair::new(component, plugged))
            }
        };
        let report = trial.run_alone(pair, &suspect.id).map_err(baseline_fault)?;
        Ok(blame::settle(suspect, report, trial.artifacts))
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
