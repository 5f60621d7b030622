//! Whether a published decision is the one that follows from its snapshot. Every number
//! is compared, and so is whatever else the decision states or leaves out.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Decision, DecisionError, Snapshot, decide};
use crate::document::child;

/// A snapshot with its decision: what the city signs and publishes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// All that the decision rests on.
    pub snapshot: Snapshot,
    /// Its numbers.
    pub decision: Decision,
}

/// The first place at which a stated decision is not the recomputed one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{pointer}` of the decision states {stated}, but from the snapshot follows {recomputed}")]
pub struct Difference {
    /// JSON pointer into the decision.
    pub pointer: String,
    /// What is stated there, as JSON in backticks, or `nothing`.
    pub stated: String,
    /// What follows from the snapshot.
    pub recomputed: String,
}

/// A published decision that does not stand.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// The file is not a snapshot with a decision.
    #[error(
        "not a published decision: {0}; hint: it is one JSON object with `snapshot` and `decision`"
    )]
    Shape(#[from] serde_json::Error),
    /// The snapshot cannot be decided.
    #[error(transparent)]
    Snapshot(#[from] DecisionError),
    /// A number differs.
    #[error(transparent)]
    Difference(#[from] Difference),
}

impl Published {
    /// Decides a snapshot and puts the decision beside it.
    pub fn new(snapshot: Snapshot) -> Result<Self, DecisionError> {
        Ok(Self {
            decision: decide(&snapshot)?,
            snapshot,
        })
    }

    /// Recomputes the decision and compares every number.
    pub fn check(&self) -> Result<(), PublishedError> {
        let recomputed = decide(&self.snapshot)?;
        compare(&serde_json::to_value(&self.decision)?, &recomputed)
    }
}

/// Reads a published decision from its JSON and recomputes it. The decision is compared
/// as it is written: what this release would skip in it is a difference too.
pub fn verify(json: &[u8]) -> Result<Published, PublishedError> {
    let file: File = serde_json::from_slice(json)?;
    let recomputed = decide(&file.snapshot)?;
    compare(&file.decision, &recomputed)?;
    Ok(Published {
        snapshot: file.snapshot,
        decision: recomputed,
    })
}

/// A published decision whose numbers are not trusted yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    snapshot: Snapshot,
    decision: Value,
}

fn compare(stated: &Value, recomputed: &Decision) -> Result<(), PublishedError> {
    let recomputed = serde_json::to_value(recomputed)?;
    match difference("", Some(stated), Some(&recomputed)) {
        Some(difference) => Err(difference.into()),
        None => Ok(()),
    }
}

/// The first difference at or below a pointer, keys in the order of the alphabet.
fn difference(
    pointer: &str,
    stated: Option<&Value>,
    recomputed: Option<&Value>,
) -> Option<Difference> {
    match (stated, recomputed) {
        (Some(Value::Object(stated)), Some(Value::Object(recomputed))) => {
            let mut keys: Vec<&String> = stated.keys().chain(recomputed.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let below = child(pointer, key);
                difference(&below, stated.get(key), recomputed.get(key))
            })
        }
        (Some(Value::Array(stated)), Some(Value::Array(recomputed))) => {
            (0..stated.len().max(recomputed.len())).find_map(|at| {
                let below = format!("{pointer}/{at}");
                difference(&below, stated.get(at), recomputed.get(at))
            })
        }
        (stated, recomputed) if is_equal(stated, recomputed) => None,
        (stated, recomputed) => Some(Difference {
            pointer: pointer.to_owned(),
            stated: shown(stated),
            recomputed: shown(recomputed),
        }),
    }
}

/// Numbers are equal when they are the same number: `1` and `1.0` are, since some
/// writers of JSON leave out the point.
fn is_equal(stated: Option<&Value>, recomputed: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64).map(f64::to_bits);
    let whole = |value: Option<&Value>| value.and_then(Value::as_u64);
    stated == recomputed
        || match (whole(stated), whole(recomputed)) {
            (Some(_), Some(_)) => false,
            _ => number(stated).is_some() && number(stated) == number(recomputed),
        }
}

/// A value in backticks, cut where it would fill a page.
fn shown(value: Option<&Value>) -> String {
    const MAX_CHARS: usize = 200;
    match value {
        None => "nothing".to_owned(),
        Some(value) => {
            let text: String = value.to_string().chars().take(MAX_CHARS).collect();
            format!("`{text}`")
        }
    }
}

#[cfg(test)]
mod tests;
