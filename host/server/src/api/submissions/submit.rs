//! A plugin comes in: the body is taken apart as it arrives, the files are kept,
//! and then everything is written in one transaction or nothing is.

mod day;
mod parts;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use pilotbox_model::{
    Digest,
    api::{problem::Code, submissions::SubmissionView},
};
use pilotbox_store::{
    KeptAnswer, NewKey, NewSubmission, Refusal, Remembered, RunRow, StoreError, SubmissionRow,
    SubmitError, new_id,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use self::parts::{Parts, PluginPart};
use super::{public_state, view};
use crate::{
    api::{
        extract::{Id, Params},
        idempotent,
        problems::Problems,
        runs::view::run_view,
        text::demand_key,
        uploads,
    },
    jobs::Topic,
    live::{QueueSnapshot, Writing},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
    visibility::level_of,
};

/// The seed of every scored run: the one that `pilotbox run` takes by itself, so
/// that a laptop gets the same score.
const SEED: i64 = 1;

/// When the day of a moment began, in milliseconds since 1970.
pub(crate) fn day_of(now: jiff::Timestamp) -> Result<i64, Problem> {
    Ok(day::Days::of(now)?.starts_at)
}

/// For whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SubmitQuery {
    /// The organisation; not needed where only one of the account's is enrolled.
    #[param(max_length = 128)]
    organisation: Option<String>,
}

/// The parts of the body.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes a multipart body, which is read part by part"
)]
struct SubmitBody {
    /// The component.
    #[schema(value_type = Option<String>, format = Binary)]
    plugin: Option<Vec<u8>>,
    /// In its place: the id of a whole upload.
    #[schema(max_length = 64)]
    upload: Option<String>,
    /// The dossier as JSON.
    #[schema(value_type = String)]
    dossier: String,
    /// A PDF that goes with it.
    #[schema(value_type = Option<String>, format = Binary)]
    document: Option<Vec<u8>>,
}

/// Files of a submission that have arrived.
struct Files {
    plugin: (Digest, u64),
    document: Option<(Digest, u64)>,
    /// The upload that the plugin came by, held until it is used.
    upload: Option<(String, Writing)>,
}

/// Submits a plugin. It runs on the sample split and on the public one.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/submissions",
    operation_id = "submit_plugin",
    tag = "submissions",
    params(("id" = String, Path, max_length = 128), SubmitQuery,
        ("idempotency-key" = Option<String>, Header, description = "Answered once.")),
    request_body(content = SubmitBody, content_type = "multipart/form-data"),
    responses((status = 201, description = "The submission; its runs wait.",
        body = SubmissionView), Problems)
)]
pub(super) async fn submit_plugin(
    State(state): State<AppState>,
    principal: Principal,
    Id(challenge): Id,
    Params(query): Params<SubmitQuery>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let organisation = organisation(&state, &principal, &challenge, query).await?;
    let days = day::Days::of(state.clock.now())?;
    let has_key = headers.contains_key("idempotency-key");
    if !has_key {
        // Refused before its bytes are sent. With a key it may be there already.
        demand_admission(&state, &challenge, &organisation, &days).await?;
    }
    let parts = parts::read(&state, request).await?;
    let digest = parts.digest(&challenge, &organisation);
    let key = idempotent::key_of(&state, &principal, &headers, digest)?;
    if let Some(key) = &key
        && let Some(answer) = told_before(&state, key, &challenge, &organisation, &days).await?
    {
        return Ok(idempotent::replay(answer, true));
    }
    let files = keep_files(&state, &principal, &parts).await?;
    let account = principal.account().unwrap_or_default();
    let new = NewSubmission {
        id: new_id(),
        challenge_id: challenge,
        organisation_id: organisation,
        account_id: account.to_owned(),
        plugin_digest: files.plugin.0.to_string(),
        plugin_bytes: bytes(files.plugin.1),
        dossier: parts.dossier_json()?,
        document: files
            .document
            .map(|(digest, size)| (digest.to_string(), bytes(size))),
        at: days.now,
        day_starts_at: days.starts_at,
        seed: SEED,
    };
    let answer = |row: &SubmissionRow, runs: &[RunRow]| told(&principal, row, runs);
    let submitted = state.store.submit(&new, key.as_ref(), answer).await;
    let submitted = submitted.map_err(|error| refused(error, &days))?;
    announce(&state, submitted.new_runs).await;
    if let Some((id, _writing)) = files.upload
        && let Err(cause) = uploads::remove(&state, &id).await
    {
        // It is submitted all the same; what is left expires.
        tracing::warn!(?cause, "an upload that was used is still there");
    }
    Ok(idempotent::replay(
        submitted.answer,
        submitted.new_runs == 0,
    ))
}

/// Demands that the quota has room, before any file is kept: the transaction that
/// submits looks again.
async fn demand_admission(
    state: &AppState,
    challenge: &str,
    organisation: &str,
    days: &day::Days,
) -> Result<(), Problem> {
    if !state.live().site(&state.store).await?.takes_submissions {
        return Err(Problem::new(Code::WrongState)
            .detail("the site takes no submissions for now")
            .hint("try again later; the portal's pages say why"));
    }
    let (at, day) = (days.now, days.starts_at);
    let checked = state
        .store
        .check_submission(challenge, organisation, at, day);
    checked.await.map_err(|error| refused(error, days))
}

/// The organisation that submits: the one that is named, else the only one of the
/// account's that is enrolled.
async fn organisation(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    query: SubmitQuery,
) -> Result<String, Problem> {
    let seen = public_state(state, challenge).await?;
    let named = demand_key("organisation", query.organisation)?;
    let organisation = if named.is_empty() {
        let account = principal.account().unwrap_or_default();
        let own = state
            .store
            .enrolled_organisations(challenge, account)
            .await?;
        match own.as_slice() {
            [only] => only.clone(),
            [] => return Err(not_enrolled()),
            _ => {
                return Err(Problem::new(Code::BadRequest)
                    .detail("several organisations of this account are enrolled")
                    .hint("name one by `?organisation=`"));
            }
        }
    } else {
        named
    };
    let subject = Subject {
        organisation: Some(&organisation),
        state: Some(seen),
        ..Subject::default()
    };
    rights::demand(principal, Action::Submit, subject)?;
    Ok(organisation)
}

/// The answer that was given under a key. Where there is none, the quota is asked before
/// any file is kept.
async fn told_before(
    state: &AppState,
    key: &NewKey,
    challenge: &str,
    organisation: &str,
    days: &day::Days,
) -> Result<Option<KeptAnswer>, Problem> {
    if let Some(answer) = remembered(state, key).await? {
        return Ok(Some(answer));
    }
    match demand_admission(state, challenge, organisation, days).await {
        Ok(()) => Ok(None),
        // What took the last place may be this very request, a moment ago.
        Err(problem) => remembered(state, key).await?.map(Some).ok_or(problem),
    }
}

async fn remembered(state: &AppState, key: &NewKey) -> Result<Option<KeptAnswer>, Problem> {
    match state.store.remembered(key).await? {
        Remembered::Nothing => Ok(None),
        Remembered::OtherRequest => Err(idempotent::reused()),
        Remembered::Answer(answer) => Ok(Some(answer)),
    }
}

/// Moves the files to the blob store. Bytes that nothing refers to in the end are
/// no harm: they have no name but their digest.
async fn keep_files(
    state: &AppState,
    principal: &Principal,
    parts: &Parts,
) -> Result<Files, Problem> {
    let (plugin, upload) = match &parts.plugin {
        PluginPart::File(file) => {
            state.blobs.put_file(&file.path, file.digest).await?;
            ((file.digest, file.bytes), None)
        }
        PluginPart::Upload(id) => {
            let writing = uploads::hold(state, id)?;
            let (upload, path) = uploads::find_whole(state, principal, id).await?;
            parts::demand_component(&path).await?;
            let (digest, size) = uploads::file::digest_file(&path).await?;
            if digest.to_string() != upload.digest {
                return Err(Problem::internal(format!(
                    "the file of upload `{id}` has changed"
                )));
            }
            state.blobs.put_file(&path, digest).await?;
            ((digest, size), Some((id.clone(), writing)))
        }
    };
    let mut document = None;
    if let Some(file) = &parts.document {
        state.blobs.put_file(&file.path, file.digest).await?;
        document = Some((file.digest, file.bytes));
    }
    Ok(Files {
        plugin,
        document,
        upload,
    })
}

/// What the client is told: written in the transaction, so that it is told the same
/// if it has to ask again.
fn told(
    principal: &Principal,
    row: &SubmissionRow,
    runs: &[RunRow],
) -> Result<KeptAnswer, StoreError> {
    let corrupt = |problem: Problem| StoreError::Corrupt {
        table: "submission",
        cause: format!("{problem:?}"),
    };
    let queue = QueueSnapshot::default();
    let now = pilotbox_store::from_millis(row.created_at);
    let views = runs
        .iter()
        .map(|run| run_view(run, level_of(principal, run), &queue, now));
    let views = views.collect::<Result<Vec<_>, _>>().map_err(corrupt)?;
    let view = view::joined(row.clone(), views).map_err(corrupt)?;
    let body = serde_json::to_string(&view).map_err(|error| corrupt(Problem::internal(error)))?;
    Ok(KeptAnswer {
        status: StatusCode::CREATED.as_u16(),
        location: Some(format!("/api/v1/submissions/{}", row.id)),
        body: Some(body),
    })
}

/// Tells the workers. If that fails, whoever looks for forgotten runs will.
async fn announce(state: &AppState, runs: usize) {
    if runs == 0 {
        return;
    }
    if let Err(cause) = state.queue.push_many(Topic::Evaluate, runs).await {
        tracing::warn!(%cause, "runs wait that no worker was told of yet");
    }
}

fn refused(error: SubmitError, days: &day::Days) -> Problem {
    let refusal = match error {
        SubmitError::KeyReused => return idempotent::reused(),
        SubmitError::Store(error) => return error.into(),
        SubmitError::Refused(refusal) => refusal,
    };
    let said = |code| Problem::new(code).detail(refusal.to_string());
    match refusal {
        Refusal::NotEnrolled => not_enrolled(),
        Refusal::NotOpen | Refusal::NoPhase | Refusal::NoVersion => said(Code::WrongState),
        Refusal::Day(_) => said(Code::QuotaExceeded)
            .hint("a day ends at midnight in Sofia")
            .retry_after(days.left),
        Refusal::Phase(_) => said(Code::QuotaExceeded).hint("wait for the next phase"),
        Refusal::Concurrent(_) => said(Code::QuotaExceeded)
            .hint("wait until one of them has ended")
            .retry_after(std::time::Duration::from_secs(30)),
    }
}

fn not_enrolled() -> Problem {
    Problem::new(Code::NotAllowed)
        .detail("no organisation of this account is enrolled in the challenge")
        .hint("enrol at `/api/v1/challenges/{id}/enrolments`")
}

fn bytes(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
