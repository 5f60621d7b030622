//! The component and the PDF of a submission.

use axum::{
    Json,
    body::Body as RawBody,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use futures_util::StreamExt as _;
use pilotbox_model::api::{problem::Code, submissions::SubmissionView};
use pilotbox_store::to_millis;

use super::{change::demand_match, demand_changeable, download, find_submission, view};
use crate::{
    api::{
        extract::Id,
        problems::Problems,
        uploads::file::{Arrived, Arriving, broken, starts_with},
    },
    principal::Principal,
    problem::Problem,
    rights::Action,
    state::AppState,
};

/// What a PDF begins with.
const PDF_MAGIC: &[u8] = b"%PDF-";

/// The component, byte for byte: for its own organisation.
#[utoipa::path(
    get,
    path = "/api/v1/submissions/{id}/plugin",
    operation_id = "read_plugin",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The component.", body = Vec<u8>,
        content_type = "application/wasm"), Problems)
)]
pub(super) async fn read_plugin(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Response, Problem> {
    let row = find_submission(&state, &principal, Action::ReadPlugin, &id).await?;
    let name = format!("{id}.wasm");
    download(&state, &row.plugin_digest, "application/wasm", &name).await
}

/// The PDF that goes with the dossier.
#[utoipa::path(
    get,
    path = "/api/v1/submissions/{id}/document",
    operation_id = "read_document",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The PDF.", body = Vec<u8>,
        content_type = "application/pdf"), Problems)
)]
pub(super) async fn read_document(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Response, Problem> {
    let row = find_submission(&state, &principal, Action::ReadSubmission, &id).await?;
    let digest = row.document_digest.ok_or_else(|| {
        Problem::new(Code::NotFound).detail("no document goes with this submission")
    })?;
    download(&state, &digest, "application/pdf", &format!("{id}.pdf")).await
}

/// Puts a PDF to the dossier, in place of the one that is there.
#[utoipa::path(
    put,
    path = "/api/v1/submissions/{id}/document",
    operation_id = "change_document",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128),
        ("if-match" = Option<String>, Header, description = "The ETag that was read.")),
    request_body(content = Vec<u8>, content_type = "application/pdf"),
    responses((status = 200, description = "The submission.", body = SubmissionView), Problems)
)]
pub(super) async fn change_document(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Json<SubmissionView>, Problem> {
    let row = find_submission(&state, &principal, Action::ChangeDossier, &id).await?;
    demand_changeable(&state, &row)?;
    demand_match(&headers, row.revision)?;
    if headers
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind != "application/pdf")
    {
        return Err(
            Problem::new(Code::UnsupportedMediaType).hint("send `content-type: application/pdf`")
        );
    }
    let most = state.config.limits.dossier_bytes.get();
    let mut arriving = Arriving::begin(&state, most).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        arriving
            .write(&chunk.map_err(|error| broken(&error))?)
            .await?;
    }
    let document = arriving.end().await?;
    demand_pdf(&document).await?;
    state
        .blobs
        .put_file(&document.path, document.digest)
        .await?;
    let bytes = i64::try_from(document.bytes).unwrap_or(i64::MAX);
    let now = to_millis(state.clock.now());
    let digest = document.digest.to_string();
    state
        .store
        .change_document(&id, &digest, bytes, now)
        .await?;
    let row = state.store.submission(&id).await?;
    Ok(Json(view::submission_view(&state, &principal, row).await?))
}

/// Looks at how the file begins: a name and a content type say nothing.
pub(super) async fn demand_pdf(document: &Arrived) -> Result<(), Problem> {
    if starts_with(&document.path, PDF_MAGIC).await? {
        return Ok(());
    }
    Err(Problem::new(Code::Rejected).detail("`document` is no PDF"))
}
