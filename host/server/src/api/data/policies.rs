//! Policies: drafted from what was found in raw data, tried and proposed by a reader,
//! approved by somebody else on the staff.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use pilotbox_model::{
    Digest,
    api::{
        data::{DataAccess, DataPolicyAsk, DataPolicyDetail, DataPolicyDraft, DataPolicyView},
        problem::Code,
    },
    report::RiskReport,
};
use pilotbox_sanitize::policy::{Policy, Signature};
use pilotbox_store::{
    StoreError,
    data::{DataPolicy, DataSet, NewDataPolicy, PolicyApproval, RawData},
    to_millis,
};

use super::{demand_raw, demand_reader, views, visible};
use crate::{
    api::{
        extract::{Body, Id, Ids},
        problems::Problems,
        text::demand_text,
    },
    data::{self, About, faulty, field, rejected},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest policy that is taken.
const POLICY_CHARS: usize = 262_144;

/// A policy to start from: what the columns of the raw data suggest, or the newest policy
/// under the next version.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets/{id}/policies/draft",
    operation_id = "draft_policy",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "The draft.", body = DataPolicyDraft), Problems)
)]
pub(super) async fn draft_policy(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<DataPolicyDraft>, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_reader(&state, &principal, &set, Action::ReadDataProfile).await?;
    let signed = signature(&state, &principal).await?;
    let policies = state.store.data_policies(&id).await?;
    let policy = if let Some(newest) = policies.first() {
        let newest = state.store.data_policy(&id, &newest.version).await?;
        let policy = parsed(&newest)?;
        let versions = policies.iter().map(|policy| policy.version.as_str());
        data::next(policy, versions, signed)
    } else {
        let raw = demand_raw(&state, &id).await?;
        let about: About = serde_json::from_str(&raw.about).map_err(Problem::internal)?;
        data::first(&set, &raw, &about, signed)
    };
    let toml = policy.to_toml();
    Ok(Json(DataPolicyDraft { toml }))
}

/// Tries a policy on the raw data that is there and proposes it. Somebody else on the
/// staff approves it.
#[utoipa::path(
    post,
    path = "/api/v1/data-sets/{id}/policies",
    operation_id = "propose_policy",
    tag = "data",
    params(("id" = String, Path, max_length = 128)),
    request_body = DataPolicyAsk,
    responses(
        (status = 201, description = "The policy with the risk that it would leave.",
            body = DataPolicyDetail, headers(("location" = String))),
        Problems
    )
)]
pub(super) async fn propose_policy(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<DataPolicyAsk>,
) -> Result<Response, Problem> {
    let set = visible(&state, &principal, &id).await?;
    demand_reader(&state, &principal, &set, Action::ProposeDataPolicy).await?;
    demand_text("toml", &ask.toml, 1, POLICY_CHARS)?;
    let signed = signature(&state, &principal).await?;
    let policy = Policy::from_toml_to_sign(&ask.toml, &signed).map_err(|faults| faulty(&faults))?;
    demand_fit(&set, &policy)?;
    let version = policy.version.clone();
    demand_new(&state, &id, &version).await?;
    let raw = demand_raw(&state, &id).await?;
    try_and_keep(&state, &principal, raw, policy).await?;
    let kept = state.store.data_policy(&id, &version).await?;
    let location = format!("/api/v1/data-sets/{id}/policies/{version}");
    let detail = detail(&principal, &kept)?;
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(detail),
    )
        .into_response())
}

/// A policy with its file and the risk that it would leave.
#[utoipa::path(
    get,
    path = "/api/v1/data-sets/{id}/policies/{version}",
    operation_id = "read_policy",
    tag = "data",
    params(
        ("id" = String, Path, max_length = 128),
        ("version" = String, Path, max_length = 128)
    ),
    responses((status = 200, description = "The policy.", body = DataPolicyDetail), Problems)
)]
pub(super) async fn read_policy(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, version): Ids,
) -> Result<Json<DataPolicyDetail>, Problem> {
    visible(&state, &principal, &id).await?;
    rights::demand(&principal, Action::ReadDataPolicy, Subject::default())?;
    let policy = state.store.data_policy(&id, &version).await?;
    Ok(Json(detail(&principal, &policy)?))
}

/// Approves a policy that somebody else proposed, by name and day in its file. Raw data is
/// then kept no longer than it says.
#[utoipa::path(
    put,
    path = "/api/v1/data-sets/{id}/policies/{version}/approval",
    operation_id = "approve_policy",
    tag = "data",
    params(
        ("id" = String, Path, max_length = 128),
        ("version" = String, Path, max_length = 128)
    ),
    responses((status = 200, description = "The policy.", body = DataPolicyView), Problems)
)]
pub(super) async fn approve_policy(
    State(state): State<AppState>,
    principal: Principal,
    Ids(id, version): Ids,
) -> Result<Json<DataPolicyView>, Problem> {
    visible(&state, &principal, &id).await?;
    rights::demand(&principal, Action::ApproveDataPolicy, Subject::default())?;
    let policy = state.store.data_policy(&id, &version).await?;
    let account = principal.account().unwrap_or_default();
    if policy.head.proposed_by == account {
        return Err(Problem::new(Code::NotAllowed)
            .detail("you proposed this policy")
            .hint("ask somebody else on the staff to read and approve it"));
    }
    // Twice is as good as once.
    if policy.head.approved_at.is_none() {
        approve(&state, &principal, &policy).await?;
    }
    let policy = state.store.data_policy(&id, &version).await?;
    Ok(Json(views::policy(&principal, &policy.head)?))
}

async fn approve(
    state: &AppState,
    principal: &Principal,
    policy: &DataPolicy,
) -> Result<(), Problem> {
    let signed = signature(state, principal).await?;
    let approved = data::approved(parsed(policy)?, signed);
    let toml = approved.map_err(|fault| faulty(&[fault]))?.to_toml();
    let approval = PolicyApproval {
        data_set: &policy.head.data_set_id,
        version: &policy.head.version,
        toml: &toml,
        digest: &Digest::of(toml.as_bytes()).to_string(),
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    };
    let done = state.store.approve_policy(&approval);
    match done.await {
        // Somebody else has done it at the same moment.
        Ok(()) | Err(StoreError::Changed) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Tries the policy off the event loop, and keeps it with what it would leave.
async fn try_and_keep(
    state: &AppState,
    principal: &Principal,
    raw: RawData,
    policy: Policy,
) -> Result<(), Problem> {
    let by = principal.account().unwrap_or_default();
    let (id, raw_id) = (raw.data_set_id.clone(), raw.id.clone());
    let toml = policy.to_toml();
    let digest = Digest::of(toml.as_bytes());
    let turn = state.data_door().enter().await?;
    data::note(state, &raw, DataAccess::Tried, Some(by)).await?;
    let task = data::task(state, raw).await?;
    let trying = data::work(turn, move || {
        let made = task.make(&policy, digest)?;
        Ok::<_, Problem>((data::tried(made.report, &policy), policy))
    });
    let (report, policy) = trying.await?;
    let new = NewDataPolicy {
        data_set: &id,
        version: &policy.version,
        toml: &toml,
        digest: &digest.to_string(),
        report: &serde_json::to_string(&report).map_err(Problem::internal)?,
        light: &views::word(&report.light),
        raw_days: i64::from(policy.retention.raw_days),
        raw_id: &raw_id,
        by,
        at: to_millis(state.clock.now()),
    };
    let kept = state.store.propose_policy(&new);
    kept.await.map_err(|error| match error {
        StoreError::Conflict(_) => version_taken(&policy.version),
        other => other.into(),
    })
}

/// Refuses a policy of another data set, and one that demands what is measured elsewhere.
fn demand_fit(set: &DataSet, policy: &Policy) -> Result<(), Problem> {
    if policy.dataset != set.id {
        let message = format!("this is not `{0}`; hint: write `dataset = \"{0}\"`", set.id);
        return Err(rejected(vec![field("dataset", &message)]));
    }
    if policy.utility.is_some() {
        let message = "no server measures what a challenge's programs lose; hint: `pilotbox data publish --challenge FOLDER` does, or take `[utility]` out";
        return Err(rejected(vec![field("utility", message)]));
    }
    Ok(())
}

async fn demand_new(state: &AppState, id: &str, version: &str) -> Result<(), Problem> {
    match state.store.data_policy(id, version).await {
        Ok(_) => Err(version_taken(version)),
        Err(StoreError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn version_taken(version: &str) -> Problem {
    Problem::new(Code::Conflict)
        .detail(format!("there is a version `{version}` of this policy"))
        .hint("raise `version`")
}

/// A policy that was kept, again.
pub(super) fn parsed(policy: &DataPolicy) -> Result<Policy, Problem> {
    Policy::from_toml(&policy.toml).map_err(|faults| {
        let first = faults.first().map(ToString::to_string);
        Problem::internal(first.unwrap_or_default())
    })
}

fn detail(principal: &Principal, policy: &DataPolicy) -> Result<DataPolicyDetail, Problem> {
    let report: RiskReport = serde_json::from_str(&policy.report).map_err(Problem::internal)?;
    Ok(DataPolicyDetail {
        about: views::policy(principal, &policy.head)?,
        toml: policy.toml.clone(),
        report,
    })
}

/// The name of whoever asks, under today.
async fn signature(state: &AppState, principal: &Principal) -> Result<Signature, Problem> {
    let account = principal.account().unwrap_or_default();
    let account = state.store.account(account).await?;
    data::signature(&account.name, state.clock.now())
}
