//! What a letter says in words.

use jiff::Timestamp;
use pilotbox_model::api::decisions::{DecidedHuman, GapView, LetterCriterion, LetterMetric};

use super::{super::invented, *};

fn letter() -> LetterView {
    let numbers = invented::numbers();
    let own = numbers.candidates.into_iter().last().expect("there is one");
    let criteria = criteria(own.human.clone().expect("it was judged"));
    LetterView {
        challenge: "parking".to_owned(),
        challenge_title: invented::both("Паркиране"),
        version: 1,
        submission: own.submission,
        title: own.title,
        organisation: own.organisation,
        published_at: Timestamp::UNIX_EPOCH,
        place: None,
        placed: 5,
        rank_low: None,
        rank_high: None,
        exclusions: own.exclusions,
        left_out: None,
        total: own.total,
        low: own.low,
        high: own.high,
        headings: own.headings,
        automatic: Some(80.0),
        automatic_threshold: 50.0,
        human: Some(40.25),
        human_threshold: 45.5,
        metrics: vec![LetterMetric {
            own: invented::metric(),
            best: 0.95,
        }],
        strata: Vec::new(),
        broken_gates: Vec::new(),
        criteria,
        would_have_helped: vec![gap(Some("error"), Some("night")), gap(None, None)],
        inquiry_until: Timestamp::UNIX_EPOCH,
        takes_inquiries: true,
        sent_at: None,
    }
}

fn criteria(human: DecidedHuman) -> Vec<LetterCriterion> {
    let criteria = human.criteria.into_iter();
    criteria
        .map(|one| LetterCriterion {
            criterion: one.criterion,
            title: one.title,
            value: one.value,
            best: 5.0,
            marks: one.marks,
        })
        .collect()
}

fn gap(metric: Option<&str>, stratum: Option<&str>) -> GapView {
    GapView {
        metric: metric.map(str::to_owned),
        stratum: stratum.map(str::to_owned),
        criterion: Some("use".to_owned()),
        title: metric.is_none().then(|| invented::both("Полза")),
        own: 0.5,
        best: 1.0,
        points: 2.5,
    }
}

#[test]
fn a_threshold_that_was_missed_is_told_with_what_was_reached() {
    let visit = Visit::for_tests("/submissions/01S6/letter");
    let letter = letter();
    let text = missed(&visit, &letter, DecisionExclusion::BelowHuman);
    assert!(text.contains("40,25") && text.contains("45,50"), "{text}");
    assert_eq!(outcome(&visit, &letter), texts::YOU_NO_PLACE.bg);
}

#[test]
fn a_place_is_told_with_how_many_there_are() {
    let visit = Visit::for_tests("/submissions/01S6/letter");
    let mut letter = letter();
    letter.place = Some(3);
    let text = outcome(&visit, &letter);
    assert!(text.contains('3') && text.contains('5'), "{text}");
    letter.place = None;
    letter.left_out = Some(invented::both("оттеглено"));
    assert_eq!(outcome(&visit, &letter), texts::YOU_LEFT_OUT.bg);
}

#[test]
fn a_gap_is_named_by_metric_and_stratum_or_by_criterion() {
    let visit = Visit::for_tests("/submissions/01S6/letter");
    let told = |gap: &GapView| beside::gap_name(&visit, gap);
    let letter = letter();
    let names: Vec<_> = letter.would_have_helped.iter().map(told).collect();
    assert!(names[0].contains("error") && names[0].contains("night"));
    assert!(names[1].contains("Полза"), "{}", names[1]);
}

#[test]
fn each_criterion_and_metric_has_its_way_to_ask_while_one_may() {
    let visit = Visit::for_tests("/submissions/01S6/letter");
    let mut letter = letter();
    let html = crate::page::write(|| content(&visit, &letter));
    assert_eq!(html.matches("class=\"asking\"").count(), 2, "{html}");
    assert!(html.contains("topic=criterion%3Ause#inquiry"), "{html}");
    assert!(html.contains("&lt;b&gt;ясно"), "{html}");
    letter.takes_inquiries = false;
    let html = crate::page::write(|| content(&visit, &letter));
    assert!(!html.contains("class=\"asking\""), "{html}");
}
