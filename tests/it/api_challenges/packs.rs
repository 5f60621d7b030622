//! What is taken as a pack, and who gets which.

use std::fs;

use axum::http::StatusCode;
use pilotbox_challenge::pack::{read_pack, startup_pack};
use pilotbox_model::Digest;
use pilotbox_tests::{city::city_pack, copy_folder, folder, scratch};

use super::site::in_sites;

const PARKING: &str = "challenges/mobility/parking-forecast";

#[test]
fn packs_that_are_none_make_nothing() {
    in_sites(async |site| {
        let staff = site.staff().await;
        let refused = async |name: &str, file: &[u8]| {
            let answer = staff.upload("POST", "/challenges", name, file).await;
            (answer.status, answer.text())
        };
        let startup = startup_pack(site.pack()).expect("it is as it must be");
        let (status, said) = refused("pack", &startup).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            said.contains("cases/public.json: the split has no cases"),
            "{said}"
        );
        let (status, said) = refused("pack", b"\0asm").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        let half = &site.pack()[..100_000];
        assert_eq!(
            refused("pack", half).await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            refused("packet", &site.pack()).await.0,
            StatusCode::BAD_REQUEST
        );
        let cut = staff
            .form("POST", "/challenges", b"--pilotbox".to_vec())
            .await;
        assert_eq!(cut.status, StatusCode::BAD_REQUEST, "{}", cut.text());
        let json = staff.post("/challenges", &serde_json::json!({})).await;
        assert_eq!(
            json.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{}",
            json.text()
        );
        assert_eq!(
            staff.get("/challenges").await.json()["items"],
            serde_json::json!([])
        );
        let links = site
            .state()
            .store
            .links_after(0, 100)
            .await
            .expect("it is as it must be");
        assert!(links.iter().all(|link| !link.kind.contains("challenge")));
    });
}

#[test]
fn an_id_and_a_version_come_once() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let again = staff
            .upload("POST", "/challenges", "pack", &site.pack())
            .await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
        let versions = "/challenges/parking-forecast/versions";
        let same = staff.upload("POST", versions, "pack", &site.pack()).await;
        assert_eq!(same.status, StatusCode::CONFLICT, "{}", same.text());
        let other = city_pack(&folder("tests/challenges/canonical"));
        let foreign = staff.upload("POST", versions, "pack", &other).await;
        assert_eq!(
            foreign.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            foreign.text()
        );
        let by_startup = site
            .startup()
            .await
            .upload("POST", versions, "pack", &site.pack())
            .await;
        assert_eq!(by_startup.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn everybody_gets_the_startups_pack_and_staff_the_whole() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let path = "/challenges/parking-forecast/pack";
        let pulled = site.nobody().get(path).await;
        assert_eq!(
            pulled.bytes,
            startup_pack(site.pack()).expect("it is as it must be")
        );
        let detail = site
            .nobody()
            .get("/challenges/parking-forecast")
            .await
            .json();
        assert_eq!(detail["pack_digest"], Digest::of(&pulled.bytes).to_string());
        assert_eq!(detail["pack_bytes"], pulled.bytes.len());
        assert_eq!(
            read_pack(pulled.bytes.clone())
                .expect("it is as it must be")
                .cases
                .len(),
            1
        );
        let known = site
            .nobody()
            .get_if_none_match(path, &pulled.header("etag"))
            .await;
        assert_eq!(
            (known.status, known.bytes.len()),
            (StatusCode::NOT_MODIFIED, 0)
        );
        let whole = format!("{path}?audience=city");
        assert_eq!(
            site.nobody().get(&whole).await.status,
            StatusCode::UNAUTHORIZED
        );
        assert_eq!(
            site.startup().await.get(&whole).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(staff.get(&whole).await.bytes, site.pack());
        let unknown = site.nobody().get(&format!("{path}?version=9.9.9")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_upload_under_a_key_is_answered_once() {
    in_sites(async |site| {
        let staff = site.staff().await;
        let upload = async |key: &str, file: &[u8]| {
            let who = staff.with_key(key);
            who.upload("POST", "/challenges", "pack", file).await
        };
        let first = upload("k1", &site.pack()).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let again = upload("k1", &site.pack()).await;
        assert_eq!(again.status, StatusCode::CREATED, "{}", again.text());
        assert_eq!(again.bytes, first.bytes);
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.header("idempotency-replayed"), "true");
        let other = upload("k1", b"another file").await;
        assert_eq!(
            other.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            other.text()
        );
        assert_eq!(other.json()["code"], "key-reused");
        let without = upload("k2", &site.pack()).await;
        assert_eq!(without.status, StatusCode::CONFLICT, "{}", without.text());
        // What was refused may come again under its key.
        let again = upload("k2", &site.pack()).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
        site.check_chain(&["challenge-created"]).await;
    });
}

#[test]
fn a_pack_that_became_no_version_leaves_no_bytes() {
    let copy = scratch();
    let challenge = copy.path().join("parking");
    copy_folder(&folder(PARKING), &challenge);
    let statement = challenge.join("statement/en.md");
    let text = fs::read_to_string(&statement).expect("it is as it must be");
    fs::write(&statement, format!("{text}\nOne more sentence.\n")).expect("it is as it must be");
    let other = city_pack(&challenge);
    in_sites(async |site| {
        let staff = site.opened().await;
        let clash = staff.upload("POST", "/challenges", "pack", &other).await;
        assert_eq!(clash.status, StatusCode::CONFLICT, "{}", clash.text());
        let (blobs, store) = (&site.state().blobs, &site.state().store);
        let startup = startup_pack(other.clone()).expect("it is as it must be");
        let packs = [Digest::of(&other), Digest::of(&startup)];
        for pack in packs {
            let kept = blobs.size(pack).await.expect("it is as it must be");
            assert!(kept.is_some(), "it was kept before it was refused");
        }
        let now = site.city.now();
        let removed = blobs.sweep(store, now + 1_000, 100).await;
        assert_eq!(removed.expect("it is as it must be"), 2);
        for pack in packs {
            assert_eq!(blobs.size(pack).await.expect("it is as it must be"), None);
        }
        let pulled = staff
            .get("/challenges/parking-forecast/pack?audience=city")
            .await;
        assert_eq!(pulled.bytes, site.pack(), "what is a version stays");
    });
}
