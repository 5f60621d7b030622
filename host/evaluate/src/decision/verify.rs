//! Whether a signed decision holds: numbers first, since a reader wants to know which one
//! was changed, then whose it is.

use std::collections::BTreeSet;

use pilotbox_challenge::statistics::decision::{self, PublishedError};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{DecisionDocument, DecisionFileError, SignedDecision};
use crate::receipt::TrustedKeys;

/// A decision all of whose numbers were recomputed.
#[derive(Debug)]
pub struct VerifiedDecision {
    /// What it says.
    pub document: DecisionDocument,
    /// The name of the trusted key that signed it; absent without a list to look in.
    pub signer: Option<String>,
}

/// Why a decision does not hold.
#[derive(Debug, thiserror::Error)]
pub enum DecisionFault {
    /// The file is no decision, or nobody's that is trusted.
    #[error(transparent)]
    File(#[from] DecisionFileError),
    /// Its numbers do not follow from its snapshot.
    #[error("{fault}{}", signature.as_ref().map(|text| format!("\n{text}")).unwrap_or_default())]
    Numbers {
        /// The first that does not.
        fault: PublishedError,
        /// What is wrong with the signature besides.
        signature: Option<String>,
    },
    /// Its words do not fit its numbers.
    #[error("{0}")]
    Words(String),
}

/// The one part of a document that is read before it is trusted.
#[derive(Deserialize)]
struct Outer<'a> {
    #[serde(borrow)]
    content: Inner<'a>,
    published_at: jiff::Timestamp,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(borrow)]
    published: &'a RawValue,
}

/// Recomputes every number of a signed decision from its snapshot, and looks who signed it.
/// Without a list of trusted keys the signature is not looked at.
pub fn verify_decision(
    bytes: &[u8],
    trusted: Option<&TrustedKeys>,
) -> Result<VerifiedDecision, DecisionFault> {
    let signed = SignedDecision::read(bytes)?;
    let outer: Outer<'_> = serde_json::from_str(signed.document.get())
        .map_err(|error| DecisionFileError::NotADecision(error.to_string()))?;
    let by = trusted.map(|keys| signed.signer(outer.published_at, keys));
    if let Err(fault) = decision::verify(outer.content.published.get().as_bytes()) {
        let signature = by.and_then(Result::err).map(|error| error.to_string());
        return Err(DecisionFault::Numbers { fault, signature });
    }
    let document = signed.document()?;
    let by = by.transpose()?;
    check_words(&document)?;
    Ok(VerifiedDecision {
        document,
        signer: by,
    })
}

/// Whether every candidate has one name, and nobody else.
fn check_words(document: &DecisionDocument) -> Result<(), DecisionFault> {
    let content = &document.content;
    let candidates: BTreeSet<&str> = content
        .published
        .snapshot
        .candidates
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    let mut named = BTreeSet::new();
    for one in &content.names {
        let name = one.candidate.as_str();
        if !candidates.contains(name) || !named.insert(name) {
            let name = name.escape_debug();
            return Err(DecisionFault::Words(format!(
                "`{name}` is named twice, or is no candidate"
            )));
        }
    }
    match candidates.difference(&named).next() {
        Some(missing) => Err(DecisionFault::Words(format!(
            "the candidate `{missing}` has no name"
        ))),
        None => Ok(()),
    }
}
