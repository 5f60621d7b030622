use pilotbox_model::{FaultCode, Metric};

use super::{
    super::{
        decide,
        fixture::{judgements, two},
    },
    *,
};
use crate::statistics::{
    decision::{LeftOut, Rule},
    panel::{Judgement, Mark},
};

/// What `decide` says of a snapshot after a change.
fn refusal(change: impl FnOnce(&mut Snapshot)) -> String {
    let mut snapshot = two();
    change(&mut snapshot);
    decide(&snapshot).expect_err("it was changed").to_string()
}

#[test]
fn files_of_the_challenge_are_checked() {
    assert_eq!(
        refusal(|own| own.manifest = "id = 1".to_owned())
            .split(": ")
            .next(),
        Some("the manifest of the snapshot")
    );
    assert_eq!(
        refusal(|own| own.rubric = String::new()).split(": ").next(),
        Some("the rubric of the snapshot")
    );
    assert_eq!(
        refusal(|own| own.cases[2].weight = 0.0),
        "the cases of the snapshot: cases of `final`: case `c02` weighs `0`"
    );
}

#[test]
fn numbers_of_the_rule_have_ranges() {
    type Change = fn(&mut Rule, f64);
    let share: (&str, Change) = ("automatic_share", |rule, own| rule.automatic_share = own);
    let automatic: (&str, Change) = ("automatic_threshold", |rule, own| {
        rule.automatic_threshold = own;
    });
    let human: (&str, Change) = ("human_threshold", |rule, own| rule.human_threshold = own);
    let near: (&str, Change) = ("weight_concentration", |rule, own| {
        rule.weight_concentration = own;
    });
    let weight: (&str, Change) = ("criterion_weights", |rule, own| {
        rule.criterion_weights.insert("readiness".to_owned(), own);
    });
    let (at_most_100, near_range) = ("above 0, at most 100", "from 10 to 10,000");
    for ((name, change), value, allowed) in [
        (share, 0.0, "between 0 and 1"),
        (share, 1.0, "between 0 and 1"),
        (automatic, 0.0, at_most_100),
        (automatic, 100.5, at_most_100),
        (automatic, f64::NAN, at_most_100),
        (human, -0.5, "from 0 to 100"),
        (human, 100.5, "from 0 to 100"),
        (near, 9.5, near_range),
        (near, 10_001.0, near_range),
        (weight, 0.0, "above 0"),
        (weight, f64::INFINITY, "above 0"),
    ] {
        let expected = format!("`{name}` of the rule is `{value}`; hint: {allowed}");
        assert_eq!(refusal(|own| change(&mut own.rule, value)), expected);
    }
}

#[test]
fn counts_of_the_rule_have_ranges() {
    for (fewest, spread) in [(2, 2), (65, 2), (3, 0), (3, 6)] {
        let refused = refusal(|own| {
            own.rule.fewest_evaluators = fewest;
            own.rule.moderation_spread = spread;
        });
        let expected = if spread == 2 {
            format!("`fewest_evaluators` of the rule is `{fewest}`; hint: from 3 to 64")
        } else {
            format!("`moderation_spread` of the rule is `{spread}`; hint: from 1 to 5")
        };
        assert_eq!(refused, expected);
    }
}

#[test]
fn the_rule_weighs_the_criteria_of_the_rubric() {
    let message = |criterion: &str| {
        format!(
            "the rule and the rubric do not both name the criterion `{criterion}`; hint: weigh every criterion of the rubric and no other"
        )
    };
    let missing = refusal(|own| {
        own.rule.criterion_weights.remove("potential");
    });
    assert_eq!(missing, message("potential"));
    let more = refusal(|own| {
        own.rule.criterion_weights.insert("charm".to_owned(), 1.0);
    });
    assert_eq!(more, message("charm"));
}

#[test]
fn the_seed_is_the_one_that_was_promised() {
    let refused = refusal(|own| own.lottery.commitment = pilotbox_model::Digest::of(b"another"));
    assert!(
        refused.starts_with("the seed of the lottery has the digest `sha256:"),
        "{refused}"
    );
}

#[test]
fn whoever_is_left_out_is_named_once_and_is_no_candidate() {
    let left_out = |id: &str| LeftOut {
        id: id.to_owned(),
        plugin: pilotbox_model::Digest::of(b"gone"),
    };
    let named = |ids: &[&str]| {
        let all = ids.iter().map(|id| left_out(id)).collect();
        refusal(|own| own.lottery.left_out = all)
    };
    assert_eq!(named(&["good"]), "finalist `good` is there twice");
    assert_eq!(named(&["gone", "gone"]), "finalist `gone` is there twice");
    assert_eq!(
        named(&["a\nb"]),
        "the finalist `a\\nb` is no name; hint: 1 to 64 letters, digits and `-`, `_`, `.`"
    );
    assert_eq!(
        named(&["gone"; MAX_CANDIDATES + 1]),
        "`257` finalists that are left out are too many; hint: at most 256"
    );
}

#[test]
fn sizes_are_bounded() {
    let candidates = refusal(|own| {
        own.candidates = vec![own.candidates[0].clone(); MAX_CANDIDATES + 1];
    });
    assert_eq!(
        candidates,
        "`257` candidates are too many; hint: at most 256"
    );
    let results = refusal(|own| own.cases = vec![own.cases[0].clone(); MAX_RESULTS / 2 + 1]);
    assert_eq!(
        results,
        "`1000002` results of cases are too many; hint: at most 1000000"
    );
    let sheets = refusal(|own| own.judgements = vec![own.judgements[0].clone(); 129]);
    assert_eq!(sheets, "`129` judgements are too many; hint: at most 128");
    let evaluators = refusal(|own| {
        for at in 0..62 {
            let mut judgement = judgements("good", 3).remove(0);
            judgement.evaluator = format!("more{at}");
            own.judgements.push(judgement);
        }
    });
    assert_eq!(evaluators, "`65` evaluators are too many; hint: at most 64");
}

#[test]
fn names_are_plain() {
    for name in ["", "a b", "a\nb", "я", &"x".repeat(65)] {
        let refused = refusal(|own| own.candidates[0].id = name.to_owned());
        assert!(refused.starts_with("the candidate `"), "{refused}");
        assert!(
            refused.ends_with("is no name; hint: 1 to 64 letters, digits and `-`, `_`, `.`"),
            "{refused}"
        );
    }
    let refused = refusal(|own| own.judgements[0].evaluator = "a b".to_owned());
    assert!(
        refused.starts_with("the evaluator `a b` is no name"),
        "{refused}"
    );
    let longest = "x".repeat(64);
    let mut snapshot = two();
    snapshot.candidates[0].id.clone_from(&longest);
    for judgement in &mut snapshot.judgements {
        if judgement.candidate == "good" {
            judgement.candidate.clone_from(&longest);
        }
    }
    assert!(decide(&snapshot).is_ok());
}

#[test]
fn nobody_takes_part_twice() {
    let refused = refusal(|own| own.candidates.push(own.candidates[0].clone()));
    assert_eq!(refused, "candidate `good` is there twice");
}

#[test]
fn every_case_has_one_result_of_everybody() {
    let of = |case: &str, fault: &str| format!("candidate `good`, case `{case}`: {fault}");
    let results =
        |change: fn(&mut Vec<CaseFigures>)| refusal(|own| change(&mut own.candidates[0].results));
    assert_eq!(
        results(|own| {
            own.remove(4);
        }),
        of("c04", "no result; hint: a gap is never scored")
    );
    let stray = "a result that no case asks for, or a second one";
    assert_eq!(results(|own| own.push(own[4].clone())), of("c04", stray));
    assert_eq!(
        results(|own| own[4].id = "c\n".to_owned()),
        of("c\\n", stray)
    );
    assert_eq!(
        results(|own| own[4].verdict = CaseVerdict::HarnessFault),
        of(
            "c04",
            "the harness's fault; hint: run it again, or void the case for everybody"
        )
    );
    assert_eq!(
        results(|own| own[4].verdict = CaseVerdict::PluginFailed(FaultCode::Trapped)),
        of("c04", "a failed case with metrics")
    );
    assert_eq!(
        results(|own| own[4].metrics.push(Metric {
            name: "luck".to_owned(),
            value: 1.0
        })),
        of("c04", "metric `luck` is not in the manifest")
    );
}

#[test]
fn judgements_are_of_candidates_by_the_rubric_and_there_once() {
    let of = |fault: &str| format!("evaluator `e1` on candidate `good`: {fault}");
    assert_eq!(
        refusal(|own| own.judgements[0].candidate = "x\n".to_owned()),
        "evaluator `e1` on candidate `x\\n`: no such candidate"
    );
    assert_eq!(
        refusal(|own| own.judgements.push(own.judgements[0].clone())),
        of("there twice")
    );
    let marks = |change: fn(&mut Judgement)| refusal(|own| change(&mut own.judgements[0]));
    assert_eq!(
        marks(|own| {
            own.marks.remove("readiness");
        }),
        of("no mark for `readiness`")
    );
    assert_eq!(
        marks(|own| {
            own.marks.insert("charm".to_owned(), own.marks["readiness"]);
        }),
        of("a mark for `charm`, which the rubric lacks")
    );
    assert_eq!(
        marks(|own| own.marks.get_mut("readiness").expect("a mark").given = 6),
        of("`6` for `readiness`; hint: marks run from 0 to 5")
    );
    assert_eq!(
        marks(|own| own.marks.get_mut("readiness").expect("a mark").moderated = Some(9)),
        of("`9` for `readiness`; hint: marks run from 0 to 5")
    );
}

#[test]
fn at_least_three_judge_whoever_has_a_score() {
    let refused = refusal(|own| {
        own.judgements.remove(0);
    });
    assert_eq!(
        refused,
        "candidate `good` has `2` evaluators; hint: at least 3 must judge it"
    );
}

#[test]
fn a_moderation_is_settled_before_the_decision_and_opened_before_it_is_settled() {
    assert_eq!(
        refusal(differ),
        "candidate `good`: marks for `readiness` run from `2` to `4`; hint: each of its evaluators must say which mark stands after the moderation"
    );
    let half = refusal(|own| {
        differ(own);
        readiness(own, 1).moderated = Some(3);
    });
    assert!(half.contains("run from `2` to `4`"), "{half}");
    assert_eq!(
        refusal(|own| readiness(own, 0).moderated = Some(5)),
        "evaluator `e1` on candidate `good`: a moderated mark for `readiness`, where marks did not differ enough for one"
    );
}

#[test]
fn a_settled_moderation_is_shown() {
    let mut settled = two();
    differ(&mut settled);
    for (at, mark) in [4, 3, 4].into_iter().enumerate() {
        readiness(&mut settled, at).moderated = Some(mark);
    }
    let decision = decide(&settled).expect("it can be decided");
    assert_eq!(decision.moderations.len(), 1);
    assert!(decision.moderations[0].is_settled);
}

#[test]
fn a_panel_in_two_groups_is_refused() {
    let refused = refusal(|own| {
        for judgement in &mut own.judgements {
            if judgement.candidate == "fair" {
                judgement.evaluator = format!("other-{}", judgement.evaluator);
            }
        }
    });
    assert!(
        refused.starts_with("evaluator `other-e1` shares no candidate with the first"),
        "{refused}"
    );
}

/// One evaluator's mark for a criterion of one candidate, two below the others'.
fn differ(own: &mut Snapshot) {
    readiness(own, 1).given = 2;
}

/// The mark for readiness in a judgement.
fn readiness(own: &mut Snapshot, judgement: usize) -> &mut Mark {
    let marks = &mut own.judgements[judgement].marks;
    marks.get_mut("readiness").expect("a mark")
}
