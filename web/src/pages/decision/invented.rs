//! An invented decision: three who share a place in the ways in which that is resolved, two
//! more, and one without a place.

use jiff::Timestamp;
use pilotbox_model::api::{
    challenges::Bilingual,
    decisions::{
        CriterionWeightView, DecidedAutomatic, DecidedCandidate, DecidedCriterion,
        DecidedEvaluator, DecidedHeading, DecidedHuman, DecidedMark, DecidedMetric,
        DecidedModeration, DecidedNumbers, DecidedPanel, DecidedStratum, DecisionExclusion,
        DecisionMoment, DecisionRuleView, DecisionSeparation, DecisionVersionView, DecisionView,
        LotteryView,
    },
    jury::{AgreementView, CriterionAgreementView, RubricHeading},
};

pub(in crate::pages) fn both(text: &str) -> Bilingual {
    Bilingual {
        bg: text.to_owned(),
        en: text.to_owned(),
    }
}

/// Marks of three evaluators for one criterion; the first one's was moderated.
fn human() -> DecidedHuman {
    let mark = |evaluator: &str, given, moderated| DecidedMark {
        evaluator: evaluator.to_owned(),
        given,
        moderated,
        comment: "<b>ясно</b>".to_owned(),
        moderated_comment: String::new(),
    };
    DecidedHuman {
        score: 80.0,
        evaluators: 3,
        criteria: vec![DecidedCriterion {
            criterion: "use".to_owned(),
            title: both("Полза"),
            heading: RubricHeading::Readiness,
            value: 4.0,
            marks: vec![
                mark("E1", 1, Some(4)),
                mark("E2", 4, Some(4)),
                mark("E3", 4, None),
            ],
        }],
    }
}

pub(in crate::pages) fn metric() -> DecidedMetric {
    DecidedMetric {
        name: "error".to_owned(),
        value: 3.25,
        unit: "min".to_owned(),
        normalised: 0.875,
    }
}

fn automatic(total: f64) -> DecidedAutomatic {
    DecidedAutomatic {
        total,
        low: total - 2.0,
        high: total + 2.0,
        is_reliable: true,
        quality: 0.9,
        equity: 0.8,
        robustness: None,
        cost: 0.7,
        metrics: vec![metric()],
        strata: vec![DecidedStratum {
            name: "night".to_owned(),
            cases: 12,
            failed: 1,
            quality: 0.75,
            metrics: vec![metric()],
        }],
        broken_gates: Vec::new(),
        fuel_p95: 1_000,
    }
}

fn candidate(at: u32, place: Option<u32>, total: f64) -> DecidedCandidate {
    let heading = |heading, share| DecidedHeading {
        heading,
        score: total,
        share,
    };
    DecidedCandidate {
        submission: format!("01S{at}"),
        title: format!("Решение {at} & <b>"),
        organisation: format!("Екип {at}"),
        plugin_digest: format!("sha256:{}", "ab".repeat(32)),
        has_references: false,
        cost_eur: Some(10_000),
        position: place.map(|_| at),
        place,
        after_by: None,
        rank_low: place.map(|_| 1),
        rank_high: place.map(|_| 5),
        leads_under_weights: place.map(|_| 0.625),
        weights_rank_low: place.map(|_| 1),
        weights_rank_high: place.map(|_| 3),
        exclusions: Vec::new(),
        total: Some(total),
        low: Some(total - 1.5),
        high: Some(total + 1.5),
        headings: vec![
            heading(RubricHeading::Potential, 0.6),
            heading(RubricHeading::Readiness, 0.4),
        ],
        automatic: Some(automatic(total)),
        human: Some(human()),
        ticket: "0".repeat(64),
    }
}

/// Those who share a place come after one another for a reason each.
fn candidates() -> Vec<DecidedCandidate> {
    let mut candidates = vec![
        candidate(1, Some(1), 90.0),
        candidate(2, Some(1), 90.5),
        candidate(3, Some(1), 89.5),
        candidate(4, Some(1), 89.0),
        candidate(5, Some(5), 72.5),
        candidate(6, None, 40.0),
    ];
    let by = [
        None,
        Some(DecisionSeparation::References),
        Some(DecisionSeparation::Cost),
        Some(DecisionSeparation::Lottery),
        Some(DecisionSeparation::Total),
    ];
    for (candidate, by) in candidates.iter_mut().zip(by) {
        candidate.after_by = by;
    }
    candidates[1].has_references = true;
    for later in [2, 3] {
        candidates[later].has_references = true;
        candidates[later].cost_eur = None;
    }
    candidates[3].ticket = "f".repeat(64);
    candidates[5].exclusions = vec![DecisionExclusion::BelowHuman];
    candidates
}

pub(in crate::pages) fn numbers() -> DecidedNumbers {
    DecidedNumbers {
        candidates: candidates(),
        beats: vec![vec![0.5; 5]; 5],
        panel: panel(),
        moderations: vec![DecidedModeration {
            submission: "01S1".to_owned(),
            criterion: "use".to_owned(),
            criterion_title: both("Полза"),
            lowest: 1,
            highest: 4,
            lowest_standing: 4,
            highest_standing: 4,
        }],
        is_reliable: true,
        cases: 420,
    }
}

fn panel() -> DecidedPanel {
    let evaluator = |code: &str| DecidedEvaluator {
        evaluator: code.to_owned(),
        judged: 6,
        effect: None,
    };
    let agreement = Some(AgreementView {
        alpha: 0.71,
        pairable: 18,
    });
    DecidedPanel {
        all_judged_all: true,
        evaluators: ["E1", "E2", "E3"].map(evaluator).to_vec(),
        agreement,
        criteria: vec![CriterionAgreementView {
            criterion: "use".to_owned(),
            title: both("Полза"),
            agreement,
        }],
    }
}

pub(in crate::pages) fn rule() -> DecisionRuleView {
    DecisionRuleView {
        automatic_share: 0.6,
        automatic_threshold: 50.0,
        human_threshold: 45.5,
        criterion_weights: vec![CriterionWeightView {
            criterion: "use".to_owned(),
            weight: 1.0,
        }],
        fewest_evaluators: 3,
        moderation_spread: 2,
        weight_concentration: 50.0,
    }
}

pub(in crate::pages) fn decision() -> DecisionView {
    let at = Timestamp::UNIX_EPOCH;
    let digest = format!("sha256:{}", "cd".repeat(32));
    DecisionView {
        challenge: "parking".to_owned(),
        title: both("Паркиране"),
        challenge_version: "1.0.0".to_owned(),
        version: 1,
        latest: 1,
        published_at: at,
        reason: None,
        changes: Vec::new(),
        digest: digest.clone(),
        signed_by: "sofia-2027".to_owned(),
        versions: vec![DecisionVersionView {
            version: 1,
            digest: digest.clone(),
            bytes: 4_096,
            signed_by: "sofia-2027".to_owned(),
            published_at: at,
            reason: None,
        }],
        rule: rule(),
        declared_at: at,
        declared: DecisionMoment::BeforeOpening,
        seed: 42,
        lottery: LotteryView {
            name: "parking@1.0.0".to_owned(),
            commitment: digest.clone(),
            seed: "ef".repeat(32),
            list_digest: digest,
            was_needed: true,
        },
        numbers: numbers(),
        left_out: Vec::new(),
        members: Vec::new(),
        inquiry_until: at,
        takes_inquiries: true,
    }
}
