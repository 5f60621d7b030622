use std::error::Error;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::*;

mod endpoints;
mod idp;
mod keys;
mod site;
mod tokens;

use idp::{Answer, Idp};
use keys::Key;

const CLIENT: &str = "pilots";
const BACK: &str = "https://pilots.example.org/oidc/back";

type Tested = Result<(), Box<dyn Error>>;

/// What a provider puts into a token; each test spoils something.
struct Token {
    header: Value,
    claims: Value,
    key: Key,
}

fn config(idp: &Idp) -> ProviderConfig {
    let rule = |claim: &str, value: &str, role| RoleRule {
        claim: claim.to_owned(),
        value: value.to_owned(),
        role,
    };
    ProviderConfig {
        issuer: idp.issuer(),
        client_id: CLIENT.to_owned(),
        client_secret: Some("a secret of ours".to_owned()),
        redirect_url: BACK.to_owned(),
        scopes: vec!["email".to_owned()],
        roles: vec![
            rule("groups", "pilots-staff", Role::Staff),
            rule("/realm/roles", "judge", Role::Evaluator),
            rule("department", "ICT", Role::Admin),
        ],
        allow_loopback_http: true,
    }
}

/// Begins a sign-in, lets the provider issue a token, and ends the sign-in.
async fn sign_in(
    idp: &Idp,
    provider: &Provider,
    spoil: impl FnOnce(&mut Token),
) -> Result<Identity, OidcError> {
    let now = Timestamp::now();
    let (url, pending) = provider.authorize(now).await?;
    let mut token = token(idp, &url, now);
    spoil(&mut token);
    idp.answer("/token", Answer::json(&token_answer(&token)));
    let callback = callback(&pending);
    provider.exchange(&callback, &pending, now).await
}

fn token(idp: &Idp, asked: &Url, now: Timestamp) -> Token {
    let key = idp.key();
    Token {
        header: json!({ "alg": key.algorithm(), "kid": key.id() }),
        claims: json!({
            "iss": idp.issuer(),
            "sub": "0123-abc",
            "aud": CLIENT,
            "exp": now.as_second() + 300,
            "iat": now.as_second(),
            "nonce": parameter(asked, "nonce"),
            "email": "Ana@Example.org",
            "email_verified": true,
            "name": "Ана Петрова",
        }),
        key,
    }
}

fn token_answer(token: &Token) -> Value {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&token.header), part(&token.claims));
    let signature = URL_SAFE_NO_PAD.encode(token.key.sign(message.as_bytes()));
    json!({
        "access_token": "an access token",
        "token_type": "Bearer",
        "id_token": format!("{message}.{signature}"),
    })
}

fn callback(pending: &Pending) -> Callback {
    Callback {
        code: Some("a code".to_owned()),
        state: Some(pending.state.clone()),
        ..Callback::default()
    }
}

fn parameter(url: &Url, name: &str) -> String {
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// The failure, if its detail holds `reason`.
fn reason_in<T>(result: &Result<T, OidcError>, reason: &str) -> Option<OidcFailure> {
    let error = result.as_ref().err();
    let error = error.filter(|error| error.detail().contains(reason));
    error.map(OidcError::failure)
}

fn failure<T>(result: &Result<T, OidcError>) -> Option<OidcFailure> {
    result.as_ref().err().map(OidcError::failure)
}

#[tokio::test]
async fn a_person_signs_in_with_each_kind_of_key() -> Tested {
    for key in [Key::ed25519()?, Key::rsa()?, Key::p256()?] {
        let idp = Idp::start(key).await?;
        let provider = Provider::new(config(&idp))?;
        let identity = sign_in(&idp, &provider, |_| {}).await?;
        assert_eq!(identity.issuer, idp.issuer());
        assert_eq!(identity.subject, "0123-abc");
        let email = identity.email.map(|email| email.to_string());
        assert_eq!(email.as_deref(), Some("Ana@example.org"));
        assert!(identity.email_verified);
        assert_eq!(identity.name.as_deref(), Some("Ана Петрова"));
        assert!(identity.roles.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn the_request_carries_what_protects_it() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    let (url, _) = provider.authorize(Timestamp::now()).await?;
    assert_eq!(parameter(&url, "response_type"), "code");
    assert_eq!(parameter(&url, "client_id"), CLIENT);
    assert_eq!(parameter(&url, "redirect_uri"), BACK);
    assert_eq!(parameter(&url, "scope"), "openid email");
    assert_eq!(parameter(&url, "code_challenge_method"), "S256");
    assert_eq!(parameter(&url, "state").len(), 43);
    assert_eq!(parameter(&url, "nonce").len(), 43);
    sign_in(&idp, &provider, |_| {}).await?;
    let sent = idp.seen("/token").pop().ok_or("no token was asked for")?;
    assert!(sent.authorization.starts_with("Basic "), "{sent:?}");
    assert!(
        sent.body.contains("grant_type=authorization_code"),
        "{sent:?}"
    );
    let verifier = sent
        .body
        .split('&')
        .find_map(|pair| pair.strip_prefix("code_verifier="));
    assert!(
        verifier.is_some_and(|verifier| verifier.len() >= 43),
        "{sent:?}"
    );
    Ok(())
}

#[tokio::test]
async fn the_verifier_is_that_of_the_challenge() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    let (url, pending) = provider.authorize(Timestamp::now()).await?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&pending.pkce_verifier));
    assert_eq!(parameter(&url, "code_challenge"), challenge);
    let kept = serde_json::to_string(&pending)?;
    let again: Pending = serde_json::from_str(&kept)?;
    assert_eq!(again.pkce_verifier, pending.pkce_verifier);
    let shown = format!(
        "{pending:?} {:?} {provider:?} {:?}",
        callback(&pending),
        config(&idp)
    );
    for secret in [
        &pending.pkce_verifier,
        &pending.nonce,
        &pending.state,
        "a secret of ours",
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn roles_come_from_claims_that_the_configuration_names() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    let identity = sign_in(&idp, &provider, |token| {
        token.claims["groups"] = json!(["others", "pilots-staff"]);
        token.claims["realm"] = json!({ "roles": ["judge"] });
        token.claims["department"] = json!("ICT ");
        token.claims["roles"] = json!(["admin"]);
    });
    let roles: Vec<_> = identity.await?.roles.into_iter().collect();
    assert_eq!(roles, [Role::Evaluator, Role::Staff]);
    let identity = sign_in(&idp, &provider, |token| {
        token.claims["groups"] = json!("pilots-staff, others");
        token.claims["realm"] = json!([{ "roles": "judge" }]);
        token.claims["department"] = json!("ICT");
    });
    let roles: Vec<_> = identity.await?.roles.into_iter().collect();
    assert_eq!(roles, [Role::Admin]);
    Ok(())
}

#[tokio::test]
async fn what_is_no_answer_to_what_was_begun_is_refused() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    let now = Timestamp::now();
    let (_, pending) = provider.authorize(now).await?;
    let (_, other) = provider.authorize(now).await?;
    let spoilt = |spoil: fn(&mut Callback)| {
        let mut callback = callback(&pending);
        spoil(&mut callback);
        callback
    };
    let long = |callback: &mut Callback| callback.code = Some("c".repeat(CODE_BYTES + 1));
    let iss = |callback: &mut Callback| callback.iss = Some("https://evil.example".to_owned());
    let error = |callback: &mut Callback| callback.error = Some("access_denied".to_owned());
    for (callback, expected) in [
        (callback(&other), OidcFailure::NotBegun),
        (
            spoilt(|callback| callback.state = None),
            OidcFailure::NotBegun,
        ),
        (
            spoilt(|callback| callback.state = Some(String::new())),
            OidcFailure::NotBegun,
        ),
        (spoilt(iss), OidcFailure::NotBegun),
        (
            spoilt(|callback| callback.code = None),
            OidcFailure::Refused,
        ),
        (spoilt(long), OidcFailure::Refused),
        (spoilt(error), OidcFailure::Refused),
    ] {
        let result = provider.exchange(&callback, &pending, now).await;
        assert_eq!(failure(&result), Some(expected), "{callback:?}");
    }
    let late = now + PATIENCE + SignedDuration::from_secs(1);
    let result = provider.exchange(&callback(&pending), &pending, late).await;
    assert_eq!(failure(&result), Some(OidcFailure::TooLate));
    let elsewhere = Pending {
        issuer: "https://other.example".to_owned(),
        ..pending.clone()
    };
    let result = provider
        .exchange(&callback(&pending), &elsewhere, now)
        .await;
    assert_eq!(failure(&result), Some(OidcFailure::NotBegun));
    assert!(idp.seen("/token").is_empty(), "no code was exchanged");
    Ok(())
}

#[tokio::test]
async fn configurations_that_are_not_safe_are_refused() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let refused = |spoil: fn(&mut ProviderConfig)| {
        let mut config = config(&idp);
        spoil(&mut config);
        failure(&Provider::new(config)) == Some(OidcFailure::Configuration)
    };
    assert!(refused(|config| config.allow_loopback_http = false));
    assert!(refused(
        |config| config.issuer = "http://idp.example".to_owned()
    ));
    assert!(refused(
        |config| config.issuer = "http://127.0.0.1.evil.example".to_owned()
    ));
    assert!(refused(|config| config.issuer = "idp.example".to_owned()));
    assert!(refused(
        |config| config.redirect_url = "http://pilots.example.org".to_owned()
    ));
    assert!(refused(|config| config.client_id = String::new()));
    Ok(())
}
