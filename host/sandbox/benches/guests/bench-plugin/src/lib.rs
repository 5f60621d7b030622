//! The plugin that the figures are taken with. The first slot says what to do:
//! answer at once, or run a kernel that is also timed natively.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pub mod kernels;

pilotbox_plugin::export!(parking_forecast => forecast);

/// Slot 0 answers at once; slot `k` runs kernel `k - 1`.
fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let kernel = request.slots.first().copied().unwrap_or(0);
    let answer = match usize::try_from(kernel - 1) {
        Ok(index) => kernels::ALL[index].run(),
        Err(_) => request.occupancy.first().copied().unwrap_or(0.0),
    };
    Ok(vec![answer])
}
