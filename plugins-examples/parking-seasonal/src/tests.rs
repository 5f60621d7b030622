//! Forecasts of one small car park.

use super::*;

const DAY: i64 = 24 * 60;
/// 1970-01-05 was a Monday.
const MONDAY: i64 = 4 * DAY;
const WEEK: usize = 7;

/// Days of history with 08:00 and 09:00 of each, the last day with 08:00 only.
/// What is to be forecast is its 09:00.
fn request(days: &[[f64; 2]]) -> Request {
    let eight = |day: usize| MONDAY + day as i64 * DAY + 8 * 60;
    let slots = (0..days.len()).flat_map(|day| [eight(day), eight(day) + 60]);
    let mut slots: Vec<_> = slots.collect();
    let target = slots.pop().expect("a day");
    Request {
        car_parks: vec!["a".into()],
        occupancy: days.as_flattened()[..slots.len()].to_vec(),
        slots,
        targets: vec![target],
    }
}

fn only(request: Request) -> f64 {
    forecast(request).expect("there is history")[0]
}

fn is_close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

/// A week of days that do not change, with today, a Monday, after it.
fn quiet_week(share: f64, today: f64) -> Vec<[f64; 2]> {
    let mut days = vec![[share, share]; WEEK];
    days.push([today, f64::NAN]);
    days
}

#[test]
fn the_change_of_past_days_is_added_to_the_present() {
    let mut days = vec![[0.2, 0.4]; WEEK];
    days.push([0.3, f64::NAN]);
    assert!(is_close(only(request(&days)), 0.5));
}

#[test]
fn the_same_weekday_counts_more_than_other_working_days() {
    let mut days = quiet_week(0.2, 0.2);
    days[0] = [0.2, 0.6];
    // Monday weighs 1 and each of the four days since then 0.15.
    assert!(is_close(only(request(&days)), 0.2 + 0.4 / 1.6));
}

#[test]
fn the_weekend_is_no_guide_to_a_monday() {
    let mut days = quiet_week(0.2, 0.2);
    days[5] = [0.2, 0.9];
    days[6] = [0.2, 0.9];
    assert!(is_close(only(request(&days)), 0.2));
}

#[test]
fn days_that_began_alike_count_more() {
    let mut days = vec![[0.2, 0.2]; 2 * WEEK];
    days[0] = [0.8, 0.9];
    days[WEEK] = [0.8, 0.9];
    days.push([0.8, f64::NAN]);
    assert!(only(request(&days)) > 0.88);
}

#[test]
fn no_car_park_is_more_than_full_or_less_than_empty() {
    let mut days = vec![[0.2, 0.9]; WEEK];
    days.push([0.9, f64::NAN]);
    assert!(is_close(only(request(&days)), 1.0));
    let mut days = vec![[0.9, 0.2]; WEEK];
    days.push([0.1, f64::NAN]);
    assert!(is_close(only(request(&days)), 0.0));
}

#[test]
fn a_day_with_a_hole_is_left_out() {
    let mut days = quiet_week(0.2, 0.2);
    days[0] = [0.2, f64::NAN];
    days[1] = [f64::NAN, 0.9];
    assert!(is_close(only(request(&days)), 0.2));
}

#[test]
fn a_car_park_not_seen_today_gets_its_usual_level() {
    let mut days = vec![[0.2, 0.6]; WEEK];
    days.push([f64::NAN, f64::NAN]);
    assert!(is_close(only(request(&days)), 0.6));
}

#[test]
fn a_car_park_never_seen_still_gets_an_answer() {
    let days = [[f64::NAN, f64::NAN]; WEEK];
    assert!(is_close(only(request(&days)), UNKNOWN));
}

#[test]
fn the_first_morning_repeats_what_is_seen() {
    assert!(is_close(only(request(&[[0.7, f64::NAN]])), 0.7));
}

#[test]
fn answers_go_car_park_by_car_park() {
    let mut two = request(&[[0.7, f64::NAN]]);
    two.car_parks.push("b".into());
    two.occupancy.push(0.3);
    two.targets.push(two.targets[0] + 30);
    assert_eq!(
        forecast(two).expect("there is history"),
        [0.7, 0.7, 0.3, 0.3]
    );
}

#[test]
fn no_history_is_refused() {
    let mut request = request(&[[0.7, f64::NAN]]);
    request.slots.clear();
    request.occupancy.clear();
    assert!(matches!(
        forecast(request),
        Err(Refusal::HistoryTooShort(1))
    ));
}
