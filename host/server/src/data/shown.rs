//! What of a risk report is shown before its table is published, and while a release is
//! sealed.

use pilotbox_model::report::{ColumnReport, RiskReport};
use pilotbox_sanitize::{
    policy::{Policy, Step},
    publish::redact,
};

/// The report on a policy that was tried. Nothing of it is published yet, and the policy
/// may be wrong: only groups and pseudonyms are shown of cells, and none of them where the
/// detectors find somebody's name or number in it.
pub(crate) fn tried(mut report: RiskReport, policy: &Policy) -> RiskReport {
    for column in &mut report.columns {
        if may_be_raw(column, policy) {
            column.after.clear();
        }
        column.after.retain(|cell| redact(cell).is_empty());
    }
    report
}

/// The report on a release whose files are withheld: no cell of it is shown.
pub(crate) fn sealed(mut report: RiskReport) -> RiskReport {
    for column in &mut report.columns {
        column.before.clear();
        column.after.clear();
    }
    report
}

/// Whether a cell of the column may stand as it came.
fn may_be_raw(column: &ColumnReport, policy: &Policy) -> bool {
    let is_grouped = column.level.is_some_and(|(level, _)| level > 0);
    let steps = policy.column(&column.name).map(|column| &column.steps);
    let mut steps = steps.into_iter().flatten();
    let is_replaced = steps.any(|step| {
        matches!(step, Step::Pseudonym { .. })
            || matches!(step, Step::Generalise { level } if *level > 0)
    });
    !is_grouped && !is_replaced
}
