//! What the chair of a jury watches: open moderations, and how far evaluators agree.

use std::collections::BTreeMap;

use pilotbox_challenge::{
    Rubric,
    statistics::{
        agreement::Alpha,
        panel::{self, Judgement, Panel},
    },
};
use pilotbox_model::api::jury::{AgreementView, CriterionAgreementView};
use pilotbox_store::challenges::JudgedMark;

use super::{SPREAD, count, rubric, views};
use crate::{problem::Problem, state::AppState};

/// Figures of a jury.
#[derive(Default)]
pub(in crate::api) struct JuryFigures {
    /// Moderations in which somebody has not said what stands.
    pub(in crate::api) open_moderations: u64,
    /// Those in which all have.
    pub(in crate::api) settled_moderations: u64,
    /// How far evaluators agree over all criteria.
    pub(in crate::api) agreement: Option<AgreementView>,
    /// The same by criterion.
    pub(in crate::api) criteria: Vec<CriterionAgreementView>,
}

/// The figures of a challenge's jury; none before a rubric is in.
pub(in crate::api) async fn figures(
    state: &AppState,
    challenge: &str,
) -> Result<JuryFigures, Problem> {
    let marks = state.store.judged_marks(challenge).await?;
    if marks.is_empty() {
        return Ok(JuryFigures::default());
    }
    let rubric = rubric(state, challenge).await?;
    Ok(worked_out(&rubric, &marks))
}

fn worked_out(rubric: &Rubric, marks: &[JudgedMark]) -> JuryFigures {
    let judgements = judgements(marks);
    let moderations = panel::moderations(&judgements, SPREAD);
    let settled = moderations.iter().filter(|one| one.is_settled).count();
    let weights: Vec<(&str, f64)> = rubric
        .criteria
        .iter()
        .map(|criterion| (criterion.id.as_str(), 1.0))
        .collect();
    // Evaluators without a finalist in common are no panel yet: nothing is defined.
    let panel = panel::assess(&weights, &judgements).ok();
    let panel = panel.map(|(panel, _)| panel);
    JuryFigures {
        open_moderations: count(moderations.len().saturating_sub(settled)),
        settled_moderations: count(settled),
        agreement: panel.as_ref().and_then(|panel| panel.agreement).map(view),
        criteria: by_criterion(rubric, panel.as_ref()),
    }
}

fn by_criterion(rubric: &Rubric, panel: Option<&Panel>) -> Vec<CriterionAgreementView> {
    let alpha = |id: &str| {
        let found = panel?.criteria.iter().find(|one| one.criterion == id);
        found?.agreement.map(view)
    };
    let all = rubric
        .criteria
        .iter()
        .map(|criterion| CriterionAgreementView {
            criterion: criterion.id.clone(),
            title: views::bilingual(&criterion.title),
            agreement: alpha(&criterion.id),
        });
    all.collect()
}

/// Rubrics that are in, by evaluator and finalist.
fn judgements(marks: &[JudgedMark]) -> Vec<Judgement> {
    let mut sheets: BTreeMap<(&str, &str), BTreeMap<String, panel::Mark>> = BTreeMap::new();
    for one in marks {
        let sheet = sheets
            .entry((one.evaluator_id.as_str(), one.submission_id.as_str()))
            .or_default();
        let mark = panel::Mark {
            given: views::mark(one.given),
            moderated: one.moderated.map(views::mark),
        };
        sheet.insert(one.criterion.clone(), mark);
    }
    let all = sheets
        .into_iter()
        .map(|((evaluator, candidate), marks)| Judgement {
            evaluator: evaluator.to_owned(),
            candidate: candidate.to_owned(),
            marks,
        });
    all.collect()
}

fn view(alpha: Alpha) -> AgreementView {
    AgreementView {
        alpha: alpha.alpha,
        pairable: alpha.pairable,
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_challenge::lint::parse_rubric;

    use super::*;

    fn known() -> Rubric {
        let anchor = "{ en = 'a', bg = 'а' }, ".repeat(6);
        let criteria = ["a", "b", "c", "d"].map(|id| {
            format!(
                "[[criteria]]\nid = '{id}'\nheading = 'readiness'\n\
                 title = {{ en = 'T', bg = 'Т' }}\nanchors = [{anchor}]\n"
            )
        });
        parse_rubric(&criteria.concat()).unwrap()
    }

    fn sheet(evaluator: &str, submission: &str, given: [i64; 4]) -> Vec<JudgedMark> {
        let marks = ["a", "b", "c", "d"].into_iter().zip(given);
        let mark = |(criterion, given): (&str, i64)| JudgedMark {
            evaluator_id: evaluator.to_owned(),
            submission_id: submission.to_owned(),
            criterion: criterion.to_owned(),
            given,
            moderated: None,
        };
        marks.map(mark).collect()
    }

    #[test]
    fn one_rubric_alone_tells_nothing_of_agreement() {
        let figures = worked_out(&known(), &sheet("E1", "F1", [0, 1, 2, 3]));
        assert_eq!(figures.agreement, None);
        assert_eq!(figures.criteria.len(), 4);
        assert!(figures.criteria.iter().all(|one| one.agreement.is_none()));
        assert_eq!(figures.open_moderations, 0);
    }

    #[test]
    fn two_rubrics_agree_as_far_as_worked_out_by_hand() {
        let mut marks = sheet("E1", "F1", [0, 1, 2, 5]);
        marks.extend(sheet("E2", "F1", [0, 1, 4, 4]));
        let figures = worked_out(&known(), &marks);
        // Values 0, 1, 2, 4, 5 occur 2, 2, 1, 2, 1 times; the middles of their ranks are
        // 1, 3, 4.5, 6, 7.5. Within units: 0, 0, 2 x 1.5^2, 2 x 1.5^2, together 9. Over
        // all pairs: 2 x (4 x 4 + 2 x 12.25 + 4 x 25 + 2 x 42.25 + 2 x 2.25 + 4 x 9
        // + 2 x 20.25 + 2 x 2.25 + 1 x 9 + 2 x 2.25) = 648. Alpha is 1 - 7 x 9 / 648.
        let alpha = figures.agreement.map(|one| one.alpha).unwrap_or_default();
        assert!((alpha - (1.0 - 63.0 / 648.0)).abs() < 1e-12, "{alpha}");
        assert_eq!(figures.agreement.map(|one| one.pairable), Some(8));
        assert_eq!(
            (figures.open_moderations, figures.settled_moderations),
            (1, 0)
        );
    }
}
