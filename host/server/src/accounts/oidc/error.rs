//! Why a sign-in through a provider failed: what a visitor may read, and apart from
//! it what the log needs. No token, code or body of an answer is in either.

use std::error::Error;

use openidconnect::{RequestTokenError, StandardErrorResponse, core::CoreErrorResponseType};
use pilotbox_model::printable;

/// Characters of a detail: a provider's text is a stranger's.
const DETAIL_CHARS: usize = 300;

/// Why a sign-in failed. It shows what a visitor may read.
#[derive(Debug, thiserror::Error)]
#[error("{failure}")]
pub struct OidcError {
    failure: OidcFailure,
    detail: String,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OidcFailure {
    /// The configuration cannot work.
    #[error("the identity provider is not set up well; hint: ask those who run this site")]
    Configuration,
    /// The provider could not be asked, or gave an answer that makes no sense.
    #[error("the identity provider cannot be reached now; hint: try again later")]
    Unavailable,
    /// This is not the answer to what this visitor began.
    #[error("this sign-in was not begun here; hint: begin again on this site's page")]
    NotBegun,
    /// It took too long.
    #[error("this sign-in took too long; hint: begin again")]
    TooLate,
    /// The provider lets this person not in, or does not take its own code back.
    #[error("the identity provider has refused this sign-in; hint: begin again")]
    Refused,
    /// What it says about the person is not proved.
    #[error("the identity provider's answer does not hold; hint: ask those who run this site")]
    BadToken,
}

impl OidcError {
    pub(super) fn new(failure: OidcFailure, detail: &(impl ToString + ?Sized)) -> Self {
        let detail = printable(&detail.to_string());
        Self {
            failure,
            detail: detail.chars().take(DETAIL_CHARS).collect(),
        }
    }

    /// What the exchange of a code ended in. The body of an answer that could not be read
    /// is left out: it may hold a token.
    pub(super) fn of_exchange<E: Error + 'static>(
        error: &RequestTokenError<E, StandardErrorResponse<CoreErrorResponseType>>,
    ) -> Self {
        match error {
            RequestTokenError::ServerResponse(answer) => Self::new(OidcFailure::Refused, answer),
            RequestTokenError::Request(error) => Self::new(OidcFailure::Unavailable, &chain(error)),
            RequestTokenError::Parse(error, _) => {
                let place = format!("its answer cannot be read at `{}`", error.path());
                Self::new(OidcFailure::BadToken, &place)
            }
            RequestTokenError::Other(text) => Self::new(OidcFailure::Unavailable, text),
        }
    }

    /// Which kind of failure it is.
    pub fn failure(&self) -> OidcFailure {
        self.failure
    }

    /// What happened, for the log.
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

/// An error and its causes, of which the outer ones of HTTP say little.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.join(": ")
}
