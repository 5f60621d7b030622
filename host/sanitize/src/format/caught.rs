//! Calls into the Parquet library, which asserts what its authors knew of files. Other
//! files must neither end the host nor fill its error output.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    /// Whether a panic on this thread is expected, and nobody needs to read of it.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Calls a function; nothing if it panics. What it worked on is thrown away then.
pub(super) fn caught<T>(function: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(keep_quiet_where_expected);
    EXPECTED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(function));
    EXPECTED.set(false);
    result.ok()
}

fn keep_quiet_where_expected() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !EXPECTED.get() {
            usual(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_nothing_and_is_expected_no_longer() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(caught(|| -> u8 { panic!("as no author expected") }), None);
        assert!(!EXPECTED.get());
    }
}
