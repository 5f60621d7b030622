//! Raw data: brought, fetched and deleted by readers. Every access is noted before it
//! happens.

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use pilotbox_model::api::{
    accounts::Role,
    data::{DataAccess, DataSetView},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    data::{DataSet, NewRawData, RawData},
    to_millis,
};
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
    demand_key(&state).await?;
    let arrived = arriving::receive(&state, &id, request).await?;
    keep(&state, &principal, &id, arrived).await?;
    let set = visible(&state, &principal, &id).await?;
    Ok(Json(views::whole(&state, &principal, set).await?))
}

/// A new data key is made for the first raw data alone. After a restore without the key it
/// would be made unasked, and the old one, put back later, would not fit what came since.
async fn demand_key(state: &AppState) -> Result<(), Problem> {
    if !state.vault.has_no_key() || !state.store.has_raw_data().await? {
        return Ok(());
    }
    tracing::error!("raw data is there, and the data key `keys.data` is not");
    Err(Problem::new(Code::WrongState)
        .detail("the data key is not there, and raw data was kept with it")
        .hint("ask who runs this server to put the data key back; if it is lost, the raw data of every data set has to be deleted first"))
}

async fn keep(
    state: &AppState,
    principal: &Principal,
    id: &str,
    arrived: Arrived,
) -> Result<(), Problem> {
    let (raw_id, file_name) = (arrived.raw_id.clone(), data::known_name(&arrived.file_name));
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

/// Looks at it off the event loop.
async fn look(state: &AppState, id: &str, arrived: Arrived) -> Result<Looked, Problem> {
    let turn = state.data_door().enter().await?;
    let today = data::today(state)?;
    let (vault, id) = (state.vault.clone(), id.to_owned());
    let limit_bytes = state.config.limits.raw_data_bytes.get();
    let looking = data::work(turn, move || {
        data::look(&vault, &id, arrived, limit_bytes, today)
    });
    looking.await
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
    let place = state.fetch_door().enter().await?;
    data::note(&state, &raw, DataAccess::Fetched, principal.account()).await?;
    let name = attachment(&raw);
    let turn = state.data_door().enter().await?;
    let task = data::task(&state, raw).await?;
    let plain = data::work(turn, move || task.plain()).await?;
    let headers = [
        (header::CONTENT_LENGTH, plain.len().into()),
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
    Ok((headers, data::sent(plain, place)).into_response())
}

/// Deletes raw data before its time. Releases stay. Where no reader is left who can sign
/// in, anybody on the staff may do it.
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
    demand_may_delete(&state, &principal, &set).await?;
    let at = to_millis(state.clock.now());
    let deleted = state.store.delete_raw(&id, principal.account(), at).await;
    let digest: Result<Option<String>, StoreError> = deleted;
    let digest = digest?.ok_or_else(none_there)?;
    remove_now(&state, &digest).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Readers delete raw data. Where none is left, nobody could, and it would lie there until
/// its time is over: so anybody on the staff may, who still cannot read it.
async fn demand_may_delete(
    state: &AppState,
    principal: &Principal,
    set: &DataSet,
) -> Result<(), Problem> {
    let Err(problem) = demand_reader(state, principal, set, Action::DeleteRaw).await else {
        return Ok(());
    };
    let is_staff = principal.has(Role::Staff);
    if is_staff && !state.store.has_data_reader(&set.id).await? {
        return Ok(());
    }
    Err(problem)
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
