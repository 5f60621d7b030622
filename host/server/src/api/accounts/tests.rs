//! Accounts as browsers and programs meet them, on SQLite.

use axum::http::{Method, header};
use jiff::SignedDuration;
use serde_json::json;

pub(crate) mod site;

mod factors;
mod people;
mod tokens;

use site::{Browser, PASSWORD, Site};

const EMAIL: &str = "ana@example.org";

fn register() -> serde_json::Value {
    json!({
        "email": EMAIL, "password": PASSWORD, "name": "Ana", "organisation": "Trams Ltd",
        "language": "en",
    })
}

#[tokio::test]
async fn an_account_begins_with_a_mail() {
    let site = Site::new().await;
    let mut ana = Browser::default();
    let answer = site.post(&mut ana, "/api/v1/accounts", register()).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    let early = site.sign_in(&mut ana, EMAIL, PASSWORD).await;
    assert_eq!((early.status, early.code()), (403, "not-allowed"));
    let secret = json!({ "secret": site.secret(EMAIL, 1).await });
    let confirmed = site
        .post(&mut ana, "/api/v1/accounts/confirm", secret.clone())
        .await;
    assert_eq!(confirmed.status, 204, "{confirmed:?}");
    let again = site
        .post(&mut ana, "/api/v1/accounts/confirm", secret)
        .await;
    assert_eq!((again.status, again.code()), (410, "gone"));
    let opened = site.sign_in(&mut ana, EMAIL, PASSWORD).await;
    assert_eq!(opened.status, 200, "{opened:?}");
    let cookie = opened.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let me = &opened.body["me"];
    assert_eq!(me["roles"], json!(["citizen", "startup"]));
    assert_eq!(me["organisations"][0]["name"], "Trams Ltd");
    let out = site
        .send(&mut ana, Method::DELETE, "/api/v1/sessions/current", None)
        .await;
    assert_eq!(out.status, 204, "{out:?}");
    assert!(ana.cookie.is_none());
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let site = Site::new().await;
    site.person(EMAIL).await;
    let mut stranger = Browser::default();
    let taken = site
        .post(&mut stranger, "/api/v1/accounts", register())
        .await;
    assert_eq!(taken.status, 202);
    assert!(!site.mails(EMAIL, 1).await[0].contains("secret="));
    for email in [EMAIL, "eva@example.org"] {
        let reset = json!({ "email": email });
        let answer = site
            .post(&mut stranger, "/api/v1/accounts/reset", reset)
            .await;
        assert_eq!(answer.status, 202);
        for _ in 0..5 {
            let wrong = site.sign_in(&mut stranger, email, "not the password").await;
            assert_eq!((wrong.status, wrong.code()), (401, "wrong-credentials"));
        }
        let locked = site.sign_in(&mut stranger, email, PASSWORD).await;
        assert_eq!(
            (locked.status, locked.code()),
            (423, "locked-out"),
            "{email}"
        );
        assert!(locked.headers.contains_key(header::RETRY_AFTER));
    }
    site.pass(SignedDuration::from_mins(2));
    assert_eq!(
        site.sign_in(&mut stranger, EMAIL, PASSWORD).await.status,
        200
    );
}

#[tokio::test]
async fn a_mailbox_is_not_filled() {
    let site = Site::new().await;
    let mut stranger = Browser::default();
    for _ in 0..8 {
        let answer = site
            .post(&mut stranger, "/api/v1/accounts", register())
            .await;
        assert_eq!(answer.status, 202);
    }
    site.pass(SignedDuration::from_mins(61));
    site.post(&mut stranger, "/api/v1/accounts", register())
        .await;
    assert_eq!(site.mails(EMAIL, 6).await.len(), 6);
}

#[tokio::test]
async fn a_new_password_ends_what_the_old_one_began() {
    let site = Site::new().await;
    let (_, mut first) = site.person(EMAIL).await;
    let (mut second, mut third) = (Browser::default(), Browser::default());
    site.sign_in(&mut second, EMAIL, PASSWORD).await;
    let change = json!({ "current": PASSWORD, "new": "another long phrase" });
    let changed = site
        .send(&mut first, Method::PUT, "/api/v1/me/password", Some(change))
        .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(site.get(&mut first, "/api/v1/me").await.status, 200);
    assert_eq!(site.get(&mut second, "/api/v1/me").await.status, 401);
    site.post(
        &mut third,
        "/api/v1/accounts/reset",
        json!({ "email": EMAIL }),
    )
    .await;
    let secret = site.secret(EMAIL, 1).await;
    let weak = json!({ "secret": secret, "password": "short" });
    let refused = site
        .post(&mut third, "/api/v1/accounts/reset/confirm", weak)
        .await;
    assert_eq!((refused.status, refused.code()), (400, "bad-request"));
    let reset = json!({ "secret": secret, "password": "a third long phrase" });
    let done = site
        .post(&mut third, "/api/v1/accounts/reset/confirm", reset.clone())
        .await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(
        site.post(&mut third, "/api/v1/accounts/reset/confirm", reset)
            .await
            .status,
        410
    );
    assert_eq!(site.get(&mut first, "/api/v1/me").await.status, 401);
    assert_eq!(site.sign_in(&mut third, EMAIL, PASSWORD).await.status, 401);
    assert_eq!(
        site.sign_in(&mut third, EMAIL, "a third long phrase")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn changes_come_from_own_pages_only() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    let change = || Some(json!({ "name": "Ana" }));
    ana.origin = Some("https://evil.example");
    let foreign = site
        .send(&mut ana, Method::PATCH, "/api/v1/me", change())
        .await;
    assert_eq!((foreign.status, foreign.code()), (403, "foreign-form"));
    ana.origin = None;
    let token = ana.csrf.take();
    let bare = site
        .send(&mut ana, Method::PATCH, "/api/v1/me", change())
        .await;
    assert_eq!((bare.status, bare.code()), (403, "foreign-form"));
    ana.csrf = Some("A".repeat(43));
    let wrong = site
        .send(&mut ana, Method::PATCH, "/api/v1/me", change())
        .await;
    assert_eq!(wrong.code(), "foreign-form");
    assert_eq!(
        site.get(&mut ana, "/api/v1/sessions/current").await.status,
        200
    );
    assert_eq!(ana.csrf, token);
    let done = site
        .send(&mut ana, Method::PATCH, "/api/v1/me", change())
        .await;
    assert_eq!((done.status, &done.body["name"]), (200, &json!("Ana")));
}

#[tokio::test]
async fn a_session_ends_when_idle_and_is_renewed_at_sign_in() {
    let site = Site::new().await;
    let (_, mut ana) = site.person(EMAIL).await;
    let planted = ana.cookie.clone();
    site.sign_in(&mut ana, EMAIL, PASSWORD).await;
    assert_ne!(ana.cookie, planted);
    let mut thief = Browser {
        cookie: planted,
        ..Browser::default()
    };
    assert_eq!(site.get(&mut thief, "/api/v1/me").await.status, 401);
    for _ in 0..13 {
        site.pass(SignedDuration::from_mins(55));
        let answer = site.get(&mut ana, "/api/v1/me").await;
        assert_eq!(answer.status, 200, "used within the hour");
    }
    site.pass(SignedDuration::from_mins(55));
    assert_eq!(
        site.get(&mut ana, "/api/v1/me").await.status,
        401,
        "twelve hours are over"
    );
    site.sign_in(&mut ana, EMAIL, PASSWORD).await;
    site.pass(SignedDuration::from_mins(60));
    assert_eq!(
        site.get(&mut ana, "/api/v1/me").await.status,
        401,
        "an hour without use"
    );
}

#[tokio::test]
async fn who_reads_gets_no_cookie_and_nonsense_is_nobody() {
    let site = Site::new().await;
    let mut reader = Browser::default();
    let answer = site.get(&mut reader, "/api/v1/auth/oidc").await;
    assert_eq!((answer.status, &answer.body), (200, &json!([])));
    assert!(answer.headers.get(header::SET_COOKIE).is_none());
    for cookie in ["pilotbox=x", "pilotbox=AAAAAAAAAAAAAAAAAAAAAA", "pilotbox="] {
        reader.cookie = Some(cookie.to_owned());
        assert_eq!(site.get(&mut reader, "/api/v1/me").await.status, 401);
    }
}

#[tokio::test]
async fn what_is_forgotten_in_time_is_gone() {
    let site = Site::new().await;
    let mut ana = Browser::default();
    site.post(&mut ana, "/api/v1/accounts", register()).await;
    let secret = json!({ "secret": site.secret(EMAIL, 1).await });
    site.pass(SignedDuration::from_hours(25));
    let late = site
        .post(&mut ana, "/api/v1/accounts/confirm", secret)
        .await;
    assert_eq!(late.status, 410);
    super::sweep(&site.state).await.unwrap();
    let gone = site.state.store.account_of_email(EMAIL).await.unwrap();
    assert!(gone.is_none());
}
