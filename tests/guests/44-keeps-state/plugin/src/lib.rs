//! Counts its calls in a static, and knows the answer only in the first.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

use std::sync::atomic::{AtomicU32, Ordering};

static CALLS: AtomicU32 = AtomicU32::new(0);

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let calls = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
    pilotbox_plugin::log::info(&format!("call {calls}"));
    let growth = if calls == 1 { 0.25 } else { -0.25 };
    Ok(vec![request.occupancy[0] + growth])
}
