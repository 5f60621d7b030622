//! What a problem's page shows, and to whom.

use jiff::Timestamp;
use pilotbox_model::api::{
    accounts::Language,
    challenges::Bilingual,
    civic_problems::{CityProblemDetail, CityProblemMerged, CityProblemStep, CityProblemText},
};

use super::*;

fn text(says: &str) -> CityProblemText {
    CityProblemText {
        affected: says.to_owned(),
        importance: "It costs time".to_owned(),
        solved_when: "Nobody waits".to_owned(),
    }
}

fn problem(state: CityProblemState) -> CityProblemDetail {
    CityProblemDetail {
        about: CityProblemView {
            id: "P".to_owned(),
            language: Language::En,
            title: "<b>Dark</b>".to_owned(),
            field: CityField::Utilities,
            districts: vec![1],
            state,
            supporters: 2,
            proposed_at: Timestamp::UNIX_EPOCH,
            is_of_city: false,
            is_own: false,
            is_supported: false,
            answer: None,
            merged_into: None,
            challenge: None,
            is_prepared: false,
        },
        text: text("Whoever walks <here>"),
        answered: None,
        refused_because: None,
        merged: Vec::new(),
        steps: Vec::new(),
    }
}

fn shown(problem: &CityProblemDetail) -> String {
    let visit = Visit::for_tests("/problems/P");
    let html = crate::page::write(|| one::content(&visit, problem, None));
    html.replace("<!---->", "")
}

#[test]
fn what_somebody_wrote_is_text_in_the_language_of_its_writer() {
    let html = shown(&problem(CityProblemState::Shown));
    assert!(html.contains("&lt;b&gt;Dark&lt;/b&gt;"), "{html}");
    assert!(html.contains("Whoever walks &lt;here&gt;"), "{html}");
    assert!(html.contains(r#"lang="en""#), "{html}");
    assert!(html.contains("2 души подкрепят този проблем"), "{html}");
    assert!(html.contains("then=%2Fproblems%2FP"), "{html}");
}

#[test]
fn one_that_is_refused_says_why_and_is_not_supported() {
    let mut refused = problem(CityProblemState::Refused);
    refused.refused_because = Some("It names a person".to_owned());
    let html = shown(&refused);
    assert!(html.contains("It names a person"), "{html}");
    assert!(!html.contains("then="), "{html}");
}

#[test]
fn an_answer_a_draft_and_what_was_merged_stand_below() {
    let mut answered = problem(CityProblemState::Challenge);
    answered.about.answer = Some(CityAnswerKind::Planned);
    answered.about.is_prepared = true;
    let answer = Bilingual {
        bg: "Догодина".to_owned(),
        en: "Next year".to_owned(),
    };
    answered.answered = Some(answer.clone());
    answered.steps = vec![CityProblemStep {
        state: CityProblemState::Answered,
        answer: Some(CityAnswerKind::Planned),
        text: Some(answer),
        at: Timestamp::UNIX_EPOCH,
    }];
    answered.merged = vec![CityProblemMerged {
        id: "M".to_owned(),
        language: Language::En,
        title: "The same".to_owned(),
        text: text("Others"),
        at: Timestamp::UNIX_EPOCH,
    }];
    let html = shown(&answered);
    for part in [
        "Догодина",
        "Предвиден е",
        "подготвя се предизвикателство",
        "The same",
        "Others",
        "Отговор: Предвиден е",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("Next year"), "{html}");
}

#[test]
fn districts_are_named_and_none_is_the_whole_city() {
    let visit = Visit::for_tests("/problems");
    assert_eq!(districts(&visit, &[]), "Целият град");
    assert_eq!(districts(&visit, &[19, 1]), "Средец, Люлин");
}
