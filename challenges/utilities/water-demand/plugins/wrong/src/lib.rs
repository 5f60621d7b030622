//! Answers outside the contract. Which way depends on the area, so that the
//! cases of a split meet them all.

use pilotbox_plugin::utilities::water_demand::{Refusal, Request};

pilotbox_plugin::export!(water_demand => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let asked = request.areas.len() * request.horizon as usize;
    let letter = request
        .areas
        .first()
        .and_then(|area| area.bytes().next())
        .unwrap_or_default();
    Ok(match letter % 4 {
        0 => Vec::new(),
        1 => vec![10.0; asked + 1],
        2 => vec![f64::NAN; asked],
        _ => vec![f64::INFINITY; asked],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotbox_plugin::utilities::water_demand::Weather;

    #[test]
    fn no_answer_is_well_formed() {
        for area in ["A", "B", "C", "D"] {
            let weather = Weather {
                rain: vec![],
                temperature: vec![],
                humidity: vec![],
                wind: vec![],
            };
            let request = Request {
                areas: vec![area.into()],
                start: 0,
                inflow: vec![],
                weather,
                horizon: 1,
            };
            let answer = forecast(request).expect("it never refuses");
            assert!(answer.len() != 1 || !answer[0].is_finite(), "{answer:?}");
        }
    }
}
