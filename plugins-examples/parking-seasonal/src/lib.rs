//! How full a car park will be: as full as it is now, plus the change between
//! the same two slots of a typical day. A day of the past counts the more, the
//! more it is like today: the same weekday, recent, and full to a like degree
//! at this time of the day.

mod days;
mod typical;

use days::Days;
use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};
use pilotbox_plugin::{Table, TableError, log};

pilotbox_plugin::export!(parking_forecast => forecast);

/// What is said of a car park that was never seen.
const UNKNOWN: f64 = 0.5;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    if request.slots.is_empty() {
        return Err(Refusal::HistoryTooShort(1));
    }
    let days = Days::new(&request.slots);
    let mut answer = Vec::with_capacity(request.car_parks.len() * request.targets.len());
    for history in request.occupancy.chunks(request.slots.len()) {
        answer.extend(forecast_car_park(&days, history, &request.targets));
    }
    log::debug(&match free_places(&request, &answer) {
        Ok(free) => format!("free places expected at the targets, all car parks: {free:.0?}"),
        // Capacities are for the log only: a forecast is a share.
        Err(error) => format!("free places are not known: {error}"),
    });
    Ok(answer)
}

fn forecast_car_park<'a>(
    days: &'a Days,
    history: &'a [f64],
    targets: &'a [i64],
) -> impl Iterator<Item = f64> + 'a {
    // Where sensors fail, the last slot that was seen stands for now.
    let seen = history.iter().rposition(|share| share.is_finite());
    let of_today = seen.filter(|seen| days.is_today(*seen));
    targets.iter().map(move |target| {
        let share = match (of_today, seen) {
            (Some(now), _) => history[now] + typical::change(days, history, now, *target),
            (None, Some(last)) => typical::level(days, history, *target).unwrap_or(history[last]),
            (None, None) => UNKNOWN,
        };
        share.clamp(0.0, 1.0)
    })
}

/// Free places at each target, summed over the car parks of known capacity.
fn free_places(request: &Request, answer: &[f64]) -> Result<Vec<f64>, TableError> {
    let table = Table::open("car-parks")?;
    let (ids, capacities) = (table.text("id")?, table.s64("capacity")?);
    let mut free = vec![0.0; request.targets.len()];
    let car_parks = request
        .car_parks
        .iter()
        .zip(answer.chunks(free.len().max(1)));
    for (car_park, shares) in car_parks {
        let Some(row) = ids.iter().position(|id| id == car_park) else {
            continue;
        };
        for (free, share) in free.iter_mut().zip(shares) {
            *free += capacities[row] as f64 * (1.0 - share);
        }
    }
    Ok(free)
}

#[cfg(test)]
mod tests;
