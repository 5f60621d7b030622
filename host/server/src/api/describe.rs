//! The description of the API (`OpenAPI` 3.1), and a viewer for it.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::Path,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use pilotbox_model::api::problem::{Code, FieldProblem, ProblemBody};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::routes;
use utoipa_swagger_ui::Config;

use super::{Api, problems::Problems};
use crate::{problem::Problem, rights::Action, state::AppState};

/// Where the description is.
const DESCRIPTION_PATH: &str = "/api/v1/openapi.json";

/// The viewer's own files, and inline styles that it cannot do without.
const VIEWER_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pilotbox",
        description = "Challenges of a city, answered by plugins. Every error is a problem \
                       document (RFC 9457) with a stable `code`. Lists are paged by cursor \
                       and come as JSON or CSV. Times are RFC 3339 in UTC. A `POST` with an \
                       `idempotency-key` is answered once.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ProblemBody, FieldProblem, Code)),
    modifiers(&SignIns)
)]
struct Head;

/// The two ways to sign in.
struct SignIns;

impl Modify for SignIns {
    fn modify(&self, description: &mut openapi::OpenApi) {
        let components = description.components.get_or_insert_default();
        let cookie = ApiKey::Cookie(ApiKeyValue::new("pilotbox_session"));
        let token = Http::new(HttpAuthScheme::Bearer);
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// The description as it is sent.
#[derive(Clone)]
pub struct Description(Bytes);

impl Description {
    /// Writes it once.
    pub fn new(description: &openapi::OpenApi) -> Result<Self, serde_json::Error> {
        serde_json::to_vec(description).map(|bytes| Self(bytes.into()))
    }
}

/// The document's head: what is not a route.
pub fn head() -> openapi::OpenApi {
    Head::openapi()
}

/// The description's own route. Answers with the [`Description`] that is an
/// extension of the request.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadDescription, routes!(read_description))
}

/// The description of this API.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "read_description",
    tag = "description",
    responses((status = 200, description = "OpenAPI 3.1.", body = Object), Problems)
)]
async fn read_description(Extension(description): Extension<Description>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, description.0).into_response()
}

/// The viewer: files that are part of this program, the same for everybody.
pub fn viewer() -> Router {
    let config = Arc::new(Config::from(DESCRIPTION_PATH));
    let page = Arc::clone(&config);
    Router::new()
        .route(
            "/api/v1/docs",
            get(async || Redirect::permanent("/api/v1/docs/")),
        )
        .route("/api/v1/docs/", get(async move || viewer_file("", page)))
        .route(
            "/api/v1/docs/{*file}",
            get(async move |Path(file): Path<String>| viewer_file(&file, config)),
        )
}

fn viewer_file(path: &str, config: Arc<Config<'static>>) -> Response {
    match utoipa_swagger_ui::serve(path, config) {
        Ok(Some(file)) => {
            let kind = HeaderValue::from_str(&file.content_type);
            let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
            let headers: [(HeaderName, HeaderValue); 2] = [
                (header::CONTENT_TYPE, kind),
                (
                    header::CONTENT_SECURITY_POLICY,
                    HeaderValue::from_static(VIEWER_POLICY),
                ),
            ];
            (headers, file.bytes.into_owned()).into_response()
        }
        Ok(None) => Problem::new(Code::NotFound).into_response(),
        Err(cause) => Problem::internal(cause).into_response(),
    }
}
