//! What admins see of an installation and change in it, on both databases: quotas of
//! single organisations, the switches of the whole site, and figures without secrets.

use pilotbox_store::accounts::Actor;
use pilotbox_tests::{
    caller::{Answer, Caller},
    city::{City, OpenChallenge, Startup, component_bytes},
    on_both_urls, scratch,
};
use serde_json::{Value, json};

const FRAGILE: &str = "tests/challenges/fragile";
const QUOTAS: &str = "/api/v1/admin/quotas";
const SWITCHES: &str = "/api/v1/admin/switches";

/// What admins alone may read.
const FOR_ADMINS: [&str; 6] = [
    "/api/v1/admin/organisations",
    QUOTAS,
    "/api/v1/admin/work",
    "/api/v1/admin/work/runs",
    "/api/v1/admin/storage",
    "/api/v1/admin/mails",
];

/// A challenge, a startup that takes part, and an admin.
struct Scene {
    city: City,
    challenge: OpenChallenge,
    startup: Startup,
    member: Caller,
    admin: Caller,
}

fn scenes<F: Future<Output = ()>>(test: impl Fn(Scene) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let folder = scratch();
            let city = City::open(&url, folder.path()).await;
            let challenge = city.challenge(FRAGILE).await;
            let startup = city.startup(&challenge).await;
            let member = Caller::account(&city.state, &startup.account).await;
            let admin = with_role(&city, &challenge, "admin").await;
            test(Scene {
                city,
                challenge,
                startup,
                member,
                admin,
            })
            .await;
        }
    });
}

async fn with_role(city: &City, challenge: &OpenChallenge, role: &str) -> Caller {
    let account = city.startup(challenge).await.account;
    let (store, now) = (&city.state.store, city.now());
    let granted = store.grant_role(&account, role, Actor::Operator, now).await;
    granted.expect("the role is granted");
    Caller::account(&city.state, &account).await
}

impl Scene {
    async fn submit(&self) -> Answer {
        let plugin = component_bytes("fragile-reference");
        let path = format!("/api/v1/challenges/{}/submissions", self.challenge.id);
        let parts = [
            ("plugin", Some("p.wasm"), &plugin[..]),
            ("dossier", None, br#"{"title": "A"}"#),
        ];
        self.member.post_parts(&path, &[], &parts).await
    }

    /// Allows the startup another quota.
    async fn allow(&self, quota: Value) -> Answer {
        let ask = json!({
            "challenge": self.challenge.id,
            "organisation": self.startup.organisation,
            "quota": quota,
            "reason": "Acme asked for it",
        });
        self.admin.json("PUT", QUOTAS, &ask).await
    }

    /// What the list of quotas says of the startup.
    async fn quota(&self) -> Value {
        let path = format!("{QUOTAS}?challenge={}", self.challenge.id);
        let list = self.admin.get(&path).await.expect(200).json();
        let mut items = list["items"].as_array().into_iter().flatten();
        let own = |item: &&Value| item["organisation"] == self.startup.organisation.as_str();
        items.find(own).expect("it is enrolled").clone()
    }

    /// Members read the same of their own, but for the reason.
    async fn expect_members_read(&self, told: &Value) {
        let path = format!("/api/v1/challenges/{}/quota", self.challenge.id);
        let mut expected = told.clone();
        expected["reason"] = Value::Null;
        let own = self.member.get(&path).await;
        assert_eq!(own.expect(200).json(), expected);
        let foreign = format!("{path}?organisation=01NOBODY");
        let refused = self.member.get(&foreign).await;
        refused.expect_problem(404, "not-found");
    }

    async fn chain(&self) -> String {
        let chain = self.admin.get("/api/v1/chain").await.expect(200);
        String::from_utf8(chain.body).expect("the chain is text")
    }
}

#[test]
fn a_quota_of_its_own_counts_for_one_organisation_and_is_on_record() {
    scenes(async |scene| {
        let before = scene.quota().await;
        assert!(before["own"].is_null(), "{before}");
        assert_eq!(before["used_today"], 0);
        let one = json!({ "per_day": 1, "per_phase": 5, "concurrent": 5 });
        scene.allow(one.clone()).await.expect(204);
        scene.submit().await.expect(201);
        let refused = scene.submit().await;
        refused.expect_problem(429, "quota-exceeded");
        let told = scene.quota().await;
        assert_eq!((&told["own"], &told["used_today"]), (&one, &json!(1)));
        assert_eq!(told["reason"], "Acme asked for it");
        scene.expect_members_read(&told).await;
        // Raised, it counts at once; taken back, the phase's counts again.
        let two = json!({ "per_day": 2, "per_phase": 5, "concurrent": 5 });
        scene.allow(two).await.expect(204);
        scene.submit().await.expect(201);
        scene.allow(Value::Null).await.expect(204);
        assert!(scene.quota().await["own"].is_null());
        let chain = scene.chain().await;
        assert_eq!(chain.matches("quota-changed").count(), 3, "{chain}");
        for secret in ["Acme", scene.startup.organisation.as_str()] {
            let links = chain.lines().filter(|line| line.contains("quota-changed"));
            assert!(links.clone().all(|link| !link.contains(secret)), "{chain}");
        }
    });
}

#[test]
fn a_quota_that_cannot_be_is_refused() {
    scenes(async |scene| {
        for quota in [
            json!({ "per_day": 0, "per_phase": 5, "concurrent": 5 }),
            json!({ "per_day": 1, "per_phase": 5, "concurrent": 101 }),
        ] {
            let refused = scene.allow(quota).await;
            refused.expect_problem(400, "bad-request");
        }
        let ask = json!({
            "challenge": scene.challenge.id, "organisation": "01NOBODY",
            "quota": null, "reason": "because",
        });
        let unknown = scene.admin.json("PUT", QUOTAS, &ask).await;
        unknown.expect_problem(400, "bad-request");
    });
}

#[test]
fn switched_off_nothing_comes_in_and_everybody_is_told_why() {
    scenes(async |scene| {
        let nobody = Caller::nobody(&scene.city.state);
        let site = nobody.get("/api/v1/site").await.expect(200).json();
        assert_eq!(
            (&site["is_registration_open"], &site["takes_submissions"]),
            (&json!(true), &json!(true))
        );
        let off = json!({
            "is_registration_open": false,
            "takes_submissions": false,
            "message": { "bg": "Профилактика", "en": "Maintenance" },
            "revision": 0,
        });
        scene.admin.json("PUT", SWITCHES, &off).await.expect(200);
        let late = scene.admin.json("PUT", SWITCHES, &off).await;
        late.expect_problem(412, "changed");
        let site = nobody.get("/api/v1/site").await.expect(200).json();
        assert_eq!(site["message"]["en"], "Maintenance");
        scene.submit().await.expect_problem(409, "wrong-state");
        let person = json!({
            "email": "new@startup.example", "name": "New", "language": "bg",
            "password": "nobody guesses this one",
        });
        let register = nobody.json("POST", "/api/v1/accounts", &person).await;
        register.expect_problem(403, "not-allowed");
        let on = json!({
            "is_registration_open": true, "takes_submissions": true,
            "message": null, "revision": 1,
        });
        scene.admin.json("PUT", SWITCHES, &on).await.expect(200);
        scene.submit().await.expect(201);
        nobody
            .json("POST", "/api/v1/accounts", &person)
            .await
            .expect(202);
        assert_eq!(scene.chain().await.matches("switches-set").count(), 2);
    });
}

#[test]
fn figures_are_for_admins_and_count_what_is_there() {
    scenes(async |scene| {
        let staff = with_role(&scene.city, &scene.challenge, "staff").await;
        for path in FOR_ADMINS {
            for other in [&scene.member, &staff] {
                other.get(path).await.expect_problem(403, "not-allowed");
            }
            scene.admin.get(path).await.expect(200);
        }
        scene.submit().await.expect(201);
        let list = scene.admin.get(FOR_ADMINS[0]).await.expect(200).json();
        let mut items = list["items"].as_array().into_iter().flatten();
        let own = items.find(|item| item["id"] == scene.startup.organisation.as_str());
        let own = own.expect("it is listed");
        assert_eq!(
            (&own["members"], &own["submissions"]),
            (&json!(1), &json!(1))
        );
        assert!(own["bytes"].as_u64() > Some(0), "{own}");
        let work = scene
            .admin
            .get("/api/v1/admin/work")
            .await
            .expect(200)
            .json();
        assert_eq!((&work["taken"], &work["stuck"]), (&json!(0), &json!(0)));
        let runs = scene.admin.get("/api/v1/admin/work/runs").await;
        let runs = runs.expect(200).json();
        assert_eq!(runs["items"].as_array().map(Vec::len), Some(2), "{runs}");
        let stuck = scene.admin.get("/api/v1/admin/work/runs?stuck=true").await;
        assert_eq!(stuck.expect(200).json()["items"], json!([]));
        let kept = scene
            .admin
            .get("/api/v1/admin/storage")
            .await
            .expect(200)
            .json();
        assert!(kept["database_bytes"].as_u64() > Some(0), "{kept}");
        let packs = |item: &&Value| item["kind"] == "pack";
        let mut kinds = kept["blobs"].as_array().into_iter().flatten();
        let packs = kinds.find(packs).expect("packs are counted");
        assert!(packs["count"].as_u64() > Some(0), "{kept}");
    });
}

#[test]
fn admins_read_nothing_of_their_own_organisations_runs() {
    scenes(async |scene| {
        scene.submit().await.expect(201);
        let runs = async |reader: &Caller| {
            let list = reader.get("/api/v1/admin/work/runs").await;
            list.expect(200).json()["items"].clone()
        };
        let foreign = runs(&scene.admin).await;
        assert_eq!(foreign.as_array().map(Vec::len), Some(2), "{foreign}");
        for hidden in ["step", "done_cases"] {
            assert!(foreign[0].get(hidden).is_none(), "{foreign}");
        }
        let (store, now) = (&scene.city.state.store, scene.city.now());
        let granted = store.grant_role(&scene.startup.account, "admin", Actor::Operator, now);
        granted.await.expect("the role is granted");
        let both = Caller::account(&scene.city.state, &scene.startup.account).await;
        assert_eq!(runs(&both).await, json!([]));
    });
}

#[test]
fn another_name_counts_at_once() {
    scenes(async |scene| {
        let path = format!("/api/v1/organisations/{}", scene.startup.organisation);
        let rename = format!("{path}/name");
        let name = json!({ "name": "Нова ООД" });
        let own = scene.member.json("PUT", &rename, &name).await;
        own.expect_problem(403, "not-allowed");
        scene.admin.json("PUT", &rename, &name).await.expect(204);
        let read = scene.member.get(&path).await.expect(200).json();
        assert_eq!(read["name"], "Нова ООД");
        let blank = json!({ "name": " " });
        let blank = scene.admin.json("PUT", &rename, &blank).await;
        blank.expect_problem(400, "bad-request");
        let chain = scene.chain().await;
        assert!(chain.contains("organisation-renamed"), "{chain}");
        assert!(!chain.contains("Нова"), "{chain}");
    });
}

#[test]
fn mails_are_listed_without_what_they_say() {
    scenes(async |scene| {
        let person = json!({
            "email": "somebody@startup.example", "name": "Somebody", "language": "en",
            "password": "nobody guesses this one",
        });
        let nobody = Caller::nobody(&scene.city.state);
        nobody
            .json("POST", "/api/v1/accounts", &person)
            .await
            .expect(202);
        let list = async || scene.admin.get("/api/v1/admin/mails").await.expect(200);
        // It goes after the answer.
        scene
            .city
            .until(async || list().await.json()["items"][0]["state"] == "sent")
            .await;
        let answer = list().await;
        let mail = &answer.json()["items"][0];
        assert_eq!(
            (&mail["purpose"], &mail["attempts"]),
            (&json!("confirm"), &json!(1))
        );
        assert_eq!(mail["domain"], "startup.example");
        let text = String::from_utf8(answer.body).expect("JSON is text");
        for secret in ["somebody", "secret", "http"] {
            assert!(!text.contains(secret), "{text}");
        }
    });
}

#[test]
fn rejudges_are_listed_from_new_to_old() {
    scenes(async |scene| {
        let staff = with_role(&scene.city, &scene.challenge, "staff").await;
        let path = format!("/api/v1/challenges/{}/rejudges", scene.challenge.id);
        scene
            .member
            .get(&path)
            .await
            .expect_problem(403, "not-allowed");
        let start = async |split: &str| {
            let ask = json!({ "split": split });
            let made = staff.json("POST", &path, &ask).await.expect(201).json();
            made["id"].as_str().expect("it has an id").to_owned()
        };
        let (first, second) = (start("sample").await, start("public").await);
        let newest = staff
            .get(&format!("{path}?limit=1"))
            .await
            .expect(200)
            .json();
        assert_eq!(newest["items"][0]["id"], second.as_str());
        assert_eq!(newest["items"][0]["state"], "ready");
        let next = newest["next"].as_str().expect("there is more");
        let oldest = staff.get(&format!("{path}?cursor={next}")).await;
        let oldest = oldest.expect(200).json();
        assert_eq!(oldest["items"][0]["id"], first.as_str());
        assert!(oldest["next"].is_null(), "{oldest}");
    });
}

#[test]
fn whom_a_provider_sends_back_meets_a_page_and_a_program_data() {
    scenes(async |scene| {
        let nobody = Caller::nobody(&scene.city.state);
        let path = "/api/v1/auth/oidc/nobody/callback?error=denied";
        let kind = |answer: &Answer| answer.headers["content-type"].clone();
        let data = nobody.get(path).await;
        assert_eq!(kind(&data), "application/problem+json");
        for (wanted, link) in [("bg", "/bg/sign-in"), ("en-GB,en", "/en/sign-in")] {
            let headers = [("accept", "text/html"), ("accept-language", wanted)];
            let page = nobody.send("GET", path, &headers, "").await.expect(404);
            assert_eq!(kind(&page), "text/html; charset=utf-8");
            let html = String::from_utf8(page.body).expect("a page is text");
            assert!(html.contains(&format!("href=\"{link}\"")), "{html}");
        }
    });
}
