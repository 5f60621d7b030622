//! Problems of the city: everybody reads what staff let pass, accounts propose and support,
//! staff decide, merge, answer, and say which challenge one becomes. Who proposes or
//! supports something is shown to nobody.

mod propose;
mod staff;
mod views;

use axum::{Json, extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    accounts::Role,
    challenges::ChallengeState,
    civic_problems::{
        CityField, CityProblemDetail, CityProblemOrder, CityProblemState, CityProblemView,
        DISTRICTS,
    },
    problem::Code,
};
use pilotbox_store::{
    ProblemFilter, ProblemOrder, ProblemRow, ProblemScope, StoreError, to_millis,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{
    Api,
    extract::Id,
    list::{Filtered, ListQuery},
    problems::Problems,
    text::{demand_key, demand_text},
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest text that is looked for, in characters.
const SEARCH_CHARS: usize = 200;

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ListProblems, routes!(list_problems))
        .add(Action::ReadProblem, routes!(read_problem))
        .add(Action::ProposeProblem, routes!(propose::propose_problem))
        .add(Action::SupportProblem, routes!(support_problem))
        .add(Action::SupportProblem, routes!(unsupport_problem))
        .add(Action::ModerateProblem, routes!(staff::decide_problem))
        .add(Action::ModerateProblem, routes!(staff::merge_problem))
        .add(Action::AnswerProblem, routes!(staff::answer_problem))
        .add(Action::LinkProblem, routes!(staff::link_problem))
}

/// Which problems, and in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ProblemsQuery {
    /// Only those of a field.
    #[param(inline)]
    field: Option<CityField>,
    /// Only those of a district, by its official number, and those of the whole city.
    #[param(minimum = 1, maximum = 24)]
    district: Option<u8>,
    /// Only those in a state; without it those that everybody sees. Of `proposed` and
    /// `refused` only staff see more than their own.
    #[param(inline)]
    state: Option<CityProblemState>,
    /// Only those that became this challenge.
    #[param(max_length = 128)]
    challenge: Option<String>,
    /// Words that they hold, at most four.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only those that the reader proposed, in whatever state.
    own: Option<bool>,
    /// From new to old, or from much support to little.
    #[param(inline)]
    sort: Option<CityProblemOrder>,
}

/// Problems: those that everybody sees, newest first, unless something else is asked for.
#[utoipa::path(
    get,
    path = "/api/v1/problems",
    operation_id = "list_problems",
    tag = "problems",
    params(ProblemsQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<CityProblemView>), Problems)
)]
async fn list_problems(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<ProblemsQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ListProblems, Subject::default())?;
    let words = query.q.as_deref().unwrap_or_default();
    demand_text("q", words, 0, SEARCH_CHARS)?;
    demand_district(query.district)?;
    let challenge = demand_key("challenge", query.challenge.clone())?;
    demand_challenge(&state, &principal, &challenge).await?;
    let after = ask.after.as_deref().unwrap_or_default();
    let sort = query.sort.unwrap_or_default();
    let filter = ProblemFilter {
        scope: scope(&principal, &query)?,
        reader: principal.reader().unwrap_or_default(),
        state: query.state.map_or("", CityProblemState::as_str),
        field: query.field.map_or("", CityField::as_str),
        district: query.district,
        challenge: &challenge,
        words,
        order: order(sort, after)?,
    };
    let rows = state.store.problems(filter, ask.fetch).await?;
    let views: Result<Vec<_>, _> = rows
        .iter()
        .map(|row| views::view(&principal, row))
        .collect();
    ask.answer(views?, |view| match sort {
        CityProblemOrder::Newest => view.id.clone(),
        // No id holds a dot.
        CityProblemOrder::Support => format!("{}.{}", view.supporters, view.id),
    })
}

/// A problem with what was decided of it. One that was merged names the other.
#[utoipa::path(
    get,
    path = "/api/v1/problems/{id}",
    operation_id = "read_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    responses(
        (status = 200, description = "The problem.", body = CityProblemDetail),
        Problems
    )
)]
async fn read_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<CityProblemDetail>, Problem> {
    rights::demand(&principal, Action::ReadProblem, Subject::default())?;
    detail(&state, &principal, &id).await.map(Json)
}

/// Supports a problem. Twice is as good as once.
#[utoipa::path(
    put,
    path = "/api/v1/problems/{id}/support",
    operation_id = "support_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 204, description = "It counts."), Problems)
)]
async fn support_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::SupportProblem, Subject::default())?;
    let row = visible(&state, &principal, &id).await?;
    demand_state(&row, CityProblemState::is_open)?;
    let account = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    state.store.support_problem(&id, account, at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the own support back, where there is any.
#[utoipa::path(
    delete,
    path = "/api/v1/problems/{id}/support",
    operation_id = "unsupport_problem",
    tag = "problems",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 204, description = "It counts no more."), Problems)
)]
async fn unsupport_problem(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    rights::demand(&principal, Action::SupportProblem, Subject::default())?;
    let account = principal.account().unwrap_or_default();
    let row = state.store.problem(&id, account).await?;
    // Support outlives that a problem is seen.
    if row.is_supported == 0 && !is_visible(&principal, &row)? {
        return Err(Problem::new(Code::NotFound));
    }
    state.store.unsupport_problem(&id, account).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A problem with all that its reader may know.
async fn detail(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<CityProblemDetail, Problem> {
    let row = visible(state, principal, id).await?;
    let merged = state.store.merged_problems(id).await?;
    let steps = state.store.problem_steps(id).await?;
    views::detail(principal, &row, &merged, &steps)
}

/// A problem, if the reader may know of it.
async fn visible(state: &AppState, principal: &Principal, id: &str) -> Result<ProblemRow, Problem> {
    let reader = principal.reader().unwrap_or_default();
    let row = state.store.problem(id, reader).await?;
    if is_visible(principal, &row)? {
        Ok(row)
    } else {
        Err(Problem::new(Code::NotFound))
    }
}

/// One that was merged before it was let pass leads nobody anywhere but its proposer.
fn is_visible(principal: &Principal, row: &ProblemRow) -> Result<bool, Problem> {
    let state = views::state(row)?;
    let was_shown = state == CityProblemState::Merged && row.shown_at.is_some();
    Ok(state.is_open() || was_shown || row.is_own == 1 || principal.has(Role::Staff))
}

/// Refuses what a problem in its state does not allow.
fn demand_state(row: &ProblemRow, fits: impl Fn(CityProblemState) -> bool) -> Result<(), Problem> {
    let state = views::state(row)?;
    if fits(state) {
        return Ok(());
    }
    let problem = Problem::new(Code::WrongState)
        .detail(format!("the problem is in state `{}`", state.as_str()));
    Err(match &row.merged_into {
        Some(other) => problem.hint(format!("it was merged into `/api/v1/problems/{other}`")),
        None => problem,
    })
}

fn demand_district(number: Option<u8>) -> Result<(), Problem> {
    match number {
        Some(number) if !(1..=DISTRICTS).contains(&number) => Err(Problem::new(Code::BadRequest)
            .detail(format!(
                "`district` is {number}, 1 to {DISTRICTS} are allowed"
            ))),
        _ => Ok(()),
    }
}

/// Whoever may not know of a challenge is not told what became one.
async fn demand_challenge(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<(), Problem> {
    if challenge.is_empty() {
        return Ok(());
    }
    let found = state.store.challenge(challenge).await?;
    if found.state().is_public() || principal.has(Role::Staff) {
        Ok(())
    } else {
        Err(Problem::new(Code::NotFound))
    }
}

/// Which problems the list may hold at all.
fn scope(principal: &Principal, query: &ProblemsQuery) -> Result<ProblemScope, Problem> {
    if query.own == Some(true) {
        return match (principal.reader(), principal.account()) {
            (Some(_), _) => Ok(ProblemScope::Own),
            (None, Some(_)) => Err(Problem::new(Code::SecondFactorNeeded)),
            (None, None) => Err(Problem::new(Code::SignInNeeded)),
        };
    }
    Ok(match query.state {
        None => ProblemScope::Open,
        Some(_) if principal.has(Role::Staff) => ProblemScope::All,
        Some(_) => ProblemScope::Readable,
    })
}

/// Where the list goes on: at an id, or at a count and an id.
fn order(sort: CityProblemOrder, after: &str) -> Result<ProblemOrder<'_>, Problem> {
    match sort {
        CityProblemOrder::Newest => Ok(ProblemOrder::Newest(after)),
        CityProblemOrder::Support if after.is_empty() => Ok(ProblemOrder::Support(None)),
        CityProblemOrder::Support => {
            let place = after.split_once('.');
            let place = place.and_then(|(count, id)| Some((count.parse().ok()?, id)));
            place
                .map(|place| ProblemOrder::Support(Some(place)))
                .ok_or_else(|| {
                    Problem::new(Code::BadRequest)
                        .detail("`cursor` is none of this list's")
                        .hint("give `next` of the page before as it is")
                })
        }
    }
}

/// Whether everybody may know of the challenge that a problem became.
fn is_known(row: &ProblemRow) -> bool {
    let state = row.challenge_state.as_deref();
    let state = state.and_then(ChallengeState::parse);
    state.is_some_and(ChallengeState::is_public)
}

/// What a missing target says: it is a field's value, not the address, that is wrong.
fn missing(error: StoreError, field: &str) -> Problem {
    match error {
        StoreError::NotFound => {
            Problem::new(Code::BadRequest).detail(format!("`{field}` is not there"))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_by_support_goes_on_at_a_count_and_an_id() {
        let place = order(CityProblemOrder::Support, "12.01ABC").unwrap();
        assert!(matches!(place, ProblemOrder::Support(Some((12, "01ABC")))));
        let start = order(CityProblemOrder::Support, "").unwrap();
        assert!(matches!(start, ProblemOrder::Support(None)));
        for bad in ["01ABC", "x.01ABC", "12"] {
            let refused = order(CityProblemOrder::Support, bad).unwrap_err();
            assert_eq!(refused.code(), Code::BadRequest, "{bad}");
        }
    }

    #[test]
    fn a_district_has_an_official_number() {
        for fits in [None, Some(1), Some(24)] {
            assert!(demand_district(fits).is_ok());
        }
        for bad in [0, 25] {
            let refused = demand_district(Some(bad)).unwrap_err();
            assert_eq!(refused.code(), Code::BadRequest);
        }
    }
}
