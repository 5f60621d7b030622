//! How long a request may take. Late by the client's fault and late by ours are
//! told apart by whether the body had arrived.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use pilotbox_model::api::problem::Code;
use tokio::time::timeout;

use super::Guard;
use crate::{problem::Problem, telemetry::Rejection};

/// When to come back, if the server was too slow.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Layer: a request that takes too long is dropped, and its work with it.
pub(super) async fn limit_time(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    let limit = Duration::from_secs(guard.0.limits.request_timeout_seconds.get());
    let has_arrived = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let request = request.map(|body| watched(body, &has_arrived));
    if let Ok(response) = timeout(limit, next.run(request)).await {
        return response;
    }
    guard.0.metrics.count_rejection(Rejection::Timeout);
    if has_arrived.load(Ordering::Relaxed) {
        tracing::warn!("a request took too long");
        return Problem::new(Code::Unavailable)
            .detail(format!("no answer within {} s", limit.as_secs()))
            .hint("try again after `retry-after`")
            .retry_after(RETRY_AFTER)
            .into_response();
    }
    Problem::new(Code::RequestTimeout)
        .detail(format!(
            "the body did not arrive within {} s",
            limit.as_secs()
        ))
        .hint("send it at once")
        .into_response()
}

/// The same body, which notes its end.
fn watched(body: Body, has_arrived: &Arc<AtomicBool>) -> Body {
    if has_arrived.load(Ordering::Relaxed) {
        return body;
    }
    let has_arrived = Arc::clone(has_arrived);
    let end = stream::poll_fn(move |_| {
        has_arrived.store(true, Ordering::Relaxed);
        std::task::Poll::Ready(None)
    });
    Body::from_stream(body.into_data_stream().chain(end))
}
