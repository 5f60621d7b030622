//! The identity providers of this installation, by their ids. They come from the
//! configuration and from nowhere else.

use std::sync::Arc;

use super::oidc::{OidcError, Provider, ProviderConfig, RoleRule};
use crate::config::{Config, OidcConfig};

/// Where our page lies that providers send people back to, below the origin.
fn callback_path(id: &str) -> String {
    format!("/api/v1/auth/oidc/{id}/callback")
}

/// Every provider. Cheap to clone; clones share what was fetched from them.
#[derive(Clone, Debug)]
pub struct Providers(Arc<[Known]>);

/// A provider and what the operator says about it.
#[derive(Debug)]
pub struct Known {
    /// What the operator set.
    pub config: OidcConfig,
    /// The provider.
    pub provider: Provider,
}

impl Providers {
    /// Prepares for all of them; none is contacted before somebody signs in.
    pub fn new(config: &Config) -> Result<Self, OidcError> {
        let origin = config.public_url();
        let known = |set: &OidcConfig| {
            Ok(Known {
                provider: Provider::new(provider(set, &origin))?,
                config: set.clone(),
            })
        };
        let all: Result<Vec<_>, OidcError> = config.oidc.iter().map(known).collect();
        Ok(Self(all?.into()))
    }

    /// All of them, in the operator's order.
    pub fn all(&self) -> &[Known] {
        &self.0
    }

    /// The one with this id.
    pub fn find(&self, id: &str) -> Option<&Known> {
        self.0.iter().find(|known| known.config.id == id)
    }
}

fn provider(set: &OidcConfig, origin: &str) -> ProviderConfig {
    let rule = |rule: &crate::config::RoleRule| RoleRule {
        claim: rule.claim.clone(),
        value: rule.value.clone(),
        role: rule.role,
    };
    ProviderConfig {
        issuer: set.issuer.clone(),
        client_id: set.client_id.clone(),
        client_secret: set
            .client_secret
            .as_ref()
            .map(|text| text.reveal().to_owned()),
        redirect_url: format!("{origin}{}", callback_path(&set.id)),
        scopes: set.scopes.clone(),
        roles: set.roles.iter().map(rule).collect(),
        allow_loopback_http: set.allow_loopback_http,
    }
}
