//! How evaluators judge: they say whether they have a conflict of interest, fill in the
//! rubric, hand it in, and say what stands where marks lie far apart. Staff see figures and
//! names; evaluators see each other by numbers, once the own rubric is in.

mod declare;
mod figures;
mod fill;
mod moderations;
mod views;

use std::sync::Arc;

use pilotbox_challenge::Rubric;
use pilotbox_model::{Digest, api::problem::Code};
use pilotbox_store::challenges::OwnAssignment;
use utoipa_axum::routes;

use super::{Api, assignments::own::demand_own, problems::Problems};
use crate::{principal::Principal, problem::Problem, rights::Action, state::AppState};

pub(super) use figures::{JuryFigures, figures};

/// The highest mark.
const HIGHEST: u8 = pilotbox_challenge::statistics::panel::HIGHEST_MARK;

/// How far two marks lie apart before evaluators have to talk.
const SPREAD: u8 = 2;

/// Longest comment and longest reason of a conflict, in characters.
const TEXT_CHARS: usize = 2_000;

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::DeclareConflict, routes!(declare::declare_conflict))
        .add(Action::ReadRubric, routes!(fill::read_rubric))
        .add(Action::Judge, routes!(fill::save_marks))
        .add(Action::Judge, routes!(fill::hand_in))
        .add(
            Action::ReadModerations,
            routes!(moderations::list_moderations),
        )
        .add(Action::Moderate, routes!(moderations::moderate))
}

/// Own work that may be judged: not withdrawn, and without a conflict of interest.
async fn declared_work(
    state: &AppState,
    principal: &Principal,
    action: Action,
    id: &str,
) -> Result<OwnAssignment, Problem> {
    demand_own(state, principal, action, id).await?;
    let evaluator = principal.account().unwrap_or_default();
    let work = state.store.own_assignment(evaluator, id).await?;
    if work.declared_at.is_some() {
        return Ok(work);
    }
    Err(Problem::new(Code::WrongState)
        .detail("it is not said yet whether there is a conflict of interest")
        .hint("`PUT /api/v1/assignments/{id}/conflict` says it"))
}

/// The rubric of a challenge's current version, which does not change any more once the
/// jury sits. All finalists are judged by the same one.
async fn rubric(state: &AppState, challenge: &str) -> Result<Arc<Rubric>, Problem> {
    let version = state.store.current_version(challenge).await?;
    let pack: Digest = version.startup_digest.parse().map_err(Problem::internal)?;
    state.live().rubric(state, pack).await
}

/// Demands a mark that the anchors know.
fn demand_mark(name: &str, mark: u8) -> Result<(), Problem> {
    if mark <= HIGHEST {
        return Ok(());
    }
    Err(Problem::new(Code::BadRequest)
        .detail(format!("`{name}` is {mark}, 0 to {HIGHEST} are wanted")))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_anchor_for_every_mark_and_for_no_other() {
        for mark in 0..=5 {
            assert!(demand_mark("mark", mark).is_ok(), "{mark}");
        }
        let refused = demand_mark("marks.use", 6).unwrap_err();
        assert_eq!(refused.code(), Code::BadRequest);
        assert_eq!(
            refused.body().detail.as_deref(),
            Some("`marks.use` is 6, 0 to 5 are wanted")
        );
    }
}
