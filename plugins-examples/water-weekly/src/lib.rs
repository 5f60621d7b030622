//! A week of water: each hour is the weighted mean of the same hour on earlier
//! days of the same kind, brought to the level of yesterday. A holiday
//! is a Sunday, and is no guide to an ordinary weekday.

mod calendar;
mod history;

use calendar::Calendar;
use history::History;
use pilotbox_plugin::log;
use pilotbox_plugin::utilities::water_demand::{Refusal, Request};

pilotbox_plugin::export!(water_demand => forecast);

const LEAST_HOURS: usize = 2 * 7 * 24;
/// Yesterday may move the week by so much, up or down: beyond it a burst or a
/// broken meter is likelier than new habits.
const MAX_SHIFT: f64 = 0.2;
/// So much of yesterday's difference is expected to last.
const KEPT: f64 = 0.6;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let hours = request.inflow.len() / request.areas.len().max(1);
    if hours < LEAST_HOURS {
        return Err(Refusal::HistoryTooShort(LEAST_HOURS as u32));
    }
    let calendar = Calendar::granted().unwrap_or_else(|error| {
        log::warn(&format!("every day is taken as its weekday: {error}"));
        Calendar::default()
    });
    Ok(forecast_all(&request, hours, &calendar))
}

fn forecast_all(request: &Request, hours: usize, calendar: &Calendar) -> Vec<f64> {
    let times = calendar.local_hours(request.start, hours + request.horizon as usize);
    let (past, asked) = times.split_at(hours);
    let mut answer = Vec::with_capacity(request.areas.len() * asked.len());
    for (area, inflow) in request.areas.iter().zip(request.inflow.chunks(hours)) {
        let history = History::new(past, inflow);
        let level = level(&history, calendar, past);
        log::debug(&format!("area {area}: level {level:.3}"));
        answer.extend(
            asked
                .iter()
                .map(|hour| level * history.usual(calendar, *hour)),
        );
    }
    answer
}

/// The factor by which the week to come differs from the usual, judged by the
/// last 24 hours that were measured.
fn level(history: &History, calendar: &Calendar, past: &[i64]) -> f64 {
    let yesterday = &past[past.len() - 24..];
    let (mut measured, mut usual) = (0.0, 0.0);
    for hour in yesterday {
        if let Some(flow) = history.at(*hour) {
            measured += flow;
            usual += history.usual(calendar, *hour);
        }
    }
    // Net inflow may be near zero, or below it where water flows on.
    if usual <= 0.0 {
        return 1.0;
    }
    1.0 + KEPT * (measured / usual - 1.0).clamp(-MAX_SHIFT, MAX_SHIFT)
}

#[cfg(test)]
mod tests;
