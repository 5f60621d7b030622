//! Packs that staff upload. One is opened at a time, since each may fill a good part
//! of the memory; it waits on the disk until then.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use pilotbox_challenge::Manifest;
use pilotbox_model::{
    Digest,
    api::{challenges::ChallengeDetail, problem::Code},
};
use pilotbox_store::{
    NewKey,
    challenges::{NewChallenge, NewVersion, PhaseChange},
    to_millis,
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::spawn_blocking,
};
use utoipa::ToSchema;

use super::{
    accept::{self, Accepted},
    clash, detail,
    receive::{Form, Received},
    subject, visible,
};
use crate::{
    api::{extract::Id, idempotent, problems::Problems},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Name of the phase that a manifest's dates make.
const FIRST_PHASE: &str = "main";

/// Lets one pack in at a time.
#[derive(Clone)]
pub(super) struct Door(Arc<Semaphore>);

impl Default for Door {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Door {
    pub(super) async fn enter(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.0.acquire().await.map_err(Problem::internal)
    }
}

/// A form with a pack.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body that is read as a stream")]
pub(super) struct PackForm {
    /// What `pilotbox pack` wrote for the city.
    #[schema(value_type = String, format = Binary)]
    pack: Vec<u8>,
}

/// Makes a challenge from a pack, as a draft. A pack that is not as it must be is
/// refused with all findings.
#[utoipa::path(
    post,
    path = "/api/v1/challenges",
    operation_id = "create_challenge",
    tag = "challenges",
    params(("idempotency-key" = Option<String>, Header, description = "Answered once.")),
    request_body(content = PackForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The draft.", body = ChallengeDetail,
            headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn create_challenge(
    State(state): State<AppState>,
    principal: Principal,
    Extension(door): Extension<Door>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::CreateChallenge, Subject::default())?;
    let file = receive(&state, form, "pack").await?;
    let key = key(&state, &principal, &headers, "", &file)?;
    let work = make_challenge(state.clone(), principal, door, file);
    Ok(once(&state, key, Box::pin(work)).await)
}

/// Adds a version to a challenge from a pack. It counts once somebody else on the
/// staff has approved it.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/versions",
    operation_id = "create_version",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128),
        ("idempotency-key" = Option<String>, Header, description = "Answered once.")),
    request_body(content = PackForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The challenge with its new version.",
            body = ChallengeDetail, headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn create_version(
    State(state): State<AppState>,
    principal: Principal,
    Extension(door): Extension<Door>,
    Id(id): Id,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let subject = subject(found.challenge.state());
    rights::demand(&principal, Action::CreateVersion, subject)?;
    let file = receive(&state, form, "pack").await?;
    let key = key(&state, &principal, &headers, &id, &file)?;
    let work = make_version(state.clone(), principal, door, id, file);
    Ok(once(&state, key, Box::pin(work)).await)
}

async fn make_challenge(
    state: AppState,
    principal: Principal,
    door: Door,
    file: Received,
) -> Result<Response, Problem> {
    let (version, manifest) = take_pack(&state, &principal, &door, file, None).await?;
    keep_new(&state, version, &manifest).await?;
    created_at(&state, &principal, &manifest.id).await
}

/// Makes a draft of a version whose pack is kept.
pub(super) async fn keep_new(
    state: &AppState,
    version: NewVersion,
    manifest: &Manifest,
) -> Result<(), Problem> {
    let phase = first_phase(state, manifest)?;
    let new = NewChallenge { phase, version };
    let created = state.store.create_challenge(&new).await;
    created.map_err(|error| clash(error, "there is a challenge of this id"))?;
    Ok(())
}

async fn make_version(
    state: AppState,
    principal: Principal,
    door: Door,
    id: String,
    file: Received,
) -> Result<Response, Problem> {
    let (version, _) = take_pack(&state, &principal, &door, file, Some(&id)).await?;
    let added = state.store.add_version(&version).await;
    added.map_err(|error| {
        let what = format!("there is a version `{}` of this challenge", version.version);
        clash(error, &what).hint("raise `version` in the manifest")
    })?;
    created_at(&state, &principal, &id).await
}

/// The key of an upload of this file as a version of a challenge, or as a new one.
fn key(
    state: &AppState,
    principal: &Principal,
    headers: &HeaderMap,
    challenge: &str,
    file: &Received,
) -> Result<Option<NewKey>, Problem> {
    let file = file.digest().to_string();
    let digest = Digest::of_parts([challenge.as_bytes(), file.as_bytes()]);
    idempotent::key_of(state, principal, headers, digest)
}

async fn once(
    state: &AppState,
    key: Option<NewKey>,
    work: impl Future<Output = Result<Response, Problem>> + Send + 'static,
) -> Response {
    let work = async { work.await.into_response() };
    match key {
        Some(key) => idempotent::once(state, key, false, work).await,
        None => work.await,
    }
}

/// Takes the form's file.
pub(super) async fn receive(state: &AppState, form: Form, name: &str) -> Result<Received, Problem> {
    let limit_bytes = state.config.limits.pack_bytes.get();
    form.file(name, limit_bytes, &state.config.server.data)
        .await
}

/// Opens a pack and keeps its bytes; nothing says yet that it is a version.
async fn take_pack(
    state: &AppState,
    principal: &Principal,
    door: &Door,
    file: Received,
    expected: Option<&str>,
) -> Result<(NewVersion, Manifest), Problem> {
    let _turn = door.enter().await?;
    let read = spawn_blocking(move || file.read());
    let bytes = read.await.map_err(Problem::internal)??;
    open(state, principal, bytes, expected).await
}

/// Looks through a pack's bytes and keeps them.
pub(super) async fn open(
    state: &AppState,
    principal: &Principal,
    bytes: Vec<u8>,
    expected: Option<&str>,
) -> Result<(NewVersion, Manifest), Problem> {
    let ceiling = state.config.limits.ceiling.limits();
    let opened = spawn_blocking(move || {
        let accepted = accept::open(bytes.clone(), &ceiling)?;
        Ok::<_, Problem>((bytes, accepted))
    });
    let (bytes, accepted) = opened.await.map_err(Problem::internal)??;
    demand_id(&accepted.manifest, expected)?;
    let now = to_millis(state.clock.now());
    let account = principal.account().unwrap_or_default();
    let version = keep(state, bytes, &accepted, account, now).await?;
    Ok((version, accepted.manifest))
}

fn demand_id(manifest: &Manifest, expected: Option<&str>) -> Result<(), Problem> {
    match expected {
        Some(expected) if expected != manifest.id => {
            Err(Problem::new(Code::Rejected).detail(format!(
                "the pack is of challenge `{}`, not `{expected}`",
                manifest.id
            )))
        }
        _ => Ok(()),
    }
}

async fn keep(
    state: &AppState,
    pack: Vec<u8>,
    accepted: &Accepted,
    account: &str,
    now: i64,
) -> Result<NewVersion, Problem> {
    let startup = accepted.startup.clone();
    let startup_bytes = i64::try_from(startup.len()).map_err(Problem::internal)?;
    let pack_digest = state.blobs.put(pack.into()).await?;
    let startup_digest = state.blobs.put(startup.into()).await?;
    let manifest = &accepted.manifest;
    Ok(NewVersion {
        challenge_id: manifest.id.clone(),
        version: manifest.version.clone(),
        pack_digest: pack_digest.to_string(),
        startup_digest: startup_digest.to_string(),
        startup_bytes,
        manifest: serde_json::to_string(manifest).map_err(Problem::internal)?,
        statement_bg: accepted.statement.bg.clone(),
        statement_en: accepted.statement.en.clone(),
        budget_eur: budget(manifest),
        splits: accepted.splits.clone(),
        created_by: account.to_owned(),
        created_at: now,
    })
}

/// What a pilot may cost; the schema bounds it.
fn budget(manifest: &Manifest) -> Option<i64> {
    let budget = manifest.pilot.budget_eur?;
    i64::try_from(budget).ok()
}

/// The manifest's dates with the installation's quota.
fn first_phase(state: &AppState, manifest: &Manifest) -> Result<PhaseChange, Problem> {
    let quota = &state.config.quota;
    let at = |text: &str| {
        let at = text.parse::<Timestamp>();
        at.map(to_millis).map_err(|_| {
            let detail = format!("`phases` of the manifest holds `{text}`, which is no time");
            Problem::new(Code::Rejected).detail(detail)
        })
    };
    Ok(PhaseChange {
        challenge_id: manifest.id.clone(),
        name: FIRST_PHASE.to_owned(),
        opens_at: at(&manifest.phases.opens)?,
        closes_at: Some(at(&manifest.phases.closes)?),
        per_day: quota.per_day.get().into(),
        per_phase: quota.per_phase.get().into(),
        concurrent: quota.concurrent.get().into(),
    })
}

pub(super) async fn created_at(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<Response, Problem> {
    let found = visible(state, principal, id).await?;
    let detail = detail(state, principal, &found).await?;
    let location = [(header::LOCATION, format!("/api/v1/challenges/{id}"))];
    Ok((StatusCode::CREATED, location, Json(detail)).into_response())
}
