use super::{
    fixture::{candidate, judgements, results, snapshot, two},
    *,
};
use crate::{
    fixture::{failed, rubric},
    score::score,
};

fn decided(snapshot: &Snapshot) -> Decision {
    decide(snapshot).expect("the snapshot can be decided")
}

fn placed(decision: &Decision) -> Vec<(&str, &Placed)> {
    let rows = decision.candidates.iter();
    rows.filter_map(|row| match &row.standing {
        Standing::Placed(placed) => Some((row.id.as_str(), placed)),
        Standing::Excluded(_) => None,
    })
    .collect()
}

fn order(decision: &Decision) -> Vec<(&str, u32, Option<Separation>)> {
    let rows = placed(decision).into_iter();
    rows.map(|(id, placed)| (id, placed.place, placed.after_by))
        .collect()
}

#[test]
fn a_total_is_six_tenths_automatic_and_four_tenths_human() {
    let snapshot = two();
    let decision = decided(&snapshot);
    let good = &decision.candidates[0];
    let automatic = score(
        &crate::fixture::manifest(),
        &snapshot.cases,
        &results(2.0, 0),
        snapshot.seed,
    )
    .expect("a score");
    assert_eq!(good.automatic.as_ref(), Some(&automatic));
    assert_eq!(good.human.as_ref().map(|human| human.score), Some(80.0));
    let total = good.total.expect("a total");
    assert!((total - (0.6 * automatic.total + 0.4 * 80.0)).abs() < 1e-9);
    let interval = good.interval.expect("an interval");
    assert!((interval.low - (0.6 * automatic.interval.low + 32.0)).abs() < 1e-9);
    assert!((interval.high - (0.6 * automatic.interval.high + 32.0)).abs() < 1e-9);
    assert_eq!(interval.blocks, automatic.interval.blocks);
    assert!(decision.is_reliable);
}

#[test]
fn the_clearly_better_one_is_first_whatever_is_drawn() {
    let decision = decided(&two());
    assert_eq!(
        order(&decision),
        [("good", 1, None), ("fair", 2, Some(Separation::Total))]
    );
    let all = placed(&decision);
    let (good, fair) = (all[0].1, all[1].1);
    assert_eq!((good.position, fair.position), (1, 2));
    assert_eq!((good.ranks.low, good.ranks.high), (1, 1));
    assert_eq!(
        (fair.ranks_under_weights.low, fair.ranks_under_weights.high),
        (2, 2)
    );
    assert_eq!(
        (good.leads_under_weights, fair.leads_under_weights),
        (1.0, 0.0)
    );
    assert_eq!(decision.beats, [[0.5, 1.0], [0.0, 0.5]]);
}

#[test]
fn headings_sum_to_the_total_and_potential_holds_the_automatic_score() {
    let decision = decided(&two());
    for row in &decision.candidates {
        let total: f64 = row.headings.iter().map(|own| own.share * own.score).sum();
        assert!((total - row.total.expect("a total")).abs() < 1e-8);
        let shares: f64 = row.headings.iter().map(|own| own.share).sum();
        assert!((shares - 1.0).abs() < 1e-12);
        assert_eq!(row.headings.len(), 4);
        assert!((row.headings[0].share - 0.7).abs() < 1e-12);
    }
}

/// Four with the same results and marks: only the order among equals tells them apart.
fn equals() -> Snapshot {
    let equal = |id: &str, has_references, cost_eur| {
        let own = candidate(id, &results(3.0, 0));
        (
            Candidate {
                has_references,
                cost_eur,
                ..own
            },
            3,
        )
    };
    snapshot(vec![
        equal("known", true, Some(1)),
        equal("silent", false, None),
        equal("dear", false, Some(90_000)),
        equal("cheap", false, Some(20_000)),
        equal("cheap-too", false, Some(20_000)),
    ])
}

#[test]
fn equals_are_ordered_by_references_then_cost_then_lottery() {
    let decision = decided(&equals());
    let order = order(&decision);
    let mut first_two: Vec<&str> = order[..2].iter().map(|(id, ..)| *id).collect();
    let tickets: Vec<&str> = decision.candidates[..2]
        .iter()
        .map(|row| row.ticket.as_str())
        .collect();
    assert!(tickets[0] < tickets[1]);
    first_two.sort_unstable();
    assert_eq!(first_two, ["cheap", "cheap-too"]);
    assert_eq!(order[1].2, Some(Separation::Lottery));
    assert_eq!(
        order[2..],
        [
            ("dear", 1, Some(Separation::Cost)),
            ("silent", 1, Some(Separation::Cost)),
            ("known", 1, Some(Separation::References)),
        ]
    );
    assert!(order.iter().all(|(_, place, _)| *place == 1));
    let leads: f64 = placed(&decision)
        .iter()
        .map(|(_, own)| own.leads_under_weights)
        .sum();
    assert!((leads - 1.0).abs() < 1e-9);
}

#[test]
fn another_seed_of_the_lottery_can_turn_equals_round() {
    let first = |byte: u8| {
        let mut snapshot = equals();
        let seed = super::super::lottery::LotterySeed::new([byte; 32]);
        snapshot.lottery = Lottery {
            commitment: seed.commitment(),
            seed,
            left_out: Vec::new(),
        };
        // Only who comes first matters here, so that the two cheap ones are enough.
        snapshot.candidates.drain(..3);
        snapshot
            .judgements
            .retain(|own| own.candidate.starts_with("cheap"));
        decided(&snapshot).candidates[0].id.clone()
    };
    let firsts: std::collections::BTreeSet<String> = (0..8).map(first).collect();
    assert_eq!(firsts.len(), 2);
}

#[test]
fn leaving_somebody_out_gives_nobody_another_ticket() {
    let tickets = |snapshot: &Snapshot| -> std::collections::BTreeMap<String, String> {
        let rows = decided(snapshot).candidates.into_iter();
        rows.map(|row| (row.id, row.ticket)).collect()
    };
    let mut snapshot = equals();
    let mut before = tickets(&snapshot);
    snapshot.leave_out("dear");
    snapshot.leave_out("nobody");
    before.remove("dear");
    assert_eq!(tickets(&snapshot), before);
    assert_eq!(snapshot.participants().len(), 5);
}

#[test]
fn thresholds_and_missing_scores_take_the_place_away() {
    let mut snapshot = snapshot(vec![
        (candidate("good", &results(2.0, 0)), 4),
        (candidate("disliked", &results(2.0, 1)), 0),
        (candidate("weak", &results(11.0, 1)), 2),
        (candidate("neither", &results(11.0, 1)), 0),
    ]);
    snapshot.rule.automatic_threshold = 50.0;
    let none: Vec<_> = snapshot
        .cases
        .iter()
        .map(|case| failed(&case.id, 1))
        .collect();
    snapshot.candidates.push(candidate("failed", &none));
    let decision = decided(&snapshot);
    let rows: Vec<_> = decision
        .candidates
        .iter()
        .map(|row| (row.id.as_str(), row.standing.clone()))
        .collect();
    assert!(matches!(rows[0], ("good", Standing::Placed(_))));
    let out = |reasons: &[Exclusion]| Standing::Excluded(reasons.to_vec());
    assert_eq!(
        rows[1..],
        [
            ("disliked", out(&[Exclusion::BelowHuman])),
            ("weak", out(&[Exclusion::BelowAutomatic])),
            (
                "neither",
                out(&[Exclusion::BelowAutomatic, Exclusion::BelowHuman])
            ),
            ("failed", out(&[Exclusion::Unscored])),
        ]
    );
    let failed = &decision.candidates[4];
    assert!(failed.total.is_none() && failed.interval.is_none() && failed.automatic.is_none());
    assert!(failed.headings.is_empty() && !failed.ticket.is_empty());
    assert_eq!(decision.beats, [[0.5]]);
}

#[test]
fn a_threshold_is_met_by_the_score_that_equals_it() {
    let mut snapshot = two();
    snapshot.rule.human_threshold = 60.0;
    assert_eq!(placed(&decided(&snapshot)).len(), 2);
    snapshot.rule.human_threshold = 60.1;
    assert_eq!(placed(&decided(&snapshot)).len(), 1);
}

#[test]
fn a_broken_gate_has_no_place() {
    let mut snapshot = two();
    snapshot.candidates[0].results[3].metrics[2].value = 1.0;
    let decision = decided(&snapshot);
    let good = decision
        .candidates
        .iter()
        .find(|row| row.id == "good")
        .expect("there");
    assert_eq!(
        good.standing,
        Standing::Excluded(vec![Exclusion::BelowAutomatic])
    );
    assert_eq!(
        good.automatic.as_ref().map(|own| own.broken_gates.len()),
        Some(1)
    );
}

#[test]
fn nobody_with_a_place_is_a_decision_too() {
    let mut snapshot = two();
    snapshot.rule.automatic_threshold = 100.0;
    let decision = decided(&snapshot);
    assert!(placed(&decision).is_empty() && decision.beats.is_empty());
    assert_eq!(decision.candidates.len(), 2);
}

#[test]
fn few_blocks_are_called_unreliable() {
    let mut snapshot = two();
    for (at, case) in snapshot.cases.iter_mut().enumerate() {
        case.block = format!("b{}", at % 9);
    }
    assert!(!decided(&snapshot).is_reliable);
}

#[test]
fn the_order_of_lists_does_not_matter() {
    let snapshot = equals();
    let mut turned = snapshot.clone();
    turned.candidates.reverse();
    turned.judgements.reverse();
    turned.cases.rotate_left(5);
    for candidate in &mut turned.candidates {
        candidate.results.reverse();
    }
    assert_eq!(decided(&snapshot), decided(&turned));
}

#[test]
fn a_candidate_that_nobody_scored_may_go_unjudged() {
    let mut snapshot = two();
    let none: Vec<_> = snapshot
        .cases
        .iter()
        .map(|case| failed(&case.id, 1))
        .collect();
    snapshot.candidates.push(candidate("failed", &none));
    let decision = decided(&snapshot);
    assert!(decision.panel.all_judged_all);
    snapshot
        .judgements
        .extend(judgements("failed", 2).into_iter().take(1));
    let decision = decided(&snapshot);
    assert!(!decision.panel.all_judged_all);
    assert_eq!(decision.panel.effects.len(), 3);
    assert!(decision.candidates[2].human.is_some());
}

#[test]
fn criteria_weigh_as_the_rule_says() {
    let mut snapshot = two();
    for judgement in &mut snapshot.judgements {
        if judgement.candidate == "fair" {
            judgement.marks.get_mut("readiness").expect("a mark").given = 5;
        }
    }
    *snapshot
        .rule
        .criterion_weights
        .get_mut("readiness")
        .expect("weighed") = 5.0;
    let decision = decided(&snapshot);
    let fair = decision
        .candidates
        .iter()
        .find(|row| row.id == "fair")
        .expect("there");
    // (3 x 3 + 5 x 5) / 8 of 5.
    assert_eq!(fair.human.as_ref().map(|own| own.score), Some(85.0));
    let readiness = fair
        .headings
        .iter()
        .find(|own| own.heading == crate::rubric::Heading::Readiness);
    assert!((readiness.expect("a heading").share - 0.25).abs() < 1e-12);
}

#[test]
fn the_usual_rule_weighs_every_criterion_alike() {
    let rubric = crate::lint::parse_rubric(&rubric()).expect("valid");
    let rule = Rule::usual(&rubric, 30.0, 50.0);
    assert!(rule.criterion_weights.values().all(|weight| *weight == 1.0));
    assert_eq!(
        (rule.criterion_weights.len(), rule.automatic_share),
        (4, 0.6)
    );
    assert_eq!((rule.fewest_evaluators, rule.moderation_spread), (3, 2));
}
