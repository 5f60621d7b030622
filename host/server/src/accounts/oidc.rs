//! Signing in through an identity provider (`OpenID` Connect, code flow with PKCE).
//! Issuers come from the configuration only; no redirect is followed; accounts are
//! keyed by issuer and subject, so an e-mail address of a provider proves nothing here.

mod claims;
mod directory;
mod error;
mod fetch;

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _,
    core::{CoreClientAuthMethod, CoreProviderMetadata, CoreResponseType},
};
use pilotbox_model::api::accounts::Role;
use serde::{Deserialize, Serialize};
use url::Url;

pub use claims::Identity;
pub use error::{OidcError, OidcFailure};

use super::secret::Secret;
use claims::{Client, TokenAnswer, Verified};
use directory::Directory;
use fetch::HttpClient;

/// How long somebody may take to sign in at the provider. What was begun before
/// that is refused, so that an old link cannot be finished by somebody else.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// Bytes of a code. Real ones have some hundred.
const CODE_BYTES: usize = 4096;

/// One provider, from the configuration.
#[derive(Clone)]
pub struct ProviderConfig {
    /// Its issuer identifier, letter for letter as it writes it itself.
    pub issuer: String,
    /// What it knows us by.
    pub client_id: String,
    /// The secret that goes with it; public clients have none.
    pub client_secret: Option<String>,
    /// Our page that it sends people back to.
    pub redirect_url: String,
    /// What is asked for besides `openid`, such as `email` and `profile`.
    pub scopes: Vec<String>,
    /// Which claims give which roles.
    pub roles: Vec<RoleRule>,
    /// Lets the provider be on this machine and without TLS: for tests.
    pub allow_loopback_http: bool,
}

/// A claim that gives a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The claim's name; or, beginning with `/`, the way to it (RFC 6901).
    pub claim: String,
    /// The text that it must be, or hold in its list.
    pub value: String,
    /// What it gives.
    pub role: Role,
}

/// A provider that people sign in through.
#[derive(Debug)]
pub struct Provider {
    directory: Directory,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    redirect_url: RedirectUrl,
    scopes: Vec<Scope>,
    roles: Vec<RoleRule>,
}

/// A sign-in that was begun: it belongs into the visitor's session and nowhere else.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pending {
    issuer: String,
    state: String,
    nonce: String,
    pkce_verifier: String,
    created_at: Timestamp,
}

/// What the provider sends back in the address of our page.
#[derive(Clone, Default, Deserialize)]
pub struct Callback {
    /// To be exchanged, once.
    pub code: Option<String>,
    /// What we gave it.
    pub state: Option<String>,
    /// Who it is (RFC 9207); some do not say.
    pub iss: Option<String>,
    /// Why it lets nobody in.
    pub error: Option<String>,
}

impl Provider {
    /// Prepares for a provider; it is not contacted before somebody signs in.
    pub fn new(config: ProviderConfig) -> Result<Self, OidcError> {
        let http = HttpClient::new(config.allow_loopback_http)?;
        let fit = |text: &str| {
            let url = Url::parse(text).ok().filter(|url| http.permits(url));
            url.ok_or_else(|| unfit(&format!("`{text}` is not an https address")))
        };
        fit(&config.issuer)?;
        fit(&config.redirect_url)?;
        let issuer = IssuerUrl::new(config.issuer).map_err(|error| unfit(&error))?;
        let redirect_url = RedirectUrl::new(config.redirect_url);
        if config.client_id.is_empty() {
            return Err(unfit(&"its client id is empty"));
        }
        Ok(Self {
            directory: Directory::new(issuer, http),
            client_id: ClientId::new(config.client_id),
            client_secret: config.client_secret.map(ClientSecret::new),
            redirect_url: redirect_url.map_err(|error| unfit(&error))?,
            scopes: config.scopes.into_iter().map(Scope::new).collect(),
            roles: config.roles,
        })
    }

    /// The issuer: half of what accounts are keyed by.
    pub fn issuer(&self) -> &str {
        self.directory.issuer().as_str()
    }

    /// Begins a sign-in: where to send the visitor, and what to keep in the session.
    pub async fn authorize(&self, now: Timestamp) -> Result<(Url, Pending), OidcError> {
        let metadata = self.directory.metadata().await?;
        let random = || Secret::generate().map(|secret| secret.reveal());
        let state = random().map_err(|error| unfit(&error))?;
        let nonce = random().map_err(|error| unfit(&error))?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let pending = Pending {
            issuer: self.issuer().to_owned(),
            state: state.clone(),
            nonce: nonce.clone(),
            pkce_verifier: verifier.into_secret(),
            created_at: now,
        };
        let client = self.client(&metadata);
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let request = client
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(self.scopes.iter().cloned())
            .set_pkce_challenge(challenge);
        let (url, _, _) = request.url();
        Ok((url, pending))
    }

    /// Ends a sign-in: who the provider says that it is. `pending` must have been
    /// taken out of the session before, so that it serves once.
    pub async fn exchange(
        &self,
        callback: &Callback,
        pending: &Pending,
        now: Timestamp,
    ) -> Result<Identity, OidcError> {
        let code = self.check(callback, pending, now)?;
        let metadata = self.directory.metadata().await?;
        let answer = self.redeem(&metadata, code, pending).await?;
        let Some(token) = answer.id_token() else {
            return Err(OidcError::new(OidcFailure::BadToken, "there is none"));
        };
        let begun = (pending.created_at, now);
        let verify = |metadata: &CoreProviderMetadata| {
            let (client_id, nonce) = (&self.client_id, Nonce::new(pending.nonce.clone()));
            claims::verify(token, metadata, client_id, &nonce, begun)
        };
        let claims = match verify(&metadata)? {
            Verified::Claims(claims) => claims,
            // The provider may have changed its keys since they were fetched.
            Verified::UnknownKey => match verify(&*self.directory.metadata_anew().await?)? {
                Verified::Claims(claims) => claims,
                Verified::UnknownKey => {
                    return Err(OidcError::new(OidcFailure::BadToken, "its key is unknown"));
                }
            },
        };
        claims::identity(claims, &self.roles)
    }

    /// Whether the callback is the answer to what was begun, and its code.
    fn check(
        &self,
        callback: &Callback,
        pending: &Pending,
        now: Timestamp,
    ) -> Result<AuthorizationCode, OidcError> {
        let failed = |failure, detail: &str| Err(OidcError::new(failure, detail));
        if pending.issuer != self.issuer() {
            return failed(OidcFailure::NotBegun, "it was begun at another provider");
        }
        if !is_same_secret(callback.state.as_deref(), &pending.state) {
            return failed(OidcFailure::NotBegun, "the state is another one");
        }
        if now.duration_since(pending.created_at).abs() > PATIENCE {
            return failed(OidcFailure::TooLate, "it was begun too long ago");
        }
        if callback
            .iss
            .as_deref()
            .is_some_and(|iss| iss != self.issuer())
        {
            return failed(OidcFailure::NotBegun, "another issuer has answered");
        }
        if let Some(error) = &callback.error {
            return failed(OidcFailure::Refused, error);
        }
        match &callback.code {
            Some(code) if !code.is_empty() && code.len() <= CODE_BYTES => {
                Ok(AuthorizationCode::new(code.clone()))
            }
            _ => failed(OidcFailure::Refused, "there is no code of a sane length"),
        }
    }

    async fn redeem(
        &self,
        metadata: &CoreProviderMetadata,
        code: AuthorizationCode,
        pending: &Pending,
    ) -> Result<TokenAnswer, OidcError> {
        let client = self.client(metadata);
        client
            .exchange_code(code)
            .map_err(|error| OidcError::new(OidcFailure::Unavailable, &error))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.pkce_verifier.clone()))
            .request_async(self.directory.http())
            .await
            .map_err(|error| OidcError::of_exchange(&error))
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let (id, secret) = (self.client_id.clone(), self.client_secret.clone());
        let client = Client::from_provider_metadata(metadata.clone(), id, secret);
        let client = client.set_redirect_uri(self.redirect_url.clone());
        // A provider that does not say takes the secret in a header.
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
        if takes(CoreClientAuthMethod::ClientSecretBasic) {
            client
        } else {
            client.set_auth_type(AuthType::RequestBody)
        }
    }
}

impl fmt::Debug for ProviderConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderConfig")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("redirect_url", &self.redirect_url)
            .field("scopes", &self.scopes)
            .field("roles", &self.roles)
            .field("allow_loopback_http", &self.allow_loopback_http)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("issuer", &self.issuer)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("iss", &self.iss)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// Compares in constant time.
fn is_same_secret(sent: Option<&str>, kept: &str) -> bool {
    let parse = |text| Secret::parse(text).ok();
    match (sent.and_then(parse), parse(kept)) {
        (Some(sent), Some(kept)) => sent.digest().matches(&kept.digest()),
        _ => false,
    }
}

fn unfit(detail: &impl ToString) -> OidcError {
    OidcError::new(OidcFailure::Configuration, detail)
}

#[cfg(test)]
mod tests;
