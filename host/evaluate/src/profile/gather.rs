//! Spreads samples over runners. Which runner takes which sample changes
//! nothing: they come back in order.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use pilotbox_sandbox::{SampleRun, Sampled, SandboxSetup};

use crate::{
    EvaluateError, Progress,
    protocol::{Reply, Request},
    schedule::{loaded, unexpected},
    worker::Worker,
};

/// Takes every sample. A runner that dies ends it all: the case ran before, so
/// that it dies now is our own fault.
pub(super) fn gather(
    worker: &Worker,
    setup: &SandboxSetup,
    samples: &[SampleRun],
    jobs: usize,
    progress: &dyn Progress,
) -> Result<Vec<Sampled>, EvaluateError> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(samples.len()));
    let work = || -> Result<(), EvaluateError> {
        let mut runner = loaded(worker, setup)?;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(sample) = samples.get(index) else {
                return Ok(());
            };
            let place = match runner.ask(&Request::Sample(sample.clone()))? {
                Reply::Sampled(place) => place,
                other => return Err(unexpected(&other)),
            };
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.push((index, place));
            progress.advance(found.len(), samples.len());
        }
    };
    let jobs = jobs.clamp(1, samples.len().max(1));
    thread::scope(|scope| {
        let none = |error| EvaluateError::Runner(format!("no thread for it: {error}"));
        let start = |_| {
            thread::Builder::new()
                .spawn_scoped(scope, work)
                .map_err(none)
        };
        let threads = (0..jobs).map(start).collect::<Result<Vec<_>, _>>()?;
        let lost = |_| Err(EvaluateError::Runner("a thread was lost".to_owned()));
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(lost))
            .collect::<Result<Vec<()>, _>>()
    })?;
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by_key(|(index, _)| *index);
    Ok(found.into_iter().map(|(_, place)| place).collect())
}
