//! Final data that staff attach to a version that withholds it. It lies apart until
//! then, and nothing runs on it before a second member of staff has let it pass.

use std::path::PathBuf;

use axum::{Extension, Json, extract::State};
use pilotbox_challenge::{Package, pack};
use pilotbox_model::{
    Digest, Split,
    api::{challenges::ChallengeDetail, problem::Code},
};
use pilotbox_store::{
    StoreError,
    challenges::{Attachment, Version},
    data::NewUse,
    to_millis,
};
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::{
    accept::refuse_pack,
    detail,
    packs::{Door, receive},
    receive::Form,
    subject, visible,
};
use crate::{
    api::{extract::Ids, problems::Problems},
    principal::Principal,
    problem::Problem,
    rights::{self, Action},
    state::AppState,
};

/// A form with withheld final data.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body that is read as a stream")]
pub(super) struct FinalForm {
    /// An archive of the tables of `data/final`.
    #[schema(value_type = String, format = Binary)]
    data: Vec<u8>,
}

/// Attaches final data to a version that withholds it. No run reads it before somebody
/// else on the staff has approved the version again.
#[utoipa::path(
    put,
    path = "/api/v1/challenges/{id}/versions/{version}/final",
    operation_id = "attach_final",
    tag = "challenges",
    params(
        ("id" = String, Path, max_length = 128),
        ("version" = String, Path, max_length = 128)
    ),
    request_body(content = FinalForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The challenge.", body = ChallengeDetail), Problems)
)]
pub(super) async fn attach_final(
    State(state): State<AppState>,
    principal: Principal,
    Extension(door): Extension<Door>,
    Ids(id, version): Ids,
    form: Form,
) -> Result<Json<ChallengeDetail>, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let subject = subject(found.challenge.state());
    rights::demand(&principal, Action::AttachFinal, subject)?;
    let version = state.store.version_named(&id, &version).await?;
    if version.has_final() {
        return Err(already_final());
    }
    let file = receive(&state, form, "data").await?;
    let _turn = door.enter().await?;
    let read = spawn_blocking(move || file.read());
    let archive = read.await.map_err(Problem::internal)??;
    attach(&state, &principal, &version, archive, &[]).await?;
    let found = visible(&state, &principal, &id).await?;
    Ok(Json(detail(&state, &principal, &found).await?))
}

/// Attaches an archive of final data to a version that has none, and keeps which releases
/// its tables are, where they are some.
pub(super) async fn attach(
    state: &AppState,
    principal: &Principal,
    version: &Version,
    archive: Vec<u8>,
    releases: &[NewUse<'_>],
) -> Result<(), Problem> {
    let (archive, data) = check_final(state, version, archive).await?;
    let (archive, data) = (archive.to_string(), data.to_string());
    let attachment = Attachment {
        version,
        archive: &archive,
        data: &data,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let attached = state.store.attach_final_from(attachment, releases);
    attached.await.map_err(|error| match error {
        StoreError::Changed => already_final(),
        other => other.into(),
    })
}

pub(super) fn already_final() -> Problem {
    Problem::new(Code::Conflict)
        .detail("the version has final data already")
        .hint("other data makes another version")
}

/// Lays final data into a copy of the pack, which refuses what does not fit, and
/// tells the digests of the archive and of what a run can then read.
async fn check_final(
    state: &AppState,
    version: &Version,
    archive: Vec<u8>,
) -> Result<(Digest, Digest), Problem> {
    let pack_digest: Digest = version.pack_digest.parse().map_err(Problem::internal)?;
    let pack = state.blobs.get(pack_digest).await?.to_vec();
    let folder = state.config.server.data.clone();
    let checked = spawn_blocking(move || {
        let data = data_digest(pack, archive.clone(), folder)?;
        Ok::<_, Problem>((archive, data))
    });
    let (archive, data) = checked.await.map_err(Problem::internal)??;
    Ok((state.blobs.put(archive.into()).await?, data))
}

fn data_digest(pack: Vec<u8>, archive: Vec<u8>, folder: PathBuf) -> Result<Digest, Problem> {
    let scratch = tempfile::Builder::new()
        .prefix(".final-")
        .tempdir_in(folder)
        .map_err(Problem::internal)?;
    let target = scratch.path().join("pack");
    pack::extract(pack, &target).map_err(Problem::internal)?;
    pack::attach_final(&target, archive).map_err(|error| refuse_pack(&error))?;
    let package = Package::open(&target).map_err(Problem::internal)?;
    Ok(package.data_digest(Split::Final))
}
