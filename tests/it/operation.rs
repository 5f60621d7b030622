//! Running an installation as its operator does: starts, stops, reloads, backups,
//! administration, and what monitoring asks.

mod administration;
mod outage;
mod privacy;
mod restore;
mod stop;

use std::{thread, time::Duration};

/// Looks at a condition, a pause apart, until it must hold.
const MAX_LOOKS: usize = 12_000;
const PAUSE: Duration = Duration::from_millis(10);

/// Awaits something that another process does.
#[track_caller]
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..MAX_LOOKS {
        if holds() {
            return;
        }
        thread::sleep(PAUSE);
    }
    panic!("waited in vain until {what}");
}
