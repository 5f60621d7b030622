use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};

use super::*;

const CRITERIA: [(&str, f64); 2] = [("use", 3.0), ("cost", 1.0)];

/// A judgement with these marks for the two criteria.
fn judgement(evaluator: &str, candidate: &str, marks: [u8; 2]) -> Judgement {
    let given = |given| Mark {
        given,
        moderated: None,
    };
    let rows = CRITERIA.iter().zip(marks);
    Judgement {
        evaluator: evaluator.to_owned(),
        candidate: candidate.to_owned(),
        marks: rows
            .map(|((criterion, _), mark)| ((*criterion).to_owned(), given(mark)))
            .collect(),
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn where_all_judge_all_values_are_plain_means() {
    let judgements = [
        judgement("e1", "a", [5, 2]),
        judgement("e2", "a", [4, 2]),
        judgement("e3", "a", [3, 5]),
        judgement("e1", "b", [0, 0]),
        judgement("e2", "b", [1, 0]),
        judgement("e3", "b", [2, 0]),
    ];
    let (panel, scores) = assess(&CRITERIA, &judgements).expect("a panel");
    assert!(panel.all_judged_all && panel.effects.is_empty());
    let a = &scores["a"];
    assert_eq!((a.evaluators, a.criteria.len()), (3, 2));
    assert!(close(a.criteria[0].value, 4.0) && close(a.criteria[1].value, 3.0));
    // (3 x 4 + 1 x 3) / 4 of 5.
    assert!(close(a.score, 75.0));
    assert!(close(scores["b"].score, 15.0));
    assert!(panel.agreement.is_some_and(|own| own.pairable == 12));
    let names: Vec<_> = panel
        .criteria
        .iter()
        .map(|own| own.criterion.as_str())
        .collect();
    assert_eq!(names, ["use", "cost"]);
}

#[test]
fn a_candidate_of_a_strict_evaluator_is_not_made_to_pay() {
    // The strict one gives one mark less than the others, and judged b instead of e3.
    let judgements = [
        judgement("e1", "a", [3, 3]),
        judgement("e2", "a", [3, 3]),
        judgement("e3", "a", [3, 3]),
        judgement("e1", "b", [3, 3]),
        judgement("e2", "b", [3, 3]),
        judgement("strict", "b", [2, 2]),
    ];
    let (panel, scores) = assess(&CRITERIA, &judgements).expect("a panel");
    assert!(!panel.all_judged_all);
    let effects: Vec<_> = panel
        .effects
        .iter()
        .map(|own| (own.evaluator.as_str(), own.effect))
        .collect();
    assert_eq!(effects.len(), 4);
    for ((name, effect), (expected_name, expected)) in
        effects
            .iter()
            .zip([("e1", 0.25), ("e2", 0.25), ("e3", 0.25), ("strict", -0.75)])
    {
        assert!(
            *name == expected_name && close(*effect, expected),
            "{effects:?}"
        );
    }
    assert!(close(scores["a"].score, scores["b"].score));
}

#[test]
fn values_stay_between_the_lowest_and_the_highest_mark() {
    let judgements = [
        judgement("e1", "a", [5, 5]),
        judgement("e2", "a", [1, 1]),
        judgement("e1", "b", [0, 0]),
        judgement("e2", "c", [5, 5]),
    ];
    let (_, scores) = assess(&CRITERIA, &judgements).expect("a panel");
    let value = |id: &str| scores[id].criteria[0].value;
    assert!(close(value("a"), 3.0) && close(value("b"), 0.0) && close(value("c"), 5.0));
}

#[test]
fn the_mark_after_a_moderation_counts_and_agreement_is_of_the_first() {
    let mut judgements = [
        judgement("e1", "a", [5, 2]),
        judgement("e2", "a", [3, 2]),
        judgement("e3", "a", [4, 3]),
    ];
    let before = assess(&CRITERIA, &judgements).expect("a panel").0.agreement;
    let opened = |judgements: &[Judgement], spread| moderations(judgements, spread);
    assert_eq!(opened(&judgements, 3), []);
    let expected = |is_settled| Moderation {
        candidate: "a".to_owned(),
        criterion: "use".to_owned(),
        lowest: 3,
        highest: 5,
        is_settled,
    };
    assert_eq!(opened(&judgements, 2), [expected(false)]);
    for (own, moderated) in judgements.iter_mut().zip([4, 3, 4]) {
        own.marks.get_mut("use").expect("a mark").moderated = Some(moderated);
    }
    assert_eq!(opened(&judgements, 2), [expected(true)]);
    let (panel, scores) = assess(&CRITERIA, &judgements).expect("a panel");
    assert!(close(scores["a"].criteria[0].value, 11.0 / 3.0));
    assert_eq!(panel.agreement, before);
}

#[test]
fn a_difference_of_two_opens_a_moderation_and_of_one_does_not() {
    for (mark, opened) in [(2, 1), (3, 0), (4, 0), (5, 1)] {
        let judgements = [
            judgement("e1", "a", [3, 3]),
            judgement("e2", "a", [3, 3]),
            judgement("e3", "a", [if mark == 2 { 1 } else { mark }, 3]),
        ];
        assert_eq!(moderations(&judgements, 2).len(), opened, "{mark}");
    }
}

#[test]
fn groups_of_evaluators_without_a_common_candidate_are_refused() {
    let judgements = [judgement("e1", "a", [5, 5]), judgement("e2", "b", [1, 1])];
    assert_eq!(
        assess(&CRITERIA, &judgements)
            .expect_err("apart")
            .to_string(),
        "evaluator `e2` shares no candidate with the first, not even through others; hint: let one evaluator judge a candidate of both groups"
    );
}

#[test]
fn a_panel_of_nobody_says_nothing() {
    let (panel, scores) = assess(&CRITERIA, &[]).expect("a panel");
    assert!(panel.all_judged_all && scores.is_empty() && panel.agreement.is_none());
}

/// Marks of two to four evaluators on one to four candidates; some judgements are left
/// out, so that the panel may fall apart.
fn panels() -> impl Strategy<Value = Vec<Judgement>> {
    (2..5_usize, 1..5_usize).prop_flat_map(|(evaluators, candidates)| {
        let sheet = (0..6_u8, 0..6_u8, 0..5_u8);
        proptest::collection::vec(sheet, evaluators * candidates).prop_map(move |sheets| {
            let places = (0..evaluators).flat_map(|e| (0..candidates).map(move |c| (e, c)));
            places
                .zip(sheets)
                .filter(|(_, (_, _, kept))| *kept > 0)
                .map(|((e, c), (a, b, _))| judgement(&format!("e{e}"), &format!("c{c}"), [a, b]))
                .collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn scores_stay_in_range_and_the_order_of_judgements_does_not_matter(judgements in panels()) {
        let mut turned = judgements.clone();
        turned.reverse();
        let (own, other) = (assess(&CRITERIA, &judgements), assess(&CRITERIA, &turned));
        prop_assert_eq!(&own, &other);
        if let Ok((_, scores)) = own {
            prop_assert!(scores.values().all(|score| (0.0..=100.0).contains(&score.score)));
        }
    }

    #[test]
    fn moderations_are_those_found_pair_by_pair(judgements in panels(), spread in 1..6_u8) {
        let mut expected = std::collections::BTreeSet::new();
        for a in &judgements {
            for b in judgements.iter().filter(|b| b.candidate == a.candidate) {
                for (criterion, mark) in &a.marks {
                    if mark.given >= b.marks[criterion].given.saturating_add(spread) {
                        expected.insert((a.candidate.clone(), criterion.clone()));
                    }
                }
            }
        }
        let found: Vec<_> = moderations(&judgements, spread)
            .into_iter()
            .map(|own| (own.candidate, own.criterion))
            .collect();
        prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
    }
}
