//! What the public chain says of challenges: nothing that leads to one that is not
//! public, and everything once it is.

use axum::http::StatusCode;
use pilotbox_model::{
    api::runs::ChainLink,
    chain::{check, sealed},
};
use serde_json::{Value, json};

use super::site::{Person, Site, in_sites};

const ID: &str = "parking-forecast";
const PATH: &str = "/challenges/parking-forecast";

async fn links(site: &Site) -> Vec<ChainLink> {
    let links = site.state().store.links_after(0, 1_000).await;
    let links = links.expect("it is as it must be");
    check(&links).expect("it is as it must be");
    links
}

fn body(link: &ChainLink) -> Value {
    serde_json::from_str(&link.body).expect("it is as it must be")
}

async fn step(who: &Person, to: &str, reason: Option<&str>) {
    let ask = json!({ "to": to, "reason": reason });
    let moved = who.post(&format!("{PATH}/transitions"), &ask).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
}

#[test]
fn a_challenge_has_no_name_in_the_chain_before_it_is_public() {
    in_sites(async |site| {
        let (ann, ben) = (site.staff().await, site.staff().await);
        ann.upload("POST", "/challenges", "pack", &site.pack())
            .await;
        let phase = json!({
            "opens_at": "2026-01-01T00:00:00Z",
            "quota": { "per_day": 1, "per_phase": 1, "concurrent": 1 },
        });
        let set = ben
            .put(&format!("{PATH}/phases/parking-round"), &phase)
            .await;
        assert_eq!(
            set.status,
            StatusCode::CONFLICT,
            "phases do not overlap: {}",
            set.text()
        );
        ben.put(&format!("{PATH}/phases/main"), &phase).await;
        ben.put(&format!("{PATH}/versions/0.1.0/approval"), &json!(null))
            .await;
        step(&ann, "review", None).await;
        let hidden = links(&site).await;
        let about: Vec<_> = hidden
            .iter()
            .filter(|link| link.subject.starts_with("sha256:"))
            .collect();
        let kinds: Vec<_> = about
            .iter()
            .map(|link| &*link.kind)
            .filter(|kind| !kind.starts_with("account"))
            .collect();
        assert_eq!(
            kinds,
            [
                "challenge-created",
                "phase-set",
                "version-approved",
                "challenge-moved"
            ]
        );
        for link in &hidden {
            for text in [&link.subject, &link.body] {
                assert!(
                    !text.contains("parking") && !text.contains("main"),
                    "{link:?}"
                );
            }
        }
        step(&ben, "open", None).await;
        let all = links(&site).await;
        let opened = all.last().expect("it is as it must be");
        assert_eq!((&*opened.kind, &*opened.subject), ("challenge-moved", ID));
        let salt = body(opened)["salt"]
            .as_str()
            .expect("it is as it must be")
            .to_owned();
        let name = sealed(&salt, ID);
        let opened_up = all.iter().filter(|link| link.subject == name).count();
        assert_eq!(opened_up, 4, "the salt tells which links were about it");
    });
}

#[test]
fn a_reason_can_go_and_the_chain_stays_whole() {
    in_sites(async |site| {
        let staff = site.opened().await;
        let reason = "Иван Иванов поиска";
        step(&staff, "closed", Some(reason)).await;
        let all = links(&site).await;
        assert!(all.iter().all(|link| !link.body.contains("Иван")));
        let closed = all
            .iter()
            .find(|link| body(link)["to"] == "closed")
            .expect("it is as it must be");
        let seen = site.nobody().get(PATH).await.json();
        let told = &seen["reasons"][0];
        assert_eq!(
            (&told["reason"], &told["to"]),
            (&json!(reason), &json!("closed"))
        );
        let salt = told["salt"].as_str().expect("it is as it must be");
        assert_eq!(body(closed)["reason"], sealed(salt, reason));
        // The move to review had none.
        assert_eq!(seen["reasons"].as_array().map(Vec::len), Some(1));
    });
}
