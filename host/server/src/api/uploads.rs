//! Uploads in parts, for files that a broken line should not send twice. The parts
//! go in order to one file in the server's own folder; the last one is accepted
//! only if the whole has the digest that was told first. What is not finished in a
//! day is removed.

pub mod file;

use axum::{
    Json,
    body::Body as RawBody,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use pilotbox_model::{
    Digest,
    api::{
        problem::Code,
        submissions::{UploadAsk, UploadView},
    },
};
use pilotbox_store::{StoreError, UploadRow, from_millis, new_id, to_millis};
use utoipa_axum::routes;

use self::file::Files;
use super::{
    Api,
    extract::{Body, Id},
    problems::Problems,
};
use crate::{
    live::Writing,
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Most bytes of a part: what a broken line loses.
pub const PART_BYTES: u64 = 8 << 20;

/// How many uploads an account has open at one time: bounds the disk that it holds.
const MOST_OPEN: i64 = 3;

/// How long an upload is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Expired uploads that are removed at one go.
const SWEPT_AT_ONCE: i64 = 100;

/// The content type of a part.
const PART_TYPE: &str = "application/offset+octet-stream";

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::Upload, routes!(open_upload))
        .add(Action::Upload, routes!(read_upload, drop_upload))
}

/// The route that takes the parts.
pub fn part_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::Upload, routes!(write_part))
}

/// Opens an upload.
#[utoipa::path(
    post,
    path = "/api/v1/uploads",
    operation_id = "open_upload",
    tag = "uploads",
    request_body = UploadAsk,
    responses((status = 201, description = "Send parts to `location`.", body = UploadView),
        Problems)
)]
async fn open_upload(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<UploadAsk>,
) -> Result<Response, Problem> {
    let account = account(&principal)?;
    let most = state.config.limits.component_bytes.get();
    if ask.bytes == 0 || ask.bytes > most {
        return Err(Problem::new(Code::TooLarge)
            .detail(format!("`bytes` is {}, 1 to {most} are allowed", ask.bytes)));
    }
    let digest: Digest = ask
        .digest
        .parse()
        .map_err(|_| Problem::new(Code::BadRequest).detail("`digest` is no SHA-256 digest"))?;
    state.guard().check_room(Some(ask.bytes))?;
    let now = state.clock.now();
    let upload = UploadRow {
        id: new_id(),
        account_id: account.to_owned(),
        bytes: i64::try_from(ask.bytes).unwrap_or(i64::MAX),
        received: 0,
        digest: digest.to_string(),
        created_at: to_millis(now),
        expires_at: to_millis(now.saturating_add(KEPT).unwrap_or(now)),
    };
    state
        .store
        .open_upload(&upload, MOST_OPEN)
        .await
        .map_err(|error| match error {
            StoreError::Conflict(_) => Problem::new(Code::Conflict)
                .detail(format!("{MOST_OPEN} uploads are open"))
                .hint("finish or delete one of them"),
            other => other.into(),
        })?;
    let location = [(header::LOCATION, format!("/api/v1/uploads/{}", upload.id))];
    Ok((StatusCode::CREATED, location, Json(view(&upload))).into_response())
}

/// How far an upload is.
#[utoipa::path(
    get,
    path = "/api/v1/uploads/{id}",
    operation_id = "read_upload",
    tag = "uploads",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The upload.", body = UploadView), Problems)
)]
async fn read_upload(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<UploadView>, Problem> {
    Ok(Json(view(&find_upload(&state, &principal, &id).await?)))
}

/// Gives an upload up.
#[utoipa::path(
    delete,
    path = "/api/v1/uploads/{id}",
    operation_id = "drop_upload",
    tag = "uploads",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 204, description = "It is gone."), Problems)
)]
async fn drop_upload(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    find_upload(&state, &principal, &id).await?;
    let _writing = hold(&state, &id)?;
    remove(&state, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends the next part. `upload-offset` says where it starts, which has to be where
/// the last one ended.
#[utoipa::path(
    patch,
    path = "/api/v1/uploads/{id}",
    operation_id = "write_part",
    tag = "uploads",
    params(("id" = String, Path, max_length = 128),
        ("upload-offset" = u64, Header, description = "Where the part starts.")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 200, description = "How far it is now.", body = UploadView), Problems)
)]
async fn write_part(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Json<UploadView>, Problem> {
    // First the right to write, then how far it is: nobody moves it in between.
    let _writing = hold(&state, &id)?;
    let upload = find_upload(&state, &principal, &id).await?;
    demand_part(&headers, &upload)?;
    let files = Files::of(&state);
    let from = size(upload.received);
    let to = files.append(&id, from, size(upload.bytes), body).await?;
    if to == size(upload.bytes) && files.digest(&id).await?.to_string() != upload.digest {
        remove(&state, &id).await?;
        return Err(Problem::new(Code::Rejected)
            .detail("the whole has another digest than the one that was told")
            .hint("send the file again in a new upload"));
    }
    let received = i64::try_from(to).unwrap_or(i64::MAX);
    state
        .store
        .advance_upload(&id, upload.received, received)
        .await?;
    Ok(Json(view(&UploadRow { received, ..upload })))
}

/// Removes what is over. To be called now and then.
pub async fn sweep(state: &AppState) -> Result<usize, Problem> {
    let now = to_millis(state.clock.now());
    let expired = state.store.expired_uploads(now, SWEPT_AT_ONCE).await?;
    for id in &expired {
        if state.live().begin_writing(id).is_some() {
            remove(state, id).await?;
        }
    }
    state.store.sweep_requests(now).await?;
    Ok(expired.len())
}

/// A whole upload of the account, fit to be submitted: its row and its file.
pub async fn find_whole(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<(UploadRow, std::path::PathBuf), Problem> {
    let upload = find_upload(state, principal, id).await?;
    if upload.received == upload.bytes {
        let path = Files::of(state).path(id);
        return Ok((upload, path));
    }
    Err(Problem::new(Code::Conflict)
        .detail(format!(
            "{} of {} bytes have arrived",
            upload.received, upload.bytes
        ))
        .hint("send the missing parts first"))
}

/// Forgets an upload and its bytes.
pub async fn remove(state: &AppState, id: &str) -> Result<(), Problem> {
    // The row goes last: a file without one is never found again.
    Files::of(state).remove(id).await?;
    Ok(state.store.drop_upload(id).await?)
}

async fn find_upload(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<UploadRow, Problem> {
    let upload = state.store.upload(id).await?;
    let subject = Subject {
        account: Some(&upload.account_id),
        ..Subject::default()
    };
    rights::demand(principal, Action::Upload, subject)?;
    if upload.expires_at <= to_millis(state.clock.now()) {
        return Err(Problem::new(Code::Gone).detail("the upload has expired"));
    }
    Ok(upload)
}

fn demand_part(headers: &HeaderMap, upload: &UploadRow) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != PART_TYPE) {
        return Err(Problem::new(Code::UnsupportedMediaType)
            .hint(format!("send `content-type: {PART_TYPE}`")));
    }
    let offset = headers
        .get("upload-offset")
        .and_then(|text| text.to_str().ok());
    let offset = offset.and_then(|text| text.parse::<u64>().ok());
    match offset {
        None => Err(Problem::new(Code::BadRequest).detail("`upload-offset` is no number")),
        Some(offset) if offset != size(upload.received) => Err(Problem::new(Code::Conflict)
            .detail(format!("the next part starts at {}", upload.received))),
        Some(_) => Ok(()),
    }
}

/// Keeps others from writing to an upload, or removing it.
pub fn hold(state: &AppState, id: &str) -> Result<Writing, Problem> {
    state.live().begin_writing(id).ok_or_else(|| {
        Problem::new(Code::Conflict)
            .detail("another part of this upload is being written")
            .hint("ask how far it is, then go on from there")
    })
}

fn account(principal: &Principal) -> Result<&str, Problem> {
    principal
        .account()
        .ok_or_else(|| Problem::new(Code::SignInNeeded))
}

fn size(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or(0)
}

fn view(upload: &UploadRow) -> UploadView {
    UploadView {
        id: upload.id.clone(),
        bytes: size(upload.bytes),
        received: size(upload.received),
        expires_at: from_millis(upload.expires_at),
    }
}
