//! How often the queue looks, beats and tries again, and which of that would harm.

use std::time::Duration;

use super::{JobsError, Topic};

/// The longest pause before an attempt, however many have failed.
const LONGEST_BACKOFF: Duration = Duration::from_hours(1);

/// The queue's clock. The databases count in whole seconds, so nothing that they
/// decide is finer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueTiming {
    /// How often a worker says that it lives.
    pub heartbeat: Duration,
    /// How long a worker is silent until its jobs are given to others. At least
    /// three heartbeats, so that one late beat takes no job from a living worker.
    pub orphan_after: Duration,
    /// How often a job is tried, attempts whose worker died included.
    pub max_attempts: u32,
    /// The pause after the first failure; it doubles with each, up to an hour.
    pub backoff: Duration,
    /// How often an idle worker looks for a job.
    pub poll: Duration,
    /// How long running jobs may take after the stop.
    pub grace: Duration,
}

impl Default for QueueTiming {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(5),
            orphan_after: Duration::from_secs(15),
            max_attempts: 5,
            backoff: Duration::from_secs(2),
            poll: Duration::from_millis(200),
            grace: Duration::from_secs(30),
        }
    }
}

impl QueueTiming {
    pub(super) fn check(&self) -> Result<(), JobsError> {
        let refuse = |field, problem| Err(JobsError::Timing { field, problem });
        if self.heartbeat < Duration::from_millis(100) {
            return refuse("heartbeat", "is under 100 ms");
        }
        if self.orphan_after < self.heartbeat.saturating_mul(3) {
            return refuse("orphan_after", "is under three heartbeats");
        }
        if self.orphan_after < Duration::from_secs(2) {
            return refuse("orphan_after", "is under 2 s");
        }
        if self.max_attempts == 0 {
            return refuse("max_attempts", "is 0");
        }
        if self.poll < Duration::from_millis(1) {
            return refuse("poll", "is under 1 ms");
        }
        Ok(())
    }

    /// The pause after so many failed attempts, in whole seconds.
    pub(super) fn backoff_s(&self, failed: u32) -> u64 {
        let doublings = failed.saturating_sub(1).min(31);
        let pause = self.backoff.saturating_mul(1 << doublings);
        seconds_up(pause.min(LONGEST_BACKOFF))
    }

    pub(super) fn attempts(&self) -> usize {
        usize::try_from(self.max_attempts).unwrap_or(usize::MAX)
    }

    pub(super) fn sqlite(&self, topic: Topic) -> apalis_sqlite::Config {
        apalis_sqlite::Config::default()
            .queue(topic.name())
            .batch_size(1)
            .heartbeat_interval(self.heartbeat)
            .missed_heartbeats(self.missed_heartbeats())
            .lock_tasks(false)
            .persist_results(true)
    }

    pub(super) fn postgres(&self, topic: Topic) -> apalis_postgres::Config {
        apalis_postgres::Config::default()
            .queue(topic.name())
            .batch_size(1)
            .heartbeat_interval(self.heartbeat)
            .missed_heartbeats(self.missed_heartbeats())
            .lock_tasks(false)
            .persist_results(true)
    }

    /// `apalis` takes a worker for dead after so many heartbeats.
    fn missed_heartbeats(&self) -> usize {
        let beats = self
            .orphan_after
            .as_millis()
            .div_ceil(self.heartbeat.as_millis().max(1));
        usize::try_from(beats).unwrap_or(usize::MAX)
    }
}

/// Whole seconds, rounded up.
pub(super) fn seconds_up(duration: Duration) -> u64 {
    duration
        .as_secs()
        .saturating_add(u64::from(duration.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_holds() {
        let timing = QueueTiming::default();
        timing.check().expect("the default timing is sound");
        assert_eq!(timing.missed_heartbeats(), 3);
    }

    #[test]
    fn the_pause_doubles_up_to_an_hour() {
        let timing = QueueTiming::default();
        let pauses = [1, 2, 3, 4, 40].map(|failed| timing.backoff_s(failed));
        assert_eq!(pauses, [2, 4, 8, 16, 3600]);
    }

    #[test]
    fn no_pause_stays_none() {
        let timing = QueueTiming {
            backoff: Duration::ZERO,
            ..QueueTiming::default()
        };
        assert_eq!(timing.backoff_s(4), 0);
    }

    #[test]
    fn one_late_heartbeat_must_not_cost_a_job() {
        let timing = QueueTiming {
            orphan_after: Duration::from_secs(14),
            ..QueueTiming::default()
        };
        let error = timing.check().expect_err("14 s are under three heartbeats");
        assert_eq!(
            error.to_string(),
            "the queue's `orphan_after` is under three heartbeats"
        );
    }
}
