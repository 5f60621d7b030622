//! Rubrics and moderations as the wire has them. What evaluators are shown of each other
//! is made here: numbers, marks and comments.

use pilotbox_challenge::{
    Rubric,
    manifest::Texts,
    rubric::{Criterion, Heading},
};
use pilotbox_model::api::{
    challenges::Bilingual,
    jury::{CriterionView, DisputedMarkView, ModerationView, RubricHeading, RubricView},
};
use pilotbox_store::{
    challenges::{DisputedMark, Mark},
    from_millis,
};

use super::{HIGHEST, count};
use crate::{api::assignments::views::title, problem::Problem};

/// A rubric with what its evaluator has filled in.
pub(super) fn rubric(rubric: &Rubric, marks: &[Mark], judged_at: Option<i64>) -> RubricView {
    let criteria = rubric.criteria.iter().map(|criterion| {
        let own = marks.iter().find(|mark| mark.criterion == criterion.id);
        filled(criterion, own)
    });
    RubricView {
        criteria: criteria.collect(),
        judged_at: judged_at.map(from_millis),
    }
}

fn filled(criterion: &Criterion, own: Option<&Mark>) -> CriterionView {
    let text = |text: fn(&Mark) -> &String| own.map(text).cloned().unwrap_or_default();
    CriterionView {
        id: criterion.id.clone(),
        heading: heading(criterion.heading),
        title: bilingual(&criterion.title),
        note: criterion.note.as_ref().map(bilingual),
        anchors: criterion.anchors.iter().map(bilingual).collect(),
        mark: own.and_then(|mark| mark.given).map(mark),
        moderated: own.and_then(|mark| mark.moderated).map(mark),
        comment: text(|mark| &mark.comment),
        moderated_comment: text(|mark| &mark.moderated_comment),
    }
}

/// A moderation from the marks of one finalist and criterion, in the order of the work:
/// for an evaluator, if one of them is the evaluator's, else for staff.
pub(super) fn moderation(
    criterion: &Criterion,
    marks: &[DisputedMark],
    reader: Option<&str>,
) -> Result<Option<ModerationView>, Problem> {
    let is_own = |one: &&DisputedMark| Some(one.evaluator_id.as_str()) == reader;
    let own = marks.iter().find(is_own);
    let Some(first) = marks.first().filter(|_| own.is_some() || reader.is_none()) else {
        return Ok(None);
    };
    let given = || marks.iter().map(|one| mark(one.given));
    let for_staff = |text: &String| reader.is_none().then(|| text.clone());
    let shown = marks.iter().enumerate();
    let shown = shown.map(|(at, one)| disputed(at, one, reader));
    Ok(Some(ModerationView {
        submission: for_staff(&first.submission_id),
        title: title(&first.dossier)?,
        organisation: for_staff(&first.organisation),
        assignment: own.map(|one| one.assignment_id.clone()),
        criterion: criterion.id.clone(),
        criterion_title: bilingual(&criterion.title),
        anchors: criterion.anchors.iter().map(bilingual).collect(),
        lowest: given().min().unwrap_or_default(),
        highest: given().max().unwrap_or_default(),
        is_settled: marks.iter().all(|one| one.moderated.is_some()),
        marks: shown.collect(),
    }))
}

fn disputed(at: usize, one: &DisputedMark, reader: Option<&str>) -> DisputedMarkView {
    DisputedMarkView {
        number: count(at).saturating_add(1),
        is_own: Some(one.evaluator_id.as_str()) == reader,
        evaluator_name: reader.is_none().then(|| one.evaluator.clone()),
        given: mark(one.given),
        moderated: one.moderated.map(mark),
        comment: one.comment.clone(),
        moderated_comment: one.moderated_comment.clone(),
    }
}

/// A mark from the database, which keeps none outside its bounds.
pub(super) fn mark(value: i64) -> u8 {
    u8::try_from(value).unwrap_or_default().min(HIGHEST)
}

pub(super) fn bilingual(texts: &Texts) -> Bilingual {
    Bilingual {
        bg: texts.bg.clone(),
        en: texts.en.clone(),
    }
}

fn heading(heading: Heading) -> RubricHeading {
    match heading {
        Heading::Potential => RubricHeading::Potential,
        Heading::Prioritisation => RubricHeading::Prioritisation,
        Heading::Readiness => RubricHeading::Readiness,
        Heading::Sustainability => RubricHeading::Sustainability,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criterion() -> Criterion {
        let text = Texts {
            en: "Use".to_owned(),
            bg: "Полза".to_owned(),
        };
        Criterion {
            id: "use".to_owned(),
            heading: Heading::Potential,
            title: text.clone(),
            note: None,
            anchors: vec![text; 6],
        }
    }

    fn given(evaluator: &str, given: i64, moderated: Option<i64>) -> DisputedMark {
        DisputedMark {
            assignment_id: format!("work of {evaluator}"),
            evaluator_id: evaluator.to_owned(),
            evaluator: format!("Name of {evaluator}"),
            submission_id: "F1".to_owned(),
            dossier: r#"{"title": "A plan"}"#.to_owned(),
            organisation: "Acme".to_owned(),
            criterion: "use".to_owned(),
            given,
            moderated,
            comment: "so".to_owned(),
            moderated_comment: String::new(),
        }
    }

    #[test]
    fn evaluators_see_each_other_by_numbers_and_staff_by_names() {
        let marks = [given("E1", 1, Some(3)), given("E2", 4, None)];
        let view = |reader| moderation(&criterion(), &marks, reader).unwrap();
        let own = view(Some("E2")).unwrap();
        assert_eq!((own.lowest, own.highest, own.is_settled), (1, 4, false));
        assert_eq!(own.assignment.as_deref(), Some("work of E2"));
        let text = serde_json::to_string(&own).unwrap();
        for hidden in ["Name of", "Acme", "F1", "E1"] {
            assert!(!text.contains(hidden), "{text}");
        }
        let numbers: Vec<_> = own
            .marks
            .iter()
            .map(|one| (one.number, one.is_own))
            .collect();
        assert_eq!(numbers, [(1, false), (2, true)]);
        assert!(view(Some("E3")).is_none(), "it is not this evaluator's");
        let staff = view(None).unwrap();
        assert_eq!(staff.organisation.as_deref(), Some("Acme"));
        assert_eq!(staff.marks[0].evaluator_name.as_deref(), Some("Name of E1"));
    }

    #[test]
    fn a_moderation_is_settled_once_everybody_has_said_what_stands() {
        let marks = [given("E1", 1, Some(1)), given("E2", 4, Some(2))];
        let view = moderation(&criterion(), &marks, None).unwrap().unwrap();
        assert!(view.is_settled);
        assert_eq!((view.marks[0].given, view.marks[0].moderated), (1, Some(1)));
    }
}
