//! What a challenge's pack says of itself, for whoever thinks of taking part: its
//! interface, its data, its rules. All of it is made from the pack that startups fetch,
//! so that nothing hidden can be told; it is made once and remembered by the pack's
//! digest.

mod example;
mod interface;
mod rules;
mod spread;
mod tables;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use pilotbox_challenge::{Bounds, Manifest, Source};
use pilotbox_model::{
    Digest,
    api::{
        accounts::Role,
        challenges::{DataView, InterfaceView, RulesView},
        data::DataUseView,
        problem::Code,
    },
};
use pilotbox_store::challenges::Version;
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{Mutex, OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};
use utoipa::IntoParams;

use super::{demand_version, views, visible};
use crate::{
    api::{
        data::used,
        etag::tagged,
        extract::{Id, Params},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Packs whose description is remembered.
const REMEMBERED: usize = 16;

/// Readers that may wait for a pack to be opened. Whoever asks for one version after
/// another must not build a queue that outlives them.
const MAX_WAITING: usize = 16;

/// When a reader whom the queue has no room for may come again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// A change of what a description holds changes this, and with it every tag.
const EDITION: &str = "d1";

/// What a pack says.
struct Described {
    interface: InterfaceView,
    data: DataView,
    rules: RulesView,
}

/// Descriptions by the digests of packs.
#[derive(Clone)]
pub(super) struct Descriptions {
    remembered: Arc<Mutex<Remembered<Outcome>>>,
    waiting: Arc<Semaphore>,
    // Apart from what is remembered, so that nobody waits for what is known.
    turn: Arc<Mutex<()>>,
}

/// A description, or nothing where a pack cannot be described: it never can be, and
/// need not be opened again.
type Outcome = Option<Arc<Described>>;

/// What was made of packs, by their digests, latest used first. Others' versions do not
/// push out one that is read.
struct Remembered<T>(VecDeque<(Digest, T)>);

/// Of which version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionQuery {
    /// The version; the current one when left out.
    #[param(max_length = 32)]
    version: Option<String>,
}

/// The interface that a plugin exports: its WIT files, and what they say of each type
/// and function.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/interface",
    operation_id = "read_interface",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), VersionQuery),
    responses(
        (status = 200, description = "The interface.", body = InterfaceView),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
pub(super) async fn read_interface(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Extension(known): Extension<Descriptions>,
    Id(id): Id,
    Params(query): Params<VersionQuery>,
) -> Result<Response, Problem> {
    let version = named(&state, &principal, &id, query).await?;
    let found = known.of(&state, &version).await?;
    Ok(answer(&headers, &version, &found.interface))
}

/// The data that startups get: tables with their columns, licence and source, and of
/// the sample the first rows and how numbers are spread.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/data",
    operation_id = "read_data",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), VersionQuery),
    responses(
        (status = 200, description = "The data.", body = DataView),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
pub(super) async fn read_data(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Extension(known): Extension<Descriptions>,
    Id(id): Id,
    Params(query): Params<VersionQuery>,
) -> Result<Response, Problem> {
    let version = named(&state, &principal, &id, query).await?;
    let found = known.of(&state, &version).await?;
    let came_from = came_from(&state, &version).await?;
    // Attached once, never changed: how many there are tells whether there are any.
    let tag = format!("\"{}-{}\"", tag_of(&version), came_from.len());
    let data = DataView {
        came_from,
        ..found.data.clone()
    };
    Ok(tagged(&headers, &tag, Json(data)).into_response())
}

/// The bounds of a case and how a score comes about, with an example that the
/// platform itself has scored.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/rules",
    operation_id = "read_rules",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), VersionQuery),
    responses(
        (status = 200, description = "The rules.", body = RulesView),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
pub(super) async fn read_rules(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Extension(known): Extension<Descriptions>,
    Id(id): Id,
    Params(query): Params<VersionQuery>,
) -> Result<Response, Problem> {
    let version = named(&state, &principal, &id, query).await?;
    let found = known.of(&state, &version).await?;
    Ok(answer(&headers, &version, &found.rules))
}

/// The version that is asked for, if the reader may fetch its pack.
async fn named(
    state: &AppState,
    principal: &Principal,
    id: &str,
    query: VersionQuery,
) -> Result<Version, Problem> {
    let found = visible(state, principal, id).await?;
    let name = query.version.as_deref().unwrap_or(&found.version);
    demand_version(name)?;
    let version = state.store.version_named(id, name).await?;
    if version.approved_at.is_none() && !principal.has(Role::Staff) {
        return Err(Problem::new(Code::NotFound));
    }
    Ok(version)
}

/// The releases that a version's hidden tables came from.
async fn came_from(state: &AppState, version: &Version) -> Result<Vec<DataUseView>, Problem> {
    let uses = state.store.uses_of_challenge(&version.challenge_id).await?;
    let own = uses
        .into_iter()
        .filter(|one| one.version == version.version);
    Ok(own.map(used).collect())
}

fn answer(headers: &HeaderMap, version: &Version, body: &impl Serialize) -> Response {
    let tag = format!("\"{}\"", tag_of(version));
    tagged(headers, &tag, Json(body)).into_response()
}

fn tag_of(version: &Version) -> String {
    format!("{EDITION}-{}", version.startup_digest)
}

impl Default for Descriptions {
    fn default() -> Self {
        Self {
            remembered: Arc::new(Mutex::new(Remembered(VecDeque::new()))),
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
            turn: Arc::default(),
        }
    }
}

impl Descriptions {
    /// What the startups' pack of a version says. Goes on if nobody waits any more:
    /// whoever asks next finds the answer.
    async fn of(&self, state: &AppState, version: &Version) -> Result<Arc<Described>, Problem> {
        let digest: Digest = version.startup_digest.parse().map_err(Problem::internal)?;
        if let Some(known) = self.known(digest).await {
            return known.ok_or_else(indescribable);
        }
        let manifest = views::manifest(&version.manifest)?;
        let place = self.place()?;
        let (own, blobs) = (self.clone(), state.blobs.clone());
        let found = tokio::spawn(async move {
            let _place = place;
            // One pack is opened at a time: each may fill a good part of the memory.
            let _turn = own.turn.lock().await;
            if let Some(known) = own.known(digest).await {
                return known.ok_or_else(indescribable);
            }
            // Storage that fails may work again. This is not remembered.
            let pack = blobs.get(digest).await?.to_vec();
            let made = spawn_blocking(move || describe(pack, &manifest)).await;
            let made = made.map_err(Problem::internal).flatten().map(Arc::new);
            let outcome = made.as_ref().ok().map(Arc::clone);
            own.remembered.lock().await.put(digest, outcome);
            made
        });
        found.await.map_err(Problem::internal)?
    }

    async fn known(&self, digest: Digest) -> Option<Outcome> {
        self.remembered.lock().await.get(digest)
    }

    /// A place in the queue.
    fn place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = Arc::clone(&self.waiting).try_acquire_owned();
        place.map_err(|_full| {
            Problem::new(Code::Unavailable)
                .detail("too many other challenges are being opened")
                .hint("try again after `retry-after`")
                .retry_after(RETRY_AFTER)
        })
    }
}

impl<T: Clone> Remembered<T> {
    fn get(&mut self, digest: Digest) -> Option<T> {
        let at = self.0.iter().position(|(other, _)| *other == digest)?;
        let found = self.0.remove(at)?;
        let value = found.1.clone();
        self.0.push_front(found);
        Some(value)
    }

    fn put(&mut self, digest: Digest, value: T) {
        self.0.push_front((digest, value));
        self.0.truncate(REMEMBERED);
    }
}

/// Its cause was logged when the pack was opened.
fn indescribable() -> Problem {
    Problem::new(Code::Internal)
}

/// Opens a startups' pack and tells what it says.
fn describe(pack: Vec<u8>, manifest: &Manifest) -> Result<Described, Problem> {
    let pack = Source::pack(pack, Bounds::default()).map_err(Problem::internal)?;
    Ok(Described {
        interface: interface::view(&pack, manifest),
        data: tables::view(&pack, manifest),
        rules: rules::view(&pack, manifest),
    })
}

#[cfg(test)]
mod tests;
