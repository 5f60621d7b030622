//! Providers whose pages misbehave, and what is kept of those that do not.

use super::*;
use crate::accounts::oidc::fetch::ANSWER_BYTES;

#[tokio::test]
async fn a_token_endpoint_that_misbehaves_lets_nobody_in() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    let refusal = json!({ "error": "invalid_grant", "error_description": "used\u{1b}[31m" });
    let no_token = json!({ "access_token": "secret-access", "token_type": "Bearer" });
    let half = json!({ "access_token": "secret-access", "token_type": "Bearer", "id_token": 1 });
    let no_jwt =
        json!({ "access_token": "secret-access", "token_type": "Bearer", "id_token": "a.b" });
    let cases = [
        (Answer::json(&refusal).status(400), OidcFailure::Refused),
        (
            Answer::redirect(&format!("{}/other", idp.issuer())),
            OidcFailure::Unavailable,
        ),
        (Answer::json(&json!({})).status(500), OidcFailure::BadToken),
        (Answer::json(&no_token), OidcFailure::BadToken),
        (Answer::json(&half), OidcFailure::BadToken),
        (Answer::json(&no_jwt), OidcFailure::BadToken),
        (
            Answer::json(&no_token).bytes(ANSWER_BYTES),
            OidcFailure::BadToken,
        ),
        (
            Answer::json(&no_token).bytes(ANSWER_BYTES + 1),
            OidcFailure::Unavailable,
        ),
    ];
    for (answer, expected) in cases {
        let now = Timestamp::now();
        let (_, pending) = provider.authorize(now).await?;
        let shown = format!("{answer:?}");
        idp.answer("/token", answer);
        let result = provider.exchange(&callback(&pending), &pending, now).await;
        let Err(error) = result else {
            return Err(shown.into());
        };
        let said = format!("{} {error} {error:?}", error.detail());
        assert!(
            !said.contains("secret-access") && !said.contains('\u{1b}'),
            "{said}"
        );
        assert_eq!(error.failure(), expected, "{shown}: {said}");
    }
    assert!(idp.seen("/other").is_empty(), "no redirect was followed");
    Ok(())
}

#[tokio::test]
async fn a_discovery_that_misbehaves_lets_nobody_begin() -> Tested {
    const DISCOVERY: &str = "/.well-known/openid-configuration";
    for spoil in [
        "redirect",
        "issuer",
        "plain token",
        "plain authorization",
        "plain keys",
        "no token",
        "huge",
        "keys huge",
        "keys redirect",
        "no json",
        "error",
    ] {
        let idp = Idp::start(Key::ed25519()?).await?;
        let provider = Provider::new(config(&idp))?;
        let mut metadata = idp.metadata();
        let elsewhere = json!("http://idp.example/elsewhere");
        match spoil {
            "issuer" => metadata["issuer"] = json!("https://evil.example"),
            "plain token" => metadata["token_endpoint"] = elsewhere,
            "plain authorization" => metadata["authorization_endpoint"] = elsewhere,
            "plain keys" => metadata["jwks_uri"] = elsewhere,
            "no token" => metadata["token_endpoint"] = Value::Null,
            _ => {}
        }
        let other = Answer::redirect(&format!("{}/other", idp.issuer()));
        let large = Answer::json(&metadata).bytes(ANSWER_BYTES + 1);
        match spoil {
            "redirect" => idp.answer(DISCOVERY, other),
            "huge" => idp.answer(DISCOVERY, large.clone()),
            "keys huge" => idp.answer("/keys", large.clone()),
            "keys redirect" => idp.answer("/keys", other),
            "no json" => idp.answer(DISCOVERY, Answer::json(&json!("x"))),
            "error" => idp.answer(DISCOVERY, Answer::json(&metadata).status(500)),
            _ => idp.answer(DISCOVERY, Answer::json(&metadata)),
        }
        let result = provider.authorize(Timestamp::now()).await;
        assert_eq!(failure(&result), Some(OidcFailure::Unavailable), "{spoil}");
        assert!(idp.seen("/other").is_empty(), "{spoil}");
        // Until a moment has passed, it is not asked again.
        let asked = idp.seen(DISCOVERY).len();
        let again = provider.authorize(Timestamp::now()).await;
        assert_eq!(failure(&again), Some(OidcFailure::Unavailable), "{spoil}");
        assert_eq!(idp.seen(DISCOVERY).len(), asked, "{spoil}");
    }
    Ok(())
}

#[tokio::test]
async fn a_new_key_is_fetched_once_and_what_is_known_is_not() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    for _ in 0..3 {
        sign_in(&idp, &provider, |_| {}).await?;
    }
    assert_eq!(idp.seen("/keys").len(), 1);
    idp.change_key(Key::ed25519()?.named("two"));
    sign_in(&idp, &provider, |_| {}).await?;
    assert_eq!(idp.seen("/keys").len(), 2);
    for _ in 0..3 {
        let unknown = sign_in(&idp, &provider, |token| {
            token.header["kid"] = json!("three");
        })
        .await;
        assert_eq!(failure(&unknown), Some(OidcFailure::BadToken));
    }
    assert_eq!(idp.seen("/keys").len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_secret_goes_where_the_provider_takes_it() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let mut metadata = idp.metadata();
    metadata["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    idp.answer("/.well-known/openid-configuration", Answer::json(&metadata));
    let provider = Provider::new(config(&idp))?;
    sign_in(&idp, &provider, |_| {}).await?;
    let sent = idp.seen("/token").pop().ok_or("no token was asked for")?;
    assert!(sent.authorization.is_empty(), "{sent:?}");
    assert!(
        sent.body.contains("client_secret=a+secret+of+ours"),
        "{sent:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_answer_as_large_as_may_be_is_read() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let largest = Answer::json(&idp.metadata()).bytes(ANSWER_BYTES);
    idp.answer("/.well-known/openid-configuration", largest);
    let provider = Provider::new(config(&idp))?;
    // On another thread, as a server does it.
    let begun = tokio::spawn(async move { provider.authorize(Timestamp::now()).await });
    begun.await??;
    Ok(())
}
