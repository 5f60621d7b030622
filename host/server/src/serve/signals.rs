//! The signals that end the server, and the one that does not.

use super::ServeError;

/// Which signal it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopSignal {
    /// SIGINT: somebody pressed Ctrl-C.
    Interrupt,
    /// SIGTERM: a service manager asks.
    Terminate,
}

/// Waits for SIGTERM or SIGINT. The signals are caught from the call on, not
/// only from the first poll. So is SIGHUP, whose default is to end the process: a
/// unit's `reload` must not do that where there is nothing to read again.
#[cfg(unix)]
pub fn stop_signal() -> Result<impl Future<Output = StopSignal>, ServeError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(ServeError::Signal)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(ServeError::Signal)?;
    let mut hangup = signal(SignalKind::hangup()).map_err(ServeError::Signal)?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => return StopSignal::Interrupt,
                _ = terminate.recv() => return StopSignal::Terminate,
                _ = hangup.recv() => tracing::info!(
                    "SIGHUP ends nothing; certificate and key are read again, if there are any"
                ),
            }
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub fn stop_signal() -> Result<impl Future<Output = StopSignal>, ServeError> {
    Ok(async move {
        // Without a console there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        StopSignal::Interrupt
    })
}
