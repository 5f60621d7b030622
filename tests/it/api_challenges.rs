//! Challenges through their routes: who may take which step, what is refused, and
//! what a whole life leaves behind. Who asks is said by the test; sessions and
//! tokens are tested elsewhere.

mod described;
mod final_data;
mod life;
mod packs;
mod record;
mod site;

use axum::http::StatusCode;
use pilotbox_model::api::challenges::ChallengeState;
use serde_json::json;

use site::in_sites;

#[test]
fn a_challenge_opens_with_two_members_of_staff_and_not_with_one() {
    in_sites(async |site| {
        let (ann, ben) = (site.staff().await, site.staff().await);
        let anybody = site.nobody();
        let created = ann
            .upload("POST", "/challenges", "pack", &site.pack())
            .await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
        assert_eq!(created.json()["state"], "draft");
        let path = "/challenges/parking-forecast";
        assert_eq!(anybody.get(path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(anybody.get("/challenges").await.json()["items"], json!([]));
        let approval = format!("{path}/versions/0.1.0/approval");
        let own = ann.put(&approval, &json!(null)).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.text());
        let moved = |to: &'static str| json!({ "to": to });
        let steps = format!("{path}/transitions");
        assert_eq!(
            ann.post(&steps, &moved("open")).await.status,
            StatusCode::CONFLICT
        );
        assert_eq!(
            ann.post(&steps, &moved("review")).await.status,
            StatusCode::OK
        );
        let unread = ben.post(&steps, &moved("open")).await;
        assert_eq!(
            unread.status,
            StatusCode::CONFLICT,
            "no version is approved"
        );
        assert_eq!(
            ben.put(&approval, &json!(null)).await.status,
            StatusCode::OK
        );
        let own = ann.post(&steps, &moved("open")).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.text());
        let opened = ben.post(&steps, &moved("open")).await;
        assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
        let seen = anybody.get(path).await;
        assert_eq!(seen.json()["state"], "open");
        assert_eq!(seen.json()["versions"][0]["has_final"], true);
        let again = anybody.get_if_none_match(path, &seen.header("etag")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        site.check_chain(&[
            "challenge-created",
            "challenge-moved",
            "version-approved",
            "challenge-moved",
        ])
        .await;
    });
}

#[test]
fn a_phase_sets_the_dates_and_a_challenge_closes_by_them() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let phase = "/challenges/parking-forecast/phases/main";
        let quota = json!({ "per_day": 3, "per_phase": 30, "concurrent": 1 });
        let set = |opens: &str, closes: Option<&str>| json!({ "opens_at": opens, "closes_at": closes, "quota": quota });
        let standing = staff.put(phase, &set("2026-01-01T00:00:00Z", None)).await;
        assert_eq!(standing.status, StatusCode::OK, "{}", standing.text());
        assert_eq!(standing.json()["quota"]["per_day"], 3);
        let second = "/challenges/parking-forecast/phases/second";
        let overlap = staff.put(second, &set("2027-01-01T00:00:00Z", None)).await;
        assert_eq!(overlap.status, StatusCode::CONFLICT, "{}", overlap.text());
        for bad in [
            set("2026-02-01T00:00:00Z", Some("2026-01-01T00:00:00Z")),
            set("soon", None),
            json!({ "opens_at": "2026-01-01T00:00:00Z", "quota": { "per_day": 0, "per_phase": 1, "concurrent": 1 } }),
        ] {
            assert_eq!(
                staff.put(phase, &bad).await.status,
                StatusCode::BAD_REQUEST,
                "{bad}"
            );
        }
        let steps = "/challenges/parking-forecast/transitions";
        let over = set("2026-01-01T00:00:00Z", Some("2026-01-02T00:00:00Z"));
        assert_eq!(staff.put(phase, &over).await.status, StatusCode::OK);
        let seen = site.nobody().get("/challenges/parking-forecast").await;
        assert_eq!(seen.json()["accepts_submissions"], false);
        pilotbox_server::life::tick(site.state())
            .await
            .expect("it is as it must be");
        let closed = site
            .state()
            .store
            .challenge("parking-forecast")
            .await
            .expect("it is as it must be");
        assert_eq!(closed.state(), ChallengeState::Closed);
        assert!(closed.finalists_at.is_some(), "nothing was under way");
        let late = staff.put(phase, &over).await;
        assert_eq!(
            late.status,
            StatusCode::CONFLICT,
            "a closed challenge keeps its dates"
        );
        let jury = staff.post(steps, &json!({ "to": "jury" })).await;
        assert_eq!(jury.status, StatusCode::OK, "{}", jury.text());
    });
}

#[test]
fn startups_enrol_ask_and_are_answered() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let (own, other) = (site.startup().await, site.startup().await);
        let enrolments = "/challenges/parking-forecast/enrolments";
        let first = own.post(enrolments, &json!({})).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let again = own.post(enrolments, &json!({})).await;
        assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
        assert!(first.json().get("blind_code").is_none());
        let foreign = json!({ "organisation": other.organisation() });
        assert_eq!(
            own.post(enrolments, &foreign).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(own.get(enrolments).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            staff.get(enrolments).await.json()["items"]
                .as_array()
                .expect("it is as it must be")
                .len(),
            1
        );
        assert_eq!(
            own.get("/challenges/parking-forecast").await.json()["is_enrolled"],
            true
        );
        assert_eq!(
            other.get("/challenges/parking-forecast").await.json()["is_enrolled"],
            false
        );
        let questions = "/challenges/parking-forecast/clarifications";
        let asked = own
            .post(questions, &json!({ "question": "Колко места?" }))
            .await;
        assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.text());
        let seen = async |who: &site::Person| {
            let page = who.get(questions).await.json();
            page["items"].as_array().expect("it is as it must be").len()
        };
        assert_eq!(
            (seen(&own).await, seen(&other).await, seen(&staff).await),
            (1, 0, 1)
        );
        let answer = format!(
            "/clarifications/{}/answer",
            asked.json()["id"].as_str().expect("it is as it must be")
        );
        let text = json!({ "answer": "Осемдесет." });
        assert_eq!(own.put(&answer, &text).await.status, StatusCode::FORBIDDEN);
        assert_eq!(staff.put(&answer, &text).await.status, StatusCode::OK);
        let page = site.nobody().get(questions).await.json();
        assert_eq!(page["items"][0]["answer"], "Осемдесет.");
        assert!(!page.to_string().contains(own.organisation()));
        for _ in 0..20 {
            own.post(questions, &json!({ "question": "?" })).await;
        }
        let flood = own.post(questions, &json!({ "question": "?" })).await;
        assert_eq!(flood.status, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn announcements_are_of_the_site_or_of_a_challenge() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let text = |title: &str| json!({ "title": { "bg": title, "en": title }, "body": { "bg": "а", "en": "a" } });
        let (site_path, own_path) = (
            "/announcements",
            "/challenges/parking-forecast/announcements",
        );
        for title in ["first", "second"] {
            let out = staff.post(site_path, &text(title)).await;
            assert_eq!(out.status, StatusCode::CREATED, "{}", out.text());
        }
        assert_eq!(
            staff.post(own_path, &text("third")).await.status,
            StatusCode::CREATED
        );
        let titles = async |path: &str| {
            let page = site.nobody().get(path).await.json();
            let items = page["items"]
                .as_array()
                .expect("it is as it must be")
                .clone();
            items
                .iter()
                .map(|item| {
                    item["title"]["en"]
                        .as_str()
                        .expect("it is as it must be")
                        .to_owned()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(titles(site_path).await, ["second", "first"]);
        assert_eq!(titles(own_path).await, ["third"]);
        let first = site.nobody().get("/announcements?limit=1").await.json();
        let next = format!(
            "/announcements?limit=1&cursor={}",
            first["next"].as_str().expect("it is as it must be")
        );
        assert_eq!(titles(&next).await, ["first"]);
        let by_startup = site.startup().await.post(site_path, &text("no")).await;
        assert_eq!(by_startup.status, StatusCode::FORBIDDEN);
        let two_lines = staff.post(site_path, &text("a\nb")).await;
        assert_eq!(two_lines.status, StatusCode::BAD_REQUEST);
    });
}
