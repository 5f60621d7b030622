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
    /// Whether a second factor is asked for and was not shown. Until then no role and
    /// no membership counts, also where everybody may read.
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

    /// The account, where what is its own may be shown.
    pub fn reader(&self) -> Option<&str> {
        self.account().filter(|_| !self.needs_second_factor)
    }

    /// What the account may be once it has shown all that is asked for.
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// Whether the account has a role that counts.
    pub fn has(&self, role: Role) -> bool {
        !self.needs_second_factor && self.roles.contains(&role)
    }

    /// Whether the account belongs to an organisation.
    pub fn is_member(&self, organisation: &str) -> bool {
        let mut all = self.organisations.iter();
        !self.needs_second_factor && all.any(|own| own.organisation == organisation)
    }

    /// Whether the account may invite others to an organisation.
    pub fn is_owner(&self, organisation: &str) -> bool {
        let mut all = self.organisations.iter();
        !self.needs_second_factor && all.any(|own| own.organisation == organisation && own.is_owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_counts_before_the_second_factor() {
        let mut staff = Principal::signed_in("A", [Role::Staff, Role::Citizen]);
        staff.organisations.push(Membership {
            organisation: "O".to_owned(),
            is_owner: true,
        });
        assert!(staff.has(Role::Staff) && staff.is_member("O") && staff.is_owner("O"));
        assert_eq!(staff.reader(), Some("A"));
        staff.needs_second_factor = true;
        assert!(!staff.has(Role::Staff) && !staff.is_member("O") && !staff.is_owner("O"));
        assert_eq!((staff.account(), staff.reader()), (Some("A"), None));
        assert!(
            staff.roles().contains(&Role::Staff),
            "it is told what waits"
        );
    }
}
