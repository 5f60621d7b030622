//! The signed file of a decision: one JSON object that people and programs read as it is,
//! and that anybody recomputes (see [`pilotbox_challenge::statistics::decision`]).
//!
//! `{"format": "pilotbox-decision-1", "document": …, "signatures": […]}`. Signed are the
//! exact bytes of `document` as they stand in the file, under DSSE's pre-authentication
//! encoding, so that a signature of a decision is none of a receipt. Nothing is put into a
//! canonical form: whoever writes the file anew keeps its numbers and loses its signature.

mod document;
mod verify;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::receipt::{SigningKey, TrustedKey, TrustedKeys, pre_authentication};

pub use document::{Comment, DecisionDocument, Named, Omitted, Written};
pub use verify::{DecisionFault, VerifiedDecision, verify_decision};

/// What the file's `format` says.
pub const DECISION_FORMAT: &str = "pilotbox-decision-1";

/// What is signed, in the encoding's words.
const DOCUMENT_TYPE: &str = "application/vnd.pilotbox.decision+json";

/// Bytes of a file that are read: a million results, and room for texts. Stops what is no
/// decision before it fills the memory.
pub const MAX_DECISION_BYTES: usize = 512 << 20;

/// A signed decision. Says nothing about who signed it before it was asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedDecision {
    format: String,
    document: Box<RawValue>,
    signatures: Vec<DecisionSignature>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionSignature {
    keyid: String,
    sig: String,
}

/// Why a file is no decision, or nobody's.
#[derive(Debug, thiserror::Error)]
pub enum DecisionFileError {
    /// It cannot be read.
    #[error("this is not a signed decision: {0}")]
    NotADecision(String),
    /// No signature is by a key of the list.
    #[error(
        "no trusted key has signed this decision (it names key `{0}`); hint: pass the city's list with `--trusted-key`; a key inside a file is never trusted"
    )]
    NotTrusted(String),
    /// A trusted key is named, but the bytes are not what it signed.
    #[error(
        "the signature by `{0}` does not hold: the decision was changed after it was signed, if only in how it is written"
    )]
    BadSignature(String),
    /// The key was not valid when the decision was published.
    #[error("the key of `{name}` is trusted from {from} to {to}, the decision is of {published}")]
    OutOfDate {
        /// Whose key.
        name: String,
        /// Start of trust.
        from: String,
        /// End of trust.
        to: String,
        /// The decision's date.
        published: String,
    },
}

/// Whether a file says of itself that it is a decision, whatever else it says.
pub fn is_decision(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    serde_json::from_slice::<Head>(bytes)
        .is_ok_and(|head| head.format.starts_with("pilotbox-decision-"))
}

impl SignedDecision {
    /// Signs a document.
    pub fn sign(document: &DecisionDocument, key: &SigningKey) -> Result<Self, DecisionFileError> {
        let text = serde_json::to_string(document).map_err(|error| unreadable(&error))?;
        let signature = key.sign(&pre_authentication(DOCUMENT_TYPE, text.as_bytes()));
        Ok(Self {
            format: DECISION_FORMAT.to_owned(),
            document: RawValue::from_string(text).map_err(|error| unreadable(&error))?,
            signatures: vec![DecisionSignature {
                keyid: key.id(),
                sig: STANDARD.encode(signature),
            }],
        })
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, DecisionFileError> {
        if bytes.len() > MAX_DECISION_BYTES {
            let reason = format!("it has {} bytes", bytes.len());
            return Err(DecisionFileError::NotADecision(reason));
        }
        let read: Self = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
        if read.format == DECISION_FORMAT {
            return Ok(read);
        }
        let format = read.format.escape_debug();
        Err(DecisionFileError::NotADecision(format!(
            "its format is `{format}`, this release reads `{DECISION_FORMAT}`"
        )))
    }

    /// The file's bytes.
    pub fn to_json(&self) -> Result<Vec<u8>, DecisionFileError> {
        serde_json::to_vec(self).map_err(|error| unreadable(&error))
    }

    /// What it says.
    pub fn document(&self) -> Result<DecisionDocument, DecisionFileError> {
        serde_json::from_str(self.document.get()).map_err(|error| unreadable(&error))
    }

    /// The name of the trusted key that signed it, if that was valid at the time of
    /// publication.
    pub fn signer(
        &self,
        published: jiff::Timestamp,
        trusted: &TrustedKeys,
    ) -> Result<String, DecisionFileError> {
        let message = pre_authentication(DOCUMENT_TYPE, self.document.get().as_bytes());
        let mut failed = None;
        for signature in &self.signatures {
            let named = |key: &&TrustedKey| key.id().is_some_and(|id| id == signature.keyid);
            // A key may be listed for several times; one that covers the date wins.
            let mut listed = trusted.keys.iter().filter(named);
            let found = listed
                .clone()
                .find(|key| key.covers(published))
                .or_else(|| listed.next());
            let Some(key) = found else {
                continue;
            };
            let bytes = STANDARD.decode(&signature.sig).unwrap_or_default();
            if key.has_signed(&message, &bytes) {
                return in_time(key, published);
            }
            failed = Some(DecisionFileError::BadSignature(key.name.clone()));
        }
        let first = self.signatures.first();
        let named = first.map(|one| one.keyid.escape_debug().to_string());
        Err(failed.unwrap_or(DecisionFileError::NotTrusted(named.unwrap_or_default())))
    }
}

fn in_time(key: &TrustedKey, published: jiff::Timestamp) -> Result<String, DecisionFileError> {
    if key.covers(published) {
        return Ok(key.name.clone());
    }
    Err(DecisionFileError::OutOfDate {
        name: key.name.clone(),
        from: key.not_before.to_string(),
        to: key.not_after.to_string(),
        published: published.to_string(),
    })
}

fn unreadable(error: &dyn std::fmt::Display) -> DecisionFileError {
    DecisionFileError::NotADecision(error.to_string())
}

#[cfg(test)]
mod tests;
