//! What keeps a decision from being published, from the facts that it rests on.

use std::collections::BTreeMap;

use pilotbox_challenge::statistics::panel::{Judgement, moderations};
use pilotbox_model::api::decisions::{
    DecisionMissing, OpenModerationView, UndoneRunView, UnjudgedView, WaitingRubricView,
};
use pilotbox_store::challenges::{DecisionFacts, FinalistFact};

use super::count;
use crate::{api::assignments::views::title, problem::Problem};

/// What the rule asks of the jury.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The fewest evaluators of a finalist that was scored.
    pub(super) fewest: u32,
    /// Difference of two marks from which on evaluators talk.
    pub(super) spread: u8,
}

/// What is missing: `candidates` are the finalists that were not left out, `judgements`
/// those of theirs that are in, by account.
pub(super) fn missing(
    facts: &DecisionFacts,
    candidates: &[&FinalistFact],
    judgements: &[Judgement],
    wanted: Wanted,
) -> Result<DecisionMissing, Problem> {
    let mut missing = DecisionMissing {
        rejudges: facts.rejudges.clone(),
        ..DecisionMissing::default()
    };
    for finalist in candidates {
        if !finalist.is_run() {
            missing.undone_runs.push(undone(finalist)?);
        }
        missing
            .unjudged
            .extend(unjudged(facts, finalist, judgements, wanted.fewest)?);
    }
    let open = moderations(judgements, wanted.spread);
    let by_id: BTreeMap<&str, &FinalistFact> = candidates
        .iter()
        .map(|one| (one.submission_id.as_str(), *one))
        .collect();
    for moderation in open.into_iter().filter(|one| !one.is_settled) {
        let Some(finalist) = by_id.get(moderation.candidate.as_str()) else {
            continue;
        };
        missing.open_moderations.push(OpenModerationView {
            submission: moderation.candidate,
            title: title(&finalist.dossier)?,
            organisation: finalist.organisation.clone(),
            criterion: moderation.criterion,
            lowest: moderation.lowest,
            highest: moderation.highest,
        });
    }
    Ok(missing)
}

/// Whether nothing is.
pub(super) fn is_complete(missing: &DecisionMissing) -> bool {
    *missing == DecisionMissing::default()
}

fn undone(finalist: &FinalistFact) -> Result<UndoneRunView, Problem> {
    Ok(UndoneRunView {
        submission: finalist.submission_id.clone(),
        title: title(&finalist.dossier)?,
        organisation: finalist.organisation.clone(),
        run: finalist.run_id.clone(),
        state: finalist.run_state.clone(),
    })
}

/// A finalist of which no case was scored has no place whatever people say, so nobody has to
/// judge it; whoever was given the work does it or is not waited for.
fn unjudged(
    facts: &DecisionFacts,
    finalist: &FinalistFact,
    judgements: &[Judgement],
    fewest: u32,
) -> Result<Option<UnjudgedView>, Problem> {
    let id = &finalist.submission_id;
    let judged = judgements.iter().filter(|one| one.candidate == *id).count();
    let is_given_up = |work: &str| {
        let mut omissions = facts.omissions.iter();
        omissions.any(|one| one.assignment_id.as_deref() == Some(work))
    };
    let waiting: Vec<WaitingRubricView> = facts
        .waiting
        .iter()
        .filter(|one| one.submission_id == *id && !is_given_up(&one.assignment_id))
        .map(|one| WaitingRubricView {
            assignment: one.assignment_id.clone(),
            evaluator_name: one.evaluator.clone(),
        })
        .collect();
    let fewest = if finalist.run_state.as_deref() == Some("plugin-failed") {
        0
    } else {
        u64::from(fewest)
    };
    if waiting.is_empty() && count(judged) >= fewest {
        return Ok(None);
    }
    Ok(Some(UnjudgedView {
        submission: id.clone(),
        title: title(&finalist.dossier)?,
        organisation: finalist.organisation.clone(),
        judged: count(judged),
        fewest,
        waiting,
    }))
}

#[cfg(test)]
mod tests {
    use pilotbox_challenge::statistics::panel::Mark;
    use pilotbox_store::challenges::{Omission, WaitingRubric};

    use super::*;

    const WANTED: Wanted = Wanted {
        fewest: 2,
        spread: 2,
    };

    fn finalist(state: Option<&str>) -> FinalistFact {
        FinalistFact {
            submission_id: "F".to_owned(),
            organisation_id: "O".to_owned(),
            organisation: "Acme".to_owned(),
            dossier: r#"{"title": "a"}"#.to_owned(),
            plugin_digest: String::new(),
            run_id: None,
            run_state: state.map(str::to_owned),
        }
    }

    fn facts() -> DecisionFacts {
        DecisionFacts {
            version_id: None,
            finalists: Vec::new(),
            judges: Vec::new(),
            marks: Vec::new(),
            waiting: Vec::new(),
            omissions: Vec::new(),
            rejudges: Vec::new(),
        }
    }

    fn judgement(evaluator: &str, given: u8, moderated: Option<u8>) -> Judgement {
        let mark = Mark { given, moderated };
        Judgement {
            evaluator: evaluator.to_owned(),
            candidate: "F".to_owned(),
            marks: [("use".to_owned(), mark)].into(),
        }
    }

    fn found(facts: &DecisionFacts, state: &str, judgements: &[Judgement]) -> DecisionMissing {
        missing(facts, &[&finalist(Some(state))], judgements, WANTED).unwrap()
    }

    #[test]
    fn nothing_is_missing_once_enough_have_judged_and_agreed() {
        let two = [judgement("A", 3, None), judgement("B", 4, None)];
        assert!(is_complete(&found(&facts(), "scored", &two)));
        let one = found(&facts(), "scored", &two[..1]);
        assert_eq!((one.unjudged[0].judged, one.unjudged[0].fewest), (1, 2));
        assert!(is_complete(&found(&facts(), "plugin-failed", &[])));
    }

    #[test]
    fn a_run_that_did_not_end_well_is_undone() {
        for state in ["running", "challenge-failed", "rejected"] {
            let two = [judgement("A", 3, None), judgement("B", 3, None)];
            let missing = found(&facts(), state, &two);
            assert_eq!(missing.undone_runs[0].state.as_deref(), Some(state));
        }
    }

    #[test]
    fn a_rubric_is_waited_for_until_it_is_given_up() {
        let two = [judgement("A", 3, None), judgement("B", 3, None)];
        let mut facts = facts();
        facts.waiting.push(WaitingRubric {
            assignment_id: "W".to_owned(),
            submission_id: "F".to_owned(),
            evaluator: "Eva".to_owned(),
        });
        let waits = found(&facts, "scored", &two);
        assert_eq!(waits.unjudged[0].waiting[0].evaluator_name, "Eva");
        facts.omissions.push(Omission {
            id: "X".to_owned(),
            submission_id: "F".to_owned(),
            assignment_id: Some("W".to_owned()),
            reason_bg: String::new(),
            reason_en: String::new(),
        });
        assert!(is_complete(&found(&facts, "scored", &two)));
        let few = found(&facts, "scored", &two[..1]);
        assert_eq!(
            few.unjudged.len(),
            1,
            "enough have to judge it all the same"
        );
    }

    #[test]
    fn a_moderation_is_open_until_everybody_has_said_what_stands() {
        let apart = [judgement("A", 1, Some(2)), judgement("B", 4, None)];
        let open = found(&facts(), "scored", &apart);
        let one = &open.open_moderations[0];
        assert_eq!((one.lowest, one.highest), (1, 4));
        let settled = [judgement("A", 1, Some(2)), judgement("B", 4, Some(3))];
        assert!(is_complete(&found(&facts(), "scored", &settled)));
    }
}
