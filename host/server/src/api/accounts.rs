//! Accounts over HTTP: registration, sessions, the own account, organisations,
//! invitations, identity providers, and what admins do.

mod credentials;
mod directory;
mod identity;
mod invitations;
mod links;
mod me;
mod organisations;
mod personal;
mod registration;
mod second_factor;
mod sessions;
mod tokens;
mod views;

use utoipa_axum::routes;

use crate::{api::Api, rights::Action, state::AppState};

pub use links::sweep;
pub use views::me_of;

/// The routes of this family.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    people(own(entry(api)))
}

/// How somebody comes in.
fn entry(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::Register, routes!(registration::register))
        .add(Action::ConfirmEmail, routes!(registration::confirm_email))
        .add(Action::ResetPassword, routes!(registration::ask_reset))
        .add(Action::ResetPassword, routes!(registration::reset_password))
        .add(Action::SignIn, routes!(sessions::open_session))
        .add(Action::ReadMe, routes!(sessions::read_session))
        .add(Action::SignOut, routes!(sessions::close_session))
        .add(
            Action::ManageSecondFactor,
            routes!(sessions::prove_second_factor),
        )
        .add(Action::SignIn, routes!(identity::list_providers))
        .add(Action::SignIn, routes!(identity::begin_sign_in))
        .add(Action::SignIn, routes!(identity::end_sign_in))
}

/// What somebody does with the own account.
fn own(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadMe, routes!(me::read_me))
        .add(Action::ChangeMe, routes!(me::change_me))
        .add(Action::ChangeMe, routes!(me::change_password))
        .add(Action::ExportMe, routes!(personal::export_me))
        .add(Action::EraseMe, routes!(personal::erase_me))
        .add(
            Action::ManageSecondFactor,
            routes!(
                second_factor::begin_second_factor,
                second_factor::drop_second_factor
            ),
        )
        .add(
            Action::ManageSecondFactor,
            routes!(second_factor::confirm_second_factor),
        )
        .add(
            Action::ManageTokens,
            routes!(tokens::list_tokens, tokens::create_token),
        )
        .add(Action::ManageTokens, routes!(tokens::revoke_token))
        .add(Action::EndToken, routes!(tokens::end_token))
}

/// Organisations, invitations, and what admins do.
fn people(api: Api<AppState>) -> Api<AppState> {
    api.add(
        Action::CreateOrganisation,
        routes!(organisations::create_organisation),
    )
    .add(
        Action::ReadOrganisation,
        routes!(organisations::read_organisation),
    )
    .add(Action::InviteMember, routes!(organisations::invite_member))
    .add(
        Action::InviteRole,
        routes!(invitations::list_invitations, invitations::invite_role),
    )
    .add(
        Action::AcceptInvitation,
        routes!(invitations::accept_invitation),
    )
    .add(Action::ListAccounts, routes!(directory::list_accounts))
    .add(
        Action::ChangeRoles,
        routes!(directory::grant_role, directory::take_role),
    )
    .add(
        Action::ChangeRoles,
        routes!(directory::lock_account, directory::unlock_account),
    )
}

#[cfg(test)]
pub(crate) mod tests;
