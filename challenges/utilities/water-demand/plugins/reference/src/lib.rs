//! A weekly profile, the latest weeks counting most and holidays taken as
//! Sundays, moved to the level of the last two days. It looks at no weather.

mod calendar;
mod level;
mod profile;

use calendar::{Calendar, DAY_HOURS};
use pilotbox_plugin::utilities::water_demand::{Refusal, Request};
use profile::Grid;

pilotbox_plugin::export!(water_demand => forecast);

const LEAST_HOURS: usize = 2 * 168;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let hours = request.inflow.len() / request.areas.len().max(1);
    if hours < LEAST_HOURS {
        return Err(Refusal::HistoryTooShort(LEAST_HOURS as u32));
    }
    Ok(forecast_all(&request, hours, &Calendar::granted()))
}

fn forecast_all(request: &Request, hours: usize, calendar: &Calendar) -> Vec<f64> {
    let times = calendar.local_hours(request.start, hours + request.horizon as usize);
    let (past, asked) = times.split_at(hours);
    let today = asked.first().map_or(0, |hour| hour.div_euclid(DAY_HOURS));
    let mut answer = Vec::with_capacity(request.areas.len() * asked.len());
    for history in request.inflow.chunks(hours) {
        let grid = Grid::new(past, history);
        let level = level::recent(&grid, calendar, today);
        answer.extend(asked.iter().map(|hour| {
            let (day, hour) = (hour.div_euclid(DAY_HOURS), hour.rem_euclid(DAY_HOURS));
            grid.usual(calendar, day, hour, today) + level::carried(level, day - today)
        }));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_plugin::utilities::water_demand::Weather;

    const MONDAY: i64 = 4 * DAY_HOURS;

    /// `weeks` of history from a Monday; the flow is 10 at night, 20 by day, and
    /// 5 more on Sundays.
    fn request(weeks: i64) -> Request {
        let flow = |hour: i64| {
            let sunday = (hour / DAY_HOURS) % 7 == 6;
            let daytime = (6..22).contains(&(hour % DAY_HOURS));
            10.0 + if daytime { 10.0 } else { 0.0 } + if sunday { 5.0 } else { 0.0 }
        };
        let inflow = (0..weeks * 168).map(flow).collect();
        let weather = Weather {
            rain: vec![],
            temperature: vec![],
            humidity: vec![],
            wind: vec![],
        };
        Request {
            areas: vec!["A".into()],
            start: MONDAY,
            inflow,
            weather,
            horizon: 168,
        }
    }

    fn answer(request: &Request, calendar: &Calendar) -> Vec<f64> {
        forecast_all(request, request.inflow.len(), calendar)
    }

    #[test]
    fn a_steady_week_goes_on() {
        let request = request(4);
        let answer = answer(&request, &Calendar::default());
        for (found, expected) in answer.iter().zip(&request.inflow) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn a_holiday_is_taken_as_a_sunday() {
        let calendar = Calendar {
            holidays: vec![4 + 28],
            ..Calendar::default()
        };
        let answer = answer(&request(4), &calendar);
        assert!((answer[12] - 25.0).abs() < 1e-9);
        assert!((answer[36] - 20.0).abs() < 1e-9);
    }

    #[test]
    fn a_higher_level_is_carried_on_and_fades() {
        let mut request = request(4);
        let hours = request.inflow.len();
        request.inflow[hours - 48..]
            .iter_mut()
            .for_each(|flow| *flow += 2.0);
        let answer = answer(&request, &Calendar::default());
        assert!((answer[0] - 11.4).abs() < 1e-9, "{}", answer[0]);
        assert!((answer[24] - 11.26).abs() < 1e-9, "{}", answer[24]);
    }

    #[test]
    fn turned_clocks_do_not_shift_the_profile() {
        let mut request = request(4);
        let jump = 3 * 168 + 6 * DAY_HOURS + 3;
        let twice = request.inflow[jump as usize - 1];
        request.inflow.insert(jump as usize, twice);
        let calendar = Calendar {
            clock_changes: vec![(MONDAY + jump, -1)],
            ..Calendar::default()
        };
        let answer = answer(&request, &calendar);
        assert!((answer[5] - 10.0).abs() < 1e-9);
        assert!((answer[6] - 20.0).abs() < 1e-9);
    }

    #[test]
    fn an_area_that_was_never_measured_gets_numbers() {
        let mut request = request(4);
        request.inflow.fill(f64::NAN);
        assert!(
            answer(&request, &Calendar::default())
                .iter()
                .all(|flow| flow.is_finite())
        );
    }

    #[test]
    fn two_weeks_are_needed() {
        assert!(matches!(
            forecast(request(1)),
            Err(Refusal::HistoryTooShort(336))
        ));
        assert!(forecast(request(2)).is_ok());
    }
}
