//! What owners change: the dossier, the finalists, and whether it stands at all.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use pilotbox_model::api::{
    problem::Code,
    submissions::{Dossier, FinalistAsk, SubmissionView},
};
use pilotbox_store::{FINALISTS, StoreError, to_millis};
use serde_json::{Map, Value};

use super::{demand_changeable, dossier, find_submission, shown, view};
use crate::{
    api::{
        extract::{Body, Id},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// Changes fields of the dossier; those that are not named stay, `null` empties.
#[utoipa::path(
    patch,
    path = "/api/v1/submissions/{id}",
    operation_id = "change_dossier",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128),
        ("if-match" = Option<String>, Header, description = "The ETag that was read.")),
    request_body = Dossier,
    responses((status = 200, description = "The submission.", body = SubmissionView), Problems)
)]
pub(super) async fn change_dossier(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
    Body(fields): Body<Map<String, Value>>,
) -> Result<Response, Problem> {
    let row = find_submission(&state, &principal, Action::ChangeDossier, &id).await?;
    demand_changeable(&state, &row)?;
    demand_match(&headers, row.revision)?;
    let changed = serde_json::to_vec(&merged(&row.dossier, fields)?).map_err(Problem::internal)?;
    let dossier = serde_json::to_string(&dossier::parse(&changed)?).map_err(Problem::internal)?;
    let now = to_millis(state.clock.now());
    state
        .store
        .change_dossier(&id, row.revision, &dossier, now)
        .await?;
    read_back(&state, &principal, &id).await
}

/// Takes a submission back. Its runs stop; what ended stays.
#[utoipa::path(
    post,
    path = "/api/v1/submissions/{id}/withdrawal",
    operation_id = "withdraw_submission",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The submission.", body = SubmissionView), Problems)
)]
pub(super) async fn withdraw_submission(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Response, Problem> {
    find_submission(&state, &principal, Action::Withdraw, &id).await?;
    let account = principal.account().unwrap_or_default();
    let now = to_millis(state.clock.now());
    state.store.withdraw(&id, account, now).await?;
    read_back(&state, &principal, &id).await
}

/// Chooses a submission for the final split, or gives its place up. Where nobody
/// chooses, the last two that scored go.
#[utoipa::path(
    put,
    path = "/api/v1/submissions/{id}/finalist",
    operation_id = "choose_finalist",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128)),
    request_body = FinalistAsk,
    responses((status = 200, description = "The submission.", body = SubmissionView), Problems)
)]
pub(super) async fn choose_finalist(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<FinalistAsk>,
) -> Result<Response, Problem> {
    let row = find_submission(&state, &principal, Action::ChooseFinalist, &id).await?;
    demand_changeable(&state, &row)?;
    let now = to_millis(state.clock.now());
    let chosen = state.store.choose_finalist(&id, ask.is_finalist, now).await;
    chosen.map_err(|error| match error {
        StoreError::Conflict(_) => Problem::new(Code::Conflict)
            .detail(format!("{FINALISTS} submissions are chosen already"))
            .hint("give up the place of one of them first"),
        other => other.into(),
    })?;
    read_back(&state, &principal, &id).await
}

async fn read_back(state: &AppState, principal: &Principal, id: &str) -> Result<Response, Problem> {
    let row = state.store.submission(id).await?;
    shown(state, principal, row, &HeaderMap::new()).await
}

/// Refuses a change on top of an old copy. Without an `if-match` it passes.
pub(super) fn demand_match(headers: &HeaderMap, revision: i64) -> Result<(), Problem> {
    let mut given = headers.get_all(header::IF_MATCH).iter().peekable();
    let holds = given.peek().is_none()
        || given
            .filter_map(|value| value.to_str().ok())
            .any(|value| view::matches(value, revision));
    holds
        .then_some(())
        .ok_or_else(|| Problem::new(Code::Changed).hint("read it again and repeat the change"))
}

/// The dossier with the fields that were sent; `null` leaves a field at its
/// default, as in RFC 7396.
fn merged(dossier: &str, fields: Map<String, Value>) -> Result<Map<String, Value>, Problem> {
    let mut whole: Map<String, Value> = serde_json::from_str(dossier).map_err(Problem::internal)?;
    for (name, value) in fields {
        if value.is_null() {
            whole.remove(&name);
        } else {
            whole.insert(name, value);
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_stays_and_null_empties() {
        let kept = r#"{"title": "a", "licence": "MIT", "cost_eur": 5}"#;
        let fields = serde_json::json!({"title": "b", "cost_eur": null});
        let Value::Object(fields) = fields else {
            return;
        };
        let Ok(whole) = merged(kept, fields) else {
            panic!("a dossier of ours reads back")
        };
        let expected = serde_json::json!({"title": "b", "licence": "MIT"});
        assert_eq!(Value::Object(whole), expected);
    }
}
