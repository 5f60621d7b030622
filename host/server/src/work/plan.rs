//! How many cases a chunk takes. Pure.

use std::time::Duration;

/// Cases of a run's first chunk, when nothing is known of their time.
const FIRST: usize = 16;

/// Most cases of a chunk: bounds one transaction and one message to runners.
const MOST: usize = 512;

/// How many cases come next, when `done` of them took `elapsed` and a chunk should
/// take `budget`.
pub(super) fn chunk(done: usize, elapsed: Duration, budget: Duration) -> usize {
    if done == 0 {
        return FIRST;
    }
    let elapsed_ms = elapsed.as_millis().max(1);
    let fitting = budget.as_millis().saturating_mul(done as u128) / elapsed_ms;
    usize::try_from(fitting).unwrap_or(MOST).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(done: usize, elapsed_ms: u64) -> usize {
        let elapsed = Duration::from_millis(elapsed_ms);
        chunk(done, elapsed, Duration::from_secs(20))
    }

    #[test]
    fn chunks_grow_and_shrink_with_the_time_of_a_case() {
        assert_eq!(next(0, 0), 16);
        assert_eq!(next(16, 1_600), 200);
        assert_eq!(next(16, 320_000), 1);
        assert_eq!(next(16, 16 * 60_000), 1);
        assert_eq!(next(16, 1), 512);
        assert_eq!(next(1_000, 0), 512);
    }
}
