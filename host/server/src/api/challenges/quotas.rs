//! What an organisation has used of its quota, for its members.

use axum::{Json, extract::State};
use pilotbox_model::api::{admin::QuotaView, problem::Code};
use pilotbox_store::{challenges::QuotaFilter, to_millis};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{own_organisation, visible};
use crate::{
    api::{
        admin,
        extract::{Id, Params},
        problems::Problems,
        submissions::day_of,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Whose quota.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct QuotaQuery {
    /// One of the caller's organisations; needed if there are several.
    #[param(max_length = 128)]
    organisation: Option<String>,
}

/// What an organisation of the caller's has used and may use.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/quota",
    operation_id = "read_quota",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), QuotaQuery),
    responses((status = 200, description = "Used and allowed.", body = QuotaView), Problems)
)]
pub(super) async fn read_quota(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<QuotaQuery>,
) -> Result<Json<QuotaView>, Problem> {
    visible(&state, &principal, &id).await?;
    let organisation = own_organisation(&principal, query.organisation.as_deref())?;
    let subject = Subject {
        organisation: Some(organisation),
        ..Subject::default()
    };
    rights::demand(&principal, Action::ReadQuota, subject)?;
    let now = state.clock.now();
    let filter = QuotaFilter {
        challenge: &id,
        organisation,
        after: ("", ""),
        at: to_millis(now),
        day_starts_at: day_of(now)?,
    };
    let row = state.store.quotas(filter, 1).await?.into_iter().next();
    let row = row.ok_or_else(|| {
        Problem::new(Code::NotFound).detail("the organisation is not enrolled in this challenge")
    })?;
    // Why an admin has changed it is for the record, not for those whom it is about.
    Ok(Json(QuotaView {
        reason: None,
        ..admin::quota_view(row)
    }))
}
