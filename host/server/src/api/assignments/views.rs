//! Rows as the wire has them. What an evaluator is shown is made here from a code and a
//! dossier alone.

use jiff::civil::Date;
use pilotbox_model::api::{
    assignments::{
        AssignmentCounts, AssignmentView, EvaluatorView, JudgedView, JuryView, OwnAssignmentDetail,
        OwnAssignmentView,
    },
    challenges::{Bilingual, ChallengeState},
    jury::ConflictView,
    submissions::Dossier,
};
use pilotbox_store::{
    challenges::{Assignment, AssignmentFigures, Conflict, Evaluator, Finalist, OwnAssignment},
    from_millis,
};

use crate::{
    api::{
        challenges::manifest,
        jury::JuryFigures,
        submissions::{blind_code, blind_dossier},
    },
    problem::Problem,
};

/// Work as staff see it.
pub(super) fn assignment(row: Assignment) -> Result<AssignmentView, Problem> {
    Ok(AssignmentView {
        title: title(&row.dossier)?,
        due_on: day(&row.due_on)?,
        id: row.id,
        evaluator: row.evaluator_id,
        evaluator_name: row.evaluator,
        submission: row.submission_id,
        organisation: row.organisation,
        assigned_at: from_millis(row.assigned_at),
        declared_at: row.declared_at.map(from_millis),
        done_at: row.done_at.map(from_millis),
        reminded_at: row.reminded_at.map(from_millis),
    })
}

/// Evaluators, finalists and conflicts as staff see them, with the jury's figures.
pub(super) fn jury(
    evaluators: Vec<Evaluator>,
    finalists: Vec<Finalist>,
    conflicts: Vec<Conflict>,
    figures: JuryFigures,
) -> Result<JuryView, Problem> {
    let judged: Result<Vec<_>, _> = finalists.into_iter().map(judged).collect();
    let mut submissions = judged?;
    submissions.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    let conflicts: Result<Vec<_>, _> = conflicts.into_iter().map(conflict).collect();
    Ok(JuryView {
        evaluators: evaluators.into_iter().map(evaluator).collect(),
        submissions,
        conflicts: conflicts?,
        open_moderations: figures.open_moderations,
        settled_moderations: figures.settled_moderations,
        agreement: figures.agreement,
        criteria: figures.criteria,
    })
}

fn conflict(row: Conflict) -> Result<ConflictView, Problem> {
    Ok(ConflictView {
        title: title(&row.dossier)?,
        evaluator: row.evaluator_id,
        evaluator_name: row.evaluator,
        submission: row.submission_id,
        organisation: row.organisation,
        reason: row.reason,
        declared_at: from_millis(row.declared_at),
    })
}

/// Own work. Of its dossier nothing is told before the evaluator has said that there is no
/// conflict of interest. It is late from the day after its last one.
pub(super) fn own(row: &OwnAssignment, today: Date) -> Result<OwnAssignmentView, Problem> {
    let manifest = manifest(&row.manifest)?;
    let due_on = day(&row.due_on)?;
    Ok(OwnAssignmentView {
        id: row.id.clone(),
        challenge: row.challenge_id.clone(),
        title: Bilingual {
            bg: manifest.title.bg,
            en: manifest.title.en,
        },
        state: ChallengeState::parse(&row.state).unwrap_or(ChallengeState::Archived),
        declared_at: row.declared_at.map(from_millis),
        dossier_title: may_read(row).then(|| title(&row.dossier)).transpose()?,
        code: blind_code(&row.blind_code, row.number),
        due_on,
        is_late: row.done_at.is_none() && due_on < today,
        done_at: row.done_at.map(from_millis),
        note: row.note.clone(),
    })
}

/// Own work with its dossier.
pub(super) fn own_detail(row: &OwnAssignment, today: Date) -> Result<OwnAssignmentDetail, Problem> {
    Ok(OwnAssignmentDetail {
        about: own(row, today)?,
        dossier: may_read(row)
            .then(|| blind_dossier(&row.dossier))
            .transpose()?,
    })
}

fn may_read(row: &OwnAssignment) -> bool {
    row.declared_at.is_some()
}

/// How much work there is.
pub(super) fn counts(figures: AssignmentFigures) -> AssignmentCounts {
    AssignmentCounts {
        pending: count(figures.pending),
        late: count(figures.late),
        done: count(figures.done),
    }
}

fn evaluator(row: Evaluator) -> EvaluatorView {
    EvaluatorView {
        may_judge: row.may_judge(),
        assigned: count(row.assigned),
        declared: count(row.declared),
        conflicts: count(row.conflicts),
        done: count(row.done),
        id: row.id,
        name: row.name,
    }
}

fn judged(row: Finalist) -> Result<JudgedView, Problem> {
    Ok(JudgedView {
        title: title(&row.dossier)?,
        id: row.id,
        organisation: row.organisation,
    })
}

pub(crate) fn title(dossier: &str) -> Result<String, Problem> {
    let dossier: Dossier = serde_json::from_str(dossier).map_err(Problem::internal)?;
    Ok(dossier.title)
}

fn day(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(Problem::internal)
}

/// A count from the database, which keeps none below zero.
fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
