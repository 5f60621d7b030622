//! Problem details (RFC 9457) with stable codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What went wrong, for programs. The HTTP status follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// 400: a field is missing, of a wrong type or out of its bounds.
    BadRequest,
    /// 401: nobody is signed in, or the token is unknown, expired or revoked.
    SignInNeeded,
    /// 401: e-mail, password or one-time code is wrong.
    WrongCredentials,
    /// 403: signed in, but not allowed.
    NotAllowed,
    /// 403: the CSRF token or the origin is not this site's.
    ForeignForm,
    /// 403: the account's role asks for a second factor first.
    SecondFactorNeeded,
    /// 404: not there, or not for this reader.
    NotFound,
    /// 405: the path is there, the method is not.
    MethodNotAllowed,
    /// 408: the request took too long to arrive.
    RequestTimeout,
    /// 409: clashes with what is there.
    Conflict,
    /// 409: not in this state, such as a submission to a closed challenge.
    WrongState,
    /// 410: a link or upload that has expired.
    Gone,
    /// 411: the length of an upload has to be told.
    LengthRequired,
    /// 412: an `If-Match` that no longer holds.
    Changed,
    /// 413: larger than the limit.
    TooLarge,
    /// 415: another content type or encoding is wanted.
    UnsupportedMediaType,
    /// 422: the idempotency key was used for another request.
    KeyReused,
    /// 422: understood and refused, such as a component that does not fit.
    Rejected,
    /// 423: too many wrong passwords; try again later.
    LockedOut,
    /// 429: too many requests.
    TooManyRequests,
    /// 429: the startup's quota is used up.
    QuotaExceeded,
    /// 500: a fault of the server.
    Internal,
    /// 503: too busy, or a part is down; try again later.
    Unavailable,
    /// 507: no room to keep it.
    NoRoom,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 24] = [
        Self::BadRequest,
        Self::SignInNeeded,
        Self::WrongCredentials,
        Self::NotAllowed,
        Self::ForeignForm,
        Self::SecondFactorNeeded,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::RequestTimeout,
        Self::Conflict,
        Self::WrongState,
        Self::Gone,
        Self::LengthRequired,
        Self::Changed,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::KeyReused,
        Self::Rejected,
        Self::LockedOut,
        Self::TooManyRequests,
        Self::QuotaExceeded,
        Self::Internal,
        Self::Unavailable,
        Self::NoRoom,
    ];

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInNeeded | Self::WrongCredentials => 401,
            Self::NotAllowed | Self::ForeignForm | Self::SecondFactorNeeded => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::Conflict | Self::WrongState => 409,
            Self::Gone => 410,
            Self::LengthRequired => 411,
            Self::Changed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::KeyReused | Self::Rejected => 422,
            Self::LockedOut => 423,
            Self::TooManyRequests | Self::QuotaExceeded => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::NoRoom => 507,
        }
    }

    /// One short sentence without particulars.
    pub fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "the request is not as it must be",
            Self::SignInNeeded => "sign in first",
            Self::WrongCredentials => "e-mail, password or code is wrong",
            Self::NotAllowed => "not allowed",
            Self::ForeignForm => "the form does not come from this site",
            Self::SecondFactorNeeded => "a second factor is needed",
            Self::NotFound => "not found",
            Self::MethodNotAllowed => "the method is not allowed here",
            Self::RequestTimeout => "the request took too long",
            Self::Conflict => "it clashes with what is there",
            Self::WrongState => "not possible in this state",
            Self::Gone => "it has expired",
            Self::LengthRequired => "the length has to be told",
            Self::Changed => "it has changed meanwhile",
            Self::TooLarge => "too large",
            Self::UnsupportedMediaType => "another content type is wanted",
            Self::KeyReused => "the idempotency key belongs to another request",
            Self::Rejected => "refused",
            Self::LockedOut => "locked for a while",
            Self::TooManyRequests => "too many requests",
            Self::QuotaExceeded => "the quota is used up",
            Self::Internal => "a fault of the server",
            Self::Unavailable => "not available right now",
            Self::NoRoom => "no room left",
        }
    }
}

/// The body of every answer that is an error, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// `urn:pilotbox:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// One short sentence for the kind.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// What was wrong here: the value and the place.
    pub detail: Option<String>,
    /// What the reader can do about it.
    pub hint: Option<String>,
    /// What is wrong field by field, where a form was refused; else there is no such key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// Names the request in the server's log.
    pub request_id: Option<String>,
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldProblem {
    /// The field, such as `id` or `title.bg`.
    pub field: String,
    /// What is wrong with it and what to do about it.
    pub message: String,
    /// What it may be instead, where that is known: names of a table's columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}
