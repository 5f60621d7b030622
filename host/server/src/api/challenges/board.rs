//! Boards, computed from runs that never change and kept nowhere but in memory: a
//! comparison takes seconds, and its runs name it.

use std::{collections::VecDeque, sync::Arc};

use axum::{
    Extension, Json,
    extract::State,
    response::{IntoResponse, Response},
};
use pilotbox_challenge::{
    Manifest,
    board::{Board, board},
};
use pilotbox_model::{
    Case, CaseResult, Digest, Split,
    api::{
        accounts::Role,
        challenges::{BoardSplit, BoardView, ChallengeState, PlaceView},
        problem::Code,
    },
};
use pilotbox_store::challenges::{BoardRun, Version};
use serde::Deserialize;
use tokio::{sync::Mutex, task::spawn_blocking};
use utoipa::IntoParams;

use super::{
    demand_version,
    ranking::{Reader, final_places, public_places},
    views, visible,
};
use crate::{
    api::{
        extract::{Id, Params},
        list::{Format, ListQuery},
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility::{Level, Seen, level_at},
};

/// Comparisons that are remembered.
const REMEMBERED: usize = 16;

/// The seed of every board's draws: with it anybody computes the same places.
const SEED: u64 = 0;

/// Comparisons, oldest first.
type Remembered = VecDeque<(Digest, Arc<Board>)>;

/// Comparisons by the runs that they compare. One is computed at a time.
#[derive(Clone, Default)]
pub(super) struct Boards(Arc<Mutex<Remembered>>);

/// Which board.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardQuery {
    /// `public` or `final`.
    #[param(inline)]
    split: Option<BoardSplit>,
    /// The version; the current one when left out.
    #[param(max_length = 32)]
    version: Option<String>,
    /// `json`, or `csv` for the places alone.
    #[param(inline)]
    format: Option<Format>,
}

/// The ranking of a split. Organisations have pseudonyms until results are
/// published; `final` is out once they are, and for staff after the close.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/board",
    operation_id = "read_board",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), BoardQuery),
    responses((status = 200, description = "The board.", body = BoardView), Problems)
)]
pub(super) async fn read_board(
    State(state): State<AppState>,
    principal: Principal,
    Extension(boards): Extension<Boards>,
    Id(id): Id,
    Params(query): Params<BoardQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadBoard, Subject::default())?;
    let found = visible(&state, &principal, &id).await?;
    let split = query.split.unwrap_or_default();
    demand_out(&principal, split, found.challenge.state())?;
    let name = query.version.as_deref().unwrap_or(&found.version);
    demand_version(name)?;
    let version = state.store.version_named(&id, name).await?;
    if version.approved_at.is_none() && !principal.has(Role::Staff) {
        return Err(Problem::new(Code::NotFound));
    }
    let manifest = views::manifest(&version.manifest)?;
    let runs = state.store.board_runs(&version.id, split.as_str()).await?;
    demand_seen(&principal, split, found.challenge.state(), &runs)?;
    let reader = Reader {
        principal: &principal,
        is_published: found.challenge.state().is_published(),
    };
    let (places, is_reliable) = match split {
        BoardSplit::Public => (
            public_places(&runs, manifest.score.board_step, reader),
            false,
        ),
        BoardSplit::Final => {
            let board = boards.compare(&state, &version, manifest, &runs).await?;
            (final_places(&runs, &board, reader), board.reliable)
        }
    };
    if query.format == Some(Format::Csv) {
        return as_table(places);
    }
    Ok(Json(BoardView {
        split: split.as_str().to_owned(),
        version: version.version,
        is_practice: views::challenge(&found)?.is_practice,
        is_reliable,
        places,
    })
    .into_response())
}

/// The places for spreadsheets, as lists give their rows.
fn as_table(places: Vec<PlaceView>) -> Result<Response, Problem> {
    let query = ListQuery {
        format: Some(Format::Csv),
        ..ListQuery::default()
    };
    query.ask()?.answer(places, |place| place.place.to_string())
}

fn demand_out(
    principal: &Principal,
    split: BoardSplit,
    state: ChallengeState,
) -> Result<(), Problem> {
    let is_out = match split {
        BoardSplit::Public => true,
        BoardSplit::Final => {
            let is_over = state >= ChallengeState::Closed;
            state.is_published() || (is_over && principal.has(Role::Staff))
        }
    };
    is_out.then_some(()).ok_or_else(|| {
        Problem::new(Code::WrongState).detail("final scores are out once results are published")
    })
}

/// Staff who belong to a finalist wait for the results as it does: a board without
/// their own place would tell it all the same.
fn demand_seen(
    principal: &Principal,
    split: BoardSplit,
    state: ChallengeState,
    runs: &[BoardRun],
) -> Result<(), Problem> {
    let is_seen = |run: &BoardRun| {
        let seen = Seen {
            organisation: &run.organisation_id,
            split: Split::Final,
            state,
            is_preview: false,
        };
        level_at(principal, seen) >= Level::Round
    };
    if split == BoardSplit::Public || runs.iter().all(is_seen) {
        return Ok(());
    }
    Err(Problem::new(Code::NotAllowed)
        .detail("an organisation of yours is among the finalists")
        .hint("final scores are out once results are published"))
}

impl Boards {
    /// Compares runs, or remembers how they compared. Goes on if nobody waits any
    /// more: whoever asks next finds the answer.
    async fn compare(
        &self,
        state: &AppState,
        version: &Version,
        manifest: Manifest,
        runs: &[BoardRun],
    ) -> Result<Arc<Board>, Problem> {
        let ids: Vec<String> = runs.iter().map(|run| run.run_id.clone()).collect();
        let (boards, state, version) = (self.clone(), state.clone(), version.id.clone());
        let found = tokio::spawn(async move {
            let mut known = boards.0.lock().await;
            let parts = std::iter::once(&version).chain(&ids);
            let key = Digest::of_parts(parts.map(String::as_bytes));
            if let Some((_, board)) = known.iter().find(|(other, _)| *other == key) {
                return Ok(Arc::clone(board));
            }
            let board = Arc::new(compute(&state, &version, manifest, ids).await?);
            known.push_front((key, Arc::clone(&board)));
            known.truncate(REMEMBERED);
            Ok(board)
        });
        found.await.map_err(Problem::internal)?
    }
}

async fn compute(
    state: &AppState,
    version: &str,
    manifest: Manifest,
    ids: Vec<String>,
) -> Result<Board, Problem> {
    let cases: Vec<Case> = if ids.is_empty() {
        Vec::new()
    } else {
        let split = BoardSplit::Final.as_str();
        parse(&state.store.split(version, split).await?.cases)?
    };
    let mut results = Vec::with_capacity(ids.len());
    for id in ids {
        let rows = state.store.board_results(&id).await?;
        let scored: Result<Vec<_>, _> = rows.iter().map(|row| scored(&row.result)).collect();
        results.push((id, scored?));
    }
    let board = spawn_blocking(move || {
        let runs: Vec<_> = results
            .iter()
            .map(|(id, results)| (id.clone(), results.as_slice()))
            .collect();
        board(&manifest, &cases, &runs, SEED)
    });
    board.await.map_err(Problem::internal)
}

/// What a comparison needs of a result: charts, notes and logs would fill the
/// memory.
fn scored(text: &str) -> Result<CaseResult, Problem> {
    let result: CaseResult = parse(text)?;
    Ok(CaseResult {
        series: Vec::new(),
        note: String::new(),
        log: Vec::new(),
        ..result
    })
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text)
        .map_err(|cause| Problem::internal(format!("a result that nobody wrote: {cause}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::principal::Membership;

    #[test]
    fn final_scores_stay_in_until_they_are_published() {
        let staff = Principal::signed_in("S1", [Role::Staff]);
        let other = Principal::signed_in("A1", [Role::Evaluator, Role::Admin]);
        for state in ChallengeState::ALL {
            let is_out = |who: &Principal| demand_out(who, BoardSplit::Final, state).is_ok();
            assert_eq!(
                is_out(&other),
                state >= ChallengeState::Published,
                "{state}"
            );
            assert_eq!(is_out(&staff), state >= ChallengeState::Closed, "{state}");
        }
    }

    #[test]
    fn staff_of_a_finalist_wait_for_the_results() {
        let run = BoardRun {
            run_id: "R1".to_owned(),
            submission_id: "S1".to_owned(),
            organisation_id: "O1".to_owned(),
            organisation: "One".to_owned(),
            pseudonym: "T-1".to_owned(),
            seed: 1,
            total: 50.0,
            submitted_at: 0,
        };
        let runs = [run];
        let staff = Principal::signed_in("S1", [Role::Staff]);
        let both = Principal {
            organisations: vec![Membership {
                organisation: "O1".to_owned(),
                is_owner: false,
            }],
            ..staff.clone()
        };
        let sees = |who: &Principal, split, state| demand_seen(who, split, state, &runs).is_ok();
        for state in [ChallengeState::Closed, ChallengeState::Jury] {
            assert!(sees(&staff, BoardSplit::Final, state));
            assert!(!sees(&both, BoardSplit::Final, state));
            assert!(sees(&both, BoardSplit::Public, state));
        }
        let anybody = Principal::anonymous();
        for who in [&staff, &both, &anybody] {
            assert!(sees(who, BoardSplit::Final, ChallengeState::Published));
        }
    }
}
