//! Invitations: sent, listed, accepted.

use axum::{Extension, Json, extract::State, http::StatusCode, response::Response};
use pilotbox_model::api::{
    Page,
    accounts::{Invitation, InvitationAccept, InvitationView, Language, Role, RoleInvitation},
    problem::Code,
};
use pilotbox_store::{
    StoreError,
    accounts::{InvitationRow, Invited, NewAccount, NewInvitation},
    to_millis,
};

use super::{
    credentials,
    links::{self, Fresh, INVITATION},
    registration::{NAME_CHARS, demand_password, slow_down, spent, spent_or},
    views,
};
use crate::{
    api::{
        extract::Body,
        list::{Ask, ListQuery},
        problems::Problems,
        text::demand_line,
    },
    guard::ClientAddress,
    mail::{Message, log::MailKind, texts},
    principal::Principal,
    problem::Problem,
    session::SignedIn,
    state::AppState,
};

/// Lists invitations to roles.
#[utoipa::path(get, path = "/api/v1/invitations", operation_id = "list_invitations",
    tag = "accounts", params(ListQuery),
    responses((status = 200, body = Page<InvitationView>), Problems))]
pub(super) async fn list_invitations(
    State(state): State<AppState>,
    ask: Ask,
) -> Result<Response, Problem> {
    let rows = state
        .store
        .role_invitations(ask.after.as_deref(), ask.fetch)
        .await?;
    let views: Vec<_> = rows.into_iter().map(views::invitation).collect();
    ask.answer(views, |view: &InvitationView| view.id.clone())
}

/// Invites somebody to be an evaluator, staff or an admin.
#[utoipa::path(post, path = "/api/v1/invitations", operation_id = "invite_role",
    tag = "accounts", request_body = RoleInvitation,
    responses((status = 201, body = Invitation), Problems))]
pub(super) async fn invite_role(
    State(state): State<AppState>,
    principal: Principal,
    Body(ask): Body<RoleInvitation>,
) -> Result<(StatusCode, Json<Invitation>), Problem> {
    if matches!(ask.role, Role::Citizen | Role::Startup) {
        return Err(Problem::new(Code::BadRequest)
            .detail(format!("nobody is invited to be `{}`", ask.role.as_str()))
            .hint("`evaluator`, `staff` or `admin`; organisations invite their members"));
    }
    let to = Invited::Role(ask.role.as_str());
    let sent = send(&state, &principal, &ask.email, ask.language, to).await?;
    Ok((StatusCode::CREATED, Json(sent)))
}

/// Accepts an invitation: for the account that is signed in, or with a new account
/// of the invited address.
#[utoipa::path(post, path = "/api/v1/invitations/accept", operation_id = "accept_invitation",
    tag = "accounts", request_body = InvitationAccept,
    responses((status = 204, description = "The role or the place is the account's."), Problems))]
pub(super) async fn accept_invitation(
    State(state): State<AppState>,
    principal: Principal,
    signed_in: Option<SignedIn>,
    client: Option<Extension<ClientAddress>>,
    Body(ask): Body<InvitationAccept>,
) -> Result<StatusCode, Problem> {
    if principal.account().is_some() && signed_in.is_none() {
        return Err(Problem::new(Code::NotAllowed).detail("no token accepts an invitation"));
    }
    let digest = links::digest_of(&ask.secret).ok_or_else(spent)?;
    let now = to_millis(state.clock.now());
    let row = state
        .store
        .open_invitation(&digest, now)
        .await
        .map_err(spent_or)?;
    if let Some(signed_in) = signed_in {
        let done = state
            .store
            .accept_invitation(&digest, &signed_in.account, now)
            .await;
        done.map_err(refused)?;
    } else {
        slow_down(&state, client)?;
        accept_anew(&state, &digest, &row, &ask).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn accept_anew(
    state: &AppState,
    digest: &str,
    row: &InvitationRow,
    ask: &InvitationAccept,
) -> Result<(), Problem> {
    let (Some(name), Some(password)) = (&ask.name, &ask.password) else {
        return Err(Problem::new(Code::BadRequest)
            .detail("`name` and `password` are missing")
            .hint("they make a new account; whoever has one signs in first"));
    };
    demand_line("name", name, NAME_CHARS)?;
    demand_password("password", password, &row.email, name)?;
    let new = NewAccount {
        email: &row.email,
        name,
        language: &row.language,
        password: &credentials::hash(state, password).await?,
    };
    let now = to_millis(state.clock.now());
    let made = state.store.accept_with_account(digest, &new, now).await;
    made.map(|_| ()).map_err(refused)
}

/// Keeps an invitation and sends its mail.
pub(super) async fn send(
    state: &AppState,
    principal: &Principal,
    email: &str,
    language: Language,
    to: Invited<'_>,
) -> Result<Invitation, Problem> {
    let address = credentials::address(email)?;
    let fresh = Fresh::new(state.clock.now(), INVITATION)?;
    let kept = fresh.kept();
    let new = NewInvitation {
        digest: fresh.digest(),
        email: &address.key(),
        language: language.as_str(),
        to,
        invited_by: principal.account().unwrap_or_default(),
        created_at: kept.created_at,
        expires_at: kept.expires_at,
    };
    let id = state
        .store
        .invite(&new)
        .await
        .map_err(|error| match error {
            StoreError::Conflict(_) => Problem::new(Code::Conflict)
                .detail("too many of your invitations are open")
                .hint("wait until some are accepted or have expired"),
            other => other.into(),
        })?;
    let text = texts::invitation(language, &fresh.link(state, "invitation"));
    let message = Message {
        to: address,
        text,
        language,
    };
    links::post_to(state, MailKind::Invitation, message);
    Ok(Invitation {
        id,
        expires_at: fresh.expires_at,
    })
}

fn refused(error: StoreError) -> Problem {
    match error {
        StoreError::Conflict(what) if what == "account_email" => Problem::new(Code::Conflict)
            .detail("the invited address has an account")
            .hint("sign in with it and accept again"),
        StoreError::Conflict(_) => Problem::new(Code::Conflict)
            .detail("the organisation is full, or the account belongs to too many"),
        other => spent_or(other),
    }
}
