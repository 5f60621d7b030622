//! Waiting for what another process does, however busy the machine is.

use std::{thread, time::Duration};

/// Looks until it must have happened: a minute of pauses, and the looks themselves.
const MAX_LOOKS: usize = 6_000;

/// Between two looks, so that the other process gets the time to do it.
const PAUSE: Duration = Duration::from_millis(10);

/// What a look finds, once it finds something.
#[track_caller]
pub(super) fn awaited<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..MAX_LOOKS {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(PAUSE);
    }
    panic!("waited in vain for {what}");
}
