//! Challenges that staff make of a form and one table. What comes of it goes through the
//! same door as a pack that somebody uploads: it is checked as a whole, is a draft, and
//! counts once somebody else has approved it.

mod fault;
mod parts;

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use pilotbox_challenge::template::TemplateKind;
use pilotbox_evaluate::{
    table::InputTable,
    template::{Made, form_of, settings_of},
};
use pilotbox_model::api::{challenges::ChallengeDetail, problem::Code, templates::TemplateView};
use tokio::task::spawn_blocking;
use utoipa::ToSchema;
use utoipa_axum::routes;

use self::parts::Parts;
use super::{Api, challenges, extract::Id, idempotent, problems::Problems};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::UseTemplate, routes!(list_templates))
}

/// Routes with a table in the body.
pub fn file_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::UseTemplate, routes!(make_challenge))
}

/// A form and its table.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body that is read part by part")]
struct TemplateBody {
    /// What was filled in, `TemplateAsk`, as JSON.
    #[schema(value_type = String)]
    form: String,
    /// The table: CSV in UTF-8, or Parquet.
    #[schema(value_type = String, format = Binary)]
    table: Vec<u8>,
}

/// The templates, what each asks for, and whether this installation carries them.
#[utoipa::path(
    get,
    path = "/api/v1/templates",
    operation_id = "list_templates",
    tag = "templates",
    responses((status = 200, description = "Every template.", body = Vec<TemplateView>), Problems)
)]
async fn list_templates(
    State(state): State<AppState>,
    principal: Principal,
) -> Result<Json<Vec<TemplateView>>, Problem> {
    rights::demand(&principal, Action::UseTemplate, Subject::default())?;
    let view = |kind: TemplateKind| TemplateView {
        kind: kind.as_str().to_owned(),
        interface: kind.interface().to_owned(),
        is_available: state.templates.has(kind),
        settings: settings_of(kind),
    };
    Ok(Json(TemplateKind::ALL.map(view).to_vec()))
}

/// Makes a challenge from a template, as a draft: cuts the table, runs baseline and
/// reference once, and checks what comes of it. A form or a table that is not as it must
/// be is refused with what is wrong in each field.
#[utoipa::path(
    post,
    path = "/api/v1/templates/{id}",
    operation_id = "make_challenge",
    tag = "templates",
    params(("id" = String, Path, max_length = 128, description = "The template's name."),
        ("idempotency-key" = Option<String>, Header, description = "Answered once.")),
    request_body(content = TemplateBody, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The draft.", body = ChallengeDetail,
            headers(("location" = String))),
        Problems
    )
)]
async fn make_challenge(
    State(state): State<AppState>,
    principal: Principal,
    Id(kind): Id,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::UseTemplate, Subject::default())?;
    let kind = TemplateKind::parse(&kind).ok_or_else(|| Problem::new(Code::NotFound))?;
    if !state.templates.has(kind) {
        return Err(Problem::new(Code::WrongState)
            .detail(format!("this installation carries no template `{kind}`"))
            .hint("upload a pack instead, or install a build that carries templates"));
    }
    let parts = parts::read(&state, request).await?;
    let key = idempotent::key_of(&state, &principal, &headers, parts.digest(kind))?;
    let work = make(state.clone(), principal, kind, parts);
    let work = async { work.await.into_response() };
    Ok(match key {
        Some(key) => idempotent::once(&state, key, false, Box::pin(work)).await,
        None => work.await,
    })
}

async fn make(
    state: AppState,
    principal: Principal,
    kind: TemplateKind,
    parts: Parts,
) -> Result<Response, Problem> {
    let made = run(&state, kind, parts).await?;
    let made = challenges::Brought {
        pack: made.pack,
        final_archive: made.final_archive,
    };
    challenges::keep_made(&state, &principal, made).await
}

/// Makes it off the event loop, one at a time.
async fn run(state: &AppState, kind: TemplateKind, parts: Parts) -> Result<Made, Problem> {
    let _turn = state.templates.enter().await?;
    let state = state.clone();
    let made = spawn_blocking(move || {
        let form = form_of(kind, &parts.ask);
        let bytes = parts.table()?;
        let table = InputTable::read(bytes).map_err(|error| fault::of_table(&error))?;
        let made = state.templates.make(&state.config, &form, &table);
        made.map_err(|error| fault::problem(&error))
    });
    made.await.map_err(Problem::internal)?
}

#[cfg(test)]
mod tests {
    use pilotbox_web::pages::staff::templates::Template;

    use super::*;

    #[test]
    fn the_portal_asks_for_every_setting_of_every_template() {
        for kind in TemplateKind::ALL {
            let shown = Template::ALL
                .into_iter()
                .find(|one| one.as_str() == kind.as_str());
            let shown = shown.expect("the portal has a card for it");
            let asked: Vec<_> = shown.settings().collect();
            let known: Vec<_> = settings_of(kind).into_iter().map(|one| one.name).collect();
            assert_eq!(asked, known, "{kind}");
        }
    }
}
