//! A correction: changes to the snapshot of the version before, each one named. Everything
//! that follows is worked out anew.

use pilotbox_challenge::{
    manifest::Texts,
    statistics::{
        decision::{Candidate, Snapshot},
        panel::{HIGHEST_MARK, Judgement},
    },
};
use pilotbox_evaluate::{DecisionDocument, Omitted, Written};
use pilotbox_model::api::{decisions::CorrectionChange, problem::Code};

use crate::{live::Live, problem::Problem, state::AppState};

/// Most changes of one correction.
const MOST_CHANGES: usize = 100;

/// Most a pilot may be said to cost, as in a dossier.
const MOST_COST_EUR: u64 = 1_000_000_000;

/// Demands at least one change and not too many.
pub(crate) fn demand_changes(changes: &[CorrectionChange]) -> Result<(), Problem> {
    if (1..=MOST_CHANGES).contains(&changes.len()) {
        return Ok(());
    }
    Err(Problem::new(Code::BadRequest).detail(format!(
        "`changes` has {} entries, 1 to {MOST_CHANGES} are wanted",
        changes.len()
    )))
}

/// What would be published in place of a version.
pub(crate) async fn corrected(
    state: &AppState,
    before: &DecisionDocument,
    reason: Texts,
    changes: &[CorrectionChange],
) -> Result<Written, Problem> {
    let old = &before.content;
    let mut snapshot = old.published.snapshot.clone();
    for change in changes {
        apply(&mut snapshot, change)?;
    }
    let published = Live::decide(state, snapshot).await?.map_err(|refused| {
        Problem::new(Code::Rejected)
            .detail(refused.to_string())
            .hint("no decision follows from what would be left")
    })?;
    let stays = |candidate: &str| {
        let mut candidates = published.snapshot.candidates.iter();
        candidates.any(|one| one.id == candidate)
    };
    let mut left_out = old.left_out.clone();
    let gone = old.names.iter().filter(|one| !stays(&one.candidate));
    left_out.extend(gone.map(|one| Omitted {
        submission: one.candidate.clone(),
        organisation: one.organisation.clone(),
        title: one.title.clone(),
        is_rubric: false,
        reason: reason.clone(),
    }));
    let kept = changes.iter().map(serde_json::to_value);
    Ok(Written {
        declared_at: old.declared_at,
        declared: old.declared.clone(),
        changes: kept.collect::<Result<_, _>>().map_err(Problem::internal)?,
        reason: Some(reason),
        names: old
            .names
            .iter()
            .filter(|one| stays(&one.candidate))
            .cloned()
            .collect(),
        comments: old
            .comments
            .iter()
            .filter(|one| stays(&one.candidate))
            .cloned()
            .collect(),
        left_out,
        published: published.as_ref().clone(),
    })
}

fn apply(snapshot: &mut Snapshot, change: &CorrectionChange) -> Result<(), Problem> {
    match change {
        CorrectionChange::VoidCase { case } => void(snapshot, case),
        CorrectionChange::References {
            submission,
            has_references,
        } => {
            candidate(snapshot, submission)?.has_references = *has_references;
            Ok(())
        }
        CorrectionChange::Cost {
            submission,
            cost_eur,
        } => {
            if cost_eur.is_some_and(|cost| cost > MOST_COST_EUR) {
                return Err(Problem::new(Code::BadRequest)
                    .detail(format!("`cost_eur` is over {MOST_COST_EUR}")));
            }
            candidate(snapshot, submission)?.cost_eur = *cost_eur;
            Ok(())
        }
        CorrectionChange::Mark {
            submission,
            evaluator,
            criterion,
            mark,
        } => set_mark(
            judgement(snapshot, submission, evaluator)?,
            criterion,
            *mark,
        ),
        CorrectionChange::LeaveOut { submission } => {
            candidate(snapshot, submission)?;
            snapshot.leave_out(submission);
            Ok(())
        }
    }
}

/// A case goes with its twins, whose original it is.
fn void(snapshot: &mut Snapshot, case: &str) -> Result<(), Problem> {
    if !snapshot.cases.iter().any(|one| one.id == case) {
        return Err(not_there("case", case));
    }
    let is_gone = |id: &str, twin_of: Option<&str>| id == case || twin_of == Some(case);
    let gone: Vec<String> = snapshot
        .cases
        .iter()
        .filter(|one| is_gone(&one.id, one.twin_of.as_deref()))
        .map(|one| one.id.clone())
        .collect();
    snapshot.cases.retain(|one| !gone.contains(&one.id));
    for one in &mut snapshot.candidates {
        one.results.retain(|result| !gone.contains(&result.id));
    }
    Ok(())
}

/// The mark that stands; where evaluators talked, what was first given stays beside it.
fn set_mark(judgement: &mut Judgement, criterion: &str, value: u8) -> Result<(), Problem> {
    if value > HIGHEST_MARK {
        return Err(Problem::new(Code::BadRequest)
            .detail(format!("`mark` is {value}, 0 to {HIGHEST_MARK} are wanted")));
    }
    let Some(mark) = judgement.marks.get_mut(criterion) else {
        return Err(not_there("criterion", criterion));
    };
    match &mut mark.moderated {
        Some(moderated) => *moderated = value,
        None => mark.given = value,
    }
    Ok(())
}

fn candidate<'s>(snapshot: &'s mut Snapshot, id: &str) -> Result<&'s mut Candidate, Problem> {
    let mut all = snapshot.candidates.iter_mut();
    all.find(|one| one.id == id)
        .ok_or_else(|| not_there("submission", id))
}

fn judgement<'s>(
    snapshot: &'s mut Snapshot,
    submission: &str,
    evaluator: &str,
) -> Result<&'s mut Judgement, Problem> {
    let mut all = snapshot.judgements.iter_mut();
    all.find(|one| one.candidate == submission && one.evaluator == evaluator)
        .ok_or_else(|| not_there("evaluator", evaluator))
}

fn not_there(what: &str, name: &str) -> Problem {
    let name = pilotbox_model::printable(name);
    Problem::new(Code::BadRequest)
        .detail(format!("the decision has no {what} `{name}`"))
        .hint("the snapshot of the version in force names them all")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIGURES: &str = include_str!("../../../challenge/tests/statistics/figures.json");

    fn snapshot() -> Snapshot {
        let figures: serde_json::Value = serde_json::from_str(FIGURES).unwrap();
        serde_json::from_value(figures["decisions"][0]["snapshot"].clone()).unwrap()
    }

    fn changed(change: &CorrectionChange) -> Result<Snapshot, Problem> {
        let mut snapshot = snapshot();
        apply(&mut snapshot, change).map(|()| snapshot)
    }

    #[test]
    fn a_voided_case_goes_for_everybody_and_with_its_twins() {
        let case = |id: &str| CorrectionChange::VoidCase {
            case: id.to_owned(),
        };
        let after = changed(&case("c00")).unwrap();
        assert_eq!(after.cases.len(), snapshot().cases.len() - 2);
        for candidate in &after.candidates {
            assert_eq!(candidate.results.len(), after.cases.len());
        }
        assert!(changed(&case("c99")).is_err());
    }

    #[test]
    fn a_mark_that_was_talked_about_keeps_what_was_first_given() {
        let mark = |evaluator: &str, criterion: &str, mark: u8| CorrectionChange::Mark {
            submission: "alder".to_owned(),
            evaluator: evaluator.to_owned(),
            criterion: criterion.to_owned(),
            mark,
        };
        let found = |snapshot: &Snapshot, criterion: &str| {
            let first = snapshot
                .judgements
                .iter()
                .find(|one| one.candidate == "alder");
            first
                .and_then(|one| one.marks.get(criterion))
                .copied()
                .unwrap()
        };
        let talked = changed(&mark("e1", "use", 5)).unwrap();
        assert_eq!(
            (found(&talked, "use").given, found(&talked, "use").moderated),
            (2, Some(5))
        );
        let plain = changed(&mark("e1", "fit", 5)).unwrap();
        assert_eq!(
            (found(&plain, "fit").given, found(&plain, "fit").moderated),
            (5, None)
        );
        assert!(changed(&mark("e1", "fit", 6)).is_err());
        assert!(changed(&mark("e9", "fit", 5)).is_err());
        assert!(changed(&mark("e1", "nothing", 5)).is_err());
    }

    #[test]
    fn facts_of_a_finalist_change_and_a_finalist_goes_with_its_rubrics() {
        let submission = || "alder".to_owned();
        let after = changed(&CorrectionChange::References {
            submission: submission(),
            has_references: false,
        });
        assert!(!after.unwrap().candidates[0].has_references);
        let cost = |cost_eur| CorrectionChange::Cost {
            submission: submission(),
            cost_eur,
        };
        assert_eq!(changed(&cost(None)).unwrap().candidates[0].cost_eur, None);
        assert!(changed(&cost(Some(MOST_COST_EUR))).is_ok());
        assert!(changed(&cost(Some(MOST_COST_EUR + 1))).is_err());
        let gone = changed(&CorrectionChange::LeaveOut {
            submission: submission(),
        });
        let gone = gone.unwrap();
        assert_eq!(gone.candidates.len(), snapshot().candidates.len() - 1);
        assert!(gone.judgements.iter().all(|one| one.candidate != "alder"));
    }

    #[test]
    fn a_correction_changes_something_and_not_everything() {
        let one = CorrectionChange::LeaveOut {
            submission: "alder".to_owned(),
        };
        assert!(demand_changes(&[]).is_err());
        assert!(demand_changes(&vec![one.clone(); MOST_CHANGES]).is_ok());
        assert!(demand_changes(&vec![one; MOST_CHANGES + 1]).is_err());
    }
}
