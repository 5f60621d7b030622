//! The whole application: every family's routes behind what guards them. The one
//! place that says which layer stands before which.

use axum::{
    Extension, Router,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use pilotbox_model::api::problem::Code;
use utoipa::openapi::OpenApi;

use crate::{
    api::{
        Api, Endpoint, accounts, admin, assignments, challenges, civic, comparison, data,
        decisions, describe, health, idempotent, jury, keys, pilots, receipts, runs, submissions,
        templates, trails, uploads, years,
    },
    authenticate, portal,
    problem::Problem,
    state::AppState,
    telemetry::{MetricsEndpoint, show_metrics},
};

/// What multipart adds to the files that it carries.
pub(crate) const MULTIPART_BYTES: u64 = 1 << 20;

/// The application and what tests and the viewer know of it.
pub struct App {
    /// Every route, behind every layer.
    pub router: Router,
    /// The description.
    pub description: OpenApi,
    /// Every route of the API with its action.
    pub endpoints: Vec<Endpoint>,
}

/// Routes that are guarded alike.
type Group = fn(Api<AppState>) -> Api<AppState>;

/// Small bodies, quick answers.
const ORDINARY: [Group; 19] = [
    accounts::routes,
    admin::routes,
    assignments::routes,
    challenges::routes,
    civic::routes,
    comparison::routes,
    data::routes,
    decisions::routes,
    describe::routes,
    jury::routes,
    keys::routes,
    pilots::routes,
    receipts::routes,
    runs::routes,
    submissions::routes,
    templates::routes,
    trails::routes,
    uploads::routes,
    years::routes,
];

/// Small bodies of which nothing is kept, not even to answer once.
const UNKEPT: [Group; 1] = [pilots::answer_routes];

/// A component, a dossier's PDF or a pilot's tables in the body.
const FILES: [Group; 2] = [submissions::file_routes, pilots::file_routes];

/// A part of an upload in the body.
const PARTS: [Group; 1] = [uploads::part_routes];

/// A challenge's pack in the body, or a table to make one of.
const PACKS: [Group; 2] = [challenges::pack_routes, templates::file_routes];

/// Raw data in the body.
const RAW: [Group; 1] = [data::raw_routes];

/// Small bodies, and work that takes as long as it takes.
const WORK: [Group; 3] = [
    data::work_routes,
    challenges::work_routes,
    decisions::work_routes,
];

/// Answers that do not end soon.
const STREAMS: [Group; 1] = [runs::stream_routes];

/// Puts the application together. Fails only if the description cannot be
/// written.
pub fn app(state: &AppState) -> Result<App, serde_json::Error> {
    let guard = state.guard();
    let limits = &state.config.limits;
    let files = limits.component_bytes.get() + limits.dossier_bytes.get() + MULTIPART_BYTES;
    let packs = limits.pack_bytes.get() + MULTIPART_BYTES;
    let raw = limits.raw_data_bytes.get() + MULTIPART_BYTES;
    let mut whole = Whole::default();
    let once = from_fn_with_state(state.clone(), idempotent::answer_once);
    whole.join(state, &ORDINARY, |router| {
        guard.ordinary(router.layer(once.clone()))
    });
    whole.join(state, &UNKEPT, |router| guard.ordinary(router));
    whole.join(state, &FILES, |router| guard.uploads(router, files));
    whole.join(state, &PARTS, |router| {
        guard.uploads(router, uploads::PART_BYTES)
    });
    whole.join(state, &PACKS, |router| guard.uploads(router, packs));
    whole.join(state, &RAW, |router| guard.uploads(router, raw));
    whole.join(state, &WORK, |router| {
        guard.uploads(router.layer(once), limits.body_bytes.get())
    });
    whole.join(state, &STREAMS, |router| guard.streams(router));
    let mut description = describe::head();
    description.merge(whole.description.unwrap_or_default());
    let document = describe::Description::new(&description)?;
    let api = authenticate::attach(whole.router.layer(Extension(document)), state);
    let portal = portal::open(state, api.clone());
    let router = api
        .merge(portal::routes(state, &portal))
        .merge(guard.ordinary(operation(state)))
        .fallback(tell_missing)
        .method_not_allowed_fallback(tell_method);
    Ok(App {
        router: portal::show_problems(guard.protect(router), portal)
            .merge(guard.observe(health(state))),
        description,
        endpoints: whole.endpoints,
    })
}

/// What has been joined so far.
#[derive(Default)]
struct Whole {
    router: Router,
    description: Option<OpenApi>,
    endpoints: Vec<Endpoint>,
}

impl Whole {
    fn join(&mut self, state: &AppState, groups: &[Group], guarded: impl FnOnce(Router) -> Router) {
        let api = Api::new(OpenApi::default());
        let api = groups.iter().fold(api, |api, add| add(api));
        let (router, description, endpoints) = api.finish();
        let router = guarded(router.with_state(state.clone()));
        self.router = std::mem::take(&mut self.router).merge(router);
        match &mut self.description {
            Some(whole) => whole.merge(description),
            none => *none = Some(description),
        }
        self.endpoints.extend(endpoints);
    }
}

/// Routes for whoever runs the server, and the viewer.
fn operation(state: &AppState) -> Router {
    let allowed = state.config.server.metrics_allow.clone();
    let metrics = MetricsEndpoint::new(state.metrics.clone(), allowed);
    Router::new()
        .route("/metrics", get(show_metrics).with_state(metrics))
        .merge(describe::viewer())
}

/// Beside the bounds of requests: a supervisor that meets a flood there would end
/// a server that lives.
fn health(state: &AppState) -> Router {
    health::routes(state).method_not_allowed_fallback(tell_method)
}

async fn tell_missing() -> Response {
    Problem::new(Code::NotFound).into_response()
}

async fn tell_method() -> Response {
    Problem::new(Code::MethodNotAllowed).into_response()
}
