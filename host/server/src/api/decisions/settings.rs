//! How a contest is decided: declared by staff, read by everybody.

use axum::{Json, extract::State};
use pilotbox_challenge::{
    Rubric,
    lint::parse_rubric,
    statistics::{decision::Rule, lottery::LotterySeed},
};
use pilotbox_model::{
    Digest,
    api::{
        challenges::ChallengeState,
        decisions::{DecisionSettingsAsk, DecisionSettingsView},
        problem::Code,
    },
};
use pilotbox_store::{
    StoreError,
    challenges::{DecisionSettings, NewDecisionSettings, Secrets},
    from_millis, to_millis,
};

use super::{Problems, subject, visible_state};
use crate::{
    api::extract::{Body, Id},
    decision::{declared, rule_of, rule_view, seed_of},
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Longest window, in days.
const MOST_DAYS: u32 = 90;

/// How a contest is decided, as the city declared it: not found before that.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/decision/settings",
    operation_id = "read_decision_settings",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    responses((status = 200, description = "What was declared.", body = DecisionSettingsView),
        Problems)
)]
pub(super) async fn read_decision_settings(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<DecisionSettingsView>, Problem> {
    rights::demand(&principal, Action::ReadDecisionRule, Subject::default())?;
    let moment = visible_state(&state, &principal, &id).await?;
    let settings = state.store.decision_settings(&id).await?;
    Ok(Json(shown(&state, &settings, moment).await?))
}

/// Declares how a contest is decided, or declares it anew before the first rubric is in.
/// With the first declaration the seed of the lottery is drawn; its digest is published at
/// once, the seed with the decision.
#[utoipa::path(
    put,
    path = "/api/v1/challenges/{id}/decision/settings",
    operation_id = "declare_decision",
    tag = "decisions",
    params(("id" = String, Path, max_length = 128)),
    request_body = DecisionSettingsAsk,
    responses((status = 200, description = "It is declared.", body = DecisionSettingsView),
        Problems)
)]
pub(super) async fn declare_decision(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<DecisionSettingsAsk>,
) -> Result<Json<DecisionSettingsView>, Problem> {
    let moment = visible_state(&state, &principal, &id).await?;
    rights::demand(&principal, Action::DeclareDecision, subject(moment))?;
    if !(1..=MOST_DAYS).contains(&ask.inquiry_days) {
        return Err(Problem::new(Code::BadRequest).detail(format!(
            "`inquiry_days` is {}, 1 to {MOST_DAYS} are wanted",
            ask.inquiry_days
        )));
    }
    let rubric = rubric(&state, &id).await?.ok_or_else(|| {
        Problem::new(Code::WrongState)
            .detail("no version of the challenge is approved, so its criteria are not known")
            .hint("approve the version first")
    })?;
    let rule = rule_of(&ask, &rubric)?;
    declare(&state, &principal, &id, &ask, &rule).await?;
    let settings = state.store.decision_settings(&id).await?;
    Ok(Json(shown(&state, &settings, moment).await?))
}

async fn declare(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    ask: &DecisionSettingsAsk,
    rule: &Rule,
) -> Result<(), Problem> {
    let [lottery_seed, code_salt] = [random()?, random()?];
    let seed: LotterySeed = lottery_seed.parse().map_err(Problem::internal)?;
    let commitment = seed.commitment().to_string();
    let rule = serde_json::to_string(rule).map_err(Problem::internal)?;
    let declared = state.store.declare_decision(NewDecisionSettings {
        challenge,
        rule: &rule,
        inquiry_days: i64::from(ask.inquiry_days),
        shows_members: ask.shows_members,
        secrets: Secrets {
            lottery_seed: &lottery_seed,
            lottery_commitment: &commitment,
            code_salt: &code_salt,
        },
        by: principal.account().unwrap_or_default(),
        at: to_millis(state.clock.now()),
    });
    declared.await.map_err(|error| match error {
        StoreError::Changed => Problem::new(Code::WrongState)
            .detail("a rubric is in, so what was declared stands")
            .hint("marks that are given must not meet another rule than the one that was read"),
        other => other.into(),
    })
}

/// What was declared, as everybody may read it: nothing of it is secret but the seed.
pub(super) async fn shown(
    state: &AppState,
    settings: &DecisionSettings,
    moment: ChallengeState,
) -> Result<DecisionSettingsView, Problem> {
    let rule: Rule = serde_json::from_str(&settings.rule).map_err(Problem::internal)?;
    let rubric = rubric(state, &settings.challenge_id).await?;
    let commitment: Digest = settings
        .lottery_commitment
        .parse()
        .map_err(Problem::internal)?;
    let is_judged = state.store.rubrics_in(&settings.challenge_id).await? > 0;
    Ok(DecisionSettingsView {
        challenge: settings.challenge_id.clone(),
        rule: rule_view(&rule, rubric.as_ref()),
        inquiry_days: u32::try_from(settings.inquiry_days).unwrap_or(MOST_DAYS),
        shows_members: settings.shows_members == 1,
        lottery_commitment: settings.lottery_commitment.clone(),
        seed: seed_of(commitment),
        declared_at: from_millis(settings.declared_at),
        declared: declared(&settings.declared)?,
        may_change: !is_judged && !moment.is_published(),
    })
}

/// The rubric of the current version; none before a version is approved.
async fn rubric(state: &AppState, challenge: &str) -> Result<Option<Rubric>, Problem> {
    let version = match state.store.current_version(challenge).await {
        Ok(version) => version,
        Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let pack: Digest = version.startup_digest.parse().map_err(Problem::internal)?;
    let texts = state.live().texts(state, pack).await?;
    let rubric = parse_rubric(&texts.rubric).map_err(|findings| {
        Problem::internal(
            findings
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
    })?;
    Ok(Some(rubric))
}

/// 32 random bytes in hexadecimal digits: what a generator of secrets gave, hashed, so that
/// nothing of its state is ever published.
fn random() -> Result<String, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(Digest::of(&bytes).hex())
}
