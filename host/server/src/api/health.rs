//! Whether the process lives, and whether it can work. For supervisors and load
//! balancers: no account, no particulars.

use axum::{Router, extract::State, routing::get};
use pilotbox_model::api::problem::Code;

use crate::{problem::Problem, state::AppState};

/// `/healthz` and `/readyz`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(tell_ready))
}

/// Ready while the database answers.
async fn tell_ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    match state.store.ping().await {
        Ok(()) => Ok("ready\n"),
        Err(cause) => {
            tracing::warn!(%cause, "not ready: the database does not answer");
            Err(Problem::new(Code::Unavailable).retry_after(std::time::Duration::from_secs(5)))
        }
    }
}
