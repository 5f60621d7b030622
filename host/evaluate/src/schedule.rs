//! Spreads cases over runners. A crash loses no finished case: what a dead
//! runner had not reported goes to another, the suspect alone.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use pilotbox_sandbox::{CaseReport, CaseRun, SandboxSetup};

use crate::{
    EvaluateError, Progress,
    protocol::{Reply, Request},
    runner::{Runner, readable},
    worker::Worker,
};

/// How much work a runner is handed at a time: enough to forget the pipe,
/// little enough that no runner sits idle at the end.
const BATCH_NS: u64 = 50_000_000;

/// Cases in one batch, whatever they take.
const MAX_BATCH: u64 = 4_096;

/// Runners that one case may take down before the host is blamed.
pub(crate) const MAX_DEATHS: u32 = 2;

/// Runs every case once, each in a fresh sandbox of one of `jobs` runners, and
/// returns the reports in the order of the cases.
pub fn run_all(
    worker: &Worker,
    setup: &SandboxSetup,
    cases: &[CaseRun],
    jobs: usize,
    progress: &dyn Progress,
) -> Result<Vec<CaseReport>, EvaluateError> {
    let board = Board::new(cases.len());
    let workers = jobs.clamp(1, cases.len().max(1));
    thread::scope(|scope| {
        for _ in 0..workers {
            let work = || {
                if let Err(error) = work(worker, setup, cases, &board, progress) {
                    board.fail(error);
                }
            };
            if let Err(error) = thread::Builder::new().spawn_scoped(scope, work) {
                board.fail(EvaluateError::Runner(format!("no thread for it: {error}")));
            }
        }
    });
    board.finish()
}

/// One thread, one runner at a time, until nothing is left.
fn work(
    worker: &Worker,
    setup: &SandboxSetup,
    cases: &[CaseRun],
    board: &Board,
    progress: &dyn Progress,
) -> Result<(), EvaluateError> {
    let mut runner = None;
    while let Some(batch) = board.take() {
        // A runner may die while it loads as well as while it runs.
        let live = match &mut runner {
            Some(live) => Ok(live),
            none => loaded(worker, setup).map(|live| none.insert(live)),
        };
        let result = live.and_then(|live| run_batch(live, cases, &batch, board, progress));
        if let Err(error) = result {
            // A runner says these of the plugin and of the challenge; the next
            // would say the same.
            if matches!(
                error,
                EvaluateError::Challenge(_) | EvaluateError::Rejected(_)
            ) {
                return Err(error);
            }
            runner = None;
            board.put_back(&batch, error)?;
        }
    }
    Ok(())
}

/// A runner that has loaded the pair.
pub(crate) fn loaded(worker: &Worker, setup: &SandboxSetup) -> Result<Runner, EvaluateError> {
    let reads = readable(&setup.code, &setup.data, setup.split);
    let mut runner = Runner::start(worker, &reads, &setup.limits)?;
    match runner.ask(&Request::Load(setup.clone()))? {
        Reply::Loaded => Ok(runner),
        other => Err(unexpected(&other)),
    }
}

fn run_batch(
    runner: &mut Runner,
    cases: &[CaseRun],
    batch: &[usize],
    board: &Board,
    progress: &dyn Progress,
) -> Result<(), EvaluateError> {
    let wanted = batch
        .iter()
        .filter_map(|index| cases.get(*index).cloned())
        .collect();
    runner.send(&Request::Run(wanted))?;
    let mut done = 0;
    while done < batch.len() {
        match runner.receive()? {
            Reply::Reports(reports) => {
                for (index, report) in batch[done..].iter().zip(reports) {
                    board.report(*index, report);
                    done += 1;
                }
                progress.advance(board.done(), cases.len());
            }
            other => return Err(unexpected(&other)),
        }
    }
    Ok(())
}

pub(crate) fn unexpected(reply: &Reply) -> EvaluateError {
    let name = match reply {
        Reply::Loaded => "loaded",
        Reply::Cases(..) => "cases",
        Reply::Reports(_) => "reports",
        Reply::Sampled(_) => "a sample",
        Reply::Piloted(_) => "an answer to a form",
        Reply::DoesNotFit(_)
        | Reply::OtherImport(_)
        | Reply::ChallengeFault(_)
        | Reply::HostFault(_) => "a fault",
    };
    EvaluateError::Runner(format!("it sent {name} out of turn"))
}

/// What is left, what is done, what went wrong.
struct Board(Mutex<State>);

struct State {
    waiting: VecDeque<Vec<usize>>,
    singles: VecDeque<usize>,
    reports: Vec<Option<CaseReport>>,
    deaths: Vec<u32>,
    done: usize,
    elapsed_ns: u64,
    error: Option<EvaluateError>,
}

impl Board {
    fn new(count: usize) -> Self {
        Self(Mutex::new(State {
            waiting: VecDeque::new(),
            singles: (0..count).collect(),
            reports: vec![None; count],
            deaths: vec![0; count],
            done: 0,
            elapsed_ns: 0,
            error: None,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next batch: a suspect alone, or as many cases as fit the time.
    fn take(&self) -> Option<Vec<usize>> {
        let mut state = self.lock();
        if state.error.is_some() {
            return None;
        }
        if let Some(suspect) = state.waiting.pop_front() {
            return Some(suspect);
        }
        let size = state.batch_size();
        let batch: Vec<_> = state.singles.drain(..size).collect();
        (!batch.is_empty()).then_some(batch)
    }

    fn report(&self, index: usize, report: CaseReport) {
        let mut state = self.lock();
        state.elapsed_ns = state.elapsed_ns.saturating_add(report.elapsed_ns);
        state.done += 1;
        if let Some(place) = state.reports.get_mut(index) {
            *place = Some(report);
        }
    }

    fn done(&self) -> usize {
        self.lock().done
    }

    fn fail(&self, error: EvaluateError) {
        self.lock().error.get_or_insert(error);
    }

    /// Takes back what a dead runner had not reported. The first of it is the
    /// suspect and goes alone; twice is too often.
    fn put_back(&self, batch: &[usize], error: EvaluateError) -> Result<(), EvaluateError> {
        let mut state = self.lock();
        let mut open = batch
            .iter()
            .copied()
            .filter(|index| state.reports[*index].is_none());
        let Some(suspect) = open.next() else {
            return Ok(());
        };
        let rest: Vec<_> = open.collect();
        state.deaths[suspect] += 1;
        if state.deaths[suspect] >= MAX_DEATHS {
            return Err(error);
        }
        state.waiting.push_back(vec![suspect]);
        state.singles.extend(rest);
        Ok(())
    }

    fn finish(self) -> Result<Vec<CaseReport>, EvaluateError> {
        let state = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = state.error {
            return Err(error);
        }
        let lost = || EvaluateError::Runner("a case was lost".to_owned());
        state
            .reports
            .into_iter()
            .map(|report| report.ok_or_else(lost))
            .collect()
    }
}

impl State {
    fn batch_size(&self) -> usize {
        let mean_ns = self
            .elapsed_ns
            .checked_div(self.done as u64)
            .unwrap_or(BATCH_NS);
        let size = (BATCH_NS / mean_ns.max(1)).clamp(1, MAX_BATCH);
        usize::try_from(size).unwrap_or(1).min(self.singles.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(elapsed_ns: u64) -> CaseReport {
        CaseReport {
            end: pilotbox_sandbox::CaseEnd::DeadlineMet { in_harness: false },
            fuel: 0,
            fuel_is_lower_bound: false,
            memory_bytes: 0,
            log: vec![],
            elapsed_ns,
        }
    }

    fn died() -> EvaluateError {
        EvaluateError::Runner("it died".to_owned())
    }

    #[test]
    fn batches_grow_when_cases_are_short() {
        let board = Board::new(1_000);
        assert_eq!(board.take(), Some(vec![0]));
        board.report(0, report(BATCH_NS / 100));
        assert_eq!(board.take().map(|batch| batch.len()), Some(100));
    }

    #[test]
    fn a_dead_runner_loses_nothing_and_its_suspect_runs_alone() {
        let board = Board::new(3);
        board.report(0, report(1));
        assert!(board.put_back(&[0, 1, 2], died()).is_ok());
        assert_eq!(board.take(), Some(vec![1]));
    }

    #[test]
    fn a_case_that_kills_twice_ends_the_run() {
        let board = Board::new(1);
        assert!(board.put_back(&[0], died()).is_ok());
        let error = board.put_back(&[0], died()).unwrap_err();
        assert_eq!(error.to_string(), "a runner failed: it died");
    }

    #[test]
    fn after_an_error_nothing_more_is_handed_out() {
        let board = Board::new(1);
        board.fail(died());
        assert_eq!(board.take(), None);
        assert!(board.finish().is_err());
    }
}
