//! A panic ends one request, not the server, and says nothing to the client.

use std::{any::Any, panic::AssertUnwindSafe};

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use pilotbox_model::api::problem::Code;

use crate::problem::Problem;

/// Layer: turns a panic into an answer; the reason goes to the log.
pub(super) async fn catch_panic(request: Request, next: Next) -> Response {
    // Nothing of the request is used after a panic.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(cause) => {
            tracing::error!(reason = reason(&*cause), "a request panicked");
            Problem::new(Code::Internal).into_response()
        }
    }
}

fn reason(cause: &(dyn Any + Send)) -> &str {
    cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no reason")
}
