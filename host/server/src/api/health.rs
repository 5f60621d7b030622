//! Whether the process lives, and whether it can work. For supervisors and load
//! balancers: no account, no particulars. Nothing bounds these routes, so whoever asks
//! often gets an answer that is a moment old.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, routing::get};
use pilotbox_model::{Digest, api::problem::Code};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::{config::BlobKind, problem::Problem, state::AppState};

/// How long an answer is given again without looking.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// How long database and blobs may take. Whoever waits longer would not answer
/// requests in time either.
const PATIENCE: Duration = Duration::from_secs(5);

/// When to ask again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// What was seen last. Its lock lets one look at a time, whose answer the others
/// share.
#[derive(Clone)]
struct Readiness {
    state: AppState,
    seen: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// `/healthz` and `/readyz`.
pub fn routes(state: &AppState) -> Router {
    let readiness = Readiness {
        state: state.clone(),
        seen: Arc::default(),
    };
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(tell_ready).with_state(readiness))
}

/// Ready while database and blobs answer.
async fn tell_ready(State(readiness): State<Readiness>) -> Result<&'static str, Problem> {
    if readiness.is_ready().await {
        Ok("ready\n")
    } else {
        Err(Problem::new(Code::Unavailable).retry_after(RETRY_AFTER))
    }
}

impl Readiness {
    async fn is_ready(&self) -> bool {
        let mut seen = self.seen.lock().await;
        if let Some((at, ready)) = *seen
            && at.elapsed() < GOOD_FOR
        {
            return ready;
        }
        let looked = timeout(PATIENCE, self.look()).await;
        let looked = looked.unwrap_or_else(|_| Err("database and blobs are too slow".to_owned()));
        if let Err(cause) = &looked {
            tracing::warn!(cause, "not ready");
        }
        *seen = Some((Instant::now(), looked.is_ok()));
        looked.is_ok()
    }

    async fn look(&self) -> Result<(), String> {
        let database = self.state.store.ping().await;
        database.map_err(|cause| format!("the database: {cause}"))?;
        let config = &self.state.config;
        // A folder that is gone looks to its library like one without this blob.
        if config.blobs.kind == BlobKind::Folder {
            let folder = config.blobs_folder();
            let read = tokio::fs::read_dir(&folder).await;
            drop(read.map_err(|cause| format!("`{}`: {cause}", folder.display()))?);
        }
        // Any digest will do: that it is not there is an answer.
        let blobs = self.state.blobs.size(Digest::of(b"")).await;
        blobs.map(|_| ()).map_err(|cause| cause.to_string())
    }
}
