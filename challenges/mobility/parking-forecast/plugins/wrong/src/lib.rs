//! Answers outside the contract. Which way depends on the time of day,
//! so that the cases of a split meet them all.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let asked = request.car_parks.len() * request.targets.len();
    let half_hours = request.slots.last().map_or(0, |slot| slot / 30);
    Ok(match half_hours % 4 {
        0 => Vec::new(),
        1 => vec![0.5; asked + 1],
        2 => vec![f64::NAN; asked],
        _ => vec![f64::INFINITY; asked],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_well_formed() {
        for half_hour in 0..4 {
            let request = Request {
                car_parks: vec!["a".into()],
                slots: vec![30 * half_hour],
                occupancy: vec![0.5],
                targets: vec![180],
            };
            let answer = forecast(request).expect("it never refuses");
            assert!(answer.len() != 1 || !answer[0].is_finite(), "{answer:?}");
        }
    }
}
