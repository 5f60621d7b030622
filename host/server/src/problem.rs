//! The one error of the HTTP API: problem details (RFC 9457) with a stable code
//! and a safe message. The cause of a fault of ours is logged here, once, and
//! never sent.

use std::{fmt, time::Duration};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use pilotbox_model::api::problem::{Code, FieldProblem, ProblemBody};
use pilotbox_store::{BlobError, StoreError};

/// Seconds after which a client may try again when a part is down.
const RETRY_SECONDS: u64 = 5;

/// What is answered instead of a result.
#[derive(Debug)]
pub struct Problem {
    code: Code,
    detail: Option<String>,
    hint: Option<String>,
    fields: Vec<FieldProblem>,
    retry_after: Option<Duration>,
}

impl Problem {
    /// A problem of that kind.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            hint: None,
            fields: Vec::new(),
            retry_after: None,
        }
    }

    /// What was wrong here: the value and the place. Shown to the client.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// What the reader can do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What was wrong field by field, in a form.
    #[must_use]
    pub fn fields(mut self, fields: Vec<FieldProblem>) -> Self {
        self.fields = fields;
        self
    }

    /// When it is worth trying again.
    #[must_use]
    pub fn retry_after(mut self, after: Duration) -> Self {
        self.retry_after = Some(after);
        self
    }

    /// A fault of ours: logged with its cause, told without.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed by our fault");
        Self::new(Code::Internal)
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The body, without the request's id: a layer adds that.
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: format!("urn:pilotbox:problem:{}", name(self.code)),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            code: self.code,
            detail: self.detail.clone(),
            hint: self.hint.clone(),
            fields: self.fields.clone(),
            request_id: None,
        }
    }
}

/// For logs: the kind, and what was wrong.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.title())?;
        self.detail
            .as_ref()
            .map_or(Ok(()), |detail| write!(f, ": {detail}"))
    }
}

/// The code as the wire has it.
fn name(code: Code) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status());
        let mut response = (
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Json(self.body()),
        )
            .into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(after) = self.retry_after {
            headers.insert(header::RETRY_AFTER, after.as_secs().max(1).into());
        }
        if self.code.status() == 401 {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"pilotbox\""),
            );
        }
        // A layer adds the request's id and counts by code.
        response.extensions_mut().insert(self.code);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::new(Code::NotFound),
            StoreError::Conflict(_) => Self::new(Code::Conflict),
            StoreError::Changed => {
                Self::new(Code::Changed).hint("read it again and repeat the change")
            }
            StoreError::Unavailable(cause) => {
                tracing::warn!(%cause, "the database is not available");
                Self::new(Code::Unavailable).retry_after(Duration::from_secs(RETRY_SECONDS))
            }
            other => Self::internal(other),
        }
    }
}

impl From<BlobError> for Problem {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Store(cause) => {
                tracing::warn!(%cause, "the blob store is not available");
                Self::new(Code::Unavailable).retry_after(Duration::from_secs(RETRY_SECONDS))
            }
            BlobError::Arrival(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
