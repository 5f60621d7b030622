//! What was answered, and how soon.

use std::{fmt, time::Duration};

/// Failures that are kept to be shown.
const SHOWN: usize = 10;

/// Answers of one kind of request.
#[derive(Debug, Default)]
pub struct Tally {
    /// Answers with what was asked for.
    pub good: usize,
    /// Those among them that said that the reader has it.
    pub unchanged: usize,
    /// 429 and 503 that say when to come back.
    pub told_later: usize,
    /// Everything else: other answers, and connections that broke.
    pub failed: usize,
    /// The first of these.
    pub failures: Vec<String>,
    /// How long the good ones took.
    latencies: Vec<Duration>,
}

impl Tally {
    pub(super) fn note_good(&mut self, took: Duration, is_unchanged: bool) {
        self.good += 1;
        self.unchanged += usize::from(is_unchanged);
        self.latencies.push(took);
    }

    pub(super) fn note_failure(&mut self, failure: String) {
        self.failed += 1;
        if self.failures.len() < SHOWN {
            self.failures.push(failure);
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.good += other.good;
        self.unchanged += other.unchanged;
        self.told_later += other.told_later;
        self.failed += other.failed;
        self.failures.extend(other.failures);
        self.failures.truncate(SHOWN);
        self.latencies.extend(other.latencies);
    }

    /// All requests.
    pub fn count(&self) -> usize {
        self.good + self.told_later + self.failed
    }

    /// The time within which so many percent of the good answers came.
    pub fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().unwrap_or_default()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            good,
            unchanged,
            told_later,
            failed,
            ..
        } = self;
        write!(
            f,
            "{good} good ({unchanged} unchanged), {told_later} told to come back later, {failed} failed"
        )?;
        let [half, most, all] = [50, 99, 100].map(|percent| self.percentile(percent));
        write!(f, "; p50 {half:.1?}, p99 {most:.1?}, longest {all:.1?}")
    }
}
