//! Releases: made of raw data by an approved policy, open or sealed, and opened once the
//! challenge that they were sealed for is over.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use pilotbox_model::{
    Digest,
    api::{
        data::{DataAccess, ReleaseAsk, ReleaseDetail, ReleaseFileView, ReleaseView},
        problem::Code,
    },
};
use pilotbox_sanitize::{policy::Policy, publish};
use pilotbox_store::{
    StoreError,
    data::{DataPolicy, IN_USE, NewRelease, RAW_IS_OPEN, RAW_IS_SEALED, RawData, ReleaseOpening},
    to_millis,
};

use super::{demand_raw, number, policies, views, visible};
use crate::{
    api::{
        extract::{Body, Id, Ids},
        problems::Problems,
    },
    data::{self, File, faulty, field, rejected},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// What is published, before it is kept.
struct Made {
    report: pilotbox_model::report::RiskReport,
    dictionary: Vec<pilotbox_model::api::data::DictionaryEntry>,
    files: Vec<File>,
    rows: usize,
    columns: usize,
}

/// Makes a release of the raw data that is there. Refused with each figure beyond its
/// threshold and each promise that is not kept.
#[utoipa::path(
    post,
    path = "/api/v1/data-sets/{id}/releases",
    operation_id = "make_release",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    request_body = ReleaseAsk,
    responses(
        (status = 201, description = "The release.", body = ReleaseDetail,
            headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn make_release(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<ReleaseAsk>,
) -> Result<Response, Problem> {
    visible(&state, &principal, &id).await?;
    rights::demand(&principal, Action::ReleaseData, Subject::default())?;
    let kept = named_policy(&state, &id, &ask.policy).await?;
    let policy = demand_approved(&kept)?;
    demand_newest(&state, &kept).await?;
    let raw = demand_raw(&state, &id).await?;
    demand_tried(&kept, &raw)?;
    let made = make(&state, &principal, raw, policy, kept.toml.clone()).await?;
    let number = keep(&state, &principal, &kept, made, ask.is_sealed).await?;
    let release = state.store.data_release(&id, number).await?;
    let location = format!("/api/v1/data-sets/{id}/releases/{number}");
    let detail = views::release_detail(&release)?;
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(detail),
    )
        .into_response())
}

/// A release with its policy, its report and its dictionary. While it is sealed, nothing
/// of its cells is shown.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets/{id}/releases/{number}",
    operation_id = "read_release",
    tag = "data",
    params(
        ("id" = String, Path, max_length = 128),
        ("number" = String, Path, max_length = 128)
    ),
    responses((status = 200, description = "The release.", body = ReleaseDetail), Problems)
)]
pub(super) async fn read_release(
    State(state): State<AppState>,
    Ids(id, text): Ids,
) -> Result<Json<ReleaseDetail>, Problem> {
    let release = state.store.data_release(&id, number(&text)?).await?;
    Ok(Json(views::release_detail(&release)?))
}

/// Opens a sealed release, whose files everybody can then fetch. Refused while a challenge
/// that uses it has not published its results.
#[utoipa::path(
    put,
    path = "/api/v1/data-sets/{id}/releases/{number}/opening",
    operation_id = "open_release",
    tag = "data",
    params(
        ("id" = String, Path, max_length = 128),
        ("number" = String, Path, max_length = 128)
    ),
    responses((status = 200, description = "The release.", body = ReleaseView), Problems)
)]
pub(super) async fn open_release(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, text): Ids,
) -> Result<Json<ReleaseView>, Problem> {
    visible(&state, &principal, &id).await?;
    rights::demand(&principal, Action::OpenRelease, Subject::default())?;
    let number = number(&text)?;
    let opening = ReleaseOpening {
        data_set: &id,
        number,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let opened = state.store.open_release(&opening);
    match opened.await {
        // Twice is as good as once.
        Ok(()) | Err(StoreError::Changed) => {}
        Err(StoreError::Conflict(what)) if what == IN_USE => {
            return Err(in_use(&state, &id, number).await?);
        }
        Err(error) => return Err(error.into()),
    }
    let release = state.store.data_release(&id, number).await?;
    Ok(Json(views::release(&release.head)?))
}

/// Which challenges still need it to be sealed.
async fn in_use(state: &AppState, id: &str, number: i64) -> Result<Problem, Problem> {
    let uses = state.store.uses_of_data(id).await?.into_iter();
    let waiting = uses.filter(|one| one.release == number && !one.state().is_published());
    let mut names: Vec<_> = waiting
        .map(|one| format!("`{}`", one.challenge_id))
        .collect();
    names.dedup();
    Ok(Problem::new(Code::WrongState)
        .detail(format!(
            "the release is final data of {}, whose results are not published",
            names.join(", ")
        ))
        .hint("publish the results first"))
}

async fn named_policy(state: &AppState, id: &str, version: &str) -> Result<DataPolicy, Problem> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    let unknown = || rejected(vec![field("policy", "there is no policy of this version")]);
    if !version.bytes().all(is_plain) {
        return Err(unknown());
    }
    match state.store.data_policy(id, version).await {
        Err(StoreError::NotFound) => Err(unknown()),
        found => Ok(found?),
    }
}

fn demand_approved(kept: &DataPolicy) -> Result<Policy, Problem> {
    if kept.head.approved_at.is_none() {
        return Err(Problem::new(Code::WrongState)
            .detail(format!("policy `{}` is not approved", kept.head.version))
            .hint("somebody on the staff who did not propose it approves it"));
    }
    let policy = policies::parsed(kept)?;
    match policy.faults_before_publishing().as_slice() {
        [] => Ok(policy),
        faults => Err(faulty(faults)),
    }
}

/// Demands that no other policy was approved since: it was made since this one was wanting.
async fn demand_newest(state: &AppState, kept: &DataPolicy) -> Result<(), Problem> {
    let all = state.store.data_policies(&kept.head.data_set_id).await?;
    let newest = all.iter().max_by_key(|policy| policy.approved_at);
    match newest {
        Some(newest) if newest.approved_at > kept.head.approved_at => {
            Err(Problem::new(Code::WrongState)
                .detail(format!(
                    "policy `{}` was approved after policy `{}`",
                    newest.version, kept.head.version
                ))
                .hint("release by the newest approved policy"))
        }
        _ => Ok(()),
    }
}

/// Demands that the policy was tried on the raw data that is there: who approved it has
/// read a report on that, and on no other.
fn demand_tried(kept: &DataPolicy, raw: &RawData) -> Result<(), Problem> {
    if kept.head.raw_id == raw.id {
        return Ok(());
    }
    Err(Problem::new(Code::WrongState)
        .detail(format!(
            "policy `{}` was tried on raw data that has been replaced since",
            kept.head.version
        ))
        .hint("propose its next version, which is tried on what is there now"))
}

/// Makes it off the event loop, and refuses what is not safe.
async fn make(
    state: &AppState,
    principal: &Principal,
    raw: RawData,
    policy: Policy,
    policy_text: String,
) -> Result<Made, Problem> {
    let turn = state.data_door().enter().await?;
    data::note(state, &raw, DataAccess::Released, principal.account()).await?;
    let task = data::task(state, raw).await?;
    let making = data::work(turn, move || {
        let made = task.make(&policy, Digest::of(policy_text.as_bytes()))?;
        data::refusals(&made.report)?;
        let table = &made.sanitized.table;
        Ok::<_, Problem>(Made {
            dictionary: publish::entries(&policy, table),
            files: data::files(&policy, &policy_text, &made)?,
            rows: table.rows(),
            columns: table.schema().fields().len(),
            report: made.report,
        })
    });
    making.await
}

async fn keep(
    state: &AppState,
    principal: &Principal,
    policy: &DataPolicy,
    made: Made,
    is_sealed: bool,
) -> Result<i64, Problem> {
    let (mut files, mut blobs, mut told) = (Vec::new(), Vec::new(), Vec::new());
    let mut table = None;
    for file in made.files {
        let bytes = file.bytes.len() as u64;
        let digest = state.blobs.put(file.bytes.into()).await?;
        blobs.push(digest);
        if file.name.ends_with(".parquet") {
            table = Some(digest);
        }
        if !is_sealed || file.name != data::REPORT {
            told.push(digest);
        }
        files.push(ReleaseFileView {
            name: file.name,
            bytes,
            digest,
        });
    }
    let text = |value: serde_json::Result<String>| value.map_err(Problem::internal);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let new = NewRelease {
        data_set: &policy.head.data_set_id,
        policy_id: &policy.head.id,
        licence: &policies::parsed(policy)?.licence,
        report: &text(serde_json::to_string(&made.report))?,
        dictionary: &text(serde_json::to_string(&made.dictionary))?,
        light: &views::word(&made.report.light),
        rows: count(made.rows),
        columns: count(made.columns),
        is_sealed,
        files: &text(serde_json::to_string(&files))?,
        blobs: &blobs,
        table: table.ok_or_else(|| Problem::internal("a release has no table"))?,
        told: &told,
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let added = state.store.add_release(&new);
    added.await.map_err(not_added)
}

fn not_added(error: StoreError) -> Problem {
    let StoreError::Conflict(what) = &error else {
        return error.into();
    };
    let (detail, hint) = match what.as_str() {
        RAW_IS_SEALED => (
            "a sealed release was made of the same raw data, which this one would give away",
            "open the sealed release once the results are out, or bring other raw data",
        ),
        RAW_IS_OPEN => (
            "everybody has a release of the same raw data, so that nothing is left to seal",
            "bring raw data of which nothing is published",
        ),
        _ => return error.into(),
    };
    Problem::new(Code::WrongState).detail(detail).hint(hint)
}
