//! Tokens that a provider, or somebody in its place, has spoilt.

use super::*;

#[tokio::test]
async fn claims_that_are_spoilt_prove_nothing() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let provider = Provider::new(config(&idp))?;
    let now = Timestamp::now().as_second();
    let unread = "its answer cannot be read";
    let of_another = "it was not issued for this sign-in";
    let no_name = "its subject is empty, too long or no text";
    for (claim, value, reason) in [
        ("nonce", json!("another"), "nonce mismatch"),
        ("nonce", Value::Null, "missing nonce"),
        ("aud", json!("another"), "must contain `pilots`"),
        ("aud", json!([CLIENT, "another"]), "not a trusted audience"),
        ("aud", json!([]), "must contain `pilots`"),
        ("azp", json!("another"), "authorized for another client"),
        ("iss", json!("https://evil.example"), "Invalid issuer"),
        ("exp", json!(now - 1), "ID token expired"),
        ("exp", Value::Null, unread),
        ("iat", json!(now - 3600), of_another),
        ("iat", json!(now + 3600), of_another),
        ("sub", Value::Null, unread),
        ("sub", json!(""), no_name),
        ("sub", json!("x".repeat(256)), no_name),
        ("sub", json!("a\nb"), no_name),
        ("sub", json!({ "a": 1 }), unread),
    ] {
        let spoil = |token: &mut Token| token.claims[claim] = value.clone();
        let result = sign_in(&idp, &provider, spoil).await;
        assert_eq!(
            reason_in(&result, reason),
            Some(OidcFailure::BadToken),
            "{claim} {result:?}"
        );
    }
    let missing = sign_in(&idp, &provider, |token| {
        token
            .claims
            .as_object_mut()
            .and_then(|claims| claims.remove("sub"));
    });
    assert_eq!(failure(&missing.await), Some(OidcFailure::BadToken));
    Ok(())
}

#[tokio::test]
async fn signatures_that_anybody_can_make_prove_nothing() -> Tested {
    let idp = Idp::start(Key::rsa()?).await?;
    let provider = Provider::new(config(&idp))?;
    let public = idp.published_key()?;
    let (refused, wrong) = ("Disallowed signature algorithm", "Crypto error");
    for (algorithm, key, reason) in [
        ("none", Key::nobody(), "No signature found"),
        // The public key as a secret, which everybody knows.
        ("HS256", Key::hmac(&public), refused),
        ("HS256", Key::hmac(b"a secret of ours"), refused),
        ("RS512", Key::rsa()?, refused),
        // Another key under the same id.
        ("RS256", Key::rsa()?, wrong),
    ] {
        let result = sign_in(&idp, &provider, |token| {
            token.header["alg"] = json!(algorithm);
            token.key = key;
        });
        let result = result.await;
        let failure = reason_in(&result, reason);
        assert_eq!(
            failure,
            Some(OidcFailure::BadToken),
            "{algorithm}: {result:?}"
        );
    }
    Ok(())
}
