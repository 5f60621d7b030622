//! The routes of challenges on an installation, asked by people of each kind.

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use jiff::Timestamp;
use pilotbox_model::{api::accounts::Role, chain::check};
use pilotbox_server::{
    api::{Api, challenges},
    principal::{Membership, Principal},
    state::AppState,
};
use pilotbox_store::{accounts::NewAccount, new_id, to_millis};
use pilotbox_tests::{
    city::{City, city_pack},
    folder, on_both_urls, scratch,
};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A boundary that no pack holds.
const BOUNDARY: &str = "pilotbox-tests-4Zq8";

/// An installation and its routes.
pub(super) struct Site {
    pub(super) city: City,
    router: Router,
    pack: Vec<u8>,
}

/// Somebody who asks.
pub(super) struct Person {
    principal: Principal,
    router: Router,
    /// The idempotency key of whatever is asked.
    key: Option<String>,
}

/// What was answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    headers: axum::http::HeaderMap,
    pub(super) bytes: Vec<u8>,
}

/// Runs a test on an empty installation of each kind.
pub(super) fn in_sites<F: Future<Output = ()>>(test: impl Fn(Site) -> F) {
    let pack = city_pack(&folder("challenges/mobility/parking-forecast"));
    on_both_urls(|url| {
        let (test, pack) = (&test, pack.clone());
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let api = Api::new(utoipa::openapi::OpenApi::default());
            let (router, _, _) = challenges::pack_routes(challenges::routes(api)).finish();
            let router = router.with_state(city.state.clone());
            test(Site { city, router, pack }).await;
        }
    });
}

impl Site {
    pub(super) fn state(&self) -> &AppState {
        &self.city.state
    }

    /// The city's pack of a real challenge.
    pub(super) fn pack(&self) -> Vec<u8> {
        self.pack.clone()
    }

    pub(super) fn nobody(&self) -> Person {
        self.person(Principal::anonymous())
    }

    pub(super) async fn staff(&self) -> Person {
        let account = self.account().await;
        self.person(Principal::signed_in(&account, [Role::Citizen, Role::Staff]))
    }

    pub(super) async fn startup(&self) -> Person {
        let account = self.account().await;
        let store = &self.state().store;
        let made = store.create_organisation("An Organisation", &account, self.city.now());
        let organisation = made.await.expect("it is as it must be");
        self.member(&account, &organisation)
    }

    pub(super) fn member(&self, account: &str, organisation: &str) -> Person {
        let mut principal = Principal::signed_in(account, [Role::Citizen, Role::Startup]);
        principal.organisations = vec![Membership {
            organisation: organisation.to_owned(),
            is_owner: true,
        }];
        self.person(principal)
    }

    /// Uploads the challenge and opens it, with a member of staff who may go on.
    pub(super) async fn opened(&self) -> Person {
        let (ann, ben) = (self.staff().await, self.staff().await);
        let created = ann.upload("POST", "/challenges", "pack", &self.pack).await;
        let id = created.json()["id"]
            .as_str()
            .expect("it is as it must be")
            .to_owned();
        let version = created.json()["version"]
            .as_str()
            .expect("it is as it must be")
            .to_owned();
        let path = format!("/challenges/{id}");
        ben.put(&format!("{path}/versions/{version}/approval"), &json!(null))
            .await;
        let steps = format!("{path}/transitions");
        ann.post(&steps, &json!({ "to": "review" })).await;
        let quota = json!({ "per_day": 100, "per_phase": 100, "concurrent": 100 });
        let phase = json!({ "opens_at": "2026-01-01T00:00:00Z", "quota": quota });
        let set = ben.put(&format!("{path}/phases/main"), &phase).await;
        assert_eq!(set.status, StatusCode::OK, "{}", set.text());
        let opened = ben.post(&steps, &json!({ "to": "open" })).await;
        assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
        assert_eq!(opened.json()["accepts_submissions"], true);
        ben
    }

    /// Demands that the chain holds, and that it ends with these kinds.
    pub(super) async fn check_chain(&self, kinds: &[&str]) {
        let links = self
            .state()
            .store
            .links_after(0, 10_000)
            .await
            .expect("it is as it must be");
        check(&links).expect("it is as it must be");
        let all: Vec<_> = links.iter().map(|link| link.kind.as_str()).collect();
        assert!(all.ends_with(kinds), "{all:?}");
    }

    fn person(&self, principal: Principal) -> Person {
        Person {
            principal,
            router: self.router.clone(),
            key: None,
        }
    }

    async fn account(&self) -> String {
        let email = format!("{}@example.org", new_id().to_lowercase());
        let new = NewAccount {
            email: &email,
            name: "A Person",
            language: "en",
            password: "no password",
        };
        let now = to_millis(Timestamp::now());
        self.state()
            .store
            .create_account(&new, now)
            .await
            .expect("it is as it must be")
    }
}

impl Person {
    /// The same person, who asks under a key.
    pub(super) fn with_key(&self, key: &str) -> Self {
        Self {
            principal: self.principal.clone(),
            router: self.router.clone(),
            key: Some(key.to_owned()),
        }
    }

    /// The same person as a member of an organisation too.
    pub(super) fn joined(&self, organisation: &str) -> Self {
        let mut principal = self.principal.clone();
        principal.organisations.push(Membership {
            organisation: organisation.to_owned(),
            is_owner: false,
        });
        Self {
            principal,
            router: self.router.clone(),
            key: None,
        }
    }

    pub(super) fn organisation(&self) -> &str {
        &self.principal.organisations[0].organisation
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask(
            request("GET", path)
                .body(Body::empty())
                .expect("it is as it must be"),
        )
        .await
    }

    pub(super) async fn get_if_none_match(&self, path: &str, tag: &str) -> Answer {
        let request = request("GET", path).header(header::IF_NONE_MATCH, tag);
        self.ask(request.body(Body::empty()).expect("it is as it must be"))
            .await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, body).await
    }

    /// Sends one file in a form.
    pub(super) async fn upload(&self, method: &str, path: &str, name: &str, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        self.form(method, path, body).await
    }

    /// Sends a body that says that it is a form.
    pub(super) async fn form(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = request(method, path).header(header::CONTENT_TYPE, kind);
        self.ask(request.body(body.into()).expect("it is as it must be"))
            .await
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = request(method, path).header(header::CONTENT_TYPE, "application/json");
        self.ask(
            request
                .body(body.to_string().into())
                .expect("it is as it must be"),
        )
        .await
    }

    async fn ask(&self, mut request: Request<Body>) -> Answer {
        if let Some(key) = &self.key {
            let key = key.parse().expect("it is as it must be");
            request.headers_mut().insert("idempotency-key", key);
        }
        let router = self.router.clone().layer(Extension(self.principal.clone()));
        let response = router.oneshot(request).await.expect("it is as it must be");
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: to_bytes(body, usize::MAX)
                .await
                .expect("it is as it must be")
                .to_vec(),
        }
    }
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{}", self.text()))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(super) fn header(&self, name: &str) -> String {
        self.headers[name]
            .to_str()
            .expect("it is as it must be")
            .to_owned()
    }
}

fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
}
