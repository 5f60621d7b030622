//! What the form of the rubric says, and what it shows again.

use pilotbox_model::api::{
    challenges::Bilingual,
    jury::{CriterionView, RubricHeading},
};

use super::*;

fn both(text: &str) -> Bilingual {
    Bilingual {
        bg: text.to_owned(),
        en: text.to_owned(),
    }
}

fn criterion(id: &str, mark: Option<u8>) -> CriterionView {
    CriterionView {
        id: id.to_owned(),
        heading: RubricHeading::Potential,
        title: both(id),
        note: None,
        anchors: vec![both("Стъпка"); 6],
        mark,
        moderated: None,
        comment: "ясно".to_owned(),
        moderated_comment: String::new(),
    }
}

fn known() -> RubricView {
    RubricView {
        criteria: vec![
            criterion("use", Some(4)),
            criterion("fit", None),
            criterion("ready", Some(0)),
            criterion("upkeep", Some(5)),
        ],
        judged_at: None,
    }
}

fn filled(marks: [&str; 4]) -> Fields {
    let names = ["mark-0", "mark-1", "mark-2", "mark-3"];
    Fields::of(names.into_iter().zip(marks.map(str::to_owned)))
}

#[test]
fn a_draft_may_have_gaps_and_what_is_handed_in_may_not() {
    let visit = Visit::for_tests("/assignments/01A");
    let fields = filled(["3", "", "0", "5"]);
    let (_, ask) = rubric::read(&visit, &known(), &fields, false).expect("a draft");
    let marks: Vec<_> = ask.marks.iter().map(|one| one.mark).collect();
    assert_eq!(marks, [Some(3), None, Some(0), Some(5)]);
    let errors = rubric::read(&visit, &known(), &fields, true);
    let errors = errors.err().unwrap_or_default();
    assert!(errors.at("mark-1").is_some_and(|text| text.contains("fit")));
    assert!(errors.at("mark-0").is_none());
    for wrong in ["6", "-1", "x"] {
        let fields = filled(["3", wrong, "0", "5"]);
        let errors = rubric::read(&visit, &known(), &fields, false);
        assert!(errors.err().unwrap_or_default().at("mark-1").is_some());
    }
}

#[test]
fn what_is_too_long_is_told_beside_its_field() {
    let visit = Visit::for_tests("/assignments/01A");
    let read = |name, count| {
        let fields = Fields::of([(name, "ж".repeat(count))]);
        let read = rubric::read(&visit, &known(), &fields, false);
        read.err().unwrap_or_default().at(name).is_some()
    };
    assert!(!read("note", NOTE) && read("note", NOTE + 1));
    assert!(!read("comment-3", rubric::COMMENT) && read("comment-3", rubric::COMMENT + 1));
}

#[test]
fn the_form_begins_with_what_is_kept() {
    let fields = rubric::kept(&known(), "mine");
    assert_eq!(fields.typed("mark-0"), "4");
    assert_eq!(fields.typed("mark-1"), "");
    assert_eq!(fields.typed("mark-2"), "0");
    assert_eq!(fields.typed("comment-3"), "ясно");
    assert_eq!(fields.typed("note"), "mine");
    let visit = Visit::for_tests("/assignments/01A");
    let html = crate::page::write(|| rubric::form(&visit, &known(), &fields, &Errors::none()));
    assert_eq!(html.matches("type=\"radio\"").count(), 24, "{html}");
    assert_eq!(html.matches(" checked").count(), 3, "{html}");
}
