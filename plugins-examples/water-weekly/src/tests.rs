//! Forecasts of one small area.

use super::*;
use calendar::DAY_HOURS;
use pilotbox_plugin::utilities::water_demand::Weather;

/// 1970-01-05 was a Monday.
const MONDAY: i64 = 4 * DAY_HOURS;
const WEEK_HOURS: i64 = 7 * DAY_HOURS;

/// 10 L/s by night, 20 by day, and 5 more on Sundays.
fn flow(hour: i64) -> f64 {
    let daytime = (6..22).contains(&hour.rem_euclid(DAY_HOURS));
    let sunday = Calendar::default().kind(hour) == 6;
    10.0 + if daytime { 10.0 } else { 0.0 } + if sunday { 5.0 } else { 0.0 }
}

/// `weeks` from a Monday, as [`flow`] has them.
fn request(weeks: i64) -> Request {
    let weather = Weather {
        rain: vec![],
        temperature: vec![],
        humidity: vec![],
        wind: vec![],
    };
    Request {
        areas: vec!["A".into()],
        start: MONDAY,
        inflow: (MONDAY..MONDAY + weeks * WEEK_HOURS).map(flow).collect(),
        weather,
        horizon: WEEK_HOURS as u32,
    }
}

fn answer(request: &Request, calendar: &Calendar) -> Vec<f64> {
    forecast_all(
        request,
        request.inflow.len() / request.areas.len(),
        calendar,
    )
}

fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[test]
fn a_steady_week_goes_on() {
    let answer = answer(&request(4), &Calendar::default());
    assert_eq!(answer.len(), 168);
    for (found, hour) in answer.iter().zip(MONDAY..) {
        assert_close(*found, flow(hour));
    }
}

#[test]
fn later_weeks_count_more_and_holes_do_not_count() {
    let mut request = request(3);
    request.inflow[0] = 10.0;
    request.inflow[168] = f64::NAN;
    request.inflow[336] = 28.0;
    let expected = (28.0 + 0.8 * 10.0) / 1.8;
    assert_close(answer(&request, &Calendar::default())[0], expected);
}

#[test]
fn a_holiday_to_come_is_a_sunday() {
    let calendar = Calendar {
        holidays: vec![4 + 4 * 7],
        ..Calendar::default()
    };
    let answer = answer(&request(4), &calendar);
    assert_close(answer[12], 25.0);
    assert_close(answer[24 + 12], 20.0);
}

#[test]
fn a_holiday_of_the_past_is_no_guide_to_its_weekday() {
    let mut request = request(4);
    // The last Monday was a holiday, and flowed as a Sunday does.
    let monday = 3 * 168..3 * 168 + 24;
    request.inflow[monday]
        .iter_mut()
        .for_each(|flow| *flow += 5.0);
    let calendar = Calendar {
        holidays: vec![4 + 3 * 7],
        ..Calendar::default()
    };
    assert_close(answer(&request, &calendar)[12], 20.0);
}

#[test]
fn the_level_of_yesterday_is_kept_in_part_and_within_bounds() {
    let raised = |by: f64| {
        let mut request = request(4);
        let yesterday = request.inflow.len() - 24;
        request.inflow[yesterday..]
            .iter_mut()
            .for_each(|flow| *flow *= by);
        answer(&request, &Calendar::default())[0]
    };
    assert_close(raised(1.1), 10.0 * 1.06);
    assert_close(raised(5.0), 10.0 * 1.12);
    assert_close(raised(0.1), 10.0 * 0.88);
}

#[test]
fn a_turned_clock_does_not_shift_the_week() {
    let mut request = request(4);
    // At 3 on the last Sunday clocks were turned back to 2: one more row.
    let turned = 3 * 168 + 6 * 24 + 3;
    request
        .inflow
        .insert(turned, flow(MONDAY + turned as i64 - 1));
    let calendar = Calendar {
        clock_changes: vec![(MONDAY + turned as i64, -1)],
        ..Calendar::default()
    };
    let answer = answer(&request, &calendar);
    assert_close(answer[5], 10.0);
    assert_close(answer[6], 20.0);
}

#[test]
fn local_time_jumps_where_a_clock_is_turned() {
    let calendar = Calendar {
        clock_changes: vec![(2, 1), (9, -1)],
        ..Calendar::default()
    };
    assert_eq!(calendar.local_hours(0, 10), [0, 1, 3, 4, 5, 6, 7, 8, 8, 9]);
    // A start after a change is in the new time already.
    assert_eq!(calendar.local_hours(5, 2), [5, 6]);
}

#[test]
fn an_area_never_measured_gets_numbers() {
    let mut request = request(4);
    request.inflow.fill(f64::NAN);
    for flow in answer(&request, &Calendar::default()) {
        assert_close(flow, 0.0);
    }
}

#[test]
fn areas_follow_each_other() {
    let mut request = request(2);
    request.areas.push("B".into());
    request.inflow.extend(vec![3.0; 2 * 168]);
    let answer = answer(&request, &Calendar::default());
    assert_eq!(answer.len(), 2 * 168);
    assert_close(answer[168], 3.0);
}

#[test]
fn less_than_two_weeks_are_refused() {
    assert!(matches!(
        forecast(request(1)),
        Err(Refusal::HistoryTooShort(336))
    ));
    assert!(forecast(request(2)).is_ok());
}
