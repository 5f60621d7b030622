//! Dead Simple Signing Envelope (DSSE v1.0): what is signed is the type and the
//! exact bytes of the payload.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    PREDICATE_TYPE, Receipt, STATEMENT_TYPE, SigningKey, Statement, Subject, TrustedKey,
    TrustedKeys,
};

const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// Bytes of an envelope that are read. Stops a file that is no receipt.
pub(crate) const MAX_ENVELOPE_BYTES: usize = 256 << 20;

/// A signed payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Envelope {
    payload_type: String,
    payload: String,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvelopeSignature {
    keyid: String,
    sig: String,
}

/// Why an envelope is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// It cannot be read.
    #[error("this is not a receipt: {0}")]
    NotAReceipt(String),
    /// No signature is by a key of the list.
    #[error(
        "no trusted key has signed this receipt (it names key `{0}`); hint: pass the issuer's list with `--trusted-key`; a key inside a receipt is never trusted"
    )]
    NotTrusted(String),
    /// A trusted key is named, but the bytes are not what it signed.
    #[error("the signature by `{0}` does not hold: the receipt was changed after it was signed")]
    BadSignature(String),
    /// The key was not valid when the receipt was issued.
    #[error("the key of `{name}` is trusted from {from} to {to}, the receipt is of {issued}")]
    OutOfDate {
        /// Whose key.
        name: String,
        /// Start of trust.
        from: String,
        /// End of trust.
        to: String,
        /// The receipt's date.
        issued: String,
    },
}

impl Envelope {
    /// Signs a receipt.
    pub fn sign(receipt: Receipt, key: &SigningKey) -> Result<Self, ReceiptError> {
        let digest = subject_digest(&receipt);
        let statement = Statement {
            kind: STATEMENT_TYPE.to_owned(),
            subject: [Subject {
                name: "plugin".to_owned(),
                digest,
            }],
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: receipt,
        };
        let payload = serde_json::to_vec(&statement).map_err(|error| not_a_receipt(&error))?;
        let signature = key.sign(&pre_authentication(PAYLOAD_TYPE, &payload));
        Ok(Self {
            payload_type: PAYLOAD_TYPE.to_owned(),
            payload: STANDARD.encode(payload),
            signatures: vec![EnvelopeSignature {
                keyid: key.id(),
                sig: STANDARD.encode(signature),
            }],
        })
    }

    /// Reads an envelope; says nothing about who signed it.
    pub fn read(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(ReceiptError::NotAReceipt(format!(
                "it has {} bytes",
                bytes.len()
            )));
        }
        serde_json::from_slice(bytes).map_err(|error| not_a_receipt(&error))
    }

    /// The envelope as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, ReceiptError> {
        serde_json::to_vec_pretty(self).map_err(|error| not_a_receipt(&error))
    }

    /// The receipt, once a trusted key is found to have signed it.
    pub fn open(&self, trusted: &TrustedKeys) -> Result<(Receipt, String), ReceiptError> {
        if self.payload_type != PAYLOAD_TYPE {
            let reason = format!(
                "its payload is `{}`, expected `{PAYLOAD_TYPE}`",
                self.payload_type
            );
            return Err(ReceiptError::NotAReceipt(reason));
        }
        let payload = STANDARD
            .decode(&self.payload)
            .map_err(|error| not_a_receipt(&error))?;
        let signer = self.signer(&payload, trusted)?;
        let receipt = statement(&payload)?.predicate;
        if signer.covers(receipt.issued) {
            return Ok((receipt, signer.name.clone()));
        }
        Err(ReceiptError::OutOfDate {
            name: signer.name.clone(),
            from: signer.not_before.to_string(),
            to: signer.not_after.to_string(),
            issued: receipt.issued.to_string(),
        })
    }

    fn signer<'a>(
        &self,
        payload: &[u8],
        trusted: &'a TrustedKeys,
    ) -> Result<&'a TrustedKey, ReceiptError> {
        let message = pre_authentication(&self.payload_type, payload);
        let issued = statement(payload).ok().map(|read| read.predicate.issued);
        let mut failed = None;
        for signature in &self.signatures {
            let named = |key: &&TrustedKey| key.id().is_some_and(|id| id == signature.keyid);
            // A key may be listed for several times; one that covers the date wins.
            let covers = |key: &&TrustedKey| issued.is_some_and(|issued| key.covers(issued));
            let mut listed = trusted.keys.iter().filter(named);
            let found = listed.clone().find(covers).or_else(|| listed.next());
            let Some(key) = found else {
                continue;
            };
            let bytes = STANDARD.decode(&signature.sig).unwrap_or_default();
            if key.has_signed(&message, &bytes) {
                return Ok(key);
            }
            failed = Some(ReceiptError::BadSignature(key.name.clone()));
        }
        let named = self
            .signatures
            .first()
            .map(|s| s.keyid.clone())
            .unwrap_or_default();
        Err(failed.unwrap_or(ReceiptError::NotTrusted(named)))
    }
}

fn statement(payload: &[u8]) -> Result<Statement, ReceiptError> {
    let statement: Statement =
        serde_json::from_slice(payload).map_err(|error| not_a_receipt(&error))?;
    let known = statement.kind == STATEMENT_TYPE
        && statement.predicate_type == PREDICATE_TYPE
        && statement.subject[0].digest == subject_digest(&statement.predicate);
    if known {
        return Ok(statement);
    }
    Err(ReceiptError::NotAReceipt(
        "its statement is of another type or subject".to_owned(),
    ))
}

fn subject_digest(receipt: &Receipt) -> super::Sha256Field {
    super::Sha256Field {
        sha256: receipt.digests.plugin.hex(),
    }
}

/// DSSE's pre-authentication encoding.
pub(crate) fn pre_authentication(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    );
    [head.as_bytes(), payload].concat()
}

fn not_a_receipt(error: &dyn std::fmt::Display) -> ReceiptError {
    ReceiptError::NotAReceipt(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_that_of_the_specification() {
        let encoded = pre_authentication("http://example.com/HelloWorld", b"hello world");
        assert_eq!(
            encoded,
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }
}
