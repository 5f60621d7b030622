//! When an account's password log-in has to wait. A pure function of what was
//! counted and the time; who counts, and by address, is decided elsewhere.

use jiff::{SignedDuration, Timestamp};

/// Wrong tries that cost nothing: people mistype.
const FREE_TRIES: u32 = 5;

/// Wrong tries that lie further apart than this are not added up.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// The first wait; each further wrong try doubles it.
const FIRST_DELAY: SignedDuration = SignedDuration::from_mins(1);

/// The longest wait. Guessing stays hopeless, and a stranger who guesses on purpose
/// cannot keep the owner out for longer.
const LONGEST_DELAY: SignedDuration = SignedDuration::from_hours(1);

/// How long an account that had to wait is remembered, so that a guesser who
/// comes back after each wait is not given new free tries.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// Wrong tries in a row. A right one starts anew from the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// The last one.
    pub last_at: Option<Timestamp>,
}

/// Whether a password may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Allowed,
    /// Not yet: the password is not even looked at.
    Locked {
        /// From when on it may.
        until: Timestamp,
    },
}

impl Failures {
    /// Whether a password may be tried at `now`.
    pub fn admission(self, now: Timestamp) -> Admission {
        let counted = self.remembered(now);
        let (Some(last_at), Some(delay)) = (counted.last_at, delay_after(counted.count)) else {
            return Admission::Allowed;
        };
        // A clock that was set back does not make anybody wait longer.
        let until = later(last_at.min(now), delay);
        if now < until {
            Admission::Locked { until }
        } else {
            Admission::Allowed
        }
    }

    /// The count after one more wrong try at `now`.
    #[must_use]
    pub fn and_one_more(self, now: Timestamp) -> Self {
        Self {
            count: self.remembered(now).count.saturating_add(1),
            last_at: Some(now),
        }
    }

    fn remembered(self, now: Timestamp) -> Self {
        let keep = if self.count < FREE_TRIES {
            WINDOW
        } else {
            MEMORY
        };
        match self.last_at {
            Some(last_at) if now.duration_since(last_at) <= keep => self,
            _ => Self::default(),
        }
    }
}

fn delay_after(count: u32) -> Option<SignedDuration> {
    let doublings = count.checked_sub(FREE_TRIES)?;
    let factor = 1_i32.checked_shl(doublings.min(16)).unwrap_or(i32::MAX);
    let delay = FIRST_DELAY.checked_mul(factor).unwrap_or(LONGEST_DELAY);
    Some(delay.min(LONGEST_DELAY))
}

fn later(time: Timestamp, delay: SignedDuration) -> Timestamp {
    time.checked_add(delay).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minute * 60).expect("a time of this century")
    }

    fn failures(count: u32, minute: i64) -> Failures {
        Failures {
            count,
            last_at: Some(at(minute)),
        }
    }

    #[test]
    fn four_wrong_tries_cost_nothing_and_the_fifth_does() {
        let mut counted = Failures::default();
        for _ in 0..4 {
            counted = counted.and_one_more(at(0));
            assert_eq!(counted.admission(at(0)), Admission::Allowed);
        }
        counted = counted.and_one_more(at(0));
        let until = at(1);
        assert_eq!(counted.admission(at(0)), Admission::Locked { until });
        assert_eq!(counted.admission(at(1)), Admission::Allowed);
    }

    #[test]
    fn tries_that_lie_apart_are_not_added_up() {
        let mut counted = Failures::default();
        for minute in [0, 16, 32, 48, 64, 80] {
            counted = counted.and_one_more(at(minute));
            assert_eq!(counted.count, 1);
        }
    }

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let wait = |count| match failures(count, 0).admission(at(0)) {
            Admission::Locked { until } => until.duration_since(at(0)).as_mins(),
            Admission::Allowed => 0,
        };
        let waits: Vec<_> = [4, 5, 6, 7, 8, 9, 10, 11, 12, 100, u32::MAX]
            .map(wait)
            .into();
        assert_eq!(waits, [0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    }

    #[test]
    fn one_who_waited_gets_no_new_free_tries_that_day() {
        let counted = failures(9, 0).and_one_more(at(20));
        assert_eq!(counted, failures(10, 20));
        assert_eq!(failures(10, 0).and_one_more(at(25 * 60)).count, 1);
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_for_longer() {
        let until = at(1);
        assert_eq!(
            failures(5, 10_000).admission(at(0)),
            Admission::Locked { until }
        );
        let first = failures(5, 0).admission(Timestamp::MIN);
        assert!(matches!(first, Admission::Locked { .. }));
        let end = Failures {
            count: u32::MAX,
            last_at: Some(Timestamp::MAX),
        };
        assert_eq!(end.and_one_more(Timestamp::MIN).count, u32::MAX);
    }
}
