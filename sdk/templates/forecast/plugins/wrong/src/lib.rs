//! Answers outside the contract. Which way depends on the moment, so that the
//! cases of a split meet several.

use pilotbox_plugin::templates::forecast::{Refusal, Request};

pilotbox_plugin::export!(forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let asked = request.horizon as usize;
    let step = i64::from(request.step_seconds.max(1));
    Ok(match (request.now / step).rem_euclid(5) {
        0 => Vec::new(),
        1 => vec![1.0; asked + 1],
        2 => vec![f64::NAN; asked],
        3 => vec![1e300; asked],
        _ => vec![f64::INFINITY; asked],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_well_formed() {
        for now in 0..5 {
            let request = Request {
                series: String::new(),
                step_seconds: 1,
                times: vec![now],
                values: vec![1.0],
                now,
                horizon: 1,
            };
            let answer = forecast(request).expect("it never refuses");
            let fits = |value: &f64| value.is_finite() && value.abs() < 1e12;
            assert!(answer.len() != 1 || !answer.iter().all(fits), "{answer:?}");
        }
    }
}
