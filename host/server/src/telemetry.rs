//! What the server tells about itself: lines of log with request ids, and
//! figures for Prometheus. E-mails, tokens and query strings never enter either.

use tracing_subscriber::{
    EnvFilter, Layer, Registry, layer::SubscriberExt, util::SubscriberInitExt,
};

use crate::config::{LogConfig, LogFormat};

mod endpoint;
mod metrics;
mod request;

pub use endpoint::{MetricsEndpoint, show_metrics};
pub use metrics::{InFlight, Metrics, Rejection};
pub use request::{REQUEST_ID_HEADER, RequestId, note_account, observe_request};

/// Why telemetry cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter cannot be understood.
    #[error("`log.filter` is `{filter}`: {reason}; hint: such as `info,pilotbox_server=debug`")]
    Filter {
        /// What was set.
        filter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The process has a subscriber already.
    #[error("logging is set up twice in one process")]
    Twice,
    /// The figures cannot be collected.
    #[error("figures cannot be collected: {0}")]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
}

/// Sends events to standard error from here on. The one thing that is global:
/// the library knows one subscriber for each process.
pub fn install_log(config: &LogConfig) -> Result<(), TelemetryError> {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines: Box<dyn Layer<_> + Send + Sync> = match config.format {
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().with_span_list(false).boxed(),
    };
    Registry::default()
        .with(filter(&config.filter)?)
        .with(lines)
        .try_init()
        .map_err(|_| TelemetryError::Twice)
}

fn filter(text: &str) -> Result<EnvFilter, TelemetryError> {
    EnvFilter::builder()
        .parse(text)
        .map_err(|error| TelemetryError::Filter {
            filter: text.to_owned(),
            reason: error.to_string(),
        })
}

#[cfg(test)]
mod tests;
