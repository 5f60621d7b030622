//! `/metrics`: for addresses that the configuration lists, and for the address
//! of the connection only: a forwarded one could be made up by whoever the proxy
//! lets through.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, State},
    response::{IntoResponse, Response},
};
use http::header::CONTENT_TYPE;
use ipnet::IpNet;
use pilotbox_model::api::problem::Code;

use super::Metrics;
use crate::problem::Problem;

/// What [`show_metrics`] needs.
#[derive(Clone)]
pub struct MetricsEndpoint {
    metrics: Metrics,
    allowed: Vec<IpNet>,
}

impl MetricsEndpoint {
    /// Shows these figures to these networks.
    pub fn new(metrics: Metrics, allowed: Vec<IpNet>) -> Self {
        Self { metrics, allowed }
    }

    fn allows(&self, peer: SocketAddr) -> bool {
        let ip = peer.ip().to_canonical();
        self.allowed.iter().any(|net| net.contains(&ip))
    }
}

/// Handler of `GET /metrics`. To those who may not, it is not there.
pub async fn show_metrics(
    State(endpoint): State<MetricsEndpoint>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: http::HeaderMap,
) -> Response {
    // A proxy on this machine connects from an allowed address too.
    let is_forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    if is_forwarded || !endpoint.allows(peer) {
        return Problem::new(Code::NotFound).into_response();
    }
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, endpoint.metrics.render()).into_response()
}
