//! How much at once. What would have to wait is turned away at once with a time
//! to come back: a queue in memory helps nobody.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use http::{HeaderMap, header::CONTENT_LENGTH};
use pilotbox_model::api::problem::Code;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Guard;
use crate::{problem::Problem, telemetry::Rejection};

/// When to come back, if all places are taken.
const RETRY_SOON: Duration = Duration::from_secs(2);

/// When to come back, if the disk is full: somebody has to make room.
const RETRY_LATER: Duration = Duration::from_mins(5);

/// Layer: a bounded number of requests at once.
pub(super) async fn admit_request(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    match guard.place(&guard.0.requests, Rejection::Busy) {
        Ok(_place) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Layer: a bounded number of uploads at once, while there is room for them.
pub(super) async fn admit_upload(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    if let Err(problem) = guard.check_room(told_length(request.headers())) {
        return problem.into_response();
    }
    match guard.place(&guard.0.uploads, Rejection::Uploads) {
        Ok(_place) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Layer: a bounded number of streams at once, counted until their end.
pub(super) async fn admit_stream(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    match guard.place(&guard.0.streams, Rejection::Streams) {
        Ok(place) => next.run(request).await.map(|body| holding(body, place)),
        Err(problem) => problem.into_response(),
    }
}

/// The length that the head tells, if it does.
pub(super) fn told_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

impl Guard {
    fn place(
        &self,
        places: &Arc<Semaphore>,
        why: Rejection,
    ) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(places).try_acquire_owned().map_err(|_| {
            self.0.metrics.count_rejection(why);
            Problem::new(Code::Unavailable)
                .detail("every place is taken".to_owned())
                .hint("try again after `retry-after`")
                .retry_after(RETRY_SOON)
        })
    }

    /// Whether the disk has room for so many bytes more.
    pub fn check_room(&self, length: Option<u64>) -> Result<(), Problem> {
        let needed = self
            .0
            .limits
            .min_free_disk_bytes
            .saturating_add(length.unwrap_or(0));
        // A disk that cannot be asked refuses when it is written to.
        let free = free_bytes(&self.0.data).unwrap_or(u64::MAX);
        if free >= needed {
            return Ok(());
        }
        self.0.metrics.count_rejection(Rejection::Disk);
        tracing::error!(free, needed, "an upload was refused: the disk is full");
        Err(Problem::new(Code::NoRoom)
            .detail("the server has no room for uploads".to_owned())
            .hint("the operator has been told by the log; try again later")
            .retry_after(RETRY_LATER))
    }
}

/// The place is given back when the body has ended or was dropped.
fn holding(body: Body, place: OwnedSemaphorePermit) -> Body {
    let chunks = body.into_data_stream().map(move |chunk| {
        let _held = &place;
        chunk
    });
    Body::from_stream(chunks)
}

/// Bytes that an ordinary user may still write to the disk of this path, or of
/// the nearest folder above it that is there.
#[cfg(unix)]
fn free_bytes(path: &Path) -> Option<u64> {
    let there = path.ancestors().find(|part| part.exists());
    let about = rustix::fs::statvfs(there.unwrap_or(Path::new("."))).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_path: &Path) -> Option<u64> {
    None
}
