//! Organisations and invitations to them.

use axum::{Json, extract::State, http::StatusCode};
use pilotbox_model::api::{
    accounts::{
        Invitation, MemberInvitation, OrganisationAsk, OrganisationDetail, OrganisationView,
    },
    problem::Code,
};
use pilotbox_store::{StoreError, accounts::Invited, to_millis};

use super::{invitations, registration::NAME_CHARS, views};
use crate::{
    api::{
        extract::{Body, Id},
        problems::Problems,
        text::demand_line,
    },
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Makes an organisation, which the account then owns.
#[utoipa::path(post, path = "/api/v1/organisations", operation_id = "create_organisation",
    tag = "accounts", request_body = OrganisationAsk,
    responses((status = 201, body = OrganisationView), Problems))]
pub(super) async fn create_organisation(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<OrganisationAsk>,
) -> Result<(StatusCode, Json<OrganisationView>), Problem> {
    demand_line("name", &ask.name, NAME_CHARS)?;
    let account = principal.account().unwrap_or_default();
    let now = to_millis(state.clock.now());
    let made = state
        .store
        .create_organisation(&ask.name, account, now)
        .await;
    let id = made.map_err(|error| match error {
        StoreError::Conflict(_) => Problem::new(Code::Conflict)
            .detail("the account belongs to as many organisations as it may"),
        other => other.into(),
    })?;
    let view = OrganisationView {
        id,
        name: ask.name,
        is_owner: true,
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Reads an organisation and its members.
#[utoipa::path(get, path = "/api/v1/organisations/{id}", operation_id = "read_organisation",
    tag = "accounts",
    params(("id" = String, Path, max_length = 128, description = "The organisation.")),
    responses((status = 200, body = OrganisationDetail), Problems))]
pub(super) async fn read_organisation(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
) -> Result<Json<OrganisationDetail>, Problem> {
    rights::demand(&principal, Action::ReadOrganisation, subject(&id))?;
    let name = state.store.organisation_name(&id).await?;
    let members = state.store.members(&id).await?;
    Ok(Json(OrganisationDetail {
        is_owner: principal.is_owner(&id),
        id,
        name,
        members: members.into_iter().map(views::member).collect(),
    }))
}

/// Invites somebody to an organisation by mail.
#[utoipa::path(post, path = "/api/v1/organisations/{id}/invitations",
    operation_id = "invite_member", tag = "accounts", request_body = MemberInvitation,
    params(("id" = String, Path, max_length = 128, description = "The organisation.")),
    responses((status = 201, body = Invitation), Problems))]
pub(super) async fn invite_member(
    State(state): State<AppState>,
    principal: Principal,
    Id(id): Id,
    Body(ask): Body<MemberInvitation>,
) -> Result<(StatusCode, Json<Invitation>), Problem> {
    rights::demand(&principal, Action::InviteMember, subject(&id))?;
    let to = Invited::Organisation(&id);
    let sent = invitations::send(&state, &principal, &ask.email, ask.language, to).await?;
    Ok((StatusCode::CREATED, Json(sent)))
}

fn subject(organisation: &str) -> Subject<'_> {
    Subject {
        organisation: Some(organisation),
        ..Subject::default()
    }
}
