//! What is taken as a pack, and who gets which.

use std::fs;

use axum::http::StatusCode;
use pilotbox_challenge::pack::{pack_final, read_pack, startup_pack};
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
fn final_data_that_was_withheld_is_attached_once() {
    let copy = scratch();
    let challenge = copy.path().join("parking");
    copy_folder(&folder(PARKING), &challenge);
    let tables = copy.path().join("final");
    fs::rename(challenge.join("data/final"), &tables).expect("it is as it must be");
    let manifest = challenge.join("challenge.toml");
    let text = fs::read_to_string(&manifest).expect("it is as it must be");
    fs::write(
        &manifest,
        text.replace("openness = \"known\"", "openness = \"withheld\""),
    )
    .expect("it is as it must be");
    let (pack, archive) = (
        city_pack(&challenge),
        pack_final(&tables).expect("it is as it must be"),
    );
    in_sites(async |site| {
        let staff = site.staff().await;
        let created = staff.upload("POST", "/challenges", "pack", &pack).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
        assert_eq!(created.json()["versions"][0]["has_final"], false);
        let path = "/challenges/parking-forecast/versions/0.1.0/final";
        let wrong = staff.upload("PUT", path, "data", &pack).await;
        assert_eq!(
            wrong.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            wrong.text()
        );
        let attached = staff.upload("PUT", path, "data", &archive).await;
        assert_eq!(attached.status, StatusCode::OK, "{}", attached.text());
        assert_eq!(attached.json()["versions"][0]["has_final"], true);
        let again = staff.upload("PUT", path, "data", &archive).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
        let store = &site.state().store;
        let version = store
            .newest_version("parking-forecast")
            .await
            .expect("it is as it must be");
        let held = store
            .split(&version.id, "final")
            .await
            .expect("it is as it must be");
        // What the public challenge holds is the same data.
        let known = read_pack(site.pack()).expect("it is as it must be");
        let digest = known.package.data_digest(pilotbox_model::Split::Final);
        assert_eq!(held.digest, digest.to_string());
        site.check_chain(&["challenge-created", "final-attached"])
            .await;
    });
}
