//! The steps of runs as the processes' logs tell of them: who did which, and when.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;
use serde::Deserialize;

/// What a process says after each step.
const STEP_ENDED: &str = "a step ended";

/// What it says when two have worked on one run.
const TWICE: [&str; 2] = [
    "a run was taken back or by somebody else",
    "runs were freed that nobody worked on",
];

/// All that the logs tell.
#[derive(Default)]
pub(super) struct Steps {
    /// How often each step of each run has ended.
    counts: BTreeMap<(String, String), usize>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    pub(super) faults: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    timestamp: Timestamp,
    fields: Fields,
}

#[derive(Deserialize)]
struct Fields {
    message: Option<String>,
    run: Option<String>,
    step: Option<String>,
}

impl Steps {
    /// Reads a log, and tells how many steps it tells of.
    pub(super) fn read(&mut self, log: &Path) -> usize {
        let log = fs::read_to_string(log).expect("there is a log");
        let lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Line>(line).ok());
        let mut count = 0;
        for line in lines {
            let message = line.fields.message.unwrap_or_default();
            if TWICE.contains(&message.as_str()) {
                self.faults.push(message);
            } else if message == STEP_ENDED {
                let run = line.fields.run.expect("a step is of a run");
                let step = line.fields.step.expect("a step has a name");
                *self.counts.entry((run, step)).or_default() += 1;
                self.first = Some(
                    self.first
                        .map_or(line.timestamp, |at| at.min(line.timestamp)),
                );
                self.last = self.last.max(Some(line.timestamp));
                count += 1;
            }
        }
        count
    }

    /// Runs that came to a step.
    pub(super) fn runs(&self, step: &str) -> usize {
        self.counts.keys().filter(|(_, name)| name == step).count()
    }

    /// Runs that came to a step more than once.
    pub(super) fn twice(&self, step: &str) -> Vec<&str> {
        let often = self
            .counts
            .iter()
            .filter(|((_, name), count)| name == step && **count > 1);
        often.map(|((run, _), _)| run.as_str()).collect()
    }

    /// From the end of the first step to the end of the last, in seconds.
    pub(super) fn seconds(&self) -> f64 {
        let Some((first, last)) = self.first.zip(self.last) else {
            return 0.0;
        };
        last.duration_since(first).as_secs_f64()
    }
}
