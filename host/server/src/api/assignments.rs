//! Who judges what: staff give work and see what is done, evaluators see their own under
//! codes. Those who submit see nothing of it. How they judge is in [`super::jury`].

pub(in crate::api) mod own;
pub(crate) mod views;

use axum::{Json, extract::State, http::StatusCode, response::Response};
use jiff::{civil::Date, tz::TimeZone};
use pilotbox_model::api::{
    Page,
    assignments::{AssignedView, AssignmentAsk, AssignmentView, JuryView},
    challenges::ChallengeState,
    problem::Code,
};
use pilotbox_store::{
    challenges::{Assigned, NewAssignments},
    to_millis,
};
use utoipa_axum::routes;

use super::{
    Api,
    extract::{Body, Id, Params},
    jury,
    list::ListQuery,
    problems::Problems,
    text::demand_key,
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Whose days count.
const CITY: &str = "Europe/Sofia";

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ListAssignments, routes!(list_assignments))
        .add(Action::ListAssignments, routes!(read_jury))
        .add(Action::Assign, routes!(assign))
        .add(
            Action::ListOwnAssignments,
            routes!(own::list_own_assignments),
        )
        .add(
            Action::ListOwnAssignments,
            routes!(own::count_own_assignments),
        )
        .add(Action::NoteAssignment, routes!(own::set_assignment_note))
        .add(Action::ReadOwnAssignment, routes!(own::read_own_assignment))
        .add(Action::WithdrawAssignment, routes!(withdraw_assignment))
}

/// Who judges what in a challenge, in the order in which it was given.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/assignments",
    operation_id = "list_assignments",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<AssignmentView>), Problems)
)]
async fn list_assignments(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ListAssignments, Subject::default())?;
    state_of(&state, &challenge).await?;
    let ask = query.ask()?;
    let after = ask.after.as_deref().unwrap_or_default();
    let rows = state.store.assignments(&challenge, after, ask.fetch);
    let views: Result<Vec<_>, _> = rows.await?.into_iter().map(views::assignment).collect();
    ask.answer(views?, |view| view.id.clone())
}

/// Who can judge a challenge, how far each is, what there is to judge, which conflicts of
/// interest were declared, and how far evaluators agree.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/jury",
    operation_id = "read_jury",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "Evaluators and finalists.", body = JuryView), Problems)
)]
async fn read_jury(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
) -> Result<Json<JuryView>, Problem> {
    rights::demand(&principal, Action::ListAssignments, Subject::default())?;
    state_of(&state, &challenge).await?;
    let evaluators = state.store.evaluators(&challenge).await?;
    let finalists = state.store.finalists(&challenge).await?;
    let conflicts = state.store.conflicts(&challenge).await?;
    let figures = jury::figures(&state, &challenge).await?;
    Ok(Json(views::jury(
        evaluators, finalists, conflicts, figures,
    )?))
}

/// Gives work to evaluators: all finalists to all who can judge, unless one is named.
/// Whoever has declared a conflict of interest with a finalist never gets it again. Each is
/// told by mail.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/assignments",
    operation_id = "assign",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    request_body = AssignmentAsk,
    responses((status = 200, description = "It is given.", body = AssignedView), Problems)
)]
async fn assign(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
    Body(ask): Body<AssignmentAsk>,
) -> Result<Json<AssignedView>, Problem> {
    let subject = Subject {
        state: Some(state_of(&state, &challenge).await?),
        ..Subject::default()
    };
    rights::demand(&principal, Action::Assign, subject)?;
    let evaluator = named("evaluator", ask.evaluator)?;
    let submission = named("submission", ask.submission)?;
    let today = today(&state)?;
    if ask.due_on < today {
        return Err(Problem::new(Code::BadRequest)
            .detail(format!("`due_on` is {}, today is {today}", ask.due_on)));
    }
    let new = NewAssignments {
        challenge: &challenge,
        evaluator: evaluator.as_deref(),
        submission: submission.as_deref(),
        due_on: &ask.due_on.to_string(),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let done = state.store.assign(new).await?;
    told(done, evaluator.is_some(), submission.is_some()).map(Json)
}

/// Withdraws work, done or not. Again is as good as once.
#[utoipa::path(
    delete,
    path = "/api/v1/assignments/{id}",
    operation_id = "withdraw_assignment",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 204, description = "It is withdrawn."), Problems)
)]
async fn withdraw_assignment(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let (challenge, _) = state.store.assignment_of(&id).await?;
    let subject = Subject {
        state: Some(state_of(&state, &challenge).await?),
        ..Subject::default()
    };
    rights::demand(&principal, Action::WithdrawAssignment, subject)?;
    let by = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    state.store.withdraw_assignment(&id, by, at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What came of giving work, or why none was given.
fn told(
    done: Assigned,
    names_evaluator: bool,
    names_submission: bool,
) -> Result<AssignedView, Problem> {
    let unknown = |what: &str| {
        Problem::new(Code::BadRequest)
            .detail(what)
            .hint("`GET /api/v1/challenges/{id}/jury` lists who judges, and what")
    };
    match done {
        Assigned::Done { made, moved } => Ok(AssignedView {
            made: count(made),
            moved: count(moved),
        }),
        Assigned::NotLocked => Err(Problem::new(Code::WrongState)
            .detail("the finalists are not known yet")
            .hint("they are once the runs on the public split have ended")),
        Assigned::NoEvaluator if names_evaluator => {
            Err(unknown("`evaluator` cannot judge this challenge"))
        }
        Assigned::NoFinalist if names_submission => {
            Err(unknown("`submission` is no finalist of this challenge"))
        }
        Assigned::NoEvaluator => Err(Problem::new(Code::Conflict)
            .detail("nobody can judge this challenge")
            .hint("admins invite evaluators; whoever takes part does not judge")),
        Assigned::NoFinalist => {
            Err(Problem::new(Code::Conflict).detail("the challenge has no finalists"))
        }
        Assigned::Conflict => Err(Problem::new(Code::Conflict)
            .detail("a conflict of interest was declared")
            .hint("choose another evaluator, or another finalist")),
        Assigned::TooMany => Err(Problem::new(Code::Conflict)
            .detail("these are more pairs than one request gives")
            .hint("give each evaluator's work by itself")),
    }
}

/// An id that may be left out.
fn named(name: &str, id: Option<String>) -> Result<Option<String>, Problem> {
    let id = demand_key(name, id)?;
    Ok((!id.is_empty()).then_some(id))
}

/// The state of a challenge, drafts included: only staff and evaluators come here.
pub(super) async fn state_of(state: &AppState, challenge: &str) -> Result<ChallengeState, Problem> {
    let found = ChallengeState::parse(&state.store.challenge_state(challenge).await?);
    found.ok_or_else(|| Problem::new(Code::NotFound))
}

/// The day that it is in the city.
fn today(state: &AppState) -> Result<Date, Problem> {
    let zone = TimeZone::get(CITY).map_err(Problem::internal)?;
    Ok(state.clock.now().to_zoned(zone).date())
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_names_nobody_is_not_told_that_the_name_is_wrong() {
        let code = |done, named| told(done, named, named).unwrap_err().code();
        for (done, alone, named) in [
            (Assigned::NoEvaluator, Code::Conflict, Code::BadRequest),
            (Assigned::NoFinalist, Code::Conflict, Code::BadRequest),
            (Assigned::NotLocked, Code::WrongState, Code::WrongState),
            (Assigned::Conflict, Code::Conflict, Code::Conflict),
            (Assigned::TooMany, Code::Conflict, Code::Conflict),
        ] {
            assert_eq!(code(done, false), alone, "{done:?}");
            assert_eq!(code(done, true), named, "{done:?}");
        }
    }

    #[test]
    fn a_name_that_is_left_out_or_empty_stands_for_all() {
        assert_eq!(named("evaluator", None).unwrap(), None);
        assert_eq!(named("evaluator", Some(String::new())).unwrap(), None);
        let id = Some("01J".to_owned());
        assert_eq!(named("evaluator", id.clone()).unwrap(), id);
        assert!(named("evaluator", Some("a b".to_owned())).is_err());
    }
}
