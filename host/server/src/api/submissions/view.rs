//! Submissions as they are shown to members and staff.

use std::collections::HashMap;

use pilotbox_model::{
    Digest,
    api::{
        runs::RunView,
        submissions::{Dossier, SubmissionView},
    },
};
use pilotbox_store::{RunRow, SubmissionRow, from_millis};

use crate::{
    api::runs::view::{mark, run_views, shorten},
    principal::Principal,
    problem::Problem,
    state::AppState,
};

/// Characters of the part of a tag that is about runs.
const MARK_CHARS: usize = 16;

/// One submission with its runs in full.
pub(super) async fn submission_view(
    state: &AppState,
    principal: &Principal,
    row: SubmissionRow,
) -> Result<SubmissionView, Problem> {
    let runs = state.store.runs_of(std::slice::from_ref(&row.id)).await?;
    let views = run_views(state, principal, &runs).await?;
    joined(row, views)
}

/// Submissions of a list with their runs in short.
pub(super) async fn submission_views(
    state: &AppState,
    principal: &Principal,
    rows: Vec<SubmissionRow>,
) -> Result<Vec<SubmissionView>, Problem> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let runs: Vec<RunRow> = state.store.runs_of(&ids).await?;
    let mut by_submission: HashMap<String, Vec<RunView>> = HashMap::new();
    for mut view in run_views(state, principal, &runs).await? {
        shorten(&mut view);
        by_submission
            .entry(view.submission.clone())
            .or_default()
            .push(view);
    }
    rows.into_iter()
        .map(|row| {
            let runs = by_submission.remove(&row.id).unwrap_or_default();
            joined(row, runs).map(in_short)
        })
        .collect()
}

/// A submission as a list shows it: whole dossiers would make it too long for anybody.
fn in_short(view: SubmissionView) -> SubmissionView {
    let Dossier {
        title, cost_eur, ..
    } = view.dossier;
    let dossier = Dossier {
        title,
        cost_eur,
        ..Dossier::default()
    };
    SubmissionView { dossier, ..view }
}

/// A submission and its runs.
pub(super) fn joined(row: SubmissionRow, runs: Vec<RunView>) -> Result<SubmissionView, Problem> {
    let dossier: Dossier = serde_json::from_str(&row.dossier).map_err(Problem::internal)?;
    Ok(SubmissionView {
        id: row.id,
        challenge: row.challenge_id,
        version: row.version,
        organisation: row.organisation_id,
        dossier,
        has_document: row.document_digest.is_some(),
        plugin_digest: row.plugin_digest,
        plugin_bytes: u64::try_from(row.plugin_bytes).unwrap_or(0),
        profile: row.profile,
        created_at: from_millis(row.created_at),
        withdrawn_at: row.withdrawn_at.map(from_millis),
        is_finalist: row.finalist_at.is_some(),
        runs,
    })
}

/// A tag of two parts: the submission's revision, and what is shown of its runs.
pub(super) fn tag(revision: i64, view: &SubmissionView) -> Result<String, Problem> {
    let marks: Vec<_> = view.runs.iter().map(mark).collect::<Result<_, _>>()?;
    let profile = view.profile.as_deref().unwrap_or_default();
    let parts = marks.iter().map(String::as_bytes);
    let mut runs = Digest::of_parts(parts.chain([profile.as_bytes()])).hex();
    runs.truncate(MARK_CHARS);
    Ok(format!("\"{revision}.{runs}\""))
}

/// Whether an `if-match` of [`tag`]'s kind holds for a revision. Runs go on by
/// themselves and are no reason to refuse a change of the dossier.
pub(super) fn matches(if_match: &str, revision: i64) -> bool {
    if_match.split(',').map(str::trim).any(|tag| {
        let inner = tag.trim_matches('"');
        let own = inner.split_once('.').map_or(inner, |(own, _)| own);
        tag == "*" || own == revision.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_asks_for_the_submission_s_part_alone() {
        assert!(matches("\"7.0123456789abcdef\"", 7));
        assert!(matches("\"6.x\", \"7.y\"", 7));
        assert!(matches("*", 7));
        assert!(!matches("\"6.0123456789abcdef\"", 7));
        assert!(!matches("\"77.x\"", 7));
        assert!(!matches("", 7));
    }
}
