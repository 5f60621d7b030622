//! What is signed: the snapshot with its decision, and the words around the numbers.

use jiff::Timestamp;
use pilotbox_challenge::{manifest::Texts, statistics::decision::Published};
use pilotbox_model::Digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A decision as the city publishes it, all at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionDocument {
    /// The installation's name.
    pub issuer: String,
    /// The challenge's id.
    pub challenge: String,
    /// The version that all finalists ran on.
    pub challenge_version: String,
    /// 1, and one more with each correction.
    pub version: u32,
    /// Digest of the signed file of the version before; absent for the first.
    pub previous: Option<Digest>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Until when those who took part may ask. A correction does not move it.
    pub inquiry_until: Timestamp,
    /// The rest: the same for whoever proposes it, looks at it again and publishes it.
    pub content: Written,
}

/// All of a decision but when and by whom it is published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// When the rule was declared.
    pub declared_at: Timestamp,
    /// How late that was: `before-opening`, `before-close`, `before-judging`,
    /// `while-judging`.
    pub declared: String,
    /// Why this version corrects the one before it.
    pub reason: Option<Texts>,
    /// What it corrects, as the API's `CorrectionChange`.
    pub changes: Vec<Value>,
    /// Every candidate's name.
    pub names: Vec<Named>,
    /// What evaluators say, by their codes; empty texts are left out.
    pub comments: Vec<Comment>,
    /// What the decision did not wait for, or leaves out.
    pub left_out: Vec<Omitted>,
    /// The snapshot and its numbers.
    pub published: Published,
}

/// Who stands behind a candidate's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The candidate's id.
    pub candidate: String,
    /// The organisation's name.
    pub organisation: String,
    /// The title of the dossier.
    pub title: String,
}

/// What an evaluator says of a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// The evaluator's code.
    pub evaluator: String,
    /// The candidate's id.
    pub candidate: String,
    /// The criterion's id.
    pub criterion: String,
    /// Of the mark as first given.
    pub comment: String,
    /// Of the one that stands after a moderation.
    pub moderated_comment: String,
}

/// A finalist that was left out, or a rubric that was not waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Omitted {
    /// The finalist.
    pub submission: String,
    /// The organisation's name.
    pub organisation: String,
    /// The title of the dossier.
    pub title: String,
    /// Whether a rubric alone was not waited for.
    pub is_rubric: bool,
    /// Why.
    pub reason: Texts,
}

impl Written {
    /// The digest by which a proposal names it.
    pub fn digest(&self) -> Result<Digest, serde_json::Error> {
        Ok(Digest::of(&serde_json::to_vec(self)?))
    }

    /// The name of a candidate; empty texts if it has none.
    pub fn named(&self, candidate: &str) -> (&str, &str) {
        let found = self.names.iter().find(|one| one.candidate == candidate);
        found.map_or(("", ""), |one| (&one.organisation, &one.title))
    }
}
