//! What a provider's token says about a person, once it is proved: signature,
//! issuer, audience, time and nonce. Only signatures that a key pair makes count;
//! `none` and those by a shared secret are refused whatever the provider publishes.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AdditionalClaims, Audience, ClaimsVerificationError, ClientId, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims, IdTokenFields,
    IdTokenVerifier, Nonce, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
        CoreTokenType,
    },
};
use pilotbox_model::{api::accounts::Role, printable};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    RoleRule,
    error::{OidcError, OidcFailure, chain},
};
use crate::accounts::email::EmailAddress;

/// Signatures that are believed.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// How far the provider's clock may be off ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Characters of a subject (`OpenID` Connect Core, 2).
const SUBJECT_CHARS: usize = 255;

/// Characters of a name that are kept.
const NAME_CHARS: usize = 200;

/// Who somebody is, as a provider says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Its own name for the person, which never changes.
    pub subject: String,
    /// Where mails go. No account is ever found by it.
    pub email: Option<EmailAddress>,
    /// Whether the provider has tried that address.
    pub email_verified: bool,
    /// The person's name, if it says one.
    pub name: Option<String>,
    /// What the configuration gives for its claims.
    pub roles: BTreeSet<Role>,
}

/// What came of a verification.
pub(super) enum Verified<'a> {
    /// The claims are proved.
    Claims(&'a Claims),
    /// The token names a key that was not published when the keys were fetched.
    UnknownKey,
}

/// Claims that the standard does not name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct OtherClaims(Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

pub(super) type Claims = IdTokenClaims<OtherClaims, CoreGenderClaim>;

pub(super) type Token = IdToken<
    OtherClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

pub(super) type TokenAnswer = StandardTokenResponse<
    IdTokenFields<
        OtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

pub(super) type Client = openidconnect::Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenAnswer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Proves a token that was asked for at the first of two times and came at the second.
pub(super) fn verify<'a>(
    token: &'a Token,
    metadata: &CoreProviderMetadata,
    client_id: &ClientId,
    nonce: &Nonce,
    (begun, now): (Timestamp, Timestamp),
) -> Result<Verified<'a>, OidcError> {
    // The verifier of a public client knows no secret, so none can sign.
    let (issuer, keys) = (metadata.issuer().clone(), metadata.jwks().clone());
    let verifier = IdTokenVerifier::new_public_client(client_id.clone(), issuer, keys)
        .set_allowed_algs(ALGORITHMS)
        .set_other_audience_verifier_fn(|_: &Audience| false)
        .set_issue_time_verifier_fn(move |at| {
            let earliest = begun.as_second() - SKEW.as_secs();
            let latest = now.as_second() + SKEW.as_secs();
            let is_ours = (earliest..=latest).contains(&at.timestamp());
            is_ours
                .then_some(())
                .ok_or_else(|| "it was not issued for this sign-in".to_owned())
        });
    let claims = match token.claims(&verifier, nonce) {
        Ok(claims) => claims,
        Err(ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        )) => return Ok(Verified::UnknownKey),
        Err(error) => return Err(bad(&chain(&error))),
    };
    match claims.authorized_party() {
        Some(party) if party != client_id => Err(bad("it is authorized for another client")),
        _ => Ok(Verified::Claims(claims)),
    }
}

/// What proved claims say about a person.
pub(super) fn identity(claims: &Claims, rules: &[RoleRule]) -> Result<Identity, OidcError> {
    let subject = claims.subject().as_str();
    let length = subject.chars().count();
    if length == 0 || length > SUBJECT_CHARS || subject.chars().any(char::is_control) {
        return Err(bad("its subject is empty, too long or no text"));
    }
    let name = claims.name().and_then(|name| name.get(None));
    let email = claims.email().map(|email| email.as_str());
    let email = email.and_then(|email| EmailAddress::parse(email).ok());
    let all = serde_json::to_value(claims).map_err(|error| bad(&error))?;
    Ok(Identity {
        issuer: claims.issuer().to_string(),
        subject: subject.to_owned(),
        email_verified: email.is_some() && claims.email_verified() == Some(true),
        email,
        name: name.and_then(|name| shown_name(name.as_str())),
        roles: roles(&all, rules),
    })
}

fn roles(claims: &Value, rules: &[RoleRule]) -> BTreeSet<Role> {
    let given = rules.iter().filter(|rule| gives(claims, rule));
    given.map(|rule| rule.role).collect()
}

fn gives(claims: &Value, rule: &RoleRule) -> bool {
    let claim = if rule.claim.starts_with('/') {
        claims.pointer(&rule.claim)
    } else {
        claims.get(&rule.claim)
    };
    match claim {
        Some(Value::String(text)) => *text == rule.value,
        Some(Value::Array(list)) => list.iter().any(|one| one.as_str() == Some(&rule.value)),
        _ => false,
    }
}

fn shown_name(name: &str) -> Option<String> {
    let shown: String = printable(name.trim()).chars().take(NAME_CHARS).collect();
    (!shown.is_empty()).then_some(shown)
}

fn bad(detail: &(impl ToString + ?Sized)) -> OidcError {
    OidcError::new(OidcFailure::BadToken, detail)
}
