//! What startups ask, and what staff answer for everybody.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{
    Page,
    accounts::Role,
    challenges::{Answer, ClarificationView, Question},
    problem::Code,
};
use pilotbox_store::{challenges::NewClarification, to_millis};

use super::{own_organisation, views, visible};
use crate::{
    api::{
        extract::{Body, Id, Params},
        list::ListQuery,
        problems::Problems,
        text::demand_text,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Questions of one organisation that may wait for an answer: keeps one from
/// burying the others'.
const MOST_WAITING: i64 = 20;

/// Questions and answers, oldest first: those with an answer, those of the own
/// organisations, for staff all.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/clarifications",
    operation_id = "list_clarifications",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<ClarificationView>), Problems)
)]
pub(super) async fn list_clarifications(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    visible(&state, &principal, &id).await?;
    let ask = query.ask()?;
    let rows = state.store.clarifications(
        &id,
        ask.after.as_deref().unwrap_or_default(),
        principal.reader(),
        principal.has(Role::Staff),
        ask.fetch,
    );
    let views = rows.await?.into_iter();
    let views = views
        .map(|row| views::clarification(row, &principal))
        .collect();
    ask.answer(views, |view: &ClarificationView| view.id.clone())
}

/// Asks a question for an organisation. Nobody is shown who asked.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/clarifications",
    operation_id = "ask_question",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = Question,
    responses((status = 201, description = "It is asked.", body = ClarificationView), Problems)
)]
pub(super) async fn ask_question(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<Question>,
) -> Result<Response, Problem> {
    let challenge = visible(&state, &principal, &id).await?.challenge;
    let organisation = own_organisation(&principal, ask.organisation.as_deref())?;
    let subject = Subject {
        organisation: Some(organisation),
        state: Some(challenge.state()),
        ..Subject::default()
    };
    rights::demand(&principal, Action::Ask, subject)?;
    demand_text("question", &ask.question, 1, 4_000)?;
    let asked = state.store.ask(NewClarification {
        challenge: &id,
        organisation,
        account: principal.account().unwrap_or_default(),
        question: &ask.question,
        at: to_millis(state.clock.now()),
        most_waiting: MOST_WAITING,
    });
    let question = asked.await?.ok_or_else(|| {
        Problem::new(Code::QuotaExceeded).detail(format!(
            "{MOST_WAITING} of your questions wait for an answer"
        ))
    })?;
    let row = state.store.clarification(&question).await?;
    Ok((
        StatusCode::CREATED,
        Json(views::clarification(row, &principal)),
    )
        .into_response())
}

/// Answers a question, or answers it anew.
#[utoipa::path(
    put,
    path = "/api/v1/clarifications/{id}/answer",
    operation_id = "answer_question",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = Answer,
    responses((status = 200, description = "It is answered.", body = ClarificationView), Problems)
)]
pub(super) async fn answer_question(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<Answer>,
) -> Result<Json<ClarificationView>, Problem> {
    rights::demand(&principal, Action::AnswerQuestion, Subject::default())?;
    demand_text("answer", &ask.answer, 1, 8_000)?;
    let question = state.store.clarification(&id).await?;
    let account = principal.account().unwrap_or_default();
    let now = to_millis(state.clock.now());
    state
        .store
        .answer(&question, &ask.answer, account, now)
        .await?;
    let row = state.store.clarification(&id).await?;
    Ok(Json(views::clarification(row, &principal)))
}
