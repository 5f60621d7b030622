use pilotbox_plugin::utilities::water_demand::{Refusal, Request};

pilotbox_plugin::export!(water_demand => forecast);

const WEEK_HOURS: usize = 168;

/// Repeats the same hour of last week for each area. Make it better.
fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let hours = request.inflow.len() / request.areas.len().max(1);
    if hours < WEEK_HOURS {
        return Err(Refusal::HistoryTooShort(WEEK_HOURS as u32));
    }
    let mut answer = Vec::new();
    for history in request.inflow.chunks(hours) {
        let mean = mean(history);
        let last_week = history[hours - WEEK_HOURS..].iter().cycle();
        let filled = last_week.map(|flow| if flow.is_finite() { *flow } else { mean });
        answer.extend(filled.take(request.horizon as usize));
    }
    Ok(answer)
}

/// The mean of what was measured; 0 without any.
fn mean(history: &[f64]) -> f64 {
    let measured: Vec<f64> = history
        .iter()
        .copied()
        .filter(|flow| flow.is_finite())
        .collect();
    measured.iter().sum::<f64>() / measured.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use pilotbox_plugin::utilities::water_demand::Weather;

    use super::*;

    fn request(inflow: Vec<f64>) -> Request {
        let weather = Weather {
            rain: vec![],
            temperature: vec![],
            humidity: vec![],
            wind: vec![],
        };
        Request {
            areas: vec!["a".into()],
            start: 0,
            inflow,
            weather,
            horizon: 2,
        }
    }

    #[test]
    fn last_week_is_repeated_and_holes_get_the_mean() {
        let mut inflow = vec![6.0; 200];
        inflow[32] = 9.0;
        inflow[33] = f64::NAN;
        let answer = forecast(request(inflow)).expect("there is history");
        assert_eq!(answer[0], 9.0);
        assert!((answer[1] - (198.0 * 6.0 + 9.0) / 199.0).abs() < 1e-9);
    }

    #[test]
    fn a_short_history_is_refused() {
        assert!(forecast(request(vec![1.0; 100])).is_err());
    }
}
