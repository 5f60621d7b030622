use axum::http::Method;
use jiff::SignedDuration;
use pilotbox_model::api::accounts::Role;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::{
    EMAIL, PASSWORD,
    site::{Answer, Browser, Site},
};

fn code(seed: &str, site: &Site) -> String {
    let secret = Secret::try_from_base32(seed).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(site.now_ms().unsigned_abs() / 1000)
        .to_string()
}

/// Sets a factor up: its seed and the recovery codes.
async fn set_up(site: &Site, browser: &mut Browser) -> (String, Vec<Value>) {
    let proof = json!({ "password": PASSWORD });
    let begun = site.post(browser, "/api/v1/me/second-factor", proof).await;
    assert_eq!(begun.status, 200, "{begun:?}");
    let seed = begun.body["secret"].as_str().unwrap().to_owned();
    let first = json!({ "code": code(&seed, site) });
    let done = site
        .post(browser, "/api/v1/me/second-factor/confirm", first)
        .await;
    assert_eq!(done.status, 200, "{done:?}");
    (seed, done.body["codes"].as_array().unwrap().clone())
}

async fn sign_in(site: &Site, code: Value) -> Answer {
    let ask = json!({ "email": EMAIL, "password": PASSWORD, "code": code });
    site.post(&mut Browser::default(), "/api/v1/sessions", ask)
        .await
}

#[tokio::test]
async fn staff_get_nowhere_without_a_second_factor() {
    let site = Site::new().await;
    let (id, mut ana) = site.person(EMAIL).await;
    crate::admin::grant(&site.state.store, &id, Role::Admin, site.now_ms())
        .await
        .unwrap();
    let refused = site.get(&mut ana, "/api/v1/accounts").await;
    assert_eq!(
        (refused.status, refused.code()),
        (403, "second-factor-needed")
    );
    let me = site.get(&mut ana, "/api/v1/me").await;
    assert_eq!(
        me.body["needs_second_factor"], true,
        "the role is read anew"
    );
    set_up(&site, &mut ana).await;
    let listed = site.get(&mut ana, "/api/v1/accounts").await;
    assert_eq!(listed.status, 200, "{listed:?}");
    assert_eq!(listed.body["items"][0]["roles"], json!(["admin"]));
}

#[tokio::test]
async fn a_code_is_good_once() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    let (seed, recovery) = set_up(&site, &mut ana).await;
    let missing = sign_in(&site, Value::Null).await;
    assert_eq!(
        (missing.status, missing.code()),
        (403, "second-factor-needed")
    );
    let replayed = sign_in(&site, json!(code(&seed, &site))).await;
    assert_eq!(
        (replayed.status, replayed.code()),
        (401, "wrong-credentials")
    );
    site.pass(SignedDuration::from_secs(30));
    assert_eq!(sign_in(&site, json!(code(&seed, &site))).await.status, 200);
    assert_eq!(sign_in(&site, json!(code(&seed, &site))).await.status, 401);
    assert_eq!(recovery.len(), 10);
    assert_eq!(sign_in(&site, recovery[0].clone()).await.status, 200);
    assert_eq!(sign_in(&site, recovery[0].clone()).await.status, 401);
}

#[tokio::test]
async fn codes_are_not_guessed() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    set_up(&site, &mut ana).await;
    for _ in 0..5 {
        // Leaving the code out tells nothing and clears nothing.
        assert_eq!(sign_in(&site, Value::Null).await.status, 403);
        assert_eq!(sign_in(&site, json!("000000")).await.status, 401);
    }
    assert_eq!(sign_in(&site, json!("000000")).await.status, 423);
    // Nor does a new password, for which the mailbox is enough, clear anything.
    site.mails(EMAIL, 1).await;
    let mut mallory = Browser::default();
    let ask = json!({ "email": EMAIL });
    let asked = site.post(&mut mallory, "/api/v1/accounts/reset", ask).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    let secret = site.secret(EMAIL, 2).await;
    let path = "/api/v1/accounts/reset/confirm";
    let reset = json!({ "secret": secret, "password": PASSWORD });
    let reset = site.post(&mut mallory, path, reset).await;
    assert_eq!(reset.status, 204, "{reset:?}");
    assert_eq!(sign_in(&site, json!("000000")).await.status, 423);
}

#[tokio::test]
async fn a_factor_is_dropped_with_a_code_and_ends_all_sessions() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    let (_, recovery) = set_up(&site, &mut ana).await;
    let path = "/api/v1/me/second-factor";
    let again = site
        .post(&mut ana, path, json!({ "password": PASSWORD }))
        .await;
    assert_eq!((again.status, again.code()), (409, "wrong-state"));
    let wrong = site
        .send(&mut ana, Method::DELETE, path, Some(json!({ "code": "1" })))
        .await;
    assert_eq!(wrong.status, 401);
    let proof = Some(json!({ "code": recovery[3] }));
    let dropped = site.send(&mut ana, Method::DELETE, path, proof).await;
    assert_eq!(dropped.status, 204, "{dropped:?}");
    assert_eq!(site.get(&mut ana, "/api/v1/me").await.status, 401);
    assert_eq!(sign_in(&site, Value::Null).await.status, 200);
}
