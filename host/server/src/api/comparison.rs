//! Two to six submissions side by side, case by case. Who may is
//! [`crate::visibility`]'s to say; what is worked out of the cases is in `figures`.

mod figures;
mod gather;
mod known;
mod query;

use axum::{Extension, Json, extract::State, http::Uri};
use pilotbox_model::{
    Split,
    api::{accounts::Role, challenges::ChallengeState, comparison::ComparisonView, problem::Code},
};
use pilotbox_store::{SubmissionRow, challenges::RubricFigures};
use utoipa_axum::{router::UtoipaMethodRouter, routes};

use self::{
    known::Known,
    query::{Asked, ComparisonQuery},
};
use super::{Api, extract::Id, problems::Problems};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility::{Names, Seen, awaits_rubrics, may_compare},
};

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    let (schemas, paths, methods): UtoipaMethodRouter<AppState> = routes!(compare_submissions);
    let methods = methods.layer(Extension(Known::default()));
    api.add(Action::Compare, (schemas, paths, methods))
}

/// What is compared, and who asks for it.
struct Wanted {
    /// The challenge.
    challenge: String,
    /// The split.
    split: Split,
    /// By what it is asked for: by codes for an evaluator, who must not learn whose it is.
    names: Names,
    /// As it was asked for, with the submission that it stands for.
    entries: Vec<(String, SubmissionRow)>,
}

/// Submissions side by side, case by case: their own for members of an organisation,
/// any for staff, for evaluators by their blind codes those that they judge, once all of
/// their rubrics are in. Of hidden splits it is shown to staff and to such evaluators; to
/// members once results are published.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/comparison",
    operation_id = "compare_submissions",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128), ComparisonQuery),
    responses((status = 200, description = "The comparison.", body = ComparisonView), Problems)
)]
async fn compare_submissions(
    State(state): State<AppState>,
    principal: Principal,
    Extension(known): Extension<Known>,
    Id(challenge): Id,
    uri: Uri,
) -> Result<Json<ComparisonView>, Problem> {
    let phase = visible_state(&state, &principal, &challenge).await?;
    let asked = Asked::read(uri.query().unwrap_or_default())?;
    let wanted = find(&state, &principal, challenge, phase, asked).await?;
    for (_, row) in &wanted.entries {
        demand_shown(&principal, &wanted, row, phase)?;
    }
    gather::comparison(&state, &known, wanted).await.map(Json)
}

/// The state of a challenge that this account may know of.
async fn visible_state(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<ChallengeState, Problem> {
    let found = ChallengeState::parse(&state.store.challenge_state(challenge).await?);
    let visible = found.filter(|state| state.is_public() || principal.has(Role::Staff));
    visible.ok_or_else(|| Problem::new(Code::NotFound))
}

async fn find(
    state: &AppState,
    principal: &Principal,
    challenge: String,
    phase: ChallengeState,
    asked: Asked,
) -> Result<Wanted, Problem> {
    let names = if asked.is_blind {
        demand_judge(state, principal, &challenge, phase).await?
    } else {
        Names::Ids
    };
    let evaluator = principal.account().unwrap_or_default();
    let mut entries = Vec::with_capacity(asked.of.len());
    for of in asked.of {
        let row = if asked.is_blind {
            let key = query::blind_key(&of).ok_or_else(|| unknown(&of))?;
            let id = state.store.blind_submission(&challenge, evaluator, &key);
            let id = id.await;
            state.store.submission(&told(&of, id)?).await?
        } else {
            readable(state, principal, &of).await?
        };
        if row.challenge_id != challenge {
            return Err(unknown(&of));
        }
        // `KT7.1` and `KT7.01` are two names of one submission.
        if is_there(&entries, &row) {
            return Err(query::twice(&of));
        }
        entries.push((of, row));
    }
    Ok(Wanted {
        challenge,
        split: asked.split,
        names,
        entries,
    })
}

/// A submission by its id.
async fn readable(
    state: &AppState,
    principal: &Principal,
    of: &str,
) -> Result<SubmissionRow, Problem> {
    let row = told(of, state.store.submission(of).await)?;
    let subject = Subject {
        organisation: Some(&row.organisation_id),
        ..Subject::default()
    };
    rights::demand(principal, Action::ReadSubmission, subject)
        .map_err(|problem| hidden(problem, of))?;
    Ok(row)
}

fn is_there(entries: &[(String, SubmissionRow)], row: &SubmissionRow) -> bool {
    entries.iter().any(|(_, other)| other.id == row.id)
}

/// Evaluators who belong to an organisation that takes part do not judge the others, and
/// see figures of nobody before they have judged.
async fn demand_judge(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    phase: ChallengeState,
) -> Result<Names, Problem> {
    let subject = Subject {
        state: Some(phase),
        ..Subject::default()
    };
    rights::demand(principal, Action::ReadBlind, subject)?;
    let account = principal.account().unwrap_or_default();
    let own = state.store.enrolled_organisations(challenge, account);
    if !own.await?.is_empty() {
        return Err(Problem::new(Code::NotAllowed)
            .detail("an organisation of yours takes part in this challenge"));
    }
    let figures = state.store.rubric_figures(challenge, account).await?;
    let has_judged = figures.are_all_in();
    if awaits_rubrics(has_judged, phase) {
        return Err(locked(figures));
    }
    Ok(Names::Codes { has_judged })
}

/// Figures wait for rubrics.
fn locked(figures: RubricFigures) -> Problem {
    let RubricFigures { assigned, judged } = figures;
    Problem::new(Code::NotAllowed)
        .detail(format!("{judged} of your {assigned} rubrics are handed in"))
        .hint("the comparison opens once every rubric of yours in this challenge is handed in")
}

fn demand_shown(
    principal: &Principal,
    wanted: &Wanted,
    row: &SubmissionRow,
    phase: ChallengeState,
) -> Result<(), Problem> {
    let seen = Seen {
        organisation: &row.organisation_id,
        split: wanted.split,
        state: phase,
        is_preview: false,
    };
    if may_compare(principal, wanted.names, seen) {
        return Ok(());
    }
    Err(Problem::new(Code::NotAllowed)
        .detail(format!("cases of the split `{}` are hidden", wanted.split))
        .hint("compare on `split=sample`; the others are shown once results are published"))
}

/// What the store told; what is not there is named.
fn told<T>(of: &str, answer: Result<T, pilotbox_store::StoreError>) -> Result<T, Problem> {
    answer.map_err(|error| hidden(error.into(), of))
}

/// What is not there and what is somebody else's are told alike.
fn hidden(problem: Problem, of: &str) -> Problem {
    if problem.code() == Code::NotFound {
        unknown(of)
    } else {
        problem
    }
}

fn unknown(of: &str) -> Problem {
    Problem::new(Code::NotFound).detail(format!(
        "`{of}` is no submission of this challenge that you may read"
    ))
}
