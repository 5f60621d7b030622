//! Burns a little more than its fuel.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

/// Steps of a loop that cannot be foreseen; each costs about 10 fuel.
const STEPS: u64 = 5_500_000;

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let mut state = 1_u64;
    for step in 0..STEPS {
        state = std::hint::black_box(state ^ step);
    }
    let share = if state == 0 { 0.0 } else { 0.5 };
    Ok(vec![share; request.car_parks.len() * request.targets.len()])
}
