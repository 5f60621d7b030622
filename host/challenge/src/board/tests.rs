use pilotbox_model::{Case, CaseResult};

use super::*;
use crate::fixture::{case, failed, manifest, scored};

/// Thirty cases by day; the error of each is `base` and a share of noise that
/// differs from case to case.
fn run(base: f64, noise: f64) -> Vec<CaseResult> {
    let error = |at: u32| base + noise * f64::from(at * 7 % 11 - (at * 7 % 11) / 2);
    (0..30)
        .map(|at| scored(&format!("c{at}"), error(at), 1.0, 1_000))
        .collect()
}

fn cases() -> Vec<Case> {
    (0..30)
        .map(|at| case(&format!("c{at}"), "day", &format!("b{at}")))
        .collect()
}

#[test]
fn a_clear_winner_is_separated_and_equals_share() {
    let good = run(3.0, 0.1);
    let fair = run(6.0, 0.1);
    let same = run(6.0, 0.1);
    let none: Vec<CaseResult> = cases().iter().map(|case| failed(&case.id, 1)).collect();
    let named = |name: &str| name.to_owned();
    let runs = [
        (named("same"), same.as_slice()),
        (named("none"), none.as_slice()),
        (named("good"), good.as_slice()),
        (named("fair"), fair.as_slice()),
    ];
    let board = board(&manifest(), &cases(), &runs, 1);
    let rows: Vec<_> = board
        .places
        .iter()
        .map(|place| {
            (
                place.name.as_str(),
                place.place,
                place.rank_low,
                place.rank_high,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [("good", 1, 1, 1), ("fair", 2, 2, 2), ("same", 2, 2, 2)]
    );
    assert_eq!(board.unscored, ["none"]);
    assert_eq!(
        board.beats,
        [[0.5, 1.0, 1.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]]
    );
    assert!(board.reliable);
}

#[test]
fn noise_is_not_separated() {
    let (a, b) = (run(5.0, 0.3), {
        let mut other = run(5.0, 0.3);
        let errors: Vec<f64> = other.iter().map(|result| result.metrics[0].value).collect();
        for (at, result) in other.iter_mut().enumerate() {
            result.metrics[0].value = errors[(at + 5) % 30] + 0.01;
        }
        other
    });
    let comparison = compare(&manifest(), &cases(), &a, &b, 1).expect("both have a score");
    assert!(comparison.interval.low < 0.0 && comparison.interval.high > 0.0);
    assert!(comparison.p_value > ranking::ALPHA);
    assert!(comparison.a_beats_b > 0.4 && comparison.a_beats_b < 0.9);
    let mirrored = compare(&manifest(), &cases(), &b, &a, 1).expect("both have a score");
    assert_eq!(comparison.a_beats_b + mirrored.a_beats_b, 1.0);
    assert_eq!(comparison.difference, -mirrored.difference);
    let runs = [
        ("a".to_owned(), a.as_slice()),
        ("b".to_owned(), b.as_slice()),
    ];
    let board = board(&manifest(), &cases(), &runs, 1);
    assert!(board.places.iter().all(|place| place.place == 1));
}

#[test]
fn the_board_moves_by_steps() {
    assert_eq!(ladder(None, 41.3, 0.5), 41.5);
    assert_eq!(ladder(Some(41.5), 41.9, 0.5), 41.5);
    assert_eq!(ladder(Some(41.5), 42.0, 0.5), 41.5);
    assert_eq!(ladder(Some(41.5), 42.1, 0.5), 42.0);
    assert_eq!(ladder(Some(41.5), 10.0, 0.5), 41.5);
    assert_eq!(ladder(None, 99.9, 30.0), 90.0);
    assert_eq!(ladder(None, 0.1, 0.5), 0.0);
}
