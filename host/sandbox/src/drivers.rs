//! Where the WASI library finds a runtime: one without drivers for sockets, signals
//! and timers. Its own would open sockets at its start as soon as another crate of
//! the program switches tokio's signals on, which a confined runner is not allowed.

use std::io;

use tokio::runtime::Builder;

/// Does the work with such a runtime at hand. Nothing in profile compat waits for
/// a driver: its clocks advance by themselves and its streams are ready at once.
pub fn without_drivers<R>(work: impl FnOnce() -> R) -> io::Result<R> {
    let runtime = Builder::new_current_thread().build()?;
    let _entered = runtime.enter();
    Ok(work())
}
