//! Any bytes as an upload.

use pilotbox_model::Limits;
use pilotbox_sandbox::{Rejection, inspect as inspected, inspect_harness};

use super::{
    assert_readable,
    challenge::{INTERFACE, harness},
};

/// Inspects the bytes as a plugin, alone and for a challenge, and as a harness.
/// What is refused alone must be refused for a challenge too.
pub fn inspect(bytes: &[u8]) -> bool {
    let limits = Limits::default();
    let alone = inspected(bytes, &limits, None);
    let fits = inspected(bytes, &limits, Some((harness(), INTERFACE)));
    for result in [&alone, &fits] {
        match result {
            Ok(found) => assert_eq!(found.size_bytes, bytes.len() as u64),
            Err(rejection) => assert_shown(rejection),
        }
    }
    assert!(alone.is_ok() || fits.is_err(), "refused alone: {alone:?}");
    if let Err(reason) = inspect_harness(bytes, limits.component_bytes, INTERFACE) {
        assert_readable(&reason);
    }
    fits.is_ok()
}

/// What is said of a file quotes it, and is shown in a terminal.
pub(super) fn assert_shown(rejection: &Rejection) {
    assert_readable(rejection);
}
