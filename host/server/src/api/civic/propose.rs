//! A problem is proposed: by a citizen, for staff to let pass, or by staff.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{
    accounts::Role,
    civic_problems::{CityProblemDetail, CityProblemNew, DISTRICTS},
    problem::Code,
};
use pilotbox_store::{NewProblem, Proposed, to_millis};

use super::{Problems, detail};
use crate::{
    api::{
        extract::Body,
        submissions::day_of,
        text::{demand_line, demand_text},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest title and longest text, in characters.
const TITLE_CHARS: usize = 120;
const TEXT_CHARS: usize = 2_000;

/// Problems that an account may propose in a day: enough for whoever walks through a
/// district, too few to bury the others'.
const MOST_A_DAY: i64 = 5;

/// When it is worth trying again while too many wait.
const A_DAY: Duration = Duration::from_hours(24);

/// Proposes a problem. Everybody sees it once staff have let it pass; staff's own they see
/// at once.
#[utoipa::path(
    post,
    path = "/api/v1/problems",
    operation_id = "propose_problem",
    tag = "problems",
    request_body = CityProblemNew,
    responses(
        (status = 201, description = "It is proposed.", body = CityProblemDetail,
            headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn propose_problem(
    State(state): State<AppState>,
    principal: Principal,
    Body(new): Body<CityProblemNew>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ProposeProblem, Subject::default())?;
    demand_texts(&new)?;
    let districts = districts(&new.districts)?;
    let now = state.clock.now();
    let row = NewProblem {
        by: principal.account().unwrap_or_default(),
        is_of_city: principal.has(Role::Staff),
        language: new.language.as_str(),
        title: new.title.trim(),
        affected: new.affected.trim(),
        importance: new.importance.trim(),
        solved_when: new.solved_when.trim(),
        field: new.field.as_str(),
        districts: &districts,
        at: to_millis(now),
        day_starts_at: day_of(now)?,
        most_a_day: MOST_A_DAY,
    };
    let id = told(state.store.propose_problem(row).await?)?;
    let made = detail(&state, &principal, &id).await?;
    let location = [(header::LOCATION, format!("/api/v1/problems/{id}"))];
    Ok((StatusCode::CREATED, location, Json(made)).into_response())
}

fn demand_texts(new: &CityProblemNew) -> Result<(), Problem> {
    demand_line("title", new.title.trim(), TITLE_CHARS)?;
    for (name, text) in [
        ("affected", &new.affected),
        ("importance", &new.importance),
        ("solved_when", &new.solved_when),
    ] {
        demand_text(name, text.trim(), 1, TEXT_CHARS)?;
    }
    Ok(())
}

/// Numbers of districts as they are kept: between commas, in order, each once.
fn districts(numbers: &[u8]) -> Result<String, Problem> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != numbers.len() {
        return Err(Problem::new(Code::BadRequest).detail("`districts` names one twice"));
    }
    if let Some(bad) = sorted.iter().find(|one| !(1..=DISTRICTS).contains(*one)) {
        return Err(Problem::new(Code::BadRequest)
            .detail(format!(
                "`districts` holds {bad}, 1 to {DISTRICTS} are allowed"
            ))
            .hint("leave it empty for the whole city"));
    }
    let numbers: Vec<_> = sorted.iter().map(u8::to_string).collect();
    Ok(if numbers.is_empty() {
        String::new()
    } else {
        format!(",{},", numbers.join(","))
    })
}

fn told(proposed: Proposed) -> Result<String, Problem> {
    match proposed {
        Proposed::Done(id) => Ok(id),
        Proposed::DayIsFull => Err(Problem::new(Code::QuotaExceeded)
            .detail(format!("you have proposed {MOST_A_DAY} problems today"))
            .hint("propose more tomorrow, or support what others have proposed")),
        Proposed::TooMany => Err(Problem::new(Code::Unavailable)
            .detail("too many problems wait to be read")
            .hint("try again in some days")
            .retry_after(A_DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn districts_are_kept_in_order_each_once() {
        assert_eq!(districts(&[17, 3]).unwrap(), ",3,17,");
        assert_eq!(districts(&[]).unwrap(), "");
        let all: Vec<u8> = (1..=DISTRICTS).collect();
        assert!(districts(&all).is_ok());
        for bad in [&[0][..], &[25], &[3, 3]] {
            let refused = districts(bad).unwrap_err();
            assert_eq!(refused.code(), Code::BadRequest, "{bad:?}");
        }
    }
}
