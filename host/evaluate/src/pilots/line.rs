//! One pilot's line: who waits, and the threads that serve them, each with a runner
//! of its own. A pilot has so many runners and no more, so that one that loops takes
//! no neighbour's.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use pilotbox_sandbox::{PilotEnd, PilotReport};

use super::{Deployment, PilotBounds, PilotHealth, PilotRefusal, ask, waste::Waste};
use crate::{EvaluateError, protocol::Request, runner::Runner, worker::Worker};

/// What is told to whoever asked.
pub(super) type Done = Box<dyn FnOnce(Result<PilotReport, PilotRefusal>) + Send>;

/// How long a runner stays without work. It holds memory for decoded tables.
const IDLE: Duration = Duration::from_mins(10);

/// What a runner that cannot be started counts as wasted, so that nothing starts
/// processes without end.
const FAILED_START: Duration = Duration::from_secs(2);

struct Ask {
    request: Request,
    since: Instant,
    done: Done,
}

/// A pilot's line.
pub(super) struct Line {
    deployment: Deployment,
    worker: Worker,
    bounds: PilotBounds,
    state: Mutex<State>,
    wake: Condvar,
}

struct State {
    asks: VecDeque<Ask>,
    is_closed: bool,
    waste: Waste,
    health: PilotHealth,
}

impl Line {
    /// A line whose runners load at once.
    pub(super) fn open(
        worker: &Worker,
        deployment: Deployment,
        bounds: PilotBounds,
    ) -> Result<Arc<Self>, EvaluateError> {
        let request = Duration::from_millis(deployment.limits().wall_clock_ms);
        let line = Arc::new(Self {
            deployment,
            worker: worker.clone(),
            bounds,
            state: Mutex::new(State {
                asks: VecDeque::new(),
                is_closed: false,
                waste: Waste::new(request, Instant::now()),
                health: PilotHealth::default(),
            }),
            wake: Condvar::new(),
        });
        for _ in 0..bounds.runners.max(1) {
            let own = Arc::clone(&line);
            let started = thread::Builder::new()
                .name("pilot".to_owned())
                .spawn(move || own.serve());
            if let Err(error) = started {
                line.close();
                return Err(EvaluateError::Runner(format!("no thread for it: {error}")));
            }
        }
        Ok(line)
    }

    /// Takes a request into the line, or says at once why not.
    pub(super) fn ask(&self, request: Request, done: Done) {
        let now = Instant::now();
        let refusal = {
            let mut state = self.lock();
            let Some(refusal) = state.refusal(self.bounds.queue, now) else {
                state.asks.push_back(Ask {
                    request,
                    since: now,
                    done,
                });
                drop(state);
                self.wake.notify_one();
                return;
            };
            refusal
        };
        done(Err(refusal));
    }

    /// Ends the line: who waits is told so, and runners end with what they do.
    pub(super) fn close(&self) {
        let asks = {
            let mut state = self.lock();
            state.is_closed = true;
            std::mem::take(&mut state.asks)
        };
        self.wake.notify_all();
        for ask in asks {
            (ask.done)(Err(PilotRefusal::Closed));
        }
    }

    pub(super) fn health(&self) -> PilotHealth {
        let mut state = self.lock();
        let rest = state.waste.rest(Instant::now());
        PilotHealth {
            is_resting: rest.is_some(),
            ..state.health.clone()
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One thread, one runner at a time, until the line is closed.
    fn serve(&self) {
        let mut runner = self.deployment.start(&self.worker).ok();
        while let Some(next) = self.next(&mut runner) {
            if next.since.elapsed() > self.bounds.wait {
                (next.done)(Err(PilotRefusal::Busy));
                continue;
            }
            let started = Instant::now();
            let result = self.answer(&mut runner, &next.request);
            self.book(&result, started.elapsed());
            (next.done)(result);
        }
    }

    /// Waits for the next request. A runner that waits too long goes.
    fn next(&self, runner: &mut Option<Runner>) -> Option<Ask> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some(ask) = state.asks.pop_front() {
                return Some(ask);
            }
            let waited = self.wake.wait_timeout(state, IDLE);
            let (woken, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            if timeout.timed_out() {
                *runner = None;
            }
        }
    }

    fn answer(
        &self,
        runner: &mut Option<Runner>,
        request: &Request,
    ) -> Result<PilotReport, PilotRefusal> {
        let live = match &mut *runner {
            Some(live) => Ok(live),
            none => self
                .deployment
                .start(&self.worker)
                .map(|live| none.insert(live)),
        };
        match live.and_then(|live| ask(live, request)) {
            Ok(report) => Ok(report),
            Err(error) => {
                // The next request gets a new one.
                *runner = None;
                Err(PilotRefusal::Failed(error.to_string()))
            }
        }
    }

    fn book(&self, result: &Result<PilotReport, PilotRefusal>, took: Duration) {
        let now = Instant::now();
        let mut state = self.lock();
        state.health.asked += 1;
        match result.as_ref().map(|report| &report.end) {
            Ok(PilotEnd::Described { .. } | PilotEnd::Answered(_) | PilotEnd::BadInput(_)) => {}
            // Guests' words are not kept: they may repeat what was asked.
            Ok(PilotEnd::PluginFault { code, .. }) => {
                state.health.faults += 1;
                state.health.last_fault = Some(code.to_string());
                state.waste.add(took, now);
            }
            Ok(PilotEnd::HarnessFault { .. }) => {
                state.health.faults += 1;
                state.health.last_fault = Some("harness-fault".to_owned());
                state.waste.add(took, now);
            }
            Err(refusal) => {
                state.health.faults += 1;
                state.health.last_fault = Some(refusal.to_string());
                state.waste.add(took.max(FAILED_START), now);
            }
        }
    }
}

impl State {
    fn refusal(&mut self, queue: usize, now: Instant) -> Option<PilotRefusal> {
        if self.is_closed {
            return Some(PilotRefusal::Closed);
        }
        if let Some(rest) = self.waste.rest(now) {
            return Some(PilotRefusal::Resting(rest));
        }
        (self.asks.len() >= queue).then_some(PilotRefusal::Busy)
    }
}
