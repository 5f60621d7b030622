use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};

use pilotbox_model::{Case, CaseResult, CaseVerdict, Metric, Score};

use super::*;
use crate::fixture::{case, failed, manifest, scored, twin};

const SEED: u64 = 7;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Two cases by day, one of them failed, one by night, and a twin of the latter.
fn worked_example() -> (Vec<Case>, Vec<CaseResult>) {
    let night = case("n1", "night", "b2");
    let twin = twin("n1-late", &night);
    let cases = vec![
        case("d1", "day", "b1"),
        case("d2", "day", "b2"),
        night,
        twin,
    ];
    let results = vec![
        scored("d1", 2.0, 1.0, 1_000),
        scored("d2", 6.0, 0.5, 31_622),
        scored("n1", 10.0, 1.0, 10_000),
        scored("n1-late", 15.0, 0.75, 5_000_000),
    ];
    (cases, results)
}

#[test]
fn the_worked_example_of_the_methodology() {
    let (cases, results) = worked_example();
    let score = score(&manifest(), &cases, &results, SEED).expect("three cases were scored");
    // Day: error 4 between 10 and 2 is 0.75, served 0.75 between 0.5 and 1 is 0.5:
    // (3 x 0.75 + 0.5) / 4 = 0.6875. Night: both at their targets: 1.
    assert!(close(score.strata[0].quality, 0.6875));
    assert!(close(score.strata[1].quality, 1.0));
    let quality = (3.0 * 0.6875 + 1.0) / 4.0;
    assert!(close(score.parts.quality, quality));
    // Day has two cases and two cases' worth of the mean.
    let equity = (2.0 * 0.6875 + 2.0 * quality) / 4.0;
    assert!(close(score.parts.equity, equity));
    // The twin: error 15 between 20 and 10 is 0.5, served 0.5; its original is at 1.
    assert_eq!(score.parts.robustness, Some(0.5));
    // Rank ceil(0.95 x 3) = 3 of 1,000, 10,000, 31,622: half of the way on a log scale.
    assert_eq!(score.fuel_p95, 31_622);
    assert!((score.parts.cost - 0.5).abs() < 1e-5);
    let parts = 15.0 * equity + 10.0 * 0.5 + 10.0 * score.parts.cost;
    assert!(close(score.total, 65.0 * quality + quality * parts));
    assert!(close(score.metrics[0].value, (3.0 * 4.0 + 10.0) / 4.0));
    assert!(close(score.metrics[1].normalised, (3.0 * 0.5 + 1.0) / 4.0));
    assert_eq!((score.strata[0].cases, score.strata[0].failed), (2, 0));
    assert_eq!((score.interval.blocks, score.interval.reliable), (2, false));
    assert_eq!((score.interval.draws, score.interval.level), (10_000, 0.95));
}

#[test]
fn without_twins_the_weight_of_robustness_goes_to_quality() {
    let (mut cases, results) = worked_example();
    cases.pop();
    let score = score(&manifest(), &cases, &results, SEED).expect("scored");
    let parts = score.parts;
    assert_eq!(parts.robustness, None);
    let q = parts.quality;
    assert!(close(
        score.total,
        75.0 * q + q * (15.0 * parts.equity + 10.0 * parts.cost)
    ));
}

#[test]
fn a_failed_case_is_at_the_floor_and_counts_its_fuel() {
    let (cases, mut results) = worked_example();
    results[1] = failed("d2", 9_000_000);
    let failed = score(&manifest(), &cases, &results, SEED).expect("scored");
    results[1] = scored("d2", 50.0, 0.0, 9_000_000);
    let floored = score(&manifest(), &cases, &results, SEED).expect("scored");
    assert_eq!(failed.total.to_bits(), floored.total.to_bits());
    assert_eq!((failed.strata[0].failed, floored.strata[0].failed), (1, 0));
    assert_eq!((failed.fuel_p95, failed.parts.cost), (9_000_000, 0.0));
}

#[test]
fn a_broken_gate_gives_0() {
    let (cases, mut results) = worked_example();
    results[0].metrics[2].value = 1.0;
    let score = score(&manifest(), &cases, &results, SEED).expect("scored");
    assert_eq!(score.broken_gates, ["clashes"]);
    assert_eq!(
        (score.total, score.interval.low, score.interval.high),
        (0.0, 0.0, 0.0)
    );
    assert!(score.parts.quality > 0.0);
}

#[test]
fn a_gap_is_never_scored() {
    let (cases, results) = worked_example();
    let manifest = manifest();
    let scored =
        |cases: &[Case], results: &[CaseResult]| score(&manifest, cases, results, SEED).is_some();
    assert!(scored(&cases, &results));
    assert!(!scored(&cases, &results[1..]), "a result is missing");
    assert!(
        scored(&cases[1..], &results),
        "a voided case is left out for everybody"
    );
    assert!(!scored(&[], &results), "no case");
    let mut blamed = results.clone();
    blamed[0].verdict = CaseVerdict::HarnessFault;
    assert!(!scored(&cases, &blamed), "the harness's fault");
    let mut odd = results.clone();
    odd[0].metrics[0].value = f64::NAN;
    assert!(!scored(&cases, &odd), "an outcome that is none");
    let all_failed: Vec<_> = results.iter().map(|result| failed(&result.id, 1)).collect();
    assert!(!scored(&cases, &all_failed), "no case was scored");
    let mut stray = cases;
    stray[0].stratum = "dusk".to_owned();
    assert!(!scored(&stray, &results), "no such stratum");
}

#[test]
fn outcomes_hold_each_metric_once() {
    let manifest = manifest();
    let check = |metrics: &[(&str, f64)]| {
        let metric = |&(name, value): &(&str, f64)| Metric {
            name: name.to_owned(),
            value,
        };
        check_outcome(&manifest, &metrics.iter().map(metric).collect::<Vec<_>>())
    };
    assert_eq!(
        check(&[("clashes", 0.0), ("served", 1.0), ("error", 2.0)]),
        Ok(())
    );
    let message = |metrics: &[(&str, f64)]| check(metrics).expect_err("not an outcome");
    assert_eq!(
        message(&[("error", 0.0), ("served", 0.0)]),
        "metric `clashes` is missing"
    );
    assert_eq!(
        message(&[("errors", 0.0)]),
        "metric `errors` is not in the manifest"
    );
    assert_eq!(
        message(&[("error", 0.0), ("error", 0.0)]),
        "metric `error` is there twice"
    );
    let nan = message(&[("error", f64::NAN)]);
    assert_eq!(nan, "metric `error` is `NaN`, not a finite number");
    assert!(check(&[("error", f64::INFINITY)]).is_err());
}

#[test]
fn draws_depend_on_the_seed_only() {
    let (cases, results) = many(&[3.0, 9.0, 5.0, 4.0, 7.0, 2.0, 8.0]);
    let interval = |seed| {
        score(&manifest(), &cases, &results, seed)
            .expect("scored")
            .interval
    };
    assert_eq!(interval(1), interval(1));
    assert_ne!(interval(1), interval(2));
    let total = score(&manifest(), &cases, &results, 1)
        .expect("scored")
        .total;
    assert!(interval(1).low < total && total < interval(1).high);
}

#[test]
fn draws_are_the_same_on_every_platform() {
    let (cases, results) = many(&[3.0, 9.0, 5.0, 4.0, 7.0, 2.0, 8.0]);
    let interval = score(&manifest(), &cases, &results, 1)
        .expect("scored")
        .interval;
    assert_eq!((interval.low.to_bits(), interval.high.to_bits()), GOLDEN);
}

/// Bits of the interval above; they change only when the method does.
const GOLDEN: (u64, u64) = (4_631_768_797_454_955_248, 4_635_463_989_572_633_245);

/// Cases by day, each a block of its own.
fn many(errors: &[f64]) -> (Vec<Case>, Vec<CaseResult>) {
    let id = |at: usize| format!("c{at}");
    let cases = (0..errors.len())
        .map(|at| case(&id(at), "day", &id(at)))
        .collect();
    let results = errors.iter().enumerate();
    (
        cases,
        results
            .map(|(at, error)| scored(&id(at), *error, 1.0, 1_000))
            .collect(),
    )
}

/// Cases over both strata and some blocks, with results.
fn runs() -> impl Strategy<Value = (Vec<Case>, Vec<CaseResult>)> {
    let one = (
        any::<bool>(),
        0..4_u8,
        0.0..60.0,
        0.0..1.0,
        any::<u32>(),
        0..10_u8,
        any::<bool>(),
    );
    proptest::collection::vec(one, 1..12).prop_map(|rows| {
        let (mut cases, mut results) =
            (vec![case("a", "day", "0")], vec![scored("a", 5.0, 0.7, 9)]);
        for (at, (by_day, block, error, served, fuel, luck, has_twin)) in
            rows.into_iter().enumerate()
        {
            let id = format!("c{at}");
            let stratum = if by_day { "day" } else { "night" };
            let original = case(&id, stratum, &block.to_string());
            let fuel = u64::from(fuel);
            results.push(if luck == 0 {
                failed(&id, fuel)
            } else {
                scored(&id, error, served, fuel)
            });
            if has_twin {
                let id = format!("{id}-twin");
                results.push(scored(&id, error + 1.0, served, fuel));
                cases.push(twin(&id, &original));
            }
            cases.push(original);
        }
        (cases, results)
    })
}

/// The score without an interval, which would take ten thousand times as long.
fn total(cases: &[Case], results: &[CaseResult]) -> Score {
    let manifest = manifest();
    let sheet = Sheet::read(&manifest, cases, results).expect("a case was scored");
    weigh::score(&sheet, bootstrap::interval(&[], sheet.blocks))
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn scores_stay_in_range((cases, results) in runs()) {
        let score = score(&manifest(), &cases, &results, SEED).expect("a case was scored");
        let parts = [score.parts.quality, score.parts.equity, score.parts.cost];
        prop_assert!(parts.iter().all(|part| (0.0..=1.0).contains(part)));
        prop_assert!((0.0..=100.0).contains(&score.total));
        prop_assert!(0.0 <= score.interval.low && score.interval.low <= score.interval.high);
        prop_assert!(score.interval.high <= 100.0);
    }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn the_order_of_cases_does_not_matter((mut cases, mut results) in runs(), turn in 0..12_usize) {
        let before = total(&cases, &results);
        let turn = turn % cases.len();
        cases.rotate_left(turn);
        results.reverse();
        prop_assert_eq!(total(&cases, &results), before);
    }

    #[test]
    fn a_better_answer_never_loses((mut cases, mut results) in runs(), gain in 0.0..60.0, at in 0..24_usize) {
        // A twin that its original leaves behind costs robustness by design.
        cases.retain(|case| case.twin_of.is_none());
        let before = total(&cases, &results);
        let at = at % results.len();
        if let Some(metric) = results[at].metrics.first_mut() {
            metric.value -= gain;
        }
        prop_assert!(total(&cases, &results).total >= before.total - 1e-9);
    }

    #[test]
    fn anchors_are_0_and_1(fuel in any::<u32>()) {
        let run = |day: f64, night: f64, served: f64| {
            let cases = [case("d", "day", "1"), case("n", "night", "2")];
            let fuel = u64::from(fuel);
            total(&cases, &[scored("d", day, served, fuel), scored("n", night, served, fuel)])
        };
        prop_assert_eq!(run(10.0, 20.0, 0.5).total, 0.0);
        let best = run(2.0, 10.0, 1.0);
        prop_assert_eq!((best.parts.quality, best.parts.equity), (1.0, 1.0));
        prop_assert!(close(best.total, 90.0 + 10.0 * best.parts.cost));
    }

    #[test]
    fn equity_of_a_single_stratum_is_quality(errors in proptest::collection::vec(0.0..12.0, 1..8)) {
        let (cases, results) = many(&errors);
        let parts = total(&cases, &results).parts;
        prop_assert!(close(parts.equity, parts.quality));
    }
}
