//! Who takes part, and under which names others see them.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use pilotbox_model::api::{
    Page,
    challenges::{EnrolAsk, EnrolmentView},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    challenges::{NewEnrolment, SHARED_MEMBER},
    to_millis,
};

use super::{own_organisation, views, visible};
use crate::{
    api::{
        extract::{Body, Id, Params},
        list::ListQuery,
        problems::Problems,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Digits of codes: no I, L, O and U, which are misread or spell words.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Length of a code: two of a thousand clash once in a million challenges.
const CODE_LENGTH: usize = 6;
/// Tries until both codes are nobody else's.
const MAX_TRIES: usize = 8;

/// Enrols an organisation. Again is as good as once.
#[utoipa::path(
    post,
    path = "/api/v1/challenges/{id}/enrolments",
    operation_id = "enrol",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128)),
    request_body = EnrolAsk,
    responses(
        (status = 200, description = "It was enrolled before.", body = EnrolmentView),
        (status = 201, description = "It is enrolled.", body = EnrolmentView),
        Problems
    )
)]
pub(super) async fn enrol(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<EnrolAsk>,
) -> Result<Response, Problem> {
    let challenge = visible(&state, &principal, &id).await?.challenge;
    let organisation = own_organisation(&principal, ask.organisation.as_deref())?;
    let subject = Subject {
        organisation: Some(organisation),
        state: Some(challenge.state()),
        ..Subject::default()
    };
    rights::demand(&principal, Action::Enrol, subject)?;
    let is_new = put(&state, &principal, &id, organisation).await?;
    let row = state.store.enrolment(&id, organisation).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(views::enrolment(row))).into_response())
}

/// Who is enrolled, in the order of organisations' ids. For staff.
#[utoipa::path(
    get,
    path = "/api/v1/challenges/{id}/enrolments",
    operation_id = "list_enrolments",
    tag = "challenges",
    params(("id" = String, Path, max_length = 128), ListQuery),
    responses((status = 200, description = "A page.", body = Page<EnrolmentView>), Problems)
)]
pub(super) async fn list_enrolments(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ListEnrolments, Subject::default())?;
    visible(&state, &principal, &id).await?;
    let ask = query.ask()?;
    let after = ask.after.as_deref().unwrap_or_default();
    let rows = state.store.enrolments(&id, after, ask.fetch).await?;
    let views = rows.into_iter().map(views::enrolment).collect();
    ask.answer(views, |view: &EnrolmentView| view.organisation.clone())
}

async fn put(
    state: &AppState,
    principal: &Principal,
    challenge: &str,
    organisation: &str,
) -> Result<bool, Problem> {
    let account = principal.account().unwrap_or_default();
    let at = to_millis(state.clock.now());
    let mut tries = 0;
    loop {
        let (pseudonym, blind_code) = (code("T")?, code("B")?);
        let enrolled = state.store.enrol(NewEnrolment {
            challenge,
            organisation,
            account,
            pseudonym: &pseudonym,
            blind_code: &blind_code,
            at,
        });
        tries += 1;
        match enrolled.await {
            Err(StoreError::Conflict(name)) if name == SHARED_MEMBER => {
                return Err(Problem::new(Code::Conflict)
                    .detail("a member of the organisation takes part with another one")
                    .hint("submit for the organisation that is enrolled"));
            }
            Err(StoreError::Conflict(_)) if tries < MAX_TRIES => {}
            other => return Ok(other?),
        }
    }
}

/// A name that says nothing of whose it is.
fn code(kind: &str) -> Result<String, Problem> {
    let mut bytes = [0_u8; CODE_LENGTH];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    let digit = |byte: u8| char::from(DIGITS.get(usize::from(byte % 32)).copied().unwrap_or(b'0'));
    Ok(format!(
        "{kind}-{}",
        bytes.map(digit).iter().collect::<String>()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_short_and_tell_nothing_apart_but_their_kind() {
        let codes: std::collections::BTreeSet<_> = (0..100).map(|_| code("T").unwrap()).collect();
        assert_eq!(codes.len(), 100);
        for code in codes {
            let digits = code.strip_prefix("T-").unwrap();
            assert_eq!(digits.len(), CODE_LENGTH);
            assert!(digits.bytes().all(|byte| DIGITS.contains(&byte)));
        }
    }
}
