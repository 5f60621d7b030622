//! Challenges: what everybody reads of them, what staff do to them, and what
//! startups ask. Drafts and reviews are not found by anybody but staff.

mod accept;
mod announcements;
mod board;
mod brought;
mod catalogue;
mod clarifications;
mod described;
mod enrolments;
mod packs;
mod phases;
mod published;
mod pull;
mod quotas;
mod ranking;
mod receive;
mod rejudges;
mod steps;
mod views;
mod withheld;

use axum::{Extension, Json, extract::State, http::HeaderMap, response::Response};
use pilotbox_model::api::{
    Page,
    accounts::Role,
    challenges::{BudgetBand, ChallengeDetail, ChallengeState, ChallengeView},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{ChallengeFilter, ListedChallenge},
    to_millis,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::UtoipaMethodRouter, routes};

use super::{
    Api,
    etag::{tag, tagged},
    extract::Id,
    list::{Filtered, ListQuery},
    problems::Problems,
};
use crate::{
    principal::Principal,
    problem::Problem,
    rights::{Action, Subject},
    state::AppState,
};

pub(super) use brought::{Brought, keep_made};
pub(super) use phases::demand_quota;
pub(super) use views::manifest;

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    let boards = board::Boards::default();
    let known = described::Descriptions::default();
    api.add(Action::ListChallenges, routes!(list_challenges))
        .add(Action::ReadChallenge, routes!(read_challenge))
        .add(Action::PullChallenge, routes!(pull::pull_pack))
        .add(
            Action::PullChallenge,
            with(routes!(described::read_interface), known.clone()),
        )
        .add(
            Action::PullChallenge,
            with(routes!(described::read_data), known.clone()),
        )
        .add(
            Action::PullChallenge,
            with(routes!(described::read_rules), known),
        )
        .add(Action::ApproveVersion, routes!(steps::approve_version))
        .add(Action::MoveChallenge, routes!(steps::move_challenge))
        .add(Action::ReadChallenge, routes!(phases::read_phase))
        .add(Action::ManagePhases, routes!(phases::set_phase))
        .add(Action::Enrol, routes!(enrolments::enrol))
        .add(Action::ListEnrolments, routes!(enrolments::list_enrolments))
        .add(Action::ReadQuota, routes!(quotas::read_quota))
        .add(Action::ReadBoard, with(routes!(board::read_board), boards))
        .add(Action::ReadBoard, routes!(published::list_published))
        .add(
            Action::ListClarifications,
            routes!(clarifications::list_clarifications),
        )
        .add(Action::Ask, routes!(clarifications::ask_question))
        .add(
            Action::AnswerQuestion,
            routes!(clarifications::answer_question),
        )
        .add(
            Action::ListAnnouncements,
            routes!(announcements::list_site_announcements),
        )
        .add(
            Action::ListAnnouncements,
            routes!(announcements::list_announcements),
        )
        .add(Action::Announce, routes!(announcements::announce_on_site))
        .add(Action::Announce, routes!(announcements::announce))
        .add(Action::ListRejudges, routes!(rejudges::list_rejudges))
        .add(Action::Rejudge, routes!(rejudges::start_rejudge))
        .add(Action::Rejudge, routes!(rejudges::read_rejudge))
        .add(Action::Rejudge, routes!(rejudges::decide_rejudge))
}

/// Routes with a pack or with final data in the body.
pub fn pack_routes(api: Api<AppState>) -> Api<AppState> {
    let door = packs::Door::default();
    api.add(
        Action::CreateChallenge,
        with(routes!(packs::create_challenge), door.clone()),
    )
    .add(
        Action::CreateVersion,
        with(routes!(packs::create_version), door.clone()),
    )
    .add(
        Action::AttachFinal,
        with(routes!(withheld::attach_final), door),
    )
}

/// Routes that put an archive together of what is kept already.
pub fn work_routes(api: Api<AppState>) -> Api<AppState> {
    api.add(
        Action::AttachFinal,
        with(
            routes!(catalogue::final_from_catalogue),
            packs::Door::default(),
        ),
    )
}

/// Hands a handler what it shares with nobody but its like.
fn with<T: Clone + Send + Sync + 'static>(
    (schemas, paths, methods): UtoipaMethodRouter<AppState>,
    shared: T,
) -> UtoipaMethodRouter<AppState> {
    (schemas, paths, methods.layer(Extension(shared)))
}

/// Which challenges.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ChallengesQuery {
    /// Only those whose pilot may cost so much.
    #[param(inline)]
    budget: Option<BudgetBand>,
}

/// Challenges in the order of their slugs: those that are public, for staff all.
#[utoipa::path(
    get,
    path = "/api/v1/challenges",
    operation_id = "list_challenges",
    tag = "challenges",
    params(ChallengesQuery, ListQuery),
    responses((status = 200, description = "A page.", body = Page<ChallengeView>), Problems)
)]
async fn list_challenges(
    State(state): State<AppState>,
    principal: Principal,
    Filtered(ask, query): Filtered<ChallengesQuery>,
) -> Result<Response, Problem> {
    let filter = ChallengeFilter {
        after: ask.after.as_deref().unwrap_or_default(),
        with_hidden: principal.has(Role::Staff),
        budget: query.budget,
        at: to_millis(state.clock.now()),
    };
    let rows = state.store.challenges(filter, ask.fetch).await?;
    let views: Result<Vec<_>, _> = rows.iter().map(views::challenge).collect();
    ask.answer(views?, |view| view.id.clone())
}

/// A challenge with its statement, phases and versions.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}",
    operation_id = "read_challenge",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    responses(
        (status = 200, description = "The challenge.", body = ChallengeDetail),
        (status = 304, description = "Unchanged."),
        Problems
    )
)]
async fn read_challenge(
    State(state): State<AppState>,
    principal: Principal,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = visible(&state, &principal, &id).await?;
    let detail = detail(&state, &principal, &found).await?;
    // What the same revision looks like also depends on the reader and the hour.
    let view = format!(
        "c{}{}{}",
        u8::from(principal.has(Role::Staff)),
        u8::from(detail.is_enrolled),
        u8::from(detail.about.accepts_submissions),
    );
    // Staff are told which versions are their own.
    let reader = principal.reader().filter(|_| principal.has(Role::Staff));
    let view = format!("{view}{}", reader.unwrap_or_default());
    let tag = tag(&view, found.challenge.revision);
    Ok(tagged(&headers, &tag, Json(detail)))
}

/// A challenge, if the reader may know of it.
async fn visible(
    state: &AppState,
    principal: &Principal,
    id: &str,
) -> Result<ListedChallenge, Problem> {
    let now = to_millis(state.clock.now());
    let found = state.store.listed_challenge(id, now).await?;
    demand_visible(principal, found.challenge.state())?;
    Ok(found)
}

fn demand_visible(principal: &Principal, state: ChallengeState) -> Result<(), Problem> {
    let may = state.is_public() || principal.has(Role::Staff);
    may.then_some(())
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// A challenge with all that its reader may know.
async fn detail(
    state: &AppState,
    principal: &Principal,
    found: &ListedChallenge,
) -> Result<ChallengeDetail, Problem> {
    let id = &found.challenge.id;
    let store = &state.store;
    let version = store.version_named(id, &found.version).await?;
    let phases = store.phases(id).await?;
    let versions = store.versions(id, principal.has(Role::Staff)).await?;
    let is_enrolled = match principal.reader() {
        Some(account) => store.is_enrolled(id, account).await?,
        None => false,
    };
    let reasons = store.move_reasons(id, principal.has(Role::Staff)).await?;
    views::detail(views::Whole {
        row: found,
        shown: &version,
        phases: &phases,
        versions: &versions,
        reasons,
        is_enrolled,
        reader: principal.reader(),
    })
}

/// A name that a version can have; another one is not found, and not looked for.
fn demand_version(name: &str) -> Result<(), Problem> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-+".contains(&byte);
    name.bytes()
        .all(is_plain)
        .then_some(())
        .ok_or_else(|| Problem::new(Code::NotFound))
}

/// What a right to something of a challenge depends on, where nobody owns it.
fn subject(state: ChallengeState) -> Subject<'static> {
    Subject {
        state: Some(state),
        ..Subject::default()
    }
}

/// The organisation for which a member acts: the one that is named, or the only
/// one.
fn own_organisation<'a>(
    principal: &'a Principal,
    named: Option<&'a str>,
) -> Result<&'a str, Problem> {
    match (named, principal.organisations.as_slice()) {
        (Some(named), _) if principal.is_member(named) => Ok(named),
        (Some(_), _) => Err(Problem::new(Code::NotFound).detail("`organisation` is not yours")),
        (None, [only]) => Ok(&only.organisation),
        (None, _) => Err(Problem::new(Code::BadRequest)
            .detail("`organisation` is missing")
            .hint("name one of your organisations by its id")),
    }
}

/// What a unique constraint says, for the reader.
fn clash(error: StoreError, what: &str) -> Problem {
    match error {
        StoreError::Conflict(_) => Problem::new(Code::Conflict).detail(what),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::principal::Membership;

    fn member(organisations: &[&str]) -> Principal {
        let membership = |id: &&str| Membership {
            organisation: (*id).to_owned(),
            is_owner: false,
        };
        Principal {
            organisations: organisations.iter().map(membership).collect(),
            ..Principal::signed_in("A1", [Role::Startup])
        }
    }

    #[test]
    fn the_only_organisation_needs_no_name_and_a_foreign_one_is_not_found() {
        let one = member(&["O1"]);
        assert_eq!(own_organisation(&one, None).unwrap(), "O1");
        assert_eq!(own_organisation(&one, Some("O1")).unwrap(), "O1");
        let foreign = own_organisation(&one, Some("O2")).unwrap_err();
        assert_eq!(foreign.code(), Code::NotFound);
        let two = member(&["O1", "O2"]);
        assert_eq!(own_organisation(&two, Some("O2")).unwrap(), "O2");
        assert_eq!(
            own_organisation(&two, None).unwrap_err().code(),
            Code::BadRequest
        );
    }

    #[test]
    fn a_version_has_a_plain_name() {
        for name in ["1.0.0", "1.0.0-rc.1+build"] {
            assert!(demand_version(name).is_ok(), "{name}");
        }
        for name in ["\0", "1 0", "1/0", "версия"] {
            assert!(demand_version(name).is_err(), "{name}");
        }
    }

    #[test]
    fn what_is_not_public_is_found_by_staff_alone() {
        let staff = Principal::signed_in("S1", [Role::Staff]);
        let others = [
            Principal::anonymous(),
            member(&["O1"]),
            Principal::signed_in("E1", [Role::Evaluator]),
            Principal::signed_in("A2", [Role::Admin]),
        ];
        for state in ChallengeState::ALL {
            assert!(demand_visible(&staff, state).is_ok());
            for other in &others {
                let hidden = matches!(state, ChallengeState::Draft | ChallengeState::Review);
                assert_eq!(demand_visible(other, state).is_err(), hidden, "{state}");
            }
        }
    }
}
