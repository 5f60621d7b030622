//! Phases, their dates and quotas.

use axum::{Json, extract::State};
use jiff::Timestamp;
use pilotbox_model::api::{
    challenges::{PhaseAsk, PhaseView, Quota},
    problem::Code,
};
use pilotbox_store::{
    challenges::{Phase, PhaseChange},
    to_millis,
};

use super::{subject, views, visible};
use crate::{
    api::{
        extract::{Body, Ids},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action},
    state::AppState,
};

/// Phases of one challenge. Nobody needs as many.
const MAX_PHASES: usize = 16;

/// Least and most of what an organisation may submit in a day, in a phase, at one
/// time.
const QUOTAS: [(&str, u32); 3] = [
    ("per_day", 1_000),
    ("per_phase", 100_000),
    ("concurrent", 100),
];

/// A phase of a challenge.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/phases/{name}",
    operation_id = "read_phase",
    tag = "challenges",
    params(
        ("id" = String, Path, max_length = 128),
        ("name" = String, Path, max_length = 128)
    ),
    responses((status = 200, description = "The phase.", body = PhaseView), Problems)
)]
pub(super) async fn read_phase(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, name): Ids,
) -> Result<Json<PhaseView>, Problem> {
    visible(&state, &principal, &id).await?;
    Ok(Json(one(&state, &id, &name).await?))
}

/// Sets a phase's dates and quota, or makes it. Phases do not overlap.
#[utoipa::path(
    put,
    path = "/api/v1/challenges/{id}/phases/{name}",
    operation_id = "set_phase",
    tag = "challenges",
    params(
        ("id" = String, Path, max_length = 128),
        ("name" = String, Path, max_length = 128)
    ),
    request_body = PhaseAsk,
    responses((status = 200, description = "The phase as it is now.", body = PhaseView), Problems)
)]
pub(super) async fn set_phase(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, name): Ids,
    Body(ask): Body<PhaseAsk>,
) -> Result<Json<PhaseView>, Problem> {
    let challenge = visible(&state, &principal, &id).await?.challenge;
    rights::demand(&principal, Action::ManagePhases, subject(challenge.state()))?;
    demand_quota(&ask.quota)?;
    let change = change(&id, &name, &ask);
    demand_dates(&change)?;
    demand_apart(&change, &state.store.phases(&id).await?)?;
    let account = principal.account().unwrap_or_default();
    let now = to_millis(state.clock.now());
    state
        .store
        .set_phase(&challenge, &change, account, now)
        .await?;
    Ok(Json(one(&state, &id, &name).await?))
}

async fn one(state: &AppState, id: &str, name: &str) -> Result<PhaseView, Problem> {
    let phases = state.store.phases(id).await?;
    let found = phases.iter().find(|phase| phase.name == name);
    found
        .map(views::phase)
        .ok_or_else(|| Problem::new(Code::NotFound))
}

fn change(id: &str, name: &str, ask: &PhaseAsk) -> PhaseChange {
    PhaseChange {
        challenge_id: id.to_owned(),
        name: name.to_owned(),
        opens_at: to_millis(ask.opens_at),
        closes_at: ask.closes_at.map(to_millis),
        per_day: ask.quota.per_day.into(),
        per_phase: ask.quota.per_phase.into(),
        concurrent: ask.quota.concurrent.into(),
    }
}

/// Demands that a quota is within its bounds.
pub(crate) fn demand_quota(quota: &Quota) -> Result<(), Problem> {
    let values = [quota.per_day, quota.per_phase, quota.concurrent];
    for ((name, most), value) in QUOTAS.into_iter().zip(values) {
        if value == 0 || value > most {
            return Err(Problem::new(Code::BadRequest)
                .detail(format!("`{name}` is {value}, 1 to {most} are allowed")));
        }
    }
    Ok(())
}

fn demand_dates(change: &PhaseChange) -> Result<(), Problem> {
    let is_kept = |millis: i64| Timestamp::from_millisecond(millis).is_ok() && millis >= 0;
    if !is_kept(change.opens_at) {
        return Err(Problem::new(Code::BadRequest).detail("`opens_at` is before 1970"));
    }
    if change
        .closes_at
        .is_some_and(|closes_at| closes_at <= change.opens_at)
    {
        return Err(Problem::new(Code::BadRequest)
            .detail("the phase closes before it opens")
            .hint("leave `closes_at` out for a standing phase"));
    }
    Ok(())
}

/// Two phases that are open at once would count one submission twice.
fn demand_apart(change: &PhaseChange, phases: &[Phase]) -> Result<(), Problem> {
    let others: Vec<_> = phases
        .iter()
        .filter(|other| other.name != change.name)
        .collect();
    if others.len() >= MAX_PHASES {
        return Err(Problem::new(Code::Conflict)
            .detail(format!("the challenge has {} phases already", others.len())));
    }
    let is_before = |end: Option<i64>, start: i64| end.is_some_and(|end| end <= start);
    let overlaps = |other: &&&Phase| {
        !is_before(other.closes_at, change.opens_at) && !is_before(change.closes_at, other.opens_at)
    };
    match others.iter().find(overlaps) {
        Some(other) => Err(Problem::new(Code::Conflict)
            .detail(format!("the phase overlaps `{}`", other.name))
            .hint("change the dates of that phase first")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phase(opens_at: i64, closes_at: Option<i64>) -> PhaseChange {
        PhaseChange {
            challenge_id: "c".to_owned(),
            name: "second".to_owned(),
            opens_at,
            closes_at,
            per_day: 1,
            per_phase: 1,
            concurrent: 1,
        }
    }

    fn first(closes_at: Option<i64>) -> Phase {
        Phase {
            id: "P1".to_owned(),
            challenge_id: "c".to_owned(),
            name: "first".to_owned(),
            opens_at: 100,
            closes_at,
            per_day: 1,
            per_phase: 1,
            concurrent: 1,
        }
    }

    #[test]
    fn phases_may_touch_and_not_overlap() {
        let dated = [first(Some(200))];
        assert!(demand_apart(&phase(200, None), &dated).is_ok());
        assert!(demand_apart(&phase(0, Some(100)), &dated).is_ok());
        assert!(demand_apart(&phase(199, None), &dated).is_err());
        assert!(demand_apart(&phase(0, Some(101)), &dated).is_err());
        let standing = [first(None)];
        assert!(demand_apart(&phase(0, Some(100)), &standing).is_ok());
        assert!(demand_apart(&phase(5_000, None), &standing).is_err());
    }

    #[test]
    fn a_phase_may_move_onto_its_own_old_dates() {
        let own = PhaseChange {
            name: "first".to_owned(),
            ..phase(150, Some(250))
        };
        assert!(demand_apart(&own, &[first(Some(200))]).is_ok());
    }

    #[test]
    fn dates_and_quotas_have_bounds() {
        assert!(demand_dates(&phase(1, None)).is_ok());
        assert!(demand_dates(&phase(-1, None)).is_err());
        assert!(demand_dates(&phase(1, Some(1))).is_err());
        let quota = |per_day| Quota {
            per_day,
            per_phase: 100_000,
            concurrent: 100,
        };
        assert!(demand_quota(&quota(1_000)).is_ok());
        assert!(demand_quota(&quota(1_001)).is_err());
        assert!(demand_quota(&quota(0)).is_err());
    }
}
