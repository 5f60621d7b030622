//! Stops itself in some cases and answers the others. A case after one that trapped is as
//! fresh as the first.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::sync::atomic::{AtomicU32, Ordering};

static CALLS: AtomicU32 = AtomicU32::new(0);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    pilotbox_plugin::log::info(&format!("call {calls}"));
    // Cases differ in where their history ends.
    assert!(
        request.slots.last().is_some_and(|slot| slot % 120 != 0),
        "not at a full hour"
    );
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
