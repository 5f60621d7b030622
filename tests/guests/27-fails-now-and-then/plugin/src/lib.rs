//! Declines some cases and answers the others.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    // Cases differ in where their history ends.
    if request.slots.last().is_some_and(|slot| slot % 120 == 0) {
        return Err(Refusal::Other("not at a full hour".into()));
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
