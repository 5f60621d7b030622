//! What is kept of raw data in the database: what staff see of it, and what a proposal of
//! a policy needs, so that nobody has to read it again for either. No cell stands in it
//! but the least and the greatest of columns that name nobody.

use pilotbox_model::{
    api::data::{RawColumnView, RawKindView},
    printable,
};
use pilotbox_sanitize::{
    find::{ColumnProfile, Profile},
    format::{Finding, Findings},
    policy::Observed,
};
use serde::{Deserialize, Serialize};

use super::intake::{known_place, masked};

/// Findings that are kept.
const MAX_FINDINGS: usize = 100;

/// What was found in raw data.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct About {
    /// What was noticed while it was read, a line each.
    pub(crate) findings: Vec<String>,
    /// Its columns.
    pub(crate) columns: Vec<RawColumnView>,
    /// Its columns as a proposal sees them.
    pub(crate) observed: Vec<Observed>,
}

impl About {
    /// What is kept of a table's profile, and of what was noticed in its file.
    pub(super) fn of(profile: &Profile, findings: &Findings, table: &str) -> Self {
        let lines = findings.list.iter().take(MAX_FINDINGS);
        let observed = profile.columns.iter().map(Observed::from);
        Self {
            findings: lines.map(|finding| line(finding, table)).collect(),
            columns: profile.columns.iter().map(column).collect(),
            observed: observed.collect(),
        }
    }
}

fn line(finding: &Finding, table: &str) -> String {
    let place = known_place(&finding.place, Some(table));
    let reason = masked(&finding.reason.to_string());
    printable(&format!("{place}: {reason}"))
}

fn column(seen: &ColumnProfile) -> RawColumnView {
    let kinds = seen.kinds.iter().map(|one| RawKindView {
        kind: one.kind.as_str().to_owned(),
        share: one.share,
    });
    let role = serde_json::to_value(seen.role).unwrap_or_default();
    RawColumnView {
        name: seen.name.clone(),
        data_type: Observed::from(seen).data_type.name().to_owned(),
        role: role.as_str().unwrap_or_default().to_owned(),
        missing: seen.missing,
        distinct: seen.distinct.count,
        is_estimate: seen.distinct.is_estimate,
        kinds: kinds.collect(),
    }
}
