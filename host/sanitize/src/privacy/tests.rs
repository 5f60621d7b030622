//! What the ledger allows, and that noise is of the size that was paid for. Noise is
//! drawn from the system: bounds are so wide that chance crosses them less often than
//! once in a million runs.

use jiff::civil::date;

use super::*;

const AGES: Bounds = Bounds {
    low: 0.0,
    high: 100.0,
    step: 1.0,
};

fn ask(epsilon: f64) -> Ask<'static> {
    Ask {
        what: "people of a district",
        epsilon,
        rows_per_person: 1,
        on: date(2026, 11, 22),
    }
}

fn ledger(budget: f64) -> Ledger {
    Ledger::new(budget).expect("a budget")
}

#[test]
fn ten_tenths_are_one_and_an_eleventh_is_refused() {
    let mut ledger = ledger(1.0);
    for _ in 0..10 {
        ledger.count(ask(0.1), 500).expect("it is affordable");
    }
    let error = ledger.count(ask(0.1), 500).expect_err("nothing is left");
    assert!(matches!(error, PrivacyError::Spent { left, .. } if left < 1e-9));
    assert_eq!(
        ledger.entries().len(),
        10,
        "a refused question costs nothing"
    );
    assert!(ledger.spent() >= 1.0 && ledger.left() < 1e-9);
}

#[test]
fn noise_is_as_large_as_epsilon_is_small() {
    for (epsilon, rows_per_person) in [(0.1, 1), (1.0, 1), (1.0, 5)] {
        let draws = 4_000;
        let mut sum = 0.0;
        for _ in 0..draws {
            let mut ledger = ledger(20.0);
            let asked = Ask {
                rows_per_person,
                ..ask(epsilon)
            };
            let answer = ledger.count(asked, 1_000).expect("an answer");
            sum += counts::exact((answer.value - 1_000).abs());
        }
        // The mean of the absolute discrete Laplace noise: 2q / (1 - q^2).
        let q = libm::exp(-epsilon / f64::from(rows_per_person));
        let expected = 2.0 * q / (1.0 - q * q);
        let found = sum / f64::from(draws);
        let six_sigma = 6.0 * (expected + 1.0) / f64::from(draws).sqrt();
        assert!(
            (found - expected).abs() < six_sigma,
            "{epsilon}: {found}, not {expected}"
        );
    }
}

#[test]
fn the_price_is_what_the_mechanism_says() {
    let mut ledger = ledger(5.0);
    let answer = ledger.count(ask(0.5), 10).expect("an answer");
    assert!(answer.epsilon >= 0.5 && answer.epsilon < 0.5 + 1e-9);
    assert_eq!(
        ledger.entries()[0].epsilon.to_bits(),
        answer.epsilon.to_bits()
    );
    assert!((answer.margin.expect("a margin") - 2.0 * libm::log(20.0)).abs() < 1e-9);
}

#[test]
fn a_histogram_costs_once_for_all_its_groups() {
    let mut ledger = ledger(20.0);
    let answer = ledger
        .histogram(ask(10.0), &[100, 0, 7_000])
        .expect("an answer");
    assert_eq!(answer.value.len(), 3);
    for (noisy, true_count) in answer.value.iter().zip([100, 0, 7_000]) {
        assert!((noisy - true_count).abs() < 20, "{noisy} for {true_count}");
    }
    assert!(ledger.spent() < 10.1);
}

#[test]
fn sums_means_and_quantiles_come_near() {
    let ages: Vec<f64> = (0..10_000_u32).map(|at| f64::from(at % 80)).collect();
    let mut ledger = ledger(20.0);
    let sum = ledger.sum(ask(2.0), &ages, AGES).expect("a sum");
    assert!((sum.value - 395_000.0).abs() < 2_000.0, "{}", sum.value);
    let mean = ledger.mean(ask(2.0), &ages, AGES).expect("a mean");
    assert!((mean.value - 39.5).abs() < 0.5, "{}", mean.value);
    let median = ledger
        .quantile(ask(2.0), &ages, 0.5, AGES)
        .expect("a median");
    assert!((median.value - 39.5).abs() < 2.0, "{}", median.value);
    assert_eq!(ledger.entries().len(), 4, "a mean is two questions");
}

#[test]
fn what_lies_beyond_the_bounds_counts_as_the_bound() {
    let wild = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e300, 50.0];
    let mut ledger = ledger(20.0);
    let sum = ledger.sum(ask(10.0), &wild, AGES).expect("a sum");
    assert!((sum.value - 250.0).abs() < 300.0, "{}", sum.value);
}

#[test]
fn a_mean_that_cannot_be_paid_costs_nothing() {
    let mut ledger = ledger(1.0);
    let error = ledger.mean(ask(1.5), &[1.0; 100], AGES);
    assert!(matches!(error, Err(PrivacyError::Spent { .. })));
    assert!(ledger.entries().is_empty());
}

#[test]
fn a_mean_of_nobody_is_refused_and_paid() {
    for _ in 0..50 {
        let mut ledger = ledger(20.0);
        let mean = ledger.mean(ask(20.0), &[], AGES);
        if mean == Err(PrivacyError::TooFew) {
            assert_eq!(ledger.entries().len(), 2);
            return;
        }
    }
    panic!("noise alone never looks like fifty records");
}

#[test]
fn bad_questions_are_told_apart() {
    let mut ledger = ledger(1.0);
    for epsilon in [0.0, -1.0, f64::NAN, f64::INFINITY, 21.0] {
        let error = ledger.count(ask(epsilon), 1);
        assert!(
            matches!(error, Err(PrivacyError::Epsilon { .. })),
            "{epsilon}"
        );
        assert!(matches!(
            Ledger::new(epsilon),
            Err(PrivacyError::Epsilon { .. })
        ));
    }
    let nobody = Ask {
        rows_per_person: 0,
        ..ask(0.1)
    };
    assert_eq!(ledger.count(nobody, 1), Err(PrivacyError::NoRows));
    let turned = Bounds {
        low: 1.0,
        high: 0.0,
        step: 1.0,
    };
    let error = ledger.sum(ask(0.1), &[], turned).expect_err("no bounds");
    assert_eq!(
        error.to_string(),
        "the bounds 1 to 0 hold nothing; hint: choose them without looking at the data"
    );
    let fine = Bounds {
        low: 0.0,
        high: 1e6,
        step: 1e-9,
    };
    assert!(matches!(
        ledger.sum(ask(0.1), &[], fine),
        Err(PrivacyError::TooFine { .. })
    ));
    let share = ledger.quantile(ask(0.1), &[], 1.5, AGES);
    assert_eq!(share, Err(PrivacyError::Share { share: 1.5 }));
    assert!(ledger.entries().is_empty(), "none of them was paid");
}

#[test]
fn a_ledger_is_kept_as_a_file() {
    let mut ledger = ledger(1.0);
    ledger.count(ask(0.25), 3).expect("an answer");
    let text = serde_json::to_string(&ledger).expect("it can be written");
    let back: Ledger = serde_json::from_str(&text).expect("it can be read");
    assert_eq!(back, ledger);
    assert!(text.contains("2026-11-22"));
}
