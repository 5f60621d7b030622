use super::*;

const HOUR: i64 = 3600;

/// Hourly values of some days from a function of the hour since the first.
fn request(hours: i64, value: impl Fn(i64) -> f64) -> Request {
    Request {
        series: String::new(),
        step_seconds: 3600,
        times: (0..hours).map(|hour| hour * HOUR).collect(),
        values: (0..hours).map(value).collect(),
        now: (hours - 1) * HOUR,
        horizon: 6,
    }
}

fn wave(hour: i64) -> f64 {
    if (hour / 6) % 2 == 0 { 10.0 } else { 20.0 }
}

#[test]
fn a_day_that_repeats_is_repeated() {
    let answer = forecast(request(24 * 6 + 3, wave)).expect("there is history");
    let expected: Vec<f64> = (0..6).map(|ahead| wave(24 * 6 + 3 + ahead)).collect();
    for (found, expected) in answer.iter().zip(&expected) {
        assert!((found - expected).abs() < 1e-9, "{answer:?} {expected:?}");
    }
}

#[test]
fn a_week_that_repeats_is_repeated() {
    let weekly = |hour: i64| if (hour / 24) % 7 < 5 { wave(hour) } else { 0.0 };
    let hours = 24 * 7 * 4 + 24 * 4 + 20;
    let answer = forecast(request(hours, weekly)).expect("there is history");
    let last = answer.last().copied().unwrap_or(f64::NAN);
    assert!((last - weekly(hours + 5)).abs() < 1e-9, "{answer:?}");
}

#[test]
fn a_level_without_season_is_kept() {
    let answer = forecast(request(40, |hour| if hour < 20 { 1.0 } else { 5.0 })).expect("history");
    assert!(
        answer.iter().all(|value| (value - 5.0).abs() < 1e-9),
        "{answer:?}"
    );
}

#[test]
fn holes_and_short_histories_still_get_an_answer() {
    let holes = |hour: i64| if hour % 3 == 0 { f64::NAN } else { 7.0 };
    let answer = forecast(request(30, holes)).expect("there is history");
    assert!(
        answer.iter().all(|value| (value - 7.0).abs() < 1e-9),
        "{answer:?}"
    );
    assert_eq!(forecast(request(1, |_| 3.0)).expect("one value"), [3.0; 6]);
}

#[test]
fn nothing_known_is_refused() {
    let refusal = forecast(request(5, |_| f64::NAN)).expect_err("nothing is known");
    assert!(matches!(refusal, Refusal::HistoryTooShort(1)));
}
