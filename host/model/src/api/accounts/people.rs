//! Accounts as admins and colleagues see them: roles, organisations, invitations.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Language, Role};

/// An account as an admin sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// Its id.
    pub id: String,
    /// Its address; absent for accounts of an identity provider.
    pub email: Option<String>,
    /// The person's name.
    pub name: String,
    /// What it was granted.
    pub roles: Vec<Role>,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// Since when it is locked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub locked_at: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Makes an organisation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationAsk {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

/// An organisation with its members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationDetail {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the reader may invite members.
    pub is_owner: bool,
    /// Its members, the oldest first.
    pub members: Vec<Member>,
}

/// A member of an organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// The account.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// Whether they may invite members.
    pub is_owner: bool,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// Invites somebody to an organisation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberInvitation {
    /// Where the mail goes.
    #[schema(max_length = 254)]
    pub email: String,
    /// Its language.
    #[serde(default)]
    pub language: Language,
}

/// Invites somebody to a role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleInvitation {
    /// Where the mail goes.
    #[schema(max_length = 254)]
    pub email: String,
    /// `evaluator`, `staff` or `admin`.
    pub role: Role,
    /// The mail's language.
    #[serde(default)]
    pub language: Language,
}

/// An invitation that was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// An invitation as an admin sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InvitationView {
    /// Its id.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// To which role.
    pub role: Option<Role>,
    /// By whom.
    pub invited_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it was accepted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub accepted_at: Option<Timestamp>,
}

/// Accepts an invitation: for the account that is signed in, or else with a new
/// account of the invited address, for which name and password are needed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationAccept {
    /// The secret of the mail.
    #[schema(max_length = 200)]
    pub secret: String,
    /// The person's name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// 12 to 256 characters.
    #[schema(min_length = 12, max_length = 256)]
    pub password: Option<String>,
}

/// An identity provider that signs people in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderView {
    /// Its id in addresses.
    pub id: String,
    /// What its button says in Bulgarian.
    pub title_bg: String,
    /// And in English.
    pub title_en: String,
    /// Where a browser begins.
    pub href: String,
}
