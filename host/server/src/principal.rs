//! Who asks: what a session or a token says about the account behind a request.

use std::collections::BTreeSet;

use pilotbox_model::api::accounts::{Role, TokenScope};

/// A place in an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organisation's id.
    pub organisation: String,
    /// Whether the member may invite others.
    pub is_owner: bool,
}

/// Who asks. An extension of every request to the API.
#[derive(Clone, Debug, Default)]
pub struct Principal {
    pub(crate) account: Option<String>,
    pub(crate) roles: BTreeSet<Role>,
    /// The organisations that the account belongs to.
    pub organisations: Vec<Membership>,
    /// What the token may do; `None` for a session, which may all.
    pub scopes: Option<Vec<TokenScope>>,
    /// Whether a role asks for a second factor that is not set up.
    pub needs_second_factor: bool,
}

impl Principal {
    /// Nobody.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// An account.
    pub fn signed_in(account: &str, roles: impl IntoIterator<Item = Role>) -> Self {
        Self {
            account: Some(account.to_owned()),
            roles: roles.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The account's id.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// What the account may be.
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// Whether the account has a role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the account belongs to an organisation.
    pub fn is_member(&self, organisation: &str) -> bool {
        let mut all = self.organisations.iter();
        all.any(|own| own.organisation == organisation)
    }

    /// Whether the account may invite others to an organisation.
    pub fn is_owner(&self, organisation: &str) -> bool {
        let mut all = self.organisations.iter();
        all.any(|own| own.organisation == organisation && own.is_owner)
    }
}
