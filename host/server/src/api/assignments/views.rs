//! Rows as the wire has them. What an evaluator is shown is made here from a code and a
//! dossier alone.

use jiff::civil::Date;
use pilotbox_model::api::{
    assignments::{
        AssignmentCounts, AssignmentView, EvaluatorView, JudgedView, JuryView, OwnAssignmentDetail,
        OwnAssignmentView,
    },
    challenges::{Bilingual, ChallengeState},
    submissions::Dossier,
};
use pilotbox_store::{
    challenges::{Assignment, AssignmentFigures, Evaluator, Finalist, OwnAssignment},
    from_millis,
};

use crate::{
    api::{
        challenges::manifest,
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
        done_at: row.done_at.map(from_millis),
    })
}

/// Evaluators and finalists as staff see them.
pub(super) fn jury(
    evaluators: Vec<Evaluator>,
    finalists: Vec<Finalist>,
) -> Result<JuryView, Problem> {
    let judged: Result<Vec<_>, _> = finalists.into_iter().map(judged).collect();
    let mut submissions = judged?;
    submissions.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    Ok(JuryView {
        evaluators: evaluators.into_iter().map(evaluator).collect(),
        submissions,
    })
}

/// Own work. It is late from the day after its last one.
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
        dossier_title: title(&row.dossier)?,
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
        dossier: blind_dossier(&row.dossier)?,
    })
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

fn title(dossier: &str) -> Result<String, Problem> {
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
