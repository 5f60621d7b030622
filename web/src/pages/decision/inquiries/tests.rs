//! What can be asked, by whom, and what everybody reads of it.

use jiff::Timestamp;
use pilotbox_model::api::decisions::InquiryView;

use super::{super::invented, *};

fn found(own: &[&str]) -> Found {
    let at = Timestamp::UNIX_EPOCH;
    Found {
        view: invented::decision(),
        inquiries: InquiriesView {
            until: at,
            is_open: true,
            own_submissions: own.iter().map(|id| (*id).to_owned()).collect(),
            may_answer: false,
            inquiries: vec![InquiryView {
                id: "01Q".to_owned(),
                submission: "01S1".to_owned(),
                title: "Решение".to_owned(),
                organisation: "Екип 1".to_owned(),
                kind: InquiryKind::Criterion,
                topic: Some("use".to_owned()),
                topic_title: Some(invented::both("Полза")),
                question: "Защо <b>1</b>?".to_owned(),
                asked_at: at,
                is_own: false,
                is_open: false,
                replies: vec![InquiryReplyView {
                    id: "01R".to_owned(),
                    author: InquiryAuthor::Evaluator,
                    code: Some("E2".to_owned()),
                    text: "Защото.".to_owned(),
                    at,
                }],
            }],
        },
    }
}

fn fields(submission: &str, topic: &str, question: &str) -> Fields {
    Fields::of([
        ("submission", submission.to_owned()),
        ("topic", topic.to_owned()),
        ("question", question.to_owned()),
    ])
}

#[test]
fn a_question_names_a_submission_of_ones_own_and_a_known_topic() {
    let visit = Visit::for_tests("/challenges/parking/inquiries");
    let two = found(&["01S1", "01S2"]);
    let read = |found: &Found, fields: &Fields| ask::read(&visit, found, fields);
    let right = read(&two, &fields("01S2", "criterion:use", "Защо?")).expect("it is right");
    assert_eq!(right.submission, "01S2");
    assert_eq!(right.kind, InquiryKind::Criterion);
    assert_eq!(right.topic.as_deref(), Some("use"));
    let whole = read(&found(&["01S1"]), &fields("", "decision", "Защо?")).expect("it is right");
    assert_eq!((whole.submission.as_str(), whole.topic), ("01S1", None));
    for (asked, field) in [
        (fields("01S3", "decision", "x"), "submission"),
        (fields("", "decision", "x"), "submission"),
        (fields("01S1", "criterion:cost", "x"), "topic"),
        (fields("01S1", "", "x"), "topic"),
        (fields("01S1", "decision", " "), "question"),
    ] {
        let errors = read(&two, &asked).err().unwrap_or_default();
        assert!(errors.at(field).is_some(), "{field}");
    }
}

#[test]
fn a_question_ends_at_its_bound() {
    let visit = Visit::for_tests("/challenges/parking/inquiries");
    let one = found(&["01S1"]);
    let is_taken = |count| {
        let asked = fields("", "metric:error", &"ж".repeat(count));
        ask::read(&visit, &one, &asked).is_ok()
    };
    assert!(is_taken(ask::QUESTION) && !is_taken(ask::QUESTION + 1));
}

#[test]
fn topics_are_named_once_each() {
    let visit = Visit::for_tests("/challenges/parking/inquiries");
    let topics = ask::topics(&visit, &found(&[]));
    let values: Vec<_> = topics.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(values, ["decision", "criterion:use", "metric:error"]);
}

#[test]
fn everybody_reads_threads_and_only_those_who_took_part_have_a_form() {
    let visit = Visit::for_tests("/challenges/parking/inquiries");
    let shown = |found: &Found| {
        crate::page::write(|| {
            let title = "Запитвания".to_owned();
            content(&visit, title, found, &Fields::default(), &Errors::none())
        })
    };
    let html = shown(&found(&[]));
    assert!(html.contains("&lt;b&gt;1") && html.contains("E2"), "{html}");
    assert!(!html.contains("<form"), "{html}");
    assert!(shown(&found(&["01S1"])).contains("<form"));
    let mut closed = found(&["01S1"]);
    closed.inquiries.is_open = false;
    assert!(!shown(&closed).contains("<form"));
}
