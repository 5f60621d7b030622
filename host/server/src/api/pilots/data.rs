//! Newer tables of a pilot. They answer only once the harness has described its form from
//! them: what it cannot read is refused, and the tables before stay.

use axum::{
    body::Body as RawBody,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use futures_util::StreamExt as _;
use pilotbox_model::api::problem::Code;
use pilotbox_store::{NewPilotData, to_millis};

use super::{Problems, demand_running};
use crate::{
    api::{
        extract::Id,
        uploads::file::{Arriving, broken},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// The content type of the archive.
const TAR: &str = "application/x-tar";

/// Brings newer tables, as `pilotbox pack --pilot` wrote them: exactly those that the
/// challenge's dictionary lists for `data/pilot`. From then on the pilot answers from them.
#[utoipa::path(
    put,
    path = "/api/v1/pilots/{id}/data",
    operation_id = "bring_pilot_data",
    tag = "pilots",
    params(("id" = String, Path, max_length = 128)),
    request_body(content = Vec<u8>, content_type = "application/x-tar"),
    responses((status = 204, description = "It answers from them."), Problems)
)]
pub(super) async fn bring_pilot_data(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::ManagePilot, Subject::default())?;
    let row = state.store.pilot(&id).await?;
    demand_running(&state, &row.life())?;
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != TAR) {
        return Err(Problem::new(Code::UnsupportedMediaType)
            .hint("send `content-type: application/x-tar`, made by `pilotbox pack --pilot`"));
    }
    let most = state.config.limits.component_bytes.get();
    let mut arriving = Arriving::begin(&state, most).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        arriving
            .write(&chunk.map_err(|error| broken(&error))?)
            .await?;
    }
    let arrived = arriving.end().await?;
    state.blobs.put_file(&arrived.path, arrived.digest).await?;
    let digest = arrived.digest.to_string();
    state.pilots().demand_data(&row, &digest).await?;
    let new = NewPilotData {
        pilot: &id,
        digest: &digest,
        bytes: i64::try_from(arrived.bytes).unwrap_or(i64::MAX),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    state.store.bring_pilot_data(new).await?;
    // The next question opens it anew.
    state.pilots().close(&id);
    Ok(StatusCode::NO_CONTENT)
}
