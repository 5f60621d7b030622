//! Signing in through a provider as a browser meets it.

use axum::http::Method;
use jiff::SignedDuration;

use super::*;
use crate::{
    api::accounts::tests::site::{Answer as Page, Browser, Site},
    config::{OidcConfig, OidcTitle, Registration, SecretText},
};

/// A site that knows the provider as `city`.
async fn site(idp: &Idp, configure: impl FnOnce(&mut crate::config::Config)) -> Site {
    let title = "City".to_owned();
    let provider = OidcConfig {
        id: "city".to_owned(),
        title: OidcTitle {
            bg: title.clone(),
            en: title,
        },
        issuer: idp.issuer(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(SecretText::new("a secret of ours")),
        client_secret_file: None,
        scopes: vec!["email".to_owned()],
        roles: vec![crate::config::RoleRule {
            claim: "groups".to_owned(),
            value: "pilots-staff".to_owned(),
            role: Role::Staff,
        }],
        allow_loopback_http: true,
        counts_as_second_factor: true,
    };
    Site::with(|config| {
        config.oidc = vec![provider];
        configure(config);
    })
    .await
}

/// Begins and ends a sign-in, with groups that the provider tells.
async fn sign_in(site: &Site, idp: &Idp, browser: &mut Browser, groups: Value) -> Page {
    let state = begin(site, idp, browser, groups).await;
    let back = format!("/api/v1/auth/oidc/city/callback?code=a&state={state}");
    site.get(browser, &back).await
}

async fn begin(site: &Site, idp: &Idp, browser: &mut Browser, groups: Value) -> String {
    let sent = site.get(browser, "/api/v1/auth/oidc/city").await;
    assert_eq!(sent.status, 303, "{sent:?}");
    let url = Url::parse(sent.headers["location"].to_str().unwrap()).unwrap();
    let now = Timestamp::from_millisecond(site.now_ms()).unwrap();
    let mut token = token(idp, &url, now);
    token.claims["groups"] = groups;
    idp.answer("/token", Answer::json(&token_answer(&token)));
    parameter(&url, "state")
}

#[tokio::test]
async fn a_person_of_a_provider_has_an_account_of_their_own() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let site = site(&idp, |_| {}).await;
    // The provider tells this very address; it opens nothing.
    let (local, _) = site.person("ana@example.org").await;
    let mut ana = Browser::default();
    let back = sign_in(&site, &idp, &mut ana, json!(["pilots-staff"])).await;
    assert_eq!(
        (back.status, &back.headers["location"]),
        (303, &"http://127.0.0.1:8080/".parse()?)
    );
    let me = site.get(&mut ana, "/api/v1/sessions/current").await;
    let me = &me.body["me"];
    assert_ne!(me["id"], json!(local));
    assert_eq!(me["email"], Value::Null);
    assert_eq!(me["roles"], json!(["citizen", "staff"]));
    assert_eq!(
        me["needs_second_factor"], false,
        "the provider counts as one"
    );
    let id = me["id"].clone();
    let mut again = Browser::default();
    sign_in(&site, &idp, &mut again, json!([])).await;
    let me = site.get(&mut again, "/api/v1/sessions/current").await;
    assert_eq!(me.body["me"]["id"], id);
    assert_eq!(
        me.body["me"]["roles"],
        json!(["citizen"]),
        "the provider took its role back"
    );
    let change = json!({ "current": "x", "new": "another long phrase" });
    let path = "/api/v1/me/password";
    let refused = site.send(&mut again, Method::PUT, path, Some(change)).await;
    assert_eq!((refused.status, refused.code()), (409, "wrong-state"));
    Ok(())
}

#[tokio::test]
async fn only_the_browser_that_began_ends_a_sign_in_and_once() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let site = site(&idp, |_| {}).await;
    let mut ana = Browser::default();
    let state = begin(&site, &idp, &mut ana, json!([])).await;
    let back = format!("/api/v1/auth/oidc/city/callback?code=a&state={state}");
    let stolen = site.get(&mut Browser::default(), &back).await;
    assert_eq!((stolen.status, stolen.code()), (401, "wrong-credentials"));
    let forged = "/api/v1/auth/oidc/city/callback?code=a&state=b";
    assert_eq!(site.get(&mut ana, forged).await.status, 401);
    let late = site.get(&mut ana, &back).await;
    assert_eq!(
        late.status, 401,
        "what was begun serves once, for a forgery too"
    );
    let state = begin(&site, &idp, &mut ana, json!([])).await;
    site.pass(SignedDuration::from_mins(11));
    let back = format!("/api/v1/auth/oidc/city/callback?code=a&state={state}");
    assert_eq!(site.get(&mut ana, &back).await.status, 401, "too late");
    assert_eq!(
        site.get(&mut ana, "/api/v1/auth/oidc/other").await.status,
        404
    );
    Ok(())
}

#[tokio::test]
async fn a_closed_site_takes_those_to_whom_the_provider_gives_a_role() -> Tested {
    let idp = Idp::start(Key::ed25519()?).await?;
    let site = site(&idp, |config| {
        config.accounts.registration = Registration::Closed;
    })
    .await;
    let mut ana = Browser::default();
    let refused = sign_in(&site, &idp, &mut ana, json!([])).await;
    assert_eq!((refused.status, refused.code()), (403, "not-allowed"));
    assert_eq!(
        sign_in(&site, &idp, &mut ana, json!(["pilots-staff"]))
            .await
            .status,
        303
    );
    assert_eq!(site.get(&mut ana, "/api/v1/me").await.status, 200);
    Ok(())
}
