//! What enrolled organisations use of their quotas, and other quotas for single ones.

use axum::{extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    admin::{QuotaAsk, QuotaView},
    challenges::Quota,
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{QuotaChange, QuotaFilter, QuotaNumbers, QuotaRow},
    from_millis, to_millis,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::count;
use crate::{
    api::{
        challenges::demand_quota,
        extract::Body,
        list::{Filtered, ListQuery},
        problems::Problems,
        submissions::day_of,
        text::{demand_key, demand_text},
    },
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Longest reason, in characters.
const REASON_CHARS: usize = 2_000;

/// Which quotas.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct QuotasQuery {
    /// Only those of a challenge.
    #[param(max_length = 128)]
    challenge: Option<String>,
}

/// What enrolled organisations have used and may use, by challenge.
#[utoipa::path(
    get,
    path = "/api/v1/admin/quotas",
    operation_id = "list_quotas",
    tag = "admin",
    params(QuotasQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<QuotaView>), Problems)
)]
pub(super) async fn list_quotas(
    State(state): State<AppState>,
    Filtered(ask, query): Filtered<QuotasQuery>,
) -> Result<Response, Problem> {
    let challenge = demand_key("challenge", query.challenge)?;
    let now = state.clock.now();
    let filter = QuotaFilter {
        challenge: &challenge,
        organisation: "",
        after: place(ask.after.as_deref().unwrap_or_default()),
        at: to_millis(now),
        day_starts_at: day_of(now)?,
    };
    let rows = state.store.quotas(filter, ask.fetch).await?;
    let views = rows.into_iter().map(view).collect();
    // No id holds a dot.
    ask.answer(views, |view: &QuotaView| {
        format!("{}.{}", view.challenge, view.organisation)
    })
}

/// Allows an organisation more or less than a challenge's phases do, from now on.
#[utoipa::path(
    put,
    path = "/api/v1/admin/quotas",
    operation_id = "change_quota",
    tag = "admin",
    request_body = QuotaAsk,
    responses((status = 204, description = "It counts."), Problems)
)]
pub(super) async fn change_quota(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<QuotaAsk>,
) -> Result<StatusCode, Problem> {
    let challenge = demand_key("challenge", Some(ask.challenge))?;
    let organisation = demand_key("organisation", Some(ask.organisation))?;
    demand_text("reason", &ask.reason, 1, REASON_CHARS)?;
    if let Some(quota) = &ask.quota {
        demand_quota(quota)?;
    }
    let change = QuotaChange {
        challenge: &challenge,
        organisation: &organisation,
        quota: ask.quota.map(numbers),
        reason: &ask.reason,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let changed = state.store.change_quota(change).await;
    changed.map_err(|error| match error {
        StoreError::NotFound => Problem::new(Code::BadRequest)
            .detail("`organisation` is not enrolled in `challenge`")
            .hint("`GET /api/v1/admin/quotas` lists who is"),
        other => other.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where a page begins: after a challenge and an organisation.
fn place(cursor: &str) -> (&str, &str) {
    cursor.rsplit_once('.').unwrap_or((cursor, ""))
}

/// A quota as it is told.
pub(in crate::api) fn view(row: QuotaRow) -> QuotaView {
    QuotaView {
        of_phase: row.of_phase().map(quota),
        own: row.own().map(quota),
        challenge: row.challenge_id,
        organisation: row.organisation_id,
        name: row.organisation,
        phase: row.phase,
        used_today: count(row.used_today),
        used_in_phase: count(row.used_in_phase),
        under_way: count(row.under_way),
        reason: row.reason,
        changed_at: row.changed_at.map(from_millis),
    }
}

fn quota(numbers: QuotaNumbers) -> Quota {
    let small = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
    Quota {
        per_day: small(numbers.per_day),
        per_phase: small(numbers.per_phase),
        concurrent: small(numbers.concurrent),
    }
}

fn numbers(quota: Quota) -> QuotaNumbers {
    QuotaNumbers {
        per_day: quota.per_day.into(),
        per_phase: quota.per_phase.into(),
        concurrent: quota.concurrent.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_after_a_challenge_and_an_organisation() {
        assert_eq!(place("parking.01ARZ"), ("parking", "01ARZ"));
        assert_eq!(place(""), ("", ""));
    }
}
