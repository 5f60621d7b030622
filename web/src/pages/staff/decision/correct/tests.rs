//! What is typed differently becomes a change, and nothing else does.

use super::*;
use crate::pages::decision::invented;

/// The form as it comes, with a reason and some fields in place of their own.
fn typed(view: &DecisionView, other: &[(&str, &str)]) -> Fields {
    let kept = kept(view);
    let own = kept.pairs();
    let own = own.filter(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    let common = [
        ("version", "1"),
        ("reason_bg", "грешка"),
        ("reason_en", "a fault"),
    ];
    let common = common
        .into_iter()
        .filter(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    let all = own.chain(common).chain(other.iter().copied());
    Fields::of(all.map(|(name, value)| (name, value.to_owned())))
}

fn changes(other: &[(&str, &str)]) -> Result<Vec<CorrectionChange>, Errors> {
    let visit = Visit::for_tests("/staff/challenges/parking/decision");
    let view = invented::decision();
    read(&visit, &view, &typed(&view, other)).map(|ask| ask.changes)
}

#[test]
fn a_form_that_comes_back_as_it_went_corrects_nothing() {
    let errors = changes(&[]).err().unwrap_or_default();
    let told: Vec<_> = errors.all().map(|(_, text)| text.to_owned()).collect();
    assert_eq!(told, [texts::NOTHING_CORRECTED.bg]);
}

#[test]
fn each_fact_that_differs_is_one_change() {
    let found = changes(&[
        ("cases", " day-1 \n\nday-2\nday-1"),
        ("references-0", "yes"),
        ("cost-0", "12 500"),
        ("cost-1", ""),
        ("mark-0-0-0", "3"),
        ("leave-5", "yes"),
    ]);
    let case = |case: &str| CorrectionChange::VoidCase {
        case: case.to_owned(),
    };
    let submission = |at: u32| format!("01S{at}");
    let expected = vec![
        case("day-1"),
        case("day-2"),
        CorrectionChange::References {
            submission: submission(1),
            has_references: true,
        },
        CorrectionChange::Cost {
            submission: submission(1),
            cost_eur: Some(12_500),
        },
        CorrectionChange::Mark {
            submission: submission(1),
            evaluator: "E1".to_owned(),
            criterion: "use".to_owned(),
            mark: 3,
        },
        CorrectionChange::Cost {
            submission: submission(2),
            cost_eur: None,
        },
        CorrectionChange::LeaveOut {
            submission: submission(6),
        },
    ];
    assert_eq!(found.unwrap_or_default(), expected);
}

#[test]
fn what_is_no_mark_and_no_cost_is_told_beside_its_field() {
    let errors = changes(&[("mark-0-0-1", "6"), ("cost-2", "1000000001")]);
    let errors = errors.err().unwrap_or_default();
    assert!(
        errors
            .at("mark-0-0-1")
            .is_some_and(|text| text.contains("E2"))
    );
    assert!(errors.at("cost-2").is_some());
    assert!(changes(&[("cost-2", "1000000000")]).is_ok());
    assert!(changes(&[("mark-0-0-1", "0")]).is_ok());
    let errors = changes(&[("reason_en", ""), ("cases", "x")]);
    assert!(errors.err().unwrap_or_default().at("reason_en").is_some());
}

#[test]
fn a_form_of_another_version_changes_nothing() {
    let errors = changes(&[("version", "2"), ("cases", "x")]);
    let errors = errors.err().unwrap_or_default();
    assert!(errors.all().any(|(_, text)| text == failures::CHANGED.bg));
}

#[test]
fn there_are_so_many_changes_and_no_more() {
    let cases = |count: usize| {
        let lines: Vec<_> = (0..count).map(|at| format!("case-{at}")).collect();
        changes(&[("cases", &lines.join("\n"))])
    };
    assert!(cases(MOST_CHANGES).is_ok());
    assert!(cases(MOST_CHANGES + 1).is_err());
}

#[test]
fn every_field_has_its_label() {
    let visit = Visit::for_tests("/staff/challenges/parking/decision");
    let view = invented::decision();
    let html = crate::page::write(|| form::form(&visit, &view, &kept(&view), &Errors::none()));
    let inputs = html.matches(" id=\"mark-").count();
    assert_eq!(inputs, 18, "{html}");
    assert_eq!(html.matches("for=\"mark-").count(), inputs);
}
