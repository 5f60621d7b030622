//! Announcements, of the site and of challenges.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{
    Page,
    challenges::{AnnouncementAsk, AnnouncementView},
};
use pilotbox_store::{challenges::NewAnnouncement, to_millis};

use super::{subject, views, visible};
use crate::{
    api::{
        extract::{Body, Id, Params},
        list::ListQuery,
        problems::Problems,
        text::{demand_line, demand_text},
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Announcements of the site, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/announcements",
    operation_id = "list_site_announcements",
    tag = "challenges",
    params(ListQuery),
    responses((status = 200, description = "A page.", body = Page<AnnouncementView>), Problems)
)]
pub(super) async fn list_site_announcements(
    State(state): State<AppState>,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    page(&state, None, &query).await
}

/// Announcements of a challenge, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/announcements",
    operation_id = "list_announcements",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<AnnouncementView>), Problems)
)]
pub(super) async fn list_announcements(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    visible(&state, &principal, &id).await?;
    page(&state, Some(&id), &query).await
}

/// Announces something on the site.
#[utoipa::path(
    post,
    path = "/api/v1/announcements",
    operation_id = "announce_on_site",
    tag = "challenges",
    request_body = AnnouncementAsk,
    responses((status = 201, description = "It is out.", body = AnnouncementView), Problems)
)]
pub(super) async fn announce_on_site(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<AnnouncementAsk>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::Announce, Subject::default())?;
    publish(&state, &principal, None, &ask).await
}

/// Announces something about a challenge.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/announcements",
    operation_id = "announce",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = AnnouncementAsk,
    responses((status = 201, description = "It is out.", body = AnnouncementView), Problems)
)]
pub(super) async fn announce(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<AnnouncementAsk>,
) -> Result<Response, Problem> {
    let challenge = visible(&state, &principal, &id).await?.challenge;
    rights::demand(&principal, Action::Announce, subject(challenge.state()))?;
    publish(&state, &principal, Some(&id), &ask).await
}

async fn page(
    state: &AppState,
    challenge: Option<&str>,
    query: &ListQuery,
) -> Result<Response, Problem> {
    let ask = query.ask()?;
    let before = ask.after.as_deref();
    let rows = state
        .store
        .announcements(challenge, before, ask.fetch)
        .await?;
    let views = rows.into_iter().map(views::announcement).collect();
    ask.answer(views, |view: &AnnouncementView| view.id.clone())
}

async fn publish(
    state: &AppState,
    principal: &Principal,
    challenge: Option<&str>,
    ask: &AnnouncementAsk,
) -> Result<Response, Problem> {
    demand_line("title.bg", &ask.title.bg, 200)?;
    demand_line("title.en", &ask.title.en, 200)?;
    demand_text("body.bg", &ask.body.bg, 1, 20_000)?;
    demand_text("body.en", &ask.body.en, 1, 20_000)?;
    let row = state.store.announce(NewAnnouncement {
        challenge,
        title_bg: &ask.title.bg,
        title_en: &ask.title.en,
        body_bg: &ask.body.bg,
        body_en: &ask.body.en,
        account: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    let view = views::announcement(row.await?);
    Ok((StatusCode::CREATED, Json(view)).into_response())
}
