//! Repeats the last 168 hours. Hours that were not measured become the mean of
//! the history. It knows of no clocks: when they were turned in the week before,
//! most of what it repeats is an hour off.

use pilotbox_plugin::utilities::water_demand::{Refusal, Request};

pilotbox_plugin::export!(water_demand => forecast);

const WEEK: usize = 168;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let hours = request.inflow.len() / request.areas.len().max(1);
    if hours < WEEK {
        return Err(Refusal::HistoryTooShort(168));
    }
    let horizon = request.horizon as usize;
    let weeks = request.inflow.chunks(hours).map(|history| {
        let mean = mean(history);
        let last_week = &history[hours - WEEK..];
        let filled = last_week
            .iter()
            .map(move |flow| if flow.is_nan() { mean } else { *flow });
        filled.cycle().take(horizon)
    });
    Ok(weeks.flatten().collect())
}

/// The mean of what was measured; 0 without any.
fn mean(history: &[f64]) -> f64 {
    let measured = history.iter().filter(|flow| !flow.is_nan());
    let (sum, count) = measured.fold((0.0, 0.0), |(sum, count), flow| (sum + flow, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_plugin::utilities::water_demand::Weather;

    fn request(inflow: Vec<f64>) -> Request {
        let weather = Weather {
            rain: vec![],
            temperature: vec![],
            humidity: vec![],
            wind: vec![],
        };
        Request {
            areas: vec!["A".into()],
            start: 0,
            inflow,
            weather,
            horizon: 168,
        }
    }

    #[test]
    fn the_last_week_is_repeated_and_its_holes_get_the_mean() {
        let mut inflow: Vec<f64> = (0..336).map(f64::from).collect();
        inflow[200] = f64::NAN;
        let answer = forecast(request(inflow)).expect("there is history");
        assert_eq!(answer.len(), 168);
        assert!((answer[0] - 168.0).abs() < 1e-12);
        assert!((answer[167] - 335.0).abs() < 1e-12);
        let expected = (335.0 * 336.0 / 2.0 - 200.0) / 335.0;
        assert!((answer[32] - expected).abs() < 1e-9);
    }

    #[test]
    fn less_than_a_week_is_refused() {
        assert!(matches!(
            forecast(request(vec![1.0; 167])),
            Err(Refusal::HistoryTooShort(168))
        ));
    }
}
