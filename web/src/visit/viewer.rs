//! Who asks for a page: the account behind the session, and its token against forms
//! that other sites send.

use pilotbox_model::api::{
    accounts::{Me, Role, SessionOpened},
    problem::Code,
};

use crate::{backend::Api, failure::Failure};

/// A signed-in visitor.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The account.
    pub me: Me,
    /// What each form sends along.
    pub csrf: String,
}

impl Viewer {
    /// Whoever's session came with the request; nobody, if it is over.
    pub(crate) async fn of(api: &Api) -> Result<Option<Self>, Failure> {
        if !api.has_cookie() {
            return Ok(None);
        }
        match api.get::<SessionOpened>("/sessions/current").await {
            Ok(opened) => Ok(Some(Self {
                me: opened.me,
                csrf: opened.csrf_token,
            })),
            Err(failure) if failure.code == Code::SignInNeeded => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Whether the account has a role.
    pub fn has(&self, role: Role) -> bool {
        self.me.roles.contains(&role)
    }
}
