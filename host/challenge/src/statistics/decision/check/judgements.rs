//! Checks of the judgements: each by the rubric and there once, enough of them for each
//! candidate, nothing left to talk about.

use std::collections::BTreeSet;

use pilotbox_model::CaseVerdict;

use super::{
    super::{
        super::panel::{HIGHEST_MARK, Judgement, Moderation, moderations},
        DecisionError, Snapshot,
    },
    Entered, MAX_EVALUATORS, check_name,
};
use crate::Rubric;

/// Whether every judgement is of a candidate, by the rubric, and there once.
pub(super) fn check_judgements(snapshot: &Snapshot, rubric: &Rubric) -> Result<(), DecisionError> {
    check_evaluators(snapshot)?;
    let candidates: BTreeSet<&str> = snapshot
        .candidates
        .iter()
        .map(|candidate| candidate.id.as_str())
        .collect();
    let mut seen = BTreeSet::new();
    for judgement in &snapshot.judgements {
        let wrong = if !candidates.contains(judgement.candidate.as_str()) {
            Some("no such candidate".to_owned())
        } else if seen.insert((&judgement.evaluator, &judgement.candidate)) {
            wrong_marks(judgement, rubric)
        } else {
            Some("there twice".to_owned())
        };
        if let Some(wrong) = wrong {
            return Err(fault(judgement, wrong));
        }
    }
    Ok(())
}

/// Whether people enough judged every candidate with a score, and whether they settled
/// what they differ in, and nothing else.
pub(super) fn check_panel(
    snapshot: &Snapshot,
    candidates: &[Entered<'_>],
) -> Result<(), DecisionError> {
    candidates
        .iter()
        .try_for_each(|entered| check_count(snapshot, entered))?;
    let opened = moderations(&snapshot.judgements, snapshot.rule.moderation_spread);
    match opened.iter().find(|moderation| !moderation.is_settled) {
        Some(open) => Err(DecisionError::Unsettled {
            candidate: open.candidate.clone(),
            criterion: open.criterion.clone(),
            lowest: open.lowest,
            highest: open.highest,
        }),
        None => check_unopened(snapshot, &opened),
    }
}

fn check_evaluators(snapshot: &Snapshot) -> Result<(), DecisionError> {
    let mut evaluators = BTreeSet::new();
    for judgement in &snapshot.judgements {
        check_name("evaluator", &judgement.evaluator)?;
        evaluators.insert(&judgement.evaluator);
    }
    let (count, limit) = (evaluators.len(), MAX_EVALUATORS as usize);
    if count > limit {
        let what = "evaluators";
        return Err(DecisionError::TooMany { what, count, limit });
    }
    Ok(())
}

fn wrong_marks(judgement: &Judgement, rubric: &Rubric) -> Option<String> {
    let asked = || rubric.criteria.iter().map(|criterion| &criterion.id);
    if let Some(missing) = asked().find(|id| !judgement.marks.contains_key(*id)) {
        return Some(format!("no mark for `{missing}`"));
    }
    judgement.marks.iter().find_map(|(criterion, mark)| {
        let highest = mark.given.max(mark.standing());
        if !asked().any(|id| id == criterion) {
            let criterion = criterion.escape_debug();
            Some(format!("a mark for `{criterion}`, which the rubric lacks"))
        } else if highest > HIGHEST_MARK {
            Some(format!(
                "`{highest}` for `{criterion}`; hint: marks run from 0 to 5"
            ))
        } else {
            None
        }
    })
}

fn check_count(snapshot: &Snapshot, entered: &Entered<'_>) -> Result<(), DecisionError> {
    let candidate = &entered.candidate.id;
    let fewest = snapshot.rule.fewest_evaluators;
    let own = snapshot
        .judgements
        .iter()
        .filter(|judgement| judgement.candidate == *candidate);
    let found = u32::try_from(own.count()).unwrap_or(u32::MAX);
    let mut results = entered.results.iter();
    let has_score = results.any(|result| result.verdict == CaseVerdict::Scored);
    if has_score && found < fewest {
        return Err(DecisionError::TooFewEvaluators {
            candidate: candidate.clone(),
            found,
            fewest,
        });
    }
    Ok(())
}

/// A mark changes only where a moderation was opened.
fn check_unopened(snapshot: &Snapshot, opened: &[Moderation]) -> Result<(), DecisionError> {
    let opened: BTreeSet<(&str, &str)> = opened
        .iter()
        .map(|moderation| (moderation.candidate.as_str(), moderation.criterion.as_str()))
        .collect();
    for judgement in &snapshot.judgements {
        let candidate = judgement.candidate.as_str();
        let stray = judgement.marks.iter().find(|(criterion, mark)| {
            mark.moderated.is_some() && !opened.contains(&(candidate, criterion.as_str()))
        });
        if let Some((criterion, _)) = stray {
            let wrong = format!(
                "a moderated mark for `{criterion}`, where marks did not differ enough for one"
            );
            return Err(fault(judgement, wrong));
        }
    }
    Ok(())
}

fn fault(judgement: &Judgement, fault: String) -> DecisionError {
    DecisionError::Judgement {
        evaluator: judgement.evaluator.clone(),
        candidate: judgement.candidate.escape_debug().to_string(),
        fault,
    }
}
