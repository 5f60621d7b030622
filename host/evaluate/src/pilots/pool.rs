//! Every pilot that is open on this machine. Bounded in pilots, in runners of each, in
//! who may wait, and in how long; who cannot be served is told so instead of waiting.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use pilotbox_sandbox::PilotReport;

use super::{Deployment, line::Line};
use crate::{EvaluateError, protocol::Request, worker::Worker};

/// What a pool may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PilotBounds {
    /// Pilots that are kept warm at once; the one that was asked longest ago goes.
    pub pilots: usize,
    /// Runners of each pilot: what it runs at once.
    pub runners: usize,
    /// Requests that may wait for one pilot.
    pub queue: usize,
    /// How long one of them may wait.
    pub wait: Duration,
}

impl PilotBounds {
    /// For a small machine: two cores, a dozen pilots.
    pub const DEFAULT: Self = Self {
        pilots: 12,
        runners: 2,
        queue: 128,
        wait: Duration::from_secs(2),
    };
}

/// How a pilot has done since it was opened on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PilotHealth {
    /// Requests that a runner took.
    pub asked: u64,
    /// Those of them that were cut off or came to nothing.
    pub faults: u64,
    /// What the last of those was. Says nothing of what was asked.
    pub last_fault: Option<String>,
    /// Whether it wasted so much lately that it rests.
    pub is_resting: bool,
}

/// Why a request has no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PilotRefusal {
    /// Too many wait already, or this one waited too long.
    #[error("the pilot is busy")]
    Busy,
    /// It wasted too much lately and rests for so long.
    #[error("the pilot rests after too many faults")]
    Resting(Duration),
    /// It is not open here.
    #[error("the pilot is closed")]
    Closed,
    /// Its runner died or could not be started.
    #[error("the pilot's runner failed: {0}")]
    Failed(String),
}

/// Every pilot that is open on this machine.
pub struct PilotPool {
    worker: Worker,
    bounds: PilotBounds,
    open: Mutex<BTreeMap<String, Open>>,
}

struct Open {
    line: Arc<Line>,
    asked: Instant,
}

impl PilotPool {
    /// A pool without pilots, whose runners are this program.
    pub fn new(worker: Worker, bounds: PilotBounds) -> Self {
        Self {
            worker,
            bounds,
            open: Mutex::default(),
        }
    }

    /// Opens a pilot under a name, in place of what was open under it.
    pub fn open(&self, name: &str, deployment: Deployment) -> Result<(), EvaluateError> {
        let line = Line::open(&self.worker, deployment, self.bounds)?;
        let gone = {
            let mut open = self.lock();
            let asked = Instant::now();
            let old = open.insert(name.to_owned(), Open { line, asked });
            let surplus = open.len() > self.bounds.pilots.max(1);
            let idle = surplus.then(|| longest_idle(&open, name)).flatten();
            let idle = idle.and_then(|name| open.remove(&name));
            [old, idle]
        };
        for open in gone.into_iter().flatten() {
            open.line.close();
        }
        Ok(())
    }

    /// Whether a pilot is open under this name.
    pub fn is_open(&self, name: &str) -> bool {
        self.lock().contains_key(name)
    }

    /// Closes a pilot at once: who waits is told so, and no further request is taken.
    pub fn close(&self, name: &str) {
        let open = self.lock().remove(name);
        if let Some(open) = open {
            open.line.close();
        }
    }

    /// Asks a pilot for its form. `done` is told soon, from another thread.
    pub fn describe(
        &self,
        name: &str,
        done: impl FnOnce(Result<PilotReport, PilotRefusal>) + Send + 'static,
    ) {
        self.ask(name, Request::Describe, done);
    }

    /// Lets a pilot answer a form, which nobody keeps. `done` is told soon, from
    /// another thread.
    pub fn answer(
        &self,
        name: &str,
        input: String,
        done: impl FnOnce(Result<PilotReport, PilotRefusal>) + Send + 'static,
    ) {
        self.ask(name, Request::Answer(input), done);
    }

    /// How a pilot that is open does.
    pub fn health(&self, name: &str) -> Option<PilotHealth> {
        let line = self.lock().get(name).map(|open| Arc::clone(&open.line));
        line.map(|line| line.health())
    }

    fn ask(
        &self,
        name: &str,
        request: Request,
        done: impl FnOnce(Result<PilotReport, PilotRefusal>) + Send + 'static,
    ) {
        let line = self.lock().get_mut(name).map(|open| {
            open.asked = Instant::now();
            Arc::clone(&open.line)
        });
        match line {
            Some(line) => line.ask(request, Box::new(done)),
            None => done(Err(PilotRefusal::Closed)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who was asked longest ago, but for one name.
fn longest_idle(open: &BTreeMap<String, Open>, but: &str) -> Option<String> {
    let others = open.iter().filter(|(name, _)| *name != but);
    let longest = others.min_by_key(|(_, open)| open.asked);
    longest.map(|(name, _)| name.clone())
}

impl Drop for PilotPool {
    fn drop(&mut self) {
        for open in self.lock().values() {
            open.line.close();
        }
    }
}
