//! Bodies: never compressed, never longer than their route allows, and never
//! slower than an honest line.

use std::{error::Error, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream::try_unfold};
use http::header::CONTENT_ENCODING;
use pilotbox_model::api::problem::Code;
use tokio::time::{Instant, timeout_at};

use super::{Guard, admission::told_length};
use crate::{
    problem::Problem,
    telemetry::{Metrics, Rejection},
};

/// An upload that is slower holds a place that honest ones need.
const MIN_BYTES_PER_SECOND: u64 = 32 * 1024;

/// How far an upload may fall behind that: a line that comes back, a proxy that was busy.
const GRACE: Duration = Duration::from_mins(1);

/// Why a body was cut off.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is longer than the route allows.
    #[error("the body is longer than {limit_bytes} bytes")]
    TooLong {
        /// The bound.
        limit_bytes: u64,
    },
    /// Its bytes stopped coming, or came too slowly.
    #[error("the body took too long to arrive")]
    TooSlow,
    /// The connection broke.
    #[error("the body broke off")]
    Broken(#[source] axum::Error),
}

/// How long a body may be and how slow.
#[derive(Clone)]
pub(super) struct Limit {
    bytes: u64,
    pace: Pace,
    metrics: Metrics,
}

/// How slow a body may be.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// How long nothing may come.
    pub(super) idle: Duration,
    /// How far it may fall behind the least rate.
    pub(super) grace: Duration,
}

impl Limit {
    pub(super) fn new(guard: &Guard, bytes: u64) -> Self {
        Self {
            bytes,
            pace: Pace {
                idle: Duration::from_secs(guard.0.limits.idle_timeout_seconds.get()),
                grace: GRACE,
            },
            metrics: guard.0.metrics.clone(),
        }
    }

    #[cfg(test)]
    pub(super) fn paced(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }
}

impl Pace {
    /// How long after its beginning a body that has brought so many bytes may bring the
    /// next ones, if the last ones came after so long.
    fn until(self, received_bytes: u64, elapsed: Duration) -> Duration {
        let earned = received_bytes.saturating_mul(1000) / MIN_BYTES_PER_SECOND;
        let behind = self.grace.saturating_add(Duration::from_millis(earned));
        behind.min(elapsed.saturating_add(self.idle))
    }
}

/// What to answer when reading a body failed: `None` if the body was not cut
/// off by this module.
pub fn body_problem(error: &(dyn Error + 'static)) -> Option<Problem> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<BodyError>() {
            return Some(error.problem());
        }
        cause = error.source();
    }
    None
}

impl BodyError {
    fn problem(&self) -> Problem {
        match self {
            Self::TooLong { limit_bytes } => too_large(*limit_bytes),
            Self::TooSlow => Problem::new(Code::RequestTimeout)
                .detail(self.to_string())
                .hint("try a better line"),
            Self::Broken(_) => Problem::new(Code::BadRequest).detail(self.to_string()),
        }
    }
}

/// Layer: a compressed body could be a bomb, and nothing that we take shrinks.
pub(super) async fn refuse_encoding(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    let encodings = request.headers().get_all(CONTENT_ENCODING);
    if encodings.iter().all(|value| value == "identity") {
        return next.run(request).await;
    }
    guard.0.metrics.count_rejection(Rejection::Encoding);
    Problem::new(Code::UnsupportedMediaType)
        .detail("the body has a `content-encoding`".to_owned())
        .hint("send the bytes as they are")
        .into_response()
}

/// Layer: a body that says that it is too long is not begun.
pub(super) async fn refuse_length(
    State(limit): State<Limit>,
    request: Request,
    next: Next,
) -> Response {
    if told_length(request.headers()).is_none_or(|length| length <= limit.bytes) {
        return next.run(request).await;
    }
    limit.metrics.count_rejection(Rejection::BodySize);
    too_large(limit.bytes).into_response()
}

/// Layer: a body is counted and timed while it arrives.
pub(super) async fn bound_stream(
    State(limit): State<Limit>,
    request: Request,
    next: Next,
) -> Response {
    next.run(request.map(|body| bounded(body, &limit))).await
}

pub(super) fn bounded(body: Body, limit: &Limit) -> Body {
    let (limit_bytes, pace) = (limit.bytes, limit.pace);
    let start = (body.into_data_stream(), limit_bytes);
    let begun = Instant::now();
    let chunks = try_unfold(start, move |(mut chunks, left)| {
        let received = limit_bytes.saturating_sub(left);
        let until = begun + pace.until(received, begun.elapsed());
        async move {
            match timeout_at(until, chunks.next()).await {
                Err(_) => Err(BodyError::TooSlow),
                Ok(None) => Ok(None),
                Ok(Some(Err(error))) => Err(BodyError::Broken(error)),
                Ok(Some(Ok(chunk))) => match remaining(left, &chunk) {
                    Some(left) => Ok(Some((chunk, (chunks, left)))),
                    None => Err(BodyError::TooLong { limit_bytes }),
                },
            }
        }
    });
    Body::from_stream(chunks)
}

fn remaining(left: u64, chunk: &Bytes) -> Option<u64> {
    left.checked_sub(u64::try_from(chunk.len()).ok()?)
}

fn too_large(limit_bytes: u64) -> Problem {
    Problem::new(Code::TooLarge)
        .detail(format!("the body is longer than {limit_bytes} bytes"))
        .hint("the limits are in the API's description")
}

#[cfg(test)]
mod tests;
