//! Runs as comparisons read them. A page and each of its files lay the same runs side by
//! side, so those that were read lately are remembered; a run that has ended never
//! changes. What is remembered holds no more than a comparison shows, and who may see
//! it is asked before.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use pilotbox_store::RunRow;
use tokio::sync::Semaphore;

use super::gather::Gathered;
use crate::problem::Problem;

/// Runs that are read at one time in this process. Keeps comparisons from taking all
/// processors and the database from everybody else.
const AT_ONCE: usize = 2;

/// Most cases that are remembered: some 30 MB.
const MOST_CASES: usize = 100_000;

/// Most runs, since one may have no cases.
const MOST_RUNS: usize = 256;

/// A run, by its id and its revision.
type Name = (String, i64);

/// What was read lately. Clones share it.
#[derive(Clone)]
pub(super) struct Known(Arc<Inner>);

struct Inner {
    turns: Semaphore,
    runs: Mutex<Remembered>,
}

/// Runs, those that were asked for last at the front.
#[derive(Default)]
struct Remembered(VecDeque<(Name, Arc<Gathered>)>);

impl Default for Known {
    fn default() -> Self {
        Self(Arc::new(Inner {
            turns: Semaphore::new(AT_ONCE),
            runs: Mutex::default(),
        }))
    }
}

impl Known {
    /// A run that has ended: remembered, or read when it is its turn.
    pub(super) async fn read(
        &self,
        run: &RunRow,
        reading: impl Future<Output = Result<Gathered, Problem>>,
    ) -> Result<Arc<Gathered>, Problem> {
        let name = (run.id.clone(), run.revision);
        if let Some(known) = self.find(&name) {
            return Ok(known);
        }
        let turn = self.0.turns.acquire().await;
        let _turn = turn.map_err(Problem::internal)?;
        // Whoever had the turn before may have read the same run.
        if let Some(known) = self.find(&name) {
            return Ok(known);
        }
        let read = Arc::new(reading.await?);
        let mut runs = self.0.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.add(name, Arc::clone(&read), MOST_CASES);
        Ok(read)
    }

    fn find(&self, name: &Name) -> Option<Arc<Gathered>> {
        let mut runs = self.0.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.find(name)
    }
}

impl Remembered {
    fn find(&mut self, name: &Name) -> Option<Arc<Gathered>> {
        let place = self.0.iter().position(|(other, _)| other == name)?;
        let found = self.0.remove(place)?;
        let run = Arc::clone(&found.1);
        self.0.push_front(found);
        Some(run)
    }

    /// Adds a run and forgets those that were not asked for the longest.
    fn add(&mut self, name: Name, run: Arc<Gathered>, most_cases: usize) {
        self.0.retain(|(other, _)| *other != name);
        self.0.push_front((name, run));
        let mut cases = 0_usize;
        let fits = |(_, run): &&(Name, Arc<Gathered>)| {
            cases = cases.saturating_add(run.cases.len());
            cases <= most_cases
        };
        let kept = self.0.iter().take_while(fits).count();
        self.0.truncate(kept.min(MOST_RUNS));
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::comparison::CaseMark;

    use super::*;
    use crate::api::comparison::figures::OneCase;

    fn run(cases: usize) -> Arc<Gathered> {
        let case = OneCase {
            id: "a".to_owned(),
            stratum: "s".to_owned(),
            is_twin: false,
            mark: CaseMark {
                quality: None,
                verdict: "scored".to_owned(),
                fuel: 1,
            },
        };
        Arc::new(Gathered {
            cases: vec![case; cases],
            memory_bytes: None,
        })
    }

    fn name(id: &str) -> Name {
        (id.to_owned(), 1)
    }

    #[test]
    fn what_was_not_asked_for_the_longest_is_forgotten() {
        let mut known = Remembered::default();
        known.add(name("A"), run(4), 10);
        known.add(name("B"), run(4), 10);
        assert!(known.find(&name("A")).is_some());
        known.add(name("C"), run(4), 10);
        let mut is_known = |id| known.find(&name(id)).is_some();
        assert!(is_known("A") && is_known("C") && !is_known("B"));
        assert!(known.find(&("A".to_owned(), 2)).is_none());
    }

    #[test]
    fn what_is_too_large_or_too_much_is_not_kept() {
        let mut known = Remembered::default();
        known.add(name("A"), run(11), 10);
        assert!(known.find(&name("A")).is_none());
        for at in 0..=MOST_RUNS {
            known.add(name(&at.to_string()), run(0), 10);
        }
        assert_eq!(known.0.len(), MOST_RUNS);
        assert!(known.find(&name("0")).is_none());
    }
}
