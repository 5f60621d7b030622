//! TLS with certificates that are renewed while the server runs.

use axum_server::tls_rustls::RustlsConfig;

use super::ServeError;
use crate::config::TlsConfig;

/// Certificate and key in use.
pub(super) struct Tls {
    paths: TlsConfig,
    current: RustlsConfig,
}

impl Tls {
    pub(super) async fn load(paths: &TlsConfig) -> Result<Self, ServeError> {
        install_provider();
        let current = RustlsConfig::from_pem_file(&paths.certificate, &paths.key)
            .await
            .map_err(|error| ServeError::Tls {
                certificate: paths.certificate.clone(),
                key: paths.key.clone(),
                reason: error.to_string(),
            })?;
        Ok(Self {
            paths: paths.clone(),
            current,
        })
    }

    /// What new connections are greeted with; follows every reload.
    pub(super) fn current(&self) -> RustlsConfig {
        self.current.clone()
    }

    /// Reads both files again at each SIGHUP. A pair that cannot be used is
    /// logged, and the old one stays. Returns only if signals cannot be had.
    #[cfg(unix)]
    pub(super) async fn reload_on_hangup(&self) -> ServeError {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hangup = match signal(SignalKind::hangup()) {
            Ok(hangup) => hangup,
            Err(error) => return ServeError::Signal(error),
        };
        while hangup.recv().await.is_some() {
            self.reload().await;
        }
        std::future::pending().await
    }

    /// There is no such signal here.
    #[cfg(not(unix))]
    pub(super) async fn reload_on_hangup(&self) -> ServeError {
        std::future::pending().await
    }

    pub(super) async fn reload(&self) {
        let TlsConfig { certificate, key } = &self.paths;
        match self.current.reload_from_pem_file(certificate, key).await {
            Ok(()) => tracing::info!("certificate and key were read again"),
            Err(error) => tracing::error!(%error, "the old certificate stays in use"),
        }
    }
}

/// The process has one provider of cryptography; whoever comes first sets it,
/// and it is the same one everywhere here.
fn install_provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
