//! Answers outside the contract, in a different way at each hour: the harness
//! must call each of them a bad answer.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let asked = request.car_parks.len() * request.targets.len();
    let hour = request.slots.last().map_or(0, |slot| slot / 60 % 24);
    Ok(match hour {
        8 => Vec::new(),
        10 => vec![0.5; asked + 1],
        14 => vec![f64::NAN; asked],
        _ => vec![f64::INFINITY; asked],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_well_formed() {
        for hour in [8, 10, 14, 16] {
            let request = Request {
                car_parks: vec!["a".into()],
                slots: vec![60 * hour],
                occupancy: vec![0.5],
                targets: vec![60 * hour + 60],
            };
            let answer = forecast(request).expect("it never refuses");
            assert!(answer.len() != 1 || !answer[0].is_finite(), "{answer:?}");
        }
    }
}
