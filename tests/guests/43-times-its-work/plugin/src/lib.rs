//! Times work by the clock, which counts looks: between two looks at one clock lies one at
//! the other, whatever was done meanwhile.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::{
    hint::black_box,
    time::{Instant, SystemTime},
};

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    for steps in [0, 1_000, 1_000_000] {
        let (instant, moment) = (Instant::now(), SystemTime::now());
        for step in 0..steps {
            black_box(step);
        }
        let elapsed = (instant.elapsed(), moment.elapsed().unwrap_or_default());
        println!("{steps} steps took {elapsed:?}");
    }
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
