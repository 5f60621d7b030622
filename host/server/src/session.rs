//! Sessions of browsers: a cookie that names a record in the database. Only what
//! somebody began is kept, a sign-in or its first half; who merely reads gets no
//! cookie and writes nothing.

mod signed_in;
mod store;

use axum::http::HeaderName;
use pilotbox_model::api::problem::Code;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
    session,
};

use crate::{config::Config, problem::Problem, state::AppState};

pub use signed_in::SignedIn;
pub use store::Sessions;

/// The header that holds a session's token against forged requests.
pub const CSRF_HEADER: HeaderName = HeaderName::from_static("x-csrf-token");

/// The cookie where people come by HTTPS: the prefix makes browsers refuse one that
/// a neighbouring host or a plain connection has set.
const SECURE_COOKIE: &str = "__Host-pilotbox";

/// The cookie where they do not.
const PLAIN_COOKIE: &str = "pilotbox";

/// The name of the session's cookie.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() {
        SECURE_COOKIE
    } else {
        PLAIN_COOKIE
    }
}

/// The layer that finds a request's session and keeps what changed in it.
pub(crate) fn layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    let minutes = i64::from(state.config.accounts.idle_minutes.get());
    SessionManagerLayer::new(Sessions::new(state))
        .with_name(cookie_name(&state.config))
        .with_secure(state.config.is_https())
        .with_http_only(true)
        // Lax, or the way back from an identity provider would lose the session; what changes things
        // needs the token as well.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(Duration::minutes(minutes)))
}

/// A session that cannot be read or kept is one that may be there later.
pub(crate) fn refused(error: &session::Error) -> Problem {
    tracing::warn!(%error, "a session is not available");
    Problem::new(Code::Unavailable).retry_after(std::time::Duration::from_secs(5))
}

/// Ends the session and takes its cookie back.
pub(crate) async fn close(session: &Session) -> Result<(), Problem> {
    session.flush().await.map_err(|error| refused(&error))
}
