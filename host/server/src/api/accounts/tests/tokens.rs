use axum::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    EMAIL,
    site::{Browser, Site},
};

async fn make(site: &Site, browser: &mut Browser, scopes: Value) -> (String, String) {
    let ask = json!({ "name": "laptop", "scopes": scopes, "expires_in_days": 30 });
    let made = site.post(browser, "/api/v1/me/tokens", ask).await;
    assert_eq!(made.status, 201, "{made:?}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made.body["token"]), text(&made.body["about"]["id"]))
}

#[tokio::test]
async fn a_token_reads_and_does_no_more_than_its_scopes() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    let (token, _) = make(&site, &mut ana, json!(["read", "read"])).await;
    let mut program = Browser::with_token(&token);
    assert_eq!(site.get(&mut program, "/api/v1/me").await.status, 200);
    let ask = json!({ "name": "Trams Ltd" });
    let refused = site
        .post(&mut program, "/api/v1/organisations", ask.clone())
        .await;
    assert_eq!((refused.status, refused.code()), (403, "not-allowed"));
    assert_eq!(
        site.get(&mut program, "/api/v1/me/tokens").await.status,
        403
    );
    assert_eq!(
        site.get(&mut program, "/api/v1/sessions/current")
            .await
            .status,
        404
    );
    let (manage, _) = make(&site, &mut ana, json!(["manage"])).await;
    let mut program = Browser::with_token(&manage);
    let made = site.post(&mut program, "/api/v1/organisations", ask).await;
    assert_eq!(made.status, 201, "no page and no form token: {made:?}");
}

#[tokio::test]
async fn a_token_that_is_not_good_is_nobody_anywhere() {
    let site = Site::new().await;
    let (id, mut ana) = site.person(EMAIL).await;
    let (token, token_id) = make(&site, &mut ana, json!(["read"])).await;
    let (other, _) = make(&site, &mut ana, json!(["read"])).await;
    let forged = format!("{}{}", &token[..30], &other[30..]);
    for wrong in ["", "x", forged.as_str(), &"a".repeat(4000)] {
        let mut program = Browser::with_token(wrong);
        let answer = site.get(&mut program, "/api/v1/auth/oidc").await;
        assert_eq!(
            (answer.status, answer.code()),
            (401, "sign-in-needed"),
            "{wrong}"
        );
    }
    let path = format!("/api/v1/me/tokens/{token_id}");
    assert_eq!(
        site.send(&mut ana, Method::DELETE, &path, None)
            .await
            .status,
        204
    );
    assert_eq!(
        site.send(&mut ana, Method::DELETE, &path, None)
            .await
            .status,
        404
    );
    let mut program = Browser::with_token(&token);
    assert_eq!(site.get(&mut program, "/api/v1/me").await.status, 401);
    let listed = site.get(&mut ana, "/api/v1/me/tokens").await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    let mut program = Browser::with_token(&other);
    assert_eq!(site.get(&mut program, "/api/v1/me").await.status, 200);
    site.pass(SignedDuration::from_hours(24 * 30));
    assert_eq!(
        site.get(&mut program, "/api/v1/me").await.status,
        401,
        "expired"
    );
    site.sign_in(&mut ana, EMAIL, super::PASSWORD).await;
    let (third, _) = make(&site, &mut ana, json!(["read"])).await;
    crate::admin::set_lock(&site.state.store, &id, true, site.now_ms())
        .await
        .unwrap();
    crate::admin::set_lock(&site.state.store, &id, false, site.now_ms())
        .await
        .unwrap();
    let mut program = Browser::with_token(&third);
    assert_eq!(
        site.get(&mut program, "/api/v1/me").await.status,
        401,
        "locked once"
    );
    assert_eq!(site.get(&mut ana, "/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn what_a_token_is_asked_for_is_bounded() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    for (name, scopes, days) in [
        ("", json!(["read"]), 1),
        ("a\nb", json!(["read"]), 1),
        ("a", json!([]), 1),
        ("a", json!(["read", "read", "read", "read"]), 1),
        ("a", json!(["root"]), 1),
        ("a", json!(["read"]), 0),
        ("a", json!(["read"]), 366),
    ] {
        let ask = json!({ "name": name, "scopes": scopes, "expires_in_days": days });
        let answer = site.post(&mut ana, "/api/v1/me/tokens", ask).await;
        assert_eq!((answer.status, answer.code()), (400, "bad-request"));
    }
}
