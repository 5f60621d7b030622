//! Waits for the first of no pollables, which never comes.

use pilotbox_plugin::mobility::parking_forecast::{Refusal, Request};

pilotbox_plugin::export!(parking_forecast => forecast);

#[link(wasm_import_module = "wasi:io/poll@0.2.6")]
unsafe extern "C" {
    fn poll(pollables: *const u32, length: usize, ready: *mut [usize; 2]);
}

fn forecast(request: Request) -> Result<Vec<f64>, Refusal> {
    let mut ready = [0; 2];
    // SAFETY: the host reads no element and writes two words.
    unsafe { poll([].as_ptr(), 0, &raw mut ready) };
    Ok(vec![0.5; request.car_parks.len() * request.targets.len()])
}
