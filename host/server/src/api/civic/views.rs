//! Rows as they cross the wire, with what their reader may know.

use pilotbox_model::api::{
    accounts::{Language, Role},
    challenges::Bilingual,
    civic_problems::{
        CityAnswerKind, CityField, CityProblemDetail, CityProblemMerged, CityProblemState,
        CityProblemStep, CityProblemText, CityProblemView,
    },
};
use pilotbox_store::{ProblemRow, ProblemStepRow, from_millis};

use super::is_known;
use crate::{principal::Principal, problem::Problem};

/// Where a problem is in its life.
pub(super) fn state(row: &ProblemRow) -> Result<CityProblemState, Problem> {
    known(CityProblemState::parse(&row.state))
}

/// A problem in a list.
pub(super) fn view(principal: &Principal, row: &ProblemRow) -> Result<CityProblemView, Problem> {
    let is_known = is_known(row);
    let is_staff = principal.has(Role::Staff);
    Ok(CityProblemView {
        id: row.id.clone(),
        language: Language::of_code(&row.language),
        title: row.title.clone(),
        field: known(CityField::parse(&row.field))?,
        districts: districts(&row.districts)?,
        state: state(row)?,
        supporters: u64::try_from(row.supporters).unwrap_or_default(),
        proposed_at: from_millis(row.proposed_at),
        is_of_city: row.is_of_city == 1,
        is_own: row.is_own == 1,
        is_supported: row.is_supported == 1,
        answer: answer(row.answer.as_deref())?,
        merged_into: row.merged_into.clone(),
        challenge: row.challenge_id.clone().filter(|_| is_known || is_staff),
        is_prepared: row.challenge_id.is_some() && !is_known,
    })
}

/// A problem with what belongs to it.
pub(super) fn detail(
    principal: &Principal,
    row: &ProblemRow,
    merged: &[ProblemRow],
    steps: &[ProblemStepRow],
) -> Result<CityProblemDetail, Problem> {
    let is_inside = row.is_own == 1 || principal.has(Role::Staff);
    let steps: Result<Vec<_>, _> = steps.iter().map(step).collect();
    let mut steps = steps?;
    // What was taken down for a time is nobody's business but theirs.
    steps.retain(|step| is_inside || step.state != CityProblemState::Refused);
    let merged: Vec<_> = merged.iter().map(merged_one).collect();
    Ok(CityProblemDetail {
        about: view(principal, row)?,
        text: text(row),
        answered: both(row.answer_bg.as_ref(), row.answer_en.as_ref()),
        refused_because: row.refused_because.clone().filter(|_| is_inside),
        merged,
        steps,
    })
}

fn merged_one(row: &ProblemRow) -> CityProblemMerged {
    CityProblemMerged {
        id: row.id.clone(),
        language: Language::of_code(&row.language),
        title: row.title.clone(),
        text: text(row),
        at: from_millis(row.merged_at.unwrap_or_default()),
    }
}

fn text(row: &ProblemRow) -> CityProblemText {
    CityProblemText {
        affected: row.affected.clone(),
        importance: row.importance.clone(),
        solved_when: row.solved_when.clone(),
    }
}

fn step(row: &ProblemStepRow) -> Result<CityProblemStep, Problem> {
    let state = known(CityProblemState::parse(&row.kind))?;
    let kind = row.other.as_deref();
    let kind = kind.filter(|_| state == CityProblemState::Answered);
    Ok(CityProblemStep {
        state,
        answer: answer(kind)?,
        text: both(row.text_bg.as_ref(), row.text_en.as_ref()),
        at: from_millis(row.at),
    })
}

fn answer(kind: Option<&str>) -> Result<Option<CityAnswerKind>, Problem> {
    kind.map(|kind| known(CityAnswerKind::parse(kind)))
        .transpose()
}

fn both(bg: Option<&String>, en: Option<&String>) -> Option<Bilingual> {
    Some(Bilingual {
        bg: bg?.clone(),
        en: en?.clone(),
    })
}

/// Numbers of districts as they are kept: `,3,17,`.
fn districts(text: &str) -> Result<Vec<u8>, Problem> {
    let numbers = text.split(',').filter(|number| !number.is_empty());
    numbers
        .map(|number| number.parse().map_err(Problem::internal))
        .collect()
}

/// What the database's own checks let nobody write is a fault of ours.
fn known<T>(found: Option<T>) -> Result<T, Problem> {
    found.ok_or_else(|| Problem::internal("a problem holds what nobody wrote"))
}
