use pilotbox_challenge::statistics::decision::{Published, Snapshot};
use serde_json::{Value, json};

use super::*;
use crate::receipt::KeyError;

const FIGURES: &str = include_str!("../../../challenge/tests/statistics/figures.json");

fn document() -> DecisionDocument {
    let figures: Value = serde_json::from_str(FIGURES).unwrap();
    let snapshot: Snapshot =
        serde_json::from_value(figures["decisions"][0]["snapshot"].clone()).unwrap();
    let names = snapshot.candidates.iter().map(|one| Named {
        candidate: one.id.clone(),
        organisation: format!("Organisation {}", one.id),
        title: "A plan".to_owned(),
    });
    let at: jiff::Timestamp = "2027-05-01T09:00:00Z".parse().unwrap();
    DecisionDocument {
        issuer: "sofia".to_owned(),
        challenge: "parking".to_owned(),
        challenge_version: "1.0.0".to_owned(),
        version: 1,
        previous: None,
        published_at: at,
        inquiry_until: at,
        content: Written {
            declared_at: at,
            declared: "before-opening".to_owned(),
            reason: None,
            changes: Vec::new(),
            names: names.collect(),
            comments: Vec::new(),
            left_out: Vec::new(),
            published: Published::new(snapshot).unwrap(),
        },
    }
}

fn keys(key: &SigningKey, year: i16) -> TrustedKeys {
    let at = |year: i16| format!("{year}-01-01T00:00:00Z").parse().unwrap();
    TrustedKeys {
        keys: vec![key.trusted("sofia-1", at(year), at(year + 1))],
    }
}

fn signed() -> Result<(Vec<u8>, SigningKey), KeyError> {
    let key = SigningKey::generate()?;
    let file = SignedDecision::sign(&document(), &key).unwrap();
    Ok((file.to_json().unwrap(), key))
}

#[test]
fn what_is_signed_reads_back_and_holds() {
    let (bytes, key) = signed().unwrap();
    assert!(is_decision(&bytes));
    let verified = verify_decision(&bytes, Some(&keys(&key, 2027))).unwrap();
    assert_eq!(verified.signer.as_deref(), Some("sofia-1"));
    assert_eq!(verified.document, document());
    let unsigned = verify_decision(&bytes, None).unwrap();
    assert_eq!(unsigned.signer, None);
}

#[test]
fn a_number_that_was_changed_is_named_and_so_is_the_signature() {
    let (bytes, key) = signed().unwrap();
    let mut file: Value = serde_json::from_slice(&bytes).unwrap();
    let total = &mut file["document"]["content"]["published"]["decision"]["candidates"][0]["total"];
    *total = json!(99.5);
    let changed = serde_json::to_vec(&file).unwrap();
    let fault = verify_decision(&changed, Some(&keys(&key, 2027))).unwrap_err();
    let told = fault.to_string();
    assert!(
        told.starts_with("`/candidates/0/total` of the decision states `99.5`"),
        "{told}"
    );
    assert!(
        told.contains("the signature by `sofia-1` does not hold"),
        "{told}"
    );
}

#[test]
fn a_file_that_was_written_anew_keeps_its_numbers_and_loses_its_signature() {
    let (bytes, key) = signed().unwrap();
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    let anew = serde_json::to_vec_pretty(&file).unwrap();
    assert!(verify_decision(&anew, None).is_ok());
    let fault = verify_decision(&anew, Some(&keys(&key, 2027))).unwrap_err();
    assert!(matches!(
        fault,
        DecisionFault::File(DecisionFileError::BadSignature(_))
    ));
}

#[test]
fn another_s_key_and_a_key_out_of_its_time_are_not_trusted() {
    let (bytes, key) = signed().unwrap();
    let other = SigningKey::generate().unwrap();
    let not_trusted = verify_decision(&bytes, Some(&keys(&other, 2027))).unwrap_err();
    assert!(
        not_trusted
            .to_string()
            .starts_with("no trusted key has signed")
    );
    let late = verify_decision(&bytes, Some(&keys(&key, 2028))).unwrap_err();
    assert!(
        late.to_string().contains("the decision is of 2027-05-01"),
        "{late}"
    );
}

#[test]
fn every_candidate_has_one_name() {
    let key = SigningKey::generate().unwrap();
    let told = |document: &DecisionDocument| {
        let file = SignedDecision::sign(document, &key).unwrap();
        verify_decision(&file.to_json().unwrap(), None)
            .unwrap_err()
            .to_string()
    };
    let mut nameless = document();
    nameless.content.names.pop();
    assert!(told(&nameless).ends_with("has no name"));
    let mut twice = document();
    twice.content.names.push(twice.content.names[0].clone());
    assert!(told(&twice).contains("is named twice"));
}

#[test]
fn other_files_are_told_apart() {
    assert!(!is_decision(
        br#"{"payloadType": "application/vnd.in-toto+json"}"#
    ));
    assert!(!is_decision(b"seq"));
    let newer = br#"{"format": "pilotbox-decision-2", "document": {}, "signatures": []}"#;
    assert!(is_decision(newer));
    let fault = SignedDecision::read(newer).unwrap_err().to_string();
    assert_eq!(
        fault,
        "this is not a signed decision: its format is `pilotbox-decision-2`, this release reads \
         `pilotbox-decision-1`"
    );
}
