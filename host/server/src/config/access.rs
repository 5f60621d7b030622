//! `[accounts]` and `[[oidc]]`: who may come in.

use std::{num::NonZeroU32, path::PathBuf};

use pilotbox_model::api::accounts::Role;
use serde::{Deserialize, Serialize};

use super::SecretText;

/// Who may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Anybody who confirms an e-mail address.
    #[default]
    Open,
    /// Those who were invited.
    Closed,
}

/// `[accounts]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountsConfig {
    /// Who may make an account.
    pub registration: Registration,
    /// After how long one has to sign in again, whatever one does.
    pub session_hours: NonZeroU32,
    /// After how long without a request.
    pub idle_minutes: NonZeroU32,
    /// Roles that get nowhere without a second factor.
    pub require_totp_for: Vec<Role>,
}

/// One of `[[oidc]]`: an identity provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// Its name in URLs: lower-case letters, digits and hyphens.
    pub id: String,
    /// What its button says.
    pub title: OidcTitle,
    /// Its issuer URL.
    pub issuer: String,
    /// What this installation is called there.
    pub client_id: String,
    /// The secret that goes with it; none for a public client.
    #[serde(default)]
    pub client_secret: Option<SecretText>,
    /// A file that holds the secret.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// What is asked for.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
    /// Which claims give which roles.
    #[serde(default)]
    pub roles: Vec<RoleRule>,
    /// Whether the issuer may be plain HTTP on this very machine.
    #[serde(default)]
    pub allow_loopback_http: bool,
    /// Whether signing in there is as good as a second factor here.
    #[serde(default)]
    pub counts_as_second_factor: bool,
}

/// What a provider's button says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcTitle {
    /// In Bulgarian.
    pub bg: String,
    /// In English.
    pub en: String,
}

/// A claim that gives a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The claim's name.
    pub claim: String,
    /// The value that it has, or that is one of its values.
    pub value: String,
    /// The role that follows.
    pub role: Role,
}

impl Default for AccountsConfig {
    fn default() -> Self {
        Self {
            registration: Registration::Open,
            session_hours: NonZeroU32::MIN.saturating_add(11),
            idle_minutes: NonZeroU32::MIN.saturating_add(59),
            require_totp_for: vec![Role::Evaluator, Role::Staff, Role::Admin],
        }
    }
}

fn default_scopes() -> Vec<String> {
    ["openid", "email", "profile"].map(str::to_owned).to_vec()
}
