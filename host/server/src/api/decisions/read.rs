//! A decision that is out: as a view, as the signed file, as a table, and what a correction
//! changed. Before it is out, nothing of it is there.

use std::sync::Arc;

use axum::{
    Json,
    body::Body as Bytes,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::TryStreamExt as _;
use pilotbox_challenge::lint::parse_rubric;
use pilotbox_evaluate::DecisionDocument;
use pilotbox_model::api::{
    challenges::{Bilingual, ChallengeState},
    decisions::{CorrectionChange, DecisionDifferenceView, DecisionView},
    problem::Code,
};
use pilotbox_store::{challenges::DecisionVersion, to_millis};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Problems, file_digest, published, small, takes_inquiries, version_view, visible_state,
};
use crate::{
    api::{
        challenges::manifest,
        extract::{Id, Params},
    },
    decision::{declared, differences, left_out, lottery, numbers, rule_view, table},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionQuery {
    /// The version; the one in force if it is left out.
    #[param(minimum = 1)]
    version: Option<u32>,
}

/// Which two versions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct DifferenceQuery {
    /// The older one.
    #[param(minimum = 1)]
    from: u32,
    /// The newer one.
    #[param(minimum = 1)]
    to: u32,
}

/// The decision of a contest with every number: not found before it is out.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision",
    operation_id = "read_decision",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128), VersionQuery),
    responses((status = 200, description = "The decision.", body = DecisionView), Problems)
)]
pub(super) async fn read_decision(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<VersionQuery>,
) -> Result<Json<DecisionView>, Problem> {
    let moment = readable(&state, &principal, &id).await?;
    let (versions, row) = published(&state, &id, query.version).await?;
    let document = state.live().decision(&state, file_digest(&row)?).await?;
    let title = challenge_title(&state, &id).await?;
    let members = members(&state, &id).await?;
    let content = &document.content;
    let rubric = parse_rubric(&content.published.snapshot.rubric).ok();
    Ok(Json(DecisionView {
        challenge: id,
        title,
        challenge_version: document.challenge_version.clone(),
        version: document.version,
        latest: versions
            .first()
            .map_or(document.version, |one| small(one.version)),
        published_at: document.published_at,
        reason: content.reason.as_ref().map(|reason| Bilingual {
            bg: reason.bg.clone(),
            en: reason.en.clone(),
        }),
        changes: changes(&document)?,
        digest: row.digest.clone(),
        signed_by: row.key_name.clone(),
        versions: versions.iter().map(version_view).collect(),
        rule: rule_view(&content.published.snapshot.rule, rubric.as_ref()),
        declared_at: content.declared_at,
        declared: declared(&content.declared)?,
        seed: content.published.snapshot.seed,
        lottery: lottery(content)?,
        numbers: numbers(content)?,
        left_out: left_out(content),
        members,
        inquiry_until: document.inquiry_until,
        takes_inquiries: takes_inquiries(&state, moment, to_millis(document.inquiry_until)),
    }))
}

/// The signed file: the exact bytes that `pilotbox verify` reads.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision/snapshot",
    operation_id = "read_decision_snapshot",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128), VersionQuery),
    responses((status = 200, description = "The file, byte for byte as it was signed.",
        body = Object), Problems)
)]
pub(super) async fn read_snapshot(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<VersionQuery>,
) -> Result<Response, Problem> {
    readable(&state, &principal, &id).await?;
    let (_, row) = published(&state, &id, query.version).await?;
    let (bytes, stream) = state.blobs.stream(file_digest(&row)?).await?;
    let body = Bytes::from_stream(stream.inspect_err(|error| {
        tracing::error!(%error, "a decision broke off while it was sent");
    }));
    let mut response = named(body.into_response(), &row, "application/json", "json");
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, bytes.into());
    Ok(response)
}

/// The decision as a table, a row for each finalist, for spreadsheets.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision/table",
    operation_id = "read_decision_table",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128), VersionQuery),
    responses((status = 200, description = "The table as CSV.", body = String,
        content_type = "text/csv"), Problems)
)]
pub(super) async fn read_table(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<VersionQuery>,
) -> Result<Response, Problem> {
    readable(&state, &principal, &id).await?;
    let (_, row) = published(&state, &id, query.version).await?;
    let document = state.live().decision(&state, file_digest(&row)?).await?;
    let bytes = table(&numbers(&document.content)?)?;
    let kind = "text/csv; charset=utf-8; header=present";
    Ok(named(bytes.into_response(), &row, kind, "csv"))
}

/// What two versions of a decision differ in, and why the newer one was needed.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision/difference",
    operation_id = "read_decision_difference",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128), DifferenceQuery),
    responses((status = 200, description = "The differences.", body = DecisionDifferenceView),
        Problems)
)]
pub(super) async fn read_difference(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<DifferenceQuery>,
) -> Result<Json<DecisionDifferenceView>, Problem> {
    readable(&state, &principal, &id).await?;
    if query.from == 0 || query.from >= query.to {
        return Err(Problem::new(Code::BadRequest)
            .detail("`from` is no version that is older than `to`")
            .hint("name the older version first"));
    }
    let before = document(&state, &id, query.from).await?;
    let after = document(&state, &id, query.to).await?;
    let (count, lines) = differences(&before.content, &after.content)?;
    let reason = after.content.reason.as_ref();
    Ok(Json(DecisionDifferenceView {
        from: query.from,
        to: query.to,
        reason: reason.map(|reason| Bilingual {
            bg: reason.bg.clone(),
            en: reason.en.clone(),
        }),
        changes: changes(&after)?,
        count,
        differences: lines,
    }))
}

async fn readable(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<ChallengeState, Problem> {
    rights::demand(principal, Action::ReadDecision, Subject::default())?;
    visible_state(state, principal, challenge).await
}

async fn document(
    state: &AppState,
    challenge: &str,
    version: u32,
) -> Result<Arc<DecisionDocument>, Problem> {
    let (_, row) = published(state, challenge, Some(version)).await?;
    state.live().decision(state, file_digest(&row)?).await
}

pub(super) async fn challenge_title(
    state: &AppState,
    challenge: &str,
) -> Result<Bilingual, Problem> {
    let version = state.store.current_version(challenge).await?;
    let manifest = manifest(&version.manifest)?;
    Ok(Bilingual {
        bg: manifest.title.bg,
        en: manifest.title.en,
    })
}

/// Names of those who judged, if it was declared that they are shown. They are not in the
/// signed file: whoever is forgotten is not named any more.
async fn members(state: &AppState, challenge: &str) -> Result<Vec<String>, Problem> {
    let settings = state.store.decision_settings(challenge).await?;
    if settings.shows_members == 0 {
        return Ok(Vec::new());
    }
    let judges = state.store.decision_facts(challenge).await?.judges;
    let names = judges.into_iter().map(|judge| judge.name);
    let mut names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    names.sort();
    Ok(names)
}

fn changes(document: &DecisionDocument) -> Result<Vec<CorrectionChange>, Problem> {
    let changes = document.content.changes.iter().cloned();
    let changes = changes
        .map(serde_json::from_value)
        .collect::<Result<_, _>>();
    changes.map_err(Problem::internal)
}

/// A file under a name that tells what it is.
fn named(
    mut response: Response,
    row: &DecisionVersion,
    kind: &'static str,
    ending: &str,
) -> Response {
    let name = format!("decision-{}-{}.{ending}", row.challenge_id, row.version);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
