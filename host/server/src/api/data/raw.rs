//! Raw data: brought, fetched and deleted by readers. Every access is noted before it
//! happens.

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use pilotbox_model::api::{
    data::{DataAccess, DataSetView},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    data::{NewRawData, RawData},
    to_millis,
};
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::{arriving, current_raw, demand_reader, views, visible};
use crate::{
    api::{extract::Id, problems::Problems},
    data::{self, Arrived, Looked},
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// A form with raw data.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body that is read as a stream")]
pub(super) struct RawForm {
    /// The file, with its name, whose ending says its format: CSV, Parquet, JSON lines,
    /// GTFS, GTFS realtime, NGSI-LD or EPANET.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Which of its tables is meant, where it holds several.
    #[schema(max_length = 255)]
    table: Option<String>,
}

/// Brings raw data in place of what is there, which goes at once. It is encrypted while it
/// arrives and deleted when its time is over; nobody but readers can fetch it.
#[utoipa::path(
    put,
    path = "/api/v1/data-sets/{id}/raw",
    operation_id = "bring_raw",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    request_body(content = RawForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The data set.", body = DataSetView), Problems)
)]
pub(super) async fn bring_raw(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    request: Request,
) -> Result<Json<DataSetView>, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_reader(&state, &principal, &set, Action::BringRaw).await?;
    let arrived = arriving::receive(&state, &id, request).await?;
    keep(&state, &principal, &id, arrived).await?;
    let set = visible(&state, &principal, &id).await?;
    Ok(Json(views::whole(&state, &principal, set).await?))
}

async fn keep(
    state: &AppState,
    principal: &Principal,
    id: &str,
    arrived: Arrived,
) -> Result<(), Problem> {
    let (raw_id, file_name) = (arrived.raw_id.clone(), arrived.file_name.clone());
    let bytes = signed(arrived.bytes);
    let looked = look(state, id, arrived).await?;
    let digest = state.blobs.put(looked.encrypted.into()).await?.to_string();
    let about = serde_json::to_string(&looked.about).map_err(Problem::internal)?;
    let new = NewRawData {
        id: &raw_id,
        data_set: id,
        digest: &digest,
        file_name: &file_name,
        table_name: &looked.table,
        format: &looked.format,
        bytes,
        rows: signed(looked.rows),
        rows_aside: signed(looked.rows_aside),
        about: &about,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let brought = state.store.bring_raw(&new);
    if let Some(old) = brought.await? {
        remove_now(state, &old).await;
    }
    Ok(())
}

/// Looks at it off the event loop. The turn ends with the work, not with the request.
async fn look(state: &AppState, id: &str, arrived: Arrived) -> Result<Looked, Problem> {
    let turn = state.data_door().enter().await?;
    let today = data::today(state)?;
    let (vault, id) = (state.vault.clone(), id.to_owned());
    let limit_bytes = state.config.limits.raw_data_bytes.get();
    let looking = spawn_blocking(move || {
        let _turn = turn;
        data::look(&vault, &id, arrived, limit_bytes, today)
    });
    looking.await.map_err(Problem::internal)?
}

/// Fetches raw data as it came.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets/{id}/raw",
    operation_id = "fetch_raw",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    responses(
        (status = 200, description = "The bytes.", body = Vec<u8>,
            content_type = "application/octet-stream"),
        Problems
    )
)]
pub(super) async fn fetch_raw(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Response, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_reader(&state, &principal, &set, Action::FetchRaw).await?;
    let raw = current_raw(&state, &id).await?.ok_or_else(none_there)?;
    let at = to_millis(state.clock.now());
    let noted = state
        .store
        .note_access(&id, DataAccess::Fetched, principal.account(), at);
    noted.await?;
    let name = attachment(&raw);
    let turn = state.data_door().enter().await?;
    let task = data::task(&state, raw).await?;
    let opening = spawn_blocking(move || {
        let _turn = turn;
        task.plain()
    });
    let plain = opening.await.map_err(Problem::internal)??;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(Problem::internal)?,
        ),
    ];
    Ok((headers, Body::from(plain)).into_response())
}

/// Deletes raw data before its time. Releases stay.
#[utoipa::path(
    delete,
    path = "/api/v1/data-sets/{id}/raw",
    operation_id = "delete_raw",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 204, description = "It is gone."), Problems)
)]
pub(super) async fn delete_raw(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_reader(&state, &principal, &set, Action::DeleteRaw).await?;
    let at = to_millis(state.clock.now());
    let deleted = state.store.delete_raw(&id, principal.account(), at).await;
    let digest: Result<Option<String>, StoreError> = deleted;
    let digest = digest?.ok_or_else(none_there)?;
    remove_now(&state, &digest).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes encrypted bytes that nothing names any more. Those that cannot be removed now
/// are found by the next sweep.
async fn remove_now(state: &AppState, digest: &str) {
    let Ok(digest) = digest.parse() else { return };
    if let Err(error) = state.blobs.remove(digest).await {
        tracing::warn!(%error, "raw data is removed later");
    }
}

fn none_there() -> Problem {
    Problem::new(Code::NotFound).detail("no raw data is there")
}

/// Named by the data set: what the file was called may be in any script.
fn attachment(raw: &RawData) -> String {
    let ending = raw
        .file_name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending);
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("attachment; filename=\"{}-raw.{ending}\"", raw.data_set_id)
}

/// For the database, which counts so far and no further.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
