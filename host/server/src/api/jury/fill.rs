//! The rubric of own work: read with its anchors, filled in as a draft, handed in whole.

use std::collections::BTreeSet;

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_challenge::Rubric;
use pilotbox_model::api::{
    jury::{MarksAsk, RubricView},
    problem::{Code, FieldProblem},
};
use pilotbox_store::{
    challenges::{HandIn, HandedIn, MarksChange, NewMark},
    to_millis,
};

use super::{Problems, TEXT_CHARS, declared_work, demand_mark, rubric, views};
use crate::{
    api::{
        extract::{Body, Id},
        text::demand_text,
    },
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// The rubric of own work: criteria with their anchors, and what you have filled in.
#[utoipa::path(
    get,
    path = "/api/v1/assignments/{id}/rubric",
    operation_id = "read_rubric",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The rubric.", body = RubricView), Problems)
)]
pub(super) async fn read_rubric(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<RubricView>, Problem> {
    let work = declared_work(&state, &principal, Action::ReadRubric, &id).await?;
    let rubric = rubric(&state, &work.challenge_id).await?;
    let marks = state.store.marks(&id).await?;
    Ok(Json(views::rubric(&rubric, &marks, work.judged_at)))
}

/// Keeps marks and comments as a draft. Nobody else is shown them before the rubric is
/// handed in; from then on they do not change.
#[utoipa::path(
    put,
    path = "/api/v1/assignments/{id}/marks",
    operation_id = "save_marks",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    request_body = MarksAsk,
    responses((status = 204, description = "They are kept."), Problems)
)]
pub(super) async fn save_marks(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<MarksAsk>,
) -> Result<StatusCode, Problem> {
    let work = declared_work(&state, &principal, Action::Judge, &id).await?;
    let rubric = rubric(&state, &work.challenge_id).await?;
    demand_marks(&rubric, &ask)?;
    if work.judged_at.is_some() {
        return Err(is_in());
    }
    let marks: Vec<NewMark<'_>> = ask
        .marks
        .iter()
        .map(|mark| NewMark {
            criterion: &mark.criterion,
            given: mark.mark.map(i64::from),
            comment: &mark.comment,
        })
        .collect();
    let change = MarksChange {
        id: &id,
        evaluator: principal.account().unwrap_or_default(),
        marks: &marks,
        at: to_millis(state.clock.now()),
    };
    state.store.save_marks(change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hands the rubric in: every criterion has a mark. From then on what you gave does not
/// change.
#[utoipa::path(
    post,
    path = "/api/v1/assignments/{id}/judgement",
    operation_id = "hand_in_rubric",
    tag = "evaluation",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 204, description = "It is in."), Problems)
)]
pub(super) async fn hand_in(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    let work = declared_work(&state, &principal, Action::Judge, &id).await?;
    let rubric = rubric(&state, &work.challenge_id).await?;
    let criteria: Vec<&str> = ids(&rubric).collect();
    let new = HandIn {
        id: &id,
        evaluator: principal.account().unwrap_or_default(),
        criteria: &criteria,
        at: to_millis(state.clock.now()),
    };
    match state.store.hand_in(new).await? {
        HandedIn::Done => Ok(StatusCode::NO_CONTENT),
        HandedIn::Missing(missing) => Err(unmarked(missing)),
        HandedIn::Already => Err(is_in()),
    }
}

fn ids(rubric: &Rubric) -> impl Iterator<Item = &str> {
    rubric.criteria.iter().map(|criterion| &*criterion.id)
}

/// Known criteria, each once, with marks and comments within their bounds.
fn demand_marks(rubric: &Rubric, ask: &MarksAsk) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for mark in &ask.marks {
        let id = mark.criterion.as_str();
        if !ids(rubric).any(|known| known == id) {
            let known: Vec<String> = ids(rubric).map(|known| format!("`{known}`")).collect();
            return Err(Problem::new(Code::BadRequest)
                .detail("`marks` names a criterion that the rubric has not")
                .hint(format!("it has {}", known.join(", "))));
        }
        if !seen.insert(id) {
            return Err(Problem::new(Code::BadRequest)
                .detail(format!("`marks` names the criterion `{id}` twice")));
        }
        if let Some(given) = mark.mark {
            demand_mark(&format!("marks.{id}"), given)?;
        }
        demand_text(&format!("marks.{id}.comment"), &mark.comment, 0, TEXT_CHARS)?;
    }
    Ok(())
}

fn unmarked(missing: Vec<String>) -> Problem {
    let text = format!("{} of the criteria have no mark", missing.len());
    let fields = missing.into_iter().map(|field| FieldProblem {
        field,
        message: "no mark is given; hint: choose the anchor that fits best".to_owned(),
        choices: Vec::new(),
    });
    Problem::new(Code::BadRequest)
        .detail(text)
        .hint("`PUT /api/v1/assignments/{id}/marks` gives them; then hand in again")
        .fields(fields.collect())
}

fn is_in() -> Problem {
    Problem::new(Code::Conflict)
        .detail("the rubric is handed in, and what was given does not change")
        .hint("where marks lie far apart, a moderation says what stands")
}

#[cfg(test)]
mod tests {
    use pilotbox_challenge::lint::parse_rubric;
    use pilotbox_model::api::jury::MarkAsk;

    use super::*;

    fn known() -> Rubric {
        let anchor = "{ en = 'a', bg = 'а' }, ".repeat(6);
        let criteria = ["use", "fit", "ready", "upkeep"].map(|id| {
            format!(
                "[[criteria]]\nid = '{id}'\nheading = 'potential'\n\
                 title = {{ en = 'T', bg = 'Т' }}\nanchors = [{anchor}]\n"
            )
        });
        parse_rubric(&criteria.concat()).unwrap()
    }

    fn ask(marks: &[(&str, Option<u8>, &str)]) -> MarksAsk {
        let mark = |(criterion, mark, comment): &(&str, Option<u8>, &str)| MarkAsk {
            criterion: (*criterion).to_owned(),
            mark: *mark,
            comment: (*comment).to_owned(),
        };
        MarksAsk {
            marks: marks.iter().map(mark).collect(),
        }
    }

    #[test]
    fn a_draft_may_have_gaps_and_nothing_that_the_rubric_has_not() {
        let rubric = known();
        let fits = |marks: &[(&str, Option<u8>, &str)]| demand_marks(&rubric, &ask(marks));
        assert!(fits(&[]).is_ok());
        assert!(fits(&[("use", Some(5), "so"), ("fit", None, "")]).is_ok());
        let long = "ж".repeat(TEXT_CHARS + 1);
        for wrong in [
            [("other", Some(1), ""), ("use", None, "")],
            [("use", Some(1), ""), ("use", Some(2), "")],
            [("use", Some(6), ""), ("fit", None, "")],
            [("use", Some(1), ""), ("fit", None, long.as_str())],
        ] {
            let refused = fits(&wrong).unwrap_err();
            assert_eq!(refused.code(), Code::BadRequest, "{wrong:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named_field_by_field() {
        let problem = unmarked(vec!["use".to_owned(), "fit".to_owned()]).body();
        let fields: Vec<_> = problem.fields.iter().map(|one| &*one.field).collect();
        assert_eq!(fields, ["use", "fit"]);
        assert!(problem.hint.is_some() && problem.detail.is_some());
    }
}
