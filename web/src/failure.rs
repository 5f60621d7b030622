//! What went wrong with a page or a form: the API's problem, and the page that tells
//! it. What is shown is the code's own text in the visitor's language; the API's
//! English particulars stand below it.

use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use pilotbox_model::api::problem::{Code, FieldProblem, ProblemBody};

use crate::{
    backend::bytes_of,
    language::Language,
    texts::{Text, failure as texts},
};

/// A problem that the API has told, or one of the portal's own.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What it is.
    pub code: Code,
    /// Particulars, in English.
    pub detail: Option<String>,
    /// What can be done, in English.
    pub hint: Option<String>,
    /// What is wrong field by field, in English, where a form was refused.
    pub fields: Box<[FieldProblem]>,
    /// Names the request in the server's log.
    pub request_id: Option<String>,
    /// When to try again, in seconds.
    pub retry_after: Option<Box<HeaderValue>>,
}

impl Failure {
    /// A problem without particulars.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            hint: None,
            fields: Box::default(),
            request_id: None,
            retry_after: None,
        }
    }

    /// Nothing is there.
    pub fn missing() -> Self {
        Self::new(Code::NotFound)
    }

    /// A fault of ours; the cause is logged and not shown.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "a page cannot be made");
        Self::new(Code::Internal)
    }

    /// The problem in an answer of the API.
    pub(crate) async fn of_answer(answer: Response<Body>) -> Self {
        let status = answer.status().as_u16();
        let retry_after = answer
            .headers()
            .get(header::RETRY_AFTER)
            .cloned()
            .map(Box::new);
        let Ok(bytes) = bytes_of(answer).await else {
            return Self::new(Code::Internal);
        };
        let Ok(body) = serde_json::from_slice::<ProblemBody>(&bytes) else {
            return Self::internal(format!("an answer of status {status} is no problem"));
        };
        Self {
            code: body.code,
            detail: body.detail,
            hint: body.hint,
            fields: body.fields.into(),
            request_id: body.request_id,
            retry_after,
        }
    }

    /// Whether signing in may help.
    pub fn wants_sign_in(&self) -> bool {
        self.code == Code::SignInNeeded
    }

    /// What the visitor reads.
    pub fn text(&self, language: Language) -> &'static str {
        text_of(self.code).of(language)
    }
}

fn text_of(code: Code) -> Text {
    match code {
        Code::BadRequest => texts::BAD_REQUEST,
        Code::SignInNeeded => texts::SIGN_IN_NEEDED,
        Code::WrongCredentials => texts::WRONG_CREDENTIALS,
        Code::NotAllowed => texts::NOT_ALLOWED,
        Code::ForeignForm => texts::FOREIGN_FORM,
        Code::SecondFactorNeeded => texts::SECOND_FACTOR_NEEDED,
        Code::NotFound => texts::NOT_FOUND,
        Code::MethodNotAllowed => texts::METHOD_NOT_ALLOWED,
        Code::RequestTimeout => texts::REQUEST_TIMEOUT,
        Code::Conflict => texts::CONFLICT,
        Code::WrongState => texts::WRONG_STATE,
        Code::Gone => texts::GONE,
        Code::LengthRequired => texts::LENGTH_REQUIRED,
        Code::Changed => texts::CHANGED,
        Code::TooLarge => texts::TOO_LARGE,
        Code::UnsupportedMediaType => texts::UNSUPPORTED_MEDIA_TYPE,
        Code::KeyReused => texts::KEY_REUSED,
        Code::Rejected => texts::REJECTED,
        Code::LockedOut => texts::LOCKED_OUT,
        Code::TooManyRequests => texts::TOO_MANY_REQUESTS,
        Code::QuotaExceeded => texts::QUOTA_EXCEEDED,
        Code::Internal => texts::INTERNAL,
        Code::Unavailable => texts::UNAVAILABLE,
        Code::NoRoom => texts::NO_ROOM,
    }
}
