//! Repeats the day or the week, and decays to it from the present level. Which
//! season, and how slowly the level decays, is chosen by forecasting moments of the
//! history from what lies before them.

mod history;
mod model;

use history::History;
use model::{MODELS, Model};
use pilotbox_plugin::templates::forecast::{Refusal, Request};

pilotbox_plugin::export!(forecast => forecast);

/// Moments of the history at which the models are compared.
const TRIALS: i64 = 12;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let history = History::of(&request);
    if history.last(request.now).is_none() {
        return Err(Refusal::HistoryTooShort(1));
    }
    let horizon = i64::from(request.horizon);
    let model = best(&history, request.now, horizon);
    Ok((1..=horizon)
        .map(|ahead| model.at(&history, request.now, ahead))
        .collect())
}

/// The model with the least mean absolute error at moments of the history; the
/// first of equals, and persistence is the first.
fn best(history: &History, now: i64, horizon: i64) -> Model {
    let errors = MODELS.map(|model| {
        let (mut sum, mut count) = (0.0, 0.0);
        for trial in 1..=TRIALS {
            let moment = now - trial * horizon * history.step;
            for ahead in 1..=horizon {
                let Some(truth) = history.at(moment + ahead * history.step) else {
                    continue;
                };
                sum += (truth - model.at(history, moment, ahead)).abs();
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    });
    let mut chosen = 0;
    for (at, error) in errors.iter().enumerate() {
        if *error < errors[chosen] {
            chosen = at;
        }
    }
    MODELS[chosen]
}

#[cfg(test)]
mod tests;
