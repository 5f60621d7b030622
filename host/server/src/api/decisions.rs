//! The decision of a contest. Staff declare how it is made, see it before it is out, and
//! publish it, two of them; then everybody reads everything at once. Whoever took part gets
//! a letter and may ask for some days.

mod inquiries;
mod letters;
mod preview;
mod proposals;
mod publish;
mod read;
mod settings;

use jiff::{Timestamp, ToSpan as _};
use pilotbox_model::{
    Digest,
    api::{
        accounts::Role, challenges::ChallengeState, decisions::DecisionVersionView, problem::Code,
    },
};
use pilotbox_store::{
    challenges::{DecisionFacts, DecisionVersion},
    from_millis, to_millis,
};
use utoipa_axum::routes;

use super::{Api, problems::Problems};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{Action, Subject},
    state::AppState,
};

/// Longest reason, in characters.
const REASON_CHARS: usize = 2_000;

/// Routes with small bodies and quick answers.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(
        Action::ReadDecisionRule,
        routes!(settings::read_decision_settings),
    )
    .add(Action::DeclareDecision, routes!(settings::declare_decision))
    .add(Action::LeaveOut, routes!(preview::leave_out))
    .add(Action::LeaveOut, routes!(preview::take_in))
    .add(Action::ReadDecision, routes!(read::read_decision))
    .add(Action::ReadDecision, routes!(read::read_snapshot))
    .add(Action::ReadDecision, routes!(read::read_table))
    .add(Action::ReadDecision, routes!(read::read_difference))
    .add(Action::ReadLetter, routes!(letters::list_letters))
    .add(Action::ReadLetter, routes!(letters::read_letter))
    .add(Action::ListInquiries, routes!(inquiries::list_inquiries))
    .add(Action::AskInquiry, routes!(inquiries::ask_inquiry))
    .add(Action::ReplyInquiry, routes!(inquiries::reply_to_inquiry))
}

/// Routes that work a decision out, which takes as long as it takes.
pub fn work_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::PreviewDecision, routes!(preview::preview_decision))
        .add(Action::PreviewDecision, routes!(proposals::read_proposal))
        .add(
            Action::ProposeDecision,
            routes!(proposals::propose_decision),
        )
        .add(Action::PublishDecision, routes!(publish::publish_decision))
}

/// The state of a challenge, if the reader may know of it.
async fn visible_state(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
) -> Result<ChallengeState, Problem> {
    let found = ChallengeState::parse(&state.store.challenge_state(challenge).await?);
    let visible = found.filter(|state| state.is_public() || principal.has(Role::Staff));
    visible.ok_or_else(|| Problem::new(Code::NotFound))
}

/// What a right to something of a challenge depends on, where nobody owns it.
fn subject(state: ChallengeState) -> Subject<'static> {
    Subject {
        state: Some(state),
        ..Subject::default()
    }
}

/// Demands that whoever looks behind the curtain has nothing to gain by it: no member of an
/// organisation that is judged, and no evaluator whose rubrics are waited for.
async fn demand_aloof(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    facts: &DecisionFacts,
) -> Result<(), Problem> {
    let mut finalists = facts.finalists.iter();
    if finalists.any(|one| principal.is_member(&one.organisation_id)) {
        return Err(Problem::new(Code::Conflict)
            .detail("your organisation takes part")
            .hint("ask somebody else on the staff"));
    }
    let account = principal.account().unwrap_or_default();
    let own = state.store.rubric_figures(challenge, account).await?;
    if own.judged < own.assigned {
        return Err(Problem::new(Code::Conflict)
            .detail("your own rubrics are waited for")
            .hint("figures must not tell you what to think: hand them in first"));
    }
    Ok(())
}

/// All versions of a decision, newest first, and the one that is asked for.
async fn published(
    state: &AppState,
    challenge: &str,
    version: Option<u32>,
) -> Result<(Vec<DecisionVersion>, DecisionVersion), Problem> {
    if version == Some(0) {
        return Err(Problem::new(Code::BadRequest).detail("versions are counted from 1"));
    }
    let versions = state.store.decision_versions(challenge).await?;
    let found = match version {
        None => versions.first(),
        Some(asked) => versions.iter().find(|one| one.version == i64::from(asked)),
    };
    let found = found.cloned().ok_or_else(|| {
        let problem = Problem::new(Code::NotFound);
        if versions.is_empty() {
            problem.detail("no decision is out")
        } else {
            problem.detail("the decision has no such version")
        }
    })?;
    Ok((versions, found))
}

/// A version as lists show it.
fn version_view(row: &DecisionVersion) -> DecisionVersionView {
    DecisionVersionView {
        version: small(row.version),
        digest: row.digest.clone(),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        signed_by: row.key_name.clone(),
        published_at: from_millis(row.published_at),
        reason: bilingual(row.reason_bg.as_ref(), row.reason_en.as_ref()),
    }
}

fn bilingual(
    bg: Option<&String>,
    en: Option<&String>,
) -> Option<pilotbox_model::api::challenges::Bilingual> {
    Some(pilotbox_model::api::challenges::Bilingual {
        bg: bg?.clone(),
        en: en?.clone(),
    })
}

/// Whether those who took part may ask now.
fn takes_inquiries(state: &AppState, moment: ChallengeState, inquiry_until: i64) -> bool {
    is_window_open(moment, to_millis(state.clock.now()), inquiry_until)
}

/// Nobody asks about what is only kept.
fn is_window_open(moment: ChallengeState, now: i64, inquiry_until: i64) -> bool {
    moment == ChallengeState::Published && now < inquiry_until
}

/// The end of the last day of a window, as Sofia counts days.
fn window_end(published: Timestamp, days: i64) -> Result<Timestamp, Problem> {
    let city = jiff::tz::TimeZone::get("Europe/Sofia").map_err(Problem::internal)?;
    let day = published.to_zoned(city.clone()).date();
    let next = day
        .checked_add(days.saturating_add(1).days())
        .map_err(Problem::internal)?;
    let end = next.to_zoned(city).map_err(Problem::internal)?;
    Ok(end.timestamp())
}

fn file_digest(row: &DecisionVersion) -> Result<Digest, Problem> {
    row.digest.parse().map_err(Problem::internal)
}

/// A version from the database, which counts them from 1.
fn small(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_open_until_its_end_while_the_results_are_out() {
        use ChallengeState::{Archived, Jury, Published};
        assert!(is_window_open(Published, 99, 100));
        assert!(!is_window_open(Published, 100, 100));
        assert!(!is_window_open(Archived, 99, 100));
        assert!(!is_window_open(Jury, 99, 100));
    }

    #[test]
    fn a_window_lasts_through_its_last_day_in_the_city() {
        let until = |at: &str, days| window_end(at.parse().unwrap(), days).unwrap().to_string();
        assert_eq!(until("2027-01-10T09:00:00Z", 1), "2027-01-11T22:00:00Z");
        // After 22:00 UTC it is tomorrow in Sofia.
        assert_eq!(until("2027-01-10T22:30:00Z", 1), "2027-01-12T22:00:00Z");
        // Over the night on which clocks go forward.
        assert_eq!(until("2027-03-27T09:00:00Z", 1), "2027-03-28T21:00:00Z");
    }
}
