//! What a pilot has wasted lately. A request that was cut off has taken a core from
//! the neighbours for nothing, so a pilot may waste a little at once and little in the
//! long run; beyond that it rests.

use std::time::{Duration, Instant};

/// Of each second, what a pilot may waste in the long run: a twentieth of a core, so
/// that on two cores its neighbours lose far less than a tenth.
pub(crate) const WASTE_PERCENT: u8 = 5;

/// Requests that may be cut off in a row before a pilot rests: one person's odd form
/// must not close it for everybody.
const BURST: u32 = 3;

/// A bucket that fills with wasted time and leaks.
#[derive(Debug)]
pub(super) struct Waste {
    seconds: f64,
    at: Instant,
    burst: f64,
}

impl Waste {
    /// Of a pilot whose requests may take so long each.
    pub(super) fn new(request: Duration, now: Instant) -> Self {
        Self {
            seconds: 0.0,
            at: now,
            burst: f64::from(BURST) * request.as_secs_f64().max(0.1),
        }
    }

    /// Counts time that came to nothing.
    pub(super) fn add(&mut self, wasted: Duration, now: Instant) {
        self.leak(now);
        self.seconds += wasted.as_secs_f64();
    }

    /// How long the pilot has to rest; nothing if it may go on.
    pub(super) fn rest(&mut self, now: Instant) -> Option<Duration> {
        self.leak(now);
        let over = self.seconds - self.burst;
        (over >= 0.0).then(|| Duration::from_secs_f64(over / share()).max(Duration::from_secs(1)))
    }

    fn leak(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.seconds = (self.seconds - share() * passed).max(0.0);
        self.at = now;
    }
}

fn share() -> f64 {
    f64::from(WASTE_PERCENT) / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_few_cuts_are_forgiven_and_more_of_them_are_not() {
        let start = Instant::now();
        let mut waste = Waste::new(SECOND, start);
        for _ in 1..BURST {
            waste.add(SECOND, start);
            assert_eq!(waste.rest(start), None);
        }
        waste.add(SECOND, start);
        assert!(waste.rest(start).is_some());
    }

    #[test]
    fn a_rest_ends() {
        let start = Instant::now();
        let mut waste = Waste::new(SECOND, start);
        for _ in 0..=BURST {
            waste.add(SECOND, start);
        }
        let rest = waste.rest(start).expect("it is over its burst");
        assert_eq!(rest, Duration::from_secs(20));
        assert_eq!(waste.rest(start + rest + SECOND), None);
    }

    #[test]
    fn in_the_long_run_a_pilot_that_only_loops_takes_a_twentieth_of_a_core() {
        let start = Instant::now();
        let (mut now, mut wasted) = (start, 0_u32);
        let mut waste = Waste::new(SECOND, start);
        while now < start + Duration::from_hours(1) {
            if let Some(rest) = waste.rest(now) {
                now += rest;
                continue;
            }
            now += SECOND;
            wasted += 1;
            waste.add(SECOND, now);
        }
        assert!(wasted <= 3600 / 20 + BURST + 1, "{wasted} s of an hour");
    }
}
