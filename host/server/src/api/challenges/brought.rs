//! A challenge that was made within the server. It passes the door of every pack, so that
//! it is checked, approved and recorded like one that somebody has uploaded.

use axum::response::Response;

use super::{packs, withheld};
use crate::{principal::Principal, problem::Problem, state::AppState};

/// What is brought.
pub(crate) struct Brought {
    /// The city's pack.
    pub(crate) pack: Vec<u8>,
    /// The tables that it withholds, as an archive.
    pub(crate) final_archive: Option<Vec<u8>>,
}

/// Makes a draft of it and attaches what it withholds. Both wait for the approval of
/// somebody else.
pub(crate) async fn keep_made(
    state: &AppState,
    principal: &Principal,
    brought: Brought,
) -> Result<Response, Problem> {
    let (version, manifest) = packs::open(state, principal, brought.pack, None).await?;
    packs::keep_new(state, version, &manifest).await?;
    if let Some(archive) = brought.final_archive {
        let named = state.store.version_named(&manifest.id, &manifest.version);
        withheld::attach(state, principal, &named.await?, archive, &[]).await?;
    }
    packs::created_at(state, principal, &manifest.id).await
}
