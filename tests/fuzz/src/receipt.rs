//! Any bytes as an envelope, and any receipt as something that was signed.

use std::{path::Path, sync::OnceLock};

use pilotbox_evaluate::{Envelope, Receipt, SigningKey, TrustedKeys, VerifyError, verify};

use super::{assert_bounded, memory::memory_file};

/// Receipts that the pinned key has signed: one that lists its cases, and one of
/// a hidden split. The private key is gone; where the format changes, a new key
/// signs two runs anew (`pilotbox keygen`, `pilotbox run --receipt`).
const SIGNED: [&[u8]; 2] = [
    include_bytes!("../receipts/sample.json"),
    include_bytes!("../receipts/public.json"),
];

/// The list of the pinned key.
const KEYS: &[u8] = include_bytes!("../receipts/keys.toml");

/// Reads the bytes as an envelope under the pinned list, and as a receipt that
/// somebody trusted has signed, however odd it is.
pub fn receipt(bytes: &[u8]) -> bool {
    let is_signed = envelope(bytes);
    let receipt = serde_json::from_slice::<Receipt>(bytes);
    receipt.is_ok_and(holds) || is_signed
}

/// Whatever opens is, to the byte, what was signed.
fn envelope(bytes: &[u8]) -> bool {
    let verified = Envelope::read(bytes)
        .map_err(VerifyError::from)
        .and_then(|envelope| verify(&envelope, &pinned().keys, None, None));
    match verified {
        Ok(verified) => {
            let is_known = pinned().payloads.contains(&text(&verified.receipt));
            assert!(is_known, "a forged receipt holds: {:?}", verified.receipt);
            true
        }
        Err(error) => {
            assert_bounded(&error);
            false
        }
    }
}

/// What is signed reads back to the same bits, and holds unless it contradicts
/// itself.
fn holds(receipt: Receipt) -> bool {
    let key = SigningKey::generate().expect("the system has randomness");
    let trusted = key.trusted("fuzz", receipt.issued, receipt.issued);
    let keys = TrustedKeys {
        keys: vec![trusted],
    };
    let before = text(&receipt);
    let envelope = Envelope::sign(receipt, &key).expect("a receipt can be signed");
    let bytes = envelope.to_json().expect("an envelope is JSON");
    let envelope = Envelope::read(&bytes).expect("what was written can be read");
    let (after, _) = envelope.open(&keys).expect("what was signed opens");
    assert_eq!(before, text(&after));
    match verify(&envelope, &keys, None, None) {
        Ok(_) => true,
        Err(error @ VerifyError::Differs { .. }) => {
            assert_bounded(&error);
            false
        }
        Err(error) => panic!("signed, but: {error}"),
    }
}

struct Pinned {
    keys: TrustedKeys,
    payloads: Vec<String>,
}

fn pinned() -> &'static Pinned {
    static PINNED: OnceLock<Pinned> = OnceLock::new();
    PINNED.get_or_init(|| {
        let keys = read_keys(memory_file(KEYS).path());
        let open = |bytes: &&[u8]| {
            let envelope = Envelope::read(bytes).expect("it is an envelope");
            text(&envelope.open(&keys).expect("the pinned key signed it").0)
        };
        let payloads = SIGNED.iter().map(open).collect();
        Pinned { keys, payloads }
    })
}

fn read_keys(path: &Path) -> TrustedKeys {
    TrustedKeys::read(path).expect("the list is one of keys")
}

fn text(receipt: &Receipt) -> String {
    serde_json::to_string(receipt).expect("a receipt is JSON")
}
