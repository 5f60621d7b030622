use axum::http::Method;
use pilotbox_model::api::accounts::Role;
use serde_json::json;

use super::{
    EMAIL, PASSWORD,
    site::{Browser, Site},
};

/// An admin, where no factor is asked for.
async fn with_admin() -> (Site, String, Browser) {
    let site = Site::with(|config| config.accounts.require_totp_for = Vec::new()).await;
    let (id, browser) = site.person(EMAIL).await;
    crate::admin::grant(&site.state.store, EMAIL, Role::Admin, site.now_ms())
        .await
        .unwrap();
    (site, id, browser)
}

#[tokio::test]
async fn an_invitation_makes_an_account_or_gives_to_one() {
    let (site, _, mut admin) = with_admin().await;
    for (email, role) in [
        ("eva@example.org", "staff"),
        ("ivo@example.org", "evaluator"),
    ] {
        let ask = json!({ "email": email, "role": role });
        let sent = site.post(&mut admin, "/api/v1/invitations", ask).await;
        assert_eq!(sent.status, 201, "{sent:?}");
    }
    let secret = site.secret("eva@example.org", 1).await;
    let mut eva = Browser::default();
    let bare = json!({ "secret": secret });
    let refused = site
        .post(&mut eva, "/api/v1/invitations/accept", bare.clone())
        .await;
    assert_eq!(refused.status, 400);
    let full = json!({ "secret": secret, "name": "Eva", "password": PASSWORD });
    let done = site
        .post(&mut eva, "/api/v1/invitations/accept", full.clone())
        .await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(
        site.post(&mut eva, "/api/v1/invitations/accept", full)
            .await
            .status,
        410
    );
    let opened = site.sign_in(&mut eva, "eva@example.org", PASSWORD).await;
    assert_eq!(opened.body["me"]["roles"], json!(["citizen", "staff"]));
    let secret = json!({ "secret": site.secret("ivo@example.org", 1).await });
    let done = site
        .post(&mut eva, "/api/v1/invitations/accept", secret)
        .await;
    assert_eq!(done.status, 204, "{done:?}");
    let me = site.get(&mut eva, "/api/v1/me").await;
    assert_eq!(me.body["roles"], json!(["citizen", "evaluator", "staff"]));
    let listed = site.get(&mut admin, "/api/v1/invitations").await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 2);
    let odd = json!({ "email": "a@example.org", "role": "startup" });
    assert_eq!(
        site.post(&mut admin, "/api/v1/invitations", odd)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn owners_invite_members_and_others_see_nothing() {
    let (site, _, _) = with_admin().await;
    let (_, mut owner) = site.person("owner@example.org").await;
    let made = site
        .post(
            &mut owner,
            "/api/v1/organisations",
            json!({ "name": "Trams Ltd" }),
        )
        .await;
    let path = format!(
        "/api/v1/organisations/{}",
        made.body["id"].as_str().unwrap()
    );
    let (_, mut other) = site.person("other@example.org").await;
    assert_eq!(site.get(&mut other, &path).await.status, 403);
    site.post(
        &mut other,
        "/api/v1/organisations",
        json!({ "name": "Buses" }),
    )
    .await;
    assert_eq!(
        site.get(&mut other, &path).await.status,
        404,
        "not a member of this one"
    );
    let invite = format!("{path}/invitations");
    let ask = json!({ "email": "other@example.org", "language": "en" });
    assert_eq!(
        site.post(&mut other, &invite, ask.clone()).await.status,
        404
    );
    assert_eq!(site.post(&mut owner, &invite, ask).await.status, 201);
    let secret = json!({ "secret": site.secret("other@example.org", 1).await });
    let done = site
        .post(&mut other, "/api/v1/invitations/accept", secret)
        .await;
    assert_eq!(done.status, 204, "{done:?}");
    let read = site.get(&mut other, &path).await;
    assert_eq!((read.status, &read.body["is_owner"]), (200, &json!(false)));
    assert_eq!(read.body["members"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_last_admin_stays() {
    let (site, id, mut admin) = with_admin().await;
    let role = format!("/api/v1/accounts/{id}/roles/admin");
    let lock = format!("/api/v1/accounts/{id}/lock");
    for (method, path) in [(Method::DELETE, &role), (Method::PUT, &lock)] {
        let answer = site.send(&mut admin, method, path, None).await;
        assert_eq!((answer.status, answer.code()), (409, "conflict"));
    }
    let proof = Some(json!({ "password": PASSWORD }));
    let erased = site
        .send(&mut admin, Method::DELETE, "/api/v1/me", proof)
        .await;
    assert_eq!((erased.status, erased.code()), (409, "conflict"));
    let (eva, mut second) = site.person("eva@example.org").await;
    assert_eq!(site.get(&mut second, "/api/v1/accounts").await.status, 403);
    let grant = format!("/api/v1/accounts/{eva}/roles/admin");
    for _ in 0..2 {
        assert_eq!(
            site.send(&mut admin, Method::PUT, &grant, None)
                .await
                .status,
            204
        );
    }
    assert_eq!(
        site.send(&mut second, Method::DELETE, &role, None)
            .await
            .status,
        204
    );
    assert_eq!(site.get(&mut admin, "/api/v1/accounts").await.status, 403);
    for odd in ["citizen", "root"] {
        let path = format!("/api/v1/accounts/{eva}/roles/{odd}");
        assert_eq!(
            site.send(&mut second, Method::PUT, &path, None)
                .await
                .status,
            404
        );
    }
    let nobody = "/api/v1/accounts/01ARZ3NDEKTSV4RRFFQ69G5FAV/roles/staff";
    assert_eq!(
        site.send(&mut second, Method::PUT, nobody, None)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_person_takes_a_copy_and_is_forgotten() {
    let (site, _, _) = with_admin().await;
    let (id, mut eva) = site.person("eva@example.org").await;
    site.post(
        &mut eva,
        "/api/v1/organisations",
        json!({ "name": "Trams Ltd" }),
    )
    .await;
    let export = site.get(&mut eva, "/api/v1/me/export").await;
    assert_eq!(export.status, 200, "{export:?}");
    assert_eq!(export.body["me"]["email"], "eva@example.org");
    let person = export.body["person"].as_str().unwrap().to_owned();
    let kinds = export.body["mentions"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|mention| mention["kind"].clone()).collect();
    assert_eq!(kinds, [json!("account-opened"), json!("organisation-made")]);
    let text = export.body.to_string();
    assert!(!text.contains("argon2"), "{text}");
    let wrong = Some(json!({ "password": "not the password" }));
    assert_eq!(
        site.send(&mut eva, Method::DELETE, "/api/v1/me", wrong)
            .await
            .status,
        401
    );
    let proof = Some(json!({ "password": PASSWORD }));
    let erased = site
        .send(&mut eva, Method::DELETE, "/api/v1/me", proof)
        .await;
    assert_eq!(erased.status, 204, "{erased:?}");
    assert!(eva.cookie.is_none());
    let again = site.sign_in(&mut eva, "eva@example.org", PASSWORD).await;
    assert_eq!(again.status, 401);
    assert_ne!(
        site.state.store.person(&id).await.unwrap(),
        person,
        "the salt is gone"
    );
    assert!(site.state.store.account(&id).await.is_err());
}
