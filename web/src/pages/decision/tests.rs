//! What is read on the page, and what of it leads where.

use super::*;

#[test]
fn a_page_says_all_of_a_decision() {
    let visit = Visit::for_tests("/challenges/parking/decision");
    let view = invented::decision();
    let html = crate::page::write(|| {
        let versions = file::versions(&visit, &view, None);
        content(&visit, "Решение".to_owned(), &view, &[], versions)
    });
    for word in [
        "1 (поделено)",
        "Екип 6",
        "pilotbox-lottery-1",
        "pilotbox verify decision-parking-1.json",
        "sofia-2027",
        "/bg/challenges/parking/inquiries",
        texts::BELOW_HUMAN.bg,
    ] {
        assert!(html.contains(word), "{word}: {html}");
    }
    assert!(!html.contains("<b>"), "{html}");
    assert!(!html.contains(texts::REPLACED.bg), "{html}");
}

#[test]
fn a_decision_that_leaves_nobody_is_a_page_too() {
    let visit = Visit::for_tests("/challenges/parking/decision");
    let mut view = invented::decision();
    view.numbers.candidates.clear();
    view.numbers.beats.clear();
    view.numbers.moderations.clear();
    view.numbers.panel.evaluators.clear();
    let html = crate::page::write(|| {
        let versions = file::versions(&visit, &view, None);
        content(&visit, "Решение".to_owned(), &view, &[], versions)
    });
    assert!(html.contains(texts::NOBODY_PLACED.bg), "{html}");
    assert!(
        !html.contains("<svg") && !html.contains("openssl"),
        "{html}"
    );
}

#[test]
fn an_old_version_says_that_it_was_replaced() {
    let visit = Visit::for_tests("/challenges/parking/decision?version=1");
    let mut view = invented::decision();
    view.latest = 2;
    let html = crate::page::write(|| notices(&visit, &view));
    assert!(html.contains(texts::REPLACED.bg), "{html}");
}

#[test]
fn a_version_that_is_no_number_is_not_there() {
    let asked = |query: &str| {
        let visit = Visit::for_tests(&format!("/challenges/parking/decision{query}"));
        asked_version(&visit).map_err(|failure| failure.code.status())
    };
    assert_eq!(asked(""), Ok(None));
    assert_eq!(asked("?version=2"), Ok(Some(2)));
    assert_eq!(asked("?version=x"), Err(404));
    assert_eq!(asked("?version=-1"), Err(404));
}

#[test]
fn ranks_and_intervals_say_what_is_known() {
    let visit = Visit::for_tests("/x");
    assert_eq!(ranks(&visit, Some(2), Some(2)), "2");
    assert_eq!(ranks(&visit, Some(1), Some(3)), "от 1 до 3");
    assert_eq!(ranks(&visit, None, Some(3)), "–");
    assert_eq!(between(&visit, Some(1.0), Some(2.5), 1), "от 1,0 до 2,5");
    assert_eq!(share(&visit, 0.0004), "0,0%");
    assert_eq!(share(&visit, 0.125), "12,5%");
}
